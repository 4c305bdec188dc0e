"""Thousands of recorded cases as one test: collecting a case costs pytest more than checking it."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any, TypeVar

import pytest

T = TypeVar("T")

SHOWN = 5
"""Failures written out; the others are counted."""


class Tried:
    """What became of the cases of one test."""

    def __init__(self) -> None:
        self.count = 0
        self.failures: list[str] = []

    @contextmanager
    def trying(self, case: object) -> Iterator[None]:
        """Try a case, and keep its failure for the end."""
        self.count += 1
        try:
            yield
        except (Exception, pytest.fail.Exception):  # noqa: BLE001
            # Whatever a check raises is this case's failure; it is told at the end.
            self.failures.append(f"{case}\n{traceback.format_exc()}")

    def tell(self) -> None:
        """Fail when a case did, with the names of those that did; or when there was none."""
        assert self.count, "no case to try"
        if self.failures:
            shown = "\n\n".join(self.failures[:SHOWN])
            pytest.fail(f"{len(self.failures)} of {self.count} cases failed:\n{shown}", False)


def for_each(cases: Iterable[T]) -> Callable[[Callable[[T], Any]], Callable[[], Any]]:
    """Make one test of a check: every case is tried, and those that fail are told by name."""
    known = tuple(cases)

    def decorate(check: Callable[[T], Any]) -> Callable[[], Any]:
        async def awaited() -> None:
            tried = Tried()
            for case in known:
                with tried.trying(case):
                    await check(case)
            tried.tell()

        def called() -> None:
            tried = Tried()
            for case in known:
                with tried.trying(case):
                    check(case)
            tried.tell()

        test = awaited if iscoroutinefunction(check) else called
        test.__name__, test.__doc__, test.__module__ = (
            check.__name__,
            check.__doc__,
            check.__module__,
        )
        return test

    return decorate
