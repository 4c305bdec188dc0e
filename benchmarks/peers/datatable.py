"""The benchmark's table in Textual's own DataTable."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

from benchmarks.peers.rows import header, rows


class Table(App[None]):
    """A DataTable that fills the screen."""

    def compose(self) -> ComposeResult:
        yield DataTable[str]()

    def on_mount(self) -> None:
        table = self.query_one(DataTable)
        table.add_columns(*header())
        table.add_rows(rows())
        table.focus()


if __name__ == "__main__":
    Table().run()
