"""What is drawn is what the cells say, and what cannot be drawn is counted."""

from __future__ import annotations

import datetime as dt
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui import i18n
from tui.tables.fields import Field, field
from tui.tables.moments import micros, moment, moment_of
from tui.tables.plots import AxisKind, Bar, BarPlot, ColumnPlot, LinePlot, PointPlot, marks_of
from tui.tables.query import Column, ColumnType, Function
from tui.tables.series import MEASURES, bars, line, points
from tui.tables.source import Cell
from tui.tables.time_steps import Step, Unit

NUMBERS = st.one_of(st.integers(-(10**30), 10**30), st.floats(-1e300, 1e300))
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(), NUMBERS, st.just(math.nan), st.just(math.inf), st.just(10**400), st.just("12")
)
DAYS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.dates().map(dt.date.isoformat),
    st.datetimes().map(dt.datetime.isoformat),
    st.sampled_from(["2024-13-01", "", "infinity", "12024-01-01", "0044-03-15 BC"]),
)


def numbers(*cells: Cell, name: str = "n", kind: ColumnType = ColumnType.FLOAT) -> Field:
    return field(Column(name, kind), cells)


def texts(*cells: Cell) -> Field:
    return field(Column("t"), cells)


def days(*cells: Cell) -> Field:
    return field(Column("d", ColumnType.DATETIME), cells)


def made_of_bars(plot: object) -> list[Bar]:
    assert isinstance(plot, BarPlot)
    return list(plot.bars)


@pytest.mark.parametrize("column", [CELLS, DAYS])
@settings(max_examples=40)
@given(st.data())
def test_every_row_is_drawn_or_counted_as_left_out(
    column: st.SearchStrategy[Cell], data: st.DataObject
) -> None:
    cells = data.draw(st.lists(st.tuples(column, CELLS), max_size=40))
    x = (days if column is DAYS else numbers)(*(cell for cell, _other in cells))
    y = numbers(*(other for _cell, other in cells))
    for drawn in (points(x, y), line(x, y), bars(x, y), bars(x), line(x), bars(texts(*x.cells), y)):
        tally = drawn.tally
        assert tally.rows == len(cells)
        assert tally.used + tally.nulls + tally.unreadable == tally.rows
    assert marks_of(points(x, y).plot) == points(x, y).tally.used


@given(st.lists(st.one_of(CELLS), max_size=60))
def test_the_columns_of_a_distribution_count_every_number_once(cells: list[Cell]) -> None:
    drawn = bars(numbers(*cells))
    assert isinstance(drawn.plot, ColumnPlot)
    assert sum(part.value or 0 for part in drawn.plot.bins) == drawn.tally.used
    assert len(drawn.plot.bins) <= 40


@given(st.lists(st.integers(-(10**20), 10**20), min_size=1, max_size=60))
def test_a_number_is_counted_in_the_column_that_holds_it(cells: list[int]) -> None:
    drawn = bars(numbers(*cells, kind=ColumnType.INT))
    assert isinstance(drawn.plot, ColumnPlot)
    for part in drawn.plot.bins:
        assert part.value == sum(part.start <= cell < part.stop for cell in cells)


@given(st.lists(st.dates(), min_size=1, max_size=60))
def test_a_day_is_counted_in_the_step_of_time_that_holds_it(cells: list[dt.date]) -> None:
    drawn = bars(field(Column("d", ColumnType.DATE), [day.isoformat() for day in cells]))
    assert isinstance(drawn.plot, ColumnPlot)
    assert isinstance(drawn.step, Step)
    assert drawn.step.unit >= Unit.DAY
    last = drawn.plot.bins[-1]
    for part in drawn.plot.bins:
        held = sum(part.start <= micros(day) < part.stop for day in cells)
        if part is last:
            held += sum(micros(day) >= part.stop for day in cells)
        assert part.value == held


@given(st.lists(st.sampled_from(["a", "b", "", None, "null"]), max_size=40))
def test_each_category_is_counted_and_null_is_one(cells: list[str | None]) -> None:
    drawn = bars(texts(*cells), largest_first=True)
    counted = {bar.label: bar.value for bar in made_of_bars(drawn.plot)}
    names = {"": "(empty)", None: "(null)"}
    assert counted == {names.get(cell, cell): cells.count(cell) for cell in cells}
    values = list(counted.values())
    assert values == sorted(values, key=lambda value: value or 0, reverse=True)


