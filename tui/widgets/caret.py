"""The line under a prompt that points at one of its characters and says why."""

from __future__ import annotations

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.draw import Piece, cut, strip, width_of

_SHORTEST = 24
"""Cells from which a text beside the mark is worth it; less, and it goes before the mark."""


class CaretLine(Widget):
    """A mark under a column, with a text beside it; or a text alone."""

    COMPONENT_CLASSES = {"caret--mark", "caret--hint"}

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._column: int | None = None
        self._text = ""
        self._wrong = False

    def point(self, column: int, text: str) -> None:
        """Point at `column`, in cells from the left edge; out of sight, at the edge nearest."""
        self._show(column, text, wrong=True)

    def warn(self, text: str) -> None:
        """Say what is wrong with the whole."""
        self._show(None, text, wrong=True)

    def hint(self, text: str) -> None:
        """Say `text`, where nothing is wrong."""
        self._show(None, text, wrong=False)

    def _show(self, column: int | None, text: str, *, wrong: bool) -> None:
        if (column, text, wrong) != (self._column, self._text, self._wrong):
            self._column, self._text, self._wrong = column, text, wrong
            self.refresh()

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        style = self.get_component_rich_style("caret--mark" if self._wrong else "caret--hint")
        if self._column is None:
            return strip(width, base, [(f" {self._text}", style)])
        return strip(width, base, self._pieces(width, self._column, style))

    def _pieces(self, width: int, column: int, style: Style) -> list[Piece]:
        base = self.rich_style
        mark = "^" if 0 <= column < width else "‹" if column < 0 else "›"
        at = min(max(0, column), width - 1)
        room = width - at - 2
        if room >= min(_SHORTEST, width_of(self._text)) or room > at:
            return [(" " * at, base), (f"{mark} ", style), (cut(self._text, room), style)]
        text = cut(self._text, max(0, at - 1))
        return [(" " * (at - 1 - width_of(text)), base), (f"{text} {mark}", style)]
