"""What the copy menu of a table offers, from a grid that a person arranged."""

from __future__ import annotations

import json
import shlex
from collections.abc import Sequence
from dataclasses import replace

import pytest
from people import Person, at_the_keyboard

from tui import i18n
from tui.links import parse_link
from tui.sample.names import resource_id
from tui.screens.place import Copy
from tui.screens.table import TableScreen
from tui.screens.table_copies import (
    Loaded,
    TableCopies,
    copies_of,
    program_copies,
    request_copies,
)
from tui.settings import SITES
from tui.tables.marks import Marks
from tui.tables.query import Aggregate, Column, ColumnType, Function, Query, Schema
from tui.tables.recipes import Asked
from tui.tables.source import Cell

TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
TOWNS = f"resource:{resource_id('population-des-communes-francaises/0')}"


def place_of(person: Person) -> TableScreen:
    place = person.app.place
    assert isinstance(place, TableScreen)
    return place


def shown_to(person: Person) -> TableCopies:
    place = place_of(person)
    pane = place.pane
    return TableCopies.of_grid(
        pane.grid, pane.grid.marks, pane.asked, place.link, schema=pane.schema, source=place.source
    )


def copied(person: Person) -> dict[str, Copy]:
    """Each form by its title."""
    copies = copies_of(shown_to(person))
    found = {copy.title: copy for copy in copies}
    assert len(found) == len(copies)
    return found


def grid_rows(person: Person) -> list[Sequence[object]]:
    store = place_of(person).pane.grid.store
    return [row for _start, rows in store.pages() for row in rows]


async def test_a_cell_a_row_and_a_column_are_copied_as_they_are_shown() -> None:
    async with at_the_keyboard(f"{TYPES}?columns=petit,texte,entier&row=3&col=texte") as person:
        copies = copied(person)
        cell = copies["Value of the cell"].text
        assert cell
        assert list(copies)[0] == "Value of the cell"
        assert copies["Row, separated by tabs"].text == f"2\t{cell}\t-48"
        assert copies["Row as CSV"].text == f"petit,texte,entier\n2,{cell},-48\n"
        record = {"petit": 2, "texte": cell, "entier": -48}
        assert json.loads(copies["Row as JSON"].text) == record
        assert list(json.loads(copies["Row as JSON"].text)) == list(record)
        assert f"| 2 | {cell} | -48 |" in copies["Row as a Markdown table"].text
        assert copies["Name of the column"].text == "texte"
        column = copies["Values of the column"]
        loaded = len(grid_rows(person))
        assert column.detail == f"{loaded} loaded rows"
        assert column.text.split("\n")[2] == cell
        assert column.text.count("\n") == loaded


async def test_marked_rows_come_in_the_order_of_the_file_through_the_columns_shown() -> None:
    async with at_the_keyboard(f"{TYPES}?columns=entier,petit&petit__sort=desc") as person:
        assert not [title for title in copied(person) if title.startswith("Marked")]
        await person.press("down", "m", "m", "up", "up", "up", "m")
        copies = copied(person)
        assert [title for title in copies if title.startswith("Marked")] == list(copies)[1:5]
        assert copies["Marked rows as CSV"].detail == "3 rows"
        numbers = sorted(place_of(person).pane.grid.marks)
        rows = [(number - 51, 4) for number in numbers]
        lines = [f"{entier},{petit}" for entier, petit in rows]
        assert copies["Marked rows as CSV"].text.split("\n") == ["entier,petit", *lines, ""]
        said = json.loads(copies["Marked rows as JSON"].text)
        assert said == [{"entier": entier, "petit": petit} for entier, petit in rows]
        assert copies["Marked rows, separated by tabs"].text.startswith("entier\tpetit\n")
        assert copies["Marked rows as a Markdown table"].text.count("\n") == 5


