"""Groups are all read, then ordered here; behind each there are as many rows as it counts."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from table_queries import Record, evaluate
from tabular_service import RID, SCHEMA, Send, TabularService, served

from tui.api.errors import ApiError, ServerError
from tui.api.service import Service, open_service
from tui.sample.names import resource_id
from tui.settings import SITES, Settings, asgi_app
from tui.tables.group_rules import ROW_COUNT
from tui.tables.groups import (
    BOUND,
    GroupedTable,
    first_order,
    group_columns,
    measure_title,
    ordered,
    rows_of_group,
    sort_key,
    turned,
)
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.operators import functions_for, sortable
from tui.tables.query import (
    COMPUTED,
    ROW_ID,
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Function,
    Op,
    Query,
    QueryError,
    Schema,
    Sort,
)
from tui.tables.remote import RemoteTable
from tui.tables.source import Cell, Row

BY_VILLE = Query(group_by=("ville",), aggregates=(Aggregate("petit", Function.SUM),))


def groups_of(client: Service, query: Query = BY_VILLE, limit: int = BOUND) -> GroupedTable:
    return GroupedTable(RemoteTable(client.tabular, RID), SCHEMA, query, limit=limit)


class PausedAtSecondPage(TabularService):
    """A service that answers nothing from the second request on, until its gate opens."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.at_second = asyncio.Event()

    async def answer_rows(self, raw: str, send: Send) -> None:
        if len(self.asked) == 1:
            self.gate.clear()
            self.at_second.set()
        await super().answer_rows(raw, send)


# Reading


@pytest.mark.parametrize(
    ("rows", "pages"), [(0, [1]), (7, [1]), (50, [1, 2]), (137, [1, 2, 3]), (150, [1, 2, 3, 4])]
)
async def test_every_page_is_read_once_up_to_the_first_short_one(
    rows: int, pages: list[int]
) -> None:
    service = TabularService(rows)
    async with served(service) as client:
        groups = groups_of(client)
        window = await groups.window(BY_VILLE, 0, 50)
        assert (window.total, len(window.rows)) == (rows, min(rows, 50))
        assert groups.is_complete
        assert not groups.is_doubtful
        again = await groups.window(BY_VILLE, 50, 1_000)
        assert (len(again.rows), again.at_end) == (max(0, rows - 50), True)
        assert service.pages() == pages
        assert service.most <= 1
        assert len({row[0] for row in groups.rows}) == rows


async def test_the_service_is_asked_for_the_order_of_the_groups_and_never_of_a_measure() -> None:
    service = TabularService(60)
    async with served(service) as client:
        query = BY_VILLE.sorted_by(Sort("petit__sum", descending=True))
        window = await groups_of(client, query).window(query, 0, 60)
        assert window.query == query
        assert window.columns == ("ville", "petit__sum")
        sums = [row[1] for row in window.rows]
        assert sums == sorted(sums, key=sort_key, reverse=True)
        for total in set(sums):
            names = [str(row[0]) for row in window.rows if row[1] == total]
            assert names == sorted(names)
        assert all(
            raw.startswith("ville__groupby&petit__sum&ville__sort=asc&") for raw in service.asked
        )


async def test_another_order_asks_for_nothing() -> None:
    service = TabularService(60)
    async with served(service) as client:
        groups = groups_of(client)
        await groups.read()
        asked = len(service.asked)
        for sort in (Sort("petit__sum"), Sort("ville", descending=True), Sort("petit__sum", True)):
            await groups.window(BY_VILLE.sorted_by(sort), 0, 50)
        assert len(service.asked) == asked


async def test_the_groups_of_another_query_are_not_given() -> None:
    async with served(TabularService(3)) as client:
        with pytest.raises(ValueError, match="not the groups"):
            await groups_of(client).window(replace(BY_VILLE, group_by=("petit",)), 0, 50)


async def test_reading_stops_at_the_bound_and_goes_on_when_asked_to() -> None:
    service = TabularService(137)
    async with served(service) as client:
        groups = groups_of(client, limit=100)
        await groups.read()
        assert (len(groups.rows), groups.is_complete) == (100, False)
        await groups.read()
        assert service.pages() == [1, 2]
        groups.more()
        await groups.read()
        assert (len(groups.rows), groups.is_complete) == (137, True)
        assert service.pages() == [1, 2, 3]


