"""Tools of MCP servers, through the real SDK: what they offer and answer, and how they fail."""

from __future__ import annotations

import asyncio
import gzip
import json
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from wires import Answer, Wire, wire

from tui.api.calls.desk import Desk
from tui.api.calls.problem import CallProblem
from tui.api.errors import (
    ApiError,
    BadPayload,
    NoService,
    Offline,
    Redirected,
    ServerError,
    Timeout,
)
from tui.api.mcp import carrier
from tui.api.mcp.problems import NoMcpServer, NoSdk, NoSuchTool, ProtocolProblem
from tui.api.mcp.service import McpService
from tui.api.mcp.tools import answer_of, tool_call, tool_of
from tui.api.service import open_service
from tui.sample.app import SampleSite
from tui.sample.mcp.server import VERSION
from tui.sample.mcp.tools import TOOLS
from tui.settings import SITES

URL = "https://mcp.test/mcp"
GREETING = {
    "protocolVersion": VERSION,
    "capabilities": {"tools": {}},
    "serverInfo": {"name": "T\x1b[2J", "version": "1"},
}
ECHO = {"name": "echo", "inputSchema": {"type": "object"}}


def answering(
    *, call: Any = None, tools: Any = (ECHO,), as_json: bool = True, session: str = ""
) -> Answer:
    """A server that offers `tools` and answers any call with `call`."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "DELETE":
            return httpx.Response(200)
        message = json.loads(request.content)
        if "id" not in message:
            return httpx.Response(202)
        method = message["method"]
        if session and method != "initialize" and request.headers.get("mcp-session-id") != session:
            return httpx.Response(400, json=_error(None, "Missing session ID"))
        headers = {"mcp-session-id": session} if session and method == "initialize" else {}
        result = {"initialize": GREETING, "tools/list": {"tools": list(tools)}}.get(method, call)
        if callable(result):
            result = result(message)
        if isinstance(result, httpx.Response):
            return result
        said = {"jsonrpc": "2.0", "id": message["id"], "result": result}
        if as_json:
            return httpx.Response(200, json=said, headers=headers)
        headers["content-type"] = "text/event-stream"
        text = f"event: message\r\ndata: {json.dumps(said)}\r\n\r\n"
        return httpx.Response(200, text=text, headers=headers)

    return answer


def _error(ident: Any, message: str) -> Any:
    return {"jsonrpc": "2.0", "id": ident, "error": {"code": -32600, "message": message}}


def served(answer: Answer, **options: Any) -> tuple[McpService, Wire]:
    wired = wire(answer)
    return McpService(wired.transport, URL, **options), wired


def text(words: str, **more: Any) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": words}], **more}


async def test_the_sample_server_is_greeted_once_and_its_tools_answer() -> None:
    service = await open_service(SITES["sample"], asgi_app=SampleSite())
    try:
        box = await service.mcp.toolbox()
        assert [tool.name for tool in box.tools] == [tool["name"] for tool in TOOLS]
        assert box.greeting.protocol == VERSION
        assert all(tool.is_safe for tool in box.tools)
        found = await service.mcp.call("search_dataservices", {"query": "jours"})
        assert found.text.startswith("Found 2 dataservice(s)")
        assert found.data is None  # what is structured says the same
        assert not found.is_refusal
        refused = await service.mcp.call("get_dataset_info", {"dataset_id": "x"})
        assert (refused.is_error, refused.is_refusal) == (False, True)
        missing = await service.mcp.call("get_dataset_info", {})
        assert missing.is_error
        assert "Field required" in missing.why
        statuses = [entry.status for entry in service.journal.entries]
        assert statuses == [200, 202, 200, 200, 200, 200]
    finally:
        await service.aclose()


@pytest.mark.parametrize("as_json", [True, False], ids=["json", "events"])
async def test_a_server_with_sessions_is_greeted_each_time_and_left(as_json: bool) -> None:
    mcp, wired = served(answering(call=text("oui"), as_json=as_json, session="s1"))
    assert (await mcp.call("echo", {"a": 1})).text == "oui"
    methods = [
        request.method if not request.content else json.loads(request.content)["method"]
        for request in wired.requests
    ]
    once = ["initialize", "notifications/initialized"]
    assert methods == [*once, "tools/list", "DELETE", *once, "tools/call", "DELETE"]
    assert {request.headers["mcp-protocol-version"] for request in wired.requests[1:4]} == {VERSION}
    assert "x-api-key" not in wired.requests[0].headers


@pytest.mark.parametrize("name", ["mcp-session-id", "content-type"])
async def test_a_header_that_is_no_text_leaves_nothing_open(name: str) -> None:
    honest = answering(call=text("oui"))

    def answer(request: httpx.Request) -> httpx.Response:
        found = honest(request)
        assert isinstance(found, httpx.Response)
        kept = [pair for pair in found.headers.raw if pair[0].lower() != name.encode()]
        headers = [*kept, (name.encode(), b"application/json; caf\xe9")]
        return httpx.Response(found.status_code, headers=headers, content=found.content)

    mcp, wired = served(answer)
    with suppress(ProtocolProblem):
        await mcp.call("echo", {})
    assert not any(entry.running for entry in wired.journal.entries)


async def test_a_server_that_forgot_us_is_greeted_again() -> None:
    asked: list[str] = []

    def called(message: Any) -> Any:
        asked.append(message["method"])
        if len(asked) == 1:
            return httpx.Response(400, json=_error(message["id"], "Who are you?"))
        return text("oui")

    mcp, _wired = served(answering(call=called))
    assert (await mcp.call("echo", {})).text == "oui"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"content": [{"type": "nope"}]},
        httpx.Response(200, html="<p>"),
        httpx.Response(200, headers={"content-type": "text/event-stream"}),
        httpx.Response(200, json=_error(1, "It broke")),
        httpx.Response(500, json=_error(1, "It broke")),
    ],
    ids=["nothing", "unknown", "html", "silent", "error", "500"],
)
async def test_a_call_that_may_have_been_done_is_sent_once(answer: Any) -> None:
    asked: list[str] = []

    def called(message: Any) -> Any:
        asked.append(message["method"])
        return answer

    mcp, _wired = served(answering(call=called))
    with pytest.raises(ProtocolProblem):
        await mcp.call("echo", {})
    assert asked == ["tools/call"]


async def test_real_servers_of_the_sdk_are_understood() -> None:
    from mcp.server.mcpserver import MCPServer

    server = MCPServer("Vrai")

    @server.tool()
    def add(a: int, b: int) -> dict[str, int]:
        return {"sum": a + b}

    for plain in (True, False):
        app: Any = server.streamable_http_app(stateless_http=plain, json_response=plain)
        async with app.router.lifespan_context(app):
            transport = httpx.ASGITransport(app)
            service = await open_service(SITES["sample"], transport=transport)
            mcp = McpService(service.transport, "http://127.0.0.1:8000/mcp")
            answer = await mcp.call("add", {"a": 1, "b": 2})
            assert answer.data == {"sum": 3}
            await service.aclose()


class Broken(httpx.AsyncByteStream):
    """A body that breaks off."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"jsonrpc": "2.0"'
        raise httpx.ReadError("cut")


