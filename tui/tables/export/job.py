"""One export, from the first count to the file that bears its name."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from tui.i18n import gettext as _
from tui.tables.export.formats import Format
from tui.tables.export.part import Part, Saved
from tui.tables.export.problems import ExportError, RowsMissing, TableChanged
from tui.tables.export.progress import Stage
from tui.tables.export.rows import Batch, Count, Done, Rows
from tui.tables.export.running import Job
from tui.tables.export.threads import in_thread
from tui.tables.export.writers import writer_for

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

CHECKPOINT = 1.0
"""Seconds between two notes of how far the file goes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be written, and where.

    Attributes:
        rows: What gives the rows.
        made: The format.
        target: The file.
        title: What it is, in a few words, safe to draw.
        about: More of it: filters, order; safe to draw.
        overwrite: Whether the person agreed that a file of that name goes.
        replace_part: Whether the person agreed that an unfinished export of other rows goes.
    """

    rows: Rows
    made: Format
    target: Path
    title: str
    about: str = ""
    overwrite: bool = False
    replace_part: bool = False

    @property
    def key(self) -> str:
        """A digest of what is written; of rows that cannot be had again, one of no other."""
        known = self.rows.key or f"{id(self.rows)} {time.time_ns()}"
        return hashlib.sha256(f"{self.made} {known}".encode()).hexdigest()


class Export(Job):
    """The writing of one order.

    Attributes:
        order: What is asked.
    """

    def __init__(
        self,
        order: Order,
        *,
        on_change: Callable[[bool], None] = lambda _at_once: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(order.target, order.key, on_change=on_change, clock=clock)
        self.order = order
        self._writer = writer_for(order.made, [column.name for column in order.rows.columns])
        self._noted = 0.0

    # What is done

    async def _work(self) -> None:
        self._say(stage=Stage.COUNTING)
        count = await self.order.rows.count()
        self._part = part = Part(self.order.target, Saved(self.key, count.edition, count.total))
        keep = bool(self.order.rows.key)
        try:
            await in_thread(lambda: part.open(may_replace=self.order.replace_part))
            await self._write(part, count)
            await self._finish(part, count)
        except ExportError as error:
            keep = keep and not error.is_spoilt
            raise
        finally:
            await in_thread(lambda: part.let_go(keep=keep))

    async def _write(self, part: Part, count: Count) -> None:
        saved = part.saved
        self._pace.begin(saved.rows)
        self._say(
            stage=Stage.RUNNING,
            rows=saved.rows,
            total=count.total,
            size=saved.size,
            resumed=saved.rows,
        )
        if not saved.size:
            await self._append(part, self._writer.head, Done())
        if saved.rows and saved.rows == count.total:
            return
        done = Done(saved.rows, saved.last_id)
        batches = cast("AsyncGenerator[Batch, None]", self.order.rows.batches(count, done))
        async with aclosing(batches):
            async for batch in batches:
                await self._take(part, batch)

    async def _take(self, part: Part, batch: Batch) -> None:
        first = part.saved.rows == 0
        await self._append(part, lambda: self._writer.rows(batch.rows, first=first), batch.done)
        self._pace.note(batch.done.rows)
        self._say(rows=batch.done.rows, size=part.saved.size, route=self.order.rows.route)

    async def _append(self, part: Part, made: Callable[[], bytes], done: Done) -> None:
        """Write in a thread what `made` makes there."""
        note = self._clock() - self._noted >= CHECKPOINT

        def append() -> None:
            part.append(made(), rows=done.rows, last_id=done.last_id)
            if note:
                part.save()

        await in_thread(append)
        if note:
            self._noted = self._clock()

    async def _finish(self, part: Part, count: Count) -> None:
        self._say(stage=Stage.FINISHING)
        if count.total is not None and part.saved.rows != count.total:
            raise RowsMissing(part.saved.rows, count.total)
        if await self.order.rows.count() != count:
            raise TableChanged
        whole, notes = part.path, list[str]()
        if count.total is None:
            notes.append(_("The service does not count these rows: their number was not checked."))
        if self.order.made is Format.PARQUET:
            whole = part.made
            notes += await self._convert(part)
        else:
            await self._close(part)
        path = await in_thread(lambda: part.publish(whole, overwrite=self.order.overwrite))
        if path != self.order.target:
            notes.append(_("A file of that name had come meanwhile: this one has another."))
        self._say(path=path, size=path.stat().st_size, notes=tuple(notes))

    async def _close(self, part: Part) -> None:
        """Write what comes after the rows: it is no part of what one can go on with."""
        saved = part.saved
        tail = self._writer.tail(empty=saved.rows == 0)
        try:
            await in_thread(lambda: part.append(tail, rows=saved.rows, last_id=saved.last_id))
        finally:
            part.saved = saved

    async def _convert(self, part: Part) -> tuple[str, ...]:
        from tui.tables.export.parquet import write_parquet

        columns = self.order.rows.columns
        return await write_parquet(part.path, part.made, columns, part.saved.rows)
