"""Values as the services write and read them: PostgreSQL's literals, by column type.

What a person types is read by `operators.parse_value`, which is kinder and explains itself.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from tui.tables.query import ColumnType, Pattern, QueryError, Scalar

BIGINT_MIN = -(2**63)
BIGINT_MAX = 2**63 - 1

_LIKE_TOKEN = re.compile(r"\\.|.", re.DOTALL)

_INT = re.compile(r"[+-]?[0-9]+")
_FLOAT = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?"
_DATETIME = re.compile(rf"{_DATE.pattern}(?:{_TIME})?")
_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1}
_TRUE = ("true", "yes", "on", "1")
_FALSE = ("false", "no", "off", "0")

SQL_TYPES = {
    ColumnType.STRING: "character varying",
    ColumnType.INT: "bigint",
    ColumnType.FLOAT: "double precision",
    ColumnType.BOOL: "boolean",
    ColumnType.DATE: "date",
    ColumnType.DATETIME: "timestamp",
    ColumnType.DATETIME_TZ: "timestamp with time zone",
    ColumnType.JSON: "json",
    ColumnType.BINARY: "bytea",
}


def wire_text(value: Scalar) -> str:
    """Return `value` as PostgreSQL reads it: ``true``, ``12.50``, ``2024-03-01T05:00:00+00:00``.

    A `Pattern` gives its own text; a string that `contains` looks for is not escaped here.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, Pattern):
        return value.text
    return str(value)


def read_value(kind: ColumnType, text: str) -> Scalar:
    """Return the value that PostgreSQL reads in `text` for a column of type `kind`.

    Raises `QueryError` with PostgreSQL's code and words: 22P02, 22003, 22007, 22008.
    """
    trimmed = text.strip(" \t\n\r\f\v")
    if kind is ColumnType.INT:
        return _read_int(text, trimmed)
    if kind is ColumnType.FLOAT:
        return _read_float(text, trimmed)
    if kind is ColumnType.BOOL:
        return _read_bool(text, trimmed)
    if kind is ColumnType.DATE:
        return _read_date(text, trimmed)
    if kind in (ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        return _read_datetime(kind, text, trimmed)
    return text


def fits(kind: ColumnType, value: Scalar) -> bool:
    """Whether `value` is of the Python type that stands for `kind`."""
    if kind is ColumnType.BOOL:
        return isinstance(value, bool)
    if kind is ColumnType.INT:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is ColumnType.FLOAT:
        return isinstance(value, Decimal)
    if kind is ColumnType.DATE:
        return isinstance(value, date) and not isinstance(value, datetime)
    if kind is ColumnType.DATETIME:
        return isinstance(value, datetime) and value.tzinfo is None
    if kind is ColumnType.DATETIME_TZ:
        return isinstance(value, datetime) and value.tzinfo is not None
    return isinstance(value, (str, Pattern))


def like_escaped(text: str) -> str:
    """Return `text` as a LIKE pattern that matches nothing but itself."""
    return re.sub(r"([\\%_])", r"\\\1", text)


def like_meaning(pattern: str) -> str | Pattern:
    """Return the plain text that `pattern` looks for, or a `Pattern` if it has wildcards."""
    plain, kept, wild = [], [], False
    for token in _LIKE_TOKEN.findall(pattern):
        wild = wild or token in ("%", "_", "\\")
        plain.append(token[-1])
        kept.append(token if token[-1] in "%_\\" else token[-1])
    return Pattern("".join(kept)) if wild else "".join(plain)


def _read_int(text: str, trimmed: str) -> int:
    if _INT.fullmatch(trimmed) is None:
        raise _bad_syntax(ColumnType.INT, text, "22P02")
    # A hostile length must not reach int(), which refuses over 4,300 digits with another error.
    if len(trimmed.lstrip("+-0")) > 19 or not BIGINT_MIN <= int(trimmed) <= BIGINT_MAX:
        raise QueryError(f'value "{text}" is out of range for type bigint', code="22003")
    return int(trimmed)


def _read_float(text: str, trimmed: str) -> Decimal:
    if _FLOAT.fullmatch(trimmed) is None:
        raise _bad_syntax(ColumnType.FLOAT, text, "22P02")
    value = float(trimmed)
    zero = not re.search("[1-9]", re.split("[eE]", trimmed)[0])
    if value in (float("inf"), float("-inf")) or (value == 0 and not zero):
        raise QueryError(f'"{text}" is out of range for type double precision', code="22003")
    return Decimal(0) if zero else Decimal(trimmed)


def _read_bool(text: str, trimmed: str) -> bool:
    word = trimmed.lower()
    # "o" alone could be either "on" or "off".
    if word and word != "o":
        if any(full.startswith(word) for full in _TRUE):
            return True
        if any(full.startswith(word) for full in _FALSE):
            return False
    raise _bad_syntax(ColumnType.BOOL, text, "22P02")


def _read_date(text: str, trimmed: str) -> date:
    days = _NEAR_DAYS.get(trimmed.lower())
    if days is not None:
        return datetime.now(UTC).date() + timedelta(days=days)
    return _read_moment(ColumnType.DATE, text, trimmed).date()


def _read_datetime(kind: ColumnType, text: str, trimmed: str) -> datetime:
    moment = _read_moment(kind, text, trimmed)
    if kind is ColumnType.DATETIME:
        return moment.replace(tzinfo=None)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _read_moment(kind: ColumnType, text: str, trimmed: str) -> datetime:
    if _DATETIME.fullmatch(trimmed) is None:
        raise _bad_syntax(kind, text, "22007")
    try:
        return datetime.fromisoformat(trimmed)
    except ValueError:
        raise QueryError(f'date/time field value out of range: "{text}"', code="22008") from None


def _bad_syntax(kind: ColumnType, text: str, code: str) -> QueryError:
    return QueryError(f'invalid input syntax for type {SQL_TYPES[kind]}: "{text}"', code=code)
