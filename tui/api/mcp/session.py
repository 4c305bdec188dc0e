"""One exchange with a server through the SDK. Importing this takes a second: do it in a thread."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx2
import mcp_types as types
from anyio import BrokenResourceError, ClosedResourceError
from mcp.client.session import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from pydantic import ValidationError

from tui import __version__
from tui.api.errors import ApiError
from tui.api.mcp.carrier import LARGEST, Carrier
from tui.api.mcp.mending import Mended
from tui.api.mcp.problems import ProtocolProblem
from tui.api.payload import JsonValue
from tui.api.transport import Transport

MOST_PAGES: Final = 20
"""Pages of a list of tools that are read."""

_OURSELVES: Final = types.Implementation(name="datagouv-tui", version=__version__)
_BROKEN = (MCPError, ValidationError, RuntimeError, ValueError, httpx2.HTTPError)
_CLOSED = (BrokenResourceError, ClosedResourceError)

for _name in ("mcp", "client"):  # what it has to say is said in our words, and not on the screen
    logging.getLogger(_name).addHandler(logging.NullHandler())


@dataclass(frozen=True, slots=True)
class Met:
    """What is known of a server that was met, so that it need not be greeted again.

    Attributes:
        greeting: What it said.
        has_session: Whether it gave a session, which ends with the exchange.
    """

    greeting: types.InitializeResult
    has_session: bool


@dataclass(slots=True)
class Exchange:
    """A session that is open."""

    session: ClientSession
    carrier: Carrier
    met: Met
    mended: Mended

    async def tools(self) -> tuple[list[dict[str, JsonValue]], bool]:
        """Every tool as the protocol writes it, and whether these are all."""
        found: list[dict[str, JsonValue]] = []
        cursor: str | None = None
        for _page in range(MOST_PAGES):
            params = types.PaginatedRequestParams(cursor=cursor) if cursor else None
            result = await self.session.send_request(
                types.ListToolsRequest(params=params), types.ListToolsResult
            )
            found += [_raw(tool) for tool in result.tools]
            cursor = result.next_cursor
            if not cursor:
                return found, not self.mended.lost
        return found, False

    async def call(self, name: str, arguments: dict[str, Any]) -> dict[str, JsonValue]:
        """What a tool answers, as the protocol writes it; its schema does not check it."""
        params = types.CallToolRequestParams(name=name, arguments=arguments)
        request = types.CallToolRequest(params=params)
        return _raw(await self.session.send_request(request, types.CallToolResult))


@asynccontextmanager
async def exchange(transport: Transport, url: str, met: Met | None) -> AsyncIterator[Exchange]:
    """An exchange with the server at `url`, which is greeted unless it was `met` and keeps no
    session.

    Raises `ApiError`, also for what fails inside.
    """
    carrier = Carrier(transport)
    try:
        async with (
            httpx2.AsyncClient(transport=carrier, timeout=None, trust_env=False) as client,
            streamable_http_client(url, http_client=client, max_sse_event_size=LARGEST) as (
                read,
                write,
            ),
            aclosing(Mended(read)) as mended,
            ClientSession(mended, write, client_info=_OURSELVES) as session,
        ):
            if met is not None and not met.has_session:
                session.adopt(met.greeting)
            else:
                greeting = await session.initialize()
                names = {name.lower() for name, _text in carrier.headers}
                met = Met(greeting, "mcp-session-id" in names)
            yield Exchange(session, carrier, met, mended)
    except (*_BROKEN, *_CLOSED, BaseExceptionGroup) as error:
        told = _told(error)
        if told is None:
            raise
        told.status = told.status or carrier.refusal
        raise (carrier.problem or told) from error


def _told(error: BaseException) -> ApiError | None:
    """What an error of the SDK stands for; None for a bug of ours, or a cancellation."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, BaseExceptionGroup):
        found = [_told(inner) for inner in error.exceptions]
        return found[0] if all(one is not None for one in found) else None
    if isinstance(error, MCPError):
        return ProtocolProblem(detail=error.error.message)
    if isinstance(error, _CLOSED):
        return ProtocolProblem()
    if isinstance(error, _BROKEN):
        return ProtocolProblem(detail=type(error).__name__)
    return None


def _raw(model: Any) -> dict[str, JsonValue]:
    written: dict[str, JsonValue] = model.model_dump(by_alias=True, mode="json", exclude_none=True)
    return written
