"""The columns of a table of the Tabular API, from what its profile says of the source file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.tables.query import ROW_ID, Column, ColumnType, Schema

if TYPE_CHECKING:
    from tui.api.models.table import Profile
    from tui.tables.source import Cell

_TAKEN = frozenset((ROW_ID, "cmin", "cmax", "collation", "ctid", "tableoid", "xmin", "xmax"))
_AWARE = frozenset(("datetime_aware", "datetime_rfc822"))


def schema_of(profile: Profile) -> Schema:
    """Return the columns under the names that the rows bear; text where the type is unknown."""
    return Schema(tuple(_column(profile, name) for name in profile.header))


def schema_of_rows(rows: Sequence[Mapping[str, Cell]]) -> Schema:
    """Return the columns that `rows` show, for a table whose profile names none."""
    names = dict.fromkeys(name for row in rows for name in row if name != ROW_ID)
    return Schema(tuple(Column(name, _type_of([row.get(name) for row in rows])) for name in names))


def served_name(name: str) -> str:
    """Return the name that rows bear: those that PostgreSQL keeps for itself are changed."""
    return f"{name}__hydra_renamed" if name.lower() in _TAKEN else name


def _column(profile: Profile, name: str) -> Column:
    column = profile.columns.get(name)
    if column is None:
        return Column(served_name(name))
    kind = str(column.python_type)
    if kind == "datetime" and column.format in _AWARE:
        kind = ColumnType.DATETIME_TZ
    known = kind in {member.value for member in ColumnType}
    return Column(
        served_name(name), ColumnType(kind) if known else ColumnType.STRING, column.format
    )


def _type_of(cells: Sequence[Cell]) -> ColumnType:
    """The type that all cells share; dates look like text, and are filtered as such."""
    known = [cell for cell in cells if cell is not None]
    if any(isinstance(cell, (list, dict)) for cell in known):
        return ColumnType.JSON
    if not known or not all(isinstance(cell, (bool, int, float)) for cell in known):
        return ColumnType.STRING
    if all(isinstance(cell, bool) for cell in known):
        return ColumnType.BOOL
    return ColumnType.FLOAT if any(isinstance(cell, float) for cell in known) else ColumnType.INT
