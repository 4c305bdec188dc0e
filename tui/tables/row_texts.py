"""Rows as text for other programs: TSV, CSV, JSON, Markdown. Values are raw.

Null is an empty field, an empty text is ``""`` where the form can tell them apart, booleans are
``true`` and ``false``, dates stay as the service writes them, and JSON cells are JSON.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from tui.tables.json_text import json_text
from tui.tables.source import Cell, Row
from tui.text import clean_line

_QUOTED_IN_CSV = re.compile('[,"\r\n]')
# An underscore inside a word means nothing.
_MARKUP = re.compile(r"[\\`*\[\]<>&|~$]|(?<![^\W_])_|_(?![^\W_])")
_EDGES = " \t"


def raw(value: Cell) -> str:
    """`value` as text: nothing added, nothing made safe. Null is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json_text(value)
    return str(value)


def one_line(text: str) -> str:
    """`text` with spaces for its tabs and line breaks, as TSV and a list of values need it."""
    return " ".join(text.replace("\t", " ").splitlines())


def as_lines(cells: Iterable[Cell]) -> str:
    """A cell a line; tabs and line breaks inside become spaces, null is an empty line."""
    return "".join(f"{one_line(raw(cell))}\n" for cell in cells)


def as_tsv(rows: Iterable[Row], names: Sequence[str] = ()) -> str:
    """Cells separated by tabs, a row a line, under `names` if there are any.

    Tabs and line breaks inside cells become spaces: spreadsheets take nothing else from a
    clipboard.
    """
    lines = ["\t".join(map(one_line, names))] if names else []
    lines += ["\t".join(one_line(raw(cell)) for cell in row) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def as_csv(rows: Iterable[Row], names: Sequence[str]) -> str:
    r"""Cells separated by commas under a line of `names`, lines ended by ``\n``.

    A row whose only cell is null is ``""`` too: readers skip empty lines.
    """
    lines = [",".join(map(_csv, names))]
    lines += [",".join(map(_csv, row)) or '""' for row in rows]
    return "".join(f"{line}\n" for line in lines)


def as_json(rows: Iterable[Row], names: Sequence[str]) -> str:
    """An array of objects by name of column, an object a line."""
    objects = [json_text(dict(zip(names, row, strict=True))) for row in rows]
    return "[\n  " + ",\n  ".join(objects) + "\n]\n" if objects else "[]\n"


def as_markdown(rows: Sequence[Row], names: Sequence[str]) -> str:
    """A table between pipes, numbers at right.

    It is for people: what could be taken for markup is escaped, line breaks are ``<br>``, and
    control or hidden characters are shown as on the screen.
    """
    aligned = ["---:" if _is_numeric(row[i] for row in rows) else "---" for i in range(len(names))]
    lines = [map(_markdown, names), aligned, *(map(_markdown, row) for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _csv(value: Cell) -> str:
    text = raw(value)
    if text and _QUOTED_IN_CSV.search(text) is None:
        return text
    return "" if value is None else '"' + text.replace('"', '""') + '"'


def _markdown(value: Cell) -> str:
    lines = raw(value).strip(_EDGES).splitlines()
    return "<br>".join(_MARKUP.sub(r"\\\g<0>", clean_line(line, len(line))) for line in lines)


def _is_numeric(cells: Iterable[Cell]) -> bool:
    known = [cell for cell in cells if cell is not None]
    return bool(known) and all(
        isinstance(cell, (int, float)) and not isinstance(cell, bool) for cell in known
    )
