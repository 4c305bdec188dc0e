"""The screen that a benchmark reads."""

from __future__ import annotations

import pytest

from benchmarks.screen import Screen


def screen_of(*pieces: bytes) -> list[str]:
    screen = Screen(10, 4)
    for piece in pieces:
        screen.feed(piece)
    return [line.rstrip() for line in screen.text.splitlines()]


def test_colours_and_titles_leave_only_their_text() -> None:
    assert screen_of(b"\x1b]0;title\x07\x1b[1;31mred\x1b[0m")[0] == "red"


@pytest.mark.parametrize("cut", range(1, 12))
def test_an_order_cut_in_two_by_a_read_is_still_one_order(cut: int) -> None:
    data = b"\x1b[2;3Hab\xc3\xa9\x1b[m"
    assert screen_of(data[:cut], data[cut:])[1] == "  abé"


def test_a_region_scrolls_up_and_down_and_leaves_the_rest() -> None:
    lines = b"one\r\ntwo\r\nthree\r\nfour"
    assert screen_of(lines, b"\x1b[2;4r\x1b[1S") == ["one", "three", "four", ""]
    assert screen_of(lines, b"\x1b[2;4r\x1b[1T") == ["one", "", "two", "three"]


def test_the_alternate_screen_starts_blank() -> None:
    screen = Screen(10, 4)
    screen.feed(b"before")
    assert not screen.is_blank
    screen.feed(b"\x1b[?1049h")
    assert screen.is_blank


def test_a_repeated_character_is_written_out() -> None:
    assert screen_of(b"-\x1b[4b")[0] == "-----"
