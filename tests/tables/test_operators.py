"""What may be asked of a column, and what a person's words mean."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from recorded_queries import asked

from tui.tables.operators import (
    BadValueError,
    describe,
    describe_filter,
    functions_for,
    operators_for,
    parse_value,
    sortable,
    supports,
    typed,
)
from tui.tables.query import (
    Column,
    ColumnType,
    Condition,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    QueryError,
    Schema,
)
from tui.text import is_safe_line

KINDS = ("string", "int", "float", "bool", "date", "datetime", "datetime_tz", "json")
OPERATORS = {tuple(one.note.split(" ")): one.status for one in asked("tabular-05-operators.json")}
SCHEMA = Schema((Column("dep"), Column("prix", ColumnType.FLOAT), Column("j", ColumnType.JSON)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("op", Op)
def test_an_operator_is_supported_where_the_service_answered(kind: str, op: Op) -> None:
    assert supports(ColumnType(kind), op) is (OPERATORS[kind, str(op)] == 200)


@pytest.mark.parametrize("kind", KINDS)
def test_only_operators_that_work_are_offered(kind: str) -> None:
    offered = operators_for(ColumnType(kind))
    assert offered
    assert all(supports(ColumnType(kind), op) for op in offered)


@pytest.mark.parametrize("kind", KINDS)
def test_a_function_is_offered_where_the_service_answered(kind: str) -> None:
    working = [f for f in Function if OPERATORS[kind, str(f)] == 200]
    assert sorted(functions_for(ColumnType(kind))) == sorted(working)


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_is_sortable_where_the_service_answered(kind: str) -> None:
    assert sortable(ColumnType(kind)) is (OPERATORS[kind, "sort=asc"] == 200)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("int", " 12 ", 12),
        ("int", "-3", -3),
        ("int", "1 234 567", 1_234_567),
        ("int", "1\u202f234", 1_234),
        ("int", "9223372036854775807", 2**63 - 1),
        ("float", "12,5", Decimal("12.5")),
        ("float", "1 234,5", Decimal("1234.5")),
        ("float", "-.5", Decimal("-0.5")),
        ("float", "1e2", Decimal("1E+2")),
        ("bool", "oui", True),
        ("bool", "Vrai", True),
        ("bool", "non", False),
        ("bool", "0", False),
        ("date", "2024-03-01", date(2024, 3, 1)),
        ("datetime", "2024-03-01", datetime(2024, 3, 1)),
        ("datetime", "2024-03-01T14:30", datetime(2024, 3, 1, 14, 30)),
        ("datetime_tz", "2024-03-01T14:30+02:00", datetime(2024, 3, 1, 12, 30, tzinfo=UTC)),
        ("datetime_tz", "2024-03-01", datetime(2024, 3, 1, tzinfo=UTC)),
        ("string", " 75 ", " 75 "),
    ],
)
def test_what_a_person_types_is_understood(kind: str, text: str, value: object) -> None:
    assert parse_value(Op.EXACT, ColumnType(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("int", "12.5"),
        ("int", "1e2"),
        ("int", ""),
        ("int", "١٢"),
        ("int", "9223372036854775808"),
        ("int", "9" * 10_000),
        ("float", "abc"),
        ("float", "1,2,3"),
        ("float", "nan"),
        ("float", "1e400"),
        ("bool", "peut-être"),
        ("date", "2024-03"),
        ("date", "01/03/2024"),
        ("date", "2024-02-30"),
        ("datetime", "hier soir"),
        ("datetime", "2024-03-01T10:00+02:00"),
        ("string", "a\0b"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_advice(kind: str, text: str) -> None:
    with pytest.raises(BadValueError, match=r"^[A-Z].*\.$"):
        parse_value(Op.EXACT, ColumnType(kind), text)


def test_an_operator_that_does_not_suit_the_type_is_refused() -> None:
    with pytest.raises(BadValueError):
        parse_value(Op.CONTAINS, ColumnType.DATE, "2024")


def test_an_element_of_a_list_is_a_tuple_and_a_null_test_has_no_value() -> None:
    assert parse_value(Op.IN, ColumnType.INT, "3") == (3,)
    assert parse_value(Op.ISNULL, ColumnType.INT, "whatever") is None


@pytest.mark.parametrize(
    ("condition", "chip"),
    [
        (Condition("dep", Op.EXACT, "75"), "dep = 75"),
        (Condition("dep", Op.DIFFERS, "75"), "dep ≠ 75"),
        (Condition("ville", Op.CONTAINS, "Saint"), "ville ~ Saint"),
        (Condition("ville", Op.NOTCONTAINS, Pattern("a%i")), "ville !~ a%i"),
        (Condition("prix", Op.GREATER, Decimal("1000")), "prix ≥ 1000"),
        (Condition("prix", Op.STRICTLY_LESS, Decimal("0.5")), "prix < 0.5"),
        (Condition("x", Op.ISNULL), "x is empty"),
        (Condition("x", Op.ISNOTNULL), "x is not empty"),
        (Condition("x", Op.IN, ("a", "b")), "x in (a, b)"),
        (Condition("x", Op.NOTIN, (1, 2)), "x not in (1, 2)"),
        (Condition("x", Op.EXACT, ""), 'x = ""'),
        (Condition("ok", Op.EXACT, True), "ok = true"),
    ],
)
def test_a_condition_is_described_in_a_few_signs(condition: Condition, chip: str) -> None:
    assert describe(condition) == chip


def test_a_hostile_condition_is_described_safely() -> None:
    hostile = Condition("a\x1b[2J\n{name}", Op.EXACT, "\u202eb\x9b" + "x" * 100_000)
    text = describe(hostile)
    assert is_safe_line(text)
    assert len(text) <= 200


def test_a_group_is_described_with_its_joints() -> None:
    inner = Group("and", (Condition("a", Op.EXACT, "1"), Condition("b", Op.ISNULL)))
    group = Group("or", (Condition("dep", Op.EXACT, "75"), inner))
    assert describe_filter(group) == "dep = 75 or (a = 1 and b is empty)"


def test_text_values_are_read_once_the_columns_are_known() -> None:
    untyped = Query(where=Group("and", (Condition("prix", Op.IN, ("1", "2,5")),)))
    read = Condition("prix", Op.IN, (Decimal(1), Decimal("2.5")))
    assert typed(untyped, SCHEMA).where.items == (read,)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (Condition("DEP", Op.EXACT, "75"), "42703"),
        (Condition("prix", Op.EXACT, "abc"), "22P02"),
        (Condition("prix", Op.CONTAINS, "1"), "42883"),
        (Condition("j", Op.EXACT, "1"), "42883"),
        (Condition("dep", Op.EXACT, None), ""),
        (Condition("dep", Op.EXACT, "a\0"), "22P02"),
    ],
)
def test_a_query_that_does_not_suit_the_columns_is_refused(condition: Condition, code: str) -> None:
    with pytest.raises(QueryError) as caught:
        typed(Query(where=Group("and", (condition,))), SCHEMA)
    assert caught.value.code == code
    assert is_safe_line(caught.value.reason)
