"""The account that a key stands for: who it is, what it is told, what it publishes and follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import on
from textual.containers import Horizontal
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.account_lists import TABS, NotificationList, Pages
from tui.screens.account_texts import failure_blocks, me_blocks, place_of_notification
from tui.screens.changing import changes_are_off, confirm
from tui.screens.object_copies import copies_of_item
from tui.screens.object_tabs import place_of
from tui.screens.place import Copy, command
from tui.screens.session import Session
from tui.screens.tabbed import ListTabs
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import ProseView, as_text
from tui.widgets.results import ResultList

if TYPE_CHECKING:
    from tui.api.models import Listed
    from tui.api.models.account import Me, Notification

NAMES = ("about", *(tab.name for tab in TABS))


class AccountScreen(ListTabs[Pages]):
    """What is one's own on the site, in tabs."""

    BINDINGS = bindings_for("account")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._tab = link.fragment if link.fragment in NAMES else "about"
        self._wanted = self._tab
        self.me: Me | None = None
        self._problem: ApiError | None = None

    # The place

    @property
    def link(self) -> Link:
        return Link("account", fragment="" if self._wanted == "about" else self._wanted)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (_("Your account"), *((self.me.name,) if self.me is not None else ()))

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="tabs")
        with Horizontal(id="body"):
            yield ProseView(id="about")
            yield NotificationList()
            for tab in TABS[1:]:
                yield ResultList(id=tab.name)

    def on_mount(self) -> None:
        super().on_mount()
        self.choose_tab(self._tab)
        self._load()

    def reload(self) -> None:
        self._load(reload=True)

    def cancel(self) -> bool:
        return self.cancel_lists("account")

    def copies(self) -> list[Copy]:
        forms: list[Copy] = []
        notified = self._notification
        if notified is not None:
            forms.append(Copy(_("Id of the notification"), notified.id))
        lines = self.lines_of(self._tab) if self._tab != "about" else None
        if isinstance(lines, ResultList) and lines.current is not None:
            forms += copies_of_item(lines.current, self.session.site)
        if self.me is not None:
            forms += [Copy(_("Your id"), self.me.id), Copy(_("Your name"), self.me.name)]
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        if self.me is None:
            return None
        said = as_text(me_blocks(self.me))
        lines = self.lines_of(self._tab) if self._tab != "about" else None
        if lines is not None and lines.count:
            return f"{said}\n\n{self._title(self._tab)}\n{lines.text}\n"
        return f"{said}\n"

    # Loading

    def _load(self, *, reload: bool = False) -> None:
        self.run_worker(self._fetch(reload), group="account", exclusive=True, exit_on_error=False)

    async def _fetch(self, reload: bool) -> None:
        about = self.query_one("#about", ProseView)
        try:
            service = await self.session.service()
            me = await service.account.me(reload=reload)
        except ApiError as error:
            self._failed(error)
            return
        self._problem, self.me = None, me
        about.show(me_blocks(me))
        self.begin_lists({tab.name: tab.pages(reload) for tab in TABS})
        self.choose_tab(self._wanted)
        self.refresh_bindings()

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if self.me is not None:  # what was here stays
            self.query_one("#tabs", ChipLine).status(error.message, error=True)
            self.dim()
            return
        self.query_one("#about", ProseView).show(failure_blocks(error, self.session.site))
        wanted = self._wanted
        self.choose_tab("about")
        self._wanted = wanted  # what the link asks for, once there is a key
        self.refresh_bindings()

    # Lists

    @property
    def list_names(self) -> tuple[str, ...]:
        return NAMES[1:]

    def lines_of(self, name: str) -> ResultList | NotificationList:
        if name == "notifications":
            return self.query_one(NotificationList)
        return self.query_one(f"#{name}", ResultList)

    async def ask_next(self, name: str, pages: Pages) -> Callable[[], None]:
        first = pages.page == 0
        items = await pages.next(await self.session.service())
        lines = self.lines_of(name)
        if isinstance(lines, NotificationList):
            told = cast("tuple[Notification, ...]", items)
            return partial(lines.show if first else lines.extend, told)
        listed = cast("tuple[Listed, ...]", items)
        if first:
            return partial(lines.show, listed, cursor=lines.cursor)
        return partial(lines.extend, listed)

    def nothing_in(self, name: str) -> str:
        return _(next(tab.nothing for tab in TABS if tab.name == name))

    # Tabs

    @property
    def tab_names(self) -> tuple[str, ...]:
        return NAMES

    @property
    def tab(self) -> str:
        return self._tab

    def choose_tab(self, name: str) -> None:
        self._tab = self._wanted = name
        for each in NAMES:
            self.query_one(f"#{each}").set_class(each == name, "-shown")
        self.show_titles()
        self.query_one(f"#{name}").focus()
        self.open_list(name)
        self.say_position()
        self.say_where()

    def show_titles(self) -> None:
        titles = [_("You"), *(self._title(tab.name) for tab in TABS)]
        self.query_one("#tabs", ChipLine).show("", titles, selected=NAMES.index(self._tab))

    def _title(self, name: str) -> str:
        title = next((_(tab.title) for tab in TABS if tab.name == name), "")
        pages = self.pages.get(name)
        if pages is None or pages.total is None:
            return title
        return _("{title} ({count})").format(title=title, count=fmt.number(pages.total))

    # Going on

    @property
    def _notification(self) -> Notification | None:
        """The notification under the cursor, where it is in sight."""
        shown = self.is_mounted and self._tab == "notifications"
        return self.query_one(NotificationList).current if shown else None

    def why_not(self, action: str) -> str:
        if reason := self.why_not_tab(action):
            return reason
        if action == "mark_read":
            if self._notification is None:
                return _("Only on a notification.")
            if self._notification.handled_at is not None:
                return _("It was read already.")
            return changes_are_off(self.session)
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        # Where changes are off, the key says so.
        off = changes_are_off(self.session)
        return None if self.why_not(action) not in ("", off) else True

    @on(LineList.Chosen)
    def _open(self, event: LineList.Chosen) -> None:
        lines = event.lines
        found: tuple[Link, str] | None = None
        if isinstance(lines, NotificationList):
            found = place_of_notification(lines.items[event.index])
        elif isinstance(lines, ResultList):
            from tui.widgets.result_words import title_of

            item = lines.items[event.index]
            link = place_of(item)
            found = (link, title_of(item)) if link is not None else None
        if found is None:
            self.notice(_("This leads to no place."))
            return
        self.go(*found)

    def action_mark_read(self) -> None:
        from tui.api.writes import read_notification

        item = self._notification
        if item is not None:
            confirm(self, _("Mark as read"), read_notification(item.id), _("It is marked as read."))
