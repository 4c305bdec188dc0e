"""A call of an API shown exactly as it will leave, and sent only after a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option
from tui.screens.reading import ReadingDialog
from tui.screens.session import Session
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.calls.sending import Allowed
    from tui.api.mcp.tools import ToolCall


class SendingScreen(ReadingDialog["Allowed"]):
    """Shows a call. Dismissed with what is allowed where it may be sent: all that it needs a yes
    for is said here, so that nobody is asked twice.

    Args:
        why: Why a yes is asked for, as a sentence; empty where the method says it.
    """

    BINDINGS = [CLOSE, HELP, *bindings_for("sending")]

    def __init__(self, session: Session, call: Call, why: str = "") -> None:
        super().__init__(classes="dialog wide")
        self._session = session
        self._call = call
        self._why: tuple[str, ...] = (why,) if why else ()
        self._allowed: Allowed | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProseView(id="text")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(_("This will be sent"), ())
        self._show()
        self.query_one(ProseView).focus()
        self.run_worker(self._look(), group="needed", exclusive=True, exit_on_error=False)

    async def _look(self) -> None:
        """Say all that it needs a yes for; what is not known when it is sent is asked then."""
        try:
            desk = await self._session.desk()
        except ApiError:
            return  # sending it says so
        allowed, why = await desk.needed(self._call)
        self._allowed = allowed
        self._why = tuple(dict.fromkeys((*self._why, *why)))
        self._show()

    def _show(self) -> None:
        from tui.api.calls.shown import request_lines

        blocks: list[Block] = [Paragraph(line) for line in request_lines(self._call)]
        if self._why:
            said = [Paragraph(why, "warning") for why in self._why]
            blocks = [*said, Paragraph(""), *blocks]
        blocks += [Paragraph(""), Paragraph(_("^s sends it. esc sends nothing."), "accent")]
        self.query_one(ProseView).show(blocks, keep_position=True)

    def action_send(self) -> None:
        from tui.api.calls.sending import UNASKED

        self.close(self._allowed or UNASKED)

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
