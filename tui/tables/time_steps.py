"""Natural steps of time: the years, months, days and hours that an axis marks and bars count."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum

from tui.tables.moments import DAY, HOUR, LAST, MINUTE, SECOND, micros, moment


class Unit(IntEnum):
    """What a step is counted in, shortest first."""

    FRACTION = 0
    SECOND = 1
    MINUTE = 2
    HOUR = 3
    DAY = 4
    MONTH = 5
    YEAR = 6


_FIXED = {
    Unit.FRACTION: 1,
    Unit.SECOND: SECOND,
    Unit.MINUTE: MINUTE,
    Unit.HOUR: HOUR,
    Unit.DAY: DAY,
}


@dataclass(frozen=True, slots=True)
class Step:
    """So many units of time."""

    unit: Unit
    count: int

    @property
    def length(self) -> int:
        """Microseconds, about."""
        if self.unit is Unit.MONTH:
            return self.count * 30 * DAY
        if self.unit is Unit.YEAR:
            return self.count * 365 * DAY
        return self.count * _FIXED[self.unit]

    def at_or_before(self, number: int) -> int:
        """The last moment of this step that is not after `number`."""
        return self._moment(self._index(number))

    def moments(self, low: int, high: int) -> list[int]:
        """The moments of this step from `low` to `high`, both included."""
        first, last = self._index(low), self._index(high)
        found = (self._moment(index) for index in range(first, last + 1))
        return [number for number in found if low <= number <= high]

    def edges(self, low: int, high: int) -> list[int]:
        """Moments of this step, the first at or before `low`, the last after `high` where the
        calendar goes that far."""
        first, last = self._index(low), self._index(high)
        return [self._moment(index) for index in range(first, last + 2)]

    def _index(self, number: int) -> int:
        if self.unit < Unit.MONTH:
            return number // self.length
        when = moment(number)
        if self.unit is Unit.YEAR:
            return when.year // self.count
        return (when.year * 12 + when.month - 1) // self.count

    def _moment(self, index: int) -> int:
        if self.unit < Unit.MONTH:
            return min(LAST, index * self.length)
        months = index * self.count * (12 if self.unit is Unit.YEAR else 1)
        year, month = divmod(months, 12)
        if year < 1:
            return 0
        return micros(dt.datetime(year, month + 1, 1)) if year <= dt.MAXYEAR else LAST


STEPS = (
    *(Step(Unit.FRACTION, n * 10**power) for power in range(6) for n in (1, 2, 5)),
    *(Step(Unit.SECOND, n) for n in (1, 2, 5, 10, 15, 30)),
    *(Step(Unit.MINUTE, n) for n in (1, 2, 5, 10, 15, 30)),
    *(Step(Unit.HOUR, n) for n in (1, 2, 3, 6, 12)),
    # Weeks begin on Mondays: the year 1 began with one.
    *(Step(Unit.DAY, n) for n in (1, 2, 7, 14)),
    *(Step(Unit.MONTH, n) for n in (1, 2, 3, 6)),
    *(Step(Unit.YEAR, n) for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)),
)
"""Every step, shortest first."""


def step_for(
    low: int, high: int, most: int, *, whole_days: bool = False, whole_months: bool = False
) -> Step:
    """The shortest step that cuts `low` to `high` in at most `most`, a day at least for
    `whole_days`, a month for `whole_months`."""
    least = Unit.MONTH if whole_months else Unit.DAY if whole_days else Unit.FRACTION
    usable = [step for step in STEPS if step.unit >= least]
    fitting = (step for step in usable if (high - low) / step.length <= max(1, most))
    return next(fitting, usable[-1])
