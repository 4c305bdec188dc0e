"""Every place, when its service fails in every way: a sentence, a way on, nothing left running."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
from batches import Tried
from clocks import Clock, own_time
from people import PATIENCE, Person, at_the_keyboard
from textual.worker import WorkerState

from tui.api.errors import (
    ApiError,
    BadPayload,
    BadRequest,
    Forbidden,
    Gone,
    NotFound,
    Offline,
    PastTheEnd,
    RateLimited,
    Redirected,
    ServerError,
    Unauthorized,
)
from tui.sample.app import SampleSite
from tui.settings import ASGIApp

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

SLUG = "population-des-communes-francaises"
WORDS = "refused on purpose"


@dataclass
class Fault:
    """What goes wrong with an answer, and what a person should be told.

    Attributes:
        error: What it is to the client.
        content: The body.
        raises: Raised instead of answering.
        hangs: Whether no answer ever comes.
    """

    name: str
    error: ApiError
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    content: bytes = b""
    raises: Exception | None = None
    hangs: bool = False


def refusal(status: int, error: ApiError, name: str = "", **headers: str) -> Fault:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    body = json.dumps({"message": WORDS}).encode()
    return Fault(name or str(status), error, status, named, content=body)


def answer(name: str, content: bytes, kind: str = "application/json") -> Fault:
    return Fault(name, BadPayload(), kind=kind, content=content)


def redirect(name: str, location: str) -> Fault:
    return Fault(name, Redirected(), 302, {"location": location}, content=b"{}")


HANG = Fault("hang", ApiError(), hangs=True)
FAULTS = [
    refusal(400, BadRequest(detail=WORDS)),
    refusal(401, Unauthorized()),
    refusal(403, Forbidden()),
    refusal(404, NotFound()),
    refusal(410, Gone()),
    refusal(416, PastTheEnd()),
    refusal(429, RateLimited(), "429-silent"),
    refusal(429, RateLimited(delay=0), "429-now", retry_after="0"),
    refusal(429, RateLimited(delay=3600), "429-in-an-hour", retry_after="3600"),
    refusal(500, ServerError(status=500)),
    refusal(502, ServerError(status=502)),
    refusal(503, ServerError(status=503)),
    answer("html", b"<!doctype html><title>Maintenance</title>", "text/html; charset=utf-8"),
    answer("broken-json", b'{"data": [{"id": "1", '),
    answer("empty", b""),
    answer("list-for-object", b"[1, 2]"),
    redirect("redirect-loop", ""),
    redirect("redirect-elsewhere", "https://elsewhere.example/api/"),
    Fault("reset", Offline(), raises=ConnectionResetError("cut on purpose")),
]


@dataclass
class Faulty:
    """A server that answers as it should but for the paths that `breaks` tells."""

    breaks: Callable[[str], bool]
    fault: Fault | None
    app: ASGIApp | None = None
    asked: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        self.app = app
        return self

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        assert self.app is not None
        path: str = scope["path"]
        if self.fault is None or not self.breaks(path):
            await self.app(scope, receive, send)
            return
        self.asked.append(path)
        await self._fail(self.fault, path, send)

    async def _fail(self, fault: Fault, path: str, send: Send) -> None:
        if fault.raises is not None:
            raise fault.raises
        if fault.hangs:
            try:
                await asyncio.Event().wait()
            finally:
                self.closed.append(path)
        headers = {"content-type": fault.kind, **fault.headers}
        if fault.name == "redirect-loop":
            headers["location"] = path
        pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": fault.status, "headers": pairs})
        await send({"type": "http.response.body", "body": fault.content})


@dataclass(frozen=True)
class Way:
    """A place that depends on a route, and what it says once that route answers."""

    name: str
    address: Callable[[], str]
    breaks: Callable[[str], bool]
    content: str


@cache
def first_file() -> str:
    """The id of a file that has rows."""
    catalogue = SampleSite().catalogue
    dataset = next(dataset for dataset in catalogue.datasets if dataset.slug == SLUG)
    return dataset.resources[0].id


def table() -> str:
    return f"resource:{first_file()}"


def dataset() -> str:
    return f"dataset:{SLUG}"


WAYS = [
    Way("search", lambda: "search:population", lambda p: p.startswith("/api/"), "1 of 16"),
    Way("dataset", dataset, lambda p: p == f"/api/2/datasets/{SLUG}/", "1 of 4"),
    Way("files", dataset, lambda p: p.endswith("/resources/"), "1 of 4"),
    Way("profile", table, lambda p: p.endswith("/profile/"), "row 1 of 34,955"),
    Way("rows", table, lambda p: p.endswith("/data/"), "row 1 of 34,955"),
    Way("threads", lambda: f"{dataset()}#discussions", lambda p: "discussions" in p, "1 of 6"),
]
EACH_WAY = pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)

SAID_OTHERWISE = {
    ("profile", "404"): "The service has no rows for this file.",
    ("rows", "416"): "no rows",
}
"""What a place says better than the error does."""


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The client's time: it waits for nobody."""
    clock = Clock()
    with own_time(clock):
        yield clock


@asynccontextmanager
async def in_front_of(way: Way, fault: Fault | None) -> AsyncIterator[tuple[Person, Faulty]]:
    server = Faulty(way.breaks, fault)
    async with at_the_keyboard(way.address(), through=server.wrap) as person:
        if fault is None or not fault.hangs:
            await person.rest()
        yield person, server


async def hung(person: Person, server: Faulty) -> None:
    """Wait until the server was asked for what hangs, and the person is told."""
    async with asyncio.timeout(PATIENCE):
        while not server.asked:
            await person.pilot.pause(0.01)
    await person.sees("esc cancels")


