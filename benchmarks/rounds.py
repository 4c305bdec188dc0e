"""Several programs measured in turn, so that what else the machine does falls on all alike."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from statistics import median

from benchmarks.measure import Figures, Measure
from benchmarks.programs import Program


class Rounds:
    """The figures of each program, one set a round."""

    def __init__(self, figures: Mapping[str, Sequence[Figures]]) -> None:
        self._figures = figures

    @property
    def names(self) -> list[str]:
        """Names of the programs, in the order given."""
        return list(self._figures)

    @property
    def measures(self) -> list[Measure]:
        """Every measure that a program has, in the order taken."""
        return list(
            dict.fromkeys(
                measure for runs in self._figures.values() for run in runs for measure in run
            )
        )

    def values(self, name: str, measure: Measure) -> list[float]:
        """The figure of each round that has one."""
        return [run[measure] for run in self._figures[name] if measure in run]

    def typical(self, name: str, measure: Measure) -> float | None:
        """The median over the rounds."""
        values = self.values(name, measure)
        return median(values) if values else None

    def ratios(self, name: str, reference: str, measure: Measure) -> list[float]:
        """The figure of `name` over that of `reference`, round by round.

        A round where the reference has none, or zero, is left out.
        """
        pairs = zip(self._figures[name], self._figures[reference], strict=True)
        return [
            ours[measure] / theirs[measure]
            for ours, theirs in pairs
            if measure in ours and theirs.get(measure)
        ]


def take(
    programs: Sequence[Program], run: Callable[[Program], Figures], rounds: int, warm_up: int = 1
) -> Rounds:
    """Run every program once a round, each round starting with another one.

    The first rounds are not counted: they compile byte-code and fill the page cache.
    """
    figures: dict[str, list[Figures]] = {program.name: [] for program in programs}
    with _leaving_by_an_exception():
        for number in range(rounds + warm_up):
            turn = number % len(programs)
            for program in (*programs[turn:], *programs[:turn]):
                taken = run(program)
                if number >= warm_up:
                    figures[program.name].append(taken)
            print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return Rounds(figures)


@contextmanager
def _leaving_by_an_exception() -> Iterator[None]:
    """Turn a termination into an exception, so that the program under test is ended too."""

    def leave(*_: object) -> None:
        raise SystemExit(143)

    before = signal.signal(signal.SIGTERM, leave)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
