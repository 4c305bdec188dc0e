"""The exports and the downloads of one session: under way, waiting for their turn, over."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.export.download import Download, Fetch, FileOrder
from tui.tables.export.formats import Format
from tui.tables.export.job import Export, Order
from tui.tables.export.part import Part, saved_of
from tui.tables.export.progress import Stage
from tui.tables.export.running import Job
from tui.text import clean_line

AT_ONCE = 2
"""Exports that run at the same time; others wait."""

CALM = 0.25
"""Seconds between two calls of those who watch, unless something begins or ends."""


class Exports:
    """What is written to files, whatever place is shown.

    Attributes:
        folder: Where the last one went, and the next one is proposed to go.
        made: The format of the last one, which is proposed too.
    """

    def __init__(
        self,
        *,
        folder: Path | None = None,
        on_bug: Callable[[BaseException], None] = lambda _error: None,
    ) -> None:
        self.folder = folder or Path.cwd()
        self.made = Format.CSV
        self._on_bug = on_bug
        self._jobs: list[Job] = []
        self._tasks: dict[Job, asyncio.Task[None]] = {}
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._watchers: list[Callable[[], None]] = []
        self._news: list[str] = []
        self._timer: asyncio.TimerHandle | None = None
        self._told = 0.0

    def __iter__(self) -> Iterator[Job]:
        """The newest first."""
        return reversed(self._jobs)

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def running(self) -> tuple[Job, ...]:
        """Those that are not over."""
        return tuple(self._tasks)

    @property
    def share(self) -> float | None:
        """How far those under way are, together, 0 to 1; None where nobody knows."""
        now = [job.progress for job in self.running]
        totals = [progress.total for progress in now if progress.total is not None]
        if not sum(totals) or len(totals) < len(now):
            return None
        if len({progress.in_bytes for progress in now}) > 1:  # rows and bytes have no sum
            return sum(progress.share or 0.0 for progress in now) / len(now)
        return min(1.0, sum(progress.rows for progress in now) / sum(totals))

    def start(self, order: Order) -> Export:
        """Begin to write what is asked."""
        job = Export(order, on_change=self._changed)
        self.made = order.made
        self._begin(job)
        return job

    def download(self, order: FileOrder, fetch: Fetch) -> Download:
        """Begin to download what is asked."""
        job = Download(order, fetch, on_change=self._changed)
        self._begin(job)
        return job

    def _begin(self, job: Job) -> None:
        self._jobs.append(job)
        self.folder = job.target.parent
        self._run(job)

    def resume(self, job: Job) -> None:
        """Go on with one that failed or was cancelled, from where it stopped."""
        if job.progress.stage is not Stage.DONE and job not in self._tasks:
            self._run(job)

    async def cancel(self, job: Job) -> None:
        """Stop one; what it wrote is kept, so that it can go on."""
        task = self._tasks.get(job)
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def forget(self, job: Job) -> None:
        """Stop one, and remove it from the list with what it left unfinished."""
        await self.cancel(job)
        if job.progress.stage is not Stage.DONE:
            await asyncio.to_thread(_discard, job)
        if job in self._jobs:
            self._jobs.remove(job)
        self._changed(at_once=True)

    async def close(self) -> None:
        """Stop all; what they wrote is kept."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def take_news(self) -> str:
        """What ended since the last call, in a sentence; empty when nothing did."""
        news, self._news = self._news, []
        return news[-1] if news else ""

    def watch(self, callback: Callable[[], None]) -> None:
        """Call `callback` when something changes, a few times a second at most."""
        if callback not in self._watchers:
            self._watchers.append(callback)

    def unwatch(self, callback: Callable[[], None]) -> None:
        """Stop calling `callback`."""
        if callback in self._watchers:
            self._watchers.remove(callback)

    def _run(self, job: Job) -> None:
        job.reset()
        task = asyncio.create_task(job.run(self._turn))
        self._tasks[job] = task
        task.add_done_callback(lambda done: self._ended(job, done))

    def _ended(self, job: Job, task: asyncio.Task[None]) -> None:
        self._tasks.pop(job, None)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            kind = type(error).__name__
            job.fail(_("Something unexpected happened: {error}").format(error=kind))
            self._on_bug(error)
        progress = job.progress
        if progress.stage is Stage.DONE:
            self._news.append(written(job))
        elif progress.stage is Stage.FAILED:
            said = _("{name} is not finished: {reason}")
            self._news.append(said.format(name=_name(job), reason=progress.reason))
        self._changed(at_once=True)

    # Who is told

    def _changed(self, at_once: bool) -> None:
        loop = asyncio.get_running_loop()
        wait = self._told + CALM - loop.time()
        if at_once or wait <= 0:
            self._tell()
        elif self._timer is None:
            self._timer = loop.call_later(wait, self._tell)

    def _tell(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._told = asyncio.get_running_loop().time()
        for callback in tuple(self._watchers):
            callback()


def written(job: Job) -> str:
    """What a finished export made, in a sentence or two."""
    progress = job.progress
    if progress.in_bytes:
        said = _("{name} is downloaded: {size}.")
        told = said.format(name=_name(job), size=fmt.size(progress.size))
        return f"{told} {progress.warning}".strip()
    said = ngettext(
        "{name} is written: {count} row.", "{name} is written: {count} rows.", progress.rows
    )
    return said.format(name=_name(job), count=fmt.number(progress.rows))


def _name(job: Job) -> str:
    return clean_line(job.progress.path.name, 40)


def _discard(job: Job) -> None:
    """Remove what is left of it, unless it became something else's."""
    saved = saved_of(job.target)
    if saved is not None and saved.key == job.key:
        Part(job.target, saved).discard()
