"""What groups of rows say of themselves: where one is, why there are none, and their copies."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import replace

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.column_filter import kind_of
from tui.tables.group_rules import ROW_COUNT, listed
from tui.tables.groups import GroupedTable
from tui.tables.query import Aggregate, Column, Function, Query
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.cells import raw
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph


def place_name(query: Query) -> str:
    """What the groups of `query` are called on the way to them."""
    return (
        _("by {columns}").format(columns=listed(query.group_by))
        if query.group_by
        else _("all rows")
    )


def position(grid: Grid, groups: GroupedTable) -> str:
    """Which group the cursor is on, and of how many: all of them, or the first ones."""
    count = len(groups.rows)
    if not count:
        filtered = bool(groups.query.where.items)
        return _("no row matches · X removes the filters") if filtered else _("no rows")
    here = fmt.number(grid.row + 1)
    if groups.is_complete:
        return _("group {here} of {total}").format(here=here, total=fmt.number(count))
    said = _("group {here} of the first {total} · m reads more")
    return said.format(here=here, total=fmt.number(count))


def cut_short(groups: GroupedTable, problem: ApiError) -> str:
    """Why reading stopped, and after how many groups."""
    if not groups.rows:
        return problem.message
    said = _("the first {count} groups only · {problem} m goes on.")
    return said.format(count=fmt.number(len(groups.rows)), problem=problem.message)


def limits(groups: GroupedTable) -> str:
    """What the groups at hand do not say, as a sentence; empty when they say everything."""
    if groups.is_doubtful:
        return _("The service sorts by one column only: some groups may be missing.")
    if groups.rows and not groups.is_complete:
        said = _("Only the first {count} groups are sorted and drawn: m reads more.")
        return said.format(count=fmt.number(len(groups.rows)))
    return ""


def cell_words(grid: Grid, query: Query) -> tuple[str, str]:
    """The column under the cursor with its value, and what kind of thing it is."""
    column = grid.current_column
    if column is None:
        return "", ""
    value = grid.current_cell
    text = _("(null)") if value is None else clean_line(raw(value))
    if grid.current_row is None:
        text = "…"
    title = column.title or clean_line(column.name, 60)
    return f"{title} = {text}", _kind(column, query)


def _kind(column: Column, query: Query) -> str:
    measure = next((a for a in query.aggregates if a.name == column.name), None)
    if measure is not None and measure.function is Function.COUNT and measure != ROW_COUNT:
        return _("values that are not empty")
    return kind_of(column if measure is None else replace(column, format=""))


def refusal(why: str) -> list[Block]:
    """Why rows cannot be grouped, and what says something near to it."""
    return [
        Paragraph(why, "warning"),
        Paragraph(""),
        Paragraph(_("The most frequent values of a column are in its profile: i, on the rows.")),
    ]


def header(columns: Sequence[Column], aggregates: Iterable[Aggregate]) -> list[str]:
    """What the columns of a copy are called: as the source names them, the count of rows apart."""
    rows = {aggregate.name for aggregate in aggregates if aggregate == ROW_COUNT}
    return [_("rows") if column.name in rows else column.name for column in columns]


def tab_separated(names: Sequence[str], rows: Iterable[Row]) -> str:
    """`rows` under `names`, raw; tabs and line breaks inside cells become spaces."""
    lines = [names, *([raw(cell) for cell in row] for row in rows)]
    return "\n".join("\t".join(map(_one_line, line)) for line in lines) + "\n"


def comma_separated(names: Sequence[str], rows: Iterable[Row]) -> str:
    """`rows` under `names` as CSV, raw; null is empty."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([raw(cell) for cell in row] for row in rows)
    return written.getvalue()


def safe_lines(columns: Sequence[Column], rows: Iterable[Row]) -> str:
    """`rows` under the titles of `columns`, separated by tabs, safe to print."""
    lines = [[column.title or clean_line(column.name) for column in columns]]
    lines += [[clean_line(raw(cell)) for cell in row] for row in rows]
    return "\n".join("\t".join(line) for line in lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())
