"""Characters of a text that do not show: where they are, what they are, how to name them."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from tui.i18n import N_
from tui.i18n import gettext as _

LOOKED_AT = 200_000
"""Characters of a text that are counted: a hostile length costs nothing."""

_STEP = 4_096

# Letters, marks and a symbol that are blank, though their category says that they show.
_BLANKS = frozenset(
    [chr(code) for code in (0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)]
    + [chr(code) for code in (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10))]
    + [chr(code) for code in range(0xE0100, 0xE01F0)]
)

# Control characters have no name of their own, but these aliases.
_C0 = (
    *("NULL", "START OF HEADING", "START OF TEXT", "END OF TEXT", "END OF TRANSMISSION"),
    *("ENQUIRY", "ACKNOWLEDGE", "ALERT", "BACKSPACE", "CHARACTER TABULATION", "LINE FEED"),
    *("LINE TABULATION", "FORM FEED", "CARRIAGE RETURN", "SHIFT OUT", "SHIFT IN"),
    *("DATA LINK ESCAPE", "DEVICE CONTROL ONE", "DEVICE CONTROL TWO", "DEVICE CONTROL THREE"),
    *("DEVICE CONTROL FOUR", "NEGATIVE ACKNOWLEDGE", "SYNCHRONOUS IDLE"),
    *("END OF TRANSMISSION BLOCK", "CANCEL", "END OF MEDIUM", "SUBSTITUTE", "ESCAPE"),
    *("INFORMATION SEPARATOR FOUR", "INFORMATION SEPARATOR THREE"),
    *("INFORMATION SEPARATOR TWO", "INFORMATION SEPARATOR ONE"),
)
_C1 = (
    *("DELETE", "PADDING CHARACTER", "HIGH OCTET PRESET", "BREAK PERMITTED HERE"),
    *("NO BREAK HERE", "INDEX", "NEXT LINE", "START OF SELECTED AREA", "END OF SELECTED AREA"),
    *("CHARACTER TABULATION SET", "CHARACTER TABULATION WITH JUSTIFICATION"),
    *("LINE TABULATION SET", "PARTIAL LINE FORWARD", "PARTIAL LINE BACKWARD"),
    *("REVERSE LINE FEED", "SINGLE SHIFT TWO", "SINGLE SHIFT THREE", "DEVICE CONTROL STRING"),
    *("PRIVATE USE ONE", "PRIVATE USE TWO", "SET TRANSMIT STATE", "CANCEL CHARACTER"),
    *("MESSAGE WAITING", "START OF GUARDED AREA", "END OF GUARDED AREA", "START OF STRING"),
    *("SINGLE GRAPHIC CHARACTER INTRODUCER", "SINGLE CHARACTER INTRODUCER"),
    *("CONTROL SEQUENCE INTRODUCER", "STRING TERMINATOR", "OPERATING SYSTEM COMMAND"),
    *("PRIVACY MESSAGE", "APPLICATION PROGRAM COMMAND"),
)
_CONTROLS = dict(enumerate(_C0)) | {0x7F + rank: name for rank, name in enumerate(_C1)}

_NAMELESS = {
    "Cs": N_("half of a character"),
    "Co": N_("private use"),
    "Cn": N_("unassigned"),
}

_TITLES = {
    " ": N_("space"),
    "\t": N_("tab"),
    "\n": N_("line break"),
    "\r": N_("carriage return"),
    "\x00": N_("null character"),
    "\x1b": N_("escape"),
    "\u00a0": N_("no-break space"),
    "\u00ad": N_("soft hyphen"),
    "\u200b": N_("zero width space"),
    "\u200c": N_("zero width non-joiner"),
    "\u200d": N_("zero width joiner"),
    "\u200e": N_("left-to-right mark"),
    "\u200f": N_("right-to-left mark"),
    "\u202e": N_("right-to-left override"),
    "\u202f": N_("narrow no-break space"),
    "\u2009": N_("thin space"),
    "\u2028": N_("line separator"),
    "\ufeff": N_("byte order mark"),
}


def shows(char: str) -> bool:
    """Whether a person sees something where `char` stands between others: a space and a line break
    count."""
    return char in " \n" or (char.isprintable() and char not in _BLANKS)


class HiddenCharacters:
    """What does not show in a text. Offsets are counted in characters, from 0.

    Blanks at the start and at the end do not show either, whatever they are.

    Attributes:
        blanks_before: Blanks that the text starts with; all of them where there is nothing else.
        blanks_after: Blanks that it ends with; 0 where there is nothing else.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.blanks_before = len(text) - len(text.lstrip())
        only_blanks = self.blanks_before == len(text)
        self.blanks_after = 0 if only_blanks else len(text) - len(text.rstrip())

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and (
            self._at_an_edge(offset) or not shows(self.text[offset])
        )

    def __iter__(self) -> Iterator[int]:
        return self._between(0, len(self.text))

    def after(self, offset: int) -> int | None:
        """The first one after `offset`."""
        return next(self._between(offset + 1, len(self.text)), None)

    def before(self, offset: int) -> int | None:
        """The last one before `offset`."""
        for start in range(offset - _STEP, -_STEP, -_STEP):
            found = list(self._between(max(0, start), start + _STEP))
            if found:
                return found[-1]
        return None

    def tally(self) -> Counter[str]:
        """How many of each there are in the first `LOOKED_AT` characters and at the end."""
        found = Counter(self.text[offset] for offset in self._between(0, LOOKED_AT))
        end = max(LOOKED_AT, len(self.text) - min(self.blanks_after, LOOKED_AT))
        found.update(self.text[end:])
        return found

    def _at_an_edge(self, offset: int) -> bool:
        return offset < self.blanks_before or offset >= len(self.text) - self.blanks_after

    def _between(self, start: int, stop: int) -> Iterator[int]:
        stop = min(stop, len(self.text))
        for begin in range(start, stop, _STEP):
            end = min(stop, begin + _STEP)
            chunk = self.text[begin:end]
            if self._at_an_edge(begin) or self._at_an_edge(end - 1) or _has_hidden(chunk):
                yield from (offset for offset in range(begin, end) if offset in self)


def _has_hidden(chunk: str) -> bool:
    return not chunk.replace("\n", "").isprintable() or not _BLANKS.isdisjoint(chunk)


def official_name(char: str) -> str:
    """The Unicode name of a character, or what it is where it has none; a control's alias."""
    name = unicodedata.name(char, "") or _CONTROLS.get(ord(char), "")
    return name or _(_NAMELESS.get(unicodedata.category(char), "unassigned"))


def title_of(char: str) -> str:
    """What people call a character that does not show."""
    known = _TITLES.get(char)
    if known is not None:
        return _(known)
    return f"{code_point(char)} {official_name(char)}"


def code_point(char: str) -> str:
    """``U+00A0``."""
    return f"U+{ord(char):04X}"


def utf8_bytes(char: str) -> str:
    """The bytes of a character in UTF-8, as ``C2 A0``; half of a pair is written as it is."""
    return char.encode("utf-8", "surrogatepass").hex(" ").upper()


def normal_form(text: str) -> Literal["NFC", "NFD", ""]:
    """The normal form of the first `LOOKED_AT` characters; empty for a mixture.

    Texts that look the same are equal only in the same form. Plain texts are in both: NFC it is.
    """
    head = text[:LOOKED_AT]
    if unicodedata.is_normalized("NFC", head):
        return "NFC"
    return "NFD" if unicodedata.is_normalized("NFD", head) else ""
