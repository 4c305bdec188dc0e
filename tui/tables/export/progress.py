"""How far an export or a download is, as one value; how fast it goes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

PACE_OVER = 10.0
"""Seconds over which the pace is measured."""

PACE_FROM = 1.0
"""Seconds before a pace means anything."""


class Stage(StrEnum):
    """Where an export is."""

    WAITING = "waiting"
    COUNTING = "counting"
    RUNNING = "running"
    FINISHING = "finishing"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        """Whether nothing more happens unless someone asks for it."""
        return self in (Stage.DONE, Stage.FAILED, Stage.CANCELLED)


class Route(StrEnum):
    """How rows come."""

    STREAM = "stream"
    PAGES = "pages"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an export is.

    Attributes:
        rows: Rows written.
        total: Rows to write; None while unknown, and where they are not counted.
        size: Bytes written; once done, bytes of the file.
        rate: Rows a second, lately; None while there is nothing to tell it by.
        left: Seconds left at that rate; None while unknown.
        seconds: Time spent so far.
        route: How the rows come; None before it is known.
        resumed: Rows that were there already.
        path: Where the file is, or is to be.
        reason, hint: Why it failed, and what can be done.
        notes: What there is to know about the file, in sentences.
        warning: What there is to beware of once it is done, as a sentence; empty for nothing.
        in_bytes: Whether `rows`, `total`, `rate` and `resumed` count bytes, as downloads do.
    """

    path: Path
    stage: Stage = Stage.WAITING
    rows: int = 0
    total: int | None = None
    size: int = 0
    rate: float | None = None
    left: float | None = None
    seconds: float = 0.0
    route: Route | None = None
    resumed: int = 0
    reason: str = ""
    hint: str = ""
    notes: tuple[str, ...] = ()
    warning: str = ""
    in_bytes: bool = False

    @property
    def share(self) -> float | None:
        """Rows written of those to write, 0 to 1; None while unknown."""
        if self.stage is Stage.DONE:
            return 1.0
        if self.total is None:
            return None
        return min(1.0, self.rows / self.total) if self.total else 0.0


class Pace:
    """Rows a second over the last seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def begin(self, rows: int) -> None:
        """Measure from now on, `rows` being there already."""
        self._seen.clear()
        self._seen.append((self._clock(), rows))

    def note(self, rows: int) -> None:
        """Note that there are now so many."""
        now = self._clock()
        self._seen.append((now, rows))
        # One from before the measured time is kept: it is where that time begins.
        while len(self._seen) > 2 and now - self._seen[1][0] >= PACE_OVER:
            self._seen.popleft()

    def rate(self) -> float | None:
        """Rows a second; None while too little time went by, and while nothing comes."""
        if not self._seen:
            return None
        (began, before), (_now, rows) = self._seen[0], self._seen[-1]
        elapsed = self._clock() - began
        if elapsed < PACE_FROM or rows <= before:
            return None
        return (rows - before) / elapsed
