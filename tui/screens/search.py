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
from tui.api.search import DATASET_SORTS, DatasetSearch
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.screens.suggest import Suggestions
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.facets import FACET_TITLES, FacetList, value_title
from tui.widgets.lines import LineList
from tui.widgets.prompt import Omnibox
from tui.widgets.prose import Paragraph, ProseView
from tui.widgets.results import ResultList

if TYPE_CHECKING:
    from tui.api.models import SearchPage, Suggestion

TYPING_REST = 0.2
"""Seconds of silence before what is typed is searched for."""

PREVIEW_REST = 0.25
"""Seconds that the cursor rests on a result before its preview is fetched."""

SORT_TITLES = {
    "": N_("relevance"),
    "-views": N_("most viewed"),
    "-reuses": N_("most reused"),
    "-followers": N_("most followed"),
    "-last_update": N_("updated last"),
    "-created": N_("created last"),
    "views": N_("least viewed"),
    "reuses": N_("least reused"),
    "followers": N_("least followed"),
    "last_update": N_("updated first"),
    "created": N_("created first"),
}


class SearchScreen(Place):
    """Datasets: an omnibox, chips, results, facets and a preview."""

    BINDINGS = bindings_for("search")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link | None = None) -> None:
        super().__init__(session)
        self.search = search_of(link or Link("search"))
        self._page = 0
        self._has_next = False
        self._total = ""
        self._labels: dict[tuple[str, str], str] = {}
        self._problem: ApiError | None = None
        self._typing: Timer | None = None
        self._resting: Timer | None = None
        self._suggestions = Suggestions()
        self._searched: DatasetSearch | None = None

    # The place

    @property
    def link(self) -> Link:
        return link_of(self.search)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (_("Datasets"), self.search.words) if self.search.words else (_("Datasets"),)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    @property
    def pending(self) -> bool:
        return self._typing is not None or self._resting is not None

    def compose_body(self) -> Iterable[Widget]:
        yield Omnibox(self.search.words, placeholder=_("Search datasets"), id="omnibox")
        yield ChipLine(id="chips")
        with Horizontal(id="body"):
            yield FacetList(id="facets")
            yield ResultList(id="results")
            yield ProseView(id="preview")

    def on_mount(self) -> None:
        super().on_mount()
        if self.search.words or self.search.filters or self.revisited:
            self.query_one(ResultList).focus()
        else:
            self.query_one(Omnibox).focus()
        self._show_chips()
        self.call_after_refresh(self._run_search)

    def reload(self) -> None:
        self._run_search(reload=True)

    def cancel(self) -> bool:
        if self.query_one(Omnibox).has_focus:
            self._suggestions.clear()
            self._show_chips()
            self.query_one(ResultList).focus()
            return True
        if self.cancel_workers("results", "preview", "suggestions", "more"):
            self.query_one(ResultList).remove_class("-stale")
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
        forms = []
        dataset = self.query_one(ResultList).current
        if dataset is not None:
            web = (
                Link("dataset", dataset.slug or dataset.id).web_url(self.session.site)
                or dataset.page
            )
            forms = [
                Copy(_("Id of the dataset"), dataset.id),
                Copy(_("Title of the dataset"), dataset.title),
                Copy(_("Web address of the dataset"), web),
                Copy(_("Command that opens the dataset"), command(Link("dataset", dataset.id))),
            ]
        service = self.session.opened()
        if service is not None:
            url = service.catalogue.search_url(self.search)
            forms.append(Copy(_("API address of this search"), url))
        return [*forms, Copy(_("Link to this search"), str(self.link))]

    def _return_to(self, search: DatasetSearch) -> None:
        """What is asked becomes again what is shown."""
        self.search = search
        with self.prevent(Input.Changed):
            self.query_one(Omnibox).value = search.words
        self._show_chips()
        self.say_where()

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        if not self.app.screen.is_modal:
            self._stop_timers()

    def _stop_timers(self) -> None:
        for timer in (self._typing, self._resting):
            if timer is not None:
                timer.stop()
        self._typing = self._resting = None

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
        self.query_one(ResultList).focus()

    async def _suggest(self, words: str) -> None:
        try:
            service = await self.session.service()
        except ApiError:
            return  # the search itself says so
        found = await self._suggestions.fetch(service.catalogue, words)
        if found and words == self.search.words and self.query_one(Omnibox).has_focus:
            self._show_chips()

    def _take_suggestion(self, suggestion: Suggestion) -> None:
        name, value = self._suggestions.filter_of(suggestion)
        self._labels[name, value] = suggestion.label
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

    async def _search_first(self, search: DatasetSearch, reload: bool) -> None:
        results = self.query_one(ResultList)
        dimmer = self.set_timer(0.15, lambda: results.set_class(results.count > 0, "-stale"))
        try:
            service = await self.session.service()
            page = await service.catalogue.search_datasets(search, reload=reload)
        except ApiError as error:
            if search == self.search:
                self._failed(error)
        else:
            if search == self.search:
                self._found(search, page)
        finally:
            dimmer.stop()
            results.remove_class("-stale")

    def _found(self, search: DatasetSearch, page: SearchPage) -> None:
        self._problem = None
        self._searched = search
        self._page = page.page
        self._has_next = page.has_next
        number = fmt.number(page.total)
        self._total = f"{number}+" if page.capped else number
        self._remember_labels(page)
        results = self.query_one(ResultList)
        results.show(page.items)
        self.set_class(not page.items, "-said")
        self._show_facets(page)
        self._show_chips()
        self._say_position()
        if page.fallback and page.items:
            self.notice(_said_of_fallback(page), seconds=12)
        if page.items:
            self._preview_at_rest()
        else:
            self.query_one(ProseView).show([Paragraph(self._nothing_found(page))])

    def _nothing_found(self, page: SearchPage) -> str:
        if self.search.filters:
            return _(
                "Nothing matches these words with these filters. esc, then x removes the last "
                "filter, X all of them."
            )
        if page.fallback:
            return _("Nothing found. The search is out of order: only titles were looked at.")
        return _("Nothing found. Try fewer or other words: / edits the search.")

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
            self.query_one(ProseView).show(self._explain(error))
        unreachable = isinstance(error, (Offline, Timeout))
        if not self.query_one(ResultList).count and (unreachable or not self.search.words):
            self.query_one(ProseView).focus()
        self.refresh_bindings()

    def _explain(self, error: ApiError) -> list[Paragraph]:
        from tui.api.journal import redact

        site = self.session.site
        lines = [
            Paragraph(error.message, "warning"),
            Paragraph(redact(site.main_url), "dim"),
            Paragraph(""),
        ]
        if error.hint:
            lines.append(Paragraph(error.hint))
        if site.name != "sample":
            lines.append(
                Paragraph(
                    _(
                        "S opens the sample site: made-up data, inside this program, no network "
                        "needed."
                    )
                )
            )
        lines.append(Paragraph(_("r asks again. L shows the requests.")))
        return lines

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

    async def _search_more(self, search: DatasetSearch, number: int) -> None:
        try:
            service = await self.session.service()
            page = await service.catalogue.search_datasets(search, number)
        except ApiError as error:
            self._has_next = False
            self.query_one("#chips", ChipLine).status(error.message, error=True)
            return
        if search == self.search:
            self._page, self._has_next = page.page, page.has_next
            self.query_one(ResultList).extend(page.items)
            self._say_position()

    # Chips, facets and order

    def _remember_labels(self, page: SearchPage) -> None:
        for name, values in page.facets.items():
            for value in values:
                if value.label != value.value:
                    self._labels[name, value.value] = value.label

    def _show_chips(self) -> None:
        chips = self.query_one("#chips", ChipLine)
        if self._suggestions.found and self.query_one(Omnibox).has_focus:
            chips.show(_("↹ filter:"), self._suggestions.titles(), selected=self._suggestions.index)
            return
        titles = [self._chip(name, value) for name, value in self.search.filters]
        chips.show("", titles)

    def _chip(self, name: str, value: str) -> str:
        title = _(FACET_TITLES[name]) if name in FACET_TITLES else name
        label = self._labels.get((name, value), "")
        return _("{name}: {value}").format(name=title, value=value_title(value, label))

    def _show_facets(self, page: SearchPage) -> None:
        self.query_one(FacetList).show(page.facets, frozenset(self.search.filters))

    def _say_position(self) -> None:
        results = self.query_one(ResultList)
        order = _(SORT_TITLES.get(self.search.sort, ""))
        if not results.count:
            status = _("0 datasets") if self._page else ""
        else:
            here = fmt.number(results.cursor + 1)
            status = _("{here} of {total} · {order}").format(
                here=here, total=self._total, order=order
            )
        self.query_one("#chips", ChipLine).status(status)

    @on(FacetList.Toggled)
    def _facet_toggled(self, event: FacetList.Toggled) -> None:
        if (event.facet, event.value) in self.search.filters:
            self.search = self.search.without_filter(event.facet, event.value)
        else:
            self._labels[event.facet, event.value] = event.label
            self.search = self.search.with_filter(event.facet, event.value)
        self._run_search()

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
            self.query_one(ResultList).focus()
        else:
            return
        event.stop()
        event.prevent_default()

    def why_not(self, action: str) -> str:
        if action == "use_sample" and (self._problem is None or self.session.site.name == "sample"):
            return _("The site answers: F4 switches sites.")
        if action in ("drop_filter", "clear_filters") and not self.search.filters:
            return _("There is no filter.")
        if action == "edit" and self.query_one(Omnibox).has_focus:
            return _("You are editing it.")
        if action == "preview" and not self.has_class("-narrow"):
            return _("The preview is beside the results.")
        return ""

    @on(Omnibox.Left)
    def _leave_omnibox(self) -> None:
        self.query_one(ResultList).focus()

    def action_edit(self) -> None:
        self.query_one(Omnibox).focus()

    def action_sort(self) -> None:
        from tui.screens.dialogs import ChooseScreen, Option

        options = [Option(_(SORT_TITLES[sort])) for sort in DATASET_SORTS]
        cursor = DATASET_SORTS.index(self.search.sort) if self.search.sort in DATASET_SORTS else 0
        self.app.push_screen(ChooseScreen(_("Sort by"), options, cursor=cursor), self._sorted)

    def _sorted(self, index: int | None) -> None:
        if index is not None:
            self.search = replace(self.search, sort=DATASET_SORTS[index])
            self._run_search()

    def action_facets(self) -> None:
        """Show the facets and go there, or hide them and come back."""
        facets, results = self.query_one(FacetList), self.query_one(ResultList)
        if facets.has_focus:
            self.remove_class("-facets")
            results.focus()
        else:
            self.remove_class("-preview")
            self.add_class("-facets")
            facets.focus()

    def action_drop_filter(self) -> None:
        if self.search.filters:
            self.search = self.search.without_filter(*self.search.filters[-1])
            self._run_search()

    def action_clear_filters(self) -> None:
        self.search = self.search.without_filters()
        self._run_search()

    def action_preview(self) -> None:
        """Show the preview in place of the results, or the other way round."""
        self.remove_class("-facets")
        self.toggle_class("-preview")
        if self.has_class("-preview"):
            self._show_preview()
            self.query_one(ProseView).focus()
        else:
            self.query_one(ResultList).focus()

    def action_use_sample(self) -> None:
        self.post_message(self.UseSample())

    # Preview and opening

    @on(LineList.Highlighted, "#results")
    def _rests(self) -> None:
        self._say_position()
        self._preview_at_rest()

    def _preview_at_rest(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(PREVIEW_REST, self._show_preview)

    def _show_preview(self) -> None:
        self._resting = None
        from tui.screens.summary import dataset_blocks

        dataset = self.query_one(ResultList).current
        preview = self.query_one(ProseView)
        if dataset is None or not preview.display:
            return
        preview.show(dataset_blocks(dataset, None))
        self.run_worker(
            self._preview_files(dataset.id), group="preview", exclusive=True, exit_on_error=False
        )

    async def _preview_files(self, dataset_id: str) -> None:
        from tui.screens.summary import dataset_blocks

        try:
            service = await self.session.service()
            page = await service.catalogue.resources(dataset_id, page_size=10)
        except ApiError:
            return
        dataset = self.query_one(ResultList).current
        if dataset is not None and dataset.id == dataset_id:
            self.query_one(ProseView).show(dataset_blocks(dataset, page), keep_position=True)

    @on(LineList.Chosen, "#results")
    def _open(self, event: LineList.Chosen) -> None:
        dataset = self.query_one(ResultList).items[event.index]
        self.go(Link("dataset", dataset.id), _("Datasets"), dataset.title)


def search_of(link: Link) -> DatasetSearch:
    """The search that a ``search:`` link stands for."""
    pairs = tuple((name, value) for name, value in link.params if name != "kind")
    return replace(DatasetSearch.from_params(pairs), words=link.ident)


def link_of(search: DatasetSearch) -> Link:
    """The ``search:`` link of a search."""
    pairs = tuple(pair for pair in search.to_params() if pair[0] != "q")
    return Link("search", " ".join(search.words.split()), pairs)


def _said_of_fallback(page: SearchPage) -> str:
    """What a person must know of results that a plain list gave because the search fails."""
    said = _("The search is out of order: only titles were looked at.")
    if page.unapplied:
        names = ", ".join(_(FACET_TITLES[n]) if n in FACET_TITLES else n for n in page.unapplied)
        return f"{said} {_('Not filtered by: {names}.').format(names=names)}"
    return said
