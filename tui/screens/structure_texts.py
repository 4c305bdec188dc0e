"""The structure of a table told as a table of its own: one line a column; and its copies."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.api.errors import ApiError, Gone, NotFound
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.screens.figure_texts import (
    as_object,
    coverage,
    format_words,
    missing_words,
    number_text,
    rounded_text,
)
from tui.screens.place import Copy
from tui.tables.figures import Figures, Subject, example, figures_of
from tui.tables.likely import folded
from tui.tables.listed import Listed, ListedTable, SortKey
from tui.tables.query import Column, ColumnType
from tui.tables.row_texts import as_csv, as_markdown, as_tsv, raw
from tui.tables.source import Cell, Row
from tui.tables.structure import Structure
from tui.text import clean_line
from tui.widgets.cells import TYPE_TITLES, is_plain_number
from tui.widgets.prose import Block, Paragraph

if TYPE_CHECKING:
    from tui.api.models import Profile

HEADS = (
    Column("column", title=N_("column")),
    Column("type", title=N_("type")),
    Column("format", title=N_("format")),
    Column("distinct", ColumnType.INT, title=N_("distinct")),
    Column("missing_percent", ColumnType.FLOAT, title=N_("missing %")),
    Column("min", ColumnType.FLOAT, title=N_("smallest")),
    Column("max", ColumnType.FLOAT, title=N_("largest")),
    Column("mean", ColumnType.FLOAT, title=N_("mean")),
    Column("std", ColumnType.FLOAT, title=N_("std deviation")),
    Column("example", title=N_("most frequent")),
)
"""What is said of each column, in order."""

NAMES = tuple(head.name for head in HEADS)
"""What copies call it."""

VALUE_LIMIT = 200
"""Characters of a value that are shown in the structure."""

VALUES_TOLD = 3
"""Values of a column that a data dictionary quotes."""

SEPARATORS = {
    ",": N_("commas"),
    ";": N_("semicolons"),
    "\t": N_("tabs"),
    "|": N_("vertical bars"),
    " ": N_("spaces"),
}


def listed(structure: Structure) -> ListedTable:
    """The structure as rows that a grid shows: one a column of the table."""
    heads = [Column(head.name, head.type, title=_(head.title)) for head in HEADS]
    return ListedTable(heads, [_line(subject) for subject in structure.subjects()])


def _line(subject: Subject) -> Listed:
    figures = subject.figures
    column = figures.column
    plain = is_plain_number(column)
    shown = example(figures, subject.cells)
    parts: list[tuple[Cell, SortKey]] = [
        _text(column.name),
        _text(_(TYPE_TITLES[column.type])),
        _text(column.format if format_words(figures) else None),
        _count(figures.distinct),
        _share(figures.missing_share),
        _number(figures.min, plain=plain),
        _number(figures.max, plain=plain),
        _rounded(figures.mean),
        _rounded(figures.std),
        _text(shown if shown is None else shown[:VALUE_LIMIT]),
    ]
    return Listed(tuple(cell for cell, _key in parts), tuple(key for _cell, key in parts))


# What is not known, or does not apply, is blank: a null would be a value.
_BLANK: tuple[Cell, SortKey] = ("", None)


def _text(text: str | None) -> tuple[Cell, SortKey]:
    return _BLANK if text is None else (text, folded(text))


def _count(number: int | None) -> tuple[Cell, SortKey]:
    return _BLANK if number is None else (number, Decimal(number))


def _share(share: float | None) -> tuple[Cell, SortKey]:
    if share is None:
        return _BLANK
    return _percent(share, 2), Decimal(f"{share * 100:.6f}")


def _percent(share: float, digits: int = 4) -> int | float:
    percent = round(share * 100, digits)
    return int(percent) if percent == int(percent) else percent


def _number(number: Decimal | None, *, plain: bool) -> tuple[Cell, SortKey]:
    # As text: a year has no separators, and a number of 300 digits is rounded.
    return _BLANK if number is None else (number_text(number, plain=plain), number)


def _rounded(number: Decimal | None) -> tuple[Cell, SortKey]:
    return _BLANK if number is None else (rounded_text(number), number)


# What is said of the table as a whole


def head_words(structure: Structure) -> str:
    """The table in one sentence: rows, columns, how the file is written, when it was read."""
    return " · ".join(_head(structure))


def _head(structure: Structure) -> Iterator[str]:
    profile, meta, columns = structure.profile, structure.meta, len(structure.schema)
    read = profile.total_lines if profile is not None else None
    if structure.total is not None:
        text = ngettext("{count} row", "{count} rows", structure.total)
        yield text.format(count=fmt.number(structure.total))
    elif read is not None:
        text = ngettext("{count} row read", "{count} rows read", read)
        yield text.format(count=fmt.number(read))
    yield ngettext("{count} column", "{count} columns", columns).format(count=fmt.number(columns))
    if profile is not None:
        yield from _file_words(profile)
        yield from _row_words(profile)
    if meta is not None and meta.created_at is not None:
        when = fmt.date(meta.created_at)
        ago = fmt.ago(meta.created_at, clock.now())
        yield _("read on {date} ({ago})").format(date=when, ago=ago)


def _file_words(profile: Profile) -> Iterator[str]:
    if profile.encoding:
        yield str(profile.encoding)
    if profile.separator:
        known = SEPARATORS.get(profile.separator)
        name = _(known) if known else f"“{clean_line(profile.separator, 10)}”"
        yield _("separated by {sign}").format(sign=name)
    if profile.sheet:
        yield _("sheet “{name}”").format(name=profile.sheet)
    if profile.header_row:
        yield _("names on line {number}").format(number=fmt.number(profile.header_row + 1))


def _row_words(profile: Profile) -> Iterator[str]:
    if profile.duplicates is not None:
        text = ngettext("{count} repeated row", "{count} repeated rows", profile.duplicates)
        none = _("no repeated row")
        yield text.format(count=fmt.number(profile.duplicates)) if profile.duplicates else none
    if profile.indexes:
        count = len(profile.indexes)
        text = ngettext("{count} index", "{count} indexes", count)
        yield text.format(count=fmt.number(count))


def warning_words(structure: Structure) -> str:
    """Which rows the figures are of, where those are not all rows; empty where they are."""
    if structure.profile is None or not len(structure.schema):
        return ""
    figures = figures_of(structure.profile, structure.schema.columns[0], structure.total)
    if not any(subject.figures.is_known for subject in structure.subjects()):
        return _("The service says nothing of the values: only what the columns are.")
    return coverage(figures)


def why_none(error: ApiError, *, has_dataset: bool) -> list[Block]:
    """Why there is no structure, and what can be done about it."""
    first = error.message
    if isinstance(error, NotFound):
        first = _("The service has no table for this file, or not yet.")
    blocks: list[Block] = [Paragraph(first, "warning"), Paragraph("")]
    said = error.detail if isinstance(error, Gone) else error.hint
    blocks += [Paragraph(said)] if said else []
    blocks.append(Paragraph(_("r asks again. ⌫ goes back.")))
    return [*blocks, Paragraph(_("d opens the dataset."))] if has_dataset else blocks


# Copies


def structure_copies(structure: Structure, order: Sequence[int], title: str) -> Iterator[Copy]:
    """The forms of a structure, in the `order` in which its columns are shown."""
    subjects = structure.subjects()
    kept = [subjects[place] for place in order]
    yield Copy(_("Structure, separated by tabs"), as_tabs(kept))
    yield Copy(_("Structure as CSV"), as_commas(kept))
    yield Copy(_("Structure as JSON"), as_json(structure, kept))
    yield Copy(_("Data dictionary in Markdown"), dictionary(structure, kept, title))


def exact_rows(subjects: Iterable[Subject]) -> list[Row]:
    """What is known of each column, raw and exact, under `NAMES`."""
    return [_exact(subject) for subject in subjects]


def _exact(subject: Subject) -> Row:
    figures = subject.figures
    share = figures.missing_share
    return (
        figures.column.name,
        str(figures.column.type),
        str(figures.column.format) if format_words(figures) else None,
        figures.distinct,
        None if share is None else _percent(share),
        *(_written(number) for number in (figures.min, figures.max, figures.mean, figures.std)),
        example(figures, subject.cells),
    )


def _written(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"


def as_tabs(subjects: Iterable[Subject]) -> str:
    """A line a column, separated by tabs under their names."""
    return as_tsv(exact_rows(subjects), NAMES)


def as_commas(subjects: Iterable[Subject]) -> str:
    """A line a column, as CSV under their names."""
    return as_csv(exact_rows(subjects), NAMES)


def as_json(structure: Structure, subjects: Iterable[Subject]) -> str:
    """The table, then its columns with every value that the profile tells."""
    profile = structure.profile
    told: dict[str, object] = {"rows": structure.total}
    if profile is not None:
        told |= {
            "rows_read": profile.total_lines,
            "repeated_rows": profile.duplicates,
            "encoding": str(profile.encoding) or None,
            "separator": profile.separator or None,
            "indexes": None if profile.indexes is None else list(profile.indexes),
        }
    known = {name: value for name, value in told.items() if value is not None}
    known["columns"] = [as_object(subject.figures) for subject in subjects]
    return json.dumps(known, ensure_ascii=False, indent=2)


def dictionary(structure: Structure, subjects: Iterable[Subject], title: str) -> str:
    """A data dictionary in Markdown: what the table is, and a line a column."""
    heads = (_("Column"), _("Type"), _("Format"), _("Distinct"), _("Missing"), _("Values"))
    told = (f"# {clean_line(title)}", head_words(structure), warning_words(structure))
    table = as_markdown([tuple(_entry(subject)) for subject in subjects], heads)
    return "\n\n".join([*(text for text in told if text), table])


def _entry(subject: Subject) -> Iterator[str]:
    figures = subject.figures
    yield figures.column.name
    yield _(TYPE_TITLES[figures.column.type])
    yield format_words(figures)
    yield "" if figures.distinct is None else fmt.number(figures.distinct)
    yield missing_words(figures)
    yield _range(figures) or _some_values(subject)


def _range(figures: Figures) -> str:
    if figures.min is None or figures.max is None:
        return ""
    plain = is_plain_number(figures.column)
    low, high = (number_text(number, plain=plain) for number in (figures.min, figures.max))
    return _("{start} to {stop}").format(start=low, stop=high)


def _some_values(subject: Subject) -> str:
    tops = [top.text for top in subject.figures.tops[:VALUES_TOLD]]
    first = example(subject.figures, subject.cells)
    texts = tops or ([] if first is None else [first])
    return ", ".join(clean_line(text, 60) for text in texts)


def safe_lines(subjects: Iterable[Subject]) -> str:
    """A line a column, separated by tabs under their names, safe to print."""
    lines = [list(NAMES)]
    lines += [[clean_line(raw(cell)) for cell in row] for row in exact_rows(subjects)]
    return "\n".join("\t".join(line) for line in lines) + "\n"
