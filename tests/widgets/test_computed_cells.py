"""How measures are written: means rounded alike, counts never taken for codes, years as years."""

from __future__ import annotations

import pytest

from tui import format as fmt
from tui import i18n
from tui.tables.groups import group_columns
from tui.tables.query import Aggregate, Column, ColumnType, Function, Query, Schema
from tui.tables.source import Cell
from tui.widgets.cells import shown

SCHEMA = Schema(
    (
        Column("annee", ColumnType.INT),
        Column("code_insee"),
        Column("prix", ColumnType.FLOAT),
        Column("vues", ColumnType.INT, "year"),
    )
)


@pytest.mark.parametrize(
    ("column", "function", "cell", "said"),
    [
        ("code_insee", Function.COUNT, 34955, "34,955"),
        ("annee", Function.MIN, 2024, "2024"),
        ("annee", Function.SUM, 40480, "40,480"),
        ("annee", Function.AVG, 2023.5, "2,023.50"),
        ("vues", Function.MAX, 2024, "2024"),
        ("prix", Function.AVG, 1223.4092469672694, "1,223.41"),
        ("prix", Function.AVG, 440, "440.00"),
        ("prix", Function.SUM, 0.30000000000000004, "0.3"),
        ("prix", Function.MAX, 0.30000000000000004, "0.30000000000000004"),
        ("prix", Function.SUM, None, "∅"),
    ],
)
def test_a_measure_is_written_as_what_it_is(
    column: str, function: Function, cell: Cell, said: str
) -> None:
    query = Query(aggregates=(Aggregate(column, function),))
    (measure,) = group_columns(SCHEMA, query)
    assert shown(cell, measure)[0] == said


def test_computed_numbers_have_decimals_worth_writing() -> None:
    assert fmt.computed_number(-0.001) == "-0.001"
    assert fmt.computed_number(0) == "0.00"
    assert fmt.computed_number(2.5e17) == "2.5e+17"
    assert fmt.computed_number(10**400).startswith("10,000")
    i18n.install("fr")
    assert fmt.computed_number(1234.5) == "1\u202f234,50"
