"""A program in a terminal of its own, seen from outside: what it writes, and when.

The reader only stamps chunks with the time and answers the questions that programs ask a terminal.
Chunks go to the slow screen model when the output is quiet; the moment at which a text became true
is found afterwards, by replaying them one by one. So the program never waits for the measuring.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import Self

from benchmarks.screen import Screen

COLUMNS, ROWS = 120, 40

_CHUNK = 65_536
_PATIENCE = 0.6
"""Seconds given to a program to end after a hang-up, and to write its first byte after a key."""

_INHERITED_SIGNALS = (
    signal.SIGHUP,
    signal.SIGPIPE,
    signal.SIGINT,
    signal.SIGTERM,
    signal.SIGQUIT,
)
_QUESTION = re.compile(rb"\x1b\[\?(?P<mode>\d+)\$p|(?P<attributes>\x1b\[0?c)")
_SYNCHRONIZED_OUTPUT = b"2026"


@dataclass(frozen=True, slots=True)
class Output:
    """What a program wrote after something was done to it.

    Attributes:
        answered: Seconds from the deed to the moment when half of the bytes were out, which no
            acknowledgement before the answer and no touch after it can move; None when it wrote
            nothing.
        settled: Seconds from the deed to the last byte; None when it wrote nothing.
    """

    answered: float | None
    settled: float | None


class Terminal:
    """A running program and the terminal that it believes in.

    Use it in a ``with``: leaving it ends the program.
    """

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], directory: Path
    ) -> None:
        self.screen = Screen(COLUMNS, ROWS)
        self.total = 0
        self.ended = False
        self._chunks: list[tuple[float, bytes]] = []
        self._replayed = 0
        self._asking = b""
        self.last_replayed = 0.0
        """Seconds from the start to the chunk that the screen got last."""
        self._started = time.perf_counter()
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            _become(command, environment, directory)
        os.set_blocking(self._file, False)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def write(self, data: bytes) -> None:
        """Type `data`."""
        while data and not self.ended:
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                select.select([], [self._file], [], 1)
            except OSError:
                self.ended = True

    def read_until(self, deadline: float) -> None:
        """Collect what the program writes until the clock says `deadline`."""
        while not self.ended and (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def read_until_quiet(self, quiet: float, longest: float) -> None:
        """Collect what the program writes until it has been silent for `quiet` seconds."""
        now = time.perf_counter()
        end, silence_since = now + longest, now
        while not self.ended and (now := time.perf_counter()) < end:
            if now - silence_since >= quiet:
                return
            if self._read(min(quiet - (now - silence_since), end - now)):
                silence_since = time.perf_counter()

    def press(self, key: bytes, quiet: float, longest: float) -> Output:
        """Type one key and collect all that it causes."""
        chunks, since = len(self._chunks), time.perf_counter()
        self.write(key)
        while len(self._chunks) == chunks and time.perf_counter() - since < _PATIENCE:
            if self.ended:
                break
            self._read(quiet)
        self.read_until_quiet(quiet, longest)
        caused = self._chunks[chunks:]
        if not caused:
            return Output(None, None)
        return Output(_half_of(caused) - since, caused[-1][0] - since)

    def since_last_byte(self, chunks: int, since: float) -> float | None:
        """Seconds from `since` to the last byte, if any came after the first `chunks` chunks."""
        return self._chunks[-1][0] - since if len(self._chunks) > chunks else None

    @property
    def now(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    @property
    def chunks(self) -> int:
        """Number of pieces read until now."""
        return len(self._chunks)

    def moment(self, shows: Callable[[Screen], bool]) -> float | None:
        """Seconds from the start to the first chunk, of those not replayed yet, that `shows`."""
        found: float | None = None
        while self._replayed < len(self._chunks):
            at, data = self._chunks[self._replayed]
            self._replayed += 1
            self.screen.feed(data)
            self.last_replayed = at - self._started
            if found is None and shows(self.screen):
                found = self.last_replayed
        return found

    @property
    def text(self) -> str:
        """The screen as it is now."""
        self.moment(lambda _: True)
        return self.screen.text

    def close(self) -> None:
        """Hang up, as a closed window does; a program that does not end is killed."""
        for deadly in (signal.SIGHUP, signal.SIGKILL):
            if self._ends_after(deadly):
                break
        os.close(self._file)

    def _ends_after(self, deadly: signal.Signals) -> bool:
        try:
            os.kill(self.pid, deadly)
        except ProcessLookupError:
            return True
        end = time.perf_counter() + _PATIENCE
        while time.perf_counter() < end:
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                return True
            if self.ended:
                time.sleep(0.01)
            self._read(0.01)
        return False

    def _read(self, patience: float) -> bool:
        if self.ended or not select.select([self._file], [], [], max(0.0, patience))[0]:
            return False
        at = time.perf_counter()
        try:
            data = os.read(self._file, _CHUNK)
        except OSError:
            data = b""
        if not data:
            self.ended = True
            return False
        self._chunks.append((at, data))
        self.total += len(data)
        self._answer(data)
        return True

    def _answer(self, data: bytes) -> None:
        """Answer as a plain xterm that knows synchronized output; stay silent on anything else."""
        asked = self._asking + data
        end = 0
        for question in _QUESTION.finditer(asked):
            end = question.end()
            if mode := question["mode"]:
                known = b"2" if mode == _SYNCHRONIZED_OUTPUT else b"0"
                self.write(b"\x1b[?%s;%s$y" % (mode, known))
            else:
                self.write(b"\x1b[?62;22c")
        self._asking = asked[end:][-16:]


def _half_of(chunks: Sequence[tuple[float, bytes]]) -> float:
    """When half of the bytes of `chunks` were out."""
    half = sum(len(data) for _, data in chunks) / 2
    written = accumulate(len(data) for _, data in chunks)
    return next(at for (at, _), size in zip(chunks, written, strict=True) if size >= half)


def _become(command: Sequence[str], environment: Mapping[str, str], directory: Path) -> None:
    """Replace this forked process by the program; never returns."""
    try:
        for inherited in _INHERITED_SIGNALS:
            signal.signal(inherited, signal.SIG_DFL)
        size = struct.pack("HHHH", ROWS, COLUMNS, COLUMNS * 8, ROWS * 16)
        fcntl.ioctl(0, termios.TIOCSWINSZ, size)
        os.chdir(directory)
        os.execvpe(command[0], list(command), dict(environment))
    except OSError as error:
        os.write(2, str(error).encode())
    finally:
        os._exit(127)
