"""What is the same in every place: go to, back, history, palette, sites, languages, errors."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest
from people import at_the_keyboard

from tui import i18n
from tui.sample.names import resource_id
from tui.screens.table import TableScreen
from tui.settings import SITES, Site

POPULATION = "dataset:population-des-communes-francaises"
TABLE = f"resource:{resource_id('population-des-communes-francaises/0')}"


def unreachable_site() -> Site:
    """A site on a port of this machine where nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    return replace(SITES["www"], main_url=url, tabular_url=url, metrics_url=url)


async def test_a_site_that_cannot_be_reached_says_so_and_offers_the_sample() -> None:
    for size in ((80, 24), (120, 40)):
        async with at_the_keyboard(site=unreachable_site(), size=size) as person:
            await person.sees("The site cannot be reached.", "S opens the sample site")
            await person.press("S")
            await person.sees("SAMPLE", "1 of 447")
            assert not person.app.history.can_go_back


async def test_go_to_takes_an_address_an_id_or_words() -> None:
    async with at_the_keyboard() as person:
        await person.sees("1 of 447")
        await person.press("down", "o")
        await person.type("population-des-communes-francaises")
        await person.press("enter")
        await person.sees("Go to “population-des-communes-francaises”", "Search for these words")
        await person.press("enter")
        await person.sees("Files (4)")
        dataset = person.app.place
        assert dataset is not None
        await person.press("o")
        await person.type(dataset.link.ident)
        await person.press("enter")
        await person.sees("Files (4)")
        await person.press("o")
        await person.type("qualité de l'air")
        await person.press("enter", "enter")
        await person.sees("qualité de l'air", "1 of ")
        await person.press("o")
        await person.type("Population des communes françaises")
        await person.press("enter", "down", "enter")
        await person.sees("Files (4)")


async def test_an_address_of_another_part_of_what_is_shown_leads_there() -> None:
    async with at_the_keyboard(f"{POPULATION}#about") as person:
        for part, said in (("discussions", "still open"), ("files", "Main files")):
            await person.press("o")
            await person.type(f"{POPULATION}#{part}")
            await person.press("enter")
            await person.sees(said)
        await person.press("backspace")
        await person.sees("still open")


async def test_go_to_says_what_is_wrong_with_an_address() -> None:
    async with at_the_keyboard() as person:
        await person.press("down", "o")
        await person.type("https://example.org/somewhere")
        await person.press("enter")
        assert "Go to" in person.screen
        await person.press("escape")
        assert "Go to" not in person.screen


async def test_back_leads_to_a_place_as_it_was_left_and_forward_again() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("down", "down", "enter")
        await person.sees("Files (")
        dataset = person.screen
        await person.press("backspace")
        await person.sees("3 of 16")
        await person.press("right_square_bracket")
        assert person.screen == dataset
        await person.press("left_square_bracket")
        await person.sees("3 of 16")


async def test_places_far_behind_are_let_go_and_opened_again_from_their_address() -> None:
    async with at_the_keyboard("search:population?sort=-views") as person:
        await person.press("enter", "enter")
        await person.press("right", "right", "equals_sign", "pagedown")
        filtered = person.app.place
        assert isinstance(filtered, TableScreen)
        address = filtered.link
        for _visit in range(9):
            await person.press("f2")
            await person.press("escape")
        assert person.app.history.entries[2].page is None
        for _step in range(person.app.history.index - 2):
            await person.press("backspace")
        again = person.app.place
        assert isinstance(again, TableScreen)
        assert again is not filtered
        assert again.link == address
        await person.sees("◆")


async def test_history_lists_the_places_and_opens_one() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("enter", "enter", "H")
        await person.sees("History", "Datasets › population", "Population des communes")
        await person.press("down", "down", "enter")
        await person.sees("1 of 16")
        assert person.app.history.can_go_forward


async def test_the_palette_lists_what_can_be_done_and_does_it() -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("colon")
        await person.sees("All commands")
        await person.type("file det")
        await person.press("enter")
        await person.sees("Stable address")


async def test_the_palette_does_not_do_what_cannot_be_done() -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("colon")
        await person.type("Forward")
        await person.press("enter")
        await person.sees("All commands", "There is nothing ahead.")


async def test_a_link_to_a_kind_of_page_that_is_not_there_says_so() -> None:
    async with at_the_keyboard() as person:
        await person.press("down", "o")
        await person.type("file:rows.csv")
        await person.press("enter")
        await person.sees("There is no page for “file” here yet.")


async def test_the_language_changes_everything_at_once() -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("f3", "down", "enter")
        await person.sees("Fichiers (4)", "Jeux de données")
        assert i18n.current() == "fr"


async def test_the_theme_changes() -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("t")
        await person.type("gouv-light")
        await person.press("enter")
        assert person.app.theme == "gouv-light"
        await person.sees("Files (4)")


async def test_the_journal_tells_every_request() -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("L")
        await person.sees("Requests", "200", "GET /api/2/datasets/")
        await person.press("enter")
        await person.sees("Request 2")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12), (200, 60)])
async def test_help_is_there_everywhere(size: tuple[int, int]) -> None:
    async with at_the_keyboard("search:population", size=size) as person:
        for place in ("search", "dataset", "table"):
            await person.press("question_mark")
            assert "Help" in person.screen, place
            await person.press("escape", "enter")


async def test_the_copy_menu_offers_what_fits_the_place() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("y")
        await person.sees("Id of the dataset", "API address of this search", "Link to this search")
        await person.press("escape", "enter", "y")
        await person.sees("Address of the file", "Command that opens its rows")
        await person.press("escape", "enter", "y")
        await person.sees("Value of the cell", "Row as JSON", "curl command for these rows")


@pytest.mark.parametrize(
    ("address", "key"),
    [("search:population", "ctrl+p"), (POPULATION, "y"), (TABLE, "c"), (TABLE, "a"), (TABLE, "y")],
    ids=["commands", "copies", "columns", "groups", "copies of rows"],
)
async def test_a_dialog_is_whole_where_there_is_less_room_and_as_before_where_there_is_more(
    address: str, key: str
) -> None:
    async with at_the_keyboard(address, size=(120, 40)) as person:
        await person.press(key)
        roomy = person.screen
        await person.pilot.resize_terminal(80, 16)
        await person.rest()
        for corner in "╭╮╰╯":
            assert person.screen.count(corner) == 1
        await person.pilot.resize_terminal(120, 40)
        await person.rest()
        assert person.screen == roomy


async def test_resizing_never_loses_the_place() -> None:
    async with at_the_keyboard("search:population", size=(160, 40)) as person:
        await person.press("down", "down", "down")
        for width, height in ((80, 24), (30, 8), (120, 30), (20, 5), (200, 60)):
            await person.pilot.resize_terminal(width, height)
            await person.rest()
            place = person.app.place
            assert place is not None
        await person.sees("4 of 16")
        await person.press("enter")
        await person.sees("Files (")
