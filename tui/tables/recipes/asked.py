"""What is asked of the Tabular API: the address of the rows, and how many they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.tables.query import Column, Query, Schema

if TYPE_CHECKING:
    from tui.tables.remote import RemoteTable

PAGE_SIZE = 50
"""Rows of the service's largest page."""

STREAM_ROWS = 50_000
"""Matching rows that the service gives in one answer at most."""


class NoRecipe(ValueError):
    """A recipe that cannot be written for a query; `str()` is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query as it is asked of the service.

    Attributes:
        rows_url: Address of the table's rows, up to the ``?``.
        params: The query as parameters, encoded as the service needs them, without the page; they
            must go out byte for byte.
        page: The page that is read, from 1.
        total: Rows that match; None when nobody said.
    """

    query: Query
    schema: Schema
    rows_url: str
    params: str
    page: int = 1
    total: int | None = None

    @classmethod
    def of(
        cls,
        source: RemoteTable,
        query: Query,
        schema: Schema,
        *,
        row: int = 0,
        total: int | None = None,
    ) -> Asked:
        """What `source` asks for `query`, at the page of `row` (from 0).

        Raises `tui.tables.remote.BadQuery` for a query that the service cannot be asked.
        """
        page = row // PAGE_SIZE + 1
        rows_url, _mark, asked = source.url(query, row).partition("?")
        params = asked.removesuffix(f"page={page}&page_size={PAGE_SIZE}").rstrip("&")
        return cls(query, schema, rows_url, params, page, total)

    @property
    def page_url(self) -> str:
        """The page that is read, ``GET /api/resources/{rid}/data/``."""
        return f"{self.rows_url}?{self.paged}page={self.page}&page_size={PAGE_SIZE}"

    @property
    def paged(self) -> str:
        """The parameters that those of a page follow."""
        return f"{self.params}&" if self.params else ""

    def stream_url(self, kind: str) -> str:
        """All rows, ``GET /api/resources/{rid}/data/{csv,json}/``."""
        params = f"?{self.params}" if self.params else ""
        return f"{self.rows_url}{kind}/{params}"

    @property
    def is_streamed(self) -> bool:
        """Whether the service gives all rows in one answer."""
        # Of groups, it counts the rows before they are grouped: nobody knows how many they are.
        known = self.total is not None and not self.query.is_aggregated
        return known and (self.total or 0) <= STREAM_ROWS

    @property
    def pages(self) -> int | None:
        """Pages that hold all rows; None when nobody knows."""
        return None if self.total is None else max(1, -(-self.total // PAGE_SIZE))

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the answer, in order, without the number of the row."""
        query = self.query
        if query.is_aggregated:
            from tui.tables.groups import group_columns

            return group_columns(self.schema, query)
        names = query.columns or [column.name for column in self.schema]
        return tuple(self.schema.column(name) or Column(name) for name in names)
