"""What is counted of an object month by month: its series, and what they come to.

A month without a row has no value, which is not zero: the service keeps no row for it. The current
month is not over; what compares or averages months leaves it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.i18n import N_
from tui.tables.months import is_counted, shifted, span

if TYPE_CHECKING:
    from tui.api.models.metric import MetricModel, MonthRow

RANGES: Final = (12, 24, 36, 0)
"""How many months are shown, the current one included; 0 for all of them."""

DEFAULT_RANGE: Final = 24

YEAR: Final = 12


class Measure(NamedTuple):
    """Something that is counted.

    Attributes:
        column: Its column in the rows of months.
        title: Translated when it is drawn.
        total: Its column in the figures since the beginning; empty where there is none.
        by: Its name in addresses of top lists.
    """

    column: str
    title: str
    total: str
    by: str


class Kind(NamedTuple):
    """A kind of object whose audience is counted.

    Attributes:
        model: What the service calls its rows.
        title: Of several objects, translated when it is drawn.
    """

    model: MetricModel
    title: str
    measures: tuple[Measure, ...]


_VISITS = Measure("monthly_visit", N_("Visits"), "visit", "visit")
_DOWNLOADS = Measure(
    "monthly_download_resource", N_("Downloads of files"), "download_resource", "download"
)
_OF_DATASETS = Measure("monthly_visit_dataset", N_("Visits of datasets"), "visit_dataset", "visit")
_OF_REUSES = Measure("monthly_visit_reuse", N_("Visits of reuses"), "visit_reuse", "reuses")
_OF_DATASERVICES = Measure(
    "monthly_visit_dataservice", N_("Visits of dataservices"), "visit_dataservice", "dataservices"
)

KINDS: Final[Mapping[str, Kind]] = {
    "dataset": Kind("datasets", N_("Datasets"), (_VISITS, _DOWNLOADS)),
    "resource": Kind("resources", N_("Files"), (_DOWNLOADS,)),
    "organization": Kind(
        "organizations",
        N_("Organizations"),
        (_OF_DATASETS, _DOWNLOADS, _OF_REUSES, _OF_DATASERVICES),
    ),
    "reuse": Kind("reuses", N_("Reuses"), (_VISITS,)),
    "dataservice": Kind("dataservices", N_("Dataservices"), (_VISITS,)),
    "site": Kind("site", N_("Site"), (_OF_DATASETS, _DOWNLOADS, _OF_REUSES)),
}
"""By the kind that a link names."""


def same_of_site(kind: str, measure: Measure) -> Measure | None:
    """What is counted of the whole site as `measure` is of a kind of object; None where nothing
    is."""
    if kind in ("dataset", "reuse", "dataservice") and measure is _VISITS:
        measure = {"dataset": _OF_DATASETS, "reuse": _OF_REUSES}.get(kind, _OF_DATASERVICES)
    return measure if measure in KINDS["site"].measures else None


class Point(NamedTuple):
    """A month and what was counted in it."""

    month: str
    value: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a series comes to.

    Attributes:
        last: The last full month.
        value: What was counted in it; None where nothing was.
        before: What was counted a year before; None where that is not known.
        total: The sum of the months shown, the current one included; None where none has a value.
        mean: Of the full months shown that have a value; None where none has.
        least, most: Of the same months; the latest one of several.
        full: How many these months are.
    """

    last: str
    value: int | None
    before: int | None
    total: int | None
    mean: float | None
    least: Point | None
    most: Point | None
    full: int

    @property
    def change(self) -> float | None:
        """How much more than a year before, as a share of it; None where that means nothing."""
        if self.value is None or not self.before:
            return None
        return (self.value - self.before) / self.before


@dataclass(frozen=True, slots=True)
class Series:
    """What was counted, month after month up to the current one.

    Attributes:
        values: By month, for those that have a value, shown or not.
        months: Those shown, each following the one before; the current one is last.
    """

    values: Mapping[str, int]
    months: tuple[str, ...]

    @property
    def current(self) -> str:
        """The month that is not over."""
        return self.months[-1]

    @property
    def points(self) -> tuple[int | None, ...]:
        """The values of the months shown; None for one without."""
        return tuple(self.values.get(month) for month in self.months)

    @property
    def is_empty(self) -> bool:
        """Whether no month shown has a value."""
        return not any(month in self.values for month in self.months)

    def figures(self) -> Figures:
        """What the months shown come to."""
        last = shifted(self.current, -1)
        every = [Point(m, self.values[m]) for m in self.months if m in self.values]
        full = [point for point in every if point.month != self.current]
        latest_first = full[::-1]
        return Figures(
            last=last,
            value=self.values.get(last),
            before=self.values.get(shifted(last, -YEAR)),
            total=sum(point.value for point in every) if every else None,
            mean=sum(point.value for point in full) / len(full) if full else None,
            least=min(latest_first, key=lambda point: point.value, default=None),
            most=max(latest_first, key=lambda point: point.value, default=None),
            full=len(full),
        )

    def change_at(self, month: str) -> float | None:
        """How much more was counted in `month` than a year before; None where that means nothing,
        as for a month that is not over."""
        value, before = self.values.get(month), self.values.get(shifted(month, -YEAR))
        if value is None or not before or month == self.current:
            return None
        return (value - before) / before

    def years(self) -> tuple[YearSum, ...]:
        """The months shown, summed up by year, oldest first."""
        found: dict[str, list[int]] = {}
        held: dict[str, int] = {}
        for month in self.months:
            held[month[:4]] = held.get(month[:4], 0) + 1
            counted = found.setdefault(month[:4], [])
            if month in self.values:
                counted.append(self.values[month])
        return tuple(
            YearSum(year, sum(values) if values else None, held[year], year == self.current[:4])
            for year, values in found.items()
        )


class YearSum(NamedTuple):
    """What was counted in a year.

    Attributes:
        value: None where no month has a value.
        months: How many of its months are shown.
        current: Whether it is not over.
    """

    year: str
    value: int | None
    months: int
    current: bool


def series_of(rows: Iterable[MonthRow], column: str, current: str, shown: int) -> Series:
    """The series of a column, up to the month `current`.

    Rows of one month are summed up; those of no month, or of one that is not begun, are left out.

    Args:
        shown: How many months are shown; 0 for all from the first that has a value.
    """
    values: dict[str, int] = {}
    for row in rows:
        value = row.values.get(column)
        if value is not None and is_counted(row.month) and row.month <= current:
            values[row.month] = values.get(row.month, 0) + value
    first = min(values, default=current) if not shown else shifted(current, 1 - shown)
    return Series(values, span(first, current))


def months_wanted(shown: int) -> int:
    """How many months with a row are asked for, to show so many and compare each with a year
    before; 0 shows all."""
    return shown + YEAR if shown else 10_000


def indexed(several: Sequence[Series]) -> tuple[str, list[dict[str, float]]]:
    """Several series as shares of what each was in one month, which is 100.

    Returns that month, the first full one where all have something, and the values by month of each
    series; no month and no values where there is none.
    """
    months = several[0].months[:-1] if several else ()
    base = next((m for m in months if all(one.values.get(m) for one in several)), "")
    if not base:
        return "", [{} for _one in several]
    return base, [
        {m: one.values[m] * 100 / one.values[base] for m in one.months if m in one.values}
        for one in several
    ]
