"""What a plot says of itself: its title, and exactly what it is made of."""

from __future__ import annotations

from collections.abc import Sequence

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.plot_rows import Sample
from tui.tables.chart import Chart
from tui.tables.fields import Field
from tui.tables.plots import BarPlot, ColumnPlot, LinePlot, Plot, Tally, marks_of
from tui.tables.scale import Number
from tui.tables.series import Drawn
from tui.tables.time_steps import Step, Unit


def title(chart: Chart, fields: Sequence[Field], drawn: Drawn) -> str:
    """What the plot shows, in a few words."""
    across = fields[chart.x].axis.title
    if chart.y is None:
        if isinstance(drawn.plot, BarPlot):
            return _("Rows by {column}").format(column=across)
        return _("Distribution of {column}").format(column=across)
    return _("{measure} by {column}").format(measure=drawn.plot.y.title, column=across)


def note(drawn: Drawn, sample: Sample) -> str:
    """Which rows are drawn, as how many marks, and what is left out."""
    rows = _groups(sample) if sample.grouped else _rows(sample)
    marks = _marks(drawn.plot)
    if drawn.step is not None:
        marks = f"{marks}, {_each(drawn.step)}"
    return " · ".join([rows, marks, *_left(drawn.tally)])


def _rows(sample: Sample) -> str:
    count, total = len(sample.rows), sample.total
    if sample.is_complete:
        text = ngettext("all {count} row", "all {count} rows", count)
    elif total is None:
        text = ngettext("the {count} row read so far", "the {count} rows read so far", count)
    elif sample.from_the_first:
        text = _("the first {count} of {total} rows")
    else:
        text = _("{count} of {total} rows, those loaded")
    return text.format(count=fmt.number(count), total=fmt.number(total or 0))


def _groups(sample: Sample) -> str:
    count = len(sample.rows)
    if sample.is_complete:
        text = ngettext("all {count} group", "all {count} groups", count)
    else:
        text = ngettext("the {count} group read so far", "the {count} groups read so far", count)
    return text.format(count=fmt.number(count))


def _each(step: Step | Number) -> str:
    """What one mark stands for: so much time, so much of a quantity."""
    if not isinstance(step, Step):
        return _("one for each {width}").format(width=fmt.significant(step))
    count = step.count
    if step.unit is Unit.DAY and count % 7 == 0:
        count //= 7
        return ngettext("one a week", "one every {count} weeks", count).format(count=count)
    if step.unit is Unit.FRACTION:
        text = ngettext("one a microsecond", "one every {count} microseconds", count)
        return text.format(count=fmt.number(count))
    return _each_unit(step.unit, count).format(count=fmt.number(count))


def _each_unit(unit: Unit, count: int) -> str:
    if unit is Unit.YEAR:
        return ngettext("one a year", "one every {count} years", count)
    if unit is Unit.MONTH:
        return ngettext("one a month", "one every {count} months", count)
    if unit is Unit.DAY:
        return ngettext("one a day", "one every {count} days", count)
    if unit is Unit.HOUR:
        return ngettext("one an hour", "one every {count} hours", count)
    if unit is Unit.MINUTE:
        return ngettext("one a minute", "one every {count} minutes", count)
    return ngettext("one a second", "one every {count} seconds", count)


def _marks(plot: Plot) -> str:
    count = len(plot.bins) if isinstance(plot, ColumnPlot) else marks_of(plot)
    if isinstance(plot, BarPlot):
        text = ngettext("{count} bar", "{count} bars", count)
    elif isinstance(plot, ColumnPlot):
        text = ngettext("{count} column", "{count} columns", count)
    elif isinstance(plot, LinePlot):
        text = ngettext("a line of {count} point", "a line of {count} points", count)
    else:
        text = ngettext("{count} point", "{count} points", count)
    return text.format(count=fmt.number(count))


def _left(tally: Tally) -> list[str]:
    """What is left out and why, in one piece; nothing where nothing is."""
    said = []
    if tally.nulls:
        text = ngettext("{count} row without a value", "{count} rows without a value", tally.nulls)
        said.append(text.format(count=fmt.number(tally.nulls)))
    if tally.unreadable:
        text = ngettext("{count} unreadable", "{count} unreadable", tally.unreadable)
        said.append(text.format(count=fmt.number(tally.unreadable)))
    if tally.overflows:
        text = ngettext("{count} too large", "{count} too large", tally.overflows)
        said.append(text.format(count=fmt.number(tally.overflows)))
    return [_("left out: {what}").format(what=", ".join(said))] if said else []
