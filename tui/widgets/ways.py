"""Other searches and what they would find, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList


class WayList(LineList):
    """A heading, then what each search is called and how much it finds."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._title = ""
        self._ways: tuple[tuple[str, str], ...] = ()

    def show(self, title: str, ways: Sequence[tuple[str, str]]) -> None:
        """Show these under `title`; nothing at all for none."""
        self._title, self._ways = title, tuple(ways)
        self.set_count(len(ways) + 1 if ways else 0, cursor=1)

    @property
    def text(self) -> str:
        """All of them as plain text."""
        return "\n".join(f"{said}: {found}" for said, found in self._ways)

    def is_choice(self, index: int) -> bool:
        return 0 < index <= len(self._ways)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        if not index:
            return [(f" {cut(self._title, max(0, width - 2))} ", self.style_of("strong"))]
        said, found = self._ways[index - 1]
        room = max(4, min(60, width - width_of(found) - 6))
        return [
            (f"   {fit(said, room)} ", self.style_of("plain")),
            (f"{found} ", self.style_of("accent")),
        ]
