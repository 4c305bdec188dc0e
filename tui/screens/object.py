"""An organization, a reuse, an API, a topic, a person, a post, a discussion: what it is, the lists
it holds, its raw answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.object_copies import copies_of, copies_of_item, value_under_cursor
from tui.screens.object_tabs import OPENS_ON_A_LIST, TABS, ListTab, Pages, count_of, place_of
from tui.screens.object_texts import (
    CRUMBS,
    SEARCHED,
    can_be_searched,
    failure_blocks,
    is_searched_instead,
    renamed,
)
from tui.screens.place import Copy
from tui.screens.session import Session
from tui.screens.tabbed import ListTabs
from tui.screens.writable import CHANGES, SUBJECTS, Subject, ThreadRef, Writable
from tui.tables.audience import KINDS as AUDIENCES
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import ProseView, as_text
from tui.widgets.results import ResultList
from tui.widgets.tree import JsonTree

if TYPE_CHECKING:
    from tui.api.models import Entity


class ObjectScreen(Writable, ListTabs[Pages]):
    """One object, in tabs: what it is, its lists, its raw answer."""

    BINDINGS = bindings_for("object")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._kind = link.kind
        self._ident = link.ident
        self._lists = {tab.name: tab for tab in TABS[link.kind]}
        self._tabs = ("about", *self._lists, "json")
        first = next(iter(self._lists)) if link.kind in OPENS_ON_A_LIST else "about"
        self._asked = link.fragment in self._tabs
        self._tab = link.fragment if self._asked else first
        self.entity: Entity | None = None
        self._problem: ApiError | None = None

    # The place

    @property
    def link(self) -> Link:
        ident = self.entity.id if self.entity is not None else self._ident
        return Link(self._kind, ident, fragment=self._tab)

    @property
    def crumbs(self) -> tuple[str, ...]:
        kind = _(CRUMBS[self._kind])
        if self.entity is not None:
            return (kind, self._called(self.entity))
        return (kind, self.hint[-1] if self.hint else clean_line(self._ident, 80))

    def _called(self, entity: Entity) -> str:
        """Its title; a harvest has none but its moment."""
        from tui.api.models import User
        from tui.widgets.result_words import title_of

        if self._kind != "job" or isinstance(entity, User):
            return entity.title
        return title_of(entity)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="tabs")
        with Horizontal(id="body"):
            for name in self._lists:
                yield ResultList(id=name)
            yield JsonTree(id="json")
            yield ProseView(id="about")

    def on_mount(self) -> None:
        super().on_mount()
        self._show_tab(self._tab)
        self._load()

    def reload(self) -> None:
        self._load(reload=True)

    def cancel(self) -> bool:
        return self.cancel_lists("object")

    def copies(self) -> list[Copy]:
        forms: list[Copy] = []
        if self._tab in self._lists:
            item = self.lines_of(self._tab).current
            forms += copies_of_item(item, self.session.site) if item is not None else []
        if self.entity is None:
            return forms
        if self._tab == "json":
            forms.append(value_under_cursor(self.query_one(JsonTree)))
        service = self.session.opened()
        portal = service.portal if service is not None else None
        return [*forms, *copies_of(self.entity, self.link, self.session.site, portal)]

    def plain_text(self) -> str | None:
        if self.entity is None:
            return None
        from tui.screens.object_words import entity_blocks

        said = as_text(entity_blocks(self.entity))
        if self._tab not in self._lists or not self.lines_of(self._tab).count:
            return f"{said}\n"
        title = self._title(self._lists[self._tab])
        return f"{said}\n\n{title}\n{self.lines_of(self._tab).text}\n"

    # Loading

    def _load(self, *, reload: bool = False) -> None:
        self.run_worker(self._fetch(reload), group="object", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        try:
            service = await self.session.service()
            entity = await service.portal.entity(self._kind, self._ident, reload=reload)
        except ApiError as error:
            self._failed(error)
            return
        from tui.screens.object_words import entity_blocks

        self._problem = None
        self.entity = entity
        if said := renamed(self._ident, entity.id, getattr(entity, "slug", "")):
            self.notice(said)
        self.query_one("#about", ProseView).show(entity_blocks(entity))
        self.query_one("#json", JsonTree).show(entity.raw)
        self.begin_lists(
            {name: Pages(tab.source(entity), reload) for name, tab in self._lists.items()}
        )
        self._show_tab(self._tab if self._asked else self._first_held(entity))
        self._asked = True
        self.refresh_bindings()

    def _first_held(self, entity: Entity) -> str:
        """Where to begin: a list that holds something, or what the object is."""
        if self._kind not in OPENS_ON_A_LIST:
            return "about"
        held = (name for name, tab in self._lists.items() if count_of(entity, tab))
        return next(held, "about")

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if self.entity is not None:  # what was here stays
            self.query_one("#tabs", ChipLine).status(error.message, error=True)
            self.dim()
            return
        self.query_one("#about", ProseView).show(
            failure_blocks(self._kind, error, self._words_of_address)
        )
        wanted = self._tab
        self._show_tab("about")
        self._tab = wanted  # what the link asks for, once the object comes
        self.refresh_bindings()

    @property
    def _words_of_address(self) -> str:
        return " ".join(self._ident.replace("-", " ").split())

    # Lists

    @property
    def list_names(self) -> tuple[str, ...]:
        return tuple(self._lists)

    def lines_of(self, name: str) -> ResultList:
        return self.query_one(f"#{name}", ResultList)

    async def ask_next(self, name: str, pages: Pages) -> Callable[[], None]:
        first, service = pages.page == 0, await self.session.service()
        items = await pages.next(service.portal)
        lines = self.lines_of(name)
        if first:
            return partial(lines.show, items, cursor=lines.cursor)
        return partial(lines.extend, items)

    # Tabs

    @property
    def tab_names(self) -> tuple[str, ...]:
        return self._tabs

    @property
    def tab(self) -> str:
        return self._tab

    def choose_tab(self, name: str) -> None:
        self._asked = True
        self._show_tab(name)

    def _show_tab(self, tab: str) -> None:
        self._tab = tab
        for name in self._tabs:
            self.query_one(f"#{name}").set_class(name == tab, "-shown")
        self.set_class(tab in self._lists, "-listing")
        self.show_titles()
        self.query_one(f"#{tab}").focus()
        self.open_list(tab)
        self.say_position()
        self.say_where()

    def show_titles(self) -> None:
        titles = [_("About"), *(self._title(tab) for tab in self._lists.values()), _("JSON")]
        self.query_one("#tabs", ChipLine).show("", titles, selected=self._tabs.index(self._tab))

    def _title(self, tab: ListTab) -> str:
        pages = self.pages.get(tab.name)
        count = pages.total if pages is not None else None
        if count is None and self.entity is not None:
            count = count_of(self.entity, tab)
        if count is None:
            return _(tab.title)
        return _("{title} ({count})").format(title=_(tab.title), count=fmt.number(count))

    # Going on

    def why_not(self, action: str) -> str:
        if action in CHANGES:
            return self.why_not_change(action)
        if reason := self.why_not_tab(action):
            return reason
        if action == "feeds" and self._kind != "organization":
            return _("Only an organization has feeds and exports.")
        if action == "quality" and self._kind != "organization":
            return _("Only an organization has datasets to compare.")
        if action == "metrics" and self._kind not in AUDIENCES:
            return _("Nothing is counted of it.")
        if action in ("feeds", "quality", "metrics") and self.entity is None:
            return _("It is not here yet.")
        if action == "search_instead" and not is_searched_instead(self._problem):
            return _("It was found.")
        if action == "search_instead" and not can_be_searched(self._kind):
            return _("No search finds such a thing.")
        if action == "leads":
            return self._why_no_leads()
        if action == "api" and self._kind != "dataservice":
            return _("Only a dataservice has operations.")
        if action == "details" and not self._has_details():
            return _("This line says all there is.")
        if action == "publisher" and self._publisher() is None:
            return _("Nobody is named as its producer.")
        if action == "subject" and self._subject() is None:
            return _("It is about nothing else.")
        if action == "search_within":
            tab = self._lists.get(self._tab)
            if tab is None or not tab.narrowed_by:
                return _("The search cannot be narrowed to this list.")
            if self.entity is None:
                return _("It is not here yet.")
        return ""

    def _why_no_leads(self) -> str:
        if self.entity is None:
            return _("It is not here yet.")
        from tui.screens.leads import leads_of

        return "" if leads_of(self.entity) else _("No word of it leads anywhere.")

    @on(LineList.Chosen)
    def _open(self, event: LineList.Chosen) -> None:
        if event.lines.id not in self._lists:
            return
        item = self.lines_of(event.lines.id).items[event.index]
        if event.lines.id == "discussions":
            self.action_details()
            return
        link = place_of(item)
        if link is None and self._has_details():
            self.action_details()
            return
        if link is None:
            self.notice(_("This leads to no place: a note is all there is."))
            return
        from tui.widgets.result_words import title_of

        self.go(link, title_of(item))

    def _has_details(self) -> bool:
        """Whether there is more to read of the line under the cursor than it says."""
        item = self.lines_of(self._tab).current if self._tab in self._lists else None
        if item is None:
            return False
        from tui.screens.line_details import has_details

        return has_details(item)

    def action_details(self) -> None:
        item = self.lines_of(self._tab).current if self._tab in self._lists else None
        if item is None:
            return
        from tui.screens.line_details import details_of

        screen = details_of(item)
        if screen is not None:
            self.app.push_screen(screen, self._copy_read)

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.post_message(self.CopyText(text))

    @property
    def subject(self) -> Subject | None:
        if self.entity is None or self._kind not in SUBJECTS:
            return None
        return Subject(self._kind, self.entity.id, self.entity.title)

    @property
    def thread(self) -> ThreadRef | None:
        from tui.api.models import Thread

        shown = self._tab == "discussions" and self.entity is not None
        item = self.lines_of("discussions").current if shown else None
        if not isinstance(item, Thread):
            return None
        return ThreadRef(item.id, item.title, item.closed is not None)

    def action_leads(self) -> None:
        """Ask which of the words of this page to follow."""
        if self.entity is None:
            return
        from tui.screens.leads import asking, leads_of

        leads = leads_of(self.entity)

        def follow(index: int | None) -> None:
            if index is not None:
                self.go(leads[index].link, leads[index].title)

        if leads:
            self.app.push_screen(asking(leads), follow)

    def _publisher(self) -> tuple[Link, str] | None:
        organization = getattr(self.entity, "organization", None)
        owner = getattr(self.entity, "owner", None)
        if organization is not None:
            return Link("organization", organization.id), organization.name
        return (Link("user", owner.id), owner.name) if owner is not None else None

    def action_publisher(self) -> None:
        found = self._publisher()
        if found is not None:
            self.go(*found)

    def action_quality(self) -> None:
        """Compare the quality of all the datasets of the organization."""
        ident = self.entity.id if self.entity is not None else self._ident
        self.go(Link("quality", ident), *self.crumbs[1:])

    def action_feeds(self) -> None:
        """Show what is given whole of the organization."""
        ident = self.entity.id if self.entity is not None else self._ident
        self.go(Link("feeds", ident), *self.crumbs[1:])

    def action_api(self) -> None:
        """Show the operations that its description tells of."""
        ident = self.entity.id if self.entity is not None else self._ident
        self.go(Link("dataservice", ident, fragment="api"), *self.crumbs[1:])

    def action_metrics(self) -> None:
        """Show what is counted of it, month by month."""
        if self.entity is not None:
            self.go(Link("metrics", f"{self._kind}:{self.entity.id}"), *self.crumbs)

    def _subject(self) -> Link | None:
        """What a discussion is about, where it is held."""
        if self.entity is None or self._kind != "discussion":
            return None
        from tui.api.models import Thread

        return place_of(self.entity) if isinstance(self.entity, Thread) else None

    def action_subject(self) -> None:
        link = self._subject()
        if link is not None:
            self.go(link, *self.crumbs)

    def action_search_within(self) -> None:
        """Search among the things of this list, with all that the search can do."""
        tab = self._lists.get(self._tab)
        if self.entity is not None and tab is not None and tab.narrowed_by:
            kind = () if tab.name == "datasets" else (("kind", tab.name),)
            self.go(Link("search", "", (*kind, (tab.narrowed_by, self.entity.id))))

    def action_search_instead(self) -> None:
        """Look for the words of an address that leads nowhere."""
        kind = SEARCHED.get(self._kind)
        self.go(Link("search", self._words_of_address, (("kind", kind),) if kind else ()))
