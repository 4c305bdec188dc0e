"""The values that an axis marks, and how they are written there.

A label is exact: it says the value that is marked, never one near it.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tui import format as fmt
from tui.tables import scale, time_steps
from tui.tables.moments import moment
from tui.tables.scale import Number
from tui.tables.time_steps import Step, Unit

LONG = 6
"""Digits from which a very large or very small number is not written as a power of ten."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A value marked on an axis."""

    value: Number
    label: str


def number_ticks(
    low: Number, high: Number, most: int, *, whole: bool = False, plain: bool = False
) -> list[Tick]:
    """Round values from `low` to `high`, at most `most` steps apart.

    Args:
        whole: Whether only whole numbers make sense.
        plain: Whether the digits are a name or a year: no separators.
    """
    step = scale.step_for(low, high, most, whole=whole)
    values = scale.multiples(low, high, step)
    labels = number_labels([scale.decimal_of(value) for value in values], plain=plain)
    numbers = [scale.number_of(value) for value in values]
    return [Tick(number, label) for number, label in zip(numbers, labels, strict=True)]


def number_labels(values: Sequence[Decimal], *, plain: bool = False) -> list[str]:
    """`values` written one like the other, each exactly."""
    if plain:
        return [f"{value:f}" for value in values]
    sizes = [abs(value) for value in values if value]
    largest = max(sizes, default=Decimal(0))
    if sizes and not Decimal("1E-4") <= largest < Decimal("1E15"):
        if all(_digits(value) <= LONG for value in values):
            return [fmt.scientific(value) for value in values]
    elif largest >= 10_000 and all(_is_round(value) for value in values):
        return [fmt.round_number(value) for value in values]
    return [fmt.written_out(value) for value in values]


def power_ticks(low: Number, high: Number, most: int) -> list[Tick]:
    """Round values along an axis of logarithms in base 10, at most `most` of them: 1, 2 and 5 times
    the powers of ten, else these powers, else some of them."""
    powers = range(max(0, math.floor(low)), math.floor(high) + 1)
    finest = _round_values(powers, (1, 2, 5), low, high)
    tens = _round_values(powers, (1,), low, high)
    kept = finest if len(finest) <= most or len(tens) < 2 else tens
    kept = kept[:: max(1, -(-len(kept) // max(2, most)))]
    return [Tick(math.log10(value), fmt.written_out(Decimal(value))) for value in kept]


def _round_values(
    powers: Iterable[int], steps: Sequence[int], low: Number, high: Number
) -> list[int]:
    values = [step * 10**power for power in powers for step in steps]
    return [value for value in values if low <= math.log10(value) <= high]


def power_ends(low: Number, high: Number) -> tuple[float, float]:
    """The nearest of 1, 2 and 5 times a power of ten around two logarithms in base 10."""
    steps = [math.log10(step) + power for power in (0, 1) for step in (1, 2, 5)]
    below, above = math.floor(low), math.floor(high)
    return (
        below + max(step for step in steps if step <= low - below),
        above + min(step for step in steps if step >= high - above),
    )


def time_ticks(
    low: int, high: int, most: int, *, whole_days: bool = False, whole_months: bool = False
) -> list[Tick]:
    """Natural moments from `low` to `high`, about `most` at most."""
    step = time_steps.step_for(low, high, most, whole_days=whole_days, whole_months=whole_months)
    numbers = step.moments(low, high)
    labels = time_labels(step, [moment(number) for number in numbers])
    return [Tick(number, label) for number, label in zip(numbers, labels, strict=True)]


def time_labels(step: Step, moments: Sequence[dt.datetime]) -> list[str]:
    """`moments` in short: the first says all of it, the others what changed since."""
    before: list[dt.datetime | None] = [None, *moments]
    return [_time_label(step.unit, when, last) for when, last in zip(moments, before, strict=False)]


def _time_label(unit: Unit, when: dt.datetime, before: dt.datetime | None) -> str:
    day = when.date()
    same_year = before is not None and before.year == when.year
    if unit is Unit.YEAR:
        return str(day.year)
    if unit is Unit.MONTH:
        return fmt.month_name(day) if same_year else fmt.month(day)
    day_text = fmt.day_of_year(day) if same_year else fmt.date(day)
    if unit is Unit.DAY:
        return day_text
    if before is not None and before.date() == day:
        return _clock(unit, when)
    if same_year and when.time() == dt.time():
        return day_text
    return f"{day_text} {_clock(unit, when)}"


def _clock(unit: Unit, when: dt.datetime) -> str:
    if unit is Unit.FRACTION:
        return when.time().isoformat("microseconds").rstrip("0").rstrip(".")
    return when.time().isoformat("seconds" if unit is Unit.SECOND else "minutes")


def _digits(value: Decimal) -> int:
    """Digits of `value` without the zeros at its end."""
    return len("".join(map(str, value.as_tuple().digits)).rstrip("0"))


def _is_round(value: Decimal) -> bool:
    """Whether two decimals are enough once thousands, millions... are a letter."""
    thousands = max(0, min(4, value.adjusted() // 3)) if value else 0
    return value.scaleb(2 - 3 * thousands) % 1 == 0
