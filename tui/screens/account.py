"""The account that a key stands for: who it is, what it is told, what it publishes and follows."""

from __future__ import annotations

from collections.abc import Iterable
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
from tui.screens.place import Copy, Place, command
from tui.screens.session import Session
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prose import ProseView, as_text
from tui.widgets.results import ResultList

if TYPE_CHECKING:
    from tui.api.models import Listed
    from tui.api.models.account import Me, Notification

NAMES = ("about", *(tab.name for tab in TABS))


class AccountScreen(Place):
    """What is one's own on the site, in tabs."""

    BINDINGS = bindings_for("account")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._tab = link.fragment if link.fragment in NAMES else "about"
        self._wanted = self._tab
        self.me: Me | None = None
        self._problem: ApiError | None = None
        self._pages: dict[str, Pages] = {}
        self._problems: dict[str, ApiError] = {}

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
        self._show_tab(self._tab)
        self._load()

    def reload(self) -> None:
        self._load(reload=True)

    def cancel(self) -> bool:
        if not self.cancel_workers("account", *self._groups()):
            return False
        for name, pages in list(self._pages.items()):
            if pages.total is None:
                self._pages[name] = self._fresh(name)
        said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
        self.query_one("#tabs", ChipLine).status(said)
        return True

    def copies(self) -> list[Copy]:
        forms: list[Copy] = []
        notified = self._notification
        if notified is not None:
            forms.append(Copy(_("Id of the notification"), notified.id))
        lines = self._lines(self._tab)
        if isinstance(lines, ResultList) and lines.current is not None:
            forms += copies_of_item(lines.current, self.session.site)
        if self.me is not None:
            forms += [Copy(_("Your id"), self.me.id), Copy(_("Your name"), self.me.name)]
        return [*forms, Copy(_("Command that opens this"), command(self.link))]

    def plain_text(self) -> str | None:
        if self.me is None:
            return None
        said = as_text(me_blocks(self.me))
        lines = self._lines(self._tab)
        if isinstance(lines, ResultList | NotificationList) and lines.count:
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
        self.cancel_workers(*self._groups())
        self._problems.clear()
        self._pages = {tab.name: tab.pages(reload) for tab in TABS}
        self._show_tab(self._wanted)
        self.refresh_bindings()

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        if self.me is not None:  # what was here stays
            self.query_one("#tabs", ChipLine).status(error.message, error=True)
            return
        self.query_one("#about", ProseView).show(failure_blocks(error, self.session.site))
        wanted = self._wanted
        self._show_tab("about")
        self._wanted = wanted  # what the link asks for, once there is a key
        self.refresh_bindings()

    # Lists

    def _groups(self) -> tuple[str, ...]:
        return tuple(f"list-{tab.name}" for tab in TABS)

    def _fresh(self, name: str) -> Pages:
        return next(tab for tab in TABS if tab.name == name).pages(False)

    def _lines(self, name: str) -> ResultList | NotificationList | None:
        if name == "about":
            return None
        if name == "notifications":
            return self.query_one(NotificationList)
        return self.query_one(f"#{name}", ResultList)

    @on(LineList.NearEnd)
    def _more(self, event: LineList.NearEnd) -> None:
        if event.lines.id in self._pages:
            self._fetch_more(event.lines.id)

    def _fetch_more(self, name: str) -> None:
        """Ask for the next things of a list, unless they are on their way, or it failed."""
        pages, group = self._pages.get(name), f"list-{name}"
        running = any(w.group == group and not w.is_finished for w in self.workers)
        if pages is None or not pages.has_more or running or name in self._problems:
            return
        self.run_worker(
            self._fetch_list(name, pages), group=group, exclusive=True, exit_on_error=False
        )

    async def _fetch_list(self, name: str, pages: Pages) -> None:
        lines, first = self._lines(name), pages.page == 0
        if lines is None:
            return
        dimmer = self.set_timer(0.15, lambda: lines.set_class(first and lines.count > 0, "-stale"))
        try:
            items = await pages.next(await self.session.service())
        except ApiError as error:
            self._problems[name] = error
            self._say_position()
            return
        finally:
            dimmer.stop()
            lines.remove_class("-stale")
        if pages is not self._pages.get(name):
            return
        if isinstance(lines, NotificationList):
            told = [*([] if first else lines.items), *cast("tuple[Notification, ...]", items)]
            lines.items = told
            lines.set_count(len(told))
        elif first:
            lines.show(cast("tuple[Listed, ...]", items), cursor=lines.cursor)
        else:
            lines.extend(cast("tuple[Listed, ...]", items))
        self._show_titles()
        self._say_position()
        self.refresh_bindings()

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._say_position()
        self.refresh_bindings()

    def _say_position(self) -> None:
        tabs, lines = self.query_one("#tabs", ChipLine), self._lines(self._tab)
        pages, problem = self._pages.get(self._tab), self._problems.get(self._tab)
        if problem is not None:
            tabs.status(f"{problem.message} {_('r asks again.')}", error=True)
        elif lines is None or pages is None or pages.total is None:
            tabs.status("")
        elif not lines.count:
            tabs.status(_(next(tab.nothing for tab in TABS if tab.name == self._tab)))
        else:
            here, total = fmt.number(lines.cursor + 1), fmt.number(pages.total)
            tabs.status(_("{here} of {total}").format(here=here, total=total))

    # Tabs

    def _show_tab(self, tab: str) -> None:
        self._tab = self._wanted = tab
        for name in NAMES:
            self.query_one(f"#{name}").set_class(name == tab, "-shown")
        self._show_titles()
        self.query_one(f"#{tab}").focus()
        pages = self._pages.get(tab)
        if pages is not None and pages.total is None:
            self._fetch_more(tab)
        self._say_position()
        self.say_where()

    def _show_titles(self) -> None:
        titles = [_("You"), *(self._title(tab.name) for tab in TABS)]
        self.query_one("#tabs", ChipLine).show("", titles, selected=NAMES.index(self._tab))

    def _title(self, name: str) -> str:
        title = next((_(tab.title) for tab in TABS if tab.name == name), "")
        pages = self._pages.get(name)
        if pages is None or pages.total is None:
            return title
        return _("{title} ({count})").format(title=title, count=fmt.number(pages.total))

    @on(ChipLine.Clicked, "#tabs")
    def _tab_clicked(self, event: ChipLine.Clicked) -> None:
        self._show_tab(NAMES[event.index])

    def _step(self, by: int) -> None:
        self._show_tab(NAMES[(NAMES.index(self._tab) + by) % len(NAMES)])

    def action_next_tab(self) -> None:
        self._step(1)

    def action_previous_tab(self) -> None:
        self._step(-1)

    def action_tab_1(self) -> None:
        self._show_tab(NAMES[0])

    def action_tab_2(self) -> None:
        self._show_tab(NAMES[1])

    def action_tab_3(self) -> None:
        self._show_tab(NAMES[2])

    def action_tab_4(self) -> None:
        self._show_tab(NAMES[3])

    def action_tab_5(self) -> None:
        self._show_tab(NAMES[4])

    def action_tab_6(self) -> None:
        self._show_tab(NAMES[5])

    # Going on

    @property
    def _notification(self) -> Notification | None:
        """The notification under the cursor, where it is in sight."""
        shown = self.is_mounted and self._tab == "notifications"
        return self.query_one(NotificationList).current if shown else None

    def why_not(self, action: str) -> str:
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
