"""What the sample site gives whole has the shapes that were recorded of the portal."""

from __future__ import annotations

import csv
import io
import json
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from sample_site import Json

from tui.sample.app import SampleSite
from tui.sample.main.rdf import TYPES

RECORDED = Path(__file__).parent / "data" / "feeds.json"
OWNER = "ville-de-paris"
ATOM = "{http://www.w3.org/2005/Atom}"


async def asked(path: str, method: str = "GET", **headers: str) -> httpx.Response:
    transport = httpx.ASGITransport(SampleSite())
    base = "http://www.sample.invalid"
    async with httpx.AsyncClient(transport=transport, base_url=base) as client:
        return await client.request(method, path, headers=headers)


@cache
def recorded() -> dict[str, Json]:
    """The columns of each CSV, and the title of each feed, as the portal was recorded to give
    them."""
    found: dict[str, Json] = json.loads(RECORDED.read_text("utf-8"))
    return found


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


@pytest.mark.parametrize(
    "name", ["datasets", "resources", "reuses", "dataservices", "organizations", "tags"]
)
async def test_the_csv_of_the_site_are_those_of_the_portal(name: str) -> None:
    answer = await asked(f"/api/1/site/{name}.csv", "HEAD")
    if name == "tags":
        assert answer.status_code == 200
    else:
        assert answer.status_code == 302
        answer = await asked(answer.headers["location"])
    answer = answer if answer.content else await asked(f"/api/1/site/{name}.csv")
    head, *rows = rows_of(answer.text)
    known = recorded()["csv"][f"site/{name}.csv"]
    assert head == known if name != "organizations" else set(head) <= set(known)
    assert rows
    assert {len(row) for row in rows} == {len(head)}
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("name", ["datasets", "datasets-resources", "dataservices", "discussions"])
async def test_the_csv_of_an_organization_are_those_of_the_portal(name: str) -> None:
    answer = await asked(f"/api/1/organizations/{OWNER}/{name}.csv")
    head, *rows = rows_of(answer.text)
    assert head == recorded()["csv"][f"organizations/ID/{name}.csv"]
    assert answer.headers["content-disposition"].startswith(f"attachment; filename={OWNER}-{name}-")
    if name == "datasets":
        assert len(rows) == 15
        assert {row[head.index("featured")] for row in rows} <= {"True", "False"}


@pytest.mark.parametrize("extension", sorted(TYPES))
async def test_catalogues_come_in_every_format_a_page_at_a_time(extension: str) -> None:
    answer = await asked(f"/api/1/organizations/{OWNER}/catalog.{extension}?page=2&page_size=10")
    assert answer.headers["content-type"] == TYPES[extension]
    if extension in ("xml", "rdf"):
        assert len(ET.fromstring(answer.content)) > 5
    elif extension in ("json", "jsonld"):
        assert len(answer.json()["@graph"]) == 6
    else:
        assert answer.text.count("<http://www.w3.org/ns/dcat#Dataset>") == 5


async def test_a_catalogue_is_negotiated_and_unknown_formats_are_missing() -> None:
    for accept, extension in (("*/*", "xml"), ("text/turtle", "ttl"), ("text/html", "json")):
        answer = await asked("/api/1/site/catalog?tag=eau", accept=accept)
        assert answer.status_code == 302
        place = answer.headers["location"]
        assert place == f"/api/1/site/catalog.{extension}?page=1&tag=eau&page_size=100"
    assert (await asked("/api/1/site/catalog.bogus")).status_code == 404
    assert (await asked("/api/1/site/data.ttl")).headers["location"] == "/api/1/site/catalog.ttl"


@pytest.mark.parametrize("kind", ["datasets", "reuses", "dataservices", "posts"])
async def test_feeds_tell_what_is_new(kind: str) -> None:
    answer = await asked(f"/api/1/{kind}/recent.atom")
    assert answer.headers["content-type"] == "application/atom+xml"
    feed = ET.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}title") == recorded()["atom"][kind]
    entries = feed.findall(f"{ATOM}entry")
    assert entries
    published = [entry.findtext(f"{ATOM}published") or "" for entry in entries]
    assert published == sorted(published, reverse=True)


async def test_the_feed_of_an_organization_has_its_datasets_alone() -> None:
    whole = SampleSite().catalogue.producer(OWNER)
    assert whole is not None
    answer = await asked(f"/api/1/datasets/recent.atom?organization={whole.id}")
    names = ET.fromstring(answer.content).iter(f"{ATOM}name")
    assert {name.text for name in names} == {whole.name}
