"""The formats that rows are written in."""

from __future__ import annotations

from enum import StrEnum

from tui.i18n import N_


class Format(StrEnum):
    """A format of rows."""

    CSV = "csv"
    CSV_BOM = "csv-bom"
    CSV_SAFE = "csv-safe"
    JSON = "json"
    LINES = "ndjson"
    PARQUET = "parquet"

    @property
    def extension(self) -> str:
        """What the names of its files end with, dot included."""
        return _EXTENSIONS[self][0]

    @property
    def label(self) -> str:
        """Its name, as a msgid."""
        return _TITLES[self]

    @property
    def about(self) -> str:
        """What a file of it is like, in a few words, as a msgid."""
        return _ABOUT[self]


def with_extension(name: str, made: Format) -> str:
    """`name` with the extension of the format in place of another format's."""
    if made in _formats_of(name):
        return name
    known = next((end for end in _every() if name.lower().endswith(end)), "")
    return name[: len(name) - len(known)] + made.extension


def format_of_name(name: str, now: Format) -> Format:
    """The format that a file's name asks for: `now` where it says nothing else."""
    meant = _formats_of(name)
    return now if now in meant or not meant else meant[0]


def without_extension(name: str) -> str:
    """`name` without what tells that it holds a table."""
    ends = (*_every(), ".csv.gz", ".tsv", ".xlsx", ".xls", ".ods", ".zip")
    known = next((end for end in ends if name.lower().endswith(end)), "")
    return name[: len(name) - len(known)]


def _formats_of(name: str) -> list[Format]:
    lowered = name.lower()
    return [made for made, ends in _EXTENSIONS.items() if lowered.endswith(ends)]


def _every() -> list[str]:
    return [end for ends in _EXTENSIONS.values() for end in ends]


_EXTENSIONS = {
    Format.CSV: (".csv",),
    Format.CSV_BOM: (".csv",),
    Format.CSV_SAFE: (".csv",),
    Format.JSON: (".json",),
    Format.LINES: (".ndjson", ".jsonl"),
    Format.PARQUET: (".parquet",),
}
_TITLES = {
    Format.CSV: N_("CSV"),
    Format.CSV_BOM: N_("CSV for Excel"),
    Format.CSV_SAFE: N_("CSV, no formulas"),
    Format.JSON: N_("JSON"),
    Format.LINES: N_("JSON lines"),
    Format.PARQUET: N_("Parquet"),
}
_ABOUT = {
    Format.CSV: N_('commas, UTF-8; null is nothing, an empty text is ""'),
    Format.CSV_BOM: N_("the same, begun by the mark that Excel needs"),
    Format.CSV_SAFE: N_("so too, with ' before what a spreadsheet runs"),
    Format.JSON: N_("one array, an object a row"),
    Format.LINES: N_("an object a line"),
    Format.PARQUET: N_("typed columns, compressed"),
}
