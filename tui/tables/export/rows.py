"""What an export is fed by: rows of known columns, some at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.tables.export.progress import Route
from tui.tables.query import Column
from tui.tables.source import Row


@dataclass(frozen=True, slots=True)
class Count:
    """What is known of the rows before they come. Two that differ are of two tables.

    Attributes:
        total: How many; None where they are not counted.
        edition: When their table was made; empty when nobody says.
    """

    total: int | None
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """How far one is: rows had, and `ROW_ID` of the last one where they come in its order."""

    rows: int = 0
    last_id: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows in order, and how far one is with them."""

    rows: Sequence[Row]
    done: Done


class Rows(Protocol):
    """The rows of one export."""

    @property
    def columns(self) -> tuple[Column, ...]:
        """What the cells of a row are, in order."""
        ...

    @property
    def key(self) -> str:
        """A digest of what these rows are; empty where they cannot be had again later."""
        ...

    @property
    def route(self) -> Route:
        """How the rows come."""
        ...

    async def count(self) -> Count:
        """Ask how many there are. Raises `ApiError`."""
        ...

    def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        """The rows after those that are `done`. Raises `ApiError` or `ExportError`."""
        ...
