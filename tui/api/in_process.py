"""A server in this process, reached as one on the network is: its failures are a network's."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

import httpx

from tui.settings import ASGIApp

_Message: TypeAlias = MutableMapping[str, Any]


class InProcess(httpx.AsyncBaseTransport):
    """Asks an ASGI application. A broken connection or a timeout that it raises is one here too.

    Anything else that it raises is an answer of status 500, as a server would give.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        broken: OSError | None = None

        async def watched(
            scope: _Message,
            receive: Callable[[], Awaitable[_Message]],
            send: Callable[[_Message], Awaitable[None]],
        ) -> None:
            nonlocal broken
            try:
                await self._app(scope, receive, send)
            except OSError as error:
                broken = error
                raise

        transport = httpx.ASGITransport(watched, raise_app_exceptions=False)
        response = await transport.handle_async_request(request)
        if isinstance(broken, TimeoutError):
            raise httpx.ReadTimeout("the server took too long", request=request) from broken
        if broken is not None:
            raise httpx.ReadError("the server cut the connection", request=request) from broken
        return response
