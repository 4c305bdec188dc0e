"""Bins hold every value, once, and a filter on one of them holds the same rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.tables.histogram import (
    STEPS_SHOWN,
    Bin,
    calendar,
    histogram,
    histogram_of,
)
from tui.tables.moments import LAST, micros, moment_of
from tui.tables.query import Column, ColumnType, Condition, Filter, Group, Op

INT, FLOAT = Column("x", ColumnType.INT), Column("x", ColumnType.FLOAT)
DATE, NAIVE = Column("x", ColumnType.DATE), Column("x", ColumnType.DATETIME)
AWARE = Column("x", ColumnType.DATETIME_TZ)


def compared(value: Any, condition: Condition) -> bool:
    """Whether the service keeps `value`."""
    other: Any = condition.value
    if isinstance(other, Decimal):
        value, other = float(value), float(other)
    if condition.op is Op.EXACT:
        return bool(value == other)
    if condition.op is Op.GREATER:
        return bool(value >= other)
    assert condition.op is Op.STRICTLY_LESS
    return bool(value < other)


def keeps(rows: Filter, value: Any) -> bool:
    conditions = rows.items if isinstance(rows, Group) else (rows,)
    return all(isinstance(c, Condition) and compared(value, c) for c in conditions)


def well_made(bins: list[Bin], values: list[Any], most: int) -> None:
    assert 1 <= len(bins) <= most
    assert sum(one.count for one in bins) == len(values)
    assert all(one.start < one.stop for one in bins) or len(bins) == 1
    assert all(before.stop == after.start for before, after in pairwise(bins))
    for one in bins:
        inside = [v for v in values if one.start <= v < one.stop or v == one.start == one.stop]
        assert len(inside) == one.count
    assert bins[0].count
    assert bins[-1].count


FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@settings(deadline=None)
@given(st.lists(st.integers(-(10**18), 10**18), min_size=1), st.integers(2, 40))
def test_bins_hold_every_whole_number_once(values: list[int], most: int) -> None:
    well_made(histogram(values, most, whole=True), values, most)


@settings(deadline=None)
@given(st.lists(FLOATS, min_size=1), st.integers(2, 40))
def test_bins_hold_every_float_once(values: list[float], most: int) -> None:
    bins = histogram(values, most)
    assert 1 <= len(bins) <= most + 1
    assert sum(one.count for one in bins) == len(values)
    assert all(before.stop == after.start for before, after in pairwise(bins))
    assert bins[0].start <= Fraction(repr(min(values)))
    assert bins[-1].stop >= Fraction(repr(max(values)))
    widths = {one.stop - one.start for one in bins}
    assert len(widths) == 1


@settings(deadline=None)
@given(st.lists(st.decimals(-1000, 1000, places=2).map(float), min_size=1), st.integers(2, 40))
def test_decimals_stand_between_the_ends_that_are_written(values: list[float], most: int) -> None:
    well_made(histogram(values, most), [Fraction(repr(value)) for value in values], most)


@given(st.lists(st.integers(-100, 100), min_size=2), st.integers(2, 40))
def test_bins_begin_at_multiples_of_a_round_step(values: list[int], most: int) -> None:
    bins = histogram(values, most, whole=True)
    width = bins[0].stop - bins[0].start
    if not width:
        assert len(set(values)) == 1
        return
    digits = str(width).rstrip("0")
    assert digits in ("1", "2", "5")
    assert all(one.start % width == 0 for one in bins)


@settings(deadline=None)
@given(st.lists(st.integers(0, LAST), min_size=1), st.integers(2, 40))
def test_bins_hold_every_moment_once(moments: list[int], most: int) -> None:
    bins, step = calendar(moments, most)
    well_made(bins, moments, most + 2)
    assert (step is None) == (len(set(moments)) == 1)


@settings(deadline=None)
@given(st.lists(st.dates(), min_size=1))
def test_days_are_never_cut(days: list[dt.date]) -> None:
    bins, _step = calendar([micros(day) for day in days], 12, whole_days=True)
    for one in bins[:-1]:
        assert micros(dt.date(1, 1, 2)) <= one.stop - one.start


@settings(deadline=None)
@given(st.lists(FLOATS, min_size=1, max_size=30))
def test_a_filter_on_a_bin_keeps_as_many_numbers(cells: list[float]) -> None:
    found = histogram_of(FLOAT, list(cells))
    assert found is not None
    for part in found.slices:
        assert sum(keeps(part.rows, Decimal(repr(cell))) for cell in cells) == part.held


@settings(deadline=None)
@given(st.lists(st.integers(-(2**63), 2**63 - 1), min_size=1, max_size=30))
def test_a_filter_on_a_bin_keeps_as_many_whole_numbers(cells: list[int]) -> None:
    found = histogram_of(INT, list(cells))
    assert found is not None
    for part in found.slices:
        assert sum(keeps(part.rows, cell) for cell in cells) == part.held


@settings(deadline=None)
@given(st.lists(st.dates(), min_size=1, max_size=30))
def test_a_filter_on_a_bin_keeps_as_many_days(days: list[dt.date]) -> None:
    found = histogram_of(DATE, [day.isoformat() for day in days])
    assert found is not None
    for part in found.slices:
        assert sum(keeps(part.rows, day) for day in days) == part.held


@settings(deadline=None)
@given(st.lists(st.datetimes(), min_size=1, max_size=30), st.booleans())
def test_a_filter_on_a_bin_keeps_as_many_moments(whens: list[dt.datetime], aware: bool) -> None:
    zone = dt.UTC if aware else None
    moments = [when.replace(tzinfo=zone) for when in whens]
    found = histogram_of(AWARE if aware else NAIVE, [when.isoformat() for when in moments])
    assert found is not None
    for part in found.slices:
        assert sum(keeps(part.rows, when) for when in moments) == part.held


def test_tenths_stand_where_they_are_written() -> None:
    found = histogram_of(FLOAT, [0.1, 0.2, 0.3, 0.7])
    assert found is not None
    assert [(part.label, part.held) for part in found.slices] == [
        ("0.1 to 0.2", 1),
        ("0.2 to 0.3", 1),
        ("0.3 to 0.4", 1),
        ("0.4 to 0.5", 0),
        ("0.5 to 0.6", 0),
        ("0.6 to 0.7", 0),
        ("0.7 to 0.8", 1),
    ]


def test_whole_numbers_have_whole_steps() -> None:
    found = histogram_of(INT, [1, 2, 2, 5])
    assert found is not None
    assert [part.label for part in found.slices] == ["1", "2", "3", "4", "5"]
    assert found.slices[1].rows == Condition("x", Op.EXACT, 2)
    found = histogram_of(INT, [0, 999])
    assert found is not None
    assert found.slices[0].label == "0 to 99"
    assert found.step == "steps of 100"


def test_years_have_no_separators() -> None:
    found = histogram_of(INT, [1990, 2024], plain=True)
    assert found is not None
    assert found.slices[0].label == "1990 to 1994"


def test_one_value_alone_is_itself() -> None:
    found = histogram_of(FLOAT, [3.7, 3.7, None])
    assert found is not None
    (part,) = found.slices
    assert (part.label, part.held, found.nulls) == ("3.7", 2, 1)
    assert part.rows == Condition("x", Op.EXACT, Decimal("3.7"))


def test_what_has_no_place_is_counted_and_left_out() -> None:
    cells = [1.5, float("inf"), float("-inf"), float("nan"), None, True, "2", 10**400]
    found = histogram_of(FLOAT, cells)
    assert found is not None
    assert (found.cells, found.nulls, found.left_out) == (8, 1, 6)
    assert sum(part.held for part in found.slices) == 1


@pytest.mark.parametrize("cells", [[], [None], [float("nan")], ["x"]])
def test_nothing_to_place_is_no_histogram(cells: list[Any]) -> None:
    assert histogram_of(FLOAT, cells) is None
    assert histogram_of(DATE, cells) is None
    assert histogram_of(Column("x"), ["a", "b"]) is None


def test_dates_go_by_natural_steps() -> None:
    found = histogram_of(DATE, ["2024-01-02", "2024-06-05", "2024-12-31"])
    assert found is not None
    assert found.step == "a line a month"
    assert [part.label for part in found.slices][::11] == ["Jan 2024", "Dec 2024"]
    assert found.slices[0].rows == Group(
        "and",
        (
            Condition("x", Op.GREATER, dt.date(2024, 1, 1)),
            Condition("x", Op.STRICTLY_LESS, dt.date(2024, 2, 1)),
        ),
    )


def test_the_ends_of_the_calendar_are_no_ends_of_a_filter() -> None:
    found = histogram_of(DATE, ["0001-01-01", "9999-12-31"])
    assert found is not None
    assert len(found.slices) <= STEPS_SHOWN + 2
    assert keeps(found.slices[-1].rows, dt.date(9999, 12, 31))
    assert keeps(found.slices[0].rows, dt.date(1, 1, 1))


def test_moments_with_an_offset_are_placed_in_utc() -> None:
    assert moment_of("2024-01-01T02:00:00+02:00") == moment_of("2024-01-01T00:00:00")
    found = histogram_of(AWARE, ["2024-01-01T00:00:00+00:00", "2024-01-01T11:00:00+00:00"])
    assert found is not None
    assert found.step == "a line an hour"
    assert found.slices[0].label == "Jan 1, 2024 00:00"
