"""The application on a terminal of its own, to be ended in every way: what is left then."""

from __future__ import annotations

import fcntl
import logging
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from benchmarks.process import cpu_seconds
from tui.__main__ import main
from tui.app import DatagouvApp  # noqa: F401 - imported once, before any fork
from tui.widgets import terminal  # noqa: F401

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 30.0
READY = "Help"
"""What the bottom line says once there is something to look at."""

MODES = re.compile(rb"\x1b\[(\?\d+)([hl])")
OFF_AT_THE_END = (b"?1049", b"?1000", b"?1003", b"?1006", b"?1016", b"?2004", b"?2048", b"?1004")


PROGRAM = (sys.executable, "-m", "tui")


def world(home: Path, **variables: str) -> dict[str, str]:
    """The environment of somebody whose folders are all under `home`."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {
        **kept,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": os.environ.get("XDG_CACHE_HOME", str(home / "cache")),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_STATE_HOME": str(home / "state"),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        **variables,
    }


class Seat:
    """A program and the terminal it believes in; its controlling one.

    Args:
        command: The program; nothing for the application in a fork of this process, which has
            imported most of it and opens in half the time.
    """

    def __init__(
        self,
        command: Sequence[str],
        arguments: Sequence[str],
        environment: Mapping[str, str],
        *,
        ignored: Sequence[int] = (),
    ) -> None:
        self.written = b""
        self.status: int | None = None
        self.master, self.slave = pty.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
                for number in range(3):
                    os.dup2(self.slave, number)
                for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM, signal.SIGQUIT):
                    signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
                os.close(self.master)  # or the terminal is never gone
                os.close(self.slave)
                if not command:
                    os._exit(_run_here(arguments, environment))
                os.closerange(3, 256)
                os.execvpe(command[0], [*command, *arguments], dict(environment))
            finally:
                os._exit(127)
        # Held open, so that its settings can be read when nobody is left on it.
        self.before = termios.tcgetattr(self.slave)

    def read(self, seconds: float) -> bool:
        """Read what comes within `seconds`; gives whether something came."""
        if self.master < 0 or not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self.master, 65536)
        except OSError:
            return False
        self.written += chunk
        return bool(chunk)

    def until(self, text: str | bytes, *, since: int = 0) -> None:
        """Read until `text` was written."""
        wanted = text.encode() if isinstance(text, str) else text
        deadline = time.monotonic() + PATIENCE
        while wanted not in self.written[since:]:
            assert time.monotonic() < deadline, self.written[-3000:]
            assert self.poll() is None, self.written[-3000:]
            self.read(0.1)

    def quiet(self, seconds: float = 0.3) -> None:
        while self.read(seconds):
            pass

    def type(self, data: bytes) -> None:
        os.write(self.master, data)

    def poll(self) -> int | None:
        """The exit status, or the signal that ended it as a negative number, once it has ended."""
        if self.status is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status

    def ends(self, within: float = 8.0) -> int:
        """Its exit status; fails where it goes on for longer than `within` seconds."""
        deadline = time.monotonic() + within
        while self.poll() is None:
            assert time.monotonic() < deadline, (
                f"still there, {cpu_seconds(self.pid):.1f} s of CPU: {self.written[-300:]!r}"
            )
            if not self.read(0.05) and self.master < 0:
                time.sleep(0.02)
        self.quiet(0.05)
        assert self.status is not None
        return self.status

    def state(self) -> str:
        """What the kernel says that it does: ``T`` for stopped."""
        text = Path(f"/proc/{self.pid}/stat").read_text()
        return text.rpartition(")")[2].split()[0]

    def resize(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the window."""
        for each in (self.slave, self.master):
            os.close(each)
        self.slave = self.master = -1

    @property
    def attributes(self) -> list[Any]:
        return termios.tcgetattr(self.slave)

    def is_restored(self) -> bool:
        """Whether the terminal is as it was found: asserts, so that what differs is told."""
        last = dict(MODES.findall(self.written))
        on = [mode for mode in OFF_AT_THE_END if last.get(mode, b"l") == b"h"]
        assert on == [], f"left on: {on}"
        assert last.get(b"?25", b"h") == b"h", "the cursor is hidden"
        assert last.get(b"?7", b"h") == b"h", "lines do not wrap"
        assert self.written.count(b"\x1b[<u") >= self.written.count(b"\x1b[>25u")
        assert self.attributes == self.before
        return True

    def close(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.status = -9
        for each in (self.slave, self.master):
            if each >= 0:
                os.close(each)
        self.slave = self.master = -1


def _run_here(arguments: Sequence[str], environment: Mapping[str, str]) -> int:
    """Be the program, in a process that was forked; gives its exit status."""
    os.environ.clear()
    os.environ.update(environment)
    sys.stdin = sys.__stdin__ = os.fdopen(0, "r", closefd=False)  # type: ignore[misc]
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", closefd=False)  # type: ignore[misc]
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", closefd=False)  # type: ignore[misc]
    sys.argv = ["dgv", *arguments]
    logging.getLogger().handlers.clear()
    status = main()
    threading._shutdown()  # type: ignore[attr-defined]
    return status


@contextmanager
def seat(
    home: Path,
    *arguments: str,
    command: Sequence[str] = (),
    ignored: Sequence[int] = (),
    **variables: str,
) -> Iterator[Seat]:
    """The application in front of somebody whose folders are under `home`."""
    given = ["--site", "sample", "--lang", "en", *arguments]
    at = Seat(command, given, world(home, **variables), ignored=ignored)
    try:
        yield at
    finally:
        at.close()
