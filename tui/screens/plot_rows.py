"""The rows that a plot is made of: those that a grid holds, or the first ones of a query."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from tui.tables import fields
from tui.tables.fields import Field
from tui.tables.query import Column, Query
from tui.tables.source import Row, RowSource, Window
from tui.tables.store import RowStore
from tui.widgets.cells import NUMERIC, is_plain_number

YEARS = frozenset({"annee", "année", "year", "millesime", "millésime"})
"""Names and formats of columns whose numbers follow time."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows to plot.

    Attributes:
        columns: What each cell of a row is, in order.
        rows: The rows.
        total: Rows that there are; None when nobody said.
        from_the_first: Whether `rows` are the first ones, none missing in between.
        grouped: Whether each row is a group.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    total: int | None
    from_the_first: bool = False
    grouped: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether there are no other rows."""
        return self.total is not None and len(self.rows) >= self.total

    def fields(self) -> list[Field]:
        """The columns with their cells."""
        return [_field(self, index) for index in range(len(self.columns))]


class MoreRows(Protocol):
    """How more rows are had than those loaded."""

    def __call__(self, limit: int) -> AsyncIterator[Window]:
        """Windows of consecutive rows, from the first one on, until `limit` rows or the end.

        Closing the iterator leaves no request behind. Raises `ApiError`.
        """
        ...


def sample_of(store: RowStore, columns: Mapping[str, Column]) -> Sample:
    """The rows that a grid holds. `columns` are those of its table, by name."""
    pages = list(store.pages())
    rows = tuple(row for _start, page in pages for row in page)
    kept = tuple(columns.get(name) or Column(name) for name in store.columns)
    total = store.count if store.is_sized else None
    whole = bool(pages) and pages[-1][0] + len(pages[-1][1]) == len(rows)
    return Sample(kept, rows, total, from_the_first=whole)


def first_rows(source: RowSource, query: Query) -> MoreRows:
    """The rows of `query`, two pages at a time."""

    async def windows(limit: int) -> AsyncIterator[Window]:
        start = 0
        while start < limit:
            stop = min(limit, start + 2 * source.page_size)
            window = await source.window(query, start, stop)
            yield window
            start += len(window.rows)
            if window.at_end or not window.rows:
                return

    return windows


def _field(sample: Sample, index: int) -> Field:
    column = sample.columns[index]
    plain = column.type in NUMERIC and is_plain_number(column)
    year = plain and _is_year(column)
    cells = (row[index] for row in sample.rows)
    return fields.field(column, cells, plain=year, code=plain and not year)


def _is_year(column: Column) -> bool:
    name = column.name.casefold()
    return column.format in YEARS or name in YEARS or name.startswith(("annee_", "année_"))
