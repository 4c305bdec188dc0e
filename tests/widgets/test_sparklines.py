"""Lines of a few characters: their size, their order, their gaps, without Unicode too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.widgets.sparklines import ASCII, BLOCKS, Ramp, fitting, ramp_for, sparkline

VALUES = st.lists(st.integers(0, 10**12) | st.none(), min_size=1, max_size=120)


@given(VALUES, st.integers(1, 160), st.integers(1, 3), st.sampled_from([BLOCKS, ASCII]))
def test_a_line_fits_and_is_as_high_as_its_values(
    values: list[int | None], width: int, rows: int, ramp: Ramp
) -> None:
    lines = sparkline(values, width, rows, ramp=ramp)
    assert len(lines) == rows
    assert len({len(line) for line in lines}) == 1
    assert len(lines[0]) <= max(2, width)
    assert set("".join(lines)) <= {*ramp.levels, ramp.gap, ramp.unfinished}
    gaps = values[-fitting(len(values), width) :].count(None)
    assert (ramp.gap in lines[-1]) == bool(gaps)
    assert all(ramp.gap not in line for line in lines[:-1])


@given(st.lists(st.integers(0, 10**6), min_size=2, max_size=20))
def test_a_larger_value_is_never_drawn_lower(values: list[int]) -> None:
    (line,) = sparkline(values, len(values) + 1, 1)
    heights = [BLOCKS.levels.index(sign) for sign in line if sign != BLOCKS.unfinished]
    pairs = sorted(zip(values, heights, strict=True))
    assert [height for _value, height in pairs] == sorted(heights)
    assert all(height > 1 for value, height in pairs if value)


def test_a_gap_is_not_a_zero_and_the_month_that_is_not_over_stands_apart() -> None:
    assert sparkline([8, None, 0, 4], 5, 1) == ["█·▁┊▄"]
    assert sparkline([8, None, 0, 4], 5, 2) == ["█  ┊ ", "█·▁┊█"]
    assert sparkline([8, None, 0, 4], 5, 1, ramp=ASCII) == ["#._|="]


def test_months_are_wider_where_there_is_room() -> None:
    assert sparkline([1, 2], 7, 1) == ["▄▄▄┊███"]


@pytest.mark.parametrize(
    ("environment", "ramp"),
    [
        ({}, BLOCKS),
        ({"LANG": "fr_FR.UTF-8"}, BLOCKS),
        ({"LANG": "C"}, BLOCKS),
        ({"TERM": "linux", "LANG": "fr_FR.UTF-8"}, ASCII),
        ({"LANG": "fr_FR.ISO-8859-15"}, ASCII),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "fr_FR.latin1"}, ASCII),
    ],
)
def test_ascii_is_for_terminals_that_have_nothing_else(
    environment: dict[str, str], ramp: Ramp
) -> None:
    assert ramp_for(environment) is ramp
