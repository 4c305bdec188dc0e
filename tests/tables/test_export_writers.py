"""What is written is what was given: read back by readers that are not ours."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import Coroutine
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hostility import EVERY
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.api.exact import WrittenFloat, exact_json
from tui.tables.export.formats import Format, format_of_name, with_extension
from tui.tables.export.parquet import unique_names, write_parquet
from tui.tables.export.problems import ExportError
from tui.tables.export.writers import writer_for
from tui.tables.export.written import cell_text, inert, inert_csv, json_text
from tui.tables.query import Column, ColumnType
from tui.tables.row_texts import as_csv
from tui.tables.source import Cell, Row

NUMBERS = st.from_regex(
    r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,30}([eE][+-]?[0-9]{1,3})?|[eE][+-]?[0-9]{1,3})",
    fullmatch=True,
)
TEXTS = st.text(st.characters(codec="utf-8")) | st.sampled_from(
    [
        "",
        '"',
        ",",
        "\n",
        "\r\n",
        "a\nb",
        ' "',
        "\\",
        "\\N",
        "NULL",
        "null",
        "t",
        "\0",
        "é\u0301",
        "👩‍👧",
        "\ufeff",
    ]
)
SCALARS = (
    st.none() | st.booleans() | st.integers(-(10**40), 10**40) | NUMBERS.map(WrittenFloat) | TEXTS
)
CELLS = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.lists(TEXTS, min_size=1, max_size=4, unique=True)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[Row]]:
    names = draw(NAMES)
    rows = draw(st.lists(st.tuples(*[CELLS] * len(names)), max_size=5))
    return names, rows


def written(made: Format, names: list[str], rows: list[Row], cuts: list[int]) -> bytes:
    """The file, its rows written in several goes."""
    writer = writer_for(made, names)
    parts, had = [writer.head()], 0
    for cut in [*sorted(min(cut, len(rows)) for cut in cuts), len(rows)]:
        if cut > had:
            parts.append(writer.rows(rows[had:cut], first=had == 0))
            had = cut
    return b"".join([*parts, writer.tail(empty=not rows)])


def plain(cell: Any) -> Any:
    """A cell whose numbers are what they are worth, exactly."""
    if isinstance(cell, WrittenFloat):
        return Decimal(cell.text)
    if isinstance(cell, list):
        return [plain(item) for item in cell]
    if isinstance(cell, dict):
        return {name: plain(item) for name, item in cell.items()}
    return cell


def read_json(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


CUTS = st.lists(st.integers(0, 5), max_size=3)


@given(tables(), CUTS, st.booleans())
def test_csv_is_read_back_as_it_was(
    table: tuple[list[str], list[Row]], cuts: list[int], with_mark: bool
) -> None:
    names, rows = table
    body = written(Format.CSV_BOM if with_mark else Format.CSV, names, rows, cuts)
    assert body.startswith(b"\xef\xbb\xbf") or not with_mark
    text = body.decode("utf-8-sig" if with_mark else "utf-8")
    # The reader of Python makes one row of a blank line, and takes null for an empty text.
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert header == names
    expected = [["" if c is None else cell_text(c) for c in row] for row in rows]
    assert [line or [""] for line in lines] == expected


@given(tables(), CUTS)
def test_csv_tells_null_from_an_empty_text(
    table: tuple[list[str], list[Row]], cuts: list[int]
) -> None:
    names, rows = table
    text = written(Format.CSV, names, rows, cuts).decode()
    assert raw_fields(text)[1:] == [
        [None if c is None else cell_text(c) for c in row] for row in rows
    ]


def raw_fields(text: str) -> list[list[str | None]]:
    """CSV read by a machine of two states: a field without quotes and without anything is null."""
    rows: list[list[str | None]] = [[]]
    field, is_quoted, inside, place = "", False, False, 0
    while place < len(text):
        char = text[place]
        if inside:
            if text[place : place + 2] == '""':
                field, place = field + '"', place + 1
            elif char == '"':
                inside = False
            else:
                field += char
        elif char == '"':
            inside = is_quoted = True
        elif char in ",\n":
            rows[-1].append(field if field or is_quoted else None)
            field, is_quoted = "", False
            if char == "\n":
                rows.append([])
        else:
            field += char
        place += 1
    assert rows.pop() == []
    return rows


@given(tables(), CUTS)
def test_json_is_read_back_as_it_was(table: tuple[list[str], list[Row]], cuts: list[int]) -> None:
    names, rows = table
    expected = [dict(zip(names, map(plain, row), strict=True)) for row in rows]
    text = written(Format.JSON, names, rows, cuts).decode()
    assert read_json(text) == expected
    assert [list(row) for row in read_json(text)] == [names] * len(rows)
    lines = written(Format.LINES, names, rows, cuts).decode()
    assert [read_json(line) for line in lines.split("\n")[:-1]] == expected
    assert text.count("\n") == (len(rows) + 2 if rows else 1)


@given(CELLS)
def test_numbers_are_written_as_they_came(cell: Cell) -> None:
    text = json_text(cell)
    assert "\n" not in text
    again = exact_json(text.encode())
    assert json_text(again) == text


@pytest.mark.parametrize("text", ["0.10", "1e400", "-0.0", "1.0", "12345678901234567890.123"])
def test_no_digit_is_added_or_lost(text: str) -> None:
    number = WrittenFloat(text)
    for made in (Format.CSV, Format.JSON, Format.LINES):
        assert text.encode() in written(made, ["a"], [(number,)], [])


def test_half_a_character_is_said_where_json_can_and_replaced_elsewhere() -> None:
    rows: list[Row] = [("x\ud800y",)]
    assert b'{"a":"x\\ud800y"}' in written(Format.JSON, ["a"], rows, [])
    assert written(Format.CSV, ["a"], rows, []) == "a\nx\ufffdy\n".encode()


def test_json_of_any_depth_is_written() -> None:
    deep: Any = 1
    for level in range(5_000):
        deep = [deep] if level % 2 else {"a": deep}
    assert json_text(deep).count("[") == 2_500


def test_a_null_alone_on_its_line_is_a_blank_line() -> None:
    assert written(Format.CSV, ["a"], [(None,), ("",), (1,)], []) == b'a\n\n""\n1\n'


def test_files_without_rows_say_so_in_their_format() -> None:
    assert written(Format.CSV, ["a", "b,c"], [], []) == b'a,"b,c"\n'
    assert written(Format.JSON, ["a"], [], []) == b"[]\n"
    assert written(Format.LINES, ["a"], [], []) == b""


@pytest.mark.parametrize(
    ("name", "made", "expected"),
    [
        ("a.csv", Format.PARQUET, "a.parquet"),
        ("a.csv", Format.CSV_BOM, "a.csv"),
        ("a.jsonl", Format.LINES, "a.jsonl"),
        ("a", Format.JSON, "a.json"),
        ("a.2024", Format.CSV, "a.2024.csv"),
        ("A.PARQUET", Format.CSV, "A.csv"),
    ],
)
def test_the_extension_follows_the_format(name: str, made: Format, expected: str) -> None:
    assert with_extension(name, made) == expected
    assert format_of_name(expected, made) is made


def test_the_format_follows_the_extension() -> None:
    assert format_of_name("a.JSON", Format.CSV) is Format.JSON
    assert format_of_name("a.csv", Format.CSV_BOM) is Format.CSV_BOM
    assert format_of_name("a.csv", Format.JSON) is Format.CSV
    assert format_of_name("a.txt", Format.JSON) is Format.JSON


# Parquet

TYPED: dict[ColumnType, st.SearchStrategy[Any]] = {
    ColumnType.STRING: st.text(st.characters(codec="utf-8")),
    ColumnType.INT: st.integers(-(2**63), 2**63 - 1),
    ColumnType.FLOAT: st.floats(allow_nan=False, allow_infinity=False),
    ColumnType.BOOL: st.booleans(),
    ColumnType.DATE: st.dates().map(date.isoformat),
    ColumnType.DATETIME: st.datetimes().map(datetime.isoformat),
    ColumnType.JSON: st.lists(st.integers() | st.text(st.characters(codec="utf-8"))),
}


def run(work: Coroutine[Any, Any, tuple[str, ...]]) -> tuple[str, ...]:
    """What `work` returns, on a loop that takes nobody's place."""
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        return runner.run(work)


