"""The place of a dataset: its tabs, its files by the thousand, what belongs to it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
from people import Person, at_the_keyboard

from tui.api.errors import Forbidden
from tui.sample.app import SampleSite
from tui.screens.files import titled
from tui.settings import ASGIApp

Message = MutableMapping[str, Any]

SLUG = "population-des-communes-francaises"


class Refused:
    """A server that fails where the query holds `part`."""

    def __init__(self, part: str) -> None:
        self.part = part

    def wrap(self, app: ASGIApp) -> ASGIApp:
        async def answer(
            scope: Message,
            receive: Callable[[], Awaitable[Message]],
            send: Callable[[Message], Awaitable[None]],
        ) -> None:
            if self.part not in scope["query_string"].decode():
                await app(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b"{}"})

        return answer


def asked(person: Person, part: str) -> int:
    """How many requests were made to addresses that hold `part`."""
    return sum(part in entry.url for entry in person.requests)


async def test_tabs_are_reached_by_their_numbers_and_in_turn() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}") as person:
        await person.press("4")
        assert "Quality of the description" in person.screen
        await person.press("shift+tab", "shift+tab")
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


async def test_what_belongs_to_a_dataset_is_asked_for_when_its_tab_is_first_shown() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}") as person:
        assert asked(person, "/discussions/") == 0
        await person.press("5")
        assert "Discussions (6)" in person.screen
        assert "1 of 6" in person.screen
        await person.press("1", "5", "4", "5")
        assert asked(person, "/discussions/") == 1
        await person.press("r")
        assert asked(person, "/discussions/") == 2


async def test_a_thread_is_read_whole_with_how_it_was_closed() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}#discussions", size=(100, 40)) as person:
        await person.press("down", "enter")
        assert "Félicitations" in person.screen
        assert "Maëlys Nguyên · " in person.screen
        assert "✓ Closed on " in person.screen
        await person.press("escape", "y")
        assert "The discussion as text" in person.screen


async def test_a_reuse_and_an_api_are_places_to_go_to() -> None:
    catalogue = SampleSite().catalogue
    dataset = next(
        item
        for item in catalogue.public_datasets
        if catalogue.reuses_of[item.id] and catalogue.dataservices_of[item.id]
    )
    async with at_the_keyboard(f"dataset:{dataset.id}#reuses") as person:
        gone: list[str] = []
        place = person.app.place
        assert place is not None
        place.go = lambda link, *_hint: gone.append(link.kind)  # type: ignore[method-assign]
        await person.press("enter", "tab", "enter")
        assert gone == ["reuse", "dataservice"]


async def test_a_file_of_the_community_shows_its_rows_or_its_details() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}#community") as person:
        await person.press("i")
        assert "Also available as" in person.screen or "Analysis" in person.screen
        await person.press("escape", "enter")
        assert "row 1 of 60" in person.screen


async def test_where_there_is_nothing_it_is_said_in_words() -> None:
    async with at_the_keyboard("dataset:jeu-orphelin#reuses") as person:
        await person.press("tab", "tab")
        assert "Nobody but its producer has added a file to this dataset." in person.screen
        assert "Community (0)" in person.screen


async def test_a_thousand_files_are_walked_through_to_the_last() -> None:
    async with at_the_keyboard("dataset:jeu-a-1000-ressources") as person:
        assert "1 of 1,000" in person.screen
        for _page in range(40):
            await person.press("end")
            if "1,000 of 1,000" in person.screen:
                break
        assert "1,000 of 1,000" in person.screen
        assert asked(person, "/resources/") <= 26
        await person.press("slash")
        await person.type("0777")
        await person.press("enter")
        assert "1 of 1" in person.screen
        assert asked(person, "q=") == 0


async def test_the_copies_of_a_dataset_hold_its_metadata_as_linked_data() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}#about", size=(120, 40)) as person:
        place = person.app.place
        assert place is not None
        forms = {copy.title: copy.text for copy in place.copies()}
        ident = forms["Id of the dataset"]
        assert forms["Address of the Turtle form"].endswith(f"/datasets/{ident}/rdf.ttl")
        assert forms["Address of the JSON-LD form"].endswith("/rdf.jsonld")
        assert forms["curl of the dataset"].startswith("curl '")
        await person.press("4")
        assert place.copies()[0].text.startswith("https://guides.data.gouv.fr/")


async def test_a_tab_is_said_as_plain_text_with_what_the_dataset_is() -> None:
    async with at_the_keyboard(f"dataset:{SLUG}#discussions") as person:
        place = person.app.place
        assert place is not None
        text = place.plain_text() or ""
        assert text.startswith("Population des communes")
        assert "Discussions (6)\n○ Lien mort · still open\n" in text
        await person.press("4")
        assert "✓ A licence is given" in (place.plain_text() or "")


async def test_a_list_goes_on_as_one_comes_near_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.api.related.PAGE_SIZE", 2)
    async with at_the_keyboard(f"dataset:{SLUG}#discussions", size=(80, 6)) as person:
        assert "1 of 6" in person.screen
        assert asked(person, "/discussions/") < 3
        await person.press("end", "end", "end")
        assert "6 of 6" in person.screen
        assert asked(person, "/discussions/") == 3


async def test_a_page_that_fails_leaves_those_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.api.related.PAGE_SIZE", 2)
    refused = Refused("page=2&")
    async with at_the_keyboard(
        f"dataset:{SLUG}#discussions", size=(80, 8), through=refused.wrap
    ) as person:
        await person.rest()
        await person.press("end")
        assert Forbidden().message in person.screen
        assert "Félicitations" in person.screen
        refused.part = "nothing"
        await person.press("r")
        await person.press("end", "end")
        assert "of 6" in person.screen
