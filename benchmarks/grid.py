"""Bytes, time and memory per key in a table: our grid beside DataTable, VisiData and datui.

Every program shows the same 1,000 rows of 20 columns, from memory. Ours is measured a second time
as a person meets it: the whole screen around it, a table of the sample site behind it.
VisiData takes part where ``vd`` is on the PATH or named by the environment variable VISIDATA, and
datui likewise. Run it with ``python -m benchmarks.grid``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import (
    END_MEMORY,
    IDLE_BYTES,
    START_BYTES,
    Figures,
    Measure,
    do,
    idle,
    start,
)
from benchmarks.movements import (
    DOWN,
    HELD,
    PAGE_DOWN,
    RIGHT,
    SCROLL,
    Contestant,
    movements,
)
from benchmarks.peers.others import DATUI, VISIDATA, others
from benchmarks.peers.rows import LABEL, ROW_COUNT, header, write_csv
from benchmarks.process import peak_memory
from benchmarks.programs import VIM_ENDS, Program, python_program, running
from benchmarks.report import Goal, conclude
from benchmarks.rounds import take
from tui.sample.names import resource_id

OURS, WHOLE, STOCK = "our grid", "dgv", "DataTable"
IDLE_SECONDS = 3.0

_NARROW = (
    Goal(Measure(DOWN, "bytes/key"), 250),
    Goal(Measure(SCROLL, "bytes/key"), 0.75, VISIDATA),
    Goal(Measure(HELD, "bytes/key"), 0.75, VISIDATA),
    Goal(Measure(RIGHT, "bytes/key"), 6_000),
    Goal(Measure(PAGE_DOWN, "bytes/key"), 6_000),
    Goal(Measure(PAGE_DOWN, "bytes/key"), 1.0, VISIDATA),
    Goal(Measure(DOWN, "settle ms"), 0.5, VISIDATA),
    Goal(Measure(SCROLL, "settle ms"), 0.5, VISIDATA),
    Goal(Measure(PAGE_DOWN, "settle ms"), 0.5, VISIDATA),
    Goal(Measure(PAGE_DOWN, "CPU ms/key"), 1.0, VISIDATA),
    Goal(IDLE_BYTES, 0),
)
GOALS = {
    OURS: (
        *_NARROW,
        Goal(Measure(PAGE_DOWN, "bytes/key"), 0.5, STOCK),
        Goal(Measure(PAGE_DOWN, "CPU ms/key"), 0.5, STOCK),
        Goal(Measure(SCROLL, "bytes/key"), 0.6, DATUI),
    ),
    WHOLE: _NARROW,
}


def main() -> int:
    """Measure and print; 1 where ``--check`` is given and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        contestants = _contestants(Path(folder))
        by_name = {contestant.program.name: contestant for contestant in contestants}
        rounds = take(
            [contestant.program for contestant in contestants],
            lambda program: _run(by_name[program.name]),
            arguments.rounds,
        )
    print(f"Grid, median of {arguments.rounds} rounds; ratios: median (min..max) of the rounds'")
    met = conclude(rounds, GOALS)
    return int(arguments.check and not met)


def _run(contestant: Contestant) -> Figures:
    program = contestant.program
    with running(program) as terminal:
        figures: Figures = {START_BYTES: start(terminal, program)[START_BYTES]}
        for movement in movements(contestant):
            figures |= do(terminal, program, movement)
        figures |= idle(terminal, IDLE_SECONDS)
        return {**figures, END_MEMORY: peak_memory(terminal.pid)}


def _contestants(folder: Path) -> list[Contestant]:
    stock_keys = {"Top": b"\x1b[1;5H", "Bottom": b"\x1b[1;5F"}
    own_grid = python_program("benchmarks.peers.own_grid")
    file = folder / "rows.csv"
    write_csv(file)
    return [
        _with_the_table(Program(OURS, own_grid, ready="L00000", keys=VIM_ENDS)),
        _whole_application(),
        _with_the_table(
            Program(STOCK, python_program("benchmarks.peers.datatable"), "L00000", stock_keys)
        ),
        *(_with_the_table(other) for other in others(file)),
    ]


def _with_the_table(program: Program) -> Contestant:
    return Contestant(program, LABEL, 0, ROW_COUNT - 1, len(header()), header()[-1])


def _whole_application() -> Contestant:
    """The application on the sample site's table of communes, whose rows it numbers itself."""
    link = "resource:" + resource_id("population-des-communes-francaises/0")
    program = Program(
        WHOLE, python_program("tui", "--site", "sample", link), ready="01001 ", keys=VIM_ENDS
    )
    return Contestant(program, r"^ *([\d,]+)│ [^\s·]", 1, 34_955, 12, "date_creation")


if __name__ == "__main__":
    sys.exit(main())
