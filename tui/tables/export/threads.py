"""Work that blocks, off the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import TypeVar

T = TypeVar("T")

INSIST = 0.02
"""Seconds between two requests to stop."""


async def in_thread(work: Callable[[], T], *, stop: Callable[[], object] | None = None) -> T:
    """The result of `work`, done in a thread. A cancellation waits until the thread is done, and so
    does one that comes while it waits: what the thread works on is still its own.

    `stop` asks the thread to end, again and again: a request that comes too early is lost.
    """
    # No task, which a loop that ends would cancel: the thread would go on, and nobody wait for it.
    running = asyncio.get_running_loop().run_in_executor(None, copy_context().run, work)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        while not running.done():
            if stop is not None:
                stop()
            with suppress(asyncio.CancelledError):
                await asyncio.wait([running], timeout=INSIST if stop is not None else None)
        if not running.cancelled():
            running.exception()
        raise
