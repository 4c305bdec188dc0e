"""Names of columns that SQL can bear, and a query that uses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tui.tables.query import ROW_ID, Condition, Filter, Group, Query, Schema
from tui.text import clean_line


def plain_names(schema: Schema) -> dict[str, str]:
    """What each column is called in SQL: its own name, unless it cannot be seen or told apart.

    DuckDB takes ``NOM`` and ``nom`` for one name.
    """
    taken = {ROW_ID}
    found: dict[str, str] = {}
    for column in schema:
        start = clean_line(column.name, len(column.name)) or "_"
        name, rank = str(start), 2
        while name.casefold() in taken:
            name, rank = f"{start}_{rank}", rank + 1
        taken.add(name.casefold())
        found[column.name] = name
    return found


def renamed_schema(schema: Schema, names: Mapping[str, str]) -> Schema:
    """The same columns under other names."""
    return Schema(tuple(replace(column, name=names[column.name]) for column in schema))


def renamed(query: Query, names: Mapping[str, str]) -> Query:
    """The same query of columns under other names."""

    def name(old: str) -> str:
        return names.get(old, old)

    def item(old: Filter) -> Filter:
        if isinstance(old, Condition):
            return replace(old, column=name(old.column))
        return Group(old.joint, tuple(map(item, old.items)))

    return Query(
        columns=tuple(map(name, query.columns)),
        where=Group("and", tuple(map(item, query.where.items))),
        sorts=tuple(replace(sort, column=name(sort.column)) for sort in query.sorts),
        group_by=tuple(map(name, query.group_by)),
        aggregates=tuple(replace(a, column=name(a.column)) for a in query.aggregates),
    )


def used_columns(query: Query, schema: Schema) -> frozenset[str]:
    """Names of the columns that a query shows, filters or orders by; never `ROW_ID`."""
    names = {condition.column for condition in query.conditions()}
    names |= {sort.column for sort in query.sorts} | set(query.group_by)
    names |= {aggregate.column for aggregate in query.aggregates}
    if not query.is_aggregated:
        names |= set(query.columns or (column.name for column in schema))
    return frozenset(column.name for column in schema if column.name in names)
