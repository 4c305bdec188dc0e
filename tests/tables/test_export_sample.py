"""The whole client against the sample site, whose answers fail as a network's do."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from clocks import Clock, own_time
from export_service import no_sleep

from tui.api.service import open_service
from tui.sample.app import SampleSite
from tui.sample.faults import Faults
from tui.sample.names import resource_id
from tui.settings import SITES
from tui.tables.export.formats import Format
from tui.tables.export.job import Export, Order
from tui.tables.export.progress import Route, Stage
from tui.tables.export.service_rows import ServiceRows
from tui.tables.query import Condition, Op, Query, Sort
from tui.tables.remote import RemoteTable

COMMUNES = resource_id("population-des-communes-francaises/0")
SOME = Query().filtered(Condition("code_departement", Op.IN, ("62", "80")))
SORTED = SOME.sorted_by(Sort("population_municipale", descending=True))
AT_MOST = 60
"""Times that an export is gone on with before a test gives up."""


@dataclass
class Site:
    """The sample site, of which the rows fail while `failing`.

    Attributes:
        asked: Requests for rows.
    """

    failing: bool = False
    asked: int = 0

    def __post_init__(self) -> None:
        self._site = SampleSite()
        self._faults = Faults(self._site, rate=0.4, seed=5, sleep=no_sleep)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        rows = "/data/" in scope.get("path", "")
        self.asked += rows
        app = self._faults if self.failing and rows else self._site
        await app(scope, receive, send)


@asynccontextmanager
async def table_of(site: Site) -> AsyncIterator[RemoteTable]:
    # What the site asks to wait is waited in no time.
    with own_time(Clock()):
        client = await open_service(SITES["sample"], asgi_app=site)
        try:
            yield RemoteTable(client.tabular, COMMUNES)
        finally:
            await client.aclose()


@pytest.mark.parametrize(
    ("query", "limit", "made"),
    [
        (SOME, None, Format.CSV),
        (SOME, 0, Format.CSV),
        (SORTED, 0, Format.JSON),
        (SORTED, None, Format.PARQUET),
    ],
    ids=["stream", "by id", "by number", "parquet"],
)
async def test_however_often_it_fails_the_file_ends_up_the_same(
    tmp_path: Path, query: Query, limit: int | None, made: Format
) -> None:
    site = Site()
    async with table_of(site) as table:
        schema = await table.schema()

        def export(name: str) -> Export:
            rows = ServiceRows(table, schema, query, stream_limit=limit, sleep=no_sleep)
            return Export(Order(rows, made, tmp_path / name, name))

        whole = export("whole")
        await whole.run()
        assert whole.progress.stage is Stage.DONE
        assert whole.progress.rows > 500
        assert whole.progress.route is (Route.PAGES if limit == 0 else Route.STREAM)

        site.failing, needed, site.asked = True, site.asked, 0
        mended, went_on = export("mended"), 0
        await mended.run()
        while mended.progress.stage is Stage.FAILED and went_on < AT_MOST:
            assert not (tmp_path / "mended").exists()  # noqa: ASYNC240
            went_on += 1
            await mended.run()
    assert mended.progress.stage is Stage.DONE
    assert site.asked > needed
    assert bytes_of(tmp_path / "mended") == bytes_of(tmp_path / "whole")


def bytes_of(path: Path) -> bytes:
    return path.read_bytes()


async def test_what_is_under_way_together_is_little(tmp_path: Path) -> None:
    """Two exports leave the service room for the person who goes on reading."""
    site, now, most = Site(), [0], [0]

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        now[0] += 1
        most[0] = max(most[0], now[0])
        try:
            await site(scope, receive, send)
        finally:
            now[0] -= 1

    client = await open_service(SITES["sample"], asgi_app=counted)
    table = RemoteTable(client.tabular, COMMUNES)
    schema = await table.schema()
    jobs = [
        Export(
            Order(ServiceRows(table, schema, query, stream_limit=0), Format.CSV, tmp_path / n, n)
        )
        for n, query in (("a", SOME), ("b", SORTED))
    ]
    await asyncio.gather(*(job.run() for job in jobs))
    await client.aclose()
    assert {job.progress.stage for job in jobs} == {Stage.DONE}
    assert most[0] <= 4
