"""Lists, trees, texts and chips: what fits is shown, one move is little, what is huge is cheap."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget

from tui import clock
from tui.api.models import DatasetSummary, FacetValue, Resource
from tui.paths import styles_dir
from tui.text import SafeText, clean_line
from tui.themes import THEMES
from tui.widgets.chips import ChipLine
from tui.widgets.draw import CELL_LIMIT, ELLIPSIS, Piece, cut, cut_facts, fit, strip, width_of, wrap
from tui.widgets.facets import SHORT, FacetList
from tui.widgets.files import FileList
from tui.widgets.lines import LineList
from tui.widgets.prose import Facts, Heading, Markdown, Paragraph, ProseView
from tui.widgets.results import ResultList
from tui.widgets.tree import NODE_LIMIT, JsonTree

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Shown(App[None]):
    """One widget, with the application's looks; what it said is kept."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(css_path=sorted(styles_dir().glob("*.tcss")))
        self.widget = widget
        self.said: list[Message] = []
        self.animation_level = "none"
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = "gouv-dark"

    def compose(self) -> ComposeResult:
        yield self.widget

    def on_mount(self) -> None:
        if self.widget.focusable:
            self.widget.focus()

    @on(LineList.Highlighted)
    @on(LineList.Chosen)
    @on(LineList.NearEnd)
    @on(FacetList.Toggled)
    @on(ChipLine.Clicked)
    def _keep(self, message: Message) -> None:
        self.said.append(message)

    def heard(self, kind: type[Message]) -> list[Any]:
        """What was said of that kind, since the last time."""
        found = [message for message in self.said if isinstance(message, kind)]
        self.said = [message for message in self.said if not isinstance(message, kind)]
        return found

    @property
    def lines(self) -> list[str]:
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@asynccontextmanager
async def shown(
    widget: Widget, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Shown, Pilot[None]]]:
    app = Shown(widget)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield app, pilot


class Numbers(LineList):
    """Lines that say their number; every `heading_every`th is a heading."""

    def __init__(self, count: int, *, heading_every: int = 0) -> None:
        super().__init__()
        self.heading_every = heading_every
        self._count = count
        self.drawn: list[int] = []

    def on_mount(self) -> None:
        self.set_count(self._count)

    def is_choice(self, index: int) -> bool:
        return super().is_choice(index) and not (
            self.heading_every and index % self.heading_every == 0
        )

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        self.drawn.append(index)
        return [(f"n{index}.{line}", self.style_of("plain"))]


class Pairs(Numbers):
    """Items of two lines."""

    ITEM_HEIGHT = 2


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    clock.fix(NOW)
    yield
    clock.fix(None)


# Lists


async def test_the_cursor_moves_by_one_by_page_and_to_the_ends() -> None:
    lines = Numbers(100)
    async with shown(lines, (40, 10)) as (app, pilot):
        for key, cursor in (
            ("down", 1),
            ("j", 2),
            ("k", 1),
            ("up", 0),
            ("up", 0),
            ("pagedown", 10),
            ("ctrl+d", 20),
            ("pageup", 10),
            ("end", 99),
            ("down", 99),
            ("g", 0),
            ("G", 99),
            ("home", 0),
        ):
            await pilot.press(key)
            assert lines.cursor == cursor, key
            await pilot.pause()
            assert any(line == f"n{cursor}.0" for line in app.lines), key


async def test_the_cursor_skips_headings_both_ways_and_shows_the_one_above() -> None:
    lines = Numbers(30, heading_every=5)
    async with shown(lines, (40, 6)) as (app, pilot):
        assert lines.cursor == 1
        assert app.lines[0] == "n0.0"
        for _press in range(4):
            await pilot.press("down")
        assert lines.cursor == 6
        await pilot.press("up")
        assert lines.cursor == 4
        await pilot.press("end")
        await pilot.press("home")
        await pilot.pause()
        assert lines.cursor == 1
        assert app.lines[0] == "n0.0"
        lines.move_to(5)
        assert lines.cursor == 6
        lines.move_to(5, -1)
        assert lines.cursor == 4


async def test_a_list_of_nothing_or_of_headings_alone_does_nothing() -> None:
    for lines in (Numbers(0), Numbers(3, heading_every=1)):
        async with shown(lines, (40, 6)) as (app, pilot):
            await pilot.press("down", "up", "pagedown", "end", "home", "enter")
            await pilot.click(offset=(2, 0))
            await pilot.pause()
            assert app.heard(LineList.Highlighted) == []
            assert app.heard(LineList.Chosen) == []


