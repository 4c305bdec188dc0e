"""What may be copied of a call of a tool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Copy, command

if TYPE_CHECKING:
    from tui.api.mcp.tools import ToolCall


def link_of(call: ToolCall) -> Link:
    """The address that opens the form of the call's tool, filled as it was."""
    from tui.api.mcp.described import given_texts

    return Link("mcp", call.tool, given_texts(call))


def copies_of(call: ToolCall) -> list[Copy]:
    """The message, what sends it, and what other programs are told of the server."""
    from tui.tables.recipes import tools as recipes
    from tui.tables.recipes.calls import with_curl

    return [
        Copy(_("JSON-RPC message"), recipes.json_rpc(call), detail=call.tool),
        Copy("curl", with_curl(call)),
        Copy(_("Python, MCP SDK"), recipes.with_sdk(call)),
        Copy(_("Command that opens this"), command(link_of(call))),
        Copy(_("Settings of an MCP client"), recipes.client_settings(call.url)),
    ]
