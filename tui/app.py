"""The application: which place is shown, and what is the same everywhere. It owns no data."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from types import MappingProxyType
from typing import Any, ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.timer import Timer

from tui import actions, clock, i18n
from tui.actions import Action
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.keynames import key_name
from tui.links import Link
from tui.memory.places import LastSession, Remembered, key_of
from tui.navigation import Entry, History
from tui.paths import styles_dir
from tui.screens.opening import door_of
from tui.screens.place import Place
from tui.screens.remembering import Remembering, last_session
from tui.screens.session import Session
from tui.settings import SITES, Settings
from tui.text import clean_line
from tui.themes import DEFAULT_THEME, THEMES, theme_for
from tui.widgets.bars import SEPARATOR, TopBar
from tui.widgets.bindings import bindings_for
from tui.widgets.scroll_region import can_scroll
from tui.widgets.telling import TellingApp

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
SITE_TITLES = {
    "www": N_("data.gouv.fr"),
    "demo": N_("demo.data.gouv.fr: for trying things, not the real data"),
    "sample": N_("sample: made-up data inside this program, no network"),
}


STAY = 2.0
"""Seconds in a place, or after a change of its address, before it is written down."""

PALETTE_PLACES = 200
"""Bookmarks, and places visited, that the palette looks through."""

SHEETS = ("app.tcss", "dialogs.tcss")
"""The style sheets that every place needs."""


class DatagouvApp(TellingApp[int], inherit_bindings=False):
    """A browser of places."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("app")]
    TITLE = "data.gouv.fr"

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
        self.session = session or Session(settings)
        self.memory = Remembering(settings)
        self._remembering: Timer | None = None
        self.history: History[Place] = History()
        self._first_link = link or Link("search")
        self._restored = restored or LastSession()
        self._names = count(1)
        self._door = asyncio.Lock()
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = theme_for(settings.theme, environment)
        self.set_keymap(settings.keys)
        self.narrow_wire(scroll=can_scroll(settings.scroll_region, environment))
        clock.fix(_moment_of(settings))

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
        return same and door_of(link) == door_of(there)

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
        if entry is not None and entry.page is not None and entry.page.is_mounted:
            entry.link = entry.page.link

    async def _let_surplus_go(self) -> None:
        for entry in list(self.history.surplus_pages()):
            if entry.page is not self.screen and entry.page is not self.screen_stack[0]:
                if entry.page is not None and entry.page.is_mounted:
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

    @on(Place.CopyText)
    def _copy_text(self, message: Place.CopyText) -> None:
        self.copy(message.text)

    @on(Place.UseSample)
    async def _use_sample(self) -> None:
        await self.switch_site("sample")

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
        self.session = Session(settings)
        clock.fix(_moment_of(settings))
        return old

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
        if self.place is None or not self.place.is_mounted:
            return
        self.memory.note(self._where(self.place), self.history.index)
        if self._remembering is not None:
            self._remembering.stop()
        self._remembering = self.set_timer(STAY, self._remember)

    def _remember(self) -> None:
        """Write down the place shown, as it is now, unless it could not be shown."""
        if self._remembering is not None:
            self._remembering.stop()
            self._remembering = None
        place = self.place
        if place is not None and place.is_mounted and place.problem is None:
            self.memory.write_down(self._where(place), self.history.index)
        self._say_memory()

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
        if place is not None and place.is_mounted:
            marked = self.memory.shelf.is_bookmarked(place.link)
            for bar in place.query(TopBar):
                bar.show(bookmarked=marked)

    # What is under way

    @property
    def is_idle(self) -> bool:
        """Whether nothing runs and nothing is about to: what a picture of a place waits for."""
        if self.session.running or any(not worker.is_finished for worker in self.workers):
            return False
        place = self.place
        return place is not None and place.is_mounted and not place.pending

    # Actions that are the same everywhere

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action == "back" and not self.history.can_go_back:
            return _("This is where you started.")
        if action == "forward" and not self.history.can_go_forward:
            return _("There is nothing ahead.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def say(self, text: str) -> None:
        """Say something in the bottom line of the place."""
        if self.place is not None and self.place.is_mounted:
            self.place.notice(text)

    def action_help(self) -> None:
        from tui.screens.dialogs import ReadScreen
        from tui.screens.help import help_blocks

        self.push_screen(ReadScreen(_("Help"), help_blocks(self.screen)))

    def action_palette(self) -> None:
        from tui.screens.dialogs import ChooseScreen, Option
        from tui.screens.help import live_actions

        found = live_actions(self.screen)
        screen = self.screen
        options = [
            Option(
                _(live.action.title),
                detail=" ".join(key_name(key) for key in live.keys),
                why_not=live.why_not,
            )
            for live in found
        ]

        places = self.memory.shelf.named(PALETTE_PLACES)
        kinds = {True: _("bookmark"), False: _("visited")}
        options += [
            Option(place.title, detail=kinds[is_bookmark], only_found=True)
            for place, is_bookmark in places
        ]

        async def run(index: int | None) -> None:
            if index is None:
                return
            if index < len(found):
                await self._run(found[index].action, screen)
            else:
                await self._return_to(places[index - len(found)][0])

        self.push_screen(ChooseScreen(_("All commands"), options), run)

    async def _run(self, action: Action, screen: Screen[object]) -> None:
        for active in screen.active_bindings.values():
            if active.binding.id == action.id:
                await self.run_action(active.binding.action, active.node)
                return

    def action_go_to(self) -> None:
        from tui.screens.go_to import asking

        self.push_screen(asking(self.settings.site), self._go_to_text)

    async def _go_to_text(self, text: str | None) -> None:
        """Open what `text` names; where it may name several things, ask which."""
        from tui.screens.go_to import choosing, places_of

        if text is None:
            return
        links = places_of(text, self.settings.site)
        if len(links) == 1:
            await self.go(links[0])
            return

        async def open_one(index: int | None) -> None:
            if index is not None:
                await self.go(links[index])

        self.push_screen(choosing(text, links), open_one)

    async def action_back(self) -> None:
        await self._step(-1)

    async def action_forward(self) -> None:
        await self._step(1)

    async def action_home(self) -> None:
        await self.go(Link("search"))

    async def action_metrics(self) -> None:
        await self.go(Link("metrics", "site"))

    async def action_account(self) -> None:
        await self.go(Link("account"))

    async def action_feeds(self) -> None:
        await self.go(Link("feeds"))

    def action_lists(self) -> None:
        from tui.screens.lists import choosing, list_at

        async def open_list(index: int | None) -> None:
            if index is not None:
                await self.go(list_at(index))

        self.push_screen(choosing(), open_list)

    def action_history(self) -> None:
        self._remember()
        self._list_places(
            _("History"),
            self.memory.shelf.recent,
            self.memory.forget,
            empty=_("no place was visited yet"),
        )

    def action_bookmarks(self) -> None:
        self._list_places(
            _("Bookmarks"),
            lambda: self.memory.shelf.bookmarks,
            self._unbookmark,
            empty=_("no bookmark yet: b adds the place shown"),
        )

    def _list_places(
        self,
        title: str,
        places: Callable[[], list[Remembered]],
        remove: Callable[[Remembered], None],
        *,
        empty: str,
    ) -> None:
        from tui.screens.remembered import RememberedScreen

        self.push_screen(RememberedScreen(title, places, remove, empty=empty), self._return_to)
        self._recall()

    async def _return_to(self, place: Remembered | None) -> None:
        """Open a place again: as it was left, where it is still there."""
        if place is None:
            return
        for index, entry in enumerate(self.history.entries):
            if entry.page is not None and entry.page.is_mounted:
                entry.link = entry.page.link
            if key_of(entry.link) == place.key:
                await self._step(index - self.history.index)
                return
        await self.go(place.link, tuple(place.title.split(SEPARATOR)))

    @on(Place.ListSearches)
    def _list_searches(self) -> None:
        from tui.screens.searches import forget, searches

        def remove(place: Remembered) -> None:
            forget(self.memory, place)
            self._show_bookmark()

        self._remember()
        self._list_places(
            _("Saved and recent searches"),
            lambda: searches(self.memory.shelf),
            remove,
            empty=_("no search was made yet"),
        )

    @on(Place.SaveSearch)
    def _save_search(self, message: Place.SaveSearch) -> None:
        from tui.screens.searches import save

        saved = Remembered(message.place.link, message.name, clock.now().timestamp())
        self.say(save(self.memory, saved))
        self._show_bookmark()

    @on(Place.Settled)
    def _settled(self) -> None:
        self._remember()
        self.memory.begin_stay()

    def _unbookmark(self, place: Remembered) -> None:
        self.memory.unbookmark(place.key)
        self._show_bookmark()

    def action_bookmark(self) -> None:
        place = self.place
        if place is not None and place.is_mounted:
            self.say(self.memory.turn_bookmark(place.link, SEPARATOR.join(place.crumbs)))
            self._show_bookmark()

    def action_copy(self) -> None:
        from tui.screens.dialogs import ChooseScreen, Option

        place = self.place
        copies = place.copies() if place is not None else []
        options = [Option(copy.title, copy.detail, copy.why_not) for copy in copies]

        def take(index: int | None) -> None:
            if index is not None:
                self.copy(copies[index].text)

        self.push_screen(ChooseScreen(_("Copy"), options), take)

    def copy(self, text: str) -> None:
        """Send `text` to the terminal's clipboard; show it where it is too long for that."""
        from tui.clipboard import osc52
        from tui.text import clean_prose

        sequence = osc52(text, self._environment)
        if sequence is None:
            from tui.screens.dialogs import ReadScreen
            from tui.widgets.prose import Paragraph

            title = _("Too long for the clipboard")
            self.push_screen(ReadScreen(title, [Paragraph(clean_prose(text))]))
            return
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(sequence)
        self.say(
            _("Sent to the terminal’s clipboard (OSC 52): {text}").format(text=clean_line(text, 60))
        )

    def action_web(self) -> None:
        from tui.screens.dialogs import ReadScreen
        from tui.widgets.prose import Paragraph

        place = self.place
        url = place.link.web_url(self.settings.site) if place is not None else None
        if url is None:
            self.say(_("This place has no page on the web."))
            return
        self.push_screen(
            ReadScreen(_("Web address"), [Paragraph(clean_line(url))], raw=url), self._copy_if
        )

    def _copy_if(self, text: str | None) -> None:
        if text:
            self.copy(text)

    def action_reload(self) -> None:
        if self.place is not None:
            self.place.reload()

    def action_journal(self) -> None:
        from tui.screens.journal import JournalScreen

        self.push_screen(JournalScreen(self.session), self._copy_if)

    def action_exports(self) -> None:
        from tui.screens.exports import ExportsScreen

        self.push_screen(ExportsScreen(self.session.exports))

    def action_theme(self) -> None:
        names = [
            DEFAULT_THEME,
            *sorted(name for name in self.available_themes if name != DEFAULT_THEME),
        ]
        self._choose(_("Theme"), names, names, self.theme, self._use_theme)

    def _use_theme(self, name: str) -> None:
        self.theme = name

    def action_language(self) -> None:
        names = list(LANGUAGE_NAMES)
        titles = [LANGUAGE_NAMES[name] for name in names]
        self._choose(_("Language"), names, titles, i18n.current(), self._use_language)

    def _use_language(self, name: str) -> None:
        from tui.screens.exports import before_leaving

        if name != i18n.current():
            before_leaving(self, self.session, lambda: self._speak(name))

    def _speak(self, name: str) -> None:
        i18n.install(name)
        self.settings = replace(self.settings, lang=name)
        self.run_worker(self._start_again(), group="language", exclusive=True, exit_on_error=False)

    async def _start_again(self) -> None:
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

    def _reopened(self, entry: Entry[Place]) -> Place:
        """The page of `entry`, opened again from its address if it was let go."""
        if entry.page is None:
            entry.page = self._page_for(entry.link)
            entry.page.revisited = True
            self.install_screen(entry.page, self._page_name())
        return entry.page

    def _go_to_site(self, name: str) -> None:
        self.run_worker(self.switch_site(name), group="site", exclusive=True, exit_on_error=False)

    def action_site(self) -> None:
        from tui.screens.exports import before_leaving

        names = list(SITES)
        titles = [_(SITE_TITLES[name]) for name in names]

        def use(name: str) -> None:
            if name == self.settings.site.name:
                return
            before_leaving(self, self.session, lambda: self._go_to_site(name))

        self._choose(_("Site"), [str(name) for name in names], titles, self.settings.site.name, use)

    def _choose(
        self, title: str, names: list[str], titles: list[str], now: str, use: Callable[[str], None]
    ) -> None:
        from tui.screens.dialogs import ChooseScreen, Option

        def take(index: int | None) -> None:
            if index is not None:
                use(names[index])

        cursor = names.index(now) if now in names else 0
        options = [
            Option(text, "✓" if name == now else "")
            for name, text in zip(names, titles, strict=True)
        ]
        self.push_screen(ChooseScreen(title, options, cursor=cursor), take)

    async def action_cancel(self) -> None:
        if self.place is None or self.place.cancel():
            return
        if self.history.can_go_back:
            await self._step(-1)
        else:
            self.say(self.why_not("back"))

    async def action_quit(self) -> None:
        from tui.screens.exports import before_leaving

        if self.session.begun_exports() is None:
            self.exit(0)
        else:
            before_leaving(self, self.session, lambda: self.exit(0))


def run(settings: Settings, link: Link | None, *, restore: bool = False) -> int:
    """Run the application on the terminal until the person leaves. Returns the exit code.

    Args:
        restore: Open the last place of the site, with those before it, rather than `link`.
    """
    restored = LastSession()
    if restore:
        restored, problem = last_session(settings)
        settings = replace(settings, warnings=(*settings.warnings, *problem))
    app = DatagouvApp(settings, link, environment=os.environ, restored=restored)
    result = app.run(mouse=settings.mouse)
    return app.return_code or result or 0


def _moment_of(settings: Settings) -> Any:
    from datetime import UTC, datetime

    return datetime(2026, 11, 20, 9, 0, tzinfo=UTC) if settings.site.name == "sample" else None
