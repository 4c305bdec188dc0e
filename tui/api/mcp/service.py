"""The MCP server of the site: what it offers, and calls of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from tui.api.errors import NoService, Timeout
from tui.api.journal import redact
from tui.api.mcp.problems import NoSdk, NoSuchTool, ProtocolProblem
from tui.api.payload import JsonValue
from tui.text import clean_line, clean_prose

if TYPE_CHECKING:
    from tui.api.mcp.session import Exchange, Met
    from tui.api.mcp.tools import Greeting, Tool, ToolAnswer, Toolbox
    from tui.api.transport import Transport

T = TypeVar("T")
_Open: TypeAlias = "Callable[[Transport, str, Met | None], AbstractAsyncContextManager[Exchange]]"

LONGEST: Final = 60.0
"""Seconds that one thing asked of a server may take, greetings included."""

MOST_TOOLS: Final = 1_000

UNKNOWN: Final = (400, 404)
"""Statuses of a server that wants a session, or another one: it did nothing."""


class McpService:
    """Asks one server. Nothing is sent, nor imported, before it is asked something.

    Args:
        url: The address of the server; None where the site has none.
        seconds: How long one thing may take.

    Attributes:
        headers: Those of the last answer, raw.
    """

    def __init__(self, transport: Transport, url: str | None, seconds: float = LONGEST) -> None:
        self._transport = transport
        self.url = url
        self._seconds = seconds
        self._met: Met | None = None
        self._toolbox: Toolbox | None = None
        self.headers: tuple[tuple[str, str], ...] = ()

    async def toolbox(self, *, reload: bool = False) -> Toolbox:
        """The tools of the server; as they were said before unless `reload`. Raises `ApiError`."""
        if self._toolbox is not None and not reload:
            return self._toolbox
        if reload:
            self._met = None

        async def ask(opened: Exchange) -> Toolbox:
            from tui.api.mcp.tools import Toolbox, tool_of

            found, is_whole = await opened.tools()
            tools = _once(tool_of(raw) for raw in found[:MOST_TOOLS])
            return Toolbox(self.url or "", _greeting(opened.met), tools, is_whole)

        self._toolbox = await self._ask(ask)
        return self._toolbox

    async def call(self, name: str, arguments: Mapping[str, JsonValue]) -> ToolAnswer:
        """What the tool `name` answers; a refusal of its own is an answer too.

        Raises `ApiError`: `NoSuchTool` where it is not in the list, and nothing is sent then.
        """
        box = await self.toolbox()
        if box.tool(name) is None:
            raise NoSuchTool(redact(box.url), detail=name)

        async def ask(opened: Exchange) -> ToolAnswer:
            from tui.api.mcp.tools import answer_of

            return answer_of(await opened.call(name, dict(arguments)))

        return await self._ask(ask, changes=True)

    async def _ask(self, ask: Callable[[Exchange], Awaitable[T]], *, changes: bool = False) -> T:
        """What `ask` finds. What `changes` is asked again only where the server said that it does
        not know us: it may have been done, however its answer fails."""
        if self.url is None:
            raise NoService
        opening = await self._library()
        try:
            async with asyncio.timeout(self._seconds):
                was_met = self._met is not None and not self._met.has_session
                try:
                    return await self._asked(opening, self.url, ask)
                except ProtocolProblem as error:
                    # It may have been started anew since, or keep sessions now.
                    if not was_met or (changes and error.status not in UNKNOWN):
                        raise
                    self._met = None
                    return await self._asked(opening, self.url, ask)
        except TimeoutError as error:
            raise Timeout(redact(self.url)) from error

    async def _asked(self, opening: _Open, url: str, ask: Callable[[Exchange], Awaitable[T]]) -> T:
        async with opening(self._transport, url, self._met) as opened:
            self._met = opened.met
            found = await ask(opened)
            self.headers = opened.carrier.headers
            return found

    async def _library(self) -> _Open:
        try:
            module = await asyncio.to_thread(import_module, "tui.api.mcp.session")
        except ImportError as error:
            raise NoSdk(redact(self.url or "")) from error
        opening: _Open = module.exchange
        return opening


def _once(tools: Iterable[Tool]) -> tuple[Tool, ...]:
    """One tool of a name, the first."""
    found: dict[str, Tool] = {}
    for tool in tools:
        if tool.name:
            found.setdefault(tool.name, tool)
    return tuple(found.values())


def _greeting(met: Met) -> Greeting:
    from tui.api.mcp.tools import Greeting

    said = met.greeting
    return Greeting(
        clean_line(said.server_info.title or said.server_info.name, 200),
        clean_line(said.server_info.version, 60),
        clean_line(str(said.protocol_version), 40),
        clean_prose(said.instructions or "", 20_000),
    )
