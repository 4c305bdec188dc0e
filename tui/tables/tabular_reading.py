"""The Tabular API's own reading of a query string, quirks included: parameters -> `Query`.

It goes through the two readings that the real service makes: its own, which decodes once, splits on
``&``, ``=`` and ``__`` and writes PostgREST parameters; then PostgREST's, which decodes again. What
the service loses on the way (all that follows a ``#``, a second sort, what follows a list's end) is
lost here too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_plus

from tui.tables.postgrest_grammar import (
    DEPTH_LIMIT,
    read_condition,
    read_group,
    read_key,
    read_names,
    read_order,
)
from tui.tables.query import Aggregate, Filter, Function, Group, Op, Query, QueryError, Schema, Sort
from tui.tables.tabular_checks import checked

_POSTGREST = {
    Op.EXACT: "eq.{}",
    Op.DIFFERS: "isdistinct.{}",
    Op.ISNULL: "is.null",
    Op.ISNOTNULL: "not.is.null",
    Op.CONTAINS: "ilike.*{}*",
    Op.NOTCONTAINS: "not.ilike.*{}*",
    Op.IN: "in.({})",
    Op.NOTIN: "not.in.({})",
    Op.LESS: "lte.{}",
    Op.GREATER: "gte.{}",
    Op.STRICTLY_LESS: "lt.{}",
    Op.STRICTLY_GREATER: "gt.{}",
}
_KEPT = re.compile("%(2[6Bb]|3[BbDd])")
_GROUP = re.compile(r"or=(\(.*\))", re.DOTALL)
_NESTED = re.compile(r"(or|and)\((.*)\)", re.DOTALL)
_QUOTED_COLUMN = re.compile(r'"(.+)"__([a-z]+)(.*)', re.DOTALL)
_DOT = re.compile(r'\.(?=(?:[^"]*"[^"]*")*[^"]*$)')
_FUNCTIONS = frozenset(function.value for function in Function)


def from_params(raw: str, schema: Schema | None = None) -> Query:
    """Return the query that the service reads in the raw query string `raw`.

    ``page`` and ``page_size`` are skipped. With a `schema`, values are typed and everything is
    checked as PostgreSQL does; without, values stay text.

    Raises `QueryError` whose `reason`, `code` and `status` are what the service answers: 400
    ``Malformed query: ...`` (no code), 400 ``PGRST100``, 400 or 404 with an SQLSTATE, and 500 for
    what makes it fail (an empty parameter, one without ``=`` and ``__``).
    """
    translation = _Translation()
    for argument in _decoded_once(raw).split("&") if raw else ():
        _translate(argument, translation)
    query = _second_reading(translation)
    return query if schema is None else checked(query, schema)


@dataclass
class _Translation:
    """What the service hands to PostgREST."""

    pieces: list[str] = field(default_factory=list)
    selects: int = 0
    aggregators: list[tuple[str, str]] = field(default_factory=list)


def _decoded_once(raw: str) -> str:
    """Decode like aiohttp, which leaves what would change the splitting: ``%26 %2B %3B %3D``."""
    kept = _KEPT.sub(lambda match: "%25" + match[1].upper(), raw)
    return unquote_plus(kept, errors="replace")


def _translate(argument: str, into: _Translation) -> None:
    group = _GROUP.match(argument)
    if group is not None:
        into.pieces.append("or=" + _translated_group(group[1]))
        return
    name, *values = argument.split("=")
    if len(values) > 1:
        raise _malformed(argument)
    if not values:
        _translate_bare(argument, into)
    elif name == "columns":
        into.pieces.append("select=" + _select(values[0]))
        into.selects += 1
    elif name not in ("page", "page_size"):
        column, word = _column_and_word(name, argument)
        if word == "sort":
            into.pieces.append(f"order={column}.{values[0]}")
        else:
            into.pieces.append(f"{column}={_expression(word, values[0], argument)}")


def _translate_bare(argument: str, into: _Translation) -> None:
    """An argument without ``=``: an aggregator, or a null test as its second piece says."""
    pieces = argument.split("__")
    if len(pieces) < 2:
        raise QueryError("Server got itself in trouble", status=500)
    column, word = _column_and_word(argument, argument)
    if pieces[1] in ("isnull", "isnotnull"):
        into.pieces.append(f"{column}={_expression(word, '', argument)}")
    elif word == "groupby" or word in _FUNCTIONS:
        into.aggregators.append((column, word))
    else:
        raise _malformed(argument)


def _column_and_word(name: str, argument: str) -> tuple[str, str]:
    column, found, word = name.rpartition("__")
    if not found:
        raise _malformed(argument)
    return _quoted(column), word.lower()


def _expression(word: str, value: str, argument: str) -> str:
    try:
        return _POSTGREST[Op(word)].replace("{}", value)
    except ValueError:
        raise _malformed(argument) from None


def _select(value: str) -> str:
    if value == "*":
        return value
    if '"' in value:
        raise QueryError('Malformed query: Forbidden character `"` in a column name')
    names = value.split(",")
    if "" in names:
        raise QueryError('zero-length delimited identifier at or near """"', code="42601")
    return ",".join(f'"{name}"' for name in names)


