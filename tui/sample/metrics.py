"""The Metrics API of the sample site: visits and downloads by month."""

from __future__ import annotations

import re

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.catalogue import Catalogue
from tui.sample.rows import refusals
from tui.sample.rows.answers import rows_page, rows_stream
from tui.sample.rows.engine import Engine, Maker
from tui.sample.rows.told import metrics_told
from tui.sample.tables.metrics import MODELS, MetricTables
from tui.sample.tables.store import TableStore
from tui.sample.tabular import CORS, DOC, health

_MODEL = re.compile(r"/api/([^/]+)/data/(csv/)?")


class MetricsApi:
    """Answers under `/api/{model}/data/`. Groups are not guarded here."""

    def __init__(self, catalogue: Catalogue, store: TableStore) -> None:
        self._tables = MetricTables(catalogue)
        self._engine = Engine(store)

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
        if request.path == DOC:
            return json_response(metrics_told(MODELS), content_type=refusals.JSON, headers=CORS)
        match = _MODEL.fullmatch(request.path)
        if match is None:
            raise refusals.not_found()
        model, stream = match[1], match[2] is not None
        if model not in MODELS:
            message = f"Could not find the table 'metric.{model}' in the schema cache"
            raise refusals.database_error(404, "PGRST205", message, stream=stream)
        make = self._maker(model)
        if stream:
            return await rows_stream(request, self._engine, make, model, "csv", guarded=False)
        return await rows_page(request, self._engine, make, model, {}, guarded=False)

    def _maker(self, model: str) -> Maker:
        return lambda cursor: self._tables.table(model, cursor)
