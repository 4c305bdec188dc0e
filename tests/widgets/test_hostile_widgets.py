"""No widget lets a hostile text do more than be read."""

from __future__ import annotations

import pytest
from hostility import PAYLOADS, assert_harmless
from textual.app import App, ComposeResult
from textual.widget import Widget

from tui.paths import styles_dir
from tui.screens.dialogs import AskScreen, ChooseScreen, Option, ReadScreen
from tui.screens.help import help_blocks
from tui.tables.query import Column, Condition, Op, Query, Sort
from tui.tables.source import Window
from tui.text import SafeText
from tui.widgets.bars import KeyBar, TopBar
from tui.widgets.chips import ChipLine
from tui.widgets.draw import strip
from tui.widgets.grid import Grid
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt
from tui.widgets.prose import Facts, Heading, Markdown, Paragraph, ProseView
from tui.widgets.tree import JsonTree

EACH = pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))


class Shown(App[None]):
    """One widget, with the application's looks."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(css_path=sorted(styles_dir().glob("*.tcss")))
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


class Texts(LineList):
    """Lines that forgot to clean what they draw."""

    def __init__(self, texts: list[str]) -> None:
        super().__init__()
        self.texts = texts

    def item_pieces(self, index: int, line: int, width: int) -> list[tuple[str, object]]:  # type: ignore[override]
        return [(self.texts[index], self.style_of("plain"))]


@EACH
async def test_bars_chips_and_lists(payload: str) -> None:
    for widget in (TopBar(), KeyBar(), ChipLine(), Texts([payload] * 3)):
        app = Shown(widget)
        async with app.run_test(size=(60, 8)) as pilot:
            if isinstance(widget, TopBar):
                widget.show(badge=payload, crumbs=(payload, payload), activity=payload)
            elif isinstance(widget, KeyBar):
                widget.notice(payload)
            elif isinstance(widget, ChipLine):
                widget.show(payload, [payload, payload], selected=1)
                widget.status(payload, error=True)
            else:
                widget.set_count(3)
            await pilot.pause()
            assert_harmless(app)


async def test_prose_in_every_kind_of_block() -> None:
    view = ProseView()
    app = Shown(view)
    async with app.run_test(size=(60, 20)) as pilot:
        for payload in PAYLOADS:
            text = SafeText(payload)
            for block in (
                Heading(payload),
                Paragraph(payload),
                Facts(((payload, payload),)),
                Markdown(text),
                Markdown(SafeText(f"# {payload}\n\n* {payload}\n\n|a|b|\n|-|-|\n|{payload}|x|\n")),
                Markdown(SafeText(f"[{payload}](https://a.example/{payload}) ![{payload}](x)")),
            ):
                view.show([block])
                await pilot.pause()
                assert_harmless(app)


async def test_json_trees() -> None:
    tree = JsonTree()
    app = Shown(tree)
    async with app.run_test(size=(60, 20)) as pilot:
        for payload in PAYLOADS:
            tree.show({payload: payload, "l": [payload, {payload: [payload]}]})
            tree.action_unfold_all()
            await pilot.pause()
            assert_harmless(app)


@EACH
async def test_grids_in_cells_names_and_failures(payload: str) -> None:
    grid = Grid()
    app = Shown(grid)
    async with app.run_test(size=(60, 10)) as pilot:
        column = Column(payload, format=payload)
        query = Query(sorts=(Sort(payload),)).filtered(Condition(payload, Op.EXACT, payload))
        grid.show((column, Column("json")), query)
        grid.supply(
            Window(
                query, 0, (payload, "json"), ((payload, {payload: [payload]}),), (1,), 500, False
            )
        )
        grid.fail(50, 100, payload)
        await pilot.pause()
        assert_harmless(app)
        grid.move(60, 0)
        await pilot.pause()
        assert_harmless(app)


async def test_dialogs() -> None:
    app = Shown(LineList())
    async with app.run_test(size=(60, 20)) as pilot:
        for payload in PAYLOADS:
            for screen in (
                ChooseScreen(payload, [Option(payload, payload), Option(payload, why_not=payload)]),
                AskScreen(
                    payload,
                    placeholder=payload,
                    help_text=payload,
                    check=lambda _text, said=payload: said,  # type: ignore[misc]
                ),
                ReadScreen(payload, [Paragraph(payload), *help_blocks(app.screen)], raw=payload),
            ):
                await app.push_screen(screen)
                await pilot.press("a")
                await pilot.press("enter") if isinstance(screen, AskScreen) else None
                await pilot.pause()
                assert_harmless(app)
                app.pop_screen()


@EACH
async def test_what_is_pasted_into_a_prompt(payload: str) -> None:
    from textual import events

    prompt = Prompt()
    app = Shown(prompt)
    async with app.run_test(size=(60, 5)) as pilot:
        prompt.focus()
        prompt.post_message(events.Paste(payload[:500]))
        await pilot.pause()
        assert_harmless(app)


@EACH
def test_the_gate_makes_lines_of_the_width_asked_for(payload: str) -> None:
    from rich.style import Style

    for width in (1, 2, 7, 40):
        line = strip(width, Style(), [(payload, Style()), ("after", Style(bold=True))])
        assert line.cell_length == width
        assert sum(segment.cell_length for segment in line) == width
