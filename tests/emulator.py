"""The application on an emulated terminal, in this process: every byte it writes is obeyed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

import pyte
from people import PATIENCE
from rich.console import Console
from textual._compositor import CompositorUpdate
from textual.drivers.headless_driver import HeadlessDriver
from textual.events import Resize
from textual.geometry import Size
from textual.pilot import Pilot

from tui.app import DatagouvApp
from tui.headless import rest
from tui.links import parse_link
from tui.settings import SITES, Settings

MOVED = re.compile(r"\x1b\[\d+;\d+r\x1b\[\d*H\x1b\[\d+[LM]\x1b\[r")
"""The order to move lines."""

_ORDERS_OF_TEXT = re.compile(r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_NOT_FOR_PYTE = re.compile(r"\x1b\[[<>=][0-9;]*[a-zA-Z]")


class Emulator:
    """A terminal: what it shows, and all that was written to it."""

    def __init__(self, columns: int, rows: int) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self.written = ""
        self.frames = 0

    def write(self, data: str) -> None:
        self.written += data
        self.frames += 1
        self._stream.feed(_NOT_FOR_PYTE.sub("", _ORDERS_OF_TEXT.sub("", data)))

    def spoil(self, columns: int, rows: int) -> None:
        """Take another size, and show nothing that is right."""
        self.screen.resize(rows, columns)
        self.screen.reset()
        self._stream.feed("\x1b[7m" + "\x1b[H" + "?" * (columns * rows) + "\x1b[m")

    def cells(self) -> list[list[tuple[object, ...]]]:
        """Every cell: its text and its look."""
        return [
            [tuple(self.screen.buffer[y][x]) for x in range(self.screen.columns)]
            for y in range(self.screen.lines)
        ]


class _Driver(HeadlessDriver):
    """Writes to the emulator; nothing else differs from a driver without a terminal."""

    emulator: Emulator

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, data: str) -> None:
        self.emulator.write(data)

    def flush(self) -> None:
        pass


class EmulatedApp(DatagouvApp):
    """The application, on an emulator."""

    emulator: Emulator

    def _build_driver(
        self, headless: bool, inline: bool, mouse: bool, size: tuple[int, int] | None
    ) -> _Driver:
        driver = _Driver(self, mouse=mouse, size=size)
        driver.emulator = self.emulator
        self._driver = driver
        return driver


@dataclass
class Terminal:
    """The application on an emulator, and someone at the keyboard."""

    app: EmulatedApp
    pilot: Pilot[int]
    emulator: Emulator

    async def press(self, *keys: str) -> str:
        """Press keys at once; returns what was written until the application came to rest."""
        before = len(self.emulator.written)
        self.type(*keys)
        await self.rest()
        return self.emulator.written[before:]

    def type(self, *keys: str) -> None:
        """Press keys faster than they can be answered."""
        for key in keys:
            self.app.simulate_key(key)

    async def rest(self) -> None:
        """Wait until nothing runs and all is painted."""
        await rest(self.pilot)
        async with asyncio.timeout(PATIENCE):
            while self._is_dirty():
                await self.pilot.pause(0.005)

    def _is_dirty(self) -> bool:
        screen = self.app.screen
        return bool(
            screen._dirty_widgets
            or screen._layout_required
            or screen._scroll_required
            or screen._repaint_required
            or screen._compositor._dirty_regions
        )

    async def resize(self, columns: int, rows: int) -> None:
        """Give the terminal a size, even the one it has: it shows nothing that is right then."""
        self.emulator.spoil(columns, rows)
        driver = self.app._driver
        assert driver is not None
        driver._size = (columns, rows)
        size = Size(columns, rows)
        self.app.post_message(Resize(size, size))
        async with asyncio.timeout(PATIENCE):
            while self.app.screen.size != size:
                await self.pilot.pause(0.005)
        await self.rest()

    def repainted(self) -> list[list[tuple[object, ...]]]:
        """What a new terminal of this size shows once Textual painted the whole screen on it."""
        app = self.app
        compositor = app.screen._compositor
        dirty = set(compositor._dirty_regions)
        update = cast(
            CompositorUpdate,
            compositor.render_update(full=True, screen_stack=app._background_screens),
        )
        # What is still to be painted stays to be painted: looking changes nothing.
        compositor._dirty_regions.update(dirty)
        other = Emulator(self.emulator.screen.columns, self.emulator.screen.lines)
        other.write(update.render_segments(app.console))
        return other.cells()

    async def shows_what_a_repaint_would(self, story: object = "") -> None:
        """Fail unless every cell is as a full repaint of the same state would leave it."""
        try:
            async with asyncio.timeout(PATIENCE / 4):
                while self.emulator.cells() != self.repainted():
                    await self.pilot.pause(0.02)
                    await self.rest()
        except TimeoutError:
            raise AssertionError(f"{story}\n{self._differences()}") from None

    def _differences(self) -> str:
        lines = []
        for y, (seen, right) in enumerate(
            zip(self.emulator.cells(), self.repainted(), strict=True)
        ):
            columns = [x for x, (a, b) in enumerate(zip(seen, right, strict=True)) if a != b]
            if columns:
                lines.append(f"line {y}, columns {columns[0]} to {columns[-1]}:")
                lines += ["".join(str(cell[0]) for cell in cells) for cells in (seen, right)]
        return "\n".join(lines)


@asynccontextmanager
async def on_a_terminal(
    address: str, *, size: tuple[int, int] = (80, 24), scroll_region: str = "on"
) -> AsyncIterator[Terminal]:
    """The application opened at `address` on an emulated terminal, on the sample site."""
    settings = Settings(site=SITES["sample"], scroll_region=scroll_region)
    app = EmulatedApp(settings, parse_link(address, SITES["sample"]))
    app.emulator = Emulator(*size)
    app.console = Console(force_terminal=True, color_system="truecolor", legacy_windows=False)
    app.narrow_wire(scroll=scroll_region == "on")
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        terminal = Terminal(app, pilot, app.emulator)
        await terminal.rest()
        yield terminal
        assert app.session.failures == []
