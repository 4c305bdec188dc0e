"""Bars: one under the other for categories, side by side for what follows an order.

A bar ends at an eighth of a cell, or at a half of one where it grows to the left or downwards:
there are no other characters. One that is not zero is never without any mark.
"""

from __future__ import annotations

import math
from bisect import bisect_right

from tui import format as fmt
from tui.i18n import gettext as _
from tui.tables.plots import Bar, BarPlot, Bin, ColumnPlot
from tui.tables.scale import Number, Scale
from tui.text import clean_line
from tui.widgets.draw import fit, width_of
from tui.widgets.plot_frame import Picture, Row, axes_head, frame, head, rounded

LONGEST_LABEL = 32
"""Cells of the name of a category at most."""

SHORTEST_BAR = 4
"""Cells that bars grow in, at the least."""

_GROWING = " ▏▎▍▌▋▊▉"
_RISING = " ▁▂▃▄▅▆▇"


# Categories


def bars(plot: BarPlot, width: int, height: int, first: int, blocks: bool) -> Picture:
    """The bars from `first` on: a name, a bar, a value, a line each; farther apart if they are
    few."""
    values = [_value(bar.value, plot) for bar in plot.bars]
    # A name and a bar have a cell each, whatever the values take.
    value_width = min(max(map(width_of, values)), max(1, width - 4))
    longest = max(width_of(_label(bar)) for bar in plot.bars)
    room = width - value_width - 2
    label_width = max(1, min(longest, LONGEST_LABEL, room - SHORTEST_BAR, width // 3))
    grown = _Grown(plot, max(1, room - label_width), blocks)
    lines = 2 if 2 * len(plot.bars) <= height else 1
    shown = range(first, min(len(plot.bars), first + (height - 1) // lines))
    rows: list[Row] = [head(_names(plot, shown), f"{plot.y.title} →", width)]
    for index in shown:
        bar = plot.bars[index]
        rows.append(
            [
                (f"{fit(_label(bar), label_width)} ", "label"),
                (grown.bar(bar.value), "mark1"),
                (f" {fit(values[index], value_width, right=True)}", "label"),
            ]
        )
        rows += [[]] * (lines - 1)
    rows += [[]] * (height - len(rows))
    return Picture(rows[:height], len(shown), len(plot.bars))


def _names(plot: BarPlot, shown: range) -> str:
    """What the categories are, and which of them are in sight."""
    if len(shown) == len(plot.bars):
        return plot.x.title
    part = _("{first}–{last} of {count}").format(
        first=fmt.number(shown.start + 1),
        last=fmt.number(shown.stop),
        count=fmt.number(len(plot.bars)),
    )
    return f"{part} · {plot.x.title}" if plot.x.title else part


def _label(bar: Bar) -> str:
    return clean_line(bar.label, 200)


def _value(value: Number | None, plot: BarPlot) -> str:
    if value is None:
        return _("no value")
    return str(value) if plot.y.plain else fmt.significant(value)


class _Grown:
    """Bars that grow from zero to the right, or to the left, in `width` cells."""

    def __init__(self, plot: BarPlot, width: int, blocks: bool) -> None:
        values = [bar.value for bar in plot.bars if bar.value is not None]
        self.scale = _from_zero(min(values), max(values))
        self.left = _base(self.scale, width)
        self.right = width - self.left
        self.blocks = blocks

    def bar(self, value: Number | None) -> str:
        """The bar of `value`, with blanks around it."""
        width = self.left + self.right
        if value is None or value == 0:
            return " " * width
        if value > 0:
            parts = _parts(value / self.scale.high * self.right, 2 if self.blocks else 8)
            text = "█" * (parts // 8) + _GROWING[parts % 8].strip()
            # Where its side has no cell, its mark takes that of the other side.
            return (" " * self.left + text.ljust(self.right))[-width:]
        parts = _parts(value / self.scale.low * self.left, 2)
        text = ("▐" if parts % 8 else "") + "█" * (parts // 8)
        return (text.rjust(self.left) + " " * self.right)[:width]


# Columns


def columns(plot: ColumnPlot, width: int, height: int, blocks: bool) -> list[Row]:
    """Columns from the left to the right; no rows where there is no room."""
    values = [part.value for part in plot.bins if part.value is not None]
    up = rounded(plot.y, _from_zero(min(values), max(values)), height - 3)
    across = _Across(plot.bins)
    framed = frame(
        (plot.x, Scale(across.ends[0], across.ends[-1])),
        (plot.y, up),
        (width, height - 1),
        across.cell,
        lambda value, rows: _row_of(up, value, rows),
        columns=len(plot.bins),
    )
    if framed is None:
        return []
    cells = [[" "] * framed.width for _row in range(framed.height)]
    for cell, value in across.tallest(framed.width).items():
        for row, sign in _column(up, value, framed.height, blocks):
            cells[framed.height - 1 - row][cell] = sign
    inside: list[Row] = [[("".join(row), "mark1")] for row in cells]
    return [axes_head(plot.x, plot.y, width), *framed.around(inside)]


class _Across:
    """Where columns stand, each as wide as the others."""

    def __init__(self, bins: tuple[Bin, ...]) -> None:
        self.bins = bins
        self.ends = [*(part.start for part in bins), bins[-1].stop]

    def cell(self, value: Number, width: int) -> int:
        """The cell of `value`, from the left, out of `width`."""
        index = max(0, min(len(self.bins) - 1, bisect_right(self.ends, value) - 1))
        part = Scale(self.ends[index], self.ends[index + 1])
        return min(width - 1, int((index + part.position(value)) * width / len(self.bins)))

    def tallest(self, width: int) -> dict[int, Number]:
        """The value of each cell across; of columns that share one, the farthest from zero."""
        found: dict[int, Number] = {}
        count = len(self.bins)
        gap = 1 if width >= 3 * count else 0
        for index, part in enumerate(self.bins):
            first, stop = index * width // count, (index + 1) * width // count
            for cell in range(first, max(first + 1, stop - gap)):
                if part.value is not None and abs(part.value) >= abs(found.get(cell, 0)):
                    found[cell] = part.value
        return found


def _column(up: Scale, value: Number, height: int, blocks: bool) -> list[tuple[int, str]]:
    """The rows, from the bottom, and the characters of a column in one cell across."""
    base = _base(up, height)
    if value == 0:
        return []
    if value > 0:
        parts = _parts(value / up.high * (height - base), 2 if blocks else 8)
        rows = [(base + row, "█") for row in range(parts // 8)]
        return rows + ([(base + parts // 8, _RISING[parts % 8])] if parts % 8 else [])
    parts = _parts(value / up.low * base, 2)
    rows = [(base - 1 - row, "█") for row in range(parts // 8)]
    return rows + ([(base - 1 - parts // 8, "▀")] if parts % 8 else [])


def _row_of(up: Scale, value: Number, height: int) -> int:
    """The row, from the bottom, where a column of `value` ends; -1 where it would be under it."""
    base = _base(up, height)
    if value >= 0:
        cells = base + (value / up.high * (height - base) if value else 0)
    else:
        cells = base - value / up.low * base
    return min(height, math.ceil(cells)) - 1


# Both


def _from_zero(low: Number, high: Number) -> Scale:
    return Scale(min(0, low), max(0, high) if high > 0 or low < 0 else 1)


def _base(scale: Scale, cells: int) -> int:
    """How many of `cells` are under zero: whole ones, and some wherever there is a value."""
    base = round(scale.position(0) * cells)
    least = 1 if scale.low < 0 else 0
    most = cells - 1 if scale.high > 0 else cells
    return max(least, min(most, base))


def _parts(cells: float, finest: int) -> int:
    """Eighths of a cell in `cells`, to the nearest of `finest` parts; one of them at least."""
    return max(1, round(cells * finest)) * (8 // finest)
