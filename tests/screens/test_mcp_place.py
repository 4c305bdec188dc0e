"""The tools of an MCP server, as a person reads and calls them."""

from __future__ import annotations

import ast
import json
import sys
from typing import Any

import pytest
from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard

from tui.api.mcp.tools import tool_call
from tui.sample.asgi import Request, Response, json_response, read_body, send_response
from tui.sample.names import resource_id
from tui.settings import ASGIApp
from tui.tables.recipes.tools import client_settings, json_rpc, with_sdk

SEARCH = "mcp:search_dataservices"


def called(person: Person) -> int:
    """How often the server was asked something."""
    return sum("mcp." in entry.url for entry in person.requests)


@SIZES
async def test_a_tool_is_found_called_and_what_it_names_is_opened(size: tuple[int, int]) -> None:
    async with at_the_keyboard(size=size) as person:
        await person.press("ctrl+p")
        await person.type("MCP")
        await person.press("enter")
        await person.sees("Tools (10)", "search_datasets", "They only read")
        await person.press("slash")
        await person.type("search_dataservices")
        await person.press("enter")
        await person.sees("it only reads", "query *  string", "It gives")
        before = called(person)
        await person.press("e", "ctrl+s")
        await person.sees("This is required.", "Nothing was sent.")
        assert "Server…" not in person.screen
        await person.type("jours")
        await person.press("ctrl+r")
        await person.sees("This will be sent", '"method":"tools/call"', '"query":"jours"')
        assert called(person) == before
        await person.press("y")
        await person.sees("JSON-RPC message", "Python, MCP SDK", "Settings of an MCP client")
        await person.press("escape", "ctrl+s")
        await person.sees("200 OK", "Found 2 dataservice(s)", 'search_dataservices {"query": "jour')
        assert called(person) == before + 1
        await person.press("y")
        await person.sees("Body", "JSON-RPC message", "curl")
        await person.press("escape", "enter", "down", "enter")
        await person.sees("Dataservices › API Jours fériés", "Producer")
        await person.press("backspace", "c")
        await person.sees("Calls made", 'search_dataservices {"query": "jours"}')


async def test_an_address_fills_the_form_and_a_refusal_is_told() -> None:
    async with at_the_keyboard("mcp:get_dataset_info?dataset_id=x") as person:
        await person.sees("get_dataset_info", "dataset_id *", "▌ x")
        await person.press("ctrl+s")
        await person.sees("the tool says that it cannot do this", "Error: Dataset with ID 'x'")
        assert "Go to what it names" not in person.screen


async def test_the_rows_that_a_tool_asked_for_open_in_their_table() -> None:
    file = resource_id("population-des-communes-francaises/0")
    asked = "filter_column=code_insee&filter_value=01003&sort_column=nom_commune"
    async with at_the_keyboard(f"mcp:query_resource_data?resource_id={file}&{asked}") as person:
        await person.press("ctrl+s")
        await person.sees("Row 1:", "Sainte-Houxet")
        await person.press("enter")
        await person.sees("row 1 of 1", "code_insee = 01003", "Sainte-Houxet")


HOSTILE = "\x1b[2J[red]x[/] \u202e"
TOOLS = [
    {
        "name": f"drop {HOSTILE}",
        "title": f"[@click=app.quit]t[/] {HOSTILE}",
        "description": f"**d** {HOSTILE}",
        "inputSchema": {
            "type": "object",
            "properties": {"n": {"$ref": "#/$defs/N"}, f"[b]{HOSTILE}": {"default": HOSTILE}},
            "required": ["n"],
            "$defs": {"N": {"type": "integer", "minimum": 2, "description": HOSTILE}},
        },
    }
]
RESULT = {
    "content": [{"type": "text", "text": f"{HOSTILE} Dataset ID: {'5a' * 12}"}],
    "structuredContent": {
        "rows": [{"ville": f"Lyon {HOSTILE}", "n": 1}, {"ville": "Brest", "n": 2}]
    },
}


