"""Plots as rows of text with tones, of exactly the size asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import reduce
from itertools import groupby
from operator import or_

from tui.i18n import gettext as _
from tui.tables.plots import (
    Axis,
    AxisKind,
    BarPlot,
    ColumnPlot,
    Line,
    LinePlot,
    Plot,
    Point,
    PointPlot,
    marks_of,
)
from tui.tables.scale import Number, Scale
from tui.text import clean_line
from tui.widgets.draw import cut, width_of
from tui.widgets.plot_bars import bars, columns
from tui.widgets.plot_canvas import ACROSS, BLANK, UP, DotCanvas
from tui.widgets.plot_frame import Frame, Picture, Row, Run, axes_head, frame, rounded

LINE_TONES = ("mark1", "mark2", "mark3", "mark4", "mark5")
"""Tones of the lines of a plot, one after the other."""

NARROWEST, LOWEST = 16, 5
"""Cells that a plot takes at least."""

_WIDE_BLANKS = re.compile(r"( {4,})")


def needs_loading(plot: Plot) -> bool:
    """Whether `plot` is drawn only after `plot_canvas.load`: it has dots, or axes."""
    return not isinstance(plot, BarPlot)


def draw(plot: Plot, width: int, height: int, *, first: int = 0, blocks: bool = False) -> Picture:
    """`plot` in `width` by `height` cells; of bars, those from `first` on.

    Args:
        blocks: Whether to draw with blocks alone: there is no braille.
    """
    if width < NARROWEST or height < LOWEST:
        return _said(_("There is no room to draw."), width, height)
    if not marks_of(plot):
        return _said(_("There is nothing to draw."), width, height)
    if isinstance(plot, BarPlot):
        return bars(plot, width, height, first, blocks)
    if isinstance(plot, ColumnPlot):
        rows = columns(plot, width, height, blocks)
    elif isinstance(plot, LinePlot):
        rows = _lines(plot, width, height, blocks)
    else:
        rows = _points(plot, width, height, blocks)
    return Picture(rows) if rows else _said(_("There is no room to draw."), width, height)


def _said(text: str, width: int, height: int) -> Picture:
    rows: list[Row] = [[(cut(text, width), "note")]] if height else []
    return Picture(rows + [[] for _row in range(height - 1)])


# Lines and points


def _points(plot: PointPlot, width: int, height: int, blocks: bool) -> list[Row]:
    drawn = _Dotted(plot.x, plot.y, plot.points, width, height)
    if drawn.frame is None:
        return []
    canvas = DotCanvas(drawn.frame.width, drawn.frame.height)
    few = len(plot.points) * 10 < drawn.frame.width * drawn.frame.height
    canvas.points((drawn.dot(canvas, point) for point in plot.points), big=few)
    layer = canvas.rows(blocks=blocks)
    return drawn.rows([layer])


def _lines(plot: LinePlot, width: int, height: int, blocks: bool) -> list[Row]:
    several = len(plot.lines) > 1
    every = [point for line in plot.lines for point in line.points]
    drawn = _Dotted(plot.x, plot.y, every, width, height - several)
    if drawn.frame is None:
        return []
    layers = []
    for number, line in enumerate(plot.lines, start=1):
        canvas = DotCanvas(drawn.frame.width, drawn.frame.height)
        _draw_line(canvas, drawn, line)
        layer = canvas.rows(blocks=blocks)
        layers.append(_numbered(layer, drawn, line, number) if several else layer)
    rows = drawn.rows(layers)
    return [rows[0], _legend(plot.lines, width), *rows[1:]] if several else rows


def _draw_line(canvas: DotCanvas, drawn: _Dotted, line: Line) -> None:
    for is_gap, run in groupby(line.points, key=lambda point: point.y is None):
        if not is_gap:
            dots = [drawn.dot(canvas, point) for point in run]
            canvas.line(dots)
            if len(dots) == 1:
                canvas.points(dots, big=True)


def _numbered(layer: list[str], drawn: _Dotted, line: Line, number: int) -> list[str]:
    """The layer with the number of its line at its last point: colours say nothing to some."""
    last = next((point for point in reversed(line.points) if point.y is not None), None)
    if last is None or drawn.frame is None:
        return layer
    cell, row = drawn.cell(last), drawn.frame.height - 1 - drawn.row(last)
    marked = layer[row][:cell] + str(number) + layer[row][cell + 1 :]
    return [*layer[:row], marked, *layer[row + 1 :]]


def _legend(lines: Sequence[Line], width: int) -> Row:
    room = max(4, width // len(lines) - 4)
    row: Row = []
    used = 0
    for number, line in enumerate(lines, start=1):
        name = f" {cut(_clean(line.name), room)} "
        used += width_of(name) + 2
        if used > width:
            break  # The numbers on the lines themselves stay.
        row += [(f" {number}", _tone(number - 1)), (name, "head")]
    return row


class _Dotted:
    """Where dots stand between the axes of a plot."""

    def __init__(self, x: Axis, y: Axis, points: Iterable[Point], width: int, height: int) -> None:
        every = list(points)
        kept = [point for point in every if point.y is not None]
        along = every if x.months else kept
        values = [point.y for point in kept if point.y is not None]
        self.head = axes_head(x, y, width)
        self.across = Scale.of(min(p.x for p in along), max(p.x for p in along))
        low, high = min(values), max(values)
        if y.kind is not AxisKind.TENS:
            low, high = _with_zero(low, high)
        if y.counted and low == high:
            low, high = 0, max(1, high)
        self.up = rounded(y, Scale.of(low, high), height - 3)
        self.frame: Frame | None = frame(
            (x, self.across),
            (y, self.up),
            (width, height - 1),
            lambda value, cells: (
                round(self.across.position(value) * (cells * ACROSS - 1)) // ACROSS
            ),
            lambda value, rows: round(self.up.position(value) * (rows * UP - 1)) // UP,
        )

    def dot(self, canvas: DotCanvas, point: Point) -> tuple[int, int]:
        """The dot of a point that has a value."""
        return canvas.dot(self.across.position(point.x), self.up.position(point.y or 0))

    def cell(self, point: Point) -> int:
        """The cell of a point, from the left."""
        cells = self.frame.width if self.frame else 1
        return round(self.across.position(point.x) * (cells * ACROSS - 1)) // ACROSS

    def row(self, point: Point) -> int:
        """The row of a point that has a value, from the bottom."""
        rows = self.frame.height if self.frame else 1
        return round(self.up.position(point.y or 0) * (rows * UP - 1)) // UP

    def rows(self, layers: Sequence[list[str]]) -> list[Row]:
        """The plot with these layers, the first one on top, and a line at zero under them all."""
        if self.frame is None:
            return []
        crossed = self.up.low < 0 < self.up.high
        zero = self.frame.height - 1 - self.row(Point(0, 0)) if crossed else -1
        inside = [
            _spaced(_merged([layer[index] for layer in layers], "┄" if index == zero else " "))
            for index in range(self.frame.height)
        ]
        return [self.head, *self.frame.around(inside)]


def _with_zero(low: Number, high: Number) -> tuple[Number, Number]:
    """The ends of an axis that goes up: from zero where that leaves half of it to the values."""
    if 0 < low <= high / 2:
        return 0, high
    if low / 2 <= high < 0:
        return low, 0
    return low, high


def _merged(layers: Sequence[str], blank: str) -> Row:
    """One row of several layers, one above the other."""
    if len(layers) == 1 and blank == " ":
        return [(layers[0], _tone(0))]
    row: Row = []
    for cells in zip(*layers, strict=True):
        held = [(cell, index) for index, cell in enumerate(cells) if cell != " "]
        _add(row, _crossed(held) if held else (blank, "axis"))
    return row


def _spaced(row: Row) -> Row:
    """The same with wide blanks apart: where the font has no braille, what stands after them in a
    picture is still in its place."""
    parts = [(part, tone) for text, tone in row for part in _WIDE_BLANKS.split(text) if part]
    return [(part, "plain" if part.isspace() else tone) for part, tone in parts]


def _crossed(held: Sequence[tuple[str, int]]) -> Run:
    """What stands in a cell that these layers cross: a number, or all their dots."""
    for cell, index in held:
        if cell.isdigit():
            return cell, _tone(index)
    text, first = held[0]
    if all(cell >= BLANK for cell, _index in held):
        text = chr(reduce(or_, (ord(cell) for cell, _index in held)))
    return text, _tone(first)


def _add(row: Row, run: Run) -> None:
    if row and row[-1][1] == run[1]:
        row[-1] = (row[-1][0] + run[0], run[1])
    else:
        row.append(run)


def _tone(index: int) -> str:
    return LINE_TONES[index % len(LINE_TONES)]


def _clean(text: str) -> str:
    return clean_line(text, 200)
