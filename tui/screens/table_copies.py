"""What can be copied from a table: a cell, rows, a column, and the query as code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.links import Link
from tui.screens.place import Copy, command
from tui.tables import row_texts
from tui.tables.marks import Marks
from tui.tables.query import Column, Query, QueryError, Schema
from tui.tables.recipes import Asked, NoRecipe
from tui.tables.source import Cell, Row

if TYPE_CHECKING:
    from tui.api.models import Resource
    from tui.tables.recipes.sql import Files
    from tui.tables.remote import RemoteTable
    from tui.widgets.grid import Grid


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows at hand, under the names of their cells."""

    names: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()

    @classmethod
    def of_grid(cls, grid: Grid) -> Loaded:
        """The rows that a grid holds now, in their order."""
        pages = (rows for _position, rows in grid.store.pages())
        return cls(grid.store.columns, tuple(chain.from_iterable(pages)))

    def values(self, name: str) -> list[Cell]:
        """The cells of a column; none where the rows do not have it."""
        if name not in self.names:
            return []
        place = self.names.index(name)
        return [row[place] for row in self.rows]


@dataclass(frozen=True, slots=True)
class TableCopies:
    """What is shown of a table, and what it is asked for.

    Attributes:
        columns: Those shown, from left to right.
        column: The place among them of the one under the cursor.
        row: The row under the cursor, a cell for each of `columns`; None while it is not here.
        position: The place of that row among the rows of the query, from 0.
        loaded: The rows at hand.
        marks: The rows that are marked.
        query: What is asked.
        link: The address of what is shown.
        schema: Every column of the table; None while it is not known.
        source: Where the rows come from.
        resource: The file they were made from.
        total: How many rows the query has; None where nobody said.
    """

    columns: tuple[Column, ...]
    column: int
    row: Row | None
    position: int
    loaded: Loaded
    marks: Marks
    query: Query
    link: Link
    schema: Schema | None = None
    source: RemoteTable | None = None
    resource: Resource | None = None
    total: int | None = None

    @classmethod
    def of_grid(
        cls,
        grid: Grid,
        marks: Marks,
        query: Query,
        link: Link,
        *,
        schema: Schema | None = None,
        source: RemoteTable | None = None,
        resource: Resource | None = None,
    ) -> TableCopies:
        """What `grid` shows now."""
        columns = tuple(grid.columns)
        row = tuple(grid.cell(grid.row, column) for column in columns)
        return cls(
            columns=columns,
            column=grid.column,
            row=None if grid.current_row is None else row,
            position=grid.row,
            loaded=Loaded.of_grid(grid),
            marks=marks,
            query=query,
            link=link,
            schema=schema,
            source=source,
            resource=resource,
            total=grid.store.total,
        )


def copies_of(table: TableCopies) -> list[Copy]:
    """Every form of `table`, likeliest first. Long ones are made when they are wanted."""
    return [
        *rows_copies(table),
        *_code(table),
        *address_copies(table.link, table.resource),
    ]


def rows_copies(table: TableCopies) -> Iterator[Copy]:
    """What is at hand of `table`: a cell, the marked rows, a row, a column."""
    yield from _cell(table)
    yield from _marked(table)
    yield from row_copies(table.columns, table.row)
    yield from _column(table)


def _cell(table: TableCopies) -> Iterator[Copy]:
    if table.row is not None and table.column < len(table.row):
        yield Copy(_("Value of the cell"), row_texts.raw(table.row[table.column]))


def row_copies(columns: Sequence[Column], row: Row | None) -> Iterator[Copy]:
    """The forms of one row, whose cells are those of `columns`."""
    if row is None:
        return
    names = [column.name for column in columns]
    yield Copy(_("Row, separated by tabs"), row_texts.as_tsv([row]).removesuffix("\n"))
    yield Copy(_("Row as CSV"), row_texts.as_csv([row], names))
    record = dict(zip(names, row, strict=True))
    yield Copy(_("Row as JSON"), row_texts.raw(record))
    yield Copy(_("Row as a Markdown table"), row_texts.as_markdown([row], names))


def _marked(table: TableCopies) -> Iterator[Copy]:
    if not table.marks:
        return
    names = [column.name for column in table.columns]
    detail = _rows(len(table.marks))

    def rows() -> list[Row]:
        return list(table.marks.rows(names))

    forms: list[tuple[str, Callable[[], str]]] = [
        (_("Marked rows, separated by tabs"), lambda: row_texts.as_tsv(rows(), names)),
        (_("Marked rows as CSV"), lambda: row_texts.as_csv(rows(), names)),
        (_("Marked rows as JSON"), lambda: row_texts.as_json(rows(), names)),
        (_("Marked rows as a Markdown table"), lambda: row_texts.as_markdown(rows(), names)),
    ]
    for title, text in forms:
        yield Copy(title, text, detail=detail)


