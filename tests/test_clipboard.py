"""What is sent to the terminal to copy a text."""

from __future__ import annotations

from base64 import b64decode

from tui.clipboard import LIMIT, osc52


def test_a_text_is_sent_whole_and_encoded() -> None:
    sequence = osc52("préfet\x1b", {})
    assert sequence is not None
    assert sequence.startswith("\x1b]52;c;")
    assert sequence.endswith("\x07")
    assert b64decode(sequence[7:-1]).decode() == "préfet\x1b"


def test_inside_tmux_it_is_sent_wrapped_too() -> None:
    sequence = osc52("x", {"TMUX": "/tmp/tmux"})
    assert sequence is not None
    assert "\x1bPtmux;\x1b\x1b]52;c;" in sequence
    assert sequence.endswith("\x1b\\")


def test_inside_screen_it_is_sent_in_slices() -> None:
    sequence = osc52("x" * 1000, {"TERM": "screen-256color"})
    assert sequence is not None
    slices = sequence.removesuffix("\x1b\\").split("\x1b\\")
    assert all(part.startswith("\x1bP") and len(part) <= 252 for part in slices)
    assert b64decode("".join(part[2:] for part in slices)[7:-1]) == b"x" * 1000


def test_a_text_that_terminals_would_cut_is_not_sent() -> None:
    assert osc52("x" * LIMIT, {}) is None
