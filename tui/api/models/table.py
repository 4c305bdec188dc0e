"""Answers of the Tabular API: what a table holds, and its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, model_validator

from tui.api.models.base import (
    CountOrNone,
    Line,
    Model,
    Moment,
    Number,
    Raw,
    array_of,
    count_of,
    line_of,
    number_of,
    object_of,
    objects_of,
    text_of,
)
from tui.api.payload import JsonValue
from tui.text import SafeText

Cell: TypeAlias = JsonValue
"""A value of a table: hostile text, draw it through `tui.text`."""


class TableMeta(Model):
    """``GET /api/resources/{rid}/``: when the table was made, and from which file."""

    created_at: Moment = None
    url: Raw = ""


Top: TypeAlias = tuple[str, int]
"""A frequent value as the source writes it (hostile text), and how many rows hold it."""


def _tops(value: object) -> list[Top]:
    items = objects_of(value)
    swapped = _are_swapped(items)
    tops = [_top(item, swapped=swapped) for item in items]
    return [top for top in tops if top is not None]


def _top(item: Mapping[str, object], *, swapped: bool) -> Top | None:
    value, count = item.get("value"), item.get("count")
    if swapped:
        value, count = count, value
    number = count_of(count)
    known = isinstance(value, (str, int, float)) and number is not None and number >= 0
    return (str(value), number) if known and number is not None else None


def _are_swapped(items: Sequence[Mapping[str, object]]) -> bool:
    """Whether the keys of these tops are the other way round, as before October 2024.

    Since then values are texts. Where both are numbers, values that are whole and never grow are
    counts.
    """
    for item in items:
        value, count = item.get("value"), item.get("count")
        if isinstance(value, str):
            return False
        if isinstance(count, str):
            return True
    numbers = [number_of(item.get("value")) for item in items]
    counts = [number for number in numbers if number is not None and number > 0]
    return (
        0 < len(counts) == len(numbers)
        and all(number == number.to_integral_value() for number in counts)
        and counts == sorted(counts, reverse=True)
    )


def _texts(value: object) -> list[str]:
    return [text_of(item) for item in array_of(value)]


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class ColumnProfile(Model):
    """What csv-detective found in a column.

    Attributes:
        python_type: ``string int float bool date datetime json binary``; ``string`` when unknown.
        format: Finer: ``siren``, ``code_commune``, ``latitude_wgs``, ``datetime_aware``...
        score: How well values and name suit the format: 1 for the values, up to 1.5 with the name.
        date_format: How dates are read, as `strptime` has it; empty in most profiles.
        distinct, missing: Numbers of distinct values and of empty cells among the rows it read.
        min, max, mean, std: Of numbers only.
        tops: At most ten, most frequent first.
        values: Every distinct value, when there are few and the profile is recent.
        categorical: Whether values repeat a lot.
    """

    python_type: Line = SafeText("string")
    format: Line = SafeText("")
    score: Number = None
    date_format: Raw = ""
    distinct: Annotated[CountOrNone, Field(validation_alias="nb_distinct")] = None
    missing: Annotated[CountOrNone, Field(validation_alias="nb_missing_values")] = None
    min: Number = None
    max: Number = None
    mean: Number = None
    std: Number = None
    tops: Annotated[tuple[Top, ...], BeforeValidator(_tops)] = ()
    values: Texts = ()
    categorical: bool = False


class Profile(Model):
    """``GET /api/resources/{rid}/profile/``: the structure of a table. Anything may be missing.

    Attributes:
        header: Names of the columns, raw, in table order.
        columns: By name, for every name of `header`.
        total_lines: Rows, as csv-detective counted them: too low for large files.
        indexes: Indexed columns; None when the table has none. With indexes, only they aggregate.
        duplicates: Rows that are there several times.
        header_row: Line of the file that holds the names of the columns, from 0.
        sheet: The sheet of a spreadsheet.
        dataset_id: Empty when unknown.
    """

    header: Texts = ()
    columns: Mapping[str, ColumnProfile] = Field(default_factory=dict)
    total_lines: CountOrNone = None
    indexes: tuple[str, ...] | None = None
    dataset_id: Raw = ""
    encoding: Line = SafeText("")
    separator: Raw = ""
    duplicates: Annotated[CountOrNone, Field(validation_alias="nb_duplicates")] = None
    header_row: Annotated[CountOrNone, Field(validation_alias="header_row_idx")] = None
    sheet: Annotated[Line, Field(validation_alias="sheet_name")] = SafeText("")

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        profile = object_of(data.get("profile"))
        header = _header(profile)
        indexes = data.get("indexes")
        return {
            **profile,
            "header": header,
            "columns": {name: _column(profile, name) for name in header},
            "indexes": tuple(_texts(indexes)) if isinstance(indexes, list) else None,
            "dataset_id": data.get("dataset_id"),
        }


@dataclass(frozen=True, slots=True)
class RowsPage:
    """``GET /api/resources/{rid}/data/``: a page of rows, untouched.

    Attributes:
        rows: Each with ``__id`` first unless columns were chosen; then in the order asked.
        total: Rows that match; None when the service does not count (aggregates).
        has_next: Whether the service says there is another page.
        page: From 1.
    """

    rows: list[dict[str, Cell]]
    total: int | None
    has_next: bool
    page: int
    page_size: int


@dataclass(frozen=True, slots=True)
class Health:
    """``GET /health/``: the service's release; numbers it does not have are left out."""

    version: tuple[int, ...]
    text: SafeText


def health_of(payload: object) -> Health:
    """What a service says of itself; its release may be unreadable."""
    text = line_of(object_of(payload).get("version"))
    numbers = re.match(r"\d{1,9}(?:\.\d{1,9})*", text)
    return Health(tuple(int(part) for part in numbers[0].split(".")) if numbers else (), text)


def _header(profile: Mapping[str, object]) -> list[str]:
    header = profile.get("header")
    if isinstance(header, list):
        return [name for name in header if isinstance(name, str)]
    return list(object_of(profile.get("columns")) or object_of(profile.get("profile")))


def _column(profile: Mapping[str, object], name: str) -> dict[str, object]:
    detected = object_of(object_of(profile.get("columns")).get(name))
    figures = object_of(object_of(profile.get("profile")).get(name))
    categorical = profile.get("categorical")
    return {
        **figures,
        "python_type": detected.get("python_type") or "string",
        "format": detected.get("format"),
        "score": detected.get("score"),
        "date_format": detected.get("date_format"),
        "values": object_of(profile.get("unique_values")).get(name),
        "categorical": isinstance(categorical, list) and name in categorical,
    }
