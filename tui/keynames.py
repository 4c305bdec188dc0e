"""How keys are written for people."""

from __future__ import annotations

_KEY_NAMES = {
    "enter": "⏎",
    "escape": "esc",
    "space": "␣",
    "backspace": "⌫",
    "tab": "tab",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "full_stop": ".",
    "equals_sign": "=",
    "exclamation_mark": "!",
    "number_sign": "#",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "quotation_mark": '"',
    "underscore": "_",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "circumflex_accent": "^",
    "dollar_sign": "$",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "at": "@",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "delete": "Del",
    "insert": "Ins",
    "home": "Home",
    "end": "End",
}


def key_name(key: str) -> str:
    """How a key is written for a person: ``ctrl+p`` is ``^p``, ``question_mark`` is ``?``."""
    prefix, _plus, last = key.rpartition("+")
    shown = _KEY_NAMES.get(last, last.upper() if last[:1] == "f" and last[1:].isdigit() else last)
    if prefix == "ctrl":
        return f"^{shown}"
    return f"{prefix}+{shown}" if prefix else shown