def parquet(folder: Path, columns: list[Column], rows: list[Row]) -> tuple[Path, tuple[str, ...]]:
    spool, target = folder / "x.part", folder / "x.parquet"
    writer = writer_for(Format.PARQUET, [column.name for column in columns])
    spool.write_bytes(writer.rows(rows, first=True) if rows else b"")
    return target, run(write_parquet(spool, target, columns, len(rows)))


def types_of(path: Path) -> dict[str, str]:
    found = duckdb.connect().execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)])
    return {str(row[0]): str(row[1]) for row in found.fetchall()}


def rows_of(path: Path) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()


def expected_of(column: Column, cell: Any) -> Any:
    if cell is None:
        return None
    if column.type is ColumnType.DATE:
        return date.fromisoformat(cell)
    if column.type is ColumnType.DATETIME:
        return datetime.fromisoformat(cell)
    return cell_text(cell) if column.type is ColumnType.JSON else cell


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_parquet_keeps_values_and_types(tmp_path: Path, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(list(TYPED)), min_size=1, max_size=4))
    columns = [Column(f"c {place}", kind) for place, kind in enumerate(kinds)]
    cells = [st.none() | TYPED[column.type] for column in columns]
    rows = data.draw(st.lists(st.tuples(*cells), max_size=6))
    target, notes = parquet(tmp_path, columns, rows)
    assert notes == ()
    assert rows_of(target) == [
        tuple(expected_of(c, cell) for c, cell in zip(columns, row, strict=True)) for row in rows
    ]


