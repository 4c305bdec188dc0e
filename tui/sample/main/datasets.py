"""Routes of datasets and their files."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.records import Dataset, Json, Resource
from tui.sample.main import filters
from tui.sample.main.identity import caller, may_edit
from tui.sample.main.replies import (
    UNAUTHORIZED,
    failure,
    gone,
    not_a_choice,
    not_found,
    paginate,
    redirect,
    search_window,
)
from tui.sample.main.search import Index, Text, query_words
from tui.sample.main.views import Writer, schema
from tui.sample.names import words_of
from tui.sample.vocabulary import RESOURCE_TYPES

SORT_HELP = "The field (and direction) on which sorting apply"
OBJECT_ID = re.compile(r"[0-9a-f]{24}")

_SORTS: dict[str, Callable[[Dataset, Catalogue], Any]] = {
    "title": lambda item, _: item.title,
    "created": lambda item, _: item.created_at,
    "last_update": lambda item, _: item.last_update,
    "reuses": lambda item, catalogue: catalogue.reuses_of[item.id],
    "followers": lambda item, _: item.followers,
    "views": lambda item, _: item.views,
}
SEARCH_SORTS = tuple(name for name in _SORTS if name != "title")
_IDENTIFIERS = ("organization", "owner", "topic", "reuse", "dataservice")


def make_index(catalogue: Catalogue) -> Index[Dataset]:
    """What the search looks into: titles and acronyms first, then all the rest."""
    return Index(catalogue.public_datasets, _searched)


def _searched(item: Dataset) -> Text:
    organization = item.organization
    producer = f"{organization.name} {organization.acronym or ''}" if organization else ""
    files = " ".join(f"{file.title} {file.id}" for file in item.resources)
    body = " ".join((item.description, producer, " ".join(item.tags), item.id, files))
    return Text(f"{item.title} {item.acronym or ''}", body, item.views)


def search(request: Request, writer: Writer, index: Index[Dataset]) -> Response:
    """GET /api/2/datasets/search/: a page of results, with facets."""
    search_window(request)
    sort = request.get("sort")
    if sort and sort.removeprefix("-") not in SEARCH_SORTS:
        raise not_a_choice("sort", sort, SORT_HELP)
    tests = filters.search_tests(request)
    found = index.find(request.get("q"))
    kept = sorted_by(filters.passing(found, tests.values()), sort, writer.catalogue)
    full = wants_full_objects(request)
    page = paginate(request, kept, lambda item: writer.dataset_v2(item, full=full), lenient=True)
    return json_response({**page, "facets": filters.facets(found, tests)})


def listing(
    request: Request, writer: Writer, version: int, followed: Collection[str] = ()
) -> Response:
    """GET /api/1|2/datasets/: the plain list. `followed`: ids of what ``followed_by`` keeps."""
    sort = request.get("sort")
    if sort and sort.removeprefix("-") not in _SORTS:
        raise not_a_choice("sort", sort, SORT_HELP)
    _check_list_parameters(request)
    tests = list(_list_tests(request, writer.catalogue))
    if request.get("followed_by"):
        tests.append(_one_of(followed))
    kept = filters.passing(writer.catalogue.public_datasets, tests)
    kept = sorted_by(kept, sort or "-created", writer.catalogue)
    full = wants_full_objects(request)
    write = writer.dataset_v1 if version == 1 else writer.dataset_v2
    return json_response(paginate(request, kept, lambda item: write(item, full=full)))


def _check_list_parameters(request: Request) -> None:
    if any(request.has(name) for name in ("archived", "deleted", "private")):
        raise failure(401, UNAUTHORIZED)
    for name in _IDENTIFIERS:
        if request.get(name) and not OBJECT_ID.fullmatch(request.get(name)):
            raise failure(400, f"{name.capitalize()} arg must be an identifier")
    if request.get("followed_by") and not OBJECT_ID.fullmatch(request.get("followed_by")):
        raise failure(400, "`followed_by` arg must be an identifier")


def _list_tests(request: Request, catalogue: Catalogue) -> list[filters.Test]:
    """Whole words of the title, every tag, one of each other filter."""
    pairs = [(key, value) for key, value in request.params if key != "temporal_coverage"]
    tests = list(filters.search_tests(_with_params(request, pairs)).values())
    words = set(query_words(request.get("q")))
    if words:
        tests.append(lambda item: words <= set(words_of(item.title)))
    users = {"reuse": catalogue.reuse, "dataservice": catalogue.dataservice}
    for name, find in users.items():
        if request.get(name):
            user = find(request.get(name))
            tests.append(_one_of(user.datasets if user else ()))
    if request.get("temporal_coverage"):
        tests.append(_starts_within(request.get("temporal_coverage")))
    return tests


def _one_of(idents: Collection[str]) -> filters.Test:
    kept = set(idents)
    return lambda item: item.id in kept


def _with_params(request: Request, params: Sequence[tuple[str, str]]) -> Request:
    copy = Request(request.method, request.scheme, request.host, request.path, "", request.headers)
    copy.__dict__["params"] = list(params)
    return copy


def _starts_within(text: str) -> filters.Test:
    """The lists keep the coverages that start inside the interval, unlike the search."""
    try:
        first, last = date.fromisoformat(text[:10]), date.fromisoformat(text[11:])
    except ValueError as error:
        raise failure(400, str(error)) from error
    return lambda item: bool(
        item.coverage and item.coverage[0] and first <= item.coverage[0] <= last
    )


def sorted_by(items: list[Dataset], sort: str, catalogue: Catalogue) -> list[Dataset]:
    if not sort:
        return items
    key = _SORTS[sort.removeprefix("-")]
    return sorted(items, key=lambda item: key(item, catalogue), reverse=sort.startswith("-"))


def wants_full_objects(request: Request) -> bool:
    return request.headers.get("x-get-datasets-full-objects", "").lower() in ("true", "1")


def visible(request: Request, catalogue: Catalogue, key: str) -> Dataset:
    """The dataset of that id or slug as its caller sees it: else 308, 404 or 410."""
    if key in catalogue.renamed:
        place = request.path.replace(f"/{key}/", f"/{catalogue.renamed[key]}/", 1)
        raise HttpError(redirect(f"{place}?{request.query}" if request.query else place, 308))
    item = catalogue.dataset(key)
    if item is None:
        raise not_found()
    if item.private and not may_edit(caller(request), item.organization, item.owner):
        raise not_found()
    if item.deleted:
        raise gone("Dataset")
    return item


def detail(request: Request, writer: Writer, version: int, key: str) -> Response:
    """GET /api/1|2/datasets/{id or slug}/."""
    item = visible(request, writer.catalogue, key)
    write = writer.dataset_v1 if version == 1 else writer.dataset_v2
    return json_response(write(item, full=wants_full_objects(request)))


def resources(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/datasets/{id or slug}/resources/: by type, by part of the title."""
    item = visible(request, writer.catalogue, key)
    kind, q = request.get("type"), request.get("q").lower()
    if kind and kind not in [term.id for term in RESOURCE_TYPES]:
        raise not_a_choice("type", kind)
    files = [
        file
        for file in item.resources
        if (not kind or file.type == kind) and q in file.title.lower()
    ]
    return json_response(paginate(request, files, writer.resource, default_size=50, lenient=True))


