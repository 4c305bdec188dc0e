"""A `Query` as SQL for DuckDB, answering as PostgreSQL does behind the Tabular API.

So ``differs`` keeps nulls while ``notcontains``, ``notin`` and comparisons drop them, ``contains``
takes no notice of case, nulls come last ascending and first descending, and rows that tie come in
file order. Text is compared by code point, where the service has a collation. An aware datetime
is a ``TIMESTAMPTZ`` in the relation and a naive one, in UTC, in the answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from tui.tables.operators import LIST_OPS, TEXT_OPS, as_float, known_column, typed
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    ColumnType,
    Condition,
    Filter,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    Scalar,
    Schema,
    Sort,
)
from tui.tables.values import like_escaped, wire_text

Parameter: TypeAlias = str | int | float | bool | date
"""What DuckDB is given for a ``?``."""

_COMPARISONS = {
    Op.EXACT: "= ?",
    Op.DIFFERS: "IS DISTINCT FROM ?",
    Op.LESS: "<= ?",
    Op.GREATER: ">= ?",
    Op.STRICTLY_LESS: "< ?",
    Op.STRICTLY_GREATER: "> ?",
}
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement.

    Attributes:
        text: The SQL, with a ``?`` for each parameter.
        parameters: In order.
        columns: Names of the columns answered, in order: trust these over the engine's, which does
            not tell ``NOM`` from ``nom``.
    """

    text: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]


def to_sql(
    query: Query,
    schema: Schema,
    relation: str,
    *,
    limit: int | None = None,
    offset: int | None = None,
    row_id: str | None = ROW_ID,
    names: Mapping[str, str] = _NO_NAMES,
) -> Sql:
    """Return the statement that answers `query`.

    Args:
        relation: What comes after FROM, already quoted: `quoted_identifier`, ``read_parquet(...)``.
        row_id: The column that numbers the rows, first of those answered and last of the sort keys;
            None where there is none.
        names: Name in the relation of the columns that are called otherwise there. DuckDB takes
            ``NOM`` and ``nom`` for one name: give each its own to hold both.

    Raises `QueryError` for an unknown column, an operator or a value that does not suit its type.
    """
    query = typed(query, schema)
    writer = _Writer(schema, names, row_id)
    columns = writer.answered(query)
    selected = ", ".join(_selected(name, sql) for name, sql in columns.items())
    pieces = ["SELECT", selected, "FROM", relation, writer.where(query.where)]
    pieces += [_group_by(query, writer), writer.order(query)]
    pieces.append("" if limit is None else f"LIMIT {int(limit)}")
    pieces.append("" if not offset else f"OFFSET {int(offset)}")
    text = " ".join(piece for piece in pieces if piece)
    return Sql(text, tuple(writer.parameters), tuple(columns))


def count_sql(
    query: Query, schema: Schema, relation: str, *, names: Mapping[str, str] = _NO_NAMES
) -> Sql:
    """Return the statement that counts the rows that pass the filters, in a column ``total``.

    Groups do not matter: the Tabular API, too, counts the rows before grouping.
    """
    writer = _Writer(schema, names, None)
    where = writer.where(typed(query, schema).where)
    text = " ".join(("SELECT count(*) AS total FROM", relation, where))
    return Sql(text.rstrip(), tuple(writer.parameters), ("total",))


def quoted_identifier(name: str) -> str:
    """Return `name` between double quotes, for DuckDB."""
    return '"' + name.replace('"', '""') + '"'


def _selected(name: str, sql: str) -> str:
    plain = quoted_identifier(name)
    return sql if sql == plain else f"{sql} AS {plain}"


class _Writer:
    """Gathers the parameters in the order in which their ``?`` are written."""

    def __init__(self, schema: Schema, names: Mapping[str, str], row_id: str | None) -> None:
        self.schema = schema
        self.names = names
        self.row_id = row_id
        self.parameters: list[Parameter] = []

    def name(self, column: str) -> str:
        known_column(self.schema, column)
        return quoted_identifier(self.names.get(column, column))

    def answered(self, query: Query) -> dict[str, str]:
        """SQL of each column of the answer, by name."""
        if query.is_aggregated:
            groups = {column: self.cell(column) for column in query.group_by}
            return groups | {a.name: self.answer(a) for a in query.aggregates}
        every = [column.name for column in self.schema]
        if self.row_id:
            every.insert(0, self.row_id)
        return {column: self.cell(column) for column in query.columns or every}

    def cell(self, column: str) -> str:
        return self.in_utc(self.name(column), column)

    def in_utc(self, sql: str, column: str) -> str:
        """Aware datetimes leave DuckDB without their zone: its Python side needs pytz for them."""
        if known_column(self.schema, column).type is not ColumnType.DATETIME_TZ:
            return sql
        return f"make_timestamp(epoch_us({sql}))"

    def measure(self, aggregate: Aggregate) -> str:
        return f"{aggregate.function}({self.name(aggregate.column)})"

    def answer(self, aggregate: Aggregate) -> str:
        measure = self.measure(aggregate)
        if aggregate.function is Function.COUNT:
            return measure
        return self.in_utc(measure, aggregate.column)

    def where(self, group: Group) -> str:
        simple = group.simplified()
        return f"WHERE {self.filter(simple)}" if simple.items else ""

    def filter(self, item: Filter) -> str:
        if isinstance(item, Condition):
            return self.condition(item)
        parts = [
            f"({self.filter(inner)})" if isinstance(inner, Group) else self.filter(inner)
            for inner in item
        ]
        return f" {item.joint.upper()} ".join(parts)

    def condition(self, condition: Condition) -> str:
        name = self.name(condition.column)
        if condition.op in LIST_OPS:
            return self.membership(condition, name)
        if condition.op is Op.ISNULL:
            return f"{name} IS NULL"
        if condition.op is Op.ISNOTNULL:
            return f"{name} IS NOT NULL"
        value = condition.value
        assert value is not None
        assert not isinstance(value, tuple)
        if condition.op in TEXT_OPS:
            self.parameters.append(f"%{_pattern(value)}%")
            negation = "NOT " if condition.op is Op.NOTCONTAINS else ""
            return f"{name} {negation}ILIKE ? ESCAPE '\\'"
        self.parameters.append(self.parameter(condition.column, value))
        return f"{name} {_COMPARISONS[condition.op]}"

    def membership(self, condition: Condition, name: str) -> str:
        values = condition.value if isinstance(condition.value, tuple) else ()
        # An empty list keeps no row, and its negation every row, null or not.
        if not values:
            return "false" if condition.op is Op.IN else "true"
        self.parameters += [self.parameter(condition.column, value) for value in values]
        negation = "NOT " if condition.op is Op.NOTIN else ""
        return f"{name} {negation}IN ({', '.join('?' * len(values))})"

    def parameter(self, column: str, value: Scalar) -> Parameter:
        if known_column(self.schema, column).type is ColumnType.FLOAT:
            return as_float(value)
        if isinstance(value, (str, bool, int, date)):
            return value
        return wire_text(value)

    def order(self, query: Query) -> str:
        sorts = list(query.sorts)
        if query.is_aggregated:
            # Pages of groups must not overlap either: whatever is left to order by comes after.
            sorted_by = {sort.column for sort in sorts}
            if query.aggregates:
                sorts += [Sort(column) for column in query.group_by if column not in sorted_by]
        if self.row_id and not query.aggregates and query.sort_of(self.row_id) is None:
            sorts.append(Sort(self.row_id))
        keys = [self.sort_key(sort, query) for sort in sorts]
        return f"ORDER BY {', '.join(keys)}" if keys else ""

    def sort_key(self, sort: Sort, query: Query) -> str:
        measure = next((a for a in query.aggregates if a.name == sort.column), None)
        key = self.measure(measure) if measure else self.name(sort.column)
        nulls = sort.nulls or ("first" if sort.descending else "last")
        return f"{key} {'DESC' if sort.descending else 'ASC'} NULLS {nulls.upper()}"


def _group_by(query: Query, writer: _Writer) -> str:
    # Without a measure the service does not group: it gives every row.
    if not (query.group_by and query.aggregates):
        return ""
    return "GROUP BY " + ", ".join(writer.name(column) for column in query.group_by)


def _pattern(value: Scalar) -> str:
    return value.text if isinstance(value, Pattern) else like_escaped(wire_text(value))