def packed_twice(_request: httpx.Request) -> httpx.Response:
    body = gzip.compress(gzip.compress(b"0" * 1_000_000))
    headers = {"content-type": "application/json", "content-encoding": "gzip, gzip"}
    return httpx.Response(200, headers=headers, stream=httpx.ByteStream(body))


def broken_off(_request: httpx.Request) -> httpx.Response:
    headers = {"content-type": "application/json"}
    return httpx.Response(200, headers=headers, stream=Broken())


def raising(error: Exception) -> Answer:
    def answer(_request: httpx.Request) -> httpx.Response:
        raise error

    return answer


@pytest.mark.parametrize(
    ("answer", "kind", "said"),
    [
        (lambda _r: httpx.Response(404, text="nginx"), NoMcpServer, "There is no MCP server"),
        (
            lambda _r: httpx.Response(302, headers={"location": "https://sorry.test/"}),
            Redirected,
            "https://sorry.test/",
        ),
        (lambda _r: httpx.Response(503, text="<h1>"), ServerError, "503"),
        (raising(httpx.ConnectError("x")), Offline, "cannot be reached"),
        (lambda _r: httpx.Response(200, json={"a": 1}), ProtocolProblem, "as it should"),
        (lambda _r: httpx.Response(200, html="<p>"), ProtocolProblem, "as it should"),
        (
            lambda r: httpx.Response(
                200, json=_error(json.loads(r.content).get("id"), "N\x1b[2Jon")
            ),
            ProtocolProblem,
            "on",
        ),
        (
            lambda _r: httpx.Response(200, headers={"content-type": "text/event-stream"}),
            ProtocolProblem,
            "as it should",
        ),
        (answering(tools=[{"name": 1}]), ProtocolProblem, "as it should"),
        (packed_twice, BadPayload, "several times over"),
        (broken_off, Offline, "cannot be reached"),
    ],
    ids=[
        *("404", "sorry", "503", "offline", "json", "html", "refused", "silent", "tools"),
        *("packed twice", "broken off"),
    ],
)
async def test_what_fails_is_told_in_a_sentence(
    answer: Answer, kind: type[ApiError], said: str
) -> None:
    mcp, wired = served(answer)
    with pytest.raises(kind) as told:
        await mcp.toolbox()
    assert said in f"{told.value.message} {told.value.detail}"
    assert "\x1b" not in told.value.message
    assert {request.url.host for request in wired.requests} == {"mcp.test"}


