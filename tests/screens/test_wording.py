"""Words of the service's own making, and how they are set, in the language of the person."""

from __future__ import annotations

from people import at_the_keyboard

from tui import i18n
from tui.widgets.other_words import counts_text

ROWS = "resource:d0eb4c01-c9aa-4cf9-9eac-fa59c6719afe"


async def test_a_licence_is_called_by_its_name() -> None:
    async with at_the_keyboard("dataservice:api-jours-feries") as person:
        await person.sees("Licence       Licence Ouverte 2.0")
        await person.press("e")
        await person.sees("Licence: Licence Ouverte 2.0")


async def test_what_is_set_in_stays_so_when_it_is_long() -> None:
    address = "dataset:population-des-communes-francaises#quality"
    async with at_the_keyboard(address, lang="fr") as person:
        await person.sees("   Le jeu de données dit sous quelle licence", "\n   réutilisées.")


async def test_a_column_and_its_value_are_parted_as_the_language_does() -> None:
    async with at_the_keyboard(f"{ROWS}#structure", lang="fr") as person:
        await person.sees("colonne\u00a0: code_insee")


def test_states_of_a_harvest_agree_with_no_number() -> None:
    i18n.install("fr")
    try:
        assert counts_text({"done": 33, "failed": 4}) == "fini\u00a0: 33, en échec\u00a0: 4"
    finally:
        i18n.install("en")


async def test_what_no_search_finds_is_to_be_looked_for_in_its_list() -> None:
    async with at_the_keyboard("license:zzz") as person:
        await person.sees("This was not found.", "F7 leads to the list")


async def test_what_is_said_of_a_tab_leaves_its_name_in_sight() -> None:
    async with at_the_keyboard("dataset:population-des-communes-francaises", lang="fr") as person:
        await person.press("slash")
        await person.type("rien de tel")
        await person.press("enter")
        await person.sees("Fichiers (", "aucun titre ne contient")
