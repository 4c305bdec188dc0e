"""The Main API beyond datasets: search among the other kinds, one object, the lists it holds."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tui.api.catalogue import SEARCH_MASK, SEARCH_PAGE
from tui.api.errors import ApiError, BadRequest, NotFound, ServerError
from tui.api.main_api import has_next
from tui.api.models.base import JsonObject, count_of, objects_of, text_of
from tui.api.models.dataservice import Dataservice
from tui.api.models.dataset import DatasetSummary
from tui.api.models.found import Entity, Found, Listed, Published
from tui.api.models.people import Organization, User
from tui.api.models.post import Post
from tui.api.models.reuse import Reuse
from tui.api.models.search import WINDOW, SearchPage, facet_totals_of, facets_of
from tui.api.models.thread import Thread
from tui.api.models.topic import Topic, TopicElement
from tui.api.others import ARRAYS, OTHER_LISTS, Others, other_path
from tui.api.search import KIND_FILTERS, KIND_LIST_FILTERS, Search
from tui.api.transport import Transport
from tui.api.urls import segment
from tui.text import clean_line

_WHO = (
    "organization{id,name,slug,acronym,badges,page},owner{id,slug,first_name,last_name,page},"
    "created_at,tags,featured,private"
)
_ENVELOPE = "page,page_size,total,next_page"
_REUSE = (
    f"id,title,slug,description,type,topic,url,{_WHO},last_modified,archived,deleted,badges,"
    "metrics{views,followers,datasets,discussions},page,uri"
)
_MASKS: Final[Mapping[str, str]] = {
    # Whole objects would embed the datasets, with their files.
    "reuses": f"{_REUSE},datasets{{total}},dataservices{{total}}",
    "dataservices": (
        f"id,title,acronym,slug,description,{_WHO},badges,access_type,base_api_url,format,license,"
        "machine_documentation_url,technical_documentation_url,business_documentation_url,"
        "rate_limiting,availability,metadata_modified_at,deleted_at,archived_at,datasets{total},"
        "metrics{views,followers,discussions,reuses},self_web_url,self_api_url"
    ),
    "organizations": (
        "id,name,slug,acronym,badges,description,url,business_number_id,created_at,last_modified,"
        "deleted,metrics{views,followers,datasets,dataservices,reuses},page,uri"
    ),
    "topics": f"id,name,slug,description,{_WHO},last_modified,elements{{total}},page,uri",
    "posts": (
        "id,name,slug,headline,content,kind,owner{id,slug,first_name,last_name,page},created_at,"
        "last_modified,published,tags,page,uri"
    ),
}
_DETAIL_MASKS: Final[Mapping[str, str]] = {
    "reuse": f"{_REUSE},extras,image,datasets{{id,title}},dataservices{{id,title}}",
    "post": (
        "id,name,slug,headline,content,blocs,body_type,kind,created_at,last_modified,published,"
        "owner{id,slug,first_name,last_name,page},tags,credit_to,credit_url,image,page,uri,"
        "datasets{id,title},reuses{id,title}"
    ),
}
_FOUND: Final[Mapping[str, type[Found]]] = {
    "datasets": DatasetSummary,
    "reuses": Reuse,
    "dataservices": Dataservice,
    "organizations": Organization,
    "topics": Topic,
    "posts": Post,
    "discussions": Thread,
}
_ENTITIES: Final[Mapping[str, tuple[str, type[Published | Thread]]]] = {
    "organization": ("/api/1/organizations/", Organization),
    "reuse": ("/api/1/reuses/", Reuse),
    "dataservice": ("/api/1/dataservices/", Dataservice),
    "topic": ("/api/2/topics/", Topic),
    "user": ("/api/1/users/", User),
    "post": ("/api/1/posts/", Post),
    "discussion": ("/api/1/discussions/", Thread),
}
_ROUTES_OF_CLASS: Final[Mapping[str, str]] = {
    "Dataset": "/api/2/datasets/",
    "Reuse": "/api/1/reuses/",
    "Dataservice": "/api/1/dataservices/",
}
_LISTS: Final[Mapping[str, str]] = {
    "datasets": "/api/2/datasets/",
    "reuses": "/api/2/reuses/",
    "dataservices": "/api/1/dataservices/",
    "discussions": "/api/1/discussions/",
    "organizations": "/api/1/organizations/",
    "topics": "/api/2/topics/",
    "posts": "/api/1/posts/",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of the Main API: which things, and whose.

    Attributes:
        kind: ``datasets``, ``reuses``, ``dataservices``, ``discussions``, ``elements``, or one of
            `OTHER_LISTS` and `ARRAYS`.
        params: What narrows it, such as ``organization`` and an id: lists take no slug.
        topic: Of ``elements``, the id of the topic that holds them.
        path: Where it is, of what hangs on one object; the kind says it otherwise.
    """

    kind: str
    params: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class ListedPage:
    """A page of a list.

    Attributes:
        total: How many there are on all pages.
    """

    items: tuple[Listed, ...]
    total: int
    has_next: bool