async def test_reading_says_how_far_it_came() -> None:
    said: list[int] = []
    async with served(TabularService(120)) as client:
        table = RemoteTable(client.tabular, RID)
        await GroupedTable(table, SCHEMA, BY_VILLE, on_progress=said.append).read()
    assert said == [50, 100, 120]


async def test_a_cancelled_reading_leaves_no_request_and_keeps_what_came() -> None:
    service = PausedAtSecondPage(137)
    async with served(service) as client:
        groups = groups_of(client)
        reading = asyncio.create_task(groups.read())
        await service.at_second.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        assert (len(groups.rows), service.running, service.abandoned) == (50, 0, 1)
        groups.stop()
        assert (await groups.window(BY_VILLE, 0, 100)).total == 50
        service.gate.set()
        groups.more()
        await groups.read()
        assert (len(groups.rows), groups.is_complete) == (137, True)
        assert service.pages() == [1, 2, 2, 3]


async def test_groups_that_came_before_an_error_are_kept() -> None:
    service = TabularService(137)
    answer_to = service.answer_to

    def failing(raw: str) -> tuple[int, dict[str, object]]:
        return (500, {}) if "page=2" in raw else answer_to(raw)

    service.answer_to = failing  # type: ignore[method-assign]
    async with served(service) as client:
        groups = groups_of(client)
        with pytest.raises(ServerError):
            await groups.read()
        assert len(groups.rows) == 50
        service.answer_to = answer_to  # type: ignore[method-assign]
        await groups.read()
        assert len(groups.rows) == 137


async def test_a_service_that_sorts_by_one_column_may_miss_groups_by_two() -> None:
    service = TabularService(120, refuses_sorts=True)
    async with served(service) as client:
        two = replace(BY_VILLE, group_by=("petit", "ville"), aggregates=BY_VILLE.aggregates)
        groups = groups_of(client, two)
        await groups.read()
        assert groups.is_doubtful
        one = groups_of(client)
        await one.read()
        assert not one.is_doubtful
        assert len(one.rows) == 120


async def test_a_group_that_comes_twice_is_kept_once_and_told() -> None:
    service = TabularService(70)
    answer_to = service.answer_to

    def shifted(raw: str) -> tuple[int, dict[str, object]]:
        status, body = answer_to(raw)
        if "page=2" in raw:  # a row was added before the ones read
            body["data"] = [*first[-1:], *body["data"]]
        else:
            first.extend(body["data"])
        return status, body

    first: list[object] = []
    service.answer_to = shifted  # type: ignore[method-assign]
    async with served(service) as client:
        groups = groups_of(client)
        await groups.read()
        assert (len(groups.rows), groups.is_doubtful) == (70, True)


# Against the sample site, through the client


@pytest.fixture
async def sample() -> AsyncIterator[Service]:
    site = SITES["sample"]
    service = await open_service(site, asgi_app=asgi_app(Settings(site=site)))
    yield service
    await service.aclose()


async def opened(service: Service, slug: str) -> tuple[RemoteTable, Schema]:
    table = RemoteTable(service.tabular, resource_id(f"{slug}/0"))
    return table, await table.schema()


async def all_rows(table: RemoteTable, rows: int) -> list[Record]:
    window = await table.window(Query(), 0, rows)
    return [
        {ROW_ID: number} | dict(zip(window.columns, row, strict=True))  # type: ignore[misc]
        for number, row in zip(window.ids, window.rows, strict=True)
    ]


