"""Storms of keys, and hosts that ask to slow down: never more at once than is polite, never before
the time, and the person sees why."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from clocks import Clock, own_time
from faulty import Faulty, sample
from people import at_the_keyboard

from tui.api.limiter import AT_ONCE
from tui.headless import send_key
from tui.sample.failing import Fault, Message, Receive, Send
from tui.sample.names import resource_id
from tui.settings import ASGIApp

TABLE = f"resource:{resource_id('population-des-communes-francaises/0')}"


@dataclass
class Counting:
    """Counts the requests under way on each host."""

    app: ASGIApp | None = None
    inside: int = 0
    most: int = 0
    asked: int = 0

    def wrap(self, app: ASGIApp) -> ASGIApp:
        self.app = app
        return self

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        assert self.app is not None
        self.inside, self.asked = self.inside + 1, self.asked + 1
        self.most = max(self.most, self.inside)
        try:
            await asyncio.sleep(0.005)
            await self.app(scope, receive, send)
        finally:
            self.inside -= 1


async def test_a_storm_of_keys_in_the_grid_asks_little() -> None:
    server = Counting()
    async with at_the_keyboard(TABLE, through=server.wrap) as person:
        await person.rest()
        before = server.asked
        for key in ["pagedown"] * 60 + ["ctrl+end", "ctrl+home"] * 20 + ["down"] * 100:
            send_key(person.app, key)
        await person.rest()
        assert server.most <= AT_ONCE
        assert server.asked - before <= 45, "each key asked for something"
        assert person.app.session.running == 0


async def test_a_storm_of_letters_in_the_search_asks_little() -> None:
    server = Counting()
    async with at_the_keyboard("search:", through=server.wrap) as person:
        await person.rest()
        before = server.asked
        await person.press("slash")
        for letter in "population des communes de france " * 3:
            send_key(person.app, "space" if letter == " " else letter)
        await person.rest()
        assert server.most <= AT_ONCE
        assert server.asked - before <= 30, "each letter asked for something"


async def test_a_host_that_asks_to_wait_is_not_asked_before_and_the_person_sees_why() -> None:
    clock = Clock()
    server = Faulty(sample(), clock)
    waits = asyncio.Event()

    async def hold(seconds: float) -> None:
        clock.slept.append(seconds)
        await waits.wait()
        clock.now += seconds

    clock.sleep = hold  # type: ignore[method-assign]
    with own_time(clock):
        async with at_the_keyboard("search:population", through=server.wrap) as person:
            await person.rest()
            server.fault = Fault.LIMITED
            await person.pilot.press("r")
            await person.sees("the service asks to wait 2 s")
            asked = len(server.asked)
            for _ in range(10):
                await person.pilot.press("r")
            assert len(server.asked) == asked, "it was asked before its time"
            await person.pilot.press("escape")
            await person.rest()
            assert "asks to wait" not in person.screen
            assert "1 of 16" in person.screen or "cancelled" in person.screen
            assert person.app.session.running == 0
            server.fault = None
            waits.set()
            await person.press("r")
            assert "1 of 16" in person.screen
