"""What can be typed next in a filter: columns, the operators of their type, likely values."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from tui.tables.likely import Likely, folded
from tui.tables.operators import BadValueError, operators_for, parse_scalar
from tui.tables.query import Column, Op, Schema
from tui.tables.text_parser import Parser, Place, TextFormError, Want
from tui.tables.text_words import MARKED, WRITTEN, unescaped, written_name, written_value
from tui.text import SafeText, clean_line

COMPLETION_LIMIT = 50
"""Completions offered at once."""

ValuesOf: TypeAlias = Callable[[Column], Sequence[Likely]]
"""What gives the likely values of a column."""

About: TypeAlias = Column | Op | Likely | None
"""What a completion stands for; None for a word of the language."""

_WORD_ENDS = frozenset('=!<>~≤≥≠(),"`')


@dataclass(frozen=True, slots=True)
class Completion:
    """Something to put in the text between `start` and `end`.

    Attributes:
        start: Where the word to replace starts.
        end: Where it ends: at the cursor, or at the end of the word that the cursor is in.
        text: What to put there.
        label: What to show for it.
        kind: What it is.
        about: What it stands for.
    """

    start: int
    end: int
    text: str
    label: SafeText
    kind: Want
    about: About = None

    def taken(self, text: str) -> tuple[str, int]:
        """Return `text` with the completion in it, and the cursor where to type on."""
        rest = text[self.end :]
        head = text[: self.start] + self.text + self._joint(rest)
        if rest[:1].isspace() and not head.endswith("("):
            return head + rest, len(head) + 1
        return head + rest, len(head)

    def _joint(self, rest: str) -> str:
        """What goes between this and the `rest` of the text."""
        if self.about in (Op.IN, Op.NOTIN):
            return "" if rest.lstrip().startswith("(") else " ("
        followed = rest[:1].isspace() or rest[:1] in (")", ",")
        return "" if followed else " "


def complete(text: str, cursor: int, schema: Schema, values: ValuesOf) -> list[Completion]:
    """Return what can be typed at `cursor`, likeliest first, at most `COMPLETION_LIMIT`."""
    place = _place(text[:cursor], schema)
    stem = _stem(text[place.start : cursor])
    end = _end_of_word(text, place.start, cursor)
    matching = _matching(_words(place, schema, values), stem)
    return [
        Completion(_start(text, place, word), end, word, clean_line(label), place.want, about)
        for word, label, about in islice(matching, COMPLETION_LIMIT)
    ]


def is_unfinished(text: str, cursor: int, error: TextFormError) -> bool:
    """Whether `error` may be only that the word at the cursor is still being typed."""
    fault = text[error.position :]
    if not fault.strip():
        return True
    if error.position > cursor or fault[0] in ")":
        return False
    if error.expected in (("`",), ('"',)):
        return True
    end = error.position + next((i for i, c in enumerate(fault) if c.isspace()), len(fault))
    return cursor <= end


def _place(typed: str, schema: Schema) -> Place:
    """What is being typed at the end of `typed`."""
    parser = Parser(typed, schema)
    with contextlib.suppress(TextFormError):
        parser.whole()
    if not typed or (_ends_word(typed[-1]) and typed[-1] not in '`"'):
        return parser.places[-1]
    # The cursor touches a word: what was looked for where it starts, not after it.
    return next(place for place in reversed(parser.places) if place.start < len(typed))


def _start(text: str, place: Place, word: str) -> int:
    """Where to put `word`: a comma or a parenthesis follows what it closes at once."""
    return len(text[: place.start].rstrip()) if word in (",", ")") else place.start


def _end_of_word(text: str, start: int, cursor: int) -> int:
    """Where the word that the cursor is in ends; the cursor where it is in none."""
    if cursor == start:
        return cursor
    quoted = MARKED[text[start]].match(text, start) if text[start] in MARKED else None
    if quoted is not None:
        inside = text[cursor : quoted.end()]
        return cursor if any(char.isspace() for char in inside) else max(cursor, quoted.end())
    if _ends_word(text[cursor - 1]):
        return cursor
    while cursor < len(text) and not _ends_word(text[cursor]):
        cursor += 1
    return cursor


def _ends_word(char: str) -> bool:
    return char.isspace() or char in _WORD_ENDS


def _stem(typed: str) -> str:
    for mark in '`"':
        if typed.startswith(mark):
            return folded(unescaped(typed[1:].removesuffix(mark)))
    return folded(typed)


def _words(place: Place, schema: Schema, values: ValuesOf) -> Iterable[tuple[str, str, About]]:
    """What may come at `place`: what to write, what to show, what it stands for."""
    if place.want is Want.COLUMN:
        return ((written_name(column.name), column.name, column) for column in schema)
    if place.want is Want.NEXT:
        words = ("and", "or", ")") if place.depth else ("and", "or")
        return ((word, word, None) for word in words)
    if place.want is Want.LISTED:
        return ((word, word, None) for word in (",", ")"))
    if place.column is None:
        return ()
    if place.want is Want.OPERATOR:
        return ((WRITTEN[op], WRITTEN[op], op) for op in operators_for(place.column.type))
    return _values(place.column, values(place.column))


def _values(column: Column, likely: Sequence[Likely]) -> Iterator[tuple[str, str, About]]:
    for value in likely:
        with contextlib.suppress(BadValueError):
            yield written_value(parse_scalar(column.type, value.text)), value.text, value


def _matching(
    words: Iterable[tuple[str, str, About]], stem: str
) -> Iterator[tuple[str, str, About]]:
    """Those that start with `stem`, then those that hold it."""
    inside: list[tuple[str, str, About]] = []
    for word, label, about in words:
        name = folded(label)
        if name.startswith(stem) or folded(word).startswith(stem):
            yield word, label, about
        elif stem in name:
            inside.append((word, label, about))
    yield from inside
