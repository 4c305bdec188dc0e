"""The sample site on a port of this machine, for programs that are not this process, and the files
its tables would have been made from."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from listening import on_loopback as on_loopback

from tui.api.service import Service, open_service
from tui.sample.app import SampleSite
from tui.sample.names import resource_id
from tui.sample.tables.store import Table
from tui.settings import Site
from tui.tables.query import Column, ColumnType

RUNNER = Path(__file__).with_name("run_recipes.py")


@asynccontextmanager
async def client_of(url: str) -> AsyncIterator[Service]:
    """Our own client of the site at `url`."""
    service = await open_service(Site("sample", url, url, url, url))
    try:
        yield service
    finally:
        await service.aclose()


def rid_of(slug: str, rank: int = 0) -> str:
    """The id of a file of the sample site."""
    return resource_id(f"{slug}/{rank}")


def made(site: SampleSite, rid: str) -> tuple[Table, list[tuple[str, ...]]]:
    """The table of a file of `site`, and its rows as the producer wrote them."""
    found = site.catalogue.resource(rid)
    assert found is not None
    ref = found[1].table
    assert ref is not None
    cursor = site._tabular._store.cursor()
    table = site._tabular._store.table(ref, cursor)
    written = (f"coalesce(({_written(table, column)})::VARCHAR, '')" for column in table.schema)
    rows = cursor.execute(f"SELECT {', '.join(written)} FROM {table.relation}").fetchall()
    return table, rows


def _written(table: Table, column: Column) -> str:
    """SQL of what the producer wrote in a column."""
    name = table.names[column.name]
    if column.name in table.sources:
        return f"SELECT {table.sources[column.name]} FROM (SELECT {name} AS value)"
    if column.type is ColumnType.DATETIME:
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%S.%f')"
    return name


def csv_file(names: Sequence[str], rows: Sequence[Sequence[str]], separator: str = ";") -> str:
    """A CSV file as a producer writes it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(rows)
    return text.getvalue()


def run_recipes(folder: Path, kind: str, programs: Sequence[str]) -> list[list[list[Any]]]:
    """Run programs in Python, all in one process of its own; gives the rows that each one read."""
    paths = []
    for rank, program in enumerate(programs):
        path = folder / f"{kind}_{rank}.py"
        path.write_text(program, encoding="utf-8")
        paths.append(str(path))
    command = [sys.executable, "-W", "error", str(RUNNER), kind, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    answer: list[list[list[Any]]] = json.loads(done.stdout.splitlines()[-1])
    return answer
