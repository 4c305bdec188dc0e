"""Identifiers, slugs and choices that are the same on every run.

Everything derives from SHA-256 of a name: an object added to the sample changes no other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

T = TypeVar("T")

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "’": "'"})
_WORDS = re.compile(r"[a-z0-9]+")


def object_id(kind: str, name: str) -> str:
    """The 24 hexadecimal digits of a catalogue object."""
    return hashlib.sha256(f"{kind}:{name}".encode()).hexdigest()[:24]


def resource_id(name: str) -> str:
    """The UUID of a resource or of a message."""
    return str(UUID(bytes=hashlib.sha256(f"resource:{name}".encode()).digest()[:16], version=4))


def fold(text: str) -> str:
    """`text` in lower case, without accents or ligatures."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.translate(_LIGATURES).lower())
    return "".join(char for char in apart if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of `text`: letters and digits only."""
    return _WORDS.findall(fold(text))


def slugify(text: str) -> str:
    """The folded words of `text` joined by hyphens; apostrophes leave no trace."""
    return "-".join(words_of(text.replace("'", "").replace("’", "")))[:120].strip("-")


class Dice:
    """A stream of choices that a name determines."""

    def __init__(self, *name: object) -> None:
        self._name = ":".join(map(str, name)).encode()
        self._count = 0

    def number(self, below: int) -> int:
        """An integer from 0 to `below` (excluded)."""
        self._count += 1
        digest = hashlib.sha256(self._name + self._count.to_bytes(4, "big")).digest()
        return int.from_bytes(digest[:8], "big") % below

    def between(self, low: int, high: int) -> int:
        """An integer from `low` to `high` (included)."""
        return low + self.number(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True `percent` times out of a hundred."""
        return self.number(100) < percent

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[self.number(len(choices))]

    def sample(self, choices: Sequence[T], size: int) -> list[T]:
        """`size` different ones of `choices`, in their order."""
        left = list(range(len(choices)))
        kept = sorted(left.pop(self.number(len(left))) for _ in range(min(size, len(left))))
        return [choices[index] for index in kept]

    def long_tail(self, top: int) -> int:
        """A popularity from 0 to `top`: most are small, a few are large."""
        return int(top * (self.number(10_000) / 10_000) ** 6)
