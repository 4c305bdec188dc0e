"""What one reads of a table beyond its grid: a cell, a record, a column's profile, a plot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.tables.query import Column, Filter

if TYPE_CHECKING:
    from textual.app import App

    from tui.screens.record import Spot
    from tui.screens.rows import RowsPane
    from tui.screens.session import Session
    from tui.screens.table import TableScreen
    from tui.tables.figures import Subject
    from tui.widgets.table_grid import TableGrid


class WithRows(Protocol):
    """A screen that shows the rows of a table."""

    session: Session
    pane: RowsPane

    @property
    def grid(self) -> TableGrid: ...

    @property
    def app(self) -> App[object]: ...

    def notice(self, text: str) -> None: ...


def read_cell(place: WithRows) -> None:
    """Show the cell under the cursor whole; the cursor follows to the column one ends at."""
    from tui.screens.cell import CellScreen

    grid = place.grid
    column = grid.current_column
    if column is None or grid.current_row is None:
        return
    row = tuple(grid.cell(grid.row, c) for c in grid.columns)
    screen = CellScreen(
        grid.columns, row, column.name, row_number=grid.row + 1, site=place.session.site
    )
    place.app.push_screen(screen, lambda name: _go_to_column(place, name or ""))


def read_record(place: WithRows) -> None:
    """Show the row under the cursor field by field; the cursor follows to where one ends."""
    from tui.screens.record import RecordScreen
    from tui.tables.records import SourceReader

    pane, grid = place.pane, place.grid
    if pane.source is None:
        return

    def follow(spot: Spot | None) -> None:
        if spot is not None:
            grid.move(spot.row, grid.column, jump=True)
            _go_to_column(place, spot.column)

    total = grid.store.count if grid.store.is_sized else None
    reader = SourceReader(pane.source, grid.query_shown, grid.columns, total=total)
    column = grid.current_column.name if grid.current_column is not None else ""
    screen = RecordScreen(place.session, reader, grid.row, column=column)
    place.app.push_screen(screen, follow)


def read_profile(place: WithRows) -> None:
    """Tell what is known of the column under the cursor; a value chosen there filters."""
    from tui.screens.column_profile import ColumnProfileScreen

    columns = place.grid.columns
    if not columns:
        return

    def use(chosen: Filter | None) -> None:
        if chosen is not None:
            place.pane.change_query(place.pane.asked.filtered(chosen))

    screen = ColumnProfileScreen(
        lambda index: _subject(place, columns[index]), len(columns), place.grid.column
    )
    place.app.push_screen(screen, use)


def draw_plot(place: WithRows) -> None:
    """Plot the column under the cursor."""
    from tui.screens.plot import PlotScreen
    from tui.screens.plot_rows import first_rows, sample_of

    pane, grid = place.pane, place.grid
    if pane.source is None or pane.schema is None or grid.current_column is None:
        return
    by_name = {column.name: column for column in pane.schema}
    sample = sample_of(grid.store, by_name)
    if not sample.columns:
        place.notice(_("It is not here yet."))
        return
    names = [column.name for column in sample.columns]
    here = names.index(grid.current_column.name) if grid.current_column.name in names else 0
    more = first_rows(pane.source, grid.query_shown)
    place.app.push_screen(PlotScreen(sample, here, more=more))


async def group(place: TableScreen, *, ask: bool) -> None:
    """Go to the groups of the rows by the column under the cursor, or as the person says where
    `ask`."""
    from tui.screens.group_by import group_rows

    pane, column = place.pane, place.grid.current_column
    if place.source is None or column is None:
        return
    try:
        await group_rows(place, place.source, pane.asked, column.name, ask=ask)
    except ApiError as error:
        place.notice(error.message)


def _subject(place: WithRows, column: Column) -> Subject:
    from tui.tables.figures import Subject, figures_of

    pane, store = place.pane, place.grid.store
    profile = pane.source.profile if pane.source is not None else None
    matching = store.count if store.is_sized else None
    # The profile tells of the whole table: only without filters is its number of rows known here.
    total = None if pane.asked.where.items else matching
    cells = [place.grid.value_in(row, column) for _start, rows in store.pages() for row in rows]
    return Subject(figures_of(profile, column, total), cells, matching)


def _go_to_column(place: WithRows, name: str) -> None:
    names = [column.name for column in place.grid.columns]
    if name in names:
        place.grid.move(place.grid.row, names.index(name))
