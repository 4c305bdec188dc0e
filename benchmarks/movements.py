"""The movements that every grid is put through, each with its proof on the screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.measure import Deed
from benchmarks.programs import Program

DOWN, SCROLL, HELD, PAGE_DOWN, RIGHT = (
    "Down inside the page",
    "Down that scrolls",
    "Down held at 30 Hz",
    "PageDown",
    "Right across the columns",
)
_LEAST_PAGE = 25
"""Rows that any of the grids shows at once, and moves by, on 40 lines."""
_BURST = 50
"""Pages turned between two rests, on a long way."""

Proof = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program that shows a table, and how its rows are known on its screen.

    Attributes:
        program: Its keys name "Top" and "Bottom" too.
        row: Regular expression of a row that is filled; its first group is the row's number.
        first: Number of the first row.
        last: Number of the last row.
        columns: How many there are.
        last_column: Name of the last one, as the header writes it.
    """

    program: Program
    row: str
    first: int
    last: int
    columns: int
    last_column: str

    def rows_in_sight(self, screen: str) -> list[int]:
        """Numbers of the rows that are filled, from the top."""
        found = re.findall(self.row, screen, re.M)
        return [int(number.replace(",", "")) for number in found]


def movements(grid: Contestant) -> list[Deed]:
    """Down inside a page and past it, by pages, to the ends, held, and across the columns."""
    to_the_last_line = Deed("way to the last line", ("Down",) * 40, per_second=100, measured=False)
    return [
        Deed(DOWN, ("Down",) * 10, proof=_scrolled(grid, 0)),
        to_the_last_line,
        Deed(SCROLL, ("Down",) * 10, proof=_scrolled(grid, 10)),
        Deed(PAGE_DOWN, (PAGE_DOWN,) * 10, proof=_scrolled(grid, 10 * _LEAST_PAGE)),
        Deed("jump to an end", ("Bottom", "Top") * 2 + ("Bottom",), proof=_shows(grid, grid.last)),
        Deed("way back", ("Top",), proof=_shows(grid, grid.first), measured=False),
        to_the_last_line,
        Deed(HELD, ("Down",) * 45, proof=_scrolled(grid, 45), per_second=30),
        across(grid),
    ]


def across(grid: Contestant) -> Deed:
    """One column after the other, to the last one."""
    return Deed(RIGHT, ("Right",) * (grid.columns - 1), proof=_reaches(grid))


def far_down(grid: Contestant, rows: int) -> list[Deed]:
    """Past `rows` rows by pages, with a rest now and then so that some of them come."""
    bursts = -(-rows // (_LEAST_PAGE * _BURST))
    burst = Deed(
        "far down",
        (PAGE_DOWN,) * _BURST,
        _scrolled(grid, _LEAST_PAGE * _BURST),
        per_second=100,
        measured=False,
    )
    return [burst] * bursts


def _scrolled(grid: Contestant, least: int) -> Proof:
    """The page is full and has moved by `least` rows, or not at all where `least` is 0."""

    def proof(before: str, after: str) -> bool:
        old, new = grid.rows_in_sight(before), grid.rows_in_sight(after)
        if len(old) < _LEAST_PAGE or len(new) < _LEAST_PAGE:
            return False
        return new[0] == old[0] if least == 0 else new[0] - old[0] >= least

    return proof


def _shows(grid: Contestant, row: int) -> Proof:
    return lambda before, after: (
        row in set(grid.rows_in_sight(after)) - set(grid.rows_in_sight(before))
    )


def _reaches(grid: Contestant) -> Proof:
    return lambda before, after: grid.last_column in after and grid.last_column not in before
