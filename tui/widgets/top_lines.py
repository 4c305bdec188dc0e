"""Objects by how much was counted of each: rank, figure, bar, title."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tui import format as fmt
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.sparklines import BLOCKS, ramp_for

NARROW = 100
"""Cells under which the bars are short."""


class TopLines(LineList):
    """A ranked list. A title that is not known yet is an id, dimmed."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._ids: tuple[str, ...] = ()
        self._values: tuple[int, ...] = ()
        self._titles: Mapping[str, str] = {}
        self._sign = "█" if ramp_for() is BLOCKS else "#"

    def show(self, ranked: Sequence[tuple[str, int]], titles: Mapping[str, str]) -> None:
        """Show these ids and values, the largest first; `titles` may grow meanwhile."""
        self._ids = tuple(ident for ident, _value in ranked)
        self._values = tuple(value for _ident, value in ranked)
        self._titles = titles
        self.set_count(len(self._ids), cursor=0)

    @property
    def in_sight(self) -> range:
        """The places of the items in sight, and of as many after them."""
        first = round(self.scroll_offset.y)
        return range(first, min(self.count, first + 2 * self.page))

    @property
    def text(self) -> str:
        """All items as plain text."""
        width = max(60, self.size.width)
        lines = (self.item_pieces(index, 0, width) for index in range(self.count))
        return "\n".join("".join(text for text, _style in line).rstrip() for line in lines)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        ident, value = self._ids[index], self._values[index]
        figure = fmt.number(value)
        room = max(width_of(fmt.number(each)) for each in self._values)
        cells = 10 if width < NARROW else 24
        most = max(1, self._values[0])
        bar = self._sign * max(1, round(cells * value / most))
        head = f" {fmt.number(index + 1):>2}  {fit(figure, room, right=True)} {fit(bar, cells)} "
        title = self._titles.get(ident, "")
        style = self.style_of("plain" if title else "dim")
        return [
            (head, self.style_of("plain")),
            (cut(title or ident, max(1, width - width_of(head))), style),
        ]
