"""A producer's CSV file as a relation of DuckDB that holds what the portal's table holds."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.tables.query import Column, ColumnType, Schema
from tui.tables.recipes.asked import NoRecipe
from tui.tables.recipes.literals import sql_text
from tui.tables.sql_form import quoted_identifier
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models.table import Profile

_NO_VALUE = (
    *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN"),
    *("<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
)
"""Texts that the portal takes for no value: those of pandas."""

_YES = ("1", "vrai", "true", "oui", "yes", "y", "o")

_READ_AS: Mapping[ColumnType, str] = {
    ColumnType.INT: "BIGINT",
    ColumnType.DATE: "DATE",
    ColumnType.DATETIME: "TIMESTAMP",
    ColumnType.DATETIME_TZ: "TIMESTAMPTZ",
}

_DAY = r"\d{4}-\d\d-\d\d"
_MOMENT = rf"{_DAY}[T ]\d\d:\d\d(?::\d\d(?:\.\d{{1,6}})?)?"
_WRITTEN_FOR_SQL: Mapping[ColumnType, re.Pattern[str]] = {
    ColumnType.DATE: re.compile(_DAY),
    ColumnType.DATETIME: re.compile(rf"{_DAY}|{_MOMENT}"),
    ColumnType.DATETIME_TZ: re.compile(rf"{_MOMENT}(?:Z|[+-]\d\d(?::?\d\d)?)"),
}

_DATE_FORM = re.compile(r"(?:%[dmYHMS]|[ /.,:T_-])+")

# Names as csv-detective says them; what DuckDB is told, None for its own.
_ENCODINGS: Mapping[str, str | None] = {
    **dict.fromkeys(("", "ascii", "us-ascii", "utf8", "utf-8", "utf-8-sig")),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin-1", "latin1"), "latin-1"),
    **dict.fromkeys(("windows-1252", "cp1252"), "CP1252"),
    **dict.fromkeys(("iso-8859-15", "iso8859-15"), "8859_15"),
}
_BUILT_IN = (None, "latin-1")


def selected(star: str, relation: str) -> str:
    """A relation made of another one."""
    return "\n".join(("(", f"  SELECT {star}", f"  FROM {relation})"))


class CsvFile:
    """How to read one file. Raises `NoRecipe` where SQL would read something else in it."""

    def __init__(
        self,
        url: str,
        profile: Profile,
        schema: Schema,
        names: Mapping[str, str],
        used: Collection[str],
        *,
        is_zipped: bool = False,
    ) -> None:
        self._url = url
        self._profile = profile
        self._names = names
        self._is_zipped = is_zipped
        self._schema = schema
        self._used = used
        self._encoding = _encoding(profile)
        self._said = {
            column.name: profile.columns[source]
            for source, column in zip(profile.header, schema, strict=False)
            if source in profile.columns
        }

    @property
    def preparation(self) -> str:
        """Statements to run before; empty for none."""
        needed = self._encoding not in _BUILT_IN
        return "INSTALL encodings;\nLOAD encodings;\n\n" if needed else ""

    def relation(self, number: str) -> str:
        """What comes after FROM; with the numbers of the rows in column `number`, if any."""
        values = list(self._values())
        star = "*"
        if values:
            star = "* REPLACE (\n    " + ",\n    ".join(values) + ")"
        if number:
            star = f"row_number() OVER () AS {quoted_identifier(number)}, {star}"
        return self._read() if star == "*" else selected(star, self._read())

    def _values(self) -> Iterator[str]:
        """SQL of the columns whose texts are more than DuckDB understands."""
        for column in self._schema:
            if column.name in self._used:
                name = quoted_identifier(self._names[column.name])
                value = self._value(column, name)
                if value:
                    yield f"{value} AS {name}"

    def _value(self, column: Column, name: str) -> str:
        """SQL of a cell that is read as text; empty where that, or DuckDB's reading, is right."""
        if column.type is ColumnType.FLOAT:
            return f"CAST(replace({name}, ',', '.') AS DOUBLE)"
        if column.type is ColumnType.BOOL:
            return f"lower({name}) IN ({', '.join(map(sql_text, _YES))})"
        form = self._date_form(column)
        if form:
            return f"CAST(strptime({name}, {sql_text(form)}) AS {_READ_AS[column.type]})"
        return ""

    def _date_form(self, column: Column) -> str:
        """The form of the dates of `column`, as ``strptime`` takes it; empty where it is SQL's.

        The portal guesses at dates where it does not say their form, and SQL would guess otherwise.
        """
        written = _WRITTEN_FOR_SQL.get(column.type)
        found = self._said.get(column.name)
        if written is None or found is None:
            return ""
        if all(written.fullmatch(value) for value, _count in found.tops):
            return ""
        if _DATE_FORM.fullmatch(found.date_format) and column.type is not ColumnType.DATETIME_TZ:
            return found.date_format
        said = _("Dates not in ISO 8601: {column}")
        raise NoRecipe(said.format(column=clean_line(column.name, 40)))

    def _read(self) -> str:
        options = {
            "header": "true",
            "delim": sql_text(self._profile.separator),
            "quote": "'\"'",
            "escape": "'\"'",
            "nullstr": f"[{', '.join(map(sql_text, _NO_VALUE))}]",
            "auto_detect": "false",
            "columns": self._columns(),
        }
        if self._profile.header_row:
            options["skip"] = str(self._profile.header_row)
        if self._encoding is not None:
            options["encoding"] = sql_text(self._encoding)
        if self._is_zipped:
            options["compression"] = "'gzip'"
        lines = (f",\n    {name} = {value}" for name, value in options.items())
        return f"read_csv(\n    {sql_text(self._url)}{''.join(lines)})"

    def _columns(self) -> str:
        fields = []
        for column in self._schema:
            # A column that does not matter must not fail for how it is written.
            plain = column.name in self._used and not self._date_form(column)
            kind = _READ_AS.get(column.type, "VARCHAR") if plain else "VARCHAR"
            fields.append(f"\n        {sql_text(self._names[column.name])}: '{kind}'")
        return "{" + ",".join(fields) + "}"


def _encoding(profile: Profile) -> str | None:
    name = profile.encoding.lower().replace("_", "-")
    if name in _ENCODINGS:
        return _ENCODINGS[name]
    said = _("DuckDB does not read {encoding}.")
    raise NoRecipe(said.format(encoding=clean_line(profile.encoding, 40)))
