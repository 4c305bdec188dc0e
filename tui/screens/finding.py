"""Looking for a text among the rows at hand, without holding the keyboard up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.find import Finder, Spot
from tui.tables.query import Column
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.cells import raw, shown

if TYPE_CHECKING:
    from tui.screens.rows import RowsPane


class Finding:
    """What is looked for in the rows of a pane, and the way from one place to the next."""

    def __init__(self, pane: RowsPane) -> None:
        self.text = ""
        self._pane = pane
        self._finder: Finder | None = None

    def start(self, text: str) -> None:
        """Look for `text` from the cursor on; nothing at all stops looking."""
        self.text = text
        self.forget()
        self._pane.screen.refresh_bindings()
        if text:
            self._run(1, here=True)

    def forget(self) -> None:
        """Other rows or columns are shown: what was found is no longer there."""
        self._finder = self._made() if self.text else None
        self._pane.grid.look_for(self._finder)

    def go(self, direction: int) -> None:
        """Go to the next place, or to the one before."""
        if self.text:
            self._run(direction)

    def _made(self) -> Finder:
        return Finder(self.text, [self._reader(column) for column in self._pane.grid.columns])

    def _reader(self, column: Column) -> Callable[[Row], str]:
        grid = self._pane.grid

        def read(row: Row) -> str:
            value = grid.value_in(row, column)
            # As it is shown, and as it is: 12345 is found where 12,345 is written.
            return f"{shown(value, column)[0]}\n{raw(value)}"

        return read

    def _run(self, direction: int, *, here: bool = False) -> None:
        self._pane.screen.run_worker(
            self._look(direction, here), group="find", exclusive=True, exit_on_error=False
        )

    async def _look(self, direction: int, here: bool) -> None:
        finder, grid = self._finder, self._pane.grid
        if finder is None:
            return
        for _step in finder.steps(grid.store):
            await asyncio.sleep(0)
        if finder is not self._finder:
            return
        spot: Spot = (grid.row, grid.column - 1 if here else grid.column)
        found = finder.after(spot) if direction > 0 else finder.before(spot)
        if found is not None:
            grid.move(*found)
        self._say(finder, found)

    def _say(self, finder: Finder, found: Spot | None) -> None:
        rows = fmt.number(finder.rows_read)
        text = clean_line(self.text, 40)
        if found is None:
            said = _("“{text}” is not in the {rows} rows at hand · / asks for all rows")
            self._pane.post_message(self._pane.Notice(said.format(text=text, rows=rows)))
            return
        place, count = finder.spots.index(found) + 1, len(finder.spots)
        said = ngettext(
            "{place} of {count} place with “{text}” in the {rows} rows at hand · n N",
            "{place} of {count} places with “{text}” in the {rows} rows at hand · n N",
            count,
        )
        words = said.format(place=fmt.number(place), count=fmt.number(count), text=text, rows=rows)
        self._pane.post_message(self._pane.Notice(words))
