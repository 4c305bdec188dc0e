"""A remote table gives windows of rows, asks for little, and says what went wrong."""

from __future__ import annotations

import asyncio
from decimal import Decimal

import pytest
from tabular_service import RID, SCHEMA, TabularService, served

from tui.api.errors import ApiError, BadRequest, UnsupportedFilter
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
from tui.tables.remote import BadQuery, GroupsUnsupported, RemoteTable
from tui.tables.remote_pages import Page, PageCache

PETIT_1 = Condition("petit", Op.EXACT, 1)
EITHER = Group("or", (PETIT_1, Condition("ville", Op.EXACT, "ville 0")))


async def test_the_columns_bear_the_names_and_types_that_the_rows_have() -> None:
    async with served(TabularService(3)) as client:
        table = RemoteTable(client.tabular, RID)
        schema = await table.schema()
        assert [(column.name, column.type) for column in schema] == [
            ("ville", ColumnType.STRING),
            ("petit", ColumnType.INT),
            ("xmin__hydra_renamed", ColumnType.FLOAT),
            ("vu", ColumnType.DATETIME_TZ),
        ]
        assert schema.column("xmin__hydra_renamed") == Column(
            "xmin__hydra_renamed", ColumnType.FLOAT, "latitude_wgs"
        )
        assert table.profile is not None
        assert table.profile.header == ("ville", "petit", "xmin", "vu")


async def test_a_profile_that_names_no_column_is_made_up_for_by_the_rows() -> None:
    service = TabularService(3, profile={})
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        schema = await table.schema()
        assert [(column.name, column.type) for column in schema] == [
            ("ville", ColumnType.STRING),
            ("petit", ColumnType.INT),
            ("xmin__hydra_renamed", ColumnType.FLOAT),
            ("vu", ColumnType.STRING),
        ]


async def test_a_window_holds_the_rows_asked_with_their_ids_and_the_total() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        window = await table.window(Query(), 45, 55)
        assert window.columns == tuple(column.name for column in SCHEMA)
        assert window.ids == tuple(range(46, 56))
        assert window.rows[0] == ("ville 45", 0, 22.5, "2024-01-01T00:00:00+00:00")
        assert (window.start, window.total, window.at_end) == (45, 137, False)
        assert service.pages() == [1, 2]


async def test_a_window_is_cut_at_the_end_of_the_table() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        window = await table.window(Query(), 100, 400)
        assert len(window.rows) == 37
        assert (window.total, window.at_end) == (137, True)
        assert service.pages() == [3]


@pytest.mark.parametrize("rows", [137, 100, 0])
async def test_a_window_past_the_end_is_empty_and_knows_the_total(rows: int) -> None:
    async with served(TabularService(rows)) as client:
        window = await RemoteTable(client.tabular, RID).window(Query(), 5_000, 5_050)
        assert (window.rows, window.total, window.at_end) == ((), rows, True)


async def test_rows_that_are_not_there_are_asked_once_only() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        await table.window(Query(), 0, 50)
        for start in (200, 5_000):
            assert (await table.window(Query(), start, start + 50)).rows == ()
        assert service.pages() == [1]


async def test_pages_are_asked_once_and_two_at_a_time_at_most() -> None:
    service = TabularService(1_000)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        first = await table.window(Query(), 0, 400)
        second = await table.window(Query(), 20, 380)
        assert first.ids[20:380] == second.ids
        assert sorted(service.pages()) == [1, 2, 3, 4, 5, 6, 7, 8]
        assert service.most == 2


async def test_pages_of_a_sort_with_ties_neither_overlap_nor_skip() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        window = await table.window(Query(sorts=(Sort("petit", True),)), 0, 137)
        assert sorted(number or 0 for number in window.ids) == list(range(1, 138))
        assert service.asked[0].startswith("petit__sort=desc,__id.asc&")


async def test_chosen_columns_come_in_order_and_rows_keep_their_ids() -> None:
    service = TabularService(5)
    async with served(service) as client:
        window = await RemoteTable(client.tabular, RID).window(Query(("petit", "ville")), 0, 2)
        assert window.columns == ("petit", "ville")
        assert window.rows == ((0, "ville 0"), (1, "ville 1"))
        assert window.ids == (1, 2)
        assert service.asked[0].startswith("columns=__id,petit,ville&")


async def test_groups_come_without_a_total_and_end_where_a_page_is_short() -> None:
    query = Query(
        sorts=(Sort("petit"),),
        group_by=("petit",),
        aggregates=(Aggregate("ville", Function.COUNT),),
    )
    async with served(TabularService(137)) as client:
        window = await RemoteTable(client.tabular, RID).window(query, 0, 50)
        assert window.columns == ("petit", "ville__count")
        assert window.rows == ((0, 46), (1, 46), (2, 45))
        assert window.ids == (None, None, None)
        assert (window.total, window.at_end) == (None, True)


async def test_full_pages_of_groups_go_on_until_one_is_empty() -> None:
    query = Query(
        sorts=(Sort("ville"),),
        group_by=("ville",),
        aggregates=(Aggregate("petit", Function.SUM),),
    )
    async with served(TabularService(100)) as client:
        table = RemoteTable(client.tabular, RID)
        assert not (await table.window(query, 50, 100)).at_end
        end = await table.window(query, 50, 150)
        assert (len(end.rows), end.at_end) == (50, True)


