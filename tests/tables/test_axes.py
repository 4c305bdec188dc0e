"""Axes mark round values, and their labels say exactly what is marked."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui import i18n
from tui.tables.moments import LAST, micros, moment
from tui.tables.scale import LARGEST, Number, Scale, rounded_out, step_for
from tui.tables.ticks import number_ticks, power_ends, power_ticks, time_ticks
from tui.tables.time_steps import STEPS, Step, Unit

NUMBERS: st.SearchStrategy[Number] = st.one_of(
    st.integers(-(10**30), 10**30),
    st.integers(2**60, 2**60 + 9),
    st.floats(allow_nan=False, allow_infinity=False),
)
RANGES = st.tuples(NUMBERS, NUMBERS).map(lambda ends: (min(ends), max(ends)))
SUFFIXES = {"K": 3, "M": 6, "B": 9, "T": 12}


def said(label: str) -> Decimal:
    """The number that an English label says."""
    plain = label.replace(",", "")
    power = SUFFIXES.get(plain[-1], 0)
    return Decimal(plain[:-1] if power else plain) * (Decimal(10) ** power)


@given(RANGES, NUMBERS, NUMBERS)
def test_positions_follow_the_order_of_the_values(
    ends: tuple[Number, Number], one: Number, two: Number
) -> None:
    scale = Scale.of(*ends)
    assert scale.low < scale.high
    assert scale.low <= ends[0]
    assert scale.high >= ends[1]
    low, high = sorted((one, two))
    assert 0 <= scale.position(low) <= scale.position(high) <= 1
    assert scale.position(scale.low) == 0
    assert scale.position(scale.high) == 1


def test_whole_numbers_beyond_floats_keep_their_places() -> None:
    scale = Scale(2**60, 2**60 + 4)
    assert [scale.position(2**60 + step) for step in range(5)] == [0, 0.25, 0.5, 0.75, 1]


@given(RANGES, st.integers(1, 40), st.booleans())
def test_every_mark_is_between_the_ends_and_says_its_value(
    ends: tuple[Number, Number], most: int, whole: bool
) -> None:
    scale = Scale.of(*ends)
    ticks = number_ticks(scale.low, scale.high, most, whole=whole)
    assert len(ticks) <= most + 1
    assert len({tick.label for tick in ticks}) == len(ticks)
    for tick in ticks:
        exact = said(tick.label)
        assert Decimal(str(scale.low)) <= exact <= Decimal(str(scale.high))
        assert exact == tick.value or math.isclose(exact, tick.value, rel_tol=1e-15, abs_tol=5e-324)
        assert not whole or exact == exact.to_integral_value()


@given(RANGES, st.integers(1, 20))
def test_ends_made_round_are_marked_and_hold_the_values(
    ends: tuple[Number, Number], most: int
) -> None:
    scale = Scale.of(*ends)
    step = step_for(scale.low, scale.high, most)
    low, high = rounded_out(scale.low, scale.high, step)
    assert low <= scale.low
    assert high >= scale.high
    assert abs(low) <= LARGEST
    assert abs(high) <= LARGEST
    assert step * most >= step_for(scale.low, scale.high, 1) / 10


@pytest.mark.parametrize(
    ("low", "high", "english", "french"),
    [
        (0, 35_000, ["0", "10K", "20K", "30K"], ["0", "10 k", "20 k", "30 k"]),
        (0, 3_000_000_000, ["0", "1B", "2B", "3B"], ["0", "1 Md", "2 Md", "3 Md"]),
        (0, 1.5, ["0", "0.5", "1", "1.5"], ["0", "0,5", "1", "1,5"]),
        (1_000_000, 1_000_003, None, ["1 000 000", "1 000 001", "1 000 002", "1 000 003"]),
        (-1e300, 1e300, ["-1e300", "-5e299", "0", "5e299", "1e300"], None),
    ],
)
def test_labels_are_those_of_the_language(
    low: Number, high: Number, english: list[str] | None, french: list[str] | None
) -> None:
    for language, labels in (("en", english), ("fr", french)):
        i18n.install(language)
        if labels is not None:
            found = [tick.label for tick in number_ticks(low, high, 4)]
            assert [label.replace("\u202f", " ").replace("\xa0", " ") for label in found] == labels


def test_years_have_no_separators() -> None:
    assert [tick.label for tick in number_ticks(2015, 2024, 3, whole=True, plain=True)] == [
        "2015",
        "2020",
    ]


def test_a_small_step_between_large_numbers_is_never_rounded_away() -> None:
    labels = [tick.label for tick in number_ticks(1_000_000, 1_000_400, 4)]
    assert labels == ["1,000,000", "1,000,100", "1,000,200", "1,000,300", "1,000,400"]


MOMENTS = st.tuples(st.datetimes(), st.datetimes()).map(sorted)


@given(MOMENTS, st.integers(1, 30), st.booleans())
def test_moments_marked_are_between_the_ends_each_said_once(
    ends: list[dt.datetime], most: int, whole_days: bool
) -> None:
    low, high = map(micros, ends)
    ticks = time_ticks(low, high, most, whole_days=whole_days)
    assert all(low <= tick.value <= high for tick in ticks)
    assert len(ticks) <= 1.1 * most + 2
    assert [tick.value for tick in ticks] == sorted({tick.value for tick in ticks})
    if whole_days:
        assert all(moment(int(tick.value)).time() == dt.time() for tick in ticks)


@pytest.mark.parametrize(
    ("low", "high", "labels"),
    [
        ("2019-03-04", "2024-01-01", "2020 | 2021 | 2022 | 2023 | 2024"),
        ("2023-10-01", "2024-06-01", "Nov 2023 | Jan 2024 | Mar | May"),
        ("2024-01-28", "2024-02-20", "Jan 29, 2024 | Feb 5 | Feb 12 | Feb 19"),
        ("2024-01-28T22:00", "2024-01-29T01:00", "Jan 28, 2024 22:00 | 23:00 | Jan 29 | 01:00"),
        (
            "2024-01-28T00:00:01",
            "2024-01-28T00:00:02.5",
            "Jan 28, 2024 00:00:01 | 00:00:01.5 | 00:00:02 | 00:00:02.5",
        ),
    ],
)
def test_the_first_moment_is_said_whole_and_the_others_by_what_changed(
    low: str, high: str, labels: str
) -> None:
    start, end = (micros(dt.datetime.fromisoformat(text)) for text in (low, high))
    assert " | ".join(tick.label for tick in time_ticks(start, end, 5)) == labels


def test_months_are_those_of_the_language() -> None:
    i18n.install("fr")
    ticks = time_ticks(micros(dt.date(2023, 10, 1)), micros(dt.date(2024, 6, 1)), 5)
    assert [tick.label for tick in ticks] == ["nov. 2023", "janv. 2024", "mars", "mai"]


@pytest.mark.parametrize("step", STEPS, ids=str)
def test_every_step_follows_the_calendar(step: Step) -> None:
    start = micros(dt.datetime(2023, 12, 31, 23, 59, 59, 999_999))
    edges = step.edges(start, start + 3 * step.length)
    assert edges[0] <= start < edges[1]
    assert edges[-1] > start + 3 * step.length or edges[-1] == LAST
    assert edges == sorted(set(edges))
    assert step.at_or_before(start) == edges[0]
    if step.unit is Unit.DAY and step.count % 7 == 0:
        assert {moment(edge).weekday() for edge in edges} == {0}


@given(
    st.tuples(st.integers(1, 10**15), st.integers(1, 10**15)).filter(
        lambda ends: ends[0] != ends[1]
    ),
    st.integers(2, 12),
)
def test_an_axis_of_tens_ends_around_its_values_and_marks_what_it_says(
    ends: tuple[int, int], most: int
) -> None:
    low, high = math.log10(min(ends)), math.log10(max(ends))
    below, above = power_ends(low, high)
    assert below <= low <= high <= above
    ticks = power_ticks(below, above, most)
    assert 1 <= len(ticks) <= most
    for tick in ticks:
        assert below <= tick.value <= above
        assert math.log10(said(tick.label)) == tick.value
