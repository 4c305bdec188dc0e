"""Rows of the service on their way to a file: by stream and by pages, whatever happens."""

from __future__ import annotations

import asyncio
import csv
import json
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import duckdb
import pytest
from export_service import ALL, ExportService, exported, no_sleep, rows_of
from tabular_service import RID, Send, served

from tui.tables.export.exports import Exports
from tui.tables.export.formats import Format
from tui.tables.export.held_rows import GroupRows, HeldRows, SourceRows
from tui.tables.export.job import Export, Order
from tui.tables.export.part import saved_of
from tui.tables.export.progress import Route, Stage
from tui.tables.export.rows import Batch, Count, Done
from tui.tables.export.service_rows import ServiceRows
from tui.tables.query import (
    Aggregate,
    Column,
    ColumnType,
    Condition,
    Function,
    Op,
    Query,
    Sort,
)
from tui.tables.remote import RemoteTable

TOWNS = Query().filtered(Condition("petit", Op.EXACT, 1))
SORTED = Query().sorted_by(Sort("petit", descending=True))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "a.csv"


def towns(path: Path) -> list[str]:
    with path.open(newline="") as file:
        return [row["ville"] for row in csv.DictReader(file)]


def text_of(path: Path) -> str:
    return path.read_text("utf-8")


def there_is(path: Path) -> bool:
    return path.exists()


async def all_over(exports: Exports) -> None:
    changed = asyncio.Event()
    exports.watch(changed.set)
    while exports.running:
        changed.clear()
        await changed.wait()


def once(kind: str, number: int, fault: str) -> Callable[[str, int], str]:
    """The request of that kind and number fails so; asked again, it does not."""
    left = [(kind, number)]

    def decide(kind: str, number: int) -> str:
        if (kind, number) in left:
            left.remove((kind, number))
            return fault
        return ""

    return decide


def always(kind: str, number: int, fault: str) -> Callable[[str, int], str]:
    """Requests of that kind fail from that number on."""
    return lambda asked, count: fault if asked == kind and count >= number else ""


# Ways


@pytest.mark.parametrize("query", [ALL, TOWNS, SORTED])
@pytest.mark.parametrize("limit", [None, 0], ids=["stream", "pages"])
async def test_the_file_holds_exactly_the_rows_asked_for(
    target: Path, query: Query, limit: int | None
) -> None:
    service = ExportService(rows=333)
    job = await exported(service, target, query, limit=limit)
    assert job.progress.reason == ""
    assert job.progress.stage is Stage.DONE
    numbers = [n for n in range(333) if query is not TOWNS or n % 3 == 1]
    if query is SORTED:
        numbers.sort(key=lambda n: (-(n % 3), n))
    assert towns(target) == [f"ville {n}" for n in numbers]
    assert job.progress.rows == job.progress.total == len(numbers)
    assert job.progress.size == len(text_of(target).encode())
    assert job.progress.route is (Route.STREAM if limit is None else Route.PAGES)
    assert bool(service.streams) == (limit is None)
    assert service.most <= 2
    assert os.listdir(target.parent) == ["a.csv"]


async def test_both_ways_make_the_same_file(tmp_path: Path) -> None:
    bodies = set()
    for limit in (None, 0):
        path = tmp_path / f"{limit}.csv"
        await exported(ExportService(rows=120), path, limit=limit)
        bodies.add(path.read_bytes())
    assert len(bodies) == 1


async def test_columns_are_those_asked_for_in_their_order(target: Path) -> None:
    await exported(ExportService(rows=2), target, Query(columns=("petit", "ville")))
    assert text_of(target) == "petit,ville\n0,ville 0\n1,ville 1\n"


async def test_no_rows_make_a_file_that_says_the_columns(target: Path) -> None:
    nothing = Query().filtered(Condition("petit", Op.EXACT, 9))
    for made, body in [
        (Format.CSV, "ville,petit,xmin__hydra_renamed,vu\n"),
        (Format.JSON, "[]\n"),
    ]:
        job = await exported(
            ExportService(rows=9), target, nothing, made=made, overwrite=there_is(target)
        )
        assert job.progress.stage is Stage.DONE
        assert text_of(target) == body


