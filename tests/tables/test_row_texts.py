"""Rows as TSV, CSV, JSON and Markdown are read back as they were, by readers that are not ours."""

from __future__ import annotations

import csv
import io
import json
from itertools import product
from pathlib import Path

import duckdb
import pytest
from hostility import FORBIDDEN, PAYLOADS
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.tables.row_texts import as_csv, as_json, as_lines, as_markdown, as_tsv, raw
from tui.tables.source import Cell, Row
from tui.text import clean_line

NAMES = ("nom_1", "valeur, unité", 'dit "le"', "a|b", "vu\nle")
ROWS: tuple[Row, ...] = (
    ("Aÿ", 12, 1.5, True, None),
    ("", -3, None, False, {"k": [1, None], "é": "x"}),
    ("a,b\tc\nd", 2**63 - 1, 1e300, None, "2024-03-01T05:00:00"),
)

texts = st.one_of(
    st.sampled_from([payload for payload in PAYLOADS if len(payload) < 1_000]),
    st.text(st.characters(codec="utf-8")),
    st.text(',"\r\n\t|\\`*_<>&[]~$ é', max_size=12),
)
json_cells = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), texts),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
cells: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
    json_cells.filter(lambda cell: isinstance(cell, (list, dict))),
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[Row]]:
    """Names, all different, and rows of as many cells."""
    names = draw(st.lists(texts, min_size=1, max_size=4, unique=True))
    row = st.tuples(*(cells for _name in names))
    return names, draw(st.lists(row, max_size=4))


def test_csv_tells_null_from_an_empty_text_and_quotes_what_it_must() -> None:
    assert as_csv(ROWS, NAMES) == (
        'nom_1,"valeur, unité","dit ""le""",a|b,"vu\nle"\n'
        "Aÿ,12,1.5,true,\n"
        '"",-3,,false,"{""k"": [1, null], ""é"": ""x""}"\n'
        '"a,b\tc\nd",9223372036854775807,1e+300,,2024-03-01T05:00:00\n'
    )


def test_tsv_has_a_row_a_line_whatever_cells_hold() -> None:
    assert as_tsv(ROWS, NAMES) == (
        'nom_1\tvaleur, unité\tdit "le"\ta|b\tvu le\n'
        "Aÿ\t12\t1.5\ttrue\t\n"
        '\t-3\t\tfalse\t{"k": [1, null], "é": "x"}\n'
        "a,b c d\t9223372036854775807\t1e+300\t\t2024-03-01T05:00:00\n"
    )
    assert as_tsv(ROWS[:1]) == "Aÿ\t12\t1.5\ttrue\t\n"


def test_json_keeps_types_under_the_names_of_the_columns() -> None:
    said = json.loads(as_json(ROWS, NAMES))
    assert said == [dict(zip(NAMES, row, strict=True)) for row in ROWS]
    assert as_json([], NAMES) == "[]\n"
    assert as_json(ROWS, NAMES).count("\n") == len(ROWS) + 2


def test_markdown_aligns_numbers_and_escapes_what_means_something() -> None:
    assert as_markdown(ROWS, NAMES).split("\n") == [
        '| nom_1 | valeur, unité | dit "le" | a\\|b | vu<br>le |',
        "| --- | ---: | ---: | --- | --- |",
        "| Aÿ | 12 | 1.5 | true |  |",
        '|  | -3 |  | false | {"k": \\[1, null\\], "é": "x"} |',
        "| a,b⇥c<br>d | 9223372036854775807 | 1e+300 |  | 2024-03-01T05:00:00 |",
        "",
    ]


def test_a_column_is_a_cell_a_line() -> None:
    assert as_lines(["a\nb", None, 3, {"k": 1}]) == 'a b\n\n3\n{"k": 1}\n'


def test_json_nested_beyond_what_calls_can_follow_is_written_all_the_same() -> None:
    deep: Cell = []
    for _level in range(5_000):
        deep = [deep]
    assert raw(deep) == "[" * 5_001 + "]" * 5_001
    assert as_json([(deep,)], ["x"]).startswith('[\n  {"x": [[[')


@given(tables())
def test_csv_is_read_back_cell_by_cell(table: tuple[list[str], list[Row]]) -> None:
    names, rows = table
    read = list(csv.reader(io.StringIO(as_csv(rows, names), newline="")))
    assert read == [names, *([raw(cell) for cell in row] for row in rows)]


def test_an_engine_that_tells_null_from_empty_finds_both_in_csv(tmp_path: Path) -> None:
    odd = (None, "", "null", '"', '""', ",", "é\nè", "\r", " ", "x")
    rows = list(product(odd, odd))
    path = tmp_path / "rows.csv"
    path.write_bytes(as_csv(rows, ("a", "b")).encode())
    with duckdb.connect() as engine:
        read = engine.execute(
            "SELECT * FROM read_csv(?, delim = ',', quote = '\"', escape = '\"', header = true, "
            "auto_detect = false, allow_quoted_nulls = false, nullstr = '', new_line = '\\n', "
            "columns = {'a': 'VARCHAR', 'b': 'VARCHAR'})",
            [str(path)],
        ).fetchall()
    assert read == rows


@given(tables())
def test_tsv_is_read_back_by_splitting(table: tuple[list[str], list[Row]]) -> None:
    names, rows = table
    lines = as_tsv(rows, names).split("\n")
    assert lines.pop() == ""
    assert len(lines) == len(rows) + 1
    for line, cells_of_line in zip(lines, [names, *rows], strict=True):
        said = line.split("\t")
        wanted = [" ".join(raw(c).replace("\t", " ").splitlines()) for c in cells_of_line]
        assert said == wanted


@given(tables())
def test_json_is_read_back_with_its_types(table: tuple[list[str], list[Row]]) -> None:
    names, rows = table
    read = json.loads(as_json(rows, names))
    assert read == [dict(zip(names, row, strict=True)) for row in rows]
    assert [[type(c) for c in row.values()] for row in read] == [
        [type(c) for c in row] for row in rows
    ]


def rendered(markdown: str) -> list[list[str]]:
    """The cells of the table that a renderer sees, as text; anything but text fails."""
    found: list[list[str]] = []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type == "tr_open":
            found.append([])
        if token.type == "inline":
            found[-1].append("".join(map(shown, token.children or ())).strip())
    return found


def shown(token: Token) -> str:
    if token.type == "html_inline":
        assert token.content == "<br>"
        return "\n"
    assert token.type in ("text", "text_special")
    return token.content


def legible(cell: Cell) -> str:
    lines = raw(cell).strip(" \t").splitlines()
    return "\n".join(clean_line(line, len(line)) for line in lines).strip()


@given(tables())
def test_markdown_shows_every_cell_as_text_and_nothing_else(
    table: tuple[list[str], list[Row]],
) -> None:
    names, rows = table
    markdown = as_markdown(rows, names)
    assert FORBIDDEN.search(markdown.replace("\n", "")) is None
    assert rendered(markdown) == [[legible(cell) for cell in line] for line in [names, *rows]]


@pytest.mark.parametrize("payload", PAYLOADS, ids=range(len(PAYLOADS)))
def test_hostile_cells_stay_inside_their_cell_of_markdown(payload: str) -> None:
    assert rendered(as_markdown([(payload, "fin")], ["a", "b"]))[1] == [legible(payload), "fin"]
