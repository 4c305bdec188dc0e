"""What PostgreSQL says of a query before it answers: unknown columns, types, unreadable values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tui.tables.operators import LIST_OPS, NULL_OPS, functions_for, sortable, supports
from tui.tables.query import (
    Column,
    ColumnType,
    Condition,
    Filter,
    Group,
    Op,
    Pattern,
    Query,
    QueryError,
    Schema,
    Value,
)
from tui.tables.values import SQL_TYPES, read_value

_SQL_SIGNS = {
    Op.EXACT: "=",
    Op.DIFFERS: "=",
    Op.CONTAINS: "~~*",
    Op.NOTCONTAINS: "!~~*",
    Op.IN: "=",
    Op.NOTIN: "=",
    Op.LESS: "<=",
    Op.GREATER: ">=",
    Op.STRICTLY_LESS: "<",
    Op.STRICTLY_GREATER: ">",
}


def checked(query: Query, schema: Schema) -> Query:
    """Return `query` with the values of its filters typed.

    Raises `QueryError` with PostgreSQL's words, code and the status that goes with them: 42703,
    42803, 22P02, 22003, 22007, 22008 (400), 42883 (404).
    """
    _check_names([*query.columns, *query.group_by], schema)
    items = tuple(_checked(item, schema) for item in query.where)
    for sort in query.sorts:
        column = _column(sort.column, schema)
        if not sortable(column.type):
            raise _undefined("could not identify an ordering operator for type json")
        if query.aggregates and sort.column not in query.group_by:
            reason = f'column "{sort.column}" must appear in the GROUP BY clause'
            raise QueryError(reason, code="42803")
    _check_aggregation(query, schema)
    return replace(query, where=Group(query.where.joint, items))


def _check_names(names: Sequence[str], schema: Schema) -> None:
    for name in names:
        _column(name, schema)


def _column(name: str, schema: Schema) -> Column:
    column = schema.column(name)
    if column is None:
        raise QueryError(f"column {name} does not exist", code="42703")
    return column


def _checked(item: Filter, schema: Schema) -> Filter:
    if isinstance(item, Group):
        return Group(item.joint, tuple(_checked(inner, schema) for inner in item))
    column = _column(item.column, schema)
    if not supports(column.type, item.op):
        kind = SQL_TYPES[column.type]
        raise _undefined(f"operator does not exist: {kind} {_SQL_SIGNS[item.op]} unknown")
    return replace(item, value=_read(column, item))


def _read(column: Column, condition: Condition) -> Value:
    value = condition.value
    if condition.op in NULL_OPS:
        return None
    if condition.op in LIST_OPS and isinstance(value, tuple):
        return tuple(read_value(column.type, str(one)) for one in value)
    if isinstance(value, Pattern):
        return value
    return read_value(column.type, str(value))


def _check_aggregation(query: Query, schema: Schema) -> None:
    for aggregate in query.aggregates:
        column = _column(aggregate.column, schema)
        if aggregate.function not in functions_for(column.type):
            raise _undefined(
                f"function {aggregate.function}({SQL_TYPES[column.type]}) does not exist"
            )
    if query.aggregates and any(
        _column(name, schema).type is ColumnType.JSON for name in query.group_by
    ):
        raise _undefined("could not identify an equality operator for type json")


def _undefined(reason: str) -> QueryError:
    return QueryError(reason, code="42883", status=404)
