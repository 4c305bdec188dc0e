"""Several objects on one chart: how they are chosen, what an address says of them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from people import Person, at_the_keyboard
from test_metrics import DATASET, FILE, SLUG, Broken

from tui.links import parse_link
from tui.sample.data.producers import producer
from tui.sample.names import object_id
from tui.screens.metrics_address import Chart, metrics_link, range_of
from tui.screens.metrics_chart import MetricsChart

OTHER = object_id("dataset", "prix-des-carburants-en-france")


def chart_of(person: Person) -> MetricsChart:
    chart = person.app.screen
    assert isinstance(chart, MetricsChart)
    return chart


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_a_comparison_is_opened_again_from_the_address_that_was_copied(
    size: tuple[int, int],
) -> None:
    async with at_the_keyboard(f"dataset:{SLUG}#metrics", size=size) as person:
        await person.press("m", "enter", "c")
        await person.type("carburants")
        await person.press("enter")
        await person.sees("2 Prix des carburants")
        await person.press("w")
        await person.sees("as 100", "3 the whole site")
        copies = {copy.title: copy.text for copy in chart_of(person).copies()}
        await person.press("y")
        await person.sees("Command that opens this", "Figures as TSV")
        await person.press("escape")
    address = f"{DATASET}?range=36&chart=visit&with={OTHER},site&index=1"
    assert copies["Command that opens this"] == f"dgv '{address}'"
    assert copies["API address of these figures"].count("\n") == 2
    compile(copies["Python with httpx"], "program", "exec")
    rows = list(csv.reader(StringIO(copies["Figures as CSV"])))
    assert rows[0][2:] == ["Prix des carburants en France", "the whole site"]
    async with at_the_keyboard(address, size=size) as person:
        await person.sees("2 Prix des carburants", "3 the whole site", "as 100")
        assert chart_of(person).link == parse_link(address)
        await person.press("escape")
        await person.sees("Oct 2026: 34,401")


async def test_files_of_one_dataset_are_compared_with_each_other() -> None:
    async with at_the_keyboard(f"metrics:resource:{FILE}?chart=download") as person:
        await person.press("c")
        await person.sees("Notice et méthodologie")
        await person.type("2025")
        await person.sees("Population des communes françaises 2025")
        await person.press("enter")
        await person.sees("2 Population des communes")
        assert chart_of(person).compared.names[1] == "Population des communes françaises 2025"
        assert not [e for e in person.requests if "/suggest/" in e.url]


async def test_the_downloads_of_a_file_are_a_key_away_in_its_dataset() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}") as person:
        await person.press("A")
        await person.sees("Files › Population des communes françaises › Metrics", "Oct 2026:")


@pytest.mark.parametrize(
    "address",
    [
        f"organization:{producer('INSEE').id}",
        "search:?kind=reuses",
        "search:?kind=dataservices",
    ],
)
async def test_what_is_counted_of_an_object_is_a_key_away(address: str) -> None:
    async with at_the_keyboard(address) as person:
        await person.press(*(["down"] if address.startswith("search") else []), "M")
        await person.sees("› Metrics", "Months:  12   24   36   all")


async def test_topics_are_not_counted_and_the_key_says_so() -> None:
    async with at_the_keyboard("search:?kind=topics") as person:
        place = person.app.place
        assert place is not None
        assert place.why_not("metrics") == "Nothing is counted of it."


async def test_what_the_service_does_not_count_of_the_site_is_said() -> None:
    async with at_the_keyboard("search:?kind=dataservices") as person:
        await person.press("down", "M", "enter", "w")
        await person.sees("The service does not count this of the whole site.")


async def test_an_object_of_the_address_that_is_not_there_leaves_the_others() -> None:
    address = f"{DATASET}?chart=visit&with=il-n-y-a-rien-ici,{OTHER},{OTHER},{SLUG}"
    async with at_the_keyboard(address) as person:
        await person.sees("il-n-y-a-rien-ici · This was not found.", "2 Prix des carburants")
        assert chart_of(person).compared.others == (OTHER,)


async def test_no_more_than_five_are_taken_from_an_address() -> None:
    slugs = [
        "prix-des-carburants-en-france",
        "demandes-de-valeurs-foncieres",
        "base-des-entreprises-et-de-leurs-etablissements",
        "comptages-de-velos-ile-de-france",
        "jeu-a-220-ressources",
    ]
    async with at_the_keyboard(f"{DATASET}?chart=visit&with={','.join(slugs)}") as person:
        await person.sees("No more than 5 are compared.")
        assert len(chart_of(person).compared.audiences) == 5


async def test_a_slow_service_is_asked_how_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.screens.figures_pane.SLOW_AFTER", 0.01)
    broken = Broken(lambda path: path == "/api/datasets/data/", hangs=True)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await broken.reached.wait()
        await person.sees("No answer yet. The Metrics API says that it is well")
        await person.pilot.press("escape")
        await person.sees("cancelled · r asks again.")


async def test_the_tab_of_a_dataset_waits_for_nothing_when_one_leaves_it() -> None:
    broken = Broken(lambda path: path == "/api/datasets/data/", hangs=True)
    async with at_the_keyboard(f"dataset:{SLUG}", through=broken) as person:
        await person.sees("1 of 4")
        await person.pilot.press("M")
        await broken.reached.wait()
        await person.pilot.press("1")  # the dataset is there all the same
        await person.sees("Producer")
        await broken.left.wait()
        broken.breaks = lambda _path: False
        await person.pilot.press("M")
        await person.sees("Oct 2026: 34,401")


async def test_figures_come_beside_a_dataset_that_does_not() -> None:
    broken = Broken(lambda path: path.startswith("/api/2/datasets/"), hangs=True, host=b"")
    ident = object_id("dataset", SLUG)
    address = f"dataset:{ident}?range=12#metrics"
    async with at_the_keyboard(address, through=broken) as person:
        await broken.reached.wait()
        await person.sees("Oct 2026: 34,401", "Dec 2025")
        await person.pilot.press("escape")
        await broken.left.wait()


@pytest.mark.parametrize(
    ("params", "chart", "shown"),
    [
        ("", Chart(), 24),
        ("range=all&chart=visit", Chart("visit"), 0),
        ("range=7&with=a,b", Chart(), 24),
        ("chart=visit&with=a,,b,a&scale=log&index=1", Chart("visit", ("a", "b"), False, True), 24),
        ("chart=x&years=1&scale=log", Chart("x", (), True), 24),
        ("chart=x&years=1&with=a", Chart("x", ("a",)), 24),
        ("chart=x&index=1&range=36", Chart("x", as_100=True), 36),
    ],
)
def test_an_address_says_what_is_drawn(params: str, chart: Chart, shown: int) -> None:
    link = parse_link(f"metrics:dataset:ID?{params}")
    assert (Chart.of_link(link), range_of(link)) == (chart, shown)
    again = metrics_link("dataset", "ID", shown, chart)
    assert (Chart.of_link(again), range_of(again)) == (chart, shown)
    assert parse_link(str(again)) == again
