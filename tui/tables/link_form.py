r"""A `Query` as the parameters of a link, named as the Tabular API names them, with plain values.

Unlike the API's own, every query can be said: names and values may be quoted anywhere (``\"`` and
``\\`` inside), an ``or`` takes any value, sorts are repeated, and ``\*`` in a `contains` is an
asterisk. What a person copies from an API URL is read as the API means it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from tui.tables.operators import LIST_OPS, NULL_OPS, TEXT_OPS, typed
from tui.tables.postgrest_grammar import Scan, read_order
from tui.tables.query import (
    Aggregate,
    Condition,
    Filter,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    QueryError,
    Scalar,
    Schema,
    Sort,
    Value,
)
from tui.tables.values import like_escaped, like_meaning, wire_text

_PLAIN = re.compile(r"\w(?:[\w :+-]*\w)?")
_STAR = re.compile(r"\\.|[*]", re.DOTALL)
_FUNCTIONS = frozenset(function.value for function in Function)


def to_pairs(query: Query) -> tuple[tuple[str, str], ...]:
    """Return `query` as pairs of a name and a plain value, to be encoded once by the link."""
    pairs = [_filter_pair(item) for item in query.where]
    if query.columns:
        pairs.append(("columns", list_text(query.columns)))
    pairs += [(f"{name}__groupby", "") for name in query.group_by]
    pairs += [(f"{a.column}__{a.function}", "") for a in query.aggregates]
    pairs += [(f"{sort.column}__sort", _direction(sort)) for sort in query.sorts]
    return tuple(pairs)


def from_pairs(pairs: Iterable[tuple[str, str]], schema: Schema | None = None) -> Query:
    """Return the query that `pairs` say; names without an operator are not ours and are skipped.

    Values stay text without a `schema`; `operators.typed` reads them once it is known. Raises
    `QueryError` for an unknown operator or a group that cannot be read.
    """
    columns: tuple[str, ...] = ()
    filters: list[Filter] = []
    sorts: list[Sort] = []
    groups: list[str] = []
    aggregates: list[Aggregate] = []
    for name, value in pairs:
        column, found, word = name.rpartition("__")
        if name == "columns":
            columns = tuple(list_of(value))
        elif name == "or":
            filters.append(_read_whole_group(value))
        elif not found:
            continue
        elif word == "sort":
            sorts += read_order(f"{_quoted(column)}.{value}")
        elif word == "groupby":
            groups.append(column)
        elif word in _FUNCTIONS:
            aggregates.append(Aggregate(column, Function(word)))
        else:
            filters.append(_condition(column, word, value))
    where = Group("and", tuple(filters))
    query = Query(columns, where, tuple(sorts), tuple(groups), tuple(aggregates))
    return query if schema is None else typed(query, schema)


def list_text(items: Iterable[str]) -> str:
    """Return `items` as `list_of` reads them back."""
    return ",".join(_quoted_if_odd(item) for item in items)


def _filter_pair(item: Filter) -> tuple[str, str]:
    if isinstance(item, Condition):
        return f"{item.column}__{item.op}", _value_text(item)
    group = item if item.joint == "or" else Group("or", (item,))
    return "or", _group_text(group)


def _group_text(group: Group) -> str:
    parts = [
        f"{item.joint}{_group_text(item)}" if isinstance(item, Group) else _item_text(item)
        for item in group
    ]
    return f"({','.join(parts)})"


def _item_text(condition: Condition) -> str:
    start = f"{_quoted_if_odd(condition.column)}__{condition.op}"
    if condition.op in NULL_OPS:
        return start
    text = _value_text(condition)
    if condition.op in LIST_OPS:
        return f"{start}.({text})"
    return f"{start}.{_quoted_if_odd(text)}"


def _value_text(condition: Condition) -> str:
    value = condition.value
    if value is None:
        return ""
    if isinstance(value, tuple):
        return list_text(wire_text(one) for one in value)
    return _pattern_text(value) if condition.op in TEXT_OPS else wire_text(value)


def _pattern_text(value: Scalar) -> str:
    pattern = value.text if isinstance(value, Pattern) else like_escaped(wire_text(value))
    return _STAR.sub(lambda match: r"\*" if match[0] == "*" else match[0], pattern)


def _pattern_value(text: str) -> Scalar:
    meant = {"*": "%", r"\*": "*"}
    return like_meaning(_STAR.sub(lambda match: meant.get(match[0], match[0]), text))


def _direction(sort: Sort) -> str:
    word = "desc" if sort.descending else "asc"
    return f"{word}.nulls{sort.nulls}" if sort.nulls else word


def _quoted_if_odd(text: str) -> str:
    # Two underscores would be taken for those before an operator.
    return text if _PLAIN.fullmatch(text) and "__" not in text else _quoted(text)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def list_of(text: str) -> list[str]:
    """Return the texts of a list, separated by commas, quoted where they must be.

    Raises `QueryError`.
    """
    if not text:
        return []
    scan = Scan(text)
    found = [scan.element()]
    while scan.take(","):
        found.append(scan.element())
    scan.expect_end()
    return found


def _condition(column: str, word: str, text: str) -> Condition:
    op = _operator(word)
    if op in NULL_OPS:
        return Condition(column, op)
    value: Value = text
    if op in LIST_OPS:
        value = tuple(list_of(text))
    elif op in TEXT_OPS:
        value = _pattern_value(text)
    return Condition(column, op, value)


def _operator(word: str) -> Op:
    try:
        return Op(word.lower())
    except ValueError:
        raise QueryError(f"unknown operator {word!r}") from None


def _read_whole_group(text: str) -> Group:
    scan = Scan(text)
    group = _read_group(scan, "or")
    scan.expect_end()
    if len(group.items) == 1 and isinstance(group.items[0], Group):
        return group.items[0]
    return group


def _read_group(scan: Scan, joint: Literal["and", "or"]) -> Group:
    scan.expect("(")
    scan.enter()
    items: list[Filter] = []
    while not scan.take(")"):
        if items:
            scan.expect(",")
        items.append(_read_item(scan))
    scan.leave()
    return Group(joint, tuple(items))


def _read_item(scan: Scan) -> Filter:
    if scan.text.startswith("and(", scan.at):
        scan.take("and")
        return _read_group(scan, "and")
    if scan.text.startswith("or(", scan.at):
        scan.take("or")
        return _read_group(scan, "or")
    column, word = _read_column_and_word(scan)
    if not scan.take("."):
        return _condition(column, word, "")
    if _operator(word) in LIST_OPS and scan.take("("):
        return Condition(column, _operator(word), _read_list(scan))
    return _condition(column, word, scan.element())


def _read_column_and_word(scan: Scan) -> tuple[str, str]:
    column = scan.quoted()
    start = scan.at
    while scan.at < len(scan.text) and scan.text[scan.at] not in ".,)":
        scan.at += 1
    name, found, word = scan.text[start : scan.at].rpartition("__")
    if not found or (column is not None and name):
        raise scan.error("expecting COLUMN__OPERATOR")
    return (name if column is None else column), word


def _read_list(scan: Scan) -> tuple[str, ...]:
    if scan.take(")"):
        return ()
    values = [scan.element()]
    while scan.take(","):
        values.append(scan.element())
    scan.expect(")")
    return tuple(values)