async def test_pages_of_rows_without_gaps_are_asked_for_two_at_a_time(target: Path) -> None:
    service = ExportService(rows=500)
    await exported(service, target, limit=0)
    asked = [raw for raw in service.asked if "page_size=50" in raw]
    assert len(asked) == 10
    assert service.most == 2
    assert len(set(asked)) == 10


async def test_a_gap_in_the_rows_costs_one_request_at_most(target: Path) -> None:
    service = ExportService(rows=500)
    service.table.execute("DELETE FROM t WHERE __id BETWEEN 160 AND 170")
    job = await exported(service, target, limit=0)
    assert job.progress.stage is Stage.DONE
    assert len(towns(target)) == 489
    assert len([raw for raw in service.asked if "page_size=50" in raw]) <= 12


async def test_a_stream_that_is_refused_gives_way_to_pages(target: Path) -> None:
    service = ExportService(rows=120, stream_limit=100)
    job = await exported(service, target)
    assert job.progress.route is Route.PAGES
    assert len(towns(target)) == 120


async def test_the_table_is_asked_for_columns_only_where_that_is_worth_it(target: Path) -> None:
    service = ExportService(rows=3)
    await exported(service, target, Query(columns=("ville",)))
    assert "columns=" not in service.streams[0]


async def test_numbers_are_those_of_the_service(tmp_path: Path) -> None:
    target = tmp_path / "a.json"
    await exported(ExportService(rows=3), target, made=Format.JSON)
    assert '"xmin__hydra_renamed":0.5,' in text_of(target)
    assert [row["petit"] for row in json.loads(text_of(target))] == [0, 1, 2]


async def test_parquet_holds_the_rows_and_their_types(tmp_path: Path) -> None:
    target = tmp_path / "a.parquet"
    job = await exported(ExportService(rows=120), target, made=Format.PARQUET, limit=0)
    assert job.progress.notes == ()
    found = duckdb.connect().execute(
        "SELECT ville, petit, xmin__hydra_renamed FROM read_parquet(?)", [str(target)]
    )
    assert found.fetchall() == [(f"ville {n}", n % 3, n / 2) for n in range(120)]
    assert os.listdir(tmp_path) == ["a.parquet"]


# Failures

FAULTS = [
    ("stream", 0, "cut"),
    ("stream", 0, "reset"),
    ("stream", 0, "error"),
    ("page", 1, "reset"),
    ("page", 3, "error"),
]


@pytest.mark.parametrize("query", [ALL, TOWNS, SORTED])
@pytest.mark.parametrize("fault", FAULTS, ids=str)
async def test_a_failure_that_passes_leaves_no_trace_in_the_file(
    tmp_path: Path, query: Query, fault: tuple[str, int, str]
) -> None:
    limit = None if fault[0] == "stream" else 0
    whole, mended = tmp_path / "whole.csv", tmp_path / "mended.csv"
    await exported(ExportService(rows=420), whole, query, limit=limit)
    service = ExportService(rows=420, fault=once(*fault))
    job = await exported(service, mended, query, limit=limit)
    assert job.progress.stage is Stage.DONE
    assert mended.read_bytes() == whole.read_bytes()


@pytest.mark.parametrize(
    ("made", "query"), [*((made, ALL) for made in Format), (Format.CSV, SORTED)]
)
@pytest.mark.parametrize("kind", ["stream", "page"])
async def test_gone_on_with_after_a_failure_the_file_is_the_same(
    tmp_path: Path, query: Query, made: Format, kind: str
) -> None:
    limit = None if kind == "stream" else 0
    whole = tmp_path / f"whole{made.extension}"
    await exported(ExportService(rows=420), whole, query, made=made, limit=limit)

    target = tmp_path / f"a{made.extension}"
    fault = always("stream", 0, "cut") if kind == "stream" else always("page", 5, "error")
    job = await exported(
        ExportService(rows=420, fault=fault), target, query, made=made, limit=limit
    )
    assert job.progress.stage is Stage.FAILED
    assert job.progress.reason
    assert not there_is(target)
    had = saved_of(target)
    assert had is not None
    assert 0 < had.rows < 420

    service = ExportService(rows=420)
    job = await exported(service, target, query, made=made, limit=limit)
    assert job.progress.stage is Stage.DONE
    assert job.progress.resumed == had.rows
    assert target.read_bytes() == whole.read_bytes()
    if kind == "page":
        assert len(service.asked) < 9 + 2 - had.rows // 50 + 2


