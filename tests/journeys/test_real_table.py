"""Everything one does with a table, on the real services that the environment names."""

from __future__ import annotations

import os
import re

import pytest
from people import Person, at_the_keyboard, real_site

TABLE = os.environ.get("DATAGOUV_TUI_TEST_GROUPED_RESOURCE", "")
"""A resource whose rows may be grouped."""

pytestmark = pytest.mark.skipif(
    real_site() is None or not TABLE, reason="no real servers in the environment"
)
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def total_of(person: Person) -> int:
    found = re.search(r"(?:row|group) [\d,]+ of ([\d,]+)", person.screen)
    assert found is not None, person.screen
    return int(found[1].replace(",", ""))


def refused(person: Person) -> list[tuple[int | None, str]]:
    """Answers of the rows' service that are refusals; its tables need not be in the catalogue."""
    site = real_site()
    rows = site.tabular_url if site is not None else ""
    asked = [(e.status, e.url) for e in person.requests if e.url.startswith(rows)]
    return [(status, url) for status, url in asked if (status or 0) >= 400]


@SIZES
async def test_the_rows_are_arranged_marked_and_found(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"resource:{TABLE}", size=size, site=real_site()) as person:
        await person.sees("row 1 of ")
        total = total_of(person)
        await person.press("f", "right", "minus", "s", "right", "S")
        await person.sees("▲1", "▲2", "┃")
        await person.press("m", "down", "m", "quotation_mark")
        assert total_of(person) == 2
        await person.press("U")
        assert total_of(person) == total
        await person.press("G", "pageup", "equals_sign")
        assert 0 < total_of(person) <= total
        assert refused(person) == []


@SIZES
async def test_groups_lead_to_their_rows(size: tuple[int, int]) -> None:
    address = f"resource:{TABLE}"
    async with at_the_keyboard(address, size=size, site=real_site()) as person:
        await person.sees("row 1 of ")
        await person.press("right", "right", "a")
        await person.sees("Group the rows", "dep")
        await person.press("escape", "F")
        await person.sees("group 1 of ", "█")
        await person.press("enter")
        await person.sees("row 1 of ", "◆")
        assert refused(person) == []


@SIZES
async def test_profiles_and_records_are_read(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"resource:{TABLE}", size=size, site=real_site()) as person:
        await person.sees("row 1 of ")
        await person.press("i")
        await person.sees("Distinct")
        await person.press("right", "right", "escape")
        await person.press("v", "n", "n")
        await person.sees("Record 3 of ")
        await person.press("escape")
        await person.sees("row 3 of ")
        await person.press("enter", "escape")
        await person.press("I")
        await person.sees("column 1 of ")
        await person.press("s", "enter", "escape", "backspace")
        await person.sees("row 3 of ")
        assert refused(person) == []
