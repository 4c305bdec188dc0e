"""History, bookmarks and the last session, through the keyboard, on the disk of one's own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from people import Person, at_the_keyboard

from tui.links import Link
from tui.memory.places import LastSession, Remembered
from tui.sample.app import create_app
from tui.sample.names import resource_id
from tui.screens.remembering import FILE, Remembering, last_session
from tui.settings import SITES, Settings

POPULATION = "dataset:population-des-communes-francaises"


@asynccontextmanager
async def at_home(folder: Path, address: str = "", history: bool = True) -> AsyncIterator[Person]:
    async with at_the_keyboard(address, data_dir=folder, history=history) as person:
        yield person


def files_in(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


async def test_what_was_visited_is_found_again_in_the_next_session(tmp_path: Path) -> None:
    async with at_home(tmp_path, "search:population") as person:
        await person.press("enter")
        await person.sees("Files (")
    async with at_home(tmp_path) as person:
        await person.press("down", "H")
        await person.sees("History", "Population des communes", "Datasets › population", "just now")
        await person.type("communes fran")
        await person.sees("1 / 3")
        await person.press("enter")
        await person.sees("Datasets › Population des communes françaises", "Files (")


async def test_a_place_is_taken_off_the_history(tmp_path: Path) -> None:
    async with at_home(tmp_path, "search:population") as person:
        await person.press("enter", "H")
        await person.press("ctrl+r")
        await person.sees("Datasets › population")
        assert "Population des communes françaises  " not in person.lines[6]
        await person.press("ctrl+r")
        await person.sees("no place was visited yet")
        await person.press("enter")
        await person.sees("History")


async def test_a_bookmark_is_marked_kept_opened_and_removed(tmp_path: Path) -> None:
    async with at_home(tmp_path, POPULATION) as person:
        await person.press("b")
        await person.sees("★ Datasets", "Bookmarked: B lists the bookmarks.")
        await person.press("3")
        await person.sees("★ Datasets")
    async with at_home(tmp_path, "search:transport") as person:
        assert "★" not in person.screen
        await person.press("B")
        await person.sees("Bookmarks", "Population des communes françaises")
        await person.press("enter")
        await person.sees("★ Datasets", "Files (4)")
        await person.press("b")
        await person.sees("Bookmark removed.")
        assert "★" not in person.screen
        await person.press("B")
        await person.sees("no bookmark yet: b adds the place shown")


async def test_a_search_that_is_bookmarked_is_a_saved_search(tmp_path: Path) -> None:
    async with at_home(tmp_path, "search:population?format=csv&sort=-views") as person:
        await person.press("b")
    async with at_home(tmp_path) as person:
        await person.press("down", "B", "enter")
        assert person.app.place is not None
        assert str(person.app.place.link) == "search:population?format=csv&sort=-views"
        await person.sees("★")


async def test_the_palette_finds_places_below_commands(tmp_path: Path) -> None:
    async with at_home(tmp_path, POPULATION) as person:
        await person.press("b", "f2", "down", "colon")
        assert "bookmark " not in person.screen
        await person.type("population des communes")
        await person.sees("Population des communes françaises", "bookmark")
        await person.press("enter")
        await person.sees("Files (4)")


async def test_another_program_s_bookmark_appears_when_they_are_listed(tmp_path: Path) -> None:
    async with at_home(tmp_path, POPULATION) as person:
        other = Remembering(Settings(site=SITES["sample"], data_dir=tmp_path))
        other.turn_bookmark(Link("search", "bus"), "Datasets › bus")
        await other.close()
        await person.press("B")
        await person.sees("Datasets › bus")


async def test_without_history_nothing_is_written(tmp_path: Path) -> None:
    async with at_home(tmp_path, POPULATION, history=False) as person:
        await person.press("b")
        await person.sees("Bookmarked until you leave: nothing is kept on disk.")
        await person.press("H")
        await person.sees("Population des communes françaises")
    assert files_in(tmp_path) == {}


async def test_where_nothing_can_be_written_it_is_said_once_and_one_goes_on(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    async with at_home(tmp_path / "home", POPULATION) as person:
        await person.sees("cannot be used")
        assert len(person.app._notifications) == 1
        await person.press("b", "f2", "down", "B")
        await person.sees("Population des communes françaises")
        assert len(person.app._notifications) == 1


async def test_a_broken_file_is_said_and_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all" * 300)
    async with at_home(tmp_path, POPULATION) as person:
        await person.sees("was broken: it is now")
        await person.press("b")
        await person.sees("Bookmarked: B lists the bookmarks.")


async def test_a_place_that_could_not_be_shown_is_not_remembered(tmp_path: Path) -> None:
    async with at_home(tmp_path, "dataset:il-n-y-a-rien-ici") as person:
        await person.press("f2", "down", "H")
        assert "rien-ici" not in person.screen


async def test_the_last_session_is_opened_again_with_what_was_before(tmp_path: Path) -> None:
    async with at_home(tmp_path, "search:population") as person:
        await person.press("enter")
        await person.sees("Files (")
        file = person.app.memory._file
        assert file is not None
        kept = file.last_session().result()  # at once: nobody knows when it will be killed
        assert kept.places[kept.shown].link.kind == "dataset"
        await person.press("f2", "down", "backspace")
        await person.sees("Files (")
    session, problem = last_session(Settings(site=SITES["sample"], data_dir=tmp_path))
    assert problem == ()
    assert session.shown == 1
    async with at_the_keyboard(restored=session) as person:
        await person.sees("Population des communes françaises", "Files (")
        await person.press("backspace")
        await person.sees("1 of 16")
        assert not person.app.history.can_go_back
        await person.press("right_square_bracket", "right_square_bracket")
        await person.sees("1 of 447")


async def test_places_that_no_longer_exist_are_passed_over_when_restored() -> None:
    places = [Link("search", "bus"), Link("file", "x"), Link("search", "gare")]
    session = LastSession(tuple(Remembered(link, str(link), 0.0) for link in places), 2)
    async with at_the_keyboard(restored=session) as person:
        await person.sees("Datasets › gare")
        await person.press("backspace")
        await person.sees("Datasets › bus")


def test_a_session_that_was_never_kept_is_said(tmp_path: Path) -> None:
    site = SITES["sample"]
    assert "no earlier session" in last_session(Settings(site=site, data_dir=tmp_path))[1][0]
    assert "none to restore" in last_session(Settings(site=site, data_dir=None))[1][0]


async def test_an_address_that_holds_a_secret_is_never_kept(tmp_path: Path) -> None:
    memory = Remembering(Settings(site=SITES["sample"], data_dir=tmp_path))
    for link in (
        Link("file", "https://me:secret@example.org/a.csv"),
        Link("file", "https://example.org/a.csv?api_key=secret"),
        Link("search", "x", (("token", "secret"),)),
    ):
        memory.begin_stay()
        memory.write_down([(link, "title")], 0)
        assert "secret" in memory.turn_bookmark(link, "title")
    assert memory.shelf.recent() == memory.shelf.bookmarks == []
    await memory.close()
    assert all(b"secret" not in content for content in files_in(tmp_path).values())


async def test_another_site_has_a_memory_of_its_own(tmp_path: Path) -> None:
    own = replace(SITES["sample"], name="www")
    async with at_the_keyboard(POPULATION, site=own, server=create_app(), data_dir=tmp_path) as who:
        await who.press("b")
        await who.sees("★")
        await who.app.switch_site("sample")
        await who.sees("1 of 447")
        await who.press("down", "B")
        await who.sees("no bookmark yet")
    async with at_the_keyboard(site=own, server=create_app(), data_dir=tmp_path) as who:
        await who.press("down", "B")
        await who.sees("Population des communes françaises")


async def test_a_timer_that_strikes_while_one_leaves_does_no_harm() -> None:
    rows = f"resource:{resource_id('population-des-communes-francaises/0')}"
    async with at_the_keyboard(f"{rows}?region__groupby&region__count") as person:
        app = person.app
    # What the timer of a stay calls, when the parts of the place are gone already.
    app._remember()
    app._note_where()
