"""The grid asks for what is in sight, paints what answers the current query, and costs little."""

from __future__ import annotations

import pytest
from textual import on
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from tui.tables.query import Column, ColumnType, Condition, Op, Query, Sort
from tui.tables.source import Row, Window
from tui.widgets.grid import Grid

COLUMNS = (
    Column("code"),
    Column("nombre", ColumnType.INT),
    *(Column(f"c{number}", ColumnType.STRING) for number in range(298)),
)


def rows_of(query: Query, start: int, stop: int, total: int | None, mark: str = "") -> Window:
    end = stop if total is None else min(stop, total)
    rows: tuple[Row, ...] = tuple(
        (f"{mark}r{number}", number * 1000, *(f"x{number}.{c}" for c in range(298)))
        for number in range(start, end)
    )
    return Window(
        query=query,
        start=start,
        columns=tuple(column.name for column in COLUMNS),
        rows=rows,
        ids=tuple(range(start + 1, end + 1)),
        total=total,
        at_end=total is not None and stop >= total,
    )


class GridApp(App[None]):
    """A grid, and what it asked for."""

    CSS = "Grid { height: 1fr; } * { scrollbar-size: 0 0; }"

    def __init__(self, total: int | None = 1_000_000, *, answers: bool = True) -> None:
        super().__init__()
        self.animation_level = "none"
        self.total = total
        self.answers = answers
        self.asked: list[tuple[int, int]] = []
        self.moves = 0

    def compose(self) -> ComposeResult:
        yield Grid()

    def on_mount(self) -> None:
        self.grid.show(COLUMNS, Query())
        self.grid.focus()

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @on(Grid.NeedRows)
    def _wanted(self, event: Grid.NeedRows) -> None:
        self.asked.append((event.begin, event.end))
        if self.answers:
            self.grid.supply(rows_of(self.grid.query_shown, event.begin, event.end, self.total))

    @property
    def lines(self) -> list[str]:
        return [s.text.replace("│", " ").rstrip() for s in self.screen._compositor.render_strips()]


async def settle(pilot: Pilot[None]) -> None:
    """Wait until the grid rests and has what it asked for."""
    app = pilot.app
    assert isinstance(app, GridApp)
    await pilot.pause()
    while app.grid.is_waiting:
        await pilot.pause(0.01)
    await pilot.pause()


