"""The order of rows as a list: one line a column, the most important first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from textual.message import Message

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.tables.query import ROW_ID, Sort
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit
from tui.widgets.lines import LineList

_NEXT_NULLS: dict[Literal["first", "last"] | None, Literal["first", "last"] | None] = {
    None: "first",
    "first": "last",
    "last": None,
}
_NULLS = {
    "first": N_("empty cells first"),
    "last": N_("empty cells last"),
}
_DETAIL_WIDTH = 46
_NARROW_NAME = 14


class OrderLines(LineList):
    """Sorts, edited in place.

    Attributes:
        sorts: The most important first.
        only_first: Whether the service looks at the first one only.
    """

    BINDINGS = bindings_for("order")

    class AddWanted(Message):
        """A column is to be chosen and added."""

    class Changed(Message):
        """The sorts changed."""

    class Applied(Message):
        """The sorts are as they should be."""

    def __init__(self, sorts: tuple[Sort, ...], *, only_first: bool = False) -> None:
        super().__init__(id="entries")
        self.sorts = sorts
        self.only_first = only_first

    def on_mount(self) -> None:
        self.set_count(len(self.sorts), cursor=0)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        sort = self.sorts[index]
        ignored = self.only_first and index > 0
        mark = "▼" if sort.descending else "▲"
        direction = _("descending") if sort.descending else _("ascending")
        details = f"{mark} {fit(direction, 13)}{nulls_words(sort, plain=self.only_first)}"
        details = _("not used by this service") if ignored else details
        name_width = max(_NARROW_NAME, width - _DETAIL_WIDTH - 7)
        return [
            (f" {index + 1:>2}  ", self.style_of("dim")),
            (fit(column_title(sort.column), name_width), self.style_of("plain")),
            (f"  {details}", self.style_of("dim" if ignored else "accent")),
        ]

    def add(self, column: str) -> None:
        """Sort by `column` too, least of all, the cursor on it."""
        self._use((*self.sorts, Sort(column)), len(self.sorts))

    def action_apply(self) -> None:
        self.post_message(self.Applied())

    def action_add(self) -> None:
        self.post_message(self.AddWanted())

    def action_turn(self) -> None:
        """Ascending, or descending."""
        self._change(lambda sort: replace(sort, descending=not sort.descending))

    def action_choose(self) -> None:
        self.action_turn()

    def action_nulls(self) -> None:
        """Empty cells as the service does by default, first, last."""
        self._change(lambda sort: replace(sort, nulls=_NEXT_NULLS[sort.nulls]))

    def action_remove(self) -> None:
        if self.sorts:
            left = (*self.sorts[: self.cursor], *self.sorts[self.cursor + 1 :])
            self._use(left, min(self.cursor, len(left) - 1))

    def action_later(self) -> None:
        self._swap(1)

    def action_earlier(self) -> None:
        self._swap(-1)

    def _swap(self, by: int) -> None:
        here, there = self.cursor, self.cursor + by
        if 0 <= there < len(self.sorts):
            sorts = list(self.sorts)
            sorts[here], sorts[there] = sorts[there], sorts[here]
            self._use(tuple(sorts), there)

    def _change(self, change: Callable[[Sort], Sort]) -> None:
        if self.sorts:
            sorts = list(self.sorts)
            sorts[self.cursor] = change(sorts[self.cursor])
            self._use(tuple(sorts), self.cursor)

    def _use(self, sorts: tuple[Sort, ...], cursor: int) -> None:
        self.sorts = sorts
        self.set_count(len(sorts), cursor=max(0, cursor))
        self.post_message(self.Changed())


def column_title(name: str) -> str:
    """The name of a column as it is shown; the order of the file has a name of its own."""
    return _("order of the file") if name == ROW_ID else clean_line(name, 200)


def nulls_words(sort: Sort, *, plain: bool = False) -> str:
    """Where the empty cells of a sort go, in words; `plain` where that cannot be chosen."""
    if sort.column == ROW_ID:
        return ""
    if sort.nulls is not None and not plain:
        return _(_NULLS[sort.nulls])
    place = "first" if sort.descending else "last"
    where = _(_NULLS[place])
    return _("{where} (the default)").format(where=where)
