"""All there is of one kind of words or events: licences, schemas, tags, zones, harvests, what was
done on the site."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from textual import on
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.dialogs import AskScreen
from tui.screens.object_copies import copies_of_item
from tui.screens.object_tabs import Pages, place_of
from tui.screens.object_texts import CRUMBS
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.results import ResultList, unlike

if TYPE_CHECKING:
    from tui.api.portal import Listing


class Index(NamedTuple):
    """A list that is a place.

    Attributes:
        kind: Which list of the service.
        params: What is asked of it.
        suggests: Whether words are its question: what they may begin is all that it answers.
        searched: Whether the service looks for words in it; else they are looked for here.
        nothing: What is said where there is nothing (translate before drawing).
    """

    kind: str
    params: tuple[tuple[str, str], ...] = ()
    suggests: bool = False
    searched: bool = False
    nothing: str = N_("nothing here")


SUGGESTED: Final = "100"
"""How many suggestions are asked for."""

INDEXES: Final = {
    "activity": Index("activity", (("sort", "-created_at"),)),
    "harvest": Index("sources", searched=True),
    "license": Index("licenses"),
    "schema": Index("schemas"),
    "level": Index("levels"),
    "tag": Index("tags", (("size", SUGGESTED),), suggests=True),
    "zone": Index("zones", (("size", SUGGESTED),), suggests=True),
}
"""The lists, by the kind of the places that they lead to."""


class IndexScreen(Place):
    """One list, looked through by words."""

    BINDINGS = bindings_for("index")

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._kind = link.kind
        self._index = INDEXES[link.kind]
        self._words = link.value("q")
        self._narrowed = tuple(pair for pair in link.params if pair[0] != "q")
        self._pages: Pages | None = None
        self._problem: ApiError | None = None

    # The place

    @property
    def link(self) -> Link:
        words = (("q", self._words),) if self._words else ()
        return Link(self._kind, "", (*words, *self._narrowed))

    @property
    def crumbs(self) -> tuple[str, ...]:
        title = _(CRUMBS[self._kind])
        return (title, self._words) if self._words else (title,)

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="said")
        yield ResultList(id="lines")

    def on_mount(self) -> None:
        super().on_mount()
        self._list.focus()
        self._ask()

    @property
    def _list(self) -> ResultList:
        return self.query_one(ResultList)

    def reload(self) -> None:
        self._ask(reload=True)

    def cancel(self) -> bool:
        if self.cancel_workers("index"):
            said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
            self.query_one("#said", ChipLine).status(said)
            return True
        if self._words:
            self._find("")
            return True
        return False

    def copies(self) -> list[Copy]:
        item = self._list.current
        forms = copies_of_item(item, self.session.site) if item is not None else []
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        return f"{_(CRUMBS[self._kind])}\n{self._list.text}\n" if self._list.count else None

    # Loading

    def _ask(self, *, reload: bool = False) -> None:
        """Begin the list anew; what was there stays, dimmed, until something comes."""
        self._problem = None
        self._pages = None
        self._list.wait()
        self.run_worker(
            self._fetch_first(reload), group="index", exclusive=True, exit_on_error=False
        )

    def _listing(self) -> Listing:
        from tui.api.portal import Listing

        index = self._index
        asked = index.suggests or (index.searched and self._words)
        words = (("q", self._words),) if asked else ()
        return Listing(index.kind, (*words, *self._narrowed, *index.params))

    async def _fetch_first(self, reload: bool) -> None:
        try:
            await self.session.service()
        except ApiError as error:
            self._failed(error)
            return
        self._pages = Pages(self._listing(), reload)
        await self._fetch(self._pages)

    async def _fetch(self, pages: Pages) -> None:
        first = pages.page == 0
        try:
            service = await self.session.service()
            items = await pages.next(service.portal)
        except ApiError as error:
            self._failed(error)
            return
        self._list.came()
        if self._words and not self._index.suggests and not self._index.searched:
            from tui.widgets.result_words import found_by

            items = tuple(item for item in items if found_by(item, self._words))
            pages.total = len(items) if not pages.has_more else pages.total
        if first:
            self._list.show(unlike((), items), cursor=self._list.cursor)
        else:
            added = unlike(self._list.items, items)
            self._list.extend(added)
            pages.has_more = pages.has_more and bool(added or self._words)
        self._say_position()
        self.say_where()

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        self._list.came(old=self._pages is None or self._pages.page == 0)
        self._say_position()
        self.refresh_bindings()

    @on(LineList.NearEnd)
    def _more(self) -> None:
        pages = self._pages
        running = any(w.group == "index" and not w.is_finished for w in self.workers)
        if pages is None or not pages.has_more or running or self._problem is not None:
            return
        self.run_worker(self._fetch(pages), group="index", exclusive=True, exit_on_error=False)

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._say_position()

    def _say_position(self) -> None:
        line = self.query_one("#said", ChipLine)
        line.show("", (self._words,) if self._words else ())
        pages = self._pages
        if self._problem is not None:
            line.status(f"{self._problem.message} {_('r asks again.')}", error=True)
        elif pages is None or pages.total is None:
            line.status("")
        elif not self._list.count:
            line.status(_("nothing matches") if self._words else _(self._index.nothing))
        else:
            here = fmt.number(self._list.cursor + 1)
            total = fmt.number(max(pages.total, self._list.count))
            line.status(_("{here} of {total}").format(here=here, total=total))

    # Going on

    def why_not(self, action: str) -> str:
        if action == "find" and self._kind == "activity":
            return _("What was done is not searched for words.")
        if action == "details" and not self._has_details():
            return _("This line says all there is.")
        return ""

    @on(LineList.Chosen)
    def _open(self, event: LineList.Chosen) -> None:
        from tui.widgets.result_words import title_of

        item = self._list.items[event.index]
        link = place_of(item)
        if link is not None:
            self.go(link, title_of(item))
        elif self._has_details():
            self.action_details()

    def action_find(self) -> None:
        screen = AskScreen(
            _(CRUMBS[self._kind]), value=self._words, placeholder=_("words, or nothing for all")
        )
        self.app.push_screen(screen, self._find)

    def _find(self, words: str | None) -> None:
        if words is not None and words.strip() != self._words:
            self._words = words.strip()
            self._list.cursor = 0
            self._ask()
            self.say_where()

    def _has_details(self) -> bool:
        """Whether there is more to read of the line under the cursor than it says."""
        item = self._list.current
        if item is None:
            return False
        from tui.screens.line_details import has_details

        return has_details(item)

    def action_details(self) -> None:
        item = self._list.current
        if item is None:
            return
        from tui.screens.line_details import details_of

        screen = details_of(item)
        if screen is not None:
            self.app.push_screen(screen, self._copy_read)

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.post_message(self.CopyText(text))
