"""A driver that knows nothing hammers the application; what it found before is driven again."""

from __future__ import annotations

from pathlib import Path

import pytest
from monkey import PLACES, SEEDS, driven, kept, made
from reckoning import Count, reckon, thorough

from tui.links import KINDS, parse_link
from tui.settings import SITES

CHUNK = 450
"""Steps of one seed, each of which is an event or a text."""
RUNS = 40 if thorough() else 2


async def test_what_is_pressed_at_random_breaks_nothing(tmp_path: Path) -> None:
    sent = 0
    for seed in range(RUNS):
        folder = tmp_path / str(seed)
        folder.mkdir()
        seen = await driven(made(seed, CHUNK), folder, seed=seed)
        sent += seen.sent
    reckon(Count.EVENTS, sent)


@pytest.mark.parametrize("name", sorted(path.stem for path in SEEDS.glob("*.json")))
async def test_what_broke_it_once_does_no_more(name: str, tmp_path: Path) -> None:
    await driven(kept(SEEDS / f"{name}.json"), tmp_path)


def test_a_seed_says_the_same_every_time() -> None:
    assert made(7, 300) == made(7, 300)
    assert made(7, 300) != made(8, 300)


def test_the_driver_starts_from_every_kind_of_place() -> None:
    shown = {parse_link(address, SITES["sample"]).kind for address in PLACES}
    assert shown == set(KINDS) - {"file"}
