"""What a tool of an MCP server answered: its text, its data, and the places that they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.answer import AnswerScreen
from tui.screens.dialogs import ChooseScreen, Option
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.screens.tool_copies import copies_of
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine

if TYPE_CHECKING:
    from tui.api.calls.call import Call
    from tui.api.calls.sending import Allowed
    from tui.api.mcp.tools import ToolCall
    from tui.links.mentions import Mention

_KINDS = ("dataservice", "organization", "reuse", "topic")


def answer_screen(session: Session, call: Call, allowed: Allowed | None = None) -> AnswerScreen:
    """What makes `call` and shows the answer; `allowed` is what was said yes to."""
    from tui.api.mcp.tools import ToolCall

    if isinstance(call, ToolCall):
        return ToolAnswerScreen(session, call)
    return AnswerScreen(session, call, allowed)


class ToolAnswerScreen(AnswerScreen):
    """Calls a tool and shows what it answers. What it names opens."""

    BINDINGS = [*bindings_for("toolanswer")]

    def __init__(self, session: Session, call: ToolCall) -> None:
        super().__init__(session, call)
        self._tool_call = call
        self._mentions: tuple[str, tuple[Mention, ...]] = ("", ())

    def _begin(self) -> None:
        super()._begin()
        self.query_one("#said", ChipLine).show(self._tool_call.title, ())

    def _say_head(self) -> None:
        super()._say_head()
        from tui.api.mcp.sent import REFUSED

        self.query_one("#said", ChipLine).show(self._tool_call.title, ())
        if self._facts is not None and self._facts.reason == REFUSED:
            title = self.query_one("#title", ChipLine)
            title.status(_("the tool says that it cannot do this"), error=True)
        self.query_one(KeyBar).refresh()  # some keys are for places that are named

    @property
    def _named(self) -> tuple[Mention, ...]:
        """The places that the answer names."""
        text = self._facts.text if self._facts is not None else ""
        if text and self._mentions[0] is not text:
            from tui.api.mcp.sent import REFUSED
            from tui.links.mentions import mentions
            from tui.screens.tool_leads import with_rows

            tool = self._tool_call.tool
            kind = next((kind for kind in _KINDS if kind in tool), "dataset")
            named = mentions(text, kind, self._session.site)
            is_refused = self._facts is not None and self._facts.reason == REFUSED
            if not is_refused:
                named = with_rows(self._tool_call, named)
            self._mentions = (text, named)
        return self._mentions[1] if text else ()

    def why_not(self, action: str) -> str:
        if action == "places":
            return "" if self._named else _("It names no place.")
        return super().why_not(action)

    def action_places(self) -> None:
        """Go to a place that the answer names."""
        named = self._named
        if len(named) == 1:
            self._follow(0)
            return
        options = [
            Option(each.title, detail="" if each.title == str(each.link) else str(each.link))
            for each in named
        ]
        self.app.push_screen(ChooseScreen(_("Go to"), options), self._follow)

    def _follow(self, index: int | None) -> None:
        if index is not None:
            mention = self._named[index]
            self.post_message(Place.Go(mention.link, (mention.title,)))

    def _copies(self) -> list[Copy]:
        # What was answered is copied as ever, what was asked as a message of the protocol.
        answered = [c for c in super()._copies() if c.title in (_("This part"), _("Body"))]
        return [*answered, *copies_of(self._tool_call)]
