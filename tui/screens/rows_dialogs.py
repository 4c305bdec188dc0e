"""The dialogs that change what the rows of a table are, opened from its pane."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.screens.columns import ColumnsScreen, column_option
from tui.screens.dialogs import AskScreen, ChooseScreen
from tui.screens.table_texts import row_of_text
from tui.tables.filter_change import FilterChange, standing_filter
from tui.tables.likely import Likely, likely_values
from tui.tables.query import Column, Group, Schema, Sort

if TYPE_CHECKING:
    from tui.screens.rows import RowsPane


def ask_filter(pane: RowsPane, schema: Schema) -> None:
    """Edit the filter of the column under the cursor."""
    from tui.screens.column_filter import ColumnFilterScreen

    column = pane.grid.current_column
    if column is None:
        return

    def use(change: FilterChange | None) -> None:
        if change is not None:
            _use_where(pane, change.applied(pane.asked.where))

    def size(change: FilterChange) -> int:
        return pane.request_bytes(change.applied(pane.asked.where))

    now = standing_filter(pane.asked.where, column.name)
    screen = ColumnFilterScreen(column, _likely(pane, column), now=now, size=size)
    pane.app.push_screen(screen, use)


def ask_filter_text(pane: RowsPane, schema: Schema) -> None:
    """Edit all filters as a text."""
    from tui.screens.filter_text import FilterTextScreen

    screen = FilterTextScreen(
        schema, pane.asked.where, lambda column: _likely(pane, column), size=pane.request_bytes
    )
    pane.app.push_screen(screen, lambda where: _use_where(pane, where))


def ask_filter_tree(pane: RowsPane, schema: Schema) -> None:
    """Edit all filters as a tree."""
    from tui.screens.filter_tree import FilterTreeScreen

    screen = FilterTreeScreen(
        schema,
        pane.asked.where,
        lambda column: _likely(pane, column),
        size=pane.request_bytes,
        column=_here(pane),
    )
    pane.app.push_screen(screen, lambda where: _use_where(pane, where))


def ask_order(pane: RowsPane, schema: Schema) -> None:
    """Edit the order of the rows."""
    from tui.screens.order import OrderScreen

    def use(sorts: tuple[Sort, ...] | None) -> None:
        if sorts is not None:
            pane.change_query(pane.asked.sorted_by(*sorts))

    only_first = pane.source is not None and pane.source.sorts_plainly
    screen = OrderScreen(schema, pane.asked.sorts, only_first=only_first, column=_here(pane))
    pane.app.push_screen(screen, use)


def pick_columns(pane: RowsPane, schema: Schema) -> None:
    """Choose the columns to show, and their order."""
    whole = tuple(column.name for column in schema)

    def use(names: tuple[str, ...] | None) -> None:
        if names is not None:
            chosen = () if names == whole else names
            pane.change_query(replace(pane.asked, columns=chosen))

    pane.app.push_screen(ColumnsScreen(schema, pane.asked.columns or whole, _here(pane)), use)


def go_column(pane: RowsPane, schema: Schema) -> None:
    """Put the cursor in a column chosen by its name."""
    grid = pane.grid

    def go(index: int | None) -> None:
        if index is not None:
            grid.move(grid.row, index)

    options = [column_option(column) for column in grid.columns]
    pane.app.push_screen(ChooseScreen(_("Go to column"), options, cursor=grid.column), go)


def go_row(pane: RowsPane, schema: Schema) -> None:
    """Put the cursor on a row given by its number, or by a share of them."""
    grid = pane.grid

    def check(text: str) -> str:
        known = row_of_text(text, grid.store.count) is not None
        return "" if known else _("Write a row number, or a share such as 50%.")

    def go(text: str | None) -> None:
        row = row_of_text(text, grid.store.count) if text is not None else None
        if row is not None:
            grid.move(row, grid.column, jump=True)

    screen = AskScreen(_("Go to row"), placeholder=_("12345 or 50%"), check=check)
    pane.app.push_screen(screen, go)


def ask_find(pane: RowsPane, schema: Schema) -> None:
    """Look for a text in the rows at hand."""

    def find(text: str | None) -> None:
        if text is not None:
            pane.finding.start(text)

    count = fmt.number(pane.grid.store.rows_held)
    title = _("Find in the {count} rows at hand").format(count=count)
    help_text = _("case does not matter · nothing at all stops looking")
    pane.app.push_screen(AskScreen(title, help_text=help_text), find)


def _likely(pane: RowsPane, column: Column) -> tuple[Likely, ...]:
    return likely_values(pane.source.profile if pane.source is not None else None, column)


def _here(pane: RowsPane) -> str:
    column = pane.grid.current_column
    return column.name if column is not None else ""


def _use_where(pane: RowsPane, where: Group | None) -> None:
    if where is not None:
        pane.change_query(replace(pane.asked, where=where))
