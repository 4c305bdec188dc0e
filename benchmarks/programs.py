"""A program under test: how it is started, and in what surroundings."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.tty import Terminal

ROOT = Path(__file__).resolve().parent.parent

CURSOR_KEYS: Mapping[str, bytes] = {
    "Up": b"\x1b[A",
    "Down": b"\x1b[B",
    "Right": b"\x1b[C",
    "Left": b"\x1b[D",
    "Home": b"\x1b[H",
    "End": b"\x1b[F",
    "PageUp": b"\x1b[5~",
    "PageDown": b"\x1b[6~",
}

VIM_ENDS: Mapping[str, bytes] = {"Top": b"g", "Bottom": b"G"}


@dataclass(frozen=True, slots=True)
class Program:
    """A program under test.

    Attributes:
        name: Heads its column in the report.
        command: Its arguments, the executable first.
        ready: Regular expression that the screen matches once a person can use it.
        keys: What to type under a name ("Top", "Bottom"...) that no cursor key has.
        variables: What its environment holds besides what all have.
    """

    name: str
    command: tuple[str, ...]
    ready: str
    keys: Mapping[str, bytes] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)

    def key(self, name: str) -> bytes:
        """What to type for the key or movement `name`."""
        return self.keys.get(name) or CURSOR_KEYS[name]


def python_program(module: str, *arguments: str) -> tuple[str, ...]:
    """The command that runs a module of this checkout with this interpreter."""
    return (sys.executable, "-m", module, *arguments)


@contextmanager
def running(program: Program) -> Iterator[Terminal]:
    """The program in a new terminal, with an empty home that is removed afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as home,
        Terminal(program.command, {**_environment(home), **program.variables}, ROOT) as terminal,
    ):
        yield terminal


def _environment(home: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": home,
        "XDG_CONFIG_HOME": f"{home}/.config",
        "XDG_CACHE_HOME": f"{home}/.cache",
        "XDG_DATA_HOME": f"{home}/.local/share",
        "XDG_STATE_HOME": f"{home}/.local/state",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }
