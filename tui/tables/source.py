"""Rows of a table, wherever they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tui.tables.query import Query, Schema

if TYPE_CHECKING:
    from tui.api.models import Profile

Cell: TypeAlias = str | int | float | bool | list["Cell"] | dict[str, "Cell"] | None
"""A value as the source gives it: hostile text, draw it through `tui.text`."""

Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Consecutive rows of a query.

    Attributes:
        query: The query that these rows answer; compare it with the current one before painting.
        start: Position of the first row, from 0.
        columns: Names of the cells of each row, in order.
        rows: The rows; fewer than asked at the end of the table.
        ids: `ROW_ID` of each row where the source has one, else None.
        total: Number of rows that the query matches; None when the source does not say.
        at_end: Whether the last of these rows is the last of the query.
    """

    query: Query
    start: int
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    ids: tuple[int | None, ...]
    total: int | None
    at_end: bool


class RowSource(Protocol):
    """What the grid draws.

    Every method may be cancelled; a cancelled call leaves no request behind.
    """

    @property
    def page_size(self) -> int:
        """Rows that the source likes to give at once (the service's largest page)."""
        ...

    async def schema(self) -> Schema:
        """The table's columns. Raises `tui.api.errors.ApiError`."""
        ...

    async def window(self, query: Query, start: int, stop: int) -> Window:
        """Rows `start` to `stop` (excluded) of `query`. Raises `tui.api.errors.ApiError`."""
        ...


class TableSource(RowSource, Protocol):
    """The rows of one table, filtered and ordered where they are."""

    @property
    def profile(self) -> Profile | None:
        """What is said of the values of each column; None where nobody says."""
        ...

    @property
    def sorts_plainly(self) -> bool:
        """Whether rows are ordered by one column only: those that tie may come twice or never."""
        ...

    def request_size(self, query: Query) -> int:
        """Bytes of the request line that asks for a page of `query`. Raises `ApiError` where it
        cannot be asked."""
        ...

    def forget(self) -> None:
        """Let go of every row, and go past caches from now on."""
        ...
