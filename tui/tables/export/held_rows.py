"""Rows that are here already, or that something else gives by windows."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Sequence

from tui.i18n import gettext as _
from tui.tables.export.problems import ExportError
from tui.tables.export.progress import Route
from tui.tables.export.rows import Batch, Count, Done
from tui.tables.groups import GroupedTable
from tui.tables.query import Column, Query, Schema
from tui.tables.remote import RemoteTable
from tui.tables.source import Row, RowSource

AT_A_TIME = 500
"""Rows written at once."""


class HeldRows:
    """Rows in memory, such as those a person marked."""

    route = Route.HELD
    key = ""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.columns = tuple(columns)
        self._rows = rows

    async def count(self) -> Count:
        return Count(len(self._rows))

    async def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        for start in range(done.rows, len(self._rows), AT_A_TIME):
            rows = self._rows[start : start + AT_A_TIME]
            yield Batch(rows, Done(start + len(rows)))


class SourceRows:
    """Rows of any `RowSource`, read window after window."""

    route = Route.PAGES
    key = ""

    def __init__(self, source: RowSource, query: Query, columns: Sequence[Column]) -> None:
        self.columns = tuple(columns)
        self._source = source
        self._query = query

    async def count(self) -> Count:
        window = await self._source.window(self._query, 0, self._source.page_size)
        at_end = len(window.rows) if window.at_end else None
        return Count(window.total if window.total is not None else at_end)

    async def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        names, had = [column.name for column in self.columns], done.rows
        while True:
            window = await self._source.window(self._query, had, had + self._source.page_size)
            places = [window.columns.index(name) for name in names]
            rows = [tuple(row[place] for place in places) for row in window.rows]
            had += len(rows)
            if rows:
                yield Batch(rows, Done(had))
            if window.at_end or not rows:
                return


class GroupRows:
    """The groups of the rows of a table: all of them, however many, in the order of `query`."""

    route = Route.PAGES
    key = ""

    def __init__(self, table: RemoteTable, schema: Schema, query: Query) -> None:
        self._groups = GroupedTable(table, schema, query, limit=sys.maxsize)
        self._sorts = query.sorts
        self.columns = self._groups.columns

    async def count(self) -> Count:
        """Read them all: the service does not count groups, nor order them by what is computed."""
        await self._groups.read()
        if self._groups.is_doubtful:
            raise ExportError(
                _("The service gives these groups in no certain order: some may lack.")
            )
        return Count(len(self._groups.rows))

    def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        return HeldRows(self.columns, self._groups.ordered(self._sorts)).batches(count, done)
