"""What the sample site answers beyond datasets has the fields that were recorded."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sample_site import Visitor, site
from test_sample_shapes import differences

EXCHANGES = Path(__file__).parent.parent / "contract" / "exchanges"


@cache
def recorded(file: str, index: int) -> Any:
    entries = json.loads((EXCHANGES / f"main-{file}.json").read_text("utf-8"))
    assert entries[index]["status"] == 200
    return entries[index]["json"]


@pytest.mark.parametrize(
    ("path", "file", "index"),
    [
        ("/api/1/users/{user}/", "users", 20),
        ("/api/1/dataservices/{dataservice}/", "dataservices", 33),
        ("/api/1/posts/{post}/", "posts-reports-activity", 20),
        ("/api/2/topics/{topic}/", "v2", 103),
        ("/api/2/topics/{topic}/elements/?page_size=4", "v2", 106),
        ("/api/2/topics/{topic}/elements/?class=None", "v2", 108),
        ("/api/2/topics/search/?page_size=2", "v2", 78),
        ("/api/2/discussions/search/?page_size=2", "v2", 81),
    ],
)
async def test_the_other_kinds_have_the_fields_of_the_real_ones(
    path: str, file: str, index: int
) -> None:
    catalogue = site().catalogue
    answer = await Visitor().main(
        path.format(
            user=catalogue.users[1].slug,
            dataservice=catalogue.dataservices[0].slug,
            post=catalogue.posts[-1].slug,
            topic=catalogue.topics[1].slug,
        )
    )
    assert answer.status_code == 200
    assert differences(answer.json(), recorded(file, index)) == []


@pytest.mark.parametrize(
    ("kind", "index"),
    [
        ("organizations", 63),
        ("reuses", 68),
        ("dataservices", 73),
        ("topics", 78),
        ("discussions", 81),
        ("posts", 85),
    ],
)
async def test_every_search_counts_the_facets_of_the_real_one(kind: str, index: int) -> None:
    facets = (await Visitor().main(f"/api/2/{kind}/search/?page_size=2")).json()["facets"]
    assert facets.keys() == recorded("v2", index)["facets"].keys()
    assert all(values[0]["name"] == "all" for values in facets.values())


async def test_a_facet_is_counted_under_every_filter_but_its_own() -> None:
    path = "/api/2/reuses/search/?page_size=1"
    free = (await Visitor().main(path)).json()["facets"]
    narrowed = (await Visitor().main(f"{path}&type=api")).json()
    assert narrowed["facets"]["type"] == free["type"]
    assert narrowed["facets"]["topic"][0]["count"] == narrowed["total"]
    (api,) = [value["count"] for value in free["type"] if value["name"] == "api"]
    assert narrowed["total"] == api
