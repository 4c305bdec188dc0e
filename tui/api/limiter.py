"""Politeness: few requests at once to a host, and none before it asked us to come back."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from tui.api.errors import RateLimited
from tui.api.journal import Journal
from tui.i18n import gettext as _

LONGEST_WAIT: Final = 30.0
"""Seconds a request is held back at most; beyond, it fails with `RateLimited`."""

AT_ONCE: Final = 6
"""Requests to one host at the same time."""

SILENT_PAUSE: Final = 1.0
"""Seconds a host that asks to slow down, and does not say for how long, is left alone; twice as
long each time that it asks again, up to `LONGEST_SILENT_PAUSE`."""

LONGEST_SILENT_PAUSE: Final = 8.0

_EPOCH = 1_000_000_000
_FIELD = re.compile(r"\b([A-Za-z]+)\s*=\s*(\d{1,12}(?:\.\d{1,6})?)(?![\w.])")
_REFUSALS = frozenset({429, 503})


class Limiter:
    """The limits of one host, learnt from its answers. Times are in seconds."""

    def __init__(
        self,
        journal: Journal,
        *,
        at_once: int = AT_ONCE,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._journal = journal
        self._slots = asyncio.Semaphore(at_once)
        self._clock = clock
        self._wall_clock = wall_clock
        self._sleep = sleep
        self._open_at = 0.0
        self._pause = SILENT_PAUSE

    @asynccontextmanager
    async def slot(self, url: str) -> AsyncIterator[None]:
        """Hold one of the places; waits for it, and for the host to be open again.

        Raises `RateLimited` at once when the host asked for more than `LONGEST_WAIT`.
        """
        async with self._slots:
            await self._wait_until_open(url)
            yield

    def note(self, status: int, headers: Mapping[str, str]) -> float | None:
        """Learn from an answer (header names in lower case); returns the delay it asks for."""
        now = server_time(headers, self._wall_clock())
        delay = retry_delay(headers, now) if status in _REFUSALS else None
        left = left_of(headers, now)
        if left is not None and left.limit:
            self._journal.note_room(max(0.0, min(1.0, left.remaining / left.limit)))
        if delay is None and left is not None and left.remaining <= 0:
            delay = left.reset
        if status == 429 and not delay:
            self._close_for(self._pause)
            self._pause = min(self._pause * 2, LONGEST_SILENT_PAUSE)
        elif status < 400:
            self._pause = SILENT_PAUSE
        if delay is not None:
            self._close_for(delay)
        return delay

    def _close_for(self, seconds: float) -> None:
        self._open_at = max(self._open_at, self._clock() + seconds)

    async def _wait_until_open(self, url: str) -> None:
        while (delay := self._open_at - self._clock()) > 0:
            if delay > LONGEST_WAIT:
                raise RateLimited(url, status=None, delay=delay)
            seconds = max(1, round(delay))
            ticket = self._journal.wait(
                _("the service asks to wait {seconds} s").format(seconds=seconds)
            )
            try:
                await self._sleep(delay)
            finally:
                self._journal.resume(ticket)


def server_time(headers: Mapping[str, str], now: float) -> float:
    """What time it is for who answers, in seconds since the epoch: a time that it tells is to be
    held against its own clock, not against ours. `now` where it does not say."""
    said = _moment(headers.get("date", ""))
    return now if said is None else said


def retry_delay(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until ``Retry-After`` (a number or a date), else until ``X-RateLimit-Reset``.

    `now` in seconds since the epoch; None when the answer does not say.
    """
    value = headers.get("retry-after", "").strip()
    seconds = _number(value)
    if seconds is not None:
        return max(0.0, seconds)
    moment = _moment(value)
    return reset_delay(headers, now) if moment is None else max(0.0, moment - now)


def reset_delay(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds until ``X-RateLimit-Reset`` or ``RateLimit-Reset``, which is a delay or a time since
    the epoch."""
    reset = _number(_either(headers, "reset"))
    if reset is None:
        return None
    return max(0.0, reset - now if reset > _EPOCH else reset)


@dataclass(frozen=True, slots=True)
class Left:
    """What a server says is left of its limit.

    Attributes:
        remaining: Requests that it still takes.
        limit: Of how many; None where it does not say.
        reset: Seconds until there are more; None where it does not say.
    """

    remaining: float
    limit: float | None = None
    reset: float | None = None


def left_of(headers: Mapping[str, str], now: float) -> Left | None:
    """What is left, by ``X-RateLimit-*``, ``RateLimit-*``, or ``RateLimit`` in either of its forms
    (``limit=10, remaining=3, reset=5`` and ``"a";r=3;t=5``); names in lower case.

    `now` in seconds since the epoch; None when the answer does not say.
    """
    remaining = _number(_either(headers, "remaining"))
    if remaining is not None:
        return Left(remaining, _number(_either(headers, "limit")), reset_delay(headers, now))
    told: list[Left] = []
    text = headers.get("ratelimit", "")[:1000]
    # Several policies are told apart by commas in the second form, and fields in the first.
    for part in text.split(",") if re.search(r";\s*r\s*=", text) else [text]:
        fields = {name.lower(): _number(value) for name, value in _FIELD.findall(part)}
        rest = fields.get("r", fields.get("remaining"))
        if rest is not None:
            told.append(Left(rest, fields.get("limit"), fields.get("t", fields.get("reset"))))
    return min(told, key=lambda left: left.remaining, default=None)


def _either(headers: Mapping[str, str], name: str) -> str | None:
    text = headers.get(f"x-ratelimit-{name}") or headers.get(f"ratelimit-{name}") or ""
    return text.partition(",")[0].partition(";")[0].strip() or None


def _moment(text: str) -> float | None:
    """A date of HTTP in seconds since the epoch; None where `text` is none."""
    try:
        moment = parsedate_to_datetime(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return aware.timestamp()
    except (ValueError, OverflowError):
        return None


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < 1e12 else None
