"""The Main API: search, datasets, files, organizations, suggestions, vocabularies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tui.api.errors import BadRequest, NotFound, ServerError
from tui.api.main_api import MainApi, has_next
from tui.api.models.base import JsonObject, count_of, line_of, object_of, objects_of, text_of
from tui.api.models.dataset import Dataset, DatasetSummary
from tui.api.models.people import Organization
from tui.api.models.resource import FoundResource, Resource, ResourcePage
from tui.api.models.search import WINDOW, SearchPage, facet_totals_of, facets_of
from tui.api.models.vocabulary import (
    Frequency,
    License,
    SchemaInfo,
    Suggestion,
    SuggestKind,
    suggestion_of,
)
from tui.api.search import LIST_FILTERS, DatasetSearch
from tui.api.transport import Transport
from tui.api.urls import segment
from tui.text import SafeText

SEARCH_PAGE: Final = 20
FILES_PAGE: Final = 50

_FULL = {"X-Get-Datasets-Full-Objects": "True"}
_SUGGEST: Mapping[SuggestKind, str] = {
    "datasets": "/api/1/datasets/suggest/",
    "organizations": "/api/1/organizations/suggest/",
    "reuses": "/api/1/reuses/suggest/",
    "dataservices": "/api/1/dataservices/suggest/",
    "users": "/api/1/users/suggest/",
    "tags": "/api/1/tags/suggest/",
    "formats": "/api/1/datasets/suggest/formats/",
    "mime": "/api/1/datasets/suggest/mime/",
    "zones": "/api/1/spatial/zones/suggest/",
}

# What a line of results and its preview show: two fifths less than the whole objects.
_SUMMARY = (
    "id,title,slug,acronym,description,description_short,"
    "organization{id,name,slug,acronym,badges,page},owner{id,slug,first_name,last_name,page},"
    "last_update,created_at,archived,deleted,private,featured,tags,badges,license,frequency,quality,"
    "metrics{views,resources_downloads,reuses,followers,discussions,discussions_open,dataservices},"
    "page,access_type"
)
_ENVELOPE = "page,page_size,total,next_page"
SEARCH_MASK = f"data{{{_SUMMARY},resources{{total}}}},{_ENVELOPE}"
_LIST_1_MASK = f"data{{{_SUMMARY},resources{{id}}}},{_ENVELOPE}"


class Catalogue(MainApi):
    """Reads datasets and what is known of them: see `MainApi`."""

    def __init__(self, transport: Transport, base_url: str, *, lang: str = "en") -> None:
        super().__init__(transport, base_url, lang=lang)
        self._search_missing = False

    async def search_datasets(
        self,
        search: DatasetSearch,
        page: int = 1,
        *,
        page_size: int = SEARCH_PAGE,
        reload: bool = False,
    ) -> SearchPage:
        """``GET /api/2/datasets/search/``; facets come with page 1 only.

        Where that route is missing or broken, ``GET /api/2/datasets/`` answers, or else
        ``/api/1/datasets/``, with `SearchPage.fallback`.
        """
        search = await self._resolved(search)
        if self._search_missing and not reload:
            return await self._listed(search, page, page_size, reload)
        try:
            return await self._searched(search, page, page_size, reload)
        except (NotFound, BadRequest, ServerError) as error:
            if isinstance(error, BadRequest) and error.status != 405:
                raise
            self._search_missing = not isinstance(error, ServerError)
        return await self._listed(search, page, page_size, reload)

    async def dataset(self, ident: str, *, reload: bool = False) -> Dataset:
        """``GET /api/2/datasets/{id or slug}/``, with labels; its files are not in it."""
        route = "/api/2/datasets/"
        return await self._identified(Dataset, route, ident, headers=_FULL, reload=reload)

    def search_url(self, search: DatasetSearch) -> str:
        """The address that answers `search`, first page."""
        return self._url(f"/api/2/{search.kind}/search/", search.to_params())

    def dataset_url(self, ident: str) -> str:
        """The address that answers `dataset`."""
        return self._url(f"/api/2/datasets/{segment(ident)}/", ())

    async def resources(
        self,
        dataset_id: str,
        *,
        page: int = 1,
        page_size: int = FILES_PAGE,
        type: str = "",  # noqa: A002 - the API's own name for it
        q: str = "",
        reload: bool = False,
    ) -> ResourcePage:
        """``GET /api/2/datasets/{id}/resources/``.

        Args:
            type: ``main``, ``documentation``...; empty for all.
            q: Part of the title, whatever its case; accents count.
        """
        path = f"/api/2/datasets/{segment(dataset_id)}/resources/"
        asked = (("page", str(page)), ("page_size", str(page_size)), ("type", type), ("q", q))
        params = tuple(pair for pair in asked if pair[1])
        payload = await self._object(path, params, reload=reload)
        items = tuple(Resource.parse(item, path) for item in objects_of(payload.get("data")))
        total = count_of(payload.get("total")) or 0
        return ResourcePage(
            items=items,
            total=total,
            page=page,
            page_size=page_size,
            has_next=has_next(payload, page, page_size, total),
        )

    async def resource(self, rid: str, *, reload: bool = False) -> FoundResource:
        """``GET /api/2/datasets/resources/{rid}/``: community resources too."""
        path = f"/api/2/datasets/resources/{segment(rid)}/"
        return await self._model(FoundResource, path, reload=reload)

    async def organization(self, ident: str, *, reload: bool = False) -> Organization:
        """``GET /api/1/organizations/{id or slug}/``."""
        path = f"/api/1/organizations/{segment(ident)}/"
        return await self._model(Organization, path, reload=reload)

    async def suggest(self, kind: SuggestKind, q: str, size: int = 8) -> tuple[Suggestion, ...]:
        """What `q` may be the beginning, or a part, of; the most popular ones for an empty `q`."""
        items = await self._array(_SUGGEST[kind], (("q", q), ("size", str(size))))
        found = (suggestion_of(kind, item) for item in items)
        return tuple(suggestion for suggestion in found if suggestion is not None)

    async def zone_names(self, idents: Sequence[str]) -> dict[str, SafeText]:
        """``GET /api/1/spatial/zones/{ids}/``: what places are called, by id; unknown ones are
        left out."""
        path = f"/api/1/spatial/zones/{segment(','.join(idents))}/"
        features = objects_of((await self._object(path)).get("features"))
        return {
            text_of(each.get("id")): line_of(object_of(each.get("properties")).get("name"))
            for each in features
        }

    async def licenses(self) -> tuple[License, ...]:
        """``GET /api/1/datasets/licenses/``."""
        items = await self._array("/api/1/datasets/licenses/")
        return tuple(License.parse(item) for item in items)

    async def frequencies(self) -> tuple[Frequency, ...]:
        """``GET /api/1/datasets/frequencies/``."""
        items = await self._array("/api/1/datasets/frequencies/")
        return tuple(Frequency.parse(item) for item in items)

    async def schemas(self) -> tuple[SchemaInfo, ...]:
        """``GET /api/1/datasets/schemas/``."""
        items = await self._array("/api/1/datasets/schemas/")
        return tuple(SchemaInfo.parse(item) for item in items)

    async def _searched(
        self, search: DatasetSearch, page: int, page_size: int, reload: bool
    ) -> SearchPage:
        # The mask is a header: no address that the service gives carries it from page to page.
        mask = f"{SEARCH_MASK},facets" if page == 1 else SEARCH_MASK
        payload = await self._object(
            "/api/2/datasets/search/",
            (*search.to_params(), ("page", str(page)), ("page_size", str(page_size))),
            headers={"X-Fields": mask},
            reload=reload,
        )
        result = _page(payload, page, page_size)
        beyond = (page + 1) * page_size > WINDOW
        return result.model_copy(
            update={
                "capped": result.total >= WINDOW,
                "has_next": result.has_next and not beyond,
                "facets": facets_of(payload.get("facets")),
                "facet_totals": facet_totals_of(payload.get("facets")),
            }
        )

    async def _listed(
        self, search: DatasetSearch, page: int, page_size: int, reload: bool
    ) -> SearchPage:
        kept = tuple(pair for pair in search.filters if pair[0] in LIST_FILTERS)
        unapplied = tuple(pair[0] for pair in search.filters if pair[0] not in LIST_FILTERS)
        words = search.words.replace('"', " ")  # the lists choke on quotes
        params = (
            *DatasetSearch(words, kept, search.sort).to_params(),
            ("page", str(page)),
            ("page_size", str(page_size)),
        )
        try:
            payload = await self._either_list(params, reload)
        except NotFound:
            if page == 1:
                raise
            payload = {}  # past the end: only the search answers an empty page there
        result = _page(payload, page, page_size)
        return result.model_copy(update={"fallback": True, "unapplied": unapplied})

    async def _either_list(self, params: Sequence[tuple[str, str]], reload: bool) -> JsonObject:
        try:
            return await self._object(
                "/api/2/datasets/", params, headers={"X-Fields": SEARCH_MASK}, reload=reload
            )
        except (NotFound, BadRequest, ServerError) as error:
            if isinstance(error, BadRequest) and error.status != 405:
                raise
        return await self._object(
            "/api/1/datasets/", params, headers={"X-Fields": _LIST_1_MASK}, reload=reload
        )


def _page(payload: JsonObject, page: int, page_size: int) -> SearchPage:
    total = count_of(payload.get("total")) or 0
    return SearchPage(
        items=tuple(DatasetSummary.parse(item) for item in objects_of(payload.get("data"))),
        total=total,
        page=page,
        page_size=page_size,
        has_next=has_next(payload, page, page_size, total),
    )
