"""The Metrics API: visits and downloads by month, and since the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tui.api.errors import BadPayload, NoService
from tui.api.journal import redact
from tui.api.models.base import count_of, object_of, text_of
from tui.api.models.metric import MetricModel, MonthRow, Ranked
from tui.api.models.table import Health, health_of
from tui.api.transport import Transport
from tui.api.urls import with_params

PAGE_SIZE: Final = 50
MAX_PAGES: Final = 20

_ID_COLUMN: Mapping[MetricModel, str] = {
    "datasets": "dataset_id",
    "resources": "resource_id",
    "organizations": "organization_id",
    "reuses": "reuse_id",
    "dataservices": "dataservice_id",
}
_KEYS = frozenset({"__id", "metric_month"})


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
        rows, _ = await self._rows(f"{model}_total", params, reload)
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
        rows, _ = await self._rows(model, _top_asked(column, month, organization), reload)
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

    async def health(self) -> Health:
        """``GET /health/``: which release answers, past every cache."""
        if self._base is None:
            raise NoService()
        return health_of(await self._transport.get_json(f"{self._base}/health/", reload=True))

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

    def _address(self, table: str, params: tuple[tuple[str, str], ...]) -> str:
        return "" if self._base is None else with_params(f"{self._base}/api/{table}/data/", params)

    async def _rows(
        self, table: str, params: tuple[tuple[str, str], ...], reload: bool
    ) -> tuple[list[Mapping[str, object]], bool]:
        if self._base is None:
            raise NoService()
        url = self._address(table, params)
        payload = object_of(await self._transport.get_json(url, reload=reload))
        data = payload.get("data")
        if not isinstance(data, list):
            raise BadPayload(redact(url), status=200)
        return [object_of(row) for row in data], bool(object_of(payload.get("links")).get("next"))

    def _filter(self, model: MetricModel, ident: str) -> tuple[tuple[str, str], ...]:
        column = _ID_COLUMN.get(model)
        return () if column is None else ((f"{column}__exact", ident),)


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
