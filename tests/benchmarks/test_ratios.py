"""Rounds, ratios and goals."""

from __future__ import annotations

from benchmarks.measure import Figures, Measure
from benchmarks.programs import Program
from benchmarks.report import Goal, judge, table, verdict_lines
from benchmarks.rounds import Rounds, take

BYTES = Measure("PageDown", "bytes/key")
IDLE = Measure("idle", "bytes/s")


def rounds_of(ours: list[float], theirs: list[float]) -> Rounds:
    return Rounds(
        {
            "ours": [{BYTES: value, IDLE: 0} for value in ours],
            "theirs": [{BYTES: value, IDLE: 0} for value in theirs],
        }
    )


def test_a_ratio_divides_figures_of_the_same_round() -> None:
    rounds = rounds_of([1, 10, 3], [2, 10, 12])
    assert rounds.ratios("ours", "theirs", BYTES) == [0.5, 1, 0.25]
    assert "0.50 (0.25..1.00)" in table(rounds, ["ours"])


def test_nothing_is_divided_by_zero() -> None:
    rounds = rounds_of([1], [2])
    assert rounds.ratios("ours", "theirs", IDLE) == []
    assert table(rounds, ["ours"]).splitlines()[-1].endswith("-")


def test_a_goal_bounds_a_ratio_or_a_figure() -> None:
    goals = [Goal(BYTES, 0.5, "theirs"), Goal(BYTES, 0.4, "theirs"), Goal(IDLE, 0)]
    verdicts = judge(rounds_of([1], [2]), "ours", goals)
    assert [verdict.is_met for verdict in verdicts] == [True, False, True]
    assert [line.split()[0] for line in verdict_lines("ours", verdicts)] == ["met", "MISSED", "met"]


def test_a_goal_against_a_program_that_took_no_part_is_left_out() -> None:
    assert judge(rounds_of([1], [2]), "ours", [Goal(BYTES, 1, "VisiData")]) == []


def test_each_round_starts_with_another_program_and_the_warm_up_does_not_count() -> None:
    order: list[str] = []

    def run(program: Program) -> Figures:
        order.append(program.name)
        return {BYTES: float(len(order))}

    rounds = take([Program("a", (), ""), Program("b", (), "")], run, rounds=2)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert rounds.values("a", BYTES) == [4, 5]
