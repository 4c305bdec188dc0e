"""One record as text: what the clipboard gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tui.i18n import gettext as _
from tui.screens.place import Copy
from tui.tables.json_text import json_text
from tui.tables.query import Column
from tui.tables.source import Row
from tui.widgets.cells import raw


def record_copies(columns: Sequence[Column], row: Row, index: int) -> Iterator[Copy]:
    """The forms of a record, raw; `index` is the place of the field under the cursor."""
    if index < len(columns):
        yield Copy(_("Value of the field"), raw(row[index]))
        yield Copy(_("Name of the field"), columns[index].name)
    yield Copy(_("Record as JSON"), record_as_json(columns, row))
    yield Copy(_("Names and values, by tabs"), record_as_lines(columns, row))
    yield Copy(_("Record as Markdown"), record_as_markdown(columns, row))


def record_as_json(columns: Sequence[Column], row: Row) -> str:
    """An object by column name, one field a line."""
    fields = (
        f"  {json_text(column.name)}: {json_text(cell)}"
        for column, cell in zip(columns, row, strict=True)
    )
    return "{\n" + ",\n".join(fields) + "\n}"


def record_as_lines(columns: Sequence[Column], row: Row) -> str:
    """A line a field: its name, a tab, its value. Tabs and line breaks inside become spaces."""
    return "\n".join(
        f"{_flat(column.name)}\t{_flat(raw(cell))}"
        for column, cell in zip(columns, row, strict=True)
    )


def record_as_markdown(columns: Sequence[Column], row: Row) -> str:
    """A Markdown table of names and values."""
    lines = [f"| {_('Field')} | {_('Value')} |", "| --- | --- |"]
    lines += [
        f"| {_markdown(column.name)} | {_markdown(raw(cell))} |"
        for column, cell in zip(columns, row, strict=True)
    ]
    return "\n".join(lines)


def _flat(text: str) -> str:
    return " ".join(text.replace("\t", " ").splitlines())


def _markdown(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
    return "<br>".join(escaped.splitlines())
