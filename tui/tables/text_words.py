r"""The words of the typed form of a filter: names, values, operators, and how they are quoted.

A name that is not a plain word goes between backticks, a value between double quotes. Both take the
escapes ``\\ \n \r \t \u{200b}`` and, for their own mark, ``\``` or ``\"``, so that a written filter
never holds a character that a terminal or an eye could not tell.
"""

from __future__ import annotations

import re

from tui.tables.query import Op, Pattern, Scalar
from tui.tables.values import wire_text
from tui.text import is_safe_line

JOINTS = {"and": "and", "et": "and", "or": "or", "ou": "or"}
"""The joint that each word means, in English and in French."""

SIGNS = {
    "!~*": Op.NOTCONTAINS,
    "~*": Op.CONTAINS,
    "!~": Op.NOTCONTAINS,
    "!=": Op.DIFFERS,
    "<>": Op.DIFFERS,
    "<=": Op.LESS,
    ">=": Op.GREATER,
    "==": Op.EXACT,
    "~": Op.CONTAINS,
    "=": Op.EXACT,
    "<": Op.STRICTLY_LESS,
    ">": Op.STRICTLY_GREATER,
    "≠": Op.DIFFERS,
    "≤": Op.LESS,
    "≥": Op.GREATER,
}
"""The operator that each sign means, longest signs first."""

PATTERN_SIGNS = frozenset(("~*", "!~*"))
"""Those whose value may hold ``%`` (any text) and ``_`` (any character)."""

WRITTEN = {
    Op.EXACT: "=",
    Op.DIFFERS: "!=",
    Op.CONTAINS: "~",
    Op.NOTCONTAINS: "!~",
    Op.LESS: "<=",
    Op.GREATER: ">=",
    Op.STRICTLY_LESS: "<",
    Op.STRICTLY_GREATER: ">",
    Op.IN: "in",
    Op.NOTIN: "not in",
    Op.ISNULL: "is null",
    Op.ISNOTNULL: "is not null",
}
"""How each operator is written."""

MARKED = {mark: re.compile(rf"{mark}((?:[^{mark}\\]|\\.)*){mark}", re.DOTALL) for mark in '"`'}
"""What is between two marks, by mark: a value or a name."""

_RESERVED = frozenset((*JOINTS, "in", "not", "is", "null"))
_PLAIN = re.compile(r"\w[\w.-]*")
_ESCAPES = {"\n": r"\n", "\r": r"\r", "\t": r"\t", "\\": r"\\"}
_ESCAPED = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|(.))", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}


def written_name(name: str) -> str:
    """Return a column's name as it is typed."""
    return name if _is_plain(name) else _marked(name, "`")


def written_value(value: Scalar) -> str:
    """Return a value as it is typed."""
    text = wire_text(value)
    if not isinstance(value, (str, Pattern)):
        return text
    return text if _is_plain(text) else _marked(text, '"')


def quoted_value(text: str) -> str:
    """Return `text` between double quotes, whatever it holds."""
    return _marked(text, '"')


def unescaped(text: str) -> str:
    """Return what is meant by the inside of a quoted name or value."""
    return _ESCAPED.sub(_meant, text)


def is_reserved(word: str) -> bool:
    """Whether `word` means something by itself, so that a name or a value must be quoted."""
    return word.lower() in _RESERVED


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and not is_reserved(text) and is_safe_line(text)


def _marked(text: str, mark: str) -> str:
    return mark + "".join(_escape(char, mark) for char in text) + mark


def _escape(char: str, mark: str) -> str:
    if char == mark:
        return f"\\{char}"
    if char in _ESCAPES:
        return _ESCAPES[char]
    return char if is_safe_line(char) else f"\\u{{{ord(char):x}}}"


def _meant(match: re.Match[str]) -> str:
    code, char = match.groups()
    if code is None:
        return _LETTERS.get(char, char)
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else match[0]
