"""The grid: rows of a table of any size, through the Line API.

Only visible rows and columns are drawn, so a frame costs what the terminal's size costs, whatever
the table's. Rows that
are not here yet are placeholders; the grid asks for them (`NeedRows`) where the person rests, not
where they pass.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from tui import format as fmt
from tui.tables.find import Finder
from tui.tables.query import Column, Query
from tui.tables.source import Cell, Row, Window
from tui.tables.store import RowStore
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import shown
from tui.widgets.columns import GAP, Columns
from tui.widgets.draw import width_of
from tui.widgets.grid_lines import BAR_WIDTH, header_line, row_line

REST = 0.08
"""Seconds without a move after which the grid is at rest: longer than the gap between repeats of a
held key."""

DIM_AFTER = 0.15
"""Seconds that rows of the query before are shown as they were; after that they are dimmed."""

SAMPLE = 60
"""Rows looked at to choose a column's width."""


class Grid(ScrollView, can_focus=True):
    """Rows of a `RowStore`, a cursor on a cell, a header, and row numbers."""

    BINDINGS = bindings_for("grid")

    COMPONENT_CLASSES = {
        "grid--plain",
        "grid--header",
        "grid--mark",
        "grid--null",
        "grid--cursor",
        "grid--missing",
        "grid--failed",
        "grid--marked",
        "grid--found",
        "grid--bar",
    }

    @dataclass
    class NeedRows(Message):
        """Rows are wanted: those in sight, then those ahead."""

        grid: Grid
        begin: int
        end: int
        ahead: bool

    @dataclass
    class Moved(Message):
        """The cursor rests on another cell, or the view moved."""

        grid: Grid

    @dataclass
    class Changed(Message):
        """The number of rows differs from what the service said before."""

        grid: Grid

    @dataclass
    class Chosen(Message):
        """The cell under the cursor was clicked."""

        grid: Grid

    def __init__(self, *, page_size: int = 50, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.query_shown = Query()
        self.row = 0
        self.column = 0
        self.store = RowStore(page_size)
        self.finder: Finder | None = None
        self.bars: Mapping[str, float] = {}
        self.hints: Mapping[str, Sequence[str]] = {}
        self._across = Columns(self._texts)
        self._cells: dict[str, int] = {}
        self._rest: Timer | None = None
        self._direction = 1
        self._asked: tuple[int, int] | None = None
        self._left_behind: list[Strip] = []
        self._dimmer: Timer | None = None

    # What is shown

    def show(
        self, columns: Iterable[Column], query: Query, *, row: int = 0, pinned: int = 0
    ) -> None:
        """Show `query`, with nothing loaded yet: what was shown stays until its rows come.

        Column widths are kept for columns of the same name, and the cursor stays in its column.
        """
        if self.store.rows_held and not self._left_behind:
            self._left_behind = [self.render_line(y) for y in range(1, self.size.height)]
            self._dimmer = self.set_timer(DIM_AFTER, self._dim)
        self._take_columns(columns, pinned)
        self.query_shown = query
        self.store = RowStore(self.store.page_size)
        self._cells = {}
        self._asked = None
        self.row = row
        self._resize_content()
        self.scroll_to(y=0, animate=False, force=True)
        self._keep_in_view()
        self.refresh()
        self.ask_now()

    def show_columns(self, columns: Iterable[Column], *, pinned: int = 0) -> None:
        """Show the same rows through these columns, the first `pinned` of which stay at left."""
        self._take_columns(columns, pinned)
        self._keep_in_view()
        self.refresh()
        self.post_message(self.Moved(self))

    def choose_widths(self, widths: Mapping[str, int]) -> None:
        """Take the widths that a person chose, by name of column."""
        self._across.choose(widths)
        self._keep_in_view()
        self.refresh()

    def show_bars(self, largest: Mapping[str, float]) -> None:
        """Draw a bar beside the values of these columns, full for the value given."""
        self.bars = largest
        self._across.extra = dict.fromkeys(largest, BAR_WIDTH)
        self.refresh()

    def look_for(self, finder: Finder | None) -> None:
        """Tell apart what `finder` looks for; None tells nothing apart."""
        self.finder = finder
        self.refresh()

    def _take_columns(self, columns: Iterable[Column], pinned: int) -> None:
        here = self.current_column
        self._across.show(columns, pinned=pinned)
        names = [column.name for column in self.columns]
        if here is not None and here.name in names:
            self.column = names.index(here.name)
        self.column = min(self.column, max(0, len(names) - 1))

    def supply(self, *windows: Window) -> None:
        """Take rows that were asked for. Those of another query are late, and are dropped."""
        kept = [window for window in windows if window.query == self.query_shown]
        if not kept:
            return
        first, changing, gutter = not self.store.columns, self.is_changing, self.number_width
        agreements = [self.store.put(window) for window in kept]
        steady = all(agreements)
        self._leave_behind()
        if first:
            self._cells = {name: index for index, name in enumerate(self.store.columns)}
            self.refresh()
        self._asked = None
        self._resize_content()
        self._clamp()
        if changing or gutter != self.number_width:
            self.refresh()
        else:
            for window in kept:
                self._refresh_rows(window.start, window.start + len(window.rows))
        self.post_message(self.Moved(self))
        if not steady:
            self.post_message(self.Changed(self))
        self._ask()

    def fail(self, start: int, stop: int, why: str) -> None:
        """Say in place that rows `start` to `stop` could not be had."""
        self.store.fail(start, stop, why)
        self._asked = None
        self._leave_behind()
        self.refresh()

    def give_up(self) -> None:
        """What was asked for will not come: the next move may ask for it again."""
        self._asked = None

    def retry(self) -> None:
        """Ask again for what failed."""
        self.store.forgive()
        self.refresh()
        self.ask_now()

    @property
    def is_changing(self) -> bool:
        """Whether rows of the query before are still shown."""
        return bool(self._left_behind)

    def _dim(self) -> None:
        if self._left_behind:  # else the rows came while this was on its way
            self.add_class("-stale")

    def _leave_behind(self) -> None:
        self._left_behind = []
        if self._dimmer is not None:
            self._dimmer.stop()
            self._dimmer = None
        self.remove_class("-stale")

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns shown, in order."""
        return self._across.all

    @property
    def pinned(self) -> int:
        """How many columns stay at left."""
        return self._across.pinned

    @property
    def rows_in_sight(self) -> int:
        """Rows that fit under the header."""
        return max(1, self.size.height - 1)

    @property
    def has_failures_in_sight(self) -> bool:
        """Whether some of the rows in sight could not be had."""
        top = self.scroll_offset.y
        rows = range(top, top + self.rows_in_sight)
        return any(self.store.failure(row) for row in (*rows[:: self.store.page_size], rows[-1]))

    @property
    def current_row(self) -> Row | None:
        """The row under the cursor, if it is here."""
        return self.store.row(self.row)

    @property
    def current_column(self) -> Column | None:
        """The column under the cursor."""
        return self.columns[self.column] if self.column < len(self.columns) else None

    @property
    def current_cell(self) -> Cell:
        """The value under the cursor; None also while the row is not here."""
        column = self.current_column
        return self.cell(self.row, column) if column is not None else None

    def cell(self, position: int, column: Column) -> Cell:
        """The value of `column` in the row at `position`, raw."""
        row = self.store.row(position)
        return self.value_in(row, column) if row is not None else None

    def value_in(self, row: Row, column: Column) -> Cell:
        """The value of `column` in `row`; None also where the row does not have it."""
        index = self._cells.get(column.name)
        return row[index] if index is not None and index < len(row) else None

    # Asking for rows

    def ask_now(self) -> None:
        """Ask for the rows in sight without waiting for rest: after a jump, or for a new query."""
        self._stop_waiting()
        self._ask()

    def _ask_at_rest(self) -> None:
        if self._rest is None:
            self._rest = self.set_timer(REST, self.ask_now)
        else:
            self._rest.reset()

    @property
    def is_waiting(self) -> bool:
        """Whether rows will be asked for once the person rests."""
        return self._rest is not None

    def _stop_waiting(self) -> None:
        if self._rest is not None:
            self._rest.stop()
            self._rest = None

    def _ask(self) -> None:
        top = self.scroll_offset.y
        height = self.rows_in_sight
        wanted = self.store.missing(top, top + height)
        ahead = wanted is None
        if wanted is None:
            page = self.store.page_size
            near = (top + height, top + height + page) if self._direction > 0 else (top - page, top)
            wanted = self.store.missing(*near) if near[1] > 0 else None
        if wanted is None or wanted == self._asked:
            return
        self._asked = wanted
        self.post_message(self.NeedRows(self, *wanted, ahead))

    # Drawing

    def render_line(self, y: int) -> Strip:
        if y == 0:
            return header_line(self)
        if y <= len(self._left_behind):
            return self._left_behind[y - 1]
        return row_line(self, self.scroll_offset.y + y - 1)

    def style_of(self, name: str) -> Style:
        """The style of a component class, by its last name."""
        return self.get_component_rich_style(f"grid--{name}")

    @property
    def number_width(self) -> int:
        """Cells that the numbers of rows take."""
        return width_of(fmt.number(max(self.extent, 1))) + 3

    @property
    def extent(self) -> int:
        """Rows that can be gone to: those known, and a page more while the end is not."""
        if self.store.is_sized:
            return self.store.count
        return max(self.store.count + self.store.page_size, self.row + 1)

    def columns_in_sight(self) -> list[tuple[int, int]]:
        """Position and width of the columns in sight."""
        return self._across.in_sight(self.size.width - self.number_width)

    def width_of(self, column: Column) -> int:
        """Cells of `column` when nothing cuts it."""
        return self._across.width(column)

    def fitting_width(self, column: Column) -> int:
        """Cells in which the texts of `column` at hand are whole, if the grid has that room."""
        return self._across.fitting(column, self.size.width - self.number_width)

    def is_marked(self, position: int) -> bool:
        """Whether the row at `position` is marked."""
        return False

    def _texts(self, column: Column) -> Iterator[str]:
        """What the profile and the rows at hand around the view show in `column`."""
        top = self.scroll_offset.y
        here = [p for p in range(top, top + SAMPLE) if self.store.row(p) is not None]
        for position in here:
            yield shown(self.cell(position, column), column)[0]
        if here:
            # Widths wait for rows: a profile alone does not tell how numbers are written.
            yield from self.hints.get(column.name, ())

    # Moving

    def move(self, row: int, column: int, *, jump: bool = False) -> None:
        """Put the cursor on a cell. A jump asks for its rows at once; other moves wait until the
        person rests."""
        row = min(max(0, row), max(0, self.extent - 1))
        column = min(max(0, column), max(0, len(self.columns) - 1))
        if (row, column) == (self.row, self.column):
            return
        if row != self.row:
            self._direction = 1 if row > self.row else -1
        top, left = self.scroll_offset.y, self._across.left
        old_row, old_column = self.row, self.column
        self.row, self.column = row, column
        self._keep_in_view()
        if left != self._across.left:
            self.refresh()
        elif top == self.scroll_offset.y:
            self._refresh_cell(old_row, old_column)
            self._refresh_cell(row, column)
        self.post_message(self.Moved(self))
        if jump:
            self.ask_now()
        else:
            self._ask_at_rest()

    def on_resize(self, event: events.Resize) -> None:
        """Keep the cursor in sight whatever the new size is."""
        self._leave_behind()
        self._resize_content()
        self._keep_in_view()
        self._ask_at_rest()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        # The header stays as it is: only the rows are painted again.
        if round(old_value) != round(new_value):
            self.refresh(Region(0, 1, self.size.width, max(0, self.size.height - 1)))
        self._ask_at_rest()

    def _refresh_rows(self, begin: int, end: int) -> None:
        """Repaint the rows from `begin` to `end` that are in sight; none is the common case."""
        top = self.scroll_offset.y
        first, last = max(begin, top), min(end, top + self.rows_in_sight)
        if first < last:
            self.refresh(Region(0, first - top + 1, self.size.width, last - first))

    def _refresh_cell(self, row: int, column: int) -> None:
        x = self.number_width
        for index, width in self.columns_in_sight():
            if index == column:
                self.refresh(Region(x, row - self.scroll_offset.y + 1, width, 1))
                return
            x += width + GAP

    def _resize_content(self) -> None:
        self.virtual_size = Size(self.size.width, self.extent + 1)

    def _clamp(self) -> None:
        if self.store.is_sized:
            last = max(0, self.store.count - 1)
            if self.row > last:
                self.row = last
                self._keep_in_view()

    def _keep_in_view(self) -> None:
        top, height = self.scroll_offset.y, self.rows_in_sight
        if self.row < top:
            self.scroll_to(y=self.row, animate=False, force=True)
        elif self.row >= top + height:
            self.scroll_to(y=self.row - height + 1, animate=False, force=True)
        if self.columns:
            self._across.bring(self.column, self.size.width - self.number_width)

    def action_down(self) -> None:
        self.move(self.row + 1, self.column)

    def action_up(self) -> None:
        self.move(self.row - 1, self.column)

    def action_left(self) -> None:
        self.move(self.row, self.column - 1)

    def action_right(self) -> None:
        self.move(self.row, self.column + 1)

    def action_page_down(self) -> None:
        self._turn(1)

    def action_page_up(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        # The view moves by a page and the cursor keeps its place in it, so that every turn shows
        # new rows.
        step = by * self.rows_in_sight
        last_top = max(0, self.extent - self.rows_in_sight)
        top = min(max(0, self.scroll_offset.y + step), last_top)
        self.scroll_to(y=top, animate=False, force=True)
        self.move(self.row + step, self.column)

    def action_page_left(self) -> None:
        self.move(self.row, self.column - max(1, len(self.columns_in_sight()) - self.pinned - 1))

    def action_page_right(self) -> None:
        passing = [seen for seen in self.columns_in_sight() if seen[0] >= self._across.left]
        if not passing:
            return
        last, cells = passing[-1]
        whole = cells == self._across.width(self.columns[last])
        if whole and last == len(self.columns) - 1:
            self.move(self.row, last)
            return
        # The last column in sight, which the edge may cut, becomes the first.
        self._across.left = min(max(last, passing[0][0] + 1), len(self.columns) - 1)
        self.refresh()
        self.move(self.row, max(self.column, self._across.left))

    def action_top(self) -> None:
        self.move(0, self.column, jump=True)

    def action_bottom(self) -> None:
        self.move(self.extent - 1, self.column, jump=True)

    def action_first_column(self) -> None:
        self.move(self.row, 0)

    def action_last_column(self) -> None:
        self.move(self.row, len(self.columns) - 1)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor on a cell; a click on the cursor shows it whole."""
        if event.y == 0:
            return
        row = self.scroll_offset.y + event.y - 1
        x = self.number_width
        for index, width in self.columns_in_sight():
            if x <= event.x < x + width + GAP:
                if (row, index) == (self.row, self.column):
                    self.post_message(self.Chosen(self))
                else:
                    self.move(row, index)
                return
            x += width + GAP
