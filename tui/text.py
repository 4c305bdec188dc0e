"""Hostile text made safe to draw.

Everything that comes from the network goes through here before a widget may see it. The rules:

- no C0, C1 or DEL control character survives: each becomes a visible stand-in of one cell;
- bidi controls and zero-width characters, which make one text look like another, become visible;
- a text meant for one line holds no line break: it becomes ``⏎``;
- piles of combining marks are cut to a few;
- a text is cut before anything else is done to it, so that a hostile length costs nothing.

Nothing here knows about markup: a widget draws these strings literally.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NewType

SafeText = NewType("SafeText", str)
"""A text that holds nothing a terminal or a layout could take for an order."""

LINE_LIMIT = 2_000
"""Characters kept of a one-line text: more than any terminal shows."""

PROSE_LIMIT = 200_000
"""Characters kept of a text of many lines (a dataset's description)."""

MARKS_LIMIT = 4
"""Combining marks kept on one base character."""

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
_HIDDEN = "\N{MIDDLE DOT}"

# Zero-width and invisible characters that are not bidi controls: word joiners, soft hyphen, tags,
# what makes hieroglyphs stand together...
_ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # noqa: E501
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# What says how the character before looks. Few terminals give the colours of skin no width.
_SELECTORS = "\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_BREAKS = "\u2028\u2029"

# Where the marks of every script are, among letters that stand for themselves; and the vowels and
# the last letters of Hangul, which stand on the one before as marks do.
_AMONG_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u109f\u1160-\u11ff\u135d-\u135f\u1712-\u1dff\u20d0-\u20ff"
    "\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\uabff\ud7b0-\ud7ff\ufb1e"
    "\ufe20-\ufe2f\U000101fd-\U0001e94f"
)
UNSAFE_SET: Final = f"\x00-\x1f\x7f-\x9f{_ZERO_WIDTH}{_BIDI}{_SELECTORS}{_BROKEN}{_BREAKS}"
"""What a terminal obeys or shows nothing of, as within the brackets of a pattern."""

# Ranges beyond the first plane are looked through one by one: two stand for all of them here.
_BEYOND = "\U000101fd-\U0001f3ff\U000e0000-\U000e0fff"
_NEAR = re.sub("[\U00010000-\U0010ffff]-.", "", f"{UNSAFE_SET}{_AMONG_MARKS}")
_SUSPECT = re.compile(f"[{_NEAR}{_BEYOND}]")
_UNSAFE = re.compile(f"[{UNSAFE_SET}]")
# Patterns that few texts need are compiled by the first of them.
_PILE = f"[{_AMONG_MARKS}]{{{MARKS_LIMIT + 1},}}"
_HIDDEN_RUN = f"[{_ZERO_WIDTH}]"
_UNKNOWN_RUN = f"[\x80-\x9f{_BIDI}{_BROKEN}]"
_SELECTOR_RUN = f"[{_SELECTORS}]"

_CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_IN_A_LINE = _CONTROL_PICTURES | {
    0x09: "\u21e5",
    0x0A: "\u23ce",
    0x0D: "\u23ce",
    0x2028: "\u23ce",
    0x2029: "\u23ce",
}
_IN_PROSE = {key: value for key, value in _CONTROL_PICTURES.items() if key != 0x0A} | {
    0x09: "    ",
    0x2028: "\n",
    0x2029: "\n",
}


def clean_line(raw: str, limit: int = LINE_LIMIT) -> SafeText:
    """Return `raw` as one safe line of at most `limit` characters, cut with ``…``.

    Line breaks become ``⏎``, tabs ``⇥``, other control characters their picture (``␛``), hidden
    characters ``·`` and what could reorder the line ``�``.
    """
    if len(raw) > limit:
        raw = raw[: limit - 1] + "…"
    if _SUSPECT.search(raw) is None:
        return SafeText(raw)
    return SafeText(_reveal(raw.replace("\r\n", "\n")).translate(_IN_A_LINE))


def clean_prose(raw: str, limit: int = PROSE_LIMIT) -> SafeText:
    """Return `raw` as safe text of many lines, of at most `limit` characters, cut with ``…``.

    Line breaks of every kind become ``\\n``; tabs become spaces.
    """
    if len(raw) > limit:
        raw = raw[: limit - 1] + "…"
    if _SUSPECT.search(raw) is None:
        return SafeText(raw)
    lines = raw.replace("\r\n", "\n").replace("\r", "\n")
    return SafeText(_reveal(lines).translate(_IN_PROSE))


def is_safe_line(text: str) -> bool:
    """Whether `text` may be written on one line of a terminal as it is."""
    return _SUSPECT.search(text) is None or _UNSAFE.search(text) is None


def _reveal(text: str) -> str:
    text = re.sub(_SELECTOR_RUN, "", text)
    text = re.sub(_HIDDEN_RUN, _HIDDEN, text)
    text = re.sub(_UNKNOWN_RUN, _UNKNOWN, text)
    return re.sub(_PILE, _thinned, text)


def _thinned(pile: re.Match[str]) -> str:
    """What stands side by side in `pile`, with `MARKS_LIMIT` marks on each at most."""
    kept: list[str] = []
    marks = 0
    for char in pile[0]:
        marks = marks + 1 if _is_mark(char) else 0
        if marks <= MARKS_LIMIT:
            kept.append(char)
    return "".join(kept)


@cache
def _is_mark(char: str) -> bool:
    """Whether `char` stands on the one before; those that are not known yet may."""
    import unicodedata  # which few texts need

    kind = unicodedata.category(char)
    if kind == "Lo":
        return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
    return kind in ("Mn", "Me", "Mc", "Cn")
