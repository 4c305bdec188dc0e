"""A small Tabular API that streams too, says when its table was made, and fails when told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tabular_service import RID, SCHEMA, Send, TabularService, answer, cell_of, served

from tui.api.tabular import STREAM_ROWS
from tui.tables.export.formats import Format
from tui.tables.export.job import Export, Order
from tui.tables.export.service_rows import ServiceRows
from tui.tables.query import Query
from tui.tables.remote import RemoteTable
from tui.tables.sql_form import count_sql, to_sql
from tui.tables.tabular_form import from_params

ALL = Query()
NOTHING_FAILS: Callable[[str, int], str] = lambda _kind, _number: ""  # noqa: E731


@dataclass
class ExportService(TabularService):
    """The service.

    Attributes:
        made_at: When the table was made.
        stream_limit: Rows beyond which it refuses to stream.
        fault: Called with ``stream``, ``page`` or ``meta`` and how many such requests came before;
            what it returns happens: ``error``, ``cut``, ``reset``, ``hang`` or nothing.
        streams: Query strings of the streams asked for.
    """

    made_at: str = "2024-01-01T00:00:00+00:00"
    stream_limit: int = STREAM_ROWS
    fault: Callable[[str, int], str] = NOTHING_FAILS
    streams: list[str] = field(default_factory=list)
    hung: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, scope: Any, receive: Any, send: Send) -> None:
        path, raw = scope["path"], scope["query_string"].decode()
        if path.endswith("/data/json/"):
            fault = self.fault("stream", len(self.streams))
            self.streams.append(raw)
            await self.answer_stream(raw, send, fault)
        elif path.endswith(f"{RID}/"):
            fault = self.fault("meta", 0)
            if not await self.failed(fault, send):
                await answer(send, 200, {"created_at": self.made_at, "url": "http://file.test/"})
        elif "/data/" in path:
            fault = self.fault("page", len(self.asked))
            if not await self.failed(fault, send):
                await super().__call__(scope, receive, send)
            else:
                self.asked.append(raw)
        else:
            await super().__call__(scope, receive, send)

    async def failed(self, fault: str, send: Send) -> bool:
        if fault == "error":
            await answer(send, 500, {"message": "broken"})
        elif fault == "reset":
            raise ConnectionResetError("reset")
        elif fault == "hang":
            self.hung.set()
            await asyncio.Event().wait()
        return bool(fault)

    async def answer_stream(self, raw: str, send: Send, fault: str) -> None:
        if await self.failed(fault if fault != "cut" else "", send):
            return
        query = from_params(raw, SCHEMA)
        counted = count_sql(query, SCHEMA, "t")
        if self.run(counted.text, counted.parameters)[0][0] > self.stream_limit:
            refused = {"errors": [{"title": "Output is too long", "detail": "more than"}]}
            await answer(send, 403, refused)
            return
        sql = to_sql(query, SCHEMA, "t")
        rows = [
            json.dumps({name: cell_of(cell) for name, cell in zip(sql.columns, row, strict=True)})
            for row in self.run(sql.text, sql.parameters)
        ]
        body = ("[" + ", \n ".join(rows) + "]\n").encode()
        sent = body[: len(body) // 2] if fault == "cut" else body
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        for start in range(0, len(sent), 4_096):
            piece = {"body": sent[start : start + 4_096], "more_body": True}
            await send({"type": "http.response.body", **piece})
        await send({"type": "http.response.body", "body": b""})


async def no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


@asynccontextmanager
async def rows_of(
    service: ExportService,
    query: Query = ALL,
    *,
    limit: int | None = None,
) -> AsyncIterator[ServiceRows]:
    """The rows of a query of that service; above `limit` they are not asked for as a stream."""
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        schema = await table.schema()
        yield ServiceRows(table, schema, query, stream_limit=limit, sleep=no_sleep)


async def exported(
    service: ExportService,
    target: Path,
    query: Query = ALL,
    *,
    made: Format = Format.CSV,
    limit: int | None = None,
    **order: Any,
) -> Export:
    """An export that ran to its end, whatever that is."""
    async with rows_of(service, query, limit=limit) as rows:
        job = Export(Order(rows, made, target, "x", **order))
        await job.run()
        return job