async def test_a_server_may_send_on_to_itself_and_nowhere_else() -> None:
    serve = answering(call=text("oui"))

    def answer(request: httpx.Request) -> Any:
        if request.url.path == "/mcp":
            return httpx.Response(307, headers={"location": "/mcp/"})
        return serve(request)

    mcp, wired = served(answer)
    assert (await mcp.call("echo", {})).text == "oui"
    assert {str(request.url) for request in wired.requests} == {URL, f"{URL}/"}
    mcp, wired = served(lambda _r: httpx.Response(302, headers={"location": "/login"}))
    with pytest.raises(Redirected):
        await mcp.toolbox()
    assert len(wired.requests) == 1


async def test_a_tool_that_is_not_as_it_should_be_hides_no_other() -> None:
    takes = {"properties": {"a": {"type": "string"}}}
    wrong = [{"name": "no type", "inputSchema": takes}, {"name": "none"}, {"inputSchema": {}}, 3]
    odd = {"name": "odd", "description": 3, "inputSchema": takes, "annotations": "x"}
    service, _wired = served(answering(tools=[*wrong, odd, ECHO], call=text("yes")))
    box = await service.toolbox()
    assert [tool.name for tool in box.tools] == ["no type", "none", "odd", "echo"]
    assert [list(tool.parameters) for tool in box.tools] == [["a"], [], ["a"], []]
    assert not box.is_whole  # two have no name
    assert (await service.call("no type", {"a": "b"})).text == "yes"


async def test_a_tool_that_is_not_in_the_list_is_not_called() -> None:
    mcp, wired = served(answering(call=text("")))
    with pytest.raises(NoSuchTool, match="drop"):
        await mcp.call("drop", {})
    assert b"tools/call" not in b"".join(request.content for request in wired.requests)


async def test_a_call_of_another_server_is_not_sent() -> None:
    mcp, wired = served(answering(call=text("oui")))
    desk = Desk(wired.transport, wired.journal, mcp=mcp)
    async with await desk.make(tool_call(URL, "echo", {}, only_reads=True)) as sent:
        assert sent.body == b"oui"
    asked = len(wired.requests)
    with pytest.raises(CallProblem, match="mcp_url"):
        await desk.make(tool_call("https://other.test/mcp", "echo", {}, only_reads=True))
    assert len(wired.requests) == asked
    assert len(desk.history.entries) == 1


async def test_headers_need_not_be_ascii() -> None:
    honest = answering(call=text("oui"))

    def answer(request: httpx.Request) -> httpx.Response:
        found = honest(request)
        assert isinstance(found, httpx.Response)
        headers = [*found.headers.raw, (b"x-told", b"caf\xe9")]
        return httpx.Response(found.status_code, headers=headers, content=found.content)

    mcp, wired = served(answer)
    desk = Desk(wired.transport, wired.journal, mcp=mcp)
    async with await desk.make(tool_call(URL, "echo", {}, only_reads=True)) as sent:
        assert sent.body == b"oui"
        assert sent.header("x-told") == "café"


async def test_an_answer_is_bounded_in_size_and_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carrier, "LARGEST", 2_000)
    mcp, _wired = served(answering(call=text("x" * 3_000)))
    with pytest.raises(BadPayload, match="larger"):
        await mcp.call("echo", {})

    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    mcp, wired = served(never, seconds=0.01)
    with pytest.raises(Timeout):
        await mcp.toolbox()
    assert wired.journal.running == 0


async def test_a_call_is_cancelled_and_leaves_nothing_behind() -> None:
    asked = asyncio.Event()

    async def never(_request: httpx.Request) -> httpx.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    mcp, wired = served(never)
    task = asyncio.create_task(mcp.toolbox())
    await asked.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert wired.journal.running == 0


async def test_without_the_sdk_it_is_said_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "tui.api.mcp.session", None)
    mcp, wired = served(answering())
    with pytest.raises(NoSdk) as told:
        await mcp.toolbox()
    assert "pip install 'datagouv-tui[mcp]'" in told.value.hint
    assert not wired.requests
    with pytest.raises(NoService):
        await McpService(wired.transport, None).toolbox()


def test_what_a_server_says_is_clean_and_every_kind_of_answer_is_told() -> None:
    tool = tool_of(
        {"name": "\x1b[2J", "description": "a\x1b[31mb", "annotations": {"title": "\x07"}}
    )
    assert "\x1b" not in tool.title + tool.description
    assert (tool.only_reads, tool.is_safe) == (None, False)
    answer = answer_of(
        {
            "content": [
                {"type": "text", "text": "⚠️ non"},
                {"type": "image", "data": "AAAA", "mimeType": "image/png"},
                {"type": "resource_link", "uri": "https://x.test/a", "name": "A"},
                {"type": "resource", "resource": {"uri": "f:a", "text": "tout"}},
                {"type": "rêve"},
                3,
            ],
            "structuredContent": {"rows": [{"a": 1}]},
        }
    )
    kinds = [block.kind for block in answer.blocks]
    assert kinds == ["text", "image", "link", "resource", "other"]
    assert answer.data == {"rows": [{"a": 1}]}
    assert answer.is_refusal
    assert answer.why.startswith("⚠ non")
