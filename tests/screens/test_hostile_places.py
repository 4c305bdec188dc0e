"""The hostile dataset and the hostile table, on every screen that can show them."""

from __future__ import annotations

from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard


async def walk(person: Person, *keys: str) -> None:
    for key in keys:
        await person.press(key)
        assert_harmless(person.app)
        assert person.app.is_running


@SIZES
async def test_the_hostile_dataset(size: tuple[int, int]) -> None:
    async with at_the_keyboard("search:quitter", size=size) as person:
        await person.sees("[@click=app.quit]Quitter[/]")
        assert_harmless(person.app)
        await walk(person, "p", "escape", "f", "down", "escape", "y", "escape", "L", "escape")
        await walk(person, "enter", "i", "pagedown", "escape", "y", "escape")
        await walk(person, "1", "pagedown", "pagedown", "4", "pagedown", "3", "1")
        await walk(person, "5", "enter", "pagedown", "y", "8", "enter", "pagedown", "escape", "1")
        await walk(person, "shift+tab", "plus", "pagedown", "pagedown", "end")
        await walk(person, "question_mark", "escape", "colon", "escape", "H", "escape")
        await walk(person, "2", "enter", "y", "escape", "backspace", "backspace")


async def test_the_hostile_table() -> None:
    async with at_the_keyboard("search:terminaux affichent mal") as person:
        await person.sees("▰")
        await person.press("enter")
        for _file in range(12):
            await person.press("enter")
            if "row 1 of" in person.screen:
                break
            await person.press("escape", "down")
        assert_harmless(person.app)
        for _row in range(22):
            await walk(person, "down", "enter", "escape")
        for _column in range(4):
            await walk(person, "right", "slash", "escape")
        await walk(
            person, "equals_sign", "X", "s", "s", "c", "escape", "e", "escape", "L", "escape"
        )
