"""Rows as bytes of a file, a few at a time: pure, so that a file can be gone on with."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from json.encoder import encode_basestring
from typing import Protocol

from tui.tables.export.formats import Format
from tui.tables.export.written import (
    cell_text,
    csv_field,
    inert,
    json_bytes,
    json_text,
    quoted,
    text_bytes,
)
from tui.tables.source import Cell, Row


class RowWriter(Protocol):
    """Writes rows whose cells bear known names."""

    def head(self) -> bytes:
        """What comes before the rows."""
        ...

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        """Rows, at least one; `first` where none was written before them."""
        ...

    def tail(self, *, empty: bool) -> bytes:
        """What comes after the rows; `empty` where there are none."""
        ...


def writer_for(made: Format, names: Sequence[str]) -> RowWriter:
    """What writes rows of these columns. Parquet is made of what this writes: see `parquet`."""
    if made is Format.JSON:
        return JsonWriter(names)
    if made is Format.LINES:
        return LinesWriter(names)
    if made is Format.PARQUET:
        return SpoolWriter(len(names))
    if made is Format.CSV_SAFE:
        return SafeCsvWriter(names)
    return CsvWriter(names, with_mark=made is Format.CSV_BOM)


class CsvWriter:
    r"""CSV as RFC 4180 has it, but for lines, which end in ``\n``: commas, quotes where needed.

    A row of one column that is null is a blank line, as PostgreSQL writes it.
    """

    def __init__(self, names: Sequence[str], *, with_mark: bool = False) -> None:
        self._names = names
        self._mark = codecs.BOM_UTF8 if with_mark else b""

    def head(self) -> bytes:
        return self._mark + text_bytes(",".join(map(quoted, self._names)) + "\n")

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        lines = (",".join(map(csv_field, row)) for row in rows)
        return text_bytes("\n".join(lines) + "\n")

    def tail(self, *, empty: bool) -> bytes:
        return b""


class SafeCsvWriter(CsvWriter):
    """CSV whose texts no spreadsheet runs, which costs them an apostrophe: see `inert`."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__([inert(name) for name in names], with_mark=True)

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        return super().rows(
            [tuple(map(_inert_cell, row)) for row in rows],
            first=first,
        )


def _inert_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return inert(cell)
    return inert(json_text(cell)) if isinstance(cell, (list, dict)) else cell


class LinesWriter:
    """JSON, an object a line."""

    def __init__(self, names: Sequence[str]) -> None:
        self._keys = [f"{encode_basestring(name)}:" for name in names]

    def head(self) -> bytes:
        return b""

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        return json_bytes("\n".join(map(self.line, rows)) + "\n")

    def tail(self, *, empty: bool) -> bytes:
        return b""

    def line(self, row: Row) -> str:
        """A row as an object, on one line."""
        pairs = (key + json_text(cell) for key, cell in zip(self._keys, row, strict=True))
        return "{" + ",".join(pairs) + "}"


class JsonWriter:
    """JSON: one array, an object a line."""

    def __init__(self, names: Sequence[str]) -> None:
        self._lines = LinesWriter(names)

    def head(self) -> bytes:
        return b"["

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        text = ",\n".join(map(self._lines.line, rows))
        return json_bytes(("\n" if first else ",\n") + text)

    def tail(self, *, empty: bool) -> bytes:
        return b"]\n" if empty else b"\n]\n"


class SpoolWriter:
    """Rows on their way to another format: every cell is a text, under the number of its column."""

    def __init__(self, columns: int) -> None:
        self._keys = [f'"c{number}":' for number in range(columns)]

    def head(self) -> bytes:
        return b""

    def rows(self, rows: Sequence[Row], *, first: bool) -> bytes:
        return text_bytes("".join(map(self._line, rows)))

    def tail(self, *, empty: bool) -> bytes:
        return b""

    def _line(self, row: Row) -> str:
        pairs = (
            key + encode_basestring(cell_text(cell))
            for key, cell in zip(self._keys, row, strict=True)
            if cell is not None
        )
        return "{" + ",".join(pairs) + "}\n"
