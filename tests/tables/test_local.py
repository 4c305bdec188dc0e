"""Rows in memory are filtered, ordered and grouped as any other table's."""

from __future__ import annotations

import pytest

from tui.tables.local import BadLocalQuery, LocalTable
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Function,
    Group,
    Op,
    Query,
    Sort,
)
from tui.tables.source import Row

COLUMNS = (
    Column("nom"),
    Column("NOM", ColumnType.INT),
    Column("le", ColumnType.DATETIME_TZ),
    Column("o", ColumnType.JSON),
    Column("x", ColumnType.FLOAT),
)
ROWS: tuple[Row, ...] = (
    ("Élan", 10, "2024-01-01T00:00:00+02:00", {"a": 1}, 0.1),
    ("ane\ud800", 9, "2024-01-01T00:00:00Z", None, None),
    ("Ane", 10**20, "hier", [1], 2.5),
    (None, None, None, {}, -1.0),
)


def where(*conditions: Condition) -> Query:
    return Query(where=Group("and", conditions))


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (Query(), (1, 2, 3, 4)),
        (Query(sorts=(Sort("NOM", descending=True, nulls="last"),)), (3, 1, 2, 4)),
        (Query(sorts=(Sort("x"), Sort("nom"))), (4, 1, 3, 2)),
        (where(Condition("nom", Op.CONTAINS, "ANE")), (2, 3)),
        (where(Condition("NOM", Op.LESS, "10")), (1, 2)),
        (where(Condition("le", Op.STRICTLY_LESS, "2024-01-01T00:00:00Z")), (1,)),
        (where(Condition("o", Op.ISNULL)), (2,)),
        (where(Condition("x", Op.EXACT, "0,1")), (1,)),
        (where(Condition(ROW_ID, Op.IN, (4, 2))), (2, 4)),
    ],
)
async def test_rows_are_asked_for(query: Query, ids: tuple[int, ...]) -> None:
    window = await LocalTable(COLUMNS, ROWS).window(query, 0, 50)
    assert (window.ids, window.total, window.at_end) == (ids, len(ids), True)
    assert window.rows == tuple(ROWS[number - 1] for number in ids)


async def test_windows_columns_and_groups() -> None:
    table = LocalTable(COLUMNS, ROWS)
    window = await table.window(Query(("x", "nom"), sorts=(Sort("nom"),)), 1, 2)
    assert (window.rows, window.total, window.at_end) == (((None, "ane\ud800"),), 4, False)
    by = Query(group_by=("le",), aggregates=(Aggregate("x", Function.COUNT),))
    groups = await table.window(by, 0, 50)
    assert ("2024-01-01T00:00:00", 0) in groups.rows
    assert LocalTable((), ()).rows == ()
    assert (await LocalTable((), ()).window(Query(sorts=(Sort("x"),)), 0, 5)).total == 0
    with pytest.raises(BadLocalQuery) as caught:
        await table.window(Query(sorts=(Sort("y"),)), 0, 5)
    assert caught.value.message == "There is no column named y."
