"""Time that passes only when somebody sleeps, for what would wait otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tui.api.transport import Transport


@dataclass
class Clock:
    """A clock; in seconds.

    Attributes:
        slept: How long each sleep was, in order.
    """

    now: float = 1_000.0
    slept: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@contextmanager
def own_time(clock: Clock) -> Iterator[None]:
    """The transports that are made in the block live in the time of `clock`."""
    options = Transport.__init__.__kwdefaults__
    assert options is not None
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("clock", clock), ("wall_clock", clock), ("sleep", clock.sleep)):
            patch.setitem(options, name, value)
        yield
