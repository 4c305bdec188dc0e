"""What the Main API of the sample site says of itself, as Swagger 2.0: all that it answers."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from tui.sample.asgi import Request, Response, json_response
from tui.sample.main.filters import ACCESS_TYPES, PRODUCER_TYPES, RANGES
from tui.sample.main.routes_told import FIRST, SECOND
from tui.sample.vocabulary import DATASET_BADGES, FREQUENCIES, LICENSES, ORGANIZATION_BADGES

_TAGS: Final = {
    "site": "The site itself, and what it gives whole",
    "datasets": "Datasets and their files",
    "reuses": "What was made of the data",
    "dataservices": "APIs that producers open",
    "organizations": "Who publishes",
    "users": "People",
    "me": "The account that the key stands for",
    "notifications": "What the account is told",
    "discussions": "What is asked and answered",
    "topics": "Selections by theme",
    "posts": "News of the site",
    "spatial": "Zones, and the levels that they are of",
    "tags": "Words that objects are filed under",
    "harvest": "Catalogues that are harvested",
    "contacts": "Whom to write to",
    "activity": "What was done lately",
}

_TABLES: Final = {"1": FIRST, "2": SECOND}
_LINE: Final = re.compile(
    r"(?P<method>[A-Z]+) (?P<path>/\S*) (?P<name>\w+) (?P<summary>[^:>]*)"
    r"(?::(?P<asked>[^>]*))?(?:>(?P<body>.*))?"
)
"""A line of a table: see `routes_told`."""
_PART: Final = re.compile(r"\{(\w+)\}")
_NOT_JSON: Final = (".csv", ".atom", "rdf", "catalog", "{_format}", "/datasets/r/{id}")

_FORMATS: Final = ("ttl", "xml", "json", "nt", "n3", "trig")
_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "access_type": ACCESS_TYPES,
    "producer_type": PRODUCER_TYPES,
    "last_update_range": tuple(RANGES),
    "badge": tuple(item.id for item in DATASET_BADGES),
    "organization_badge": tuple(item.id for item in ORGANIZATION_BADGES),
}
_NUMBERS: Final = {"page": 1, "page_size": 20, "size": 10}
_YES_NO: Final = ("featured", "closed", "handled")
_SEVERAL: Final = ("tag", "for")
_SAID: Final = {
    "q": "Words to look for",
    "sort": "What they are ordered by; - before it turns the order",
    "page": "Which page",
    "page_size": "How many on a page",
    "size": "How many at most",
    "tag": "With all of these tags",
    "for": "About any of these objects",
}
_MASK: Final = {
    "name": "X-Fields",
    "in": "header",
    "type": "string",
    "format": "mask",
    "description": "Which fields are wanted",
}

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_DEFINITIONS: Final[dict[str, Any]] = {
    "Dataset": {
        "type": "object",
        "required": ["title", "description"],
        "properties": {
            "id": {"type": "string", "readOnly": True},
            "title": _TEXT | {"description": "What it is called"},
            "description": _TEXT | {"description": "What it is, in Markdown"},
            "acronym": _TEXT,
            "tags": {"type": "array", "items": _TEXT},
            "license": _TEXT | {"enum": [item.id for item in LICENSES]},
            "frequency": _TEXT | {"enum": [item.id for item in FREQUENCIES]},
            "temporal_coverage": {"$ref": "#/definitions/TemporalCoverage"},
        },
    },
    "TemporalCoverage": {
        "type": "object",
        "properties": {"start": _TEXT, "end": _TEXT},
    },
    "DiscussionStart": {
        "type": "object",
        "required": ["title", "comment", "subject"],
        "properties": {
            "title": _TEXT | {"description": "What it is about, in a few words"},
            "comment": _TEXT | {"description": "The first message"},
            "subject": {
                "type": "object",
                "required": ["class", "id"],
                "properties": {
                    "class": _TEXT | {"enum": ["Dataset", "Reuse", "Dataservice", "Topic"]},
                    "id": _TEXT,
                },
            },
        },
    },
    "DiscussionResponse": {
        "type": "object",
        "required": ["comment"],
        "properties": {
            "comment": _TEXT,
            "close": {"type": "boolean", "default": False},
        },
    },
    "Error": {"type": "object", "properties": {"message": _TEXT}},
}


def swagger(request: Request, _writer: object, version: str) -> Response:
    """GET /api/1/swagger.json and /api/2/swagger.json."""
    return json_response(described(version, request.base_url))


def described(version: str, base_url: str) -> dict[str, Any]:
    """The description of one version of the API at `base_url`."""
    parts = urlsplit(base_url)
    paths: dict[str, dict[str, Any]] = {}
    tags: dict[str, None] = {}
    tag = root = ""
    for line in _TABLES[version].strip().splitlines():
        if line.startswith("= "):
            tag, _space, root = line[2:].partition(" ")
            tags[tag] = None
            continue
        match = _LINE.fullmatch(line)
        assert match is not None, line
        found = match.groupdict(default="")
        found |= {"path": root + found["path"], "tag": tag}
        path = paths.setdefault(found["path"], _path(found["path"]))
        path[found["method"].lower()] = _operation(found)
    return {
        "swagger": "2.0",
        "basePath": f"/api/{version}",
        "paths": paths,
        "info": {
            "title": "API of the sample site",
            "version": f"{version}.0",
            "description": "What the sample site answers, in the shapes of **data.gouv.fr**.",
        },
        "produces": ["application/json"],
        "consumes": ["application/json"],
        "securityDefinitions": {"apikey": {"type": "apiKey", "in": "header", "name": "X-API-KEY"}},
        "tags": [{"name": name, "description": _TAGS[name]} for name in tags],
        "definitions": _DEFINITIONS,
        "responses": {"MaskError": {"description": "The fields that are wanted cannot be read"}},
        "host": parts.netloc,
        "schemes": [parts.scheme],
    }


def _path(path: str) -> dict[str, Any]:
    """What a path asks for, whatever the method."""
    asked = [
        {"name": name, "in": "path", "required": True, "type": "string"}
        | ({"enum": list(_FORMATS)} if name == "_format" else {})
        for name in _PART.findall(path)
    ]
    return {"parameters": asked} if asked else {}


def _operation(found: dict[str, str]) -> dict[str, Any]:
    asked = [_parameter(name) for name in found["asked"].split()]
    body = found["body"].strip()
    if body:
        schema = {"$ref": f"#/definitions/{body}"}
        asked.append({"name": "payload", "required": True, "in": "body", "schema": schema})
    if found["method"] == "GET" and not found["path"].endswith(_NOT_JSON):
        asked.append(_MASK)
    said: dict[str, Any] = {"200": {"description": "Success"}}
    if _PART.search(found["path"]):
        error = {"$ref": "#/definitions/Error"}
        said["404"] = {"description": "There is no such object", "schema": error}
    return {
        "responses": said,
        "summary": found["summary"].strip(),
        "operationId": found["name"],
        **({"parameters": asked} if asked else {}),
        "tags": [found["tag"]],
    }


def _parameter(written: str) -> dict[str, Any]:
    """A parameter of a query; a star says that it is required."""
    name = written.rstrip("*")
    found: dict[str, Any] = {"name": name, "in": "query", "type": "string"}
    if name != written:
        found["required"] = True
    if name in _SAID:
        found["description"] = _SAID[name]
    if name in _NUMBERS:
        found |= {"type": "integer", "minimum": 0, "exclusiveMinimum": True}
        found["default"] = _NUMBERS[name]
    if name in _YES_NO:
        found["type"] = "boolean"
    if name in _SEVERAL:
        found |= {"type": "array", "items": _TEXT, "collectionFormat": "multi"}
    if name in _CHOICES:
        found["enum"] = list(_CHOICES[name])
    return found
