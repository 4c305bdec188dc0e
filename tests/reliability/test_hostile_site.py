"""Every word of every answer is an attack: each place and its dialogs show it, and obey nothing."""

from __future__ import annotations

import pytest
from hostile_site import SHORT, HostileSite
from hostility import assert_harmless
from monkey import PLACES
from people import NARROW, WIDE, Person, at_the_keyboard
from reckoning import thorough

from tui.headless import send_key
from tui.links import parse_link
from tui.settings import SITES, ASGIApp

KEYS = ("y", "escape", "i", "escape", "tab", "e", "escape")
TURNS = range(0, len(SHORT), 6) if thorough() else (3,)
"""Each turn gives every field another payload."""
SHOWN = tuple(dict.fromkeys(PLACES))[:: 1 if thorough() else 7]


async def look_at(person: Person, address: str) -> None:
    """Go to a place, to its next tab and to some of its dialogs."""
    await person.app.go(parse_link(address, SITES["sample"]))
    await person.rest()
    assert_harmless(person.app)
    for key in KEYS:
        send_key(person.app, key)
        await person.pilot.pause(0.001)
        assert_harmless(person.app)


@pytest.mark.parametrize("turn", TURNS)
async def test_every_place_of_a_hostile_site(turn: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
    sites: list[HostileSite] = []

    def hostile(app: ASGIApp) -> ASGIApp:
        sites.append(HostileSite(app, turn=turn))
        return sites[0]

    size = NARROW if turn % 2 else WIDE
    async with at_the_keyboard(PLACES[0], size=size, through=hostile, writes=True) as person:
        for address in SHOWN:
            await look_at(person, address)
    assert len(sites[0].replaced) > 100
    assert len({number for _path, number in sites[0].replaced}) > len(SHORT) / 3
