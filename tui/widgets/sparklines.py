"""A series in a few lines of text: one column or more a month, as high as its value.

No colour says anything: a month without a value is a dot, and a bar stands before the month that
is not over.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

WIDEST: Final = 6
"""Cells that a month takes at most."""


@dataclass(frozen=True, slots=True)
class Ramp:
    """The characters of a line.

    Attributes:
        levels: From an empty cell to a full one.
        gap: A month without a value.
        unfinished: What stands before the month that is not over.
    """

    levels: str
    gap: str
    unfinished: str


BLOCKS: Final = Ramp(" ▁▂▃▄▅▆▇█", "·", "┊")
ASCII: Final = Ramp(" _-~=+*%#", ".", "|")


def ramp_for(environment: Mapping[str, str] = os.environ) -> Ramp:
    """The characters that the terminal is known to have: the console of Linux, and those whose
    locale has an encoding other than UTF-8, are given ASCII."""
    if environment.get("TERM") in ("linux", "dumb"):
        return ASCII
    names = (environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG"))
    locale = next((name for name in names if name), "")
    _language, dot, encoding = locale.partition(".")
    return ASCII if dot and "utf" not in encoding.lower() else BLOCKS


def cells_of(count: int, width: int) -> int:
    """How many cells each of `count` months takes in `width`, the bar before the last one apart."""
    return max(1, min(WIDEST, (width - 1) // max(1, count)))


def fitting(count: int, width: int) -> int:
    """How many of `count` months fit in `width` cells, the last ones."""
    return min(count, max(1, width - 1))


def sparkline(
    values: Sequence[int | None], width: int, rows: int = 2, *, ramp: Ramp = BLOCKS
) -> list[str]:
    """The last of `values` that fit, as `rows` lines of the same width, the topmost first.

    The scale begins at zero; what is not zero can be told from it. The last value is one that is
    not over: a bar stands before it.
    """
    shown = values[-fitting(len(values), width) :] if values else ()
    highest = max((value for value in shown if value is not None), default=0)
    cells = cells_of(len(shown), width)
    lines = [""] * rows
    for index, value in enumerate(shown):
        if index and index == len(shown) - 1:
            lines = [line + ramp.unfinished for line in lines]
        column = _column(value, highest, rows, ramp)
        lines = [line + sign * cells for line, sign in zip(lines, column, strict=True)]
    return lines


def _column(value: int | None, highest: int, rows: int, ramp: Ramp) -> list[str]:
    """The signs of one month, the topmost first."""
    if value is None:
        return [" "] * (rows - 1) + [ramp.gap]
    full = len(ramp.levels) - 1
    height = _height(value, highest, rows * full)
    filled = [max(0, min(full, height - full * (rows - 1 - row))) for row in range(rows)]
    return [ramp.levels[level] for level in filled]


def _height(value: int, highest: int, steps: int) -> int:
    """How many of `steps` a value takes: 1 for zero, 2 at least for more."""
    if value <= 0 or highest <= 0:
        return 1
    return max(2, -(-value * steps // highest))
