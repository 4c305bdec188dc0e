"""The figures of a column told in lines, and their copies."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from decimal import Decimal

from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.place import Copy
from tui.tables.figures import Figures, Subject, Top, frequent
from tui.tables.formats import format_title
from tui.tables.histogram import Histogram, has_order, histogram_of
from tui.tables.operators import BadValueError
from tui.tables.query import Column, ColumnType, Condition, Op, Scalar
from tui.tables.row_texts import one_line
from tui.tables.values import wire_text
from tui.text import clean_line
from tui.widgets.cells import TYPE_TITLES, is_plain_number
from tui.widgets.profile_lines import Bar, Entry, Fact, Heading, Note, Rows

VALUE_LIMIT = 200
"""Characters of a value that are looked at to draw it."""

SHOWN_DIGITS = 21
"""Digits of the longest number that is written out: the service's whole numbers have 19."""


def entries_of(subject: Subject) -> list[Entry]:
    """Everything that is known of a column, line by line."""
    figures = subject.figures
    entries: list[Entry] = [*_notes(figures), *_facts(figures)]
    if figures.tops:
        entries += _values(figures)
    elif not has_order(figures.column):
        entries += _values_at_hand(subject)
    if not figures.has_every_value:
        entries += _histogram(subject)
    return entries


# Figures


def _notes(figures: Figures) -> Iterator[Note]:
    if not figures.is_known:
        yield Note(_("The service says nothing of the values of this column."), "warning")
    elif coverage(figures):
        yield Note(coverage(figures), "warning")


def coverage(figures: Figures) -> str:
    """Which rows the figures are of, as a sentence; empty where they are all rows, or unknown."""
    if not (figures.is_partial or figures.is_outdated):
        return ""
    said = _("Computed on {read} rows; the table has {total} now.")
    if figures.is_partial:
        said = _("Computed on {read} of {total} rows.")
    numbers = (figures.rows_read or 0, figures.total or 0)
    read, total = map(fmt.number, numbers)
    return said.format(read=read, total=total)


def _facts(figures: Figures) -> Iterator[Fact]:
    column = figures.column
    yield Fact(_("Type"), _(TYPE_TITLES[column.type]), str(column.type))
    if format_words(figures):
        yield Fact(_("Format"), format_words(figures), column.format)
    yield from _counts(figures)
    yield from _measures(figures)
    if figures.is_indexed is not None:
        said = _("yes: quick to filter, sort and group") if figures.is_indexed else _("no")
        yield Fact(_("Index"), said)


def format_words(figures: Figures) -> str:
    """What csv-detective recognised, and how surely; empty where that is but the type."""
    name = figures.column.format
    if name in ("", figures.column.type, figures.column.type.removesuffix("_tz"), "booleen"):
        return ""
    parts = [format_title(name), clean_line(name, 60)]
    if figures.score is not None:
        parts.append(_("score {score}").format(score=fmt.number(figures.score)))
    return " · ".join(part for part in parts if part)


def _counts(figures: Figures) -> Iterator[Fact]:
    if figures.distinct is not None:
        words = [fmt.number(figures.distinct)]
        if figures.are_all_different:
            words.append(_("all different"))
        elif figures.is_categorical:
            words.append(_("few values"))
        yield Fact(_("Distinct"), " · ".join(words), str(figures.distinct))
    if figures.missing is not None:
        name = figures.column.name
        rows = Rows(Condition(name, Op.ISNULL), Condition(name, Op.ISNOTNULL))
        yield Fact(_("Missing"), missing_words(figures), str(figures.missing), rows)


def missing_words(figures: Figures) -> str:
    """How many cells are empty, and which share that is."""
    if not figures.missing:
        return _("none") if figures.missing == 0 else ""
    share = figures.missing_share
    count = fmt.number(figures.missing)
    return count if share is None else f"{count} · {fmt.percent(share, 1)}"


