"""A plot takes exactly the room it is given, and what it shows is where its axes say."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Sequence

import pytest
from hostility import PAYLOADS, assert_harmless
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult

from tui import i18n
from tui.paths import styles_dir
from tui.tables.moments import micros
from tui.tables.plots import (
    Axis,
    AxisKind,
    Bar,
    BarPlot,
    Bin,
    ColumnPlot,
    Line,
    LinePlot,
    Plot,
    Point,
    PointPlot,
)
from tui.tables.scale import LARGEST, Number
from tui.text import is_safe_line
from tui.widgets import plot_canvas
from tui.widgets.draw import width_of
from tui.widgets.plot import PlotView
from tui.widgets.plot_drawing import draw

NUMBERS: st.SearchStrategy[Number] = st.one_of(
    st.integers(-(10**20), 10**20), st.floats(-LARGEST, LARGEST)
)
VALUES = st.one_of(st.none(), NUMBERS)
TEXTS = st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=20), st.just("漢字かな"))
AXES = st.builds(Axis, TEXTS, whole=st.booleans(), plain=st.booleans())
TIMES = st.datetimes().map(micros)


@pytest.fixture(scope="module", autouse=True)
def library() -> None:
    plot_canvas.load()


def bins_of(ends: Sequence[Number], values: Sequence[Number | None]) -> tuple[Bin, ...]:
    sides = sorted(set(ends))
    return tuple(
        Bin(sides[index], sides[index + 1], values[index % len(values)])
        for index in range(len(sides) - 1)
    )


def points_along(places: st.SearchStrategy[Number]) -> st.SearchStrategy[tuple[Point, ...]]:
    return st.lists(st.builds(Point, places, VALUES), max_size=30).map(tuple)


def plots_along(axis: Axis, places: st.SearchStrategy[Number]) -> st.SearchStrategy[Plot]:
    ends = st.lists(places, min_size=2, max_size=30, unique=True)
    lines = st.lists(st.builds(Line, points_along(places), TEXTS), max_size=4).map(tuple)
    return st.one_of(
        st.builds(BarPlot, AXES, AXES, st.lists(st.builds(Bar, TEXTS, VALUES)).map(tuple)),
        st.builds(
            ColumnPlot,
            st.just(axis),
            AXES,
            st.builds(bins_of, ends, st.lists(VALUES, min_size=1, max_size=30)),
        ),
        st.builds(LinePlot, st.just(axis), AXES, lines),
        st.builds(PointPlot, st.just(axis), AXES, points_along(places)),
    )


PLOTS = st.one_of(plots_along(Axis("x"), NUMBERS), plots_along(Axis("d", AxisKind.TIME), TIMES))


@settings(deadline=None)
@given(PLOTS, st.integers(0, 90), st.integers(0, 30), st.booleans(), st.integers(0, 40))
def test_any_plot_fits_any_size_and_obeys_no_text(
    plot: Plot, width: int, height: int, blocks: bool, first: int
) -> None:
    picture = draw(plot, width, height, first=first, blocks=blocks)
    assert len(picture.rows) == height
    for row in picture.rows:
        text = "".join(piece for piece, _tone in row)
        assert is_safe_line(text)
        assert width_of(text) <= width
    if blocks:
        assert not any("\u2800" < c <= "\u28ff" for row in picture.rows for t, _ in row for c in t)


def test_a_bar_on_a_side_without_room_is_within_the_width() -> None:
    plot = BarPlot(Axis("x"), Axis("y"), (Bar("a", -100_000_000.0), Bar("b", 1)))
    lines = lines_of(plot, 16, 5)
    assert [width_of(line) for line in lines if "▏" in line] == [16]


def lines_of(plot: Plot, width: int, height: int, **options: bool) -> list[str]:
    rows = draw(plot, width, height, **options).rows
    return ["".join(text for text, _tone in row) for row in rows]


def inside(lines: Sequence[str]) -> list[str]:
    """What is drawn between the axes, from top to bottom."""
    return [line.partition("┤")[2] or line.partition("│")[2] for line in lines[1:-2]]


def marked_rows(lines: Sequence[str]) -> dict[str, int]:
    """The row of each label at left, from the top."""
    labels = [line.partition("┤") for line in lines[1:-2]]
    return {label.strip(): row for row, (label, sign, _rest) in enumerate(labels) if sign}


SIZES = pytest.mark.parametrize(("width", "height"), [(40, 10), (80, 24), (200, 60)])


@SIZES
@pytest.mark.parametrize(("low", "high"), [(0, 100), (-7, 13), (-350, -2), (3, 4)])
def test_a_value_is_drawn_on_the_row_of_its_label(
    width: int, height: int, low: int, high: int
) -> None:
    corners = (Point(0, low), Point(10, high))
    labels = marked_rows(lines_of(PointPlot(Axis("x"), Axis("y"), corners), width, height))
    between = {label: row for label, row in labels.items() if low <= float(label) <= high}
    assert between
    for label, row in between.items():
        plot = PointPlot(Axis("x"), Axis("y"), (*corners, Point(5, float(label))))
        middle = [
            line[(width // 3) : (2 * width // 3)] for line in inside(lines_of(plot, width, height))
        ]
        drawn = [index for index, text in enumerate(middle) if text.strip(" ┄")]
        assert row in drawn
        assert len(drawn) <= 2


@SIZES
@pytest.mark.parametrize("kind", [AxisKind.NUMBER, AxisKind.TIME])
def test_a_place_is_drawn_over_its_mark(width: int, height: int, kind: AxisKind) -> None:
    days = [dt.date(2020, 3, 3), dt.date(2022, 1, 1), dt.date(2025, 5, 5)]
    low, place, high = (0, 40, 97) if kind is AxisKind.NUMBER else map(micros, days)
    label = "40" if kind is AxisKind.NUMBER else "2022"
    axis = Axis("x", kind, whole=True)
    plot = PointPlot(axis, Axis("y"), (Point(low, 0), Point(place, 9), Point(high, 10)))
    lines = lines_of(plot, width, height)
    rows = inside(lines)
    columns = {index for row in rows for index, cell in enumerate(row) if cell.strip("┄ ")}
    _first, column, _last = sorted(columns)
    start = lines[-2].index("┼") + 1 if "┼" in lines[-2] else lines[-2].index("└") + 1
    assert lines[-2][start + column] == "┬"
    at = lines[-1].index(label)
    assert at <= start + column < at + len(label)


@settings(deadline=None)
@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=20, unique=True))
def test_longer_bars_are_those_of_larger_values(values: list[int]) -> None:
    plot = BarPlot(Axis("x"), Axis("y"), tuple(Bar("b", value) for value in values))
    lines = [line for line in lines_of(plot, 120, 50)[1:] if line.strip()]
    assert [int(line.split()[-1].replace(",", "")) for line in lines] == values
    ends = [line.rindex("█") if "█" in line else -1 for line in lines]
    positive = [(value, end) for value, end in zip(values, ends, strict=True) if value > 0]
    assert [end for _value, end in sorted(positive)] == sorted(end for _value, end in positive)


@settings(deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=2, max_size=30))
def test_the_highest_column_is_that_of_the_highest_value(values: list[int]) -> None:
    bins = tuple(Bin(index, index + 1, value) for index, value in enumerate(values))
    rows = inside(lines_of(ColumnPlot(Axis("x"), Axis("y"), bins), 4 + len(values), 40))
    heights = [sum(row[cell : cell + 1] == "█" for row in rows) for cell in range(len(values))]
    signed = [
        height if value >= 0 else -height for height, value in zip(heights, values, strict=False)
    ]
    kept = values[: len(signed)]
    for one, two in zip(sorted(zip(kept, signed, strict=True)), sorted(signed), strict=True):
        assert abs(one[1] - two) <= 1


def test_a_column_ends_on_the_row_of_its_label() -> None:
    for value in range(-40, 60, 10):
        bins = (Bin(0, 1, -40), Bin(1, 2, 50), Bin(2, 3, value))
        lines = lines_of(ColumnPlot(Axis("x"), Axis("y"), bins), 34, 30)
        column = [row[-2] for row in inside(lines)]
        filled = [row for row, cell in enumerate(column) if cell != " "]
        if value > 0:
            assert marked_rows(lines)[str(value)] == filled[0]
        elif value < 0 and str(value) in marked_rows(lines):
            assert abs(marked_rows(lines)[str(value)] - filled[-1]) <= 1


@pytest.mark.parametrize("blocks", [False, True])
def test_a_rising_line_rises(blocks: bool) -> None:
    points = tuple(Point(n, n * n) for n in range(200))
    rows = inside(lines_of(LinePlot(Axis(), Axis(), (Line(points),)), 60, 20, blocks=blocks))
    width = max(map(len, rows))
    tops = [
        next(i for i, row in enumerate(rows) if row[cell : cell + 1].strip())
        for cell in range(width)
    ]
    assert tops == sorted(tops, reverse=True)
    assert tops[0] == len(rows) - 1
    assert tops[-1] <= 1


def test_a_spike_between_many_points_is_not_lost() -> None:
    points = tuple(Point(n, 1000 if n == 3333 else 0) for n in range(5000))
    rows = inside(lines_of(LinePlot(Axis(), Axis(), (Line(points),)), 60, 20))
    assert rows[0].strip()
    assert rows[-1].strip()


def test_a_line_is_broken_where_there_is_no_value() -> None:
    points = tuple(Point(n, None if 40 <= n < 60 else 5) for n in range(100))
    rows = inside(lines_of(LinePlot(Axis(), Axis(), (Line(points),)), 104, 12))
    (row,) = [row for row in rows if row.strip()]
    left, _gap, right = row.partition(" " * 15)
    assert left.strip()
    assert right.strip()


def test_several_lines_have_numbers_and_names() -> None:
    lines = tuple(
        Line(tuple(Point(x, x * slope) for x in range(10)), f"line {slope}") for slope in (1, 2)
    )
    drawn = lines_of(LinePlot(Axis("x"), Axis("y"), lines), 60, 16)
    assert drawn[1].split() == ["1", "line", "1", "2", "line", "2"]
    ends = ["".join(row[-2:]) for row in drawn[2:-2]]
    assert "1" in "".join(ends)
    assert "2" in "".join(ends)


def test_a_bar_without_a_value_says_so_and_one_that_is_nearly_zero_is_seen() -> None:
    bars = (Bar("a", None), Bar("b", 0), Bar("c", 1), Bar("d", 100_000))
    drawn = [line for line in lines_of(BarPlot(Axis("x"), Axis("y"), bars), 50, 12) if line.strip()]
    assert drawn[1].split() == ["a", "no", "value"]
    assert drawn[2].split() == ["b", "0"]
    assert drawn[3].split() == ["c", "▏", "1"]


@pytest.mark.parametrize(
    "name", ["漢字かな漢字かな", "👨\u200d👩\u200d👧 famille", "e" + "\u0301" * 80, "ab"]
)
def test_names_of_any_script_leave_the_bars_aligned(name: str) -> None:
    plot = BarPlot(Axis("x"), Axis("y"), (Bar(name, 5), Bar("plain", 5)))
    one, two = [line for line in lines_of(plot, 60, 8)[1:] if line.strip()]
    assert width_of(one) == width_of(two) == 60
    assert width_of(one[: one.index("█")]) == width_of(two[: two.index("█")])


def test_names_and_numbers_are_those_of_the_language() -> None:
    i18n.install("fr")
    plot = BarPlot(Axis("x"), Axis("y"), (Bar("a", 1234567), Bar("b", 0.5)))
    drawn = "\n".join(lines_of(plot, 60, 8))
    assert "1\u202f234\u202f567" in drawn
    assert "0,5" in drawn


class Shown(App[None]):
    """A plot alone, with the application's looks."""

    def __init__(self) -> None:
        super().__init__(css_path=[styles_dir() / "app.tcss", styles_dir() / "plot.tcss"])
        self.view = PlotView()

    def compose(self) -> ComposeResult:
        yield self.view


