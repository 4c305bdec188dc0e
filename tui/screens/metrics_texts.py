"""What is said of what is counted: panels, copies, and why there is nothing."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.place import Copy
from tui.tables import row_texts
from tui.tables.audience import Figures, Measure, Point, Series
from tui.tables.months import first_day, span
from tui.widgets.panels import Panel
from tui.widgets.prose import Block, Paragraph

if TYPE_CHECKING:
    from tui.api.errors import ApiError
    from tui.api.models import Health
    from tui.tables.scale import Number
    from tui.tables.source import Row

MANY_TIMES = 9
"""Growths from this one on, as shares, are written as so many times more."""

SMALL = 0.1
"""Changes under this share are written with one decimal."""


def month_name(month: str) -> str:
    """A month as the language writes it."""
    return fmt.month(first_day(month))


def change_text(change: float | None) -> str:
    """A change with its sign; how many times more where that is a lot; a dash where there is none
    to tell."""
    if change is None:
        return "–"
    if change >= MANY_TIMES:
        return f"×{fmt.number(round(change + 1))}"
    return ("+" if change > 0 else "") + fmt.percent(change, 1 if abs(change) < SMALL else 0)


def panel_of(measure: Measure, series: Series, since: int | None) -> Panel:
    """The panel of a series; `since` is its figure since the beginning, where it is known."""
    figures = series.figures()
    return Panel(
        _(measure.title),
        head_of(figures),
        series.months,
        series.points,
        (_sums(figures, since), _ends(figures)),
        _short(figures),
    )


def head_of(figures: Figures) -> str:
    """The last full month, and how it compares with a year before."""
    month = month_name(figures.last)
    if figures.value is None:
        return _("{month}: no figure").format(month=month)
    value = fmt.number(figures.value)
    if figures.change is None:
        return _("{month}: {value}").format(month=month, value=value)
    return _("{month}: {value} ({change} in a year)").format(
        month=month, value=value, change=change_text(figures.change)
    )


def _short(figures: Figures) -> str:
    """The same in fewer words, where there is a change to tell."""
    if figures.value is None or figures.change is None:
        return ""
    return _("{month}: {value} ({change})").format(
        month=month_name(figures.last),
        value=fmt.number(figures.value),
        change=change_text(figures.change),
    )


def _sums(figures: Figures, since: int | None) -> str:
    said = []
    if figures.total is not None:
        said.append(_("total {count}").format(count=fmt.number(figures.total)))
    if figures.mean is not None:
        said.append(_("mean {count}").format(count=fmt.number(round(figures.mean))))
    if since is not None:
        said.append(_("ever {count}").format(count=fmt.number(since)))
    return " · ".join(said)


def _ends(figures: Figures) -> str:
    if figures.least is None or figures.most is None:
        return _("no full month has a figure")
    least, most = _point(figures.least), _point(figures.most)
    return _("min {least} · max {most}").format(least=least, most=most)


def _point(point: Point) -> str:
    return f"{fmt.number(point.value)} ({month_name(point.month)})"


def figure(value: Number | None) -> str:
    """A value in a table; a dash for none."""
    return "–" if value is None else fmt.number(value, 1)


def month_in(series: Series, month: str) -> str:
    """A month in a table; the current one is said not to be over."""
    name = month_name(month)
    return _("{month}, not over").format(month=name) if month == series.current else name


def month_line(series: Series, month: str) -> tuple[str, ...]:
    """A line of the table of one series: month, value, change in a year."""
    change = change_text(series.change_at(month))
    return (month_in(series, month), figure(series.values.get(month)), change)


def months_of(several: Sequence[Series]) -> tuple[str, ...]:
    """Every month that one of the series shows."""
    return span(min(one.months[0] for one in several), several[0].current)


def range_title(shown: int) -> str:
    """What a number of months is called; 0 is all of them."""
    return fmt.number(shown) if shown else _("all")


def months_text(shown: int) -> str:
    """How many months are shown, in words; 0 is all of them."""
    if not shown:
        return _("all months")
    return ngettext("{count} month", "{count} months", shown).format(count=fmt.number(shown))


# Why there is nothing


def no_service(site: str) -> list[Block]:
    """What is said where a site counts nothing."""
    said = (
        _("There are no metrics on the demo site: nothing is counted there.")
        if site == "demo"
        else _("This site has no Metrics API: nothing is counted there.")
    )
    return [
        Paragraph(said, "warning"),
        Paragraph(""),
        Paragraph(_("⌫ goes back. F4 switches site.")),
    ]


def nothing_counted() -> list[Block]:
    """What is said of an object without any month."""
    return [
        Paragraph(_("Nothing was counted yet.")),
        Paragraph(""),
        Paragraph(
            _(
                "Figures come every night, and a month without any visit has none. What was "
                "published today has none either, nor has an id that nothing bears."
            )
        ),
        Paragraph(""),
        Paragraph(_("r asks again. ⌫ goes back.")),
    ]


def not_an_address() -> list[Block]:
    """What is said of an address that names nothing that is counted."""
    return [
        Paragraph(_("This address names nothing that is counted."), "warning"),
        Paragraph(""),
        Paragraph("metrics:site"),
        Paragraph("metrics:dataset:ID?range=24"),
        Paragraph("metrics:resource:ID, organization:ID, reuse:ID, dataservice:ID"),
        Paragraph("metrics:top?of=datasets&by=visit"),
    ]


def failure(error: ApiError, health: str = "") -> list[Block]:
    """What is said of an error; `health` is what the service says of itself."""
    said = (error.message, error.hint, health)
    blocks: list[Block] = [Paragraph(text) for text in dict.fromkeys(said) if text]
    blocks[0] = Paragraph(error.message, "warning")
    return [
        *blocks,
        Paragraph(""),
        Paragraph(_("r asks again. L shows the requests. ⌫ goes back.")),
    ]


def health_text(health: Health | None) -> str:
    """What the service says of itself; None where it says nothing."""
    if health is None:
        return _("The Metrics API does not say how it is: it may be down.")
    if not health.text:
        return _("The Metrics API says that it is well.")
    return _("The Metrics API says that it is well (version {version}).").format(
        version=health.text
    )


def slow() -> str:
    """What is said where an answer does not come."""
    return _("No answer yet.")


def empty_months(count: int) -> str:
    """How many of the months shown have no figure."""
    said = ngettext("{count} month without a figure", "{count} months without a figure", count)
    return said.format(count=fmt.number(count))


# As text


def request_copies(*urls: str) -> Iterable[Copy]:
    """Addresses of the Metrics API, and what reads them."""
    from tui.tables.recipes import metrics

    if all(urls):
        yield Copy(_("API address of these figures"), "\n".join(urls))
        curl = "\n".join(f"curl {shlex.quote(url)}" for url in urls)
        yield Copy(_("curl command for these figures"), curl)
        yield Copy(_("Python with httpx"), lambda: metrics.with_httpx(*urls))


def top_copies(url: str, column: str) -> Iterable[Copy]:
    """The address of a top list, and what reads it."""
    from tui.tables.recipes import metrics

    if url:
        yield Copy(_("API address of these figures"), url)
        yield Copy(_("curl command for these figures"), f"curl {shlex.quote(url)}")
        yield Copy(_("Python with httpx"), lambda: metrics.top_with_httpx(url, column))


def table_of(months: Sequence[str], columns: Iterable[Mapping[str, Number]]) -> list[Row]:
    """A row a month, oldest first; a month without a figure has empty cells."""
    found = list(columns)
    return [(month, *(column.get(month) for column in found)) for month in months]


def csv_of(measures: Sequence[Measure], series: Sequence[Series]) -> str:
    """Several series of an object as CSV, under the names that the service gives its columns."""
    names = ["metric_month", *(measure.column for measure in measures)]
    return row_texts.as_csv(table_of(months_of(series), [one.values for one in series]), names)
