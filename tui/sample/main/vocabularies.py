"""Routes that are plain arrays: vocabularies and suggestions; and what the site says of itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import stamp
from tui.sample.data.places import ZONES, ZONES_BY_ID, Zone
from tui.sample.data.records import Json
from tui.sample.main import datasets
from tui.sample.main.replies import bad_parameter, not_found
from tui.sample.main.views import Writer, license_json
from tui.sample.names import fold
from tui.sample.vocabulary import (
    DATASET_BADGES,
    EXTENSIONS,
    FREQUENCIES,
    GRANULARITIES,
    LICENSES,
    MIME_TYPES,
    ORGANIZATION_BADGES,
    RESOURCE_TYPES,
    REUSE_TOPICS,
    REUSE_TYPES,
    SCHEMAS,
    SchemaTerm,
    Term,
)

Suggest = Callable[[Request, Writer, str, int], Sequence[Json]]


def terms(items: Sequence[Term], label: str = "label") -> Callable[[Request, Writer], Response]:
    """A vocabulary as a list of ids and labels."""

    def route(request: Request, _writer: Writer) -> Response:
        return json_response([{"id": item.id, label: item.label(request.lang)} for item in items])

    return route


def badges(items: Sequence[Term]) -> Callable[[Request, Writer], Response]:
    """Badges are an object: kind -> label."""

    def route(request: Request, _writer: Writer) -> Response:
        return json_response({item.id: item.label(request.lang) for item in items})

    return route


def licenses(_request: Request, _writer: Writer) -> Response:
    return json_response([license_json(item) for item in LICENSES])


def extensions(_request: Request, _writer: Writer) -> Response:
    return json_response(list(EXTENSIONS))


def schemas(_request: Request, _writer: Writer) -> Response:
    return json_response([_schema(item) for item in SCHEMAS])


def _schema(item: SchemaTerm) -> Json:
    base = f"https://schema.sample.data.gouv.invalid/schemas/{item.name}"
    return {
        "name": item.name,
        "title": item.title,
        "description": f"Spécification du schéma « {item.title} »",
        "schema_type": "tableschema",
        "schema_url": f"{base}/latest/schema.json",
        "versions": [
            {"version_name": version, "schema_url": f"{base}/{version}/schema.json"}
            for version in item.versions
        ],
        "homepage": f"https://depots.invalid/{item.name}",
        "contact": "schema@sample.invalid",
        "examples": [],
        "labels": [],
        "consolidation_dataset_id": None,
        "external_doc": None,
        "external_tool": None,
        "datapackage_name": None,
        "datapackage_title": None,
        "datapackage_description": None,
    }


def site(_request: Request, writer: Writer) -> Response:
    """GET /api/1/site/."""
    catalogue = writer.catalogue
    shown = catalogue.public_datasets
    metrics: dict[str, Json] = {
        "datasets": len(shown),
        "resources": sum(len(item.resources) for item in shown),
        "reuses": sum(not item.deleted for item in catalogue.reuses),
        "dataservices": sum(not item.deleted for item in catalogue.dataservices),
        "organizations": len(catalogue.producers),
        "users": len(catalogue.users),
        "discussions": len(catalogue.discussions),
        "followers": sum(item.followers for item in shown),
    }
    return json_response(
        {
            "id": "sample",
            "title": "data.gouv.fr – site d'exemple",
            "keywords": [],
            "feed_size": 20,
            "metrics": metrics,
            "version": "17.18.0",
            "created_at": stamp(shown[-1].created_at),
        }
    )


def zone_json(zone: Zone) -> Json:
    return {
        "id": zone.id,
        "type": "Feature",
        "properties": {
            "code": zone.code,
            "level": zone.level,
            "name": zone.name,
            "slug": zone.id.replace(":", "-"),
            "uri": None,
        },
    }


def zones(_request: Request, _writer: Writer, idents: str) -> Response:
    """GET /api/1/spatial/zones/{ids}/: several zones at once."""
    known = [ZONES_BY_ID[ident] for ident in idents.split(",") if ident in ZONES_BY_ID]
    if not known:
        raise not_found()
    return json_response({"type": "FeatureCollection", "features": [zone_json(z) for z in known]})


def zone(_request: Request, _writer: Writer, ident: str) -> Response:
    """GET /api/1/spatial/zone/{id}/."""
    if ident not in ZONES_BY_ID:
        raise not_found()
    return json_response(zone_json(ZONES_BY_ID[ident]))


def coverage(_request: Request, writer: Writer, level: str) -> Response:
    """GET /api/1/spatial/coverage/{level}/: its zones, with how many datasets are about each."""
    if level not in _LEVELS:
        raise not_found()
    counts = Counter(zone for item in writer.catalogue.public_datasets for zone in item.zones)
    features: list[Json] = [
        {
            "id": item.id,
            "type": "Feature",
            "geometry": {"coordinates": None, "type": None},
            "properties": {
                "code": item.code,
                "name": item.name,
                "datasets": counts[item.id],
                "uri": None,
            },
        }
        for item in ZONES
        if item.level == level
    ]
    return json_response({"type": "FeatureCollection", "features": features})


def suggested(kind: str) -> Callable[[Request, Writer], Response]:
    """A route of suggestions: `q` is required, even empty; `size` is 10 unless said."""
    suggest = SUGGESTS[kind]

    def route(request: Request, writer: Writer) -> Response:
        if not request.has("q"):
            reason = "Missing required parameter in the query string"
            raise bad_parameter("q", f"The string to autocomplete/suggest {reason}")
        text = request.get("size", "10")
        try:
            size = int(text)
        except ValueError as error:
            raise bad_parameter("size", f"The amount of suggestion to fetch {error}") from error
        return json_response(suggest(request, writer, request.get("q"), max(0, size)))

    return route


def _texts(counts: Mapping[str, int], q: str, size: int) -> Sequence[Json]:
    kept = [text for text in counts if fold(q) in text]
    kept.sort(key=lambda text: (-counts[text], text))
    return [{"text": text} for text in kept[:size]]


def _tags(_request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    found = Counter(tag for item in writer.catalogue.public_datasets for tag in item.tags)
    return _texts(found, q, size)


def _formats(_request: Request, _writer: Writer, q: str, size: int) -> Sequence[Json]:
    return _texts(dict.fromkeys(EXTENSIONS, 0), q, size)


def _mimes(_request: Request, _writer: Writer, q: str, size: int) -> Sequence[Json]:
    return _texts(dict.fromkeys(MIME_TYPES.values(), 0), q, size)


def _zones(_request: Request, _writer: Writer, q: str, size: int) -> Sequence[Json]:
    wanted = fold(q)
    kept = [
        item
        for item in ZONES
        if wanted in fold(item.name) or wanted == item.code.lower() or wanted == item.id
    ]
    return [
        {"id": item.id, "name": item.name, "code": item.code, "level": item.level, "uri": None}
        for item in kept[:size]
    ]


def _organizations(_request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    counts = writer.catalogue.datasets_of
    kept = [
        item
        for item in writer.catalogue.producers
        if fold(q) in fold(f"{item.name} {item.acronym or ''}")
    ]
    kept.sort(key=lambda item: -counts[item.id])
    return [
        {
            "acronym": item.acronym,
            "id": item.id,
            "image_url": None,
            "name": item.name,
            "page": f"{writer.web}/organizations/{item.slug}",
            "slug": item.slug,
        }
        for item in kept[:size]
    ]


def _reuses(_request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    kept: list[Json] = [
        {
            "id": item.id,
            "image_url": None,
            "page": f"{writer.web}/reuses/{item.slug}",
            "slug": item.slug,
            "title": item.title,
        }
        for item in writer.catalogue.reuses
        if not item.deleted and fold(q) in fold(item.title)
    ]
    return kept[:size]


def _dataservices(_request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    kept: list[Json] = [
        {
            "id": item.id,
            "self_web_url": f"{writer.web}/dataservices/{item.slug}",
            "slug": item.slug,
            "title": item.title,
        }
        for item in writer.catalogue.dataservices
        if not item.deleted and fold(q) in fold(item.title)
    ]
    return kept[:size]


def _users(_request: Request, writer: Writer, q: str, size: int) -> Sequence[Json]:
    kept: list[Json] = [
        {
            "avatar_url": None,
            "email": "***@example.com",
            "first_name": item.first_name,
            "id": item.id,
            "last_name": item.last_name,
            "slug": item.slug,
        }
        for item in writer.catalogue.users
        if fold(q) in fold(f"{item.first_name} {item.last_name}")
    ]
    return kept[:size]


SUGGESTS: dict[str, Suggest] = {
    "datasets": datasets.suggest,
    "organizations": _organizations,
    "tags": _tags,
    "formats": _formats,
    "mime": _mimes,
    "zones": _zones,
    "reuses": _reuses,
    "dataservices": _dataservices,
    "users": _users,
}

_FINEST_ONLY = ("poi", "other")
"""Granularities that are no level of zones."""

_LEVELS = {item.id: item for item in GRANULARITIES if item.id not in _FINEST_ONLY}

VOCABULARIES: dict[str, Callable[[Request, Writer], Response]] = {
    "datasets/licenses": licenses,
    "datasets/frequencies": terms(FREQUENCIES),
    "datasets/badges": badges(DATASET_BADGES),
    "datasets/resource_types": terms(RESOURCE_TYPES),
    "datasets/extensions": extensions,
    "datasets/schemas": schemas,
    "organizations/badges": badges(ORGANIZATION_BADGES),
    "reuses/types": terms(REUSE_TYPES),
    "reuses/topics": terms(REUSE_TOPICS),
    "spatial/granularities": terms(GRANULARITIES, "name"),
    "spatial/levels": terms(tuple(_LEVELS.values()), "name"),
    "site": site,
}
