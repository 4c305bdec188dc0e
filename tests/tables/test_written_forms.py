"""The exact words of each form, where a round trip could hide a shared mistake."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.query import (
    ROW_ID,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Filter,
    Function,
    Group,
    Op,
    Pattern,
    Query,
    QueryError,
    Schema,
    Sort,
)
from tui.tables.sql_form import count_sql, quoted_identifier, to_sql
from tui.tables.tabular_form import from_params, inexact, request_too_long, to_params

SCHEMA = Schema(
    (
        Column("dep"),
        Column("prix", ColumnType.FLOAT),
        Column("n", ColumnType.INT),
        Column("ok", ColumnType.BOOL),
        Column("jour", ColumnType.DATE),
        Column("vu", ColumnType.DATETIME_TZ),
        Column("objet", ColumnType.JSON),
        Column("dièse#tag"),
        Column("code.postal"),
        Column("y__isnull"),
        Column('l"été'),
    )
)


def where(*items: Filter) -> Query:
    return Query(where=Group("and", items))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("dep", Op.EXACT, "75"), "dep__exact=75"),
        (Condition("dep", Op.EXACT, ""), "dep__exact="),
        (Condition("dep", Op.EXACT, "null"), "dep__exact=null"),
        (Condition("dep", Op.EXACT, "a&b=c;d+e f"), "dep__exact=a%26b%3Dc%3Bd%2Be%20f"),
        (Condition("dep", Op.EXACT, "Vente#x"), "dep__exact=Vente%2523x"),
        (Condition("dep", Op.EXACT, "%41"), "dep__exact=%252541"),
        (Condition("dep", Op.EXACT, "100 %"), "dep__exact=100%20%25"),
        (Condition("dep", Op.EXACT, "a\tb"), "dep__exact=a%2509b"),
        (Condition("dep", Op.EXACT, ".count()"), "dep__exact=%252Ecount%2528%2529"),
        (Condition("dep", Op.ISNULL), "dep__isnull="),
        (Condition("dep", Op.CONTAINS, "50%_\\"), "dep__contains=50%5C%25%5C_%5C%5C"),
        (Condition("dep", Op.CONTAINS, "a*b"), "dep__contains=a_b"),
        (Condition("dep", Op.CONTAINS, Pattern("a%i")), "dep__contains=a%25i"),
        (Condition("dep", Op.IN, ("a,b", ')"')), "dep__in=%22a%2Cb%22%2C%22%29%5C%22%22"),
        (Condition("dep", Op.NOTIN, ()), "dep__notin="),
        (Condition("dep", Op.IN, ("",)), "dep__in=%22%22%2C%22%22"),
        (Condition("prix", Op.GREATER, Decimal("0.10")), "prix__greater=0.10"),
        (Condition("ok", Op.EXACT, True), "ok__exact=true"),
        (Condition("jour", Op.STRICTLY_LESS, date(2024, 4, 1)), "jour__strictly_less=2024-04-01"),
        (
            Condition("vu", Op.LESS, datetime(2024, 3, 1, 5, tzinfo=UTC)),
            "vu__less=2024-03-01T05%3A00%3A00%2B00%3A00",
        ),
        (Condition("dièse#tag", Op.EXACT, "0"), "di%25C3%25A8se%2523tag__exact=0"),
        (Condition("code.postal", Op.EXACT, "0"), "code.postal__exact=0"),
    ],
)
def test_a_filter_is_written_so_that_nothing_is_lost(condition: Condition, expected: str) -> None:
    assert to_params(where(condition), SCHEMA) == expected


def test_a_group_is_written_in_the_form_that_was_seen_to_work() -> None:
    group = Group(
        "or",
        (
            Condition("prix", Op.STRICTLY_LESS, Decimal("0.01")),
            Group("and", (Condition("dep", Op.IN, ("a", "b")), Condition("n", Op.ISNULL))),
            Condition("code.postal", Op.CONTAINS, "a, (b)"),
            Condition("n", Op.EXACT, 13),
        ),
    )
    assert to_params(where(Condition("dep", Op.ISNOTNULL), group), SCHEMA) == (
        "dep__isnotnull=&or=(prix__strictly_less.%25220%252E01%2522,"
        "and(dep__in.%2522a%2522%252C%2522b%2522,n__isnull),"
        "code%252Epostal__contains.a_%2520%2528b_,n__exact.13)"
    )


def test_what_can_only_come_close_is_said() -> None:
    starred = Condition("dep", Op.CONTAINS, "a*")
    comma = Condition("dep", Op.CONTAINS, "a,b")
    plain = Condition("dep", Op.CONTAINS, "ab")
    assert inexact(where(starred, comma, plain)) == (starred,)
    assert inexact(where(Group("or", (comma, plain)))) == (comma,)


def test_groups_of_one_or_of_none_leave_no_parenthesis() -> None:
    one = Group("or", (Group("and", (Condition("dep", Op.EXACT, "1"),)),))
    assert to_params(where(one, Group("and")), SCHEMA) == "dep__exact=1"
    every = Group("or", (Group(), Condition("dep", Op.EXACT, "1")))
    assert to_params(where(every), SCHEMA) == ""


def test_sorts_go_in_one_parameter_with_a_last_word_on_ties() -> None:
    query = Query(sorts=(Sort("dep", True), Sort('l"été', nulls="first"), Sort("n")))
    assert to_params(query, SCHEMA) == (
        "dep__sort=desc,%22l%5C%22%C3%A9t%C3%A9%22.asc.nullsfirst,n.asc,__id.asc"
    )
    assert to_params(query, SCHEMA, plain_sort=True) == "dep__sort=desc"
    by_row = Query(sorts=(Sort(ROW_ID, True),))
    assert to_params(by_row, SCHEMA) == "__id__sort=desc"


def test_columns_are_written_in_the_order_asked() -> None:
    query = Query(columns=("n", "code.postal", ROW_ID))
    assert to_params(query, SCHEMA) == "columns=n,code%252Epostal,__id"


def test_aggregators_are_written_without_a_value() -> None:
    measures = (Aggregate("n", Function.SUM), Aggregate("y__isnull", Function.COUNT))
    query = Query(sorts=(Sort("dep"),), group_by=("dep",), aggregates=measures)
    raw = "dep__groupby&n__sum&y%255F%255Fisnull__count&dep__sort=asc"
    assert to_params(query, SCHEMA) == raw
    assert from_params(raw, SCHEMA) == query


@pytest.mark.parametrize(
    "query",
    [
        where(Condition("inconnue", Op.EXACT, "1")),
        where(Condition("objet", Op.EXACT, "1")),
        where(Condition("dep", Op.EXACT, "\ud800")),
        where(Condition("n", Op.EXACT, 2**63)),
        Query(sorts=(Sort("objet"),)),
        Query(sorts=(Sort("inconnue"),)),
        Query(columns=("inconnue",)),
        Query(group_by=("dep",)),
        Query(group_by=("objet",), aggregates=(Aggregate("n", Function.SUM),)),
        Query(aggregates=(Aggregate("dep", Function.SUM),)),
        Query(columns=("dep",), aggregates=(Aggregate("n", Function.SUM),)),
        Query(
            sorts=(Sort("n__sum"),), group_by=("dep",), aggregates=(Aggregate("n", Function.SUM),)
        ),
    ],
)
def test_what_the_service_cannot_be_asked_is_refused_with_a_reason(query: Query) -> None:
    with pytest.raises(QueryError) as caught:
        to_params(query, SCHEMA)
    assert caught.value.reason


def test_a_request_line_is_bounded() -> None:
    assert not request_too_long("x" * 8_000, 190)
    assert request_too_long("x" * 8_000, 191)


def test_sql_says_what_postgresql_does() -> None:
    query = Query(
        columns=("dep", "vu"),
        where=Group(
            "and",
            (
                Condition("dep", Op.NOTCONTAINS, "50%"),
                Group("or", (Condition("n", Op.IN, (1, 2)), Condition("ok", Op.DIFFERS, True))),
                Condition("dep", Op.NOTIN, ()),
                Condition("dep", Op.IN, ()),
            ),
        ),
        sorts=(Sort("prix", True), Sort("dep", nulls="first")),
    )
    sql = to_sql(query, SCHEMA, quoted_identifier('t"1'), limit=50, offset=100)
    assert sql.text == (
        'SELECT "dep", make_timestamp(epoch_us("vu")) AS "vu" FROM "t""1" '
        'WHERE "dep" NOT ILIKE ? ESCAPE \'\\\' AND ("n" IN (?, ?) OR '
        '"ok" IS DISTINCT FROM ?) AND true AND false '
        'ORDER BY "prix" DESC NULLS FIRST, "dep" ASC NULLS FIRST, "__id" ASC NULLS LAST '
        "LIMIT 50 OFFSET 100"
    )
    assert sql.parameters == ("%50\\%%", 1, 2, True)
    assert sql.columns == ("dep", "vu")


def test_groups_without_a_measure_are_not_grouped() -> None:
    assert to_sql(Query(group_by=("dep",)), SCHEMA, "t").text == (
        'SELECT "dep" FROM t ORDER BY "__id" ASC NULLS LAST'
    )


def test_a_relation_without_row_numbers_is_left_in_its_order() -> None:
    schema = Schema((Column("A"), Column("a")))
    sql = to_sql(Query(), schema, "t", row_id=None, names={"A": "c1", "a": "c2"})
    assert sql.text == 'SELECT "c1" AS "A", "c2" AS "a" FROM t'
    assert count_sql(Query(), schema, "t").text == "SELECT count(*) AS total FROM t"


def test_a_link_bears_the_names_of_the_api_and_plain_values() -> None:
    query = Query(
        columns=("dep", "code.postal"),
        where=Group(
            "and",
            (
                Condition("dep", Op.EXACT, "a & b"),
                Condition("dep", Op.IN, ("75", "a,b")),
                Condition("dep", Op.CONTAINS, "50% *"),
                Group(
                    "or", (Condition("n", Op.ISNULL), Condition("prix", Op.LESS, Decimal("0.5")))
                ),
            ),
        ),
        sorts=(Sort("dep", True), Sort("n", nulls="last")),
    )
    pairs = to_pairs(query)
    assert pairs == (
        ("dep__exact", "a & b"),
        ("dep__in", '75,"a,b"'),
        ("dep__contains", r"50\% \*"),
        ("or", '(n__isnull,prix__less."0.5")'),
        ("columns", 'dep,"code.postal"'),
        ("dep__sort", "desc"),
        ("n__sort", "asc.nullslast"),
    )
    assert from_pairs(pairs, SCHEMA) == query


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("or", '(score__greater."0.99",score__less.0.01)', ("0.99", "0.01")),
        ("or", "(score__in.(a,b))", (("a", "b"),)),
        ("score__in", "", ((),)),
        ("score__in", '""', (("",),)),
        ("score__contains", "a*i", (Pattern("a%i"),)),
        ("score__contains", r"a\*i", ("a*i",)),
        ("SCORE__EXACT", "x", ("x",)),
    ],
)
def test_what_is_copied_from_an_address_is_understood(
    name: str, value: str, expected: tuple[object, ...]
) -> None:
    query = from_pairs([(name, value), ("row", "12"), ("hide", "a,b")])
    assert tuple(condition.value for condition in query.conditions()) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("dep__truc", "1"),
        ("or", "dep__exact.1"),
        ("or", "(dep__exact.1"),
        ("or", "(dep)"),
        ("or", "(" + "and(" * 5_000),
        ("dep__sort", "up"),
    ],
)
def test_a_link_that_cannot_be_read_is_refused(name: str, value: str) -> None:
    with pytest.raises(QueryError):
        from_pairs([(name, value)])


def test_groups_too_deep_to_follow_fail_as_a_server_does() -> None:
    with pytest.raises(QueryError) as caught:
        from_params("or=(" + "and(" * 500 + "a__exact.1" + ")" * 501)
    assert caught.value.status == 500
