"""Work in a thread, and what it works on, belong to the thread until it is done."""

from __future__ import annotations

import asyncio
import threading

import pytest

from tui.tables.export.threads import in_thread


class Blocked:
    """Work that ends when it may."""

    def __init__(self) -> None:
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.ended = False

    def __call__(self) -> None:
        self.begun.set()
        assert self.may_end.wait(20)
        self.ended = True


async def begun(work: Blocked) -> asyncio.Task[None]:
    task = asyncio.create_task(in_thread(work))
    await asyncio.to_thread(work.begun.wait, 20)
    return task


async def ends(work: Blocked, task: asyncio.Task[None]) -> None:
    """Let the work end; who was cancelled learns so then."""
    work.may_end.set()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert work.ended


@pytest.mark.parametrize("times", [1, 2, 5])
async def test_however_often_it_is_cancelled_it_waits_for_the_thread(times: int) -> None:
    work = Blocked()
    task = await begun(work)
    for _time in range(times):
        task.cancel()
        for _turn in range(3):
            await asyncio.sleep(0)
        assert not task.done()
    await ends(work, task)


async def test_a_loop_that_ends_cancels_no_thread_that_is_waited_for() -> None:
    work = Blocked()
    task = await begun(work)
    for other in asyncio.all_tasks() - {asyncio.current_task()}:
        other.cancel()
    for _turn in range(5):
        await asyncio.sleep(0)
    assert not task.done()
    await ends(work, task)


async def test_it_is_asked_to_stop_until_it_does() -> None:
    asked = threading.Semaphore(0)

    def work() -> None:
        for _request in range(3):
            assert asked.acquire(timeout=20)

    task = asyncio.create_task(in_thread(work, stop=asked.release))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
