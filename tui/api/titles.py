"""What objects are called: of many at once, with as few small requests as the Main API allows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from tui.api.errors import NotFound
from tui.api.models.base import line_of, object_of, objects_of, text_of
from tui.api.transport import Transport
from tui.api.urls import segment, with_params
from tui.text import SafeText

MOST_VIEWED: Final = 50
"""How many of the most viewed objects are asked for at once."""


class Named(NamedTuple):
    """An object and what it is called; `title` may be empty."""

    id: str
    title: SafeText


class _Route(NamedTuple):
    detail: str
    search: str
    field: str


_ROUTES: Final[Mapping[str, _Route]] = {
    "dataset": _Route("/api/2/datasets/", "/api/2/datasets/search/", "title"),
    "organization": _Route("/api/1/organizations/", "/api/2/organizations/search/", "name"),
    "reuse": _Route("/api/1/reuses/", "/api/2/reuses/search/", "title"),
    "dataservice": _Route("/api/1/dataservices/", "/api/2/dataservices/search/", "title"),
    "resource": _Route("/api/2/datasets/resources/", "", "title"),
}


class Titles:
    """Reads titles from the Main API. Every method raises `ApiError`.

    Args:
        base_url: Root of the server, without ``/api``.
    """

    def __init__(self, transport: Transport, base_url: str) -> None:
        self._transport = transport
        self._base = base_url.rstrip("/")

    async def one(self, kind: str, ident: str, *, reload: bool = False) -> Named:
        """``GET /api/.../{id or slug}/``, nothing but the id and the title."""
        route = _ROUTES[kind]
        mask = "resource{id,title}" if kind == "resource" else f"id,{route.field}"
        url = f"{self._base}{route.detail}{segment(ident)}/"
        payload = object_of(
            await self._transport.get_json(
                url, headers={"X-Fields": mask}, reload=reload, shape=dict
            )
        )
        found = object_of(payload.get("resource")) if kind == "resource" else payload
        named = Named(text_of(found.get("id")), line_of(found.get(route.field)))
        if not named.id:
            raise NotFound(url)
        return named

    async def most_viewed(self, kind: str, *, organization: str = "") -> dict[str, SafeText]:
        """``GET /api/2/.../search/?sort=-views``: one request that names most of a top list; none
        of files, which cannot be searched for.

        Args:
            organization: The id of the one whose objects are meant; empty for everybody's.
        """
        route = _ROUTES[kind]
        if not route.search:
            return {}
        asked = (
            ("organization", organization),
            ("sort", "-views"),
            ("page_size", str(MOST_VIEWED)),
        )
        url = with_params(self._base + route.search, [pair for pair in asked if pair[1]])
        headers = {"X-Fields": f"data{{id,{route.field}}}"}
        payload = object_of(await self._transport.get_json(url, headers=headers, shape=dict))
        return {
            text_of(item.get("id")): line_of(item.get(route.field))
            for item in objects_of(payload.get("data"))
        }
