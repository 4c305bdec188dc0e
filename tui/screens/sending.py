"""A call of an API shown exactly as it will leave, and sent only after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option
from tui.screens.reading import ReadingDialog
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.mcp.tools import ToolCall


class SendingScreen(ReadingDialog[bool]):
    """Shows a call. Dismissed with True where it may be sent.

    Args:
        why: Why a yes is asked for, as a sentence; empty where the method says it.
    """

    BINDINGS = [CLOSE, HELP, *bindings_for("sending")]

    def __init__(self, call: Call, why: str = "") -> None:
        super().__init__(classes="dialog wide")
        self._call = call
        self._why = why

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProseView(id="text")
            yield KeyBar()

    def on_mount(self) -> None:
        from tui.api.calls.shown import request_lines

        self.query_one("#title", ChipLine).show(_("This will be sent"), ())
        blocks: list[Block] = [Paragraph(line) for line in request_lines(self._call)]
        if self._why:
            blocks = [Paragraph(self._why, "warning"), Paragraph(""), *blocks]
        blocks += [Paragraph(""), Paragraph(_("^s sends it. esc sends nothing."), "accent")]
        self.query_one(ProseView).show(blocks)
        self.query_one(ProseView).focus()

    def action_send(self) -> None:
        self.close(True)

    def action_copy(self) -> None:
        from tui.api.mcp.tools import ToolCall

        if isinstance(self._call, ToolCall):
            self._copy_call(self._call)
            return
        from tui.tables.recipes.asked import NoRecipe
        from tui.tables.recipes.calls import with_curl

        try:
            self.copy(with_curl(self._call))
        except NoRecipe as error:
            self.notice(str(error))

    def _copy_call(self, call: ToolCall) -> None:
        from tui.screens.tool_copies import copies_of

        forms = copies_of(call)

        def copy(index: int | None) -> None:
            if index is not None:
                self.copy(forms[index].text)

        options = [Option(form.title, detail=form.detail) for form in forms]
        self.app.push_screen(ChooseScreen(_("Copy"), options), copy)
