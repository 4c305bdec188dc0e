"""What a chart of months shows: its plot, what is said under it, and the table beneath."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens import metrics_texts as texts
from tui.screens.compared import Compared
from tui.tables.audience import Series, indexed
from tui.tables.audience_plots import months_plot, year_title, years_plot, zeros_of
from tui.tables.plots import Plot
from tui.tables.scale import Number


class Drawn(NamedTuple):
    """A chart.

    Attributes:
        note: What the plot does not show by itself.
        heads, lines: The table: the names of its columns, and its rows, the newest first.
    """

    plot: Plot
    note: str
    heads: tuple[str, ...]
    lines: list[tuple[str, ...]]


def of_years(compared: Compared, series: Series) -> Drawn:
    """One object, summed up by year."""
    years, measure = series.years(), _(compared.measure.title)
    lines = [(year_title(year), texts.figure(year.value)) for year in reversed(years)]
    return Drawn(years_plot(years, measure), _note([series]), (_("year"), measure), list(lines))


def of_months(compared: Compared, several: Sequence[Series], by_tens: bool, as_100: bool) -> Drawn:
    """One object or several, month by month."""
    base, values = values_of(several, as_100)
    months, names, measure = texts.months_of(several), compared.names, _(compared.measure.title)
    if base:
        measure = _("{name}, {month} as 100").format(name=measure, month=texts.month_name(base))
    plot = months_plot(months, list(zip(names, values, strict=True)), measure, by_tens=by_tens)
    note = _note(several, zeros_of(months, several) if by_tens else 0)
    if len(several) == 1 and not base:
        heads = (_("month"), measure, _("in a year"))
        lines = [texts.month_line(several[0], month) for month in reversed(months)]
        return Drawn(plot, note, heads, lines)
    numbered = (f"{number} {name}" for number, name in enumerate(names, start=1))
    rows = [
        (texts.month_in(several[0], month), *(texts.figure(one.get(month)) for one in values))
        for month in reversed(months)
    ]
    return Drawn(plot, note, (_("month"), *numbered), rows)


def values_of(several: Sequence[Series], as_100: bool) -> tuple[str, list[Mapping[str, Number]]]:
    """What is drawn of each by month, and the month that is 100; empty where none is."""
    if as_100:
        base, shares = indexed(several)
        if base:
            return base, list(shares)
    return "", [one.values for one in several]


def _note(several: Sequence[Series], zeros: int = 0) -> str:
    current = texts.month_name(several[0].current)
    said = [_("{month} is not over").format(month=current)]
    gaps = sum(one.points[:-1].count(None) for one in several)
    if gaps:
        said.append(texts.empty_months(gaps))
    if zeros:
        left = ngettext("{count} zero left out", "{count} zeros left out", zeros)
        said.append(left.format(count=fmt.number(zeros)))
    return " · ".join(said)
