"""The application without a terminal: a place as a picture or as plain text, once."""

from __future__ import annotations

import asyncio
import secrets
import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from tui.api.errors import Timeout
from tui.app import DatagouvApp
from tui.i18n import gettext as _
from tui.links import Link
from tui.settings import Settings
from tui.text import clean_line

if TYPE_CHECKING:
    from textual.app import App
    from textual.pilot import Pilot

PATIENCE = 60.0
"""Seconds that a place may take to come to rest."""

POLL = 0.005

ROUNDS = 4
"""Rounds of the event loop that must pass quietly: a class changes the looks, these the layout,
this the size of a text, and that how it is wrapped."""

PLAIN_SIZE = (100, 40)
"""Columns and rows of the plain text of a place."""


@dataclass(slots=True)
class Picture:
    """What was on the screen in the end.

    Attributes:
        text: Its characters, line by line.
        svg: The same drawn.
        plain: The place as plain text, where it has a form of its own.
        problem: The error that the place showed; empty when it showed none.
    """

    text: str = ""
    svg: str = ""
    plain: str = ""
    problem: str = ""


def take_picture(
    settings: Settings, link: Link | None, size: tuple[int, int], keys: Sequence[str]
) -> Picture:
    """Open `link` on a screen of `size` (columns, rows), wait, press `keys`, wait again."""
    app = DatagouvApp(settings, link)
    picture = Picture()

    async def drive(pilot: Pilot[object]) -> None:
        try:
            await rest(pilot)
            for key in keys:
                await press(pilot, key)
        except TimeoutError:
            picture.problem = Timeout().message
        _look(app, picture)
        app.exit(0)

    app.run(headless=True, size=size, auto_pilot=drive)
    if app.return_code and not picture.problem:
        picture.problem = _("The application failed.")
    return picture


async def press(pilot: Pilot[object] | Pilot[int], key: str) -> None:
    """Press a key, named as Textual does, and wait until all that follows from it is done.

    What the pilot's own `press` does, without its waits for a processor that does nothing.

    Raises:
        TimeoutError: It did not come to rest in time.
    """
    send_key(pilot.app, key)
    await rest(pilot)


def send_key(app: App[Any], key: str) -> None:
    """Hand a key over to `app` as a terminal would, and wait for nothing."""
    import unicodedata

    from textual.events import Key
    from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key

    if len(key) == 1 and not key.isalnum():
        key = _character_to_key(key)
    try:
        name = _get_unicode_name_from_key(REPLACED_KEYS.get(key, key))
        character: str | None = unicodedata.lookup(name)
    except KeyError:
        character = key if len(key) == 1 else None
    event = Key(key, character)
    event.set_sender(app)
    driver = app._driver
    assert driver is not None
    driver.send_message(event)


async def rest(pilot: Pilot[object] | Pilot[int]) -> None:
    """Wait until nothing runs and nothing is about to.

    Raises:
        TimeoutError: It did not come to rest in time.
    """
    app = pilot.app
    try:
        async with asyncio.timeout(PATIENCE):
            await _rest(pilot)
    except TimeoutError as error:
        error.add_note(_what_runs(app))
        raise


async def _rest(pilot: Pilot[object] | Pilot[int]) -> None:
    app = pilot.app
    quiet = 0
    while quiet < ROUNDS:
        if _is_idle(app):
            await _settled(pilot)
            quiet = quiet + 1 if _is_idle(app) else 0
        else:
            # A round makes every widget empty its queue, which costs: not while something runs.
            await asyncio.sleep(POLL)
            quiet = 0


async def _settled(pilot: Pilot[object] | Pilot[int]) -> None:
    """Wait until nothing is left that the event loop could run at once, and what changed is drawn.

    As the pilot's own pause, which has every widget answer a message of its own for that.
    """
    ready = getattr(asyncio.get_running_loop(), "_ready", None)
    if ready is None:
        await pilot.pause(0.001)
        return
    await asyncio.sleep(0.001)
    await _emptied(ready)
    # What waits for the next frame need not wait for its time.
    pilot.app.screen._on_timer_update()
    await _emptied(ready)


async def _emptied(ready: Collection[object]) -> None:
    while ready:  # noqa: ASYNC110 (what empties it is the loop itself)
        await asyncio.sleep(0)


def _what_runs(app: App[Any]) -> str:
    """What keeps `app` from its rest, for whoever has to find out."""
    if not isinstance(app, DatagouvApp):
        return f"{type(app).__name__} has no rest"
    workers = [f"{worker.group}: {worker.name}" for worker in app.workers if not worker.is_finished]
    service = app.session.opened()
    asked = [entry.url for entry in service.journal.entries if entry.running] if service else []
    waits = app.place is None or not app.place.stands or app.place.pending
    return f"workers {workers}, requests {asked}, place {app.place}{' waits' if waits else ''}"


def _is_idle(app: App[Any]) -> bool:
    return isinstance(app, DatagouvApp) and app.is_idle


def screenshot(
    settings: Settings,
    link: Link | None,
    output: Path,
    size: tuple[int, int],
    keys: Sequence[str],
) -> int:
    """Write the picture of a place to `output`: SVG, or plain text where it ends in ``.txt``.

    Returns:
        0, or 1 when the place showed an error or the file cannot be written, which stderr says.
    """
    picture = take_picture(settings, link, size, keys)
    content = picture.text if output.suffix == ".txt" else picture.svg
    try:
        _write(content.encode(), output)
    except OSError as error:
        picture.problem = f"{clean_line(str(output), 200)}: {error.strerror}"
    return _outcome(picture, sys.stderr)


def _write(content: bytes, output: Path) -> None:
    """Write `content` to `output`: whole, or what was there stays. Raises OSError."""
    if output.exists() and not output.is_file():  # a device, a pipe
        output.write_bytes(content)
        return
    target = output.resolve()
    beside = target.with_name(f"{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as file:
            file.write(content)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o777)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def print_place(settings: Settings, link: Link | None, stdout: TextIO, stderr: TextIO) -> int:
    """Print the place once as plain text.

    Returns:
        0, or 1 when the place showed an error.
    """
    picture = take_picture(settings, link, PLAIN_SIZE, ())
    stdout.write(picture.plain or picture.text)
    return _outcome(picture, stderr)


def screen_text(app: DatagouvApp) -> str:
    """The characters on the screen, line by line, without blanks at the end."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"


def _outcome(picture: Picture, stderr: TextIO) -> int:
    if not picture.problem:
        return 0
    stderr.write(f"dgv: {picture.problem}\n")
    return 1


def _look(app: DatagouvApp, picture: Picture) -> None:
    picture.text = screen_text(app)
    picture.svg = app.export_screenshot(title="datagouv-tui")
    place = app.place
    if place is not None and place.stands:
        picture.plain = place.plain_text() or ""
    if place is not None and place.problem is not None:
        picture.problem = f"{place.problem.message} {place.problem.hint}".strip()
    elif app.session.failures:
        picture.problem = _("Something unexpected happened: {error}").format(
            error=type(app.session.failures[0]).__name__
        )
