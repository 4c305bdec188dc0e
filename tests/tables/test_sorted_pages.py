"""Rows sorted by several columns, page after page, on a service that takes long sorts and on one
that does not; and how long a request is."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from table_queries import Record, in_order
from tabular_service import RID, TabularService, served

from tui.api.service import open_service
from tui.sample.names import resource_id
from tui.settings import SITES, ASGIApp, Settings, asgi_app
from tui.tables.query import ROW_ID, Condition, Op, Query, Sort
from tui.tables.remote import BadQuery, RemoteTable
from tui.tables.source import Cell
from tui.tables.tabular_form import REQUEST_LINE_LIMIT

Message = MutableMapping[str, Any]
TYPES = resource_id("tous-les-types-de-colonnes/0")
ODD = resource_id("noms-de-colonnes-difficiles/0")


class Gate:
    """The sample site behind a gate that notes the sorts asked, and may refuse the long ones."""

    def __init__(self, *, refuses: bool = False) -> None:
        site = asgi_app(Settings(site=SITES["sample"]))
        assert site is not None
        self._site: ASGIApp = site
        self.refuses = refuses
        self.sorts: list[str] = []

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        raw = scope.get("query_string", b"").decode()
        sorts = [part.partition("=")[2] for part in raw.split("&") if "__sort=" in part]
        self.sorts += sorts
        if self.refuses and any(sort not in ("asc", "desc") for sort in sorts):
            await refuse(send)
        else:
            await self._site(scope, receive, send)


async def refuse(send: Callable[[Message], Awaitable[None]]) -> None:
    error = {"code": None, "title": "Invalid query string", "detail": "Malformed query: sort"}
    headers = [(b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 400, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps({"errors": [error]}).encode()})


@asynccontextmanager
async def table_behind(gate: Gate, rid: str) -> AsyncIterator[RemoteTable]:
    service = await open_service(SITES["sample"], asgi_app=gate)
    try:
        table = RemoteTable(service.tabular, rid)
        await table.schema()
        yield table
    finally:
        await service.aclose()


async def all_rows(table: RemoteTable, query: Query) -> list[Record]:
    """Every row of the query, a page at a time, as a person who scrolls gets them."""
    found: list[Record] = []
    total = (await table.window(query, 0, 1)).total or 0
    for start in range(0, total, table.page_size):
        window = await table.window(query, start, start + table.page_size)
        for number, row in zip(window.ids, window.rows, strict=True):
            found.append(dict(zip(window.columns, map(plain, row), strict=True)) | {ROW_ID: number})
    return found


def plain(cell: Cell) -> Any:
    return json.dumps(cell) if isinstance(cell, (list, dict)) else cell


SORTS = [
    (Sort("petit"),),
    (Sort("petit", descending=True), Sort("booleen")),
    (Sort("booleen", nulls="first"), Sort("petit", descending=True, nulls="last"), Sort("entier")),
    (Sort("jour", descending=True, nulls="last"), Sort("texte", nulls="first")),
    (Sort("booleen", descending=True), Sort(ROW_ID, descending=True)),
]


@pytest.mark.parametrize("sorts", SORTS)
async def test_pages_of_several_sorts_hold_every_row_once_and_in_order(
    sorts: tuple[Sort, ...],
) -> None:
    async with table_behind(Gate(), TYPES) as table:
        in_file = await all_rows(table, Query())
        rows = await all_rows(table, Query().sorted_by(*sorts))
        assert len(in_file) == 500
        assert any(row["booleen"] is None for row in in_file)
        # Rows that tie keep the order of the file.
        assert [row[ROW_ID] for row in rows] == [row[ROW_ID] for row in in_order(in_file, sorts)]


async def test_odd_names_are_sorted_by_wherever_they_stand() -> None:
    async with table_behind(Gate(), ODD) as table:
        schema = await table.schema()
        in_file = await all_rows(table, Query())
        for one, two in pairwise(column.name for column in schema):
            sorts = (Sort(one, descending=True, nulls="last"), Sort(two, nulls="first"))
            rows = await all_rows(table, Query().sorted_by(*sorts))
            wanted = [row[ROW_ID] for row in in_order(in_file, sorts)]
            assert [row[ROW_ID] for row in rows] == wanted, (one, two)


async def test_a_service_that_refuses_them_sorts_by_the_first_column_alone() -> None:
    gate = Gate(refuses=True)
    async with table_behind(gate, TYPES) as table:
        query = Query().sorted_by(
            Sort("reel", descending=True, nulls="last"), Sort("booleen", descending=True)
        )
        rows = await all_rows(table, query)
        assert table.sorts_plainly
        assert len(rows) == 500
        numbers = [row["reel"] for row in rows]
        known = [number for number in numbers if isinstance(number, float)]
        assert known == sorted(known, reverse=True)
        # Its own place for nulls, not the one asked: first when descending.
        assert numbers[0] is None
        assert unquote(gate.sorts[0]) == "desc.nullslast,booleen.desc,__id.asc"
        assert set(gate.sorts[1:]) == {"desc"}


async def test_the_size_of_a_request_is_the_one_that_is_refused_when_over_the_limit() -> None:
    service = TabularService(9)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        with pytest.raises(BadQuery):
            table.request_size(Query())
        await table.schema()
        fits, over = 0, 0
        for count in range(1, 600):
            values = tuple(f"ville {number}" for number in range(count))
            query = Query().filtered(Condition("ville", Op.IN, values))
            if table.request_size(query) <= REQUEST_LINE_LIMIT:
                fits = count
            else:
                over = over or count
        assert 100 < fits == over - 1
        for count, refused in ((fits, False), (over, True)):
            values = tuple(f"ville {number}" for number in range(count))
            query = Query().filtered(Condition("ville", Op.IN, values))
            if refused:
                with pytest.raises(BadQuery):
                    await table.window(query, 0, 50)
            else:
                assert len((await table.window(query, 0, 50)).rows) == 9


async def test_the_size_of_what_cannot_be_asked_is_refused_with_a_sentence() -> None:
    async with served(TabularService(9)) as client:
        table = RemoteTable(client.tabular, RID)
        await table.schema()
        with pytest.raises(BadQuery) as caught:
            table.request_size(Query().filtered(Condition("ville", Op.EXACT, "\ud800")))
        assert caught.value.message.endswith(".")
