"""The benchmark's table in our grid, from memory: no service, no screen around it.

Its arguments are the number of rows and of columns.
"""

from __future__ import annotations

import os
import sys

from textual.app import ComposeResult

from benchmarks.peers.rows import COLUMN_COUNT, ROW_COUNT, header, row_of_many, rows
from tui.paths import styles_dir
from tui.tables.query import Column, Query
from tui.tables.source import Window
from tui.themes import DEFAULT_THEME, THEMES
from tui.widgets.grid import Grid
from tui.widgets.scroll_region import can_scroll
from tui.widgets.wire import NarrowApp


class Table(NarrowApp[None]):
    """A grid that fills the screen, in the looks of the application."""

    CSS_PATH = [styles_dir() / "app.tcss", styles_dir() / "grid.tcss"]

    def __init__(self, count: int = ROW_COUNT, columns: int = COLUMN_COUNT) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME
        self.narrow_wire(scroll=can_scroll("auto", os.environ))
        self._count = count
        self._header = header(columns)
        self._rows = rows(columns)

    def compose(self) -> ComposeResult:
        yield Grid()

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.show([Column(name) for name in self._header], Query())
        grid.focus()

    def on_grid_need_rows(self, wanted: Grid.NeedRows) -> None:
        numbers = range(wanted.begin, min(wanted.end, self._count))
        window = Window(
            query=wanted.grid.query_shown,
            start=wanted.begin,
            columns=self._header,
            rows=tuple(row_of_many(self._rows, number) for number in numbers),
            ids=(None,) * len(numbers),
            total=self._count,
            at_end=wanted.end >= self._count,
        )
        wanted.grid.supply(window)


if __name__ == "__main__":
    Table(*map(int, sys.argv[1:])).run()
