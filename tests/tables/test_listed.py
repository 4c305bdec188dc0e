"""Rows in memory come in any order, a page at a time."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tui.tables.listed import Listed, ListedTable, SortKey
from tui.tables.query import Column, Query, Sort

COLUMNS = (Column("a"), Column("b"))


def table(*keys: tuple[SortKey, SortKey]) -> ListedTable:
    return ListedTable(COLUMNS, [Listed((str(a), str(b)), (a, b)) for a, b in keys])


def test_what_is_not_known_comes_last_both_ways() -> None:
    made = table((Decimal(2), "x"), (None, "y"), (Decimal(1), "z"))
    assert made.order([Sort("a")]) == [2, 0, 1]
    assert made.order([Sort("a", descending=True)]) == [0, 2, 1]


def test_rows_that_tie_stay_as_they_were() -> None:
    made = table((Decimal(1), "b"), (Decimal(1), "a"), (Decimal(0), "b"))
    assert made.order([Sort("a", descending=True)]) == [0, 1, 2]
    assert made.order([Sort("b"), Sort("a")]) == [1, 2, 0]


def test_an_order_by_what_is_not_there_is_no_order() -> None:
    assert table((None, None), (None, None)).order([Sort("z")]) == [0, 1]


async def test_a_window_tells_where_the_rows_end() -> None:
    made = table(*((Decimal(n), None) for n in range(5)))
    query = Query(sorts=(Sort("a", descending=True),))
    window = await made.window(query, 1, 3)
    assert (window.rows, window.ids) == ((("3", "None"), ("2", "None")), (4, 3))
    assert (window.total, window.at_end, window.query) == (5, False, query)
    assert (await made.window(query, 3, 50)).at_end
    assert (await made.schema()).columns == COLUMNS


KEYS = st.none() | st.decimals(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(KEYS, st.none() | st.text())), st.lists(st.sampled_from("ab")))
def test_an_order_is_every_row_once(keys: list[tuple[SortKey, SortKey]], by: list[str]) -> None:
    order = table(*keys).order([Sort(name, descending=name == "b") for name in by])
    assert sorted(order) == list(range(len(keys)))
