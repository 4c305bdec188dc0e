"""A text of many lines to write, that does not blink."""

from __future__ import annotations

from textual.strip import Strip
from textual.widgets import TextArea

from tui.widgets.draw import made_safe


class TextBox(TextArea):
    """A text area without border, whose text is drawn safely; tab leaves it."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            text, id=id, soft_wrap=True, tab_behavior="focus", theme="css", compact=True
        )
        self.cursor_blink = False

    def render_line(self, y: int) -> Strip:
        return made_safe(super().render_line(y))
