"""The fields of one record, one under the other."""

from __future__ import annotations

from collections.abc import Sequence

from textual.fuzzy import Matcher

from tui.i18n import gettext as _
from tui.tables.query import Column
from tui.tables.source import Cell, Row
from tui.text import clean_line
from tui.widgets.cells import TYPE_MARKS, Tone, shown
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

NAME_LIMIT = 200
"""Characters of a name that are looked at."""

_MARK_WIDTH = max(len(mark) for mark in TYPE_MARKS.values())


class FieldLines(LineList):
    """A line a field: its name, the mark of its type, its value, and the value it is compared with
    where they differ.

    Attributes:
        columns: Every field, in the order of the table.
        row: Their cells; None before there is a record.
        other: The cells of the record compared with.
        kept: Places in `columns` of the fields shown.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__(id="fields")
        self.columns = tuple(columns)
        self.row: Row | None = None
        self.other: Row | None = None
        self.kept: list[int] = list(range(len(self.columns)))
        self._names = [
            clean_line(column.title or column.name, NAME_LIMIT) for column in self.columns
        ]
        self._widest = max((width_of(name) for name in self._names), default=0)

    def show(self, row: Row | None, other: Row | None) -> None:
        """Show these cells; the cursor stays on its field."""
        self.row, self.other = row, other
        self.refresh()

    def narrow(self, words: str, *, differing: bool) -> None:
        """Keep the fields whose name matches `words`, best first, or only those that differ."""
        here = self.place
        kept = [i for i in range(len(self.columns)) if not differing or self.differs(i)]
        if words.strip():
            matcher = Matcher(words.strip())
            scores = [(matcher.match(self._names[i]), i) for i in kept]
            kept = [i for score, i in sorted(scores, key=lambda pair: -pair[0]) if score > 0]
        changed = kept != self.kept
        self.kept = kept
        if changed:
            first = 0 if words.strip() or here not in kept else kept.index(here)
            self.set_count(len(kept), cursor=first)

    @property
    def place(self) -> int:
        """Place in `columns` of the field under the cursor; their number where there is none."""
        return self.kept[self.cursor] if self.cursor < len(self.kept) else len(self.columns)

    def go_to(self, place: int) -> None:
        """Put the cursor on the field at `place` in `columns`, if it is shown."""
        if place in self.kept:
            self.move_to(self.kept.index(place))

    def differs(self, place: int) -> bool:
        """Whether a field is not what it is in the record compared with."""
        if self.row is None or self.other is None:
            return False
        return not _same(self.row[place], self.other[place])

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        place = self.kept[index]
        column = self.columns[place]
        names = min(self._widest, max(12, width // 3))
        pieces = [
            (f" {fit(self._names[place], names)} ", self.style_of("strong")),
            (f"{TYPE_MARKS[column.type]:>{_MARK_WIDTH}}  ", self.style_of("dim")),
        ]
        return [*pieces, *self._value_pieces(place, width - names - _MARK_WIDTH - 5)]

    def _value_pieces(self, place: int, room: int) -> list[Piece]:
        if self.row is None:
            return []
        column, now = self.columns[place], self.row[place]
        if self.other is None or not self.differs(place):
            return [self._value(now, column, room)]
        then, _style = self._value(self.other[place], column, room // 2 - 2)
        return [
            self._value(now, column, room - width_of(then) - 3),
            (" ≠ ", self.style_of("warning")),
            (then, self.style_of("dim")),
        ]

    def _value(self, cell: Cell, column: Column, room: int) -> Piece:
        if cell == "":
            return _("(empty text)"), self.style_of("dim")
        text, tone = shown(cell, column)
        return cut(text, room), self.style_of("dim" if tone is Tone.NULL else "plain")


def _same(one: Cell, two: Cell) -> bool:
    # 1, 1.0 and true are equal to Python, and not to a person.
    return type(one) is type(two) and one == two
