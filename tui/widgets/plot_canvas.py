"""Points and lines as characters: eight dots of braille a cell, drawn by plotille.

`load` imports the library, which takes a moment: call it in a thread. The library is given whole
numbers of dots and nothing else, no text and no colour, so that what comes back is braille alone.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from tui import format as fmt

if TYPE_CHECKING:
    from plotille import Canvas

Dot: TypeAlias = tuple[int, int]
"""A dot of the canvas, from its lower left corner: across, up."""

ACROSS, UP = 2, 4
"""Dots of a cell."""

BLANK = "\u2800"
"""The cell of braille without a dot; those with dots come after it."""

_UPPER_HALF = 0b00011011
_LOWER_HALF = 0b11100100
_BLOCKS = {(False, False): " ", (True, False): "▀", (False, True): "▄", (True, True): "█"}
_BIG = ((0, 0), (1, 0), (0, 1), (1, 1))

_loaded: list[type[Canvas]] = []


def load() -> None:
    """Import the library, and what writes the dates of the axes; some 50 ms the first time."""
    if not _loaded:
        fmt.month(dt.date.min)
        fmt.round_number(Decimal(10_000))
        from plotille import Canvas

        _loaded.append(Canvas)


def is_loaded() -> bool:
    """Whether canvases can be made."""
    return bool(_loaded)


def lacks_braille(environment: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal is known to have no braille: the console of Linux has few characters."""
    return environment.get("TERM") == "linux"


class DotCanvas:
    """A canvas of `width` by `height` cells. Only after `load`."""

    def __init__(self, width: int, height: int) -> None:
        self._across, self._up = width * ACROSS, height * UP
        # A unit is a dot: the library has nothing to round.
        self._canvas = _loaded[0](width, height, 0, 0, self._across, self._up)

    def dot(self, across: float, up: float) -> Dot:
        """The dot at these shares of the width and of the height, from 0 to 1."""
        return round(across * (self._across - 1)), round(up * (self._up - 1))

    def points(self, dots: Iterable[Dot], *, big: bool = False) -> None:
        """Draw each dot; as four of them, in the same cell, when `big`."""
        for across, up in set(dots):
            if big:
                left, low = across // ACROSS * ACROSS, min(up, up // UP * UP + UP - 2)
                for right, above in _BIG:
                    self._canvas.point(left + right, low + above)
            else:
                self._canvas.point(across, up)

    def line(self, dots: Iterable[Dot]) -> None:
        """Join the dots, which go from left to right. All those of one column are drawn, each dot
        of the canvas once."""
        before: _Run | None = None
        for run in _runs(dots):
            if before is not None:
                self._join(before, run)
                self._upright(before)
            before = run
        if before is not None:
            self._upright(before)

    def _join(self, left: _Run, right: _Run) -> None:
        if right.across - left.across > 1:
            self._canvas.line(left.across, left.last, right.across, right.first)
            return
        # Side by side, each column goes half of the way.
        middle = (left.last + right.first) // 2
        rises, falls = left.last < right.first, left.last > right.first
        left.reach(middle + falls)
        right.reach(middle + rises)

    def _upright(self, run: _Run) -> None:
        self._canvas.line(run.across, run.low, run.across, run.high)

    def rows(self, *, blocks: bool = False) -> list[str]:
        """The cells from top to bottom; blanks where there is no dot. Without braille, half
        blocks."""
        cells = self._canvas.plot(linesep="\n").split("\n")
        return ["".join(_cell(ord(cell) - ord(BLANK), blocks) for cell in row) for row in cells]


def _cell(dots: int, blocks: bool) -> str:
    if not dots:
        return " "
    if blocks:
        return _BLOCKS[bool(dots & _UPPER_HALF), bool(dots & _LOWER_HALF)]
    return chr(ord(BLANK) + dots)


@dataclass(slots=True)
class _Run:
    """Dots of one column of the canvas that follow one another."""

    across: int
    first: int
    last: int
    low: int
    high: int

    def reach(self, up: int) -> None:
        """Go as far as `up`."""
        self.low, self.high = min(self.low, up), max(self.high, up)


def _runs(dots: Iterable[Dot]) -> Iterator[_Run]:
    run: _Run | None = None
    for across, up in dots:
        if run is None or across != run.across:
            if run is not None:
                yield run
            run = _Run(across, up, up, up, up)
        run.last = up
        run.reach(up)
    if run is not None:
        yield run
