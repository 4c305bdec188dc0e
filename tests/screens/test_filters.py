"""Filters of a table, edited for one column, as a text, as a tree."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hostility import PAYLOADS, assert_harmless
from people import SIZES, Person, at_the_keyboard
from rich.cells import cell_len
from textual import events

from tui.sample.names import resource_id
from tui.screens.column_filter import ColumnFilterScreen
from tui.screens.dialogs import Dialog
from tui.screens.filter_text import FilterTextScreen
from tui.screens.filter_tree import FilterTreeScreen
from tui.screens.rows import RowsPane
from tui.tables.filter_change import FilterChange
from tui.tables.likely import Likely, likely_values
from tui.tables.query import Column, Condition, Group, Op
from tui.tables.text_form import format_filter

TOWNS = f"resource:{resource_id('population-des-communes-francaises/0')}"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
HOSTILE = f"resource:{resource_id('textes-hostiles/0')}"
ODD = f"resource:{resource_id('noms-de-colonnes-difficiles/0')}"


def pane(person: Person) -> RowsPane:
    assert person.app.place is not None
    return person.app.place.query_one(RowsPane)


def filters(person: Person) -> str:
    """The filters of the rows shown, as text."""
    return format_filter(pane(person).asked.where)


def column_of(person: Person, name: str) -> Column:
    schema = pane(person).schema
    assert schema is not None
    found = schema.column(name)
    assert found is not None
    return found


async def go_to(person: Person, name: str) -> None:
    """Put the cursor in a column."""
    names = [column.name for column in pane(person).grid.columns]
    pane(person).grid.move(0, names.index(name))
    await person.rest()


async def filter_on(person: Person, where: str) -> None:
    """Type these filters as a text."""
    await person.press("e")
    await paste(person, where)
    await person.press("enter")
    assert filters(person) == where


async def paste(person: Person, text: str) -> None:
    focused = person.app.screen.focused
    assert focused is not None
    focused.post_message(events.Paste(text))
    await person.rest()


def is_open(person: Person, screen: type) -> bool:
    return isinstance(person.app.screen, screen)


# One column


@SIZES
async def test_a_value_is_completed_and_the_rows_follow(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        await go_to(person, "nom_commune")
        await person.press("slash")
        assert "contains" in person.screen
        await person.type("CHATEAUG")
        assert "Châteaugermain" in person.screen
        assert "Saint-Jouy" not in person.screen
        await person.press("tab")
        assert "nom_commune = Châteaugermain" in person.screen
        await person.press("enter")
        await person.sees("nom_commune = Châteaugermain", "row 1 of 5")
        assert filters(person) == "nom_commune = Châteaugermain"


async def test_tab_goes_on_through_the_values_and_typing_starts_again() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await go_to(person, "region")
        await person.press("slash", *["down"] * 2, "tab")
        first = person.app.screen.query_one("#words").value  # type: ignore[attr-defined]
        await person.press("tab", "shift+tab")
        assert person.app.screen.query_one("#words").value == first  # type: ignore[attr-defined]
        await person.press("shift+tab", "ctrl+u")
        await person.type("ile")
        assert "Île-de-France" in person.screen
        assert "Occitanie" not in person.screen


OPERATORS: dict[str, tuple[set[str], set[str]]] = {
    "texte": ({"contains", "does not contain", "is one of", "at most"}, set()),
    "entier": ({"is", "at most", "is none of", "is empty (null)"}, {"contains"}),
    "jour": ({"is", "less than", "is one of"}, {"contains"}),
    "booleen": ({"is", "is not", "is empty (null)"}, {"contains", "at most", "is one of"}),
    "objet_json": ({"is empty (null)", "is not empty"}, {"contains", "is not\n", "at most"}),
}
"""What is offered for a column, and what is not."""


async def test_only_operators_that_work_are_offered() -> None:
    async with at_the_keyboard(TYPES) as person:
        for name, (offered, missing) in OPERATORS.items():
            await go_to(person, name)
            await person.press("slash")
            titles = person.app.screen.query_one("#operators").titles  # type: ignore[attr-defined]
            assert offered <= set(titles), name
            assert not missing & set(titles), name
            assert all(title in person.screen for title in titles)
            await person.press("escape")


async def test_a_json_column_is_filtered_by_what_is_empty_and_says_why() -> None:
    async with at_the_keyboard(TYPES) as person:
        await go_to(person, "objet_json")
        await person.press("slash")
        assert "can only be told empty or not" in " ".join(person.screen.replace("│", "").split())
        await person.press("down", "enter")
        await person.sees("objet_json is not empty", "row 1 of ")
        assert not pane(person).problem


REFUSED = {
    "entier": ("12,5", "Write a whole number"),
    "reel": ("abc", "Write a number"),
    "booleen": ("peut-être", "Write true or false"),
    "jour": ("2024-13", "Write a full date"),
    "horodatage": ("hier", "Write a date, or a date and a time"),
}
"""A value of another type than the column's, and what is said of it."""


