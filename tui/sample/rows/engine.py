"""Runs queries on the tables, in threads, and gives up at once when nobody waits any more."""

from __future__ import annotations

import asyncio
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
        try:
            return await asyncio.to_thread(work, cursor)
        except asyncio.CancelledError:
            cursor.interrupt()
            raise

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
        try:
            table = await asyncio.to_thread(make, cursor)
            sql = _sql(query, table, None, 0)
            await asyncio.to_thread(cursor.execute, sql.text, sql.parameters)
            while rows := await asyncio.to_thread(cursor.fetchmany, CHUNK):
                yield sql.columns, rows
        except asyncio.CancelledError:
            cursor.interrupt()
            raise


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
