"""Bytes and processor time per key in a table: our grid beside Textual's DataTable and VisiData.

Every program shows the same 1,000 rows of 20 columns, from memory. VisiData takes part where ``vd``
is on the PATH or named by the environment variable VISIDATA.
Run it with ``python -m benchmarks.grid``.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.measure import (
    IDLE_BYTES,
    START_BYTES,
    Deed,
    Figures,
    Measure,
    do,
    idle,
    start,
)
from benchmarks.peers.rows import LABEL, ROW_COUNT, header, write_csv
from benchmarks.programs import Program, python_program, running
from benchmarks.report import Goal, judge, table, verdict_lines
from benchmarks.rounds import take

OURS, STOCK, VISIDATA = "our grid", "DataTable", "VisiData"
FIRST_ROW, LAST_ROW = "L00000", f"L{ROW_COUNT - 1:05d}"
LAST_COLUMN = header()[-1]
IDLE_SECONDS = 2.0

PAGE_DOWN = "PageDown"
GOALS = (
    Goal(Measure(PAGE_DOWN, "bytes/key"), 0.5, STOCK),
    Goal(Measure(PAGE_DOWN, "CPU ms/key"), 0.5, STOCK),
    Goal(Measure(PAGE_DOWN, "bytes/key"), 1.0, VISIDATA),
    Goal(IDLE_BYTES, 0),
)


def main() -> int:
    """Measure and print; 1 where ``--check`` is given and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rounds = take(_programs(Path(folder)), _run, arguments.rounds)
    verdicts = judge(rounds, OURS, GOALS)
    print(f"Grid, median of {arguments.rounds} rounds; ratios: median (min..max) of the rounds'")
    print(table(rounds, [OURS]), *verdict_lines(OURS, verdicts), sep="\n")
    return int(arguments.check and not all(verdict.is_met for verdict in verdicts))


def _programs(folder: Path) -> list[Program]:
    programs = [
        Program(
            OURS,
            python_program("benchmarks.peers.own_grid"),
            ready=FIRST_ROW,
            keys={"Top": b"g", "Bottom": b"G"},
        ),
        Program(
            STOCK,
            python_program("benchmarks.peers.datatable"),
            ready=FIRST_ROW,
            keys={"Top": b"\x1b[1;5H", "Bottom": b"\x1b[1;5F"},
        ),
    ]
    visidata = os.environ.get("VISIDATA") or shutil.which("vd")
    if visidata is None:
        print("VisiData is not installed: measured without it", file=sys.stderr)
        return programs
    return [*programs, _visidata(visidata, folder / "rows.csv")]


def _visidata(executable: str, file: Path) -> Program:
    write_csv(file)
    return Program(
        VISIDATA,
        (executable, str(file)),
        ready=f"{ROW_COUNT} rows",
        # It puts the terminal in application mode, where the arrows are written otherwise.
        keys={"Down": b"\x1bOB", "Right": b"\x1bOC", "Top": b"gk", "Bottom": b"gj"},
    )


def _run(program: Program) -> Figures:
    with running(program) as terminal:
        begun = start(terminal, program)
        figures: Figures = {START_BYTES: begun[START_BYTES]}
        for deed in _deeds():
            figures |= do(terminal, program, deed)
        return {**figures, **idle(terminal, IDLE_SECONDS)}


def _deeds() -> list[Deed]:
    across = ("Right",) * (len(header()) - 1)
    past_the_page = Deed("way to the last line", ("Down",) * 40, per_second=100, measured=False)
    return [
        Deed("Down inside the page", ("Down",) * 10, proof=_has_not_scrolled),
        past_the_page,
        Deed("Down that scrolls", ("Down",) * 10, proof=_scrolled_by(10)),
        Deed(PAGE_DOWN, ("PageDown",) * 10, proof=_scrolled_by(10 * 25)),
        Deed("jump to an end", ("Bottom", "Top") * 2 + ("Bottom",), proof=_shows(LAST_ROW)),
        Deed("way back", ("Top",), proof=_shows(FIRST_ROW), measured=False),
        past_the_page,
        Deed("Down held at 30 Hz", ("Down",) * 45, proof=_scrolled_by(45), per_second=30),
        Deed("Right across the columns", across, proof=_shows(LAST_COLUMN)),
    ]


def _first_row(screen: str) -> int:
    return min(int(label[1:]) for label in re.findall(LABEL, screen))


def _has_not_scrolled(before: str, after: str) -> bool:
    return _first_row(before) == _first_row(after)


def _scrolled_by(least: int) -> Callable[[str, str], bool]:
    return lambda before, after: _first_row(after) - _first_row(before) >= least


def _shows(text: str) -> Callable[[str, str], bool]:
    return lambda before, after: text in after and text not in before


if __name__ == "__main__":
    sys.exit(main())
