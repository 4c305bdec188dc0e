"""The plot of a table: one or two of its columns as bars, a line or points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.paths import styles_dir
from tui.screens import plot_texts
from tui.screens.column_filter import kind_of
from tui.screens.dialogs import CLOSE, ChooseScreen, Dialog, Option
from tui.screens.place import Place
from tui.screens.plot_rows import MoreRows, Sample
from tui.tables.chart import Chart, Kind, first_chart, groups_chart
from tui.tables.fields import Field
from tui.tables.plots import BarPlot
from tui.tables.series import Drawn
from tui.tables.source import Row, Window
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.plot import PlotView

if TYPE_CHECKING:
    from tui.tables.groups import GroupedTable
    from tui.tables.query import Sort

ROWS_LIMIT = 5_000
"""Rows that are read to be plotted, at most: a hundred pages."""


class PlotScreen(Dialog[None]):
    """A plot over the whole screen, whose columns and kind one chooses."""

    CSS_PATH = styles_dir() / "plot.tcss"
    BINDINGS = [CLOSE, Binding("q", "close", show=False), *bindings_for("plot")]

    def __init__(
        self,
        sample: Sample,
        here: int = 0,
        *,
        chart: Chart | None = None,
        more: MoreRows | None = None,
    ) -> None:
        """Plot `sample`, beginning with its column at `here` unless `chart` says otherwise."""
        super().__init__(classes="dialog whole")
        self._sample = sample
        self._fields = sample.fields()
        self._more = more
        self._chart = chart or first_chart(self._fields, here)
        self._drawn: Drawn | None = None
        self._title_text = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield PlotView()
            yield KeyBar()

    def on_mount(self) -> None:
        self._draw()

    @property
    def chart(self) -> Chart:
        """What is plotted."""
        return self._chart

    @property
    def view(self) -> PlotView:
        """The plot."""
        return self.query_one(PlotView)

    # Drawing

    def show(self, chart: Chart) -> None:
        """Plot something else of the same rows."""
        self._say("")
        if chart != self._chart:
            self._chart = chart
            self._draw()

    def _draw(self) -> None:
        self._chart = self._chart.possible(self._fields)
        drawn = self._drawn = self._chart.drawn(self._fields)
        self._title_text = plot_texts.title(self._chart, self._fields, drawn)
        self.view.show(drawn.plot, note=plot_texts.note(drawn, self._sample))
        self.query_one(ChipLine).show(self._title_text, ())

    def _say(self, text: str, *, error: bool = False) -> None:
        self.query_one(ChipLine).status(text, error=error)

    # More rows

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action != "more" or self._more is not None

    def action_more(self) -> None:
        """Read the first rows of the query, many of them."""
        if self._more is None:
            return
        if self._sample.is_complete:
            self._say(_("All the rows are here."))
        elif len(self._sample.rows) >= ROWS_LIMIT:
            self._say(_("No more than {count} rows are read.").format(count=fmt.number(ROWS_LIMIT)))
        else:
            self.run_worker(
                self._read(self._more), group="more", exclusive=True, exit_on_error=False
            )

    async def _read(self, more: MoreRows) -> None:
        rows: list[Row] = []
        last: Window | None = None
        problem = ""
        self._say_progress(0, self._sample.total)
        try:
            async for window in more(ROWS_LIMIT):
                rows += window.rows
                last = window
                self._say_progress(len(rows), window.total)
        except ApiError as error:
            problem = error.message
        finally:
            if self.is_attached:
                self._say(problem, error=True)
                if last is not None:
                    self._take(last, rows)

    def _say_progress(self, count: int, total: int | None) -> None:
        wanted = ROWS_LIMIT if total is None else min(total, ROWS_LIMIT)
        text = _("{count} of {wanted} rows read · esc stops")
        self._say(text.format(count=fmt.number(count), wanted=fmt.number(wanted)))

    def _take(self, window: Window, rows: list[Row]) -> None:
        """Plot these rows in place of those that were loaded, if they are more."""
        if len(rows) <= len(self._sample.rows) and not window.at_end:
            return
        names = {column.name: column for column in self._sample.columns}
        at = {name: index for index, name in enumerate(window.columns)}
        if any(name not in at for name in names):
            return
        places = [at[name] for name in names]
        kept = tuple(tuple(row[place] for place in places) for row in rows)
        total = len(rows) if window.at_end else window.total
        self._sample = replace(self._sample, rows=kept, total=total, from_the_first=True)
        self._fields = self._sample.fields()
        self._draw()

    def action_close(self) -> None:
        """Stop reading; close where nothing is read."""
        if not self.workers.cancel_group(self, "more"):
            self.close()

    # What is plotted

    def action_bars(self) -> None:
        self._use(Kind.BARS)

    def action_line(self) -> None:
        self._use(Kind.LINE)

    def action_points(self) -> None:
        self._use(Kind.POINTS)

    def _use(self, kind: Kind) -> None:
        why = self._chart.why_not(kind, self._fields)
        if why:
            self._say(why)
        else:
            self.show(replace(self._chart, kind=kind))

    def action_across(self) -> None:
        options = [self._option(field) for field in self._fields]

        def use(index: int | None) -> None:
            if index is not None:
                self.show(replace(self._chart, x=index, largest_first=None, gathered=None))

        screen = ChooseScreen(_("Plot along"), options, cursor=self._chart.x)
        self.app.push_screen(screen, use)

    def action_measure(self) -> None:
        measures = [index for index, field in enumerate(self._fields) if field.measurable]
        chosen: list[int | None] = [None, *measures]
        options = [
            Option(_("Number of rows")),
            *(self._option(self._fields[index]) for index in measures),
        ]

        def use(index: int | None) -> None:
            if index is not None:
                self.show(replace(self._chart, y=chosen[index], largest_first=None))

        here = chosen.index(self._chart.y) if self._chart.y in chosen else 0
        self.app.push_screen(ChooseScreen(_("Measure"), options, cursor=here), use)

    def _option(self, field: Field) -> Option:
        return Option(clean_line(field.axis.title, 120), detail=kind_of(field.column))

    def action_function(self) -> None:
        """Combine the rows that share a place by the next function."""
        if self._chart.y is None:
            self._say(_("Rows are counted: v chooses what to measure."))
        elif self._drawn is None or not self._drawn.combined:
            self._say(_("No two rows share a place: there is nothing to combine."))
        else:
            self.show(self._chart.next_function())

    def action_gather(self) -> None:
        """One point of a line for all the rows of a step, or one for each place."""
        if self._chart.kind is not Kind.LINE or self._chart.y is None:
            self._say(_("Only the rows of a line are gathered."))
            return
        gathered = not self._chart.is_gathered(self._fields)
        self.show(replace(self._chart, gathered=gathered))

    def action_order(self) -> None:
        """Put the largest bars first, or back in the order of the rows."""
        if self._drawn is None or not isinstance(self._drawn.plot, BarPlot):
            self._say(_("Dates and numbers keep their order."))
            return
        largest_first = not self._chart.is_largest_first(self._fields)
        self.show(replace(self._chart, largest_first=largest_first))
        self._say(_("largest first") if largest_first else _("in the order of the rows"))

    def action_marks(self) -> None:
        """Draw with blocks where braille does not show well, or with dots again."""
        self.view.use_blocks(not self.view.blocks)

    def action_copy(self) -> None:
        self.post_message(Place.CopyText(f"{self._title_text}\n{self.view.text}\n"))
        self._say(_("Sent to the terminal’s clipboard as text."))

    # Bars out of sight

    def action_down(self) -> None:
        self._scroll(1)

    def action_up(self) -> None:
        self._scroll(-1)

    def action_page_down(self) -> None:
        self._scroll(self.view.page)

    def action_page_up(self) -> None:
        self._scroll(-self.view.page)

    def action_top(self) -> None:
        self.view.scroll_bars(0)

    def action_bottom(self) -> None:
        if isinstance(self.view.plot, BarPlot):
            self.view.scroll_bars(len(self.view.plot.bars))

    def _scroll(self, by: int) -> None:
        self.view.scroll_bars(self.view.first_bar + by)


def plot_of_groups(groups: GroupedTable, sorts: tuple[Sort, ...], at: int) -> PlotScreen:
    """The plot of groups in that order: the measure of the column `at`, else the first one, along
    what they are grouped by."""
    rows = groups.ordered(sorts)
    total = len(rows) if groups.is_complete else None
    sample = Sample(groups.columns, rows, total, from_the_first=True, grouped=True)
    by = len(groups.query.group_by)
    function = groups.query.aggregates[max(0, at - by)].function
    return PlotScreen(sample, chart=groups_chart(sample.fields(), by, at, function))