def another_server(app: ASGIApp) -> ASGIApp:
    """The sample site, with an MCP server that differs: no session, JSON alone, one tool."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if not request.host.startswith("mcp."):
            await app(scope, receive, send)
            return
        message = json.loads(await read_body(receive))
        results: dict[str, Any] = {
            "initialize": {
                "protocolVersion": "2025-06-18",
                "capabilities": {"tools": {}},
                "serverInfo": {"name": HOSTILE, "version": HOSTILE},
                "instructions": HOSTILE,
            },
            "tools/list": {"tools": TOOLS},
            "tools/call": RESULT,
        }
        result = results.get(message["method"])
        said = {"jsonrpc": "2.0", "id": message.get("id"), "result": result}
        await send_response(json_response(said) if result else Response(202), request, send)

    return answer


async def test_a_tool_that_may_change_something_asks_first_and_its_data_are_rows() -> None:
    async with at_the_keyboard("mcp:", through=another_server) as person:
        await person.sees("Tools (1)", "They may change something", "CALL")
        assert_harmless(person.app)
        await person.press("enter")
        await person.sees("it may change or undo something", "n *")
        await person.press("e")
        await person.type("1")
        await person.press("ctrl+s")
        await person.sees("This must be 2 or more.")
        assert_harmless(person.app)
        await person.press("backspace")
        await person.type("3")
        asked = called(person)
        await person.press("ctrl+s")
        await person.sees("This will be sent", "[red]x[/]")
        assert called(person) == asked
        await person.press("ctrl+s")
        await person.sees("structuredContent", "content")
        assert_harmless(person.app)
        await person.press("v")
        await person.sees("Brest")
        assert_harmless(person.app)
        await person.press("escape", "escape", "escape", "tab")
        await person.sees("What it says to its clients", '"mcpServers"')
        assert_harmless(person.app)


def missing(app: ASGIApp) -> ASGIApp:
    """The sample site, whose MCP server is not there at first."""
    asked: list[str] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if request.host.startswith("mcp.") and not asked:
            asked.append(request.path)
            await send_response(Response(404, b"nginx", "text/html"), request, send)
        else:
            await app(scope, receive, send)

    return answer


async def test_a_server_that_is_missing_is_told_and_asked_again() -> None:
    async with at_the_keyboard(SEARCH, through=missing) as person:
        await person.sees("There is no MCP server at this address.", "The setting mcp_url")
        await person.press("r")
        await person.sees("Find APIs")


async def test_without_its_library_the_place_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tui.api.mcp.session", None)
    async with at_the_keyboard("mcp:", size=(120, 40)) as person:
        await person.sees("MCP needs a library", "pip install 'datagouv-tui[mcp]'")
        await person.press("y")
        await person.sees("Settings of an MCP client")
        await person.press("escape", "f2")
        await person.sees("Datasets")


def test_copies_are_what_they_say() -> None:
    call = tool_call("https://m.test/mcp", "t\"'", {"é": [1, None]}, only_reads=True)
    message = json.loads(json_rpc(call))
    assert message["params"] == {"name": "t\"'", "arguments": {"é": [1, None]}}
    assert ast.parse(with_sdk(call))
    assert json.loads(client_settings("u")) == {"mcpServers": {"datagouv": {"url": "u"}}}


async def test_apis_are_searched_through_mcp_where_one_asks_for_it() -> None:
    async with at_the_keyboard("search:jours?kind=dataservices", through=missing) as person:
        await person.sees("1 of 2")
        await person.press("V")
        await person.sees("The API of the portal answered. There is no MCP server", "1 of 2")
        assert "through MCP" not in person.screen
        await person.press("V")
        await person.sees("through MCP", "API Jours fériés (version 2)")
        await person.press("enter")
        await person.sees("Dataservices › API Jours fériés (version 2)")
        await person.press("backspace", "1", "V")
        await person.sees("2 looks among them")
