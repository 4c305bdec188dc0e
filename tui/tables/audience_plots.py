"""What is counted month by month, as plots: lines along time, bars of years."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.audience import YEAR, Series, YearSum
from tui.tables.moments import moment_of
from tui.tables.months import shifted
from tui.tables.plots import Axis, AxisKind, Bar, BarPlot, Line, LinePlot, Point
from tui.tables.scale import Number


def months_plot(
    months: Sequence[str],
    lines: Sequence[tuple[str, Mapping[str, Number]]],
    title: str,
    *,
    by_tens: bool = False,
) -> LinePlot:
    """Lines along `months`, broken where a month has no value.

    Args:
        lines: The name of each, and its values by month.
        title: What is measured.
        by_tens: Whether ten times more is as high everywhere; what is zero is left out then.
    """
    if len(months) == 1:
        months = (shifted(months[0], -1), *months)  # time has no length in one moment
    x = Axis("", AxisKind.TIME, whole=True, months=True)
    kind = AxisKind.TENS if by_tens else AxisKind.NUMBER
    y = Axis(title, kind, whole=True, counted=not by_tens)
    drawn = [
        Line(tuple(_point(month, values.get(month), by_tens) for month in months), name)
        for name, values in lines
    ]
    return LinePlot(x, y, tuple(drawn))


def _point(month: str, value: Number | None, by_tens: bool) -> Point:
    if by_tens and value is not None:
        value = math.log10(value) if value > 0 else None
    return Point(moment_of(month) or 0, value)


def years_plot(years: Sequence[YearSum], title: str) -> BarPlot:
    """One bar a year; one that is not whole says of how many months it is the sum."""
    bars = tuple(Bar(year_title(year), year.value) for year in years)
    return BarPlot(Axis(_("year"), AxisKind.CATEGORY, plain=True), Axis(title, whole=True), bars)


def year_title(year: YearSum) -> str:
    """A year, and how many of its months are summed up where not all are."""
    if year.current:
        return _("{year}, not over").format(year=year.year)
    if year.months < YEAR:
        said = ngettext("{year}, {count} month", "{year}, {count} months", year.months)
        return said.format(year=year.year, count=year.months)
    return year.year


def zeros_of(months: Sequence[str], several: Sequence[Series]) -> int:
    """How many of the values shown are zero, which no scale by tens has a place for."""
    return sum(one.values.get(month) == 0 for one in several for month in months)
