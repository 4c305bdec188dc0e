"""The day it always is on the sample site, so that ages and screenshots never change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
TODAY = NOW.date()
FIRST_MONTH = date(2022, 7, 1)
"""The first month of the audience metrics."""


def days_ago(days: int, hour: int = 9, minute: int = 30) -> datetime:
    """An instant `days` before today."""
    return (NOW - timedelta(days=days)).replace(hour=hour, minute=minute)


def stamp(moment: datetime | None) -> str | None:
    """ISO 8601 with its offset, as the Main API writes dates."""
    return None if moment is None else moment.isoformat()


def naive_stamp(moment: datetime) -> str:
    """ISO 8601 without an offset, as the crawler writes dates inside `extras`."""
    return moment.replace(tzinfo=None).isoformat()


def months() -> list[str]:
    """Every month of the metrics as ``YYYY-MM``, the current one last."""
    count = (TODAY.year - FIRST_MONTH.year) * 12 + TODAY.month - FIRST_MONTH.month + 1
    return [
        f"{FIRST_MONTH.year + (FIRST_MONTH.month - 1 + n) // 12}"
        f"-{(FIRST_MONTH.month - 1 + n) % 12 + 1:02d}"
        for n in range(count)
    ]
