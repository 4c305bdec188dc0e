"""The client against a real server on the loopback: bytes, deadlines, cookies, cancellation."""

from __future__ import annotations

import asyncio

import pytest
from wires import Loopback, loopback

from tui.api.errors import BadPayload, Offline, Timeout
from tui.api.service import Service, open_service
from tui.settings import Site

RID = "aaaaaaaa-1111-bbbb-2222-cccccccccccc"
JSON_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def site(server: Loopback) -> Site:
    return Site("sample", server.url, server.url, server.url, server.url)


def answer(body: bytes, *headers: bytes) -> bytes:
    length = b"Content-Length: %d\r\n" % len(body)
    return JSON_HEAD + length + b"".join(headers) + b"Connection: close\r\n\r\n" + body


ROWS = answer(b'{"data": [], "links": {"next": null}, "meta": {"total": 0}}')


async def cancelled(service: Service, server: Loopback, task: asyncio.Task[object]) -> None:
    await asyncio.wait_for(server.asked.wait(), 5)
    assert service.journal.running == 1
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(server.closed.wait(), 5)
    assert service.journal.running == 0
    assert service.journal.entries[-1].error == "cancelled"
    assert len(server.heads) == 1


async def test_cancelling_before_the_answer_closes_the_connection() -> None:
    async with loopback(hang=True) as server:
        service = await open_service(site(server))
        task: asyncio.Task[object] = asyncio.ensure_future(service.tabular.meta(RID))
        await cancelled(service, server, task)
        await service.aclose()


async def test_cancelling_in_the_middle_of_the_answer_closes_the_connection() -> None:
    async with loopback(JSON_HEAD + b'Content-Length: 999\r\n\r\n{"data"', hang=True) as server:
        service = await open_service(site(server))
        task: asyncio.Task[object] = asyncio.ensure_future(service.tabular.rows(RID, "", page=1))
        await cancelled(service, server, task)
        await service.aclose()


async def test_leaving_a_stream_early_closes_the_connection() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
    async with loopback(head + b"4\r\na,b\n\r\n", hang=True) as server:
        service = await open_service(site(server))
        async with service.tabular.stream(RID, "", "csv") as chunks:
            assert await anext(chunks) == b"a,b\n"
        await asyncio.wait_for(server.closed.wait(), 5)
        await service.aclose()


async def test_a_server_that_never_answers_is_given_up_after_the_deadline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.api.retries.ATTEMPTS", 1)
    async with loopback(hang=True) as server:
        service = await open_service(site(server), timeout=0.05)
        with pytest.raises(Timeout):
            await service.tabular.health()
        await asyncio.wait_for(server.closed.wait(), 5)
        await service.aclose()


async def test_a_server_that_drips_is_given_up_after_the_deadline_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.api.retries.ATTEMPTS", 1)

    head = JSON_HEAD + b"Content-Length: 999999\r\n\r\n"
    async with loopback(head, drip=b" ") as server:
        service = await open_service(site(server), timeout=0.1)
        with pytest.raises(Timeout):
            await service.tabular.health()
        await asyncio.wait_for(server.closed.wait(), 5)
        await service.aclose()


async def test_nobody_listening_is_being_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.api.retries.ATTEMPTS", 1)
    async with loopback() as server:
        gone = site(server)
    service = await open_service(gone)
    with pytest.raises(Offline) as caught:
        await service.tabular.health()
    assert caught.value.status is None
    await service.aclose()


async def test_an_answer_shorter_than_announced_is_no_answer() -> None:
    async with loopback(JSON_HEAD + b"Content-Length: 50\r\n\r\n{}") as server:
        service = await open_service(site(server))
        with pytest.raises(BadPayload):
            await service.tabular.health()
        await service.aclose()


@pytest.mark.parametrize(
    "params",
    [
        "nature%2523x__exact=Vente%252523&a%252Eb__sort=desc,__id.asc",
        "x__isnull=&y__groupby&z__count",
        "or=(code%252Epostal__strictly_less.%25223%2522)&columns=%2522a%252Cb%2522,__id",
        "v__exact=100%25&w__exact=%25&p__contains=%5C%25&q__in=%22a%2Cb%22,c",
        "d__exact=2024-03-01T07:00:00%2B02:00&n__exact=l%27%C3%A9t%C3%A9",
        "k__exact=!$'()*,;:@[]{}|^`~",
    ],
)
async def test_an_encoded_query_reaches_the_server_byte_for_byte(params: str) -> None:
    async with loopback(ROWS) as server:
        service = await open_service(site(server))
        await service.tabular.rows(RID, params, page=3, page_size=50)
        line = server.heads[0].split(b"\r\n")[0].decode()
        path = f"/api/resources/{RID}/data/?{params}&page=3&page_size=50"
        assert line == f"GET {path} HTTP/1.1"
        assert service.tabular.rows_url(RID, params, page=3) == server.url + path
        await service.aclose()


async def test_requests_say_who_asks_and_what_they_can_read() -> None:
    async with loopback(ROWS) as server:
        service = await open_service(site(server))
        await service.tabular.rows(RID, "", page=1)
        head = server.heads[0].lower()
        assert b"accept: application/json\r\n" in head
        assert b"user-agent: datagouv-tui/" in head
        assert b"cookie" not in head
        assert b"x-api-key" not in head
        await service.aclose()


async def test_cookies_are_dropped() -> None:
    body = b'{"version": "0.4.1", "status": "ok"}'
    cookies = b"Set-Cookie: session=abc; Path=/\r\nSet-Cookie: b=c; Max-Age=99999\r\n"
    async with loopback(answer(body, cookies)) as server:
        service = await open_service(site(server))
        for rid in ("one", "two", "three"):
            await service.tabular.meta(rid)
        assert len(server.heads) == 3
        assert not any(b"cookie:" in head.lower() for head in server.heads)
        await service.aclose()
