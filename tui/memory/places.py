"""Places visited, bookmarks and the last session of one site: links and titles, nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from tui.links import Link, LinkError, parse_link
from tui.memory.database import Database
from tui.settings import SITES, Site
from tui.text import clean_line

if TYPE_CHECKING:
    import sqlite3
    from concurrent.futures import Future
    from pathlib import Path

VISITS_KEPT: Final = 2_000
BOOKMARKS_KEPT: Final = 1_000
SESSION_KEPT: Final = 50
"""Places of the last session: those nearest to the end."""

TITLE_LIMIT: Final = 200
"""Characters."""

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS visits (
    stay TEXT PRIMARY KEY, site TEXT NOT NULL, link TEXT NOT NULL, title TEXT NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_of_site ON visits (site);
CREATE TABLE IF NOT EXISTS bookmarks (
    site TEXT NOT NULL, key TEXT NOT NULL, link TEXT NOT NULL, title TEXT NOT NULL,
    at REAL NOT NULL, PRIMARY KEY (site, key)
);
CREATE TABLE IF NOT EXISTS sessions (site TEXT PRIMARY KEY, places TEXT NOT NULL)
"""

_END_OF_TIME: Final = 1e11
"""Seconds since the epoch that nothing that was kept can have."""

_WHERE_ONE_STANDS: Final = frozenset({"row", "col"})
_T = TypeVar("_T")


class Remembered(NamedTuple):
    """A place that was visited or bookmarked.

    Attributes:
        link: Its address.
        title: The way to it, safe for one line.
        at: When, in seconds since the epoch.
    """

    link: Link
    title: str
    at: float

    @property
    def key(self) -> str:
        return key_of(self.link)


class LastSession(NamedTuple):
    """Where a session was: its places in order, and the position of the one shown."""

    places: tuple[Remembered, ...] = ()
    shown: int = -1


def key_of(link: Link) -> str:
    """What tells one place from another: neither the tab nor the row that one stood on does."""
    if link.kind != "resource":
        return str(replace(link, fragment=""))
    kept = tuple(pair for pair in link.params if pair[0] not in _WHERE_ONE_STANDS)
    return str(link.with_params(kept))


def site_key(site: Site) -> str:
    """What the places of a site are kept under: its name, or its address where that is another."""
    return site.name if site.main_url == SITES[site.name].main_url else site.main_url


class PlaceFile:
    """What is kept on disk of one site. Each method returns a future that may raise `Unkept`."""

    def __init__(self, path: Path, site: Site) -> None:
        self.database = Database(path, _TABLES)
        self._site = site_key(site)

    def load(self) -> Future[tuple[dict[str, Remembered], list[Remembered]]]:
        """Visits by stay, the oldest first, and bookmarks in the order they were made."""
        return self._submit(_load)

    def visit(self, stay: str, place: Remembered) -> Future[None]:
        """Note what a stay comes to: its address as it is now. It is the newest then."""
        return self._submit(partial(_visit, stay=stay, place=place))

    def forget(self, key: str) -> Future[None]:
        """Forget the visits of a place."""
        return self._submit(partial(_forget, key=key))

    def bookmark(self, place: Remembered) -> Future[None]:
        """Add a bookmark, or give the one of this place another title."""
        return self._submit(partial(_bookmark, place=place))

    def unbookmark(self, key: str) -> Future[None]:
        """Remove the bookmark of a place."""
        return self._submit(partial(_unbookmark, key=key))

    def save_session(self, session: LastSession) -> Future[None]:
        """Keep where the session is; the last one to say so wins."""
        return self._submit(partial(_save_session, session=session))

    def last_session(self) -> Future[LastSession]:
        """Where the last session was; empty when none was kept."""
        return self._submit(_last_session)

    def close(self) -> None:
        """Finish what was begun."""
        self.database.close()

    def _submit(self, work: Callable[[sqlite3.Connection, str], _T]) -> Future[_T]:
        return self.database.submit(lambda connection: work(connection, self._site))


def _load(
    connection: sqlite3.Connection, site: str
) -> tuple[dict[str, Remembered], list[Remembered]]:
    visits = connection.execute(
        "SELECT stay, link, title, at FROM visits WHERE site = ? ORDER BY rowid", (site,)
    ).fetchall()
    marks = connection.execute(
        "SELECT link, title, at FROM bookmarks WHERE site = ? ORDER BY rowid", (site,)
    ).fetchall()
    by_stay = {str(stay): place for stay, *rest in visits for place in _remembered([rest])}
    return by_stay, _remembered(marks)


def _visit(connection: sqlite3.Connection, site: str, *, stay: str, place: Remembered) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO visits VALUES (?, ?, ?, ?, ?)",
        (stay, site, str(place.link), place.title, place.at),
    )
    connection.execute(
        "DELETE FROM visits WHERE site = ? AND rowid <= (SELECT rowid FROM visits "
        "WHERE site = ? ORDER BY rowid DESC LIMIT 1 OFFSET ?)",
        (site, site, VISITS_KEPT),
    )


def _forget(connection: sqlite3.Connection, site: str, *, key: str) -> None:
    rows = connection.execute("SELECT stay, link FROM visits WHERE site = ?", (site,)).fetchall()
    stays = [(stay,) for stay, text in rows if (link := _link(text)) and key_of(link) == key]
    connection.executemany("DELETE FROM visits WHERE stay = ?", stays)


def _bookmark(connection: sqlite3.Connection, site: str, *, place: Remembered) -> None:
    connection.execute(
        "INSERT INTO bookmarks VALUES (?, ?, ?, ?, ?) ON CONFLICT (site, key) "
        "DO UPDATE SET link = excluded.link, title = excluded.title",
        (site, place.key, str(place.link), place.title, place.at),
    )


def _unbookmark(connection: sqlite3.Connection, site: str, *, key: str) -> None:
    connection.execute("DELETE FROM bookmarks WHERE site = ? AND key = ?", (site, key))


def _save_session(connection: sqlite3.Connection, site: str, *, session: LastSession) -> None:
    places = [[str(place.link), place.title, place.at] for place in session.places]
    text = json.dumps({"places": places, "shown": session.shown})
    connection.execute("INSERT OR REPLACE INTO sessions VALUES (?, ?)", (site, text))


def _last_session(connection: sqlite3.Connection, site: str) -> LastSession:
    row = connection.execute("SELECT places FROM sessions WHERE site = ?", (site,)).fetchone()
    try:
        kept = json.loads(row[0]) if row else {}
        rows, shown = kept.get("places", []), int(kept.get("shown", -1))
        places = [_remembered([tuple(fields)]) for fields in rows]
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return LastSession()
    # A place that can no longer be read is passed over: those after it come one earlier.
    lost = sum(not found for found in places[: shown + 1])
    read = tuple(place for found in places for place in found)
    return LastSession(read, min(max(shown - lost, 0), len(read) - 1))


def _remembered(rows: Iterable[Sequence[object]]) -> list[Remembered]:
    places = []
    for row in rows:
        if len(row) != 3:
            continue
        text, title, at = row
        link = _link(text)
        if link is not None and isinstance(at, int | float) and 0 <= at < _END_OF_TIME:
            places.append(Remembered(link, clean_line(str(title), TITLE_LIMIT), float(at)))
    return places


def _link(text: object) -> Link | None:
    try:
        return parse_link(str(text))
    except LinkError:
        return None
