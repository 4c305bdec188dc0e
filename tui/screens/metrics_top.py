"""What was visited or downloaded most in a month, of everybody or of one organization."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.links import Link
from tui.screens import metrics_texts as texts
from tui.screens.audience import current_month
from tui.screens.figures_pane import FiguresPane
from tui.screens.figures_place import FiguresPlace
from tui.screens.place import Copy, command
from tui.screens.ranking import RANKED_KINDS, Ranking
from tui.screens.session import Session
from tui.screens.top_titles import AT_ONCE, TopTitles
from tui.tables import row_texts
from tui.tables.audience import KINDS
from tui.tables.months import FIRST_YEAR, is_counted, shifted
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import Paragraph
from tui.widgets.top_lines import TopLines

if TYPE_CHECKING:
    from tui.api.errors import ApiError
    from tui.api.metrics import CsvRows
    from tui.api.models.metric import Ranked


class TopPane(FiguresPane):
    """The list of a place of top lists, which knows what is asked for."""

    def __init__(self, session: Session, load: Callable[[bool], None]) -> None:
        heads = (ChipLine(id="kinds"), ChipLine(id="measures"))
        super().__init__(session, heads, TopLines(id="ranked"), id="top")
        self._load = load

    def load(self, *, reload: bool = False) -> None:
        self._load(reload)


class MetricsTopScreen(FiguresPlace):
    """A top list.

    Attributes:
        ranking: What is asked for.
        ranked: What was answered, the most first.
    """

    BINDINGS = bindings_for("top")

    pane: TopPane

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self.ranking = Ranking.of_link(link)
        self.ranked: tuple[Ranked, ...] = ()
        self.titles = TopTitles(session)
        self._shown: Ranking | None = None
        self.pane = TopPane(session, self._load)
        self.pane.add_class("-shown")

    # The place

    @property
    def link(self) -> Link:
        return self.ranking.link

    @property
    def crumbs(self) -> tuple[str, ...]:
        of_what = _(KINDS[self.ranking.kind].title)
        month = texts.month_name(self.ranking.month)
        top = _("Top of {month}").format(month=month)
        if not self.ranking.organization:
            return (of_what, top)
        owner = self.titles.known.get(self.ranking.organization) or clean_line(
            self.ranking.organization, 40
        )
        return (owner, of_what, top)

    def on_mount(self) -> None:
        super().on_mount()
        self._show_choices()
        self.pane.focus()
        if self.pane.has_service:
            self.pane.load()
        else:
            self.pane.say_no_service()

    def plain_text(self) -> str | None:
        lines = self.query_one(TopLines)
        return f"{lines.text}\n" if lines.count else None

    # Loading

    def _load(self, reload: bool) -> None:
        self._show_choices()
        self.say_where()
        self.workers.cancel_group(self, "names")
        self.pane.run("figures", self._fetch(self.ranking, reload))

    async def _fetch(self, asked: Ranking, reload: bool) -> None:
        ranked: tuple[Ranked, ...] = ()
        async with self.pane.asking():
            service = await self.session.service()
            ranked = await service.metrics.top(
                KINDS[asked.kind].model,
                asked.measure.column,
                asked.month,
                organization=asked.organization,
                reload=reload,
            )
        if self.pane.problem is None:
            self._show(asked, ranked)
        elif asked != self._shown:
            self._forget(self.pane.problem)

    def _forget(self, problem: ApiError) -> None:
        """Take away a list that is not what is asked for any more."""
        self.ranked, self._shown = (), None
        self.query_one(TopLines).show((), self.titles.known)
        self.pane.say(texts.failure(problem))
        self.pane.say_status("")
        self.refresh_bindings()

    def _show(self, asked: Ranking, ranked: tuple[Ranked, ...]) -> None:
        self.ranked, self._shown = ranked, asked
        pairs = [(each.id, each.value) for each in ranked]
        self.query_one(TopLines).show(pairs, self.titles.known)
        month = texts.month_name(asked.month)
        nothing = _("Nothing was counted in {month}.").format(month=month)
        self.pane.say(
            [] if ranked else [Paragraph(nothing), Paragraph(_("← shows the month before."))]
        )
        self._show_choices()
        self.refresh_bindings()
        self.call_after_refresh(self._name_those_in_sight)

    @on(LineList.Highlighted, "#ranked")
    def _name_those_in_sight(self) -> None:
        running = any(w.group == "names" and not w.is_finished for w in self.workers)
        if self._unnamed() and not running:
            self.pane.run("names", self._fetch_titles(self.ranking))

    def _unnamed(self) -> list[str]:
        """The ids in sight whose title nobody was asked for."""
        ids = [self.ranked[place].id for place in self.query_one(TopLines).in_sight]
        wanted = [self.ranking.organization, *ids] if self.ranking.organization else ids
        return self.titles.unknown(wanted)

    async def _fetch_titles(self, asked: Ranking) -> None:
        """One request that names most of them, then one for each other that is in sight."""
        lines = self.query_one(TopLines)
        await self.titles.ask_most(asked)
        lines.refresh()
        while asked == self.ranking and (wanted := self._unnamed()[:AT_ONCE]):
            await self.titles.ask(asked, wanted)
            lines.refresh()
        self.say_where()

    # What is asked for

    def _show_choices(self) -> None:
        kinds = ("dataset",) if self.ranking.organization else RANKED_KINDS
        self.query_one("#kinds", ChipLine).show(
            _("Of:"),
            [_(KINDS[kind].title) for kind in kinds],
            selected=kinds.index(self.ranking.kind),
        )
        measures = KINDS[self.ranking.kind].measures
        line = self.query_one("#measures", ChipLine)
        line.show(
            _("By:"),
            [_(measure.title) for measure in measures],
            selected=measures.index(self.ranking.measure),
        )
        month = texts.month_name(self.ranking.month)
        if self.ranking.month == current_month():
            month = _("{month}, not over").format(month=month)
        self.pane.usual = f"← {month} →"
        self.pane.say_status("")

    def _use(self, ranking: Ranking) -> None:
        if ranking != self.ranking and self.session.site.metrics_url is not None:
            self.ranking = ranking
            self._load(reload=False)

    def why_not(self, action: str) -> str:
        if action == "of" and self.ranking.organization:
            return _("Only datasets are counted by organization.")
        if action == "by" and len(KINDS[self.ranking.kind].measures) < 2:
            return _("Nothing else is counted of them.")
        if action == "later" and self.ranking.month >= current_month():
            return _("This month is not over yet.")
        if action == "earlier" and not is_counted(shifted(self.ranking.month, -1)):
            return _("Nothing was counted before {year}.").format(year=FIRST_YEAR)
        if action in ("months", "export") and not self.ranked:
            return _("The list is empty.")
        return ""

    def action_of(self) -> None:
        """Rank objects of the next kind."""
        place = RANKED_KINDS.index(self.ranking.kind) + 1
        self._use_kind(RANKED_KINDS[place % len(RANKED_KINDS)])

    def _use_kind(self, kind: str) -> None:
        """Rank objects of that kind, by the same measure where they have it."""
        ranking = self.ranking._replace(kind=kind)
        self._use(ranking._replace(by=ranking.measure.by))

    def action_by(self) -> None:
        """Rank them by the next measure."""
        measures = KINDS[self.ranking.kind].measures
        place = measures.index(self.ranking.measure) + 1
        self._use(self.ranking._replace(by=measures[place % len(measures)].by))

    def action_earlier(self) -> None:
        self._use(self.ranking._replace(month=shifted(self.ranking.month, -1)))

    def action_later(self) -> None:
        self._use(self.ranking._replace(month=shifted(self.ranking.month, 1)))

    @on(ChipLine.Clicked, "#kinds")
    def _kind_clicked(self, event: ChipLine.Clicked) -> None:
        if not self.ranking.organization:
            self._use_kind(RANKED_KINDS[event.index])

    @on(ChipLine.Clicked, "#measures")
    def _measure_clicked(self, event: ChipLine.Clicked) -> None:
        measures = KINDS[self.ranking.kind].measures
        self._use(self.ranking._replace(by=measures[event.index].by))

    # What is done with one

    @on(LineList.Chosen, "#ranked")
    def _open(self, event: LineList.Chosen) -> None:
        self._go(event.index)

    def action_months(self) -> None:
        """Show what is counted of the one under the cursor, month by month."""
        self._go(self.query_one(TopLines).cursor, months=True)

    def _go(self, place: int, *, months: bool = False) -> None:
        if self._shown is None or place >= len(self.ranked):
            return
        ident = self.ranked[place].id
        hint = (
            _(KINDS[self._shown.kind].title),
            self.titles.known.get(ident) or clean_line(ident, 40),
        )
        kind = self._shown.kind
        self.go(Link("metrics", f"{kind}:{ident}") if months else Link(kind, ident), *hint)

    def _csv(self) -> str:
        shown = self._shown or self.ranking
        names = ["rank", "id", "title", "metric_month", shown.measure.column]
        rows = [
            (rank, each.id, self.titles.known.get(each.id), shown.month, each.value)
            for rank, each in enumerate(self.ranked, start=1)
        ]
        return row_texts.as_csv(rows, names)

    def action_export(self) -> None:
        """Write the list, or every row of its month, to a file."""
        from tui.screens.small_export import choose_and_write

        asked = self._shown
        if asked is None or not self.ranked:
            return

        async def every(tell: Callable[[int, int], None]) -> CsvRows:
            metrics = (await self.session.service()).metrics
            model = KINDS[asked.kind].model
            return await metrics.month_csv(
                model, asked.month, organization=asked.organization, on_page=tell
            )

        count = ngettext("{count} row", "{count} rows", len(self.ranked))
        shown = (self._csv(), count.format(count=fmt.number(len(self.ranked))))
        choose_and_write(self, " ".join(self.crumbs), shown, every)

    def copies(self) -> list[Copy]:
        forms = []
        lines = self.query_one(TopLines)
        if self.ranked:
            forms.append(Copy(_("Id of what is counted"), self.ranked[lines.cursor].id))
            forms.append(Copy(_("Figures as CSV"), self._csv))
        service = self.session.opened()
        if service is not None:
            asked = self.ranking
            forms += texts.top_copies(
                service.metrics.top_url(
                    KINDS[asked.kind].model,
                    asked.measure.column,
                    asked.month,
                    organization=asked.organization,
                ),
                asked.measure.column,
            )
        return [*forms, Copy(_("Command that opens this"), command(self.link))]
