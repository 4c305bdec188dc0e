"""A table that is here whole: a few rows, made by us, in any order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from tui.tables.query import Column, Query, Schema, Sort
from tui.tables.source import Row, Window

SortKey: TypeAlias = Decimal | str | None
"""What a cell is ordered by; all those of a column are of one kind. None comes last, both ways."""

PAGE_SIZE = 50


class Listed(NamedTuple):
    """A row: what its cells show, and what each is ordered by."""

    cells: Row
    keys: tuple[SortKey, ...]


class ListedTable:
    """Rows in memory, as a `RowSource`. It orders them and does nothing else.

    Attributes:
        columns: What the cells of a row are.
        rows: The rows, in their own order.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Listed]) -> None:
        self.columns = tuple(columns)
        self.rows = tuple(rows)

    @property
    def page_size(self) -> int:
        return PAGE_SIZE

    async def schema(self) -> Schema:
        """The columns."""
        return Schema(self.columns)

    async def window(self, query: Query, start: int, stop: int) -> Window:
        """Rows `start` to `stop` (excluded) in the order of `query`; its filters do not count."""
        kept = self.order(query.sorts)[start:stop]
        return Window(
            query=query,
            start=start,
            columns=tuple(column.name for column in self.columns),
            rows=tuple(self.rows[place].cells for place in kept),
            ids=tuple(place + 1 for place in kept),
            total=len(self.rows),
            at_end=stop >= len(self.rows),
        )

    def order(self, sorts: Sequence[Sort]) -> list[int]:
        """The places of the rows, from 0, in the order of `sorts`; those that tie stay as they
        were."""
        names = [column.name for column in self.columns]
        order = list(range(len(self.rows)))
        for sort in reversed(sorts):
            if sort.column in names:
                order = self._ordered(order, names.index(sort.column), sort.descending)
        return order

    def _ordered(self, order: Sequence[int], index: int, descending: bool) -> list[int]:
        keys = {place: self.rows[place].keys[index] for place in order}
        texts = {place: key for place, key in keys.items() if isinstance(key, str)}
        numbers = {place: key for place, key in keys.items() if isinstance(key, Decimal)}
        return [
            *sorted(numbers, key=numbers.__getitem__, reverse=descending),
            *sorted(texts, key=texts.__getitem__, reverse=descending),
            *(place for place, key in keys.items() if key is None),
        ]