async def test_the_command_opens_the_same_rows() -> None:
    address = (
        f"{TOWNS}?nom_commune__contains=l%27&code_departement__in=01,2A"
        "&population_totale__sort=desc&columns=nom_commune,code_insee&row=2"
    )
    async with at_the_keyboard(address, size=(120, 40)) as person:
        rows = grid_rows(person)
        program, *arguments = shlex.split(copied(person)["Command that opens this"].text)
        row = place_of(person).pane.grid.row
    assert rows
    assert (program, len(arguments)) == ("dgv", 1)
    assert parse_link(arguments[0], SITES["sample"]).kind == "resource"
    async with at_the_keyboard(arguments[0], size=(120, 40)) as person:
        assert grid_rows(person) == rows
        assert place_of(person).pane.grid.row == row


async def test_a_form_that_cannot_be_made_says_why() -> None:
    async with at_the_keyboard(f"{TYPES}?petit__in=1,2&petit__sort=asc") as person:
        copies = copied(person)
        refused = {title: copy.detail for title, copy in copies.items() if copy.why_not}
        assert refused == {
            "SQL for DuckDB": "Neither a CSV nor a Parquet file.",
            "Call of the portal’s MCP tool": "It does not have this operator.",
        }
        assert copies["Python with httpx"].detail == "4 requests"
        assert copies["Python with pandas"].detail == "1 request"
        many = copies_of(replace(shown_to(person), total=1_000_000))
        details = {copy.title: copy.detail for copy in many}
        assert details["curl command for all rows, as CSV"] == "The service stops at 50,000 rows."
        assert details["Python with polars"] == "20,000 requests"


async def test_the_address_is_that_of_the_page_under_the_cursor() -> None:
    async with at_the_keyboard(f"{TYPES}?row=120") as person:
        copies = copied(person)
        assert copies["API address of these rows"].text.endswith("?page=3&page_size=50")
        assert '"page": 3' in copies["Call of the portal’s MCP tool"].text


async def test_titles_are_told_apart_in_french_too() -> None:
    async with at_the_keyboard(TYPES, lang="fr") as person:
        await person.press("m")
        assert len(copied(person)) > 18
        assert i18n.current() == "fr"


def test_long_forms_are_made_when_they_are_wanted() -> None:
    marks = Marks()
    for number in range(5_000):
        marks.turn(number, {"n": number})
    wanted: list[str] = []

    class Watched(Marks):
        def rows(self, columns: Sequence[str]) -> list[tuple[Cell, ...]]:
            wanted.append("rows")
            return marks.rows(columns)[:1]

    watched = Watched()
    watched.turn(1, {})
    table = TableCopies(
        columns=(Column("n", ColumnType.INT),),
        column=0,
        row=(1,),
        position=0,
        loaded=Loaded(("n",), ((1,), (2,))),
        marks=watched,
        query=Query(),
        link=parse_link(TYPES, SITES["sample"]),
    )
    copies = copies_of(table)
    assert all(copy.detail for copy in copies)
    assert wanted == []
    csv = next(copy for copy in copies if copy.title == "Marked rows as CSV")
    assert (csv.text, csv.text) == ("n\n0\n", "n\n0\n")
    assert wanted == ["rows"]


def test_groups_are_offered_as_code_but_never_all_at_once() -> None:
    query = Query(group_by=("dep",), aggregates=(Aggregate("n", Function.SUM),))
    schema = Schema((Column("dep"), Column("n", ColumnType.INT)))
    asked = Asked(query, schema, "http://x.invalid/data/", "dep__groupby&n__sum", total=12)
    titles = [copy.title for copy in (*request_copies(asked), *program_copies(asked))]
    assert titles == [
        "API address of these rows",
        "curl command for these rows",
        "Python with httpx",
        "Python with pandas",
        "Python with polars",
    ]


@pytest.mark.parametrize("row", [None, (1,)])
def test_what_is_not_here_yet_is_not_offered(row: tuple[int, ...] | None) -> None:
    table = TableCopies(
        columns=(Column("n", ColumnType.INT),),
        column=0,
        row=row,
        position=0,
        loaded=Loaded(),
        marks=Marks(),
        query=Query(),
        link=parse_link(TYPES, SITES["sample"]),
    )
    titles = [copy.title for copy in copies_of(table)]
    assert ("Value of the cell" in titles) == (row is not None)
    assert "Values of the column" not in titles
    assert titles[-2:] == ["Name of the column", "Command that opens this"]
