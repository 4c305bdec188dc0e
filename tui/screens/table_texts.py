"""What a table screen hands to the clipboard, and what it reads from a person or a link."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Copy, command
from tui.tables.query import Column
from tui.text import clean_line
from tui.widgets.cells import raw
from tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tui.api.models import Profile, Resource

_SPACES = str.maketrans("", "", " \u00a0\u202f'_,.")


def cell_copies(grid: Grid) -> Iterator[Copy]:
    """The forms of the cell, the row and the column under the cursor, raw."""
    column = grid.current_column
    if column is None or grid.current_row is None:
        return
    yield Copy(_("Value of the cell"), raw(grid.current_cell))
    yield Copy(_("Row, separated by tabs"), tab_separated(grid))
    yield Copy(_("Row as JSON"), row_as_json(grid))
    yield Copy(_("Name of the column"), column.name)


def rows_copies(url: str, link: Link, resource: Resource | None) -> Iterator[Copy]:
    """The forms of the rows shown; `url` is empty where the service cannot be asked for them."""
    if url:
        yield Copy(_("API address of these rows"), url)
        yield Copy(_("curl command for these rows"), f"curl {shlex.quote(url)}")
    yield Copy(_("Command that opens this"), command(link))
    if resource is not None:
        yield Copy(_("Address of the file"), resource.url)
        yield Copy(_("Id of the file"), resource.id)


def tab_separated(grid: Grid) -> str:
    """The row under the cursor; tabs and line breaks inside cells become spaces."""
    cells = (raw(grid.cell(grid.row, column)) for column in grid.columns)
    return "\t".join(" ".join(cell.replace("\t", " ").splitlines()) for cell in cells)


def row_as_json(grid: Grid) -> str:
    """The row under the cursor, as an object by column name."""
    row = {column.name: grid.cell(grid.row, column) for column in grid.columns}
    return json.dumps(row, ensure_ascii=False)


def rows_as_text(grid: Grid) -> str:
    """The rows at hand from the first one, separated by tabs under their names, safe to print."""
    lines = ["\t".join(clean_line(column.name) for column in grid.columns)]
    position = 0
    while grid.store.row(position) is not None:
        cells = (clean_line(raw(grid.cell(position, column))) for column in grid.columns)
        lines.append("\t".join(cells))
        position += 1
    return "\n".join(lines)


def row_of_text(text: str, count: int) -> int | None:
    """The row, from 0, that a person means by ``12345`` or ``50%`` of `count`; None for neither."""
    digits = text.translate(_SPACES)
    share = digits.endswith("%")
    digits = digits.removesuffix("%")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 18:
        return None
    number = int(digits)
    return count * min(100, number) // 100 if share else number - 1


def row_of_link(link: Link) -> int:
    """The row that a link names, from 0; links count from 1."""
    return max(0, row_of_text(link.value("row"), 0) or 0)


def frequent_values(profile: Profile | None, column: Column) -> list[tuple[str, int]]:
    """The column's most frequent values and their counts, as the profile has them."""
    if profile is None or column.name not in profile.columns:
        return []
    return list(profile.columns[column.name].tops)