def _column(table: TableCopies) -> Iterator[Copy]:
    if table.column >= len(table.columns):
        return
    name = table.columns[table.column].name
    count = len(table.loaded.rows) if name in table.loaded.names else 0
    if count:
        said = ngettext("{count} loaded row", "{count} loaded rows", count)
        detail = said.format(count=fmt.number(count))
        yield Copy(
            _("Values of the column"),
            lambda: row_texts.as_lines(table.loaded.values(name)),
            detail=detail,
        )
    yield Copy(_("Name of the column"), name)


def _code(table: TableCopies) -> Iterator[Copy]:
    if table.schema is None or table.source is None:
        return
    try:
        asked = Asked.of(
            table.source, table.query, table.schema, row=table.position, total=table.total
        )
    except ApiError:
        asked = None
    if asked is not None:
        yield from request_copies(asked)
        yield from program_copies(asked)
    yield sql_copy(table.query, table.schema, files_of(table.source, table.resource))
    if asked is not None:
        yield _tool_copy(asked, table.link.ident)


def request_copies(asked: Asked) -> Iterator[Copy]:
    """The page that is read, and all rows, as addresses and commands."""
    from tui.tables.recipes import shell

    yield Copy(_("API address of these rows"), asked.page_url)
    yield Copy(_("curl command for these rows"), shell.curl_page(asked))
    if asked.query.is_aggregated:
        return
    kind = shell.stream_kind(asked)
    title = _("curl command for all rows, as {kind}").format(kind=kind.upper())
    try:
        yield Copy(title, shell.curl_all(asked, kind), detail=_rows(asked.total or 0))
    except NoRecipe as error:
        yield Copy(title, "", why_not=str(error))


def program_copies(asked: Asked) -> Iterator[Copy]:
    """Programs that read all rows, and how many requests each one sends."""
    from tui.tables.recipes import python

    pages = _("page by page") if asked.pages is None else _requests(asked.pages)
    whole = _requests(1) if asked.is_streamed else pages
    yield Copy(_("Python with httpx"), lambda: python.with_httpx(asked), detail=pages)
    yield Copy(_("Python with pandas"), lambda: python.with_pandas(asked), detail=whole)
    yield Copy(_("Python with polars"), lambda: python.with_polars(asked), detail=whole)


def sql_copy(query: Query, schema: Schema, files: Files) -> Copy:
    """The query as SQL over one of its files."""
    from tui.tables.recipes.sql import over_files

    try:
        found = over_files(query, schema, files)
    except (NoRecipe, QueryError) as error:
        return Copy(_("SQL for DuckDB"), "", why_not=str(error))
    where = {"Parquet": _("on the Parquet file"), "CSV": _("on the CSV file")}
    return Copy(_("SQL for DuckDB"), found.text, detail=where[found.kind])


def _tool_copy(asked: Asked, rid: str) -> Copy:
    from tui.tables.recipes.mcp import tool_call

    title = _("Call of the portal’s MCP tool")
    try:
        return Copy(title, tool_call(asked, rid), detail=_("one page, as text"))
    except (NoRecipe, QueryError) as error:
        return Copy(title, "", why_not=str(error))


def files_of(source: RemoteTable, resource: Resource | None) -> Files:
    """The files that the rows of `source` come from."""
    from tui.tables.recipes.sql import Files

    if resource is None:
        return Files(profile=source.profile)
    is_far = resource.url.startswith(("https://", "http://"))
    return Files(
        parquet=resource.parquet_url,
        source=resource.url if is_far else "",
        is_zipped=resource.format == "csv.gz",
        profile=source.profile,
    )


def address_copies(link: Link, resource: Resource | None) -> Iterable[Copy]:
    """What opens the place, and what names the file."""
    yield Copy(_("Command that opens this"), command(link))
    if resource is None:
        return
    yield Copy(_("Address of the file"), resource.url)
    if resource.parquet_url:
        yield Copy(_("Address of the file as Parquet"), resource.parquet_url)
    yield Copy(_("Id of the file"), resource.id)


def _rows(count: int) -> str:
    return ngettext("{count} row", "{count} rows", count).format(count=fmt.number(count))


def _requests(count: int) -> str:
    said = ngettext("{count} request", "{count} requests", count)
    return said.format(count=fmt.number(count))
