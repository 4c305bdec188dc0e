"""Transports, servers and clocks for tests of the client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from clocks import Clock

from tui.api.cache import Cache
from tui.api.journal import Journal
from tui.api.transport import Transport

ORIGIN = "http://main.test"


@dataclass
class Wire:
    """A transport whose requests are answered by a function, and what it keeps."""

    transport: Transport
    journal: Journal
    clock: Clock
    requests: list[httpx.Request]


Answer = Callable[[httpx.Request], httpx.Response | Awaitable[httpx.Response]]


def wire(answer: Answer, **options: Any) -> Wire:
    """A transport over `answer`, with a clock of its own and no cookies."""
    requests: list[httpx.Request] = []

    async def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        response = answer(request)
        return response if isinstance(response, httpx.Response) else await response

    clock = Clock()
    journal = Journal()
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(handle),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
    )
    transport = Transport(
        client,
        journal,
        cache=Cache(clock=clock),
        clock=clock,
        wall_clock=clock,
        sleep=clock.sleep,
        **options,
    )
    return Wire(transport, journal, clock, requests)


def script(*answers: httpx.Response | Exception) -> Answer:
    """Answers one after the other; an exception is raised. The last one is repeated."""
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        following = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(following, Exception):
            raise following
        return httpx.Response(
            following.status_code, headers=following.headers, content=following.content
        )

    return answer


def ok(payload: Any = None, **headers: str) -> httpx.Response:
    """A JSON answer."""
    return httpx.Response(200, json={} if payload is None else payload, headers=headers)


def refused(status: int, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """An answer without words."""
    return httpx.Response(status, headers=headers or {})


@dataclass
class Loopback:
    """What a small server on the loopback saw."""

    url: str
    heads: list[bytes] = field(default_factory=list)
    closed: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)


@asynccontextmanager
async def loopback(*parts: bytes, hang: bool = False, drip: bytes = b"") -> AsyncIterator[Loopback]:
    """A server that sends `parts` to whoever asks, then closes.

    With `hang` it keeps the connection until the client closes it; with `drip` it goes on sending
    that every few milliseconds.
    """
    tasks: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.current_task())
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            seen.heads.append(await reader.readuntil(b"\r\n\r\n"))
            seen.asked.set()
            writer.writelines(parts)
            await writer.drain()
            if drip:
                await _drip(reader, writer, drip)
            elif hang:
                await reader.read()
        if drip or hang:
            seen.closed.set()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    seen = Loopback(f"http://127.0.0.1:{port}")
    async with server:
        yield seen
    await asyncio.wait_for(asyncio.gather(*filter(None, tasks)), 5)


async def _drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, drop: bytes) -> None:
    while not reader.at_eof():
        writer.write(drop)
        await writer.drain()
        with suppress(TimeoutError):
            await asyncio.wait_for(reader.read(1), 0.005)
