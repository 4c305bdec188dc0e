"""What the rows of a table say of themselves: where one is, what is under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.column_filter import kind_of
from tui.text import clean_line
from tui.widgets.cells import raw

if TYPE_CHECKING:
    from tui.api.models import Profile
    from tui.widgets.grid import Grid
    from tui.widgets.table_grid import TableGrid


def position(grid: TableGrid, *, filtered: bool, with_page: bool) -> str:
    """Where the cursor is among the rows, and how many are marked."""
    store = grid.store
    if store.is_sized and store.count == 0:
        return _("no row matches · X removes the filters") if filtered else _("no rows")
    total = fmt.number(store.count)
    if not store.is_sized:
        total = _("at least {n}").format(n=total)
    said = _("row {here} of {total}").format(here=fmt.number(grid.row + 1), total=total)
    if with_page:
        page = fmt.number(grid.row // store.page_size + 1)
        said += " · " + _("page {page}").format(page=page)
    if grid.marks:
        count = len(grid.marks)
        marked = ngettext("{count} marked", "{count} marked", count)
        said += " · " + marked.format(count=fmt.number(count))
    return said


def cell_words(grid: Grid) -> tuple[str, str]:
    """The column under the cursor with its value, and what kind of column it is."""
    column = grid.current_column
    if column is None:
        return "", ""
    value = grid.current_cell
    text = _("(null)") if value is None else clean_line(raw(value), 2_000)
    if grid.current_row is None:
        text = "…"
    return f"{clean_line(column.name, 60)} = {text}", kind_of(column)


def width_hints(profile: Profile | None) -> Mapping[str, Sequence[str]]:
    """Values that a column holds, by its name, where the profile tells some."""
    if profile is None:
        return {}
    return {
        name: [clean_line(value, 60) for value, _count in column.tops]
        for name, column in profile.columns.items()
    }
