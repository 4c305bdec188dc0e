"""The browser: which place is shown, where one was, on which site. It owns no data."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from types import MappingProxyType
from typing import Any

from textual import on
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from tui import actions, clock
from tui.crash import Section
from tui.i18n import gettext as _
from tui.links import Link
from tui.memory.places import LastSession, Remembered, key_of
from tui.navigation import Entry, History
from tui.paths import styles_dir
from tui.screens.opening import door_of
from tui.screens.place import Place
from tui.screens.remembering import Remembering
from tui.screens.session import Session
from tui.screens.telling_crash import circumstances
from tui.settings import SITES, Settings
from tui.text import clean_line
from tui.themes import THEMES, theme_for
from tui.widgets.bars import SEPARATOR, TopBar
from tui.widgets.scroll_region import can_scroll
from tui.widgets.sturdy import SturdyApp, failure_sentence
from tui.widgets.unkept import let_go_of_lines

STAY = 2.0
"""Seconds in a place, or after a change of its address, before it is written down."""

SAMPLE_DAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
"""The day on which the sample site lives, so that its ages never change."""

SHEETS = ("app.tcss", "dialogs.tcss")
"""The style sheets that every place needs."""


class Browser(SturdyApp[int], inherit_bindings=False):
    """What opens places, goes back and forward among them, and remembers them."""

    def __init__(
        self,
        settings: Settings,
        link: Link | None = None,
        *,
        environment: Mapping[str, str] = MappingProxyType({}),
        session: Session | None = None,
        restored: LastSession | None = None,
    ) -> None:
        super().__init__(
            css_path=[styles_dir() / name for name in SHEETS],
            watch_css=False,
            # Without this Textual makes greys of the terminal's own colours: black on black.
            ansi_color=True if environment.get("NO_COLOR") else None,
        )
        self._environment = environment
        self.settings = settings
        self.session = self._heeded(session or Session(settings))
        self.memory = Remembering(settings)
        self._remembering: Timer | None = None
        self.history: History[Place] = History()
        self._first_link = link or Link("search")
        self._restored = restored or LastSession()
        self._names = count(1)
        self._door = asyncio.Lock()
        self.animation_level = "none"
        let_go_of_lines()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for(settings.theme, environment)
        self.set_keymap(settings.keys)
        self.narrow_wire(scroll=can_scroll(settings.scroll_region, environment))
        clock.fix(_day_of(settings))

    def refresh_css(self, animate: bool = True) -> None:
        """Apply the theme. Before there is a screen, its colours are all there is to take: the
        style sheets are still to be parsed, and would be parsed twice."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    # Places

    def get_default_screen(self) -> Screen[Any]:
        """The first place takes the default screen's seat, so that nothing is painted twice."""
        self.memory.begin_stay()
        self._take_restored()
        entry = self.history.current
        page = self._page_for(self._first_link if entry is None else entry.link)
        if entry is None:
            self.history.visit(Entry(page.link, page=page))
        else:
            entry.page = page
            page.revisited = True
            page.hint = tuple(entry.title.split(SEPARATOR))
        return page

    def _take_restored(self) -> None:
        """Put the places of an earlier session in the history: those that can still be opened."""
        places = self._restored.places
        opened = [place for place in places if door_of(place.link) is not None]
        before = [p for p in places[: self._restored.shown + 1] if door_of(p.link) is not None]
        if opened:
            entries: list[Entry[Place]] = [Entry(place.link, place.title) for place in opened]
            self.history.restore(entries, max(0, len(before) - 1))

    def on_mount(self) -> None:
        page = self.screen
        if isinstance(page, Place):
            self.install_screen(page, self._page_name())
        wanted = self.settings.theme
        if wanted and wanted not in self.available_themes:
            text = _("There is no theme “{name}”: t lists them.").format(
                name=clean_line(wanted, 40)
            )
            self.notify(text, severity="warning", timeout=12, markup=False)
        for warning in (*self.settings.warnings, *actions.key_problems(self.settings.keys)):
            self.notify(warning, severity="warning", timeout=12, markup=False)
        self.call_after_refresh(self._recall)

    async def go(self, link: Link, hint: tuple[str, ...] = ()) -> None:
        """Open the place that `link` names. The only door: everything that opens a place comes
        here."""
        if door_of(link) is None:
            self.say(
                _("There is no page for “{kind}” here yet.").format(kind=clean_line(link.kind, 40))
            )
            return
        async with self._door:
            if not self._is_here(link):
                await self._open(link, hint)

    def _is_here(self, link: Link) -> bool:
        """Whether `link` leads to the place shown: two keys that arrive together open one."""
        here = self.place
        if here is None or link.kind == "search" or link.params or not here.is_current:
            return False
        there = here.link
        same = (link.kind, link.ident) == (there.kind, there.ident)
        # A link that names a part of the place leads there, where that is not what is shown.
        part = link.fragment in ("", there.fragment)
        return same and part and door_of(link) == door_of(there)

    async def _open(self, link: Link, hint: tuple[str, ...] = ()) -> None:
        self._keep_address()
        page = self._page_for(link)
        page.hint = hint
        self.install_screen(page, self._page_name())
        dropped = self.history.visit(Entry(link, page=page))
        await self._bring(page)
        for entry in dropped:
            await self._let_go(entry)
        await self._let_surplus_go()

    async def _step(self, by: int) -> None:
        async with self._door:
            await self._move(by)

    async def _move(self, by: int) -> None:
        if isinstance(self.screen, Place):
            self._keep_address()
        entry = self.history.step(by)
        if entry is None:
            return
        await self._bring(self._reopened(entry))
        await self._let_surplus_go()

    async def _bring(self, page: Place) -> None:
        self.memory.begin_stay()
        await self._uncover(page)
        self._note_where()

    async def _uncover(self, page: Place) -> None:
        # The first place sits where Textual's default screen would: it is uncovered, not switched.
        first = self.screen_stack[0]
        while isinstance(self.screen, ModalScreen):
            await self.pop_screen()
        if len(self.screen_stack) == 1:
            if page is not first:
                await self.push_screen(page)
        elif page is first:
            await self.pop_screen()
        else:
            await self.switch_screen(page)

    def _page_for(self, link: Link) -> Place:
        door = door_of(link)
        if door is None:
            raise LookupError(link.kind)
        for name in door.sheets:
            sheet = styles_dir() / name
            if not self.stylesheet.has_source(str(sheet)):
                self.stylesheet.read(sheet)
        return door.open(self.session, link)

    def _page_name(self) -> str:
        return f"place-{next(self._names)}"

    def _keep_address(self) -> None:
        self._remember()
        entry = self.history.current
        if entry is not None and entry.page is not None and entry.page.stands:
            entry.link = entry.page.link

    async def _let_surplus_go(self) -> None:
        for entry in list(self.history.surplus_pages()):
            if entry.page is not self.screen and entry.page is not self.screen_stack[0]:
                if entry.page is not None and entry.page.stands:
                    entry.link = entry.page.link
                await self._let_go(entry)

    async def _let_go(self, entry: Entry[Place]) -> None:
        page = entry.page
        if page is not None and page is not self.screen_stack[0]:
            entry.page = None
        if page is not None:
            await self._remove(page)

    async def _remove(self, page: Place) -> None:
        if page is self.screen_stack[0]:
            self.workers.cancel_node(page)
        else:
            self.uninstall_screen(page)
            await page.remove()

    def _reopened(self, entry: Entry[Place]) -> Place:
        """The page of `entry`, opened again from its address if it was let go."""
        if entry.page is None:
            entry.page = self._page_for(entry.link)
            entry.page.revisited = True
            self.install_screen(entry.page, self._page_name())
        return entry.page

    @property
    def place(self) -> Place | None:
        """The place shown, beneath any dialog."""
        entry = self.history.current
        return entry.page if entry is not None else None

    @on(Place.Go)
    async def _go_there(self, message: Place.Go) -> None:
        await self.go(message.link, message.hint)

    @on(Place.Titled)
    def _titled(self, message: Place.Titled) -> None:
        for entry in self.history.entries:
            if entry.page is message.place:
                entry.title = SEPARATOR.join(message.place.crumbs)
        if message.place is self.place:
            self._note_where()

    # Sites

    async def switch_site(self, name: str) -> None:
        """Leave this site for another: its own history, its own connections."""
        async with self._door:
            site = next(site for site in SITES.values() if site.name == name)
            self._remember()
            old = self._begin_session(replace(self.settings, site=site))
            forgotten, self.memory = self.memory, Remembering(self.settings)
            gone = self.history.clear()
            await self._open(Link("search"))
            for entry in gone:
                await self._let_go(entry)
        self._recall()
        await forgotten.close()
        await old.close()

    def _begin_session(self, settings: Settings) -> Session:
        """Take these settings, and connections of their own. Returns the session that ends."""
        old = self.session
        self.settings = settings
        self.session = self._heeded(Session(settings))
        clock.fix(_day_of(settings))
        return old

    async def start_again(self) -> None:
        """Open the same place anew: the words of the service are in the language too."""
        async with self._door:
            self._keep_address()
            old = self._begin_session(self.settings)
            gone = [(e, e.page) for e in self.history.entries if e.page is not None]
            for entry, page in gone:
                entry.link, entry.page = page.link, None
            here = self.history.current
            if here is not None:
                await self._bring(self._reopened(here))
            for _entry, page in gone:
                await self._remove(page)
        await old.close()

    async def on_unmount(self) -> None:
        place = self.place
        await self.memory.close(shown=place is not None and place.problem is None)
        await self.session.close()

    # What is remembered

    def _recall(self) -> None:
        """Read what is kept on disk, once there is something to look at."""
        if self.memory.keeps:
            self.run_worker(
                self._load_memory(), group="memory", exclusive=True, exit_on_error=False
            )

    async def _load_memory(self) -> None:
        await self.memory.load()
        self._show_bookmark()
        self._say_memory()
        from tui.screens.remembered import RememberedScreen

        if isinstance(self.screen, RememberedScreen):
            self.screen.show_again()

    def _say_memory(self) -> None:
        for text in self.memory.take_news():
            self.notify(text, severity="warning", timeout=12, markup=False)

    def _note_where(self) -> None:
        """The place shown is another one, or is called otherwise: write it down if one stays."""
        self._show_bookmark()
        if self.place is None or not self._is_standing(self.place):
            return
        self.memory.note(self._where(self.place), self.history.index)
        if self.place.problem is None:
            self.memory.save_session(self._where(self.place), self.history.index)
        if self._remembering is not None:
            self._remembering.stop()
        self._remembering = self.set_timer(STAY, self._remember)

    def _remember(self) -> None:
        """Write down the place shown, as it is now, unless it could not be shown."""
        if self._remembering is not None:
            self._remembering.stop()
            self._remembering = None
        place = self.place
        if place is not None and self._is_standing(place) and place.problem is None:
            self.memory.write_down(self._where(place), self.history.index)
        self._say_memory()

    def _is_standing(self, place: Place) -> bool:
        """Whether `place` has all its parts: a timer may strike while they are taken down."""
        return place.stands and self.is_running

    def _where(self, place: Place) -> list[tuple[Link, str]]:
        """Addresses and titles of the places of the session; of `place`, as it is now."""
        return [
            (place.link, SEPARATOR.join(place.crumbs))
            if entry.page is place
            else (entry.link, entry.title)
            for entry in self.history.entries
        ]

    def _show_bookmark(self) -> None:
        place = self.place
        if place is not None and self._is_standing(place):
            marked = self.memory.shelf.is_bookmarked(place.link)
            for bar in place.query(TopBar):
                bar.show(bookmarked=marked)

    @on(Place.Settled)
    def _settled(self) -> None:
        self._remember()
        self.memory.begin_stay()

    async def _return_to(self, place: Remembered | None) -> None:
        """Open a place again: as it was left, where it is still there."""
        if place is None:
            return
        for index, entry in enumerate(self.history.entries):
            if entry.page is not None and entry.page.stands:
                entry.link = entry.page.link
            if key_of(entry.link) == place.key:
                await self._step(index - self.history.index)
                return
        await self.go(place.link, tuple(place.title.split(SEPARATOR)))

    # Errors of ours

    def _heeded(self, session: Session) -> Session:
        session.tell_failure = self.failed
        return session

    def keep_failure(self, error: BaseException) -> None:
        self.session.failures.append(error)

    def tell_failure(self, error: BaseException, report: Path | None) -> None:
        place = self.place
        if place is not None and place.is_mounted and place is self.screen:
            self.say(failure_sentence(error, report))
        else:
            super().tell_failure(error, report)

    def report_folder(self) -> Path | None:
        return self.settings.state_dir

    def can_restore(self) -> bool:
        return self.memory.keeps

    def circumstances(self) -> list[Section]:
        return circumstances(self.settings, self.place, self.session)

    # What is under way

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing is about to: what a picture of a place waits for."""
        if self.session.running or any(not worker.is_finished for worker in self.workers):
            return False
        place = self.place
        return place is not None and place.stands and not place.pending

    def say(self, text: str) -> None:
        """Say something in the bottom line of the place."""
        if self.place is not None and self.place.stands:
            self.place.notice(text)


def _day_of(settings: Settings) -> datetime | None:
    return SAMPLE_DAY if settings.site.name == "sample" else None
