"""The figures as a table: programs side by side, ratios round by round, goals met or missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.measure import Measure
from benchmarks.rounds import Rounds


@dataclass(frozen=True, slots=True)
class Goal:
    """A bound on a measure of ours: on its ratio to a reference, or on the figure itself.

    Attributes:
        measure: What is bounded.
        most: The largest ratio, or the largest figure.
        reference: Name of the program divided by; None where the bound is on the figure.
    """

    measure: Measure
    most: float
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A goal, the figure that it bounds, and whether it is met."""

    goal: Goal
    figure: float

    @property
    def is_met(self) -> bool:
        return self.figure <= self.goal.most


def table(rounds: Rounds, ours: Sequence[str]) -> str:
    """One line a measure: each program's median, then each of ours over each other program.

    A ratio is the median of the rounds' ratios, with their extremes; ``-`` where there is none.
    """
    others = [name for name in rounds.names if name not in ours]
    pairs = [(mine, other) for mine in ours for other in others]
    lines = [["", *rounds.names, *(f"{mine} / {other}" for mine, other in pairs)]]
    lines += [
        [
            f"{measure.what}, {measure.unit}",
            *(_figure(rounds.typical(name, measure)) for name in rounds.names),
            *(_ratio(rounds.ratios(mine, other, measure)) for mine, other in pairs),
        ]
        for measure in rounds.measures
    ]
    return "\n".join(_aligned(lines))


def conclude(rounds: Rounds, goals: Mapping[str, Sequence[Goal]]) -> bool:
    """Print the table and what became of the goals of each program of ours; whether all are met."""
    verdicts = {name: judge(rounds, name, bounds) for name, bounds in goals.items()}
    print(table(rounds, list(goals)))
    for name, judged in verdicts.items():
        print(*verdict_lines(name, judged), sep="\n")
    return all(verdict.is_met for judged in verdicts.values() for verdict in judged)


def judge(rounds: Rounds, name: str, goals: Sequence[Goal]) -> list[Verdict]:
    """What became of each goal of the program `name`.

    A goal against a program that took no part is left out.
    """
    verdicts = []
    for goal in goals:
        if goal.reference is None:
            values = rounds.values(name, goal.measure)
        elif goal.reference in rounds.names:
            values = rounds.ratios(name, goal.reference, goal.measure)
        else:
            continue
        if values:
            verdicts.append(Verdict(goal, median(values)))
    return verdicts


def verdict_lines(name: str, verdicts: Sequence[Verdict]) -> Iterator[str]:
    """One line a goal."""
    for verdict in verdicts:
        goal = verdict.goal
        over = f" / {goal.reference}" if goal.reference else ""
        word = "met   " if verdict.is_met else "MISSED"
        yield (
            f"{word} {name}{over}: {goal.measure.what}, {goal.measure.unit}"
            f" = {verdict.figure:.2f} (goal ≤ {goal.most:g})"
        )


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}"


def _ratio(values: Sequence[float]) -> str:
    if not values:
        return "-"
    return f"{median(values):.2f} ({min(values):.2f}..{max(values):.2f})"


def _aligned(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for first, *others in lines:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        yield "  ".join((first.ljust(widths[0]), *cells))
