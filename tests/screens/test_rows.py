"""Columns arranged, rows marked, texts found and steps undone, by keys."""

from __future__ import annotations

from people import SIZES, Person, at_the_keyboard

from tui.headless import send_key
from tui.links import parse_link
from tui.sample.names import resource_id
from tui.screens.table import TableScreen
from tui.settings import SITES

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}"


def table_of(person: Person) -> TableScreen:
    place = person.app.place
    assert isinstance(place, TableScreen)
    return place


def columns_shown(person: Person) -> list[str]:
    return [column.name for column in table_of(person).grid.columns]


def asked_of_the_table(person: Person) -> int:
    return sum("/data/" in entry.url for entry in person.requests)


@SIZES
async def test_columns_are_hidden_moved_frozen_and_shown_again(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        before, asked = columns_shown(person), asked_of_the_table(person)

        await person.press("right", "minus")
        assert columns_shown(person) == [before[0], *before[2:]]
        await person.press("right_parenthesis")
        assert columns_shown(person)[:3] == [before[0], before[3], before[2]]
        assert table_of(person).grid.column == 2

        await person.press("f")
        assert columns_shown(person)[:2] == [before[2], before[0]]
        assert table_of(person).grid.column == 0
        await person.press("end")
        assert before[2] in person.lines[2]
        assert before[-1] in person.lines[2]

        await person.press("home", "left_parenthesis")
        await person.sees("It cannot be moved further that way.")
        await person.press("f")
        await person.press("plus")
        assert columns_shown(person) == before
        # Nothing of this was worth a request.
        assert asked_of_the_table(person) == asked


@SIZES
async def test_every_step_is_undone_and_redone(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        start = str(table_of(person).link)
        await person.press("right", "right", "equals_sign")
        await person.sees("code_departement = 01")
        await person.press("right", "right", "s")
        await person.press("minus", "f")
        end = str(table_of(person).link)
        for _step in range(4):
            await person.press("U")
        assert str(table_of(person).link).split("?")[0] == start
        assert table_of(person).pane.asked == type(table_of(person).pane.asked)()
        await person.sees("of 34,955")
        for _step in range(4):
            await person.press("R")
        await person.sees("code_departement = 01")
        assert str(table_of(person).link) == end
        assert table_of(person).pane.why_not("redo") == "Nothing to redo."


async def test_the_address_brings_everything_back() -> None:
    async with at_the_keyboard(COMMUNES) as person:
        await person.sees("row 1 of 34,955")
        await person.press("minus", "right", "f", "right_curly_bracket", "s", "down", "down")
        link, screen = table_of(person).link, person.screen
        assert parse_link(str(link), SITES["sample"]) == link
        assert {"pin", "width", "columns", "row"} <= {name for name, _value in link.params}
    async with at_the_keyboard(str(link)) as person:
        await person.sees("row 3 of 34,955")
        assert person.screen == screen


@SIZES
async def test_columns_are_chosen_from_a_list(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        before = columns_shown(person)
        await person.press("C")
        await person.sees(f"{len(before)} of {len(before)} shown", "[×]")
        await person.press("space", "space", "ctrl+down")
        await person.sees(f"{len(before) - 2} of {len(before)} shown")
        await person.type("region")
        await person.press("space", "enter")
        kept = columns_shown(person)
        assert set(before) - set(kept) == {before[0], before[1], "region"}
        assert kept == ["region", *kept[1:]] or before.index("region") == 3

        await person.press("C", "ctrl+t", "ctrl+t", "enter")
        await person.sees("Keep one column at least.")
        await person.press("escape")
        assert columns_shown(person) == kept


async def test_only_the_columns_shown_of_a_wide_table_are_asked_for() -> None:
    wide = resource_id("indicateurs-statistiques-a-300-colonnes/0")
    async with at_the_keyboard(f"resource:{wide}") as person:
        await person.sees("row 1 of 2,000")
        names = columns_shown(person)
    chosen = f"resource:{wide}?columns={names[7]},{names[3]}"
    async with at_the_keyboard(chosen) as person:
        await person.sees("row 1 of 2,000", names[7])
        assert columns_shown(person) == [names[7], names[3]]
        asked, *others = {e.url.split("page=")[0] for e in person.requests if "/data/" in e.url}
        assert others == [], asked
        assert f"columns=__id,{names[3]},{names[7]}" in asked.replace("%2C", ",")


@SIZES
async def test_rows_are_marked_and_shown_alone(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        await person.press("m", "down", "m")
        await person.sees("2 marked", "1●", "3●")
        await person.press("s", "s", "s")
        await person.sees("1●", "3●")
        await person.press("quotation_mark")
        await person.sees("row 1 of 2", "1●", "2●")
        await person.press("m")
        await person.sees("1 marked", "1│", "2●")
        await person.press("M", "U")
        await person.sees("of 34,955")
        assert "●" not in person.screen


@SIZES
async def test_a_text_is_found_in_the_rows_at_hand(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        place = table_of(person)
        assert "^f" in place.pane.why_not("find_next")
        await person.press("ctrl+f")
        await person.sees("Find in the 100 rows at hand")
        await person.type("SAINT")
        await person.press("enter")
        await person.sees("1 of ", "places with “SAINT” in the 100 rows at hand")
        grid = place.grid
        spots = []
        for _press in range(5):
            spots.append((grid.row, grid.column))
            assert "saint" in str(grid.current_cell).casefold()
            await person.press("n")
        assert spots == sorted(set(spots))
        await person.press("N")
        assert (grid.row, grid.column) == spots[-1]
        await person.press("G", "n")
        assert (grid.row, grid.column) == spots[0]

        await person.press("ctrl+f")
        await person.type("zqzq")
        await person.press("enter")
        await person.sees("is not in the", "/ asks for all rows")


async def test_a_step_whose_rows_are_cancelled_never_was() -> None:
    async with at_the_keyboard(COMMUNES, latency=0.3) as person:
        await person.sees("row 1 of 34,955")
        send_key(person.app, "s")
        send_key(person.app, "escape")
        await person.rest()
        place = table_of(person)
        assert place.pane.asked.sorts == ()
        assert place.pane.why_not("redo") == "Nothing to redo."
        await person.sees("row 1 of 34,955")
