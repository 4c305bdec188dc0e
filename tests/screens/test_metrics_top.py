"""What was visited or downloaded most: its order, its titles, and where it leads."""

from __future__ import annotations

import csv
from io import StringIO
from pathlib import Path

import pytest
from people import Person, at_the_keyboard
from test_metrics import Broken, listed, text_of

from tui.links import parse_link
from tui.sample.data.producers import producer
from tui.screens.metrics_top import MetricsTopScreen
from tui.screens.ranking import Ranking
from tui.widgets.top_lines import TopLines

OWNER = producer("INSEE").id


def top_of(person: Person) -> MetricsTopScreen:
    place = person.app.place
    assert isinstance(place, MetricsTopScreen)
    return place


def main_requests(person: Person) -> list[str]:
    return [entry.url for entry in person.requests if "metric-api" not in entry.url]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
async def test_the_most_visited_datasets_of_the_last_full_month(size: tuple[int, int]) -> None:
    async with at_the_keyboard("metrics:top", size=size) as person:
        await person.sees("Top of Oct 2026", "  1  37,287", "Population des communes françaises")
        first, *others = main_requests(person)
        assert "/datasets/search/?sort=-views" in first  # one names most of them
        assert len(others) < len(top_of(person).query_one(TopLines).in_sight) / 2
        values = [ranked.value for ranked in top_of(person).ranked]
        assert values == sorted(values, reverse=True)
        await person.press("down", "M")
        await person.sees("Population des communes françaises › Metrics", "Oct 2026: 34,401")
        await person.press("backspace", "enter")
        await person.sees("Files (")


async def test_every_kind_can_be_ranked_and_is_named() -> None:
    async with at_the_keyboard("metrics:top?of=resources") as person:
        kinds = []
        for _turn in range(5):
            top = top_of(person)
            kinds.append(top.ranking.kind)
            lines = top.query_one(TopLines)
            drawn = "".join(line for line in person.lines if "█" in line)
            assert not any(each.id in drawn for each in top.ranked), top.ranking
            assert lines.count == len(top.ranked) > 0
            await person.press("a")
        assert kinds == ["resource", "organization", "reuse", "dataservice", "dataset"]
        # A file has a request of its own, and only those near sight are asked for.
        files = [url for url in main_requests(person) if "/datasets/resources/" in url]
        assert 0 < len(files) <= 2 * 20


async def test_another_month_and_another_measure() -> None:
    async with at_the_keyboard("metrics:top?of=organizations") as person:
        await person.press("s", "left")
        assert top_of(person).link == parse_link(
            "metrics:top?of=organizations&by=download&month=2026-09"
        )
        await person.press("right", "right")
        await person.sees("Nov 2026, not over")
        assert top_of(person).why_not("later") == "This month is not over yet."
        copies = {copy.title: copy.text for copy in top_of(person).copies()}
        assert "monthly_download_resource__sort=desc" in copies["API address of these figures"]
        compile(copies["Python with httpx"], "program", "exec")
        rows = list(csv.DictReader(StringIO(copies["Figures as CSV"])))
        assert [row["rank"] for row in rows] == [str(rank + 1) for rank in range(len(rows))]
        assert all(row["id"] and row["metric_month"] == "2026-11" for row in rows)


async def test_the_datasets_of_an_organization_are_ranked_from_its_metrics() -> None:
    async with at_the_keyboard(f"metrics:organization:{OWNER}") as person:
        await person.sees("Visits of datasets")
        await person.press("T")
        await person.sees("Institut national de la statistique", "Top of Oct 2026", "Population")
        assert top_of(person).why_not("of") == "Only datasets are counted by organization."
        assert len([url for url in main_requests(person) if "search" in url]) == 1


async def test_a_month_without_anything_says_so() -> None:
    async with at_the_keyboard("metrics:top?month=2019-01") as person:
        await person.sees("Nothing was counted in Jan 2019.", "← shows the month before.")


async def test_a_top_list_that_fails_says_why_and_can_be_asked_again() -> None:
    broken = Broken(lambda _path: True)
    async with at_the_keyboard("metrics:top", through=broken) as person:
        await person.sees("The service does not allow this.", "r asks again.")
        broken.breaks = lambda _path: False
        await person.press("r")
        await person.sees("  1  37,287")


async def test_a_month_that_fails_is_not_shown_under_the_figures_of_another() -> None:
    broken = Broken(lambda _path: False)
    async with at_the_keyboard("metrics:top", through=broken) as person:
        await person.sees("  1  37,287", "← Oct 2026 →")
        broken.breaks = lambda _path: True
        await person.press("left")
        await person.sees("The service does not allow this.", "← Sep 2026 →", "it may be down")
        assert "37,287" not in person.screen


async def test_every_row_of_a_month_is_written(tmp_path: Path) -> None:
    async with at_the_keyboard("metrics:top?of=reuses") as person:
        person.app.session.exports.folder = tmp_path
        await person.press("ctrl+s", "down", "enter", "enter", "enter")
        await person.sees("rows, through the CSV route · ")
        count = len(top_of(person).ranked)
    (path,) = listed(tmp_path)
    rows = list(csv.DictReader(StringIO(text_of(path))))
    assert len(rows) >= count
    assert {row["metric_month"] for row in rows} == {"2026-10"}


@pytest.mark.parametrize(
    ("address", "ranking"),
    [
        ("metrics:top", ("dataset", "visit", "2026-10", "")),
        ("metrics:top?of=zzz&by=zzz&month=zzz", ("dataset", "visit", "2026-10", "")),
        ("metrics:top?of=resources", ("resource", "download", "2026-10", "")),
        ("metrics:top?of=reuses&month=2031-01", ("reuse", "visit", "2026-10", "")),
        ("metrics:top?of=reuses&organization=o", ("dataset", "visit", "2026-10", "o")),
    ],
)
def test_an_address_names_a_list_whatever_it_says(
    address: str, ranking: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.ranking.current_month", lambda: "2026-11")
    assert Ranking.of_link(parse_link(address)) == ranking
