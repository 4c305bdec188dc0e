"""APIs searched through MCP servers that differ, and through HTTP where one cannot be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from tui.api.mcp import searching
from tui.api.mcp.searching import can_ask, search_apis
from tui.api.models import SearchPage
from tui.api.search import Search
from tui.api.service import Service, open_service
from tui.sample.app import SampleSite
from tui.sample.asgi import Request, Response, json_response, read_body, send_response
from tui.sample.mcp.server import VERSION
from tui.settings import SITES

JOURS = Search("jours", kind="dataservices")
Reply = Callable[[dict[str, Any]], Any]


@asynccontextmanager
async def asked(reply: Reply | None = None) -> AsyncIterator[Service]:
    """The sample site; with `reply`, its MCP server answers each message so."""
    site = SampleSite()

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if reply is None or not request.host.startswith("mcp."):
            await site(scope, receive, send)
            return
        message = json.loads(await read_body(receive))
        said = reply(message)
        if asyncio.iscoroutine(said):
            said = await said
        if not isinstance(said, Response):
            said = json_response({"jsonrpc": "2.0", "id": message.get("id"), "result": said})
        await send_response(said, request, send)

    service = await open_service(SITES["sample"], asgi_app=answer)
    try:
        yield service
    finally:
        await service.aclose()


def server(name: str, result: Any, **schema: Any) -> Reply:
    """A server of one tool."""
    takes = {"type": "object", "properties": schema or {"query": {}}}
    tool = {"name": name, "inputSchema": takes}
    who = {"name": "x", "version": "1"}
    greeting = {"protocolVersion": VERSION, "capabilities": {}, "serverInfo": who}
    results = {"initialize": greeting, "tools/list": {"tools": [tool]}, "tools/call": result}
    return lambda message: results.get(message["method"], Response(202))


def text(words: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": words}]}


async def search(reply: Reply | None = None, page: int = 1) -> SearchPage:
    async with asked(reply) as service:
        return await search_apis(service, JOURS, page, reload=False)


def titles(page: SearchPage) -> list[str]:
    return [str(getattr(item, "title", "")) for item in page.items]


FOUND = ["API Jours fériés (version 2)", "API Jours fériés"]


async def test_what_the_tool_names_is_asked_of_the_main_api() -> None:
    page = await search()
    assert (titles(page), page.total, page.has_next) == (FOUND, 2, False)
    assert (page.through, page.aside) == ("mcp", "")


@pytest.mark.parametrize(
    ("name", "result", "total"),
    [
        ("dgfr_search_dataservices", text("1. Jours\n   ID: 0b5f49c2182cb7bb02de652e"), 1),
        ("search-dataservices", text(f"Found 41 x\nid: api-jours-feries {'5a' * 12}"), 0),
        (
            "searchDataservices",
            {
                "content": [],
                "structuredContent": {
                    "found": 9,
                    "apis": [{"dataservice_id": "0b5f49c2182cb7bb02de652e"}, {"id": "5a" * 12}],
                },
            },
            2,
        ),
        ("search_dataservices", text("No dataservices found for query: 'jours'"), 0),
    ],
    ids=["prefix", "unreadable", "data", "none"],
)
async def test_servers_may_differ(name: str, result: Any, total: int) -> None:
    page = await search(server(name, result))
    if name == "search-dataservices":
        assert (titles(page), page.through) == (FOUND, "")
        assert "unreadable" in page.aside
        return
    assert (page.through, page.total) == ("mcp", total)
    assert titles(page) == (FOUND[1:] if total else [])  # one id is of nothing


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (lambda _m: Response(404), "There is no MCP server"),
        (server("search_datasets", text("")), "no tool “search_dataservices”"),
        (server("search_dataservices", text(""), words={}), "no tool"),
        (server("search_dataservices", text("Error: non")), "unreadable"),
        (lambda _m: asyncio.Event().wait(), "did not answer in time"),
    ],
    ids=["missing", "lacking", "otherwise", "refusing", "silent"],
)
async def test_where_it_cannot_be_the_main_api_answers_and_why_is_said(
    reply: Reply, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "PATIENCE", 0.5)
    page = await search(reply)
    assert (titles(page), page.through) == (FOUND, "")
    assert why in page.aside


def test_words_alone_are_asked() -> None:
    assert can_ask(JOURS)
    assert not can_ask(Search("jours"))
    assert not can_ask(Search("", kind="dataservices"))
    assert not can_ask(Search("jours", (("tag", "x"),), kind="dataservices"))