async def test_a_value_of_another_type_is_refused_at_the_field() -> None:
    async with at_the_keyboard(TYPES) as person:
        for name, (typed, words) in REFUSED.items():
            await go_to(person, name)
            await person.press("slash")
            asked = len(person.requests)
            await person.type(typed)
            assert words not in person.screen
            await person.press("enter")
            assert words in person.screen
            assert is_open(person, ColumnFilterScreen)
            assert len(person.requests) == asked
            await person.type("0")
            assert words not in person.screen
            while is_open(person, ColumnFilterScreen):
                await person.press("escape")


async def test_what_an_operator_does_to_case_and_to_empty_cells_is_said() -> None:
    async with at_the_keyboard(TOWNS, size=(120, 40)) as person:
        await go_to(person, "nom_commune")
        await person.press("slash")
        assert "Case does not matter, accents do." in person.screen
        await person.press("down", "down")
        assert "Upper and lower case differ. Empty cells are left out." in person.screen
        await person.press("down")
        assert "Upper and lower case differ. Empty (null) cells are kept." in person.screen
        await person.press("up", "up", "up", "up", "up")
        assert "Null cells: an empty text is not null." in person.screen


async def test_a_month_stands_for_all_its_days() -> None:
    async with at_the_keyboard(TYPES) as person:
        await go_to(person, "jour")
        await person.press("slash")
        await person.type("2024-03")
        assert "jour ≥ 2024-03-01 and jour < 2024-04-01" in person.screen
        await person.press("enter")
        await person.sees("row 1 of 26")
        assert filters(person) == "jour >= 2024-03-01 and jour < 2024-04-01"
        assert len(pane(person).asked.where.items) == 1
        await person.press("slash")
        assert "2024-03" in person.screen
        await person.type("2024-02")
        await person.press("enter")
        await person.sees("jour ≥ 2024-02-01", "row 1 of 26")


async def test_keys_that_arrive_together_choose_the_operator_they_lead_to() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("slash")
        for _time in range(4):
            person.app.post_message(events.Key("up", None))
        person.app.post_message(events.Key("tab", None))
        await person.rest()
        assert "[ ]" in person.screen
        await person.press("space", "enter")
        assert filters(person).startswith("code_insee in (")


async def test_operators_and_values_are_taken_with_the_mouse() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await go_to(person, "region")
        await person.press("slash")
        await person.pilot.click("#operators", offset=(3, 8))
        await person.pilot.click("#values", offset=(3, 1))
        await person.pilot.click("#values", offset=(3, 0))
        await person.rest()
        assert "2 values" in person.screen
        await person.pilot.click("#operators", offset=(3, 3))
        await person.pilot.click("#values", offset=(3, 0))
        await person.press("enter")
        assert filters(person) == "region != Occitanie"


# A list of values


@SIZES
async def test_frequent_values_are_ticked_beside_those_that_are_typed(
    size: tuple[int, int],
) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        await go_to(person, "region")
        await person.press("slash", *["up"] * 4)
        await person.type("Bretagne, ile")
        await person.press("tab")
        assert "Bretagne, Île-de-France" in person.screen
        await person.press("tab", "down", "space")
        assert "3 values" in person.screen
        assert "[×] Île-de-France" in person.screen
        await person.press("enter")
        await person.sees("region in (Bretagne, Île-de-France,")
        (condition,) = pane(person).asked.where.items
        assert isinstance(condition, Condition)
        assert condition.op is Op.IN
        assert isinstance(condition.value, tuple)
        assert condition.value[:2] == ("Bretagne", "Île-de-France")
        assert len(condition.value) == 3


async def test_a_value_that_was_there_is_not_taken_for_the_start_of_another() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region in (Bre)")
        await go_to(person, "region")
        await person.press("slash", "tab", "space", "enter")
        assert filters(person) == "region in (Bre, Occitanie)"


async def test_a_value_that_holds_a_comma_goes_between_quotes() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await go_to(person, "nom_commune")
        await person.press("slash", *["up"] * 4)
        assert '"a, b" holds one' in person.screen
        await person.type('"a, b')
        await person.press("enter")
        assert "never closed" in person.screen
        await person.type('", c')
        await person.press("enter")
        assert filters(person) == 'nom_commune in ("a, b", c)'


