"""How the columns of a table are shown: which, in what order, which stay in sight, how wide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tui.tables.link_form import list_of, list_text
from tui.tables.query import Column, QueryError, Schema

PARAMS = ("pin", "width")
"""Parameters of a link that say a view."""

WIDE = 24
"""Columns from which it is worth asking for those shown only."""

WIDEST = 2_000
"""Cells that a link may give to a column."""

_PLAIN_NAME = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class View:
    """How columns are shown. Which ones, and in what order, is the query's to say.

    Attributes:
        pinned: Names of the columns that stay at left whatever is scrolled, in order.
        widths: Names and cells of the columns whose width a person chose.
    """

    pinned: tuple[str, ...] = ()
    widths: tuple[tuple[str, int], ...] = ()

    def turned(self, name: str) -> View:
        """The same with column `name` pinned after the others, or no longer pinned."""
        kept = tuple(pinned for pinned in self.pinned if pinned != name)
        return replace(self, pinned=kept if name in self.pinned else (*kept, name))

    def widened(self, name: str, cells: int) -> View:
        """The same with column `name` that wide."""
        others = tuple((n, width) for n, width in self.widths if n != name)
        return replace(self, widths=(*others, (name, cells)))

    def to_pairs(self) -> tuple[tuple[str, str], ...]:
        """The view as parameters of a link."""
        pairs = []
        if self.pinned:
            pairs.append(("pin", list_text(self.pinned)))
        if self.widths:
            texts = [text for name, cells in self.widths for text in (name, str(cells))]
            pairs.append(("width", list_text(texts)))
        return tuple(pairs)

    @classmethod
    def of_pairs(cls, pairs: Iterable[tuple[str, str]]) -> View:
        """The view that a link says; what cannot be read there is left out."""
        said = dict(pairs)
        widths = _elements(said.get("width", ""))
        return cls(
            tuple(dict.fromkeys(_elements(said.get("pin", "")))),
            tuple(
                (name, min(int(cells), WIDEST))
                for name, cells in zip(widths[::2], widths[1::2], strict=False)
                if cells.isascii() and cells.isdigit() and len(cells) < 7
            ),
        )


def shown_columns(schema: Schema, names: Sequence[str], pinned: Sequence[str]) -> list[Column]:
    """The columns to show from left to right: the pinned ones, then the others of `names`.

    No name at all means every column of the table; names that it does not have are left out.
    """
    wanted = names or [column.name for column in schema]
    ordered = dict.fromkeys([*(name for name in pinned if name in set(wanted)), *wanted])
    return [column for name in ordered if (column := schema.column(name)) is not None]


def columns_to_ask(schema: Schema, shown: Sequence[str], asked: Sequence[str]) -> tuple[str, ...]:
    """The columns to ask the service for, so that those of `shown` can be; empty for all.

    Only wide tables of which less than half is shown are asked for some columns. What is `asked`
    already is kept while it is enough and not far too much: hiding a column asks for nothing. Odd
    names are not asked for: older services do not quote them.
    """
    wanted = set(shown)
    if len(schema) <= WIDE or not wanted or 2 * len(wanted) > len(schema):
        return ()
    if asked and wanted <= set(asked) and len(asked) <= 2 * len(wanted):
        return tuple(asked)
    if not all(_PLAIN_NAME.fullmatch(name) for name in wanted):
        return ()
    return tuple(column.name for column in schema if column.name in wanted)


def moved(names: Sequence[str], name: str, by: int) -> tuple[str, ...]:
    """`names` with `name` moved by so many places, as far as there is room."""
    kept = [other for other in names if other != name]
    place = min(max(0, list(names).index(name) + by), len(kept))
    return (*kept[:place], name, *kept[place:])


def _elements(text: str) -> list[str]:
    try:
        return list_of(text)
    except QueryError:
        return []
