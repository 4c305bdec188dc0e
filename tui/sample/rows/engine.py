"""Runs queries on the tables, in threads, and gives up at once when nobody waits any more."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from tui.sample.rows.cells import Raw
from tui.sample.tables.store import Table
from tui.tables.query import ROW_ID, Condition, Group, Op, Query
from tui.tables.sql_form import Sql, count_sql, to_sql

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")

DEEP = 20_000
"""Rows skipped from which it pays to order the row numbers alone."""

INSIST = 0.02
"""Seconds between two interruptions of a query that nobody waits for."""

CHUNK = 2_000
"""Rows of a stream fetched at once."""


class Cursors(Protocol):
    """What gives connections: a `TableStore`."""

    def cursor(self) -> DuckDBPyConnection: ...


Maker = Callable[["DuckDBPyConnection"], Table]
"""What gives a table, made if need be with the connection."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of a query, and how many there are in all (None when they were not asked for)."""

    columns: tuple[str, ...]
    rows: list[tuple[Raw, ...]]
    total: int


class Engine:
    """Asynchronous queries over blocking connections. One connection a call."""

    def __init__(self, store: Cursors) -> None:
        self._store = store

    async def run(self, work: Callable[[DuckDBPyConnection], T]) -> T:
        """The result of `work` in a thread; a cancellation interrupts its statement."""
        cursor = await asyncio.to_thread(self._store.cursor)
        return await _in_thread(cursor, lambda: work(cursor))

    async def count(self, query: Query, make: Maker) -> int:
        """Rows that pass the filters of `query`."""

        def work(cursor: DuckDBPyConnection) -> int:
            return _count(query, make(cursor), cursor)

        return await self.run(work)

    async def page(self, query: Query, make: Maker, *, limit: int, offset: int) -> Answer:
        """Some rows of `query`; none beyond its rows, which `Answer.total` tells."""

        def work(cursor: DuckDBPyConnection) -> Answer:
            table = make(cursor)
            total = _count(query, table, cursor)
            if offset > total:
                return Answer((), [], total)
            if offset >= DEEP and not query.is_aggregated:
                return _deep(query, table, cursor, limit, offset, total)
            sql = _sql(query, table, limit, offset)
            return Answer(sql.columns, _fetch(sql, cursor), total)

        return await self.run(work)

    async def chunks(
        self, query: Query, make: Maker
    ) -> AsyncIterator[tuple[tuple[str, ...], list[tuple[Raw, ...]]]]:
        """Every row of `query`, a few at a time, with the names of its columns."""
        cursor = await asyncio.to_thread(self._store.cursor)

        def start() -> Sql:
            sql = _sql(query, make(cursor), None, 0)
            cursor.execute(sql.text, sql.parameters)
            return sql

        sql = await _in_thread(cursor, start)
        while rows := await _in_thread(cursor, lambda: cursor.fetchmany(CHUNK)):
            yield sql.columns, rows


async def _in_thread(cursor: DuckDBPyConnection, work: Callable[[], T]) -> T:
    ended = threading.Event()

    def tell_the_end() -> T:
        try:
            return work()
        finally:
            ended.set()

    running = asyncio.create_task(asyncio.to_thread(tell_the_end))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        running.add_done_callback(_forget)
        _interrupt(cursor, ended)
        raise


def _interrupt(cursor: DuckDBPyConnection, ended: threading.Event) -> None:
    """Interrupt until it is over: an interruption that comes between two statements is lost."""
    if not ended.is_set():
        cursor.interrupt()
        asyncio.get_running_loop().call_later(INSIST, _interrupt, cursor, ended)


def _forget(running: asyncio.Task[T]) -> None:
    """Take note of how it ended, as nobody else will."""
    if not running.cancelled():
        running.exception()


def _sql(query: Query, table: Table, limit: int | None, offset: int) -> Sql:
    return to_sql(
        query, table.schema, table.relation, limit=limit, offset=offset, names=table.names
    )


def _deep(
    query: Query, table: Table, cursor: DuckDBPyConnection, limit: int, offset: int, total: int
) -> Answer:
    """A page far into a large order: find which rows it holds, then read those only."""
    ordered = _sql(replace(query, columns=(ROW_ID,)), table, limit, offset)
    ids = [row[0] for row in _fetch(ordered, cursor)]
    every = (ROW_ID, *(column.name for column in table.schema))
    wanted = tuple(dict.fromkeys(query.columns or every))
    kept = Condition(ROW_ID, Op.IN, tuple(one for one in ids if isinstance(one, int)))
    read = _sql(Query((*wanted, ROW_ID), Group("and", (kept,))), table, None, 0)
    place = read.columns.index(ROW_ID)
    found = {row[place]: row[: len(wanted)] for row in _fetch(read, cursor)}
    return Answer(wanted, [found[one] for one in ids], total)


def _count(query: Query, table: Table, cursor: DuckDBPyConnection) -> int:
    if not query.where.items:
        return table.rows
    rows = _fetch(count_sql(query, table.schema, table.relation, names=table.names), cursor)
    total = rows[0][0]
    assert isinstance(total, int)
    return total


def _fetch(sql: Sql, cursor: DuckDBPyConnection) -> list[tuple[Raw, ...]]:
    return cursor.execute(sql.text, sql.parameters).fetchall()