def _measures(figures: Figures) -> Iterator[Fact]:
    for name, number in ((_("Smallest"), figures.min), (_("Largest"), figures.max)):
        if number is not None:
            text = number_text(number, plain=is_plain_number(figures.column))
            yield Fact(name, text, f"{number:f}", _rows_of_number(figures, number))
    if figures.mean is not None:
        yield Fact(_("Mean"), rounded_text(figures.mean), f"{figures.mean:f}")
    if figures.std is not None:
        yield Fact(_("Std deviation"), rounded_text(figures.std), f"{figures.std:f}")


def _rows_of_number(figures: Figures, number: Decimal) -> Rows:
    try:
        keep = figures.only_number(number)
    except BadValueError as problem:
        return Rows(why_not=str(problem))
    return Rows(keep, figures.only_number(number, Op.DIFFERS))


def number_text(number: Decimal, *, plain: bool = False) -> str:
    """`number` with every digit where they are few, else rounded: ``1.79769e308``."""
    if not number:
        return "0"
    if not -7 < number.adjusted() < SHOWN_DIGITS:
        return fmt.scientific(_significant(number))
    if len(number.as_tuple().digits) > SHOWN_DIGITS:
        number = _significant(number)
    trimmed = _trimmed(number)
    return f"{trimmed:f}" if plain else fmt.written_out(trimmed)


def rounded_text(number: Decimal) -> str:
    """`number` with six digits, or all those of its whole part."""
    if number.adjusted() >= 5:
        number = number.to_integral_value() if number.adjusted() < SHOWN_DIGITS else number
        return number_text(number)
    return number_text(_significant(number))


def _significant(number: Decimal) -> Decimal:
    return Decimal(f"{number:.5e}")


def _trimmed(number: Decimal) -> Decimal:
    text = f"{number:f}"
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


# Values


def _values(figures: Figures) -> Iterator[Entry]:
    counted = [top for top in figures.tops if top.count is not None]
    others = [top for top in figures.tops if top.count is None]
    largest = max((top.count or 0 for top in counted), default=0)
    # Where every value comes once, the first ones are no more frequent than the others.
    some = largest == 1 and not figures.has_every_value
    if counted:
        title = _("Values") if figures.has_every_value else _("Most frequent values")
        yield Note("")
        yield Heading(_("Some of its values") if some else title, _of_rows(figures))
        yield from (_value_bar(figures, top, 0 if some else largest) for top in counted)
    if others:
        yield Note("")
        yield Heading(_("Other values") if counted else _("Values"))
        yield from (_value_bar(figures, top, 0) for top in others)


def _of_rows(figures: Figures) -> str:
    return "" if figures.rows_read is None else _rows_read(figures.rows_read)


def _rows_read(count: int) -> str:
    said = ngettext("in the {count} row read", "in the {count} rows read", count)
    return said.format(count=fmt.number(count))


def _value_bar(figures: Figures, top: Top, largest: int) -> Bar:
    reading = figures.reading(top)
    shown = clean_line(top.text, VALUE_LIMIT)
    label = f"{shown} → {clean_line(reading, 60)}" if reading else shown
    size = (top.count or 0) / largest if largest else 0.0
    rows = _rows_of_top(figures, top)
    return Bar(label, top.count, figures.share(top.count), size, top.text, rows)


def _rows_of_top(figures: Figures, top: Top) -> Rows:
    try:
        return Rows(figures.only(top), figures.only(top, Op.DIFFERS))
    except BadValueError as problem:
        return Rows(why_not=str(problem))


def _values_at_hand(subject: Subject) -> Iterator[Entry]:
    found = frequent(subject.cells)
    if not found:
        return
    yield Note("")
    yield Heading(_("Most frequent values at hand"), _at_hand(subject))
    largest = found[0][1]
    for value, count in found:
        share = count / len(subject.cells)
        rows = _rows_of_value(subject.figures.column, value)
        shown = clean_line(wire_text(value), VALUE_LIMIT)
        yield Bar(shown, count, share, count / largest, wire_text(value), rows)


def _rows_of_value(column: Column, value: Scalar) -> Rows:
    if column.type in (ColumnType.JSON, ColumnType.BINARY):
        return Rows(why_not=_("A value of this type cannot be filtered on."))
    name = column.name
    return Rows(Condition(name, Op.EXACT, value), Condition(name, Op.DIFFERS, value))


