"""What was asked of the services: every request, answered, failed, cancelled or under way."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlsplit

from tui.redaction import redacted_url, without_held
from tui.text import SafeText, clean_line

BACKGROUND_KEPT: Final = 100
"""Requests of the background that are kept: thousands would push all the others out."""

AGES_KEPT: Final = 100

WhyOld: TypeAlias = Literal["offline", "busy", "failing"]
"""Why something old is shown: the service cannot be reached, asks to slow down, or fails."""

_IN_BACKGROUND: ContextVar[bool] = ContextVar("in_background", default=False)


def work_in_background() -> None:
    """Requests of this task, and of those it starts, are not what a person waits for."""
    _IN_BACKGROUND.set(True)


def redact(url: str) -> SafeText:
    """`url` without credentials, safe for one line."""
    return clean_line(redacted_url(without_held(url), "…"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One attempt at one request.

    Attributes:
        number: From 1, in the order they were sent.
        method: ``GET``.
        url: Without any secret, safe for one line.
        status: HTTP status; None while under way, and where no answer came.
        milliseconds: From sending to the last byte; None while under way.
        bytes: Body as it came over the wire; None while under way.
        error: What went wrong, for a person; empty when nothing did.
        attempt: From 1.
        cached: Whether memory answered, so that nothing was sent.
        started: Seconds since the epoch.
    """

    number: int
    method: str
    url: SafeText
    status: int | None
    milliseconds: float | None
    bytes: int | None
    error: SafeText
    attempt: int
    cached: bool
    started: float

    @property
    def running(self) -> bool:
        return self.milliseconds is None


class Age(NamedTuple):
    """How old something that is shown is.

    Attributes:
        what: Tells it from other things; the same for another search.
        at: When it was so, in seconds since the epoch; None for now.
        why: Why nothing newer is shown.
    """

    what: str
    at: float | None
    why: WhyOld = "offline"


class Journal:
    """The last requests of one session. Subscribers are called at once, on every change."""

    def __init__(self, limit: int = 500, *, clock: Callable[[], float] = time.time) -> None:
        self._limit: Final = limit
        self._clock = clock
        self._entries: dict[int, Entry] = {}
        self._running: set[int] = set()
        self._background: deque[int] = deque()
        self._waiting: dict[int, SafeText] = {}
        self._subscribers: list[Callable[[], None]] = []
        self._number = 0
        self._room: float | None = None
        self._ages: deque[Age] = deque(maxlen=AGES_KEPT)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Oldest first, at most `limit`."""
        return tuple(self._entries.values())

    @property
    def running(self) -> int:
        """Requests under way, but for those of the background."""
        return len(self._running)

    @property
    def waiting(self) -> SafeText:
        """Why a request is held back, for a person; empty when none is."""
        return next(iter(self._waiting.values()), SafeText(""))

    @property
    def room(self) -> float | None:
        """Share left of the rate limit that a service told last, 0 to 1; None when none did."""
        return self._room

    def subscribe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` on every change, until the returned function is called."""
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            if callback in self._subscribers:
                self._subscribers.remove(callback)

        return unsubscribe

    def begin(self, method: str, url: str, *, attempt: int = 1) -> int:
        """Note that a request leaves; returns its number, for `finish`."""
        number = self._add(method, url, attempt=attempt)
        if _IN_BACKGROUND.get():
            self._background.append(number)
            while len(self._background) > BACKGROUND_KEPT:
                self._entries.pop(self._background.popleft(), None)
        else:
            self._running.add(number)
        self._changed()
        return number

    def finish(
        self,
        number: int,
        *,
        milliseconds: float,
        status: int | None = None,
        size: int | None = None,
        error: str = "",
    ) -> None:
        """Note how the request of that number ended; `size` in bytes."""
        self._running.discard(number)
        entry = self._entries.get(number)
        if entry is not None:
            self._entries[number] = replace(
                entry,
                milliseconds=milliseconds,
                status=status,
                bytes=size,
                error=clean_line(without_held(error)),
            )
        self._changed()

    def blame(self, url: str, error: str) -> None:
        """Note that what came last from `url` turned out to be no answer."""
        shown = redact(url)
        for number, entry in reversed(self._entries.items()):
            if entry.url == shown:
                if not entry.error:
                    self._entries[number] = replace(entry, error=clean_line(error))
                    self._changed()
                return

    def answered_from_memory(self, method: str, url: str, *, status: int, size: int) -> None:
        """Note a request that did not have to leave; `size` in bytes."""
        number = self._add(method, url, cached=True)
        self.finish(number, milliseconds=0.0, status=status, size=size)

    def wait(self, reason: str) -> int:
        """Note that a request is held back; returns a ticket for `resume`."""
        self._number += 1
        self._waiting[self._number] = clean_line(reason)
        self._changed()
        return self._number

    def resume(self, ticket: int) -> None:
        """Note that the request of that ticket goes on."""
        if self._waiting.pop(ticket, None) is not None:
            self._changed()

    def note_room(self, share: float | None) -> None:
        """Note what is left of the rate limit."""
        if share != self._room:
            self._room = share
            self._changed()

    def note_age(self, url: str, at: float | None, why: WhyOld = "offline") -> None:
        """Note that what is shown of `url` is as it was at `at`, in seconds since the epoch, as the
        service gives nothing newer; None when it has just answered."""
        parts = urlsplit(url)
        page = [value for name, value in parse_qsl(parts.query) if name == "page"]
        self._ages.append(Age(f"{parts.path} {page[:1]}", at, why))
        self._changed()

    def take_ages(self) -> tuple[Age, ...]:
        """What `note_age` was told since the last call."""
        ages = tuple(self._ages)
        self._ages.clear()
        return ages

    def _add(self, method: str, url: str, *, attempt: int = 1, cached: bool = False) -> int:
        self._number += 1
        self._entries[self._number] = Entry(
            number=self._number,
            method=method,
            url=redact(url),
            status=None,
            milliseconds=None,
            bytes=None,
            error=SafeText(""),
            attempt=attempt,
            cached=cached,
            started=self._clock(),
        )
        while len(self._entries) > self._limit:
            del self._entries[next(iter(self._entries))]
        return self._number

    def _changed(self) -> None:
        for callback in tuple(self._subscribers):
            callback()
