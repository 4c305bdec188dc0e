"""What tests of screens share: a person at a terminal, on the sample site or on servers of the
environment."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from unseen import draw, look

from tui import i18n
from tui.api.journal import Entry
from tui.app import DatagouvApp
from tui.headless import press, rest, screen_text, send_key
from tui.links import parse_link
from tui.memory.places import LastSession
from tui.screens.session import Session
from tui.settings import SITES, ASGIApp, Settings, Site, asgi_app

NARROW, WIDE = (80, 24), (120, 40)
THOROUGH = bool(os.environ.get("DATAGOUV_TUI_TEST_THOROUGH"))
SIZES = pytest.mark.parametrize(
    "size",
    [NARROW, WIDE] if THOROUGH else [NARROW],
    ids=["80x24", "120x40"] if THOROUGH else ["80x24"],
)
"""The sizes at which what keys do is tried: where room is scarce, and with
``DATAGOUV_TUI_TEST_THOROUGH`` where it is not. Journeys and pictures have both, always."""

PATIENCE = 20.0
"""Seconds a person waits for something to appear before the test fails."""


class Person:
    """Someone at the keyboard: presses keys, reads the screen."""

    def __init__(self, app: DatagouvApp, pilot: Pilot[int]) -> None:
        self.app = app
        self.pilot = pilot
        self.looked = False

    async def press(self, *keys: str) -> None:
        """Press keys one after the other, each after the screen came to rest."""
        for key in keys:
            await press(self.pilot, key)

    async def type(self, text: str) -> None:
        """Type a text at once, then wait for rest."""
        for character in text:
            send_key(self.app, character)
        await self.rest()

    async def rest(self) -> None:
        """Wait until nothing runs."""
        await rest(self.pilot)

    @property
    def screen(self) -> str:
        """What is written on the screen."""
        look(self.app)
        self.looked = True
        return screen_text(self.app)

    @property
    def lines(self) -> list[str]:
        return self.screen.split("\n")

    async def sees(self, *texts: str) -> None:
        """Wait until all of `texts` are on the screen."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not all(text in screen for screen in (self.screen,) for text in texts):
                    await self.pilot.pause(0.02)
        except TimeoutError:
            screen = self.screen
            missing = [text for text in texts if text not in screen]
            raise AssertionError(f"not on the screen: {missing}\n{screen}") from None

    @property
    def requests(self) -> tuple[Entry, ...]:
        """What was asked of the services, oldest first."""
        service = self.app.session.opened()
        return service.journal.entries if service is not None else ()


@asynccontextmanager
async def at_the_keyboard(
    address: str = "",
    *,
    size: tuple[int, int] = (80, 24),
    site: Site | None = None,
    lang: str = "en",
    latency: float = 0.0,
    fault_rate: float = 0.0,
    through: Callable[[ASGIApp], ASGIApp] | None = None,
    data_dir: Path | None = None,
    cache_dir: Path | None = None,
    history: bool = True,
    writes: bool = False,
    restored: LastSession | None = None,
    cache_minutes: float = 5.0,
    server: ASGIApp | None = None,
) -> AsyncIterator[Person]:
    """A person in front of the application, opened at `address`; checks that nothing failed
    unseen."""
    i18n.install(lang)
    chosen = site or SITES["sample"]
    settings = Settings(
        site=chosen,
        lang=lang,
        latency=latency,
        fault_rate=fault_rate,
        data_dir=data_dir,
        cache_dir=cache_dir,
        history=history,
        writes=writes,
        cache_minutes=cache_minutes,
    )
    answering = server or asgi_app(settings)
    if through and answering:
        answering = through(answering)
    session = Session(settings, server=answering) if server or through else None
    link = parse_link(address, chosen) if address else None
    app = DatagouvApp(settings, link, session=session, restored=restored)
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            person = Person(app, pilot)
            if through is None:
                await person.rest()
            yield person
            if not person.looked:
                draw(app)
            assert app.session.failures == []
    finally:
        i18n.install("en")


def real_site() -> Site | None:
    """The servers that the environment names, if it does."""
    main = os.environ.get("DATAGOUV_TUI_TEST_MAIN_URL")
    tabular = os.environ.get("DATAGOUV_TUI_TEST_TABULAR_URL")
    if not main or not tabular:
        return None
    return replace(
        SITES["www"],
        main_url=main.rstrip("/"),
        tabular_url=tabular.rstrip("/"),
        metrics_url=os.environ.get("DATAGOUV_TUI_TEST_METRICS_URL") or None,
    )
