"""Months, or years, and their figures: one line each, in columns."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding

from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, cut, fit
from tui.widgets.lines import LineList

NARROWEST, WIDEST = 10, 32
"""Cells of a column of figures."""


class MonthLines(LineList, inherit_bindings=False):
    """Rows of texts, the first of each at left and the others at right, under a heading that stays
    with the first one."""

    BINDINGS = [
        binding
        for binding in bindings_for("list")
        if isinstance(binding, Binding) and binding.id != "list.choose"
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._names: tuple[str, ...] = ()
        self._lines: tuple[tuple[str, ...], ...] = ()

    def show(self, names: Sequence[str], lines: Sequence[tuple[str, ...]]) -> None:
        """Show these lines under these names, from the first one on."""
        self._names, self._lines = tuple(names), tuple(lines)
        self.set_count(len(self._lines) + 1, cursor=1)
        self.scroll_to(y=0, animate=False, force=True)

    def is_choice(self, index: int) -> bool:
        return 0 < index < self.count

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        texts = self._names if index == 0 else self._lines[index - 1]
        style = self.style_of("dim" if index == 0 else "plain")
        others = max(1, len(texts) - 1)
        first = min(30, max(12, width - NARROWEST * others))
        each = max(4, min(WIDEST, (width - first) // others - 1))
        cells = [fit(text, each, right=True) for text in texts[1:]]
        return [(cut(" ".join([fit(f" {texts[0]}", first), *cells]), width), style)]
