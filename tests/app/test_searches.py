"""Searches saved and made last: listed, opened, named, forgotten."""

from __future__ import annotations

from pathlib import Path

from people import Person, at_the_keyboard


def here(person: Person) -> str:
    assert person.app.place is not None
    return str(person.app.place.link)


async def test_earlier_searches_of_the_site_are_a_key_above_the_omnibox(tmp_path: Path) -> None:
    async with at_the_keyboard(data_dir=tmp_path) as person:
        for words in ("transport", "population"):
            await person.type(words)
            await person.press("enter")
            await person.sees("1 of ")
            await person.press("slash", "ctrl+u")
        await person.press("up")
        await person.sees("Saved and recent searches", "Datasets › transport", "› population")
        await person.press("escape")
    async with at_the_keyboard(
        "dataset:population-des-communes-francaises", data_dir=tmp_path
    ) as person:
        await person.press("f2", "up")
        await person.sees("Datasets › population", "Datasets › transport")
        assert "Files" not in person.lines[4]
        await person.type("transp")
        await person.press("enter")
        await person.sees("Datasets › transport", "1 of ")
        assert here(person) == "search:transport"
        await person.press("R")
        await person.sees("Saved and recent searches")
        await person.type("transp")
        await person.press("ctrl+r")
        await person.sees("nothing matches")


async def test_a_search_is_saved_under_a_name(tmp_path: Path) -> None:
    address = "search:population?format=csv"
    async with at_the_keyboard(address, data_dir=tmp_path) as person:
        await person.press("ctrl+s")
        await person.sees("Save this search", "Datasets · population · Format: csv")
        await person.press("ctrl+u", "enter")
        await person.sees("It needs a name.")
        await person.type("People by town")
        await person.press("enter")
        await person.sees("Bookmarked")
    async with at_the_keyboard(data_dir=tmp_path) as person:
        await person.press("up")
        await person.sees("★ People by town")
        await person.press("enter")
        await person.sees("Format: csv", "1 of ")
        assert here(person) == address
        await person.press("R", "ctrl+r", "escape", "B")
        await person.sees("no bookmark yet")
