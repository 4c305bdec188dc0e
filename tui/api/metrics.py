"""The Metrics API: visits and downloads by month, and since the beginning."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from tui.api.errors import BadPayload, NoService, TooLong
from tui.api.exchanges import MAX_BODY
from tui.api.journal import redact
from tui.api.models.base import count_of, object_of, objects_of, text_of
from tui.api.models.metric import MetricModel, MonthRow, Ranked
from tui.api.models.table import Health, health_of
from tui.api.transport import Transport
from tui.api.urls import with_params
from tui.api.wire import light
from tui.i18n import gettext as _

PAGE_SIZE: Final = 50
MAX_PAGES: Final = 20

STREAM_ROWS: Final = 50_000
"""Rows beyond which the service refuses to write CSV."""

_ID_COLUMN: Mapping[MetricModel, str] = {
    "datasets": "dataset_id",
    "resources": "resource_id",
    "organizations": "organization_id",
    "reuses": "reuse_id",
    "dataservices": "dataservice_id",
}
_KEYS = frozenset({"__id", "metric_month"})


class CsvRows(NamedTuple):
    """Every row of something, as CSV.

    Attributes:
        streamed: Whether the service wrote it at once; else it was put together page by page.
    """

    text: str
    rows: int
    streamed: bool


class Metrics:
    """Reads the Metrics API. Every method raises `ApiError`.

    Args:
        base_url: Root of the server; None where the site has none: then all raise `NoService`.
    """

    def __init__(self, transport: Transport, base_url: str | None) -> None:
        self._transport = transport
        self._base = None if base_url is None else base_url.rstrip("/")

    async def months(
        self, model: MetricModel, ident: str = "", months: int = 12, *, reload: bool = False
    ) -> tuple[MonthRow, ...]:
        """``GET /api/{model}/data/``: the newest `months` months that have a row, oldest first.

        A month without any visit has no row, and the current month is not over. What changed owner
        has several rows a month: they are summed up. `ident` is a technical id, never a slug; an
        unknown one has no month. The model ``site`` takes none.
        """
        found: dict[str, dict[str, int | None]] = {}
        for page in range(1, MAX_PAGES + 1):
            rows, has_next = await self._page(model, ident, page, reload)
            for row in rows:
                _add(found, row)
            if not has_next or len(found) > months:
                break
        kept = sorted(found)[-months:] if months > 0 else []
        return tuple(MonthRow(month, found[month]) for month in kept)

    async def totals(
        self, model: MetricModel, ident: str, *, reload: bool = False
    ) -> Mapping[str, int | None]:
        """``GET /api/{model}_total/data/``: figures since the beginning; empty when unknown."""
        params = (*self._filter(model, ident), ("page_size", "1"))
        rows, _more = await self._rows(f"{model}_total", params, reload)
        return _figures(rows[0]) if rows else {}

    def months_url(self, model: MetricModel, ident: str = "") -> str:
        """The address of the first page of `months`; empty where the site has no such service."""
        return self._address(model, self._months_asked(model, ident, 1))

    async def top(
        self,
        model: MetricModel,
        column: str,
        month: str,
        *,
        organization: str = "",
        reload: bool = False,
    ) -> tuple[Ranked, ...]:
        """``GET /api/{model}/data/``: those with the most in one month, `PAGE_SIZE` at most.

        What changed owner during the month has several rows: they are summed up and ranked again.

        Args:
            organization: The id of the owner; only the model ``datasets`` knows owners.
        """
        rows, _more = await self._rows(model, _top_asked(column, month, organization), reload)
        found: dict[str, Ranked] = {}
        for row in rows:
            ident, value = text_of(row.get(_ID_COLUMN[model])), count_of(row.get(column))
            if ident and value is not None:
                before = found[ident].value if ident in found else 0
                dataset = text_of(row.get("dataset_id")) if model == "resources" else ""
                found[ident] = Ranked(ident, value + before, dataset)
        return tuple(sorted(found.values(), key=lambda ranked: -ranked.value))

    def top_url(
        self, model: MetricModel, column: str, month: str, *, organization: str = ""
    ) -> str:
        """The address that answers `top`; empty where the site has no such service."""
        return self._address(model, _top_asked(column, month, organization))

    async def months_csv(
        self,
        model: MetricModel,
        ident: str = "",
        *,
        on_page: Callable[[int, int], None] = lambda _rows, _total: None,
    ) -> CsvRows:
        """Every row of an object: see `_csv`."""
        return await self._csv(model, self._filter(model, ident), on_page)

    async def month_csv(
        self,
        model: MetricModel,
        month: str,
        *,
        organization: str = "",
        on_page: Callable[[int, int], None] = lambda _rows, _total: None,
    ) -> CsvRows:
        """Every row of a month, of one organization or of everybody: see `_csv`."""
        owner = (("organization_id__exact", organization),) if organization else ()
        return await self._csv(model, (*owner, ("metric_month__exact", month)), on_page)

    @light
    async def _csv(
        self,
        model: MetricModel,
        params: tuple[tuple[str, str], ...],
        on_page: Callable[[int, int], None],
    ) -> CsvRows:
        """``GET /api/{model}/data/csv/`` for what the service writes at once, else
        ``/api/{model}/data/`` page by page, in the order of its own keys.

        Rows are counted before: fewer or more than that is `BadPayload`, never a shorter file.
        `on_page` is told how many rows came, of how many.
        """
        params = (*params, ("__id__sort", "asc"))
        page = await self._payload(model, (*params, ("page_size", "1")), reload=True)
        total = count_of(object_of(page.get("meta")).get("total"))
        if total is None or total <= STREAM_ROWS:
            try:
                return await self._streamed(model, params, total)
            except TooLong:
                pass
        return await self._paged(model, params, total, on_page)

    async def _streamed(
        self, model: MetricModel, params: tuple[tuple[str, str], ...], total: int | None
    ) -> CsvRows:
        url = self._address(model, params, "csv/")
        async with self._transport.stream(url) as chunks:
            body = bytearray()
            async for chunk in chunks:
                body += chunk
                if len(body) > MAX_BODY:
                    raise BadPayload(redact(url), status=200)
            text = body.decode("utf-8", "replace")
        rows = max(0, sum(1 for row in csv.reader(io.StringIO(text)) if row) - 1)
        return CsvRows(text, self._checked(url, rows, total), True)

    async def _paged(
        self,
        model: MetricModel,
        params: tuple[tuple[str, str], ...],
        total: int | None,
        on_page: Callable[[int, int], None],
    ) -> CsvRows:
        found: dict[tuple[object, ...], None] = {}  # a row that comes twice hides one that does not
        names: Sequence[str] = ()
        number, has_next, came = 1, True, 0
        while has_next:
            paging = (("page", str(number)), ("page_size", str(PAGE_SIZE)))
            rows, has_next = await self._rows(model, (*params, *paging), reload=True)
            names = names or list(rows[0] if rows else ())
            before = len(found)
            found.update(dict.fromkeys(tuple(row.get(name) for name in names) for row in rows))
            number, came = number + 1, came + len(rows)
            on_page(came, total or came)
            if len(found) == before or (total is not None and len(found) > total):
                break  # pages that never end, or a total that does not hold, which is said below
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(found)
        url = self._address(model, params)
        return CsvRows(text.getvalue(), self._checked(url, len(found), total), False)

    async def health(self) -> Health:
        """``GET /health/``: which release answers, past every cache."""
        if self._base is None:
            raise NoService()
        return health_of(
            await self._transport.get_json(f"{self._base}/health/", reload=True, shape=dict)
        )

    async def _page(
        self, model: MetricModel, ident: str, page: int, reload: bool
    ) -> tuple[list[Mapping[str, object]], bool]:
        return await self._rows(model, self._months_asked(model, ident, page), reload)

    def _months_asked(
        self, model: MetricModel, ident: str, page: int
    ) -> tuple[tuple[str, str], ...]:
        return (
            *self._filter(model, ident),
            ("metric_month__sort", "desc"),
            ("page", str(page)),
            ("page_size", str(PAGE_SIZE)),
        )

    def _address(self, table: str, params: tuple[tuple[str, str], ...], kind: str = "") -> str:
        if self._base is None:
            return ""
        return with_params(f"{self._base}/api/{table}/data/{kind}", params)

    async def _payload(
        self, table: str, params: tuple[tuple[str, str], ...], reload: bool
    ) -> Mapping[str, object]:
        if self._base is None:
            raise NoService()
        url = self._address(table, params)
        payload = object_of(await self._transport.get_json(url, reload=reload, shape=dict))
        if not isinstance(payload.get("data"), list):
            raise BadPayload(redact(url), status=200)
        return payload

    async def _rows(
        self, table: str, params: tuple[tuple[str, str], ...], reload: bool
    ) -> tuple[list[Mapping[str, object]], bool]:
        payload = await self._payload(table, params, reload)
        has_next = bool(object_of(payload.get("links")).get("next"))
        return objects_of(payload.get("data")), has_next

    def _filter(self, model: MetricModel, ident: str) -> tuple[tuple[str, str], ...]:
        column = _ID_COLUMN.get(model)
        return () if column is None else ((f"{column}__exact", ident),)

    def _checked(self, url: str, rows: int, total: int | None) -> int:
        """How many rows came, if as many were counted; the journal is told where not."""
        if total is not None and rows != total:
            detail = _("not as many rows as were counted")
            self._transport.blame(url, detail)
            raise BadPayload(redact(url), status=200, detail=detail)
        return rows


def _top_asked(column: str, month: str, organization: str) -> tuple[tuple[str, str], ...]:
    """The parameters of a top list. A descending order begins with nulls: they are left out."""
    return (
        *((("organization_id__exact", organization),) if organization else ()),
        ("metric_month__exact", month),
        (f"{column}__greater", "1"),
        (f"{column}__sort", "desc"),
        ("page_size", str(PAGE_SIZE)),
    )


def _add(found: dict[str, dict[str, int | None]], row: Mapping[str, object]) -> None:
    month = text_of(row.get("metric_month"))
    if not month:
        return
    sums = found.setdefault(month, {})
    for name, value in _figures(row).items():
        before = sums.get(name)
        sums[name] = before if value is None else value + (before or 0)


def _figures(row: Mapping[str, object]) -> dict[str, int | None]:
    return {
        name: count_of(value)
        for name, value in row.items()
        if name not in _KEYS and not name.endswith("_id")
    }