def resource(request: Request, writer: Writer, rid: str) -> Response:
    """GET /api/2/datasets/resources/{rid}/: a file and the id of its dataset."""
    item, file = _file(writer.catalogue, rid, "Resource does not exist")
    return json_response({"resource": writer.resource(file), "dataset_id": item.id})


def resource_of(request: Request, writer: Writer, key: str, rid: str) -> Response:
    """GET /api/1/datasets/{id or slug}/resources/{rid}/."""
    item = visible(request, writer.catalogue, key)
    file = next((file for file in item.resources if file.id == rid.lower()), None)
    if file is None:
        raise failure(404, "Resource does not exist")
    return json_response(writer.resource(file))


def latest(request: Request, writer: Writer, rid: str) -> Response:
    """GET /api/1/datasets/r/{rid}: on to the file itself."""
    _item, file = _file(writer.catalogue, rid, "Resource not found")
    return redirect(file.url, 302)


def schemas_of(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/datasets/{id or slug}/schemas/: the distinct schemas of its files."""
    item = visible(request, writer.catalogue, key)
    named = dict.fromkeys(file.schema for file in item.resources if file.schema)
    return json_response([schema(pair) for pair in named])


def extras_of(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/datasets/{id or slug}/extras/."""
    return json_response(dict(visible(request, writer.catalogue, key).extras))


def suggest(request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    """Datasets whose title or acronym holds `q`, most looked at first."""
    words = words_of(q)
    found = [
        item
        for item in writer.catalogue.public_datasets
        if all(word in " ".join(words_of(f"{item.title} {item.acronym or ''}")) for word in words)
    ]
    found.sort(key=lambda item: -item.views)
    return [
        {
            "acronym": item.acronym,
            "id": item.id,
            "image_url": None,
            "page": f"{writer.web}/datasets/{item.slug}",
            "slug": item.slug,
            "title": item.title,
        }
        for item in found[:size]
    ]


def _file(catalogue: Catalogue, rid: str, missing: str) -> tuple[Dataset, Resource]:
    found = catalogue.resource(rid)
    if found is None or found[0].private or found[0].deleted:
        raise failure(404, missing)
    return found
