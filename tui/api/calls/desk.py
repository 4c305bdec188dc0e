"""Where calls are made from, for one session: what is held, kept to and remembered between them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.api.calls.call import Call, origin
from tui.api.calls.credentials import Wallet
from tui.api.calls.history import CallHistory, Past
from tui.api.calls.pace import Pacer, paces
from tui.api.calls.received import Limits, Sent
from tui.api.calls.sending import UNASKED, USUAL, Allowed, needed, send
from tui.api.calls.targets import Resolver
from tui.api.errors import ApiError

if TYPE_CHECKING:
    from tui.api.journal import Journal
    from tui.api.mcp.service import McpService
    from tui.api.transport import Transport


class Desk:
    """Makes calls and remembers them.

    Attributes:
        wallet: The credentials of the session.
        pacer: How often each server may be asked.
        history: The calls that were made.
    """

    def __init__(
        self,
        transport: Transport,
        journal: Journal,
        *,
        resolver: Resolver | None = None,
        wall_clock: Callable[[], float] = time.time,
        pacer: Pacer | None = None,
        mcp: McpService | None = None,
    ) -> None:
        self.wallet = Wallet()
        self.pacer = Pacer(journal) if pacer is None else pacer
        self.history = CallHistory()
        self._said: dict[str, str] = {}
        self._transport = transport
        self._mcp = mcp
        self._resolver = resolver
        self._wall_clock = wall_clock

    def keep_to(self, url: str, rate_limiting: str) -> bool:
        """Keep to what a producer says of its API at `url`; gives whether there is a figure in it
        that can be kept to. Where there is none the usual pace holds."""
        limits = paces(rate_limiting)
        self.pacer.keep_to(url, limits)
        self._said[origin(url)] = rate_limiting
        return bool(limits)

    def said_of(self, url: str) -> str:
        """What `keep_to` was told of the server of `url`; empty for nothing: hostile text."""
        return self._said.get(origin(url), "")

    async def make(self, call: Call, *, limits: Limits = USUAL, allowed: Allowed = UNASKED) -> Sent:
        """Make `call`, as `send` does, and remember it. What was not sent is not remembered.

        Close what it gives. Raises `ApiError`, `CallProblem`.
        """
        at = self._wall_clock()
        try:
            sent = await self._send(call, limits, allowed)
        except ApiError as error:
            took = (self._wall_clock() - at) * 1000
            self.history.add(Past(call, at, milliseconds=took, problem=error.message))
            raise
        self.history.add(Past(call, at, sent.status, sent.after, len(sent.body)))
        return sent

    async def needed(self, call: Call) -> tuple[Allowed, tuple[str, ...]]:
        """All that `call` needs a yes for: what allows it, and why it is asked, as sentences."""
        from tui.api.mcp.tools import ToolCall

        if isinstance(call, ToolCall):
            return UNASKED, ()
        found, problems = await needed(self._transport, call, self.wallet, resolver=self._resolver)
        return found, tuple(problem.message for problem in problems)

    async def _send(self, call: Call, limits: Limits, allowed: Allowed) -> Sent:
        from tui.api.mcp.tools import ToolCall

        if isinstance(call, ToolCall) and self._mcp is not None:
            from tui.api.mcp.sent import send_tool

            return await send_tool(self._mcp, call, self.wallet, limits)
        return await send(
            self._transport,
            call,
            self.wallet,
            self.pacer,
            limits=limits,
            allowed=allowed,
            resolver=self._resolver,
        )
