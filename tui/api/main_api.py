"""What everything that reads the Main API shares: addresses, one answer, one page, slugs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

from tui.api.errors import BadPayload
from tui.api.journal import redact
from tui.api.models.base import JsonObject, Model, objects_of, text_of
from tui.api.search import Search
from tui.api.transport import Transport
from tui.api.urls import segment, with_params

_OBJECT_ID = re.compile(r"[0-9a-f]{24}")
_SLUGGED: Final = {
    "organization": "/api/1/organizations/",
    "owner": "/api/1/users/",
    "topic": "/api/2/topics/",
}

_M = TypeVar("_M", bound=Model)


class MainApi:
    """Reads the Main API. Every method raises `ApiError`; `reload` goes past the cache.

    Args:
        base_url: Root of the server, without ``/api/1``.
        lang: Language of labels and messages.
    """

    def __init__(self, transport: Transport, base_url: str, *, lang: str = "en") -> None:
        self._transport = transport
        self._base = base_url.rstrip("/")
        self._lang = lang

    async def _resolved(self, search: Search) -> Search:
        """The same with identifiers for slugs, which the search takes and matches with nothing."""
        for name, value in search.filters:
            # The topic of a reuse is one of a few words.
            route = None if (search.kind, name) == ("reuses", "topic") else _SLUGGED.get(name)
            if route is not None and _OBJECT_ID.fullmatch(value) is None:
                payload = await self._object(
                    f"{route}{segment(value)}/", headers={"X-Fields": "id"}
                )
                search = search.with_filter(name, text_of(payload.get("id")) or value)
        return search

    async def _model(
        self,
        kind: type[_M],
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        reload: bool = False,
    ) -> _M:
        """One object; a copy on disk that is none any more is asked for again, once."""
        url = self._url(path, ())
        try:
            payload = await self._object(path, headers=headers, reload=reload)
            return kind.parse(payload, self._base + path)
        except BadPayload:
            self._transport.forget(url, headers or {})
            if reload or not self._transport.is_kept(url):
                raise
        payload = await self._object(path, headers=headers, reload=True)
        try:
            return kind.parse(payload, self._base + path)
        except BadPayload:
            self._transport.forget(url, headers or {})
            raise

    async def _identified(
        self,
        kind: type[_M],
        route: str,
        ident: str,
        *,
        headers: Mapping[str, str] | None = None,
        reload: bool = False,
    ) -> _M:
        """``GET ROUTE{id or slug}/``; what a slug named is found by its id afterwards, without
        asking, since that is the address that is remembered."""
        path = f"{route}{segment(ident)}/"
        found = await self._model(kind, path, headers=headers, reload=reload)
        named = text_of(getattr(found, "id", ""))
        if named and named != ident:
            same = self._url(f"{route}{segment(named)}/", ())
            self._transport.known_as(self._url(path, ()), same, headers or {})
        return found

    async def _object(
        self,
        path: str,
        params: Sequence[tuple[str, str]] = (),
        *,
        headers: Mapping[str, str] | None = None,
        reload: bool = False,
        private: bool = False,
    ) -> JsonObject:
        url = self._url(path, params)
        payload = await self._transport.get_json(
            url, headers=headers or {}, reload=reload, private=private, shape=dict
        )
        if not isinstance(payload, dict):
            raise BadPayload(redact(url), status=200)
        return payload

    async def _array(
        self, path: str, params: Sequence[tuple[str, str]] = (), *, reload: bool = False
    ) -> list[Mapping[str, object]]:
        url = self._url(path, params)
        payload = await self._transport.get_json(url, reload=reload, shape=list)
        if not isinstance(payload, list):
            raise BadPayload(redact(url), status=200)
        return objects_of(payload)

    def _url(self, path: str, params: Sequence[tuple[str, str]]) -> str:
        return with_params(self._base + path, [*params, ("lang", self._lang)])


def has_next(payload: JsonObject, page: int, page_size: int, total: int) -> bool:
    """Whether a page says, or counts, that there is one after it; after an empty one there is
    none, whatever it says."""
    if payload.get("data") == []:
        return False
    if "next_page" in payload:
        return bool(payload["next_page"])
    return page * page_size < total
