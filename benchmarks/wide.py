"""Sideways over 300 columns: our grid beside VisiData and datui, on the same 1,000 rows.

Run it with ``python -m benchmarks.wide``; the programs of others are found as in
``benchmarks.grid``.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import END_MEMORY, READY, Deed, Figures, Measure, do, start
from benchmarks.movements import DOWN, PAGE_DOWN, RIGHT, Contestant, movements
from benchmarks.peers.others import VISIDATA, others
from benchmarks.peers.rows import LABEL, ROW_COUNT, header, write_csv
from benchmarks.process import peak_memory
from benchmarks.programs import VIM_ENDS, Program, python_program, running
from benchmarks.report import Goal, conclude
from benchmarks.rounds import take

OURS = "our grid"
COLUMNS = 300
STEPS = 60
"""Columns gone over one key at a time: the rest is more of the same."""

GOALS = {
    OURS: (
        Goal(Measure(RIGHT, "bytes/key"), 6_000),
        Goal(Measure(RIGHT, "bytes/key"), 1.0, VISIDATA),
        Goal(Measure(RIGHT, "settle ms"), 0.5, VISIDATA),
        Goal(Measure(DOWN, "bytes/key"), 250),
        Goal(Measure(PAGE_DOWN, "bytes/key"), 6_000),
    )
}


def main() -> int:
    """Measure and print; 1 where ``--check`` is given and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        rounds = take(_programs(Path(folder)), _run, arguments.rounds)
    print(f"{COLUMNS} columns, median of {arguments.rounds} rounds")
    met = conclude(rounds, GOALS)
    return int(arguments.check and not met)


def _run(program: Program) -> Figures:
    table = Contestant(program, LABEL, 0, ROW_COUNT - 1, STEPS + 1, header(COLUMNS)[STEPS])
    with running(program) as terminal:
        figures: Figures = {READY: start(terminal, program)[READY]}
        for deed in _deeds(table):
            figures |= do(terminal, program, deed)
        return {**figures, END_MEMORY: peak_memory(terminal.pid)}


def _deeds(table: Contestant) -> list[Deed]:
    wanted = (DOWN, PAGE_DOWN, RIGHT)
    return [deed for deed in movements(table) if deed.name in wanted or not deed.measured]


def _programs(folder: Path) -> list[Program]:
    file = folder / "wide.csv"
    write_csv(file, COLUMNS)
    own_grid = python_program("benchmarks.peers.own_grid", str(ROW_COUNT), str(COLUMNS))
    return [Program(OURS, own_grid, ready="L00000", keys=VIM_ENDS), *others(file)]


if __name__ == "__main__":
    sys.exit(main())
