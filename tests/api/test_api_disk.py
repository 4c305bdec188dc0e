"""What is kept on disk of the services' answers, when it is shown, and when it is not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest
from clocks import Clock
from wires import ORIGIN, Wire, ok, refused, script, wire

from tui.api.cache import Cache
from tui.api.catalogue import Catalogue
from tui.api.disk import LARGEST, Disk
from tui.api.errors import Gone, Offline, RateLimited, ServerError
from tui.api.portal import Portal
from tui.memory.answers import AnswerFile
from tui.settings import Site

SITE = Site("www", ORIGIN, ORIGIN, "http://rows.test", "http://metrics.test")
URL = f"{ORIGIN}/api/1/datasets/x/"
FRESH = 300.0
DOWN = httpx.ConnectError("no network")

Start = Callable[..., Wire]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Begins a session over the same disk: a client, its clock set to `now`."""
    begun: list[Wire] = []

    def begin(
        *answers: httpx.Response | Exception, now: float = 1_000.0, **options: object
    ) -> Wire:
        clock = Clock(now)
        disk = Disk(AnswerFile(tmp_path / "a.db", 10**7), SITE, FRESH, clock=clock)
        made = wire(script(*answers), disk=disk, **options)
        made.transport._clock = clock
        made.transport._cache = Cache(max_age=0.0, clock=clock)
        begun.append(made)
        return made

    yield begin
    for made in begun:
        await made.transport.aclose()


async def test_an_answer_is_not_asked_for_again_while_it_is_fresh(start: Start) -> None:
    first = start(ok({"a": 1}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(ok({"a": 2}), now=1_000 + FRESH - 1)
    assert await second.transport.get_json(URL) == {"a": 1}
    assert second.requests == []
    assert await second.transport.get_json(URL, headers={"X-Fields": "a"}) == {"a": 2}
    assert await second.transport.get_json(URL, reload=True) == {"a": 2}
    assert await second.transport.get_json(URL) == {"a": 2}
    assert len(second.requests) == 2


async def test_an_old_answer_is_asked_about_and_shown_again_where_it_holds(start: Start) -> None:
    first = start(ok({"a": 1}, ETag='"one"', **{"Last-Modified": "then"}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(refused(304), now=2_000)
    assert await second.transport.get_json(URL) == {"a": 1}
    (asked,) = second.requests
    assert asked.headers["if-none-match"] == '"one"'
    assert asked.headers["if-modified-since"] == "then"
    assert [age.at for age in second.journal.take_ages()] == [None]
    assert await second.transport.get_json(URL) == {"a": 1}
    assert len(second.requests) == 1


async def test_an_old_answer_without_a_tag_is_asked_for_anew(start: Start) -> None:
    first = start(ok({"a": 1}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(ok({"a": 2}), now=2_000)
    assert await second.transport.get_json(URL) == {"a": 2}
    assert "if-none-match" not in second.requests[0].headers


async def test_a_tag_that_no_header_can_carry_is_not_sent_back(start: Start) -> None:
    odd = httpx.Headers([(b"ETag", b'"\xe9"'), (b"Last-Modified", b"apr\xe8s")])
    first = start(httpx.Response(200, json={"a": 1}, headers=odd))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(ok({"a": 2}), now=2_000)
    assert await second.transport.get_json(URL) == {"a": 2}
    assert "if-none-match" not in second.requests[0].headers


async def test_without_a_network_the_copy_is_shown_and_its_age_is_said(start: Start) -> None:
    first = start(ok({"a": 1}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(DOWN, now=90_000)
    for _again in range(3):
        assert await second.transport.get_json(URL) == {"a": 1}
    assert len(second.requests) == 1
    assert {age.at for age in second.journal.take_ages()} == {1_000.0}
    with pytest.raises(Offline):
        await second.transport.get_json(URL, reload=True)
    with pytest.raises(Offline):
        await second.transport.get_json(f"{URL}?other=1")


@pytest.mark.parametrize(
    ("answer", "why", "asked"),
    [
        pytest.param(refused(500), "failing", 3, id="one route"),
        pytest.param(refused(503), "failing", 1, id="the whole service"),
        pytest.param(refused(429, {"retry-after": "600"}), "busy", 1, id="asked too often"),
    ],
)
async def test_a_service_that_fails_leaves_the_copy_and_the_reason_is_said(
    start: Start, answer: httpx.Response, why: str, asked: int
) -> None:
    first = start(ok({"a": 1}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    second = start(answer, now=90_000)
    for _again in range(3):
        assert await second.transport.get_json(URL) == {"a": 1}
    assert len(second.requests) == asked
    assert {(age.at, age.why) for age in second.journal.take_ages()} == {(1_000.0, why)}
    with pytest.raises((ServerError, RateLimited)):
        await second.transport.get_json(URL, reload=True)


async def test_what_was_deleted_since_is_not_shown_from_a_copy(start: Start) -> None:
    first = start(ok({"a": 1}))
    await first.transport.get_json(URL)
    await first.transport.aclose()
    with pytest.raises(Gone):
        await start(refused(410), now=90_000).transport.get_json(URL)


async def test_a_copy_that_no_longer_reads_is_asked_for_again(start: Start) -> None:
    for body in (b"{", b'["not an organization"]', b'{"name": ["no", "id"]}'):
        first = start(ok({"id": "o", "name": "ok"}))
        catalogue = Catalogue(first.transport, ORIGIN)
        url = catalogue._url("/api/1/organizations/o/", ())
        disk = first.transport._disk
        assert disk is not None
        disk.store(url, {}, body, {})
        assert (await catalogue.organization("o")).id == "o"
        assert len(first.requests) == 1
        await first.transport.aclose()


@pytest.mark.parametrize(
    ("url", "answer", "options"),
    [
        pytest.param("http://rows.test/api/resources/r/data/", ok(), {}, id="rows"),
        pytest.param("http://metrics.test/api/resources/r/data/", ok(), {}, id="rows elsewhere"),
        pytest.param(f"{ORIGIN}/somewhere", ok(), {}, id="no service"),
        pytest.param(f"{URL}?api_key=secret", ok(), {}, id="a key in the address"),
        pytest.param(URL, ok(**{"Cache-Control": "no-store"}), {}, id="not to be kept"),
        pytest.param(URL, ok({"data": [{"private": True}]}), {}, id="private"),
        pytest.param(URL, ok({"x": "x" * LARGEST}), {}, id="large"),
    ],
)
async def test_some_answers_are_never_kept(
    start: Start, url: str, answer: httpx.Response, options: dict[str, object]
) -> None:
    first = start(answer, **options)
    await first.transport.get_json(url)
    await first.transport.aclose()
    second = start(DOWN, **options)
    with pytest.raises(Offline):
        await second.transport.get_json(url)


async def test_metrics_are_kept(start: Start) -> None:
    url = "http://metrics.test/api/datasets/data/?x=1"
    first = start(ok({"data": []}))
    await first.transport.get_json(url)
    await first.transport.aclose()
    assert await start(DOWN).transport.get_json(url) == {"data": []}


async def test_what_a_slug_named_is_found_by_its_id_without_a_network(start: Start) -> None:
    ident = "5" * 24
    first = start(ok({"id": ident, "name": "ok", "slug": "ok"}))
    assert (await Portal(first.transport, ORIGIN).entity("organization", "ok")).id == ident
    await first.transport.aclose()
    second = start(DOWN, now=90_000)
    for name in (ident, "ok"):
        assert (await Portal(second.transport, ORIGIN).entity("organization", name)).id == ident