@pytest.fixture(params=[(80, 24), (120, 40)], ids=["80x24", "120x40"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


async def test_the_first_rows_come_with_the_page_after_them(size: tuple[int, int]) -> None:
    app = GridApp()
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert app.asked == [(0, 50), (50, 100)]
        assert "code" in app.lines[0]
        assert app.lines[1].split()[:3] == ["1", "r0", "0"]
        assert app.lines[size[1] - 1].split()[1] == f"r{size[1] - 2}"


async def test_holding_page_down_asks_only_for_the_page_it_rests_on() -> None:
    app = GridApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.asked.clear()
        for _press in range(60):
            app.grid.action_page_down()
        assert app.asked == []
        await settle(pilot)
        top = app.grid.scroll_offset.y
        assert top == 60 * 39
        begin, end = app.asked[0]
        assert begin <= top < begin + 50
        assert top + 39 <= end
        assert len(app.asked) == 2
        assert app.lines[1].split()[1] == f"r{top}"


async def test_the_last_row_is_one_key_away_and_the_first_too() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("G")
        await settle(pilot)
        assert app.grid.row == 999_999
        assert app.lines[-1].split()[:2] == ["1,000,000", "r999999"]
        await pilot.press("g")
        await settle(pilot)
        assert app.lines[1].split()[:2] == ["1", "r0"]


async def test_rows_of_another_query_are_never_painted() -> None:
    app = GridApp(answers=False)
    async with app.run_test(size=(80, 24)) as pilot:
        late = rows_of(Query(), 0, 50, 1000, mark="OLD")
        new = Query().filtered(Condition("code", Op.EXACT, "a"))
        app.grid.show(COLUMNS, new)
        app.grid.supply(late)
        await settle(pilot)
        assert not any("OLD" in line for line in app.lines)
        app.grid.supply(rows_of(new, 0, 50, 2, mark="NEW"))
        await settle(pilot)
        assert "NEWr0" in app.lines[1]


async def test_the_rows_before_stay_in_sight_until_the_new_ones_come() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.answers = False
        sorted_query = Query(sorts=(Sort("nombre", descending=True),))
        app.grid.show(COLUMNS, sorted_query)
        await settle(pilot)
        waiting = app.grid.is_changing
        assert waiting
        assert "▼" in app.lines[0]
        assert app.lines[1].split()[1] == "r0"
        app.grid.supply(rows_of(sorted_query, 0, 50, 1_000_000, mark="Z"))
        await settle(pilot)
        waiting = app.grid.is_changing
        assert not waiting
        assert app.lines[1].split()[1] == "Zr0"


async def test_a_window_that_failed_says_so_in_place_and_can_be_asked_again() -> None:
    app = GridApp(answers=False)
    async with app.run_test(size=(80, 24)) as pilot:
        app.grid.fail(0, 50, "hors service")
        await settle(pilot)
        assert "hors service" in app.lines[1]
        asked = len(app.asked)
        app.answers = True
        app.grid.retry()
        await settle(pilot)
        assert len(app.asked) > asked
        assert app.lines[1].split()[1] == "r0"


async def test_without_a_total_the_end_is_found_by_going_there() -> None:
    app = GridApp(total=None)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("G")
        await settle(pilot)
        reached = app.grid.row
        assert reached >= 99
        app.answers = False
        app.grid.supply(
            Window(app.grid.query_shown, 150, (), (), (), total=None, at_end=True),
        )
        await settle(pilot)
        assert app.grid.store.is_sized
        assert app.grid.row <= app.grid.store.count


async def test_three_hundred_columns_are_walked_from_end_to_end() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("end")
        await settle(pilot)
        assert app.grid.column == 299
        assert "c297" in app.lines[0]
        await pilot.press("home")
        await settle(pilot)
        assert "code" in app.lines[0]
        seen = set()
        while app.grid.column < 299:
            seen.update(app.lines[0].split())
            await pilot.press("greater_than_sign")
        seen.update(app.lines[0].split())
        assert {f"c{number}" for number in range(298)} <= seen


async def test_column_widths_do_not_change_while_scrolling() -> None:
    app = GridApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = app.lines[0].lstrip()
        for _page in range(5):
            await pilot.press("pagedown")
            await settle(pilot)
        assert app.lines[0].lstrip() == before


async def test_the_rows_held_are_bounded_however_far_one_scrolls() -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for target in range(0, 900_000, 7_000):
            app.grid.move(target, 0, jump=True)
            await pilot.pause()
        await settle(pilot)
        assert app.grid.store.rows_held <= 200 * 50


@pytest.mark.parametrize("keys", [("down",), ("right",), ("pagedown",), ("G",), ("end",)])
async def test_moving_reads_only_what_is_in_sight(
    keys: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = GridApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        drawn: list[int] = []
        original = Grid.render_line

        def counted(self: Grid, y: int) -> object:
            drawn.append(y)
            return original(self, y)

        monkeypatch.setattr(Grid, "render_line", counted)
        await pilot.press(*keys)
        await settle(pilot)
        assert len(drawn) <= 24 * 4


async def test_resizing_keeps_the_cursor_in_sight() -> None:
    app = GridApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        app.grid.move(5_000, 40, jump=True)
        await settle(pilot)
        await pilot.resize_terminal(60, 12)
        await settle(pilot)
        assert any(line.split()[:1] == ["5,001"] for line in app.lines)
        assert "c38" in app.lines[0]
