"""What was before, and what comes back: undo and redo of values."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

STEPS_KEPT = 200
"""Steps that can be undone."""


class Past(Generic[T]):
    """A value, those before it and those that were undone."""

    def __init__(self, now: T) -> None:
        self._now = now
        self._before: list[T] = []
        self._after: list[T] = []

    @property
    def now(self) -> T:
        """The value as it is."""
        return self._now

    @property
    def can_undo(self) -> bool:
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        return bool(self._after)

    def change(self, value: T) -> None:
        """Take `value`: the one before can be had back; what was undone cannot any more."""
        if value == self._now:
            return
        self._before = [*self._before[1 - STEPS_KEPT :], self._now]
        self._now = value
        self._after.clear()

    def amend(self, value: T) -> None:
        """Take `value` in place of the present one, as the same step."""
        self._now = value

    def undo(self) -> T:
        """Go back to the value before; the same where there is none."""
        if self._before:
            self._after.append(self._now)
            self._now = self._before.pop()
        return self._now

    def redo(self) -> T:
        """Take again what was undone last; the same where there is nothing."""
        if self._after:
            self._before.append(self._now)
            self._now = self._after.pop()
        return self._now

    def drop(self) -> T:
        """Go back to the value before and forget the present one: it never came to be."""
        if self._before:
            self._now = self._before.pop()
        return self._now
