"""Numbers, dates and sizes as the language writes them.

The integers and decimals of a grid are written thousands of times a second: they take a path of
their own, with the separators of each language as constants. Dates and abbreviated numbers come
from Babel, imported when the first one is drawn.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Final

from tui import i18n
from tui.i18n import gettext as _

Number = int | float | Decimal

_NARROW: Final = "\N{NARROW NO-BREAK SPACE}"
_NO_BREAK: Final = "\N{NO-BREAK SPACE}"

# Python writes 1,234.5: what its two signs become.
_SEPARATORS: Final = {"fr": str.maketrans({",": _NARROW, ".": ","})}
_BYTES: Final = {"en": "B", "fr": "o"}
_PREFIXES: Final = ("", "k", "M", "G", "T", "P", "E")
_EXACT: Final = 10**15
"""What is greater has no decimals worth writing."""

_JUST_NOW: Final = 45
"""Seconds that still count as now."""


def number(value: Number, digits: int = 2) -> str:
    """A quantity, with at most `digits` decimals: ``1,234.5`` or ``1 234,5``."""
    if not isinstance(value, int):
        text = f"{value:z,.{digits}f}"
        return _localized(text.rstrip("0").rstrip(".") if "." in text else text)
    return _localized(f"{value:,}")


def cell_number(value: int | float) -> str:
    """A quantity of a table: every digit that the source gave, with separators."""
    return _localized(f"{value:,}")


def computed_number(value: int | float) -> str:
    """A mean or a sum of decimals, whose last digits mean nothing: ``1,234.50``, ``0.001234``."""
    if abs(value) >= _EXACT:
        return cell_number(value)
    if 0 < abs(value) < 1:
        return _localized(f"{value:.4g}")
    return _localized(f"{value:z,.2f}")


def compact(value: int) -> str:
    """A count in a few characters: ``950``, ``12.3K``, ``1.2M`` or ``12,3 k``, ``1,2 M``."""
    return _compact(value, i18n.current())


@lru_cache(maxsize=4096)
def _compact(value: int, language: str) -> str:
    from babel.numbers import format_compact_decimal

    # Rounded first, or 999,999 would be written 1000K.
    rounded = round(value, 4 - len(str(abs(value)))) if abs(value) >= 10_000 else value
    digits = 0 if abs(value) < 1000 else 1
    return format_compact_decimal(rounded, locale=language, fraction_digits=digits)


def round_number(value: Decimal) -> str:
    """A number of an axis in few characters, with at most two decimals: ``12.5K`` or ``12,5 k``."""
    from babel.numbers import format_compact_decimal

    return format_compact_decimal(value, locale=i18n.current(), fraction_digits=2)


def written_out(value: Decimal) -> str:
    """Every digit of `value`, with separators."""
    return _localized(f"{value:,f}")


def scientific(value: Decimal) -> str:
    """Every digit of `value`, as few characters as it takes: ``1.5e300`` or ``1,5e300``."""
    if not value:
        return "0"
    digits, _e, exponent = f"{value:e}".partition("e")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return _localized(f"{digits}e{int(exponent)}")


def significant(value: int | float) -> str:
    """A quantity as it is read, not reckoned with: six digits, or all those of an integer."""
    if value and not 1e-4 <= abs(value) < 1e15:
        return scientific(Decimal(f"{value:.5e}"))
    if isinstance(value, int) or abs(value) >= 1e5:
        return _localized(f"{value:,.0f}")
    text = f"{Decimal(f'{value:.5e}'):,f}"
    return _localized(text.rstrip("0").rstrip(".") if "." in text else text)


def percent(share: float, digits: int = 0) -> str:
    """A share of 1: ``12%`` or ``12 %``."""
    sign = f"{_NO_BREAK}%" if i18n.current() == "fr" else "%"
    return _localized(f"{share * 100:,.{digits}f}") + sign


def size(count: int) -> str:
    """A count of bytes in decimal units: ``820 kB``, ``1.2 MB`` or ``820 ko``, ``1,2 Mo``."""
    unit = _BYTES[i18n.current()]
    scaled = float(max(count, 0))
    rank = 0
    # Compared with what would be written, so that 999,999 bytes are 1 MB and never 1,000 kB.
    while round(scaled, 1 if scaled < 99.95 else 0) >= 1000 and rank < len(_PREFIXES) - 1:
        scaled /= 1000
        rank += 1
    digits = 1 if rank and scaled < 99.95 else 0
    return f"{number(scaled, digits)}{_NO_BREAK}{_PREFIXES[rank]}{unit}"


def milliseconds(duration: float) -> str:
    """How long something took: ``120 ms``, ``1.2 s``."""
    if duration < 1000:
        return f"{number(round(duration))}{_NO_BREAK}ms"
    return f"{number(duration / 1000, 1)}{_NO_BREAK}s"


def date(day: dt.date) -> str:
    """A day: ``Jan 31, 2024`` or ``31 janv. 2024``; of a moment, the day it was here."""
    from babel.dates import format_date

    local = _here(day) if isinstance(day, dt.datetime) else day
    return format_date(local, format="medium", locale=i18n.current())


def long_date(day: dt.date) -> str:
    """A day with its name: ``Wednesday, January 31, 2024`` or ``mercredi 31 janvier 2024``."""
    from babel.dates import format_date

    return format_date(day, format="full", locale=i18n.current())


def month(day: dt.date) -> str:
    """A month: ``Jan 2024`` or ``janv. 2024``."""
    from babel.dates import format_skeleton

    return format_skeleton("yMMM", dt.datetime(day.year, day.month, 1), locale=i18n.current())


def month_name(day: dt.date) -> str:
    """A month without its year: ``Jan`` or ``janv.``."""
    from babel.dates import format_date

    return format_date(day, format="LLL", locale=i18n.current())


def day_of_year(day: dt.date) -> str:
    """A day without its year: ``Jan 31`` or ``31 janv.``."""
    from babel.dates import format_skeleton

    moment = dt.datetime(day.year, day.month, day.day)
    return format_skeleton("MMMd", moment, locale=i18n.current())


def moment(when: dt.datetime) -> str:
    """A day and its time, here: ``Jan 31, 2024, 1:05 PM`` or ``31 janv. 2024, 13:05``."""
    from babel.dates import format_date, format_time

    local = _here(when)
    day = format_date(local, format="medium", locale=i18n.current())
    return f"{day}, {format_time(local.time(), format='short', locale=i18n.current())}"


def ago(when: dt.datetime, now: dt.datetime) -> str:
    """How long before (or after) `now`: ``3 days ago`` or ``il y a 3 jours``.

    A moment without a time zone is taken as UTC, as the services mean it.
    """
    from babel.dates import format_timedelta

    elapsed = _aware(when) - _aware(now)
    if abs(elapsed) < dt.timedelta(seconds=_JUST_NOW):
        return _("just now")
    return format_timedelta(elapsed, add_direction=True, threshold=1, locale=i18n.current())


def _localized(text: str) -> str:
    table = _SEPARATORS.get(i18n.current())
    return text.translate(table) if table is not None else text


def _aware(when: dt.datetime) -> dt.datetime:
    return when if when.tzinfo is not None else when.replace(tzinfo=dt.UTC)


def _here(when: dt.datetime) -> dt.datetime:
    return _aware(when).astimezone()
