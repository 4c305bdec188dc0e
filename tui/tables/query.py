"""What rows a person asked for: columns, filters, sorts, aggregates.

A `Query` is one immutable, hashable value. Everything derives from it: the parameters of the API,
SQL for DuckDB, the chips on screen, the deep link, the copied curl/Python/SQL, the cache key, the
export. It knows nothing of how it is written: `tabular_form`, `sql_form`, `text_form` and
`link_form` do; all but SQL have their inverse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Literal, TypeAlias

ROW_ID = "__id"
"""The serial primary key (1..N in file order) that the Tabular API adds to every table."""

COMPUTED = "computed"
"""The format of numbers that are no value of the table: means and sums."""


class ColumnType(StrEnum):
    """Type of a column, as csv-detective names it (aware datetimes told apart)."""

    STRING = "string"
    INT = "int"
    FLOAT = "float"
    BOOL = "bool"
    DATE = "date"
    DATETIME = "datetime"
    DATETIME_TZ = "datetime_tz"
    JSON = "json"
    BINARY = "binary"


class Op(StrEnum):
    """A filter operator, named as the Tabular API names it."""

    EXACT = "exact"
    DIFFERS = "differs"
    ISNULL = "isnull"
    ISNOTNULL = "isnotnull"
    CONTAINS = "contains"
    NOTCONTAINS = "notcontains"
    IN = "in"
    NOTIN = "notin"
    LESS = "less"
    GREATER = "greater"
    STRICTLY_LESS = "strictly_less"
    STRICTLY_GREATER = "strictly_greater"


class Function(StrEnum):
    """An aggregate function of the Tabular API."""

    COUNT = "count"
    MIN = "min"
    MAX = "max"
    SUM = "sum"
    AVG = "avg"


class QueryError(ValueError):
    """A query that cannot be asked, or a written one that cannot be read.

    Attributes:
        reason: Why: a sentence for people where the query is ours, the service's own words where
            its parameters were read.
        code: The service's code (SQLSTATE ``22P02``, ``PGRST100``...); empty when it has none.
        status: The HTTP status that the service answers with.
    """

    def __init__(self, reason: str, *, code: str = "", status: int = 400) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        self.status = status


@dataclass(frozen=True, slots=True)
class Pattern:
    r"""What `contains` looks for, with ``%`` for any text and ``_`` for any one character.

    ``\`` escapes. A plain string looks for itself: patterns come from hand-written parameters.
    """

    text: str


Scalar: TypeAlias = str | int | Decimal | bool | date | datetime | Pattern
"""A typed value. Decimals stand for floats, so that what was typed is what is sent."""

Value: TypeAlias = Scalar | tuple[Scalar, ...] | None
"""None for `isnull`/`isnotnull`, a tuple for `in`/`notin`, a scalar for the rest."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One column compared with a value."""

    column: str
    op: Op
    value: Value = None


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups joined by ``and`` or ``or``. An empty group lets every row through."""

    joint: Literal["and", "or"] = "and"
    items: tuple[Filter, ...] = ()

    def __iter__(self) -> Iterator[Filter]:
        return iter(self.items)

    def simplified(self) -> Group:
        """The same filter as a root: nothing empty, nothing alone in a group, no group in its like.

        The root is an ``and`` group, whatever this one is.
        """
        found = _simplified(self)
        if found is None:
            return Group()
        if isinstance(found, Group) and found.joint == "and":
            return found
        return Group("and", (found,))


Filter: TypeAlias = Condition | Group


@dataclass(frozen=True, slots=True)
class Sort:
    """Order by one column.

    `nulls` None means the service's default: last ascending, first descending.
    """

    column: str
    descending: bool = False
    nulls: Literal["first", "last"] | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A measure over groups, answered in a column named ``COLUMN__FUNCTION``."""

    column: str
    function: Function

    @property
    def name(self) -> str:
        return f"{self.column}__{self.function}"


