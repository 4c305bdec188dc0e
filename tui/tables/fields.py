"""The columns of a table as what can be plotted: where their cells stand, and which cannot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from tui.i18n import gettext as _
from tui.tables.moments import is_month, moment_of
from tui.tables.plots import Axis, AxisKind
from tui.tables.query import Column, ColumnType
from tui.tables.scale import LARGEST, Number
from tui.tables.source import Cell
from tui.text import clean_line

NAME_LIMIT = 120
"""Characters kept of the name of a column or of a category."""

LINE_STEPS = 120
"""Steps of a line whose rows are gathered, at most: ten years of months."""

Key: TypeAlias = tuple[str, str]
"""What tells a category from another, and how it is written."""


class Missing(Enum):
    """Why a cell cannot be placed."""

    NULL = auto()
    UNREADABLE = auto()


Reading: TypeAlias = Number | Missing


@dataclass(frozen=True, slots=True)
class Field:
    """A column to plot: what its axis would be, and its cells, one a row."""

    column: Column
    axis: Axis
    cells: tuple[Cell, ...]

    @property
    def ordered(self) -> bool:
        """Whether its values have places along an axis: numbers, dates."""
        return self.axis.kind is not AxisKind.CATEGORY

    @property
    def measurable(self) -> bool:
        """Whether its values are quantities."""
        return self.axis.kind is AxisKind.NUMBER

    def readings(self) -> list[Reading]:
        """The place of each cell along its axis."""
        return [_reading(cell, self.axis.kind) for cell in self.cells]

    def is_crowded(self) -> bool:
        """Whether there are more places than steps of a line, and several rows in some."""
        places = len({key_of(cell) for cell in self.cells})
        return LINE_STEPS < places < len(self.cells)

    def repeats(self) -> bool:
        """Whether its values come back: half as many different ones as rows, or fewer."""
        return 2 * len({key_of(cell) for cell in self.cells}) <= len(self.cells)


def field(
    column: Column, cells: Iterable[Cell], *, plain: bool = False, code: bool = False
) -> Field:
    """The field of a column.

    Args:
        plain: Whether the digits of a number are a name or a year, written without separators.
        code: Whether its values are names whatever they look like.
    """
    kept = tuple(cells)
    kind = AxisKind.CATEGORY if code else _kind_of(column, kept)
    whole = column.type in (ColumnType.INT, ColumnType.DATE, ColumnType.STRING)
    title = clean_line(column.title or column.name, NAME_LIMIT)
    return Field(column, Axis(title, kind, whole=whole, plain=plain), kept)


def _kind_of(column: Column, cells: Sequence[Cell]) -> AxisKind:
    if column.type in (ColumnType.INT, ColumnType.FLOAT):
        return AxisKind.NUMBER
    if column.type in (ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        return AxisKind.TIME
    held = [cell for cell in cells if cell is not None]
    months = column.type is ColumnType.STRING and bool(held)
    if months and all(isinstance(cell, str) and is_month(cell) for cell in held):
        return AxisKind.TIME
    return AxisKind.CATEGORY


def _reading(cell: Cell, kind: AxisKind) -> Reading:
    if cell is None:
        return Missing.NULL
    if kind is AxisKind.TIME:
        moment = moment_of(cell) if isinstance(cell, str) else None
        return Missing.UNREADABLE if moment is None else moment
    # True is an int for Python, and a quantity for nobody; NaN is between nothing.
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return Missing.UNREADABLE
    return cell if -LARGEST <= cell <= LARGEST else Missing.UNREADABLE


def key_of(cell: Cell) -> Key:
    """The category of a cell. Null is one too."""
    if cell is None:
        return "null", _("(null)")
    if cell == "":
        return "", _("(empty)")
    if isinstance(cell, bool):
        return "bool", _("true") if cell else _("false")
    if isinstance(cell, str):
        return f"text {cell}", clean_line(cell, NAME_LIMIT)
    if isinstance(cell, (list, dict)):
        text = json.dumps(cell, ensure_ascii=False)
        return f"json {text}", clean_line(text, NAME_LIMIT)
    return f"number {cell}", str(cell)
