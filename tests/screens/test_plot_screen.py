"""The plot of a table: its columns and kind chosen by keys, its rows counted."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from hostility import PAYLOADS, assert_harmless
from people import SIZES, Person, at_the_keyboard
from rich.console import RenderableType
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widgets import Static

from tui.api.errors import ServerError
from tui.browser import SHEETS
from tui.headless import send_key
from tui.paths import styles_dir
from tui.sample.names import resource_id
from tui.screens.place import Place
from tui.screens.plot import ROWS_LIMIT, PlotScreen
from tui.screens.plot_rows import MoreRows, Sample, first_rows, sample_of
from tui.settings import ASGIApp
from tui.tables.chart import Chart, Kind, groups_chart
from tui.tables.plots import BarPlot, ColumnPlot, LinePlot, PointPlot
from tui.tables.query import Column, ColumnType, Function, Query
from tui.tables.remote import RemoteTable
from tui.tables.source import Cell, Window
from tui.tables.store import RowStore

COMMUNES = "population-des-communes-francaises"
TYPES = "tous-les-types-de-colonnes"


class Bare(App[None]):
    """Nothing but what a dialog opens over, and what it asks to be copied."""

    def __init__(self) -> None:
        super().__init__(css_path=[styles_dir() / name for name in SHEETS])
        self.copied: list[str] = []
        self.frames = 0

    def compose(self) -> ComposeResult:
        yield Static("a table", markup=False)

    @on(Place.CopyText)
    def _copy(self, message: Place.CopyText) -> None:
        self.copied.append(message.text)

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:
        self.frames += 1
        super()._display(screen, renderable)


class Plotting:
    """A person in front of a plot."""

    def __init__(self, app: Bare, pilot: Pilot[None], screen: PlotScreen) -> None:
        self.app = app
        self.pilot = pilot
        self.screen = screen

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.rest()

    async def choose(self, key: str, words: str) -> None:
        await self.press(key)
        await self.pilot.press(*words)
        await self.press("enter")

    async def rest(self) -> None:
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def plot(self) -> object:
        return self.screen.view.plot

    @property
    def is_open(self) -> bool:
        return self.app.screen is self.screen


@asynccontextmanager
async def plotting(
    sample: Sample,
    column: str = "",
    *,
    more: MoreRows | None = None,
    size: tuple[int, int] = (80, 24),
    chart: Chart | None = None,
) -> AsyncIterator[Plotting]:
    names = [found.name for found in sample.columns]
    screen = PlotScreen(sample, names.index(column) if column else 0, chart=chart, more=more)
    app = Bare()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(screen)
        who = Plotting(app, pilot, screen)
        await who.rest()
        yield who


@asynccontextmanager
async def plot_over(
    slug: str, column: str, *, size: tuple[int, int] = (80, 24), lang: str = "en"
) -> AsyncIterator[Person]:
    """The plot of the first two pages of a table of the sample site, over the table."""
    address = f"resource:{resource_id(f'{slug}/0')}"
    async with at_the_keyboard(address, size=size, lang=lang) as person:
        service = await person.app.session.service()
        source = RemoteTable(service.tabular, resource_id(f"{slug}/0"))
        columns = {found.name: found for found in await source.schema()}
        store = RowStore(source.page_size)
        store.put(await source.window(Query(), 0, 100))
        here = list(columns).index(column)
        more = first_rows(source, Query())
        await person.app.push_screen(PlotScreen(sample_of(store, columns), here, more=more))
        await person.rest()
        yield person


def plot_shown(person: Person) -> object:
    screen = person.app.screen
    assert isinstance(screen, PlotScreen)
    return screen.view.plot


async def choose(person: Person, key: str, words: str) -> None:
    await person.press(key)
    await person.type(words)
    await person.press("enter")


def column(name: str, kind: ColumnType = ColumnType.STRING, form: str = "") -> Column:
    return Column(name, kind, form)


def sample(columns: list[Column], rows: list[tuple[Cell, ...]], total: int | None = None) -> Sample:
    return Sample(tuple(columns), tuple(rows), len(rows) if total is None else total)


REGIONS = sample(
    [
        column("region"),
        column("population", ColumnType.INT),
        column("annee", ColumnType.INT),
        column("jour", ColumnType.DATE),
    ],
    [
        ("Bretagne", 3_400_000, 2021, "2024-01-01"),
        ("Normandie", 3_300_000, 2022, "2024-02-01"),
        ("Corse", 350_000, 2023, None),
        ("Corse", None, 2024, "2024-04-01"),
    ],
)


@SIZES
async def test_kinds_and_columns_are_chosen_by_keys(size: tuple[int, int]) -> None:
    async with plot_over(COMMUNES, "population_totale", size=size) as person:
        assert isinstance(plot_shown(person), LinePlot)
        await person.sees("population_totale by date_creation", "the first 100 of 34,955 rows")
        await person.press("b")
        assert isinstance(plot_shown(person), ColumnPlot)
        await person.press("p")
        assert isinstance(plot_shown(person), PointPlot)
        await choose(person, "v", "superficie")
        await person.sees("superficie_km2 by date_creation", "14 points", "left out: 86 rows")
        await choose(person, "x", "region")
        assert isinstance(plot_shown(person), BarPlot)
        await person.sees("mean of superficie_km2 by region")
        await choose(person, "v", "number")
        await person.sees("Rows by region")
        await person.press("escape")
        assert person.app.screen is person.app.place


@pytest.mark.parametrize("lang", ["en", "fr"])
async def test_it_fills_the_screen_and_says_its_keys(lang: str) -> None:
    async with plot_over(COMMUNES, "region", lang=lang) as person:
        lines = [strip.text for strip in person.app.screen._compositor.render_strips()]
        assert [len(line) for line in lines] == [80] * 24
        assert "region" in lines[0]
        assert "esc" in lines[-1]
        assert "█" in person.screen


async def test_rows_that_share_a_place_are_combined_as_one_likes() -> None:
    async with plotting(REGIONS, chart=Chart(Kind.BARS, 0, 1)) as who:
        await who.press("f")
        assert "nothing to combine" in who.text
    twice = sample(list(REGIONS.columns), [*REGIONS.rows, *REGIONS.rows])
    async with plotting(twice, chart=Chart(Kind.BARS, 0, 1)) as who:
        assert "mean of population by region" in who.text
        for title in ("sum of", "smallest", "largest", "mean of"):
            await who.press("f")
            assert f"{title} population by region" in who.text


async def test_what_cannot_be_drawn_says_why_and_changes_nothing() -> None:
    async with plotting(REGIONS, "region") as who:
        before = who.plot
        for key, why in (
            ("l", "A line needs dates or numbers across"),
            ("p", "Points need dates or numbers across"),
            ("s", "Only the rows of a line are gathered"),
        ):
            await who.press(key)
            assert why in who.text
            assert who.plot is before
        await who.choose("x", "jour")
        await who.choose("v", "number")
        await who.press("p")
        assert "Points need a column of numbers" in who.text
        await who.press("f")
        assert "Rows are counted" in who.text
        await who.press("o")
        assert "keep their order" in who.text


@pytest.mark.parametrize(
    ("here", "chart"),
    [
        ("region", Chart(Kind.BARS, 0, 1)),
        ("population", Chart(Kind.LINE, 2, 1)),
        ("annee", Chart(Kind.LINE, 2, 1)),
        ("jour", Chart(Kind.LINE, 3, 1)),
    ],
)
async def test_the_first_plot_suits_the_column_one_comes_from(here: str, chart: Chart) -> None:
    async with plotting(REGIONS, here) as who:
        assert who.screen.chart == chart


async def test_few_rows_with_names_are_a_bar_each_and_many_numbers_a_distribution() -> None:
    few = sample([column("nom"), column("n", ColumnType.INT)], [("a", 1), ("b", 2)])
    async with plotting(few, "n") as who:
        assert who.screen.chart == Chart(Kind.BARS, 0, 1)
    many = sample([column("nom"), column("n", ColumnType.INT)], [(str(n), n) for n in range(90)])
    async with plotting(many, "n") as who:
        assert who.screen.chart == Chart(Kind.BARS, 1)
        assert "Distribution of n" in who.text
        assert "one for each 10" in who.text


async def test_what_is_left_out_is_counted() -> None:
    rows: list[tuple[Cell, ...]] = [("2024-01-01", 1), ("2024-01-02", None), ("demain", 3)]
    odd = sample([column("d", ColumnType.DATE), column("n", ColumnType.FLOAT)], rows, total=500)
    async with plotting(odd, "n") as who:
        said = " ".join(who.text.split())
        assert "3 of 500 rows, those loaded · a line of 1 point" in said
        assert "left out: 1 row without a value, 1 unreadable" in said


async def test_the_largest_come_first_or_the_rows_keep_their_order() -> None:
    names = sample([column("nom"), column("n", ColumnType.INT)], [("a", 1), ("b", 3), ("c", 2)])
    async with plotting(names, "n") as who:

        def order() -> list[str]:
            return [line.split()[0] for line in who.text.split("\n") if "█" in line]

        assert order() == ["a", "b", "c"]
        await who.press("o")
        assert order() == ["b", "c", "a"]
        assert "largest first" in who.text
        await who.press("o")
        assert order() == ["a", "b", "c"]


async def test_more_rows_are_read_page_by_page_up_to_a_bound() -> None:
    async with plot_over(COMMUNES, "region") as person:
        await person.sees("the first 100 of 34,955 rows")
        await person.press("A")
        await person.sees(f"the first {ROWS_LIMIT:,} of 34,955 rows")
        pages = {entry.url for entry in person.requests if "page_size=50" in entry.url}
        assert len(pages) == ROWS_LIMIT // 50
        count = len(person.requests)
        await person.press("A")
        await person.sees("No more than 5,000 rows are read")
        assert len(person.requests) == count


async def test_a_small_table_is_read_whole() -> None:
    async with plot_over(TYPES, "entier") as person:
        await person.press("A")
        await person.sees("all 500 rows")
        await person.press("A")
        await person.sees("All the rows are here")


def window_of(sample: Sample, count: int, total: int, start: int = 0) -> Window:
    rows = tuple(sample.rows[index % len(sample.rows)] for index in range(count))
    names = tuple(column.name for column in sample.columns)
    return Window(Query(), start, names, rows, (None,) * count, total, at_end=False)


async def test_reading_more_is_told_and_escape_keeps_what_came() -> None:
    waiting, closed = asyncio.Event(), asyncio.Event()

    async def more(limit: int) -> AsyncIterator[Window]:
        yield window_of(REGIONS, 50, 9_000)
        waiting.set()
        try:
            await asyncio.Event().wait()
        finally:
            closed.set()

    partial = Sample(REGIONS.columns, REGIONS.rows, 9_000)
    async with plotting(partial, "region", more=more) as who:
        await who.pilot.press("A")
        await waiting.wait()
        await who.pilot.pause()
        assert "50 of 5,000 rows read · esc stops" in who.text
        await who.pilot.press("escape")
        await closed.wait()
        await who.pilot.pause()
        assert who.is_open
        assert "the first 50 of 9,000 rows" in who.text
        assert "esc stops" not in who.text
        await who.press("escape")
        assert not who.is_open


async def test_a_failure_is_said_and_what_came_is_drawn() -> None:
    async def more(limit: int) -> AsyncIterator[Window]:
        yield window_of(REGIONS, 30, 9_000)
        raise ServerError(status=500)

    async with plotting(Sample(REGIONS.columns, REGIONS.rows, 9_000), more=more) as who:
        await who.press("A")
        assert ServerError(status=500).message[:40] in who.text
        assert "the first 30 of 9,000 rows" in who.text


async def test_fewer_rows_than_were_loaded_change_nothing() -> None:
    async def more(limit: int) -> AsyncIterator[Window]:
        yield window_of(REGIONS, 2, 9_000)
        raise ServerError(status=500)

    async with plotting(Sample(REGIONS.columns, REGIONS.rows, 9_000), more=more) as who:
        await who.press("A")
        assert "4 of 9,000 rows, those loaded" in who.text


async def test_the_plot_is_copied_as_text() -> None:
    async with plotting(REGIONS, chart=Chart(Kind.BARS, 0)) as who:
        await who.press("y")
        (copied,) = who.app.copied
        assert copied.startswith("Rows by region\n")
        assert "Corse" in copied
        assert "█" in copied
        assert "all 4 rows · 3 bars" in copied
        assert not any(line != line.rstrip() for line in copied.split("\n"))
        assert "clipboard" in who.text


async def test_dots_become_blocks_and_dots_again() -> None:
    async with plotting(REGIONS, "population") as who:

        def braille() -> bool:
            return any("\u2800" < cell <= "\u28ff" for cell in who.text)

        assert braille()
        await who.press("m")
        assert not braille()
        assert "█" in who.text or "▀" in who.text or "▄" in who.text
        await who.press("m")
        assert braille()


async def test_bars_out_of_sight_are_scrolled_to() -> None:
    many = sample([column("nom")], [(f"name {n}",) for n in range(60)])
    async with plotting(many) as who:
        assert "name 59" not in who.text
        await who.press("end")
        assert "name 59" in who.text
        await who.press("home", "down")
        assert "name 0 " not in who.text
        await who.press("pagedown", "pageup", "up")
        assert "1–" in who.text


async def test_groups_are_plotted_along_what_they_are_grouped_by() -> None:
    columns = [column("jour", ColumnType.DATE), Column("n__sum", ColumnType.INT, title="sum of n")]
    groups = sample(columns, [("2024-01-01", 5), ("2024-02-01", 7), (None, 2)])
    chart = groups_chart(groups.fields(), 1, 0, Function.SUM)
    async with plotting(replace(groups, grouped=True), chart=chart) as who:
        assert isinstance(who.plot, LinePlot)
        assert "sum of n by jour" in who.text
        said = " ".join(who.text.split())
        assert "all 3 groups · a line of 2 points · left out: 1 row without a value" in said
        assert "More rows" not in who.text


async def test_the_table_and_its_groups_are_plotted_by_the_same_key() -> None:
    address = f"resource:{resource_id(f'{COMMUNES}/0')}"
    async with at_the_keyboard(address) as person:
        await person.press("right", "right", "full_stop")
        await person.sees("by code_departement", "of 34,955 rows")
        await person.press("escape")
    groups = f"{address}?region__groupby&population_totale__avg&population_totale__sum"
    async with at_the_keyboard(groups) as person:
        await person.press("right", "right", "full_stop")
        await person.sees("sum of population_totale by region", "all 13 groups · 13 bars")
        await person.press("q")
        assert person.app.screen is person.app.place


async def test_a_table_whose_rows_are_still_to_come_says_so() -> None:
    come = asyncio.Event()

    def late(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if scope["path"].endswith("/data/"):
                await come.wait()
            await app(scope, receive, send)

        return answer

    async with at_the_keyboard(f"resource:{resource_id(f'{COMMUNES}/0')}", through=late) as person:
        await person.sees("code_departement")
        send_key(person.app, "full_stop")
        await person.sees("It is not here yet.")
        come.set()
        await person.rest()
        await person.press("full_stop")
        await person.sees("rows · ")


async def test_hostile_columns_and_values_are_harmless() -> None:
    columns = [column(payload, form=payload) for payload in PAYLOADS]
    rows: list[tuple[Cell, ...]] = [(payload, *PAYLOADS) for payload in PAYLOADS]
    numbers = column("n" + PAYLOADS[0], ColumnType.INT)
    hostile = sample([column("each"), *columns], rows)
    measured = replace(
        hostile,
        columns=(*hostile.columns, numbers),
        rows=tuple((*row, index) for index, row in enumerate(rows)),
    )
    async with plotting(measured) as who:
        for x in range(len(measured.columns) - 1):
            who.screen.show(Chart(Kind.BARS, x, len(measured.columns) - 1))
            await who.pilot.pause()
            assert_harmless(who.app)
        await who.press("x")
        assert not who.is_open
        assert_harmless(who.app)


@pytest.mark.parametrize("slug", [TYPES, "noms-de-colonnes-difficiles"])
async def test_every_column_of_every_type_can_be_plotted_in_every_kind(slug: str) -> None:
    rid = resource_id(f"{slug}/0")
    async with at_the_keyboard(f"resource:{rid}") as person:
        source = RemoteTable((await person.app.session.service()).tabular, rid)
        columns = {found.name: found for found in await source.schema()}
        store = RowStore(source.page_size)
        store.put(await source.window(Query(), 0, 100))
        sampled = sample_of(store, columns)
        fields = sampled.fields()
        measure = max(index for index, found in enumerate(fields) if found.measurable)
        screen = PlotScreen(sampled)
        await person.app.push_screen(screen)
        for x, kind in itertools.product(range(len(fields)), Kind):
            chart = Chart(kind, x, None if x % 3 == 0 else measure)
            if not chart.why_not(kind, fields):
                screen.show(chart)
                await person.pilot.pause()
                assert_harmless(person.app)


async def test_an_idle_plot_writes_nothing() -> None:
    async with plotting(REGIONS, "population") as who:
        before = who.app.frames
        for _turn in range(5):
            await who.pilot.pause(0.02)
        assert who.app.frames == before