def _at_hand(subject: Subject) -> str:
    count, matching = len(subject.cells), subject.matching
    if matching is None or matching <= count:
        said = ngettext("of the {count} row at hand", "of the {count} rows at hand", count)
        return said.format(count=fmt.number(count))
    said = _("of the {count} rows at hand, among {total}")
    return said.format(count=fmt.number(count), total=fmt.number(matching))


def _histogram(subject: Subject) -> Iterator[Entry]:
    column = subject.figures.column
    found = histogram_of(column, subject.cells, plain=is_plain_number(column))
    if found is None:
        return
    yield Note("")
    yield Heading(_("Histogram"), _at_hand(subject))
    left_out = _left_out(found)
    if found.step or left_out:
        yield Note(" ".join(part for part in (found.step, left_out) if part), indent="   ")
    largest = max(part.held for part in found.slices)
    why = _("A step of the histogram cannot be excluded: only kept.")
    for part in found.slices:
        share = part.held / found.cells
        rows = Rows(part.rows, why_not=why)
        label = clean_line(part.label)
        yield Bar(label, part.held, share, part.held / largest, label, rows)


def _left_out(found: Histogram) -> str:
    said = []
    if found.nulls:
        text = ngettext("{count} empty", "{count} empty", found.nulls)
        said.append(text.format(count=fmt.number(found.nulls)))
    if found.left_out:
        text = ngettext("{count} out of reach", "{count} out of reach", found.left_out)
        said.append(text.format(count=fmt.number(found.left_out)))
    return f"({', '.join(said)})" if said else ""


# Copies


def figure_copies(subject: Subject, entry: Entry | None = None) -> Iterator[Copy]:
    """The forms of a profile, raw; `entry` is the line under the cursor, if any."""
    figures = subject.figures
    if isinstance(entry, (Bar, Fact)) and entry.raw:
        yield Copy(_("Value"), entry.raw)
    yield Copy(_("Name of the column"), figures.column.name)
    yield Copy(_("Profile as JSON"), json.dumps(as_object(figures), ensure_ascii=False, indent=2))
    yield Copy(_("Profile, separated by tabs"), _as_lines(subject))


def as_object(figures: Figures) -> dict[str, object]:
    """The figures as JSON has them; what is not known is left out."""
    column = figures.column
    told: dict[str, object] = {
        "name": column.name,
        "type": str(column.type),
        "format": str(column.format) or None,
        "score": _json_number(figures.score),
        "rows_read": figures.rows_read,
        "rows": figures.total,
        "distinct": figures.distinct,
        "missing": figures.missing,
        "min": _json_number(figures.min),
        "max": _json_number(figures.max),
        "mean": _json_number(figures.mean),
        "std": _json_number(figures.std),
        "indexed": figures.is_indexed,
        "categorical": figures.is_categorical or None,
        "values": [_value_object(top) for top in figures.tops] or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _value_object(top: Top) -> dict[str, object]:
    counted = {} if top.count is None else {"count": top.count}
    return {"value": top.text, **counted}


def _json_number(number: Decimal | None) -> int | float | str | None:
    if number is None:
        return None
    if number == number.to_integral_value():
        return int(number)
    return float(number) if math.isfinite(float(number)) else str(number)


def _as_lines(subject: Subject) -> str:
    """A line a figure: its name, a tab, its value; then values with their counts."""
    lines = [f"{_('Column')}\t{one_line(subject.figures.column.name)}"]
    for entry in entries_of(subject):
        if isinstance(entry, Fact):
            lines.append(f"{entry.name}\t{one_line(entry.raw or entry.value)}")
        elif isinstance(entry, Heading):
            lines += ["", f"{entry.text} {entry.note}".strip()]
        elif isinstance(entry, Bar):
            held = "" if entry.held is None else str(entry.held)
            lines.append(f"{one_line(entry.raw)}\t{held}")
    return "\n".join(lines) + "\n"
