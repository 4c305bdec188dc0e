"""A text looked for in the rows at hand."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tui.tables.source import Row
from tui.tables.store import RowStore

Spot: TypeAlias = tuple[int, int]
"""Position of a row, and of a cell among those looked at."""


class Finder:
    """Where a text is among the rows of a store, case aside.

    Pages are looked at once. `step` looks at one more, so that whoever calls can let others run.
    """

    def __init__(self, text: str, reads: Sequence[Callable[[Row], str]]) -> None:
        # `reads` give the texts of a row to look in, from left to right.
        self.text = text
        self.pattern = re.compile(re.escape(text), re.IGNORECASE)
        self._reads = tuple(reads)
        self._pages: dict[int, tuple[Row, ...]] = {}
        self._found: dict[int, list[Spot]] = {}
        self._spots: list[Spot] | None = []

    def steps(self, store: RowStore) -> Iterator[None]:
        """Look at the pages of `store` that were not looked at, one a step."""
        held = dict(store.pages())
        for start in [start for start, rows in self._pages.items() if held.get(start) is not rows]:
            del self._pages[start]
            del self._found[start]
            self._spots = None
        for start, rows in held.items():
            if start not in self._pages:
                self._found[start] = list(self._spots_of(start, rows))
                self._pages[start] = rows
                self._spots = None
                yield

    @property
    def spots(self) -> list[Spot]:
        """Where the text was found, in the order of the rows."""
        if self._spots is None:
            self._spots = [spot for start in sorted(self._found) for spot in self._found[start]]
        return self._spots

    @property
    def rows_read(self) -> int:
        """Rows that were looked at."""
        return sum(len(rows) for rows in self._pages.values())

    def after(self, spot: Spot) -> Spot | None:
        """The next place after `spot`, going on from the top at the end; None where there is
        none."""
        spots = self.spots
        return spots[bisect_right(spots, spot) % len(spots)] if spots else None

    def before(self, spot: Spot) -> Spot | None:
        """The place before `spot`, going on from the end at the top; None where there is none."""
        spots = self.spots
        return spots[bisect_left(spots, spot) - 1] if spots else None

    def _spots_of(self, start: int, rows: Sequence[Row]) -> Iterator[Spot]:
        for offset, row in enumerate(rows):
            for index, read in enumerate(self._reads):
                if self.pattern.search(read(row)):
                    yield start + offset, index
