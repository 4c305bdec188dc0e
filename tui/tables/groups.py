"""Groups of rows as a `RowSource`: all of them are read, then ordered here.

The service orders groups by what they are grouped by, never by what is computed. So every page of
groups is asked for, in that one order which makes pages neither overlap nor skip, and any other
order is made of the groups at hand.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from tui.i18n import gettext as _
from tui.tables.group_rules import ROW_COUNT
from tui.tables.operators import typed
from tui.tables.query import (
    COMPUTED,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Function,
    Op,
    Query,
    Schema,
    Sort,
)
from tui.tables.remote import PAGE_SIZE, RemoteTable
from tui.tables.source import Cell, Row, Window
from tui.text import clean_line

BOUND = 10_000
"""Groups read without being asked for more."""

_FOLDED = 400
"""Characters of a text that are compared without case or accents."""

_ACCENTS = re.compile("[\u0300-\u036f]+")

SortKey = tuple[int, float, str, str]


class GroupedTable:
    """The groups of one query, in any order.

    Attributes:
        query: Filters, columns to group by and measures; neither sorts nor columns.
        columns: What a group is made of: what it is grouped by, then its measures.
        limit: Groups to read, at most.
        rows: The groups read so far, in the service's order.
        is_complete: Whether these are all of them.
        is_doubtful: Whether some came twice, so that others may never have come.
    """

    def __init__(
        self,
        table: RemoteTable,
        schema: Schema,
        query: Query,
        *,
        limit: int = BOUND,
        on_progress: Callable[[int], None] | None = None,
    ) -> None:
        self.query = grouping_of(query)
        self.columns = group_columns(schema, query)
        self.limit = limit
        self.rows: list[Row] = []
        self.is_complete = False
        self.is_doubtful = False
        self._table = table
        self._on_progress = on_progress
        self._pages = 0
        self._seen: set[str] = set()
        self._reading = asyncio.Lock()
        self._ordered: tuple[tuple[Sort, ...], int, tuple[Row, ...]] | None = None

    @property
    def page_size(self) -> int:
        return PAGE_SIZE

    @property
    def asked(self) -> Query:
        """What the service is asked: the order of the groups' own values, the only one it has."""
        return self.query.sorted_by(*(Sort(name) for name in self.query.group_by))

    @property
    def is_read(self) -> bool:
        """Whether there is nothing left to read, or no wish to."""
        return self.is_complete or len(self.rows) >= self.limit

    async def schema(self) -> Schema:
        """The columns of the groups."""
        return Schema(self.columns)

    async def window(self, query: Query, start: int, stop: int) -> Window:
        """Groups `start` to `stop` (excluded) in the order of `query`, once all were read.

        ``GET /api/resources/{rid}/data/``, a page after the other. Raises `ApiError`, and
        ValueError for a query of other groups.
        """
        if grouping_of(query) != self.query:
            raise ValueError("these are not the groups of that query")
        await self.read()
        rows = self.ordered(query.sorts)
        kept = rows[start:stop]
        return Window(
            query=query,
            start=start,
            columns=tuple(column.name for column in self.columns),
            rows=kept,
            ids=(None,) * len(kept),
            total=len(rows),
            at_end=stop >= len(rows),
        )

    async def read(self) -> None:
        """Read groups until there are no more, or as many as `limit`.

        What was read before a cancellation or an error is kept: the next call goes on from there.
        """
        async with self._reading:
            while not self.is_read:
                start = self._pages * PAGE_SIZE
                window = await self._table.window(self.asked, start, start + PAGE_SIZE)
                self._take(window)

    def _take(self, window: Window) -> None:
        self._pages += 1
        self.is_complete = window.at_end or not window.rows
        for row in window.rows:
            key = repr(row[: len(self.query.group_by)])
            if key in self._seen:
                self.is_doubtful = True
            else:
                self._seen.add(key)
                self.rows.append(row)
        several = len(self.query.group_by) > 1 and self._pages > 1
        if several and self._table.sorts_plainly:
            self.is_doubtful = True
        if self._on_progress is not None:
            self._on_progress(len(self.rows))

    def stop(self) -> None:
        """Be content with the groups at hand."""
        self.limit = len(self.rows)

    def more(self) -> None:
        """Read further: as many again as are read without being asked for."""
        self.limit = len(self.rows) + BOUND

    def ordered(self, sorts: tuple[Sort, ...]) -> tuple[Row, ...]:
        """The groups at hand in this order; those that tie in that of their own values."""
        held = self._ordered
        if held is None or held[:2] != (sorts, len(self.rows)):
            names = [column.name for column in self.columns]
            rows = ordered(self.rows, names, sorts)
            held = self._ordered = (sorts, len(self.rows), rows)
        return held[2]

    def largest(self) -> dict[str, float]:
        """The largest value of each measure that is a number and never negative."""
        found = {}
        first = len(self.query.group_by)
        for place, column in enumerate(self.columns[first:], first):
            numbers = [_size(row[place]) for row in self.rows if row[place] is not None]
            known = [number for number in numbers if number is not None]
            if known == numbers and known and min(known) >= 0 and max(known) > 0:
                found[column.name] = max(known)
        return found


