"""The order of the rows, edited: several columns, directions, empty cells, what cannot be."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import unquote

from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard

from tui.sample.names import resource_id
from tui.screens.order import OrderScreen
from tui.screens.rows import RowsPane
from tui.settings import ASGIApp
from tui.tables.query import ROW_ID, Sort

TOWNS = f"resource:{resource_id('population-des-communes-francaises/0')}"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
ODD = f"resource:{resource_id('noms-de-colonnes-difficiles/0')}"

Message = MutableMapping[str, Any]


def pane(person: Person) -> RowsPane:
    assert person.app.place is not None
    return person.app.place.query_one(RowsPane)


def sorts(person: Person) -> tuple[Sort, ...]:
    return pane(person).asked.sorts


def last_sort_asked(person: Person) -> str:
    """The value of the sort of the last rows that were asked for."""
    asked = [entry.url for entry in person.requests if "__sort=" in entry.url]
    return unquote(asked[-1].partition("__sort=")[2].partition("&")[0])


async def choose(person: Person, name: str) -> None:
    """Narrow the columns and take the first."""
    await person.type(name)
    await person.press("enter")


def plainly(site: ASGIApp) -> ASGIApp:
    """The site, taking the one documented form of a sort."""

    async def answer(
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        parts = scope.get("query_string", b"").decode().split("&")
        asked = [part.partition("=")[2] for part in parts if "__sort=" in part]
        if all(sort in ("asc", "desc") for sort in asked):
            await site(scope, receive, send)
            return
        error = {"code": None, "title": "Invalid query string", "detail": "Malformed query"}
        body = json.dumps({"errors": [error]}).encode()
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return answer


@SIZES
async def test_rows_are_ordered_by_several_columns(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.press("O")  # with no order yet, the column is asked at once
        await choose(person, "booleen")
        assert "▲ ascending" in person.screen
        assert "empty cells last (the default)" in person.screen
        await person.press("enter")
        assert "▼ descending" in person.screen
        assert "empty cells first (the default)" in person.screen
        await person.press("a")
        await choose(person, "entier")
        await person.press("n", "n")
        assert "Rows that tie in all of these keep the order of the file." in person.screen
        await person.press("ctrl+s")
        await person.sees("row 1 of 500")
        assert sorts(person) == (Sort("booleen", descending=True), Sort("entier", nulls="last"))
        assert last_sort_asked(person) == "desc,entier.asc.nullslast,__id.asc"


@SIZES
async def test_columns_gain_importance_and_lose_it_or_are_removed(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        names = ("region", "littoral", "code_insee")
        for name in names:
            await person.press(*(["O"] if name == names[0] else ["a"]))
            await choose(person, name)
        await person.press("K", "K")
        numbered = [line.split("│")[1].split()[:2] for line in person.lines if "▲" in line]
        assert numbered == [["1", "code_insee"], ["2", "region"], ["3", "littoral"]]
        await person.press("K", "J", "J", "J", "up", "x")
        await person.press("w")
        assert sorts(person) == (Sort("region"), Sort("code_insee"))


async def test_empty_cells_go_where_they_are_sent() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.press("O")
        await choose(person, "reel")
        for nulls, words in (
            ("first", "empty cells first"),
            ("last", "empty cells last"),
            (None, "empty cells last (the default)"),
            ("first", "empty cells first"),
        ):
            await person.press("n")
            assert words in person.screen
            assert pane(person).asked.sorts == ()
            assert person.app.screen.query_one("#entries").sorts == (Sort("reel", nulls=nulls),)  # type: ignore[attr-defined, arg-type]
        await person.press("ctrl+s")
        await person.sees("row 1 of 500")
        assert last_sort_asked(person) == "asc.nullsfirst,__id.asc"


async def test_the_order_of_the_file_can_be_turned() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("O")
        await choose(person, "order of the file")
        assert "empty cells" not in person.screen.split("order of the file")[1].split("\n")[0]
        await person.press("space", "ctrl+s")
        await person.sees("row 1 of 34,955")
        assert sorts(person) == (Sort(ROW_ID, descending=True),)
        assert last_sort_asked(person) == "desc"


async def test_what_cannot_be_sorted_says_why_and_nothing_is_there_twice() -> None:
    async with at_the_keyboard(TYPES, size=(120, 40)) as person:
        await person.press("O")
        assert "JSON cannot be sorted" in person.screen
        await choose(person, "objet_json")
        assert "Sort by" in person.screen
        await person.press("ctrl+u")
        await choose(person, "jour")
        await person.press("a")
        assert "in the order already" in person.screen
        await choose(person, "jour")
        assert "Sort by" in person.screen
        await person.press("escape", "escape")
        assert sorts(person) == ()


async def test_an_order_without_columns_is_that_of_the_file() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("O")
        await choose(person, "region")
        await person.press("x")
        assert "The rows come in the order of the file." in person.screen
        await person.press("x", "n", "enter", "K", "J", "ctrl+s")
        assert sorts(person) == ()
        assert not isinstance(person.app.screen, OrderScreen)


async def test_a_service_that_takes_one_sort_says_that_the_others_do_not_count() -> None:
    async with at_the_keyboard(TYPES, through=plainly) as person:
        await person.sees("row 1 of 500")
        await person.press("O")
        await choose(person, "petit")
        await person.press("a")
        await choose(person, "entier")
        await person.press("ctrl+s")
        await person.sees("row 1 of 500")
        assert last_sort_asked(person) == "asc"
        await person.press("O")
        assert "This service sorts by one column only" in person.screen
        assert person.screen.count("not used by this service") == 1
        await person.press("n")
        assert "empty cells last (the default)" in person.screen
        await person.press("down", "K")
        lines = [line for line in person.lines if "▲ ascending" in line]
        assert len(lines) == 1
        assert "entier" in lines[0]


@SIZES
async def test_odd_names_are_drawn_safely(size: tuple[int, int]) -> None:
    async with at_the_keyboard(ODD, size=size) as person:
        schema = pane(person).schema
        assert schema is not None
        every = tuple(Sort(column.name) for column in schema)
        person.app.push_screen(OrderScreen(schema, every))
        for key in ("G", "enter", "K", "a", *["pagedown"] * 6):
            await person.press(key)
            assert_harmless(person.app)
        assert "order of the file" in person.screen


async def test_help_says_where_empty_cells_go() -> None:
    async with at_the_keyboard(TOWNS, size=(120, 40)) as person:
        await person.press("O")
        await choose(person, "region")
        await person.press("f1")
        words = " ".join(person.screen.replace("│", " ").split())
        assert "In an ascending order empty cells come last" in words
