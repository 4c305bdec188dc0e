"""Markdown, dialogs and what is pasted: no hostile text does more than be read.

What draws lines is tried in ``tests/reliability/test_hostile_drawn.py``.
"""

from __future__ import annotations

import pytest
from hostility import PAYLOADS, assert_harmless
from textual.app import App, ComposeResult
from textual.widget import Widget

from tui.paths import styles_dir
from tui.screens.dialogs import AskScreen, ChooseScreen, Option, ReadScreen
from tui.screens.help import help_blocks
from tui.text import SafeText
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt
from tui.widgets.prose import Markdown, Paragraph, ProseView

EACH = pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))


class Shown(App[None]):
    """One widget, with the application's looks."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(css_path=sorted(styles_dir().glob("*.tcss")))
        self.widget = widget

    def compose(self) -> ComposeResult:
        yield self.widget


async def test_markdown() -> None:
    view = ProseView()
    app = Shown(view)
    async with app.run_test(size=(60, 20)) as pilot:
        for payload in PAYLOADS[::2]:
            text = SafeText(payload)
            for block in (
                Markdown(text),
                Markdown(SafeText(f"# {payload}\n\n* {payload}\n\n|a|b|\n|-|-|\n|{payload}|x|\n")),
                Markdown(SafeText(f"[{payload}](https://a.example/{payload}) ![{payload}](x)")),
            ):
                view.show([block])
                await pilot.pause()
                assert_harmless(app)


async def test_dialogs() -> None:
    app = Shown(LineList())
    async with app.run_test(size=(60, 20)) as pilot:
        for payload in PAYLOADS[::4]:
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