WAVE = LinePlot(Axis("x"), Axis("y"), (Line(tuple(Point(n, n % 7) for n in range(60))),))
MANY = BarPlot(Axis("x"), Axis("y"), tuple(Bar(f"bar {n}", n) for n in range(100)))


async def test_hostile_names_are_harmless() -> None:
    app = Shown()
    async with app.run_test(size=(60, 16)) as pilot:
        for payload in PAYLOADS:
            axis = Axis(payload)
            plots: list[Plot] = [
                BarPlot(axis, axis, (Bar(payload, 1), Bar(payload * 2, -2))),
                LinePlot(axis, axis, (Line(WAVE.lines[0].points, payload), Line((), payload))),
                PointPlot(axis, axis, (Point(1, 1), Point(2, 3))),
            ]
            for plot in plots:
                app.view.show(plot, title=payload, note=payload)
                await pilot.pause()
                assert_harmless(app)


async def test_it_is_drawn_again_in_another_size_and_only_then() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(WAVE, title="Wave", note="all 60 rows")
        await app.workers.wait_for_complete()
        await pilot.pause()
        before = app.view._picture
        app.view.refresh()
        await pilot.pause()
        assert app.view._picture is before
        lines = app.view.text.split("\n")
        assert (len(lines), lines[0], lines[-1]) == (24, "Wave", "all 60 rows")
        await pilot.resize_terminal(40, 10)
        await pilot.pause()
        assert len(app.view.text.split("\n")) == 10
        assert all(strip.cell_length == 40 for strip in app.screen._compositor.render_strips())


