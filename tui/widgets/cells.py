"""How a cell of a table is written in a column of a grid."""

from __future__ import annotations

from enum import Enum, auto

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.tables.json_text import json_text
from tui.tables.query import COMPUTED, Column, ColumnType
from tui.tables.row_texts import raw as raw
from tui.tables.source import Cell
from tui.text import clean_line

NULL = "∅"

CELL_LIMIT = 400
"""Characters of a cell that are looked at to draw it on one line."""

PLAIN_NUMBERS = frozenset(
    {"year", "annee", "siren", "siret", "code_postal", "code_commune", "code_commune_insee"}
    | {"code_departement", "code_region", "code_rna", "tel_fr", "code_epci", "insee_canton"}
)
"""Formats whose digits are a name or a year, not a quantity: no separators."""

NUMERIC = frozenset({ColumnType.INT, ColumnType.FLOAT})

TYPE_MARKS = {
    ColumnType.STRING: "a",
    ColumnType.INT: "#",
    ColumnType.FLOAT: "#.",
    ColumnType.BOOL: "?",
    ColumnType.DATE: "d",
    ColumnType.DATETIME: "t",
    ColumnType.DATETIME_TZ: "tz",
    ColumnType.JSON: "{}",
    ColumnType.BINARY: "01",
}


TYPE_TITLES = {
    ColumnType.STRING: N_("text"),
    ColumnType.INT: N_("whole number"),
    ColumnType.FLOAT: N_("number"),
    ColumnType.BOOL: N_("true or false"),
    ColumnType.DATE: N_("date"),
    ColumnType.DATETIME: N_("date and time"),
    ColumnType.DATETIME_TZ: N_("date and time, UTC"),
    ColumnType.JSON: N_("JSON"),
    ColumnType.BINARY: N_("binary"),
}


class Tone(Enum):
    """What kind of thing a cell says."""

    VALUE = auto()
    NULL = auto()


def is_plain_number(column: Column) -> bool:
    """Whether the digits of `column` are a name or a year."""
    if column.format == COMPUTED:
        return False
    if column.format in PLAIN_NUMBERS:
        return True
    # The least and the greatest value of a column are written as its values are.
    name = (column.name.rpartition("__")[0] if column.title else column.name).casefold()
    return name in {
        "annee",
        "année",
        "year",
        "millesime",
        "millésime",
        "code",
        "id",
        "siren",
        "siret",
    } or name.startswith(("annee_", "année_", "id_", "code_"))


def shown(value: Cell, column: Column) -> tuple[str, Tone]:
    """One line for `value`, safe to draw, and its tone. An empty text is blank, a null is not."""
    if value is None:
        return NULL, Tone.NULL
    if isinstance(value, bool):
        return (_("true") if value else _("false")), Tone.VALUE
    if isinstance(value, (int, float)):
        if column.format == COMPUTED and column.type is ColumnType.FLOAT:
            return fmt.computed_number(value), Tone.VALUE
        if is_plain_number(column):
            return str(value), Tone.VALUE
        return fmt.cell_number(value), Tone.VALUE
    if isinstance(value, (list, dict)):
        return clean_line(json_text(value, CELL_LIMIT)), Tone.VALUE
    if column.type in (ColumnType.DATETIME, ColumnType.DATETIME_TZ):
        value = value.replace("T", " ", 1)
    return clean_line(value, CELL_LIMIT), Tone.VALUE