@pytest.mark.parametrize(
    ("presses", "expected"),
    [([], "in"), (["down", "down", "down"], "not in"), (["up", "up", "up"], "not in")],
)
async def test_a_column_of_pasted_lines_becomes_a_list(presses: list[str], expected: str) -> None:
    async with at_the_keyboard(TOWNS) as person:
        await go_to(person, "nom_commune")
        await person.press("slash", *presses)
        await paste(person, "Saint-Jouy\n\n  Les Aunay\r\nSaint-Jouy\na,b\n")
        assert "3 values" in person.screen
        await person.press("enter")
        assert filters(person) == f'nom_commune {expected} (Saint-Jouy, "Les Aunay", "a,b")'


async def test_pasted_lines_say_where_one_value_only_can_be_compared() -> None:
    async with at_the_keyboard(TYPES) as person:
        await go_to(person, "booleen")
        await person.press("slash")
        await paste(person, "true\nfalse")
        assert "one value at a time" in person.screen


async def test_a_list_too_long_for_a_request_is_said_before_it_is_asked() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await go_to(person, "nom_commune")
        await person.press("slash")
        asked = len(person.requests)
        await paste(person, "\n".join(f"Commune numéro {number}" for number in range(900)))
        assert "These 900 values make a request of" in person.screen
        assert "8,190: use fewer." in person.screen
        await person.press("enter")
        assert is_open(person, ColumnFilterScreen)
        assert len(person.requests) == asked
        await person.press("ctrl+u")
        await paste(person, "\n".join(f"Commune numéro {number}" for number in range(90)))
        assert "90 values" in person.screen
        await person.press("enter")
        await person.sees("no row matches")


# A column that has a filter


async def test_the_filter_that_is_there_is_changed_kept_beside_or_removed() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region = Bretagne and population_totale >= 1000")
        await go_to(person, "population_totale")
        await person.press("slash")
        assert "The filter on population_totale" in person.screen
        await person.type("2000")
        await person.press("enter")
        assert filters(person) == "region = Bretagne and population_totale >= 2000"
        await person.press("slash", "ctrl+n", "up")
        assert "Another filter on population_totale" in person.screen
        await person.type("3000")
        await person.press("enter")
        assert filters(person) == (
            "region = Bretagne and population_totale >= 2000 and population_totale <= 3000"
        )
        # Of two filters on the column, neither is the one to change.
        await person.press("slash")
        assert "Filter population_totale" in person.screen
        await person.press("escape")
        await go_to(person, "region")
        await person.press("slash", "ctrl+r")
        assert filters(person) == "population_totale >= 2000 and population_totale <= 3000"


async def test_leaving_the_editor_changes_nothing() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region = Bretagne")
        asked = len(person.requests)
        for opens in ("slash", "e", "E"):
            await person.press(opens)
            await person.type("x" if opens != "E" else "(")
            await person.press("escape")
        assert filters(person) == "region = Bretagne"
        assert len(person.requests) == asked


# Hostile names and values


ATTACKS = [Likely(payload, 3) for payload in PAYLOADS if "\0" not in payload]


@SIZES
async def test_values_that_attack_the_terminal_are_drawn_safely_and_meant_whole(
    size: tuple[int, int],
) -> None:
    async with at_the_keyboard(HOSTILE, size=size) as person:
        column, answers = column_of(person, "libelle"), list[FilterChange | None]()
        screen = ColumnFilterScreen(column, ATTACKS, now=Condition("libelle", Op.IN, ("x",)))
        person.app.push_screen(screen, answers.append)
        await person.press("tab")
        for _value in ATTACKS:
            await person.press("space", "down")
            assert_harmless(person.app)
        await person.press("enter")
        listed = ("x", *(value.text for value in ATTACKS))
        assert answers == [
            FilterChange(Condition("libelle", Op.IN, listed), Condition("libelle", Op.IN, ("x",)))
        ]


async def test_a_value_that_attacks_is_taken_and_edited_whole() -> None:
    async with at_the_keyboard(HOSTILE) as person:
        column = column_of(person, "libelle")
        for index in range(0, len(ATTACKS), 4):
            answers = list[FilterChange | None]()
            person.app.push_screen(ColumnFilterScreen(column, ATTACKS), answers.append)
            await person.press(*["tab"] * (index + 1))
            assert_harmless(person.app)
            await person.press("enter")
            taken = Condition("libelle", Op.EXACT, ATTACKS[index].text)
            assert answers == [FilterChange(taken)]
            person.app.push_screen(ColumnFilterScreen(column, [], now=taken), answers.append)
            await person.press("down")
            assert_harmless(person.app)
            await person.press("enter")
            assert answers[1] == FilterChange(replace(taken, op=Op.DIFFERS), taken)