async def test_an_export_cancelled_leaves_no_file_and_goes_on_later(target: Path) -> None:
    service = ExportService(rows=420, fault=always("page", 6, "hang"))
    async with rows_of(service, limit=0) as rows:
        job = Export(Order(rows, Format.CSV, target, "x"))
        running = asyncio.create_task(job.run())
        await service.hung.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert job.progress.stage is Stage.CANCELLED
        assert not there_is(target)
        had = saved_of(target)
        assert had is not None
        assert had.rows == job.progress.rows > 0
        service.fault = lambda _kind, _number: ""
        again = Export(job.order)
        await again.run()
    assert again.progress.stage is Stage.DONE
    assert again.progress.resumed == had.rows
    assert towns(target) == [f"ville {n}" for n in range(420)]


async def test_a_table_made_anew_is_never_mixed_with_the_old_one(target: Path) -> None:
    service = ExportService(rows=420)

    def change(kind: str, number: int) -> str:
        if kind == "page" and number == 5:
            service.fill(380)
        return ""

    service.fault = change
    job = await exported(service, target, limit=0)
    assert job.progress.stage is Stage.FAILED
    assert "changed" in job.progress.reason
    assert os.listdir(target.parent) == []


async def test_a_table_made_anew_with_as_many_rows_is_seen_too(target: Path) -> None:
    service = ExportService(rows=300)

    def change(kind: str, number: int) -> str:
        service.made_at = "2024-06-01T00:00:00+00:00" if kind == "stream" else service.made_at
        return ""

    service.fault = change
    job = await exported(service, target)
    assert job.progress.stage is Stage.FAILED
    assert "changed" in job.progress.reason
    assert os.listdir(target.parent) == []


async def test_rows_of_an_older_table_are_not_gone_on_with(target: Path) -> None:
    service = ExportService(rows=420, fault=always("page", 5, "error"))
    await exported(service, target, limit=0)
    assert saved_of(target) is not None
    service = ExportService(rows=420, made_at="2025-01-01T00:00:00+00:00")
    job = await exported(service, target, limit=0)
    assert job.progress.resumed == 0
    assert len(towns(target)) == 420


async def test_fewer_rows_than_were_counted_are_not_passed_off_as_all(target: Path) -> None:
    class Forgetful(ExportService):
        async def answer_stream(self, raw: str, send: Send, fault: str) -> None:
            await super().answer_stream(f"{raw}&__id__less=250".strip("&"), send, fault)

    job = await exported(Forgetful(rows=300), target)
    assert job.progress.stage is Stage.FAILED
    assert job.progress.reason == "The service counted 300 rows and gave 250."
    assert os.listdir(target.parent) == []


@pytest.mark.parametrize("limit", [None, 0], ids=["stream", "pages"])
@pytest.mark.parametrize(
    "header", [["ville", "petit", "xmin"], ["ville", "petit", "xmin", "vu", "plus"]]
)
async def test_rows_with_other_columns_are_of_another_table(
    target: Path, header: list[str], limit: int | None
) -> None:
    service = ExportService(rows=300, profile={"header": header})
    job = await exported(service, target, limit=limit)
    assert job.progress.stage is Stage.FAILED
    assert "column" in job.progress.reason
    assert os.listdir(target.parent) == []


async def test_a_file_that_comes_meanwhile_is_not_overwritten(target: Path) -> None:
    service = ExportService(rows=300)

    def come(kind: str, number: int) -> str:
        if kind == "stream":
            target.write_text("somebody's")
        return ""

    service.fault = come
    job = await exported(service, target)
    assert text_of(target) == "somebody's"
    assert job.progress.path == target.with_name("a-2.csv")
    assert len(towns(job.progress.path)) == 300
    assert "another" in job.progress.notes[0]


async def test_a_service_that_refuses_the_query_is_quoted(target: Path) -> None:
    service = ExportService(rows=3, refuses_sorts=True)
    job = await exported(service, target, SORTED, limit=0)
    assert job.progress.stage is Stage.FAILED
    assert "refused" in job.progress.reason
    assert not there_is(target)


