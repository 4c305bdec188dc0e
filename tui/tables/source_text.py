"""What the text of a source file became in the column of a table.

A profile quotes the file ("oui", "28,7", "02/01/2024"), and rows hold values of the column's type.
A text is read here as the service reads it, which is not always how a person would.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from email.utils import parsedate_to_datetime

from tui.i18n import gettext as _
from tui.tables.operators import BadValueError, parse_scalar
from tui.tables.query import ColumnType, Scalar
from tui.tables.values import wire_text
from tui.text import clean_line

_MOMENTS = (ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ)
_DAY = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{2})[/.](\d{2})(?!\d)", re.ASCII)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
_OPTIONAL = re.compile(r"\[([^\]]*)\]")
_OWN_FORMAT = "csvd:"
_OWN_SIGNS = ("%b", "%Z", "%p")
_LONGEST = 80
"""Characters of the longest text that may be a date or a number with a point."""

_SECONDS = len("2024-03-01T05:00:00")

_DIGITS = 20
"""More digits than the whole numbers of the service have."""


def read_source(kind: ColumnType, text: str, date_format: str = "") -> Scalar:
    """Return the value of type `kind` that the service made of `text`.

    Args:
        date_format: How the profile says that dates were read, if it does. Where it does not, a
            date such as 02/01/2024 was read month first wherever that is possible.

    Raises:
        BadValueError: It cannot be told, or a column of that type cannot be compared.
    """
    if kind in (ColumnType.JSON, ColumnType.BINARY):
        raise BadValueError(_("A value of this type cannot be filtered on."))
    try:
        if kind in _MOMENTS:
            return _moment(kind, text.strip(), date_format)
        return parse_scalar(kind, _whole(text) if kind is ColumnType.INT else text)
    except (BadValueError, OverflowError) as problem:
        if kind is ColumnType.STRING:
            raise
        said = _("How the service reads “{text}” is not known: / filters by hand.")
        raise BadValueError(said.format(text=clean_line(text, 40))) from problem


def reading_of(kind: ColumnType, text: str, date_format: str = "") -> str:
    """How rows show what the service made of `text`; empty where that is the same, or unknown."""
    if kind not in (*_MOMENTS, ColumnType.BOOL):
        return ""
    try:
        read = wire_text(read_source(kind, text, date_format))
    except BadValueError:
        return ""
    written, known = text.strip().replace(" ", "T", 1), read[:_SECONDS]
    if written.startswith(known) or known.startswith(written):
        return ""
    return read.removesuffix("+00:00").replace("T", " ", 1)


def _whole(text: str) -> str:
    """A whole number without the decimals that old profiles give it: ``61.0``."""
    if "." not in text or len(text) > _LONGEST:
        return text
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return text
    small = number.is_finite() and number.adjusted() < _DIGITS
    return str(int(number)) if small and number == int(number) else text


def _moment(kind: ColumnType, text: str, date_format: str) -> Scalar:
    if len(text) > _LONGEST:
        raise BadValueError(text[:_LONGEST])
    when = _by_format(text, date_format) if date_format else _by_habit(text)
    if kind is ColumnType.DATE:
        return when.date()
    if kind is ColumnType.DATETIME_TZ:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    return when.replace(tzinfo=None)


def _by_format(text: str, date_format: str) -> datetime:
    """Read `text` as csv-detective does: what is between brackets is optional."""
    if any(sign in date_format for sign in _OWN_SIGNS):
        raise BadValueError(date_format)
    form = date_format.removeprefix(_OWN_FORMAT)
    for one in (_OPTIONAL.sub(r"\1", form), _OPTIONAL.sub("", form)):
        try:
            return datetime.strptime(text, one)
        except (ValueError, OverflowError, re.error):
            continue
    raise BadValueError(text)


def _by_habit(text: str) -> datetime:
    """Read `text` as dateutil does: a number that can be a month is one, where the year is last."""
    found = _DAY.match(text)
    try:
        if found is not None:
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            month, day = (first, second) if first <= 12 else (second, first)
            return _with_time(date(year, month, day), text[found.end() :])
        found = _YEAR_FIRST.match(text) or _PACKED.fullmatch(text)
        if found is not None:
            day_found = date(int(found[1]), int(found[2]), int(found[3]))
            return _with_time(day_found, text[found.end() :])
        if "," in text:
            return parsedate_to_datetime(text)
        return _iso(text)
    except (ValueError, OverflowError, TypeError, IndexError) as problem:
        raise BadValueError(text) from problem


def _with_time(day: date, rest: str) -> datetime:
    return _iso(f"{day.isoformat()}T{rest.strip(' T')}") if rest.strip() else _iso(day.isoformat())


def _iso(text: str) -> datetime:
    # A week or a bare year is not what the service takes it for.
    if not re.match(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError(text)
    return datetime.fromisoformat(text)
