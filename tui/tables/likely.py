"""Values that a column is likely to be compared with, from what its profile says."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tui.tables.operators import BadValueError, parse_scalar
from tui.tables.query import Column, ColumnType
from tui.tables.remote_schema import served_name
from tui.tables.values import wire_text

if TYPE_CHECKING:
    from tui.api.models.table import ColumnProfile, Profile

_UNCOMPARED = (ColumnType.JSON, ColumnType.BINARY)


@dataclass(frozen=True, slots=True)
class Likely:
    """A value that a column holds.

    Attributes:
        text: As it is written for the column's type; hostile text.
        count: Rows that the profile saw it in; None where it does not tell.
    """

    text: str
    count: int | None = None


def likely_values(profile: Profile | None, column: Column) -> tuple[Likely, ...]:
    """The frequent values of `column`, then its other known ones; none said twice.

    A profile quotes the source file ("oui", "28,7"): what the type of the column cannot read is
    left out, the rest is written as the service writes it.
    """
    found: dict[str, int | None] = {}
    if column.type in _UNCOMPARED:
        return ()
    for text, count in _told(_profile_of(profile, column)):
        with contextlib.suppress(BadValueError):
            written = wire_text(parse_scalar(column.type, text))
            before = found.get(written)
            found[written] = count if before is None else before + (count or 0)
    if column.type is ColumnType.BOOL:
        found = {word: found.get(word) for word in ("true", "false")}
    return tuple(Likely(text, count) for text, count in found.items())


def folded(text: str) -> str:
    """`text` without case nor accents, to be compared with others."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def matching(values: Sequence[Likely], typed: str) -> list[Likely]:
    """Those of `values` that start with `typed`, then those that hold it, case and accents
    aside."""
    stem = folded(typed)
    texts = [(folded(value.text), value) for value in values]
    starting = [value for text, value in texts if text.startswith(stem)]
    return starting + [v for text, v in texts if stem in text and not text.startswith(stem)]


def _profile_of(profile: Profile | None, column: Column) -> ColumnProfile | None:
    """What is told of a column, which may be served under another name than the file's."""
    if profile is None:
        return None
    if column.name in profile.columns:
        return profile.columns[column.name]
    names: Iterable[str] = (name for name in profile.columns if served_name(name) == column.name)
    name = next(iter(names), None)
    return None if name is None else profile.columns[name]


def _told(column: ColumnProfile | None) -> Iterator[tuple[str, int | None]]:
    if column is None:
        return
    yield from column.tops
    frequent = {text for text, _count in column.tops}
    yield from ((text, None) for text in column.values if text not in frequent)
