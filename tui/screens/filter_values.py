"""The lists beside the value of a filter: operators, and the values that a column holds often."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from textual import events
from textual.message import Message

from tui import format as fmt
from tui.tables.likely import Likely
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit, width_of
from tui.widgets.lines import LineList

VALUE_LIMIT = 200
"""Characters of a value that are looked at to draw it."""


class OperatorLines(LineList):
    """The operators, by their titles."""

    class Picked(Message):
        """A click fell on an operator."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(id="operators")
        self.titles = titles

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        return [(f" {self.titles[index]}", self.style_of("plain"))]

    def on_click(self, event: events.Click) -> None:
        """A click takes the operator it falls on."""
        event.prevent_default()
        index = self.scroll_offset.y + event.y
        if self.is_choice(index):
            self.post_message(self.Picked(index))


class ValueLines(LineList):
    """Values with the rows that hold them, where that is known; those of a list have a box."""

    BINDINGS = bindings_for("prompt")

    class Picked(Message):
        """A click fell on a value."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    class Submitted(Message):
        """Enter was pressed."""

    def __init__(self) -> None:
        super().__init__(id="values")
        self.values: Sequence[Likely] = ()
        self._ticked: Collection[str] | None = None

    @property
    def current(self) -> Likely | None:
        """The value under the cursor."""
        return self.values[self.cursor] if self.cursor < len(self.values) else None

    def show(
        self, values: Sequence[Likely], ticked: Collection[str] | None, *, stays: bool = False
    ) -> None:
        """Show `values`; those of `ticked` with a cross, unless that is None.

        The cursor goes to the first one, or stays on its value.
        """
        here = self.current
        cursor = values.index(here) if stays and here in values else 0
        self.values, self._ticked = tuple(values), ticked
        self.set_count(len(values), cursor=cursor)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        value = self.values[index]
        box = ""
        if self._ticked is not None:
            box = "[×] " if value.text in self._ticked else "[ ] "
        number = "" if value.count is None else fmt.number(value.count) + " "
        shown = clean_line(value.text, VALUE_LIMIT) or '""'
        room = max(4, width - width_of(number) - width_of(box) - 2)
        return [
            (f" {box}{fit(shown, room)} ", self.style_of("plain")),
            (number, self.style_of("dim")),
        ]

    def action_submit(self) -> None:
        self.post_message(self.Submitted())

    def on_click(self, event: events.Click) -> None:
        """A click takes the value it falls on."""
        event.prevent_default()
        index = self.scroll_offset.y + event.y
        if self.is_choice(index):
            self.move_to(index)
            self.post_message(self.Picked(index))
