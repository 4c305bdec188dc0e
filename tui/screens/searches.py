"""Searches that were saved under a name, and those made last, as one list."""

from __future__ import annotations

from typing import Final

from tui.memory.places import Remembered
from tui.memory.shelf import Shelf
from tui.screens.remembering import Remembering

RECENT: Final = 50
"""Searches of the history that are listed."""

SAVED: Final = "★ "


def searches(shelf: Shelf) -> list[Remembered]:
    """Saved ones, marked, then the last ones of the history, each once and none without words or
    filters."""
    saved = [place for place in shelf.bookmarks if _is_search(place)]
    keys = {place.key for place in saved}
    recent = [p for p in shelf.recent() if _is_search(p) and p.key not in keys]
    return [*(p._replace(title=f"{SAVED}{p.title}") for p in saved), *recent[:RECENT]]


def forget(memory: Remembering, place: Remembered) -> None:
    """Take a search off: what was saved is not any more, else its visits are forgotten."""
    if memory.shelf.is_bookmarked(place.link):
        memory.unbookmark(place.key)
    else:
        memory.forget(place)


def save(memory: Remembering, place: Remembered) -> str:
    """Keep a search under the title of `place`. Returns what was done, as a sentence."""
    if memory.shelf.is_bookmarked(place.link):
        memory.unbookmark(place.key)
    return memory.turn_bookmark(place.link, place.title)


def _is_search(place: Remembered) -> bool:
    return place.link.kind == "search" and bool(place.link.ident or place.link.params)
