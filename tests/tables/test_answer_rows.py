"""What an API answers is read as rows."""

from __future__ import annotations

from tui.api.payload import JsonValue
from tui.tables.answer_rows import csv_table, json_table
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
    table = json_table(
        [{"type": "Feature", "id": 7, "properties": {"nom": "x"}, "geometry": {"type": "Point"}}]
    )
    assert [column.name for column in table.columns] == ["id", "nom", "geometry"]
    assert table.rows[0].cells == (7, "x", {"type": "Point"})


async def test_lines_of_csv_are_rows() -> None:
    table = csv_table('\ufeffa;b;a;\n10;"x;y";1,5;\n9;;z\n')
    assert table is not None
    assert [column.name for column in table.columns] == ["a", "b", "a_", "4"]
    window = await table.window(Query(sorts=(Sort("a"),)), 0, 50)
    assert window.rows == (("9", None, "z", None), ("10", "x;y", "1,5", None))
    assert csv_table("") is None
    assert csv_table("a;b\n") is None
    big = csv_table('a,b\n"' + "x" * 200_000 + '",1\n')
    assert big is None
