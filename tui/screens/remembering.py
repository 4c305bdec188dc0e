"""What the application does with its memory: notes where one is, keeps it on disk where it may."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TYPE_CHECKING

from tui import clock
from tui.api.journal import redact
from tui.i18n import gettext as _
from tui.links import Link
from tui.memory.database import Unkept
from tui.memory.places import SESSION_KEPT, TITLE_LIMIT, LastSession, PlaceFile, Remembered, key_of
from tui.memory.shelf import Shelf
from tui.settings import Settings
from tui.text import LINE_LIMIT, clean_line

if TYPE_CHECKING:
    from pathlib import Path

FILE = "places.db"


class Remembering:
    """History and bookmarks of the site of `settings`: at hand at once, on disk when it can be.

    Nothing is opened before `load`, and nothing here waits for the disk but `load` and `close`.
    """

    def __init__(self, settings: Settings) -> None:
        self.shelf = Shelf()
        self._file: PlaceFile | None = None
        if settings.history and settings.data_dir is not None:
            self._file = PlaceFile(settings.data_dir / FILE, settings.site)
        self._opened = self._file
        self._news: list[str] = []
        self._aside: Path | None = None
        self._stay = ""
        self._noted: Callable[[], None] | None = None

    @property
    def keeps(self) -> bool:
        """Whether it outlives the session."""
        return self._file is not None

    async def load(self) -> None:
        """Read what is on disk, again if it was read before."""
        if self._file is None:
            return
        try:
            visits, bookmarks = await asyncio.shield(asyncio.wrap_future(self._file.load()))
        except Unkept as error:
            self._give_up(error)
            return
        self.shelf.fill(visits, bookmarks)
        self._say_aside()

    async def close(self, *, shown: bool = True) -> None:
        """Note where one is, if the place could be `shown`, and finish what is being written."""
        if shown and self._noted is not None:
            self._noted()
        if self._opened is not None:
            await asyncio.to_thread(self._opened.close)

    def take_news(self) -> list[str]:
        """Sentences on what went wrong since the last call, each once."""
        news, self._news = self._news, []
        return news

    # Visits

    def begin_stay(self) -> None:
        """The person comes to a place, for the first time or again."""
        self._stay = os.urandom(8).hex()
        self._noted = None

    def note(self, places: Sequence[tuple[Link, str]], index: int) -> None:
        """Where one is, to be written down should the session end here: see `write_down`."""
        self._noted = partial(self.write_down, places, index)

    def write_down(self, places: Sequence[tuple[Link, str]], index: int) -> None:
        """Write down where one is now.

        Args:
            places: Addresses and titles of the session's places, in order.
            index: Which of them is shown.
        """
        self._noted = None
        place = _kept(*places[index])
        if place is not None and self._stay:
            self.shelf.visit(self._stay, place)
            if self._file is not None:
                self._write(self._file.visit(self._stay, place))
        self.save_session(places, index)

    def forget(self, place: Remembered) -> None:
        """Forget the visits of a place."""
        self.shelf.forget(place.key)
        if self._file is not None:
            self._write(self._file.forget(place.key))

    def save_session(self, places: Sequence[tuple[Link, str]], index: int) -> None:
        """Write down where the session is, so that it is found again whatever ends it: `places`
        and `index` as for `write_down`."""
        if self._file is None:
            return
        first = max(0, index + 1 - SESSION_KEPT)
        kept = [_kept(*place) for place in places[first : first + SESSION_KEPT]]
        position = sum(place is not None for place in kept[: index - first + 1]) - 1
        session = LastSession(tuple(place for place in kept if place is not None), position)
        if session.places:
            self._write(self._file.save_session(session))

    # Bookmarks

    def turn_bookmark(self, link: Link, title: str) -> str:
        """Add the bookmark of a place, or remove it. Returns what was done, as a sentence."""
        if self.shelf.is_bookmarked(link):
            self.unbookmark(key_of(link))
            return _("Bookmark removed.")
        place = _kept(link, title)
        if place is None:
            return _("This address holds a secret: it is not kept.")
        if self.shelf.is_full:
            return _("There is no room for one more bookmark: B lists them, to remove some.")
        self.shelf.bookmark(place)
        if self._file is None:
            return _("Bookmarked until you leave: nothing is kept on disk.")
        self._write(self._file.bookmark(place))
        return _("Bookmarked: B lists the bookmarks.")

    def unbookmark(self, key: str) -> None:
        """Remove the bookmark of a place."""
        self.shelf.unbookmark(key)
        if self._file is not None:
            self._write(self._file.unbookmark(key))

    # The disk

    def _write(self, begun: Future[None]) -> None:
        begun.add_done_callback(_logged)
        begun.add_done_callback(self._note_failure)

    def _note_failure(self, done: Future[None]) -> None:
        # Called on the file's thread: a list takes what several threads add.
        error = done.exception() if not done.cancelled() else None
        if isinstance(error, Unkept):
            self._give_up(error)

    def _give_up(self, error: Unkept) -> None:
        """Go on in memory, and say so once."""
        if self._file is None:
            return
        path = clean_line(str(self._file.database.path), 200)
        self._file = None
        self._news.append(
            _(
                "{path} cannot be used: {reason}. History and bookmarks last until you leave."
            ).format(path=path, reason=error.reason)
        )

    def _say_aside(self) -> None:
        aside = self._file.database.moved_aside if self._file is not None else None
        if aside is not None and aside != self._aside:
            self._aside = aside
            self._news.append(
                _("The file of history and bookmarks was broken: it is now {path}.").format(
                    path=clean_line(str(aside), 200)
                )
            )


def last_session(settings: Settings) -> tuple[LastSession, tuple[str, ...]]:
    """Where the last session on this site was, and why there is none, as sentences.

    Reads the disk at once, on the caller's thread.
    """
    if not settings.history or settings.data_dir is None:
        return LastSession(), (_("Nothing is kept between sessions: there is none to restore."),)
    file = PlaceFile(settings.data_dir / FILE, settings.site)
    try:
        session = file.last_session().result()
    except Unkept:
        return LastSession(), ()  # it is said when the application reads the same file
    finally:
        file.close()
    if not session.places:
        return session, (_("There is no earlier session on this site to restore."),)
    return session, ()


def _kept(link: Link, title: str) -> Remembered | None:
    """What is kept of a place; None of one whose address holds a secret."""
    text = str(link)
    texts = (text, link.ident, *(f"?{name}={value}" for name, value in link.params))
    if len(text) > LINE_LIMIT or any(redact(part) != clean_line(part) for part in texts):
        return None
    return Remembered(link, clean_line(title, TITLE_LIMIT), clock.now().timestamp())


def _logged(done: Future[None]) -> None:
    error = done.exception() if not done.cancelled() else None
    if error is not None:
        logging.getLogger("tui").warning("nothing was kept: %s", error)
