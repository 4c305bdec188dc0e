"""The benchmark's table in our grid, from memory: no service, no screen around it."""

from __future__ import annotations

from textual.app import App, ComposeResult

from benchmarks.peers.rows import header, rows
from tui.paths import styles_dir
from tui.tables.query import Column, Query
from tui.tables.source import Window
from tui.themes import DEFAULT_THEME, THEMES
from tui.widgets.grid import Grid


class Table(App[None]):
    """A grid that fills the screen, in the looks of the application."""

    CSS_PATH = [styles_dir() / "app.tcss", styles_dir() / "grid.tcss"]

    def __init__(self) -> None:
        super().__init__()
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = DEFAULT_THEME
        self._rows = rows()

    def compose(self) -> ComposeResult:
        yield Grid()

    def on_mount(self) -> None:
        grid = self.query_one(Grid)
        grid.show([Column(name) for name in header()], Query())
        grid.focus()

    def on_grid_need_rows(self, wanted: Grid.NeedRows) -> None:
        found = self._rows[wanted.begin : wanted.end]
        window = Window(
            query=wanted.grid.query_shown,
            start=wanted.begin,
            columns=header(),
            rows=tuple(found),
            ids=(None,) * len(found),
            total=len(self._rows),
            at_end=wanted.end >= len(self._rows),
        )
        wanted.grid.supply(window)


if __name__ == "__main__":
    Table().run()
