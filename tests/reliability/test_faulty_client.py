"""Everything that the client asks × every fault of an answer: an error with a sentence or a right
answer, in bounded time and memory, a line in the journal, nothing left; and then it works."""

from __future__ import annotations

import asyncio
import inspect
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from batches import Tried
from client_routes import ASKED, ASKING, THROUGH_OTHERS, WRITES
from clocks import Clock, own_time
from faulty import Faulty, sample
from reckoning import Count, reckon, thorough

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
    ReadOnly,
    Redirected,
    ServerError,
    Timeout,
    Unauthorized,
)
from tui.api.service import Service, open_service
from tui.sample.failing import REFUSALS, Fault
from tui.settings import SITES, Secret

MOST: Final = 30 * 60.0
"""Seconds of its own time that a call may take, whatever is asked of it: each attempt and each wait
between two is bounded, and so is their number."""

EVERY: Final[dict[Fault, int]] = {
    **dict.fromkeys(REFUSALS, 16),
    **dict.fromkeys((Fault.HUGE, Fault.HUGE_ERROR, Fault.BOMB, Fault.DEEP), 24),
    Fault.PACKED: 36,
}
"""A fault is tried with one call in eight, other calls for each; what is much alike or costs time,
with one in so many. In a thorough run, each with each."""

RIGHT: Final = {
    Fault.LATE,
    Fault.LONG,
    Fault.REPEATED,
    Fault.SHUFFLED,
    Fault.SHIFTING,
    Fault.SKEWED,
}
"""After which an answer may be right."""

ERRORS: Final[dict[Fault, type[ApiError]]] = {
    Fault.S401: Unauthorized,
    Fault.S403: Forbidden,
    Fault.S404: NotFound,
    Fault.S408: Timeout,
    Fault.S410: Gone,
    Fault.S416: PastTheEnd,
    Fault.S423: ReadOnly,
    Fault.TIMEOUT: Timeout,
    Fault.STALL: Timeout,
    Fault.RESET: Offline,
    Fault.CUT: Offline,
    Fault.LOOP: Redirected,
    Fault.AWAY: Redirected,
    Fault.NOWHERE: Redirected,
    Fault.HUGE_ERROR: ServerError,
    Fault.LONG: BadPayload,
    Fault.MISLABELLED: BadPayload,
}


def expected(fault: Fault) -> type[ApiError]:
    """What a fault is to who asks for one object, once."""
    if fault in ERRORS:
        return ERRORS[fault]
    if fault.value.startswith("limited"):
        return RateLimited
    if fault in (Fault.ERROR, Fault.BUSY) or fault.value.startswith("5"):
        return ServerError
    return BadRequest if fault.value.startswith("4") else BadPayload


def test_nothing_that_the_client_can_be_asked_is_forgotten() -> None:
    asked = {name.partition(",")[0].split(" ")[0] for name in ASKED}
    methods = set()
    for kind in ASKING:
        for name, member in inspect.getmembers(kind, inspect.isroutine):
            returns = str(getattr(member, "__annotations__", {}).get("return", ""))
            awaited = inspect.iscoroutinefunction(inspect.unwrap(member))
            given = "AsyncIterator" in returns or "AbstractAsyncContext" in returns
            if not name.startswith("_") and (awaited or given):
                methods.add(f"{kind.__name__}.{name}")
    mentioned = {name for name in asked if name.split(".")[0][0].isupper()}
    assert methods - mentioned - THROUGH_OTHERS == set()
    assert mentioned - methods == set()


async def test_whatever_goes_wrong_the_client_says_it_and_lives_on() -> None:
    tried = Tried()
    seen: set[Fault] = set()
    files = open_files()
    for index, name in enumerate(ASKED):
        async with opened() as (service, server):
            for number, fault in enumerate(Fault):
                if left_out(name, fault, index - number):
                    continue
                with tried.trying(f"{name} × {fault}"):
                    error = await fails(service, server, name, fault)
                    if error is not None:
                        seen.add(fault)
    tried.tell()
    assert [fault for fault in Fault if fault not in seen and fault not in RIGHT] == []
    assert open_files() == files
    reckon(Count.FAULTS, len(Fault))
    reckon(Count.ROUTES, len(ASKED))
    reckon(Count.FAULTED_ROUTES, tried.count)


def left_out(name: str, fault: Fault, turn: int) -> bool:
    if name == "Catalogue.dataset" or thorough():
        return False
    return turn % EVERY.get(fault, 8) != 0


@asynccontextmanager
async def opened() -> AsyncIterator[tuple[Service, Faulty]]:
    """The services of a site that fails as it is told, in time of their own."""
    clock = Clock()
    server = Faulty(sample(), clock)
    with own_time(clock):
        service = await open_service(
            SITES["sample"],
            asgi_app=server,
            timeout=MOST,  # of everybody's time, which a busy machine may be short of
            find_key=lambda: Secret("sample-key"),
        )
    yield service, server
    await service.aclose()


async def fails(service: Service, server: Faulty, name: str, fault: Fault) -> ApiError | None:
    """Ask with the fault, then without. Returns what it failed with."""
    service.transport._cache.clear()
    service.account._me = None
    server.fault, server.asked = fault, []
    began, failed = server.clock.now, None
    try:
        await ASKED[name](service)
    except ApiError as error:
        failed = error
    assert server.asked, "nothing was asked"
    assert server.clock.now - began < MOST
    await assert_quiet(service)
    if failed is not None:
        assert failed.message.endswith((".", "…")) or failed.detail, repr(failed)
        assert "\n" not in failed.message
        assert failed.url.startswith("http"), repr(failed)
        told = [entry for entry in service.journal.entries[-6:] if entry.error]
        assert told or failed.status is None, repr(failed)  # the rest is of what was read in it
    if name in WRITES:
        assert len([path for path in server.asked if "/me/" not in path]) == 1
    if name == "Catalogue.dataset" and fault not in RIGHT:
        assert isinstance(failed, expected(fault)), repr(failed)
        assert service.journal.entries[-1].status == failed.status or failed.status in (None, 200)

    server.fault = None
    server.clock.now += 2 * 86_400
    if fault is Fault.LIST:  # a list of other things is a list with nothing in it
        service.transport._cache.clear()
    service.account._me = None
    await ASKED[name](service)
    await assert_quiet(service)
    return failed


async def assert_quiet(service: Service) -> None:
    """Nothing runs any more."""
    for _turn in range(50):
        # The generators that the client lets go are closed one within another.
        await asyncio.sleep(0)
        if len(asyncio.all_tasks()) == 1:
            break
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert service.journal.running == 0
    assert service.journal.waiting == ""
    assert not any(entry.running for entry in service.journal.entries)


def open_files() -> int:
    """How many descriptors this process has; 0 where the system does not say."""
    return len(os.listdir("/proc/self/fd")) if sys.platform == "linux" else 0
