"""The place of a dataset: its tabs, its files by the thousand, what belongs to it."""

from __future__ import annotations

from people import Person, at_the_keyboard

from tui.screens.files import titled

SLUG = "population-des-communes-francaises"


def asked(person: Person, part: str) -> int:
    """How many requests were made to addresses that hold `part`."""
    return sum(part in entry.url for entry in person.requests)


async def test_tabs_are_reached_by_their_numbers_and_in_turn() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}") as person:
        await person.press("3")
        assert "Quality of the description" in person.screen
        await person.press("shift+tab")
        assert "1 of 4" in person.screen
        await person.press("1", "shift+tab")
        assert str(person.app.place.link if person.app.place else "").endswith("#json")


async def test_a_file_is_found_by_its_name_here_once_all_are_here() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}") as person:
        before = asked(person, "/resources/")
        await person.press("slash")
        await person.type("FRANCAISES 2025")
        await person.press("enter")
        assert "/FRANCAISES 2025  1 of 1" in person.screen
        await person.press("escape")
        assert "1 of 4" in person.screen
        assert asked(person, "/resources/") == before


async def test_the_service_is_asked_for_a_name_among_more_files_than_came() -> None:
    async with at_the_keyboard("dataset:jeu-a-220-ressources") as person:
        await person.press("slash")
        await person.type("01/11")
        await person.press("enter")
        assert "/01/11  1 of 1" in person.screen
        assert asked(person, "q=01%2F11") >= 1
        await person.press("escape")
        assert "1 of 220" in person.screen


def test_a_name_is_found_whatever_its_case_and_accents() -> None:
    assert titled("Relevés de l'ÉTÉ", "l'ete")
    assert titled("anything", "")
    assert not titled("Relevés", "hiver")
