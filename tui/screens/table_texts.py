"""Texts of a table screen: what it copies and prints, what it reads from a person or a link."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.place import Copy
from tui.screens.table_copies import address_copies, row_copies
from tui.text import clean_line
from tui.widgets.cells import raw
from tui.widgets.grid import Grid

if TYPE_CHECKING:
    from tui.api.models import Resource

_SPACES = str.maketrans("", "", " \u00a0\u202f'_,.")


def cell_copies(grid: Grid) -> Iterator[Copy]:
    """The forms of the cell, the row and the column under the cursor, raw."""
    column = grid.current_column
    if column is None or grid.current_row is None:
        return
    row = tuple(grid.cell(grid.row, shown) for shown in grid.columns)
    yield Copy(_("Value of the cell"), raw(grid.current_cell))
    yield from row_copies(grid.columns, row)
    yield Copy(_("Name of the column"), column.name)


def rows_copies(url: str, link: Link, resource: Resource | None) -> Iterator[Copy]:
    """The forms of the rows shown; `url` is empty where the service cannot be asked for them."""
    if url:
        yield Copy(_("API address of these rows"), url)
        yield Copy(_("curl command for these rows"), f"curl {shlex.quote(url)}")
    yield from address_copies(link, resource)


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
