"""What a search looks for, narrowed and turned: kinds, filters, facets, order."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on

from tui.api.errors import ApiError
from tui.api.journal import work_in_background
from tui.api.search import KIND_SORTS, Search
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Place
from tui.screens.search_kinds import KINDS, Kinds
from tui.screens.search_texts import PLACEHOLDERS, SORT_TITLES, Labels, search_of
from tui.screens.session import Session
from tui.screens.suggest import Suggestions
from tui.widgets.chips import ChipLine
from tui.widgets.facets import FacetList
from tui.widgets.prompt import Omnibox
from tui.widgets.results import ResultList

if TYPE_CHECKING:
    from tui.api.models import FacetValue, SearchPage


class Narrowing(Place):
    """A place with a search, whose kind, filters and order are a key away.

    Attributes:
        search: What is asked for now.
    """

    def __init__(self, session: Session, link: Link | None = None) -> None:
        super().__init__(session)
        self.search = search_of(link or Link("search"))
        self._labels = Labels()
        self._suggestions = Suggestions()
        self._kinds = Kinds()
        self._facets: Mapping[str, Sequence[FacetValue]] = {}

    @abstractmethod
    def _run_search(self, *, reload: bool = False) -> None:
        """Ask for `search`, unless it is what is shown."""

    # Kinds

    def _show_kinds(self) -> None:
        titles = self._kinds.titles(self.search)
        self.query_one("#kinds", ChipLine).show("", titles, selected=KINDS.index(self.search.kind))

    def _count_others(self, search: Search, *, nothing: bool) -> None:
        """Count the other kinds once somebody looks beyond datasets, or finds none: for the others
        the service need not answer."""
        if search.kind == "datasets" and not nothing:
            self.workers.cancel_group(self, "counts")
            return
        self.run_worker(
            self._fetch_counts(search), group="counts", exclusive=True, exit_on_error=False
        )

    async def _fetch_counts(self, search: Search) -> None:
        try:
            service = await self.session.service()
        except ApiError:
            return  # the search itself says so
        await self._kinds.count(service.portal, search)
        self._show_kinds()

    def _turn_to(self, kind: str) -> None:
        """Look for the same words among the things of another kind."""
        if kind == self.search.kind:
            return
        self.search = self._kinds.turned(self.search, kind)
        self.query_one(Omnibox).placeholder = _(PLACEHOLDERS[kind])
        self._suggestions.clear()
        self._show_kinds()
        self._run_search()

    @on(ChipLine.Clicked, "#kinds")
    def _kind_clicked(self, event: ChipLine.Clicked) -> None:
        self._turn_to(KINDS[event.index])

    def action_next_kind(self) -> None:
        self._turn_to(self._kinds.next_to(self.search.kind, 1))

    def action_previous_kind(self) -> None:
        self._turn_to(self._kinds.next_to(self.search.kind, -1))

    def action_kind_1(self) -> None:
        self._turn_to(KINDS[0])

    def action_kind_2(self) -> None:
        self._turn_to(KINDS[1])

    def action_kind_3(self) -> None:
        self._turn_to(KINDS[2])

    def action_kind_4(self) -> None:
        self._turn_to(KINDS[3])

    def action_kind_5(self) -> None:
        self._turn_to(KINDS[4])

    def action_kind_6(self) -> None:
        self._turn_to(KINDS[5])

    def action_kind_7(self) -> None:
        self._turn_to(KINDS[6])

    # Chips and facets

    def _show_chips(self) -> None:
        chips = self.query_one("#chips", ChipLine)
        if self._suggestions.found and self.query_one(Omnibox).has_focus:
            chips.show(_("↹ filter:"), self._suggestions.titles(), selected=self._suggestions.index)
            return
        chips.show("", self._labels.chips(self.search))

    def _show_facets(self, page: SearchPage) -> None:
        self._facets = page.facets
        self._draw_facets()
        self._name_values()

    def _draw_facets(self) -> None:
        facets = self._labels.named(self._facets)
        self.query_one(FacetList).show(facets, frozenset(self.search.filters))

    def _name_values(self) -> None:
        """Ask what zones, topics and people are called, of whom only the ids are known."""
        from tui.screens.search_labels import nameless

        shown = self._facets if self.query_one(FacetList).display else {}
        wanted = nameless(self.search, shown, self._labels)
        if wanted:
            self.run_worker(
                self._fetch_names(wanted), group="names", exclusive=True, exit_on_error=False
            )

    async def _fetch_names(self, wanted: list[tuple[str, str]]) -> None:
        from tui.screens.search_labels import names_of

        work_in_background()
        try:
            service = await self.session.service()
        except ApiError:
            return  # the search itself says so
        found = await names_of(service, wanted)
        for pair in wanted:
            self._labels.learn(*pair, found.get(pair, ""))  # not asked for again
        self._show_chips()
        self._draw_facets()

    @on(FacetList.Toggled)
    def _facet_toggled(self, event: FacetList.Toggled) -> None:
        if (event.facet, event.value) in self.search.filters:
            self.search = self.search.without_filter(event.facet, event.value)
        else:
            self._labels.learn(event.facet, event.value, event.label)
            self.search = self.search.with_filter(event.facet, event.value)
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
            self.call_after_refresh(self._name_values)

    # Order and filters

    def action_sort(self) -> None:
        from tui.screens.dialogs import ChooseScreen, Option

        sorts = KIND_SORTS[self.search.kind]
        now = self.search.sort
        options = [Option(_(SORT_TITLES[sort]), "✓" if sort == now else "") for sort in sorts]
        cursor = sorts.index(self.search.sort) if self.search.sort in sorts else 0
        self.app.push_screen(ChooseScreen(_("Sort by"), options, cursor=cursor), self._sorted)

    def _sorted(self, index: int | None) -> None:
        if index is not None:
            self.search = replace(self.search, sort=KIND_SORTS[self.search.kind][index])
            self._run_search()

    def action_add_filter(self) -> None:
        """Choose a filter, then a value: also those that no facet counts."""
        from tui.screens.search_filters import choose_filter

        choose_filter(self, self.search, self._facets, self._filter_chosen)

    def _filter_chosen(self, name: str, value: str, label: str) -> None:
        if label:
            self._labels.learn(name, value, label)
        self.search = self.search.with_filter(name, value)
        self._run_search()

    def action_drop_filter(self) -> None:
        if self.search.filters:
            self.search = self.search.without_filter(*self.search.filters[-1])
            self._run_search()

    def action_clear_filters(self) -> None:
        self.search = self.search.without_filters()
        self._run_search()
