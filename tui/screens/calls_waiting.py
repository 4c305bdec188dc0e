"""Why a call is held back, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.api.service import Service


@contextmanager
def held_back(service: Service, say: Callable[[str], None]) -> Iterator[None]:
    """Call `say` with the reason why something is held back whenever it becomes another; with an
    empty text where nothing is any longer."""
    said = ""

    def look() -> None:
        nonlocal said
        why = service.journal.waiting
        if why != said:
            said = why
            say(why)

    stop = service.journal.subscribe(look)
    try:
        yield
    finally:
        stop()
