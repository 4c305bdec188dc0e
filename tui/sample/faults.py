"""Slowness and failures on purpose, in an order that a seed decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection

from tui.sample.failing import Fault, Message, Receive, Send, failing
from tui.sample.names import Dice
from tui.settings import ASGIApp

LONGEST = 30.0
"""Seconds: no answer is ever later, and nothing hangs longer."""

PASSING = (
    Fault.ERROR,
    Fault.BUSY,
    Fault.LIMITED,
    Fault.TRUNCATED,
    Fault.RESET,
    Fault.TIMEOUT,
)
"""What goes wrong where no kind is chosen: what real services have on a bad day."""


class Faults:
    """An application whose answers come late, and sometimes wrong.

    The nth request gets the same delay and the same fault in every run with the same seed.

    Args:
        latency: Seconds that an answer takes, give or take a half.
        rate: Share of the answers that fail, from 0 to 1.
        kinds: What may go wrong with them; `PASSING` when empty.
        sleep: What waits.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        latency: float = 0.0,
        rate: float = 0.0,
        kinds: Collection[Fault] = (),
        seed: int = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._latency = min(max(0.0, latency), LONGEST)
        self._rate = min(max(0.0, rate), 1.0)
        self._kinds = tuple(kinds) or PASSING
        self._seed = seed
        self._sleep = sleep
        self._count = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        delay, fault = self._next()
        number = self._count
        if delay:
            await self._sleep(delay)
        if fault is None:
            await self._app(scope, receive, send)
            return
        await failing(fault, self._app, sleep=self._sleep, number=number)(scope, receive, send)

    def _next(self) -> tuple[float, Fault | None]:
        """How late the next answer is, and what is wrong with it."""
        self._count += 1
        dice = Dice("fault", self._seed, self._count)
        delay = self._latency * (0.5 + dice.number(1_000) / 1_000)
        failing = dice.number(1_000_000) < self._rate * 1_000_000
        return min(delay, LONGEST), dice.pick(self._kinds) if failing else None
