"""Rows in memory as a `RowSource` that filters, orders and groups: DuckDB answers, on a thread.

DuckDB is given the values as texts, and makes of them what the type of their column says; it gives
back which rows pass and in which order. The cells are those that were given, to the last digit.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Final

from tui.api.errors import BadRequest
from tui.i18n import gettext as _
from tui.tables.export.threads import in_thread
from tui.tables.json_text import json_text
from tui.tables.operators import typed
from tui.tables.query import ROW_ID, Column, ColumnType, Query, QueryError, Schema
from tui.tables.source import Cell, Row, Window
from tui.tables.sql_form import Parameter, quoted_identifier, to_sql
from tui.text import clean_line

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from tui.api.models import Profile

PAGE_SIZE: Final = 50

ORDERS_KEPT: Final = 20
"""Queries whose rows are remembered."""

_TEXT_KEPT: Final = 100_000
"""Characters of a value that count when rows are filtered and ordered."""

_TYPES: Final = {
    ColumnType.INT: "HUGEINT",
    ColumnType.FLOAT: "DOUBLE",
    ColumnType.BOOL: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.DATETIME_TZ: "TIMESTAMP",  # in UTC: zones are an extension of DuckDB
}


class BadLocalQuery(BadRequest):
    """A query that these rows cannot answer; `reason` says why, for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(status=None)
        self.reason = reason

    @property
    def message(self) -> str:
        return self.reason


