"""How requests travel: retries, delays, redirects, bounds, secrets, memory."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from wires import ORIGIN, ok, refused, script, wire

from tui.api.errors import (
    ApiError,
    BadPayload,
    BadRequest,
    NotFound,
    Offline,
    RateLimited,
    Redirected,
    ServerError,
    Timeout,
)
from tui.api.retries import ATTEMPTS

URL = f"{ORIGIN}/api/1/things/"


@pytest.mark.parametrize(
    ("failure", "error"),
    [
        (refused(502), ServerError),
        (refused(503), ServerError),
        (refused(504), ServerError),
        (httpx.ConnectError("refused"), Offline),
        (httpx.ReadError("reset"), Offline),
        (httpx.RemoteProtocolError("disconnected without an answer"), Offline),
        (httpx.ReadTimeout("slow"), Timeout),
        (httpx.ConnectTimeout("slow"), Timeout),
        (httpx.PoolTimeout("busy"), Timeout),
    ],
)
async def test_what_may_pass_is_asked_three_times_with_growing_pauses(
    failure: Any, error: type[ApiError]
) -> None:
    sent = wire(script(failure))
    with pytest.raises(error):
        await sent.transport.get_json(URL)
    assert len(sent.requests) == ATTEMPTS == 3
    first, second = sent.clock.slept
    assert 0.3 <= first <= 0.7
    assert 0.6 <= second <= 1.0
    assert [entry.attempt for entry in sent.journal.entries] == [1, 2, 3]
    assert all(entry.error for entry in sent.journal.entries)


async def test_a_host_that_asks_to_slow_down_and_not_for_how_long_is_left_alone() -> None:
    sent = wire(script(refused(429)))
    with pytest.raises(RateLimited):
        await sent.transport.get_json(URL)
    assert len(sent.requests) == 3
    assert sent.clock.slept == [1.0, 2.0]


async def test_an_answer_after_two_failures_is_the_answer() -> None:
    sent = wire(script(httpx.ConnectError("down"), refused(503), ok({"id": 7})))
    assert await sent.transport.get_json(URL) == {"id": 7}
    assert [entry.status for entry in sent.journal.entries] == [None, 503, 200]
    assert sent.journal.running == 0
    assert sent.journal.waiting == ""


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 416, 500, 501])
async def test_what_will_not_pass_is_asked_once(status: int) -> None:
    sent = wire(script(refused(status)))
    with pytest.raises(ApiError) as caught:
        await sent.transport.get_json(URL)
    assert caught.value.status == status
    assert len(sent.requests) == 1
    assert sent.clock.slept == []


async def test_a_delay_that_the_service_asks_for_is_waited_to_the_second() -> None:
    sent = wire(script(refused(429, {"Retry-After": "7"}), ok()))
    await sent.transport.get_json(URL)
    assert sent.clock.slept == [7.0]


async def test_a_delay_may_be_a_date() -> None:
    sent = wire(script(refused(503, {"Retry-After": "Thu, 01 Jan 1970 00:16:52 GMT"}), ok()))
    await sent.transport.get_json(URL)
    assert sum(sent.clock.slept) == pytest.approx(12.0)


async def test_a_delay_too_long_to_wait_is_told_and_kept_to() -> None:
    sent = wire(script(refused(429, {"Retry-After": "120"}), ok()))
    for _ in range(2):
        with pytest.raises(RateLimited) as caught:
            await sent.transport.get_json(URL)
        assert caught.value.delay == pytest.approx(120)
        assert "120" in caught.value.message
    assert len(sent.requests) == 1
    sent.clock.now += 121
    assert await sent.transport.get_json(URL) == {}


async def test_an_exhausted_rate_limit_holds_the_next_request_until_it_is_reset() -> None:
    headers = {
        "X-RateLimit-Limit": "100",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "9",
    }
    sent = wire(script(ok(**headers)))
    await sent.transport.get_json(f"{URL}?page=1")
    assert sent.journal.room == 0
    assert sent.clock.slept == []
    await sent.transport.get_json(f"{URL}?page=2")
    assert sent.clock.slept == [9.0]


async def test_one_host_that_asks_to_wait_does_not_hold_another() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        return refused(429, {"Retry-After": "600"}) if request.url.host == "main.test" else ok()

    sent = wire(answer)
    with pytest.raises(RateLimited):
        await sent.transport.get_json(URL)
    assert await sent.transport.get_json("http://tabular.test/health/") == {}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_within_the_site_is_followed(status: int) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/old/":
            return refused(status, {"Location": "/new/?a=%2523"})
        return ok({"path": request.url.raw_path.decode(), "mask": request.headers["x-fields"]})

    sent = wire(answer)
    found = await sent.transport.get_json(f"{ORIGIN}/old/", headers={"X-Fields": "id"})
    assert found == {"path": "/new/?a=%2523", "mask": "id"}
    assert {request.method for request in sent.requests} == {"GET"}


@pytest.mark.parametrize(
    "location",
    [
        "https://sorry.test/",
        "https://main.test/api/1/things/",
        "http://main.test:8080/",
        "http://main.test.evil.test/",
        "http://main.test@evil.test/",
        "//evil.test/",
        "ftp://main.test/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "http://[",
        "http://a:b/",
        "",
    ],
)
async def test_a_redirect_that_leaves_the_site_is_an_error(location: str) -> None:
    sent = wire(script(refused(302, {"Location": location})))
    with pytest.raises(Redirected):
        await sent.transport.get_json(URL)
    assert len(sent.requests) == 1


async def test_a_site_that_sends_round_in_circles_is_left_after_five_turns() -> None:
    sent = wire(script(refused(302, {"Location": URL})))
    with pytest.raises(Redirected):
        await sent.transport.get_json(URL)
    assert len(sent.requests) == 6


async def test_a_body_that_is_too_large_is_refused_also_when_it_was_packed_small() -> None:
    packed = gzip.compress(b'"' + b"a" * 3_000_000 + b'"')
    assert len(packed) < 10_000
    head = {"content-type": "application/json", "content-encoding": "gzip"}
    bomb = httpx.Response(200, headers=head, stream=httpx.ByteStream(packed))
    sent = wire(lambda request: bomb, max_body=2 * 1024 * 1024)
    with pytest.raises(BadPayload, match="larger than 2 MB"):
        await sent.transport.get_json(URL)


async def test_an_answer_cut_short_is_no_answer() -> None:
    async def half() -> Any:
        yield b'{"data": ['
        raise httpx.RemoteProtocolError("peer closed connection")

    sent = wire(
        lambda request: httpx.Response(
            200, headers={"content-type": "application/json"}, content=half()
        )
    )
    with pytest.raises(BadPayload):
        await sent.transport.get_json(URL)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/html", b"<h1>Sorry</h1>"),
        ("", b"{}"),
        ("text/plain", b"{}"),
        ("application/json", b""),
        ("application/json", b"{"),
        ("application/json", b"\xff\xfe\xfd"),
        ("application/json", b"[" * 100_000),
        ("application/json", b"9" * 5_000),
    ],
)
async def test_what_is_not_json_is_a_bad_payload(content_type: str, body: bytes) -> None:
    sent = wire(script(httpx.Response(200, headers={"content-type": content_type}, content=body)))
    for _ in range(2):
        with pytest.raises(BadPayload):
            await sent.transport.get_json(URL)
    assert len(sent.requests) == 2


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "application/json; charset=utf-8",
        "Application/JSON",
        "application/ld+json",
    ],
)
async def test_json_is_read_whatever_its_content_type_looks_like(content_type: str) -> None:
    answer = httpx.Response(
        200, headers={"content-type": content_type}, content=b'{"a": "\xc3\xa9"}'
    )
    assert await wire(script(answer)).transport.get_json(URL) == {"a": "é"}


async def test_the_same_request_is_answered_from_memory_and_said_so() -> None:
    sent = wire(script(ok({"rows": [1]}), ok({"rows": [2]})))
    first = await sent.transport.get_json(URL)
    again = await sent.transport.get_json(URL)
    assert first == again == {"rows": [1]}
    assert first is not again
    assert len(sent.requests) == 1
    assert [entry.cached for entry in sent.journal.entries] == [False, True]


async def test_reload_goes_past_memory_and_renews_it() -> None:
    sent = wire(script(ok({"n": 1}), ok({"n": 2})))
    await sent.transport.get_json(URL)
    assert await sent.transport.get_json(URL, reload=True) == {"n": 2}
    assert await sent.transport.get_json(URL) == {"n": 2}
    assert len(sent.requests) == 2


async def test_memory_tells_masks_apart_and_grows_old() -> None:
    sent = wire(script(ok()))
    await sent.transport.get_json(URL, headers={"X-Fields": "id"})
    await sent.transport.get_json(URL, headers={"X-Fields": "title"})
    assert len(sent.requests) == 2
    sent.clock.now += 301
    await sent.transport.get_json(URL, headers={"X-Fields": "id"})
    assert len(sent.requests) == 3


async def test_a_refusal_is_not_remembered() -> None:
    sent = wire(script(refused(404), ok({"id": 1})))
    with pytest.raises(NotFound):
        await sent.transport.get_json(URL)
    assert await sent.transport.get_json(URL) == {"id": 1}


@pytest.mark.parametrize(
    "url", ["http://a:b/", "http://main.test/" + "a" * 70_000, "http://a\x00/"]
)
async def test_an_address_that_cannot_be_asked_is_a_bad_request(url: str) -> None:
    sent = wire(script(ok()))
    with pytest.raises(BadRequest):
        await sent.transport.get_json(url)
    assert sent.requests == []


async def test_a_stream_hands_on_chunks_and_counts_them() -> None:
    async def body() -> Any:
        yield b"a,b\n"
        yield b"1,2\n"

    sent = wire(lambda request: httpx.Response(200, content=body()))
    async with sent.transport.stream(URL) as chunks:
        assert sent.journal.running == 1
        assert [chunk async for chunk in chunks] == [b"a,b\n", b"1,2\n"]
    assert sent.journal.entries[-1].bytes == 8
    assert sent.journal.running == 0


async def test_a_stream_cut_short_is_said_while_it_is_read() -> None:
    async def body() -> Any:
        yield b"a,b\n"
        raise httpx.RemoteProtocolError("peer closed connection")

    sent = wire(lambda request: httpx.Response(200, content=body()))
    async with sent.transport.stream(URL) as chunks:
        assert await anext(chunks) == b"a,b\n"
        with pytest.raises(BadPayload):
            await anext(chunks)


async def test_what_the_reader_of_a_stream_raises_is_left_as_it_is() -> None:
    sent = wire(lambda request: httpx.Response(200, content=b"a,b\n"))
    for mine in (TimeoutError("mine"), OSError("disk full")):
        with pytest.raises(type(mine), match=str(mine)):
            async with sent.transport.stream(URL):
                raise mine
    assert sent.journal.running == 0


async def test_a_stream_that_is_refused_or_redirected_raises_before_any_chunk() -> None:
    with pytest.raises(ServerError):
        async with wire(script(refused(500))).transport.stream(URL):
            pytest.fail("there is nothing to read")
    for there in ("http://evil.test/", "http://["):
        sent = wire(script(refused(302, {"Location": there})))
        with pytest.raises(Redirected) as told:
            async with sent.transport.stream(URL):
                pytest.fail("there is nothing to read")
        assert sent.journal.entries[-1].error == told.value.message


async def test_an_answer_of_another_shape_is_not_kept() -> None:
    sent = wire(script(ok([1]), ok({"id": 1})))
    with pytest.raises(BadPayload):
        await sent.transport.get_json(URL, shape=dict)
    assert sent.journal.entries[-1].error
    assert await sent.transport.get_json(URL, shape=dict) == {"id": 1}


async def test_a_refusal_that_cannot_be_read_is_that_refusal() -> None:
    headers = {"content-encoding": "gzip", "content-type": "application/json"}

    async def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(404, headers=headers, stream=Broken())

    with pytest.raises(NotFound):
        await wire(answer).transport.get_json(URL)


class Broken(httpx.AsyncByteStream):
    """Bytes that are packed by nothing."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b"no gzip"
