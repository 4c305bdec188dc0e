"""Looking for a text in a grid whose rows are all here."""

from __future__ import annotations

from collections.abc import Callable

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.find import Finder
from tui.tables.query import Column
from tui.tables.row_texts import raw
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.cells import shown
from tui.widgets.grid import Grid


class GridFinding:
    """What is looked for in a grid, and the way from one place to the next.

    Attributes:
        text: What is looked for; empty for nothing.
    """

    def __init__(self, grid: Grid, say: Callable[[str], None]) -> None:
        # `say` tells the person something for a while.
        self.text = ""
        self._grid = grid
        self._say = say
        self._finder: Finder | None = None

    def start(self, text: str) -> None:
        """Look for `text` from the cursor on; nothing at all stops looking."""
        self.text = text
        self.forget()
        self.go(1, here=True)

    def forget(self) -> None:
        """The rows are others: what was found is no longer there."""
        columns = self._grid.columns
        reads = [self._reader(column) for column in columns]
        self._finder = Finder(self.text, reads) if self.text else None
        self._grid.look_for(self._finder)

    def go(self, direction: int, *, here: bool = False) -> None:
        """Go to the next place, or to the one before; `here` counts where the cursor is."""
        finder, grid = self._finder, self._grid
        if finder is None:
            return
        for _step in finder.steps(grid.store):
            pass
        spot = (grid.row, grid.column - 1 if here else grid.column)
        found = finder.after(spot) if direction > 0 else finder.before(spot)
        text = clean_line(self.text, 40)
        if found is None:
            self._say(_("“{text}” is nowhere here.").format(text=text))
            return
        grid.move(*found)
        count, place = len(finder.spots), finder.spots.index(found) + 1
        said = ngettext(
            "{place} of {count} place with “{text}” · n N",
            "{place} of {count} places with “{text}” · n N",
            count,
        )
        self._say(said.format(place=fmt.number(place), count=fmt.number(count), text=text))

    def _reader(self, column: Column) -> Callable[[Row], str]:
        def read(row: Row) -> str:
            value = self._grid.value_in(row, column)
            # As it is shown, and as it is: 12345 is found where 12,345 is written.
            return f"{shown(value, column)[0]}\n{raw(value)}"

        return read
