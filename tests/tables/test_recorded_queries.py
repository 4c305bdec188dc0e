"""What the real service accepted, refused and answered, against our reading of its parameters."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from batches import for_each
from recorded_queries import Asked, asked, recorded_schema
from table_queries import CellValue, in_order, passing

from tui.tables.operators import LIST_OPS, NULL_OPS, TEXT_OPS
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    Condition,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    QueryError,
    Schema,
    Sort,
)
from tui.tables.tabular_form import from_params, to_params
from tui.tables.values import fits, read_value

FILES = tuple(
    f"tabular-{name}.json"
    for name in (
        "05-operators",
        "06-errors",
        "07-columns",
        "08-sort",
        "09-logic",
        "10-weird-names",
        "11-values",
        "12-aggregation",
    )
)
# Refused for the resource's rights or for the page asked, which are not in the query.
ELSEWHERE = (403, 416)
# Tables of the service's own tests are not made as the profile says.
OWN_TABLES = ("integer out of range", "in with parentheses cuts the rest of the group off")
# The profile says `xmin`, which PostgreSQL keeps for itself: the service reads its system column.
SYSTEM = "xmin"
ALL = [
    one
    for one in asked(*FILES)
    if recorded_schema(one.rid).columns and one.note not in OWN_TABLES and SYSTEM not in one.note
]
ANSWERED = [one for one in ALL if one.status == 200 and one.rows]
ODD_RID = "523f806b-f0aa-55d9-93d3-1144c00955ce"
ODD_NAMES: list[str] = json.loads(
    (Path(__file__).parent / "data" / "odd_names.json").read_text(encoding="utf-8")
)
ODD = asked("tabular-10-weird-names.json")


def test_the_recordings_are_all_there() -> None:
    assert len(ALL) > 500
    assert len(ODD_NAMES) == 46


@for_each(one for one in ALL if one.status not in ELSEWHERE)
def test_a_recorded_query_is_accepted_or_refused_as_it_was(one: Asked) -> None:
    schema = recorded_schema(one.rid)
    if one.status == 200:
        assert from_params(one.query, schema) is not None
        return
    with pytest.raises(QueryError) as caught:
        from_params(one.query, schema)
    assert (caught.value.status, caught.value.code) == (one.status, one.code)


@for_each(one for one in ANSWERED if not from_params(one.query).aggregates)
def test_recorded_rows_pass_the_filters_that_we_read(one: Asked) -> None:
    schema = recorded_schema(one.rid)
    query = from_params(one.query, schema)
    rows = [typed_row(row, schema) for row in one.rows]
    assert passing(seen(query.where, rows[0], schema), rows) == rows


@for_each(one for one in ALL if one.status == 200 and "__sort" in one.query)
def test_recorded_rows_are_in_the_order_that_we_read(one: Asked) -> None:
    schema = recorded_schema(one.rid)
    query = from_params(one.query, schema)
    rows = [typed_row(row, schema) for row in one.rows]
    shown = rows[0] if rows else {}
    # Text is in the order of a collation, which we do not claim to have.
    known = all(s.column in shown and type_of(s.column, schema) != "string" for s in query.sorts)
    assert in_order(rows, query.sorts if known else ()) == rows


@for_each(ANSWERED)
def test_recorded_rows_hold_the_columns_that_we_read(one: Asked) -> None:
    query = from_params(one.query, recorded_schema(one.rid))
    names = [*query.group_by, *(aggregate.name for aggregate in query.aggregates)]
    if query.columns or names:
        assert sorted(one.rows[0]) == sorted(query.columns or names)


def test_what_groups_mean_is_read_from_the_recorded_forms() -> None:
    schema = recorded_schema("aaaaaaaa-1111-bbbb-2222-cccccccccccc")
    nested = (
        "or=(and(decompte__greater.98,is_true__exact.true),"
        "and(decompte__less.2,is_true__exact.false))"
    )
    assert from_params(nested, schema).where.simplified() == Group(
        "and",
        (
            Group(
                "or",
                (
                    Group("and", (greater("decompte", 98), Condition("is_true", Op.EXACT, True))),
                    Group(
                        "and",
                        (
                            Condition("decompte", Op.LESS, 2),
                            Condition("is_true", Op.EXACT, False),
                        ),
                    ),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # A quoted column and a bare value: only what follows the last dot is kept.
        ("or=(%22score%22__less.0.01)", Condition("score", Op.LESS, "01")),
        # The parentheses of a list are taken for parts of its values.
        ("or=(id__in.(a,b))", Condition("id", Op.IN, ("(a", "b"))),
        # ... and what follows the list is lost.
        ("or=(birth__in.(x,y),decompte__exact.13)", Condition("birth", Op.IN, ("(x", "y"))),
        # The quotes become part of what is looked for.
        ("or=(id__contains.%228c7a%22)", Condition("id", Op.CONTAINS, '"8c7a"')),
        ("texte__contains=;c", Condition("texte", Op.CONTAINS, "")),
        ("texte__contains=a*i", Condition("texte", Op.CONTAINS, Pattern("a%i"))),
        ("texte__contains=%5C*", Condition("texte", Op.CONTAINS, "%")),
        ("texte__contains=like%5C_", Condition("texte", Op.CONTAINS, "like_")),
        ("texte__in=simple)junk", Condition("texte", Op.IN, ("simple",))),
        ("texte__in=x,%20simple", Condition("texte", Op.IN, ("x", " simple"))),
        ("texte__in=%20x,%20y", Condition("texte", Op.IN, ("x", " y"))),
        ("texte__in=", Condition("texte", Op.IN, ())),
        ("texte__in=%22a%2Cb%22,c", Condition("texte", Op.IN, ("a,b", "c"))),
        ("texte__isnull=false", Condition("texte", Op.ISNULL)),
        ("score__LESS=1", Condition("score", Op.LESS, "1")),
        ("x%2523y__exact=100+%25", Condition("x#y", Op.EXACT, "100 %")),
        ("a__exact=1&b__exact=x%23tag&c__exact=2", None),
    ],
)
def test_what_the_service_loses_or_bends_is_lost_or_bent_here(
    query: str, expected: Condition | None
) -> None:
    where = from_params(query).where.simplified()
    if expected is None:
        both = (Condition("a", Op.EXACT, "1"), Condition("b", Op.EXACT, "x"))
        assert where == Group("and", both)
    else:
        assert where == Group("and", (expected,))


@pytest.mark.parametrize("raw", ["di%23se__count", "a%23b__groupby&c__sum", "a__sort=asc%20"])
def test_what_is_cut_in_the_middle_of_a_name_is_refused(raw: str) -> None:
    with pytest.raises(QueryError) as caught:
        from_params(raw)
    assert (caught.value.status, caught.value.code) == (400, "PGRST100")


def test_the_first_of_two_sorts_counts() -> None:
    assert from_params("a__sort=desc&b__sort=asc").sorts == (Sort("a", descending=True),)


def test_several_keys_in_one_sort_are_read() -> None:
    raw = "petit__sort=desc,%22entier%22.desc.nullslast,__id.asc"
    assert from_params(raw).sorts == (
        Sort("petit", descending=True),
        Sort("entier", descending=True, nulls="last"),
        Sort(ROW_ID),
    )


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_written_as_the_service_was_seen_to_read_it(name: str) -> None:
    schema = recorded_schema(ODD_RID)
    assert schema.column(name) is not None
    accepted = {part for one in ODD if one.status == 200 for part in parts_of(one.query)}
    filtered = to_params(Query(where=Group("and", (Condition(name, Op.ISNOTNULL),))), schema)
    ordered = to_params(Query(sorts=(Sort(name),)), schema)
    shown = to_params(Query(columns=(name,)), schema)
    assert filtered.removesuffix("__isnotnull=") in accepted
    assert ordered.removesuffix("__sort=asc,__id.asc") in accepted
    assert shown.removeprefix("columns=") in accepted


@pytest.mark.parametrize("name", ODD_NAMES)
def test_an_odd_name_is_read_back_in_every_position(name: str) -> None:
    schema = recorded_schema(ODD_RID)
    filters = (
        Condition(name, Op.ISNOTNULL),
        Group("or", (Condition(name, Op.ISNULL), Condition(name, Op.NOTIN, ()))),
    )
    others = (Sort("id"), Sort(name, descending=True, nulls="last"), Sort(ROW_ID))
    rows = Query((name, ROW_ID), Group("and", filters), sorts=others if name != "id" else ())
    assert from_params(to_params(rows, schema), schema) == rows
    groups = Query(
        sorts=(Sort(name),), group_by=(name,), aggregates=(Aggregate(name, Function.COUNT),)
    )
    assert from_params(to_params(groups, schema), schema) == groups


def seen(group: Group, row: dict[str, CellValue], schema: Schema) -> Group:
    """Those filters that `row` is enough to check."""

    def is_seen(condition: Condition) -> bool:
        ordering = condition.op not in (*LIST_OPS, *NULL_OPS, *TEXT_OPS, Op.EXACT, Op.DIFFERS)
        by_collation = ordering and type_of(condition.column, schema) == "string"
        return condition.column in row and not by_collation

    items = [Group("and", (item,)) for item in group.simplified()]
    return Group("and", tuple(i for i in items if all(map(is_seen, Query(where=i).conditions()))))


def type_of(name: str, schema: Schema) -> str:
    column = schema.column(name)
    assert column is not None
    return column.type


def typed_row(row: dict[str, Any], schema: Schema) -> dict[str, CellValue]:
    return {name: typed_cell(name, cell, schema) for name, cell in row.items()}


def typed_cell(name: str, cell: Any, schema: Schema) -> Any:
    column = schema.column(name)
    if cell is None or column is None or isinstance(cell, (list, dict, bool, int, float)):
        return cell
    value = read_value(column.type, cell)
    assert fits(column.type, value)
    return value if isinstance(value, (str, date, datetime)) else cell


def parts_of(query: str) -> list[str]:
    """The encoded names of a recorded query: before an operator, or in ``columns=``."""
    found = []
    for argument in query.split("&"):
        name, _, value = argument.partition("=")
        found += value.split(",") if name == "columns" else [name.rpartition("__")[0]]
    return found


def greater(column: str, value: int) -> Condition:
    return Condition(column, Op.GREATER, value)
