"""Months as the Metrics API writes them, ``YYYY-MM``, and how far apart they are."""

from __future__ import annotations

import datetime as dt
from typing import Final

from tui.tables.moments import is_month

FIRST_YEAR: Final = 2000
"""Years before this one are mistakes of the service: nothing was counted then."""


def month_of(day: dt.date) -> str:
    """The month of a day."""
    return f"{day.year:04}-{day.month:02}"


def first_day(month: str) -> dt.date:
    """The first day of `month`. Raises ValueError for what is no month."""
    return dt.date.fromisoformat(f"{month}-01")


def is_counted(month: str) -> bool:
    """Whether `month` is one that something can have been counted in."""
    return is_month(month) and int(month[:4]) >= FIRST_YEAR


def rank(month: str) -> int:
    """Months since the year 0, so that ranks of months that follow each other do too."""
    return int(month[:4]) * 12 + int(month[5:]) - 1


def month_at(place: int) -> str:
    """The month of a rank."""
    year, before = divmod(place, 12)
    return f"{year:04}-{before + 1:02}"


def shifted(month: str, by: int) -> str:
    """The month `by` months later, or earlier."""
    return month_at(rank(month) + by)


def span(first: str, last: str) -> tuple[str, ...]:
    """Every month from `first` to `last`, both included; none where `last` comes before."""
    return tuple(month_at(place) for place in range(rank(first), rank(last) + 1))
