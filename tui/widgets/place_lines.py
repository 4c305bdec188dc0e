"""Places remembered, a line each: the way to them, and when one was there."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from tui import clock
from tui import format as fmt
from tui.memory.places import Remembered
from tui.text import clean_line
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList


class PlaceLines(LineList):
    """History or bookmarks, narrowed by what was typed; their order stays."""

    def __init__(self) -> None:
        super().__init__(id="options")
        self.places: Sequence[Remembered] = ()
        self.kept: list[Remembered] = []
        self._words: list[str] = []

    @property
    def current(self) -> Remembered | None:
        """The place under the cursor."""
        return self.kept[self.cursor] if self.cursor < len(self.kept) else None

    def show(self, places: Sequence[Remembered], *, cursor: int | None = None) -> None:
        """Show these places; the cursor stays at its line unless told."""
        self.places = places
        self.kept = [place for place in places if self._matches(place)]
        self.set_count(len(self.kept), cursor=cursor)

    def narrow(self, text: str) -> None:
        """Keep the places whose title or address holds every word of `text`."""
        self._words = _folded(text).split()
        self.show(self.places, cursor=0)

    def _matches(self, place: Remembered) -> bool:
        text = _folded(f"{place.title} {place.link}")
        return all(word in text for word in self._words)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        place = self.kept[index]
        when = cut(fmt.ago(moment_of(place), clock.now()), max(0, width // 3))
        room = max(4, width - width_of(when) - 3)
        title = place.title or clean_line(str(place.link))
        return [
            (f" {fit(title, room)} ", self.style_of("plain")),
            (f"{when} ", self.style_of("dim")),
        ]


def moment_of(place: Remembered) -> datetime:
    """When one was there, aware, in UTC."""
    try:
        return datetime.fromtimestamp(place.at, UTC)
    except (ValueError, OverflowError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _folded(text: str) -> str:
    """`text` without case or accents, as it is looked for."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