def test_parquet_has_the_types_of_the_table(tmp_path: Path) -> None:
    columns = [Column(str(kind), kind) for kind in ColumnType]
    aware = "2024-03-01T05:00:00.5+00:00"
    row: Row = ("x", 1, 0.5, True, "2024-03-01", "2024-03-01T05:00:00", aware, {"a": 1}, "b")
    target, notes = parquet(tmp_path, columns, [row])
    assert notes == ()
    assert list(types_of(target).values()) == [
        "VARCHAR", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP",
        "TIMESTAMP WITH TIME ZONE", "VARCHAR", "VARCHAR",
    ]  # fmt: skip
    seen = duckdb.connect().execute(
        "SELECT epoch_us(datetime_tz) FROM read_parquet(?)", [str(target)]
    )
    assert seen.fetchall() == [(1_709_269_200_500_000,)]


@pytest.mark.parametrize(
    ("kind", "cell", "type_", "said"),
    [
        (ColumnType.INT, 2**63, "DECIMAL(38,0)", "decimal"),
        (ColumnType.INT, 10**40, "VARCHAR", "text"),
        (ColumnType.INT, WrittenFloat("1.5"), "VARCHAR", "text"),
        (ColumnType.FLOAT, WrittenFloat("1e400"), "VARCHAR", "text"),
        (ColumnType.FLOAT, "?", "VARCHAR", "text"),
        (ColumnType.BOOL, "oui", "VARCHAR", "text"),
        (ColumnType.DATE, "infinity", "VARCHAR", "text"),
        (ColumnType.DATE, "0044-03-15 BC", "VARCHAR", "text"),
        (ColumnType.DATETIME, "2024-03-01T05:00:00.1234567", "VARCHAR", "text"),
        (ColumnType.DATETIME_TZ, "2024-03-01T05:00:00", "VARCHAR", "text"),
        (ColumnType.DATETIME_TZ, "2024-03-01T05:00:00.1234567+00:00", "VARCHAR", "text"),
    ],
)
def test_what_does_not_fit_its_type_is_kept_and_said(
    tmp_path: Path, kind: ColumnType, cell: Cell, type_: str, said: str
) -> None:
    target, notes = parquet(tmp_path, [Column("a", kind), Column("b")], [(None, "x"), (cell, "y")])
    assert types_of(target)["a"] == type_
    kept = rows_of(target)[1][0]
    assert str(kept) == cell_text(cell)
    (note,) = notes
    assert said in note
    assert "1 value" in note


