"""What can be asked of a column, by its type, and what a person's words for it mean.

The lists come from what the Tabular API does (its generated swagger offers operators that fail and
leaves out some that work).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tui.i18n import gettext as _
from tui.tables.query import (
    Column,
    ColumnType,
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
    Value,
)
from tui.tables.values import fits, read_value, wire_text
from tui.text import SafeText, clean_line

NULL_OPS = (Op.ISNULL, Op.ISNOTNULL)
LIST_OPS = (Op.IN, Op.NOTIN)
TEXT_OPS = (Op.CONTAINS, Op.NOTCONTAINS)

_EQUALITY = (Op.EXACT, Op.DIFFERS)
_ORDER = (Op.LESS, Op.GREATER, Op.STRICTLY_LESS, Op.STRICTLY_GREATER)
_COMPARABLE = (*_EQUALITY, *_ORDER, *LIST_OPS, *NULL_OPS)

_OFFERED: dict[ColumnType, tuple[Op, ...]] = {
    ColumnType.STRING: (*TEXT_OPS, *_COMPARABLE),
    ColumnType.BOOL: (*_EQUALITY, *NULL_OPS),
    ColumnType.JSON: NULL_OPS,
    ColumnType.BINARY: NULL_OPS,
}
_WORKING: dict[ColumnType, tuple[Op, ...]] = {**_OFFERED, ColumnType.BOOL: _COMPARABLE}

_EXTREMES = (Function.COUNT, Function.MIN, Function.MAX)
_FUNCTIONS: dict[ColumnType, tuple[Function, ...]] = {
    ColumnType.INT: (Function.COUNT, Function.SUM, Function.AVG, Function.MIN, Function.MAX),
    ColumnType.FLOAT: (Function.COUNT, Function.SUM, Function.AVG, Function.MIN, Function.MAX),
    ColumnType.BOOL: (Function.COUNT,),
    ColumnType.JSON: (Function.COUNT,),
    ColumnType.BINARY: (Function.COUNT,),
}

_SIGNS = {
    Op.EXACT: "=",
    Op.DIFFERS: "≠",
    Op.CONTAINS: "~",
    Op.NOTCONTAINS: "!~",
    Op.LESS: "≤",
    Op.GREATER: "≥",
    Op.STRICTLY_LESS: "<",
    Op.STRICTLY_GREATER: ">",
}

_YES = frozenset(("true", "t", "1", "yes", "y", "on", "vrai", "v", "oui", "o"))
_NO = frozenset(("false", "f", "0", "no", "n", "off", "faux", "non"))
_THIN_SPACES = re.compile("(?<=[0-9])[ \u00a0\u202f](?=[0-9]{3}(?:[^0-9]|$))")


class BadValueError(ValueError):
    """A typed value that does not suit its column; `str()` is a sentence for people."""


def operators_for(kind: ColumnType) -> tuple[Op, ...]:
    """The operators worth offering for a column of type `kind`, likeliest first."""
    return _OFFERED.get(kind, _COMPARABLE)


def supports(kind: ColumnType, op: Op) -> bool:
    """Whether the service can apply `op` to a column of type `kind`, offered or not."""
    return op in _WORKING.get(kind, _COMPARABLE)


def sortable(kind: ColumnType) -> bool:
    """Whether rows can be ordered (and grouped) by a column of type `kind`."""
    return kind not in (ColumnType.JSON, ColumnType.BINARY)


def functions_for(kind: ColumnType) -> tuple[Function, ...]:
    """The aggregate functions that work on a column of type `kind`."""
    return _FUNCTIONS.get(kind, _EXTREMES)


def parse_value(op: Op, kind: ColumnType, text: str) -> Value:
    """Return the value that a person means by `text`, for one column of type `kind`.

    For `in` and `notin`, `text` is one element and the answer a tuple of one; for `isnull` and
    `isnotnull` it is ignored. Raises `BadValueError`.
    """
    if op in NULL_OPS:
        return None
    if not supports(kind, op):
        raise BadValueError(_("This column cannot be filtered that way."))
    value = parse_scalar(kind, text)
    return (value,) if op in LIST_OPS else value


def parse_scalar(kind: ColumnType, text: str) -> Scalar:
    """Return the one value of type `kind` that a person means by `text`. Raises `BadValueError`."""
    if "\0" in text:
        raise BadValueError(_("A value cannot hold the NUL character."))
    if kind is ColumnType.INT:
        return _parse_number(kind, text, _("Write a whole number, such as 1200 or -3."))
    if kind is ColumnType.FLOAT:
        return _parse_number(kind, text, _("Write a number, such as 12.5 or -3."))
    if kind is ColumnType.BOOL:
        return _parse_bool(text)
    if kind is ColumnType.DATE:
        return _parse_date(text)
    if kind in (ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        return _parse_datetime(kind, text)
    return text


def typed(query: Query, schema: Schema) -> Query:
    """Return `query` with the text values of its conditions read by their column's type.

    Values that come from a link are text until the schema is known. Raises `QueryError` with a
    sentence for people: unknown column, operator that does not suit the type, unreadable value.
    """
    items = tuple(_typed(item, schema) for item in query.where)
    return replace(query, where=Group(query.where.joint, items))


def known_column(schema: Schema, name: str) -> Column:
    """Return the column of that name. Raises `QueryError` (42703), with a sentence for people."""
    column = schema.column(name)
    if column is None:
        reason = _("There is no column named {name}.").format(name=clean_line(name, 80))
        raise QueryError(reason, code="42703")
    return column


def describe(condition: Condition) -> SafeText:
    """Return `condition` as a chip shows it: ``dep = 75``, ``ville ~ Saint``, ``prix ≥ 1000``."""
    name = clean_line(condition.column, 80)
    if condition.op is Op.ISNULL:
        return clean_line(_("{name} is empty").format(name=name))
    if condition.op is Op.ISNOTNULL:
        return clean_line(_("{name} is not empty").format(name=name))
    if condition.op in LIST_OPS:
        values = condition.value if isinstance(condition.value, tuple) else ()
        listed = ", ".join(_listed(value) for value in values)
        form = _("{name} in {values}") if condition.op is Op.IN else _("{name} not in {values}")
        return clean_line(form.format(name=name, values=f"({listed})"), 200)
    value = condition.value
    text = "" if value is None or isinstance(value, tuple) else shown(value)
    return clean_line(f"{name} {_SIGNS[condition.op]} {text}", 200)


def describe_filter(item: Filter) -> SafeText:
    """Return a condition or a whole group as a chip shows it: ``dep = 75 or (a = 1 and b = 2)``."""
    if isinstance(item, Condition):
        return describe(item)
    joint = _(" or ") if item.joint == "or" else _(" and ")
    parts = [
        f"({describe_filter(inner)})" if isinstance(inner, Group) else describe(inner)
        for inner in item
    ]
    return clean_line(joint.join(parts), 400)


def shown(value: Scalar) -> SafeText:
    """Return one value as a chip shows it; an empty text shows as two quotes."""
    text = wire_text(value)
    return clean_line(text, 80) if text else clean_line('""')


def _listed(value: Scalar) -> str:
    """One value of a list, between quotes where its own comma could be taken for the list's."""
    text = shown(value)
    return f'"{text}"' if "," in text else text


