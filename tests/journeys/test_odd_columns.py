"""Columns of the oddest names and values, filtered and sorted through the client as any other."""

from __future__ import annotations

import os

import pytest
from people import real_site

from tui.api.service import open_service
from tui.sample.names import resource_id
from tui.settings import SITES, Settings, Site, asgi_app
from tui.tables.operators import typed
from tui.tables.query import Column, Condition, Op, Query, Schema, Sort
from tui.tables.remote import RemoteTable
from tui.tables.source import Cell, Window
from tui.widgets.cells import raw

REAL_TABLE = os.environ.get("DATAGOUV_TUI_TEST_ODD_RESOURCE", "")


def cells(window: Window, column: Column) -> list[Cell]:
    place = window.columns.index(column.name)
    return [row[place] for row in window.rows]


async def column_obeys(table: RemoteTable, schema: Schema, column: Column, value: Cell) -> None:
    """Its filters keep the value and nothing else; its sort orders it."""
    for condition in (
        Condition(column.name, Op.EXACT, raw(value)),
        Condition(column.name, Op.IN, (raw(value),)),
    ):
        query = typed(Query().filtered(condition), schema)
        kept = cells(await table.window(query, 0, 50), column)
        assert kept, column.name
        assert all(cell == value for cell in kept), column.name
    query = Query().sorted_by(Sort(column.name, descending=True, nulls="last"))
    ordered = [cell for cell in cells(await table.window(query, 0, 50), column) if cell is not None]
    numbers = [cell for cell in ordered if isinstance(cell, (int, float))]
    assert numbers == sorted(numbers, reverse=True), column.name
    assert ordered, column.name


@pytest.mark.parametrize(
    ("site", "table_id"),
    [
        (SITES["sample"], resource_id("noms-de-colonnes-difficiles/0")),
        pytest.param(
            real_site(),
            REAL_TABLE,
            marks=pytest.mark.skipif(
                real_site() is None or not REAL_TABLE, reason="no real table in the environment"
            ),
        ),
    ],
    ids=["sample", "real"],
)
async def test_every_odd_column_filters_and_sorts(site: Site | None, table_id: str) -> None:
    assert site is not None
    service = await open_service(site, asgi_app=asgi_app(Settings(site=site)))
    try:
        table = RemoteTable(service.tabular, table_id)
        schema = await table.schema()
        assert len(schema) > 40
        first = await table.window(Query(), 0, 50)
        for column in schema:
            value = next((cell for cell in cells(first, column) if cell is not None), None)
            assert value is not None, column.name
            await column_obeys(table, schema, column, value)
    finally:
        await service.aclose()
