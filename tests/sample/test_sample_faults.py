"""Slowness and failures on demand."""

from __future__ import annotations

import contextlib
import json

import httpx
from sample_site import Visitor, site

from tui.sample.app import create_app
from tui.sample.failing import HANG
from tui.sample.faults import LONGEST, PASSING, Faults

PATH = "/api/1/datasets/licenses/"


class Waits:
    """Waits no time, and remembers how long it should have been."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


async def outcomes(rate: float, count: int, seed: int = 0, latency: float = 0.0) -> list[str]:
    """What each of `count` requests came to."""
    visitor = Visitor(Faults(site(), rate=rate, seed=seed, latency=latency, sleep=Waits()))
    found = []
    for _ in range(count):
        try:
            answer = await visitor.main(PATH)
        except OSError as error:
            found.append(type(error).__name__)
            continue
        found.append(_outcome(answer))
    return found


def _outcome(answer: httpx.Response) -> str:
    if answer.status_code != 200:
        return f"{answer.status_code} {answer.headers.get('retry-after', '')}".strip()
    try:
        return "whole" if answer.json() else "empty"
    except json.JSONDecodeError:
        assert answer.headers["content-length"] == str(len(answer.content))
        return "truncated"


async def test_without_faults_nothing_fails() -> None:
    assert set(await outcomes(0.0, 20)) == {"whole"}


async def test_every_fault_happens_and_nothing_else_when_all_fail() -> None:
    found = set(await outcomes(1.0, 80))
    assert found == {"500", "503 2", "429 2", "truncated", "ConnectionResetError", "TimeoutError"}
    assert len(found) == len(PASSING)


async def test_about_the_asked_share_of_answers_fails() -> None:
    found = await outcomes(0.25, 200)
    assert 25 <= len([item for item in found if item != "whole"]) <= 75


async def test_the_same_seed_fails_in_the_same_order() -> None:
    assert await outcomes(0.5, 40, seed=3) == await outcomes(0.5, 40, seed=3)
    assert await outcomes(0.5, 40, seed=3) != await outcomes(0.5, 40, seed=4)


async def test_answers_are_late_by_about_the_latency_and_never_for_ever() -> None:
    waits = Waits()
    visitor = Visitor(Faults(site(), latency=0.4, sleep=waits))
    for _ in range(30):
        assert (await visitor.main(PATH)).status_code == 200
    assert all(0.2 <= seconds <= 0.6 for seconds in waits.seconds)
    assert len(set(waits.seconds)) > 10
    waits = Waits()
    visitor = Visitor(Faults(site(), latency=1e9, sleep=waits))
    await visitor.main(PATH)
    assert 0 < waits.seconds[0] <= LONGEST


async def test_a_request_that_times_out_hangs_for_a_bounded_time() -> None:
    waits = Waits()
    visitor = Visitor(Faults(site(), rate=1.0, sleep=waits))
    while not waits.seconds:
        with contextlib.suppress(OSError):
            await visitor.main(PATH)
    assert waits.seconds == [HANG]


async def test_the_factory_adds_faults_only_when_asked() -> None:
    assert not isinstance(create_app(), Faults)
    assert isinstance(create_app(latency=0.1), Faults)
    assert isinstance(create_app(fault_rate=0.1), Faults)
