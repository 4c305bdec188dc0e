"""Values as the row services write them: in JSON, and in CSV."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from tui.tables.query import ColumnType, Function, Query, Schema

Raw: TypeAlias = str | int | float | bool | date | Decimal | None
"""What DuckDB gives."""

Writer: TypeAlias = Callable[[Raw], object]


def json_writers(query: Query, schema: Schema, columns: Sequence[str]) -> list[Writer]:
    """What writes each answered column as JSON."""
    types = answered_types(query, schema)
    return [_JSON.get(types[name], _plain) for name in columns]


def answered_types(query: Query, schema: Schema) -> Mapping[str, ColumnType]:
    """The type of each column of an answer, `ROW_ID` and aggregates included."""
    types = {column.name: column.type for column in schema} | {"__id": ColumnType.INT}
    for aggregate in query.aggregates:
        inherited = types[aggregate.column]
        kept = aggregate.function in (Function.MIN, Function.MAX)
        types[aggregate.name] = inherited if kept else ColumnType.FLOAT
    return types


def _plain(value: Raw) -> object:
    return value


def _float(value: Raw) -> object:
    """A real as PostgreSQL writes it in JSON: ``-14``, not ``-14.0``; nothing for NaN."""
    if value is None or isinstance(value, (int, str)):
        return value
    if isinstance(value, Decimal):
        value = float(value)
    if not isinstance(value, float) or not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _date(value: Raw) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _aware(value: Raw) -> object:
    # Aware datetimes come out of DuckDB in UTC, without their zone.
    return f"{value.isoformat()}+00:00" if isinstance(value, datetime) else value


def _json(value: Raw) -> object:
    return json.loads(value) if isinstance(value, str) else value


_JSON: Mapping[ColumnType, Writer] = {
    ColumnType.FLOAT: _float,
    ColumnType.DATE: _date,
    ColumnType.DATETIME: _date,
    ColumnType.DATETIME_TZ: _aware,
    ColumnType.JSON: _json,
}


def csv_line(values: Sequence[Raw], types: Sequence[ColumnType]) -> str:
    """One line of PostgreSQL's CSV, backslashes doubled."""
    return ",".join(_csv(value, kind) for value, kind in zip(values, types, strict=True)) + "\n"


def _csv(value: Raw, kind: ColumnType) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, datetime):
        written = value.isoformat(sep=" ")
        return f"{written}+00" if kind is ColumnType.DATETIME_TZ else written
    if isinstance(value, (float, Decimal)):
        return str(_float(value))
    text = str(value).replace("\\", "\\\\")
    if not text or any(char in text for char in ',"\n\r'):
        return '"' + text.replace('"', '""') + '"'
    return text
