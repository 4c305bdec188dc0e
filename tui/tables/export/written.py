"""Cells as CSV and as JSON write them: nothing lost, nothing added."""

from __future__ import annotations

import codecs
import math
import re
from json.encoder import encode_basestring
from typing import Any

from tui.api.exact import WrittenFloat
from tui.tables.source import Cell

_UNKNOWN = "\N{REPLACEMENT CHARACTER}".encode()
_QUOTED = re.compile('[",\r\n]')
_FIELD = re.compile(r'"(?:[^"]|"")*"|[^",\r\n]+')
"""A field of CSV that is not empty."""
_RUNS = re.compile(r"[\s\0\ufeff\"]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""How a text begins that a spreadsheet takes for a formula, full-width signs included."""
_PIECE = re.compile(r"[^;\t\r\n]+")
"""What one cell holds for a spreadsheet that parts them by semicolons, as those of many countries
do, or by tabs: to it, the quotes of a field that does not begin its cell mean nothing."""
_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,\u00a0\u202f]*(?:[eE][+-]?[0-9]+)?%?")


def csv_field(cell: Cell) -> str:
    """A cell as a field: nothing for null, ``""`` for an empty text, quotes where needed."""
    if cell is None:
        return ""
    return quoted(cell if isinstance(cell, str) else cell_text(cell))


def quoted(text: str) -> str:
    """`text` as a field of CSV."""
    if text and _QUOTED.search(text) is None:
        return text
    return '"' + text.replace('"', '""') + '"'


def inert(text: str) -> str:
    """`text` as a spreadsheet shows it and does not run it: with ``'`` before what would begin a
    formula, wherever it parts cells. A number stays as it is."""
    safe = _PIECE.sub(_inert_piece, text)
    return f"'{safe}" if text[:1] in ("\t", "\r", "\n") else safe


def _inert_piece(found: re.Match[str]) -> str:
    piece = found[0]
    return f"'{piece}" if _RUNS.match(piece) and not _NUMBER.fullmatch(piece) else piece


def inert_csv(text: str) -> str:
    """CSV with `inert` fields: those that need nothing, null and empty ones too, stay as they
    are."""
    return _FIELD.sub(_inert_field, text)


def _inert_field(found: re.Match[str]) -> str:
    field = found[0]
    if not field.startswith('"'):
        safe = inert(field)
        return field if safe == field else quoted(safe)
    said = field[1:-1].replace('""', '"')
    safe = inert(said)
    return field if safe == said else quoted(safe)


def cell_text(cell: Cell) -> str:
    """A cell that is not null as a text: numbers as the source wrote them, JSON as JSON."""
    return cell if isinstance(cell, str) else json_text(cell)


class _Sign(str):
    """What stands between values."""

    __slots__ = ()


_OPENED, _CLOSED, _LISTED, _ENDED, _COMMA = map(_Sign, "{}[],")


def json_text(cell: Cell) -> str:
    """A cell as JSON on one line. Whatever its depth, this does not recurse."""
    if not isinstance(cell, (list, dict)):
        return _scalar(cell)
    written: list[str] = []
    left: list[Any] = [cell]
    while left:
        item = left.pop()
        if isinstance(item, dict):
            left.extend(reversed(_object(item)))
        elif isinstance(item, list):
            left.extend(reversed(_array(item)))
        else:
            written.append(item if isinstance(item, _Sign) else _scalar(item))
    return "".join(written)


def _object(value: dict[str, Cell]) -> list[object]:
    parts: list[object] = []
    for name, item in value.items():
        parts += (_COMMA, _Sign(f"{encode_basestring(name)}:"), item)
    return [_OPENED, *parts[1:], _CLOSED]


def _array(value: list[Cell]) -> list[object]:
    parts: list[object] = []
    for item in value:
        parts += (_COMMA, item)
    return [_LISTED, *parts[1:], _ENDED]


def _scalar(cell: Cell) -> str:
    if isinstance(cell, str):
        return encode_basestring(cell)
    if cell is None:
        return "null"
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, WrittenFloat):
        return cell.text
    if isinstance(cell, float) and not math.isfinite(cell):
        return "null"
    return repr(cell)


# Half a pair of surrogates is no character: JSON can say it, nothing else can.
def _escaped(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    lone = error.object[error.start : error.end]
    return "".join(f"\\u{ord(char):04x}" for char in lone), error.end


def _replaced(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return _UNKNOWN * (error.end - error.start), error.end


codecs.register_error("tui.escaped", _escaped)
codecs.register_error("tui.replaced", _replaced)


def json_bytes(text: str) -> bytes:
    """JSON in UTF-8."""
    return text.encode("utf-8", "tui.escaped")


def text_bytes(text: str) -> bytes:
    """A text in UTF-8."""
    return text.encode("utf-8", "tui.replaced")
