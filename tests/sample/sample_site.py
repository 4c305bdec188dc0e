"""A client of the sample site, and what the real services were recorded to answer."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from tui.sample.app import SampleSite
from tui.sample.data.records import Dataset, Resource
from tui.settings import SITES

FOLDER = Path(__file__).parent / "data"
Json: TypeAlias = Any


@cache
def recorded() -> dict[str, Json]:
    """Name -> path, query, status and (shortened) body of a recorded answer."""
    return _read("recorded.json")


@cache
def matrix() -> dict[str, dict[str, str]]:
    """What each operator answers on a column of each type."""
    return _read("matrix.json")


def _read(name: str) -> dict[str, Json]:
    content: dict[str, Json] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return content


@cache
def site() -> SampleSite:
    """One sample site for all the tests that only read it."""
    return SampleSite()


class Visitor:
    """Asks the sample site in this process."""

    def __init__(self, app: Any = None) -> None:
        self.app = app or site()

    async def get(self, url: str, headers: dict[str, str] | None = None) -> httpx.Response:
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, timeout=60) as client:
            return await client.get(url, headers=headers)

    async def main(self, path: str, **headers: str) -> httpx.Response:
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.get(SITES["sample"].main_url + path, names)

    async def rows(self, rid: str, tail: str) -> httpx.Response:
        """`tail` comes after the id: ``data/?page=2``. It reaches the site as it is."""
        return await self.get(f"{SITES['sample'].tabular_url}/api/resources/{rid}/{tail}")

    async def metrics(self, path: str) -> httpx.Response:
        return await self.get(f"{SITES['sample'].metrics_url}/api/{path}")


def table_id(template: str) -> str:
    """The id of the first file that holds a table of that template."""
    return _file_of(template)[1].id


def _file_of(template: str) -> tuple[Dataset, Resource]:
    for dataset in site().catalogue.datasets:
        for file in dataset.resources:
            parsed = "analysis:parsing:parsing_table" in file.extras
            if file.table is not None and file.table.template == template and parsed:
                return dataset, file
    raise LookupError(template)


def dataset_id(slug: str) -> str:
    dataset = site().catalogue.dataset(slug)
    assert dataset is not None
    return dataset.id
