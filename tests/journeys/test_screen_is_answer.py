"""What is on the screen is what the service answers to that query: no more, no less, no other."""

from __future__ import annotations

import json
import random
from typing import Any

import httpx
import pytest
from people import Person, at_the_keyboard

from tui.sample.names import resource_id
from tui.screens.table import TableScreen
from tui.settings import SITES, ASGIApp, Settings, asgi_app
from tui.tables.operators import operators_for, sortable
from tui.tables.query import Column, Condition, Op, Query, Schema, Sort
from tui.tables.source import Cell
from tui.text import clean_line
from tui.widgets.columns import GAP
from tui.widgets.draw import cut, width_of

TABLES = (
    "population-des-communes-francaises/0",
    "tous-les-types-de-colonnes/0",
    "textes-hostiles/0",
    "noms-de-colonnes-difficiles/0",
)
STEPS = 6


@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
@pytest.mark.parametrize("table", TABLES)
async def test_the_screen_shows_what_the_service_answers(table: str, size: tuple[int, int]) -> None:
    # The same queries every time, alone or among all tests.
    await _read(table, size, random.Random(f"{table} {size}"))


async def _read(table: str, size: tuple[int, int], dice: random.Random) -> None:
    async with at_the_keyboard(f"resource:{resource_id(table)}", size=size) as person:
        place = person.app.place
        assert isinstance(place, TableScreen)
        assert place.pane.schema is not None
        server = asgi_app(Settings(site=SITES["sample"]))
        assert server is not None
        for _step in range(STEPS):
            query = some_query(place.pane.schema, place, dice)
            place.pane.change_query(query)
            await person.rest()
            if dice.random() < 0.5:
                await person.press(dice.choice(["G", "pagedown", "end", "right", "f", "minus"]))
            await same_as_answered(person, place, server)


def some_query(schema: Schema, place: TableScreen, dice: random.Random) -> Query:
    """A query whose values are those of a row in sight, so that it often has answers."""
    query = place.pane.asked if dice.random() < 0.5 else Query()
    for _condition in range(dice.randint(0, 2)):
        column = dice.choice(schema.columns)
        condition = some_condition(column, value_in_sight(place, column, dice), dice)
        query = query.filtered(condition)
    columns = [column for column in schema if sortable(column.type)]
    chosen = dice.sample(columns, min(len(columns), dice.randint(0, 2)))
    return query.sorted_by(*(Sort(c.name, dice.random() < 0.5) for c in chosen))


def value_in_sight(place: TableScreen, column: Column, dice: random.Random) -> Cell:
    rows = max(1, min(place.grid.store.count, 20))
    return place.grid.cell(dice.randrange(rows), column)


def some_condition(column: Column, value: Cell, dice: random.Random) -> Condition:
    from tui.tables.operators import parse_value
    from tui.widgets.cells import raw

    op = dice.choice(operators_for(column.type))
    if value is None or isinstance(value, (list, dict)) or op in (Op.ISNULL, Op.ISNOTNULL):
        return Condition(column.name, dice.choice((Op.ISNULL, Op.ISNOTNULL)))
    text = raw(value)
    if op in (Op.CONTAINS, Op.NOTCONTAINS):
        text = text[:2] or "a"
    try:
        return Condition(column.name, op, parse_value(op, column.type, text))
    except ValueError:
        return Condition(column.name, Op.ISNOTNULL)


async def same_as_answered(person: Person, place: TableScreen, server: ASGIApp) -> None:
    """Ask for every row in sight again, by hand, and compare cell by cell."""
    grid, source = place.grid, place.source
    assert source is not None
    transport = httpx.ASGITransport(app=server)
    async with httpx.AsyncClient(transport=transport) as client:
        answers: dict[int, Any] = {}
        top, lines = grid.scroll_offset.y, person.lines[grid.region.y + 1 :]
        for y in range(grid.rows_in_sight):
            position = top + y
            page = position // 50
            if page not in answers:
                if page and position >= grid.store.count:
                    break
                url = source.url(Query(where=place.pane.asked.where, sorts=place.pane.asked.sorts))
                text = url.replace("page=1&", f"page={page + 1}&")
                answers[page] = (await client.get(text)).json()
            total = answers[page]["meta"]["total"]
            assert grid.store.count == total
            if position >= total:
                break
            row = answers[page]["data"][position % 50]
            assert_line(lines[y], grid, row, position)


def assert_line(line: str, grid: Any, row: dict[str, Any], position: int) -> None:
    number = line[: grid.number_width].strip(" │●").replace(",", "")
    assert number == str(position + 1)
    x = grid.number_width
    for index, width in grid.columns_in_sight():
        column = grid.columns[index]
        if width == grid.width_of(column):
            written = _cells(line, x, width).strip()
            assert written == expected(row[column.name], column, width)
        x += width + GAP


def _cells(line: str, start: int, width: int) -> str:
    """The part of `line` that stands in these cells of the terminal."""
    at, text = 0, ""
    for character in line:
        if start <= at < start + width or (
            width_of(character) == 0 and start < at <= start + width
        ):
            text += character
        at += width_of(character)
    return text


def expected(value: Any, column: Column, width: int) -> str:
    """How a cell is to be read, written apart from the program."""
    from tui.widgets.cells import is_plain_number

    if value is None:
        return "∅"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        if is_plain_number(column):
            return str(value)
        from tui import format as fmt

        text = fmt.cell_number(value)
        return "…" if width_of(text) > width else text
    if isinstance(value, (list, dict)):
        return cut(clean_line(json.dumps(value, ensure_ascii=False)), width).strip()
    if column.type.startswith("datetime"):
        value = value.replace("T", " ", 1)
    return cut(clean_line(value), width).strip()