def test_names_that_parquet_cannot_tell_apart_are_changed_and_said(tmp_path: Path) -> None:
    columns = [Column(name) for name in ("Nom", "nom", "", 'a"b', "NOM_2")]
    target, notes = parquet(tmp_path, columns, [("1", "2", "3", "4", "5")])
    assert list(types_of(target)) == ["Nom", "nom_3", "column_3", 'a"b', "NOM_2"]
    assert rows_of(target) == [("1", "2", "3", "4", "5")]
    assert len(notes) == 2
    assert "“nom” is called “nom_3”" in notes[0]


@given(NAMES)
def test_every_column_has_a_name_of_its_own(names: list[str]) -> None:
    made = unique_names(names)
    assert len({name.lower() for name in made}) == len(names)
    assert all(made)


def test_the_order_of_the_rows_is_kept(tmp_path: Path) -> None:
    rows: list[Row] = [(number, "x" * (number % 50)) for number in range(30_000)]
    target, _notes = parquet(tmp_path, [Column("a", ColumnType.INT), Column("b")], rows)
    assert rows_of(target) == rows


def test_a_spool_that_is_none_is_a_problem_and_no_crash(tmp_path: Path) -> None:
    spool = tmp_path / "x.part"
    spool.write_bytes(b'{"c0":"1"}\n{"c0":')
    with pytest.raises(ExportError, match="Parquet"):
        run(write_parquet(spool, tmp_path / "x", [Column("a")], 1))


@pytest.mark.parametrize(("name", "other"), [("a*b", "aXb"), ("a?b", "aXb"), ("a[1]b", "a1b")])
def test_rows_in_a_file_whose_name_means_others_too_are_its_own(
    name: str, other: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(b'{"c0":"mine"}\n')
    (tmp_path / other).write_bytes(b'{"c0":"of another"}\n')
    run(write_parquet(tmp_path / name, tmp_path / "x", [Column("a")], 1))
    assert duckdb.read_parquet(str(tmp_path / "x")).fetchall() == [("mine",)]


def test_a_spreadsheet_finds_nothing_to_run_in_the_csv_made_for_it() -> None:
    formulas = [payload for payload in EVERY if payload[:1] in ("=", "@")]
    cells = ["=1+1", " +cmd", "\uff1d1+1", "-1+1", '"=1', *formulas]
    kept = ["-12,5", "+33 1 23 45", "-1e5", "12 %", "a=b", "'=x", "", "x@y.fr", "é"]
    rows: list[Row] = [*((cell, -3) for cell in cells), *((cell, None) for cell in kept)]
    body = written(Format.CSV_SAFE, ["=name", "n"], rows, [])
    header, *lines = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True)
    assert header == ["'=name", "n"]
    assert [line[0] for line in lines] == [*("'" + cell for cell in cells), *kept]
    assert {line[1] for line in lines} == {"-3", ""}


def test_a_spreadsheet_that_parts_cells_otherwise_finds_nothing_to_run_either() -> None:
    said = {
        "\t=1+1": "'\t'=1+1",
        "\r@x": "'\r'@x",
        "+33 1 2;=x": "+33 1 2;'=x",
        'a;"=cmd;b': "a;'\"=cmd;b",
        "48,85;-2,35": "48,85;-2,35",
        "a\n@b\n-3": "a\n'@b\n-3",
    }
    rows: list[Row] = [(cell, ["x;=1"]) for cell in said]
    body = written(Format.CSV_SAFE, ["a;=b", "n"], rows, [])
    made = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    assert made == [["a;'=b", "n"], *([safe, '["x;\'=1"]'] for safe in said.values())]


def test_csv_that_is_made_already_is_made_inert_cell_by_cell() -> None:
    assert inert_csv('a,"=b"\n,"",\n=1+1,-2,"x ""=y"""\n') == 'a,\'=b\n,"",\n\'=1+1,-2,"x ""=y"""\n'
    rows: list[Row] = [(text, None, "", 1) for text in EVERY]
    names = [*EVERY[:3], "=1"]
    made = list(csv.reader(io.StringIO(inert_csv(as_csv(rows, names)), newline=""), strict=True))
    assert made == [
        [inert(name) for name in names],
        *([inert(text), "", "", "1"] for text in EVERY),
    ]
