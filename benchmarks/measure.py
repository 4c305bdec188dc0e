"""What is measured of a running program. Every function returns figures by name of measure."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from benchmarks.process import cpu_seconds, peak_memory
from benchmarks.programs import Program
from benchmarks.screen import Screen
from benchmarks.tty import Terminal

QUIET = 0.25
"""Seconds of silence after which a key's output is taken to be over.

Longer than the rest that a grid may take before it asks for rows, so that their paint counts.
"""

_START_LIMIT = 30.0
_START_SILENCE = 0.4
_KEY_LIMIT = 5.0


class Measure(NamedTuple):
    """A thing measured and its unit."""

    what: str
    unit: str


Figures = dict[Measure, float]


class DidNotHappenError(Exception):
    """The program did not do what the measure is about, so its figure would flatter it."""


FIRST_PAINT = Measure("first paint", "ms")
READY = Measure("ready", "ms")
START_BYTES = Measure("start", "bytes")
START_CPU = Measure("start", "CPU ms")
PEAK_MEMORY = Measure("peak memory at start", "MB")
END_MEMORY = Measure("peak memory at the end", "MB")
IDLE_BYTES = Measure("idle", "bytes/s")
IDLE_CPU = Measure("idle", "CPU %")


def start(terminal: Terminal, program: Program) -> Figures:
    """Wait until the program is ready and silent.

    Milliseconds count from the fork to the chunk of output that showed something (first paint) and
    to the one that showed `program.ready`; bytes and processor time count until the silence.
    Raises DidNotHappenError when the program never becomes ready.
    """
    ready = re.compile(program.ready, re.M)
    painted: list[float] = []

    def looks_ready(screen: Screen) -> bool:
        if not painted and not screen.is_blank:
            painted.append(terminal.last_replayed)
        return ready.search(screen.text) is not None

    ready_at = None
    end = time.perf_counter() + _START_LIMIT
    while ready_at is None:
        terminal.read_until_quiet(QUIET, 0.5)
        ready_at = terminal.moment(looks_ready)
        if ready_at is None and (terminal.ended or time.perf_counter() > end):
            raise DidNotHappenError(f"{program.name} was never ready:\n{terminal.text}")
    terminal.read_until_quiet(_START_SILENCE, _START_LIMIT)
    return {
        FIRST_PAINT: painted[0] * 1e3,
        READY: ready_at * 1e3,
        START_BYTES: terminal.total,
        START_CPU: cpu_seconds(terminal.pid) * 1e3,
        PEAK_MEMORY: peak_memory(terminal.pid),
    }


def idle(terminal: Terminal, seconds: float) -> Figures:
    """Leave the program alone for `seconds`."""
    size, cpu, since = terminal.total, cpu_seconds(terminal.pid), time.perf_counter()
    terminal.read_until(since + seconds)
    return {
        IDLE_BYTES: (terminal.total - size) / seconds,
        IDLE_CPU: (cpu_seconds(terminal.pid) - cpu) / seconds * 100,
    }


ANSWER, SETTLE = "answer ms", "settle ms"


@dataclass(frozen=True, slots=True)
class Deed:
    """Keys typed one after the other, and what proves that they did something.

    Attributes:
        name: Names its measures.
        keys: Names of keys (`Program.key`), in order.
        proof: Given the screens before and after, whether the deed happened; None for no proof.
        per_second: Rate at which they are typed, whatever the program does; None to wait for
            silence after each.
        measured: False for keys that only bring the program where the next deed starts.
    """

    name: str
    keys: tuple[str, ...]
    proof: Callable[[str, str], bool] | None = None
    per_second: float | None = None
    measured: bool = True


def do(terminal: Terminal, program: Program, deed: Deed) -> Figures:
    """Type the deed's keys.

    Bytes and processor time are per key. A key is answered when half of what it causes is out and
    settled by the last byte, at the median; held keys only settle, from the last key to the last
    byte of all (the backlog).
    Raises DidNotHappenError when the proof fails.
    """
    before, size, cpu = terminal.text, terminal.total, cpu_seconds(terminal.pid)
    keys = [program.key(name) for name in deed.keys]
    if deed.per_second is None:
        times = _one_by_one(terminal, keys)
    else:
        times = _held(terminal, keys, deed.per_second)
    after = terminal.text
    if deed.proof and not deed.proof(before, after):
        raise DidNotHappenError(f"{program.name}: no {deed.name}\n{before}\n{after}")
    if not deed.measured:
        return {}
    return {
        Measure(deed.name, "bytes/key"): (terminal.total - size) / len(keys),
        Measure(deed.name, "CPU ms/key"): (cpu_seconds(terminal.pid) - cpu) * 1e3 / len(keys),
        **{Measure(deed.name, unit): seconds * 1e3 for unit, seconds in times.items()},
    }


def until(
    terminal: Terminal,
    program: Program,
    what: str,
    keys: Sequence[str],
    shows: Callable[[str], bool],
    limit: float = 120.0,
) -> Figures:
    """Type `keys` at once and wait for a screen that `shows` what was asked for.

    Milliseconds count from the last key to that screen; bytes and processor time to the silence
    after it. Raises DidNotHappenError when it does not come within `limit` seconds.
    """
    size, cpu = terminal.total, cpu_seconds(terminal.pid)
    for name in keys:
        terminal.write(program.key(name))
    since, shown = terminal.now, None
    while shown is None:
        terminal.read_until_quiet(QUIET, 1.0)
        shown = terminal.moment(lambda screen: shows(screen.text))
        if shown is None and (terminal.ended or terminal.now - since > limit):
            raise DidNotHappenError(f"{program.name}: no {what}\n{terminal.text}")
    terminal.read_until_quiet(QUIET, _KEY_LIMIT)
    return {
        Measure(what, "ms"): (shown - since) * 1e3,
        Measure(what, "bytes"): terminal.total - size,
        Measure(what, "CPU ms"): (cpu_seconds(terminal.pid) - cpu) * 1e3,
    }


def _one_by_one(terminal: Terminal, keys: list[bytes]) -> dict[str, float]:
    """Type each key once the screen is silent; return median seconds by unit."""
    outputs = [terminal.press(key, QUIET, _KEY_LIMIT) for key in keys]
    answered = [output.answered for output in outputs if output.answered is not None]
    settled = [output.settled for output in outputs if output.settled is not None]
    return {ANSWER: median(answered), SETTLE: median(settled)} if answered else {}


def _held(terminal: Terminal, keys: list[bytes], per_second: float) -> dict[str, float]:
    """Type at a fixed rate; return the seconds from the last key to the last byte."""
    since = time.perf_counter()
    for number, key in enumerate(keys):
        terminal.read_until(since + number / per_second)
        terminal.write(key)
    chunks, released = terminal.chunks, time.perf_counter()
    terminal.read_until_quiet(QUIET, _KEY_LIMIT)
    return {SETTLE: terminal.since_last_byte(chunks, released) or 0.0}
