"""The SDK's requests, carried by our transport: its limits, journal and rules hold for them too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, aclosing, suppress
from typing import TYPE_CHECKING, Final

import httpx2

from tui.api.errors import ApiError, BadPayload, Redirected
from tui.api.exchanges import REDIRECTS, chunks_of
from tui.api.journal import redact
from tui.api.mcp.problems import NoMcpServer
from tui.api.refusals import error_from
from tui.api.wire import redirect_target
from tui.i18n import gettext as _

if TYPE_CHECKING:
    import httpx

    from tui.api.transport import Transport

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of an answer."""

_REFUSAL: Final = 64 * 1024
"""Bytes that are read of a refusal."""

# Lengths, connections and packings are the transport's own.
_SENT: Final = frozenset(
    {"accept", "content-type", "mcp-protocol-version", "mcp-session-id", "last-event-id"}
    | {"mcp-method", "mcp-name"}
)
_TOLD: Final = frozenset({"content-type", "mcp-session-id"})


class Carrier(httpx2.AsyncBaseTransport):
    """Hands each request on, and keeps why one failed: the SDK would only say that it did.

    It never raises: the SDK answers for a request that failed, and closes in order.

    Attributes:
        problem: What went wrong first; None while nothing did.
        refusal: The status of the refusal that the SDK was given to read; None where there is none.
        headers: Those of the last answer that was no refusal.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self.problem: ApiError | None = None
        self.refusal: int | None = None
        self.headers: tuple[tuple[str, str], ...] = ()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            # The stream of what a server says unasked: nothing here listens to it.
            return httpx2.Response(405)
        url = str(request.url)
        headers = {name: text for name, text in request.headers.items() if name.lower() in _SENT}
        content = await request.aread()
        stack = AsyncExitStack()
        try:
            opened = self._transport.any_answer(request.method, url, headers, content=content)
            response = await stack.enter_async_context(opened)
            if response.status_code in REDIRECTS:
                return await self._moved(url, response, stack)
            if response.status_code >= 400:
                return await self._refused(url, response, stack)
            stream = _Stream(self, url, response, stack)
            answer = httpx2.Response(response.status_code, headers=_told(response), stream=stream)
        except ApiError as error:
            await stack.aclose()
            return self._failed(error)
        except BaseException:
            await stack.aclose()
            raise
        if request.method == "POST":
            self.headers = tuple(response.headers.items())
        return answer

    async def _moved(
        self, url: str, response: httpx.Response, stack: AsyncExitStack
    ) -> httpx2.Response:
        """A redirection, which the SDK follows where it keeps to the server and to the message.
        Raises `Redirected` for any other."""
        status, location = response.status_code, response.headers.get("location", "")
        target = redirect_target(url, location)
        if status not in (307, 308):
            raise Redirected(redact(url), status=status, detail=redact(target))
        await stack.aclose()
        return httpx2.Response(status, headers={"location": target})

    async def _refused(
        self, url: str, response: httpx.Response, stack: AsyncExitStack
    ) -> httpx2.Response:
        """A refusal; what it says in JSON-RPC is the SDK's to read."""
        body = bytearray()
        with suppress(ApiError):  # its status says enough
            async with aclosing(chunks_of(url, response)) as chunks:
                async for chunk in chunks:
                    body += chunk
                    if len(body) > _REFUSAL:
                        break
        await stack.aclose()
        status, kind = response.status_code, response.headers.get("content-type", "").lower()
        if kind.startswith("application/json") and b'"jsonrpc"' in body:
            self.refusal = status
            return httpx2.Response(status, headers={"content-type": kind}, content=bytes(body))
        if status == 404:
            return self._failed(NoMcpServer(redact(url), status=status))
        return self._failed(error_from(url, status, kind, bytes(body)))

    def _failed(self, error: ApiError) -> httpx2.Response:
        self.fail(error)
        return httpx2.Response(502)

    def fail(self, error: ApiError) -> None:
        """Keep what went wrong, if it is the first."""
        self.problem = self.problem or error


def _told(response: httpx.Response) -> dict[str, str]:
    """The headers that the SDK needs: it can neither read nor send back what is not ASCII."""
    headers = response.headers.items()
    return {name: text for name, text in headers if name.lower() in _TOLD and text.isascii()}


class _Stream(httpx2.AsyncByteStream):
    """The body of an answer. What breaks it off is kept by the carrier, and it ends there."""

    def __init__(
        self, carrier: Carrier, url: str, response: httpx.Response, stack: AsyncExitStack
    ) -> None:
        self._carrier = carrier
        self._url = url
        self._response = response
        self._stack = stack

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        try:
            async with aclosing(chunks_of(self._url, self._response)) as chunks:
                async for chunk in chunks:
                    size += len(chunk)
                    if size > LARGEST:
                        limit = LARGEST // (1024 * 1024)
                        detail = _("the answer is larger than {size} MB").format(size=limit)
                        raise BadPayload(redact(self._url), detail=detail)
                    yield chunk
        except ApiError as error:
            self._carrier.fail(error)

    async def aclose(self) -> None:
        await self._stack.aclose()