def _translated_group(text: str, depth: int = 1) -> str:
    """Translate ``(a__exact.1,and(...))``, what follows the parenthesis that closes it dropped."""
    if depth > DEPTH_LIMIT:
        raise QueryError("Server got itself in trouble", status=500)
    inner = text[1 : _closing(text)]
    items = [_translated_item(item, depth) for item in _split_top(inner)] if inner else []
    return f"({','.join(items)})"


def _translated_item(item: str, depth: int) -> str:
    nested = _NESTED.fullmatch(item)
    if nested is not None:
        return nested[1] + _translated_group(f"({nested[2]})", depth + 1)
    quoted = _QUOTED_COLUMN.match(item)
    if quoted is not None:
        column, word, rest = quoted.groups()
        value = _DOT.split(rest)[-1] if '"' in rest else rest.rpartition(".")[2]
    else:
        name, *values = _DOT.split(item)
        if len(values) > 1:
            raise _malformed(item)
        value = values[0] if values else ""
        column, _found, word = name.rpartition("__")
        if name in ("page", "page_size", "columns") or word == "sort":
            reason = f"Malformed query: Argument `{name}` can't be set within an operator"
            raise QueryError(reason)
    if not column:
        raise _malformed(item)
    return f"{_quoted(column)}.{_expression(word.lower(), value, item)}"


def _closing(text: str) -> int:
    """Position of the parenthesis that closes the one at the start of `text`."""
    depth = 0
    for position, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if depth == 0:
            return position
    # The service's splitter fails on a parenthesis that a quoted value opens.
    raise QueryError("Server got itself in trouble", status=500)


def _split_top(text: str) -> list[str]:
    """Split on the commas outside parentheses; double quotes do not count."""
    items, depth, start = [], 0, 0
    for position, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 0:
            items.append(text[start:position])
            start = position + 1
    return [*items, text[start:]]


def _quoted(column: str) -> str:
    escaped = column.replace('"', '\\"')
    return f'"{escaped}"'


def _malformed(argument: str) -> QueryError:
    return QueryError(f"Malformed query: argument '{argument}' could not be parsed")


def _second_reading(translation: _Translation) -> Query:
    """What PostgREST reads, once an HTTP client has taken the text for a URL."""
    if translation.selects + bool(translation.aggregators) > 1:
        reason = "Malformed query: the argument `columns` cannot be set alongside aggregators"
        raise QueryError(reason)
    text = re.sub("[\t\r\n]", "", "&".join(translation.pieces))
    text, cut, _lost = text.partition("#")
    orders: list[tuple[Sort, ...]] = []
    filters: list[Filter] = []
    columns: tuple[str, ...] = ()
    for piece in re.split("[&;]", text):
        key, has_value, value = piece.partition("=")
        if not has_value:
            continue
        key, value = _decoded_again(key), _decoded_again(value)
        if key == "order":
            orders.append(read_order(value))
        elif key == "select":
            columns = read_names(value)
        elif key == "or":
            filters.append(read_group(key + value))
        elif key not in ("limit", "offset"):
            filters.append(read_condition(read_key(key), value))
    where = Group("and", tuple(filters))
    group_by, aggregates = ((), ()) if cut else _aggregation(translation.aggregators)
    return Query(columns, where, orders[0] if orders else (), group_by, aggregates)


def _decoded_again(text: str) -> str:
    return unquote(text.replace("+", " "), errors="replace")


def _aggregation(
    aggregators: list[tuple[str, str]],
) -> tuple[tuple[str, ...], tuple[Aggregate, ...]]:
    groups: list[str] = []
    aggregates: list[Aggregate] = []
    for column, word in aggregators:
        if "#" in column or ";" in column:
            reason = f"failed to parse select parameter ({column})"
            raise QueryError(reason, code="PGRST100")
        name = read_key(_decoded_again(re.sub("[\t\r\n]", "", column)))
        if word == "groupby":
            groups.append(name)
        else:
            aggregates.append(Aggregate(name, Function(word)))
    return tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(aggregates))
