"""Programs of others, where they are installed: each opens a file of comma-separated values."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.programs import Program

VISIDATA, DATUI = "VisiData", "datui"

_EXECUTABLES = {VISIDATA: "vd", DATUI: "datui"}
_KEYS: Mapping[str, Mapping[str, bytes]] = {
    # It puts the terminal in application mode, where the arrows are written otherwise.
    VISIDATA: {
        "Down": b"\x1bOB",
        "Right": b"\x1bOC",
        "Left": b"\x1bOD",
        "Top": b"gk",
        "Bottom": b"gj",
        "Sort": b"[",
        # It filters in two steps, of which the first takes its time.
        "Select": b",",
        "Keep": b'"',
    },
    DATUI: {"Top": b"\x1b[H", "Bottom": b"G"},
}


def others(file: Path, first_row: str = "L00000") -> Iterator[Program]:
    """Those that are on the PATH, or named by the environment variables VISIDATA and DATUI.

    Args:
        file: What they open.
        first_row: Regular expression of the first row.
    """
    for name, command in _EXECUTABLES.items():
        executable = os.environ.get(name.upper()) or shutil.which(command)
        if executable is None:
            print(f"{name} is not installed: measured without it", file=sys.stderr)
            continue
        yield Program(name, (executable, str(file)), ready=first_row, keys=_KEYS[name])
