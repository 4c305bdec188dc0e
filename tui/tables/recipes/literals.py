"""Values as literals of Python, of SQL, of JavaScript and of a shell."""

from __future__ import annotations

import json
import re
from datetime import date, datetime

from tui.tables.sql_form import Parameter
from tui.text import UNSAFE_SET

_HIDDEN = re.compile(f"[{UNSAFE_SET}]+")


def python_text(text: str) -> str:
    """`text` as a Python literal, between double quotes where nothing in it asks for others.

    What cannot be seen is escaped.
    """
    literal = repr(text)
    if literal.startswith("'") and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def python_bytes(content: bytes) -> str:
    """`content` as an expression of Python: a text where it is one, which is then encoded."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return repr(content)
    return repr(content) if text.isascii() else f"{python_text(text)}.encode()"


def javascript_text(text: str) -> str:
    """`text` as a literal of JavaScript; what cannot be seen is escaped."""
    escaped = (char if char.isprintable() else json.dumps(char)[1:-1] for char in _json(text))
    return "".join(escaped)


def shell_bytes(content: bytes) -> str:
    """`content` as what ``printf`` of any shell writes, quoted."""
    plain = {*range(0x20, 0x7F)} - set(b"\\%'-")
    return "'" + "".join(chr(b) if b in plain else f"\\{b:03o}" for b in content) + "'"


def sql_text(text: str) -> str:
    """`text` as an SQL literal; what cannot be seen is written as ``chr(27)``."""
    if _HIDDEN.search(text) is None:
        return _quoted(text)
    parts: list[str] = []
    end = 0
    for hidden in _HIDDEN.finditer(text):
        parts += [_quoted(text[end : hidden.start()])] if hidden.start() > end else []
        parts += [f"chr({ord(char)})" for char in hidden[0]]
        end = hidden.end()
    parts += [_quoted(text[end:])] if end < len(text) else []
    return f"({' || '.join(parts)})"


def sql_value(value: Parameter) -> str:
    """A parameter of `tui.tables.sql_form` as an SQL literal."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        kind = "TIMESTAMP" if value.tzinfo is None else "TIMESTAMPTZ"
        return f"{kind} '{value.isoformat(sep=' ')}'"
    if isinstance(value, date):
        return f"DATE '{value.isoformat()}'"
    return sql_text(value) if isinstance(value, str) else repr(value)


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
