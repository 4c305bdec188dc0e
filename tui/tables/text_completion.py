"""What can be typed next in a filter: columns, the operators of their type, likely values."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from tui.tables.operators import BadValueError, operators_for, parse_scalar
from tui.tables.query import Column, ColumnType, Op, Schema
from tui.tables.text_parser import Parser, Place, TextFormError, Want
from tui.tables.text_words import WRITTEN, unescaped, written_name, written_value
from tui.text import SafeText, clean_line

COMPLETION_LIMIT = 50
"""Completions offered at once."""


@dataclass(frozen=True, slots=True)
class Completion:
    """Something to put in the text between `start` and `end`.

    Attributes:
        start: Where the word to replace starts.
        end: Where it ends: the cursor.
        text: What to put there.
        label: What to show for it.
        kind: What it is.
    """

    start: int
    end: int
    text: str
    label: SafeText
    kind: Want


def complete(
    text: str, cursor: int, schema: Schema, tops: Mapping[str, Sequence[str]]
) -> list[Completion]:
    """Return what can be typed at `cursor`, likeliest first, at most `COMPLETION_LIMIT`.

    `tops` gives, by column name, the values that are frequent, as the source writes them.
    """
    typed = text[:cursor]
    place = _place(typed, schema)
    stem = _stem(typed[place.start :])
    matching = _matching(_words(place, schema, tops), stem)
    return [
        Completion(place.start, len(typed), word, clean_line(label), place.want)
        for word, label in islice(matching, COMPLETION_LIMIT)
    ]


def _place(typed: str, schema: Schema) -> Place:
    """What is being typed at the end of `typed`."""
    parser = Parser(typed, schema)
    with contextlib.suppress(TextFormError):
        parser.whole()
    if not (typed[-1:].isalnum() or typed[-1:] in ("_", "`", '"')):
        return parser.places[-1]
    # The cursor touches a word: what was looked for where it starts, not after it.
    return next(place for place in reversed(parser.places) if place.start < len(typed))


def _stem(typed: str) -> str:
    for mark in '`"':
        if typed.startswith(mark):
            return unescaped(typed[1:].removesuffix(mark)).casefold()
    return typed.casefold()


def _words(
    place: Place, schema: Schema, tops: Mapping[str, Sequence[str]]
) -> Iterable[tuple[str, str]]:
    """What may come at `place`: what to write, what to show."""
    if place.want is Want.COLUMN:
        return ((written_name(column.name), column.name) for column in schema)
    if place.want is Want.NEXT:
        words = ("and", "or", ")") if place.depth else ("and", "or")
        return ((word, word) for word in words)
    if place.column is None:
        return ()
    if place.want is Want.OPERATOR:
        return ((WRITTEN[op], WRITTEN[op]) for op in operators_for(place.column.type))
    return _values(place.column, place.op, tops.get(place.column.name, ()))


def _values(column: Column, op: Op | None, tops: Sequence[str]) -> Iterable[tuple[str, str]]:
    if column.type is ColumnType.BOOL:
        tops = ("true", "false")
    for top in tops:
        # A profile quotes the source ("oui", "28,7"): what cannot be read back is not offered.
        with contextlib.suppress(BadValueError):
            word = written_value(parse_scalar(column.type, top))
            yield word, top


def _matching(words: Iterable[tuple[str, str]], stem: str) -> Iterable[tuple[str, str]]:
    """Those that start with `stem`, then those that hold it."""
    inside: list[tuple[str, str]] = []
    for word, label in words:
        name = label.casefold()
        if name.startswith(stem) or word.casefold().startswith(stem):
            yield word, label
        elif stem in name:
            inside.append((word, label))
    yield from inside
