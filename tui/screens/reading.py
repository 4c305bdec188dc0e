"""What the dialogs that read rows and cells share: what they can do now, what they say, copying."""

from __future__ import annotations

from textual.timer import Timer

from tui.i18n import gettext as _
from tui.screens.dialogs import Answer, Dialog
from tui.screens.place import Place
from tui.text import clean_line
from tui.widgets.bars import KeyBar

NOTICE = 6.0
"""Seconds that something is said in place of the keys."""


class ReadingDialog(Dialog[Answer]):
    """A dialog that stays open while one copies. It takes the whole height where there is
    little."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]

    _noticing: Timer | None = None

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def notice(self, text: str) -> None:
        """Say something in place of the keys for a while."""
        if self._noticing is not None:
            self._noticing.stop()
        bar = self.query_one(KeyBar)
        bar.notice(text)
        self._noticing = self.set_timer(NOTICE, lambda: bar.notice(""))

    def copy(self, text: str) -> None:
        """Send `text` to the clipboard, and say so here: the place's own line is covered."""
        from tui.clipboard import osc52

        self.post_message(Place.CopyText(text))
        if osc52(text, {}) is not None:
            said = _("Sent to the terminal’s clipboard (OSC 52): {text}")
            self.notice(said.format(text=clean_line(text, 60)))
