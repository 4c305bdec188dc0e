"""Why a call cannot be made as it was asked for."""

from __future__ import annotations

from tui.text import clean_line


class CallProblem(Exception):
    """Nothing was sent. The message is a sentence for people, safe for one line.

    Attributes:
        field: The parameter or the part of the body that it is about; empty for the whole call.
    """

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(clean_line(message, 400))
        self.field = field

    @property
    def message(self) -> str:
        """The sentence."""
        return str(self.args[0])
