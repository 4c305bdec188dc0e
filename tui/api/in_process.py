"""A server in this process, reached as one on the network is: its failures are a network's.

What it sends comes as it is sent: an answer may stall in its middle, break off, or be larger than
anybody wants to read, and none of it is kept here.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from typing import Any, Final, TypeAlias

import httpx

from tui.settings import ASGIApp

_Message: TypeAlias = MutableMapping[str, Any]

AHEAD: Final = 2
"""Messages that the server may send before the first of them is read."""

PIECE: Final = 64 * 1024
"""Bytes that are read at once, as from a socket."""


class InProcess(httpx.AsyncBaseTransport):
    """Asks an ASGI application. A broken connection or a timeout that it raises is one here too.

    Anything else that it raises is an answer of status 500, as a server would give; after the head,
    a connection that it cut.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        exchange = _Exchange(self._app, request, await request.aread())
        try:
            status, headers = await exchange.head()
        except BaseException:
            await exchange.aclose()
            raise
        return httpx.Response(status, headers=headers, stream=exchange)


class _Exchange(httpx.AsyncByteStream):
    """One request, answered by a task that ends with it."""

    def __init__(self, app: ASGIApp, request: httpx.Request, body: bytes) -> None:
        self._app = app
        self._request = request
        self._asked: list[bytes] = [body]
        self._came: asyncio.Queue[_Message | None] = asyncio.Queue(AHEAD)
        self._left = asyncio.Event()
        self._failure: Exception | None = None
        self._length: int | None = None
        self._task = asyncio.create_task(self._run())

    async def head(self) -> tuple[int, list[tuple[bytes, bytes]]]:
        """The status and the headers. Raises `httpx.TransportError`."""
        message = await self._came.get()
        if message is None:
            if isinstance(self._failure, OSError):
                raise self._broken(self._failure)
            self._came.put_nowait({"body": b""})
            return 500, []
        status, headers = message["status"], list(message.get("headers", ()))
        said = dict(headers).get(b"content-length", b"")
        if said.isdigit() and self._request.method != "HEAD" and status not in (204, 304):
            self._length = int(said)
        return status, headers

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        while (message := await self._came.get()) is not None:
            body: bytes = message.get("body", b"")
            if self._length is not None:
                body = body[: self._length - received]
            received += len(body)
            if self._request.method != "HEAD":
                for start in range(0, len(body), PIECE):
                    yield body[start : start + PIECE]
            if not message.get("more_body", False):
                await self.aclose()
                break
        else:
            raise self._broken(self._failure or ConnectionError())
        if self._length is not None and received < self._length:
            raise self._broken(ConnectionError())

    async def aclose(self) -> None:
        self._left.set()
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    def _broken(self, failure: Exception) -> httpx.TransportError:
        cut = isinstance(failure, OSError) and self._length is None
        if isinstance(failure, TimeoutError):
            error: httpx.TransportError = httpx.ReadTimeout("the server took too long")
        elif cut or isinstance(failure, ConnectionResetError):
            error = httpx.ReadError("the server cut the connection")
        else:
            error = httpx.RemoteProtocolError("peer closed connection without sending all of it")
        error.request = self._request
        error.__cause__ = failure
        return error

    async def _run(self) -> None:
        try:
            await self._app(self._scope(), self._receive, self._came.put)
        except Exception as failure:  # noqa: BLE001 - a server outlives whatever it ran
            self._failure = failure
        await self._came.put(None)

    async def _receive(self) -> _Message:
        if self._asked:
            return {"type": "http.request", "body": self._asked.pop(), "more_body": False}
        await self._left.wait()
        return {"type": "http.disconnect"}

    def _scope(self) -> _Message:
        url = self._request.url
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": self._request.method,
            "headers": [(name.lower(), value) for name, value in self._request.headers.raw],
            "scheme": url.scheme,
            "path": url.path,
            "raw_path": url.raw_path.split(b"?")[0],
            "query_string": url.query,
            "server": (url.raw_host.decode("ascii"), url.port),
            "client": ("127.0.0.1", 123),
            "root_path": "",
        }
