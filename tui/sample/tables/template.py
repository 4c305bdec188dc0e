"""What a table is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tui.tables.query import Column, ColumnType, Schema

SQL_TYPES = {
    ColumnType.STRING: "VARCHAR",
    ColumnType.INT: "BIGINT",
    ColumnType.FLOAT: "DOUBLE",
    ColumnType.BOOL: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.DATETIME_TZ: "TIMESTAMPTZ",
    ColumnType.JSON: "VARCHAR",
    ColumnType.BINARY: "VARCHAR",
}
SEED_STEP = 7_919


@dataclass(frozen=True, slots=True)
class Made:
    """A column and how it is made.

    Attributes:
        name: As the file's header writes it.
        sql: Its value, an expression over ``i`` and ``n``.
        type: What the service makes of it.
        format: csv-detective's finer format; that of the type when empty.
        source: What the file itself holds, an expression over ``value``; the value when empty.
    """

    name: str
    sql: str
    type: ColumnType = ColumnType.STRING
    format: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """The columns of a table, and what the service allows on it.

    Attributes:
        indexes: The indexed columns; None where there is no index.
        aggregates: Whether rows may be grouped.
    """

    columns: tuple[Made, ...]
    indexes: tuple[str, ...] | None = None
    aggregates: bool = False

    @property
    def schema(self) -> Schema:
        return Schema(tuple(Column(made.name, made.type, made.format) for made in self.columns))

    @property
    def names(self) -> dict[str, str]:
        """What each column is called inside DuckDB, which takes ``NOM`` and ``nom`` for one."""
        return {made.name: f"c{rank}" for rank, made in enumerate(self.columns)}

    def select(self, seed: int, rows: int) -> str:
        """The statement that makes `rows` rows."""
        cells = ", ".join(
            f"({made.sql})::{SQL_TYPES[made.type]} AS c{rank}"
            for rank, made in enumerate(self.columns)
        )
        shifted = f"range(1, {rows + 1}) AS r(i)"
        numbered = " ".join(("(SELECT i, i +", str(seed * SEED_STEP), "AS n FROM", shifted, ")"))
        return " ".join(("SELECT i::BIGINT AS __id,", cells, "FROM", numbered, "ORDER BY i"))


def template(
    columns: Sequence[tuple[str, str] | tuple[str, str, ColumnType] | Made],
    *,
    indexes: tuple[str, ...] | None = None,
    aggregates: bool = False,
) -> Template:
    """A template out of ``(name, sql)``, ``(name, sql, type)`` and whole columns."""
    made = tuple(item if isinstance(item, Made) else Made(*item) for item in columns)
    return Template(made, indexes, aggregates)
