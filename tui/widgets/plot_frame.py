"""The axes of a plot: which values are marked beside it, and where."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from tui.tables.plots import Axis, AxisKind
from tui.tables.scale import Number, Scale, rounded_out, step_for
from tui.tables.ticks import Tick, number_ticks, power_ends, power_ticks, time_ticks
from tui.text import clean_line
from tui.widgets.draw import ELLIPSIS, cut, fit, width_of

Run: TypeAlias = tuple[str, str]
"""A text and its tone, the last name of a component class."""

Row: TypeAlias = list[Run]


@dataclass(frozen=True, slots=True)
class Picture:
    """A plot drawn.

    Attributes:
        rows: Its rows from top to bottom, as wide as was asked for or narrower.
        shown: Bars in sight, where they may be scrolled; else 0.
        count: Bars that there are, in sight or not.
    """

    rows: list[Row]
    shown: int = 0
    count: int = 0


ROWS_A_TICK = 3
CELLS_A_TICK = 6
"""Cells between two marks across, at the least."""


class Mark(NamedTuple):
    """A value marked on the axis across: its cell, and where its label begins (None for none)."""

    cell: int
    start: int | None
    label: str


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the cells of a plot are.

    Attributes:
        gutter: Cells at left of the axis.
        width: Cells across inside the axes.
        height: Cells up inside the axes.
        labels: Labels at left, by row from the bottom; -1 is the row of the axis.
        marks: What is marked under the axis, from left to right.
    """

    gutter: int
    width: int
    height: int
    labels: dict[int, str]
    marks: tuple[Mark, ...]

    def around(self, inside: Sequence[Row]) -> list[Row]:
        """The rows of the plot, from top to bottom, with their axes."""
        rows = []
        for index, row in enumerate(inside):
            label = self.labels.get(self.height - 1 - index)
            rows.append([*self._left(label, "┤" if label else "│"), *row])
        return [*rows, self._axis(), self._under()]

    def _left(self, label: str | None, sign: str) -> Row:
        return [(fit(label or "", self.gutter, right=True), "label"), (sign, "axis")]

    def _axis(self) -> Row:
        line = ["─"] * self.width
        for mark in self.marks:
            line[mark.cell] = "┬"
        corner = self.labels.get(-1)
        return [*self._left(corner, "┼" if corner else "└"), ("".join(line), "axis")]

    def _under(self) -> Row:
        text = ""
        for mark in self.marks:
            if mark.start is not None:
                text += " " * (mark.start - width_of(text)) + mark.label
        return [(" " * (self.gutter + 1) + text, "label")]


def ticks_of(axis: Axis, scale: Scale, most: int) -> list[Tick]:
    """What is marked along `axis`, some `most` steps apart at most."""
    if axis.kind is AxisKind.TIME:
        low, high = int(scale.low), int(scale.high)
        return time_ticks(low, high, most, whole_days=axis.whole, whole_months=axis.months)
    if axis.kind is AxisKind.TENS:
        return power_ticks(scale.low, scale.high, most)
    return number_ticks(scale.low, scale.high, most, whole=axis.whole, plain=axis.plain)


def rounded(axis: Axis, scale: Scale, height: int) -> Scale:
    """The scale of an axis that goes up, its ends made round so that both are marked."""
    if axis.kind is AxisKind.TIME:
        return scale
    if axis.kind is AxisKind.TENS:
        return Scale.of(*power_ends(scale.low, scale.high))
    step = step_for(scale.low, scale.high, _ticks_up(height), whole=axis.whole)
    return Scale(*rounded_out(scale.low, scale.high, step))


def frame(
    x: tuple[Axis, Scale],
    y: tuple[Axis, Scale],
    size: tuple[int, int],
    cell_across: Callable[[Number, int], int],
    row_up: Callable[[Number, int], int],
    *,
    columns: int = 0,
) -> Frame | None:
    """The frame of a plot of `size` cells, axes included; None where there is no room.

    Args:
        x: The axis across, and its ends.
        y: The axis up, and its ends.
        cell_across: The cell of a value, from the left, out of so many.
        row_up: The row of a value, from the bottom, out of so many.
        columns: What the width is a multiple of, where it can be.
    """
    width, height = size[0], size[1] - 2
    ticks = ticks_of(y[0], y[1], _ticks_up(height))
    gutter = min(max((width_of(tick.label) for tick in ticks), default=0), width // 3)
    inside = width - gutter - 1
    if inside < CELLS_A_TICK or height < 2:
        return None
    if columns and inside >= columns:
        inside -= inside % columns
    labels = {row_up(tick.value, height): _end_of(tick.label, gutter) for tick in ticks}
    marks = _marks(*x, inside, lambda value: cell_across(value, inside))
    return Frame(gutter, inside, height, labels, tuple(marks))


def head(left: str, right: str, width: int) -> Row:
    """What is written above a plot, at left and at right."""
    beside = cut(clean_line(right, 200), max(0, width // 2))
    room = max(0, width - width_of(beside) - 1)
    return [(f"{fit(clean_line(left, 200), room)} {beside}", "head")]


def axes_head(x: Axis, y: Axis, width: int) -> Row:
    """The names of the axes: the one that goes up at left, the one across at right."""
    up = f"↑ {y.title}" if y.title else ""
    return head(up, f"{x.title} →" if x.title else "", width)


def _ticks_up(height: int) -> int:
    return max(2, math.ceil(height / ROWS_A_TICK))


def _end_of(label: str, width: int) -> str:
    """`label` in at most `width` cells: what tells large numbers apart is at their end."""
    return label if width_of(label) <= width else ELLIPSIS + label[len(label) - width + 1 :]


def _marks(axis: Axis, scale: Scale, width: int, cell_of: Callable[[Number], int]) -> list[Mark]:
    """The most values whose labels fit side by side."""
    best: list[Mark] = []
    for most in range(max(1, width // CELLS_A_TICK), 0, -1):
        ticks = ticks_of(axis, scale, most)
        cells = [cell_of(tick.value) for tick in ticks]
        marks = _placed(ticks, cells, width)
        if len(marks) > 1 and all(mark.start is not None for mark in marks):
            return marks
        if not best or _labelled(marks) > _labelled(best):
            best = marks
    return best


def _labelled(marks: Sequence[Mark]) -> int:
    return sum(mark.start is not None for mark in marks)


def _placed(ticks: Sequence[Tick], cells: Sequence[int], width: int) -> list[Mark]:
    """Each label centred under its mark, left out where it would touch the one before."""
    marks = []
    free = 0
    for tick, cell in zip(ticks, cells, strict=True):
        size = width_of(tick.label)
        start = max(0, min(width - size, cell - size // 2))
        if size > width or start < free:
            marks.append(Mark(cell, None, tick.label))
            continue
        marks.append(Mark(cell, start, tick.label))
        free = start + size + 1
    return marks