def rounded(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(f"{cell:.9g}" if type(cell) in (int, float) else cell for cell in row)


@pytest.mark.parametrize("by", [("booleen",), ("petit", "booleen"), ("texte",), ("jour", "petit")])
async def test_groups_are_those_of_every_row_grouped_one_by_one(
    sample: Service, by: tuple[str, ...]
) -> None:
    table, schema = await opened(sample, "tous-les-types-de-colonnes")
    measures = [
        Aggregate(c.name, f) for c in schema for f in functions_for(c.type) if c.name not in by
    ]
    query = Query(group_by=by, aggregates=(ROW_COUNT, *measures))
    groups = GroupedTable(table, schema, query)
    await groups.read()
    expected = evaluate(query, await all_rows(table, 500))
    assert groups.is_complete
    assert {repr(rounded(row)) for row in groups.rows} == {repr(rounded(row)) for row in expected}
    assert len(groups.rows) == len(expected)
    assert any(None in row[: len(by)] for row in groups.rows)


async def test_behind_a_group_there_are_as_many_rows_as_it_counts(sample: Service) -> None:
    table, schema = await opened(sample, "tous-les-types-de-colonnes")
    for column in schema:
        if not sortable(column.type):
            continue
        query = Query(group_by=(column.name,), aggregates=(ROW_COUNT,))
        groups = GroupedTable(table, schema, query)
        await groups.read()
        assert sum(int(str(row[1])) for row in groups.rows) == 500
        for row in groups.ordered((Sort(column.name, nulls="first"),))[:3]:
            await counts_its_rows(table, schema, groups, row)


async def test_odd_columns_are_grouped_as_others_are(sample: Service) -> None:
    table, schema = await opened(sample, "noms-de-colonnes-difficiles")
    assert len(schema) > 40
    for column in schema:
        count = Aggregate(column.name, Function.COUNT)
        groups = GroupedTable(table, schema, Query(group_by=(column.name,), aggregates=(count,)))
        await groups.read()
        assert len(groups.rows) > 5, column.name
        assert sum(int(str(row[1])) for row in groups.rows) == 120, column.name
        await counts_its_rows(table, schema, groups, groups.rows[0])


async def counts_its_rows(
    table: RemoteTable, schema: Schema, groups: GroupedTable, row: Row
) -> None:
    rows = rows_of_group(groups.query, schema, groups.columns, row)
    assert from_pairs(to_pairs(rows), schema) == rows
    window = await table.window(rows, 0, 1)
    assert window.total == row[len(groups.query.group_by)], (groups.query, row)


async def test_filters_are_kept_behind_a_group_and_not_said_twice(sample: Service) -> None:
    table, schema = await opened(sample, "population-des-communes-francaises")
    coast = Condition("littoral", Op.EXACT, True)
    query = Query(group_by=("region", "littoral"), aggregates=(ROW_COUNT,)).filtered(coast)
    groups = GroupedTable(table, schema, query)
    await groups.read()
    row = groups.rows[0]
    rows = rows_of_group(query, schema, groups.columns, row)
    assert list(rows.where) == [coast, Condition("region", Op.EXACT, str(row[0]))]
    assert (rows.group_by, rows.aggregates, rows.sorts) == ((), (), ())
    await counts_its_rows(table, schema, groups, row)


async def test_more_groups_than_a_page_holds_are_all_there_once(sample: Service) -> None:
    table, schema = await opened(sample, "population-des-communes-francaises")
    query = Query(group_by=("code_departement", "littoral"), aggregates=(ROW_COUNT,))
    groups = GroupedTable(table, schema, query)
    await groups.read()
    assert len({row[:2] for row in groups.rows}) == len(groups.rows) > 150
    assert sum(int(str(row[2])) for row in groups.rows) == 34_955


async def test_a_refusal_of_the_service_is_told(sample: Service) -> None:
    table, schema = await opened(sample, "etablissements-hospitaliers")
    query = Query(group_by=("categorie",), aggregates=(ROW_COUNT,))
    with pytest.raises(ApiError):
        await GroupedTable(table, schema, query).read()


# Order

cells = st.one_of(
    st.none(),
    st.integers(-3, 3),
    st.floats(allow_nan=True, allow_infinity=True),
    st.booleans(),
    st.sampled_from(("É", "e", "E", "été", "", "10", "9", "ß", "\ud800")),
    st.lists(st.integers(0, 1), max_size=1),
)
NAMES = ("a", "b", "n")
sorts = st.lists(
    st.builds(
        Sort, st.sampled_from(("a", "b", "absent")), st.booleans(), st.sampled_from((None, "first"))
    ),
    max_size=3,
)


@st.composite
def tables(draw: st.DrawFn) -> list[Row]:
    return [(draw(cells), draw(cells), n) for n in range(draw(st.integers(0, 12)))]


@given(tables(), sorts)
def test_an_order_loses_nothing_and_keeps_what_ties_as_it_was(
    rows: list[Row], wanted: list[Sort]
) -> None:
    found = ordered(rows, NAMES, wanted)
    assert sorted(found, key=number) == rows
    keys = [[NAMES.index(s.column) for s in wanted if s.column in NAMES]]
    for before, after in zip(found, found[1:], strict=False):
        tie = all(sort_key(before[place]) == sort_key(after[place]) for place in keys[0])
        assert not tie or number(before) < number(after)
    assert ordered(found, NAMES, wanted) == found


@given(tables(), st.booleans(), st.sampled_from((None, "first", "last")))
def test_values_are_in_order_and_empty_cells_where_they_were_asked_for(
    rows: list[Row], descending: bool, nulls: str | None
) -> None:
    sort = Sort("a", descending, nulls)  # type: ignore[arg-type]
    found = [row[0] for row in ordered(rows, NAMES, (sort,))]
    keys = [sort_key(cell) for cell in found if cell is not None]
    assert keys == sorted(keys, reverse=descending)
    empty = [place for place, cell in enumerate(found) if cell is None]
    first = nulls == "first" or (nulls is None and descending)
    assert empty == list(range(len(empty)) if first else range(len(keys), len(found)))


def number(row: Row) -> int:
    return int(str(row[2]))


def test_numbers_compare_as_numbers_and_words_without_case_or_accents() -> None:
    in_order: list[Cell] = [-1.5, 0, 2, 10, 10.5, "", "abc", "École", "ecole b", "été", "Z", [1]]
    assert sorted([*in_order[7:], *in_order[:7]], key=sort_key) == in_order
    assert sort_key("a") != sort_key("A")


def test_a_column_is_turned_from_its_likeliest_side() -> None:
    named, count = Column("ville"), Column("petit__sum", ColumnType.INT, COMPUTED, "sum of petit")
    assert first_order(BY_VILLE) == (Sort("petit__sum", descending=True, nulls="last"),)
    down = turned(BY_VILLE, count)
    assert down.sorts == (Sort("petit__sum", descending=True, nulls="last"),)
    assert turned(down, count).sorts == (Sort("petit__sum", nulls="last"),)
    assert turned(turned(down, count), count) == down
    assert turned(down, named).sorts == (Sort("ville", nulls="last"),)
    assert turned(turned(down, named), named).sorts == (Sort("ville", True, "last"),)


# Columns


def test_the_columns_of_groups_have_titles_and_the_types_of_what_is_computed() -> None:
    functions = (Function.COUNT, Function.SUM, Function.AVG, Function.MIN)
    measures = [Aggregate("petit", function) for function in functions]
    query = Query(
        group_by=("vu",), aggregates=(ROW_COUNT, *measures, Aggregate("vu", functions[3]))
    )
    columns = group_columns(SCHEMA, query)
    assert [(column.name, column.type, column.title) for column in columns] == [
        ("vu", ColumnType.DATETIME_TZ, ""),
        ("__id__count", ColumnType.INT, "rows"),
        ("petit__count", ColumnType.INT, "count of petit"),
        ("petit__sum", ColumnType.INT, "sum of petit"),
        ("petit__avg", ColumnType.FLOAT, "mean of petit"),
        ("petit__min", ColumnType.INT, "min of petit"),
        ("vu__min", ColumnType.DATETIME_TZ, "min of vu"),
    ]


def test_a_title_is_safe_to_draw() -> None:
    assert "\x1b" not in measure_title(Aggregate("\x1b[2J", Function.SUM))


async def test_bars_are_for_numbers_that_are_never_negative() -> None:
    async with served(TabularService(1)) as client:
        query = replace(
            BY_VILLE, aggregates=tuple(Aggregate("petit", f) for f in functions_for(ColumnType.INT))
        )
        groups = groups_of(client, query)
        groups.rows = [("a", 3, -1, 2.5, 10**400, None), ("b", 9, 4, None, 1, None)]
        assert groups.largest() == {"petit__count": 9.0, "petit__avg": 2.5}
        groups.rows = []
        assert groups.largest() == {}


def test_a_link_says_groups_and_their_order() -> None:
    query = BY_VILLE.filtered(Condition("petit", Op.LESS, 3)).sorted_by(
        Sort("petit__sum", descending=True, nulls="last"), Sort("ville")
    )
    assert from_pairs(to_pairs(query), SCHEMA) == query


def test_a_value_that_cannot_be_asked_for_is_told() -> None:
    query = Query(group_by=("vu",), aggregates=(ROW_COUNT,))
    columns = group_columns(SCHEMA, query)
    with pytest.raises(QueryError):
        rows_of_group(query, SCHEMA, columns, ("0044-03-15 BC", 1))