@SIZES
async def test_names_that_attack_are_drawn_safely_in_every_editor(size: tuple[int, int]) -> None:
    async with at_the_keyboard(ODD, size=size) as person:
        schema, source = pane(person).schema, pane(person).source
        assert schema is not None
        assert source is not None
        where = Group("and", tuple(Condition(column.name, Op.ISNULL) for column in schema))

        def values(column: Column) -> Any:
            return likely_values(source.profile, column)

        screens: tuple[Dialog[Any], ...] = (
            FilterTextScreen(schema, where, values),
            FilterTreeScreen(schema, where, values),
            *(ColumnFilterScreen(column, values(column)) for column in list(schema)[1::7]),
        )
        for screen in screens:
            person.app.push_screen(screen)
            await person.press("down")
            assert_harmless(person.app)
            assert len(person.lines) <= size[1] + 1
            await person.press("escape")


async def test_every_odd_column_can_be_chosen_by_its_proposal() -> None:
    async with at_the_keyboard(ODD, size=(120, 40)) as person:
        await person.press("e")
        await person.type("tab")
        await person.press("tab")
        await person.type("= 5")
        await person.press("enter")
        assert [c.column for c in pane(person).asked.conditions()] == ["tab\tulation"]


# As a text


def caret(person: Person) -> tuple[int, int]:
    """The row of the mark under the text, and its column in cells."""
    for row, line in enumerate(person.lines):
        if "^ " in line and "│" in line and "^s" not in line:
            return row, cell_len(line[: line.index("^ ")])
    raise AssertionError(person.screen)


