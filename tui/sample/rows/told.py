"""What the services of rows say of themselves: as a whole, and of one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tui.tables.query import ColumnType

VERSION: Final = "0.4.1"

_TEXT: Final[dict[str, Any]] = {"type": "string"}
_FINE: Final[dict[str, Any]] = {"description": "All went well"}
_NO_TABLE: Final[dict[str, Any]] = {"description": "There is no such table"}
_PAGE: Final[list[dict[str, Any]]] = [
    {
        "name": "page",
        "in": "query",
        "required": False,
        "description": "Which page",
        "example": 1,
        "schema": {"type": "integer"},
    },
    {
        "name": "page_size",
        "in": "query",
        "required": False,
        "description": "How many rows on a page, 50 at most",
        "example": 20,
        "schema": {"type": "integer"},
    },
]
_COLUMNS: Final[dict[str, Any]] = {
    "name": "columns",
    "in": "query",
    "required": False,
    "description": "Only these columns, with commas between them",
    "style": "form",
    "explode": False,
    "schema": _TEXT,
}
_WITH_VALUE: Final = {
    "exact": "Is this value",
    "differs": "Is not this value",
    "contains": "Has this text in it",
    "notcontains": "Has not this text in it",
    "in": "Is one of these values, with commas between them",
    "notin": "Is none of these values",
    "less": "Is this value or less",
    "greater": "Is this value or more",
    "strictly_less": "Is less than this value",
    "strictly_greater": "Is more than this value",
    "sort": "Orders by this column: asc or desc",
}
_WITHOUT_VALUE: Final = {"isnull": "Has no value", "isnotnull": "Has a value"}
_GROUPING: Final = {"groupby": "Groups by this column", "count": "Counts the values"}
_TYPES: Final[Mapping[ColumnType, str]] = {
    ColumnType.INT: "integer",
    ColumnType.FLOAT: "number",
    ColumnType.BOOL: "boolean",
}


def tabular_told() -> dict[str, Any]:
    """``/api/doc/swagger.json`` of the Tabular API."""
    rid = {
        "name": "rid",
        "in": "path",
        "required": True,
        "description": "The id of the file",
        "schema": {"type": "string", "format": "uuid"},
    }
    root = "/api/resources/{rid}/"
    table = [
        (root, "getMetaResourceInfo", "What is known of a table", []),
        (f"{root}profile/", "getResourceProfile", "Its columns, and what is in them", []),
        (f"{root}swagger/", "getSwaggerResource", "What may be asked of it", []),
        (f"{root}data/", "getResourceData", "Its rows, page by page", [*_PAGE, _COLUMNS]),
        (f"{root}data/csv/", "getResourceDataCsv", "All its rows as CSV", [_COLUMNS]),
        (f"{root}data/json/", "getResourceDataJson", "All its rows as JSON", [_COLUMNS]),
    ]
    paths = {
        path: _get("Data retrieval", name, said, [rid, *more]) for path, name, said, more in table
    }
    exceptions = "/api/aggregation-exceptions/"
    said = "The tables whose rows may be grouped"
    paths[exceptions] = _get("Data retrieval", "getAggregationExceptions", said, [])
    about = "Rows of the files that were read, in this **sample**."
    return _whole("Tabular API of the sample site", about, "Data retrieval", paths)


def metrics_told(models: Iterable[str]) -> dict[str, Any]:
    """``/api/doc/swagger.json`` of the Metrics API."""
    model = {
        "name": "model",
        "in": "path",
        "required": True,
        "description": "What is counted",
        "schema": {"type": "string", "enum": list(models), "example": "site"},
    }
    order = {
        "name": "metric_month__sort",
        "in": "query",
        "required": False,
        "description": "The order of the months",
        "schema": {"type": "string", "enum": ["asc", "desc"]},
    }
    tag = "Metrics data retrieval"
    rows = _get(tag, "getMetricsByModel", "Figures, page by page", [model, *_PAGE, order])
    whole = _get(tag, "getMetricsByModelCSV", "All the figures as CSV", [model, order])
    paths = {"/api/{model}/data/": rows, "/api/{model}/data/csv/": whole}
    about = "Visits and downloads by month, of this **sample**."
    return _whole("Metrics API of the sample site", about, tag, paths)


def table_told(
    rid: str, columns: Iterable[tuple[str, ColumnType]], *, aggregates: bool
) -> dict[str, Any]:
    """``/swagger/`` of one table: what may be asked of its columns."""
    kinds = list(columns)
    said = _WITH_VALUE | _WITHOUT_VALUE | (_GROUPING if aggregates else {})
    asked = [*_PAGE, _COLUMNS]
    asked += [_asked(name, kind, word, text) for name, kind in kinds for word, text in said.items()]
    row = {"type": "object", "properties": {name: _schema(kind) for name, kind in kinds}}
    root = f"/api/resources/{rid}/data/"
    data = {"type": "array", "items": {"$ref": "#/components/schemas/Resource"}}
    page = {"type": "object", "properties": {"data": data}}
    schemas = {"Resource": row, "ResourceData": page}
    names = {"": "getResourceDataFromId", "csv/": "getResourceDataFromIdCSV"}
    names["json/"] = "getResourceDataFromIdJSON"
    tag = "Data retrieval"
    paths = {root + end: _get(tag, name, "Its rows", asked) for end, name in names.items()}
    good = {"schema": {"$ref": "#/components/schemas/ResourceData"}}
    paths[root]["get"]["responses"]["200"] = _FINE | {"content": {"application/json": good}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Tabular API", "version": "1.0.0", "description": "Rows of one file."},
        "tags": [{"name": tag, "description": "Rows"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _asked(name: str, kind: ColumnType, word: str, text: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": f"{name}__{word}",
        "in": "query",
        "required": False,
        "description": f"{text}: {name}",
        "schema": _schema(kind) if word in ("exact", "differs", "less", "greater") else _TEXT,
    }
    if word not in _WITH_VALUE:
        found |= {"allowEmptyValue": True, "schema": {"type": "boolean"}}
    return found


def _schema(kind: ColumnType) -> dict[str, Any]:
    return {"type": _TYPES.get(kind, "string")}


def _get(tag: str, name: str, said: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": [tag],
        "summary": said,
        "operationId": name,
        "responses": {"200": _FINE, "404": _NO_TABLE},
    }
    return {"get": operation | ({"parameters": parameters} if parameters else {})}


def _whole(title: str, about: str, tag: str, paths: dict[str, Any]) -> dict[str, Any]:
    health = _get("Health", "getHealth", "Whether it answers", [])
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "description": about, "version": VERSION},
        "tags": [{"name": tag}, {"name": "Health"}],
        "paths": paths | {"/health/": health},
    }
