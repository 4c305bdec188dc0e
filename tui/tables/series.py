"""Plots made of the cells of one or two columns.

Cells that cannot be drawn are left out and counted; nothing else is. Where several rows share a
place, their values are combined by a function that the plot names.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.tables import scale
from tui.tables.fields import LINE_STEPS, Field, Key, Missing, key_of
from tui.tables.plots import (
    Axis,
    AxisKind,
    Bar,
    BarPlot,
    Bin,
    ColumnPlot,
    Line,
    LinePlot,
    Plot,
    Point,
    PointPlot,
    Tally,
)
from tui.tables.query import Function
from tui.tables.scale import LARGEST, Number, Scale
from tui.tables.time_steps import Step, step_for

NUMBER_BINS = 30
"""Columns of numbers at most."""

TIME_BINS = 40
"""Columns of dates at most: three years of months."""

MEASURES = (Function.AVG, Function.SUM, Function.MIN, Function.MAX)
"""What combines the values of rows that share a place."""

FUNCTION_TITLES = {
    Function.AVG: N_("mean of {column}"),
    Function.SUM: N_("sum of {column}"),
    Function.MIN: N_("smallest {column}"),
    Function.MAX: N_("largest {column}"),
}


class Drawn(NamedTuple):
    """A plot, and what became of the rows.

    Attributes:
        combined: Whether several rows share a place, so that a function combines them.
        step: What rows are gathered by: so much of time or of a quantity; None where they are not.
    """

    plot: Plot
    tally: Tally
    combined: bool = False
    step: Step | Number | None = None


def bars(
    x: Field,
    y: Field | None = None,
    function: Function = Function.AVG,
    *,
    largest_first: bool = False,
) -> Drawn:
    """A bar for each value of `x`: how many rows have it, or their `y` combined.

    Values of an ordered column are gathered in columns of a natural width.
    """
    if x.ordered:
        return _columns(x, y, function)
    groups, tally = _by_category(x, y)
    combined = y is not None and any(len(values) > 1 for values in groups.values())
    values = {key: _combined(found, y, function) for key, found in groups.items()}
    tally = replace(tally, overflows=_overflows(groups, values))
    made = [Bar(key[1], value) for key, value in values.items()]
    if largest_first:
        made.sort(key=lambda bar: -math.inf if bar.value is None else bar.value, reverse=True)
    return Drawn(BarPlot(x.axis, _measure(y, function, combined), tuple(made)), tally, combined)


def line(
    x: Field,
    y: Field | None = None,
    function: Function = Function.AVG,
    *,
    gathered: bool = False,
) -> Drawn:
    """A line through `y` along `x`, which is ordered; without `y`, through counts of rows.

    Args:
        gathered: Whether the rows of each natural step (a month, a thousand...) make one point, at
            its beginning.
    """
    if y is None or gathered:
        drawn = _columns(x, y, function, most=LINE_STEPS)
        bins = drawn.plot.bins if isinstance(drawn.plot, ColumnPlot) else ()
        counted = tuple(Point(part.start, part.value) for part in bins)
        return drawn._replace(plot=LinePlot(x.axis, drawn.plot.y, (Line(counted),)))
    pairs, tally = _pairs(x, y)
    groups: dict[Number, list[Number]] = {}
    for place, value in pairs:
        found = groups.setdefault(place, [])
        if value is not None:
            found.append(value)
    combined = any(len(values) > 1 for values in groups.values())
    values = {place: _combined(found, y, function) for place, found in groups.items()}
    tally = replace(tally, overflows=_overflows(groups, values))
    points = tuple(Point(place, values[place]) for place in sorted(values))
    return Drawn(
        LinePlot(x.axis, _measure(y, function, combined), (Line(points),)), tally, combined
    )


def points(x: Field, y: Field) -> Drawn:
    """A point for each row that has both values. Both columns are ordered."""
    pairs, tally = _pairs(x, y)
    kept = tuple(Point(place, value) for place, value in pairs if value is not None)
    return Drawn(PointPlot(x.axis, y.axis, kept), tally)


def _columns(x: Field, y: Field | None, function: Function, *, most: int | None = None) -> Drawn:
    pairs, tally = _pairs(x, y)
    counting = y is None
    kept = [(place, value) for place, value in pairs if value is not None]
    edges, step = _edges([place for place, _value in kept], x.axis, most)
    groups: dict[int, list[Number]] = {index: [] for index in range(len(edges) - 1)}
    for place, value in kept:
        index = max(0, min(len(edges) - 2, bisect_right(edges, place) - 1))
        groups[index].append(value)
    combined = not counting and any(len(found) > 1 for found in groups.values())
    values = {index: _combined(found, y, function) for index, found in groups.items()}
    bins = tuple(Bin(edges[index], edges[index + 1], values[index]) for index in groups)
    tally = replace(tally, overflows=_overflows(groups, values))
    plot = ColumnPlot(x.axis, _measure(y, function, combined), bins)
    return Drawn(plot, tally, combined, step)


def _edges(
    places: Sequence[Number], axis: Axis, most: int | None
) -> tuple[list[Number], Step | Number]:
    """Where the columns of `places` begin and where the last one ends, and the step that they are;
    as many as suit them, or `most` at most."""
    if not places:
        return [0, 1], 1
    low, high = min(places), max(places)
    if axis.kind is AxisKind.TIME:
        step = step_for(int(low), int(high), most or TIME_BINS, whole_days=axis.whole)
        return [*step.edges(int(low), int(high))], step
    if low == high:
        lone = Scale(low, low + 1) if axis.whole else Scale.of(low, high)
        return [lone.low, lone.high], lone.high - lone.low
    most = most or _bins(len(places), low, high, axis)
    width = scale.step_for(low, high, most, whole=axis.whole)
    above = scale.multiples(low, high, width)
    last = (above[-1] if above else scale.exact(low) // width * width) + width
    exact = [scale.exact(low) // width * width, *above, last]
    # Ends that no float can tell apart are one end.
    return sorted({scale.number_of(end) for end in exact}), scale.number_of(width)


def _bins(count: int, low: Number, high: Number, axis: Axis) -> int:
    """How many columns suit so many numbers (Rice's rule); one for each of a few whole ones."""
    if axis.whole and high - low < NUMBER_BINS:
        return NUMBER_BINS
    return max(5, min(NUMBER_BINS, round(2 * math.cbrt(count))))


_Place = TypeVar("_Place")


def _by_category(x: Field, y: Field | None) -> tuple[dict[Key, list[Number]], Tally]:
    """The values of each category, in the order of the rows. Null is a category too."""
    groups: dict[Key, list[Number]] = {}
    readings = y.readings() if y is not None else [1] * len(x.cells)
    lost = {Missing.NULL: 0, Missing.UNREADABLE: 0}
    for cell, reading in zip(x.cells, readings, strict=True):
        found = groups.setdefault(key_of(cell), [])
        if isinstance(reading, Missing):
            lost[reading] += 1
        else:
            found.append(reading)
    return groups, _tally(len(readings), lost)


def _pairs(x: Field, y: Field | None) -> tuple[list[tuple[Number, Number | None]], Tally]:
    """The rows that have a place, with their values; None where the value is missing."""
    pairs: list[tuple[Number, Number | None]] = []
    values = y.readings() if y is not None else [1] * len(x.cells)
    lost = {Missing.NULL: 0, Missing.UNREADABLE: 0}
    for place, value in zip(x.readings(), values, strict=True):
        missing = next((r for r in (place, value) if isinstance(r, Missing)), None)
        if missing is not None:
            lost[missing] += 1
        if not isinstance(place, Missing):
            pairs.append((place, None if isinstance(value, Missing) else value))
    return pairs, _tally(len(values), lost)


def _tally(rows: int, lost: dict[Missing, int]) -> Tally:
    used = rows - sum(lost.values())
    return Tally(rows, used, lost[Missing.NULL], lost[Missing.UNREADABLE])


def _overflows(groups: dict[_Place, list[Number]], values: dict[_Place, Number | None]) -> int:
    return sum(1 for key, found in groups.items() if found and values[key] is None)


def _combined(values: list[Number], y: Field | None, function: Function) -> Number | None:
    """`values` as one; their number where rows are counted; None for none, or beyond floats."""
    if y is None:
        return len(values)
    if len(values) <= 1:
        return values[0] if values else None
    if function is Function.MIN:
        return min(values)
    if function is Function.MAX:
        return max(values)
    total = _total(values)
    if function is Function.SUM:
        return _finite(total)
    if total is None:
        return _finite(math.fsum(value / len(values) for value in values))
    return _finite(total / len(values))


def _total(values: list[Number]) -> Number | None:
    if all(isinstance(value, int) for value in values):
        return sum(values)
    try:
        return math.fsum(values)
    except OverflowError:
        return None


def _finite(value: Number | None) -> Number | None:
    return value if value is not None and -LARGEST <= value <= LARGEST else None


def _measure(y: Field | None, function: Function, combined: bool) -> Axis:
    if y is None:
        return Axis(_("rows"), whole=True)
    if not combined:
        return y.axis
    title = _(FUNCTION_TITLES[function]).format(column=y.axis.title)
    whole = y.axis.whole and function is not Function.AVG
    return replace(y.axis, title=title, whole=whole)