def test_a_null_and_the_text_that_says_so_are_two_categories() -> None:
    drawn = bars(texts("(null)", None, "(null)"))
    assert made_of_bars(drawn.plot) == [Bar("(null)", 2), Bar("(null)", 1)]


def test_bars_keep_the_order_of_the_rows_unless_told() -> None:
    names, values = texts("c", "a", "b"), numbers(1, 3, 2)
    assert [bar.label for bar in made_of_bars(bars(names, values).plot)] == ["c", "a", "b"]
    sorted_bars = bars(names, values, largest_first=True).plot
    assert [bar.label for bar in made_of_bars(sorted_bars)] == ["a", "b", "c"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(-(10**18), 10**18)), min_size=1))
def test_rows_of_one_category_are_combined_by_the_function(rows: list[tuple[str, int]]) -> None:
    x = texts(*(name for name, _value in rows))
    y = numbers(*(value for _name, value in rows), kind=ColumnType.INT)
    for function in MEASURES:
        for bar in made_of_bars(bars(x, y, function).plot):
            held = [value for name, value in rows if name == bar.label]
            exact = {
                Function.SUM: Fraction(sum(held)),
                Function.AVG: Fraction(sum(held), len(held)),
                Function.MIN: Fraction(min(held)),
                Function.MAX: Fraction(max(held)),
            }[function]
            assert bar.value is not None
            assert math.isclose(bar.value, exact, rel_tol=1e-12)


def test_the_measure_is_named_with_its_function_only_where_rows_are_combined() -> None:
    one = bars(texts("a", "b"), numbers(1, 2, name="prix"))
    assert (one.combined, one.plot.y.title) == (False, "prix")
    two = bars(texts("a", "a"), numbers(1, 2, name="prix"), Function.MAX)
    assert (two.combined, two.plot.y.title) == (True, "largest prix")
    i18n.install("fr")
    assert bars(texts("a"), None).plot.y.title


def test_a_sum_beyond_numbers_is_left_out_and_said_and_a_mean_of_the_same_is_not() -> None:
    x, y = texts("a", "a", "b"), numbers(1.7e308, 1.7e308, 1.0)
    drawn = bars(x, y, Function.SUM)
    assert [bar.value for bar in made_of_bars(drawn.plot)] == [None, 1.0]
    assert drawn.tally.overflows == 1
    mean = bars(x, y, Function.AVG)
    assert [bar.value for bar in made_of_bars(mean.plot)] == [1.7e308, 1.0]
    assert mean.tally.overflows == 0


def test_a_line_goes_along_its_axis_and_breaks_where_there_is_no_value() -> None:
    drawn = line(days("2024-03-01", "2024-01-01", "2024-02-01"), numbers(3, 1, None))
    assert isinstance(drawn.plot, LinePlot)
    (only,) = drawn.plot.lines
    assert [(moment(int(point.x)).month, point.y) for point in only.points] == [
        (1, 1),
        (2, None),
        (3, 3),
    ]
    assert drawn.tally.nulls == 1


def test_rows_of_one_day_make_one_point_of_a_line() -> None:
    drawn = line(days("2024-01-01", "2024-01-01", "2024-02-01"), numbers(1, 3, 5))
    assert isinstance(drawn.plot, LinePlot)
    assert [point.y for point in drawn.plot.lines[0].points] == [2, 5]
    assert drawn.combined


def test_a_line_gathered_has_one_point_a_month_and_says_the_step() -> None:
    start = dt.date(2020, 1, 1)
    dates = [start + dt.timedelta(days=n) for n in range(1096)]
    x = field(Column("d", ColumnType.DATE), [day.isoformat() for day in dates] * 2)
    y = numbers(*(day.month for day in dates * 2))
    assert x.is_crowded()
    drawn = line(x, y, gathered=True)
    assert isinstance(drawn.plot, LinePlot)
    assert drawn.step == Step(Unit.DAY, 14)
    drawn = bars(x, y)
    assert isinstance(drawn.plot, ColumnPlot)
    assert drawn.step == Step(Unit.MONTH, 1)
    assert [part.value for part in drawn.plot.bins] == [*range(1, 13)] * 3


