"""Feeds and exports as a list, under what they are: what each holds, its format, its size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList


class FeedLine(NamedTuple):
    """A line: a heading, or the place of something among those listed.

    Attributes:
        title: What it says.
        facts: What is said at right, most telling first.
        place: Its place; None for a heading.
    """

    title: str
    facts: tuple[str, ...] = ()
    place: int | None = None


class FeedLines(LineList):
    """Lines under headings."""

    def __init__(self) -> None:
        super().__init__(id="feeds")
        self.lines: tuple[FeedLine, ...] = ()

    def show(self, lines: Sequence[FeedLine]) -> None:
        """Show these; the cursor stays where it is."""
        before, self.lines = len(self.lines), tuple(lines)
        if before == len(self.lines):
            self.refresh()
        else:
            self.set_count(len(self.lines))

    def show_line(self, position: int, line: FeedLine) -> None:
        """Say something else on one line."""
        self.lines = (*self.lines[:position], line, *self.lines[position + 1 :])
        self.refresh_item(position)

    @property
    def current(self) -> int | None:
        """The place of what the cursor is on."""
        return self.lines[self.cursor].place if self.cursor < len(self.lines) else None

    def is_choice(self, index: int) -> bool:
        return 0 <= index < len(self.lines) and self.lines[index].place is not None

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        item = self.lines[index]
        if item.place is None:
            return [(" " + item.title, self.style_of("strong"))]
        facts = cut(" · ".join(fact for fact in item.facts if fact), max(12, width // 2))
        room = max(8, width - 6 - width_of(facts))
        return [
            (f"   {fit(item.title, room)} ", self.style_of("plain")),
            (f" {facts} ", self.style_of("dim")),
        ]
