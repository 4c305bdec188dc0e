"""Pages of rows kept for a while, bounded by the cells they hold."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from tui.tables.query import Query
from tui.tables.source import Row

CELLS_KEPT = 400_000
"""Cells held at once: 40,000 rows of 10 columns, 1,300 of 300."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the answer to a query.

    Attributes:
        rows: Cells in the order of the columns asked; none past the end.
        ids: `ROW_ID` of each row, where there is one.
        total: Rows of the query when the page was fetched; None when the service did not say.
        at_end: Whether the query has no row after these.
    """

    rows: tuple[Row, ...]
    ids: tuple[int | None, ...]
    total: int | None
    at_end: bool

    @property
    def cells(self) -> int:
        return sum(len(row) for row in self.rows) or 1


class PageCache:
    """Pages by query and number, the least lately read let go first."""

    def __init__(self, cells_kept: int = CELLS_KEPT) -> None:
        self._cells_kept = cells_kept
        self._cells = 0
        self._pages: OrderedDict[tuple[Query, int], Page] = OrderedDict()

    def get(self, query: Query, number: int) -> Page | None:
        page = self._pages.get((query, number))
        if page is not None:
            self._pages.move_to_end((query, number))
        return page

    def put(self, query: Query, number: int, page: Page) -> None:
        self._drop((query, number))
        self._pages[query, number] = page
        self._cells += page.cells
        while self._cells > self._cells_kept and len(self._pages) > 1:
            self._drop(next(iter(self._pages)))

    def forget(self, query: Query | None = None) -> None:
        """Let go of the pages of `query`, or of all."""
        for key in [key for key in self._pages if query in (None, key[0])]:
            self._drop(key)

    def _drop(self, key: tuple[Query, int]) -> None:
        page = self._pages.pop(key, None)
        if page is not None:
            self._cells -= page.cells
