"""What is known of a table as a whole, read bit by bit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.tables.figures import Subject, figures_of
from tui.tables.query import Column, Query, Schema
from tui.tables.remote import RemoteTable
from tui.tables.source import Cell

if TYPE_CHECKING:
    from tui.api.models.table import Profile, TableMeta
    from tui.api.tabular import Tabular


@dataclass(frozen=True, slots=True)
class Structure:
    """What is known of a table and of its columns.

    Attributes:
        schema: Its columns.
        profile: What the service says of them.
        total: Its rows; None while that is not known.
        rows: Its first rows, cells by column; empty where they could not be had.
        meta: When the service made it, and from what.
    """

    schema: Schema
    profile: Profile | None = None
    total: int | None = None
    rows: tuple[Mapping[str, Cell], ...] = field(default=())
    meta: TableMeta | None = None

    def subject(self, column: Column) -> Subject:
        """`column`, as its profile is told."""
        figures = figures_of(self.profile, column, self.total)
        return Subject(figures, [row.get(column.name) for row in self.rows], self.total)

    def subjects(self) -> list[Subject]:
        """Every column, in table order."""
        return [self.subject(column) for column in self.schema]


async def read_structure(
    tabular: Tabular,
    rid: str,
    known: Callable[[Structure], None],
    *,
    before: Structure | None = None,
    reload: bool = False,
) -> ApiError | None:
    """Read the structure of the table of resource `rid`; `known` is called as more of it comes.

    ``GET /api/resources/{rid}/profile/``, then a page of ``data/``, which tells the number of rows,
    then ``GET /api/resources/{rid}/``.

    Args:
        before: What was known: it stays where there is nothing newer.
        reload: Whether to go past caches.

    Returns:
        Why a part of it could not be had; None where nothing is missing.

    Raises:
        ApiError: The profile cannot be had.
    """
    source = RemoteTable(tabular, rid)
    if reload:
        source.forget()
    schema = await source.schema()
    structure = replace(before or Structure(schema), schema=schema, profile=source.profile)
    known(structure)
    problem: ApiError | None = None
    try:
        window = await source.window(Query(), 0, source.page_size)
        rows = tuple(dict(zip(window.columns, row, strict=False)) for row in window.rows)
        total = len(rows) if window.total is None and window.at_end else window.total
        structure = replace(structure, total=total, rows=rows)
        known(structure)
    except ApiError as error:
        problem = error
    try:
        meta = await tabular.meta(rid, reload=reload)
        known(replace(structure, meta=meta))
    except ApiError as error:
        problem = problem or error
    return problem
