"""Politeness towards one host."""

from __future__ import annotations

import asyncio

import pytest
from clocks import Clock

from tui.api.errors import RateLimited
from tui.api.journal import Journal
from tui.api.limiter import Left, Limiter, left_of, reset_delay, retry_delay


def limiter(clock: Clock, journal: Journal | None = None, at_once: int = 6) -> Limiter:
    return Limiter(
        journal or Journal(), at_once=at_once, clock=clock, wall_clock=clock, sleep=clock.sleep
    )


async def test_no_more_requests_leave_at_once_than_allowed() -> None:
    polite = limiter(Clock(), at_once=2)
    inside, most = 0, 0

    async def one() -> None:
        nonlocal inside, most
        async with polite.slot("https://x.test/"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(one() for _ in range(7)))
    assert (inside, most) == (0, 2)


async def test_a_cancelled_wait_gives_its_place_back() -> None:
    polite = limiter(Clock(), at_once=1)
    async with polite.slot("https://x.test/"):
        waiting = asyncio.ensure_future(polite.slot("https://x.test/").__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with polite.slot("https://x.test/"):
        assert True


async def test_a_wait_is_said_while_it_lasts() -> None:
    journal, clock = Journal(), Clock()
    said: list[str] = []
    journal.subscribe(lambda: said.append(journal.waiting))
    polite = limiter(clock, journal)
    assert polite.note(429, {"retry-after": "4"}) == 4
    async with polite.slot("https://x.test/"):
        assert clock.slept == [4]
    assert said == ["the service asks to wait 4 s", ""]


async def test_a_longer_wait_asked_for_meanwhile_counts() -> None:
    clock = Clock()
    polite = limiter(clock)
    polite.note(429, {"retry-after": "20"})
    polite.note(429, {"retry-after": "2"})
    async with polite.slot("https://x.test/"):
        assert sum(clock.slept) == 20


async def test_what_is_left_of_the_limit_is_told() -> None:
    journal = Journal()
    polite = limiter(Clock(), journal)
    assert Journal().room is None
    assert polite.note(200, {"x-ratelimit-limit": "60", "x-ratelimit-remaining": "15"}) is None
    assert journal.room == 0.25
    polite.note(200, {"x-ratelimit-limit": "0", "x-ratelimit-remaining": "banana"})
    assert journal.room == 0.25


async def test_a_wait_too_long_is_not_waited() -> None:
    clock = Clock()
    polite = limiter(clock)
    polite.note(503, {"retry-after": "31"})
    with pytest.raises(RateLimited) as caught:
        await polite.slot("https://x.test/").__aenter__()
    assert caught.value.delay == 31
    assert clock.slept == []


@pytest.mark.parametrize(
    ("headers", "delay"),
    [
        ({"retry-after": "5"}, 5.0),
        ({"retry-after": " 0 "}, 0.0),
        ({"retry-after": "Sun, 09 Sep 2001 01:46:50 GMT"}, 10.0),
        ({"retry-after": "Sun, 09 Sep 2001 01:46:50 -0000"}, 10.0),
        ({"retry-after": "Sun, 09 Sep 1991 01:46:50 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"x-ratelimit-reset": "12"}, 12.0),
        ({"x-ratelimit-reset": "1000000030"}, 30.0),
        ({"x-ratelimit-reset": "soon"}, None),
        ({"retry-after": "3", "x-ratelimit-reset": "12"}, 3.0),
        ({}, None),
    ],
)
def test_delays_are_read_in_every_form(headers: dict[str, str], delay: float | None) -> None:
    assert retry_delay(headers, 1_000_000_000.0) == delay


async def test_a_date_is_held_against_the_clock_of_who_tells_it() -> None:
    clock = Clock(now=1_000_000_000.0)
    headers = {
        "date": "Sat, 08 Sep 2001 01:46:40 GMT",  # a day late
        "retry-after": "Sat, 08 Sep 2001 01:46:44 GMT",
    }
    assert limiter(clock).note(429, headers) == 4
    assert limiter(clock).note(429, headers | {"date": "garbage"}) == 0


async def test_a_host_that_does_not_say_how_long_is_left_alone_longer_each_time() -> None:
    clock = Clock()
    polite = limiter(clock)
    for _ in range(5):
        assert polite.note(429, {}) is None
        async with polite.slot("https://x.test/"):
            pass
    assert clock.slept == [1, 2, 4, 8, 8]
    polite.note(200, {})
    polite.note(429, {"retry-after": "0"})
    async with polite.slot("https://x.test/"):
        pass
    assert clock.slept[5:] == [1]


def test_a_reset_in_the_past_is_no_delay() -> None:
    assert reset_delay({"x-ratelimit-reset": "1700000000"}, 1_700_000_100.0) == 0


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        (
            {"ratelimit-remaining": "0", "ratelimit-limit": "10, 10;w=1", "ratelimit-reset": "7"},
            Left(0, 10, 7),
        ),
        ({"x-ratelimit-remaining": "3"}, Left(3)),
        ({"ratelimit": "limit=100, remaining=50, reset=5"}, Left(50, 100, 5)),
        ({"ratelimit": '"a";r=9;t=60, "b"; r=1; t=2'}, Left(1, None, 2)),
        ({"ratelimit": "r=x, remaining=-1"}, None),
        ({"ratelimit-policy": '"a";q=10;w=1'}, None),
        ({}, None),
    ],
)
def test_what_is_left_is_read_in_every_form(headers: dict[str, str], left: Left | None) -> None:
    assert left_of(headers, 1000.0) == left


async def test_nothing_is_sent_before_a_server_has_room_again() -> None:
    clock = Clock()
    polite = limiter(clock)
    assert polite.note(200, {"ratelimit": '"a";r=0;t=4'}) == 4
    async with polite.slot("https://x.test/"):
        assert clock.slept == [4.0]