def said(person: Person) -> str:
    """What is on the screen, whatever lines it was broken into."""
    return " ".join(person.screen.split())


def sentence(way: Way, fault: Fault) -> str:
    return SAID_OTHERWISE.get((way.name, fault.name), fault.error.message).strip()


def assert_quiet(person: Person) -> None:
    """The application lives, nothing runs, and nothing unexpected happened."""
    app = person.app
    assert app.is_running
    assert app.session.running == 0
    assert [worker for worker in app.workers if not worker.is_finished] == []
    assert [worker for worker in app.workers if worker.state is WorkerState.ERROR] == []
    assert app.session.failures == []
    assert "Traceback" not in person.screen
    assert "unexpected" not in person.screen


def faults_of(way: Way) -> list[list[Fault]]:
    """One fault in three, each way others; those of one session. A profile that came is not asked
    for again."""
    faults = FAULTS[WAYS.index(way) % 3 :: 3]
    return [[fault] for fault in faults] if way.name == "profile" else [faults]


@EACH_WAY
async def test_a_failure_is_said_in_a_sentence_and_r_asks_again(way: Way, clock: Clock) -> None:
    tried = Tried()
    for first, *others in faults_of(way):
        async with in_front_of(way, first) as (person, server):
            assert way.content not in person.screen
            with tried.trying(first.name):
                await is_said_and_mended(person, server, way, first, clock)
            for fault in others:
                server.fault, server.asked = fault, []
                await person.press("r")
                with tried.trying(fault.name):
                    await is_said_and_mended(person, server, way, fault, clock)
    tried.tell()


async def is_said_and_mended(
    person: Person, server: Faulty, way: Way, fault: Fault, clock: Clock
) -> None:
    assert server.asked
    assert sentence(way, fault) in said(person)
    assert_quiet(person)
    journal = [entry for entry in person.requests if server.asked[-1] in entry.url]
    assert journal
    assert not any(entry.running for entry in journal)

    server.fault = None
    clock.now += 3600
    await person.press("r")
    assert way.content in person.screen
    assert sentence(way, fault) not in said(person)
    assert_quiet(person)
    place = person.app.place
    assert place is not None
    assert place.problem is None


@EACH_WAY
async def test_what_hangs_is_cancelled_by_escape_and_by_leaving(way: Way) -> None:
    async with in_front_of(way, HANG) as (person, server):
        await hung(person, server)
        assert len(server.closed) < len(server.asked)
        await person.pilot.press("escape")
        await person.rest()
        assert server.closed == server.asked
        assert "esc cancels" not in person.screen
        if way in WAYS[:3]:  # nothing else is there
            assert "cancelled · r asks again." in person.screen
        assert_quiet(person)
        assert {entry.error for entry in person.requests if server.asked[0] in entry.url} == {
            "cancelled"
        }
        server.fault = None
        await person.press("r")
        assert way.content in person.screen
        assert_quiet(person)
        if way.name != "profile":  # which is not asked for again
            server.fault, server.asked, server.closed = HANG, [], []
            await person.pilot.press("r")
            await hung(person, server)
        await person.pilot.press("q")
        await person.pilot.pause()
    assert server.closed == server.asked
    assert person.app.return_code == 0


@pytest.mark.parametrize("fault", FAULTS[2::9], ids=lambda fault: fault.name)
async def test_the_first_screen_says_what_failed_and_r_asks_again(
    fault: Fault, clock: Clock
) -> None:
    server = Faulty(lambda path: path.startswith("/api/"), fault)
    async with at_the_keyboard(through=server.wrap) as person:
        await person.rest()
        assert fault.error.message.strip() in said(person)
        assert "r asks again." in person.screen
        server.fault = None
        clock.now += 3600
        await person.press("r")
        assert "1 of 447" in person.screen
        assert_quiet(person)


async def test_a_search_out_of_order_is_replaced_by_the_list(clock: Clock) -> None:
    server = Faulty(lambda path: path == "/api/2/datasets/search/", None)
    async with at_the_keyboard("search:population", through=server.wrap) as person:
        for status in (404, 405, 500, 502):
            server.fault, server.asked = refusal(status, ServerError(status=status)), []
            await person.press("r")
            assert server.asked
            assert "Population des communes" in person.screen
            assert "1 of " in person.screen
            assert [entry.status for entry in person.requests[-2:]] == [status, 200]
            assert_quiet(person)


async def test_the_page_after_the_first_may_fail_without_taking_the_first_away(
    clock: Clock,
) -> None:
    server = Faulty(WAYS[0].breaks, None)
    async with at_the_keyboard("search:", through=server.wrap) as person:
        await person.rest()
        shown = person.lines[2]
        server.fault = refusal(503, ServerError(status=503))
        await person.press("down", "end")
        assert "The service failed (error 503)." in person.screen
        await person.press("home")
        assert person.lines[2] == shown
        assert_quiet(person)


async def test_files_that_failed_are_still_said_to_have_failed_after_a_turn_of_the_tabs(
    clock: Clock,
) -> None:
    fault = refusal(500, ServerError(status=500))
    async with in_front_of(WAYS[2], fault) as (person, _server):
        await person.press("1")
        assert "The service failed" not in person.screen
        await person.press("2")
        assert "The service failed (error 500)." in person.screen


async def test_a_dataset_that_comes_late_opens_on_the_tab_that_was_asked_for(clock: Clock) -> None:
    fault = refusal(500, ServerError(status=500))
    async with in_front_of(WAYS[1], fault) as (person, server):
        assert person.app.place is not None
        assert person.app.place.link.fragment == "files"
        server.fault = None
        await person.press("r")
        assert "1 of 4" in person.screen
