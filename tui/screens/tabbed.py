"""What places in tabs share: which tab is shown, and lists asked for as one goes down them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from textual import on

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.place import Place
from tui.screens.session import Session
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList


class Tabbed(Place):
    """A place in tabs, named by its ``ChipLine(id="tabs")``; one of them is shown."""

    # What subclasses say

    @property
    def tab_names(self) -> Sequence[str]:
        """The tabs in the order of their numbers, as addresses name them."""
        raise NotImplementedError

    @property
    def tab(self) -> str:
        """The one that is shown."""
        raise NotImplementedError

    def choose_tab(self, name: str) -> None:
        """Show a tab because the person asks for it."""
        raise NotImplementedError

    # What is the same in all of them

    @on(ChipLine.Clicked, "#tabs")
    def _tab_clicked(self, event: ChipLine.Clicked) -> None:
        self.choose_tab(self.tab_names[event.index])

    def _step(self, by: int) -> None:
        names = self.tab_names
        self.choose_tab(names[(names.index(self.tab) + by) % len(names)])

    def _choose_nth(self, number: int) -> None:
        if number <= len(self.tab_names):
            self.choose_tab(self.tab_names[number - 1])

    def why_not_tab(self, action: str) -> str:
        """Why there is no tab of the number that `action` names; empty where there is one."""
        if action.startswith("tab_") and int(action.removeprefix("tab_")) > len(self.tab_names):
            return _("There are fewer tabs.")
        return ""

    def action_next_tab(self) -> None:
        self._step(1)

    def action_previous_tab(self) -> None:
        self._step(-1)

    def action_tab_1(self) -> None:
        self._choose_nth(1)

    def action_tab_2(self) -> None:
        self._choose_nth(2)

    def action_tab_3(self) -> None:
        self._choose_nth(3)

    def action_tab_4(self) -> None:
        self._choose_nth(4)

    def action_tab_5(self) -> None:
        self._choose_nth(5)

    def action_tab_6(self) -> None:
        self._choose_nth(6)

    def action_tab_7(self) -> None:
        self._choose_nth(7)

    def action_tab_8(self) -> None:
        self._choose_nth(8)

    def action_tab_9(self) -> None:
        self._choose_nth(9)

    def action_tab_10(self) -> None:
        self._choose_nth(10)


class Paged(Protocol):
    """A list as far as it was asked for.

    Attributes:
        page: How many pages were asked for.
        total: How many things there are; None before the first answer.
        has_more: Whether there is something left to ask.
    """

    page: int
    total: int | None
    has_more: bool


P = TypeVar("P", bound=Paged)


class ListTabs(Tabbed, Generic[P]):
    """A place some of whose tabs are lists."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.pages: dict[str, P] = {}
        self.problems: dict[str, ApiError] = {}

    # What subclasses say

    @property
    def list_names(self) -> Sequence[str]:
        """The tabs that are lists."""
        raise NotImplementedError

    def lines_of(self, name: str) -> LineList:
        """The list of a tab."""
        raise NotImplementedError

    async def ask_next(self, name: str, pages: P) -> Callable[[], None]:
        """Ask for the next things of a list, and give what shows them. Raises `ApiError`."""
        raise NotImplementedError

    def show_titles(self) -> None:
        """Write the titles of the tabs, with their counts."""
        raise NotImplementedError

    def nothing_in(self, name: str) -> str:
        """What is said of a list that is empty."""
        return _("nothing here")

    # What is the same in all of them

    @property
    def list_groups(self) -> tuple[str, ...]:
        """The groups of the workers that ask for lists."""
        return tuple(f"list-{name}" for name in self.list_names)

    def cancel_lists(self, *groups: str) -> bool:
        """Stop asking, for lists and in `groups` too; whether something ran."""
        if not self.cancel_workers(*groups, *self.list_groups):
            return False
        self.pages = {name: pages for name, pages in self.pages.items() if pages.total is not None}
        for name in self.list_names:
            self.lines_of(name).came()
        said = f"{_('cancelled')} · {_('r asks again. ⌫ goes back.')}"
        self.query_one("#tabs", ChipLine).status(said)
        return True

    def begin_lists(self, pages: dict[str, P]) -> None:
        """Ask for lists from their beginning, each when it is first shown."""
        self.cancel_workers(*self.list_groups)
        self.problems.clear()
        self.pages = pages
        self.dim(False)

    def dim(self, old: bool = True) -> None:
        """Show, or no longer, that what is here is of before a reload that failed."""
        self.query("#about, LineList").set_class(old, "-stale")

    def open_list(self, name: str) -> None:
        """Ask for the first things of a list that was not asked for yet."""
        pages = self.pages.get(name)
        if pages is not None and pages.total is None:
            self._fetch_more(name)

    @on(LineList.NearEnd)
    def _more(self, event: LineList.NearEnd) -> None:
        if event.lines.id in self.pages:
            self._fetch_more(event.lines.id)

    def _fetch_more(self, name: str) -> None:
        """Ask for the next things of a list, unless they are on their way, or it failed."""
        pages, group = self.pages.get(name), f"list-{name}"
        running = any(w.group == group and not w.is_finished for w in self.workers)
        if pages is None or not pages.has_more or running or name in self.problems:
            return
        self.run_worker(
            self._fetch_list(name, pages), group=group, exclusive=True, exit_on_error=False
        )

    async def _fetch_list(self, name: str, pages: P) -> None:
        lines, first = self.lines_of(name), pages.page == 0
        if first:
            lines.wait()
        try:
            show = await self.ask_next(name, pages)
        except ApiError as error:
            lines.came(old=first)
            self.problems[name] = error
            self.say_position()
            return
        if pages is not self.pages.get(name):
            return
        lines.came()
        show()
        self.show_titles()
        self.say_position()
        self.refresh_bindings()

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self.say_position()
        self.refresh_bindings()

    def say_position(self) -> None:
        """Say where one is in the list that is shown, or why it is not here."""
        tabs = self.query_one("#tabs", ChipLine)
        pages, problem = self.pages.get(self.tab), self.problems.get(self.tab)
        if problem is not None:
            tabs.status(f"{problem.message} {_('r asks again.')}", error=True)
        elif self.tab not in self.list_names or pages is None or pages.total is None:
            tabs.status("")
        elif not self.lines_of(self.tab).count:
            tabs.status(self.nothing_in(self.tab))
        else:
            here = fmt.number(self.lines_of(self.tab).cursor + 1)
            total = fmt.number(pages.total)
            tabs.status(_("{here} of {total}").format(here=here, total=total))
