"""Slowness and failures on purpose, in an order that a seed decides."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from enum import StrEnum
from typing import Any

from tui.sample.asgi import Request, Response, json_response, send_response
from tui.sample.names import Dice
from tui.settings import ASGIApp

LONGEST = 30.0
"""Seconds: no answer is ever later, and nothing hangs longer."""

HANG = 8.0
"""Seconds that a request that times out is kept waiting."""

RETRY_AFTER = 2
"""Seconds that a busy answer asks to wait."""

_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]


class Fault(StrEnum):
    """What may go wrong with an answer."""

    ERROR = "error"
    BUSY = "busy"
    LIMITED = "limited"
    TRUNCATED = "truncated"
    RESET = "reset"
    TIMEOUT = "timeout"


class Faults:
    """An application whose answers come late, and sometimes wrong.

    The nth request gets the same delay and the same fault in every run with the same seed.

    Args:
        latency: Seconds that an answer takes, give or take a half.
        rate: Share of the answers that fail, from 0 to 1.
        sleep: What waits.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        latency: float = 0.0,
        rate: float = 0.0,
        seed: int = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._latency = min(max(0.0, latency), LONGEST)
        self._rate = min(max(0.0, rate), 1.0)
        self._seed = seed
        self._sleep = sleep
        self._count = 0

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        delay, fault = self._next()
        if delay:
            await self._sleep(delay)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault is Fault.TRUNCATED:
            await self._truncated(scope, receive, send)
        else:
            await self._failed(fault, scope, send)

    def _next(self) -> tuple[float, Fault | None]:
        """How late the next answer is, and what is wrong with it."""
        self._count += 1
        dice = Dice("fault", self._seed, self._count)
        delay = self._latency * (0.5 + dice.number(1_000) / 1_000)
        failing = dice.number(1_000_000) < self._rate * 1_000_000
        return min(delay, LONGEST), dice.pick(tuple(Fault)) if failing else None

    async def _failed(self, fault: Fault, scope: _Message, send: _Send) -> None:
        if fault is Fault.RESET:
            raise ConnectionResetError("Connection reset by peer")
        if fault is Fault.TIMEOUT:
            await self._sleep(HANG)
            raise TimeoutError("The answer did not come")
        await send_response(_failure(fault), Request.from_scope(scope), send)

    async def _truncated(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """The answer as far as its middle, under a length that says so."""
        sent: list[_Message] = []

        async def keep(message: _Message) -> None:
            sent.append(message)

        await self._app(scope, receive, keep)
        start = sent[0]
        body = b"".join(message.get("body", b"") for message in sent[1:])
        half = body[: len(body) // 2]
        headers = [pair for pair in start["headers"] if pair[0] != b"content-length"]
        await send({**start, "headers": [*headers, (b"content-length", b"%d" % len(half))]})
        await send({"type": "http.response.body", "body": half})


def _failure(fault: Fault) -> Response:
    if fault is Fault.ERROR:
        return Response(500, b"Internal Server Error", "text/html; charset=utf-8")
    wait = {"retry-after": str(RETRY_AFTER)}
    if fault is Fault.LIMITED:
        return json_response({"message": "Too Many Requests"}, 429, headers=wait)
    return Response(503, b"Service Unavailable", "text/html; charset=utf-8", wait)