def test_a_line_of_each_day_once_is_not_crowded() -> None:
    dates = [(dt.date(2020, 1, 1) + dt.timedelta(days=n)).isoformat() for n in range(1000)]
    assert not field(Column("d", ColumnType.DATE), dates).is_crowded()


def test_an_empty_step_counts_nothing_and_measures_nothing() -> None:
    x = field(Column("d", ColumnType.DATE), ["2024-01-05", "2024-03-05"] * 30)
    counts, means = bars(x), bars(x, numbers(*range(60)))
    assert isinstance(counts.plot, ColumnPlot)
    assert isinstance(means.plot, ColumnPlot)
    holes = [part.value for part in counts.plot.bins]
    assert holes.count(0) == len(holes) - 2
    assert [part.value for part in means.plot.bins].count(None) == len(holes) - 2


@pytest.mark.parametrize(
    "cells",
    [
        [5],
        [5, 5, 5],
        [0.0],
        [5e-324],
        [1.7976931348623157e308, -1.7976931348623157e308],
        [2**60, 2**60 + 1, 2**60 + 2],
        [1e300, math.nextafter(1e300, math.inf)],
        [],
    ],
)
def test_a_distribution_of_odd_numbers_has_columns_that_follow_one_another(
    cells: list[Cell],
) -> None:
    for kind in (ColumnType.FLOAT, ColumnType.INT):
        drawn = bars(numbers(*cells, kind=kind))
        assert isinstance(drawn.plot, ColumnPlot)
        bins = drawn.plot.bins
        assert all(part.start < part.stop for part in bins)
        assert [part.stop for part in bins[:-1]] == [part.start for part in bins[1:]]
        assert sum(part.value or 0 for part in bins) == len(cells)


def test_whole_numbers_in_a_small_range_have_a_column_each() -> None:
    drawn = bars(numbers(1, 2, 2, 4, kind=ColumnType.INT))
    assert isinstance(drawn.plot, ColumnPlot)
    assert [(part.start, part.value) for part in drawn.plot.bins] == [
        (1, 1),
        (2, 2),
        (3, 0),
        (4, 1),
    ]


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2024-03-01", dt.datetime(2024, 3, 1)),
        ("2024-03", dt.datetime(2024, 3, 1)),
        ("2024-03-01T05:06:07", dt.datetime(2024, 3, 1, 5, 6, 7)),
        ("2024-03-01T05:00:00+02:00", dt.datetime(2024, 3, 1, 3)),
        ("2024-03-01 05:00:00Z", dt.datetime(2024, 3, 1, 5)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:00:00-12:00", None),
        ("2024-00", None),
        ("mardi", None),
    ],
)
def test_texts_of_the_service_are_moments(text: str, when: dt.datetime | None) -> None:
    assert moment_of(text) == (None if when is None else micros(when))


@given(st.datetimes())
def test_a_moment_is_a_number_and_back(when: dt.datetime) -> None:
    assert moment(micros(when)) == when


def test_a_text_column_of_months_follows_time_and_one_of_words_does_not() -> None:
    assert texts("2024-01", None, "2024-02").axis.kind is AxisKind.TIME
    assert texts("2024-01", "janvier").axis.kind is AxisKind.CATEGORY
    assert texts(None, None).axis.kind is AxisKind.CATEGORY


def test_numbers_that_are_names_are_categories() -> None:
    siren = field(Column("siren", ColumnType.INT), [1, 2], code=True)
    assert not siren.ordered
    assert [bar.label for bar in made_of_bars(bars(siren).plot)] == ["1", "2"]


def test_true_and_json_are_categories_and_never_quantities() -> None:
    mixed = field(Column("j", ColumnType.JSON), [True, {"a": [1]}, {"a": [1]}, 1])
    labels = {bar.label: bar.value for bar in made_of_bars(bars(mixed).plot)}
    assert labels == {"true": 1, '{"a": [1]}': 2, "1": 1}
    assert points(numbers(1, 2), numbers(True, 2)).tally.unreadable == 1


def test_points_keep_every_row_in_its_place() -> None:
    drawn = points(numbers(1, 1, None), numbers(2, 2, 3))
    assert isinstance(drawn.plot, PointPlot)
    assert [tuple(point) for point in drawn.plot.points] == [(1, 2), (1, 2)]
