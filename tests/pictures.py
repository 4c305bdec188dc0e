"""What tests of pictures share: a place, keys pressed, and the picture that was kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

import pytest
from textual.pilot import Pilot

from tui import i18n
from tui.app import DatagouvApp
from tui.headless import press, rest
from tui.links import parse_link
from tui.settings import SITES, Settings

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


class Compare(Protocol):
    """The fixture that compares a picture with the one that was kept."""

    def __call__(
        self,
        app: DatagouvApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[int]], Awaitable[None]],
    ) -> bool: ...


def picture(
    snap_compare: Compare,
    address: str,
    keys: str,
    size: tuple[int, int],
    lang: str = "en",
    *,
    writes: bool = False,
) -> bool:
    i18n.install(lang)
    settings = Settings(site=SITES["sample"], lang=lang, writes=writes)
    link = parse_link(address, settings.site) if address else None

    async def run_before(pilot: Pilot[int]) -> None:
        await rest(pilot)
        for key in keys.split():
            await press(pilot, key)

    # On a thread of its own: its event loop is not the one that asynchronous tests keep.
    with ThreadPoolExecutor(1) as thread:
        app = thread.submit(DatagouvApp, settings, link).result()
        compare = partial(snap_compare, app, terminal_size=size, run_before=run_before)
        return thread.submit(compare).result()
