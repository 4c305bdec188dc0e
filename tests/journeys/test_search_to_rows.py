"""A person's whole task: search, open a dataset, open a file, filter and sort its rows, and
back."""

from __future__ import annotations

import re
from base64 import b64decode

import pytest
from people import Person, at_the_keyboard, real_site

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@SIZES
async def test_from_a_word_to_a_copied_cell_and_back(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with at_the_keyboard(size=size) as person:
        sent = written_to_terminal(person, monkeypatch)
        await person.sees("Search datasets")
        await person.type("population")
        await person.press("enter", "down", "up")
        await person.sees("1 of 16")
        results = person.screen

        await person.press("enter")
        await person.sees("About", "Files (4)", "Quality", "1 of 4")

        await person.press("enter")
        await person.sees("row 1 of 34,955", "code_insee")

        await person.press("right", "right", "slash")
        await person.sees("Filter code_departement")
        await person.press("down", "down", "7", "5", "enter")
        await person.sees("code_departement = 75", "◆")
        total = total_of(person)
        assert 0 < total < 34_955

        await person.press("left", "s")
        await person.sees("▲")
        await person.press("s")
        await person.sees("▼")

        await person.press("G")
        await person.sees(f"row {total:,} of {total:,}")
        value = person.lines[size[1] - 2].split(" = ", 1)[1].split("  ")[0]

        await person.press("y", "enter")
        await person.sees("Sent to the terminal")
        assert sent[-1] == value

        await person.press("backspace")
        await person.sees("Files (4)", "1 of 4")
        await person.press("backspace")
        assert person.screen == results


@SIZES
async def test_the_last_row_of_a_million_is_three_keys_away(size: tuple[int, int]) -> None:
    async with at_the_keyboard("search:valeurs foncières", size=size) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("Files (")
        await person.press("enter")
        await person.sees("of 1,000,000")
        await person.press("G")
        await person.sees("row 1,000,000 of 1,000,000")
        assert person.app.place is not None


@pytest.mark.skipif(real_site() is None, reason="no real servers in the environment")
@SIZES
async def test_the_same_way_on_real_servers(size: tuple[int, int]) -> None:
    async with at_the_keyboard("search:population", size=size, site=real_site()) as person:
        await person.sees("1 of ")
        results = person.screen
        opened = await open_a_table(person)
        assert opened, "no file with rows among the datasets found"
        await person.sees("row 1 of ")
        before = total_of(person)

        await person.press("equals_sign")
        await person.sees("◆")
        assert 0 < total_of(person) <= before
        await person.press("s")
        await person.sees("▲")
        await person.press("G")
        await person.sees(f"row {total_of(person):,} of {total_of(person):,}")
        await person.press("X")
        assert total_of(person) == before

        while person.app.history.can_go_back:
            await person.press("backspace")
        await person.sees(results.split("\n")[3].strip()[:20])
        assert [entry for entry in person.requests if (entry.status or 0) >= 400] == []


async def open_a_table(person: Person) -> bool:
    """Open datasets from the top until one has a file with rows, and open that file."""
    for _dataset in range(10):
        await person.press("enter")
        await person.sees("Files")
        for _file in range(40):
            marked = [line for line in person.lines if line.startswith(" ▦")]
            if not marked:
                break
            before = person.screen
            await person.press("enter")
            if "row 1 of " in person.screen:
                return True
            await person.press(
                "escape" if "Files" in before and "esc Close" in person.screen else "f12"
            )
            await person.press("down")
        await person.press("backspace", "down")
    return False


def total_of(person: Person) -> int:
    found = re.search(r"row [\d,]+ of ([\d,]+)", person.screen)
    assert found is not None
    return int(found[1].replace(",", ""))


def written_to_terminal(person: Person, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are sent to the clipboard from now on."""
    copied: list[str] = []
    driver = person.app._driver
    assert driver is not None
    original = driver.write

    def write(data: str) -> None:
        if data.startswith("\x1b]52;c;"):
            copied.append(b64decode(data[7:].split("\x07")[0]).decode())
        original(data)

    monkeypatch.setattr(driver, "write", write)
    return copied
