"""A call of a tool as any call of an API is sent: its answer comes as an answer of HTTP would."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

import httpx

from tui.api.calls.problem import CallProblem
from tui.api.calls.received import Limits, Sent
from tui.api.mcp.tools import ToolAnswer, ToolCall
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

if TYPE_CHECKING:
    from tui.api.calls.credentials import Wallet
    from tui.api.mcp.service import McpService

REFUSED: Final = "Refused"
"""The reason of an answer that is the refusal of a tool, whose status is 200."""

_OWN: Final = frozenset(
    {"content-type", "content-length", "content-encoding", "transfer-encoding", "connection"}
)


async def send_tool(
    mcp: McpService,
    call: ToolCall,
    wallet: Wallet,
    limits: Limits,
    clock: Callable[[], float] = time.monotonic,
) -> Sent:
    """Call a tool; what it answers is a text, or the whole result as JSON where there is more.

    Close what it gives. A cancellation leaves no request behind. Raises `ApiError`, and
    `CallProblem` for a call of another server: nothing was sent.
    """
    if call.url.rstrip("/") != (mcp.url or "").rstrip("/"):
        raise CallProblem(_("Only the MCP server of the site is asked: mcp_url names another."))
    sent = Sent(call, (), _answered(mcp, call), wallet, limits, clock)
    try:
        await sent.begin()
        await sent.fill()
    except BaseException:
        await sent.aclose()
        raise
    return sent


@asynccontextmanager
async def _answered(mcp: McpService, call: ToolCall) -> AsyncIterator[httpx.Response]:
    answer = await mcp.call(call.tool, call.arguments)
    kind, body = _body(answer)
    told = [(name, text) for name, text in mcp.headers if name.lower() not in _OWN]
    headers = [(name.encode(), text.encode()) for name, text in told]  # which need not be ASCII
    reason = REFUSED if answer.is_refusal else "OK"
    yield httpx.Response(
        200,
        headers=[(b"Content-Type", kind.encode()), *headers],
        content=body,
        extensions={"reason_phrase": reason.encode("ascii"), "http_version": b"MCP"},
    )


def _body(answer: ToolAnswer) -> tuple[str, bytes]:
    if answer.data is None:
        return "text/plain; charset=utf-8", answer.text.encode("utf-8", "replace")
    texts: list[JsonValue] = [block.text for block in answer.blocks]
    whole: JsonValue = {"structuredContent": answer.data, "content": texts}
    return "application/json", json.dumps(whole).encode()
