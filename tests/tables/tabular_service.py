"""A small Tabular API in this process, over DuckDB, that counts what it is asked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import duckdb

from tui.api.service import Service, open_service
from tui.settings import Site
from tui.tables.query import Column, ColumnType, QueryError, Schema
from tui.tables.sql_form import count_sql, to_sql
from tui.tables.tabular_form import from_params

RID = "40d8d6e3-4ade-587c-9a98-e1c1988cf0bc"
SITE = Site("sample", "http://web.test", "http://main.test", "http://tabular.test", None)
SCHEMA = Schema(
    (
        Column("ville"),
        Column("petit", ColumnType.INT),
        Column("xmin__hydra_renamed", ColumnType.FLOAT),
        Column("vu", ColumnType.DATETIME_TZ),
    )
)
PROFILE = {
    "header": ["ville", "petit", "xmin", "vu"],
    "columns": {
        "vu": {"python_type": "datetime", "format": "datetime_aware", "score": 1},
        "petit": {"python_type": "int", "format": "int", "score": 1},
        "xmin": {"python_type": "float", "format": "latitude_wgs", "score": 1},
        "ville": {"python_type": "truc", "format": "commune", "score": 1},
    },
    "total_lines": 1,
}
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


@dataclass
class TabularService:
    """The service and how it behaves.

    Attributes:
        refuses_sorts: Whether only the documented form of a sort is accepted.
        version: What ``/health/`` says; before 0.3.2, ``or=`` is refused.
        gate: Answers wait for it.
        asked: Query strings of the rows asked for, in order.
        crowded: Set once two are under way.
        most: Most rows requests under way at the same time.
    """

    rows: int
    refuses_sorts: bool = False
    version: str = "0.4.1"
    profile: dict[str, Any] = field(default_factory=lambda: PROFILE)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    crowded: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[str] = field(default_factory=list)
    running: int = 0
    most: int = 0
    abandoned: int = 0

    def __post_init__(self) -> None:
        self.gate.set()
        self.table = duckdb.connect(config={"threads": 1})
        self.fill(self.rows)

    def fill(self, rows: int) -> None:
        """Make the table anew, with that many rows."""
        self.table.execute(
            "CREATE OR REPLACE TABLE t AS SELECT range + 1 AS __id, 'ville ' || range AS ville, "
            "range % 3 AS petit, range / 2 AS xmin__hydra_renamed, "
            "TIMESTAMPTZ '2024-01-01 00:00:00+00' AS vu FROM range(?)",
            [rows],
        )

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        path, raw = scope["path"], scope["query_string"].decode()
        if path == "/health/":
            await answer(send, 200, {"status": "ok", "version": self.version})
        elif path.endswith("/profile/"):
            await answer(send, 200, {"profile": self.profile, "indexes": None})
        else:
            await self.answer_rows(raw, send)

    async def answer_rows(self, raw: str, send: Send) -> None:
        self.asked.append(raw)
        self.running += 1
        self.most = max(self.most, self.running)
        if self.running == 2:
            self.crowded.set()
        try:
            await self.gate.wait()
            await asyncio.sleep(0)  # others may ask meanwhile
            status, body = self.answer_to(raw)
        except asyncio.CancelledError:
            self.abandoned += 1
            raise
        finally:
            self.running -= 1
        await answer(send, status, body)

    def answer_to(self, raw: str) -> tuple[int, dict[str, Any]]:
        paging = dict(parse_qsl(raw))
        page, size = int(paging["page"]), int(paging["page_size"])
        try:
            self.refuse(raw)
            query = from_params(raw, SCHEMA)
        except QueryError as error:
            return error.status, refusal(error)
        offset = (page - 1) * size
        counted = count_sql(query, SCHEMA, "t")
        total = self.run(counted.text, counted.parameters)[0][0]
        if offset > total:
            reason = f"An offset of {offset} was requested, but there are only {total} rows."
            return 416, refusal(QueryError("out of range", code="PGRST103"), reason)
        sql = to_sql(query, SCHEMA, "t", limit=size, offset=offset)
        rows = [
            {name: cell_of(cell) for name, cell in zip(sql.columns, row, strict=True)}
            for row in self.run(sql.text, sql.parameters)
        ]
        meta = {"page": page, "page_size": size}
        more = len(rows) == size if query.aggregates else offset + size < total
        if not query.aggregates:
            meta["total"] = total
        links = {"next": "http://elsewhere.test/" if more else None, "prev": None}
        return 200, {"data": rows, "links": links, "meta": meta}

    def refuse(self, raw: str) -> None:
        if self.version < "0.3.2" and "or=(" in raw:
            raise QueryError("Malformed query: argument 'or=(' could not be parsed")
        if self.refuses_sorts and ("asc." in raw or "desc." in raw or "," in raw):
            raise QueryError("Malformed query: sort")

    def run(self, text: str, parameters: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        return self.table.execute(text, list(parameters)).fetchall()

    def pages(self) -> list[int]:
        """Pages asked for, in order."""
        return [int(dict(parse_qsl(raw))["page"]) for raw in self.asked]


@asynccontextmanager
async def served(service: TabularService) -> AsyncIterator[Service]:
    """The client of that service."""
    client = await open_service(SITE, asgi_app=service)
    try:
        yield client
    finally:
        await client.aclose()
        service.table.close()


def refusal(error: QueryError, details: str | None = None) -> dict[str, Any]:
    detail: Any = error.reason
    if error.code:
        detail = {"code": error.code, "details": details, "hint": None, "message": error.reason}
    return {"errors": [{"code": None, "title": "Database error", "detail": detail}]}


def cell_of(cell: Any) -> Any:
    return cell.isoformat() + "+00:00" if hasattr(cell, "isoformat") else cell


async def answer(send: Send, status: int, body: dict[str, Any]) -> None:
    headers = [(b"content-type", b"application/json; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
