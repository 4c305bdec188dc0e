"""The Tabular API: what a table holds, and its rows, page by page or as a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Final, Literal

from tui.api.errors import BadPayload, NotFound
from tui.api.exact import streamed_rows
from tui.api.journal import redact
from tui.api.models.base import count_of, object_of, text_of
from tui.api.models.table import Health, Profile, RowsPage, TableMeta, health_of
from tui.api.payload import JsonValue
from tui.api.transport import Transport
from tui.api.urls import segment, with_raw_params
from tui.i18n import gettext as _

PAGE_SIZE: Final = 50
"""Rows of the largest page that the service gives."""

STREAM_ROWS: Final = 50_000
"""Matching rows beyond which the service refuses to stream."""


class Tabular:
    """Reads the Tabular API. Every method raises `ApiError`; `rid` is a resource's UUID.

    `params` is a query string that is already encoded, names twice where they need it, without
    ``page`` and ``page_size``: it goes out byte for byte.
    """

    def __init__(self, transport: Transport, base_url: str) -> None:
        self._transport = transport
        self._base = base_url.rstrip("/")

    async def meta(self, rid: str, *, reload: bool = False) -> TableMeta:
        """``GET /api/resources/{rid}/``."""
        url = self._url(rid)
        return TableMeta.parse(await self._transport.get_json(url, reload=reload, shape=dict), url)

    async def profile(self, rid: str, *, reload: bool = False) -> Profile:
        """``GET /api/resources/{rid}/profile/``."""
        url = self._url(rid, "profile/")
        return Profile.parse(await self._transport.get_json(url, reload=reload, shape=dict), url)

    async def aggregation_allowed(self, rid: str, *, reload: bool = False) -> bool:
        """``GET /api/aggregation-exceptions/``: whether rows of that table may be grouped."""
        url = f"{self._base}/api/aggregation-exceptions/"
        try:
            payload = await self._transport.get_json(url, reload=reload)
        except NotFound:
            return False
        listed = payload if isinstance(payload, list) else object_of(payload).get("exceptions")
        exceptions = listed if isinstance(listed, list) else []
        allowed = object_of(payload).get("allowed") is True
        return allowed or rid.lower() in {text_of(item).lower() for item in exceptions}

    async def health(self) -> Health:
        """``GET /health/``: filters with ``or=`` need version (0, 3, 2)."""
        return health_of(await self._transport.get_json(f"{self._base}/health/", shape=dict))

    def rows_url(self, rid: str, params: str, *, page: int = 1, page_size: int = PAGE_SIZE) -> str:
        """The address of a page of rows; `page` from 1. Raises ValueError for sizes that the
        service would take for "everything"."""
        if page < 1 or not 1 <= page_size <= PAGE_SIZE:
            raise ValueError(f"no such page: {page} of {page_size} rows")
        paging = (("page", str(page)), ("page_size", str(page_size)))
        return with_raw_params(self._url(rid, "data/"), params, paging)

    async def rows(
        self,
        rid: str,
        params: str,
        *,
        page: int,
        page_size: int = PAGE_SIZE,
        reload: bool = False,
    ) -> RowsPage:
        """``GET /api/resources/{rid}/data/``. Raises `PastTheEnd` beyond the last row."""
        url = self.rows_url(rid, params, page=page, page_size=page_size)
        payload = await self._transport.get_json(url, reload=reload, shape=dict)
        return self._page(url, payload, page, page_size)

    async def exact_rows(
        self, rid: str, params: str, *, page: int, page_size: int = PAGE_SIZE
    ) -> RowsPage:
        """The same, asked anew, with numbers as the service writes them (`WrittenFloat`)."""
        url = self.rows_url(rid, params, page=page, page_size=page_size)
        payload = await self._transport.get_exact_json(url)
        return self._page(url, payload, page, page_size)

    def _page(self, url: str, answer: JsonValue, page: int, page_size: int) -> RowsPage:
        payload = object_of(answer)
        return RowsPage(
            rows=_rows(url, payload.get("data"), page_size),
            total=count_of(object_of(payload.get("meta")).get("total")),
            has_next=bool(object_of(payload.get("links")).get("next")),
            page=page,
            page_size=page_size,
        )

    def stream_url(self, rid: str, params: str, kind: Literal["csv", "json"]) -> str:
        """The address of all matching rows."""
        return with_raw_params(self._url(rid, f"data/{kind}/"), params)

    def stream(
        self, rid: str, params: str, kind: Literal["csv", "json"]
    ) -> AbstractAsyncContextManager[AsyncIterator[bytes]]:
        """``GET /api/resources/{rid}/data/{csv,json}/``: all matching rows, in chunks.

        Raises `TooLong` over `STREAM_ROWS` rows, and `BadPayload` when it ends too early.
        """
        return self._transport.stream(self.stream_url(rid, params, kind))

    @asynccontextmanager
    async def streamed_rows(
        self, rid: str, params: str
    ) -> AsyncIterator[AsyncIterator[list[dict[str, JsonValue]]]]:
        """The rows of the JSON stream, a few at a time, with numbers as the service writes them.

        Raises as `stream`.
        """
        async with self.stream(rid, params, "json") as chunks:
            yield streamed_rows(self.stream_url(rid, params, "json"), chunks)

    def _url(self, rid: str, rest: str = "") -> str:
        return f"{self._base}/api/resources/{segment(rid)}/{rest}"


def _rows(url: str, data: object, page_size: int) -> list[dict[str, JsonValue]]:
    rows = data if isinstance(data, list) else None
    if rows is None or not all(isinstance(row, dict) for row in rows):
        raise BadPayload(redact(url), status=200)
    # More rows than asked: the service lost the end of the query, filters included.
    if len(rows) > page_size:
        raise BadPayload(redact(url), status=200, detail=_("more rows than were asked for"))
    return rows
