"""What is counted, month by month: how one comes to it, what it says, and when there is nothing."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Awaitable, Callable, MutableMapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from people import SIZES, Person, at_the_keyboard
from textual.widgets import Input

from tui.links import parse_link
from tui.sample.names import object_id, resource_id
from tui.sample.tables.metrics import MOVED
from tui.screens.metrics import MetricsScreen
from tui.screens.metrics_chart import MetricsChart
from tui.screens.metrics_texts import change_text
from tui.settings import SITES, ASGIApp
from tui.widgets.panels import SparkPanels
from tui.widgets.plot import PlotView

SLUG = "population-des-communes-francaises"
DATASET = f"metrics:dataset:{object_id('dataset', SLUG)}"
FILE = resource_id(f"{SLUG}/0")


NAME = "Population-des-communes-françaises-Metrics.csv"

Message = MutableMapping[str, Any]


class Broken:
    """The Metrics API, or any host that begins so, fails, or waits, on the paths that `breaks`
    tells."""

    def __init__(
        self, breaks: Callable[[str], bool], *, hangs: bool = False, host: bytes = b"metric"
    ) -> None:
        self.breaks = breaks
        self.host = host
        self.hangs = hangs
        self.reached = asyncio.Event()
        self.left = asyncio.Event()
        self._app: ASGIApp | None = None

    def __call__(self, app: ASGIApp) -> ASGIApp:
        self._app = app
        return self.answer

    async def answer(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        assert self._app is not None
        host = dict(scope["headers"]).get(b"host", b"")
        if not host.startswith(self.host) or not self.breaks(scope["path"]):
            await self._app(scope, receive, send)
            return
        self.reached.set()
        if self.hangs:
            try:
                await asyncio.Event().wait()
            finally:
                self.left.set()
        head = {"type": "http.response.start", "status": 403, "headers": []}
        await send(head)
        await send({"type": "http.response.body", "body": b"{}"})


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def place_of(person: Person) -> MetricsScreen:
    place = person.app.place
    assert isinstance(place, MetricsScreen)
    return place


def asked(person: Person) -> list[str]:
    return [entry.url for entry in person.requests if "metric-api" in entry.url]


@SIZES
async def test_from_a_dataset_to_the_figures_of_a_month(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"dataset:{SLUG}", size=size) as person:
        assert not asked(person)  # nobody asked for figures yet
        await person.press("M")
        await person.sees("Metrics", "Visits", "Downloads of files", "Oct 2026: 34,401 (+9.5%")
        await person.sees("Nov 2026, not over", "total 755,129", "ever 1,338,121")
        columns = [line.find("Downloads of files") for line in person.lines]
        assert max(columns) == (2 if size[0] == 80 else 62)
        before = len(asked(person))
        await person.press("m")
        assert person.app.place is not None
        assert person.app.place.link == parse_link(
            f"dataset:{object_id('dataset', SLUG)}?range=36#metrics"
        )
        assert len(asked(person)) == before  # one page held them
        await person.press("right" if size[0] == 120 else "down", "enter")
        await person.sees("Downloads of files: Population des communes", "Nov 2026 is not over")
        await person.sees("Oct 2026", "36,964")
        await person.press("s")
        await person.sees("2026, not over", "2025", "2023, 1 month")
        await person.press("escape", "left", "right")
        assert "Downloads of files" in person.screen  # the panels come before the next tab
        await person.press("right")
        await person.sees("Quality of the description")


async def test_a_file_is_counted_too() -> None:
    async with at_the_keyboard(f"resource:{FILE}") as person:
        await person.sees("row 1 of")
        await person.press("A")
        await person.sees("Downloads of files", "Oct 2026:")
        assert place_of(person).link.ident == f"resource:{FILE}"
        assert place_of(person).query_one(SparkPanels).count == 1


async def test_a_slug_is_made_an_id_before_figures_are_asked_for() -> None:
    async with at_the_keyboard(f"metrics:dataset:{SLUG}?range=all") as person:
        await person.sees("Population des communes françaises", "ever 1,338,121")
        assert not any(SLUG in url for url in asked(person))
        assert place_of(person).link == parse_link(f"{DATASET}?range=all")


async def test_the_whole_site_has_no_total_and_no_page() -> None:
    async with at_the_keyboard("metrics:site", size=(120, 40)) as person:
        await person.sees("Visits of datasets", "Downloads of files", "Visits of reuses")
        assert len(asked(person)) == 1
        assert place_of(person).pane.why_not("object")
        await person.press("right", "right", "enter")
        await person.sees("Visits of reuses: the whole site")


async def test_owners_of_one_month_are_one_figure() -> None:
    ident = object_id("dataset", "demandes-de-valeurs-foncieres")
    async with at_the_keyboard(f"metrics:dataset:{ident}?range=all") as person:
        _visits, series = place_of(person).pane.series()[0]
        rows = {month: series.values[month] for month in ("2024-04", "2024-05", "2024-06")}
        assert min(rows.values()) > max(rows.values()) / 2


async def test_the_scale_by_tens_and_every_month_of_the_chart() -> None:
    async with at_the_keyboard(DATASET) as person:
        await person.press("enter", "l")
        await person.sees("scale by tens")
        chart = person.app.screen
        assert isinstance(chart, MetricsChart)
        assert "20,000" in chart.query_one(PlotView).text
        await person.press("m", "m")
        assert chart.shown == 0
        await person.press("end")
        await person.sees("Dec 2022")
        await person.press("s", "l")
        await person.sees("Bars of years have no scale by tens.")


async def test_what_is_shown_goes_to_a_file_and_nothing_is_overwritten(tmp_path: Path) -> None:
    async with at_the_keyboard(f"{DATASET}?range=12") as person:
        person.app.session.exports.folder = tmp_path
        await person.press("ctrl+s", "enter", "enter", "enter")
        await person.sees("is written, in")
        await person.press("enter", "ctrl+s", "enter")
        person.app.screen.query_one(Input).value = str(tmp_path / NAME)
        await person.press("enter")
        await person.sees("-2.csv is written")
        await person.press("escape")
    head, *rows = csv.reader(StringIO(text_of(tmp_path / NAME)))
    assert head == ["metric_month", "monthly_visit", "monthly_download_resource"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert rows[-2] == ["2026-10", "34401", "36964"]
    assert len(rows) == 12
    chart = text_of(tmp_path / NAME.replace(".csv", "-2.csv"))
    assert chart.startswith("metric_month,monthly_visit\n2025-12,")


async def test_what_can_be_copied_says_how_figures_are_asked_for() -> None:
    async with at_the_keyboard(DATASET) as person:
        copies = {copy.title: copy.text for copy in place_of(person).copies()}
    url = copies["API address of these figures"]
    assert url.endswith("&metric_month__sort=desc&page=1&page_size=50")
    assert copies["curl command for these figures"] == f"curl '{url}'"
    program = copies["Python with httpx"]
    compile(program, "program", "exec")
    assert "page=1" not in program
    assert copies["Command that opens this"] == f"dgv '{DATASET}?range=24'"
    assert copies["Figures as CSV"].count("\n") == 25


async def test_every_row_comes_through_the_csv_route_or_page_by_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ident = object_id("dataset", MOVED)  # two rows a month while its owner changed
    async with at_the_keyboard(f"metrics:dataset:{ident}") as person:
        person.app.session.exports.folder = tmp_path
        await person.press("ctrl+s", "down", "enter", "enter", "enter")
        await person.sees("rows, through the CSV route · ")
        monkeypatch.setattr("tui.sample.rows.answers.STREAM_LIMIT", 10)
        await person.press("ctrl+s", "down", "enter", "enter", "enter")
        await person.sees("rows, page by page, too many for the CSV route")
    streamed, paged = (list(csv.DictReader(StringIO(text_of(path)))) for path in listed(tmp_path))
    assert streamed == paged
    assert len(streamed) > len({row["metric_month"] for row in streamed}) > 50


async def test_rows_that_cannot_all_be_had_are_not_written(tmp_path: Path) -> None:
    broken = Broken(lambda path: path.endswith("/csv/"))
    async with at_the_keyboard(DATASET, through=broken) as person:
        await person.sees("ever 1,338,121")
        person.app.session.exports.folder = tmp_path
        await person.press("ctrl+s", "down", "enter", "enter", "enter")
        await person.sees("Nothing was written. The service does not allow this.")
    assert listed(tmp_path) == []


# Several objects


async def test_up_to_five_objects_are_compared_as_they_are_or_from_100(tmp_path: Path) -> None:
    async with at_the_keyboard(DATASET) as person:
        person.app.session.exports.folder = tmp_path
        await person.press("enter", "x")
        await person.sees("Nothing is compared: c adds an object.")
        for times in range(1, 5):
            await person.press("c", *["down"] * times, "enter")
        await person.sees("Visits: 5 compared", "1 Population", "2 ", "5 ")
        await person.press("c")
        await person.sees("No more than 5 are compared.")
        await person.press("x", "x", "x", "i")
        chart = person.app.screen
        assert isinstance(chart, MetricsChart)
        await person.sees("Dec 2024 as 100")
        await person.press("end")
        last = next(line for line in person.lines if line.startswith(" Dec 2024  "))
        assert last.split()[2:] == ["100", "100"]
        await person.press("s")
        await person.sees("Sums by year are of one object")
        await person.press("ctrl+s", "enter", "enter")
        await person.sees("is written, in")
        assert len(asked(person)) == 2 + 4 + 1  # one of them had two owners
    (path,) = listed(tmp_path)
    rows = list(csv.reader(StringIO(text_of(path))))
    assert rows[0][:2] == ["metric_month", "Population des communes françaises"]
    assert rows[1] == ["2024-12", "100.0", "100.0"]


async def test_objects_are_chosen_by_a_part_of_their_name() -> None:
    async with at_the_keyboard(DATASET) as person:
        await person.press("enter", "c")
        await person.type("carburants")
        await person.sees("Prix des carburants en France")
        await person.press("enter")
        await person.sees("2 Prix des carburants")
        await person.press("c")
        await person.type("carburants")
        await person.press("enter")
        await person.sees("It is there already.")
        await person.press("c")
        await person.type("zzzzzz")
        await person.sees("nothing matches")
        await person.press("enter", "escape", "escape")
        assert isinstance(person.app.screen, MetricsScreen)


async def test_one_that_cannot_be_asked_for_leaves_the_others() -> None:
    broken = Broken(lambda _path: False)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await person.sees("ever 1,338,121")
        broken.breaks = lambda path: path == "/api/datasets/data/"
        await person.press("enter", "c", "down", "enter")
        await person.sees("The service does not allow this.", "34,401")


async def test_what_has_no_name_to_search_for_is_compared_with_nothing() -> None:
    async with at_the_keyboard("metrics:site") as person:
        await person.press("enter", "c")
        await person.sees("There is one site: open the chart of an object")


async def test_the_metrics_of_the_site_are_a_key_away() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("f6")
        await person.sees("sample › Metrics")


# When there is nothing


async def test_the_demo_site_counts_nothing_and_is_asked_nothing() -> None:
    site = SITES["demo"]
    async with at_the_keyboard(DATASET, site=site, through=Broken(lambda _path: True)) as person:
        await person.sees("There are no metrics on the demo site")
        await person.press("r", "m")
        assert not person.requests


async def test_an_unknown_id_has_nothing_counted() -> None:
    async with at_the_keyboard(f"metrics:reuse:{'0' * 24}") as person:
        await person.sees("Nothing was counted yet.", "Figures come every night")


async def test_an_address_that_names_nothing_says_which_ones_do() -> None:
    async with at_the_keyboard("metrics:dataset:") as person:
        await person.sees("names nothing that is counted", "metrics:site")


@SIZES
async def test_a_service_that_refuses_says_how_it_is(size: tuple[int, int]) -> None:
    broken = Broken(lambda path: path.endswith("/data/"))
    async with at_the_keyboard(DATASET, size=size, through=broken) as person:
        await person.sees("The service does not allow this.", "it is well (version 0.4.1)")
        broken.breaks = lambda _path: False
        await person.press("r")
        await person.sees("Oct 2026: 34,401")


async def test_without_totals_the_months_are_there() -> None:
    broken = Broken(lambda path: "_total" in path)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await person.sees("Oct 2026: 34,401", "mean 31,615")
        assert "ever" not in person.screen


async def test_a_failure_keeps_the_figures_that_were_there() -> None:
    broken = Broken(lambda _path: False)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await person.sees("ever 1,338,121")
        broken.breaks = lambda _path: True
        await person.press("r")
        await person.sees("The service does not allow this.", "Oct 2026: 34,401")


async def test_esc_gives_up_waiting_and_says_so() -> None:
    broken = Broken(lambda path: path == "/api/datasets/data/", hangs=True)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await broken.reached.wait()
        await person.pilot.press("escape")
        await broken.left.wait()
        await person.sees("cancelled · r asks again.")


async def test_a_hostile_address_harms_nothing() -> None:
    async with at_the_keyboard("metrics:dataset:%1b[2J[red]x") as person:
        await person.sees("This was not found.")
        assert "\x1b" not in person.screen


async def test_who_leaves_waits_for_nothing_and_who_comes_back_is_answered() -> None:
    broken = Broken(lambda path: path == "/api/datasets/data/", hangs=True)
    async with at_the_keyboard(DATASET, through=broken) as person:
        await broken.reached.wait()
        await person.pilot.press("f2")
        await broken.left.wait()
        broken.breaks = lambda _path: False
        await person.sees("Search datasets")
        await person.pilot.press("escape", "backspace")
        await person.sees("Oct 2026: 34,401")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "–"),
        (0.0, "0.0%"),
        (0.0951, "+9.5%"),
        (-0.25, "-25%"),
        (1.5, "+150%"),
        (99.0, "×100"),
    ],
)
def test_a_change_is_said_with_its_sign(change: float | None, said: str) -> None:
    assert change_text(change) == said
