"""What keys that do nothing now say."""

from __future__ import annotations

from people import at_the_keyboard


async def test_a_key_that_does_nothing_says_why() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.sees("1 of 3")
        await person.press("x")
        assert person.lines[23].strip() == "There is no filter."
        await person.press("backspace")
        assert person.lines[23].strip() == "This is where you started."
        await person.press("x", "escape")
        assert person.lines[23].strip() == "This is where you started."
        await person.press("enter")
        await person.sees("Files (2)")
        await person.press("1", "d")
        assert person.lines[23].strip() == "Only in the Files tab."


async def test_a_key_refused_by_a_list_goes_on_to_its_place() -> None:
    async with at_the_keyboard("dataset:prix-des-carburants-en-france#about") as person:
        await person.sees("Producer")
        await person.press("enter")
        await person.sees("Licence: Licence Ouverte")


async def test_an_empty_list_offers_nothing_to_open() -> None:
    async with at_the_keyboard("dataset:prix-des-carburants-en-france#reuses") as person:
        await person.sees("No reuse of this dataset is known.")
        assert "⏎" not in person.lines[23]
        await person.press("enter")
        assert person.lines[23].strip() == "There is nothing to open here."
        await person.press("2")
        await person.sees("⏎ Open", "d Download")


async def test_what_opens_the_account_is_written_as_it_is_typed() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.press("f1", "G")
        await person.sees("@    ")


async def test_a_long_list_of_choices_says_where_one_is_in_it() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.press("t")
        await person.sees("1 of 2")
        await person.press("down")
        await person.sees("2 of 2")


async def test_a_command_that_cannot_be_run_says_why_in_full() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.press("colon")
        await person.type("Remove all filters")
        assert any("All commands" in x and "There is no filter." in x for x in person.lines)


async def test_a_long_text_says_how_much_is_left() -> None:
    async with at_the_keyboard("search:eau") as person:
        await person.press("f1")
        await person.sees("more lines")
        await person.press("G")
        assert "more line" not in person.screen


async def test_a_tab_that_is_not_there_is_said() -> None:
    async with at_the_keyboard("topic:mobilites-du-quotidien") as person:
        await person.sees("Elements (77)")
        await person.press("9")
        assert person.lines[23].strip() == "There are fewer tabs."


async def test_what_is_chosen_already_is_marked_among_what_may_be() -> None:
    async with at_the_keyboard("search:eau?sort=-views") as person:
        await person.press("s", "down")
        assert [line for line in person.lines if "✓ │" in line and "most viewed" in line]
        await person.press("escape", "f4")
        assert [line for line in person.lines if "✓ │" in line and "sample:" in line]
