"""Every way of ending or stopping the program, on a real terminal: what is left of it then."""

from __future__ import annotations

import os
import select
import signal
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from people import at_the_keyboard
from ptys import Seat, seat
from reckoning import Count, reckon, thorough

from benchmarks.process import cpu_seconds
from tui.headless import send_key

NOWHERE = ("--site", "www", "--main-url", "http://127.0.0.1:9")
"""A site that nobody serves: the program opens in half the time, and says so."""
SHOWN = "cannot be reached"


def kill(number: signal.Signals) -> Callable[[Seat], None]:
    return lambda at: os.kill(at.pid, number)


def press(keys: bytes) -> Callable[[Seat], None]:
    return lambda at: at.type(keys)


def ask_twice(at: Seat) -> None:
    os.kill(at.pid, signal.SIGTERM)
    os.kill(at.pid, signal.SIGTERM)


ENDINGS: dict[str, tuple[Callable[[Seat], None], int]] = {
    "q": (press(b"q"), 0),
    "Ctrl+C": (press(b"\x03"), 0),
    "SIGINT": (kill(signal.SIGINT), 130),
    "SIGTERM": (kill(signal.SIGTERM), 143),
    "SIGTERM twice": (ask_twice, 143),
    "SIGHUP": (kill(signal.SIGHUP), 129),
    "SIGQUIT": (kill(signal.SIGQUIT), 131),
}
"""What is done, and the exit status that it has."""


TRIED = tuple(ENDINGS) if thorough() else ("q", "Ctrl+C", "SIGTERM", "SIGHUP")


@pytest.mark.parametrize("ending", TRIED)
def test_the_terminal_is_given_back(ending: str, tmp_path: Path) -> None:
    do, status = ENDINGS[ending]
    with seat(tmp_path, *NOWHERE) as at:
        at.until(SHOWN)
        do(at)
        assert at.ends() == status
        assert at.is_restored()
        assert b"Traceback" not in at.written
        assert list(tmp_path.rglob("crash-*")) == []


@pytest.mark.parametrize("ignored", [(), (signal.SIGHUP,)], ids=["SSH drop", "with nohup"])
def test_it_leaves_when_the_terminal_is_gone(ignored: tuple[int, ...], tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE, ignored=ignored) as at:
        at.until(SHOWN)
        before = cpu_seconds(at.pid)
        at.hang_up()
        began = time.monotonic()
        spent = before
        while at.poll() is None:
            assert time.monotonic() - began < 8.0
            try:
                spent = cpu_seconds(at.pid)
            except OSError:
                break
            time.sleep(0.02)
        assert at.ends() == 129
        assert spent - before < 2.0
        assert list(tmp_path.rglob("crash-*")) == []


def test_a_terminal_that_reads_nothing_does_not_hold_it(tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE) as at:
        at.until(SHOWN)
        # Screens are painted until the line is full, and nobody reads them.
        deadline = time.monotonic() + 20.0
        while not _is_full(at):
            assert time.monotonic() < deadline
            at.resize(200 + int(time.monotonic() * 50) % 2, 60)
            time.sleep(0.05)
        os.kill(at.pid, signal.SIGTERM)
        began = time.monotonic()
        while at.poll() is None and time.monotonic() - began < 8.0:
            time.sleep(0.05)
        assert at.status == 143
        assert at.attributes == at.before


def _reports(home: Path) -> str:
    return "\n".join(path.read_text() for path in home.rglob("crash-*"))


def _is_full(at: Seat) -> bool:
    """Whether nothing more goes to the terminal until somebody reads there."""
    return not select.select([], [at.slave], [], 0)[1]


def stopped(at: Seat, number: signal.Signals) -> None:
    os.kill(at.pid, number)
    deadline = time.monotonic() + 8.0
    while at.state() != "T":
        assert time.monotonic() < deadline
        at.read(0.02)
    at.quiet(0.1)


def test_a_stop_gives_the_terminal_back_and_going_on_paints_it_again(tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE) as at:
        at.until(SHOWN)
        stopped(at, signal.SIGTSTP)
        assert at.is_restored()
        since = len(at.written)
        at.resize(100, 30)
        os.kill(at.pid, signal.SIGCONT)
        at.until(SHOWN, since=since)
        at.until("\x1b[30", since=since)  # the bottom line is where it is now
        at.type(b"q")
        assert at.ends() == 0
        assert at.is_restored()


def test_a_stop_that_nobody_is_told_of_is_survived(tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE) as at:
        at.until(SHOWN)
        stopped(at, signal.SIGSTOP)
        termios.tcsetattr(at.slave, termios.TCSANOW, at.before)  # what a shell does then
        since = len(at.written)
        os.kill(at.pid, signal.SIGCONT)
        at.until(SHOWN, since=since)
        # A frame that was on its way when it was stopped may come first.
        deadline = time.monotonic() + 8.0
        while at.attributes == at.before:
            assert time.monotonic() < deadline, "the terminal is not raw again"
            at.read(0.02)
        at.type(b"q")
        assert at.ends() == 0
        assert at.is_restored()


def test_keys_that_are_no_utf8_end_nothing(tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE) as at:
        at.until(SHOWN)
        at.type(b"\xe9\xff\xc3(\x80\x1b[\xff~")
        at.quiet()
        since = len(at.written)
        at.type(b"?")
        at.until("Help", since=since)
        at.type(b"\x1b")
        at.quiet()
        at.type(b"q")
        assert at.ends() == 0


EARLY = (0.05, 0.15, 0.3, 0.45, 0.6, 0.8)


@pytest.mark.parametrize("seconds", EARLY if thorough() else EARLY[1::3])
def test_it_can_be_ended_while_it_opens(seconds: float, tmp_path: Path) -> None:
    with seat(tmp_path, *NOWHERE) as at:
        time.sleep(seconds)
        os.kill(at.pid, signal.SIGTERM)
        assert at.ends() in (143, -signal.SIGTERM), _reports(tmp_path)
        assert at.is_restored()
        assert b"Traceback" not in at.written


def test_the_ways_are_counted() -> None:
    early = len(EARLY) if thorough() else len(EARLY[1::3])
    reckon(Count.ENDINGS, len(TRIED) + 2 + 1 + 2 + 1 + early)


async def test_ctrl_c_closes_a_dialog_then_quits() -> None:
    async with at_the_keyboard() as person:
        await person.press("f1", "ctrl+c")
        assert person.app.screen is person.app.place
        send_key(person.app, "ctrl+c")
        await person.pilot.pause()
        assert person.app._exit
        assert person.app.return_code == 0
