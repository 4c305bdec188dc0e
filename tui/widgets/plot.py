"""A plot in the terminal: bars, columns, lines or points between their axes."""

from __future__ import annotations

import asyncio

from textual.strip import Strip
from textual.widget import Widget

from tui import i18n
from tui.tables.plots import BarPlot, Plot
from tui.widgets import plot_canvas
from tui.widgets.draw import strip, wrap
from tui.widgets.plot_drawing import draw, needs_loading
from tui.widgets.plot_frame import Picture, Row

NOTE_LINES = 2
"""Lines that a note takes at most."""


class PlotView(Widget):
    """A plot, with a title above and a note under it where there are some.

    The library that draws dots is imported in a thread by the first plot that needs it.
    """

    COMPONENT_CLASSES = {
        "plot--plain",
        "plot--title",
        "plot--head",
        "plot--axis",
        "plot--label",
        "plot--note",
        "plot--mark1",
        "plot--mark2",
        "plot--mark3",
        "plot--mark4",
        "plot--mark5",
    }

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.plot: Plot | None = None
        self.blocks = plot_canvas.lacks_braille()
        self._title = ""
        self._note = ""
        self._first = 0
        self._drawn_for: tuple[object, ...] = ()
        self._picture = Picture([])

    def show(self, plot: Plot, *, title: str = "", note: str = "") -> None:
        """Draw `plot`, from its first bar on."""
        if self.plot != plot:
            self._first = 0
        self.plot, self._title, self._note = plot, title, note
        self._drawn_for = ()
        if needs_loading(plot) and not plot_canvas.is_loaded():
            self.run_worker(self._load(), group="plot", exclusive=True, exit_on_error=False)
        self.refresh()

    async def _load(self) -> None:
        await asyncio.to_thread(plot_canvas.load)
        self._drawn_for = ()
        self.refresh()

    def use_blocks(self, blocks: bool) -> None:
        """Draw with blocks alone, or with dots."""
        self.blocks = blocks
        self.refresh()

    # Bars that do not all fit

    @property
    def page(self) -> int:
        """Bars in sight."""
        return max(1, self._drawing().shown)

    def scroll_bars(self, to: int) -> None:
        """Show bars from `to` on, or the last ones."""
        picture = self._drawing()
        first = max(0, min(to, picture.count - picture.shown))
        if first != self._first:
            self._first = first
            self.refresh()

    @property
    def first_bar(self) -> int:
        """The first bar in sight, from 0."""
        return self._first

    # Drawing

    @property
    def text(self) -> str:
        """All that is shown, as plain text."""
        return "\n".join("".join(text for text, _tone in row).rstrip() for row in self._rows())

    def render_line(self, y: int) -> Strip:
        rows = self._rows()
        row = rows[y] if y < len(rows) else []
        pieces = [(text, self.get_component_rich_style(f"plot--{tone}")) for text, tone in row]
        return strip(self.size.width, self.get_component_rich_style("plot--plain"), pieces)

    def _rows(self) -> list[Row]:
        titles: list[Row] = [[(self._title, "title")]] if self._title else []
        notes: list[Row] = [[(line, "note")] for line in self._note_lines()]
        return [*titles, *self._drawing().rows, *notes]

    def _note_lines(self) -> list[str]:
        if not self._note:
            return []
        return wrap(self._note, max(1, self.size.width))[:NOTE_LINES]

    def _drawing(self) -> Picture:
        """The plot as it is drawn in this size; drawn again only when something changed."""
        width, height = self.size
        height -= bool(self._title) + len(self._note_lines())
        wanted = (self.plot, width, height, self._first, self.blocks, i18n.current())
        if wanted != self._drawn_for:
            self._picture = self._draw(width, height)
            self._drawn_for = wanted
        return self._picture

    def _draw(self, width: int, height: int) -> Picture:
        if self.plot is None or (needs_loading(self.plot) and not plot_canvas.is_loaded()):
            return Picture([[] for _row in range(height)])
        if isinstance(self.plot, BarPlot):
            # After the widget grew, the last bars are still at the bottom.
            self._first = max(0, min(self._first, len(self.plot.bars) - (height - 1)))
        return draw(self.plot, width, height, first=self._first, blocks=self.blocks)
