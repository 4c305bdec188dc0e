"""One series over the whole screen: its chart, and its months and figures under it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.paths import styles_dir
from tui.screens import metrics_drawings as drawings
from tui.screens import metrics_texts as texts
from tui.screens.audience import Audience
from tui.screens.compared import Compared
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Dialog, Option
from tui.screens.metrics_address import SITE, Chart, metrics_link
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.tables import row_texts
from tui.tables.audience import RANGES, indexed
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.month_lines import MonthLines
from tui.widgets.plot import PlotView

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tui.links import Link
    from tui.screens.suggest_one import Named


class MetricsChart(Dialog[None]):
    """The chart of what is counted of an object, and of those that it is compared with.

    Attributes:
        shown: How many months are shown; 0 for all.
        by_year: Whether months are summed up by year.
        by_tens: Whether the scale is logarithmic.
        as_100: Whether each is drawn as a share of what it was in the first month.
    """

    CSS_PATH = [styles_dir() / "plot.tcss", styles_dir() / "metrics.tcss"]
    BINDINGS = [CLOSE, HELP, Binding("q", "close", show=False), *bindings_for("audience")]

    def __init__(self, session: Session, audience: Audience, chart: Chart, shown: int) -> None:
        super().__init__(classes="dialog whole charting")
        self.session = session
        self.shown = shown
        self.by_year = chart.by_year
        self.by_tens = chart.by_tens
        self.as_100 = chart.as_100
        self.compared = Compared(session, audience, chart.by)
        self._asked_for = chart.others

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield PlotView()
            yield MonthLines(id="months")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one(MonthLines).focus()
        self._draw()
        if self._asked_for:
            self._run(self._add_asked())

    # What is shown

    @property
    def link(self) -> Link:
        """The address that opens this chart as it is."""
        first = self.compared.first
        chart = Chart(
            self.compared.measure.by,
            self.compared.others,
            self.by_year,
            self.by_tens,
            self.as_100,
        )
        return metrics_link(first.kind, first.ident, self.shown, chart)

    @property
    def title_text(self) -> str:
        """What is counted, and of what."""
        measure, names = _(self.compared.measure.title), self.compared.names
        return _("{name}: {value}").format(name=measure, value=" / ".join(names))

    def _draw(self) -> None:
        several = self.compared.series(self.shown)
        chips = [texts.range_title(shown) for shown in RANGES]
        label, count = self.title_text, len(several)
        if count > 1:  # the chart names them
            label = _("{name}: {count} compared").format(
                name=_(self.compared.measure.title), count=fmt.number(count)
            )
        title = self.query_one("#title", ChipLine)
        title.show(label, chips, selected=RANGES.index(self.shown))
        drawn = (
            drawings.of_years(self.compared, several[0])
            if self.by_year
            else drawings.of_months(self.compared, several, self.by_tens, self.as_100)
        )
        self.query_one(PlotView).show(drawn.plot, note=drawn.note)
        self.query_one(MonthLines).show(drawn.heads, drawn.lines)
        self.refresh_bindings()

    def _say(self, text: str, *, error: bool = False) -> None:
        self.query_one("#title", ChipLine).status(text, error=error)

    # Months that are not here yet

    def _run(self, work: Coroutine[None, None, None]) -> None:
        self.run_worker(work, group="months", exclusive=True, exit_on_error=False)

    async def _fetch(self) -> None:
        self._say(_("asking for every month · esc stops"))
        problem = ""
        try:
            for audience in self.compared.audiences:
                if not audience.has(self.shown):
                    await audience.load(self.shown)
        except ApiError as error:
            problem = error.message
        finally:
            self._end(problem)

    def _end(self, said: str) -> None:
        """Draw what came, and say why not all did."""
        if self.is_attached:
            self._say(said, error=bool(said))
            self._draw()

    def action_close(self) -> None:
        """Stop asking; close where nothing is asked."""
        if not self.workers.cancel_group(self, "months"):
            self.close()

    # What can be done

    @on(ChipLine.Clicked, "#title")
    def _range_clicked(self, event: ChipLine.Clicked) -> None:
        self._use_range(RANGES[event.index])

    def action_months(self) -> None:
        """Show the next number of months."""
        self._use_range(RANGES[(RANGES.index(self.shown) + 1) % len(RANGES)])

    def _use_range(self, shown: int) -> None:
        self.shown = shown
        self.workers.cancel_group(self, "months")
        self._say("")
        if all(audience.has(self.shown) for audience in self.compared.audiences):
            self._draw()
        else:
            self._run(self._fetch())

    def action_years(self) -> None:
        """Sum up by year, or show months again."""
        if len(self.compared.audiences) > 1:
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
        why_not = self.compared.why_not_other()
        if why_not:
            self._say(why_not)
            return
        from tui.screens.suggest_one import SuggestOneScreen

        self.app.push_screen(SuggestOneScreen(self.compared.find, _("Compare with")), self._compare)

    def _compare(self, chosen: Named | None) -> None:
        if chosen is None:
            return
        if self.compared.has(chosen.id):
            self._say(_("It is there already."))
            return
        self._run(self._add(self.compared.audience_of(chosen.id, chosen.label)))

    def action_site(self) -> None:
        """Draw the whole site too, both as shares of the same month: its figures are of another
        order."""
        why_not = self.compared.why_not_site()
        if why_not:
            self._say(why_not)
        else:
            self._run(self._add(self.compared.audience_of(SITE), as_100=True))

    async def _add(self, other: Audience, *, as_100: bool = False) -> None:
        self._ask_for(other)
        problem = ""
        try:
            await other.load(self.shown)
        except ApiError as error:
            problem = error.message
        else:
            self.compared.audiences.append(other)
            self.by_year = False
            if as_100:
                self.by_tens, self.as_100 = False, self._has_base
        finally:
            self._end(problem)

    async def _add_asked(self) -> None:
        """Add those that the address names; one that cannot be had leaves the others."""
        said = ""
        try:
            for ident in self._asked_for:
                said = await self._add_one_asked(ident) or said
        finally:
            self._end(said)

    async def _add_one_asked(self, ident: str) -> str:
        """Add one that the address names. Returns why not, where it cannot be added."""
        why_not = self.compared.why_not_site() if ident == SITE else self.compared.why_not_other()
        other = self.compared.audience_of(ident)
        if why_not:
            return why_not
        self._ask_for(other)
        try:
            await other.resolve()
            await other.load(self.shown)
        except ApiError as error:
            return f"{self.compared.name_of(other)} · {error.message}"
        if not self.compared.has(other.ident or SITE):
            self.compared.audiences.append(other)
        return ""

    def _ask_for(self, other: Audience) -> None:
        name = clean_line(self.compared.name_of(other), 30)
        self._say(_("asking for {name} · esc stops").format(name=name))

    def action_alone(self) -> None:
        """Leave out the object that was added last."""
        if len(self.compared.audiences) > 1:
            self.compared.audiences.pop()
            self._say("")
            self._draw()
        else:
            self._say(_("Nothing is compared: c adds an object."))

    @property
    def _has_base(self) -> bool:
        return bool(indexed(self.compared.series(self.shown))[0])

    def action_index(self) -> None:
        """Draw each as a share of what it was in the first month that all have, or as it is."""
        if self.by_year:
            self._say(_("Bars of years are not drawn as shares."))
            return
        self.as_100, self.by_tens = not self.as_100, False
        none = self.as_100 and not self._has_base
        self.as_100 = self.as_100 and not none
        self._say(_("No full month has a figure of each.") if none else "")
        self._draw()

    # What is done with it

    def action_marks(self) -> None:
        """Draw with blocks where braille does not show well, or with dots again."""
        view = self.query_one(PlotView)
        view.use_blocks(not view.blocks)

    def copies(self) -> list[Copy]:
        """What can be copied of the chart."""
        names, rows = self._table()
        forms = [
            Copy(_("Figures as TSV"), lambda: row_texts.as_tsv(rows, names)),
            Copy(_("Figures as CSV"), lambda: row_texts.as_csv(rows, names)),
            Copy(_("Command that opens this"), command(self.link)),
        ]
        service = self.session.opened()
        if service is not None:
            metrics = service.metrics
            each = self.compared.audiences
            forms += texts.request_copies(
                *(metrics.months_url(a.about.model, a.ident) for a in each)
            )
        return forms

    def action_copy(self) -> None:
        """Choose a form of the chart to copy."""
        copies = self.copies()

        def take(index: int | None) -> None:
            if index is not None:
                self.post_message(Place.CopyText(copies[index].text))

        options = [Option(copy.title, copy.detail) for copy in copies]
        self.app.push_screen(ChooseScreen(_("Copy"), options), take)

    def action_export(self) -> None:
        """Write the months and figures that are shown to a file."""
        from tui.screens.small_export import ask_and_write

        names, rows = self._table()
        text = row_texts.as_csv(rows, names)
        ask_and_write(self, self.title_text, text, self.session.exports.folder, self._say)

    def _table(self) -> tuple[list[str], list[Row]]:
        """What is shown as rows, oldest first, values raw."""
        several, column = self.compared.series(self.shown), self.compared.measure.column
        if self.by_year:
            sums = [(year.year, year.value, year.months) for year in several[0].years()]
            return ["year", column, "months"], list(sums)
        columns = [column] if len(several) == 1 else self.compared.names
        _base, values = drawings.values_of(several, self.as_100)
        return ["metric_month", *columns], texts.table_of(texts.months_of(several), values)