@dataclass(frozen=True, slots=True)
class Query:
    """What rows a person asked for.

    Attributes:
        columns: Names in the order wanted; empty for all, in table order.
        where: The filter tree; its root is an ``and`` group.
        sorts: Most important first.
        group_by: Columns to group by; with `aggregates`.
        aggregates: Measures of each group.
    """

    columns: tuple[str, ...] = ()
    where: Group = field(default_factory=Group)
    sorts: tuple[Sort, ...] = ()
    group_by: tuple[str, ...] = ()
    aggregates: tuple[Aggregate, ...] = ()

    def filtered(self, *added: Filter) -> Query:
        """The same with `added` joined by ``and``; one that is already there is not added twice."""
        kept = [item for item in added if item not in self.where.items]
        return replace(self, where=Group("and", (*self.where.items, *kept)))

    def without(self, index: int) -> Query:
        """The same without the top-level filter at `index`."""
        items = self.where.items
        return replace(self, where=Group("and", items[:index] + items[index + 1 :]))

    def without_filters(self) -> Query:
        """The same without any filter."""
        return replace(self, where=Group())

    def sorted_by(self, *sorts: Sort) -> Query:
        """The same rows in this order only."""
        return replace(self, sorts=sorts)

    def sort_of(self, column: str) -> Sort | None:
        """How `column` is sorted, if it is."""
        return next((sort for sort in self.sorts if sort.column == column), None)

    def turned(self, column: str) -> Query:
        """The same rows ordered by `column` alone: up, then down, then not."""
        now = self.sort_of(column)
        turned = _turned(now, column)
        return self.sorted_by(*([turned] if turned else []))

    def turned_too(self, column: str) -> Query:
        """The same rows ordered by `column` among the others: last and up, then down, then not."""
        now = self.sort_of(column)
        turned = _turned(now, column)
        if now is None:
            return self.sorted_by(*self.sorts, Sort(column))
        sorts = (turned if sort is now else sort for sort in self.sorts)
        return self.sorted_by(*(sort for sort in sorts if sort is not None))

    def conditions(self) -> Iterator[Condition]:
        """Every condition of the tree, from left to right."""
        yield from _conditions(self.where)

    @property
    def is_aggregated(self) -> bool:
        return bool(self.aggregates or self.group_by)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: As the source writes it: hostile text, kept raw because filters need it; draw
            `clean_line(name)`.
        type: What its values are.
        format: csv-detective's finer format (``siren``, ``latitude_wgs``, ``code_commune``); empty
            when unknown.
        title: What a header says where the name is not for people, as a measure's; else empty.
    """

    name: str
    type: ColumnType = ColumnType.STRING
    format: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a table, in table order, without `ROW_ID`."""

    columns: tuple[Column, ...]

    def __iter__(self) -> Iterator[Column]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def column(self, name: str) -> Column | None:
        """The column of that exact name (case matters), or `ROW_ID` as an int."""
        if name == ROW_ID:
            return Column(ROW_ID, ColumnType.INT)
        return next((column for column in self.columns if column.name == name), None)


def _turned(now: Sort | None, column: str) -> Sort | None:
    if now is None:
        return Sort(column)
    return None if now.descending else replace(now, descending=True)


def _simplified(item: Filter) -> Filter | None:
    """The simplest equal of `item`; None when it lets every row through."""
    if isinstance(item, Condition):
        return item
    parts = [_simplified(inner) for inner in item]
    if item.joint == "or" and None in parts:
        return None
    flat: list[Filter] = []
    for part in parts:
        if isinstance(part, Group) and part.joint == item.joint:
            flat.extend(part.items)
        elif part is not None:
            flat.append(part)
    if len(flat) <= 1:
        return flat[0] if flat else None
    return Group(item.joint, tuple(flat))


def _conditions(group: Group) -> Iterator[Condition]:
    for item in group:
        if isinstance(item, Group):
            yield from _conditions(item)
        else:
            yield item
