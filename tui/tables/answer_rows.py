"""Lists of objects and CSV in the answer of an API, as rows in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tui.api.payload import JsonValue
from tui.tables.local import LocalTable
from tui.tables.query import ROW_ID, Column, ColumnType
from tui.tables.source import Cell

MOST_COLUMNS: Final = 1000
"""Columns of a table; more names are left out."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_ZONED = re.compile(_MOMENT.pattern + r"([Zz]|[+-]\d\d:?\d\d)")
_INT = re.compile(r"-?(0|[1-9]\d{0,17})")
_FLOAT = re.compile(r"-?(0|[1-9]\d{0,14})([.,]\d{1,15})?")
_SEPARATORS: Final = ";,\t|"


def json_table(items: Sequence[JsonValue]) -> LocalTable:
    """A row for each object of `items`, a column for each name, in the order that they come in.

    Those of GeoJSON's features are their properties, where a point lies, then their geometry. What
    is in an object of an object stays JSON; what is no object is left out.
    """
    objects = [_opened(item) for item in items if isinstance(item, dict)]
    names = list(dict.fromkeys(name for item in objects for name in item))[:MOST_COLUMNS]
    columns = [
        Column(told, _type(item.get(name) for item in objects))
        for name, told in zip(names, _told_apart(names, trimmed=False), strict=True)
    ]
    rows = [tuple(item.get(name) for name in names) for item in objects]
    return LocalTable(columns, rows)


def csv_table(text: str) -> LocalTable | None:
    """The rows of a CSV text, its first line naming the columns; None where there are none.

    A column holds numbers where each of its cells is one and none would lose a digit: codes that
    begin with a zero stay texts.
    """
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    try:
        lines = [line for line in csv.reader(io.StringIO(text), delimiter=separator) if line]
    except csv.Error:
        return None
    if len(lines) < 2:
        return None
    names = _told_apart(lines[0][:MOST_COLUMNS])
    columns, cells = [], []
    for place, name in enumerate(names):
        texts = [line[place] if place < len(line) else "" for line in lines[1:]]
        kind, values = _read(texts)
        columns.append(Column(name, kind))
        cells.append(values)
    return LocalTable(columns, list(zip(*cells, strict=True)))


def csv_pages(text: str, following: str) -> str | None:
    """A CSV text with the rows of the page that follows it, which may begin with the same names;
    None where that page has other columns."""
    header, first = text.partition("\n")[0].strip(), following.lstrip("\ufeff").partition("\n")
    if first[0].strip() == header.lstrip("\ufeff"):
        following = first[2]
    elif len(_fields(first[0], header)) != len(_fields(header, header)):
        return None
    return text.rstrip("\r\n") + "\n" + following.lstrip("\ufeff")


def _fields(line: str, header: str) -> list[str]:
    separator = max(_SEPARATORS, key=header.count)
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return []


def _read(texts: Sequence[str]) -> tuple[ColumnType, list[Cell]]:
    """What the cells of a column are, and what each holds; None where it is empty."""
    known = [text for text in texts if text]
    if known and all(_INT.fullmatch(text) for text in known):
        return ColumnType.INT, [int(text) if text else None for text in texts]
    if known and all(_FLOAT.fullmatch(text) for text in known):
        numbers = [float(text.replace(",", ".")) if text else None for text in texts]
        return ColumnType.FLOAT, list(numbers)
    return _type(text or None for text in texts), [text or None for text in texts]


def _opened(item: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    properties = item.get("properties")
    if item.get("type") != "Feature" or not isinstance(properties, dict):
        return item
    own = {"id": item["id"]} if "id" in item and "id" not in properties else {}
    geometry = item.get("geometry")
    return {**own, **properties, **_point(geometry, properties), "geometry": geometry}


def _point(geometry: JsonValue, properties: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Where a point lies, under names that are not taken."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Point":
        return {}
    place = geometry.get("coordinates")
    if not isinstance(place, list) or len(place) < 2:
        return {}
    pairs = zip(("lon", "lat"), place, strict=False)
    return {name: value for name, value in pairs if name not in properties}


def _type(cells: Iterable[JsonValue]) -> ColumnType:
    """What every cell that is there is."""
    kinds = {_kind(cell) for cell in cells if cell is not None}
    if len(kinds) == 1:
        return kinds.pop()
    if kinds and kinds <= {ColumnType.INT, ColumnType.FLOAT}:
        return ColumnType.FLOAT
    return ColumnType.JSON if ColumnType.JSON in kinds else ColumnType.STRING


def _kind(cell: JsonValue) -> ColumnType:
    if isinstance(cell, bool):
        return ColumnType.BOOL
    if isinstance(cell, int):
        return ColumnType.INT
    if isinstance(cell, float):
        return ColumnType.FLOAT
    if isinstance(cell, dict | list):
        return ColumnType.JSON
    text = str(cell)
    if _DAY.fullmatch(text):
        return ColumnType.DATE
    if _MOMENT.fullmatch(text):
        return ColumnType.DATETIME
    return ColumnType.DATETIME_TZ if _ZONED.fullmatch(text) else ColumnType.STRING


def _told_apart(names: Sequence[str], *, trimmed: bool = True) -> list[str]:
    """Names of columns, none of which is another's or that of the number of the row; none empty
    where they are `trimmed`."""
    told: list[str] = []
    taken = {ROW_ID}
    for rank, name in enumerate(names, start=1):
        if trimmed:
            name = name.strip().removeprefix("\ufeff") or f"{rank}"
        while name in taken:
            name += "_"
        taken.add(name)
        told.append(name)
    return told
