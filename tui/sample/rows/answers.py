"""A page of rows, and the streams, as the row services send them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping

from tui.sample.asgi import Request, Response, json_response
from tui.sample.data.records import Json
from tui.sample.rows import refusals
from tui.sample.rows.asked import Asked, link, range_error, read_asked, read_query
from tui.sample.rows.cells import answered_types, csv_line, json_writers
from tui.sample.rows.engine import Answer, Engine, Maker
from tui.sample.tables.store import Table
from tui.tables.query import Query

STREAM_LIMIT = 50_000


async def rows_page(
    request: Request,
    engine: Engine,
    make: Maker,
    rid: str,
    links: Mapping[str, Json],
    *,
    guarded: bool,
) -> Response:
    """One page of rows with its links and its total, or the refusal that the service gives."""
    table = await engine.run(make)
    asked = read_asked(request, table, rid, guarded=guarded)
    answer = await engine.page(asked.query, make, limit=asked.limit, offset=asked.offset)
    if asked.offset > answer.total:
        details = (
            f"An offset of {asked.offset} was requested, but there are only {answer.total} rows."
        )
        raise range_error(details)
    writers = json_writers(asked.query, table.schema, answer.columns)
    data = [
        {
            name: write(value)
            for name, write, value in zip(answer.columns, writers, row, strict=True)
        }
        for row in answer.rows
    ]
    meta: dict[str, Json] = {"page": asked.page, "page_size": asked.page_size}
    if not asked.hides_total or not guarded:
        meta["total"] = answer.total
    content = {
        "data": data,
        "links": {**links, **_pages(request, asked, answer, guarded=guarded)},
        "meta": meta,
    }
    return json_response(content, content_type=refusals.JSON)


def _pages(request: Request, asked: Asked, answer: Answer, *, guarded: bool) -> dict[str, Json]:
    size = asked.page_size
    if asked.query.aggregates and guarded:
        more = size > 0 and len(answer.rows) == size
    else:
        more = size > 0 and asked.offset + size < answer.total
    return {
        "next": link(request, asked.page + 1, size) if more else None,
        "prev": link(request, asked.page - 1, size) if asked.page > 1 else None,
    }


async def rows_stream(
    request: Request, engine: Engine, make: Maker, rid: str, kind: str, *, guarded: bool
) -> Response:
    """Every row of the query as CSV or JSON, up to `STREAM_LIMIT` matching rows."""
    table = await engine.run(make)
    query = read_query(request, table, rid, stream=True, guarded=guarded)
    if await engine.count(query, make) > STREAM_LIMIT:
        detail = (
            f"The output has more than {STREAM_LIMIT} rows, "
            "please consider downloading the source file directly"
        )
        raise refusals.refusal(403, "Output is too long", detail)
    write = _csv if kind == "csv" else _json
    headers = {"content-disposition": f'attachment; filename="{rid}.{kind}"'}
    content_type = "text/csv" if kind == "csv" else "application/json"
    return Response(200, write(engine, query, table, make), content_type, headers)


async def _csv(engine: Engine, query: Query, table: Table, make: Maker) -> AsyncIterator[bytes]:
    types = answered_types(query, table.schema)
    empty = True
    async for columns, rows in engine.chunks(query, make):
        kinds = [types[name] for name in columns]
        # The service does not quote its header, whatever the names hold.
        head = ",".join(columns) + "\n" if empty else ""
        yield (head + "".join(csv_line(row, kinds) for row in rows)).encode()
        empty = False
    if empty:
        yield b"\n"


async def _json(engine: Engine, query: Query, table: Table, make: Maker) -> AsyncIterator[bytes]:
    empty = True
    async for columns, rows in engine.chunks(query, make):
        writers = json_writers(query, table.schema, columns)
        lines = (
            json.dumps(
                {
                    name: write(value)
                    for name, write, value in zip(columns, writers, row, strict=True)
                },
                ensure_ascii=False,
                separators=(",", ":"),
            )
            for row in rows
        )
        yield (("[" if empty else ", \n ") + ", \n ".join(lines)).encode(errors="surrogatepass")
        empty = False
    yield b"[]\n" if empty else b"]\n"
