"""The Tabular API of the sample site: rows of the files that were parsed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.clock import NOW, stamp
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.records import Dataset, Json, Resource
from tui.sample.rows import refusals, told
from tui.sample.rows.answers import rows_page, rows_stream
from tui.sample.rows.engine import Engine, Maker
from tui.sample.tables.profile import make_profile
from tui.sample.tables.store import Table, TableStore, template_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_RESOURCE = re.compile(r"/api/resources/([^/]+)/(profile/|swagger/|data/|data/csv/|data/json/)?")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
DOC = "/api/doc/swagger.json"
CORS = {"access-control-allow-origin": "*"}


class TabularApi:
    """Answers under `/api/resources/`, `/api/aggregation-exceptions/` and `/health/`."""

    def __init__(self, catalogue: Catalogue, store: TableStore, web_url: str) -> None:
        self._catalogue = catalogue
        self._store = store
        self._engine = Engine(store)
        self._web_url = web_url
        self._profiles: dict[str, dict[str, Json]] = {}

    async def answer(self, request: Request) -> Response:
        """The answer, of whatever status. Raises nothing but a cancellation."""
        try:
            return await self._routed(request)
        except HttpError as error:
            return error.response

    async def _routed(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise refusals.bare(405, "405: Method Not Allowed")
        if request.path == "/health/":
            return health(request)
        if request.path == "/api/aggregation-exceptions/":
            return self._exceptions()
        if request.path == DOC:
            return _json(told.tabular_told())
        match = _RESOURCE.fullmatch(request.path)
        if match is None:
            raise refusals.not_found()
        rid, what = match[1], match[2] or ""
        dataset, file = self._parsed(rid)
        if not what:
            return _json(self._meta(request, rid, file))
        if what == "profile/":
            return _json(await self._profile(dataset, file))
        if what == "swagger/":
            return await self._told(rid, file)
        if what == "data/":
            links = _links(request, rid)
            named = {"profile": links["profile"], "swagger": links["swagger"]}
            make = self._maker(file)
            return await rows_page(request, self._engine, make, rid, named, guarded=True)
        kind = "csv" if what == "data/csv/" else "json"
        make = self._maker(file, stream=True)
        return await rows_stream(request, self._engine, make, rid, kind, guarded=True)

    def _parsed(self, rid: str) -> tuple[Dataset, Resource]:
        """The file of that id, if it was parsed; else the error that says why not."""
        if not _UUID.fullmatch(rid):
            message = f'invalid input syntax for type uuid: "{rid}"'
            raise refusals.database_error(400, "22P02", message)
        found = self._catalogue.resource(rid)
        if found is None or "analysis:parsing:parsing_table" not in found[1].extras:
            raise refusals.not_found()
        dataset, file = found
        deleted = file.deleted or dataset.deleted
        if deleted:
            where = f"{self._web_url}/datasets/{dataset.id}"
            body = (
                f"Resource {rid} has been permanently deleted on {stamp(deleted)} by its producer. "
                f"You can find more information about this resource at {where}"
            )
            raise refusals.bare(410, body)
        if file.table is None:
            raise refusals.not_found()
        return dataset, file

    def _maker(self, file: Resource, *, stream: bool = False) -> Maker:
        ref = file.table
        if ref is None:
            raise refusals.database_error(
                404, "PGRST205", "Could not find the table", stream=stream
            )
        return lambda cursor: self._store.table(ref, cursor)

    def _meta(self, request: Request, rid: str, file: Resource) -> dict[str, Json]:
        return {
            "created_at": stamp(file.created_at),
            "url": file.url,
            "links": [
                {"href": href, "type": "GET", "rel": rel}
                for rel, href in _links(request, rid).items()
            ],
        }

    async def _profile(self, dataset: Dataset, file: Resource) -> dict[str, Json]:
        make = self._maker(file)

        def work(cursor: DuckDBPyConnection) -> tuple[Table, dict[str, Json]]:
            table = make(cursor)
            if file.id not in self._profiles:
                self._profiles[file.id] = make_profile(table, cursor)
            return table, self._profiles[file.id]

        table, profile = await self._engine.run(work)
        indexes: list[Json] | None = list(table.indexes) if table.indexes is not None else None
        return {
            "profile": profile,
            "deleted_at": None,
            "dataset_id": dataset.id,
            "indexes": indexes,
        }

    async def _told(self, rid: str, file: Resource) -> Response:
        """What may be asked of a table: of its indexed columns only, where it has indexes."""
        make = self._maker(file)
        table = await self._engine.run(make)
        columns = [
            (column.name, column.type)
            for column in table.schema.columns
            if table.indexes is None or column.name in table.indexes
        ]
        said = told.table_told(rid, columns, aggregates=table.aggregates)
        # What is JSON is YAML too, which the service writes.
        return Response(200, json.dumps(said).encode(), "text/plain; charset=utf-8", CORS)

    def _exceptions(self) -> Response:
        rids = [
            file.id
            for dataset in self._catalogue.datasets
            for file in dataset.resources
            if file.table is not None and template_of(file.table.template).aggregates
        ]
        return _json({"allowed": False, "exceptions": list(rids)})


def health(_request: Request) -> Response:
    """What both row services say of themselves."""
    return _json({"status": "ok", "version": told.VERSION, "uptime_since": stamp(NOW)})


def _links(request: Request, rid: str) -> dict[str, str]:
    base = f"{request.base_url}/api/resources/{rid}"
    return {rel: f"{base}/{rel}/" for rel in ("profile", "data", "swagger")}


def _json(content: Mapping[str, object]) -> Response:
    return json_response(content, content_type=refusals.JSON, headers=CORS)
