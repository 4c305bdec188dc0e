"""Pages that repeat, that come in another order, whose totals change, and clocks that are wrong:
what is shown holds together."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

import pytest
from clocks import Clock, own_time
from faulty import Faulty, sample
from people import Person, at_the_keyboard

from tui import clock as today
from tui.sample.failing import Fault
from tui.sample.names import resource_id
from tui.widgets.results import ResultList

TABLE: Final = f"resource:{resource_id('population-des-communes-francaises/0')}"
LIES: Final = (Fault.REPEATED, Fault.SHUFFLED, Fault.SHIFTING)
POSITION: Final = re.compile(r"(?:row )?([\d,]+) of ([\d,]+)")


def position(person: Person) -> tuple[int, int]:
    """Where the cursor is said to be, of how many."""
    found = POSITION.search(person.screen)
    assert found, person.screen
    here, total = (int(text.replace(",", "")) for text in found.groups())
    return here, total


def listed(person: Person) -> list[str]:
    return [str(getattr(item, "id", "")) for item in person.app.screen.query_one(ResultList).items]


async def test_a_list_shows_nothing_twice_and_follows_the_total() -> None:
    server = Faulty(sample(), Clock())
    with own_time(server.clock):
        async with at_the_keyboard("search:", through=server.wrap) as person:
            await person.rest()
            await person.press("down")
            before = position(person)[1]
            for lie in LIES:
                server.fault, server.asked = lie, []
                for _ in range(3):
                    await person.press("end")
                    ids = listed(person)
                    assert len(ids) == len(set(ids))
                    here, total = position(person)
                    assert here <= total
                if lie is Fault.SHIFTING:
                    assert position(person)[1] != before or "The results changed" in person.screen
                asked = len(server.asked)
                await person.press("up", "down", "up", "down")
                assert len(server.asked) <= asked + 2, "it asks for the same page in a loop"
                server.fault = None
                await person.press("r")
                assert position(person)[1] == before


@pytest.mark.parametrize("lie", LIES)
async def test_the_grid_keeps_its_place_whatever_the_pages_say(lie: Fault) -> None:
    server = Faulty(sample(), Clock(), only="/data/")
    with own_time(server.clock):
        async with at_the_keyboard(TABLE, through=server.wrap) as person:
            await person.rest()
            assert position(person) == (1, 34_955)
            server.fault, told = lie, False
            for key in ("pagedown", "ctrl+end", "ctrl+home", "ctrl+end", "up", "up"):
                await person.press(key)
                here, total = position(person)
                assert 1 <= here <= total
                assert abs(total - 34_955) <= 3
                told = told or "The table changed" in person.screen
            assert told == (lie is Fault.SHIFTING)
            server.fault = None
            await person.press("r", "ctrl+home")
            assert position(person)[0] == 1
            assert "34,955" in person.screen
            assert person.app.session.failures == []


async def test_a_server_whose_clock_is_wrong_answers_as_any_other() -> None:
    server = Faulty(sample(), Clock(), Fault.SKEWED)
    with own_time(server.clock):
        async with at_the_keyboard("search:population", through=server.wrap) as person:
            await person.rest()
            assert position(person)[0] == 1


async def test_ages_are_said_where_the_clock_of_this_machine_is_late() -> None:
    async with at_the_keyboard("dataset:population-des-communes-francaises") as person:
        today.fix(today.now() - timedelta(days=400))
        await person.press("1")
        assert "Traceback" not in person.screen
        assert not re.search(r"-\d+ (second|minute|hour|day|month|year)", person.screen)
