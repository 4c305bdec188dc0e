"""Hours of use hold no more than minutes of it: of anything."""

from __future__ import annotations

import gc
from dataclasses import fields, replace
from pathlib import Path
from weakref import ref

import pytest
from people import at_the_keyboard
from reckoning import Count, reckon, thorough
from soak import BOUNDS, Held, slope, soaking
from textual.widget import Widget

pytestmark = pytest.mark.frames

HOURS = 2.0
"""Of the thorough run."""

COUNTED = ("tasks", "threads", "files", "timers", "screens", "widgets", "places")
"""What there may not be more of at the end than there was at its most in the first rounds."""


def grown(rounds: list[Held]) -> list[str]:
    """What the rounds hold more and more of, or more than they may."""
    wrong = [
        f"{name}: {getattr(one, name)} of {most} at {one.at:.0f} s"
        for one in rounds
        for name, most in BOUNDS.items()
        if getattr(one, name) > most
    ]
    half = len(rounds) // 2
    for name in COUNTED:
        before = max(getattr(one, name) for one in rounds[:half])
        after = min(getattr(one, name) for one in rounds[half:])
        if after > before:
            wrong.append(f"{name}: {[getattr(one, name) for one in rounds]}")
    for name, share in (("objects", OBJECTS), ("memory", MEMORY)):
        hour = slope([(one.at / 3600, getattr(one, name)) for one in rounds])
        if hour > share * getattr(rounds[0], name):
            wrong.append(f"{name}: {hour:+.0f} an hour: {[getattr(one, name) for one in rounds]}")
    return wrong


OBJECTS = 0.02
"""Share of the objects that one hour may add: the lines of the list of requests and of the
history, which have their bounds."""

MEMORY = 0.06
"""The same of the memory: what allocators keep for later is theirs to choose."""


@pytest.mark.parametrize("name", ["objects", "tasks", "history"])
def test_what_grows_is_found(name: str) -> None:
    flat = Held(**{field.name: 0 for field in fields(Held)})
    rounds = [
        replace(flat, at=number * 900, objects=100_000, memory=200_000_000)
        for number in range(1, 6)
    ]
    assert grown(rounds) == []
    more = [
        replace(one, **{name: getattr(one, name) + 1500 * number})
        for number, one in enumerate(rounds)
    ]
    (said, *_others) = grown(more)
    assert said.startswith(name)


async def test_nothing_is_kept_of_a_widget_that_is_gone() -> None:
    async with at_the_keyboard() as person:
        await person.press("f1")
        gone = [ref(widget._styles_cache) for widget in person.app.screen.walk_children(Widget)]
        assert len(gone) > 1
        await person.press("escape")
        gc.collect()
        assert [kept for kept in gone if kept() is not None] == []


async def test_hours_of_use_hold_no_more_than_minutes(tmp_path: Path) -> None:
    async with soaking(tmp_path) as soak:
        if thorough():
            rounds = await soak.for_hours(HOURS)
        else:
            await soak.round(0, "glimpse")
            rounds = [await soak.round(number, "glimpse") for number in (1, 2)]
        assert grown(rounds) == []
        assert soak.person.app.session.failures == []
        reckon(Count.SOAKED, int(soak.ahead.by) // 600 * 600)
