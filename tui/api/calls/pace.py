"""How often a producer lets its API be asked: read from what it says, and kept to."""

from __future__ import annotations

import asyncio
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tui.api.calls.call import origin
from tui.api.errors import RateLimited
from tui.api.journal import Journal
from tui.api.limiter import LONGEST_WAIT
from tui.i18n import gettext as _

_UNITS: Final = (
    ("s|sec|secs|second|seconds|seconde|secondes", 1.0),
    ("m|mn|min|mins|minute|minutes", 60.0),
    ("h|hr|hour|hours|heure|heures", 3600.0),
    ("j|d|jour|jours|jr|day|days|journée", 86_400.0),
    ("mois|month|months", 30 * 86_400.0),
)
_SECONDS: Final = {name: length for names, length in _UNITS for name in names.split("|")}
_NUMBER: Final = (
    r"(?P<count>\d{1,3}(?:[ .,’'\u00a0\u202f]\d{3})+|\d{1,9}"
    r"|\b(?:une?|one)\b(?=\s+(?:appel|req|call|hit)))(?P<k>\s?k\b)?"
)
_NAMES: Final = "|".join(sorted(_SECONDS, key=len, reverse=True))
_EVERY: Final = (
    r"(?:/|\b(?:par|per|pour|a|an|chaque|each|every|toutes\s+les|tous\s+les)\b|\bà\s+l(?:a\b|['’]))"
)
_AMONG: Final = r"(?:[^\d;,.|\n]|(?<=[a-z])\.(?!\d)){0,60}?"
_RATE = re.compile(
    rf"(?<![\d.,]){_NUMBER}{_AMONG}\s*{_EVERY}\s*"
    rf"(?:(?P<many>\d{{1,4}})\s*)?(?P<unit>{_NAMES})\b",
    re.IGNORECASE,
)
_SHORT: Final = {"rps": 1.0, "qps": 1.0, "tps": 1.0, "rpm": 60.0, "qpm": 60.0, "rph": 3600.0}
_OFTEN: Final = (
    (r"horaires?|hourly", 3600.0),
    (r"quotidien(?:ne)?s?|journali(?:er|ère)s?|daily", 86_400.0),
    (r"mensuel(?:le)?s?|monthly", 30 * 86_400.0),
)
_ADJECTIVES: Final = tuple(
    (re.compile(rf"(?<![\d.,]){_NUMBER}{_AMONG}\b(?:{words})\b", re.IGNORECASE), seconds)
    for words, seconds in (*_OFTEN, *_SHORT.items())
)


@dataclass(frozen=True, slots=True)
class Pace:
    """So many requests in so many seconds."""

    count: int
    seconds: float


USUAL_PACE: Final = Pace(10, 1.0)
"""What is kept to where a producer says nothing that is understood."""


def paces(text: str) -> tuple[Pace, ...]:
    """The limits that `text` says in figures (``50 req/min ; 1 000 req/jour``); none of which
    there is nothing to understand."""
    found: dict[float, int] = {}
    text = text[:2000]
    rates = [
        (match, _SECONDS[match["unit"].lower()] * int(match["many"] or 1))
        for match in _RATE.finditer(text)
    ]
    rates += [(match, length) for form, length in _ADJECTIVES for match in form.finditer(text)]
    for match, seconds in rates:
        digits = re.sub(r"\D", "", match["count"])
        count = (int(digits) if digits else 1) * (1000 if match["k"] else 1)
        if count > 0 and seconds > 0:
            found[seconds] = min(count, found.get(seconds, count))
    return tuple(Pace(count, seconds) for seconds, count in sorted(found.items()))


class Pacer:
    """When each server may be asked again. Times are in seconds.

    Args:
        journal: Told why a request is held back.
    """

    def __init__(
        self,
        journal: Journal,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._sleep = sleep
        self._paces: dict[str, tuple[Pace, ...]] = {}
        self._asked: dict[str, deque[float]] = {}

    def keep_to(self, url: str, limits: Sequence[Pace]) -> None:
        """Ask the server of `url` no more often than `limits`."""
        self._paces[origin(url)] = tuple(limits)

    def limits(self, url: str) -> tuple[Pace, ...]:
        """What is kept to for the server of `url`."""
        return self._paces.get(origin(url)) or (USUAL_PACE,)

    def delay(self, url: str) -> float:
        """How long the next request to the server of `url` is held back; 0 for not at all."""
        now = self._clock()
        asked = self._asked.get(origin(url), deque())
        delay = 0.0
        for pace in self.limits(url):
            if len(asked) >= pace.count:
                delay = max(delay, asked[-pace.count] + pace.seconds - now)
        return delay

    async def turn(self, url: str) -> None:
        """Wait until the server of `url` may be asked, and count the request.

        Raises `RateLimited` at once where that is farther than people wait.
        """
        while (delay := self.delay(url)) > 0:
            if delay > LONGEST_WAIT:
                raise RateLimited(origin(url), status=None, delay=delay)
            seconds = max(1, round(delay))
            is_said = bool(self._paces.get(origin(url)))
            why = (
                _("the producer’s limit: asking again in {seconds} s")
                if is_said
                else _("so as not to ask too often: asking again in {seconds} s")
            )
            ticket = self._journal.wait(why.format(seconds=seconds))
            try:
                await self._sleep(delay)
            finally:
                self._journal.resume(ticket)
        most = max(pace.count for pace in self.limits(url))
        asked = self._asked.get(origin(url), deque())
        if asked.maxlen != most:
            asked = self._asked[origin(url)] = deque(asked, most)
        asked.append(self._clock())
