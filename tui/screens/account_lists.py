"""The lists of the account: where each comes from, a page at a time.

What needs the models imports them when it is called.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.i18n import N_
from tui.screens.account_texts import notification_entry
from tui.widgets.entries import Entry, EntryList

if TYPE_CHECKING:
    from tui.api.models import Listed
    from tui.api.models.account import Notification
    from tui.api.service import Service

    Item: TypeAlias = Listed | Notification


class NotificationList(EntryList):
    """What the account is told: unread first."""

    def __init__(self) -> None:
        super().__init__(id="notifications")
        self.items: list[Notification] = []

    def show(self, items: Iterable[Notification]) -> None:
        """Show these in place of what was shown."""
        self.items = list(items)
        self.set_count(len(self.items))

    def extend(self, items: Iterable[Notification]) -> None:
        """Show these after the others."""
        self.items.extend(items)
        self.grow(len(self.items))

    @property
    def current(self) -> Notification | None:
        """What is under the cursor."""
        return self.items[self.cursor] if self.cursor < len(self.items) else None

    def entry_at(self, index: int) -> Entry:
        return notification_entry(self.items[index])


class Page(NamedTuple):
    """Some things of a list.

    Attributes:
        total: How many there are of them, as far as is known.
    """

    items: tuple[Item, ...]
    total: int
    has_more: bool


@dataclass
class Pages:
    """One list, asked for as one goes down it."""

    ask: Callable[[Service, int, bool], Awaitable[Page]]
    reload: bool = False
    page: int = 0
    total: int | None = None
    has_more: bool = True

    async def next(self, service: Service) -> tuple[Item, ...]:
        """The next things. Raises `ApiError`."""
        found = await self.ask(service, self.page + 1, self.reload)
        self.page += 1
        self.total, self.has_more = found.total, found.has_more
        return found.items


async def _datasets(service: Service, page: int, reload: bool) -> Page:
    items = await service.account.datasets()
    return Page(items, len(items), False)


async def _reuses(service: Service, page: int, reload: bool) -> Page:
    items = await service.account.reuses()
    return Page(items, len(items), False)


async def _organizations(service: Service, page: int, reload: bool) -> Page:
    items = (await service.account.me()).organizations
    return Page(items, len(items), False)


async def _followed(service: Service, page: int, reload: bool) -> Page:
    # What is followed changes under one's own hands: past every copy.
    found = await service.portal.listed(await service.account.followed(), page, reload=True)
    return Page(found.items, found.total, found.has_next)


def _notifications() -> Callable[[Service, int, bool], Awaitable[Page]]:
    """Those that were not read, then those that were."""
    unread_pages: int | None = None
    unread = 0

    async def ask(service: Service, page: int, reload: bool) -> Page:
        nonlocal unread_pages, unread
        if unread_pages is None:
            found = await service.account.notifications(page, handled=False)
            unread = found.total
            if found.has_next:
                return Page(found.items, unread, True)
            unread_pages = page
            first = await service.account.notifications(1, handled=True)
            return Page((*found.items, *first.items), unread + first.total, first.has_next)
        found = await service.account.notifications(page - unread_pages + 1, handled=True)
        return Page(found.items, unread + found.total, found.has_next)

    return ask


class AccountTab(NamedTuple):
    """A tab that is a list.

    Attributes:
        name: The fragment of the address.
        title: What it is called, `nothing` what is said where it is empty (to be translated).
        pages: Its pages, from the first.
    """

    name: str
    title: str
    nothing: str
    pages: Callable[[bool], Pages]


TABS: tuple[AccountTab, ...] = (
    AccountTab(
        "notifications",
        N_("Notifications"),
        N_("no notification"),
        lambda reload: Pages(_notifications(), reload),
    ),
    AccountTab(
        "datasets",
        N_("Datasets"),
        N_("neither you nor your organizations publish any"),
        lambda reload: Pages(_datasets, reload),
    ),
    AccountTab(
        "organizations",
        N_("Organizations"),
        N_("you are a member of none"),
        lambda reload: Pages(_organizations, reload),
    ),
    AccountTab(
        "reuses",
        N_("Reuses"),
        N_("neither you nor your organizations made any"),
        lambda reload: Pages(_reuses, reload),
    ),
    AccountTab(
        "followed",
        N_("Followed"),
        N_("you follow no dataset: F on one follows it"),
        lambda reload: Pages(_followed, reload),
    ),
)
"""The lists of the account, in the order of their tabs. The API tells which datasets are followed,
and of the other kinds only whether one thing is."""
