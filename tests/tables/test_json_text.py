"""JSON values are written as Python writes them, at any depth and of any length."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tui.tables.json_text import DEEPEST_INDENT, json_text, pretty_json
from tui.tables.query import Column, ColumnType
from tui.tables.source import Cell
from tui.widgets.cells import CELL_LIMIT, raw, shown

VALUES: st.SearchStrategy[Cell] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=30,
)
DEPTH = 5_000


def nested(depth: int) -> Cell:
    value: Cell = 1
    for _level in range(depth):
        value = [value]
    return value


@given(VALUES)
def test_a_value_is_written_as_python_does(value: Cell) -> None:
    plain = json.dumps(value, ensure_ascii=False)
    assert json_text(value) == plain
    assert json_text(value, len(plain)) == plain


@given(VALUES, st.integers(1, 60))
def test_a_limit_keeps_the_start(value: Cell, limit: int) -> None:
    assert json_text(value, limit) == json.dumps(value, ensure_ascii=False)[:limit]
    assert pretty_json(value, limit) == json.dumps(value, ensure_ascii=False, indent=2)[:limit]


@given(VALUES)
def test_an_indented_value_is_the_same_value(value: Cell) -> None:
    written = pretty_json(value, 1_000_000)
    assert written == json.dumps(value, ensure_ascii=False, indent=2)
    assert json.loads(written) == value


def test_a_value_nested_deeper_than_python_can_follow_is_still_written() -> None:
    value = nested(DEPTH)
    assert json_text(value) == "[" * DEPTH + "1" + "]" * DEPTH
    assert raw(value) == json_text(value)
    text, _tone = shown(value, Column("x", ColumnType.JSON))
    assert text == "[" * CELL_LIMIT


def test_deep_levels_stay_under_each_other() -> None:
    lines = pretty_json(nested(DEPTH), 10_000_000).split("\n")
    assert len(lines) == 2 * DEPTH + 1
    assert max(map(len, lines)) == 2 * DEEPEST_INDENT + 1
