"""Looks: the shortest change of one into another leaves the terminal as the whole order would."""

from __future__ import annotations

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.looks import change

COLOURS = st.sampled_from(["", "31", "97", "39", "38;5;196", "38;2;20;21;28", "38;2;1;2;38"])
GROUNDS = st.sampled_from(["", "42", "107", "49", "48;5;16", "48;2;230;230;48"])
ATTRIBUTES = st.lists(st.sampled_from(["1", "3", "4", "7", "9"]), unique=True, max_size=3)


def look(attributes: list[str], colour: str, ground: str) -> str:
    return ";".join([*sorted(attributes), *filter(None, (colour, ground))])


LOOKS = st.builds(look, ATTRIBUTES, COLOURS, GROUNDS)


def cell_after(*orders: str) -> pyte.screens.Char:
    screen = pyte.Screen(1, 1)
    pyte.Stream(screen).feed("".join(orders) + "x")
    return screen.buffer[0][0]


def order(look: str) -> str:
    return f"\x1b[{look}m"


@given(LOOKS, LOOKS)
def test_a_change_leaves_the_look_that_was_wanted(old: str, new: str) -> None:
    start = order(old) if old else ""
    wanted = cell_after("\x1b[0m", order(new) if new else "")
    assert cell_after(start, change(old, new)) == wanted


@given(LOOKS, LOOKS)
def test_a_change_is_no_longer_than_ending_one_look_and_beginning_the_other(
    old: str, new: str
) -> None:
    assert len(change(old, new)) <= len("\x1b[0m") + len(order(new))


def test_only_what_differs_is_said() -> None:
    assert change("38;5;189;48;5;234", "38;5;189;48;5;16") == "\x1b[48;5;16m"
    assert change("38;5;189;48;5;234", "1;38;5;189;48;5;234") == "\x1b[1m"
    assert change("31", "") == "\x1b[m"
    assert change("", "") == ""
    assert change("1;31", "31") == "\x1b[0;31m"
    assert change("31;42", "1") == "\x1b[0;1m"
