"""The application: what can be done everywhere, whatever place is shown."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from tui import clock, i18n
from tui.actions import Action
from tui.browser import Browser
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.keynames import key_name
from tui.links import Link
from tui.memory.places import LastSession, Remembered
from tui.screens.place import Place
from tui.screens.remembering import last_session
from tui.settings import SITES, Settings
from tui.text import clean_line
from tui.themes import DEFAULT_THEME
from tui.widgets.bars import SEPARATOR
from tui.widgets.bindings import bindings_for

LANGUAGE_NAMES = {"en": "English", "fr": "Français"}
SITE_TITLES = {
    "www": N_("data.gouv.fr"),
    "demo": N_("demo.data.gouv.fr: for trying things, not the real data"),
    "sample": N_("sample: made-up data inside this program, no network"),
}


PALETTE_PLACES = 200
"""Bookmarks, and places visited, that the palette looks through."""


class DatagouvApp(Browser, inherit_bindings=False):
    """A browser of places, with what can be done in all of them."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("app")]
    TITLE = "data.gouv.fr"

    @on(Place.CopyText)
    def _copy_text(self, message: Place.CopyText) -> None:
        self.copy(message.text)

    @on(Place.UseSample)
    async def _use_sample(self) -> None:
        await self.switch_site("sample")

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action == "back" and not self.history.can_go_back:
            return _("This is where you started.")
        if action == "forward" and not self.history.can_go_forward:
            return _("There is nothing ahead.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

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

    async def action_mcp(self) -> None:
        await self.go(Link("mcp"))

    async def action_account(self) -> None:
        await self.go(Link("account"))

    async def action_feeds(self) -> None:
        await self.go(Link("feeds"))

    def action_console(self) -> None:
        from tui.screens.consoles import choosing, console_at

        async def open_console(index: int | None) -> None:
            if index is not None:
                await self.go(console_at(self.settings.site, index))

        self.push_screen(choosing(self.settings.site), open_console)

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

    def _unbookmark(self, place: Remembered) -> None:
        self.memory.unbookmark(place.key)
        self._show_bookmark()

    def action_bookmark(self) -> None:
        place = self.place
        if place is not None and place.stands:
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
        self.run_worker(self.start_again(), group="language", exclusive=True, exit_on_error=False)

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
    from tui.widgets.terminal import TerminalDriver, bounded, can_drive, forget_odd_sizes

    forget_odd_sizes(os.environ)
    app = DatagouvApp(settings, link, environment=os.environ, restored=restored)
    told = app.console.size
    if bounded(*told) != told:
        app.console.size = bounded(*told)
    if can_drive():
        app.driver_class = TerminalDriver
    try:
        result = app.run(mouse=settings.mouse)
    finally:
        # An error on the way out leaves what was to be written last in its queue.
        if app._driver is not None:
            app._driver.close()
    return app.return_code or result or 0
