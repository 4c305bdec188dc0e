"""What a person means by an operator and a text for one column, and the text for a filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tui.i18n import gettext as _
from tui.tables.operators import (
    LIST_OPS,
    NULL_OPS,
    TEXT_OPS,
    BadValueError,
    parse_scalar,
    supports,
)
from tui.tables.query import (
    Column,
    ColumnType,
    Condition,
    Filter,
    Group,
    Op,
    Pattern,
    Scalar,
)
from tui.tables.typed_list import read_list, written_list
from tui.tables.values import like_meaning, wire_text
from tui.text import clean_line

_PERIOD = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_MOMENTS = (ColumnType.DATETIME, ColumnType.DATETIME_TZ)


@dataclass(frozen=True, slots=True)
class Typed:
    """An operator and the text of its value, as they are edited.

    Attributes:
        is_pattern: Whether ``%`` and ``_`` in the text of a `contains` match any text.
    """

    op: Op
    text: str = ""
    is_pattern: bool = False


def condition_of(column: Column, typed: Typed) -> Filter:
    """Return the filter that a person means. Raises `BadValueError` with a sentence for people.

    A year, a month, or on a column of moments a day, is a period: the filter is then on its ends.
    """
    if typed.op in NULL_OPS:
        return Condition(column.name, typed.op)
    if not supports(column.type, typed.op):
        raise BadValueError(_("This column cannot be filtered that way."))
    if not typed.text and typed.op in (*TEXT_OPS, *LIST_OPS):
        raise BadValueError(_("Write a value, or take a frequent one with ↹."))
    if typed.op in LIST_OPS:
        return Condition(column.name, typed.op, _listed(column, typed.text))
    period = _period_of(column.type, typed.text)
    if period is not None and typed.op is not Op.DIFFERS:
        return _in_period(column.name, typed.op, *period)
    value = parse_scalar(column.type, typed.text)
    if typed.is_pattern and typed.op in TEXT_OPS:
        value = like_meaning(typed.text)
    return Condition(column.name, typed.op, value)


def typed_of(column: Column, item: Filter) -> Typed | None:
    """Return what one would type for `item`; None for what one condition cannot say."""
    if isinstance(item, Group):
        text = _period_text(column, item)
        return None if text is None else Typed(Op.EXACT, text)
    if isinstance(item.value, tuple):
        return Typed(item.op, written_list(wire_text(value) for value in item.value))
    if item.value is None:
        return Typed(item.op)
    return Typed(item.op, wire_text(item.value), isinstance(item.value, Pattern))


def _listed(column: Column, text: str) -> tuple[Scalar, ...]:
    values = tuple(dict.fromkeys(_element(column, one) for one in read_list(text)))
    if not values:
        raise BadValueError(_("Write a value, or take a frequent one with ↹."))
    return values


def _element(column: Column, text: str) -> Scalar:
    try:
        return parse_scalar(column.type, text)
    except BadValueError as problem:
        said = _("{value}: {problem}").format(value=clean_line(text, 40), problem=problem)
        raise BadValueError(said) from problem


def _in_period(name: str, op: Op, start: Scalar, end: Scalar) -> Filter:
    from_start = Condition(name, Op.GREATER, start)
    before_end = Condition(name, Op.STRICTLY_LESS, end)
    if op is Op.EXACT:
        return Group("and", (from_start, before_end))
    if op is Op.GREATER:
        return from_start
    if op is Op.LESS:
        return before_end
    if op is Op.STRICTLY_LESS:
        return Condition(name, Op.STRICTLY_LESS, start)
    return Condition(name, Op.GREATER, end)


def _period_of(kind: ColumnType, text: str) -> tuple[date, date] | None:
    """The first instant of the year, month or day that `text` names, and that of the next one."""
    found = _PERIOD.fullmatch(text.strip())
    if found is None or kind not in (ColumnType.DATE, *_MOMENTS):
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if day and kind is ColumnType.DATE:
        return None
    try:
        start = date(year, month or 1, day or 1)
        end = _next(start, bool(month), bool(day))
    except (ValueError, OverflowError):
        return None
    return _as_kind(kind, start), _as_kind(kind, end)


def _next(start: date, has_month: bool, has_day: bool) -> date:
    if has_day:
        return start + timedelta(days=1)
    if has_month:
        return (start.replace(day=1) + timedelta(days=31)).replace(day=1)
    return start.replace(year=start.year + 1)


def _as_kind(kind: ColumnType, day: date) -> date:
    if kind is ColumnType.DATE:
        return day
    return datetime.combine(day, time(), UTC if kind is ColumnType.DATETIME_TZ else None)


def _period_text(column: Column, group: Group) -> str | None:
    start = group.items[0] if group.items else None
    if not isinstance(start, Condition) or not isinstance(start.value, date):
        return None
    day = start.value.isoformat()[:10]
    for text in (day[:4], day[:7], day):
        period = _period_of(column.type, text)
        if period is not None and _in_period(column.name, Op.EXACT, *period) == group:
            return text
    return None
