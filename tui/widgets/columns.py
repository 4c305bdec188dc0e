"""Columns side by side: how wide each is, and which are in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tui.tables.query import Column
from tui.text import clean_line
from tui.widgets.cells import TYPE_MARKS
from tui.widgets.draw import width_of

GAP = 2
"""Blank cells between columns."""

WIDEST = 40
"""Cells of a column at first, at most."""

WIDEST_HEAD = 28
"""Cells that a name alone may give to its column."""

NARROWEST = 4

ROOM_FOR_MARKS = 2
"""Cells kept in a header for the marks of a sort and of a filter."""

Texts = Callable[[Column], Iterable[str]]
"""What the rows at hand show in a column."""


class Columns:
    """Columns from left to right, of which some are in sight.

    A width is chosen once, from the name and the first rows seen, and kept for columns of that
    name: nothing
    moves sideways while one scrolls, sorts or filters.

    Attributes:
        all: The columns shown, in order.
        left: Position of the first one in sight.
    """

    def __init__(self, texts: Texts) -> None:
        self.all: tuple[Column, ...] = ()
        self.left = 0
        self._texts = texts
        self._widths: dict[str, int] = {}

    def show(self, columns: Iterable[Column]) -> None:
        """Show these columns."""
        self.all = tuple(columns)
        self.left = min(self.left, max(0, len(self.all) - 1))

    def in_sight(self, room: int) -> list[tuple[int, int]]:
        """Position and width of the columns that `room` cells show; the last may be cut by the
        edge."""
        seen: list[tuple[int, int]] = []
        for index in range(self.left, len(self.all)):
            if room <= 0:
                break
            width = self.width(self.all[index])
            seen.append((index, min(width, room)))
            room -= width + GAP
        return seen

    def bring(self, index: int, room: int) -> None:
        """Move sideways as little as needed for column `index` to be whole in `room` cells."""
        self.left = min(self.left, index)
        needed = [self.width(column) + GAP for column in self.all[self.left : index + 1]]
        while len(needed) > 1 and sum(needed) - GAP > room:
            del needed[0]
            self.left += 1

    def width(self, column: Column) -> int:
        """Cells of `column`."""
        known = self._widths.get(column.name)
        if known is not None:
            return known
        texts = [width_of(text) for text in self._texts(column)]
        width = max(NARROWEST, min(_head(column), WIDEST_HEAD), *texts)
        width = min(width, WIDEST)
        if texts:
            self._widths[column.name] = width
        return width


def _head(column: Column) -> int:
    name, mark = clean_line(column.name, 200), TYPE_MARKS[column.type]
    return width_of(name) + 1 + width_of(mark) + ROOM_FOR_MARKS
