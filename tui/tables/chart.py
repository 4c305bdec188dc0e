"""Which plot of a table: its columns, its kind, what combines rows; and which one to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tui.i18n import gettext as _
from tui.tables import series
from tui.tables.fields import Field
from tui.tables.plots import AxisKind
from tui.tables.query import Function
from tui.tables.series import MEASURES, Drawn

FEW = 40
"""Rows up to which one bar for each is something to look at."""

COORDINATES = ("latitude", "longitude", "latlon", "lonlat")
"""Beginnings of the formats of numbers that are places, not quantities."""


class Kind(StrEnum):
    """How a plot is drawn."""

    BARS = "bars"
    LINE = "line"
    POINTS = "points"


@dataclass(frozen=True, slots=True)
class Chart:
    """A plot of some fields.

    Attributes:
        x: Position of the field across, or of the categories.
        y: Position of the field that is measured; None to count rows.
        function: What combines the values of rows that share a place.
        largest_first: The order of categories; None for what suits them.
        gathered: Whether a line has one point a step of time or of numbers; None for what suits
            its rows.
    """

    kind: Kind
    x: int
    y: int | None = None
    function: Function = Function.AVG
    largest_first: bool | None = None
    gathered: bool | None = None

    def drawn(self, fields: Sequence[Field]) -> Drawn:
        """The plot of these fields, as bars where it cannot be what it is meant to be."""
        x = fields[self.x]
        y = fields[self.y] if self.y is not None else None
        if self.kind is Kind.POINTS and y is not None and x.ordered:
            return series.points(x, y)
        if self.kind is Kind.LINE and x.ordered:
            return series.line(x, y, self.function, gathered=self.is_gathered(fields))
        return series.bars(x, y, self.function, largest_first=self.is_largest_first(fields))

    def is_largest_first(self, fields: Sequence[Field]) -> bool:
        """Whether the largest category comes first: those of rows combined, unless told."""
        if self.largest_first is not None:
            return self.largest_first
        return self.y is None or fields[self.x].repeats()

    def is_gathered(self, fields: Sequence[Field]) -> bool:
        """Whether the rows of each step make one point: where they are too many, unless told."""
        return fields[self.x].is_crowded() if self.gathered is None else self.gathered

    def possible(self, fields: Sequence[Field]) -> Chart:
        """The same, as bars if these fields cannot be drawn as it wants."""
        return replace(self, kind=Kind.BARS) if self.why_not(self.kind, fields) else self

    def why_not(self, kind: Kind, fields: Sequence[Field]) -> str:
        """Why the plot cannot be of that kind, as a sentence; empty when it can."""
        ordered = fields[self.x].ordered
        if kind is Kind.LINE and not ordered:
            return _("A line needs dates or numbers across: x chooses them.")
        if kind is Kind.POINTS and not ordered:
            return _("Points need dates or numbers across: x chooses them.")
        if kind is Kind.POINTS and self.y is None:
            return _("Points need a column of numbers: v chooses it.")
        return ""

    def next_function(self) -> Chart:
        """The same, its rows combined by the next function."""
        index = MEASURES.index(self.function) if self.function in MEASURES else -1
        return replace(self, function=MEASURES[(index + 1) % len(MEASURES)])


def first_chart(fields: Sequence[Field], here: int) -> Chart:
    """The plot to begin with, from the column `here`: numbers along a date, else along names that
    tell few rows apart, else how its values are spread."""
    field = fields[here]
    if is_quantity(field):
        return _of_quantity(fields, here)
    measure = next((i for i, other in enumerate(fields) if is_quantity(other)), None)
    if is_timeline(field):
        kind = Kind.BARS if measure is None else Kind.LINE
        return Chart(kind, here, measure)
    if field.repeats() or field.ordered:
        measure = None
    return Chart(Kind.BARS, here, measure)


def groups_chart(fields: Sequence[Field], by: int, measure: int, function: Function) -> Chart:
    """The plot of groups to begin with: a measure along the first column that they are grouped by.

    Args:
        by: How many columns they are grouped by; these come first.
        measure: Position of the measure; that of a group means the first measure.
        function: What the measure is; several groups of one bar are combined in the same way.
    """
    kind = Kind.LINE if fields[0].ordered else Kind.BARS
    combining = Function.SUM if function is Function.COUNT else function
    return Chart(kind, 0, max(by, measure), combining)


def is_quantity(field: Field) -> bool:
    """Whether a sum or a mean of its numbers says something."""
    return (
        field.measurable
        and not field.axis.plain
        and not field.column.format.startswith(COORDINATES)
    )


def is_timeline(field: Field) -> bool:
    """Whether its values follow time: dates, or numbers that are years."""
    return field.axis.kind is AxisKind.TIME or (field.measurable and field.axis.plain)


def _of_quantity(fields: Sequence[Field], here: int) -> Chart:
    timeline = next((i for i, field in enumerate(fields) if is_timeline(field)), None)
    if timeline is not None:
        return Chart(Kind.LINE, timeline, here)
    rows = len(fields[here].cells)
    names = next((i for i, field in enumerate(fields) if _tells_apart(field)), None)
    if names is not None and 0 < rows <= FEW:
        return Chart(Kind.BARS, names, here)
    return Chart(Kind.BARS, here)


def _tells_apart(field: Field) -> bool:
    return not field.ordered and len(set(map(str, field.cells))) == len(field.cells)
