"""A query as SQL for DuckDB, over the file that the rows come from.

The Parquet file that the portal makes of a table holds its rows as they are, but for dates with a
time, which are cut to the day. The producer's own CSV file is read as the portal reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.tables.query import ROW_ID, ColumnType, Query, Schema
from tui.tables.recipes.asked import NoRecipe
from tui.tables.recipes.csv_file import CsvFile, selected
from tui.tables.recipes.literals import sql_text, sql_value
from tui.tables.recipes.sql_names import plain_names, renamed, renamed_schema, used_columns
from tui.tables.sql_form import Sql, quoted_identifier, to_sql

if TYPE_CHECKING:
    from tui.api.models.table import Profile

_RELATION = "\0"
"""Where the relation goes in a statement: no name of a column holds it."""

_PARTS = re.compile(
    r"""("(?:[^"]|"")*"|'(?:[^']|'')*')|(\?)| (?=(?:WHERE|GROUP BY|ORDER BY) )""", re.DOTALL
)
_CUT_BY_PARQUET = (ColumnType.DATETIME, ColumnType.DATETIME_TZ)


@dataclass(frozen=True, slots=True)
class Files:
    """The files that hold the rows of a table.

    Attributes:
        parquet: Address of the portal's Parquet file; empty where there is none.
        source: Address of the producer's file; empty where it cannot be read from afar.
        is_zipped: Whether that is compressed by gzip.
        profile: What the service says of that; it has a separator if it is a CSV file.
    """

    parquet: str = ""
    source: str = ""
    is_zipped: bool = False
    profile: Profile | None = None


@dataclass(frozen=True, slots=True)
class FileQuery:
    """A query over a file.

    Attributes:
        kind: ``Parquet`` or ``CSV``.
        text: The statement.
    """

    kind: str
    text: str


def over_files(query: Query, schema: Schema, files: Files) -> FileQuery:
    """The statement that gives the rows of `query` from one of `files`.

    Raises `NoRecipe` where none of them gives the same rows, and `QueryError` as
    `tui.tables.sql_form.to_sql` does.
    """
    names = plain_names(schema)
    used = used_columns(query, schema)
    number = ROW_ID if _needs_numbers(query) else ""
    cut = any(column.type in _CUT_BY_PARQUET for column in schema if column.name in used)
    if files.parquet and not cut:
        relation = _parquet(files, names, number)
        return FileQuery("Parquet", _statement(query, schema, names, relation, number))
    if files.source and files.profile is not None and files.profile.separator:
        read = CsvFile(files.source, files.profile, schema, names, used, is_zipped=files.is_zipped)
        statement = _statement(query, schema, names, read.relation(number), number)
        return FileQuery("CSV", read.preparation + statement)
    if files.parquet:
        raise NoRecipe(_("The Parquet file lacks the times."))
    raise NoRecipe(_("Neither a CSV nor a Parquet file."))


def _parquet(files: Files, names: Mapping[str, str], number: str) -> str:
    relation = f"read_parquet({sql_text(files.parquet)})"
    header = files.profile.header if files.profile is not None else ()
    if tuple(names.values()) != (header or tuple(names)):
        relation += f" AS file({', '.join(map(quoted_identifier, names.values()))})"
    if not number:
        return relation
    return selected(f"row_number() OVER () AS {quoted_identifier(number)}, *", relation)


def _statement(
    query: Query, schema: Schema, names: Mapping[str, str], relation: str, number: str
) -> str:
    """What `to_sql` writes, over `relation`, its values in it, a clause a line."""
    everything = not query.columns and not query.is_aggregated
    if everything:
        query = replace(query, columns=tuple(names))
    made = to_sql(
        renamed(query, names), renamed_schema(schema, names), _RELATION, row_id=number or None
    )
    shown, _mark, rest = made.text.partition(f" FROM {_RELATION}")
    if everything:
        shown = f"SELECT * EXCLUDE ({quoted_identifier(number)})" if number else "SELECT *"
    remark = ""
    if any(_is_text(schema, sort.column) for sort in query.sorts):
        said = _("Texts are ordered by code point; the service may have another order.")
        remark = f"-- {said}\n"
    return f"{remark}{shown}\nFROM {relation}{_laid_out(rest, made)};\n"


def _laid_out(rest: str, made: Sql) -> str:
    values = iter(made.parameters)

    def part(match: re.Match[str]) -> str:
        if match[1]:
            return match[1]
        return sql_value(next(values)) if match[2] else "\n"

    return _PARTS.sub(part, rest)


def _is_text(schema: Schema, name: str) -> bool:
    column = schema.column(name)
    return column is not None and column.type is ColumnType.STRING


def _needs_numbers(query: Query) -> bool:
    """Whether the numbers of the rows are asked for, or tell those that tie."""
    named = [*query.columns, *query.group_by, *(c.column for c in query.conditions())]
    named += [aggregate.column for aggregate in query.aggregates]
    return ROW_ID in named or (bool(query.sorts) and not query.is_aggregated)
