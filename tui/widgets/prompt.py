"""One-line text inputs that do not blink and take no control character."""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import made_safe


class Prompt(Input):
    """An input of one line without border, whose pasted text is made safe."""

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id, classes=classes, compact=True)
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        return made_safe(super().render_line(y))

    def _on_paste(self, event: events.Paste) -> None:
        first = event.text.strip().splitlines()[:1]
        if first:
            self.insert_text_at_cursor(clean_line(first[0]))
        event.stop()
        event.prevent_default()


class Words(Prompt):
    """Words without spaces: the space chooses, by a binding that comes first (`urgent`)."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Say that the space is not for writing, so that it is told among the keys."""
        return key != "space" and super().check_consume_key(key, character)


class Omnibox(Prompt):
    """The prompt of a search, which one leaves downwards for what was found."""

    BINDINGS = bindings_for("omnibox")

    class Left(Message):
        """The person goes down to the results."""

    class Recalled(Message):
        """The person goes up to the searches made before."""

    def action_recent(self) -> None:
        self.post_message(self.Recalled())

    def action_results(self) -> None:
        self.post_message(self.Left())
