"""A list in a tab of a dataset: asked for when it is first shown, then a page at a time."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import on

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dataset_tabs import PaneChanged
from tui.screens.dialogs import ReadScreen
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.widgets.entries import Entry, EntryList
from tui.widgets.lines import LineList
from tui.widgets.results import unlike

if TYPE_CHECKING:
    from tui.api.models.related import ListPage
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
        self.wait()
        self._fetch_next()

    def cancelled(self) -> None:
        self.came()
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
        self.came()
        self._total = found.total
        self._next_page = page + 1 if found.has_next else 0
        if page == 1:
            self.items = unlike((), found.items)
            self.set_count(len(self.items))
            self.say([(_(self.NOTHING), "dim")])
            self.refresh()
        else:
            added = unlike(self.items, found.items)
            self.items.extend(added)
            self._next_page = self._next_page if added else 0
            self.grow(len(self.items))
        self.post_message(PaneChanged())

    def _failed(self, error: ApiError) -> None:
        self.problem = error
        self.came(old=self._next_page == 1)
        said = [(error.message, "warning"), ("", "plain")]
        if error.hint:
            said.append((error.hint, "plain"))
        self.say([*said, (_("r asks again. ⌫ goes back."), "plain")])
        self.post_message(PaneChanged())
