"""Lines that the terminal moves itself: found, asked for only where that is safe, and shown right.

The application runs here on an emulated terminal that obeys every byte; what it shows is compared,
cell by cell and look by look, with what a full repaint of the same state would show.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

import pyte
import pytest
from emulator import MOVED, Terminal, on_a_terminal
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.text import Text
from textual.app import App, ComposeResult
from textual.widgets import Static

from tui.sample.names import resource_id
from tui.widgets import wire
from tui.widgets.grid import Grid
from tui.widgets.scroll_region import Move, can_scroll, find_move
from tui.widgets.wire import textual_is_known

COMMUNES = "resource:" + resource_id("population-des-communes-francaises/0")
HOSTILE = "resource:" + resource_id("textes-hostiles/0")

# Where it is used


@pytest.mark.parametrize(
    "term",
    [
        "xterm",
        "xterm-256color",
        "xterm-kitty",
        "xterm-ghostty",
        "screen",
        "screen-256color",
        "screen.xterm-256color",
        "tmux-256color",
        "rxvt-unicode-256color",
        "alacritty",
        "foot",
        "foot-extra",
        "wezterm",
        "linux",
        "vt102",
        "vt220",
        "st-256color",
    ],
)
def test_it_is_on_where_the_terminal_is_known_to_do_it(term: str) -> None:
    assert can_scroll("auto", {"TERM": term})
    assert can_scroll("on", {"TERM": term})
    assert not can_scroll("off", {"TERM": term})


@pytest.mark.parametrize("term", ["", "dumb", "unknown", "vt52", "vt100", "ansi", "emacs", "stty"])
def test_it_is_off_where_the_terminal_is_not_known(term: str) -> None:
    assert not can_scroll("auto", {"TERM": term})
    assert can_scroll("on", {"TERM": term})


def test_it_is_off_on_windows_and_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not can_scroll("auto", {})
    monkeypatch.setattr("sys.platform", "win32")
    assert not can_scroll("auto", {"TERM": "xterm-256color"})


# What it finds


ROWS = [f"row {number}" for number in range(40)]


@given(st.integers(8, 20), st.integers(-15, 15))
def test_lines_that_moved_are_found_up_to_half_of_the_height(height: int, by: int) -> None:
    old, new = ROWS[15 : 15 + height], ROWS[15 + by : 15 + by + height]
    move = find_move(old, new, top=3)
    if by and abs(by) <= height // 2:
        assert move == Move(3, 3 + height, by)
    else:
        assert move is None


def test_lines_beside_those_that_moved_stay() -> None:
    old = ["header", *ROWS[:10], "cell = 9", "keys"]
    new = ["header", *ROWS[2:12], "cell = 11", "keys"]
    assert find_move(old, new) == Move(1, 11, 2)


def test_equal_lines_and_a_few_that_moved_are_no_scroll() -> None:
    assert find_move(["same"] * 10, ["same"] * 10) is None
    assert find_move([*ROWS[:10]], [*ROWS[20:28], *ROWS[1:3]]) is None
    assert find_move(ROWS[:10], ROWS[20:30]) is None
    assert find_move([], []) is None


@given(st.integers(4, 12), st.integers(0, 5), st.integers(-6, 6))
@settings(deadline=None, max_examples=50)
def test_the_order_moves_the_lines_and_no_others(height: int, top: int, by: int) -> None:
    if by == 0 or abs(by) > height // 2:
        return
    screen = pyte.Screen(8, 20)
    stream = pyte.Stream(screen)
    stream.feed("\x1b[H" + "\r\n".join(ROWS[:20]))
    stream.feed(Move(top, top + height, by).order)
    shown = [line.rstrip() for line in screen.display]
    block = ROWS[top : top + height]
    blank = [""] * abs(by)
    moved = [*block[by:], *blank] if by > 0 else [*blank, *block[:by]]
    assert shown == [*ROWS[:top], *moved, *ROWS[top + height : 20]]
    assert screen.margins is None


# What Textual must go on doing


def test_textual_paints_in_the_way_that_is_read_here() -> None:
    assert textual_is_known(), (
        "Textual changed: App._display, LayoutUpdate(strips, region) or ChopsUpdate(chops, spans, "
        "chop_ends) is not what tui/widgets/wire.py reads; every frame is now written whole"
    )


async def test_textual_hands_every_frame_to_the_display() -> None:
    seen = []

    class Watched(App[None]):
        def compose(self) -> ComposeResult:
            yield Static("a", id="one")

        def _display(self, screen: object, renderable: object) -> None:
            seen.append(type(renderable).__name__)

    app = Watched()
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "LayoutUpdate" in seen, f"Textual changed: the screen is painted by {seen}"
        seen.clear()
        app.query_one("#one", Static).update(Text("b"))
        await pilot.pause()
        assert set(seen) <= {"ChopsUpdate", "NoneType"}, f"Textual changed: a part is {seen}"
        assert "ChopsUpdate" in seen


async def test_with_another_textual_every_frame_is_written_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(wire, "textual_is_known", lambda: False)
    async with on_a_terminal(COMMUNES) as terminal:
        written = await terminal.press(*["down"] * 30)
        assert not MOVED.search(written)
        assert len(await terminal.press("down")) > 1000
        await terminal.shows_what_a_repaint_would()


# On the screen


async def test_a_step_past_the_last_line_moves_the_lines() -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        await terminal.press(*["down"] * 30)
        await terminal.shows_what_a_repaint_would()
        written = await terminal.press("down")
        assert len(MOVED.findall(written)) == 1
        await terminal.shows_what_a_repaint_would()
        await terminal.press(*["up"] * 30)
        await terminal.shows_what_a_repaint_would()
        await terminal.press("down")
        await terminal.press(*["down"] * 25)
        up = await terminal.press(*["up"] * 19)
        assert MOVED.search(up)
        await terminal.shows_what_a_repaint_would()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_keys_cost_few_bytes(size: tuple[int, int]) -> None:
    async with on_a_terminal(COMMUNES, size=size) as terminal:
        grid = terminal.app.screen.query_one(Grid)
        assert len(await terminal.press("down")) <= 250
        await terminal.press(*["down"] * grid.rows_in_sight)
        # Colours of 24 bits, which cost most.
        assert len(await terminal.press("down")) <= 441
        assert len(await terminal.press("pagedown")) <= 6000
        for _ in range(4):
            assert len(await terminal.press("right")) <= 6000


@pytest.mark.parametrize("key", ["down", "pagedown", "right"])
async def test_a_key_is_answered_in_one_frame(key: str) -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        await terminal.press("down")
        frames: list[int] = []
        # The timer of frames may strike between two messages of a key: once without it is enough.
        while 1 not in frames and len(frames) < 40:
            before = terminal.emulator.frames
            await terminal.press(key)
            frames.append(terminal.emulator.frames - before)
        assert 1 in frames


async def test_it_can_be_switched_off() -> None:
    async with on_a_terminal(COMMUNES, scroll_region="off") as terminal:
        written = await terminal.press(*["down"] * 30)
        assert not MOVED.search(written)
        await terminal.shows_what_a_repaint_would()


async def test_moves_of_more_than_half_of_the_lines_are_painted() -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        assert not MOVED.search(await terminal.press("pagedown"))
        await terminal.shows_what_a_repaint_would()


async def test_under_a_toast_the_lines_are_painted() -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        await terminal.press(*["down"] * 30)
        terminal.app.notify("a toast", timeout=600)
        await terminal.rest()
        assert not MOVED.search(await terminal.press(*["down"] * 3))
        await terminal.shows_what_a_repaint_would()
        terminal.app.clear_notifications()
        await terminal.rest()
        assert MOVED.search(await terminal.press("down"))
        await terminal.shows_what_a_repaint_would()


async def test_under_a_dialog_the_lines_are_painted() -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        await terminal.press(*["down"] * 30)
        grid = terminal.app.screen.query_one(Grid)
        await terminal.press("question_mark")
        before = len(terminal.emulator.written)
        for _ in range(3):
            grid.action_down()
            await terminal.rest()
        assert not MOVED.search(terminal.emulator.written[before:])
        await terminal.shows_what_a_repaint_would()
        await terminal.press("escape")
        await terminal.shows_what_a_repaint_would()
        assert MOVED.search(await terminal.press("down"))


@pytest.mark.parametrize("size", [(100, 30), (80, 24), (50, 12)])
async def test_after_a_resize_all_is_painted_before_lines_move(size: tuple[int, int]) -> None:
    async with on_a_terminal(COMMUNES) as terminal:
        await terminal.press(*["down"] * 40)
        before = len(terminal.emulator.written)
        await terminal.resize(*size)
        assert not MOVED.search(terminal.emulator.written[before:])
        await terminal.shows_what_a_repaint_would()
        await terminal.press(*["down"] * 30)
        assert MOVED.search(await terminal.press("down"))
        await terminal.shows_what_a_repaint_would()


async def test_rows_of_odd_widths_are_where_a_repaint_puts_them() -> None:
    async with on_a_terminal(HOSTILE) as terminal:
        for keys in (["down"] * 30, ["right"] * 3, ["pagedown"], ["up"] * 30, ["left"] * 2):
            await terminal.press(*keys)
        shown = terminal.emulator.cells()
        await terminal.resize(80, 24)
        assert terminal.emulator.cells() == shown


# At random

Step = Callable[[Terminal, random.Random], Awaitable[object]]


async def hold(terminal: Terminal, chance: random.Random) -> None:
    key = chance.choice(["down", "down", "down", "up", "left", "right"])
    terminal.type(*[key] * chance.choice([1, 1, 1, 2, 4, 30]))


async def pass_the_edge(terminal: Terminal, chance: random.Random) -> None:
    key = chance.choice(["down", "up"])
    await terminal.press(*[key] * 30)
    terminal.type(*[key] * chance.choice([1, 1, 2, 3, 5, 9]))


async def jump(terminal: Terminal, chance: random.Random) -> None:
    terminal.type(chance.choice(["pagedown", "pageup", "home", "end", "g", "G"]))


async def open_and_close(terminal: Terminal, chance: random.Random) -> None:
    await terminal.press(chance.choice(["question_mark", "enter", "ctrl+p", "c", "t"]))
    await terminal.shows_what_a_repaint_would("a dialog")
    terminal.type(*chance.choice([["down"], ["up", "up"], ["pagedown"]]))
    await terminal.press("escape")


async def toast(terminal: Terminal, chance: random.Random) -> None:
    terminal.app.notify("x" * chance.randint(1, 60), timeout=600, markup=False)


async def no_toast(terminal: Terminal, chance: random.Random) -> None:
    terminal.app.clear_notifications()


async def theme(terminal: Terminal, chance: random.Random) -> None:
    terminal.app.theme = chance.choice(["gouv-dark", "gouv-light", "ansi-dark"])


async def other_size(terminal: Terminal, chance: random.Random) -> None:
    await terminal.resize(chance.choice([50, 80, 100]), chance.choice([10, 24, 30]))


async def sort(terminal: Terminal, chance: random.Random) -> None:
    terminal.type("s")


STEPS: Sequence[Step] = [
    *[hold, pass_the_edge] * 4,
    *[jump, no_toast] * 2,
    open_and_close,
    toast,
    theme,
    other_size,
    sort,
]


async def walk(seed: int, steps: int, address: str = COMMUNES) -> int:
    """Take random steps; after each, the terminal shows what a repaint would. Returns how often
    lines moved."""
    chance, story = random.Random(seed), []
    async with on_a_terminal(address, size=chance.choice([(80, 24), (60, 15)])) as terminal:
        for _ in range(steps):
            step = chance.choice(STEPS)
            state = chance.getstate()
            story.append(step.__name__)
            await step(terminal, chance)
            if chance.random() < 0.3:
                continue  # The next step comes before the screen is at rest.
            await terminal.rest()
            await terminal.shows_what_a_repaint_would(f"seed {seed}: {story}, {state[2]}")
        return len(MOVED.findall(terminal.emulator.written))


SEEDS = (3, 5, 7, 11, 13, 17) if os.environ.get("DATAGOUV_TUI_TEST_THOROUGH") else (3,)


async def walks() -> int:
    """Several walks; how often lines moved in all of them."""
    return sum([await walk(seed, steps=16) for seed in SEEDS])


def test_whatever_happens_the_terminal_shows_what_a_repaint_would() -> None:
    # In a process of its own: what other tests did to styles and timers has no part in it.
    here = Path(__file__).parent
    code = "import asyncio, test_scroll_region as t; print('moved', asyncio.run(t.walks()))"
    paths = os.pathsep.join(str(path) for path in (here, here.parent, here.parents[1]))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout.rpartition("moved ")[2]) > 3
