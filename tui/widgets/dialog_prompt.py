"""The line of a dialog that one types in: it keeps to the order of the keys, and says where its
characters are."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.text import clean_line
from tui.widgets.prompt import Prompt

PASTE_LIMIT = 100_000
"""Characters taken of what is pasted: far more than any request can hold."""


class DialogPrompt(Prompt):
    """A prompt whose Enter is the dialog's, and that takes lines pasted together.

    Keys that arrive together, typed ahead on a slow line, are obeyed in their order.
    """

    @dataclass
    class LinesPasted(Message):
        """Several lines were pasted at once, none of them blank."""

        prompt: DialogPrompt
        lines: tuple[str, ...]

        @property
        def control(self) -> DialogPrompt:
            return self.prompt

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(value, placeholder=placeholder, id=id)
        # These keys are the dialog's, and show as such; one line does not scroll up or down.
        for key in ("enter", "up", "down", "pageup", "pagedown"):
            self._bindings.key_to_bindings.pop(key, None)

    def write(self, text: str) -> None:
        """Put `text` in place of what is there, the cursor after it."""
        self.value = text
        self.put_cursor(len(text))

    def put_cursor(self, position: int) -> None:
        """Put the cursor before the character at `position`, and that in sight."""
        # Only a cursor that moves is brought into view.
        self.cursor_position = 0 if position else len(self.value)
        self.cursor_position = position

    def column_of(self, position: int) -> int:
        """Where the character at `position` is drawn, in cells from the left of the content.

        Negative, or beyond the width, where it is scrolled out of sight.
        """
        return self._position_to_cell(position) - self.scroll_offset.x

    async def _on_key(self, event: events.Key) -> None:
        # Textual obeys a bound key once it has gone up to the application: letters that were
        # typed after it would be written before. A dialog that is being taken away obeys nothing:
        # the key would be the place’s, and that waits until this one is gone.
        if event.is_printable or not self.screen.is_current:
            return
        if await self.app._check_bindings(event.key):
            event.stop()
            event.prevent_default()

    def _on_paste(self, event: events.Paste) -> None:
        text = event.text[:PASTE_LIMIT]
        lines = tuple(
            clean_line(line.strip(), PASTE_LIMIT) for line in text.splitlines() if line.strip()
        )
        if len(lines) > 1:
            self.post_message(self.LinesPasted(self, lines))
        elif lines:
            self.replace(lines[0], *self.selection)
            self.put_cursor(self.cursor_position)
        event.stop()
        event.prevent_default()
