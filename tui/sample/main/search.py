"""The search engine: words without accents, all of them wanted, the last ones maybe unfinished."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from tui.sample.names import words_of

T = TypeVar("T")

STOP_WORDS = frozenset(
    (
        *("a", "au", "aux", "ce", "ces", "d", "dans", "de", "des", "du", "en", "et", "l", "la"),
        *("le", "les", "ou", "par", "pour", "qu", "s", "sur", "un", "une"),
    )
)


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of an object, by how much each part counts."""

    title: str
    body: str
    popularity: int


@dataclass(frozen=True, slots=True)
class _Entry(Generic[T]):
    item: T
    title: str
    body: str
    popularity: float


class Index(Generic[T]):
    """Objects and their words, folded once."""

    def __init__(self, items: Iterable[T], describe: Callable[[T], Text]) -> None:
        self._entries: list[_Entry[T]] = []
        for item in items:
            text = describe(item)
            # A leading space before every word lets `in` find the beginnings of words.
            self._entries.append(
                _Entry(
                    item,
                    " " + " ".join(words_of(text.title)),
                    " " + " ".join(words_of(text.body)),
                    math.sqrt(max(0, text.popularity)),
                )
            )

    def find(self, q: str) -> list[T]:
        """The objects that hold every word of `q`, best first; all by popularity without words."""
        words = query_words(q)
        scored = []
        for rank, entry in enumerate(self._entries):
            score = _score(entry, words)
            if score is not None:
                scored.append((-score, rank, entry.item))
        scored.sort(key=lambda found: found[:2])
        return [item for _score_, _rank, item in scored]


def query_words(q: str) -> list[str]:
    """The words of a query that are looked for: small ones only when there are no others."""
    words = words_of(q)
    return [word for word in words if word not in STOP_WORDS] or words


def _score(entry: _Entry[T], words: Sequence[str]) -> float | None:
    total = 0.0
    for word in words:
        start = f" {word}"
        if start in entry.title:
            total += 15 if f"{start} " in f"{entry.title} " else 9
        elif start in entry.body:
            total += 3
        else:
            return None
    if words and f" {' '.join(words)}" in entry.title:
        total += 25
    return total * 100 + entry.popularity if words else entry.popularity
