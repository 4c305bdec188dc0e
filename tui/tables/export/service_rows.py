"""The rows of a query of the Tabular API: in one stream up to 50,000, else page by page.

Without an order of its own, a query is read by `ROW_ID`: each request asks for what comes after the
last row, so that nothing can come twice or be skipped. In an order it is read page after page, ties
broken by `ROW_ID`. Every page tells how many rows there are: one that tells otherwise than the
first count ends the export.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Iterable,
    Mapping,
)
from contextlib import aclosing
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from tui.api.errors import ApiError, BadPayload, NotFound, RateLimited, TooLong
from tui.i18n import gettext as _
from tui.tables.export.plan import follows_ids, needs_pages, ties_problem
from tui.tables.export.problems import ExportError, TableChanged
from tui.tables.export.progress import Route
from tui.tables.export.rows import Batch, Count, Done
from tui.tables.query import ROW_ID, Condition, Op, Query, Schema
from tui.tables.remote import AT_ONCE, PAGE_SIZE, RemoteTable
from tui.tables.view import columns_to_ask, shown_columns
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models.table import RowsPage
    from tui.tables.source import Cell, Row

GO_ON = 3
"""Times that reading goes on by itself after a failure that may pass, without a row between."""

Sleep = Callable[[float], Awaitable[object]]


class ServiceRows:
    """All rows of `query`, which must not be grouped. Raises `ApiError` wherever it awaits.

    Args:
        stream_limit: Matching rows beyond which the service is not asked for a stream.
        sleep: For tests.
    """

    def __init__(
        self,
        table: RemoteTable,
        schema: Schema,
        query: Query,
        *,
        stream_limit: int | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self.columns = tuple(shown_columns(schema, query.columns, ()))
        self.route = Route.STREAM
        self._names = [column.name for column in self.columns]
        asked = columns_to_ask(schema, self._names, ()) if query.columns else ()
        self._given = len(asked or schema)
        self._query = replace(query, columns=asked)
        self._table = table
        self._limit = stream_limit
        self._sleep = sleep

    @property
    def key(self) -> str:
        said = [self._table.stream_url(self._query), [*map(repr, self.columns)]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    async def count(self) -> Count:
        """``GET /api/resources/{rid}/`` and ``.../data/?page_size=1``."""
        tabular, rid = self._table.tabular, self._table.rid
        await self._table.schema()
        try:
            meta = await tabular.meta(rid, reload=True)
            edition = meta.created_at.isoformat() if meta.created_at is not None else ""
        except NotFound:
            edition = ""
        params = self._table.params(replace(self._query, columns=(), sorts=()))
        page = await tabular.exact_rows(rid, params, page=1, page_size=1)
        return Count(page.total, edition)

    async def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        """``GET .../data/json/``, or ``.../data/`` as often as it takes."""
        failures = 0
        self.route = Route.PAGES if needs_pages(count.total, self._limit) else Route.STREAM
        while True:
            try:
                async with aclosing(self._read(count, done)) as batches:
                    async for batch in batches:
                        failures, done = 0, batch.done
                        yield batch
                return
            except TooLong:
                if self.route is Route.PAGES:
                    raise
                self.route = Route.PAGES
            except ApiError as error:
                failures += 1
                if failures > GO_ON or not _may_pass(error):
                    raise
                await self._sleep(failures)

    def _read(self, count: Count, done: Done) -> AsyncGenerator[Batch, None]:
        if self.route is Route.STREAM:
            return self._streamed(done)
        if follows_ids(self._query):
            return self._after_each_other(count, done)
        if self._table.sorts_plainly:
            raise ExportError(ties_problem())
        return self._by_number(count, done)

    # One stream

    async def _streamed(self, done: Done) -> AsyncGenerator[Batch, None]:
        query, skipped, last_id = self._query, done.rows, None
        if done.last_id is not None and follows_ids(query):
            query, skipped, last_id = _after(query, done.last_id), 0, done.last_id
        if skipped and self._query.sorts and self._table.sorts_plainly:
            raise OtherOrder
        had, follow = done.rows - skipped, follows_ids(query)
        tabular, rid = self._table.tabular, self._table.rid
        async with tabular.streamed_rows(rid, self._table.params(query)) as objects:
            async for part in objects:
                for some in _chunks(part):
                    last_id = _last_id(some, last_id) if follow else None
                    follow = follow and last_id is not None
                    rows = [self._cells(item) for item in some]
                    fresh = rows[max(0, skipped - had) :]
                    had += len(rows)
                    if fresh:
                        yield Batch(fresh, Done(had, last_id))

    # Pages

    async def _after_each_other(self, count: Count, done: Done) -> AsyncGenerator[Batch, None]:
        had, last, gapless = done.rows, done.last_id, False
        ahead = _Ahead(self._page_after)
        try:
            while count.total is None or had < count.total:
                # Ids that followed each other without a gap will go on so: one page more is asked.
                more = count.total is None or had + PAGE_SIZE < count.total
                page = await ahead.take(last, [(last or 0) + PAGE_SIZE] if gapless and more else [])
                _check(page, count, had)
                if page.rows:
                    before, last = last or 0, _last_id(page.rows, last)
                    if last is None:
                        raise BadPayload(detail=_("rows that are not in order"))
                    gapless = last == before + PAGE_SIZE
                    had += len(page.rows)
                    yield Batch([self._cells(item) for item in page.rows], Done(had, last))
                if len(page.rows) < PAGE_SIZE:
                    return
        finally:
            await ahead.close()

    async def _page_after(self, last: int | None) -> RowsPage:
        query = self._query if last is None else _after(self._query, last)
        return await self._page(query, 1)

    async def _by_number(self, count: Count, done: Done) -> AsyncGenerator[Batch, None]:
        ahead = _Ahead(lambda number: self._page(self._query, number or 1))
        had, number = done.rows, done.rows // PAGE_SIZE + 1
        try:
            while count.total is None or had < count.total:
                more = count.total is not None and number * PAGE_SIZE < count.total
                page = await ahead.take(number, [number + 1] if more else [])
                _check(page, count, 0)
                fresh = page.rows[had - (number - 1) * PAGE_SIZE :]
                had += len(fresh)
                number += 1
                if fresh:
                    yield Batch([self._cells(item) for item in fresh], Done(had))
                if len(page.rows) < PAGE_SIZE:
                    return
        finally:
            await ahead.close()

    async def _page(self, query: Query, number: int) -> RowsPage:
        params = self._table.params(query)
        return await self._table.tabular.exact_rows(self._table.rid, params, page=number)

    def _cells(self, row: Mapping[str, Cell]) -> Row:
        """The cells of a row. Raises `TableChanged` where it has not the columns it should."""
        try:
            cells = tuple(row[name] for name in self._names)
        except KeyError as error:
            name = clean_line(str(error.args[0]), 60)
            raise TableChanged(_("It has no column “{name}”.").format(name=name)) from error
        if len(row) - (ROW_ID in row) != self._given:
            raise TableChanged(_("It has columns that it had not."))
        return cells


class OtherOrder(ExportError):
    """The rows that are left cannot be told from those that came."""

    is_spoilt = True

    def __init__(self) -> None:
        super().__init__(
            _("This service gives rows that tie in any order: what is left of them is unknown."),
            _("Started over, it may go through."),
        )


class _Ahead:
    """Pages asked for before it is their turn: one more than the one that is waited for."""

    def __init__(self, fetch: Callable[[int | None], Awaitable[RowsPage]]) -> None:
        self._fetch = fetch
        self._asked: dict[int | None, asyncio.Future[RowsPage]] = {}

    async def take(self, wanted: int | None, following: Iterable[int]) -> RowsPage:
        """The page `wanted`; those `following` are asked for, any other is given up."""
        keys: list[int | None] = [wanted, *islice(following, AT_ONCE - 1)]
        await self._drop([key for key in self._asked if key not in keys])
        for key in keys:
            if key not in self._asked:
                self._asked[key] = asyncio.ensure_future(self._fetch(key))
        page = await self._asked[wanted]
        del self._asked[wanted]
        return page

    async def close(self) -> None:
        """Give up every page asked for."""
        await self._drop(list(self._asked))

    async def _drop(self, keys: list[int | None]) -> None:
        dropped = [self._asked.pop(key) for key in keys]
        for task in dropped:
            task.cancel()
        await asyncio.gather(*dropped, return_exceptions=True)


def _after(query: Query, row_id: int) -> Query:
    return query.filtered(Condition(ROW_ID, Op.STRICTLY_GREATER, row_id))


def _check(page: RowsPage, count: Count, before: int) -> None:
    """Raises `TableChanged` where the page, after that many rows, tells of another table."""
    if page.total is not None and count.total is not None and page.total + before != count.total:
        raise TableChanged


def _last_id(rows: Iterable[Mapping[str, Cell]], last: int | None) -> int | None:
    """`ROW_ID` of the last row; None where they do not follow each other, or have none."""
    for row in rows:
        number = row.get(ROW_ID)
        if not isinstance(number, int) or (last is not None and number <= last):
            return None
        last = number
    return last


def _may_pass(error: ApiError) -> bool:
    return error.retryable and not isinstance(error, RateLimited)


def _chunks(rows: list[dict[str, Cell]], size: int = 500) -> Iterable[list[dict[str, Cell]]]:
    return (rows[start : start + size] for start in range(0, len(rows), size))
