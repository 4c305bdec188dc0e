"""A driver that knows nothing hammers the application; what it found before is driven again."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from monkey import PLACES, SEEDS, kept, made, run, shortest
from monkey_driver import Seen, driven
from monkey_walks import WALKS
from reckoning import Count, reckon, thorough

from tui.links import KINDS, parse_link
from tui.settings import SITES

pytestmark = pytest.mark.frames

STEPS = 800 if thorough() else 240
"""Steps of one seed, each of which is an event or a text."""
SEEDS_OF_A_CHUNK = 6 if thorough() else 2
CHUNKS = range(0, 132 if thorough() else 2, SEEDS_OF_A_CHUNK)


@pytest.mark.parametrize("first", CHUNKS)
async def test_what_is_pressed_at_random_breaks_nothing(first: int, tmp_path: Path) -> None:
    seen = Seen()
    for seed in range(first, first + SEEDS_OF_A_CHUNK):
        folder = tmp_path / str(seed)
        folder.mkdir()
        seen.add(await run(seed, STEPS, folder))
    reckon(Count.EVENTS, seen.sent, part=str(first))
    sys.stdout.write(f"{seen.coverage()}\n")


@pytest.mark.parametrize("name", sorted(path.stem for path in SEEDS.glob("*.json")))
async def test_what_broke_it_once_does_no_more(name: str, tmp_path: Path) -> None:
    await driven(kept(SEEDS / f"{name}.json"), tmp_path)


def test_a_seed_says_the_same_every_time() -> None:
    for seed in (6, 7):
        assert made(seed, 300) == made(seed, 300)
        assert made(seed, 300) != made(seed + 2, 300)


def test_a_failure_is_cut_down_to_the_events_that_it_needs() -> None:
    told = made(3, 200)
    needed = [told[20], ("key", "needed"), told[150]]
    told.insert(70, needed[1])
    left = shortest(told, lambda part: all(part.count(event) for event in needed))
    assert sorted(map(repr, left)) == sorted(map(repr, set(needed)))


def test_the_driver_starts_from_every_kind_of_place() -> None:
    shown = {parse_link(address, SITES["sample"]).kind for address in PLACES}
    assert shown == set(KINDS) - {"file"}


def test_each_walk_starts_at_a_place() -> None:
    for walk in WALKS:
        parse_link(walk.address, SITES["sample"])
