"""What an API answers is read as rows."""

from __future__ import annotations

import pytest

from tui.api.payload import JsonValue
from tui.tables.answer_rows import csv_pages, csv_table, json_table
from tui.tables.query import ColumnType, Query, Sort


async def test_objects_are_rows() -> None:
    items: list[JsonValue] = [
        {"nom": "b", "n": 10, "x": 1, "ok": True, "le": "2024-01-02", "o": {"a": 1}},
        "not an object",
        {"nom": "a", "n": 9, "x": 1.5, "le": "2023-12-31", "plus": None, "à": "2024-01-02T03:04Z"},
    ]
    table = json_table(items)
    assert {column.name: column.type for column in table.columns} == {
        "nom": ColumnType.STRING,
        "n": ColumnType.INT,
        "x": ColumnType.FLOAT,
        "ok": ColumnType.BOOL,
        "le": ColumnType.DATE,
        "o": ColumnType.JSON,
        "plus": ColumnType.STRING,
        "à": ColumnType.DATETIME_TZ,
    }
    window = await table.window(Query(sorts=(Sort("n"),)), 0, 50)
    assert [row[:2] for row in window.rows] == [("a", 9), ("b", 10)]
    assert window.rows[1][5] == {"a": 1}
    assert json_table([]).columns == ()


def test_features_are_their_properties() -> None:
    point: JsonValue = {"type": "Point", "coordinates": [2.3, 48.8]}
    other: JsonValue = {"type": "Polygon", "coordinates": []}
    table = json_table(
        [
            {"type": "Feature", "id": 7, "properties": {"nom": "x"}, "geometry": point},
            {"type": "Feature", "properties": {"lat": "ici"}, "geometry": other},
        ]
    )
    assert [column.name for column in table.columns] == ["id", "nom", "lon", "lat", "geometry"]
    assert table.rows == ((7, "x", 2.3, 48.8, point), (None, None, None, "ici", other))


async def test_lines_of_csv_are_rows() -> None:
    table = csv_table('\ufeffa;b;a;;code\n10;"x;y";1,5;;01004\n9;;z;2,5;75056\n')
    assert table is not None
    assert [(column.name, column.type) for column in table.columns] == [
        ("a", ColumnType.INT),
        ("b", ColumnType.STRING),
        ("a_", ColumnType.STRING),
        ("4", ColumnType.FLOAT),
        ("code", ColumnType.STRING),
    ]
    window = await table.window(Query(sorts=(Sort("a"),)), 0, 50)
    assert window.rows == ((9, None, "z", 2.5, "75056"), (10, "x;y", "1,5", None, "01004"))
    assert csv_table("") is None
    assert csv_table("a;b\n") is None
    big = csv_table('a,b\n"' + "x" * 200_000 + '",1\n')
    assert big is None


@pytest.mark.parametrize(
    ("following", "whole"),
    [
        ("a;b\r\n3;4\r\n", "a;b\n1;2\n3;4\r\n"),
        ("\ufeffa;b\n3;4", "a;b\n1;2\n3;4"),
        ("3;4\n", "a;b\n1;2\n3;4\n"),
        ("c;d;e\n3;4;5\n", None),
        ("", None),
        ("a;b\n", "a;b\n1;2\n"),
    ],
)
def test_a_page_of_csv_goes_on_with_the_one_before(following: str, whole: str | None) -> None:
    assert csv_pages("a;b\n1;2\n", following) == whole
