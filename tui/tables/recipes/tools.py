"""A call of a tool of an MCP server, to be copied; what its clients are told."""

from __future__ import annotations

import json
from typing import Final

from tui.api.mcp.tools import ToolCall
from tui.tables.recipes.literals import python_text

SERVER: Final = "datagouv"
"""The name of the server in the settings of a client."""


def json_rpc(call: ToolCall) -> str:
    """The message that is sent."""
    return json.dumps(call.message, ensure_ascii=False, indent=2)


def with_sdk(call: ToolCall) -> str:
    """A program that makes `call` with the official SDK (``mcp``, version 2) and prints the
    answer."""
    arguments = json.dumps(call.arguments, ensure_ascii=True)
    return f"""\
import asyncio
import json

from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

URL = {python_text(call.url)}
ARGUMENTS = json.loads({python_text(arguments)})


async def main():
    async with streamable_http_client(URL) as (read, write), ClientSession(read, write) as session:
        await session.initialize()
        result = await session.call_tool({python_text(call.tool)}, ARGUMENTS)
        for block in result.content:
            print(getattr(block, "text", block))


asyncio.run(main())
"""


def client_settings(url: str) -> str:
    """What the settings of a client say, to have the server at `url` at hand."""
    return json.dumps({"mcpServers": {SERVER: {"url": url}}}, ensure_ascii=False, indent=2)
