"""Hostile headers, plain texts, pages, descriptions in YAML, and what an MCP server says."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from functools import partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from clocks import Clock
from hostility import EVERY
from reckoning import thorough

from tui.api.calls.call import Call
from tui.api.calls.credentials import Wallet
from tui.api.calls.facts import facts_of
from tui.api.calls.pace import Pacer
from tui.api.calls.problem import CallProblem
from tui.api.calls.sending import send
from tui.api.errors import ApiError
from tui.api.fetch import fetching, file_head
from tui.api.journal import Journal
from tui.api.mcp.tools import answer_of, tool_of
from tui.api.openapi.loading import load
from tui.api.openapi.pages import described_in, scripts_of
from tui.api.openapi.refused import NoDescription
from tui.api.refusals import error_from
from tui.api.transport import Transport
from tui.text import is_safe_line

PAYLOADS = tuple(text[:600] for text in EVERY)
HEADERS = (
    "Content-Type",
    "Content-Disposition",
    "Content-Range",
    "Content-Encoding",
    "Content-Language",
    "Location",
    "Link",
    "Retry-After",
    "WWW-Authenticate",
    "ETag",
    "Last-Modified",
    "Date",
    "Set-Cookie",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
)
STATUSES = (200, 206, 301, 401, 403, 416, 429, 503)


def on_the_wire(text: str) -> bytes:
    """`text` as the value of a header may be: no line ends it."""
    raw = text.encode("utf-8", "surrogatepass")
    return raw.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"")


def refused(status: int, text: str) -> httpx.Response:
    value = on_the_wire(text)
    headers = [(name.encode(), value) for name in HEADERS]
    headers[0] = (b"Content-Type", b"text/plain; charset=" + value)
    return httpx.Response(status, headers=headers, content=value)


def on(clock: Clock, response: Callable[[], httpx.Response]) -> Transport:
    client = httpx.AsyncClient(
        transport=httpx.MockTransport(lambda _request: response()),
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
    )
    return Transport(client, Journal(), clock=clock, wall_clock=clock, sleep=clock.sleep)


def words_of(error: ApiError | CallProblem) -> list[str]:
    return [error.message, getattr(error, "hint", ""), str(getattr(error, "detail", ""))]


def shown(value: Any) -> Iterator[str]:
    """The texts in what was made of an answer, but those that are kept raw."""
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        for each in fields(value):
            if each.name not in ("text", "payload", "charset"):
                yield from shown(getattr(value, each.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from shown(one)


async def public(_host: str) -> list[str]:
    return ["8.8.8.8"]


async def head_of(transport: Transport, _tag: str) -> object:
    head = await file_head(transport, "https://a.test/x")
    return (head.hops, head.kind)


async def file_of(transport: Transport, tag: str) -> object:
    async with fetching(transport, "https://a.test/x", after=1, edition=tag) as found:
        return (found.head.hops, found.head.kind)


async def call_of(transport: Transport, _tag: str) -> object:
    call = Call("GET", "https://a.test/")
    async with await send(transport, call, Wallet(), Pacer(Journal()), resolver=public) as sent:
        await sent.fill()
        return facts_of(sent)


async def test_headers_of_every_answer() -> None:
    for number, text in enumerate(PAYLOADS):
        tag = on_the_wire(text).decode("latin-1")
        for status in STATUSES if thorough() else (200, STATUSES[number % len(STATUSES)]):
            clock = Clock()
            transport = on(clock, partial(refused, status, text))
            for ask in (head_of, file_of, call_of):
                try:
                    found = [*shown(await ask(transport, tag))]
                except (ApiError, CallProblem) as error:
                    found = words_of(error)
                assert all(map(is_safe_line, found)), (text, ask, found)
            assert sum(clock.slept) < 600, (text, status)
            await transport.aclose()


def test_words_of_refusals_whatever_their_shape() -> None:
    for text in PAYLOADS:
        said = {"message": text, "errors": {text: [text]}}
        bodies = (
            ("text/plain", text),
            ("application/json", json.dumps(said)),
            ("application/json", json.dumps({"errors": [{"title": text, "detail": text}]})),
            (f"application/json; charset={text}", text),
            ("text/html", f"<title>{text}</title>"),
        )
        for kind, body in bodies:
            for status in (400, 404, 409, 500):
                raw = body.encode("utf-8", "surrogatepass")
                error = error_from(f"https://a.test/{text}", status, kind, raw)
                assert all(map(is_safe_line, words_of(error))), text


def test_descriptions_and_pages_that_are_no_json() -> None:
    for text in PAYLOADS:
        for document in (
            f"openapi: 3.0.0\ninfo:\n  title: {json.dumps(text)}\npaths: {{}}\n",
            f"openapi: 3.0.0\ninfo:\n  title: {text}\n  {text}: {text}\n",
            f"openapi: '3.0.0'\n{json.dumps(text)}: &a [*a, !!python/object:{text[:9]} x]\n",
            f"<html><title>{text}</title><body>{text}</html>",
        ):
            try:
                loaded = load(document.encode("utf-8", "surrogatepass"), "https://a.test/x")
            except NoDescription as error:
                said = words_of(error)
            else:
                said = [part for each in loaded.problems for part in (each.where, each.what)]
            assert all(map(is_safe_line, said)), text
        page = f'<script src="{text}"></script><redoc spec-url="{text}"></redoc>'
        found = described_in(page, "https://a.test/")
        addresses = [*scripts_of(page, "https://a.test/")]
        assert all(url.startswith(("http://", "https://")) for url in addresses if url), text
        assert found is None or not str(found.url or "https").startswith(("javascript", "file"))


def test_what_an_mcp_server_says() -> None:
    for text in PAYLOADS:
        tool = tool_of(
            {
                "name": text,
                "title": text,
                "description": text,
                "inputSchema": {"type": text, "properties": {text: {"description": text}}},
                "annotations": {"title": text, "readOnlyHint": text},
            }
        )
        assert is_safe_line(tool.title)
        answer = answer_of(
            {
                "content": [
                    {"type": "text", "text": text},
                    {"type": text, "text": text, "mimeType": text, "data": text},
                    {"type": "resource", "resource": {"uri": text, "mimeType": text}},
                    {"type": "resource_link", "uri": text, "name": text},
                    {"type": "image", "data": text, "mimeType": text},
                    text,
                ],
                "structuredContent": {text: text},
                "isError": text,
            }
        )
        assert answer is not None


async def test_a_tag_that_no_header_can_say_is_not_sent_back() -> None:
    answer = httpx.Response(200, headers=[(b"ETag", '"é"'.encode())], content=b"x")
    transport = on(Clock(), lambda: answer)
    assert (await file_head(transport, "https://a.test/x")).edition == ""
    async with fetching(transport, "https://a.test/x", after=1, edition='"é"') as found:
        assert found.head.start == 0
    await transport.aclose()
