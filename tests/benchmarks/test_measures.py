"""The measuring itself, on a program whose every byte is known."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.measure import (
    FIRST_PAINT,
    IDLE_BYTES,
    PEAK_MEMORY,
    READY,
    START_BYTES,
    Deed,
    DidNotHappenError,
    Measure,
    do,
    idle,
    start,
    until,
)
from benchmarks.programs import Program, running

ECHO = """
import os, tty
tty.setraw(0)
os.write(1, b"\\x1b[?2026$p" + b"hello")
answer = b""
while not answer.endswith(b"y"):
    answer += os.read(0, 1)
os.write(1, b" and welcome")
while key := os.read(0, 1):
    os.write(1, b"!" * 7 if key == b"k" else b"")
"""


@pytest.fixture
def echo(tmp_path: Path) -> Program:
    script = tmp_path / "echo.py"
    script.write_text(ECHO)
    return Program(
        "echo", (sys.executable, "-I", str(script)), "welcome", {"Key": b"k", "Mute": b"m"}
    )


def test_a_start_tells_the_first_paint_from_being_ready_and_counts_every_byte(
    echo: Program,
) -> None:
    with running(echo) as terminal:
        figures = start(terminal, echo)
    assert 0 < figures[FIRST_PAINT] <= figures[READY]
    assert figures[START_BYTES] == len(b"\x1b[?2026$phello and welcome")
    assert figures[PEAK_MEMORY] > 1


def test_bytes_are_counted_per_key(echo: Program) -> None:
    deed = Deed("exclaiming", ("Key",) * 3, proof=lambda before, after: "!" * 21 in after)
    with running(echo) as terminal:
        start(terminal, echo)
        figures = do(terminal, echo, deed)
    assert figures[Measure("exclaiming", "bytes/key")] == 7
    answered = figures[Measure("exclaiming", "answer ms")]
    assert 0 < answered <= figures[Measure("exclaiming", "settle ms")]


def test_a_held_key_is_typed_at_its_rate_and_counted_per_key(echo: Program) -> None:
    with running(echo) as terminal:
        start(terminal, echo)
        figures = do(terminal, echo, Deed("holding", ("Key",) * 5, per_second=100))
    assert figures[Measure("holding", "bytes/key")] == 7


def test_a_key_that_does_nothing_is_an_error_not_a_good_figure(echo: Program) -> None:
    deed = Deed("exclaiming", ("Mute",), proof=lambda before, after: before != after)
    with running(echo) as terminal:
        start(terminal, echo)
        with pytest.raises(DidNotHappenError, match="exclaiming"):
            do(terminal, echo, deed)


def test_waiting_ends_with_the_screen_that_shows_what_was_asked_for(echo: Program) -> None:
    with running(echo) as terminal:
        start(terminal, echo)
        figures = until(terminal, echo, "exclaiming", ("Key", "Key"), lambda text: "!" * 14 in text)
    assert figures[Measure("exclaiming", "bytes")] == 14
    assert figures[Measure("exclaiming", "ms")] > 0


def test_waiting_for_what_never_comes_is_an_error(echo: Program) -> None:
    with running(echo) as terminal:
        start(terminal, echo)
        with pytest.raises(DidNotHappenError, match="exclaiming"):
            until(terminal, echo, "exclaiming", ("Mute",), lambda text: "!" in text, limit=0.1)


def test_a_silent_program_is_idle(echo: Program) -> None:
    with running(echo) as terminal:
        start(terminal, echo)
        assert idle(terminal, 0.1)[IDLE_BYTES] == 0


def test_a_program_that_ends_before_it_is_ready_is_an_error() -> None:
    program = Program("gone", (sys.executable, "-I", "-c", "print('bye')"), "welcome")
    with running(program) as terminal, pytest.raises(DidNotHappenError, match="bye"):
        start(terminal, program)


def test_leaving_ends_the_program(echo: Program) -> None:
    with running(echo) as terminal:
        start(terminal, echo)
    with pytest.raises(ProcessLookupError):
        os.kill(terminal.pid, 0)
