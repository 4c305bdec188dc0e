"""The tabs of a dataset that list what belongs to it, a page at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Final, Generic, TypeVar

from textual import on

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import related_texts as texts
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.dialogs import ReadScreen
from tui.screens.file_texts import copies_of_file, file_blocks
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.widgets.entries import Entry, EntryList
from tui.widgets.lines import LineList
from tui.widgets.prose import as_text

if TYPE_CHECKING:
    from tui.api.models.discussion import Discussion
    from tui.api.models.related import (
        CommunityResource,
        ListPage,
        RelatedDataservice,
        RelatedReuse,
    )
    from tui.api.related import Related

T = TypeVar("T")


def read(place: Place, screen: ReadScreen) -> None:
    """Show a text over `place`, whose clipboard takes what is copied of it."""

    def copy(text: str | None) -> None:
        if text:
            place.post_message(Place.CopyText(text))

    place.app.push_screen(screen, copy)


class RelatedPane(EntryList):
    """A list of any kind of thing, as the place of the dataset knows it.

    Attributes:
        NAME: Its tab, and the group of its worker.
        NOTHING: What is said where there is nothing (to be translated).
        problem: Why the last page could not be had, if it could not.
    """

    NAME: ClassVar[str]
    NOTHING: ClassVar[str]

    def __init__(self, session: Session) -> None:
        super().__init__(id=self.NAME)
        self.problem: ApiError | None = None

    @property
    def status(self) -> tuple[str, bool]:
        raise LookupError

    def open(self, dataset_id: str, *, reload: bool = False) -> None:
        raise LookupError

    def cancelled(self) -> None:
        raise LookupError

    def open_at(self, index: int, place: Place) -> None:
        """Show the item on line `index`."""
        raise LookupError

    @property
    def copies(self) -> list[Copy]:
        """What can be copied of the item under the cursor."""
        raise LookupError


class RelatedList(RelatedPane, Generic[T]):
    """A list that asks for its pages as one comes near their end.

    Attributes:
        items: What came so far.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.items: list[T] = []
        self._session = session
        self._dataset_id = ""
        self._total: int | None = None
        self._next_page = 1
        self._reload = False

    # What each list says

    @abstractmethod
    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[T]:
        """A page of the list. Raises `ApiError`."""

    @abstractmethod
    def entry(self, item: T) -> Entry:
        """How an item is listed."""

    @abstractmethod
    def open_item(self, item: T, place: Place) -> None:
        """Show an item: another place, or a dialog over `place`."""

    @abstractmethod
    def item_copies(self, item: T) -> Iterator[Copy]:
        """What can be copied of an item."""

    # The pane

    @property
    def status(self) -> tuple[str, bool]:
        if self.problem is not None and not self.items:
            return "", False  # said where the list would be
        if self.problem is not None:
            return self.problem.message, True
        if self._total is None or not self.items:
            return "", False
        here, total = fmt.number(self.cursor + 1), fmt.number(max(self._total, len(self.items)))
        return _("{here} of {total}").format(here=here, total=total), False

    def open(self, dataset_id: str, *, reload: bool = False) -> None:
        if dataset_id == self._dataset_id and not reload:
            return
        if dataset_id != self._dataset_id:
            self.items = []
            self.set_count(0)
            self.say(())
        self._dataset_id, self._reload = dataset_id, reload
        self._next_page = 1
        self.set_class(bool(self.items), "-stale")
        self._fetch_next()

    def cancelled(self) -> None:
        self.remove_class("-stale")
        if not self.items:
            self._dataset_id = ""

    def open_at(self, index: int, place: Place) -> None:
        if index < len(self.items):
            self.open_item(self.items[index], place)

    @property
    def copies(self) -> list[Copy]:
        shown = self.cursor < len(self.items)
        return list(self.item_copies(self.items[self.cursor])) if shown else []

    @property
    def text(self) -> str:
        left = (self._total or 0) - len(self.items)
        more = _("… and {count} more").format(count=fmt.number(left)) if left > 0 else ""
        return "\n".join(part for part in (super().text, more) if part)

    def entry_at(self, index: int) -> Entry:
        return self.entry(self.items[index])

    # Pages

    @on(LineList.NearEnd)
    def _more(self) -> None:
        running = any(
            worker.group == self.NAME and worker.node is self.screen and not worker.is_finished
            for worker in self.screen.workers
        )
        if self._next_page > 1 and not running and self.problem is None:
            self._fetch_next()

    def _fetch_next(self) -> None:
        self.screen.run_worker(
            self._fetch(self._next_page), group=self.NAME, exclusive=True, exit_on_error=False
        )

    async def _fetch(self, page: int) -> None:
        try:
            service = await self._session.service()
            found = await self.ask(service.related, self._dataset_id, page, reload=self._reload)
        except ApiError as error:
            self._failed(error)
            return
        self.problem = None
        self.remove_class("-stale")
        self._total = found.total
        self._next_page = page + 1 if found.has_next else 0
        if page == 1:
            self.items = list(found.items)
            self.set_count(len(self.items))
            self.say([(_(self.NOTHING), "dim")])
            self.refresh()
        else:
            self.items.extend(found.items)
            self.grow(len(self.items))
        self.post_message(PaneChanged())

    def _failed(self, error: ApiError) -> None:
        self.problem = error
        self.remove_class("-stale")
        said = [(error.message, "warning"), ("", "plain")]
        if error.hint:
            said.append((error.hint, "plain"))
        self.say([*said, (_("r asks again. ⌫ goes back."), "plain")])
        self.post_message(PaneChanged())


