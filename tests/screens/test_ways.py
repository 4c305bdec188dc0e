"""What a search that finds nothing, or little, proposes: asked for politely, taken by a key."""

from __future__ import annotations

from people import Person, at_the_keyboard

from tui.api.search import Search
from tui.screens.relaxing import ways
from tui.screens.search_texts import Labels


def here(person: Person) -> str:
    assert person.app.place is not None
    return str(person.app.place.link)


def test_one_thing_is_left_out_at_a_time() -> None:
    search = Search("eau potable", (("tag", "eau"), ("format", "csv")))
    found = {way.said: way.search for way in ways(search, Labels())}
    assert found == {
        "without Tag: eau": search.without_filter("tag"),
        "without Format: csv": search.without_filter("format"),
        "without the word “eau”": Search("potable", search.filters),
        "without the word “potable”": Search("eau", search.filters),
        "without the words": Search("", search.filters),
        "without any filter": Search("eau potable"),
    }
    assert ways(Search("eau"), Labels()) == []
    many = Search("", tuple(("tag", str(number)) for number in range(30)))
    assert len(ways(many, Labels())) < 12
    assert ways(Search("un deux trois quatre cinq six sept"), Labels()) == []


async def test_without_results_the_filters_that_are_in_the_way_are_named_and_enter_drops_one() -> (
    None
):
    async with at_the_keyboard("search:population?format=pdf&tag=eau&license=lov2") as person:
        await person.sees("What would match:", "without Tag: eau", "without any filter")
        assert "without Format" not in person.screen  # it would find nothing either
        await person.press("down", "enter")
        await person.sees("1 of 16")
        assert here(person) == "search:population"
        assert "What would match" not in person.screen
        asked = [entry for entry in person.requests if "page_size=1&" in entry.url]
        assert all(entry.status == 200 for entry in asked)


async def test_a_word_that_no_title_has_is_proposed_as_titles_write_it() -> None:
    async with at_the_keyboard("search:populatoin commune", size=(120, 40)) as person:
        await person.sees("“population” instead of “populatoin”", "without the word “populatoin”")
        await person.press("enter")
        await person.sees("1 of 1")
        assert here(person) == "search:population%20commune"
        # Little was found: more is proposed under it, without taking the focus.
        await person.sees("More would match:", "without the word “commune”")
        await person.press("W", "enter")
        await person.sees("1 of 54")
