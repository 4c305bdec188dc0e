"""Time to the first paint of the search screen, beside the least that a Textual application can be.

Run it with ``python -m benchmarks.start``.
"""

from __future__ import annotations

import argparse
import sys

from benchmarks.measure import FIRST_PAINT, IDLE_BYTES, Figures, idle, start
from benchmarks.programs import Program, python_program, running
from benchmarks.report import Goal, judge, table, verdict_lines
from benchmarks.rounds import take

OURS, BARE = "dgv", "bare Textual"
GOALS = (Goal(FIRST_PAINT, 1.25, BARE), Goal(IDLE_BYTES, 0))
IDLE_SECONDS = 3.0

PROGRAMS = (
    Program(BARE, python_program("benchmarks.peers.hello"), ready="hello"),
    Program(OURS, python_program("tui", "--site", "sample"), ready=r"\b1 of [\d,]+"),
)


def main() -> int:
    """Measure and print; 1 where ``--check`` is given and a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--check", action="store_true", help="exit 1 when a goal is missed")
    arguments = parser.parse_args()
    rounds = take(PROGRAMS, _run, arguments.rounds)
    verdicts = judge(rounds, OURS, GOALS)
    print(f"Start, median of {arguments.rounds} rounds; ratios: median (min..max) of the rounds'")
    print(table(rounds, [OURS]), *verdict_lines(OURS, verdicts), sep="\n")
    return int(arguments.check and not all(verdict.is_met for verdict in verdicts))


def _run(program: Program) -> Figures:
    with running(program) as terminal:
        return {**start(terminal, program), **idle(terminal, IDLE_SECONDS)}


if __name__ == "__main__":
    sys.exit(main())
