"""Values as literals of Python and of SQL."""

from __future__ import annotations

import re
from datetime import date, datetime

from tui.tables.sql_form import Parameter

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")


def python_text(text: str) -> str:
    """`text` as a Python literal, between double quotes where nothing in it asks for others.

    What cannot be seen is escaped.
    """
    literal = repr(text)
    if literal.startswith("'") and '"' not in literal:
        return f'"{literal[1:-1]}"'
    return literal


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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
