"""The operations of an API, a line each, under the names that they are filed under."""

from __future__ import annotations

from typing import NamedTuple

from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

_METHOD_WIDTH = 7


class OperationLine(NamedTuple):
    """A heading, or an operation.

    Attributes:
        title: The heading, or the path. Safe to draw.
        place: The position of the operation; None for a heading.
    """

    title: str
    place: int | None = None
    method: str = ""
    summary: str = ""
    deprecated: bool = False


class OperationLines(LineList):
    """Operations one may go through; headings are passed over."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: tuple[OperationLine, ...] = ()

    def show(self, lines: tuple[OperationLine, ...], *, at: int | None = None) -> None:
        """Show these lines, the cursor on operation `at` where it is there."""
        self._lines = lines
        place = next((i for i, line in enumerate(lines) if at is not None and line.place == at), 0)
        self.set_count(len(lines), cursor=place)

    def find(self, index: int) -> None:
        """Put the cursor on the operation of that position."""
        for place, line in enumerate(self._lines):
            if line.place == index:
                self.move_to(place)
                return

    @property
    def current(self) -> int | None:
        """The position of the operation under the cursor."""
        return self._lines[self.cursor].place if self.cursor < len(self._lines) else None

    @property
    def text(self) -> str:
        """The lines as plain text."""
        return "\n".join(
            line.title if line.place is None else f"  {line.method} {line.title} {line.summary}"
            for line in self._lines
        )

    def is_choice(self, index: int) -> bool:
        return 0 <= index < len(self._lines) and self._lines[index].place is not None

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        said = self._lines[index]
        if said.place is None:
            return [(f" {cut(said.title, width - 2)}", self.style_of("strong"))]
        tone = "dim" if said.deprecated else "plain"
        room = width - _METHOD_WIDTH - 5
        path = cut(said.title, room)
        pieces: list[Piece] = [
            (f"   {fit(said.method, _METHOD_WIDTH)} ", self.style_of("accent")),
            (path, self.style_of(tone)),
        ]
        left = room - width_of(path) - 2
        if left > 8 and said.summary:
            pieces.append(("  " + cut(said.summary, left), self.style_of("dim")))
        return pieces
