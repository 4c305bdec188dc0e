"""Text for a terminal that does not read UTF-8: as many cells, with what its letters can say."""

from __future__ import annotations

from typing import Final

_ALIKE: Final = {
    "…": ".",
    "’": "'",
    "‘": "'",
    "“": '"',
    "”": '"',
    "–": "-",
    "—": "-",
    "─": "-",
    "━": "-",
    "│": "|",
    "┃": "|",
    "·": ".",
    "•": "*",
    "●": "*",
    "▌": "|",
    "▎": "|",
    "▏": "|",
    "█": "#",
    "▼": "v",
    "▲": "^",
    "▶": ">",
    "◀": "<",
    "→": ">",
    "←": "<",
    "↑": "^",
    "↓": "v",
    "✓": "x",
    "★": "*",
    "⏎": "/",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
}


def encoded(text: str, encoding: str) -> bytes:
    """`text` in `encoding`: what that cannot say becomes something alike, or ``?``, of the same
    width, so that columns stay under each other."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return "".join(_said(letter, encoding) for letter in text).encode(encoding, "replace")


def _said(letter: str, encoding: str) -> str:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        from rich.cells import cell_len

        return _ALIKE.get(letter, "?" * cell_len(letter))
    return letter
