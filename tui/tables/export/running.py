"""What the writing of any file shares: run in its turn, stopped, gone on with; how far it is."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tui.api.errors import ApiError
from tui.api.journal import work_in_background
from tui.tables.export.part import Part
from tui.tables.export.problems import ExportError, file_problem
from tui.tables.export.progress import Pace, Progress, Stage


class Job(ABC):
    """The writing of one file. `run` may be cancelled, and run again: it goes on from there.

    Attributes:
        target: The file.
        key: A digest of what it writes, by which its part is known.
        progress: How far it is.
    """

    in_bytes = False
    """Whether bytes are what is counted, and not rows."""

    def __init__(
        self,
        target: Path,
        key: str,
        *,
        on_change: Callable[[bool], None] = lambda _at_once: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.target = target
        self.key = key
        self.progress = self._begun()
        self._on_change = on_change
        self._clock = clock
        self._pace = Pace(clock)
        self._part: Part | None = None

    @abstractmethod
    async def _work(self) -> None:
        """Write the file. Raises `ApiError`, `ExportError` or OSError."""

    async def run(self, turn: asyncio.Semaphore | None = None) -> None:
        """Write the file, once it is its `turn`. How it ended is in `progress`.

        Raises CancelledError alone; what was written is kept then.
        """
        work_in_background()
        self.reset()
        started = self._clock()
        try:
            async with turn or asyncio.Semaphore():
                started = self._clock()
                await self._work()
        except asyncio.CancelledError:
            self._end(Stage.CANCELLED, started)
            raise
        except ApiError as error:
            self._end(Stage.FAILED, started, _reason(error), error.hint)
        except ExportError as error:
            self._end(Stage.FAILED, started, error.message, error.hint)
        except OSError as error:
            problem = file_problem(error, self.target)
            self._end(Stage.FAILED, started, problem.message, problem.hint)
        else:
            self._end(Stage.DONE, started)

    def reset(self) -> None:
        """Be about to run."""
        self._part = None
        self._change(self._begun(), at_once=True)

    def fail(self, reason: str) -> None:
        """Say that it ended for a reason that nobody thought of."""
        self._change(replace(self.progress, stage=Stage.FAILED, reason=reason), at_once=True)

    def _begun(self) -> Progress:
        return Progress(self.target, in_bytes=self.in_bytes)

    # What is said

    def _say(self, **changes: object) -> None:
        at_once = changes.get("stage", self.progress.stage) is not self.progress.stage
        left, rate = None, self._pace.rate()
        changed = replace(self.progress, **changes)  # type: ignore[arg-type]
        if rate and changed.total is not None:
            left = max(0, changed.total - changed.rows) / rate
        self._change(replace(changed, rate=rate, left=left), at_once=at_once)

    def _end(self, stage: Stage, started: float, reason: str = "", hint: str = "") -> None:
        seconds = self._clock() - started
        rows = self._part.saved.rows if self._part is not None else 0
        new = rows - self.progress.resumed
        rate = new / seconds if seconds > 0 and new > 0 else None
        ended = replace(
            self.progress, stage=stage, rows=rows, reason=reason, hint=hint, seconds=seconds
        )
        self._change(replace(ended, rate=rate, left=None), at_once=True)

    def _change(self, progress: Progress, *, at_once: bool = False) -> None:
        self.progress = progress
        self._on_change(at_once)


def _reason(error: ApiError) -> str:
    """An error's sentence, and the service's own words where they say more."""
    if error.detail and error.detail not in error.message:
        return f"{error.message} ({error.detail})"
    return error.message