def grouping_of(query: Query) -> Query:
    """What groups `query` asks for, whatever their order."""
    return replace(query, columns=(), sorts=())


def group_columns(schema: Schema, query: Query) -> tuple[Column, ...]:
    """The columns of the groups of `query`: those grouped by, then a measure each."""
    return (
        *(schema.column(name) or Column(name) for name in query.group_by),
        *(_measure_column(schema, aggregate) for aggregate in query.aggregates),
    )


def measure_title(aggregate: Aggregate) -> str:
    """What is computed, in a few words, safe to draw: ``rows``, ``sum of population``."""
    if aggregate == ROW_COUNT:
        return _("rows")
    forms = {
        Function.COUNT: _("count of {column}"),
        Function.SUM: _("sum of {column}"),
        Function.AVG: _("mean of {column}"),
        Function.MIN: _("min of {column}"),
        Function.MAX: _("max of {column}"),
    }
    return forms[aggregate.function].format(column=clean_line(aggregate.column, 120))


def first_order(query: Query) -> tuple[Sort, ...]:
    """The order in which groups are shown first: the largest of their first measure."""
    return tuple(Sort(a.name, descending=True, nulls="last") for a in query.aggregates[:1])


def turned(query: Query, column: Column) -> Query:
    """`query` ordered by `column` alone, the other way round where it was already.

    Measures begin with the largest, other columns with the least; empty cells come last.
    """
    now = query.sort_of(column.name)
    first = column.name not in query.group_by and column.type in _MEASURED
    descending = first if now is None else not now.descending
    return query.sorted_by(Sort(column.name, descending=descending, nulls="last"))


def ordered(rows: Iterable[Row], names: Sequence[str], sorts: Sequence[Sort]) -> tuple[Row, ...]:
    """`rows`, whose cells bear `names`, in this order; those that tie as they were.

    Without a word on nulls they come last going up and first going down, as the service has them.
    Sorts by columns that are not there are ignored.
    """
    found = list(rows)
    for sort in reversed([sort for sort in sorts if sort.column in names]):
        found = _ordered_by(found, names.index(sort.column), sort)
    return tuple(found)


def sort_key(cell: Cell) -> SortKey:
    """How a cell compares: numbers by value, then texts without case or accents, then the rest."""
    if isinstance(cell, int) or (isinstance(cell, float) and not math.isnan(cell)):
        return (0, cell, "", "")
    if isinstance(cell, str):
        return (1, 0, _folded(cell), cell)
    return (2, 0, json.dumps(cell, sort_keys=True), "")


def rows_of_group(query: Query, schema: Schema, columns: Sequence[Column], row: Row) -> Query:
    """The rows behind the group `row`, whose cells are those of `columns`.

    Raises `QueryError` where a value of the group cannot be asked for.
    """
    places = {column.name: place for place, column in enumerate(columns)}
    conditions = [_condition(name, row[places[name]]) for name in query.group_by]
    return typed(Query(where=query.where).filtered(*conditions), schema)


_MEASURED = frozenset((ColumnType.INT, ColumnType.FLOAT))


def _measure_column(schema: Schema, aggregate: Aggregate) -> Column:
    name, title, function = aggregate.name, measure_title(aggregate), aggregate.function
    if function is Function.COUNT:
        return Column(name, ColumnType.INT, COMPUTED, title)
    base = schema.column(aggregate.column) or Column(aggregate.column)
    if function is Function.AVG:
        return Column(name, ColumnType.FLOAT, COMPUTED, title)
    if function is Function.SUM:
        return Column(name, base.type, COMPUTED, title)
    return Column(name, base.type, base.format, title)


def _ordered_by(rows: list[Row], place: int, sort: Sort) -> list[Row]:
    known = [row for row in rows if row[place] is not None]
    nulls = [row for row in rows if row[place] is None]
    # Reversed, Python's sort still keeps what ties in the order in which it came.
    known.sort(key=lambda row: sort_key(row[place]), reverse=sort.descending)
    nulls_first = sort.nulls == "first" or (sort.nulls is None and sort.descending)
    return nulls + known if nulls_first else known + nulls


def _folded(text: str) -> str:
    if text.isascii():
        return text[:_FOLDED].casefold()
    return _ACCENTS.sub("", unicodedata.normalize("NFKD", text[:_FOLDED].casefold()))


def _condition(name: str, cell: Cell) -> Condition:
    if cell is None:
        return Condition(name, Op.ISNULL)
    if isinstance(cell, float):
        return Condition(name, Op.EXACT, Decimal(repr(cell)))
    if isinstance(cell, (list, dict)):
        return Condition(name, Op.EXACT, json.dumps(cell))
    return Condition(name, Op.EXACT, cell)


def _size(cell: Cell) -> float | None:
    """A number as a bar can show it; None for what is none, or is beyond any bar."""
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return None
    return float(cell) if abs(cell) <= sys.float_info.max else None
