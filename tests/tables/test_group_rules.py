"""Which groups the service gives, which rule forbids the others, and what is counted."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tui.api.service import open_service
from tui.sample.names import resource_id
from tui.sample.tables.awkward import ODD_NAMES
from tui.settings import SITES, Settings, asgi_app
from tui.tables.group_rules import ROW_COUNT, GroupRules, listed, rules_of
from tui.tables.query import ROW_ID, Aggregate, Column, ColumnType, Function, Query, Schema
from tui.tables.remote import RemoteTable
from tui.tables.tabular_form import can_be_an_index, to_params

SCHEMA = Schema(
    (
        Column("ville"),
        Column("habitants", ColumnType.INT),
        Column("vu", ColumnType.DATE),
        Column("actif", ColumnType.BOOL),
        Column("objet", ColumnType.JSON),
        Column("R&D", ColumnType.INT),
    )
)
COUNT = (ROW_COUNT,)
ANY = GroupRules(SCHEMA)
INDEXED = GroupRules(SCHEMA, indexes=("ville", "vu", "R&D"))


def grouped(*names: str, by: tuple[Aggregate, ...] = COUNT) -> Query:
    return Query(group_by=names, aggregates=by)


def measure(column: str, function: Function) -> tuple[Aggregate, ...]:
    return (Aggregate(column, function),)


def test_a_table_that_may_not_be_grouped_says_so_whatever_is_asked() -> None:
    rules = GroupRules(SCHEMA, allowed=False, indexes=("ville",))
    assert "does not let the rows of this table be grouped" in rules.why_not(grouped("ville"))
    assert rules.why_not(grouped("vu")) == rules.why_not(Query())


@pytest.mark.parametrize("column", [column.name for column in SCHEMA if column.name != "objet"])
def test_without_indexes_any_column_that_has_an_order_is_grouped_by(column: str) -> None:
    assert ANY.why_not(grouped(column)) == ""
    assert ANY.why_not_column(column) == ""


def test_json_is_not_grouped_by_but_may_be_counted() -> None:
    assert ANY.why_not(grouped("objet")) == "objet cannot be grouped by."
    assert ANY.why_not_column("objet")
    assert ANY.why_not(grouped("ville", by=measure("objet", Function.COUNT))) == ""
    assert ANY.why_not_measure(Aggregate("objet", Function.COUNT)) == ""


@pytest.mark.parametrize(
    ("column", "function"),
    [
        ("ville", Function.SUM),
        ("actif", Function.MAX),
        ("vu", Function.AVG),
        ("objet", Function.MIN),
    ],
)
def test_a_function_that_does_not_suit_the_type_is_refused(column: str, function: Function) -> None:
    why = ANY.why_not(grouped("ville", by=measure(column, function)))
    assert why == f"{function} cannot be computed on {column}."
    assert ANY.why_not_measure(Aggregate(column, function))


def test_a_column_that_is_not_there_is_named() -> None:
    assert "région" in ANY.why_not(grouped("région"))
    assert ANY.why_not_column("région")
    assert ANY.why_not_measure(Aggregate("région", Function.COUNT))


def test_with_indexes_columns_without_one_are_named_with_those_that_have_one() -> None:
    why = INDEXED.why_not(grouped("actif", by=measure("vu", Function.COUNT)))
    assert why == "actif has no index: this table is grouped by ville, vu, R&D only."
    both = INDEXED.why_not(grouped("actif", by=measure("habitants", Function.SUM)))
    assert both.startswith("actif, habitants have no index")
    assert INDEXED.why_not_column("actif") == "no index"
    assert INDEXED.why_not_measure(Aggregate("habitants", Function.SUM)) == "no index"
    assert INDEXED.why_not(grouped("ville", by=measure("vu", Function.MAX))) == ""


def test_with_indexes_the_rows_themselves_cannot_be_counted() -> None:
    why = INDEXED.why_not(grouped("ville"))
    assert "rows of this table cannot be counted" in why
    assert "ville, vu, R&D" in why
    assert ROW_ID not in why
    assert ROW_COUNT not in list(INDEXED.measures())
    assert next(ANY.measures()) == ROW_COUNT


def test_with_indexes_a_name_that_the_service_does_not_know_again_is_refused() -> None:
    by = measure("vu", Function.COUNT)
    assert "R&D" in INDEXED.why_not(grouped("R&D", by=by))
    assert INDEXED.why_not_column("R&D")
    assert ANY.why_not(grouped("R&D")) == ""


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_name_that_can_be_an_index_is_sent_encoded_once(name: str) -> None:
    schema = Schema((Column(name, ColumnType.INT),))
    sent = to_params(grouped(name, by=measure(name, Function.COUNT)), schema)
    once = quote(name, safe="")
    assert can_be_an_index(name) == (
        sent == f"{once}__groupby&{once}__count" and not set("&=+;") & set(name)
    )


def test_what_stands_for_the_rows_is_the_indexed_column_with_fewest_empty_cells() -> None:
    assert ANY.count() == ROW_COUNT
    missing = {"ville": 12, "vu": 0, "R&D": 0}
    rules = GroupRules(SCHEMA, indexes=("R&D", "ville", "vu"), missing=missing)
    assert rules.count() == Aggregate("vu", Function.COUNT)
    assert GroupRules(SCHEMA, indexes=("vu", "ville"), missing={"vu": 3}).count() == Aggregate(
        "ville", Function.COUNT
    )
    assert GroupRules(SCHEMA, indexes=("R&D",)).count() is None


def test_what_computes_nothing_is_given_a_count() -> None:
    assert ANY.completed(Query(group_by=("ville",))).aggregates == COUNT
    asked = grouped("ville", by=measure("habitants", Function.SUM))
    assert ANY.completed(asked) == asked


def test_where_nothing_can_be_counted_a_measure_is_to_be_chosen() -> None:
    rules = GroupRules(SCHEMA, indexes=("R&D",))
    query = rules.completed(Query())
    assert query.aggregates == ()
    assert rules.why_not(query) == "Choose what to compute for each group."


def test_numbers_are_offered_before_dates_before_texts() -> None:
    offered = [aggregate.name for aggregate in ANY.measures()]
    assert offered[:6] == [
        "__id__count",
        "habitants__sum",
        "habitants__avg",
        "habitants__min",
        "habitants__max",
        "habitants__count",
    ]
    assert offered.index("vu__min") < offered.index("ville__count") < offered.index("ville__min")
    assert all(ANY.why_not_measure(aggregate) == "" for aggregate in ANY.measures())


def test_a_long_list_of_names_says_how_many_more_there_are() -> None:
    assert listed(("a", "b")) == "a, b"
    assert listed("abcdefg") == "a, b, c, d and 3 more"
    assert listed(("\x1b[31m",)) == "␛[31m"


@pytest.mark.parametrize(
    ("slug", "allowed", "indexes"),
    [
        ("population-des-communes-francaises", True, None),
        ("indicateurs-statistiques-a-300-colonnes", True, ("code_insee",)),
        ("etablissements-hospitaliers", False, None),
        ("mesures-horaires-de-la-qualite-de-lair", False, ("polluant", "date_debut")),
    ],
)
async def test_the_service_says_what_may_be_grouped(
    slug: str, allowed: bool, indexes: tuple[str, ...] | None
) -> None:
    site = SITES["sample"]
    service = await open_service(site, asgi_app=asgi_app(Settings(site=site)))
    try:
        rules = await rules_of(RemoteTable(service.tabular, resource_id(f"{slug}/0")))
    finally:
        await service.aclose()
    assert rules.allowed is allowed
    assert rules.indexes == indexes
    assert set(rules.missing) == {column.name for column in rules.schema}