async def test_pages_in_no_certain_order_are_refused(target: Path) -> None:
    service = ExportService(rows=300, refuses_sorts=True)
    async with served(service) as client:
        table = RemoteTable(client.tabular, RID)
        schema = await table.schema()
        await table.window(SORTED, 0, 10)
        assert table.sorts_plainly
        rows = ServiceRows(table, schema, SORTED, stream_limit=0, sleep=no_sleep)
        job = Export(Order(rows, Format.CSV, target, "x"))
        await job.run()
    assert "Remove the order" in job.progress.reason


# Rows that are here


async def test_rows_in_memory_are_written_without_a_request(target: Path) -> None:
    columns = (Column("a", ColumnType.INT), Column("b"))
    rows = [(number, f"é{number}") for number in range(1_234)]
    job = Export(Order(HeldRows(columns, rows), Format.CSV, target, "x"))
    await job.run()
    assert job.progress.route is Route.HELD
    assert text_of(target).splitlines()[1:] == [f"{a},{b}" for a, b in rows]


async def test_rows_in_memory_leave_nothing_unfinished(target: Path) -> None:
    job = Export(Order(HeldRows((Column("a"),), [("x",)]), Format.CSV, target, "x"))
    target.with_name("a.csv.part").mkdir()
    await job.run()
    assert job.progress.stage is Stage.FAILED
    assert os.listdir(target.parent) == ["a.csv.part"]


async def test_any_source_of_windows_can_be_written(target: Path) -> None:
    async with served(ExportService(rows=130)) as client:
        table = RemoteTable(client.tabular, RID)
        schema = await table.schema()
        columns = [column for column in schema if column.name in ("petit", "ville")]
        rows = SourceRows(table, SORTED, columns)
        job = Export(Order(rows, Format.CSV, target, "x"))
        await job.run()
    numbers = sorted(range(130), key=lambda n: (-(n % 3), n))
    assert towns(target) == [f"ville {n}" for n in numbers]
    assert job.progress.total == 130


async def test_groups_are_all_written_in_their_order(target: Path) -> None:
    query = Query(group_by=("ville",), aggregates=(Aggregate("petit", Function.SUM),))
    query = query.sorted_by(Sort("petit__sum", descending=True))
    async with served(ExportService(rows=120)) as client:
        table = RemoteTable(client.tabular, RID)
        rows = GroupRows(table, await table.schema(), query)
        job = Export(Order(rows, Format.CSV, target, "x"))
        await job.run()
    assert job.progress.stage is Stage.DONE
    lines = text_of(target).splitlines()
    assert lines[0] == "ville,petit__sum"
    assert len(lines) == 121
    sums = [int(line.rpartition(",")[2]) for line in lines[1:]]
    assert sums == sorted(sums, reverse=True)


# Several at once


async def test_exports_go_on_by_themselves_and_tell_of_it(tmp_path: Path) -> None:
    exports, told = Exports(folder=tmp_path), [0]
    async with rows_of(ExportService(rows=420), limit=0) as rows:
        exports.watch(lambda: told.__setitem__(0, told[0] + 1))
        job = exports.start(Order(rows, Format.CSV, tmp_path / "a.csv", "x"))
        assert exports.running == (job,)
        assert exports.share is None
        await all_over(exports)
    assert list(exports) == [job]
    assert job.progress.stage is Stage.DONE
    assert exports.take_news().endswith("a.csv is written: 420 rows.")
    assert exports.take_news() == ""
    # What begins and ends is told at once, the eighteen pages between only now and then.
    assert 3 <= told[0] <= 8 + 4 * job.progress.seconds


