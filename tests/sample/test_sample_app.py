"""The application itself: where requests go, what stays the same, what it weighs and takes."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import httpx
import pytest
from duckdb import DuckDBPyConnection
from sample_site import Visitor, dataset_id, site, table_id

import tui.sample
from tui.sample.app import SampleSite, create_app
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.records import TableRef
from tui.sample.rows.engine import Engine
from tui.sample.tables.awkward import AWKWARD
from tui.sample.tables.local import LOCAL
from tui.sample.tables.metrics import MODELS
from tui.sample.tables.national import NATIONAL
from tui.sample.tables.store import TableStore
from tui.sample.tables.template import SQL_TYPES
from tui.settings import SITES


@pytest.mark.parametrize("host", ["http://127.0.0.1:8765", "http://localhost:8765"])
async def test_behind_one_port_the_path_says_which_service_is_meant(host: str) -> None:
    visitor = Visitor()
    rid = table_id("unique")
    page = (await visitor.get(f"{host}/api/2/datasets/search/?page_size=1")).json()
    assert page["next_page"].startswith(f"{host}/api/2/")
    assert page["data"][0]["uri"].startswith(f"{host}/api/1/")
    assert page["data"][0]["page"].startswith(SITES["sample"].web_url)
    rows = (await visitor.get(f"{host}/api/resources/{rid}/data/")).json()
    assert rows["links"]["profile"] == f"{host}/api/resources/{rid}/profile/"
    months = await visitor.get(f"{host}/api/resources/data/?page_size=1")
    assert "resource_id" in months.json()["data"][0]
    assert (await visitor.get(f"{host}/api/site/data/")).json()["meta"]["total"] == 53
    assert (await visitor.get(f"{host}/health/")).json()["status"] == "ok"
    assert (await visitor.get(f"{host}/api/1/site/")).json()["id"] == "sample"


async def test_each_name_answers_for_its_service_only() -> None:
    visitor = Visitor()
    sample = SITES["sample"]
    assert (await visitor.get(f"{sample.tabular_url}/api/1/site/")).status_code == 404
    assert (await visitor.get(f"{sample.metrics_url}/api/1/site/")).status_code == 404
    rows = await visitor.get(f"{sample.main_url}/api/resources/{table_id('unique')}/data/")
    assert rows.status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        f"{SITES['sample'].main_url}/api/1/datasets/",
        f"{SITES['sample'].tabular_url}/api/resources/12345678-1234-4321-8765-123456789012/",
        f"{SITES['sample'].metrics_url}/api/site/data/",
    ],
)
async def test_nothing_can_be_written_and_head_has_no_body(url: str) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site())) as client:
        assert (await client.post(url)).status_code == 405
        assert (await client.head(url)).content == b""


async def test_a_server_may_start_and_stop_it() -> None:
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent = []

    async def receive() -> dict[str, str]:
        return messages.pop(0)

    async def send(message: object) -> None:
        sent.append(message)

    await create_app()({"type": "lifespan"}, receive, send)
    assert sent == [{"type": "lifespan.startup.complete"}, {"type": "lifespan.shutdown.complete"}]


def test_two_creations_hold_the_same_things() -> None:
    one, other = Catalogue(), Catalogue()
    assert one.datasets == other.datasets
    assert one.reuses == other.reuses
    assert one.dataservices == other.dataservices
    assert one.discussions == other.discussions


def test_ids_and_titles_do_not_depend_on_the_seed_or_the_process() -> None:
    told = [(item.id, item.title) for item in Catalogue().datasets]
    assert told == [(item.id, item.title) for item in Catalogue(seed=7).datasets]
    assert Catalogue(seed=7).datasets != Catalogue().datasets
    # Written down once: links and screenshots rely on them.
    assert dataset_id("population-des-communes-francaises") == "f8752cfaa47df322ccaf6e28"
    assert table_id("communes") == "d0eb4c01-c9aa-4cf9-9eac-fa59c6719afe"


def test_ids_and_slugs_are_unique_and_well_formed() -> None:
    catalogue = site().catalogue
    files = [file.id for item in catalogue.datasets for file in item.resources]
    assert len(set(files)) == len(files) > 1_200
    for items in (catalogue.datasets, catalogue.reuses, catalogue.dataservices):
        assert len({item.id for item in items}) == len({item.slug for item in items}) == len(items)
        assert all(len(item.id) == 24 and int(item.id, 16) for item in items)


def test_every_template_makes_rows_of_the_types_it_says() -> None:
    store = TableStore()
    cursor = store.cursor()
    for name in (*NATIONAL, *AWKWARD, *LOCAL):
        table = store.table(TableRef(name, 5, 40), cursor)
        described = cursor.execute(f"DESCRIBE {table.relation}").fetchall()
        kinds = [kind for _name, kind, *_rest in described[1:]]
        expected = [SQL_TYPES[column.type] for column in table.schema]
        aware = {"TIMESTAMPTZ": "TIMESTAMP WITH TIME ZONE"}
        assert kinds == [aware.get(kind, kind) for kind in expected], name
        ids = cursor.execute(f"SELECT list(__id ORDER BY rowid) FROM {table.relation}").fetchone()
        assert ids == (list(range(1, 41)),)


def test_every_table_of_the_catalogue_has_a_template() -> None:
    known = {*NATIONAL, *AWKWARD, *LOCAL}
    used = {
        file.table.template
        for item in site().catalogue.datasets
        for file in item.resources
        if file.table is not None
    }
    assert used <= known
    assert len(used) >= 12


def test_the_largest_table_is_kept_on_the_disk_and_mended_when_broken(tmp_path: Path) -> None:
    ref = TableRef("lieux", 1, 200_000)
    store = TableStore(tmp_path)
    cursor = store.cursor()
    relation = store.table(ref, cursor).relation
    statement = f"SELECT count(*), min(c0), max(c0) FROM {relation}"
    made = cursor.execute(statement).fetchone()
    (kept,) = tmp_path.iterdir()
    size = kept.stat().st_size
    for spoil in (None, b"PAR1 spoilt"):
        if spoil is not None:
            kept.write_bytes(spoil)
        again = TableStore(tmp_path)
        cursor = again.cursor()
        again.table(ref, cursor)
        assert cursor.execute(statement).fetchone() == made
        assert [path.name for path in tmp_path.iterdir()] == [kept.name]
    assert kept.stat().st_size == size


ENDLESS = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b"


async def test_giving_up_stops_the_query_even_before_it_starts() -> None:
    engine = Engine(TableStore())
    loop = asyncio.get_running_loop()
    stopped, started, go = asyncio.Event(), asyncio.Event(), threading.Event()

    def endless(cursor: DuckDBPyConnection) -> None:
        loop.call_soon_threadsafe(started.set)
        go.wait()
        try:
            cursor.execute(ENDLESS)
        finally:
            loop.call_soon_threadsafe(stopped.set)

    task = asyncio.create_task(engine.run(endless))
    await started.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    # The first interruption finds nothing to interrupt: the statement comes after it.
    go.set()
    async with asyncio.timeout(5):
        await stopped.wait()


def test_the_sample_adds_little_to_the_package() -> None:
    folder = Path(tui.sample.__file__).parent
    files = [
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    ]
    packed = sum(len(zlib.compress(path.read_bytes())) for path in files)
    assert packed < 6_000_000 // 20


def test_creating_the_site_loads_no_engine_and_no_client() -> None:
    program = (
        "import sys; from tui.sample.app import create_app; create_app();"
        "print([name for name in ('duckdb', 'httpx', 'pydantic', 'textual', 'rich')"
        " if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


async def test_two_visitors_of_one_new_site_get_the_same_rows() -> None:
    visitor = Visitor(SampleSite())
    rid = table_id("gares")
    answers = await asyncio.gather(*(visitor.rows(rid, "data/?page_size=50") for _ in range(4)))
    assert len({answer.content for answer in answers}) == 1


def test_every_model_of_the_metrics_starts_with_an_id_or_a_month() -> None:
    assert all(columns[0].endswith("_id") or model == "site" for model, columns in MODELS.items())
