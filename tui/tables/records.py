"""One row of a table after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tui.tables.query import Column, Query
from tui.tables.source import Row, RowSource


class RecordReader(Protocol):
    """What gives records one by one. A call may be cancelled."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of a record, in order."""
        ...

    @property
    def total(self) -> int | None:
        """Number of records; None while nothing said it."""
        ...

    async def row(self, position: int) -> Row | None:
        """The cells of the record at `position` (from 0), one for each of `columns`; None past the
        end. Raises `tui.api.errors.ApiError`."""
        ...


class SourceReader:
    """The records of a query, read from a `RowSource` by whole pages."""

    def __init__(
        self,
        source: RowSource,
        query: Query,
        columns: Sequence[Column],
        *,
        total: int | None = None,
    ) -> None:
        self._source = source
        self._query = query
        self._columns = tuple(columns)
        self._total = total

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def total(self) -> int | None:
        return self._total

    async def row(self, position: int) -> Row | None:
        size = self._source.page_size
        start = position // size * size
        window = await self._source.window(self._query, start, start + size)
        if window.total is not None:
            self._total = window.total
        elif window.at_end and window.rows:
            self._total = start + len(window.rows)
        if position - start >= len(window.rows):
            return None
        cells = dict(zip(window.columns, window.rows[position - start], strict=False))
        return tuple(cells.get(column.name) for column in self._columns)
