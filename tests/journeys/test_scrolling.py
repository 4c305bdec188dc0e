"""Through a million rows: only what one stops at is asked for, and nothing stale is painted."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from people import Person, at_the_keyboard

from tui.widgets.grid import Grid


async def open_a_million_rows(person: Person) -> Grid:
    await person.sees("1 of 1")
    await person.press("enter")
    await person.sees("Files (")
    await person.press("enter")
    await person.sees("row 1 of 1,000,000")
    place = person.app.place
    assert place is not None
    return place.query_one(Grid)


def pages_asked(person: Person, since: int) -> list[int]:
    """Pages of rows asked of the service after the first `since` requests."""
    pages = []
    for entry in person.requests[since:]:
        parts = urlsplit(entry.url)
        if parts.path.endswith("/data/") and not entry.cached:
            pages.append(int(parse_qs(parts.query)["page"][0]))
    return pages


def numbers_in_sight(person: Person) -> list[int]:
    """Row numbers down the left of the screen."""
    found = (re.match(r" *([\d,]+)│", line) for line in person.lines[3:])
    return [int(match[1].replace(",", "")) for match in found if match]


async def test_holding_page_down_asks_only_for_where_it_rests() -> None:
    async with at_the_keyboard("search:valeurs foncières", size=(120, 40)) as person:
        grid = await open_a_million_rows(person)
        before = len(person.requests)
        height = grid.rows_in_sight
        for _press in range(60):
            grid.action_page_down()
        await person.rest()
        top = grid.scroll_offset.y
        assert top == 60 * height
        first, last = top // 50 + 1, (top + height - 1) // 50 + 1
        asked = pages_asked(person, before)
        assert set(range(first, last + 1)) <= set(asked)
        assert set(asked) <= set(range(first, last + 3))
        assert numbers_in_sight(person)[: height - 1] == list(range(top + 1, top + height))


async def test_rows_are_the_ones_of_their_numbers_wherever_one_jumps() -> None:
    async with at_the_keyboard("search:valeurs foncières", size=(80, 24)) as person:
        grid = await open_a_million_rows(person)
        for target in (999_999, 0, 123_456, 499_999, 10):
            grid.move(target, 0, jump=True)
            await person.rest()
            await person.sees(f"row {target + 1:,} of 1,000,000")
            assert grid.current_row is not None
            source_row = grid.store.row(target)
            assert source_row == grid.current_row
            assert target + 1 in numbers_in_sight(person)
