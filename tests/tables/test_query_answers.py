"""Queries answered by SQL, by the service's parameters, and by hand: the same rows."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest
from hypothesis import HealthCheck, assume, given, settings
from table_queries import (
    SCHEMA,
    CellValue,
    Record,
    evaluate,
    folding_texts,
    group_queries,
    records,
    row_queries,
)

from tui.tables.query import ROW_ID, Query
from tui.tables.sql_form import Sql, count_sql, to_sql
from tui.tables.tabular_form import from_params, inexact, to_params

PHYSICAL = {column.name: f"c{number}" for number, column in enumerate(SCHEMA)} | {ROW_ID: "c_id"}
SQL_TYPES = {
    "string": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "datetime_tz": "TIMESTAMPTZ",
    "json": "VARCHAR",
}
EXAMPLES = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def table() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        types = ", ".join(f"{PHYSICAL[c.name]} {SQL_TYPES[c.type]}" for c in SCHEMA)
        connection.execute(f"CREATE TABLE t (c_id BIGINT, {types})")
        yield connection


def fill(table: duckdb.DuckDBPyConnection, rows: list[Record]) -> None:
    table.execute("DELETE FROM t")
    if rows:
        marks = ", ".join("?" * (len(SCHEMA) + 1))
        table.executemany(f"INSERT INTO t VALUES ({marks})", [list(row.values()) for row in rows])


def answer(table: duckdb.DuckDBPyConnection, query: Query) -> list[tuple[CellValue, ...]]:
    return run(table, to_sql(query, SCHEMA, "t", names=PHYSICAL))


def run(table: duckdb.DuckDBPyConnection, sql: Sql) -> list[tuple[CellValue, ...]]:
    return table.execute(sql.text, list(sql.parameters)).fetchall()


def expected(query: Query, rows: list[Record]) -> list[tuple[CellValue, ...]]:
    return [tuple(in_utc(cell) for cell in row) for row in evaluate(query, rows)]


def in_utc(cell: CellValue) -> CellValue:
    if isinstance(cell, datetime) and cell.tzinfo:
        return cell.astimezone(UTC).replace(tzinfo=None)
    return cell


def alike(left: list[tuple[CellValue, ...]], right: list[tuple[CellValue, ...]]) -> bool:
    return len(left) == len(right) and all(
        same(a, b) for x, y in zip(left, right, strict=True) for a, b in zip(x, y, strict=True)
    )


def same(left: CellValue, right: CellValue) -> bool:
    if isinstance(left, float) and isinstance(right, (int, float)):
        return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-3)
    return left == right


@EXAMPLES
@given(rows=records(), query=row_queries(folding_texts))
def test_sql_gives_the_rows_that_a_row_by_row_reading_gives(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    fill(table, rows)
    assert answer(table, query) == expected(query, rows)


@EXAMPLES
@given(rows=records(), query=group_queries(folding_texts))
def test_sql_gives_the_groups_that_a_row_by_row_reading_gives(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    fill(table, rows)
    assert alike(answer(table, query), expected(query, rows))


@EXAMPLES
@given(rows=records(), query=row_queries(folding_texts))
def test_the_parameters_of_a_query_give_its_rows(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    assume(not inexact(query))
    fill(table, rows)
    assert answer(table, from_params(to_params(query, SCHEMA), SCHEMA)) == answer(table, query)


@EXAMPLES
@given(rows=records(), query=group_queries(folding_texts))
def test_the_parameters_of_an_aggregation_give_its_groups(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    assume(not inexact(query))
    fill(table, rows)
    read = from_params(to_params(query, SCHEMA), SCHEMA)
    assert alike(answer(table, read), answer(table, query))


@EXAMPLES
@given(rows=records(), query=row_queries(folding_texts))
def test_the_count_is_the_number_of_rows(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    fill(table, rows)
    counted = run(table, count_sql(query, SCHEMA, "t", names=PHYSICAL))
    assert counted == [(len(evaluate(query, rows)),)]


@EXAMPLES
@given(rows=records(), query=row_queries(folding_texts))
def test_pages_cut_from_the_answer_make_the_answer(
    table: duckdb.DuckDBPyConnection, rows: list[Record], query: Query
) -> None:
    fill(table, rows)
    pages = [
        to_sql(query, SCHEMA, "t", limit=3, offset=start, names=PHYSICAL) for start in (0, 3, 6)
    ]
    assert [row for page in pages for row in run(table, page)] == answer(table, query)
