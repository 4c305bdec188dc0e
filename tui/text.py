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
from typing import NewType

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

# Zero-width and invisible characters that are not bidi controls: word joiners, soft hyphen, tags...
_ZERO_WIDTH = "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # noqa: E501
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SELECTORS = "\ufe00-\ufe0f"
_BROKEN = "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_BREAKS = "\u2028\u2029"

_SUSPECT = re.compile(
    f"[\x00-\x1f\x7f-\x9f{_ZERO_WIDTH}{_BIDI}{_SELECTORS}{_BROKEN}{_BREAKS}\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
_UNSAFE = re.compile(f"[\x00-\x1f\x7f-\x9f{_ZERO_WIDTH}{_BIDI}{_SELECTORS}{_BROKEN}{_BREAKS}]")
# Patterns that few texts need are compiled by the first of them.
_MARKS = (
    f"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{{{MARKS_LIMIT}}})"
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
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
    return _UNSAFE.search(text) is None


def _reveal(text: str) -> str:
    text = re.sub(_SELECTOR_RUN, "", text)
    text = re.sub(_HIDDEN_RUN, _HIDDEN, text)
    text = re.sub(_UNKNOWN_RUN, _UNKNOWN, text)
    return re.sub(_MARKS, r"\1", text)
