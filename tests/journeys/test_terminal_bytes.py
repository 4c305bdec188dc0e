"""What really reaches a terminal, read from the other end of a pty."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 30.0
QUIET = 0.6
"""Seconds without a byte after which the screen is taken to be settled."""

SGR = re.compile(rb"\x1b\[([0-9;]*)m")


class Terminal:
    """The application in a pty of 80 by 24."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self.master = master
        self.process = process
        self.written = b""

    def read_until(self, text: str) -> None:
        """Read until `text` was written and the screen is quiet."""
        deadline = time.monotonic() + PATIENCE
        while text.encode() not in self.written:
            assert time.monotonic() < deadline, self.written[-2000:]
            self._read(0.2)
        self.settle()

    def settle(self) -> None:
        """Read until nothing comes any more."""
        while self._read(QUIET):
            pass

    def type(self, data: bytes) -> None:
        """Send keys, then wait for quiet."""
        os.write(self.master, data)
        self.settle()

    def _read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.master], [], [], seconds)
        if not ready:
            return False
        try:
            chunk = os.read(self.master, 65536)
        except OSError:
            return False
        self.written += chunk
        return bool(chunk)


@contextmanager
def application(*arguments: str, **variables: str) -> Iterator[Terminal]:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", **variables}
    process = subprocess.Popen(
        [sys.executable, "-m", "tui", "--site", "sample", *arguments],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    terminal = Terminal(master, process)
    try:
        yield terminal
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        os.close(master)


def test_an_idle_screen_writes_nothing() -> None:
    with application("search:population") as terminal:
        terminal.read_until("Population des communes")
        before = len(terminal.written)
        deadline = time.monotonic() + 2.0
        while time.monotonic() < deadline:
            terminal._read(0.2)
        assert len(terminal.written) == before


def test_quitting_leaves_the_terminal_as_it_was() -> None:
    with application("search:population") as terminal:
        terminal.read_until("Population des communes")
        terminal.type(b"q")
        assert terminal.process.wait(10) == 0
        for mode in (b"?1049", b"?1000", b"?1003", b"?2004"):
            if b"\x1b[" + mode + b"h" in terminal.written:
                assert terminal.written.rfind(b"\x1b[" + mode + b"l") > terminal.written.rfind(
                    b"\x1b[" + mode + b"h"
                )
        assert terminal.written.rfind(b"\x1b[?25h") > terminal.written.rfind(b"\x1b[?25l")


def test_without_colours_what_is_chosen_is_reversed_and_nothing_is_coloured() -> None:
    with application("search:population", NO_COLOR="1") as terminal:
        terminal.read_until("Population des communes")
        terminal.type(b"\x1b[B")
        looks = {code for sgr in SGR.findall(terminal.written) for code in sgr.split(b";")}
        assert looks <= {b"", b"0", b"1", b"2", b"3", b"4", b"7", b"39", b"49"}
        assert b"7" in looks
