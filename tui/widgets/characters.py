"""A text character by character: what each is, and which of them do not show."""

from __future__ import annotations

import unicodedata

from textual.binding import Binding

from tui.tables.hidden import HiddenCharacters, code_point, official_name, utf8_bytes
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit
from tui.widgets.lines import LineList

_CODE_WIDTH = len("U+10FFFF")
_BYTES_WIDTH = len("F0 9F 98 80")


class CharacterLines(LineList, inherit_bindings=False):
    """One line a character: its place from 1, itself, its code point, its bytes in UTF-8, its
    name. Those that do not show stand out; none of them opens anything."""

    BINDINGS = [
        binding
        for binding in bindings_for("list")
        if isinstance(binding, Binding) and binding.id != "list.choose"
    ]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.hidden = HiddenCharacters("")

    def show(self, hidden: HiddenCharacters) -> None:
        """Show the characters of a text, from the first one that does not show if there is one."""
        self.hidden = hidden
        self.set_count(len(hidden.text), cursor=next(iter(hidden), 0))

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        char = self.hidden.text[index]
        is_hidden = index in self.hidden
        place = str(index + 1).rjust(len(str(self.count)))
        return [
            (f" {place}  ", self.style_of("dim")),
            (fit(_drawn(char), 3), self.style_of("strong")),
            (fit(code_point(char), _CODE_WIDTH + 2), self.style_of("plain")),
            (fit(utf8_bytes(char), _BYTES_WIDTH + 2), self.style_of("dim")),
            (official_name(char), self.style_of("warning" if is_hidden else "plain")),
        ]

    def to_hidden(self, direction: int) -> bool:
        """Move to the next hidden character, or to the one before. Returns whether there is one."""
        hidden = self.hidden
        found = hidden.after(self.cursor) if direction > 0 else hidden.before(self.cursor)
        if found is None:
            return False
        self.move_to(found, direction)
        return True


def _drawn(char: str) -> str:
    """A character as it stands alone: a mark goes on a dotted circle."""
    is_mark = unicodedata.category(char).startswith("M")
    return clean_line(f"◌{char}" if is_mark else char).strip()
