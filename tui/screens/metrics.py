"""What is counted of one object, or of the whole site: a panel a series, month by month."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from tui.api.errors import ApiError, NoService
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import metrics_texts as texts
from tui.screens.audience import Audience
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.tables.audience import DEFAULT_RANGE, KINDS, RANGES, Measure, Series
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.panels import SparkPanels
from tui.widgets.prose import Block, ProseView

if TYPE_CHECKING:
    from collections.abc import Coroutine

SITE_NAMES = {"www": "data.gouv.fr", "demo": "demo.data.gouv.fr", "sample": "sample"}

GROUPS = ("metrics", "names", "totals", "health")


class MetricsScreen(Place):
    """The audience of one object.

    Attributes:
        audience: What is counted; None where the address names nothing.
        shown: How many months are shown; 0 for all.
    """

    BINDINGS = bindings_for("metrics")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        kind, _colon, ident = link.ident.partition(":")
        named = kind == "site" or (kind in KINDS and bool(ident))
        self.audience = Audience(session, kind, ident) if named else None
        self.shown = _range_of(link.value("range"))
        self._asked_for = link
        self._problem: ApiError | None = None
        self._left = False

    # The place

    @property
    def link(self) -> Link:
        if self.audience is None:
            return self._asked_for
        kind, ident = self.audience.kind, self.audience.ident
        params = (("range", str(self.shown or "all")),)
        return Link("metrics", f"{kind}:{ident}" if ident else kind, params)

    @property
    def crumbs(self) -> tuple[str, ...]:
        audience = self.audience
        if audience is None:
            return (_("Metrics"),)
        if audience.kind == "site":
            return (SITE_NAMES[self.session.site.name], _("Metrics"))
        name = audience.name or (self.hint[-1] if self.hint else clean_line(audience.ident, 40))
        return (_(audience.about.title), name, _("Metrics"))

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="ranges")
        yield SparkPanels(id="panels")
        yield ProseView(id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self._say_range()
        self._say([])
        if self.audience is None:
            self._say(texts.not_an_address())
        elif self.session.site.metrics_url is None:
            self._problem = NoService()
            self._say(texts.no_service(self.session.site.name))
        else:
            self._load()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._left:
            self._left = False
            self._load()

    def on_screen_suspend(self) -> None:
        """What runs is cancelled when the person leaves, and asked for again when they are back."""
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._left = self.cancel_workers(*GROUPS)

    def reload(self) -> None:
        if self.audience is not None and self.session.site.metrics_url is not None:
            self._load(reload=True)

    def cancel(self) -> bool:
        if not self.cancel_workers(*GROUPS):
            return False
        self.query_one(SparkPanels).remove_class("-stale")
        self._status(f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}")
        return True

    # Loading

    def _load(self, *, reload: bool = False) -> None:
        audience = self.audience
        if audience is None:
            return
        self._run("metrics", self._fetch(audience, reload))
        if audience.is_named_by_id:
            self._load_beside(audience, reload)

    def _load_beside(self, audience: Audience, reload: bool) -> None:
        """Ask for what the panels do not wait for."""
        self._run("names", self._fetch_name(audience))
        self._run("totals", self._fetch_totals(audience, reload))

    def _run(self, group: str, work: Coroutine[None, None, None]) -> None:
        self.run_worker(work, group=group, exclusive=True, exit_on_error=False)

    async def _fetch(self, audience: Audience, reload: bool) -> None:
        panels = self.query_one(SparkPanels)
        dimmer = self.set_timer(0.15, lambda: panels.set_class(panels.count > 0, "-stale"))
        was_slug = not audience.is_named_by_id
        try:
            await audience.load(self.shown, reload=reload)
        except ApiError as error:
            self._failed(error)
        else:
            self._problem = None
            if was_slug:
                self._load_beside(audience, reload)
            self._show()
        finally:
            dimmer.stop()
            panels.remove_class("-stale")

    async def _fetch_name(self, audience: Audience) -> None:
        try:
            await audience.resolve()
        except ApiError:
            return  # the id is shown in its place
        self.say_where()

    async def _fetch_totals(self, audience: Audience, reload: bool) -> None:
        try:
            await audience.load_totals(reload=reload)
        except ApiError:
            return  # the months say enough
        if audience.rows is not None:
            self._show()

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if self.query_one(SparkPanels).count:
            self._status(error.message, error=True)
        else:
            self._say(texts.failure(error))
        self._run("health", self._ask_health(error))
        self.refresh_bindings()

    async def _ask_health(self, error: ApiError) -> None:
        """Say beside an error how the service says that it is."""
        try:
            health = await (await self.session.service()).metrics.health()
        except ApiError:
            health = None
        if self._problem is error and not self.query_one(SparkPanels).count:
            self._say(texts.failure(error, texts.health_text(health)))

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
            self.query_one(SparkPanels).show(())
            self._say(texts.nothing_counted())
        else:
            panels = [texts.panel_of(each, one, audience.total(each)) for each, one in found]
            self.query_one(SparkPanels).show(panels)
            self._say([])
        self._say_range()
        self.refresh_bindings()

    def _say_range(self) -> None:
        chips = [texts.range_title(shown) for shown in RANGES]
        line = self.query_one("#ranges", ChipLine)
        line.show(_("Months:"), chips, selected=RANGES.index(self.shown))
        gaps = max((one.points[:-1].count(None) for _each, one in self.series()), default=0)
        line.status(texts.empty_months(gaps) if gaps and self.query_one(SparkPanels).count else "")
        self.say_where()

    def _status(self, text: str, *, error: bool = False) -> None:
        self.query_one("#ranges", ChipLine).status(text, error=error)

    def _say(self, blocks: list[Block]) -> None:
        """Say something in place of the panels; nothing shows them again."""
        prose, panels = self.query_one("#said", ProseView), self.query_one(SparkPanels)
        prose.show(blocks)
        prose.display, panels.display = bool(blocks), not blocks
        if self.screen is self.app.screen:
            (prose if blocks else panels).focus()

    # What can be done

    def why_not(self, action: str) -> str:
        if action == "object" and (self.audience is None or self.audience.kind == "site"):
            return _("The whole site is counted.")
        if action in ("top", "months") and self.session.site.metrics_url is None:
            return _("This site has no Metrics API: nothing is counted there.")
        if action == "export" and not self.query_one(SparkPanels).count:
            return _("There is nothing to write.")
        return ""

    @on(ChipLine.Clicked, "#ranges")
    def _range_clicked(self, event: ChipLine.Clicked) -> None:
        self._use_range(RANGES[event.index])

    def action_months(self) -> None:
        """Show the next number of months."""
        self._use_range(RANGES[(RANGES.index(self.shown) + 1) % len(RANGES)])

    def _use_range(self, shown: int) -> None:
        self.shown = shown
        audience = self.audience
        if audience is not None and audience.has(shown):
            self.workers.cancel_group(self, "metrics")
            self._show()
        elif audience is not None and self.session.site.metrics_url is not None:
            self._say_range()
            self._load()

    def action_object(self) -> None:
        """Open what is counted."""
        audience = self.audience
        if audience is not None and audience.ident:
            self.go(Link(audience.kind, audience.ident), *self.crumbs[:-1])

    def action_top(self) -> None:
        """Open the top list of such objects; of an organization, that of its datasets."""
        audience = self.audience
        kind = audience.kind if audience is not None and audience.kind != "site" else "dataset"
        params: list[tuple[str, str]] = [("of", KINDS[kind].model)]
        if audience is not None and kind == "organization":
            params = [("of", "datasets"), ("organization", audience.ident)]
        self.go(Link("metrics", "top", tuple(params)))

    @on(LineList.Chosen, "#panels")
    def _open_chart(self) -> None:
        from tui.screens.metrics_chart import MetricsChart

        found = self.series()
        place = self.query_one(SparkPanels).selected
        if self.audience is not None and place < len(found):
            screen = MetricsChart(self.session, self.audience, found[place][0], self.shown)
            self.app.push_screen(screen)

    def action_export(self) -> None:
        """Write what is shown to a file."""
        from tui.screens.small_export import ask_and_write

        if self.query_one(SparkPanels).count:
            name = " ".join(self.crumbs[1:] if len(self.crumbs) > 2 else self.crumbs)
            folder = self.session.exports.folder
            ask_and_write(self, name, self._csv(), folder, self.notice)

    def _csv(self) -> str:
        found = self.series()
        return texts.csv_of([each for each, _one in found], [one for _each, one in found])

    def copies(self) -> list[Copy]:
        forms = []
        audience = self.audience
        if audience is not None and self.query_one(SparkPanels).count:
            forms.append(Copy(_("Figures as CSV"), self._csv))
        service = self.session.opened()
        if audience is not None and service is not None and audience.is_named_by_id:
            url = service.metrics.months_url(audience.about.model, audience.ident)
            if url:
                forms += texts.request_copies(url)
        if audience is not None and audience.ident:
            forms.append(Copy(_("Id of what is counted"), audience.ident))
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        panels = self.query_one(SparkPanels)
        return f"{panels.text}\n" if panels.count else None


def _range_of(text: str) -> int:
    """The number of months that an address asks for; the usual one where it does not say."""
    if text == "all":
        return 0
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else DEFAULT_RANGE
    return wanted if wanted in RANGES and wanted else DEFAULT_RANGE
