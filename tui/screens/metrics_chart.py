"""One series over the whole screen: its chart, and its months and figures under it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.paths import styles_dir
from tui.screens import metrics_texts as texts
from tui.screens.audience import Audience
from tui.screens.dialogs import CLOSE, HELP, Dialog
from tui.screens.place import Place
from tui.screens.session import Session
from tui.tables import row_texts
from tui.tables.audience import RANGES, Measure, Series, indexed
from tui.tables.audience_plots import months_plot, year_title, years_plot, zeros_of
from tui.tables.months import span
from tui.tables.scale import Number
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.month_lines import MonthLines
from tui.widgets.plot import PlotView

if TYPE_CHECKING:
    from tui.api.models import Suggestion, SuggestKind

MOST_COMPARED = 5
"""Objects on one chart: as many as lines are told apart."""

SUGGESTED: Mapping[str, SuggestKind] = {
    "dataset": "datasets",
    "organization": "organizations",
    "reuse": "reuses",
    "dataservice": "dataservices",
}
"""What each kind is called where it is searched for by name."""


class MetricsChart(Dialog[None]):
    """The chart of what is counted of an object.

    Attributes:
        shown: How many months are shown; 0 for all.
        by_year: Whether months are summed up by year.
        by_tens: Whether the scale is logarithmic.
        as_100: Whether each is drawn as a share of what it was in the first month.
    """

    CSS_PATH = [styles_dir() / "plot.tcss", styles_dir() / "metrics.tcss"]
    BINDINGS = [CLOSE, HELP, Binding("q", "close", show=False), *bindings_for("audience")]

    def __init__(self, session: Session, audience: Audience, measure: Measure, shown: int) -> None:
        super().__init__(classes="dialog whole charting")
        self.session = session
        self.shown = shown
        self.by_year = False
        self.by_tens = False
        self.as_100 = False
        self._measure = measure
        self._audiences = [audience]

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield PlotView()
            yield MonthLines(id="months")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(MonthLines).focus()
        self._draw()

    # What is shown

    @property
    def title_text(self) -> str:
        """What is counted, and of what."""
        measure, names = _(self._measure.title), [self._called(one) for one in self._audiences]
        return _("{name}: {value}").format(name=measure, value=" / ".join(names))

    def _called(self, audience: Audience) -> str:
        if audience.kind == "site":
            return _("the whole site")
        return audience.name or clean_line(audience.ident, 40)

    def _series(self) -> list[Series]:
        return [one.series(self._measure, self.shown) for one in self._audiences]

    def _draw(self) -> None:
        several = self._series()
        chips = [texts.range_title(shown) for shown in RANGES]
        title = self.query_one("#title", ChipLine)
        title.show(self.title_text, chips, selected=RANGES.index(self.shown))
        if self.by_year:
            self._draw_years(several[0])
        else:
            self._draw_months(several)
        self.refresh_bindings()

    def _draw_years(self, series: Series) -> None:
        years = series.years()
        plot = years_plot(years, _(self._measure.title))
        self.query_one(PlotView).show(plot, note=self._note([series]))
        lines = [(year_title(year), _figure(year.value)) for year in reversed(years)]
        self.query_one(MonthLines).show((_("year"), _(self._measure.title)), lines)

    def _draw_months(self, several: Sequence[Series]) -> None:
        base, values = self._values(several)
        months = _months_of(several)
        names = [self._called(one) for one in self._audiences]
        measure = _(self._measure.title)
        if base:
            measure = _("{name}, {month} as 100").format(name=measure, month=texts.month_name(base))
        plot = months_plot(
            months, list(zip(names, values, strict=True)), measure, by_tens=self.by_tens
        )
        self.query_one(PlotView).show(plot, note=self._note(several))
        lines = self.query_one(MonthLines)
        if len(several) == 1 and not base:
            heads = (_("month"), measure, _("in a year"))
            lines.show(heads, [_line(several[0], month) for month in reversed(months)])
        else:
            numbered = [f"{number} {name}" for number, name in enumerate(names, start=1)]
            rows = [
                (_month(month, several[0]), *(_figure(one.get(month)) for one in values))
                for month in reversed(months)
            ]
            lines.show((_("month"), *numbered), rows)

    def _values(self, several: Sequence[Series]) -> tuple[str, list[Mapping[str, Number]]]:
        """What is drawn of each by month, and the month that is 100; empty where none is."""
        if self.as_100:
            base, shares = indexed(several)
            if base:
                return base, list(shares)
        return "", [one.values for one in several]

    def _note(self, several: Sequence[Series]) -> str:
        """What the chart does not show by itself."""
        current = texts.month_name(several[0].current)
        said = [_("{month} is not over").format(month=current)]
        gaps = sum(one.points[:-1].count(None) for one in several)
        if gaps:
            said.append(texts.empty_months(gaps))
        if self.by_tens and not self.by_year:
            zeros = zeros_of(_months_of(several), several)
            if zeros:
                left = ngettext("{count} zero left out", "{count} zeros left out", zeros)
                said.append(left.format(count=fmt.number(zeros)))
        return " · ".join(said)

    def _say(self, text: str, *, error: bool = False) -> None:
        self.query_one("#title", ChipLine).status(text, error=error)

    # Months that are not here yet

    async def _fetch(self) -> None:
        self._say(_("asking for every month · esc stops"))
        problem = ""
        try:
            for audience in self._audiences:
                if not audience.has(self.shown):
                    await audience.load(self.shown)
        except ApiError as error:
            problem = error.message
        finally:
            if self.is_attached:
                self._say(problem, error=bool(problem))
                self._draw()

    def action_close(self) -> None:
        """Stop asking; close where nothing is asked."""
        if not self.workers.cancel_group(self, "months"):
            self.close()

    # What can be done

    def action_months(self) -> None:
        """Show the next number of months."""
        self.shown = RANGES[(RANGES.index(self.shown) + 1) % len(RANGES)]
        self.workers.cancel_group(self, "months")
        self._say("")
        if all(audience.has(self.shown) for audience in self._audiences):
            self._draw()
        else:
            self.run_worker(self._fetch(), group="months", exclusive=True, exit_on_error=False)

    def action_years(self) -> None:
        """Sum up by year, or show months again."""
        if len(self._audiences) > 1:
            self._say(_("Sums by year are of one object: x leaves the last one out."))
            return
        self.by_year = not self.by_year
        self._say("")
        self._draw()

    def action_logarithmic(self) -> None:
        """A scale on which ten times more is as high everywhere, or the usual one."""
        if self.by_year:
            self._say(_("Bars of years have no scale by tens."))
            return
        self.by_tens, self.as_100 = not self.by_tens, False
        self._say(_("scale by tens") if self.by_tens else "")
        self._draw()

    # Several objects

    def action_compare(self) -> None:
        """Choose another object of the same kind by its name, and draw it too."""
        kind = SUGGESTED.get(self._audiences[0].kind)
        if kind is None:
            self._say(_("Only what can be searched for by name is compared."))
        elif len(self._audiences) >= MOST_COMPARED:
            said = _("No more than {count} are compared.")
            self._say(said.format(count=fmt.number(MOST_COMPARED)))
        else:
            from tui.screens.suggest_one import SuggestOneScreen

            screen = SuggestOneScreen(self.session, kind, _("Compare with"))
            self.app.push_screen(screen, self._compare)

    def _compare(self, chosen: Suggestion | None) -> None:
        if chosen is None:
            return
        if any(audience.ident == chosen.id for audience in self._audiences):
            self._say(_("It is there already."))
            return
        other = Audience(self.session, self._audiences[0].kind, chosen.id)
        other.name = chosen.label
        self.run_worker(self._add(other), group="months", exclusive=True, exit_on_error=False)

    async def _add(self, other: Audience) -> None:
        self._say(_("asking for {name} · esc stops").format(name=clean_line(other.name, 30)))
        problem = ""
        try:
            await other.load(self.shown)
        except ApiError as error:
            problem = error.message
        else:
            self._audiences.append(other)
            self.by_year = False
        finally:
            if self.is_attached:
                self._say(problem, error=bool(problem))
                self._draw()

    def action_alone(self) -> None:
        """Leave out the object that was added last."""
        if len(self._audiences) > 1:
            self._audiences.pop()
            self._say("")
            self._draw()
        else:
            self._say(_("Nothing is compared: c adds an object."))

    def action_index(self) -> None:
        """Draw each as a share of what it was in the first month that all have, or as it is."""
        if self.by_year:
            self._say(_("Bars of years are not drawn as shares."))
            return
        self.as_100, self.by_tens = not self.as_100, False
        none = self.as_100 and not indexed(self._series())[0]
        self.as_100 = self.as_100 and not none
        self._say(_("No full month has a figure of each.") if none else "")
        self._draw()

    # What is done with it

    def action_marks(self) -> None:
        """Draw with blocks where braille does not show well, or with dots again."""
        view = self.query_one(PlotView)
        view.use_blocks(not view.blocks)

    def action_copy(self) -> None:
        """Copy the months and their figures, for a spreadsheet."""
        names, rows = self._table()
        self.post_message(Place.CopyText(row_texts.as_tsv(rows, names)))
        self._say(_("Sent to the terminal’s clipboard, separated by tabs."))

    def action_export(self) -> None:
        from tui.screens.small_export import ask_and_write

        names, rows = self._table()
        text = row_texts.as_csv(rows, names)
        ask_and_write(self, self.title_text, text, self.session.exports.folder, self._say)

    def _table(self) -> tuple[list[str], list[Row]]:
        """What is shown as rows, oldest first, values raw."""
        several, column = self._series(), self._measure.column
        if self.by_year:
            sums = [(year.year, year.value, year.months) for year in several[0].years()]
            return ["year", column, "months"], list(sums)
        columns = [column] if len(several) == 1 else [self._called(one) for one in self._audiences]
        _base, values = self._values(several)
        return ["metric_month", *columns], texts.table_of(_months_of(several), values)


def _months_of(several: Sequence[Series]) -> tuple[str, ...]:
    return span(min(one.months[0] for one in several), several[0].current)


def _line(series: Series, month: str) -> tuple[str, ...]:
    change = texts.change_text(series.change_at(month))
    return (_month(month, series), _figure(series.values.get(month)), change)


def _month(month: str, series: Series) -> str:
    name = texts.month_name(month)
    return _("{month}, not over").format(month=name) if month == series.current else name


def _figure(value: Number | None) -> str:
    return "–" if value is None else fmt.number(value, 1)