class DiscussionList(RelatedList["Discussion"]):
    """The threads about a dataset; Enter reads one."""

    NAME = "discussions"
    NOTHING = N_("Nobody has asked anything about this dataset. w shows its page, where one can.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[Discussion]:
        return await related.discussions(dataset_id, page, reload=reload)

    def entry(self, item: Discussion) -> Entry:
        return texts.discussion_entry(item)

    def open_item(self, item: Discussion, place: Place) -> None:
        address = item.self_web_url or item.url
        read(place, ReadScreen(_("Discussion"), texts.thread_blocks(item), raw=address))

    def item_copies(self, item: Discussion) -> Iterator[Copy]:
        if item.self_web_url:
            yield Copy(_("Web address of the discussion"), item.self_web_url)
        yield Copy(_("The discussion as text"), lambda: as_text(texts.thread_blocks(item)))
        yield Copy(_("Id of the discussion"), item.id)


class ReuseList(RelatedList["RelatedReuse"]):
    """What people made with a dataset; Enter goes to one."""

    NAME = "reuses"
    NOTHING = N_("No reuse of this dataset is known.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[RelatedReuse]:
        return await related.reuses(dataset_id, page, reload=reload)

    def entry(self, item: RelatedReuse) -> Entry:
        return texts.reuse_entry(item)

    def open_item(self, item: RelatedReuse, place: Place) -> None:
        place.go(Link("reuse", item.id), _("Reuses"), item.title)

    def item_copies(self, item: RelatedReuse) -> Iterator[Copy]:
        if item.url:
            yield Copy(_("Address of the reuse"), item.url)
        if item.page:
            yield Copy(_("Page of the reuse on the portal"), item.page)
        yield Copy(_("Title of the reuse"), item.title)
        yield Copy(_("Command that opens the reuse"), command(Link("reuse", item.id)))


class DataserviceList(RelatedList["RelatedDataservice"]):
    """The APIs that serve a dataset; Enter goes to one."""

    NAME = "dataservices"
    NOTHING = N_("No API is known to serve this dataset.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[RelatedDataservice]:
        return await related.dataservices(dataset_id, page, reload=reload)

    def entry(self, item: RelatedDataservice) -> Entry:
        return texts.dataservice_entry(item)

    def open_item(self, item: RelatedDataservice, place: Place) -> None:
        place.go(Link("dataservice", item.id), _("Dataservices"), item.title)

    def item_copies(self, item: RelatedDataservice) -> Iterator[Copy]:
        if item.base_api_url:
            yield Copy(_("Base address of the API"), item.base_api_url)
        if item.self_web_url:
            yield Copy(_("Page of the API on the portal"), item.self_web_url)
        yield Copy(_("Title of the API"), item.title)
        yield Copy(_("Command that opens the API"), command(Link("dataservice", item.id)))


class CommunityList(RelatedList["CommunityResource"]):
    """Files that others than the producer added; Enter shows their rows, else their details."""

    NAME = "community"
    NOTHING = N_("Nobody but its producer has added a file to this dataset.")

    async def ask(
        self, related: Related, dataset_id: str, page: int, *, reload: bool
    ) -> ListPage[CommunityResource]:
        return await related.community_resources(dataset_id, page, reload=reload)

    def entry(self, item: CommunityResource) -> Entry:
        return texts.community_entry(item)

    def open_item(self, item: CommunityResource, place: Place) -> None:
        if item.has_table:
            place.go(Link("resource", item.id), *place.crumbs[1:2], item.title)
        else:
            read(place, ReadScreen(_("File"), file_blocks(item), raw=item.url))

    @property
    def current(self) -> CommunityResource | None:
        """The file under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def item_copies(self, item: CommunityResource) -> Iterator[Copy]:
        yield from copies_of_file(item, self._session.site)


RELATED: Final[tuple[type[RelatedPane], ...]] = (
    DiscussionList,
    ReuseList,
    DataserviceList,
    CommunityList,
)
"""The lists of a dataset's page, in the order of their tabs."""
