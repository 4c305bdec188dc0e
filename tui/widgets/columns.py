"""Columns side by side: how wide each is, and which are in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

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

ROOM_FOR_OTHERS = 12
"""Cells that pinned columns leave to the others, at least."""

Texts = Callable[[Column], Iterable[str]]
"""What the rows at hand show in a column."""


class Columns:
    """Columns from left to right: pinned ones, then others of which some are in sight.

    A width is chosen once, from the name, the profile and the first rows seen, and kept for columns
    of that name: nothing moves sideways while one scrolls, sorts or filters.

    Attributes:
        all: The columns shown, in order; the pinned ones come first.
        pinned: How many stay at left.
        left: Position of the first of the others in sight.
        extra: Cells that a column takes beyond its texts, by name.
    """

    def __init__(self, texts: Texts) -> None:
        self.all: tuple[Column, ...] = ()
        self.pinned = 0
        self.left = 0
        self.extra: Mapping[str, int] = {}
        self._texts = texts
        self._widths: dict[str, int] = {}
        self._chosen: dict[str, int] = {}

    def show(self, columns: Iterable[Column], *, pinned: int = 0) -> None:
        """Show these columns, of which the first `pinned` stay at left."""
        self.all = tuple(columns)
        self.pinned = min(max(0, pinned), len(self.all))
        self.left = min(max(self.left, self.pinned), max(self.pinned, len(self.all) - 1))

    def choose(self, widths: Mapping[str, int]) -> None:
        """Take the widths that a person chose, by name, in place of those chosen before."""
        self._chosen = {name: max(NARROWEST, cells) for name, cells in widths.items()}

    def in_sight(self, room: int) -> list[tuple[int, int]]:
        """Position and width of the columns that `room` cells show; the last may be cut by the
        edge."""
        kept = self._kept(room)
        seen: list[tuple[int, int]] = []
        for index in (*range(kept), *range(max(kept, self.left), len(self.all))):
            if room <= 0:
                break
            width = self.width(self.all[index])
            seen.append((index, min(width, room)))
            room -= width + GAP
        return seen

    def bring(self, index: int, room: int) -> None:
        """Move sideways as little as needed for column `index` to be whole in `room` cells."""
        kept = self._kept(room)
        if index < kept:
            return
        room -= self._cells(range(kept))
        self.left = max(kept, min(self.left, index))
        needed = [self.width(column) + GAP for column in self.all[self.left : index + 1]]
        while len(needed) > 1 and sum(needed) - GAP > room:
            del needed[0]
            self.left += 1

    def _kept(self, room: int) -> int:
        """Pinned columns that `room` cells can keep: the others must have some left."""
        kept = 0
        while kept < self.pinned and self._cells(range(kept + 1)) <= room - ROOM_FOR_OTHERS:
            kept += 1
        return kept

    def _cells(self, indexes: range) -> int:
        return sum(self.width(self.all[index]) + GAP for index in indexes)

    def width(self, column: Column) -> int:
        """Cells of `column`."""
        chosen = self._chosen.get(column.name)
        if chosen is not None:
            return chosen + self.extra.get(column.name, 0)
        known = self._widths.get(column.name)
        if known is not None:
            return known + self.extra.get(column.name, 0)
        texts = [width_of(text) for text in self._texts(column)]
        width = max(NARROWEST, min(_head(column), WIDEST_HEAD), *texts)
        width = min(width, WIDEST)
        if texts:
            self._widths[column.name] = width
        return width + self.extra.get(column.name, 0)

    def text_width(self, column: Column) -> int:
        """Cells of `column` that its texts may take."""
        return self.width(column) - self.extra.get(column.name, 0)

    def fitting(self, column: Column, widest: int) -> int:
        """Cells in which the name of `column` and every text at hand are whole, `widest` at
        most."""
        texts = (width_of(text) for text in self._texts(column))
        return min(max(NARROWEST, _head(column), *texts), max(NARROWEST, widest))


def _head(column: Column) -> int:
    name, mark = clean_line(column.title or column.name, 200), TYPE_MARKS[column.type]
    return width_of(name) + 1 + width_of(mark) + ROOM_FOR_MARKS