async def test_a_service_that_refuses_long_sorts_is_asked_plainly_from_then_on() -> None:
    service = TabularService(137, refuses_sorts=True)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        query = Query(sorts=(Sort("petit"),))
        assert len((await table.window(query, 0, 50)).rows) == 50
        assert table.sorts_plainly
        await RemoteTable(client.tabular, RID).window(query, 50, 100)
        assert [raw.partition("&")[0] for raw in service.asked] == [
            "petit__sort=asc,__id.asc",
            "petit__sort=asc",
            "petit__sort=asc",
        ]


async def test_a_refusal_that_is_not_about_the_sort_is_told_as_it_is() -> None:
    service = TabularService(137, version="0.3.1")
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        query = Query(where=Group("and", (EITHER,)), sorts=(Sort("petit"),))
        with pytest.raises(GroupsUnsupported) as caught:
            await table.window(query, 0, 50)
        assert caught.value.message
        assert not table.sorts_plainly


async def test_a_service_that_is_new_enough_is_not_called_too_old() -> None:
    service = TabularService(137, refuses_sorts=True)
    async with served(service) as client:
        with pytest.raises(BadRequest) as caught:
            await RemoteTable(client.tabular, RID).window(
                Query(where=Group("and", (EITHER,))), 0, 9
            )
        assert type(caught.value) is BadRequest


async def test_filters_joined_by_or_are_answered() -> None:
    async with served(TabularService(9)) as client:
        table = RemoteTable(client.tabular, RID)
        window = await table.window(Query(where=Group("and", (EITHER,))), 0, 50)
        assert window.ids == (1, 2, 5, 8)


@pytest.mark.parametrize(
    "query",
    [
        Query().filtered(Condition("inconnue", Op.EXACT, "1")),
        Query().filtered(Condition("petit", Op.EXACT, "abc")),
        Query().filtered(Condition("ville", Op.IN, tuple(f"ville {n}" for n in range(2_000)))),
        Query(group_by=("petit",)),
    ],
)
async def test_what_cannot_be_asked_is_told_without_asking(query: Query) -> None:
    service = TabularService(9)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        with pytest.raises(BadQuery) as caught:
            await table.window(query, 0, 50)
        assert caught.value.message == caught.value.reason
        assert service.asked == []


async def test_a_refusal_of_one_page_is_an_error_of_its_own_and_not_a_group() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        await table.window(Query(), 0, 50)
        service.version, service.refuses_sorts = "0.3.1", True
        service.table.execute("DROP TABLE t")
        with pytest.raises(ApiError):
            await table.window(Query(), 0, 137)


async def test_text_that_a_link_left_untyped_is_read_by_the_type_of_the_column() -> None:
    async with served(TabularService(9)) as client:
        query = Query().filtered(Condition("xmin__hydra_renamed", Op.LESS, "0,5"))
        window = await RemoteTable(client.tabular, RID).window(query, 0, 50)
        assert window.ids == (1, 2)
        typed = Query().filtered(Condition("xmin__hydra_renamed", Op.LESS, Decimal("0.5")))
        assert (await RemoteTable(client.tabular, RID).window(typed, 0, 50)).ids == (1, 2)


async def test_a_table_made_anew_meanwhile_is_noticed_and_read_again() -> None:
    service = TabularService(137)
    seen: list[Query] = []
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID, on_change=seen.append)
        await table.window(Query(), 0, 50)
        service.fill(120)
        assert seen == []
        assert (await table.window(Query(), 50, 100)).total == 120
        assert table.changed
        assert seen == [Query()]
        await table.window(Query(), 0, 50)
        assert service.pages() == [1, 2, 1]


async def test_forgetting_goes_past_every_cache() -> None:
    service = TabularService(5)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        await table.window(Query(), 0, 50)
        service.fill(6)
        table.forget()
        assert len((await table.window(Query(), 0, 50)).rows) == 6
        assert not table.changed


async def test_a_cancelled_window_leaves_no_request_behind() -> None:
    service = TabularService(1_000)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        await table.window(Query(), 0, 50)
        service.gate.clear()
        task = asyncio.create_task(table.window(Query(), 50, 300))
        await service.crowded.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert (service.running, service.abandoned) == (0, 2)
        service.gate.set()
        assert len((await table.window(Query(), 50, 300)).rows) == 250


async def test_the_address_of_rows_is_the_one_that_is_asked() -> None:
    service = TabularService(137)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        query = Query(where=Group("and", (Condition("ville", Op.EXACT, "a#b"),)))
        with pytest.raises(BadQuery):
            table.url(query)
        await table.window(query, 0, 50)
        assert table.url(query).partition("?")[2] == service.asked[0]
        assert "page=3" in table.url(query, row=100)


async def test_an_operator_that_the_service_cannot_apply_is_told_apart() -> None:
    service = TabularService(9, profile={"header": ["petit"]})
    async with served(service) as client:
        query = Query().filtered(Condition("petit", Op.CONTAINS, "1"))
        with pytest.raises(UnsupportedFilter):
            await RemoteTable(client.tabular, RID).window(query, 0, 50)


def test_pages_are_let_go_by_the_number_of_their_cells() -> None:
    cache = PageCache(cells_kept=100)
    page = Page(((1,) * 10,) * 4, (None,) * 4, None, at_end=False)
    query = Query()
    cache.put(query, 1, page)
    cache.put(query, 2, page)
    assert cache.get(query, 1) is page
    cache.put(query, 3, page)
    assert cache.get(query, 2) is None
    assert cache.get(query, 1) is page
    cache.put(Query(sorts=(Sort(ROW_ID),)), 1, page)
    cache.forget(query)
    assert cache.get(query, 1) is None
    assert cache.get(Query(sorts=(Sort(ROW_ID),)), 1) is page
