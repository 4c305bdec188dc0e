"""Work that blocks, off the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

INSIST = 0.02
"""Seconds between two requests to stop."""


async def in_thread(work: Callable[[], T], *, stop: Callable[[], object] | None = None) -> T:
    """The result of `work`, done in a thread. A cancellation waits until the thread is done.

    `stop` asks the thread to end, again and again: a request that comes too early is lost.
    """
    running = asyncio.create_task(asyncio.to_thread(work))
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            if stop is not None:
                stop()
            await asyncio.wait([running], timeout=INSIST if stop is not None else None)
        if not running.cancelled():
            running.exception()
        raise