class LocalTable:
    """Rows in memory.

    Attributes:
        columns: What the cells of a row are.
        rows: The rows, in their own order; their `ROW_ID` counts from 1.
        profile: None: nobody read them before.
        sorts_plainly: False: they are sorted by any number of columns.
    """

    profile: Profile | None = None
    sorts_plainly = False

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(rows)
        self._schema = Schema(self.columns)
        self._names = {column.name: f"c{place}" for place, column in enumerate(columns)}
        self._database: DuckDBPyConnection | None = None
        self._lock = threading.Lock()
        self._orders: dict[Query, tuple[int, ...]] = {}
        self._groups: dict[Query, tuple[Row, ...]] = {}
        self._turn = asyncio.Lock()

    @property
    def page_size(self) -> int:
        return PAGE_SIZE

    async def schema(self) -> Schema:
        """The columns."""
        return self._schema

    def request_size(self, query: Query) -> int:
        """0: nothing is sent."""
        return 0

    def forget(self) -> None:
        """They are what they are: there is nothing to ask again."""

    async def window(self, query: Query, start: int, stop: int) -> Window:
        """Rows `start` to `stop` (excluded) of `query`. Raises `BadLocalQuery`."""
        if query.is_aggregated:
            groups = await self._grouped(query)
            kept, total = groups[start:stop], len(groups)
            names = (*query.group_by, *(aggregate.name for aggregate in query.aggregates))
            ids: tuple[int | None, ...] = (None,) * len(kept)
        else:
            places = await self._ordered(query)
            total, ids = len(places), places[start:stop]
            names = query.columns or tuple(column.name for column in self.columns)
            kept = self._cells(names, places[start:stop])
        at_end = stop >= total
        return Window(query, start, tuple(names), kept, ids, total=total, at_end=at_end)

    def _cells(self, names: Sequence[str], ids: Sequence[int]) -> tuple[Row, ...]:
        if tuple(names) == tuple(self._names):
            return tuple(self.rows[number - 1] for number in ids)
        places = {column.name: place for place, column in enumerate(self.columns)}
        return tuple(
            tuple(
                number if name == ROW_ID else self.rows[number - 1][places[name]] for name in names
            )
            for number in ids
        )

    async def _ordered(self, query: Query) -> tuple[int, ...]:
        """`ROW_ID` of the rows of `query`, in its order."""
        key = Query(where=query.where, sorts=query.sorts)
        async with self._turn:
            if key not in self._orders:
                found = await self._run(Query((ROW_ID,), query.where, query.sorts))
                self._orders[key] = tuple(int(str(row[0])) for row in found)
                while len(self._orders) > ORDERS_KEPT:
                    del self._orders[next(iter(self._orders))]
            return self._orders[key]

    async def _grouped(self, query: Query) -> tuple[Row, ...]:
        async with self._turn:
            if query not in self._groups:
                self._groups = {query: tuple(await self._run(query))}
            return self._groups[query]

    async def _run(self, query: Query) -> list[Row]:
        """What DuckDB answers, in a thread. Raises `BadLocalQuery`."""
        if not self.columns:
            return []
        if query == Query((ROW_ID,)):  # as they are: DuckDB need not be there
            return [(number,) for number in range(1, len(self.rows) + 1)]
        try:
            asked = typed(query, self._schema)
            sql = to_sql(asked, self._schema, "t", names=self._names)
        except QueryError as error:
            raise BadLocalQuery(error.reason) from error

        parameters = [_in_utc(value) for value in sql.parameters]

        def ask() -> list[Row]:
            with self._lock:
                answered = self._opened().execute(sql.text, parameters).fetchall()
            return [tuple(_cell(value) for value in row) for row in answered]

        def stop() -> None:
            if self._database is not None:
                self._database.interrupt()

        # Imported by the thread, and not in the way of keys.
        duckdb = await asyncio.to_thread(import_module, "duckdb")
        try:
            return await in_thread(ask, stop=stop)
        except duckdb.Error as error:
            first = clean_line(str(error).partition("\n")[0], 200)
            said = _("These rows cannot be asked for: {reason}").format(reason=first)
            raise BadLocalQuery(said) from error

    def _opened(self) -> DuckDBPyConnection:
        """DuckDB with the rows in it; made by the first question. Blocks."""
        if self._database is None:
            import duckdb

            database = duckdb.connect(
                ":memory:",
                config={
                    "threads": 1,
                    "autoinstall_known_extensions": False,
                    "autoload_known_extensions": False,
                },
            )
            database.execute("SET enable_progress_bar = false")
            self._fill(database)
            self._database = database
        return self._database

    def _fill(self, database: DuckDBPyConnection) -> None:
        made = [f"range(1, {len(self.rows) + 1}) AS {quoted_identifier(ROW_ID)}"]
        made += [f"CAST(? AS VARCHAR[]) AS c{place}" for place in range(len(self.columns))]
        names = [quoted_identifier(ROW_ID), *(f"c{place}" for place in range(len(self.columns)))]
        spread = ", ".join(f"unnest({name}) AS {name}" for name in names)
        texts = [
            [_text(row[place], column.type) for row in self.rows]
            for place, column in enumerate(self.columns)
        ]
        typed_columns = [quoted_identifier(ROW_ID)]
        for place, column in enumerate(self.columns):
            kind = _TYPES.get(column.type)
            typed_columns.append(
                f"TRY_CAST(c{place} AS {kind}) AS c{place}" if kind else f"c{place}"
            )
        database.execute(
            f"CREATE TABLE t AS SELECT {', '.join(typed_columns)} FROM"  # noqa: S608
            f" (SELECT {spread} FROM (SELECT {', '.join(made)}))",
            texts,
        )


def _in_utc(value: Parameter) -> Parameter:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).replace(tzinfo=None)
    return value


def _text(cell: Cell, kind: ColumnType) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, str):
        if kind is ColumnType.DATETIME_TZ:
            try:
                return str(_in_utc(datetime.fromisoformat(cell)))
            except (ValueError, OverflowError):
                return None
        # What UTF-8 cannot write would stop the whole table from being read.
        return cell[:_TEXT_KEPT].encode("utf-8", "replace").decode()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return json_text(cell, _TEXT_KEPT) if isinstance(cell, (dict, list)) else repr(cell)


def _cell(value: object) -> Cell:
    """A value of DuckDB as a source gives one."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return str(value)
