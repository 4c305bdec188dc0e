"""What answers under `/api/1` and `/api/2`."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.records import Dataset
from tui.sample.main import (
    account,
    activity,
    atom,
    community,
    datasets,
    editorial,
    exports,
    harvests,
    linked_data,
    organizations,
    rdf,
    swagger,
    writing,
)
from tui.sample.main.changes import Changes
from tui.sample.main.identity import caller
from tui.sample.main.masks import MaskError, apply_mask, parse_mask
from tui.sample.main.replies import UNAUTHORIZED, failure, redirect, unknown_route
from tui.sample.main.search import Index
from tui.sample.main.views import Writer
from tui.sample.main.vocabularies import SUGGESTS, VOCABULARIES, coverage, suggested, zone, zones

_OLD_SLUG = re.compile(
    r"(/api/[12]/(?:organizations|reuses|dataservices|topics|users|posts)/)ancien-([^/]+)/"
)
"""Whatever it is called, each object but a dataset was called so with “ancien-” before."""

Route = Callable[..., Response]

_KEY = r"([^/]+)"
_RID = r"([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})"
_FOLLOWERS = rf"/api/1/(datasets|organizations|reuses|dataservices|users)/{_KEY}/followers/"
_WRITES: tuple[tuple[str, str, Route], ...] = (
    ("POST", _FOLLOWERS, account.follow),
    ("DELETE", _FOLLOWERS, account.unfollow),
    ("POST", f"/api/1/notifications/{_KEY}/read/", account.read),
    ("POST", "/api/1/discussions/", writing.open_discussion),
    ("POST", f"/api/1/discussions/{_KEY}/", writing.comment),
    ("PUT", f"/api/1/datasets/{_KEY}/", writing.edit_dataset),
)


@lru_cache(maxsize=2)
def _index_of(catalogue: Catalogue) -> Index[Dataset]:
    """The words of its datasets, made when somebody first searches."""
    return datasets.make_index(catalogue)


class MainApi:
    """The Main API over one catalogue."""

    def __init__(self, catalogue: Catalogue, web_url: str) -> None:
        self._catalogue = catalogue
        self._changes = Changes(catalogue)
        self._web_url = web_url
        self._routes = [(re.compile(pattern), route) for pattern, route in self._table()]
        self._writes = [(method, re.compile(pattern), route) for method, pattern, route in _WRITES]

    def answer(self, request: Request) -> Response:
        """The answer, of whatever status. Never raises."""
        try:
            return _masked(request, self._routed(request))
        except HttpError as error:
            return error.response

    def _routed(self, request: Request) -> Response:
        me = caller(request)
        writer = Writer(self._changes.catalogue, request.base_url, self._web_url, request.lang, me)
        if request.method not in ("GET", "HEAD"):
            return self._written(request, writer)
        if old := _OLD_SLUG.fullmatch(request.path):
            place = f"{old[1]}{old[2]}/"
            return redirect(f"{place}?{request.query}" if request.query else place, 308)
        for pattern, route in self._routes:
            match = pattern.fullmatch(request.path)
            if match is not None:
                return route(request, writer, *match.groups())
        if any(pattern.fullmatch(request.path + "/") for pattern, _ in self._routes):
            place = f"{request.url}/"
            return redirect(f"{place}?{request.query}" if request.query else place, 308)
        return unknown_route()

    def _written(self, request: Request, writer: Writer) -> Response:
        """The answer to what changes something."""
        for method, pattern, route in self._writes:
            match = pattern.fullmatch(request.path)
            if match is not None and method == request.method:
                return route(request, writer, self._changes, *match.groups())
        raise failure(405, "The method is not allowed for the requested URL.")

    def _table(self) -> list[tuple[str, Route]]:
        return [
            *self._arrays(),
            *self._account_routes(),
            *self._dataset_routes(),
            *_community_routes(),
            *_feed_routes(),
        ]

    def _account_routes(self) -> list[tuple[str, Route]]:
        changes = self._changes
        return [
            ("/api/1/me/", lambda r, w: account.me(r, w, changes)),
            ("/api/1/me/datasets/", lambda r, w: account.datasets(r, w, organizations=False)),
            ("/api/1/me/org_datasets/", lambda r, w: account.datasets(r, w, organizations=True)),
            ("/api/1/me/reuses/", lambda r, w: account.reuses(r, w, organizations=False)),
            ("/api/1/me/org_reuses/", lambda r, w: account.reuses(r, w, organizations=True)),
            ("/api/1/notifications/", lambda r, w: account.notifications(r, w, changes)),
            (
                _FOLLOWERS,
                lambda r, w, folder, key: account.followers(r, w, changes, folder, key),
            ),
        ]

    def _arrays(self) -> list[tuple[str, Route]]:
        paths = {
            "datasets": "datasets/suggest",
            "formats": "datasets/suggest/formats",
            "mime": "datasets/suggest/mime",
            "organizations": "organizations/suggest",
            "reuses": "reuses/suggest",
            "dataservices": "dataservices/suggest",
            "tags": "tags/suggest",
            "users": "users/suggest",
            "zones": "spatial/zones/suggest",
        }
        found: list[tuple[str, Route]] = [
            (f"/api/1/{paths[kind]}/", suggested(kind)) for kind in SUGGESTS
        ]
        found += [(f"/api/1/{path}/", route) for path, route in VOCABULARIES.items()]
        found += [
            (f"/api/1/spatial/zone/{_KEY}/", zone),
            (f"/api/1/spatial/coverage/{_KEY}/", coverage),
            (f"/api/1/spatial/zones/{_KEY}/", zones),
        ]
        return found

    def _dataset_routes(self) -> list[tuple[str, Route]]:
        return [
            (r"/api/([12])/swagger\.json", swagger.swagger),
            ("/api/2/datasets/search/", self._search),
            ("/api/([12])/datasets/", self._datasets),
            (f"/api/2/datasets/resources/{_RID}/", datasets.resource),
            (f"/api/1/datasets/r/{_RID}", datasets.latest),
            (f"/api/2/datasets/{_KEY}/resources/", datasets.resources),
            (f"/api/2/datasets/{_KEY}/schemas/", datasets.schemas_of),
            (f"/api/2/datasets/{_KEY}/extras/", datasets.extras_of),
            (f"/api/1/datasets/{_KEY}/resources/{_RID}/", datasets.resource_of),
            (f"/api/1/datasets/{_KEY}/resources/", _not_a_list),
            (f"/api/1/datasets/{_KEY}/rdf", linked_data.chosen),
            (rf"/api/1/datasets/{_KEY}/rdf\.(\w+)", linked_data.rdf),
            ("/api/1/datasets/community_resources/", community.community_resources),
            (f"/api/1/datasets/community_resources/{_RID}/", community.community_resource),
            (
                f"/api/([12])/datasets/{_KEY}/",
                lambda r, w, v, key: datasets.detail(r, w, int(v), key),
            ),
        ]

    def _datasets(self, request: Request, writer: Writer, version: str) -> Response:
        followed: list[str] = []
        if request.get("followed_by") == writer.account.id:
            followed = [ident for folder, ident in self._changes.followed if folder == "datasets"]
        return datasets.listing(request, writer, int(version), followed)

    def _search(self, request: Request, writer: Writer) -> Response:
        return datasets.search(request, writer, _index_of(self._catalogue))


def _community_routes() -> list[tuple[str, Route]]:
    return [
        (
            "/api/2/organizations/search/",
            lambda r, w: organizations.listing(r, w, search=True),
        ),
        ("/api/1/organizations/", lambda r, w: organizations.listing(r, w, search=False)),
        (f"/api/1/organizations/{_KEY}/", organizations.organization),
        (f"/api/1/organizations/{_KEY}/datasets/", organizations.organization_datasets),
        ("/api/1/users/", _unauthorized),
        (f"/api/1/users/{_KEY}/", organizations.user),
        ("/api/2/reuses/search/", lambda r, w: community.reuses(r, w, version=2, search=True)),
        ("/api/([12])/reuses/", lambda r, w, v: community.reuses(r, w, version=int(v))),
        (
            f"/api/([12])/reuses/{_KEY}/",
            lambda r, w, v, key: community.reuse(r, w, key, version=int(v)),
        ),
        ("/api/2/dataservices/search/", lambda r, w: community.dataservices(r, w, search=True)),
        ("/api/1/dataservices/", community.dataservices),
        (f"/api/1/dataservices/{_KEY}/", community.dataservice),
        ("/api/1/activity/", activity.activity),
        ("/api/1/harvest/sources/", harvests.sources),
        (f"/api/1/harvest/source/{_KEY}/", harvests.source),
        (f"/api/1/harvest/source/{_KEY}/jobs/", harvests.jobs),
        (f"/api/1/harvest/job/{_KEY}/", harvests.job),
        (f"/api/1/harvest/job/{_KEY}/items/", harvests.items),
        (f"/api/1/contacts/{_KEY}/", harvests.contact),
        (f"/api/1/organizations/{_KEY}/contacts/", harvests.contacts_of_organization),
        (f"/api/1/users/{_KEY}/contacts/", harvests.contacts_of_user),
        ("/api/1/discussions/", community.discussions),
        (f"/api/1/discussions/{_KEY}/", community.discussion),
        ("/api/2/discussions/search/", community.search_discussions),
        ("/api/2/topics/search/", editorial.search_topics),
        ("/api/2/topics/", editorial.topics),
        (f"/api/2/topics/{_KEY}/", editorial.topic),
        (f"/api/2/topics/{_KEY}/elements/", editorial.elements),
        ("/api/2/posts/search/", editorial.search_posts),
        ("/api/1/posts/", editorial.posts),
        (f"/api/1/posts/{_KEY}/", editorial.post),
    ]


def _feed_routes() -> list[tuple[str, Route]]:
    of_site = "datasets|resources|organizations|reuses|dataservices|harvests|tags"
    of_owner = "datasets|dataservices|discussions|datasets-resources"
    owner = f"/api/1/organizations/{_KEY}"
    return [
        (f"/api/1/site/({of_site})\\.csv", exports.site_export),
        (f"{owner}/({of_owner})\\.csv", exports.organization_export),
        ("/api/1/site/catalog", rdf.negotiated),
        (r"/api/1/site/catalog\.(\w+)", rdf.site_catalog),
        (r"/api/1/site/data\.(\w+)", lambda _r, _w, e: redirect(f"/api/1/site/catalog.{e}", 302)),
        (f"{owner}/catalog", rdf.negotiated),
        (f"{owner}/catalog\\.(\\w+)", rdf.organization_catalog),
        (r"/api/1/(datasets|reuses|dataservices|posts)/recent\.atom", atom.recent),
    ]


def _not_a_list(_request: Request, _writer: Writer, _key: str) -> Response:
    raise failure(405, "The method is not allowed for the requested URL.")


def _unauthorized(_request: Request, _writer: Writer) -> Response:
    raise failure(401, UNAUTHORIZED)


def _masked(request: Request, response: Response) -> Response:
    """The answer with the fields that ``X-Fields`` asks for, errors being left alone."""
    header = request.headers.get("x-fields", "").strip()
    if not header or response.status != 200 or not isinstance(response.body, bytes):
        return response
    try:
        mask = parse_mask(header)
    except MaskError as error:
        raise failure(400, f"Mask parse error: {error}") from error
    return json_response(apply_mask(json.loads(response.body), mask))
