"""What is known of the values of a column: its profile, and the rows at hand.

A profile may be old, or cover a part of the rows: everything is optional, and says of what it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tui.tables.json_text import json_text
from tui.tables.operators import parse_scalar
from tui.tables.query import Column, Condition, Op, Scalar
from tui.tables.remote_schema import served_name
from tui.tables.source import Cell
from tui.tables.source_text import read_source, reading_of

if TYPE_CHECKING:
    from tui.api.models.table import ColumnProfile, Profile

TOPS = 10
"""The most frequent values that a profile tells, at most."""

CHUNK = 10_000
"""Rows from which csv-detective reads a file piece by piece, and counts nulls as a value."""


@dataclass(frozen=True, slots=True)
class Top:
    """A value that a column holds.

    Attributes:
        text: As the source file writes it: hostile text.
        count: Rows that hold it, among those that were read; None where that is not told.
    """

    text: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """What the profile of a table says of one column.

    Attributes:
        column: The column, under the name that rows bear.
        score: How well values and name suit the format: 1 for the values, up to 1.5 with the name.
        rows_read: Rows that the figures are of.
        total: Rows of the table now.
        distinct, missing: Numbers of distinct values and of empty cells.
        min, max, mean, std: Of numbers, exactly as the profile has them.
        tops: Values from the most frequent on, then known ones whose count is not told.
        is_categorical: Whether csv-detective found that values repeat a lot.
        is_indexed: Whether the service has an index on it; None where it has no index at all.
        date_format: How dates were read, as `strptime` has it; empty where that is not told.
    """

    column: Column
    score: Decimal | None = None
    rows_read: int | None = None
    total: int | None = None
    distinct: int | None = None
    missing: int | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    mean: Decimal | None = None
    std: Decimal | None = None
    tops: tuple[Top, ...] = ()
    is_categorical: bool = False
    is_indexed: bool | None = None
    date_format: str = ""

    @property
    def is_known(self) -> bool:
        """Whether the profile says anything of the values."""
        told = (self.distinct, self.missing, self.min, self.max, self.mean, self.std)
        return bool(self.tops) or any(figure is not None for figure in told)

    @property
    def is_partial(self) -> bool:
        """Whether the figures leave rows of the table out."""
        return self.rows_read is not None and self.total is not None and self.rows_read < self.total

    @property
    def is_outdated(self) -> bool:
        """Whether the figures are of more rows than the table has now."""
        return self.rows_read is not None and self.total is not None and self.rows_read > self.total

    @property
    def missing_share(self) -> float | None:
        """The share of cells that are empty, from 0 to 1."""
        return self.share(self.missing)

    def share(self, count: int | None) -> float | None:
        """`count` as a share of the rows read, from 0 to 1; None where that makes no sense."""
        rows = self._rows_told
        return None if count is None or not rows or count > rows else count / rows

    @property
    def _rows_told(self) -> int | None:
        """The rows that the counts are of: those read, unless that would be too few for them."""
        least = sum(top.count or 0 for top in self.tops) + (self.missing or 0)
        known = (rows for rows in (self.rows_read, self.total) if rows is not None)
        return next((rows for rows in known if rows >= least), None)

    @property
    def are_all_different(self) -> bool:
        """Whether no value comes twice."""
        if self.distinct is None or self.rows_read is None or self.missing is None:
            return False
        return self.distinct > 1 and self.distinct == self.rows_read - self.missing

    @property
    def has_every_value(self) -> bool:
        """Whether `tops` are all the values that the column holds, each with its count."""
        counted = sum(top.count is not None for top in self.tops)
        return counted > 0 and (
            counted < TOPS if self.distinct is None else counted == self.distinct
        )

    def reading(self, top: Top) -> str:
        """How rows write `top`; empty where they write it as the file does, or that is unknown."""
        return reading_of(self.column.type, top.text, self.date_format)

    def only(self, top: Top, op: Op = Op.EXACT) -> Condition:
        """The filter on the rows that hold `top`, or with `differs` on the others.

        Raises `BadValueError` where it is not known what the service made of the text.
        """
        value = read_source(self.column.type, top.text, self.date_format)
        return Condition(self.column.name, op, value)

    def only_number(self, number: Decimal, op: Op = Op.EXACT) -> Condition:
        """The filter on the rows that hold `number`. Raises `BadValueError`."""
        return Condition(self.column.name, op, parse_scalar(self.column.type, f"{number:f}"))


@dataclass(frozen=True, slots=True)
class Subject:
    """A column to tell about.

    Attributes:
        figures: What its profile says.
        cells: Its cells in the rows at hand.
        matching: Rows of the query that `cells` are from; None where that is not known.
    """

    figures: Figures
    cells: Sequence[Cell] = field(default=())
    matching: int | None = None


def figures_of(profile: Profile | None, column: Column, total: int | None = None) -> Figures:
    """Return what `profile` says of `column`.

    Args:
        profile: None where the service has none.
        column: One of the columns that rows have; a few are served under another name.
        total: Rows of the table, all of them; None where that is not known.
    """
    if profile is None:
        return Figures(column, total=total)
    name = _name_in_file(profile, column)
    known = profile.columns.get(name)
    if known is None:
        return Figures(column, rows_read=profile.total_lines, total=total)
    return Figures(
        column=column,
        score=known.score,
        rows_read=profile.total_lines,
        total=total,
        distinct=_distinct(known, profile.total_lines),
        missing=_count(known.missing),
        min=known.min,
        max=known.max,
        mean=known.mean,
        std=known.std,
        tops=_tops(known),
        is_categorical=known.categorical,
        is_indexed=None if profile.indexes is None else name in profile.indexes,
        date_format=known.date_format,
    )


def frequent(cells: Iterable[Cell], most: int = TOPS) -> list[tuple[Scalar, int]]:
    """The values that come most often in `cells`, nulls and what cannot be compared left out."""
    # True equals 1 for Python, and nothing else here.
    counts = Counter(
        (type(cell), cell) for cell in cells if cell is not None and _is_scalar(cell)
    ).most_common(most)
    return [
        (Decimal(repr(cell)) if isinstance(cell, float) else cell, count)
        for (_type, cell), count in counts
        if isinstance(cell, (str, int, float))
    ]


def example(figures: Figures, cells: Iterable[Cell]) -> str | None:
    """A value that shows what the column holds: the most frequent one, else the first at hand."""
    if figures.tops:
        return figures.tops[0].text
    held = next((cell for cell in cells if cell is not None), None)
    if held is None or isinstance(held, str):
        return held
    return json_text(held)


def _name_in_file(profile: Profile, column: Column) -> str:
    if column.name in profile.columns:
        return column.name
    names = (name for name in profile.columns if served_name(name) == column.name)
    return next(names, column.name)


def _tops(known: ColumnProfile) -> tuple[Top, ...]:
    counted = [Top(text, count) for text, count in known.tops]
    seen = {top.text for top in counted}
    return (*counted, *(Top(text) for text in known.values if text not in seen))


def _distinct(known: ColumnProfile, rows_read: int | None) -> int | None:
    distinct = _count(known.distinct)
    chunked = rows_read is not None and rows_read > CHUNK
    # With few values the tops are all of them: then one too many is null.
    if chunked and known.missing and 0 < len(known.tops) < TOPS and distinct is not None:
        return min(distinct, len(known.tops))
    return distinct


def _count(number: int | None) -> int | None:
    return number if number is not None and number >= 0 else None


def _is_scalar(cell: Cell) -> bool:
    return isinstance(cell, (str, bool, int)) or (
        isinstance(cell, float) and float("-inf") < cell < float("inf")
    )
