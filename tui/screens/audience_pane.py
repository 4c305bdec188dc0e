"""What is counted of one object in a pane: a panel a series, in a place of its own or in a tab."""

from __future__ import annotations

from textual import on

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import metrics_texts as texts
from tui.screens.audience import Audience
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.figures_pane import FiguresPane
from tui.screens.metrics_address import Chart
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.tables.audience import DEFAULT_RANGE, KINDS, RANGES, Measure, Series
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.panels import SparkPanels


class AudiencePane(FiguresPane):
    """The audience of one object.

    Attributes:
        audience: What is counted; None where nothing is named yet.
        shown: How many months are shown; 0 for all.
    """

    BINDINGS = bindings_for("metrics")

    def __init__(
        self,
        session: Session,
        audience: Audience | None = None,
        *,
        shown: int = DEFAULT_RANGE,
        chart: Chart | None = None,
        kind: str = "",
    ) -> None:
        """`chart` is opened once the figures are here; `kind` is what `open` is told ids of, in a
        place that shows the object itself."""
        super().__init__(session, [ChipLine(id="ranges")], SparkPanels(id="panels"), id="metrics")
        self.audience = audience
        self.shown = shown
        self._chart = chart or Chart()
        self._kind = kind

    @property
    def panels(self) -> SparkPanels:
        """The panels."""
        return self.query_one(SparkPanels)

    def on_mount(self) -> None:
        super().on_mount()
        self._say_range()

    # As a tab

    @property
    def status(self) -> tuple[str, bool]:
        """Nothing: what there is to say stands beside the months."""
        return "", False

    def open(self, ident: str, *, reload: bool = False) -> None:
        """Show what is counted of this object; asks only the first time, or past the cache."""
        audience = self.audience
        if audience is None or audience.ident != ident:
            self.audience = Audience(self.session, self._kind, ident)
            self.panels.show(())
        elif not reload:
            self.come_back()
            return
        self.load(reload=reload)

    def called(self, name: str) -> None:
        """Say what the object is called, for its charts."""
        if self.audience is not None:
            self.audience.name = name

    @property
    def text(self) -> str:
        """The panels as plain text; empty where there is none."""
        return "" if self.is_empty else self.panels.text

    # Loading

    def load(self, *, reload: bool = False) -> None:
        audience = self.audience
        if audience is None:
            return
        if not self.has_service:
            self.say_no_service()
            return
        self.run("figures", self._fetch(audience, reload))
        if audience.is_named_by_id:
            self._load_beside(audience, reload)

    def _load_beside(self, audience: Audience, reload: bool) -> None:
        """Ask for what the panels do not wait for."""
        if not audience.name and not self._kind:
            self.run("names", self._fetch_name(audience))
        self.run("totals", self._fetch_totals(audience, reload))

    async def _fetch(self, audience: Audience, reload: bool) -> None:
        was_slug = not audience.is_named_by_id
        async with self.asking():
            await audience.load(self.shown, reload=reload)
        if self.problem is None and audience is self.audience:
            if was_slug:
                self._load_beside(audience, reload)
            self._show()
            self._open_asked_chart()

    async def _fetch_name(self, audience: Audience) -> None:
        try:
            await audience.resolve()
        except ApiError:
            return  # the id is shown in its place
        self.post_message(PaneChanged())

    async def _fetch_totals(self, audience: Audience, reload: bool) -> None:
        try:
            await audience.load_totals(reload=reload)
        except ApiError:
            return  # the months say enough
        if audience.rows is not None and audience is self.audience:
            self._show()

    # Showing

    def series(self) -> list[tuple[Measure, Series]]:
        """What is counted, over the months shown; what was never counted is left out if something
        was."""
        audience = self.audience
        if audience is None or audience.rows is None:
            return []
        every = [(each, audience.series(each, self.shown)) for each in audience.about.measures]
        return [(each, one) for each, one in every if one.values] or every

    def _show(self) -> None:
        audience = self.audience
        found = self.series()
        if audience is None or not any(one.values for _measure, one in found):
            self.panels.show(())
            self.say(texts.nothing_counted())
        else:
            self.panels.show([texts.panel_of(one, of, audience.total(one)) for one, of in found])
            self.say([])
        self._say_range()
        self.post_message(PaneChanged())

    def _say_range(self) -> None:
        chips = [texts.range_title(shown) for shown in RANGES]
        line = self.query_one("#ranges", ChipLine)
        line.show(_("Months:"), chips, selected=RANGES.index(self.shown))
        gaps = max((one.points[:-1].count(None) for _each, one in self.series()), default=0)
        self.usual = texts.empty_months(gaps) if gaps and not self.is_empty else ""
        self.say_status("")

    # What can be done

    @property
    def _place(self) -> Place:
        place = self.screen
        assert isinstance(place, Place)
        return place

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action == "object" and (self.audience is None or self.audience.kind == "site"):
            return _("The whole site is counted.")
        if action == "object" and self._kind:
            return _("It is here already.")
        if action in ("top", "months") and not self.has_service:
            return _("This site has no Metrics API: nothing is counted there.")
        if action == "export" and self.is_empty:
            return _("There is nothing to write.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    @on(ChipLine.Clicked, "#ranges")
    def _range_clicked(self, event: ChipLine.Clicked) -> None:
        event.stop()
        self._use_range(RANGES[event.index])

    def action_months(self) -> None:
        """Show the next number of months."""
        self._use_range(RANGES[(RANGES.index(self.shown) + 1) % len(RANGES)])

    def _use_range(self, shown: int) -> None:
        self.shown = shown
        audience = self.audience
        if audience is not None and audience.has(shown):
            self.screen.workers.cancel_group(self.screen, "figures")
            self._show()
        elif audience is not None and self.has_service:
            self._say_range()
            self.post_message(PaneChanged())
            self.load()

    def action_object(self) -> None:
        """Open what is counted."""
        audience = self.audience
        if audience is not None and audience.ident:
            self._place.go(Link(audience.kind, audience.ident), *self._place.crumbs[:-1])

    def action_top(self) -> None:
        """Open the top list of such objects; of an organization, that of its datasets."""
        audience = self.audience
        kind = audience.kind if audience is not None and audience.kind != "site" else "dataset"
        params: list[tuple[str, str]] = [("of", KINDS[kind].model)]
        if audience is not None and kind == "organization":
            params = [("of", "datasets"), ("organization", audience.ident)]
        self._place.go(Link("metrics", "top", tuple(params)))

    @on(LineList.Chosen, "#panels")
    def _open_chart(self, event: LineList.Chosen) -> None:
        event.stop()
        found = self.series()
        place = self.panels.selected
        if place < len(found):
            self._push_chart(Chart(found[place][0].by))

    def _open_asked_chart(self) -> None:
        """Open the chart that the address names, once."""
        asked, self._chart = self._chart, Chart()
        if asked.by and not self.is_empty:
            self._push_chart(asked)

    def _push_chart(self, chart: Chart) -> None:
        from tui.screens.metrics_chart import MetricsChart

        if self.audience is not None:
            self.app.push_screen(MetricsChart(self.session, self.audience, chart, self.shown))

    def action_export(self) -> None:
        """Write what is shown, or every row of the service, to a file."""
        from tui.screens.small_export import choose_and_write

        audience = self.audience
        if audience is not None and not self.is_empty:
            of = audience.name or audience.ident or _("the whole site")
            shown = (self._csv(), texts.months_text(self.shown))
            choose_and_write(self._place, f"{of} {_('Metrics')}", shown, audience.csv)

    def _csv(self) -> str:
        found = self.series()
        return texts.csv_of([each for each, _one in found], [one for _each, one in found])

    @property
    def copies(self) -> list[Copy]:
        """What can be copied of the figures."""
        forms = []
        audience = self.audience
        if audience is not None and not self.is_empty:
            forms.append(Copy(_("Figures as CSV"), self._csv))
        service = self.session.opened()
        if audience is not None and service is not None and audience.is_named_by_id:
            url = service.metrics.months_url(audience.about.model, audience.ident)
            if url:
                forms += texts.request_copies(url)
        return forms