async def test_closing_stops_what_runs_and_keeps_what_is_needed(tmp_path: Path) -> None:
    service = ExportService(rows=420, fault=always("page", 6, "hang"))
    exports, target = Exports(folder=tmp_path), tmp_path / "a.csv"
    async with rows_of(service, limit=0) as rows:
        orders = [Order(rows, Format.CSV, tmp_path / f"{n}.csv", "x") for n in range(3)]
        jobs = [exports.start(order) for order in orders]
        await service.hung.wait()
        assert [job.progress.stage for job in exports].count(Stage.WAITING) == 1
        await exports.close()
        assert {job.progress.stage for job in jobs} == {Stage.CANCELLED}
        assert exports.running == ()
        assert not there_is(target)
        began = [job for job in jobs if job.progress.rows]
        assert began
        service.fault = lambda _kind, _number: ""
        for job in jobs:
            exports.resume(job)
        await all_over(exports)
    assert {job.progress.stage for job in jobs} == {Stage.DONE}
    assert sorted(os.listdir(tmp_path)) == ["0.csv", "1.csv", "2.csv"]


async def test_what_is_forgotten_leaves_nothing(tmp_path: Path) -> None:
    service = ExportService(rows=420, fault=always("page", 6, "hang"))
    exports = Exports(folder=tmp_path)
    async with rows_of(service, limit=0) as rows:
        job = exports.start(Order(rows, Format.CSV, tmp_path / "a.csv", "x"))
        await service.hung.wait()
        await exports.cancel(job)
        assert os.listdir(tmp_path) != []
        await exports.forget(job)
    assert (len(exports), os.listdir(tmp_path)) == (0, [])


async def test_two_exports_of_one_name_do_not_meet(tmp_path: Path) -> None:
    service = ExportService(rows=420, fault=once("page", 6, "hang"))
    exports, ended = Exports(folder=tmp_path), asyncio.Event()
    exports.watch(ended.set)
    async with rows_of(service, limit=0) as rows:
        first = exports.start(Order(rows, Format.CSV, tmp_path / "a.csv", "x"))
        await service.hung.wait()
        second = exports.start(Order(rows, Format.CSV, tmp_path / "a.csv", "x"))
        while second in exports.running:
            await ended.wait()
            ended.clear()
        assert "Another export" in second.progress.reason
        assert "is not finished" in exports.take_news()
        assert not first.progress.stage.is_over
        await exports.close()
    assert saved_of(tmp_path / "a.csv") is not None


async def test_a_mistake_of_ours_is_said_and_kept(tmp_path: Path) -> None:
    class Wrong(HeldRows):
        async def count(self) -> object:  # type: ignore[override]
            raise KeyError("ours")

    bugs: list[BaseException] = []
    exports = Exports(folder=tmp_path, on_bug=bugs.append)
    job = exports.start(
        Order(Wrong((Column("a"),), []), Format.CSV, tmp_path / "a.csv", "x")  # type: ignore[arg-type]
    )
    await all_over(exports)
    assert job.progress.stage is Stage.FAILED
    assert "KeyError" in job.progress.reason
    assert [type(bug) for bug in bugs] == [KeyError]


class Many:
    """More rows than Parquet is made of in an instant."""

    columns = (Column("n", ColumnType.INT), Column("a"))
    key, route, total = "many", Route.PAGES, 200_000

    async def count(self) -> Count:
        return Count(self.total)

    async def batches(self, count: Count, done: Done) -> AsyncIterator[Batch]:
        for start in range(done.rows, self.total, 5_000):
            rows = [(n, f"ville {n} " * 9) for n in range(start, start + 5_000)]
            yield Batch(rows, Done(start + 5_000))


async def test_parquet_under_way_is_stopped_at_once_and_made_later(tmp_path: Path) -> None:
    target, finishing = tmp_path / "a.parquet", asyncio.Event()

    def watch(_at_once: bool) -> None:
        if job.progress.stage is Stage.FINISHING:
            finishing.set()

    job = Export(Order(Many(), Format.PARQUET, target, "x"), on_change=watch)
    running = asyncio.create_task(job.run())
    await finishing.wait()
    while not there_is(tmp_path / "a.parquet.part.out"):
        await asyncio.wait([running], timeout=0.01)
        assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert sorted(os.listdir(tmp_path)) == ["a.parquet.part", "a.parquet.part.json"]

    again = Export(job.order)
    await again.run()
    assert again.progress.stage is Stage.DONE
    assert again.progress.resumed == Many.total
    counted = duckdb.connect().execute(
        "SELECT max(n), count(*) FROM read_parquet(?)", [str(target)]
    )
    assert counted.fetchall() == [(Many.total - 1, Many.total)]
