"""Typing fast on a slow line: few requests leave, the last answer wins, the others are closed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from people import at_the_keyboard

from tui.headless import send_key
from tui.settings import ASGIApp

Message = MutableMapping[str, Any]


class SlowSearch:
    """A server whose search answers only when it is let go; it knows what was asked and what was
    closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.asked: list[str] = []
        self.closed: list[str] = []
        self.open = asyncio.Event()
        self.slow = True

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["path"] == "/api/2/datasets/search/":
            words = parse_qs(scope["query_string"].decode()).get("q", [""])[0]
            self.asked.append(words)
            try:
                if self.slow:
                    await self.open.wait()
            except asyncio.CancelledError:
                self.closed.append(words)
                raise
        await self.app(scope, receive, send)


class Servers:
    """Keeps the server that was made."""

    slow: SlowSearch

    def __call__(self, app: ASGIApp) -> ASGIApp:
        self.slow = SlowSearch(app)
        return self.slow


async def test_ten_letters_typed_fast_send_at_most_three_searches() -> None:
    servers = Servers()
    async with at_the_keyboard(through=servers) as person:
        while not servers.slow.asked:
            await person.pilot.pause(0.01)
        # At once: on a busy machine each wait for a letter may last longer than a pause in typing.
        for letter in "population":
            send_key(person.app, letter)
        while "population" not in servers.slow.asked:
            await person.pilot.pause(0.01)
        assert len(servers.slow.asked) <= 3
        servers.slow.open.set()
        await person.rest()
        await person.sees("1 of 16", "Population des communes")
        assert servers.slow.asked[-1] == "population"
        assert servers.slow.closed == servers.slow.asked[:-1]
        assert person.app.session.running == 0


async def test_an_answer_that_comes_late_is_not_painted() -> None:
    servers = Servers()
    async with at_the_keyboard("search:population", through=servers) as person:
        while not servers.slow.asked:
            await person.pilot.pause(0.01)
        await person.pilot.press("slash", *"zzzz")
        while len(servers.slow.asked) < 2:
            await person.pilot.pause(0.01)
        servers.slow.open.set()
        await person.rest()
        assert servers.slow.asked == ["population", "zzzz"]
        assert servers.slow.closed == ["population"]
        await person.sees("Nothing found")
        assert "Population des communes" not in person.screen


async def test_escape_closes_the_request_that_runs() -> None:
    servers = Servers()
    async with at_the_keyboard("search:population", through=servers) as person:
        await person.sees("1 request · esc cancels")
        await person.pilot.press("escape")
        await person.rest()
        assert servers.slow.closed == ["population"]
        assert "esc cancels" not in person.screen
        servers.slow.slow = False
        await person.press("r")
        await person.sees("1 of 16")
