"""Lists of objects and CSV in the answer of an API, as rows in memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from tui.api.payload import JsonValue
from tui.tables.json_text import json_text
from tui.tables.listed import Listed, ListedTable, SortKey
from tui.tables.query import Column, ColumnType
from tui.tables.source import Cell

MOST_COLUMNS: Final = 1000
"""Columns of a table; more names are left out."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?")
_ZONED = re.compile(_MOMENT.pattern + r"([Zz]|[+-]\d\d:?\d\d)")
_SEPARATORS: Final = ";,\t|"


def json_table(items: Sequence[JsonValue]) -> ListedTable:
    """A row for each object of `items`, a column for each name, in the order that they come in.

    Those of GeoJSON's features are their properties, then their geometry. What is no object is
    left out.
    """
    objects = [_opened(item) for item in items if isinstance(item, dict)]
    names = list(dict.fromkeys(name for item in objects for name in item))[:MOST_COLUMNS]
    columns = [Column(name, _type(item.get(name) for item in objects)) for name in names]
    rows = [_listed([item.get(name) for name in names]) for item in objects]
    return ListedTable(columns, rows)


def csv_table(text: str) -> ListedTable | None:
    """The rows of a CSV text, its first line naming the columns; None where there are none.

    Cells are texts as they are written; columns of numbers are ordered as numbers.
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
    columns = [Column(name) for name in names]
    rows = []
    for line in lines[1:]:
        cells: list[Cell] = [cell or None for cell in line[: len(names)]]
        cells += [None] * (len(names) - len(cells))
        rows.append(_listed(cells, numbers_in_texts=True))
    return ListedTable(columns, rows)


def _opened(item: Mapping[str, JsonValue]) -> Mapping[str, JsonValue]:
    properties = item.get("properties")
    if item.get("type") != "Feature" or not isinstance(properties, dict):
        return item
    own = {"id": item["id"]} if "id" in item and "id" not in properties else {}
    return {**own, **properties, "geometry": item.get("geometry")}


def _listed(cells: Sequence[Cell], *, numbers_in_texts: bool = False) -> Listed:
    return Listed(tuple(cells), tuple(_key(cell, numbers_in_texts) for cell in cells))


def _key(cell: Cell, numbers_in_texts: bool) -> SortKey:
    if cell is None:
        return None
    if isinstance(cell, bool | int):
        return Decimal(cell)
    if isinstance(cell, float):
        return Decimal(cell) if cell == cell and abs(cell) != float("inf") else None
    if isinstance(cell, str):
        number = _number(cell) if numbers_in_texts else None
        return cell if number is None else number
    return json_text(cell, 200)


def _number(text: str) -> Decimal | None:
    if re.fullmatch(r"-?(0|[1-9]\d{0,30})([.,]\d{1,30})?", text.strip()) is None:
        return None
    return Decimal(text.strip().replace(",", "."))


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


def _told_apart(names: Sequence[str]) -> list[str]:
    """Names of columns, none of which is another's or is empty."""
    told: list[str] = []
    for rank, name in enumerate(names, start=1):
        name = name.strip().removeprefix("\ufeff") or f"{rank}"
        while name in told:
            name += "_"
        told.append(name)
    return told
