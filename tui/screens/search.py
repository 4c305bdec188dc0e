"""The first screen: type, narrow, look, open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from tui import format as fmt
from tui.api.errors import ApiError, Offline, Timeout
from tui.api.search import KIND_FILTERS, Search
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.object_copies import copies_of_item
from tui.screens.object_tabs import place_of
from tui.screens.place import Copy
from tui.screens.preview import Preview
from tui.screens.search_kinds import ask
from tui.screens.search_narrowing import Narrowing
from tui.screens.search_texts import (
    NONE_OF_THEM,
    PLACEHOLDERS,
    failure_paragraphs,
    link_of,
    nothing_found,
    position,
    said_of_fallback,
)
from tui.screens.session import Session
from tui.screens.ways import WaysPane
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.facets import FacetList
from tui.widgets.kind_words import KIND_TITLES
from tui.widgets.lines import LineList
from tui.widgets.prompt import Omnibox
from tui.widgets.prose import Paragraph
from tui.widgets.results import ResultList, unlike

if TYPE_CHECKING:
    from tui.api.models import SearchPage, Suggestion

GROUPS = ("results", "preview", "suggestions", "more", "counts", "ways", "names")
"""What runs for the search, and is cancelled together."""

TYPING_REST = 0.2
"""Seconds of silence before what is typed is searched for."""


class SearchScreen(Narrowing):
    """What the portal holds: an omnibox, kinds, chips, results, facets and a preview."""

    BINDINGS = bindings_for("search")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link | None = None) -> None:
        super().__init__(session, link)
        self._page = 0
        self._has_next = False
        self._asked_anew = False
        self._total = ""
        self._capped = False
        self._problem: ApiError | None = None
        self._typing: Timer | None = None
        self._searched: Search | None = None
        self._by_mcp = False
        self._through = ""

    # The place

    @property
    def link(self) -> Link:
        return link_of(self.search)

    @property
    def crumbs(self) -> tuple[str, ...]:
        kind = _(KIND_TITLES[self.search.kind])
        return (kind, self.search.words) if self.search.words else (kind,)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    @property
    def pending(self) -> bool:
        return self._typing is not None or self.query_one(Preview).is_pending

    def compose_body(self) -> Iterable[Widget]:
        placeholder = _(PLACEHOLDERS[self.search.kind])
        yield Omnibox(self.search.words, placeholder=placeholder, id="omnibox")
        yield ChipLine(id="kinds")
        yield ChipLine(id="chips")
        with Horizontal(id="body"):
            yield FacetList(id="facets")
            yield ResultList(id="results")
            yield Preview(self.session)
        yield WaysPane(self.session, self._labels)

    def on_mount(self) -> None:
        super().on_mount()
        if self.search != Search() or self.revisited:
            self.query_one(ResultList).focus()
        else:
            self.query_one(Omnibox).focus()
        self._show_kinds()
        self._show_chips()
        self.call_after_refresh(self._run_search)

    def reload(self) -> None:
        self._run_search(reload=True)

    def cancel(self) -> bool:
        if self.query_one(Omnibox).has_focus:
            self._suggestions.clear()
            self._show_chips()
            self._go_to_results()
            return True
        if self.cancel_workers(*GROUPS):
            self.query_one(ResultList).came()
            if self._searched is not None:
                self._return_to(self._searched)
            self._say_position()
            if not self._page:
                said = f"{_('cancelled')} · {_('r asks again. L shows the requests.')}"
                self.query_one("#chips", ChipLine).status(said)
            return True
        if self.has_class("-facets"):
            self.remove_class("-facets")
            self.query_one(ResultList).focus()
            return True
        if self.has_class("-preview"):
            self.action_preview()
            return True
        return False

    def copies(self) -> list[Copy]:
        item = self.query_one(ResultList).current
        forms = copies_of_item(item, self.session.site) if item is not None else []
        service = self.session.opened()
        if service is not None:
            url = service.catalogue.search_url(self.search)
            forms.append(Copy(_("API address of this search"), url))
        return [*forms, Copy(_("Link to this search"), str(self.link))]

    def _return_to(self, search: Search) -> None:
        """What is asked becomes again what is shown."""
        self.search = search
        with self.prevent(Input.Changed):
            self.query_one(Omnibox).value = search.words
        self._show_kinds()
        self._show_chips()
        self.say_where()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._stop_timers()

    def _stop_timers(self) -> None:
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        self.query_one(Preview).stop()

    def plain_text(self) -> str | None:
        results = self.query_one(ResultList)
        if not results.count:
            return None
        status = self.query_one("#chips", ChipLine).status_text
        return f"{status}\n\n{results.text}\n"

    # Typing

    def on_descendant_blur(self) -> None:
        """Suggestions are for who types: elsewhere the filters that are on take their line."""
        if self._suggestions.found and not self.query_one(Omnibox).has_focus:
            self._suggestions.clear()
            self._show_chips()

    @on(Input.Changed, "#omnibox")
    def _typed(self, event: Input.Changed) -> None:
        if event.value == self.search.words:
            return
        self.search = replace(self.search, words=event.value)
        self._wait_for_silence()

    def _wait_for_silence(self) -> None:
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_REST, self._typing_rests)

    def _typing_rests(self) -> None:
        self._typing = None
        self._run_search()
        self.run_worker(
            self._suggest(self.search.words),
            group="suggestions",
            exclusive=True,
            exit_on_error=False,
        )

    @on(Input.Submitted, "#omnibox")
    def _submitted(self) -> None:
        chosen = self._suggestions.chosen
        if chosen is not None:
            self._take_suggestion(chosen)
            return
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
            self._run_search()
        self.workers.cancel_group(self, "suggestions")
        self._suggestions.clear()
        self._show_chips()
        self._go_to_results()
        self.post_message(self.Settled())

    async def _suggest(self, words: str) -> None:
        try:
            service = await self.session.service()
        except ApiError:
            return  # the search itself says so
        known = KIND_FILTERS[self.search.kind]
        found = await self._suggestions.fetch(service.catalogue, words, known)
        if found and words == self.search.words and self.query_one(Omnibox).has_focus:
            self._show_chips()

    def _take_suggestion(self, suggestion: Suggestion) -> None:
        name, value = self._suggestions.filter_of(suggestion)
        self._labels.learn(name, value, suggestion.label)
        self.workers.cancel_group(self, "suggestions")
        self._suggestions.clear()
        self.search = replace(self.search.with_filter(name, value), words="")
        with self.prevent(Input.Changed):
            self.query_one(Omnibox).value = ""
        self._run_search()
        self.query_one(ResultList).focus()

    # Searching

    def _run_search(self, *, reload: bool = False) -> None:
        if not reload and self._searched == self.search and self._problem is None and self._page:
            self.workers.cancel_group(self, "results")
            self.query_one(ResultList).came()
            return
        self.say_where()
        self._show_chips()
        self.workers.cancel_group(self, "more")
        self.run_worker(
            self._search_first(self.search, reload),
            group="results",
            exclusive=True,
            exit_on_error=False,
        )

    async def _search_first(self, search: Search, reload: bool) -> None:
        results = self.query_one(ResultList)
        results.wait()
        try:
            service = await self.session.service()
            page = await ask(service, search, reload=reload, by_mcp=self._by_mcp)
        except ApiError as error:
            if search == self.search:
                results.came(old=True)
                self._failed(error)
        else:
            if search == self.search:
                results.came()
                self._asked_anew = reload  # and so are the pages that follow it
                self._found(search, page)

    def _found(self, search: Search, page: SearchPage) -> None:
        self._problem = None
        self._searched = search
        self._page = page.page
        self._has_next = page.has_next
        self._through = page.through
        self._total = self._total_of(page, len(page.items))
        self._capped = page.capped
        self._labels.learn_from(page)
        self._kinds.learn(search, page.total, page.capped)
        self._show_kinds()
        results = self.query_one(ResultList)
        results.show(unlike((), page.items))
        self.set_class(not page.items, "-said")
        self._show_facets(page)
        self._show_chips()
        self._say_position()
        self._count_others(search, nothing=not page.items)
        typing = self.query_one(Omnibox).has_focus
        # What a plain list gave says nothing of what the search would find.
        if page.fallback:
            self.query_one(WaysPane).clear()
        else:
            self.query_one(WaysPane).look(search, page.total, typing=typing)
        if page.fallback and page.items:
            self.notice(said_of_fallback(page, search.kind), seconds=12)
        if page.aside:
            self._by_mcp = False  # nobody waits for it twice unasked
            said = _("The API of the portal answered. {why}").format(why=page.aside)
            self.notice(said, seconds=12)
        if page.items:
            self.query_one(Preview).rest_on(results.current)
        else:
            self.query_one(Preview).show([Paragraph(nothing_found(self.search, page))])

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        chips = self.query_one("#chips", ChipLine)
        if isinstance(error, (Offline, Timeout)) and self.session.site.name != "sample":
            text = _("{problem} S opens the sample site.").format(problem=error.message)
        else:
            text = f"{error.message} {error.hint}".strip()
        chips.status(text, error=True)
        if not self.query_one(ResultList).count:
            self.add_class("-said")
            self.query_one(Preview).show(failure_paragraphs(error, self.session.site))
        unreachable = isinstance(error, (Offline, Timeout))
        if not self.query_one(ResultList).count and (unreachable or not self.search.words):
            self.query_one(Preview).focus()
        self.refresh_bindings()

    @on(LineList.NearEnd, "#results")
    def _more(self) -> None:
        running = any(w.group == "more" and not w.is_finished for w in self.workers)
        if self._has_next and not running and self._searched == self.search:
            self.run_worker(
                self._search_more(self.search, self._page + 1),
                group="more",
                exclusive=True,
                exit_on_error=False,
            )

    async def _search_more(self, search: Search, number: int) -> None:
        try:
            service = await self.session.service()
            page = await ask(
                service, search, number, reload=self._asked_anew, by_mcp=self._through == "mcp"
            )
        except ApiError as error:
            self._has_next = False
            self.query_one("#chips", ChipLine).status(error.message, error=True)
            return
        if search == self.search:
            results = self.query_one(ResultList)
            added = unlike(results.items, page.items)
            results.extend(added)
            # A page that only repeats what is here would be followed by others like it.
            self._page, self._has_next = page.page, page.has_next and bool(added)
            total = self._total_of(page, results.count)
            if total != self._total:
                self._total = total
                self.notice(_("The results changed meanwhile. r asks again."))
            self._say_position()

    @staticmethod
    def _total_of(page: SearchPage, shown: int) -> str:
        number = fmt.number(max(page.total, shown))
        return f"{number}+" if page.capped else number

    def _say_position(self) -> None:
        results = self.query_one(ResultList)
        if results.count:
            last = results.cursor == results.count - 1 and not self._has_next
            status = position(
                self.search, results.cursor + 1, self._total, cut=self._capped and last
            )
        else:
            status = _(NONE_OF_THEM[self.search.kind]) if self._page else ""
        if status and self._through:
            status = _("{status} · through MCP").format(status=status)
        self.query_one("#chips", ChipLine).status(status)

    @on(ChipLine.Clicked, "#chips")
    def _chip_clicked(self, event: ChipLine.Clicked) -> None:
        if self._suggestions.found:
            self._take_suggestion(self._suggestions.found[event.index])
        elif event.index < len(self.search.filters):
            self.search = self.search.without_filter(*self.search.filters[event.index])
            self._run_search()

    def on_key(self, event: object) -> None:
        """Tab goes through the suggestions while one types; down leaves the omnibox for the
        results."""
        from textual.events import Key

        if not isinstance(event, Key) or not self.query_one(Omnibox).has_focus:
            return
        if event.key in ("tab", "shift+tab") and self._suggestions.found:
            self._suggestions.step(1 if event.key == "tab" else -1)
            self._show_chips()
        elif event.key == "tab":
            self._go_to_results()
        else:
            return
        event.stop()
        event.prevent_default()

    def why_not(self, action: str) -> str:
        if action == "use_sample" and (self._problem is None or self.session.site.name == "sample"):
            return _("The site answers: F4 switches sites.")
        if action in ("drop_filter", "clear_filters") and not self.search.filters:
            return _("There is no filter.")
        if action == "save" and not (self.search.words.strip() or self.search.filters):
            return _("There are no words and no filters to save.")
        if action == "wider" and not self.query_one(WaysPane).ways:
            return _("There is nothing else to propose.")
        if action == "edit" and self.query_one(Omnibox).has_focus:
            return _("You are editing it.")
        if action == "mcp":
            return self._why_not_mcp()
        if action == "preview" and not self.has_class("-narrow"):
            return _("The preview is beside the results.")
        if action == "metrics" and self._counted() is None:
            return _("Nothing is counted of it.")
        return ""

    def _why_not_mcp(self) -> str:
        """Why the MCP server cannot be asked for these results; empty where it can."""
        if self.search.kind != "dataservices":
            return _("The MCP server is asked for dataservices here: 2 looks among them.")
        if self.session.site.mcp_url is None:
            return _("This site has no MCP server.")
        if not self.search.words.strip():
            return _("The MCP server takes words: there are none.")
        if self.search.filters or self.search.sort:
            return _("The MCP server takes words alone, no filter and no order.")
        return ""

    def action_mcp(self) -> None:
        """Have the MCP server find them, or no longer."""
        self._by_mcp = not self._by_mcp
        self._searched = None
        self._run_search()

    @on(Omnibox.Left)
    def _leave_omnibox(self) -> None:
        self._go_to_results()

    def _go_to_results(self) -> None:
        """Where the keys are of use: the results, or what is proposed in their place."""
        nothing = not self.query_one(ResultList).count and bool(self.query_one(WaysPane).ways)
        self.query_one(WaysPane if nothing else ResultList).focus()

    @on(LineList.Chosen, "#ways")
    def _take_way(self, event: LineList.Chosen) -> None:
        self.search = self.query_one(WaysPane).ways[event.index - 1].search
        with self.prevent(Input.Changed):
            self.query_one(Omnibox).value = self.search.words
        self.query_one(ResultList).focus()
        self._run_search()

    @on(Omnibox.Recalled)
    def action_searches(self) -> None:
        self.post_message(self.ListSearches())

    def action_save(self) -> None:
        from tui.screens.dialogs import AskScreen

        def save(name: str | None) -> None:
            if name is not None:
                self.post_message(self.SaveSearch(self, name.strip()))

        def check(name: str) -> str:
            return "" if name.strip() else _("It needs a name.")

        said = " · ".join([*self.crumbs, *self._labels.chips(self.search)])
        self.app.push_screen(AskScreen(_("Save this search"), value=said, check=check), save)

    def action_wider(self) -> None:
        self.query_one(WaysPane).focus()

    def action_edit(self) -> None:
        self.query_one(Omnibox).focus()

    def action_preview(self) -> None:
        """Show the preview in place of the results, or the other way round."""
        self.remove_class("-facets")
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            preview = self.query_one(Preview)
            preview.tell(self.query_one(ResultList).current)
            preview.focus()
        else:
            self.query_one(ResultList).focus()

    def action_use_sample(self) -> None:
        self.post_message(self.UseSample())

    # Preview and opening

    @on(LineList.Highlighted, "#results")
    def _rests(self) -> None:
        self._say_position()
        self.query_one(Preview).rest_on(self.query_one(ResultList).current)

    @on(LineList.Chosen, "#results")
    def _open(self, event: LineList.Chosen) -> None:
        from tui.widgets.result_words import title_of

        item = self.query_one(ResultList).items[event.index]
        link = place_of(item)
        if link is None:
            self.notice(_("This leads to no place here."))
            return
        self.go(link, _(KIND_TITLES[self.search.kind]), title_of(item))

    def _counted(self) -> Link | None:
        """The address of what is counted of the result under the cursor, where something is."""
        from tui.tables.audience import KINDS as AUDIENCES

        item = self.query_one(ResultList).current
        link = place_of(item) if item is not None else None
        counted = link is not None and link.kind in AUDIENCES and not link.fragment
        return Link("metrics", f"{link.kind}:{link.ident}") if link and counted else None

    def action_metrics(self) -> None:
        """Show what is counted of the result under the cursor, month by month."""
        from tui.widgets.result_words import title_of

        item, link = self.query_one(ResultList).current, self._counted()
        if item is not None and link is not None:
            self.go(link, _(KIND_TITLES[self.search.kind]), title_of(item))
