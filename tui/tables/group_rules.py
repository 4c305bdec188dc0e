"""What the service lets one group by and compute, and which rule forbids the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.tables.operators import functions_for, known_column, sortable
from tui.tables.query import ROW_ID, Aggregate, ColumnType, Function, Query, QueryError, Schema
from tui.tables.tabular_form import can_be_an_index
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models.table import Profile
    from tui.tables.remote import RemoteTable

ROW_COUNT = Aggregate(ROW_ID, Function.COUNT)
"""The number of rows of a group; `COLUMN__count` counts its non-empty cells."""

_MOMENTS = frozenset((ColumnType.DATE, ColumnType.DATETIME, ColumnType.DATETIME_TZ))

NAMES_SAID = 4
"""Names of columns that one sentence lists, at most."""


@dataclass(frozen=True, slots=True)
class GroupRules:
    """What may be grouped in one table.

    Attributes:
        schema: Its columns.
        allowed: Whether the service lets its rows be grouped at all.
        indexes: The columns that may be grouped by and computed on; None where any may.
        missing: Empty cells by column, as far as the profile counted them.
    """

    schema: Schema
    allowed: bool = True
    indexes: tuple[str, ...] | None = None
    missing: Mapping[str, int] = field(default_factory=dict)

    def why_not(self, query: Query) -> str:
        """Which rule forbids these groups, as a sentence; empty when none does."""
        if not self.allowed:
            return _("The service does not let the rows of this table be grouped.")
        used = [*query.group_by, *(aggregate.column for aggregate in query.aggregates)]
        try:
            for name in used:
                known_column(self.schema, name)
        except QueryError as error:
            return error.reason
        forbidden = self._why_not_types(query) or self._why_not_indexes(used)
        if not forbidden and not query.aggregates:
            return _("Choose what to compute for each group.")
        return forbidden

    def _why_not_types(self, query: Query) -> str:
        for name in query.group_by:
            if not sortable(known_column(self.schema, name).type):
                return _("{column} cannot be grouped by.").format(column=clean_line(name, 80))
        for aggregate in query.aggregates:
            kind = known_column(self.schema, aggregate.column).type
            if aggregate.function not in functions_for(kind):
                return _("{function} cannot be computed on {column}.").format(
                    function=aggregate.function, column=clean_line(aggregate.column, 80)
                )
        return ""

    def _why_not_indexes(self, used: Iterable[str]) -> str:
        if self.indexes is None:
            return ""
        bare = list(dict.fromkeys(name for name in used if name not in self.indexes))
        if bare == [ROW_ID]:
            said = _("The rows of this table cannot be counted, only the values of {indexed}.")
            return said.format(indexed=listed(self.indexes))
        if bare:
            said = ngettext(
                "{columns} has no index: this table is grouped by {indexed} only.",
                "{columns} have no index: this table is grouped by {indexed} only.",
                len(bare),
            )
            return said.format(columns=listed(bare), indexed=listed(self.indexes))
        odd = [name for name in used if not can_be_an_index(name)]
        if odd:
            said = _("The service does not recognise the name {column} among its indexes.")
            return said.format(column=clean_line(odd[0], 80))
        return ""

    def why_not_column(self, name: str) -> str:
        """Why rows cannot be grouped by column `name`, in a few words; empty when they can."""
        column = self.schema.column(name)
        if column is None or not sortable(column.type):
            return _("cannot be grouped by")
        return self._why_not_name(name)

    def why_not_measure(self, aggregate: Aggregate) -> str:
        """Why `aggregate` cannot be computed, in a few words; empty when it can."""
        column = self.schema.column(aggregate.column)
        if column is None or aggregate.function not in functions_for(column.type):
            return _("does not suit its type")
        return self._why_not_name(aggregate.column)

    def _why_not_name(self, name: str) -> str:
        if self.indexes is None:
            return ""
        if name not in self.indexes:
            return _("no index")
        return "" if can_be_an_index(name) else _("name not recognised")

    def measures(self) -> Iterator[Aggregate]:
        """What suits the types of the columns, the likeliest first: rows, then what is measured."""
        if self.indexes is None:
            yield ROW_COUNT
        for column in sorted(self.schema, key=lambda column: _rank(column.type)):
            yield from (Aggregate(column.name, f) for f in _likeliest(column.type))

    def count(self) -> Aggregate | None:
        """What comes nearest to the number of rows of a group; None where nothing can be counted.

        With indexes the rows themselves cannot be counted, only the non-empty cells of an indexed
        column: the one with the fewest empty cells stands for them.
        """
        if self.indexes is None:
            return ROW_COUNT
        usable = [column.name for column in self.schema if not self._why_not_name(column.name)]
        if not usable:
            return None
        fullest = min(usable, key=lambda name: self.missing.get(name, 1))
        return Aggregate(fullest, Function.COUNT)

    def completed(self, query: Query) -> Query:
        """`query` with a count where it computes nothing: without a measure nothing is grouped."""
        count = self.count()
        if query.aggregates or count is None:
            return query
        return replace(query, aggregates=(count,))


async def rules_of(table: RemoteTable) -> GroupRules:
    """Ask the service what may be grouped in `table`. Raises `ApiError`.

    ``GET /api/resources/{rid}/profile/`` and ``GET /api/aggregation-exceptions/``.
    """
    schema = await table.schema()
    allowed = await table.allows_groups()
    profile = table.profile
    if profile is None:
        return GroupRules(schema, allowed)
    return GroupRules(schema, allowed, profile.indexes or None, _missing(schema, profile))


def listed(names: Iterable[str]) -> str:
    """Names of columns in a sentence, safe to draw; beyond a few, how many more there are."""
    known = list(names)
    said = ", ".join(clean_line(name, 40) for name in known[:NAMES_SAID])
    more = len(known) - NAMES_SAID
    if more <= 0:
        return said
    return ngettext("{names} and {count} more", "{names} and {count} more", more).format(
        names=said, count=more
    )


def _rank(kind: ColumnType) -> int:
    """Numbers first, then moments, then texts and the rest."""
    functions = functions_for(kind)
    if Function.SUM in functions:
        return 0
    return 1 if kind in _MOMENTS else 2


def _likeliest(kind: ColumnType) -> list[Function]:
    """The functions of a type: how many is asked of texts first, of numbers last."""
    functions = functions_for(kind)
    counts_first = _rank(kind) == 2
    return sorted(functions, key=lambda one: (one is Function.COUNT) is not counts_first)


def _missing(schema: Schema, profile: Profile) -> dict[str, int]:
    # A few names of the file are served under another one: both lists have one order.
    counted: dict[str, int] = {}
    for column, name in zip(schema, profile.header, strict=False):
        missing = profile.columns[name].missing
        if missing is not None:
            counted[column.name] = missing
    return counted
