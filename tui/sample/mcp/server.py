"""JSON-RPC over streamable HTTP, as the portal's server speaks it: version 2025-06-18, no session,
each answer an event of its own. Also ``GET /health``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import NOW, stamp
from tui.sample.mcp.texts import Ask, Refused, Texts
from tui.sample.mcp.tools import TOOLS

VERSION = "2025-06-18"
_KINDS = ("application/json", "text/event-stream")
_INVALID, _NO_METHOD = -32600, -32601


class McpServer:
    """Answers at ``/mcp`` and ``/health``.

    Args:
        ask: Answers for the services that the tools read.
    """

    def __init__(self, ask: Ask) -> None:
        self._tools = Texts(ask).tools

    async def answer(self, request: Request) -> Response:
        """The answer, of whatever status. Raises nothing but a cancellation."""
        if request.path == "/health" and request.method in ("GET", "HEAD"):
            health = {"status": "ok", "uptime_since": stamp(NOW), "version": "0.2.26"}
            return json_response({**health, "env": "sample", "data_env": "sample"})
        if request.path != "/mcp":
            return Response(404, b"Not Found", "text/plain; charset=utf-8")
        if request.method != "POST":
            said = "Method Not Allowed"
            return json_response(_error(None, _INVALID, said), 405, headers={"allow": "POST"})
        accepted = request.headers.get("accept", "")
        if not all(kind in accepted for kind in _KINDS):
            said = f"Not Acceptable: Client must accept both {_KINDS[0]} and {_KINDS[1]}"
            return json_response(_error("server-error", _INVALID, said), 406)
        try:
            message = json.loads(request.body)
        except ValueError:
            return json_response(_error("server-error", -32700, "Parse error"), 400)
        if not isinstance(message, dict) or message.get("jsonrpc") != "2.0":
            return json_response(_error("server-error", _INVALID, "Validation error"), 400)
        if "id" not in message:
            return Response(202, b"")
        answered = await self._answered(message)
        event = f"event: message\r\ndata: {json.dumps(answered, ensure_ascii=False)}\r\n\r\n"
        return Response(200, event.encode(), "text/event-stream", {"cache-control": "no-cache"})

    async def _answered(self, message: Mapping[str, Any]) -> dict[str, Any]:
        ident, method = message["id"], message.get("method")
        given = message.get("params")
        params: Mapping[str, Any] = given if isinstance(given, dict) else {}
        if method == "initialize":
            return _result(ident, _greeting())
        if method == "ping":
            return _result(ident, {})
        if method == "tools/list":
            return _result(ident, {"tools": list(TOOLS)})
        if method == "tools/call":
            arguments = params.get("arguments")
            name = str(params.get("name", ""))
            return _result(
                ident, await self._called(name, arguments if isinstance(arguments, dict) else {})
            )
        return _error(ident, _NO_METHOD, "Method not found")

    async def _called(self, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
        tool = self._tools.get(name)
        if tool is None:
            return _said(f"Unknown tool: {name}", is_error=True)
        schema: Any = next(item["inputSchema"] for item in TOOLS if item["name"] == name)
        wrong = list(_wrong(schema, given))
        if wrong:
            head = f"{len(wrong)} validation error{'s' * (len(wrong) > 1)} for {name}Arguments"
            said = "\n".join((f"Error executing tool {name}: {head}", *wrong))
            return _said(said, is_error=True)
        try:
            return _said(await tool(given))
        except Refused as refused:
            return _said(str(refused))


def _wrong(schema: Any, given: Mapping[str, Any]) -> Iterator[str]:
    """What is missing, or of another type."""
    for name, told in schema["properties"].items():
        if name not in given:
            if name in schema.get("required", ()):
                yield f"{name}\n  Field required"
            continue
        kinds = {told.get("type"), *(one["type"] for one in told.get("anyOf", ()))}
        value = given[name]
        if "integer" in kinds and (not isinstance(value, int) or isinstance(value, bool)):
            yield f"{name}\n  Input should be a valid integer"
        elif "string" in kinds and not isinstance(value, str) and (value or "null" not in kinds):
            yield f"{name}\n  Input should be a valid string"


def _greeting() -> dict[str, Any]:
    return {
        "protocolVersion": VERSION,
        "capabilities": {
            "experimental": {},
            "prompts": {"listChanged": False},
            "resources": {"subscribe": False, "listChanged": False},
            "tools": {"listChanged": False},
        },
        "serverInfo": {"name": "sample.invalid MCP server", "version": "0.2.26"},
        "instructions": "Made-up data: nothing here describes a real place.",
    }


def _said(text: str, *, is_error: bool = False) -> dict[str, Any]:
    answer: dict[str, Any] = {"content": [{"type": "text", "text": text}], "isError": is_error}
    return answer if is_error else {**answer, "structuredContent": {"result": text}}


def _result(ident: Any, result: Any) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": ident, "result": result}


def _error(ident: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": ident, "error": {"code": code, "message": message}}