@SIZES
async def test_a_filter_is_written_with_proposals_alone(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        await person.press("e")
        for typed in ("regi", "", "bret", "an", "totale", "i", "2", ") o"):
            await person.type(typed)
            await person.press("tab")
        assert "region ~ Bretagne" in person.screen
        await person.type("littoral is null")
        await person.press("enter")
        start, _in, end = filters(person).partition(" in (")
        assert start == "((region ~ Bretagne and population_totale"
        assert end.endswith(")) or littoral is null)")


WRONG = {
    "region = Bretagne and popo = 1 and x": "popo",
    "nom_commune ~ 漢字漢字 and popo = 1 and x": "popo",
    "population_totale > beaucoup and x": "beaucoup",
    "littoral ~ 1 and x": "~ 1",
    "region = a b": "b",
}
"""A text that is no filter, and where it ceases to be one."""


@SIZES
async def test_an_error_is_pointed_at_under_its_character(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        await person.press("e")
        for typed, word in WRONG.items():
            await person.press("ctrl+u")
            await paste(person, typed)
            await person.type(" ")
            row, column = caret(person)
            line = person.lines[row - 1]
            assert cell_len(line[: line.index(word)]) == column, typed


async def test_the_mark_follows_a_text_that_scrolls() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("e")
        await paste(person, f'region = x and popo = 1 and region = "{"a" * 90}" and x')
        assert "‹ There is no column named popo." in person.screen
        await person.press("home")
        row, column = caret(person)
        line = person.lines[row - 1]
        assert cell_len(line[: line.index("popo")]) == column
        await person.press("end", "enter")
        row, column = caret(person)
        line = person.lines[row - 1]
        assert cell_len(line[: line.index("popo")]) == column
        assert is_open(person, FilterTextScreen)


async def test_a_word_that_is_being_typed_is_not_called_wrong() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("e")
        for letters in ("re", "gion ", "=", " Bre", " ", "an", "d (popul", "ation_totale > ", "10"):
            await person.type(letters)
            assert "^ " not in person.screen
        await person.type("00 or littoral")
        assert "expected: =" in person.screen
        await person.press("enter")
        assert "An operator is expected here." in person.screen
        await person.type(" = true)")
        await person.press("enter")
        assert filters(person) == ("region = Bre and (population_totale > 1000 or littoral = true)")
        await person.sees("no row matches")


async def test_a_proposal_is_chosen_with_the_arrows() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("e", "down", "down", "enter")
        assert is_open(person, FilterTextScreen)
        await person.type("= x")
        await person.press("down", "up", "enter")
        assert filters(person) == "nom_commune = x"


async def test_keys_that_arrive_together_take_what_the_text_wants_then() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("e")
        for key in ("r", "e", "g", "i", "tab", "equals_sign", "b", "r", "e", "t", "tab", "enter"):
            character = "=" if key == "equals_sign" else key if len(key) == 1 else None
            person.app.post_message(events.Key(key, character))
        await person.rest()
        assert filters(person) == "region = Bretagne"


async def test_lines_pasted_together_are_one_text() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await person.press("e")
        await paste(person, "region = Bretagne\n  and population_totale > 1000\n")
        await person.press("enter")
        assert filters(person) == "region = Bretagne and population_totale > 1000"


async def test_a_text_that_makes_too_long_a_request_is_not_sent() -> None:
    async with at_the_keyboard(TOWNS, size=(120, 40)) as person:
        await person.press("e")
        asked = len(person.requests)
        listed = ", ".join(f"ville{number}" for number in range(900))
        await paste(person, f"nom_commune in ({listed})")
        await person.press("enter")
        assert "the service reads 8,190" in person.screen
        assert is_open(person, FilterTextScreen)
        assert len(person.requests) == asked


# As a tree


@SIZES
async def test_a_tree_is_built_with_keys_alone(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TOWNS, size=size) as person:
        await person.press("E")  # with no filter, the column is asked at once
        await person.type("region")
        await person.press("enter", "down", "down")
        await person.type("Bretagne")
        await person.press("enter")
        assert "└ region = Bretagne" in person.screen
        await person.press("a")
        await person.type("littoral")
        await person.press("enter")
        await person.type("true")
        await person.press("enter", "left_parenthesis", "a")
        await person.type("populationtot")
        await person.press("enter", *["down"] * 5)
        await person.type("9000")
        await person.press("enter")
        assert "└ and any of these" in person.screen
        assert "└ or population_totale > 9000" in person.screen
        assert (
            "region = Bretagne and (littoral = true or population_totale > 9000)" in person.screen
        )
        assert " of 8,190 bytes" in person.screen
        await person.press("ctrl+s")
        assert filters(person) == (
            "region = Bretagne and (littoral = true or population_totale > 9000)"
        )
        await person.sees("row 1 of ")


async def test_lines_move_in_and_out_of_groups_and_every_step_is_undone() -> None:
    text = "region = a and (region = b or region = c)"
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, text)
        await person.press("E")
        shown = person.screen
        steps = ("J", "J", "o", "right_parenthesis", "x", "K", "left_parenthesis", "enter")
        for key in steps:
            await person.press(key)
        assert person.screen != shown
        await person.press(*"u" * 12)
        assert text in person.screen
        await person.press("J")
        assert "(region = a or region = b or region = c)" in person.screen
        await person.press("w")
        assert filters(person) == "(region = a or region = b or region = c)"


async def test_a_condition_of_a_tree_is_edited_in_its_place() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region = a and (region = b or region = c)")
        await person.press("E", "down", "down", "enter")
        assert "The filter on region" in person.screen
        await person.type("z")
        await person.press("enter")
        assert "region = a and (region = z or region = c)" in person.screen
        await person.press("enter", "ctrl+n")
        await person.type("y")
        await person.press("enter")
        assert "(region = z or region = y or region = c)" in person.screen
        await person.press("enter", "ctrl+r", "ctrl+s")
        assert filters(person) == "region = a and (region = z or region = c)"


async def test_a_tree_that_makes_too_long_a_request_is_not_applied() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region = a")
        await person.press("E", "a")
        await person.type("nom_commune")
        await person.press("enter")
        await paste(person, "\n".join(f"ville {number}" for number in range(300)))
        await person.press("enter")
        assert is_open(person, FilterTreeScreen)
        await person.press("a")
        await person.type("nom_commune")
        await person.press("enter")
        await paste(person, "\n".join(f"commune numéro {number}" for number in range(130)))
        assert "These 130 values make a request of" in person.screen
        await person.press("enter")
        assert is_open(person, ColumnFilterScreen)
        await person.press("escape", "ctrl+s")
        assert len(pane(person).asked.where.items) == 2


async def test_an_empty_tree_says_that_all_rows_pass() -> None:
    async with at_the_keyboard(TOWNS) as person:
        await filter_on(person, "region = a")
        await person.press("E", "x")
        assert "no filter: all rows" in person.screen
        await person.press("x", "left_parenthesis", "right_parenthesis", "J", "K", "ctrl+s")
        await person.sees("row 1 of 34,955")
        assert filters(person) == ""


async def test_help_says_what_each_editor_does() -> None:
    async with at_the_keyboard(TOWNS, size=(120, 40)) as person:
        await filter_on(person, "region = a")
        for opens, words in (
            ("slash", "keeps empty (null) cells"),
            ("e", "binds tighter than"),
            ("E", "puts a line in a group of its own"),
        ):
            await person.press(opens, "f1")
            assert words in " ".join(person.screen.replace("│", " ").split())
            await person.press("escape", "escape")
