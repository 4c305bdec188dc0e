"""One line of chips: the filters that are on, or what could be; at right, a status."""

from __future__ import annotations

from collections.abc import Sequence

from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.widgets.draw import Piece, cut, strip, width_of

CHIP_WIDTH = 36
"""Cells that one chip takes at most."""


ROUND_A_CHIP = 10
"""Cells round the selected chip: its blanks, and how many there are before and after it."""


class ChipLine(Widget):
    """A label, chips, and a status at right.

    The status keeps its room, but for that of the selected chip; chips that do not fit are counted
    (``+3``).
    """

    COMPONENT_CLASSES = {
        "chips--label",
        "chips--chip",
        "chips--selected",
        "chips--status",
        "chips--error",
    }

    class Clicked(Message):
        """A chip was clicked."""

        def __init__(self, chips: ChipLine, index: int) -> None:
            super().__init__()
            self.chips = chips
            self.index = index

        @property
        def control(self) -> ChipLine:
            return self.chips

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = ""
        self._chips: tuple[str, ...] = ()
        self._selected: int | None = None
        self._status = ""
        self._error = False
        self._hits: list[tuple[int, int]] = []

    def show(self, label: str, chips: Sequence[str], *, selected: int | None = None) -> None:
        """Show these chips after `label`."""
        before = (self._label, self._chips, self._selected)
        self._label, self._chips, self._selected = label, tuple(chips), selected
        if before != (self._label, self._chips, self._selected):
            self.refresh()

    def status(self, text: str, *, error: bool = False) -> None:
        """Show `text` at right; as an error it is drawn to be seen."""
        if (text, error) != (self._status, self._error):
            self._status, self._error = text, error
            self.refresh()

    @property
    def status_text(self) -> str:
        return self._status

    def render_line(self, y: int) -> Strip:
        width, base = self.size.width, self.rich_style
        most = max(10, width - 2 - self._least)
        status = f" {cut(self._status, most)} " if self._status else ""
        room = max(0, width - width_of(status))
        left = strip(room, base, self._chip_pieces(room))
        style = self.get_component_rich_style("chips--error" if self._error else "chips--status")
        return Strip.join([left, strip(width - room, base, [(status, style)])])

    @property
    def _least(self) -> int:
        """Cells that no status takes: those of the chip that says where one is."""
        if self._selected is None or self._selected >= len(self._chips):
            return 0
        return min(width_of(self._chips[self._selected]), CHIP_WIDTH) + ROUND_A_CHIP

    def _chip_pieces(self, room: int) -> list[Piece]:
        base = self.rich_style
        pieces: list[Piece] = []
        used = 1
        self._hits = []
        if self._label:
            pieces.append((f" {self._label}", self.get_component_rich_style("chips--label")))
            used = 1 + width_of(self._label)
        first = self._first_shown(room - used)
        if first:
            pieces.append((" …", self.get_component_rich_style("chips--label")))
            used += 2
        for index, chip in enumerate(self._chips):
            if index < first:
                self._hits.append((0, 0))
                continue
            text = f" {cut(chip, CHIP_WIDTH)} "
            left_out = len(self._chips) - index
            if used + width_of(text) + 1 > room - (4 if left_out > 1 else 0):
                pieces.append((f" +{left_out}", self.get_component_rich_style("chips--label")))
                break
            name = "chips--selected" if index == self._selected else "chips--chip"
            pieces += [(" ", base), (text, self.get_component_rich_style(name))]
            self._hits.append((used + 1, used + 1 + width_of(text)))
            used += 1 + width_of(text)
        return pieces

    def _first_shown(self, room: int) -> int:
        """The first chip to draw so that the selected one is in sight."""
        if self._selected is None:
            return 0
        left = room - 7
        for index in range(self._selected, -1, -1):
            left -= min(width_of(self._chips[index]), CHIP_WIDTH) + 3
            if left < 0:
                return min(index + 1, self._selected)
        return 0

    def on_click(self, event: Click) -> None:
        """Say which chip was clicked."""
        for index, (start, stop) in enumerate(self._hits):
            if start <= event.x < stop:
                self.post_message(self.Clicked(self, index))
                return