async def test_moving_says_where_the_cursor_is_and_enter_chooses_it() -> None:
    lines = Numbers(100)
    async with shown(lines, (40, 10)) as (app, pilot):
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert [said.index for said in app.heard(LineList.Highlighted)] == [1, 2]
        assert [said.index for said in app.heard(LineList.Chosen)] == [2]
        await pilot.press("home", "up")
        await pilot.pause()
        assert [said.index for said in app.heard(LineList.Highlighted)] == [0]


@pytest.mark.parametrize("kind", [Numbers, Pairs])
async def test_a_move_repaints_the_two_items_it_concerns(
    kind: type[Numbers], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = kind(100)
    async with shown(lines, (40, 20)) as (_app, pilot):
        await pilot.press("down", "down", "down")
        await pilot.pause()
        painted: list[int] = []
        original = LineList.render_line

        def counted(self: LineList, y: int) -> Any:
            painted.append(y // self.ITEM_HEIGHT)
            return original(self, y)

        monkeypatch.setattr(LineList, "render_line", counted)
        await pilot.press("down")
        await pilot.pause()
        assert set(painted) == {3, 4}
        assert len(painted) == 2 * lines.ITEM_HEIGHT


async def test_only_what_is_in_sight_of_a_million_items_is_drawn() -> None:
    lines = Numbers(1_000_000)
    async with shown(lines, (40, 10)) as (app, pilot):
        for key in ("end", "home", "pagedown"):
            lines.drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert len(set(lines.drawn)) <= 22, key
        lines.move_to(500_000)
        await pilot.pause()
        assert app.lines[-1] == "n500000.0"


async def test_the_end_is_announced_before_it_is_reached() -> None:
    lines = Numbers(100)
    async with shown(lines, (40, 10)) as (app, pilot):
        await pilot.press("pagedown")
        await pilot.pause()
        assert app.heard(LineList.NearEnd) == []
        while lines.cursor < 79:
            await pilot.press("pagedown")
        await pilot.pause()
        assert app.heard(LineList.NearEnd) == []
        await pilot.press("pagedown")
        await pilot.pause()
        assert lines.cursor < 99
        assert app.heard(LineList.NearEnd)


async def test_a_list_shorter_than_the_screen_is_near_its_end_at_once() -> None:
    async with shown(Numbers(3), (40, 10)) as (app, _pilot):
        assert app.heard(LineList.NearEnd)


@pytest.mark.parametrize("kind", [Numbers, Pairs])
async def test_a_click_moves_the_cursor_and_a_click_on_the_cursor_chooses(
    kind: type[Numbers],
) -> None:
    lines = kind(100)
    async with shown(lines, (40, 20)) as (app, pilot):
        lines.move_to(50)
        await pilot.pause()
        top = lines.scroll_offset.y // lines.ITEM_HEIGHT
        app.said.clear()
        await pilot.click(offset=(3, 4 * lines.ITEM_HEIGHT))
        await pilot.pause()
        assert lines.cursor == top + 4
        assert app.heard(LineList.Chosen) == []
        await pilot.click(offset=(3, 5 * lines.ITEM_HEIGHT - 1))
        await pilot.pause()
        assert [said.index for said in app.heard(LineList.Chosen)] == [top + 4]


async def test_a_click_under_the_last_item_or_on_a_heading_does_nothing() -> None:
    lines = Numbers(8, heading_every=5)
    async with shown(lines, (40, 20)) as (app, pilot):
        for y in (0, 5, 8, 19):
            await pilot.click(offset=(2, y))
        await pilot.pause()
        assert lines.cursor == 1
        assert app.heard(LineList.Highlighted) == app.heard(LineList.Chosen) == []


async def test_resizing_keeps_the_cursor_in_sight() -> None:
    lines = Numbers(100)
    async with shown(lines, (80, 40)) as (app, pilot):
        lines.move_to(60)
        for size in ((80, 10), (20, 3), (10, 1), (120, 50), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "n60.0" in app.lines, size
            assert len(app.lines) == size[1]


async def test_a_list_that_shrinks_brings_its_cursor_along() -> None:
    lines = Numbers(100)
    async with shown(lines, (40, 10)) as (app, pilot):
        await pilot.press("end")
        lines.set_count(20)
        await pilot.pause()
        assert lines.cursor == 19
        assert "n19.0" in app.lines
        lines.set_count(0)
        await pilot.pause()
        assert app.text.strip() == ""
        lines.set_count(5)
        await pilot.pause()
        assert lines.cursor == 0
        assert app.lines[:5] == [f"n{index}.0" for index in range(5)]


# Results


def found(title: str, **more: Any) -> DatasetSummary:
    return DatasetSummary.parse({"id": "0" * 24, "title": title, **more})


def whole(title: str, organization: str = "INSEE", **more: Any) -> DatasetSummary:
    return found(
        title,
        organization={
            "id": "1" * 24,
            "name": organization,
            "badges": [{"kind": "certified"}, {"kind": "public-service"}],
        },
        last_update=(NOW - timedelta(days=3)).isoformat(),
        license="lov2",
        quality={"score": 0.8},
        resources={"total": 12},
        metrics={"views": 123_456, "resources_downloads": 4_321, "reuses": 7, "followers": 42},
        **more,
    )


TITLES = [
    "Population",
    "Valeurs foncières géolocalisées de toutes les communes de France entière " * 5,
    "漢字かな交じり文の長い題名" * 12,
    "👨\u200d👩\u200d👧 🏳️\u200d🌈 " * 30,
    "e" + "\u0301" * 4 + "x" * 200,
    "",
]


@pytest.mark.parametrize("title", TITLES, ids=["short", "long", "wide", "emoji", "marks", "empty"])
@pytest.mark.parametrize("width", [80, 40, 24])
async def test_a_result_takes_two_lines_of_the_width_of_the_screen(title: str, width: int) -> None:
    results = ResultList()
    async with shown(results, (width, 8)) as (app, pilot):
        results.show([whole(title), whole("Next")])
        await pilot.pause()
        assert [cell_len(strip.text) for strip in app.screen._compositor.render_strips()] == (
            [width] * 8
        )
        assert app.lines[0].endswith("▰▰▰▰▱")
        assert app.lines[2].startswith(" Next")
        shorter = cell_len(clean_line(title)) > width - 8
        assert (ELLIPSIS in app.lines[0]) is shorter


async def test_the_essentials_of_a_result_are_there_at_80_columns() -> None:
    results = ResultList()
    async with shown(results, (80, 4)) as (app, pilot):
        results.show([whole("Population")])
        await pilot.pause()
        assert app.lines[0].split() == ["Population", "▰▰▰▰▱"]
        for essential in ("INSEE ✓", "3 days ago", "12 files", "123.5K views", "4.3K downloads"):
            assert essential in app.lines[1]


async def test_a_producer_with_a_long_name_leaves_room_for_the_age_and_the_files() -> None:
    results = ResultList()
    name = "Direction régionale de l’environnement, de l’aménagement et du logement " * 2
    async with shown(results, (80, 4)) as (app, pilot):
        results.show([whole("Forêts", organization=name)])
        await pilot.pause()
        assert "Direction régionale" in app.lines[1]
        assert "3 days ago" in app.lines[1]
        assert "12 files" in app.lines[1]


async def test_what_a_result_does_not_say_is_left_out() -> None:
    results = ResultList()
    async with shown(results, (80, 6)) as (app, pilot):
        results.show([found("Bare"), found("Owned", owner={"first_name": "Ada", "last_name": "L"})])
        await pilot.pause()
        assert app.lines[:4] == [" Bare", "   no producer", " Owned", "   Ada L"]


@pytest.mark.parametrize(
    ("facts", "mark"),
    [
        ({"deleted": "2026-01-01T00:00:00", "archived": "2026-01-01T00:00:00"}, "deleted"),
        ({"archived": "2026-01-01T00:00:00"}, "archived"),
        ({"private": True}, "private"),
        ({"access_type": "restricted"}, "restricted"),
    ],
)
async def test_the_state_of_a_result_is_never_cut(facts: dict[str, Any], mark: str) -> None:
    results = ResultList()
    async with shown(results, (80, 4)) as (app, pilot):
        results.show([whole("Very long " * 30, **facts)])
        await pilot.pause()
        assert app.lines[0].endswith(f"… {mark} ▰▰▰▰▱")


async def test_results_that_follow_move_nothing() -> None:
    results = ResultList()
    async with shown(results, (80, 10)) as (app, pilot):
        results.show([whole(f"Dataset {number}") for number in range(20)])
        await pilot.press("end")
        await pilot.pause()
        before = app.lines
        results.extend([whole(f"Dataset {number}") for number in range(20, 40)])
        await pilot.pause()
        assert app.lines == before
        assert results.current is results.items[19]
        results.show([])
        await pilot.pause()
        assert results.current is None


# Facets


def values(*names: str) -> list[FacetValue]:
    return [FacetValue(name, SafeText(name), 1000 - place) for place, name in enumerate(names)]


def many(count: int) -> list[FacetValue]:
    return values(*(f"v{number}" for number in range(count)))


async def test_facets_come_in_their_order_and_unknown_ones_last() -> None:
    facets = FacetList()
    async with shown(facets, (34, 30)) as (app, pilot):
        facets.show(
            {
                "zz_new": values("z"),
                "aa_new": values("a"),
                "format": values("csv"),
                "tag": [],
                "organization": values("INSEE"),
            },
            frozenset(),
        )
        await pilot.pause()
        headings = [line.strip() for line in app.lines if line and not line.startswith("  ")]
        assert headings == ["Organization", "Format", "aa_new", "zz_new"]
        assert facets.cursor == 1


async def test_a_long_facet_is_folded_until_more_is_asked_for() -> None:
    facets = FacetList()
    async with shown(facets, (34, 40)) as (app, pilot):
        facets.show({"tag": many(20), "format": many(SHORT)}, frozenset())
        await pilot.pause()
        assert "… 14 more" in app.text
        assert "v7" not in app.text
        assert app.text.count("more") == 1
        await pilot.press("down", "m")
        await pilot.pause()
        assert "v19" in app.text
        assert "fewer" in app.text
        assert facets.cursor == 2
        await pilot.press("m")
        await pilot.pause()
        assert "v19" not in app.text
        for _press in range(SHORT - 1):
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.pause()
        assert "v19" in app.text
        assert app.heard(FacetList.Toggled) == []


async def test_a_value_is_turned_on_by_enter_space_and_click() -> None:
    facets = FacetList()
    async with shown(facets, (34, 20)) as (app, pilot):
        facets.show({"format": values("csv", "json"), "license": values("lov2")}, frozenset())
        await pilot.press("space", "down", "enter")
        await pilot.pause()
        await pilot.click(offset=(5, 4))
        await pilot.click(offset=(5, 4))
        await pilot.pause()
        turned = [(said.facet, said.value) for said in app.heard(FacetList.Toggled)]
        assert turned == [("format", "csv"), ("format", "json"), ("license", "lov2")]
        assert app.heard(LineList.Chosen) == []


async def test_values_that_filter_are_marked_and_known_words_are_translated() -> None:
    facets = FacetList()
    async with shown(facets, (34, 20)) as (app, pilot):
        facets.show(
            {"access_type": values("open"), "format": values("csv", "json")},
            frozenset({("format", "json")}),
        )
        await pilot.pause()
        assert [line for line in app.lines if "●" in line] == [" ● json" + "999".rjust(26)]
        facets.show({"format_family": values("tabular")}, frozenset())
        await pilot.pause()
        assert "tables" in app.text
        assert "tabular" not in app.text


async def test_the_cursor_stays_on_its_value_when_the_counts_change() -> None:
    facets = FacetList()
    async with shown(facets, (34, 20)) as (app, pilot):
        facets.show({"format": values("csv", "json", "xml")}, frozenset())
        await pilot.press("down", "down")
        facets.show({"organization": values("INSEE"), "format": values("xml", "csv")}, frozenset())
        await pilot.press("enter")
        await pilot.pause()
        assert [said.value for said in app.heard(FacetList.Toggled)] == ["xml"]


async def test_no_facet_at_all_is_no_trouble() -> None:
    facets = FacetList()
    async with shown(facets, (34, 20)) as (app, pilot):
        facets.show({}, frozenset())
        await pilot.press("down", "enter", "space", "m", "end")
        await pilot.pause()
        assert app.heard(FacetList.Toggled) == []
        assert app.text.strip() == ""


# Files


def file(title: str, **more: Any) -> Resource:
    return Resource.parse({"id": title or "0", "title": title, "format": "csv", **more})


async def test_files_are_grouped_and_a_heading_comes_once_over_pages() -> None:
    files = FileList()
    async with shown(files, (80, 12)) as (app, pilot):
        files.extend([("Main files", [file("a"), file("b")])])
        files.extend([("Main files", [file("c")]), ("Other files", [file("d")]), ("APIs", [])])
        await pilot.pause()
        assert [line.strip().split(" ")[0] for line in app.lines[:6]] == [
            "Main",
            "·",
            "·",
            "·",
            "Other",
            "·",
        ]
        assert "APIs" not in app.text
        assert [resource.title for resource in files.resources] == ["a", "b", "c", "d"]
        assert files.current is files.resources[0]
        await pilot.press("end")
        assert files.current is files.resources[3]
        files.clear()
        files.extend([("Main files", [file("e")])])
        await pilot.pause()
        assert app.lines[0].strip() == "Main files"


async def test_files_are_marked_by_what_can_be_done_with_them() -> None:
    parsed = {"analysis:parsing:finished_at": "2026-05-01T00:00:00"}
    table = file("table", extras={"analysis:parsing:parsing_table": "t", **parsed})
    dead = file("dead", format="pdf", extras={"check:available": False})
    plain = file("", format="pdf", filesize=1_500_000, last_modified="2026-05-31T12:00:00")
    files = FileList()
    async with shown(files, (80, 12)) as (app, pilot):
        files.extend([("Main files", [table, dead, plain])])
        await pilot.pause()
        marks = [line[1] for line in app.lines[1:4]]
        assert marks == ["▦" if table.has_table else "·", "✗", "·"]
        assert table.has_table
        assert app.lines[3].startswith(" · Untitled file")
        assert app.lines[3].endswith("pdf · 1.5\xa0MB · 1 day ago")


async def test_a_very_long_or_wide_title_leaves_the_facts_in_sight() -> None:
    files = FileList()
    async with shown(files, (40, 6)) as (app, pilot):
        files.extend([("漢字" * 40, [file("漢字" * 100, filesize=1_000), file("x" * 500)])])
        await pilot.pause()
        assert all(cell_len(strip.text) == 40 for strip in app.screen._compositor.render_strips())
        assert app.lines[1].endswith("… csv · 1\xa0kB")
        assert app.lines[2].endswith("… csv")


async def test_a_thousand_files_are_drawn_a_screen_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    files = FileList()
    drawn: list[int] = []
    original = FileList.item_pieces

    def counted(self: FileList, index: int, line: int, width: int) -> list[Piece]:
        drawn.append(index)
        return original(self, index, line, width)

    monkeypatch.setattr(FileList, "item_pieces", counted)
    async with shown(files, (80, 20)) as (app, pilot):
        files.extend([("Main files", [file(f"file {number}") for number in range(1_000)])])
        for key in ("end", "pageup", "home"):
            drawn.clear()
            await pilot.press(key)
            await pilot.pause()
            assert len(drawn) <= 3 * 20, key
        await pilot.press("end")
        await pilot.pause()
        assert "file 999" in app.lines[-1]


# JSON


def nested(depth: int) -> Any:
    value: Any = "the end"
    for _level in range(depth):
        value = [value]
    return value


async def test_a_tree_folds_and_unfolds_under_the_cursor() -> None:
    tree = JsonTree()
    async with shown(tree, (60, 20)) as (app, pilot):
        tree.show({"a": {"b": [1, None, True]}, "c": "text", "d": {}, "e": []})
        await pilot.pause()
        assert app.lines[:4] == [
            " ▸ a: {1 field}",
            "   c: text",
            "   d: {0 fields}",
            "   e: [0 items]",
        ]
        await pilot.press("enter", "down", "space")
        await pilot.pause()
        assert app.lines[:5] == [
            " ▾ a: {1 field}",
            "   ▾ b: [3 items]",
            "       [0]: 1",
            "       [1]: null",
            "       [2]: true",
        ]
        await pilot.press("up", "enter")
        await pilot.pause()
        assert app.lines[1] == "   c: text"
        await pilot.press("plus")
        await pilot.pause()
        assert "[2]: true" in app.text
        await pilot.press("minus")
        await pilot.pause()
        assert app.lines[0] == " ▸ a: {1 field}"
        assert tree.cursor == 0


async def test_the_path_of_a_node_is_written_as_people_do() -> None:
    tree = JsonTree()
    async with shown(tree, (60, 20)) as (_app, pilot):
        tree.show({"organization": {"badges": [{"kind": "spd"}, {"kind": "hvd"}]}})
        await pilot.press("plus", "end")
        assert tree.current_path == "organization.badges[1].kind"
        assert tree.current_value == "hvd"
        tree.show([[1, 2]])
        await pilot.press("plus", "end")
        assert tree.current_path == "[0][1]"
        assert str(tree.current_value) == "2"


@pytest.mark.parametrize("value", [None, "text", 12, 1.5, True, [], {}])
async def test_a_value_that_has_nothing_inside_is_shown_too(value: Any) -> None:
    tree = JsonTree()
    async with shown(tree, (60, 20)) as (app, pilot):
        tree.show(value)
        await pilot.press("plus", "enter", "down", "minus")
        await pilot.pause()
        assert tree.count == (0 if value in ([], {}) else 1)
        assert tree.current_path == ""
        assert app.is_running


@pytest.mark.parametrize(
    "value",
    [
        {"numbers": list(range(200_000))},
        [{"n": number} for number in range(50_000)],
        {str(number): [[number]] for number in range(20_000)},
    ],
    ids=["one-long-list", "many-objects", "many-lists"],
)
async def test_unfolding_all_of_a_huge_value_opens_the_top_of_it(value: Any) -> None:
    tree = JsonTree()
    async with shown(tree, (60, 20)) as (app, pilot):
        tree.show(value)
        await pilot.press("plus")
        await pilot.pause()
        assert tree.count == NODE_LIMIT
        assert "▾" in app.lines[0]
        assert "▸" not in app.text
        await pilot.press("end")
        await pilot.pause()
        assert tree.cursor == NODE_LIMIT - 1
        await pilot.press("minus")
        assert tree.count == min(len(value), NODE_LIMIT)


async def test_a_value_nested_deeper_than_python_goes_is_read_to_its_end() -> None:
    tree = JsonTree()
    async with shown(tree, (60, 20)) as (app, pilot):
        tree.show(nested(3_000))
        await pilot.press("plus", "end")
        await pilot.pause()
        assert tree.count == 3_000
        assert tree.current_value == "the end"
        assert "the end" in app.lines[-1]
        assert tree.current_path == "[0]" * 3_000


# Text


LOREM = "Le fichier des communes contient une ligne par commune française. " * 6


def prose_blocks() -> list[Any]:
    markdown = (
        "# Titre\n\nUn **texte** avec un [lien](https://exemple.fr/page) et `code`.\n\n"
        "| colonne | type |\n|---|---|\n| code | texte |\n| nom | texte |\n\n"
        "<p>Du <b>HTML</b> aussi&nbsp;: <ul><li>un</li><li>deux</li></ul></p>"
        "<script>alert(1)</script>\n\n"
        "```\nimport pandas\n```\n\n> cité\n"
    )
    return [
        Heading("Population"),
        Paragraph(LOREM),
        Facts((("Producteur", "INSEE"), ("Description", LOREM), ("", ""))),
        Markdown(SafeText(markdown)),
    ]


@pytest.mark.parametrize("width", [20, 40, 80, 120])
async def test_a_text_is_wrapped_to_the_width_without_losing_a_word(width: int) -> None:
    view = ProseView()
    async with shown(view, (width, 24)) as (_app, _pilot):
        view.show(prose_blocks())
        lines = view.text.split("\n")
        assert max(cell_len(line) for line in lines) <= width
        words = " ".join(view.text.split())
        assert LOREM.strip() in words
        for word in ("Titre", "HTML", "deux", "import pandas", "colonne", "https://exemple.fr"):
            assert word in words or word in words.replace(" ", "")
        assert "**" not in words
        assert "<" not in words


async def test_a_table_of_markdown_is_a_table() -> None:
    view = ProseView()
    async with shown(view, (60, 24)) as (_app, _pilot):
        view.show(prose_blocks()[-1:])
        rows = [line.split() for line in view.text.split("\n")]
        assert ["colonne", "type"] in rows
        assert ["nom", "texte"] in rows


async def test_resizing_wraps_again_and_never_leaves_a_blank_screen() -> None:
    view = ProseView()
    async with shown(view, (30, 10)) as (app, pilot):
        view.show([Paragraph(LOREM * 5), Paragraph("The last line.")])
        await pilot.press("end")
        await pilot.pause()
        assert "The last line." in app.text
        for size in ((120, 10), (60, 24), (20, 5), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert max(cell_len(line) for line in view.text.split("\n")) <= size[0]
            assert app.text.strip(), size


async def test_keys_scroll_a_text_by_lines_pages_and_to_its_ends() -> None:
    view = ProseView()
    async with shown(view, (40, 11)) as (app, pilot):
        view.show([Paragraph(f"line {number}") for number in range(100)])
        for key, top in (
            ("down", 1),
            ("k", 0),
            ("up", 0),
            ("pagedown", 10),
            ("space", 20),
            ("pageup", 10),
            ("G", 89),
            ("pagedown", 89),
            ("home", 0),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert app.lines[0].strip() == f"line {top}", key


async def test_what_is_shown_anew_starts_at_the_top_unless_told_otherwise() -> None:
    view = ProseView()
    async with shown(view, (40, 11)) as (app, pilot):
        blocks = [Paragraph(f"line {number}") for number in range(100)]
        view.show(blocks)
        await pilot.press("pagedown")
        view.show(blocks, keep_position=True)
        await pilot.pause()
        assert app.lines[0].strip() == "line 10"
        view.show(blocks)
        await pilot.pause()
        assert app.lines[0].strip() == "line 0"


async def test_a_change_of_theme_changes_the_colours_of_a_text() -> None:
    view = ProseView()
    async with shown(view, (60, 20)) as (app, pilot):
        view.show(prose_blocks())
        await pilot.pause()

        def colours() -> set[object]:
            return {
                segment.style.color
                for strip in app.screen._compositor.render_strips()
                for segment in strip
                if segment.style is not None and segment.text.strip()
            }

        dark, text = colours(), view.text
        app.theme = "gouv-light"
        await pilot.pause()
        await pilot.pause()
        assert colours().isdisjoint(dark)
        assert view.text == text


# Chips


async def test_chips_that_do_not_fit_are_counted_and_the_status_stays() -> None:
    chips = ChipLine()
    async with shown(chips, (60, 3)) as (app, pilot):
        chips.show("filters", [f"filter number {number}" for number in range(12)])
        chips.status("1 of 12,345 · relevance")
        await pilot.pause()
        line = app.lines[0]
        assert line.startswith(" filters  filter number 0 ")
        assert line.endswith("1 of 12,345 · relevance")
        whole_ones = line.count("filter number")
        assert f"+{12 - whole_ones} " in line
        assert whole_ones >= 1


@pytest.mark.parametrize("count", [1, 2, 9, 10, 99, 150, 2_000])
@pytest.mark.parametrize("width", [20, 33, 47, 60, 80])
async def test_the_count_of_chips_left_out_is_whole_whatever_the_width(
    count: int, width: int
) -> None:
    chips = ChipLine()
    async with shown(chips, (width, 3)) as (app, pilot):
        chips.show("", [f"chip{number}" for number in range(count)])
        await pilot.pause()
        shown_ones = app.lines[0].count("chip")
        left = f"+{count - shown_ones}"
        assert app.lines[0].endswith(left) or (shown_ones == count and "+" not in app.lines[0])


async def test_one_long_chip_is_cut_and_a_status_longer_than_the_line_too() -> None:
    chips = ChipLine()
    async with shown(chips, (80, 3)) as (app, pilot):
        chips.show("", ["漢字" * 50])
        await pilot.pause()
        assert ELLIPSIS in app.lines[0]
        assert cell_len(app.lines[0]) <= 40
        chips.status("The service failed. " * 10, error=True)
        await pilot.pause()
        assert app.lines[0].startswith(" The service failed.")
        assert app.lines[0].endswith(ELLIPSIS)
        assert chips.status_text.endswith("failed. ")


async def test_a_click_on_a_chip_tells_which() -> None:
    chips = ChipLine()
    async with shown(chips, (60, 3)) as (app, pilot):
        chips.show("only", ["one", "two"], selected=1)
        await pilot.pause()
        for text in ("one", "two"):
            await pilot.click(offset=(app.lines[0].index(text), 0))
        await pilot.click(offset=(1, 0))
        await pilot.click(offset=(50, 0))
        await pilot.pause()
        assert [said.index for said in app.heard(ChipLine.Clicked)] == [0, 1]


async def test_the_same_chips_again_cost_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    chips = ChipLine()
    async with shown(chips, (60, 3)) as (_app, pilot):
        chips.show("only", ["one"])
        chips.status("1 of 2")
        await pilot.pause()
        painted: list[int] = []
        original = ChipLine.render_line

        def counted(self: ChipLine, y: int) -> Any:
            painted.append(y)
            return original(self, y)

        monkeypatch.setattr(ChipLine, "render_line", counted)
        chips.show("only", ["one"])
        chips.status("1 of 2")
        await pilot.pause()
        assert painted == []
        chips.status("2 of 2")
        await pilot.pause()
        assert painted == [0]


# Widths


TEXTS = st.text(max_size=60) | st.text("aé 漢字👩🏽\u200d\u0301\ufe0f", max_size=60)
CLEAN = TEXTS.map(clean_line)
NO_WIDTH = "\u0e31" * 500


def fits(text: str, width: int) -> bool:
    """Whether `text` is to be shown whole: it is narrow, and no pile of marks."""
    return cell_len(text) <= width and len(text) <= width * CELL_LIMIT


@given(text=CLEAN, width=st.integers(0, 40), right=st.booleans())
@example(text=("e" + "\u0301" * 4) * 40, width=40, right=False)
@example(text=("e" + "\u0301" * 4) * 41, width=40, right=False)
def test_a_text_fitted_has_exactly_the_width(text: str, width: int, right: bool) -> None:
    fitted = fit(text, width, right=right)
    assert cell_len(fitted) == width
    if fits(text, width):
        assert fitted.strip(" ") == text.strip(" ")
        assert text in fitted


@given(text=CLEAN, width=st.integers(0, 40))
@example(text=("e" + "\u0301" * 4) * 41, width=40)
@example(text=NO_WIDTH, width=40)
def test_a_text_is_cut_only_where_it_must_be_and_says_so(text: str, width: int) -> None:
    kept = cut(text, width)
    assert width_of(kept) <= width
    if fits(text, width):
        assert kept == text
    elif width:
        assert kept.endswith(ELLIPSIS)
        assert text.startswith(kept.removesuffix(ELLIPSIS))
        assert width_of(kept) >= min(width - 1, cell_len(text))


@given(text=TEXTS, width=st.integers(0, 40))
def test_a_line_of_any_text_at_all_has_exactly_the_width(text: str, width: int) -> None:
    line = strip(width, Style(), [(text, Style()), (text, Style(bold=True))])
    assert line.cell_length == width
    assert cell_len(line.text) == width


@given(text=CLEAN, width=st.integers(2, 40))
@example(text="漢 \u0301", width=2)
@example(text=NO_WIDTH, width=2)
def test_wrapping_loses_nothing_and_no_line_is_too_wide(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@given(
    words=st.lists(st.text("abcé漢", min_size=1, max_size=8), min_size=1), width=st.integers(16, 40)
)
def test_words_that_fit_on_a_line_are_never_broken(words: list[str], width: int) -> None:
    lines = wrap(" ".join(words), width)
    assert " ".join(lines).split(" ") == words


@given(text=st.text("ab \n漢", max_size=60), width=st.integers(2, 20))
def test_the_line_breaks_of_a_text_are_kept(text: str, width: int) -> None:
    assert len(wrap(text, width)) >= text.count("\n") + 1
    assert [line for part in text.split("\n") for line in wrap(part, width)] == wrap(text, width)


def test_cutting_costs_nothing_however_long_the_text_is(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []

    def counted(text: str) -> int:
        measured.append(len(text))
        return cell_len(text)

    monkeypatch.setattr("tui.widgets.draw.cell_len", counted)
    assert width_of(cut("é" * 10_000_000, 80)) == 80
    assert max(measured) <= 1_000


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (40, "INSEE · 742.9K views · 12 followers"),
        (34, "INSEE · 742.9K views · …"),
        (22, "INSEE · …"),
        (4, "INS…"),
    ],
)
def test_a_fact_that_says_a_number_is_whole_or_not_there(width: int, said: str) -> None:
    assert cut_facts(["INSEE", "", "742.9K views", "12 followers"], width) == said


def test_a_fact_of_words_is_cut() -> None:
    assert cut_facts(["MEF", "changed: description, tags", "x"], 20) == "MEF · changed: desc…"


async def test_a_list_that_waits_long_says_so_and_is_dimmed_where_it_has_something() -> None:
    lines = Numbers(0)
    async with shown(lines, (30, 6)) as (app, pilot):
        lines.wait()
        lines._show_waiting()
        await pilot.pause()
        assert app.lines[0].strip() == "Loading…"
        assert not any(app.lines[1:])
        lines.came()
        await pilot.pause()
        assert not any(app.lines)
        lines.set_count(3)
        lines.wait()
        lines._show_waiting()
        await pilot.pause()
        assert lines.has_class("-stale")
        assert "Loading" not in app.text
        lines.came()
        assert not lines.has_class("-stale")
        lines.wait()
        lines.came()
        lines._show_waiting()  # its timer was on its way
        assert not lines.has_class("-stale")
