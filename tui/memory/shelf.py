"""The places one remembers, at hand: what lists, the palette and the mark in the top line read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from tui.links import Link
from tui.memory.places import BOOKMARKS_KEPT, VISITS_KEPT, Remembered, key_of


class Shelf:
    """Visits and bookmarks of one site, bounded."""

    def __init__(self) -> None:
        self._visits: dict[str, Remembered] = {}
        self._bookmarks: dict[str, Remembered] = {}

    def fill(self, visits: Mapping[str, Remembered], bookmarks: Iterable[Remembered]) -> None:
        """Take what is on disk; visits that are only here come after it."""
        self._visits = {
            **visits,
            **{stay: place for stay, place in self._visits.items() if stay not in visits},
        }
        self._bookmarks = {place.key: place for place in bookmarks}
        self._bound()

    def visit(self, stay: str, place: Remembered) -> None:
        """Note what a stay comes to; it is the newest then."""
        self._visits.pop(stay, None)
        self._visits[stay] = place
        self._bound()

    def forget(self, key: str) -> None:
        """Forget the visits of a place."""
        self._visits = {stay: p for stay, p in self._visits.items() if p.key != key}

    def recent(self, limit: int = VISITS_KEPT) -> list[Remembered]:
        """Places visited, the last one first, each once."""
        seen: dict[str, Remembered] = {}
        for place in reversed(self._visits.values()):
            seen.setdefault(place.key, place)
        return list(islice(seen.values(), limit))

    @property
    def bookmarks(self) -> list[Remembered]:
        """The last one first."""
        return list(reversed(self._bookmarks.values()))

    def named(self, limit: int) -> list[tuple[Remembered, bool]]:
        """Bookmarks, then other places visited, at most `limit` of each, and which one it is."""
        bookmarks = [(place, True) for place in self.bookmarks[:limit]]
        visited = [(p, False) for p in self.recent(limit) if p.key not in self._bookmarks]
        return [*bookmarks, *visited]

    @property
    def is_full(self) -> bool:
        """Whether no bookmark can be added."""
        return len(self._bookmarks) >= BOOKMARKS_KEPT

    def is_bookmarked(self, link: Link) -> bool:
        """Whether the place of `link` is bookmarked, whatever its tab or row."""
        return bool(self._bookmarks) and key_of(link) in self._bookmarks

    def bookmark(self, place: Remembered) -> None:
        """Add a bookmark."""
        self._bookmarks[place.key] = place

    def unbookmark(self, key: str) -> None:
        """Remove one."""
        self._bookmarks.pop(key, None)

    def _bound(self) -> None:
        for stay in list(islice(self._visits, max(0, len(self._visits) - VISITS_KEPT))):
            del self._visits[stay]
