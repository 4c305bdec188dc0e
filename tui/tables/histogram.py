"""How the cells at hand of one column are spread: natural steps, and how many cells each has.

Steps are exact decimals, and cells are compared with their ends as the service compares them: a
step of the histogram and a filter on its ends hold the same rows.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables import time_steps
from tui.tables.moments import DAY, LAST, moment, moment_of
from tui.tables.query import Column, ColumnType, Condition, Filter, Group, Op, Scalar
from tui.tables.scale import LARGEST, Number, decimal_of
from tui.tables.source import Cell
from tui.tables.ticks import number_labels, time_labels
from tui.tables.time_steps import Step, Unit
from tui.tables.values import BIGINT_MAX, BIGINT_MIN

NUMBERS = (ColumnType.INT, ColumnType.FLOAT)
MOMENTS = (ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ)

STEPS_SHOWN = 12
"""Steps of a histogram, at most."""


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values stand from `start` to `stop` (excluded), or at `start` where both are one."""

    start: Fraction
    stop: Fraction
    count: int


ROUNDED = 10_000
"""Whole numbers from which the ends of a step are written as round numbers."""


class Slice(NamedTuple):
    """A line of a histogram: what it stands for, how many cells it has, and the rows to keep."""

    label: str
    held: int
    rows: Filter


@dataclass(frozen=True, slots=True)
class Histogram:
    """The spread of some cells.

    Attributes:
        slices: From the lowest values on; those between without a cell too.
        step: How far a slice reaches, in words; empty where all cells are one value.
        cells: Cells that there were.
        nulls: How many of them are null.
        left_out: How many of them are no finite number or no date.
    """

    slices: tuple[Slice, ...]
    step: str
    cells: int
    nulls: int
    left_out: int


def has_order(column: Column) -> bool:
    """Whether the values of `column` stand along an axis: numbers, dates."""
    return column.type in (*NUMBERS, *MOMENTS)


def histogram_of(
    column: Column, cells: Sequence[Cell], most: int = STEPS_SHOWN, *, plain: bool = False
) -> Histogram | None:
    """Return the spread of `cells`, in about `most` steps; None where there is nothing to order.

    Args:
        plain: Whether the digits of a number are a name or a year: no separators.
    """
    if not has_order(column):
        return None
    read = _READERS.get(column.type, _micros)
    values = [value for cell in cells if (value := read(cell)) is not None]
    if not values:
        return None
    if column.type in NUMBERS:
        whole = column.type is ColumnType.INT
        bins = histogram(values, most, whole=whole)
        labels, words = _number_words(bins, whole, plain)
    else:
        # A year is somewhat more than twelve months of thirty days.
        bins, step = calendar([int(v) for v in values], most + 1, column.type is ColumnType.DATE)
        labels, words = _time_words(bins, step), "" if step is None else _step_words(step)
    nulls = sum(cell is None for cell in cells)
    slices = zip(labels, bins, strict=True)
    return Histogram(
        slices=tuple(Slice(label, one.count, _rows(column, one)) for label, one in slices),
        step=words,
        cells=len(cells),
        nulls=nulls,
        left_out=len(cells) - nulls - len(values),
    )


def histogram(values: Sequence[Number], most: int, *, whole: bool = False) -> list[Bin]:
    """Return bins side by side that hold all `values`, at most `most` of them (two at least).

    They are as wide as 1, 2 or 5 times a power of ten, at least 1 for `whole` numbers, and begin at
    a multiple of that. One value alone is a bin without a width. Floats are compared with the float
    nearest to an end, as the service compares them; there may be one bin more for that.
    """
    lowest, highest = min(values), max(values)
    low, high = _exact(lowest), _exact(highest)
    if low == high:
        return [Bin(low, high, len(values))]
    width = _width(low, high, max(2, most), whole=whole)
    first, last = math.floor(low / width), math.floor(high / width)
    if _end((last + 1) * width, whole=whole) <= highest:
        last += 1
    edges = [number * width for number in range(first, last + 2)]
    return _counted(edges, [_end(edge, whole=whole) for edge in edges], values)


def calendar(
    moments: Sequence[int], most: int, whole_days: bool = False
) -> tuple[list[Bin], Step | None]:
    """Return bins side by side that hold all `moments`, by years, months, days, hours...

    There may be one more than `most`. One moment alone is a bin without a width, of no step.
    """
    low, high = min(moments), max(moments)
    if low == high:
        return [Bin(Fraction(low), Fraction(high), len(moments))], None
    step = time_steps.step_for(low, high, max(1, most), whole_days=whole_days)
    edges = sorted({*step.edges(low, high)})
    # Where the calendar ends, the last bin holds its last moment.
    edges[-1] = max(edges[-1], high + 1)
    return _counted([Fraction(edge) for edge in edges], edges, moments), step


def _counted(
    edges: Sequence[Fraction], ends: Sequence[Number], values: Sequence[Number]
) -> list[Bin]:
    """The bins between `edges`; values are compared with `ends`, which stand for them."""
    counts = Counter(bisect_right(ends, value) - 1 for value in values)
    found = enumerate(pairwise(edges))
    return [Bin(start, stop, counts[place]) for place, (start, stop) in found]


