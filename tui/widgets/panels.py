"""Panels of a few lines, one a series: two side by side where there is room, else one a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.actions import SkipAction
from textual.strip import Strip

from tui import format as fmt
from tui.i18n import gettext as _
from tui.tables.months import first_day
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, cut, fit, strip, width_of
from tui.widgets.lines import LineList
from tui.widgets.sparklines import BLOCKS, fitting, ramp_for, sparkline

TWO_COLUMNS = 120
"""Cells from which two panels stand side by side."""

LEAST_ROWS, MOST_ROWS = 2, 6
"""Lines that the drawing of a panel takes."""

AROUND = 5
"""Lines of a panel around its drawing: title, months, two of figures, and a blank one."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A series and what it comes to.

    Attributes:
        title: What is counted.
        head: What matters most of it, beside the title.
        months: ``YYYY-MM``; the last one is not over.
        values: One a month; None for a month without a value.
        said: What else is said, a line each, two at most.
        short: What `head` comes to where there is no room for it and the title.
    """

    title: str
    head: str
    months: tuple[str, ...]
    values: tuple[int | None, ...]
    said: tuple[str, ...]
    short: str = ""


class SparkPanels(LineList):
    """Panels drawn by lines. An item of the list is a row of them; `selected` is one panel."""

    ITEM_HEIGHT = AROUND + LEAST_ROWS

    BINDINGS = bindings_for("panels")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.panels: tuple[Panel, ...] = ()
        self._column = 0
        self._columns_before = 1
        self._ramp = ramp_for()

    @property
    def columns(self) -> int:
        """Panels side by side."""
        return 2 if self.size.width >= TWO_COLUMNS and len(self.panels) > 1 else 1

    @property
    def selected(self) -> int:
        """The place of the panel that is chosen."""
        return min(self.cursor * self.columns + self._column, max(0, len(self.panels) - 1))

    def show(self, panels: Sequence[Panel]) -> None:
        """Show these panels; the choice stays where it is."""
        self.panels = tuple(panels)
        self._share_height()
        self.set_count(self._rows)

    @property
    def _rows(self) -> int:
        return -(-len(self.panels) // self.columns)

    @property
    def _drawn_rows(self) -> int:
        return self.ITEM_HEIGHT - AROUND

    def _share_height(self) -> None:
        """Draw as high as lets all panels be in sight, within reason."""
        room = self.size.height // max(1, self._rows) - AROUND
        self.ITEM_HEIGHT = AROUND + max(LEAST_ROWS, min(MOST_ROWS, room))

    @property
    def text(self) -> str:
        """All panels, whether in sight or not, one under the other."""
        width = max(40, self.size.width // self.columns)
        lines = [
            "".join(text for text, _style in self._panel(place, line, width)[1:]).rstrip()
            for place in range(len(self.panels))
            for line in range(self.ITEM_HEIGHT)
        ]
        return "\n".join(lines)

    # Drawing

    def on_resize(self, event: events.Resize) -> None:
        """Keep the chosen panel where the number of columns changes."""
        before = self.cursor * self._columns_before + self._column
        self._column = before % self.columns
        self._share_height()
        self.set_count(self._rows, cursor=before // self.columns)
        super().on_resize(event)
        self._columns_before = self.columns

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.style_of("plain")
        row, line = divmod(self.scroll_offset.y + y, self.ITEM_HEIGHT)
        pieces: list[Piece] = []
        if row < self.count:
            share = width // self.columns
            places = range(row * self.columns, (row + 1) * self.columns)
            for place in places:
                if place < len(self.panels):
                    pieces += self._panel(place, line, share)
        return strip(width, base, pieces)

    def _panel(self, place: int, line: int, width: int) -> list[Piece]:
        """A line of a panel, in exactly `width` cells."""
        here = place == self.selected
        mark = ("▌" if self._ramp is BLOCKS else ">") if here else " "
        if line == self.ITEM_HEIGHT - 1:
            return [(" " * width, self.style_of("plain"))]
        pieces = [(f"{mark} ", self.style_of("accent")), *self._line(place, line, width - 4)]
        used = sum(width_of(text) for text, _style in pieces)
        return [*pieces, (" " * max(0, width - used), self.style_of("plain"))]

    def _line(self, place: int, line: int, width: int) -> list[Piece]:
        panel = self.panels[place]
        if line == 0:
            return self._heading(panel, width, chosen=place == self.selected)
        rows = self._drawn_rows
        if line <= rows:
            drawn = sparkline(panel.values, width, rows, ramp=self._ramp)
            return [(drawn[line - 1], self.style_of("plain"))]
        if line == rows + 1:
            return [(self._ends(panel, width), self.style_of("dim"))]
        said = panel.said[line - rows - 2 :][:1]
        return [(cut(said[0], width), self.style_of("plain"))] if said else []

    def _heading(self, panel: Panel, width: int, *, chosen: bool) -> list[Piece]:
        is_tight = width_of(panel.title) + 1 + width_of(panel.head) > width
        head = cut((is_tight and panel.short) or panel.head, max(0, width - 8))
        title = fit(panel.title, max(0, width - width_of(head) - 1))
        style = self.style_of("cursor" if chosen and self.has_focus else "strong")
        return [(f"{title} ", style), (head, style)]

    def _ends(self, panel: Panel, width: int) -> str:
        """The first month drawn at left, and the current one under the end of the line."""
        drawn = width_of(sparkline(panel.values, width, 1, ramp=self._ramp)[0])
        last = _("{month}, not over").format(month=fmt.month(first_day(panel.months[-1])))
        left_out = len(panel.months) - fitting(len(panel.months), width)
        start = fmt.month(first_day(panel.months[left_out]))
        if left_out:
            start = _("{month} ({count} before)").format(month=start, count=fmt.number(left_out))
        if len(panel.months) == 1:
            return cut(last, width)
        room = max(drawn, width_of(start) + width_of(last) + 2)
        return cut(start + " " * (room - width_of(start) - width_of(last)) + last, width)

    # Choosing

    def is_choice(self, index: int) -> bool:
        return 0 <= index < self.count

    def action_left(self) -> None:
        self._step(-1)

    def action_right(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        """Choose another panel; where there is none, the key is left to what is around."""
        place = self.selected + by
        if not 0 <= place < len(self.panels):
            raise SkipAction
        self._select(place)

    def _select(self, place: int) -> None:
        """Choose a panel, if there is one there."""
        if not 0 <= place < len(self.panels):
            return
        row, self._column = divmod(place, self.columns)
        if row == self.cursor:
            self.refresh_item(row)
        else:
            self.move_to(row)

    def on_click(self, event: events.Click) -> None:
        """A click chooses a panel; a click on the one that is chosen opens it."""
        row = (self.scroll_offset.y + event.y) // self.ITEM_HEIGHT
        place = row * self.columns + event.x * self.columns // max(1, self.size.width)
        if place == self.selected:
            self.action_choose()
        else:
            self._select(place)