class Portal(Others):
    """Reads every kind of object: see `MainApi`."""

    def __init__(self, transport: Transport, base_url: str, *, lang: str = "en") -> None:
        super().__init__(transport, base_url, lang=lang)
        self._searches_missing: set[str] = set()

    async def entity(self, kind: str, ident: str, *, reload: bool = False) -> Entity:
        """``GET /api/N/KINDs/{id or slug}/``. Raises `ApiError`: `NotFound` for what never was or
        is private, `Gone` for what was deleted."""
        if kind not in _ENTITIES:
            return await self.other(kind, ident, reload=reload)
        route, model = _ENTITIES[kind]
        mask = _DETAIL_MASKS.get(kind)
        headers = {"X-Fields": mask} if mask else {}
        return await self._identified(model, route, ident, headers=headers, reload=reload)

    def entity_url(self, kind: str, ident: str) -> str:
        """The address that answers `entity`."""
        if kind not in _ENTITIES:
            return self._url(other_path(kind, ident), ())
        return self._url(f"{_ENTITIES[kind][0]}{segment(ident)}/", ())

    async def search(
        self, search: Search, page: int = 1, *, page_size: int = SEARCH_PAGE, reload: bool = False
    ) -> SearchPage:
        """``GET /api/2/KIND/search/`` of the search's kind; facets come with page 1 only, and only
        those that a filter of the route answers to.

        Where that route is missing or broken the plain list of the kind answers, with
        `SearchPage.fallback`.
        """
        search = await self._resolved(search)
        if search.kind in self._searches_missing and not reload:
            return await self._listed_instead(search, page, page_size, reload)
        try:
            return await self._searched(search, page, page_size, reload)
        except (NotFound, BadRequest, ServerError) as error:
            if isinstance(error, BadRequest) and error.status != 405:
                raise
            if not isinstance(error, ServerError):
                self._searches_missing.add(search.kind)
        return await self._listed_instead(search, page, page_size, reload)

    async def _listed_instead(
        self, search: Search, page: int, page_size: int, reload: bool
    ) -> SearchPage:
        known = KIND_LIST_FILTERS[search.kind]
        kept = tuple(pair for pair in search.filters if pair[0] in known)
        words = search.words.replace('"', " ")  # the lists choke on quotes
        params = (
            *Search(words, kept, search.sort).to_params(),
            ("page", str(page)),
            ("page_size", str(page_size)),
        )
        try:
            payload = await self._object(
                _LISTS[search.kind],
                params,
                headers=_masked(search.kind, facets=False),
                reload=reload,
            )
        except NotFound:
            if page == 1:
                raise
            payload = {}  # past the end: only the search answers an empty page there
        total = count_of(payload.get("total")) or 0
        return SearchPage(
            items=tuple(
                _FOUND[search.kind].parse(item) for item in objects_of(payload.get("data"))
            ),
            total=total,
            page=page,
            page_size=page_size,
            has_next=has_next(payload, page, page_size, total),
            fallback=True,
            unapplied=tuple(pair[0] for pair in search.filters if pair[0] not in known),
        )

    async def _searched(
        self, search: Search, page: int, page_size: int, reload: bool
    ) -> SearchPage:
        payload = await self._object(
            f"/api/2/{search.kind}/search/",
            (*search.to_params(), ("page", str(page)), ("page_size", str(page_size))),
            headers=_masked(search.kind, facets=page == 1),
            reload=reload,
        )
        total = count_of(payload.get("total")) or 0
        beyond = (page + 1) * page_size > WINDOW
        facets = facets_of(payload.get("facets"))
        known = KIND_FILTERS[search.kind]
        return SearchPage(
            items=tuple(
                _FOUND[search.kind].parse(item) for item in objects_of(payload.get("data"))
            ),
            total=total,
            capped=total >= WINDOW,
            page=page,
            page_size=page_size,
            has_next=has_next(payload, page, page_size, total) and not beyond,
            facets={name: values for name, values in facets.items() if name in known},
            facet_totals=facet_totals_of(payload.get("facets")),
        )

    async def count(self, search: Search) -> int:
        """How many results `search` has; from `WINDOW` on, the service stopped counting."""
        search = await self._resolved(search)
        params = (*search.to_params(), ("page", "1"), ("page_size", "1"))
        path = f"/api/2/{search.kind}/search/"
        payload = await self._object(path, params, headers={"X-Fields": "total"})
        return count_of(payload.get("total")) or 0

    async def listed(
        self,
        listing: Listing,
        page: int = 1,
        *,
        page_size: int = SEARCH_PAGE,
        reload: bool = False,
        mask: str = "",
    ) -> ListedPage:
        """A page of `listing`, with the fields of `mask` alone if there is one. The objects of a
        topic that it gives no title are asked for theirs; those that are not there any more stay
        without."""
        if listing.kind in ARRAYS:
            everything = await self.array(listing.kind, listing.params, reload=reload)
            return ListedPage(everything, len(everything), False)
        path = listing.path or self._path_of(listing)
        params = (*listing.params, ("page", str(page)), ("page_size", str(page_size)))
        headers = {"X-Fields": mask} if mask else _masked(listing.kind, facets=False)
        payload = await self._object(path, params, headers=headers, reload=reload)
        total = count_of(payload.get("total")) or 0
        sources = objects_of(payload.get("data"))
        if listing.kind == "elements":
            elements = [TopicElement.parse(item) for item in sources]
            items: Sequence[Listed] = await asyncio.gather(*map(self._titled, elements))
        else:
            model = OTHER_LISTS[listing.kind][1] if listing.kind in OTHER_LISTS else None
            items = [(model or _FOUND[listing.kind]).parse(item) for item in sources]
        return ListedPage(tuple(items), total, has_next(payload, page, page_size, total))

    def _path_of(self, listing: Listing) -> str:
        if listing.kind in OTHER_LISTS:
            return OTHER_LISTS[listing.kind][0]
        return _LISTS.get(listing.kind) or f"/api/2/topics/{segment(listing.topic)}/elements/"

    async def _titled(self, element: TopicElement) -> TopicElement:
        route = _ROUTES_OF_CLASS.get(element.element_class)
        if element.title or route is None or not element.element_id:
            return element
        path = f"{route}{segment(element.element_id)}/"
        try:
            payload: JsonObject = await self._object(path, headers={"X-Fields": "id,title"})
        except ApiError:
            return element
        return element.model_copy(update={"title": clean_line(text_of(payload.get("title")))})


def _masked(kind: str, *, facets: bool) -> Mapping[str, str]:
    """The header that leaves out what no line and no preview shows. It is sent with each page:
    no address that the service gives carries it."""
    if kind == "datasets":
        return {"X-Fields": SEARCH_MASK}
    if kind not in _MASKS:
        return {}
    mask = f"data{{{_MASKS[kind]}}},{_ENVELOPE}"
    return {"X-Fields": f"{mask},facets" if facets else mask}
