"""Rows that a person marked: kept with their cells, whatever is scrolled, sorted or filtered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tui.tables.source import Cell

MARKS_KEPT = 10_000
"""Rows that can be marked at once."""


class Marks:
    """Marked rows by their `ROW_ID`, in the order they were marked."""

    def __init__(self) -> None:
        self._rows: dict[int, Mapping[str, Cell]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, row_id: object) -> bool:
        return row_id in self._rows

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    @property
    def is_full(self) -> bool:
        """Whether no more rows can be marked."""
        return len(self._rows) >= MARKS_KEPT

    def turn(self, row_id: int, cells: Mapping[str, Cell]) -> bool:
        """Mark a row, or no longer. Returns whether it is marked now."""
        if row_id in self._rows:
            del self._rows[row_id]
            return False
        if not self.is_full:
            self._rows[row_id] = cells
        return row_id in self._rows

    def clear(self) -> None:
        """Mark nothing any more."""
        self._rows.clear()

    def have(self, columns: Sequence[str]) -> bool:
        """Whether the cells of these columns were at hand when each of the rows was marked."""
        return all(name in cells for cells in self._rows.values() for name in columns)

    def rows(self, columns: Sequence[str]) -> list[tuple[Cell, ...]]:
        """The marked rows in the file's order, as the cells of `columns`; null where a column was
        not at hand when the row was marked."""
        return [
            tuple(self._rows[row_id].get(name) for name in columns) for row_id in sorted(self._rows)
        ]
