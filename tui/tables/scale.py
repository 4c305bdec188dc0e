"""An axis: its ends, and how far along it a value stands."""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

Number: TypeAlias = int | float
"""A finite number that a float can approach: no NaN, nothing infinite."""

LARGEST = sys.float_info.max

_AROUND = Fraction(1, 20)
"""Share of a lone value that is shown on each side of it."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ends of an axis, both drawn; `low` is less than `high`."""

    low: Number
    high: Number

    def position(self, value: Number) -> float:
        """Where `value` stands between the ends, from 0 to 1; what is beyond them is at them."""
        if value <= self.low:
            return 0.0
        if value >= self.high:
            return 1.0
        span = self.high - self.low
        if isinstance(span, float) and math.isinf(span):
            return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)
        return (value - self.low) / span

    @classmethod
    def of(cls, low: Number, high: Number) -> Scale:
        """The axis from `low` to `high`, with some room around where they are one value."""
        if low != high:
            return cls(low, high)
        if isinstance(low, int):
            room: Number = max(1, abs(low) // 20)
            return cls(max(-_LARGEST_INT, low - room), min(_LARGEST_INT, low + room))
        return cls(_float(exact(low) - abs(exact(low)) * _AROUND), _float(_beside(low)))


def step_for(low: Number, high: Number, most: int, *, whole: bool = False) -> Fraction:
    """The smallest of 1, 2 and 5 times a power of ten that makes at most `most` steps from `low` to
    `high`; 1 at least for whole numbers."""
    rough = (exact(high) - exact(low)) / max(1, most)
    if rough <= 0:
        return Fraction(1)
    exponent = _magnitude(rough)
    ten = Fraction(10) ** exponent
    step = next(ten * times for times in (1, 2, 5, 10) if ten * times >= rough)
    return max(step, Fraction(1)) if whole else step


def multiples(low: Number, high: Number, step: Fraction) -> list[Fraction]:
    """The multiples of `step` from `low` to `high`, both included, exactly."""
    first = math.ceil(exact(low) / step)
    last = math.floor(exact(high) / step)
    return [count * step for count in range(first, last + 1)]


def rounded_out(low: Number, high: Number, step: Fraction) -> tuple[Number, Number]:
    """The nearest multiples of `step` around `low` and `high`."""
    below = math.floor(exact(low) / step) * step
    above = math.ceil(exact(high) / step) * step
    return min(low, number_of(below)), max(high, number_of(above))


def number_of(value: Fraction) -> Number:
    """`value` as a number: an integer where it is one that floats reach, else the nearest float."""
    if value.denominator == 1 and abs(value) <= _LARGEST_INT:
        return value.numerator
    return _float(value)


def decimal_of(value: Fraction) -> Decimal:
    """`value`, a multiple of a power of ten, written out. Nothing is rounded."""
    places = 0
    while 10**places % value.denominator:
        places += 1
    digits = value.numerator * (10**places // value.denominator)
    return Decimal(f"{digits}E-{places}")


_LARGEST_INT = int(LARGEST)


def exact(value: Number) -> Fraction:
    """`value` as it is written: 0.1 is a tenth, not the binary number next to it."""
    return Fraction(value) if isinstance(value, int) else Fraction(repr(float(value)))


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return LARGEST if value > 0 else -LARGEST


def _beside(value: float) -> Fraction:
    """Somewhat more than `value`: never `value` itself once made a float again."""
    more = exact(value) + abs(exact(value)) * _AROUND
    return more if _float(more) > value else exact(math.nextafter(value, LARGEST))


def _magnitude(value: Fraction) -> int:
    """The power of ten at or under `value`, which is more than 0."""
    guess = len(str(value.numerator)) - len(str(value.denominator))
    return guess if Fraction(10) ** guess <= value else guess - 1
