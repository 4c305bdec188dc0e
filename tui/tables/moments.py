"""Dates and times as numbers, so that an axis can place them: microseconds since the year 1."""

from __future__ import annotations

import datetime as dt
import re

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

_START = dt.datetime.min
_ONE = dt.timedelta(microseconds=1)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])", re.ASCII)

LAST = (dt.datetime.max - _START) // _ONE
"""The last moment that can be placed: the end of the year 9999."""


def moment_of(text: str) -> int | None:
    """The moment that an ISO text names: a month, a day, a time with or without an offset.

    A time with an offset is placed in UTC; one without is taken as it is written. None for what is
    not in the years 1 to 9999.
    """
    month = _MONTH.fullmatch(text)
    try:
        when = dt.datetime.fromisoformat(f"{text}-01" if month else text)
        if when.tzinfo is not None:
            when = when.astimezone(dt.UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return micros(when)


def is_month(text: str) -> bool:
    """Whether `text` names a month as ``2024-03`` does."""
    return _MONTH.fullmatch(text) is not None


def micros(day: dt.date) -> int:
    """A day (its first moment) or a moment without an offset, as a number."""
    when = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)
    return (when - _START) // _ONE


def moment(number: int) -> dt.datetime:
    """The moment of a number; those beyond the years 1 to 9999 become their nearest end."""
    return _START + dt.timedelta(microseconds=max(0, min(LAST, number)))