def _width(low: Fraction, high: Fraction, most: int, *, whole: bool) -> Fraction:
    """The smallest width whose multiples cut `low` to `high` in at most `most`."""
    rough = (high - low) / most
    ten = Fraction(10) ** (len(str(rough.numerator)) - len(str(rough.denominator)) - 1)
    while True:
        for times in (1, 2, 5):
            width = ten * times
            fits = math.floor(high / width) - math.floor(low / width) < most
            if fits and not (whole and width < 1):
                return width
        ten *= 10


def _exact(value: Number) -> Fraction:
    """`value` as it is written: 0.3 is three tenths, not the float beside them."""
    return Fraction(repr(value)) if isinstance(value, float) else Fraction(value)


def _end(edge: Fraction, *, whole: bool) -> Number:
    """What values are compared with for `edge`."""
    if whole:
        return int(edge)
    if abs(edge) <= Fraction(LARGEST):
        return float(edge)
    return math.inf if edge > 0 else -math.inf


def _float(cell: Cell) -> Number | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return float(cell) if -LARGEST <= cell <= LARGEST else None


def _int(cell: Cell) -> Number | None:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return int(cell) if -LARGEST <= cell <= LARGEST and cell == int(cell) else None


def _micros(cell: Cell) -> Number | None:
    return moment_of(cell) if isinstance(cell, str) else None


_READERS = {ColumnType.INT: _int, ColumnType.FLOAT: _float}


# What a slice is called


def _number_words(bins: Sequence[Bin], whole: bool, plain: bool) -> tuple[list[str], str]:
    edges = [decimal_of(one.start) for one in bins] + [decimal_of(bins[-1].stop)]
    if len(bins) == 1 and bins[0].start == bins[0].stop:
        return number_labels(edges[:1], plain=plain), ""
    width = bins[0].stop - bins[0].start
    step = number_labels([decimal_of(width)])[0]
    if whole and width == 1:
        return number_labels(edges[:-1], plain=plain), _("steps of {width}").format(width=step)
    form = _("{start} to {stop}")
    if whole and max(map(abs, edges)) < ROUNDED:
        lasts = number_labels([edge - 1 for edge in edges[1:]], plain=plain)
        firsts = number_labels(edges[:-1], plain=plain)
        labels = [form.format(start=a, stop=b) for a, b in zip(firsts, lasts, strict=True)]
        return labels, _("steps of {width}").format(width=step)
    labels = [form.format(start=a, stop=b) for a, b in pairwise(number_labels(edges, plain=plain))]
    return labels, _("steps of {width}, the upper end left out").format(width=step)


def _time_words(bins: Sequence[Bin], step: Step | None) -> list[str]:
    if step is None:
        return [_iso(bins[0].start)]
    # Each is whole: the list scrolls, and the first one may be out of sight.
    return [time_labels(step, [moment(int(one.start))])[0] for one in bins]


def _step_words(step: Step) -> str:
    count = step.count
    said = {
        Unit.SECOND: ngettext("a line a second", "steps of {count} seconds", count),
        Unit.MINUTE: ngettext("a line a minute", "steps of {count} minutes", count),
        Unit.HOUR: ngettext("a line an hour", "steps of {count} hours", count),
        Unit.DAY: ngettext("a line a day", "steps of {count} days", count),
        Unit.MONTH: ngettext("a line a month", "steps of {count} months", count),
        Unit.YEAR: ngettext("a line a year", "steps of {count} years", count),
    }
    return said.get(step.unit, "").format(count=fmt.number(count))


def _iso(number: Fraction) -> str:
    when = moment(int(number))
    return when.date().isoformat() if when.time() == dt.time() else when.isoformat(" ")


# Which rows a slice is of

_ALONE = {ColumnType.INT: 1, ColumnType.DATE: DAY}
"""Widths that hold one value only."""


def _rows(column: Column, one: Bin) -> Filter:
    """The filter on the rows of a bin."""
    start = _value(column.type, one.start)
    if one.stop - one.start in (0, _ALONE.get(column.type)):
        return Condition(column.name, Op.EXACT, start)
    ends: list[Filter] = []
    if _can_be_asked(column.type, one.start):
        ends.append(Condition(column.name, Op.GREATER, start))
    if _can_be_asked(column.type, one.stop):
        stop = _value(column.type, one.stop)
        ends.append(Condition(column.name, Op.STRICTLY_LESS, stop))
    return ends[0] if len(ends) == 1 else Group("and", tuple(ends))


def _can_be_asked(kind: ColumnType, end: Fraction) -> bool:
    """Whether the service has a value for `end`: no row is beyond those it has."""
    if kind is ColumnType.INT:
        return BIGINT_MIN <= end <= BIGINT_MAX
    if kind is ColumnType.FLOAT:
        return abs(end) <= Fraction(LARGEST)
    return 0 < end < LAST


def _value(kind: ColumnType, number: Fraction) -> Scalar:
    if kind is ColumnType.INT:
        return int(number)
    if kind is ColumnType.FLOAT:
        return decimal_of(number)
    when = moment(int(number))
    if kind is ColumnType.DATE:
        return when.date()
    return when.replace(tzinfo=dt.UTC) if kind is ColumnType.DATETIME_TZ else when