def _typed(item: Filter, schema: Schema) -> Filter:
    if isinstance(item, Group):
        return Group(item.joint, tuple(_typed(inner, schema) for inner in item))
    column = known_column(schema, item.column)
    if not supports(column.type, item.op):
        reason = _("{column} cannot be filtered that way: {filter}").format(
            column=clean_line(column.name, 80), filter=describe(item)
        )
        raise QueryError(reason, code="42883", status=404)
    return replace(item, value=_typed_value(column, item))


def _typed_value(column: Column, condition: Condition) -> Value:
    value = condition.value
    if condition.op in NULL_OPS:
        return None
    if condition.op in LIST_OPS:
        values = value if isinstance(value, tuple) else ()
        return tuple(_typed_scalar(column, one, condition.op) for one in values)
    if value is None or isinstance(value, tuple):
        raise QueryError(_("{filter}: one value is needed.").format(filter=describe(condition)))
    return _typed_scalar(column, value, condition.op)


def _typed_scalar(column: Column, value: Scalar, op: Op) -> Scalar:
    if isinstance(value, Pattern) and op not in TEXT_OPS:
        value = value.text
    try:
        if fits(column.type, value):
            return _in_range(column.type, value)
        # Whatever Python's type is (an int for a decimal column), its text says what it means.
        return parse_scalar(column.type, wire_text(value))
    except BadValueError as problem:
        reason = f"{clean_line(column.name, 80)}: {problem}"
        raise QueryError(reason, code="22P02") from problem


def _in_range(kind: ColumnType, value: Scalar) -> Scalar:
    if isinstance(value, str) and "\0" in value:
        raise BadValueError(_("A value cannot hold the NUL character."))
    if kind in (ColumnType.INT, ColumnType.FLOAT):
        return _parse_number(kind, wire_text(value), _("Write a number, such as 12.5 or -3."))
    return value


def _parse_number(kind: ColumnType, text: str, advice: str) -> Scalar:
    plain = _THIN_SPACES.sub("", text.strip())
    if kind is ColumnType.FLOAT and plain.count(",") == 1 and "." not in plain:
        plain = plain.replace(",", ".")
    try:
        return read_value(kind, plain)
    except QueryError as error:
        if error.code == "22003":
            raise BadValueError(_("This number is too large or too small.")) from error
        raise BadValueError(advice) from error


def _parse_bool(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise BadValueError(_("Write true or false."))


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(_full_date(text.strip()))
    except ValueError:
        raise BadValueError(_("Write a full date, such as 2024-03-01.")) from None


def _parse_datetime(kind: ColumnType, text: str) -> datetime:
    plain = text.strip()
    try:
        _full_date(plain[:10])
        moment = datetime.fromisoformat(plain)
    except ValueError:
        advice = _("Write a date, or a date and a time, such as 2024-03-01T14:30.")
        raise BadValueError(advice) from None
    if kind is ColumnType.DATETIME_TZ:
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    if moment.tzinfo:
        raise BadValueError(_("This column has no time zone: leave the offset out."))
    return moment


def _full_date(text: str) -> str:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is None:
        raise ValueError(text)
    return text


def as_float(value: Scalar) -> float:
    """Return a number as PostgreSQL keeps it in a decimal column."""
    if isinstance(value, (int, Decimal)):
        return float(value)
    raise QueryError(_("A number is needed."), code="22P02")
