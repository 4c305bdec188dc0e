"""A table of 1,000,000 rows: the first rows, the end, an order, a filter, and memory on the way.

The application reads the sample site's largest table, which is served inside its process;
VisiData and datui open the same rows as a file. Memory is that of our grid alone, past 100,000
rows of a table made as it goes, over that of a bare Textual application.
Run it with ``python -m benchmarks.million``; the programs of others are found as in
``benchmarks.grid``. The first run makes the table: about a minute.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import (
    END_MEMORY,
    PEAK_MEMORY,
    QUIET,
    READY,
    DidNotHappenError,
    Figures,
    Measure,
    do,
    start,
    until,
)
from benchmarks.movements import Contestant, far_down
from benchmarks.peers.others import DATUI, VISIDATA, others
from benchmarks.peers.rows import COLUMN_COUNT, LABEL, header
from benchmarks.process import peak_memory
from benchmarks.programs import VIM_ENDS, Program, python_program, running
from benchmarks.report import Goal, conclude
from benchmarks.rounds import take
from benchmarks.tty import Terminal
from tui.sample.names import resource_id

WHOLE, OURS, BARE = "dgv", "our grid", "bare Textual"
ROWS, FAR = 1_000_000, 100_000
FILTERED, SORTED = 2, 3
"""Places of the columns that are filtered and sorted: a few words, and amounts."""

LONGEST = 60.0
"""Seconds that a key may take."""

GROWTH = Measure(f"memory after {FAR:,} rows, over a bare Textual application", "MB")
END, SORT, KEEP = Measure("end", "ms"), Measure("sort", "ms"), Measure("filter", "ms")

GOALS = {
    WHOLE: (
        # Ours asks a service for the last page; the others hold it.
        Goal(END, 2.0, VISIDATA),
        Goal(SORT, 1.0, VISIDATA),
        Goal(KEEP, 1.0, VISIDATA),
    ),
    OURS: (Goal(GROWTH, 30),),
}


@dataclass(frozen=True, slots=True)
class Table:
    """A program that shows the table, and how its screen is read.

    Attributes:
        first_row: Finds the first row, filled, in the text of the screen.
        count: Finds the number of rows.
        loads: Whether it goes on loading rows once the first are there.
        orders: Whether it can be told by keys alone to sort and to filter.
    """

    program: Program
    first_row: str
    count: str
    loads: bool = False
    orders: bool = True

    def row(self, screen: str) -> str:
        """The first row; empty while it is not there."""
        found = re.search(self.first_row, screen, re.M)
        return found[1].strip() if found else ""

    def rows(self, screen: str) -> int:
        """How many rows there are; 0 where it is not said."""
        found = re.search(self.count, screen, re.M)
        return int(found[1].replace(",", "")) if found else 0


def main() -> int:
    """Measure and print; 1 where ``--check`` is given and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tables = _tables(Path(folder))
        programs = [table.program for table in tables]
        runs = {table.program.name: _run_of(table) for table in tables}
        own_grid = python_program("benchmarks.peers.own_grid", str(ROWS), str(COLUMN_COUNT))
        runs[OURS] = _go_far
        programs.append(Program(OURS, own_grid, ready="L00000", keys=VIM_ENDS))
        rounds = take(
            programs, lambda program: runs[program.name](program), arguments.rounds, warm_up=0
        )
    print(f"{ROWS:,} rows, median of {arguments.rounds} rounds")
    met = conclude(rounds, GOALS)
    return int(arguments.check and not met)


def _run_of(table: Table) -> Callable[[Program], Figures]:
    return lambda program: _run(table, program)


def _run(table: Table, program: Program) -> Figures:
    with running(program) as terminal:
        figures: Figures = {READY: start(terminal, program)[READY]}
        if table.loads:
            figures |= _until(
                table, terminal, "all rows there", (), lambda text: table.rows(text) == ROWS
            )
        figures |= _until(table, terminal, "end", ("Bottom",), lambda text: f"{ROWS}" in text)
        first = table.row
        figures |= _until(table, terminal, "way back", ("Top",), lambda text: bool(first(text)))
        if table.orders:
            figures |= _orders(table, terminal)
        return {**figures, END_MEMORY: peak_memory(terminal.pid)}


def _orders(table: Table, terminal: Terminal) -> Figures:
    before = table.row(terminal.text)
    figures = _until(
        table,
        terminal,
        "sort",
        (*["Right"] * SORTED, "Sort"),
        lambda text: table.row(text) not in ("", before),
    )
    for _ in range(SORTED - FILTERED):
        terminal.press(table.program.key("Left"), QUIET, LONGEST)
    selected = 0.0
    if "Select" in table.program.keys:
        selected = terminal.press(table.program.key("Select"), 8.0, LONGEST).settled or 0.0
    try:
        figures |= _until(
            table,
            terminal,
            "filter",
            ("Keep",),
            lambda text: 0 < table.rows(text) < ROWS and bool(table.row(text)),
        )
    except DidNotHappenError:
        if table.program.name == WHOLE:
            raise
        # Nothing on its screen says when another program has selected: measured without it.
        print(f"{table.program.name}: no filter", file=sys.stderr)
        return figures
    figures[KEEP] += selected * 1e3
    return figures


def _until(
    table: Table,
    terminal: Terminal,
    what: str,
    keys: tuple[str, ...],
    shows: Callable[[str], bool],
) -> Figures:
    return until(terminal, table.program, what, keys, shows)


def _go_far(program: Program) -> Figures:
    """What our grid takes on a long way, over what any Textual application takes."""
    bare = Program(BARE, python_program("benchmarks.peers.hello"), ready="hello")
    with running(bare) as terminal:
        least = start(terminal, bare)[PEAK_MEMORY]
    grid = Contestant(program, LABEL, 0, ROWS - 1, COLUMN_COUNT, header()[-1])
    with running(program) as terminal:
        figures: Figures = {READY: start(terminal, program)[READY]}
        for deed in far_down(grid, FAR):
            do(terminal, program, deed)
        memory = peak_memory(terminal.pid)
    return {**figures, GROWTH: memory - least, END_MEMORY: memory}


def _tables(folder: Path) -> list[Table]:
    cache = folder / "cache"
    link = "resource:" + resource_id("demandes-de-valeurs-foncieres/0")
    program = Program(
        WHOLE,
        python_program("tui", "--site", "sample", link),
        ready=r"^ *1│ [^\s·]",
        keys={**VIM_ENDS, "Sort": b"s", "Keep": b"="},
        variables={"XDG_CACHE_HOME": str(cache)},
    )
    with running(program) as terminal:
        start(terminal, program)  # Makes the table, which is kept.
    file = folder / "rows.csv"
    _write_csv(cache, file)
    readers = {
        VISIDATA: (r"^[ •](2026-\d{7}.*)", r"([\d,]+) rows", True, True),
        DATUI: (r"^▎(.*)", r"1 / ([\d,]+)", False, False),
    }
    return [
        Table(program, r"^ *1│ ([^\s·].*)", r"row [\d,]+ of ([\d,]+)"),
        *(Table(other, *readers[other.name]) for other in others(file, r"2026-0000001")),
    ]


def _write_csv(cache: Path, file: Path) -> None:
    """The sample site's table as a file."""
    import duckdb

    (parquet,) = cache.rglob("*.parquet")
    # What the service numbers rows with is no column of the file.
    duckdb.read_parquet(str(parquet)).project("* EXCLUDE (__id)").write_csv(str(file))


if __name__ == "__main__":
    sys.exit(main())
