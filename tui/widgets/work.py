"""Workers that may be cancelled before they began."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from textual.worker import Worker
from textual.worker_manager import WorkerManager


class Workers(WorkerManager):
    """The workers of an application. Work that is cancelled at once is put away, where Python would
    warn that nobody ever awaited it."""

    def add_worker(self, worker: Worker[Any], start: bool = True, exclusive: bool = True) -> None:
        super().add_worker(worker, start=start, exclusive=exclusive)
        work, task = worker._work, worker._task
        if task is not None and isinstance(work, Coroutine):
            task.add_done_callback(lambda _task: work.close())
