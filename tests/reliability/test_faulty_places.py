"""Kinds of places × families of faults, on the screen: a sentence, a key that asks again, nothing
left running; many faults within one session."""

from __future__ import annotations

from typing import Final

import pytest
from batches import Tried
from clocks import Clock, own_time
from faulty import Faulty, sample
from people import Person, at_the_keyboard
from reckoning import Count, reckon, thorough
from textual.worker import WorkerState

from tui.sample.failing import Fault
from tui.sample.names import object_id, resource_id

SLUG: Final = "population-des-communes-francaises"

SAID: Final[dict[Fault, tuple[str, ...]]] = {
    Fault.ERROR: ("The service failed (error 500).",),
    Fault.S502: ("The service failed (error 502).",),
    Fault.LIMITED_SILENT: ("The service asks to slow down.",),
    Fault.LIMITED_LONG: ("The service asks to wait",),
    Fault.S403: ("The service does not allow this.", "Your account does not have the right"),
    Fault.TIMEOUT: ("The service did not answer in time.",),
    Fault.STALL: ("The service did not answer in time.",),
    Fault.RESET: ("The site cannot be reached.",),
    Fault.CUT: ("The site cannot be reached.",),
    Fault.AWAY: ("The service sends to another address",),
    Fault.HTML: ("The service answered something unreadable.",),
    Fault.SHORT: ("The service answered something unreadable.",),
    Fault.GZIP: ("The service answered something unreadable.",),
    Fault.NULL: ("The service answered something unreadable.",),
    Fault.EMPTY: ("The service answered something unreadable.",),
    Fault.PAGE: ("The service answered something unreadable.",),
}
"""What the screen says of a fault, one of these."""

PLACES: Final[dict[str, str]] = {
    "search:population": "1 of 16",
    "search:?kind=reuses": "1 of",
    f"dataset:{SLUG}": "1 of 4",
    f"resource:{resource_id(f'{SLUG}/0')}": "row 1 of 34,955",
    "organization:ville-de-paris": "Ville de Paris",
    "reuse:tableau-de-bord-allocataires-par-commune-3": "allocataires",
    "topic:mobilites-du-quotidien": "Mobilités du quotidien",
    "license:": "1 of",
    "harvest:": "1 of",
    "activity:": "1 of",
    f"metrics:dataset:{object_id('dataset', SLUG)}": "Visits",
    "account:": "Hébert",
}
"""What a place says once its services answer."""


def quiet(person: Person) -> None:
    """The application lives, nothing runs, and nothing unexpected happened."""
    app = person.app
    assert app.is_running
    assert app.session.running == 0
    assert [worker for worker in app.workers if not worker.is_finished] == []
    assert [worker for worker in app.workers if worker.state is WorkerState.ERROR] == []
    assert app.session.failures == []
    for word in ("Traceback", "unexpected", "Error("):
        assert word not in person.screen


async def test_every_place_says_what_goes_wrong_and_asks_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
    tried = Tried()
    for index, (address, content) in enumerate(PLACES.items()):
        clock = Clock()
        server = Faulty(sample(), clock)
        faults = list(SAID) if thorough() else list(SAID)[index % 4 :: 4]
        server.fault = faults[0]
        with own_time(clock):
            async with at_the_keyboard(address, through=server.wrap) as person:
                await person.rest()
                for fault in faults:
                    with tried.trying(f"{address} × {fault}"):
                        await said(person, server, fault, content)
    tried.tell()
    reckon(Count.FAULTED_PLACES, tried.count)


def fails(person: Person) -> bool:
    """Whether the place says that it failed, to who looks at it without a terminal."""
    place = person.app.place
    assert place is not None
    return place.problem is not None


async def said(person: Person, server: Faulty, fault: Fault, content: str) -> None:
    """Ask again with the fault, then without."""
    server.fault, server.asked = fault, []
    full = not fails(person)
    await person.press("r")
    # A host that asked to wait for a day is not asked at all before.
    assert server.asked or fault is Fault.LIMITED_LONG
    screen = " ".join(person.screen.split())
    assert any(text in screen for text in SAID[fault]), person.screen
    quiet(person)
    assert fails(person)
    assert any(entry.error for entry in person.requests)
    if full and content in screen:
        # What was read before is still there, and is not shown as if it had come now.
        assert person.app.screen.query(".-stale"), person.screen

    server.fault = None
    server.clock.now += 2 * 86_400
    await person.press("r")
    screen = " ".join(person.screen.split())
    assert content in screen, person.screen
    assert not any(text in screen for text in SAID[fault]), person.screen
    assert not fails(person)
    assert not person.app.screen.query(".-stale")
    quiet(person)
