"""Lists of tools made such that the SDK takes them: one that is not as it should be would have it
refuse them all. Importing this takes a second: do it in a thread."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Final

from mcp.shared.message import SessionMessage
from mcp_types import JSONRPCResponse
from mcp_types.methods import validate_server_result
from pydantic import ValidationError

_VERSION: Final = "2025-11-25"
"""The protocol that tools are held against: later ones only take more."""


class Mended:
    """What comes from a server, its lists of tools mended.

    Attributes:
        lost: How many tools were left out: those without a name.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.lost = 0

    async def __aenter__(self) -> Mended:
        await self._stream.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        ends: bool | None = await self._stream.__aexit__(kind, error, trace)
        return ends

    def __aiter__(self) -> Mended:
        return self

    async def __anext__(self) -> SessionMessage | Exception:
        return self._mended(await self._stream.__anext__())

    async def receive(self) -> SessionMessage | Exception:
        return self._mended(await self._stream.receive())

    async def aclose(self) -> None:
        await self._stream.aclose()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def _mended(self, item: SessionMessage | Exception) -> SessionMessage | Exception:
        message = item.message if isinstance(item, SessionMessage) else None
        if isinstance(message, JSONRPCResponse) and isinstance(message.result.get("tools"), list):
            raw = message.result["tools"]
            tools = [tool for each in raw if (tool := mended_tool(each)) is not None]
            self.lost += len(raw) - len(tools)
            message.result["tools"] = tools or raw  # a list of nothing sound is refused
        return item


def mended_tool(raw: Any) -> dict[str, Any] | None:
    """`raw` as the protocol wants a tool, with what can be kept of it; None for what has no
    name."""
    if not isinstance(raw, dict) or not isinstance(raw.get("name"), str):
        return None
    if _is_sound(raw):
        return raw
    takes = raw.get("inputSchema")
    typed = {**takes, "type": "object"} if isinstance(takes, dict) else {"type": "object"}
    whole = {**raw, "inputSchema": typed}
    if _is_sound(whole):
        return whole
    bare: dict[str, Any] = {"name": raw["name"], "inputSchema": typed}
    if isinstance(raw.get("description"), str):
        bare["description"] = raw["description"]
    return bare if _is_sound(bare) else {"name": raw["name"], "inputSchema": {"type": "object"}}


def _is_sound(tool: dict[str, Any]) -> bool:
    try:
        validate_server_result("tools/list", _VERSION, {"tools": [tool]})
    except ValidationError:
        return False
    return True
