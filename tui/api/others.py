"""What the Main API tells of besides what people publish: who did what, harvests, contact points,
territories, and the words that everything is filed under."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from tui.api.errors import ApiError, NotFound
from tui.api.main_api import MainApi
from tui.api.models.activity import Activity
from tui.api.models.base import count_of, objects_of
from tui.api.models.contact import Contact
from tui.api.models.found import Other
from tui.api.models.harvest import HarvestItem, HarvestJob, HarvestSource
from tui.api.models.territory import Level, Territory
from tui.api.models.vocabulary import License, SchemaInfo, Tag, TagCount
from tui.api.payload import JsonValue
from tui.api.urls import segment

OTHER_LISTS: Final[Mapping[str, tuple[str, type[Contact | Activity | HarvestItem | Other]]]] = {
    "activity": ("/api/1/activity/", Activity),
    "contacts": ("", Contact),
    "sources": ("/api/1/harvest/sources/", HarvestSource),
    "jobs": ("", HarvestJob),
    "items": ("", HarvestItem),
}
"""Lists that come by pages: where they are, if in one place, and what they hold."""

ARRAYS: Final[Mapping[str, tuple[str, type[Other]]]] = {
    "licenses": ("/api/1/datasets/licenses/", License),
    "schemas": ("/api/1/datasets/schemas/", SchemaInfo),
    "levels": ("/api/1/spatial/granularities/", Level),
    "zones": ("/api/1/spatial/zones/suggest/", Territory),
    "tags": ("/api/1/tags/suggest/", Tag),
}
"""Lists that come whole."""

TAGGED: Final = ("datasets", "dataservices", "reuses")
"""Kinds whose lists a tag narrows."""

_ROUTES: Final[Mapping[str, tuple[str, type[Contact | HarvestSource | HarvestJob | Territory]]]] = {
    "contact": ("/api/1/contacts/", Contact),
    "harvest": ("/api/1/harvest/source/", HarvestSource),
    "job": ("/api/1/harvest/job/", HarvestJob),
    "zone": ("/api/1/spatial/zone/", Territory),
}
_LISTS_OF: Final = {"license": "licenses", "schema": "schemas", "level": "levels"}


def other_path(kind: str, ident: str) -> str:
    """Where the Main API tells of an object: its own route, or the list that holds it."""
    if kind in _ROUTES:
        return f"{_ROUTES[kind][0]}{segment(ident)}/"
    if kind == "level":
        return f"/api/1/spatial/coverage/{segment(ident)}/"
    return ARRAYS[_LISTS_OF[kind]][0] if kind in _LISTS_OF else ARRAYS["tags"][0]


class Others(MainApi):
    """Reads what nobody publishes: see `MainApi`."""

    async def other(self, kind: str, ident: str, *, reload: bool = False) -> Other:
        """One contact point, harvest source or job, zone, level, licence, schema or tag.

        Raises `ApiError`: `NotFound` also for what is not in the list that would hold it.
        """
        if kind == "tag":
            return await self._tag(ident, reload)
        if kind == "level":
            return await self._level(ident, reload)
        if kind in _LISTS_OF:
            return await self._in_list(_LISTS_OF[kind], ident, reload)
        path = other_path(kind, ident)
        payload = await self._object(path, reload=reload)
        return _ROUTES[kind][1].parse(payload, self._base + path)

    async def array(
        self, kind: str, params: Sequence[tuple[str, str]] = (), *, reload: bool = False
    ) -> tuple[Other, ...]:
        """One of `ARRAYS`, whole. Suggestions need ``q``, even empty."""
        path, model = ARRAYS[kind]
        items = await self._array(path, params, reload=reload)
        parse: Callable[[object], Other] = model.parse
        return tuple(parse(item) for item in items)

    async def _in_list(self, kind: str, ident: str, reload: bool) -> Other:
        everything = await self.array(kind, reload=reload)
        found = next((each for each in everything if each.id == ident), None)
        if found is None:
            raise NotFound(self._base + ARRAYS[kind][0], detail=ident)
        return found

    async def _level(self, ident: str, reload: bool) -> Other:
        """``GET /api/1/spatial/coverage/{level}/``, which how fine data are need not have."""
        named, covered = await asyncio.gather(
            self._in_list("levels", ident, reload), self._coverage(ident, reload)
        )
        raw = {**named.raw, "features": [zone.raw for zone in covered]}
        return named.model_copy(update={"zones": covered, "raw": raw})

    async def _coverage(self, ident: str, reload: bool) -> tuple[Territory, ...]:
        path = other_path("level", ident)
        try:
            payload = await self._object(path, reload=reload)
        except NotFound:
            return ()
        zones = (Territory.parse(item, path) for item in objects_of(payload.get("features")))
        return tuple(zone.model_copy(update={"level": zone.level or ident}) for zone in zones)

    async def _tag(self, ident: str, reload: bool) -> Tag:
        """No route tells of a tag: the searches count what has it. One that fails is unknown; all
        of them failing is an error."""
        counted = await asyncio.gather(
            *(self._tagged(kind, ident, reload) for kind in TAGGED), return_exceptions=True
        )
        failures = [each for each in counted if isinstance(each, BaseException)]
        for failure in failures:
            if not isinstance(failure, ApiError) or len(failures) == len(TAGGED):
                raise failure
        counts = tuple(
            TagCount(kind, None if isinstance(count, BaseException) else count)
            for kind, count in zip(TAGGED, counted, strict=True)
        )
        total: dict[str, JsonValue] = {each.kind: each.total for each in counts}
        raw: dict[str, JsonValue] = {"text": ident, "total": total}
        return Tag(id=ident, counts=counts, raw=raw)

    async def _tagged(self, kind: str, ident: str, reload: bool) -> int:
        payload = await self._object(
            f"/api/2/{kind}/search/",
            (("tag", ident), ("page", "1"), ("page_size", "1")),
            headers={"X-Fields": "total"},
            reload=reload,
        )
        return count_of(payload.get("total")) or 0
