"""What tests of pictures share: a place, keys pressed, and the pictures that were kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Protocol

from people import NARROW, WIDE, Person, at_the_keyboard
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from tui.app import DatagouvApp
from tui.headless import press, rest
from tui.links import parse_link
from tui.settings import SITES, Settings


class Compare(Protocol):
    """The fixture that compares a picture with the one that was kept."""

    def __call__(
        self,
        app: DatagouvApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[int]], Awaitable[None]],
    ) -> bool: ...


async def assert_looks_as_kept(
    snapshot: SnapshotAssertion, address: str, keys: str, lang: str = "en", *, writes: bool = False
) -> None:
    """Compare with the pictures kept of a place, at both sizes: the terminal grows after the
    keys."""
    async with at_the_keyboard(address, size=NARROW, lang=lang, writes=writes) as person:
        await person.press(*keys.split())
        narrow = person.app.export_screenshot(simplify=True)
        wide = await resized(person, WIDE)
    kept = snapshot.use_extension(SVGImageExtension)
    assert narrow == kept(name="80x24")
    assert wide == kept(name="120x40")


async def resized(person: Person, size: tuple[int, int]) -> str:
    """The picture of a terminal that has another size now."""
    await person.pilot.resize_terminal(*size)
    await person.rest()
    return person.app.export_screenshot(simplify=True)


def picture(
    snap_compare: Compare,
    address: str,
    keys: str,
    size: tuple[int, int],
) -> bool:
    """Whether a place looks at one size as it did when its picture was kept."""
    settings = Settings(site=SITES["sample"], lang="en")
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
