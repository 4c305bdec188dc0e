"""Every recorded answer about what nobody publishes is read without loss: activity, harvests,
contact points, territories, licences, schemas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from recorded import Exchange, answered, exchanges, replaying

from tui.api.errors import NotFound
from tui.api.models import Activity, HarvestItem, HarvestJob, HarvestSource, Level, Territory
from tui.api.models.base import moment_of
from tui.api.others import ARRAYS
from tui.api.portal import Listing
from tui.text import clean_line, clean_prose

FILES = {
    "contact": ("main-harvest-contacts", r"/api/1/contacts/([0-9a-f]{24})/"),
    "harvest": ("main-harvest-contacts", r"/api/1/harvest/source/([0-9a-f]{24})/"),
    "job": ("main-harvest-contacts", r"/api/1/harvest/job/([0-9a-f]{24})/"),
    "zone": ("main-site-spatial-tags", r"/api/1/spatial/zone/([^/]+)/"),
}


def of_kind(kind: str, status: int = 200) -> list[Exchange]:
    pattern, route = FILES[kind]
    return answered(pattern, lambda each: re.fullmatch(route, each.path) is not None, status)


def ident_of(kind: str, exchange: Exchange) -> str:
    match = re.fullmatch(FILES[kind][1], exchange.path)
    assert match is not None
    return match[1]


def one(pattern: str, path: str) -> Exchange:
    return next(each for each in exchanges(pattern) if each.path == path and each.status == 200)


WHOLE = [(kind, each) for kind in FILES for each in of_kind(kind)]
MISSING = [(kind, each) for kind in FILES for each in of_kind(kind, 404)]


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    assert {kind for kind, _each in WHOLE} == set(FILES) == {kind for kind, _each in MISSING}


@pytest.mark.parametrize(("kind", "exchange"), WHOLE, ids=str)
async def test_a_recorded_detail_opens_by_its_identifier(kind: str, exchange: Exchange) -> None:
    ident = ident_of(kind, exchange)
    service, _ = await replaying(escaped(exchange))
    item = await service.portal.entity(kind, ident)
    assert (item.id, item.raw) == (ident, exchange.json)
    named = exchange.json.get("properties", exchange.json).get("name")
    assert item.title == clean_line(named or ident)
    await service.aclose()


@pytest.mark.parametrize(("kind", "exchange"), MISSING, ids=str)
async def test_what_is_not_there_is_not_found(kind: str, exchange: Exchange) -> None:
    service, _ = await replaying(escaped(exchange))
    with pytest.raises(NotFound):
        await service.portal.entity(kind, ident_of(kind, exchange))
    await service.aclose()


def escaped(exchange: Exchange) -> Exchange:
    """The same, at the address that we send: what a path may hold is percent-encoded."""
    return replace(exchange, target=exchange.target.replace(":", "%3A"))


def test_a_recorded_source_keeps_who_where_and_what_was_said_of_it() -> None:
    sources = one("main-harvest-contacts", "/api/1/harvest/sources/").json["data"]
    for raw in sources:
        source = HarvestSource.parse(raw)
        assert (source.title, source.address, source.backend) == (
            clean_line(raw["name"]),
            raw["url"],
            raw["backend"],
        )
        assert (source.active, source.autoarchive) == (raw["active"], raw["autoarchive"])
        assert source.description == clean_prose(raw["description"])
        assert source.deleted == moment_of(raw["deleted"])
        assert source.validation is not None
        assert source.validation.state == raw["validation"]["state"]
        assert (source.last_job is None) == (raw["last_job"] is None)


def test_a_recorded_job_counts_its_items_and_an_item_tells_its_errors() -> None:
    for exchange in exchanges("main-harvest-contacts"):
        if exchange.status != 200 or exchange.json is None:
            continue
        if exchange.path.endswith("/jobs/"):
            for raw in exchange.json["data"]:
                job = HarvestJob.parse(raw)
                assert job.items == raw["items"]["total"] == sum(job.by_status.values())
                assert job.source_id == raw["source"]["id"]
        if exchange.path.endswith("/items/"):
            for raw in exchange.json["data"]:
                item = HarvestItem.parse(raw)
                assert [error.message for error in item.errors] == [
                    error["message"] for error in raw["errors"]
                ]
                assert [note.level for note in item.logs] == [log["level"] for log in raw["logs"]]
                assert (item.made.id if item.made else None) == (raw["dataset"] or {}).get("id")
                assert item.title


def test_a_recorded_activity_keeps_who_what_and_when() -> None:
    recorded: list[Any] = [
        item
        for each in answered("main-posts*", lambda each: each.path == "/api/1/activity/")
        for item in each.json["data"]
    ]
    assert len(recorded) >= 10
    for raw in recorded:
        done = Activity.parse(raw)
        assert done.actor is not None
        assert (done.actor.id, done.key, done.label) == (
            raw["actor"]["id"],
            raw["key"],
            raw["label"],
        )
        assert (done.title, done.element_id, done.element_class) == (
            clean_line(raw["related_to"]),
            raw["related_to_id"],
            raw["related_to_kind"],
        )
        assert done.created_at == moment_of(raw["created_at"])


async def test_a_recorded_page_of_activity_is_listed() -> None:
    exchange = one("main-posts*", "/api/1/activity/")
    service, _ = await replaying(exchange)
    page = await service.portal.listed(Listing("activity"), page_size=3)
    assert (len(page.items), page.total, page.has_next) == (3, exchange.json["total"], True)
    await service.aclose()


@pytest.mark.parametrize("kind", ["licenses", "schemas", "levels", "zones", "tags"])
async def test_a_recorded_vocabulary_is_listed_whole(kind: str) -> None:
    exchange = one("main-*", ARRAYS[kind][0])
    service, _ = await replaying(exchange)
    everything = await service.portal.array(kind, exchange.params)
    raws = exchange.json
    assert [each.raw for each in everything] == raws
    names = [raw.get("title") or raw.get("name") or raw.get("text") for raw in raws]
    assert [each.title for each in everything] == [clean_line(name) for name in names]
    await service.aclose()


async def test_a_recorded_level_has_its_zones_with_their_counts() -> None:
    levels = one("main-site-spatial-tags", "/api/1/spatial/granularities/")
    coverage = one("main-site-spatial-tags", "/api/1/spatial/coverage/fr:region/")
    service, _ = await replaying(levels, escaped(coverage))
    level = await service.portal.entity("level", "fr:region")
    assert isinstance(level, Level)
    assert [zone.title for zone in level.zones] == ["Île-de-France", "Bretagne", "Occitanie"]
    assert all(isinstance(zone, Territory) and zone.datasets == 0 for zone in level.zones)
    with pytest.raises(NotFound):
        await service.portal.entity("level", "fr:nothing")
    await service.aclose()


LISTS = {
    "contacts": r"/api/1/(?:organizations|users)/[0-9a-f]{24}/contacts/",
    "sources": r"/api/1/harvest/sources/",
    "jobs": r"/api/1/harvest/source/[0-9a-f]{24}/jobs/",
    "items": r"/api/1/harvest/job/[0-9a-f]{24}/items/",
    "activity": r"/api/1/activity/",
}


@pytest.mark.parametrize("kind", LISTS)
async def test_every_recorded_page_of_a_list_is_listed_whole(kind: str) -> None:
    recorded = answered("main-*", lambda each: re.fullmatch(LISTS[kind], each.path) is not None)
    assert recorded
    for each in recorded:
        exchange = each if "page_size" in dict(each.params) else resized(each)
        asked = dict(exchange.params)
        size = int(asked.pop("page_size"))
        service, _ = await replaying(exchange)
        listing = Listing(kind, tuple(asked.items()), path=exchange.path)
        page = await service.portal.listed(listing, page_size=size)
        assert (len(page.items), page.total) == (len(exchange.json["data"]), exchange.json["total"])
        await service.aclose()


def resized(exchange: Exchange) -> Exchange:
    """The same, with the page size that the service uses by itself written out."""
    sign = "&" if exchange.query else "?"
    return replace(exchange, target=f"{exchange.target}{sign}page_size=20")
