"""What can be drawn: bars, columns, lines and points, as values and nothing of their looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from tui.tables.scale import Number


class AxisKind(StrEnum):
    """What the values along an axis are."""

    NUMBER = "number"
    TIME = "time"
    TENS = "tens"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Axis:
    """What stands along one side of a plot.

    Attributes:
        title: What it measures; hostile text is cleaned when it is drawn.
        kind: What its values are. Moments are those of `tui.tables.moments`; along an axis of
            tens, they are the logarithms in base 10 of what is written beside it.
        whole: Whether only whole numbers, or whole days, make sense.
        plain: Whether the digits are a name or a year: no separators.
        months: Whether only whole months make sense; those without a value have their place too.
        counted: Whether things are counted: no value stands alone far from zero, none under it.
    """

    title: str = ""
    kind: AxisKind = AxisKind.NUMBER
    whole: bool = False
    plain: bool = False
    months: bool = False
    counted: bool = False


class Point(NamedTuple):
    """A value at a place; None is a place without a value, where a line is broken."""

    x: Number
    y: Number | None


class Bar(NamedTuple):
    """A category and its value; None where it has none."""

    label: str
    value: Number | None


class Bin(NamedTuple):
    """The value of what stands from `start` to `stop` (excluded); None where it has none."""

    start: Number
    stop: Number
    value: Number | None


@dataclass(frozen=True, slots=True)
class Line:
    """Points from left to right, and their name where there are several lines."""

    points: tuple[Point, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class BarPlot:
    """One bar a category, one under the other; `x` is the axis of the categories."""

    x: Axis
    y: Axis
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ColumnPlot:
    """One column a bin, side by side."""

    x: Axis
    y: Axis
    bins: tuple[Bin, ...]


@dataclass(frozen=True, slots=True)
class LinePlot:
    """One line or a few over the same axes."""

    x: Axis
    y: Axis
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PointPlot:
    """Points, none of which is joined to another."""

    x: Axis
    y: Axis
    points: tuple[Point, ...]


Plot: TypeAlias = BarPlot | ColumnPlot | LinePlot | PointPlot


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the rows.

    Attributes:
        rows: Rows that there were.
        used: Rows whose values are in the plot.
        nulls: Rows left out because one of their values is null.
        unreadable: Rows left out because one of their values is neither a number nor a date that
            can be placed: NaN, infinite, beyond what floats reach or the year 9999.
        overflows: Sums and means left out because they are too large.
    """

    rows: int = 0
    used: int = 0
    nulls: int = 0
    unreadable: int = 0
    overflows: int = 0


def marks_of(plot: Plot) -> int:
    """How many bars, columns or points `plot` has, those without a value left out."""
    if isinstance(plot, BarPlot):
        return sum(bar.value is not None for bar in plot.bars)
    if isinstance(plot, ColumnPlot):
        return sum(part.value is not None for part in plot.bins)
    if isinstance(plot, LinePlot):
        return sum(point.y is not None for line in plot.lines for point in line.points)
    return sum(point.y is not None for point in plot.points)