async def test_bars_out_of_sight_are_reached_and_counted() -> None:
    app = Shown()
    async with app.run_test(size=(60, 12)) as pilot:
        app.view.show(MANY)
        await pilot.pause()
        assert "1–11 of 100" in app.view.text
        app.view.scroll_bars(1_000)
        assert "90–100 of 100" in app.view.text
        assert "bar 99" in app.view.text
        app.view.scroll_bars(-5)
        assert "bar 0" in app.view.text


PROBE = """
import asyncio, sys
from textual.app import App
from tui.screens.plot import PlotScreen
from tui.tables.plots import *
from tui.widgets.plot import PlotView

def imported():
    return [name in sys.modules for name in ("plotille", "babel")]

class Shown(App):
    def compose(self):
        yield PlotView()

async def main():
    print(imported())
    app = Shown()
    async with app.run_test(size=(60, 16)) as pilot:
        view = app.query_one(PlotView)
        view.show(BarPlot(Axis(), Axis(), (Bar("a", 1), Bar("b", 2))))
        await pilot.pause()
        print(imported())
        view.show(LinePlot(Axis(), Axis(), (Line((Point(0, 1), Point(1, 2))),)))
        await app.workers.wait_for_complete()
        await pilot.pause()
        print(imported(), any("\\u2800" < c <= "\\u28ff" for c in view.text))

asyncio.run(main())
"""


def test_the_library_is_imported_by_the_first_plot_that_needs_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n") == [
        "[False, False]",
        "[False, False]",
        "[True, True] True",
        "",
    ]
