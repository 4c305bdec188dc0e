"""What is written between two screens: replayed, it shows what a whole paint would."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from wcwidth import wcwidth

from tui.widgets.painted import _ALL_SURE, NotTextError, Painted, Partial

WIDTH, HEIGHT = 10, 6

STYLES = st.sampled_from(
    [
        None,
        Style(color="red"),
        Style(color="red", bold=True),
        Style(color="#102030", bgcolor="#ffffff"),
        Style(reverse=True),
    ]
)
TEXTS = st.lists(
    st.one_of(
        st.sampled_from("aé 1│…"),
        # Wide, joined, joining, and of a width that is not agreed upon.
        st.sampled_from(["漢", "👍", "e\u0301", "\u0301", "⚠\ufe0f", "👩\u200d🚀", "①", "\u200b"]),
    ),
    max_size=12,
).map("".join)


@st.composite
def lines(draw: st.DrawFn) -> Strip:
    """A line of the screen, in several looks."""
    segments = [Segment(draw(TEXTS), draw(STYLES)) for _ in range(draw(st.integers(0, 3)))]
    return Strip(segments).adjust_cell_length(WIDTH)


SCREENS = st.lists(lines(), min_size=HEIGHT, max_size=HEIGHT)


def console() -> Console:
    return Console(force_terminal=True, color_system="truecolor", legacy_windows=False)


def painted() -> Painted:
    return Painted(console())


class Terminal:
    def __init__(self) -> None:
        self.screen = pyte.Screen(WIDTH, HEIGHT)
        self.stream = pyte.Stream(self.screen)

    def shows(self) -> list[list[pyte.screens.Char]]:
        return [[self.screen.buffer[y][x] for x in range(WIDTH)] for y in range(HEIGHT)]


def whole(screen: list[Strip]) -> list[list[pyte.screens.Char]]:
    terminal = Terminal()
    terminal.stream.feed(painted().whole([[line] for line in screen], WIDTH).text)
    return terminal.shows()


def update(screen: list[Strip], spans: list[tuple[int, int, int]]) -> Partial:
    return Partial([{0: line} for line in screen], spans, [[WIDTH]] * HEIGHT)


@given(st.lists(SCREENS, min_size=2, max_size=4), st.booleans())
@settings(deadline=None, max_examples=40)
def test_differences_one_after_the_other_show_what_a_whole_paint_shows(
    screens: list[list[Strip]], scroll: bool
) -> None:
    terminal, copy = Terminal(), painted()
    for number, screen in enumerate(screens):
        if number % 2:
            spans = [(y, 0, WIDTH) for y in range(HEIGHT)]
            frame = copy.partial(update(screen, spans), scroll=scroll)
            assert frame is not None
        else:
            frame = copy.whole([[line] for line in screen], WIDTH)
        terminal.stream.feed(frame.text)
        copy.keep(frame)
        assert terminal.shows() == whole(screen)


@given(SCREENS, SCREENS, st.integers(-3, 3))
@settings(deadline=None, max_examples=40)
def test_lines_that_moved_show_what_a_whole_paint_shows(
    screen: list[Strip], others: list[Strip], by: int
) -> None:
    terminal, copy = Terminal(), painted()
    first = copy.whole([[line] for line in screen], WIDTH)
    terminal.stream.feed(first.text)
    copy.keep(first)
    moved = [*screen[by:], *others[:by]] if by >= 0 else [*others[:-by], *screen[:by]]
    frame = copy.partial(update(moved, [(y, 0, WIDTH) for y in range(HEIGHT)]), scroll=True)
    assert frame is not None
    terminal.stream.feed(frame.text)
    assert terminal.shows() == whole(moved)


def test_what_is_taken_for_one_cell_is_one_cell_for_the_renderer_and_for_terminals() -> None:
    sure = [chr(code) for code in range(32, 0x10000) if _ALL_SURE(chr(code))]
    assert len(sure) > 1000
    assert [char for char in sure if cell_len(char) != 1 or wcwidth(char) != 1] == []
    assert [char for char in sure if unicodedata.category(char) in ("Mn", "Me", "Cf", "Cc")] == []


def test_a_part_of_a_line_is_all_that_is_written() -> None:
    copy = painted()
    copy.keep(copy.whole([[Strip([Segment("abcdefghij")])]] * HEIGHT, WIDTH))
    line = Strip([Segment("abXdefghiY")])
    frame = copy.partial(update([line] * HEIGHT, [(2, 0, 5)]), scroll=False)
    assert frame is not None
    assert frame.text == "\x1b[3;3HX"


def test_a_short_gap_is_written_again_and_a_long_one_jumped_over() -> None:
    copy = painted()
    copy.keep(copy.whole([[Strip([Segment("." * WIDTH)])]] * HEIGHT, WIDTH))
    near = copy.whole([[Strip([Segment("A..B......")])]] * HEIGHT, WIDTH)
    assert near.text.startswith("\x1b[1HA..B\x1b[2H")
    far = copy.whole([[Strip([Segment("A........B")])]] * HEIGHT, WIDTH)
    assert far.text.startswith("\x1b[1HA\x1b[8CB\x1b[2H")


def test_what_is_shown_already_is_not_written() -> None:
    copy = painted()
    screen = [[Strip([Segment("same", Style(bold=True)), Segment("......")])]] * HEIGHT
    copy.keep(copy.whole(screen, WIDTH))
    assert copy.whole(screen, WIDTH).text == ""


def test_a_part_is_not_compared_with_a_screen_that_is_not_known() -> None:
    copy = painted()
    screen = [Strip([Segment("." * WIDTH)])] * HEIGHT
    spans = [(0, 0, WIDTH)]
    assert copy.partial(update(screen, spans), scroll=True) is None
    copy.keep(copy.whole([[line] for line in screen], WIDTH))
    assert copy.partial(update(screen, spans), scroll=True) is not None
    other_height = Partial([{0: screen[0]}] * 3, spans, [[WIDTH]] * 3)
    assert copy.partial(other_height, scroll=True) is None
    other_width = Partial([{0: screen[0]}] * HEIGHT, spans, [[WIDTH + 1]] * HEIGHT)
    assert copy.partial(other_width, scroll=True) is None
    copy.forget()
    assert copy.partial(update(screen, spans), scroll=True) is None


def test_a_hyperlink_is_left_to_textual() -> None:
    linked = Strip([Segment("." * WIDTH, Style(link="https://www.data.gouv.fr"))])
    with pytest.raises(NotTextError):
        painted().whole([[linked]] * HEIGHT, WIDTH)
