"""Answers kept in memory for a while, so that going back costs no request."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer: its body as bytes, parsed anew by each who asks so that nobody shares it."""

    status: int
    body: bytes
    stored: float


class Cache:
    """Least recently used answers, bounded by bytes and by age (seconds)."""

    def __init__(
        self,
        *,
        max_bytes: int = 32 * 1024 * 1024,
        max_age: float = 300.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._max_bytes = max_bytes
        self._max_age = max_age
        self._clock = clock
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes of all bodies kept."""
        return self._size

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> Kept | None:
        """The answer kept under `key`, unless it is too old."""
        kept = self._kept.get(key)
        if kept is None:
            return None
        if self._clock() - kept.stored > self._max_age:
            self.drop(key)
            return None
        self._kept.move_to_end(key)
        return kept

    def put(self, key: Hashable, status: int, body: bytes) -> None:
        """Keep an answer; one larger than a quarter of the room is not worth the others."""
        self.drop(key)
        if len(body) * 4 > self._max_bytes:
            return
        self._kept[key] = Kept(status, body, self._clock())
        self._size += len(body)
        while self._size > self._max_bytes:
            self.drop(next(iter(self._kept)))

    def drop(self, key: Hashable) -> None:
        """Forget the answer kept under `key`, if there is one."""
        kept = self._kept.pop(key, None)
        if kept is not None:
            self._size -= len(kept.body)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._size = 0
