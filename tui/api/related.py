"""What belongs to a dataset in the Main API: threads, reuses, APIs, files of the community."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeVar

from tui.api.errors import BadPayload, NotFound
from tui.api.journal import redact
from tui.api.models.activity import Activity
from tui.api.models.base import Model, count_of, objects_of
from tui.api.models.related import (
    CommunityResource,
    ListPage,
    RelatedDataservice,
    RelatedReuse,
)
from tui.api.models.thread import Thread
from tui.api.transport import Transport
from tui.api.urls import segment, with_params

PAGE_SIZE: Final = 20

_ENVELOPE = "page,page_size,total,next_page"
_WHO = (
    "organization{id,name,slug,acronym,badges,page},owner{id,slug,first_name,last_name,page},"
    "metrics{views,followers}"
)
# What their lists show: whole objects carry long descriptions.
_REUSE_MASK = f"data{{id,title,slug,type,topic,url,page,created_at,{_WHO}}},{_ENVELOPE}"
_DATASERVICE_MASK = (
    "data{id,title,slug,access_type,format,availability,base_api_url,self_web_url,"
    f"metadata_modified_at,{_WHO}}},{_ENVELOPE}"
)

RDF_EXTENSIONS: Final = ("ttl", "jsonld", "json", "xml", "rdf", "n3", "nt", "trig")
"""Forms of the metadata of a dataset as linked data."""

_M = TypeVar("_M", bound=Model)


class Related:
    """Reads the lists of a dataset's page. Every method raises `ApiError`.

    A page past the end is empty; `reload` goes past the cache.

    Args:
        base_url: Root of the server, without ``/api/1``.
        lang: Language of labels and messages.
    """

    def __init__(self, transport: Transport, base_url: str, *, lang: str = "en") -> None:
        self._transport = transport
        self._base = base_url.rstrip("/")
        self._lang = lang

    async def discussions(
        self, ident: str, page: int = 1, *, reload: bool = False
    ) -> ListPage[Thread]:
        """``GET /api/1/discussions/?for=ID``, the newest first, messages included."""
        asked = {"for": ident, "sort": "-created"}
        return await self._list(Thread, "/api/1/discussions/", asked, page, "", reload)

    async def reuses(
        self, dataset_id: str, page: int = 1, *, reload: bool = False
    ) -> ListPage[RelatedReuse]:
        """``GET /api/2/reuses/?dataset=ID``, the most looked at first."""
        asked = {"dataset": dataset_id, "sort": "-views"}
        return await self._list(RelatedReuse, "/api/2/reuses/", asked, page, _REUSE_MASK, reload)

    async def dataservices(
        self, dataset_id: str, page: int = 1, *, reload: bool = False
    ) -> ListPage[RelatedDataservice]:
        """``GET /api/1/dataservices/?dataset=ID``, the most looked at first."""
        asked, path = {"dataset": dataset_id, "sort": "-views"}, "/api/1/dataservices/"
        return await self._list(RelatedDataservice, path, asked, page, _DATASERVICE_MASK, reload)

    async def community_resources(
        self, dataset_id: str, page: int = 1, *, reload: bool = False
    ) -> ListPage[CommunityResource]:
        """``GET /api/1/datasets/community_resources/?dataset=ID``."""
        path = "/api/1/datasets/community_resources/"
        return await self._list(CommunityResource, path, {"dataset": dataset_id}, page, "", reload)

    async def activity(
        self, dataset_id: str, page: int = 1, *, reload: bool = False
    ) -> ListPage[Activity]:
        """``GET /api/1/activity/?related_to=ID``, the newest first."""
        asked = {"related_to": dataset_id, "sort": "-created_at"}
        return await self._list(Activity, "/api/1/activity/", asked, page, "", reload)

    async def rdf(self, dataset_id: str, extension: str) -> str:
        """``GET /api/1/datasets/{id}/rdf.{extension}``, as it is written: hostile text."""
        return await self._transport.get_text(self.rdf_url(dataset_id, extension))

    def rdf_url(self, dataset_id: str, extension: str) -> str:
        """The metadata of a dataset as linked data, in one of `RDF_EXTENSIONS`."""
        return f"{self._base}/api/1/datasets/{segment(dataset_id)}/rdf.{extension}"

    async def _list(
        self,
        kind: type[_M],
        path: str,
        asked: Mapping[str, str],
        page: int,
        mask: str,
        reload: bool,
    ) -> ListPage[_M]:
        params = [
            *asked.items(),
            ("page", str(page)),
            ("page_size", str(PAGE_SIZE)),
            ("lang", self._lang),
        ]
        url = with_params(self._base + path, params)
        headers = {"X-Fields": mask} if mask else {}
        try:
            payload = await self._transport.get_json(
                url, headers=headers, reload=reload, shape=dict
            )
        except NotFound:
            if page == 1:
                raise
            payload = {}  # these lists answer so past their end
        if not isinstance(payload, dict):
            raise BadPayload(redact(url), status=200)
        total = count_of(payload.get("total")) or 0
        more = payload.get("next_page") if "next_page" in payload else page * PAGE_SIZE < total
        return ListPage(
            items=tuple(kind.parse(item, url) for item in objects_of(payload.get("data"))),
            total=total,
            page=page,
            has_next=bool(more) and payload.get("data") != [],
        )
