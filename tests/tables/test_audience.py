"""Months and their series: gaps, sums, changes, the month that is not over."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.api.metrics import Metrics
from tui.api.models.metric import MonthRow
from tui.api.payload import JsonValue
from tui.api.transport import Transport
from tui.tables.audience import (
    KINDS,
    RANGES,
    Point,
    indexed,
    months_wanted,
    same_of_site,
    series_of,
)
from tui.tables.months import first_day, is_counted, month_at, month_of, rank, shifted, span

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
MONTHS = DAYS.map(month_of)
COUNTS = st.integers(0, 10**12)
CURRENT = "2026-11"
ROWS = st.lists(
    st.tuples(st.integers(rank("2019-01"), rank("2027-06")).map(month_at), COUNTS | st.none()),
    max_size=60,
)


def rows(*found: tuple[str, int | None]) -> list[MonthRow]:
    return [MonthRow(month, {"n": value}) for month, value in found]


@given(MONTHS, st.integers(-2000, 2000))
def test_a_month_moved_there_and_back_is_itself(month: str, by: int) -> None:
    assert rank(shifted(month, by)) == rank(month) + by
    assert shifted(shifted(month, by), -by) == month
    assert month_of(first_day(month)) == month


@given(MONTHS, st.integers(-5, 200))
def test_a_span_holds_each_month_once_in_order(first: str, count: int) -> None:
    months = span(first, shifted(first, count))
    assert len(months) == max(0, count + 1)
    assert list(months) == sorted(set(months))


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-13", "2026-1", "1999-12", "0000-01", "2026-01-01", "\x1b[2J", "２０２６-01"],
)
def test_what_is_no_month_is_not_counted(text: str) -> None:
    assert not is_counted(text)
    assert series_of(rows((text, 5)), "n", CURRENT, 0).is_empty


@given(ROWS, st.sampled_from(RANGES))
def test_a_series_follows_the_rows_and_nothing_else(
    found: list[tuple[str, int | None]], shown: int
) -> None:
    series = series_of(rows(*found), "n", CURRENT, shown)
    assert series.current == CURRENT
    assert series.months == span(series.months[0], CURRENT)
    if shown:
        assert len(series.months) == shown
    for month, point in zip(series.months, series.points, strict=True):
        here = [value for other, value in found if other == month and value is not None]
        assert point == (sum(here) if here else None)


@given(ROWS, st.sampled_from(RANGES))
def test_figures_agree_with_each_other(found: list[tuple[str, int | None]], shown: int) -> None:
    series = series_of(rows(*found), "n", CURRENT, shown)
    figures = series.figures()
    full = [value for value in series.points[:-1] if value is not None]
    assert figures.full == len(full)
    assert (figures.total is None) == series.is_empty
    if full:
        assert figures.least is not None
        assert figures.most is not None
        assert figures.mean is not None
        assert figures.least.value == min(full)
        assert figures.most.value == max(full)
        assert CURRENT not in (figures.least.month, figures.most.month)
        assert min(full) <= figures.mean * (1 + 1e-9)
    sums = [year.value for year in series.years() if year.value is not None]
    assert sum(sums) == (figures.total or 0)
    assert sum(year.months for year in series.years()) == len(series.months)


class Service(Transport):
    """The Metrics API over rows at hand: the newest months first, fifty rows a page."""

    def __init__(self, held: list[tuple[str, str, int | None]]) -> None:
        self.held = sorted(held, reverse=True, key=lambda row: row[0])

    async def get_json(self, url: str, **_options: object) -> JsonValue:
        asked = parse_qs(urlsplit(url).query)
        page, size = int(asked["page"][0]), int(asked["page_size"][0])
        rows = self.held[(page - 1) * size : page * size]
        answer = {
            "data": [
                {"dataset_id": "d", "organization_id": owner, "metric_month": month, "n": value}
                for month, owner, value in rows
            ],
            "links": {"next": "more" if page * size < len(self.held) else None},
        }
        parsed: JsonValue = json.loads(json.dumps(answer))
        return parsed


HELD = st.lists(
    st.tuples(
        st.integers(rank("2019-06"), rank("2027-01")).map(month_at),
        st.sampled_from(["one owner", "another", "a third"]),
        COUNTS | st.none(),
    ),
    unique_by=lambda row: row[:2],
    max_size=250,
)


@settings(deadline=None)
@given(HELD, st.sampled_from(RANGES))
def test_what_is_read_page_by_page_is_what_a_plain_sum_of_all_rows_says(
    held: list[tuple[str, str, int | None]], shown: int
) -> None:
    metrics = Metrics(Service(held), "http://metrics.test")
    read = asyncio.run(metrics.months("datasets", "d", months_wanted(shown)))
    series = series_of(read, "n", CURRENT, shown)

    # A month is the sum of its rows that have a value; without one, it is a gap.
    plain: dict[str, int] = {}
    for month, _owner, value in held:
        if value is not None and month <= CURRENT:
            plain[month] = plain.get(month, 0) + value
    year, number = int(CURRENT[:4]), int(CURRENT[5:])
    expected: list[str] = []
    while len(expected) < (shown or 1000):
        expected.insert(0, f"{year}-{number:02}")
        if not shown and expected[0] <= min(plain, default=CURRENT):
            break
        year, number = (year, number - 1) if number > 1 else (year - 1, 12)
    assert list(series.months) == expected
    assert series.points == tuple(plain.get(month) for month in expected)
    found = [plain[month] for month in expected if month in plain]
    full = [plain[month] for month in expected[:-1] if month in plain]
    figures = series.figures()
    assert figures.total == (sum(found) if found else None)
    assert figures.mean == (pytest.approx(sum(full) / len(full)) if full else None)
    assert figures.value == plain.get("2026-10")
    assert figures.before == plain.get("2025-10")


def test_the_site_counts_what_its_objects_do_but_for_dataservices() -> None:
    found = {
        (kind, measure.by): same.column if (same := same_of_site(kind, measure)) else ""
        for kind in KINDS
        for measure in KINDS[kind].measures
    }
    assert found[("dataset", "visit")] == "monthly_visit_dataset"
    assert found[("resource", "download")] == "monthly_download_resource"
    assert found[("reuse", "visit")] == found[("organization", "reuses")] == "monthly_visit_reuse"
    assert found[("dataservice", "visit")] == found[("organization", "dataservices")] == ""


def test_the_last_full_month_is_compared_with_a_year_before_even_out_of_sight() -> None:
    series = series_of(rows(("2025-10", 200), ("2026-10", 150), ("2026-11", 9)), "n", CURRENT, 12)
    figures = series.figures()
    assert (figures.last, figures.value, figures.before, figures.change) == (
        "2026-10",
        150,
        200,
        -0.25,
    )
    assert figures.total == 159
    assert figures.most == figures.least == Point("2026-10", 150)
    assert series.change_at("2026-11") is None


def test_nothing_is_told_of_a_month_without_a_row_nor_of_a_change_from_zero() -> None:
    series = series_of(rows(("2025-10", 0), ("2026-09", 4)), "n", CURRENT, 12)
    assert series.figures().value is None
    assert series.figures().change is None
    assert (
        series_of(rows(("2025-10", 0), ("2026-10", 4)), "n", CURRENT, 12).figures().change is None
    )


def test_the_rows_of_two_owners_are_one_month() -> None:
    series = series_of(rows(("2026-10", 3), ("2026-10", 4), ("2026-10", None)), "n", CURRENT, 12)
    assert series.figures().value == 7


def test_a_year_says_how_many_of_its_months_are_shown() -> None:
    years = series_of(rows(("2025-12", 3), ("2026-01", 4)), "n", CURRENT, 12).years()
    assert [tuple(year) for year in years] == [("2025", 3, 1, False), ("2026", 4, 11, True)]


@given(st.lists(ROWS, min_size=1, max_size=5))
def test_indexed_series_are_100_in_their_month(several: list[list[tuple[str, int | None]]]) -> None:
    series = [series_of(rows(*found), "n", CURRENT, 24) for found in several]
    base, values = indexed(series)
    assert all(one[base] == pytest.approx(100) for one in values) if base else not any(values)
    assert base != CURRENT


def test_one_page_of_the_service_holds_what_any_range_but_all_needs() -> None:
    assert all(months_wanted(shown) < 50 for shown in RANGES if shown)


def test_every_kind_has_something_to_show() -> None:
    for kind in KINDS.values():
        assert kind.measures
        assert len({measure.by for measure in kind.measures}) == len(kind.measures)
