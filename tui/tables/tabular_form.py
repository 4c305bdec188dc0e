r"""A `Query` as the Tabular API's parameters: a raw query string, already encoded.

The service decodes a parameter once, splits it, and hands it to PostgREST, which decodes it again.
So a text may be encoded once, as everybody does, unless it holds something that does not survive
the first decoding: ``#`` (which cuts the rest of the query off, page size included), ``%`` before
two hexadecimal digits, ``\`` in a name, a control character; and, inside ``columns=`` and ``or=``,
anything that those split on. Such texts are encoded twice, names being first escaped for PostgREST,
as it reads them between double quotes.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from tui.i18n import gettext as _
from tui.tables.operators import (
    LIST_OPS,
    NULL_OPS,
    TEXT_OPS,
    functions_for,
    known_column,
    sortable,
    typed,
)
from tui.tables.query import (
    ROW_ID,
    Condition,
    Filter,
    Group,
    Pattern,
    Query,
    QueryError,
    Scalar,
    Schema,
    Sort,
)
from tui.tables.tabular_reading import from_params
from tui.tables.values import like_escaped, wire_text
from tui.text import clean_line

__all__ = ["REQUEST_LINE_LIMIT", "QueryError", "can_be_an_index", "from_params", "inexact"]
__all__ += ["request_too_long", "to_params"]

REQUEST_LINE_LIMIT = 8_190
"""Bytes of a request line (``GET /path?query HTTP/1.1``) that the service reads."""

# The last one hides the total: the service takes a URL that holds it for an aggregation.
_FRAGILE = re.compile(r"#|%[0-9A-Fa-f]{2}|[\x00-\x1f\x7f]|\.(?:count|sum|avg|min|max)\(\)")
_FRAGILE_NAME = re.compile(rf"\\|{_FRAGILE.pattern}")
_FRAGILE_IN_LIST = re.compile(rf'[,"().]|{_FRAGILE_NAME.pattern}')
_KEPT_ENCODED = re.compile("[&=+;]")
_PLAIN_IN_GROUP = re.compile(r"\w(?:[\w \-]*\w)?")
_BARE_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def to_params(query: Query, schema: Schema, *, plain_sort: bool = False) -> str:
    """Return `query` as parameters for ``/api/resources/{rid}/data/``, without page or page_size.

    Sorts are made total by `ROW_ID`, without which pages overlap. `plain_sort` writes the one
    documented form instead (one column, a direction), for a service that refuses the rest.
    Raises `QueryError` with a sentence for people when the service cannot answer such a query.
    """
    query = typed(query, schema)
    _check_columns(query, schema)
    parts = [_filter_parameter(item) for item in query.where.simplified()]
    if query.is_aggregated:
        parts += _aggregation(query, schema)
    elif query.columns:
        parts.append("columns=" + ",".join(_encoded_name(c, listed=True) for c in query.columns))
    if query.sorts:
        parts.append(_sort_parameter(query, plain=plain_sort))
    return "&".join(parts)


def request_too_long(params: str, base_len: int) -> bool:
    """Whether a request with these `params` is over what the service reads.

    `base_len` counts the bytes of everything else on the request line: the method, the path, the
    page parameters and ``HTTP/1.1``.
    """
    return base_len + len(params) > REQUEST_LINE_LIMIT


def can_be_an_index(name: str) -> bool:
    """Whether the service, which groups a table with indexes by these alone, knows `name` again.

    It compares a name decoded once, in which ``& = + ;`` are still encoded, with its list.
    """
    if _KEPT_ENCODED.search(name):
        return False
    try:
        return _encoded_aggregated(name) == _encoded_once(name)
    except QueryError:
        return False


def inexact(query: Query) -> tuple[Condition, ...]:
    """Return the conditions that the service can only come close to.

    A literal ``*`` cannot be looked for, nor ``,`` and ``)`` inside an ``or``: any character
    matches in their place.
    """
    return tuple(_inexact(query.where.simplified(), grouped=False))


def _inexact(group: Group, *, grouped: bool) -> list[Condition]:
    found: list[Condition] = []
    for item in group:
        if isinstance(item, Group):
            found += _inexact(item, grouped=True)
        elif item.op in TEXT_OPS and _pattern(item, grouped) != _pattern(item, None):
            found.append(item)
    return found


def _filter_parameter(item: Filter) -> str:
    if isinstance(item, Group):
        return "or=" + _grouped(item)
    name = f"{_encoded_name(item.column)}__{item.op}="
    if item.op in NULL_OPS:
        return name
    if item.op in TEXT_OPS:
        return name + _encoded(_pattern(item, grouped=False))
    if item.op in LIST_OPS:
        return name + _encoded(_list(item))
    return name + _encoded(wire_text(_scalar(item)))


def _grouped(item: Filter) -> str:
    """One item of an ``or=``, or the parenthesis of a group."""
    if isinstance(item, Group):
        inner = ",".join(
            part.joint + _grouped(part) if isinstance(part, Group) else _grouped(part)
            for part in item
        )
        return f"({inner})"
    name = f"{_encoded_in_group(item.column, _escaped(item.column))}__{item.op}"
    if item.op in NULL_OPS:
        return name
    if item.op in TEXT_OPS:
        pattern = _pattern(item, grouped=True)
        return f"{name}.{_encoded_in_group(pattern, pattern)}"
    if item.op in LIST_OPS:
        return f"{name}.{_encoded_twice(_list(item))}"
    text = wire_text(_scalar(item))
    return f"{name}.{_encoded_in_group(text, _quoted(text))}"


def _pattern(condition: Condition, grouped: bool | None) -> str:
    """What PostgREST is to match: its ``*`` is a wildcard that nothing escapes.

    With `grouped` None, the exact pattern, whether it can be sent or not.
    """
    value = _scalar(condition)
    pattern = value.text if isinstance(value, Pattern) else like_escaped(wire_text(value))
    if grouped is None:
        return pattern
    return re.sub("[*,)]" if grouped else "[*]", "_", pattern)


def _list(condition: Condition) -> str:
    """The elements of a list, each between double quotes: commas and parentheses are then safe.

    PostgREST takes a list of one empty text for an empty list: such a text is said twice.
    """
    values = condition.value if isinstance(condition.value, tuple) else ()
    if values == ("",):
        values = ("", "")
    return ",".join(_quoted(wire_text(value)) for value in values)


def _scalar(condition: Condition) -> Scalar:
    value = condition.value
    if value is None or isinstance(value, tuple):
        raise QueryError(_("This filter needs one value."))
    return value


def _aggregation(query: Query, schema: Schema) -> list[str]:
    if query.columns:
        raise QueryError(_("Columns cannot be chosen while grouping."))
    if not query.aggregates:
        raise QueryError(_("Choose what to compute for each group."))
    for aggregate in query.aggregates:
        column = known_column(schema, aggregate.column)
        if aggregate.function not in functions_for(column.type):
            reason = _("{function} cannot be computed on {column}.").format(
                function=aggregate.function, column=clean_line(column.name, 80)
            )
            raise QueryError(reason, code="42883", status=404)
    measures = [(a.column, str(a.function)) for a in query.aggregates]
    wanted = [(name, "groupby") for name in query.group_by] + measures
    return [f"{_encoded_aggregated(name)}__{word}" for name, word in wanted]


def _check_columns(query: Query, schema: Schema) -> None:
    for name in query.columns:
        known_column(schema, name)
    for name in query.group_by:
        if not sortable(known_column(schema, name).type):
            reason = _("{column} cannot be grouped by.").format(column=clean_line(name, 80))
            raise QueryError(reason, code="42883", status=404)
    for sort in query.sorts:
        _check_sort(sort, query, schema)


def _check_sort(sort: Sort, query: Query, schema: Schema) -> None:
    name = clean_line(sort.column, 80)
    if query.is_aggregated and sort.column not in query.group_by:
        reason = _("The service cannot order groups by {column}.").format(column=name)
        raise QueryError(reason, code="42703")
    if not sortable(known_column(schema, sort.column).type):
        reason = _("{column} cannot be sorted.").format(column=name)
        raise QueryError(reason, code="42883", status=404)


def _sort_parameter(query: Query, *, plain: bool) -> str:
    first, *others = query.sorts
    name = f"{_encoded_name(first.column)}__sort="
    if plain:
        return name + ("desc" if first.descending else "asc")
    if not query.is_aggregated and all(sort.column != ROW_ID for sort in query.sorts):
        others.append(Sort(ROW_ID))
    keys = [_direction(first)]
    for sort in others:
        bare = _BARE_NAME.fullmatch(sort.column)
        key = sort.column if bare else _encoded(_quoted(sort.column))
        keys.append(f"{key}.{_direction(sort)}")
    return name + ",".join(keys)


def _direction(sort: Sort) -> str:
    word = "desc" if sort.descending else "asc"
    return f"{word}.nulls{sort.nulls}" if sort.nulls else word


def _encoded(value: str) -> str:
    return _encoded_twice(value) if _FRAGILE.search(value) else _encoded_once(value)


def _encoded_name(name: str, *, listed: bool = False) -> str:
    fragile = _FRAGILE_IN_LIST if listed else _FRAGILE_NAME
    return _encoded_twice(_escaped(name)) if fragile.search(name) else _encoded_once(name)


def _encoded_aggregated(name: str) -> str:
    """The service takes `a__isnull__count` for a filter, as it looks at the second piece only."""
    encoded = _encoded_name(name)
    if name.lower().split("__")[1:2] in (["isnull"], ["isnotnull"]):
        return _encoded_twice(_escaped(name)).replace("_", "%255F")
    return encoded


def _encoded_in_group(text: str, otherwise: str) -> str:
    """`text` encoded once if nothing in it means anything, else `otherwise` encoded twice."""
    if _PLAIN_IN_GROUP.fullmatch(text):
        return _encoded_once(text)
    return _encoded_twice(otherwise)


def _encoded_once(text: str) -> str:
    if "\0" in text:
        raise QueryError(_("A value cannot hold the NUL character."))
    try:
        return quote(text, safe="")
    except UnicodeEncodeError as error:
        raise QueryError(_("This text cannot be sent: it is not Unicode.")) from error


def _encoded_twice(text: str) -> str:
    return _encoded_once(text).replace(".", "%2E").replace("%", "%25")


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
