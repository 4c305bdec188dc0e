"""What tests of pictures share: a place, keys pressed, and the pictures that were kept."""

from __future__ import annotations

from people import NARROW, WIDE, Person, at_the_keyboard
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion


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
