"""What csv-detective would have reported about a table, oddities of its numbers included."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.sample.data.records import Json
from tui.sample.tables.store import Table
from tui.tables.query import Column, ColumnType

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TOPS = 10
CATEGORIES = 25
CHUNK = 10_000
_NUMBERS = (ColumnType.INT, ColumnType.FLOAT)
_PYTHON_TYPES = {ColumnType.DATETIME_TZ: "datetime"}
_FORMATS = {ColumnType.DATETIME: "datetime_naive", ColumnType.DATETIME_TZ: "datetime_aware"}


@dataclass(frozen=True, slots=True)
class _Seen:
    """What one column holds: its most frequent texts, counts, and the moments of its numbers."""

    tops: list[tuple[str, int]]
    distinct: int
    missing: int
    low: float | None
    high: float | None
    mean: float | None
    deviation: float | None


def make_profile(table: Table, cursor: DuckDBPyConnection) -> dict[str, Json]:
    """The report on `table`. Blocks for as long as it takes to read all of it."""
    profile: dict[str, Json] = {}
    unique: dict[str, Json] = {}
    for column in table.schema:
        seen = _see(table, column, cursor)
        profile[column.name] = {
            "tops": _written(seen.tops[:TOPS], column, table.rows),
            "nb_distinct": seen.distinct,
            "nb_missing_values": _missing(seen.missing, column, table.rows),
            **_numbers(seen, column),
        }
        if 0 < seen.distinct <= CATEGORIES:
            unique[column.name] = [value for value, _count in seen.tops]
    columns = {column.name: _column(column) for column in table.schema}
    labels: dict[str, Json] = {
        column.name: {"score": 1.0, "format": "string", "python_type": "string"}
        for column in table.schema
    }
    return {
        "header": [column.name for column in table.schema],
        # PostgreSQL keeps the keys of an object shortest first.
        "columns": _by_length(columns),
        "formats": _formats(table.schema.columns),
        "profile": _by_length(profile),
        "encoding": "utf-8",
        "separator": ";",
        "header_row_idx": 0,
        "heading_columns": 0,
        "trailing_columns": 0,
        "total_lines": lines_read(table.rows),
        "nb_duplicates": "0" if table.rows > CHUNK else 0,
        "categorical": list(unique),
        "unique_values": _by_length(unique),
        "columns_fields": _by_length(columns),
        "columns_labels": _by_length(labels),
    }


def lines_read(rows: int) -> int:
    """The lines that csv-detective saw: it skips one chunk of 10,000 in eleven."""
    return rows - CHUNK * (rows // (11 * CHUNK))


def _by_length(content: Mapping[str, Json]) -> dict[str, Json]:
    return {key: content[key] for key in sorted(content, key=lambda key: (len(key.encode()), key))}


def _column(column: Column) -> Json:
    return {
        "score": 1.5 if column.format else 1.0,
        "format": column.format or _FORMATS.get(column.type, str(column.type)),
        "python_type": _PYTHON_TYPES.get(column.type, str(column.type)),
    }


def _formats(columns: Sequence[Column]) -> dict[str, Json]:
    found: dict[str, list[Json]] = {}
    for column in columns:
        name = column.format or _FORMATS.get(column.type, str(column.type))
        found.setdefault(name, []).append(column.name)
    return dict(found.items())


def _see(table: Table, column: Column, cursor: DuckDBPyConnection) -> _Seen:
    name = table.names[column.name]
    source = table.sources.get(column.name) or _source(column.type)
    moments = "NULL, NULL, NULL, NULL"
    if column.type in _NUMBERS:
        mean = "(sum(value::DOUBLE * n) / sum(n) FILTER (value IS NOT NULL))"
        square = "(sum(value::DOUBLE * value::DOUBLE * n) / sum(n) FILTER (value IS NOT NULL))"
        deviation = f"sqrt(greatest(0, {square} - {mean} * {mean}))"
        moments = f"min(value), max(value), {mean}, {deviation}"
    rows = cursor.execute(
        " ".join(
            (
                f"WITH g AS MATERIALIZED (SELECT {name}",
                "AS value, count(*) AS n FROM",
                table.relation,
                "GROUP BY ALL), told AS (SELECT count(value),",
                f"coalesce(sum(n) FILTER (value IS NULL), 0), {moments} FROM g),",
                f"tops AS (SELECT ({source})::VARCHAR",
                "AS text, n, value FROM g WHERE value IS NOT NULL ORDER BY n DESC, value",
                f"LIMIT {CATEGORIES})",
                "SELECT told.*, tops.text, tops.n FROM told LEFT JOIN tops ON true",
                "ORDER BY tops.n DESC, tops.value",
            )
        )
    ).fetchall()
    distinct, missing, low, high, mean, deviation = rows[0][:6]
    tops = [(str(row[6]), int(row[7])) for row in rows if row[6] is not None]
    return _Seen(tops, int(distinct), int(missing), low, high, mean, deviation)


def _source(kind: ColumnType) -> str:
    return "strftime(value, '%Y-%m-%dT%H:%M:%S')" if kind is ColumnType.DATETIME else "value"


def _numbers(seen: _Seen, column: Column) -> dict[str, Json]:
    """Extremes as text for integers, since numpy's leave the report that way; rounded moments."""
    if seen.low is None or seen.high is None:
        return {}
    whole = column.type is ColumnType.INT
    return {
        "min": str(seen.low) if whole else float(seen.low),
        "max": str(seen.high) if whole else float(seen.high),
        "mean": _finite(seen.mean),
        "std": _finite(seen.deviation),
    }


def _finite(value: float | None) -> Json:
    # Threads add in any order: twelve figures are always the same.
    return float(f"{value:.12g}") if value is not None and math.isfinite(value) else None


def _written(tops: Sequence[tuple[str, int]], column: Column, rows: int) -> list[Json]:
    loose = _loose(column, rows)
    return [{"count": float(n) if loose else n, "value": text} for text, n in tops]


def _missing(missing: int, column: Column, rows: int) -> Json:
    if rows <= CHUNK:
        return missing
    return float(missing) if _loose(column, rows) else str(missing)


def _loose(column: Column, rows: int) -> bool:
    """Whether adding up chunks turned the counts of that column into reals."""
    return rows > CHUNK and column.type is ColumnType.FLOAT
