"""Every recorded answer of the Main API that has a model is read without loss."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from recorded import Exchange, answered, exchanges, replaying

from tui.api.models import (
    Dataset,
    DatasetSummary,
    Resource,
    Suggestion,
)
from tui.api.models.search import facets_of
from tui.api.search import DatasetSearch
from tui.text import clean_line, clean_prose, is_safe_line

OBJECT_ID = re.compile(r"[0-9a-f]{24}$")
DATASET_ROUTE = re.compile(r"/api/[12]/datasets/[^/]+/$")
NOT_A_DATASET = re.compile(
    r"/(search|suggest|badges|licenses|frequencies|schemas|extensions|resource_types|r)/$"
)


def is_dataset(exchange: Exchange) -> bool:
    return (
        DATASET_ROUTE.search(exchange.path) is not None
        and NOT_A_DATASET.search(exchange.path) is None
        and isinstance(exchange.json, dict)
        and "id" in exchange.json
    )


def is_search(exchange: Exchange) -> bool:
    slug = any(name == "organization" and not OBJECT_ID.match(v) for name, v in exchange.params)
    return exchange.path == "/api/2/datasets/search/" and not slug


def is_list(exchange: Exchange) -> bool:
    return (
        exchange.path in ("/api/1/datasets/", "/api/2/datasets/")
        and "data" in exchange.json
        and all("id" in item for item in exchange.json["data"])
    )


def is_resources(exchange: Exchange) -> bool:
    return re.search(r"/api/2/datasets/[0-9a-f]{24}/resources/$", exchange.path) is not None


SEARCHES = answered("main-v2", is_search)
DATASETS = answered("main-*", is_dataset)
LISTS = answered("main-*", is_list)
RESOURCES = answered("main-v2", is_resources)
FOUND = answered("main-v2", lambda each: "/datasets/resources/" in each.path)
ORGANIZATIONS = answered(
    "main-*",
    lambda each: (
        re.fullmatch(r"/api/1/organizations/[0-9a-f]{24}/", each.path) is not None
        and "id" in each.json
    ),
)
SUGGESTIONS = answered(
    "main-*", lambda each: "/suggest/" in each.path and "contacts" not in each.path
)


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    assert len(SEARCHES) >= 30
    assert len(DATASETS) >= 20
    assert len(LISTS) >= 40
    assert len(RESOURCES) >= 6
    assert len(FOUND) == 2
    assert len(ORGANIZATIONS) >= 3
    assert len(SUGGESTIONS) >= 15


@pytest.mark.parametrize("exchange", SEARCHES, ids=str)
async def test_a_recorded_search_keeps_its_results_counts_and_facets(exchange: Exchange) -> None:
    params = dict(exchange.params)
    page, size = int(params.get("page", 1)), int(params.get("page_size", 20))
    service, _ = await replaying(exchange)
    search = DatasetSearch.from_params(exchange.params)
    found = await service.catalogue.search_datasets(search, page, page_size=size)
    raw = exchange.json
    assert [item.id for item in found.items] == [item["id"] for item in raw["data"]]
    assert [item.title for item in found.items] == [clean_line(i["title"]) for i in raw["data"]]
    assert found.total == raw["total"]
    assert (found.page, found.page_size) == (page, size)
    assert (found.fallback, found.capped) == (False, False)
    if "next_page" in raw:
        assert found.has_next == (raw["next_page"] is not None)
    for item, source in zip(found.items, raw["data"], strict=True):
        assert isinstance(item, DatasetSummary)
        assert_summary(item, source)
    names = {"organization_id_with_name": "organization", "topics": "topic"}
    names["last_update"] = "last_update_range"
    for facet, entries in raw.get("facets", {}).items():
        values = found.facets[names.get(facet, facet)]
        expected = [entry for entry in entries if entry["name"] != "all"]
        assert [value.count for value in values] == [entry["count"] for entry in expected]
        everything = [entry["count"] for entry in entries if entry["name"] == "all"]
        assert everything == [found.facet_totals[names.get(facet, facet)]]
        for value, entry in zip(values, expected, strict=True):
            assert entry["name"] in (value.value, f"{value.value}|{value.label}")


def test_the_organization_facet_is_split_into_what_to_send_and_what_to_draw() -> None:
    whole = next(each for each in SEARCHES if each.note == "datasets search")
    values = facets_of(whole.json["facets"])["organization"]
    assert all(OBJECT_ID.fullmatch(value.value) for value in values)
    assert values[1].label == "Commune de L'Haÿ-les-Roses"
    assert "organization_id_with_name" not in facets_of(whole.json["facets"])


async def test_a_slug_in_a_filter_is_resolved_before_the_search() -> None:
    organization = next(each for each in ORGANIZATIONS if each.json["slug"])
    slug, ident = organization.json["slug"], organization.json["id"]
    by_slug = Exchange(**{**vars(organization), "target": f"/api/1/organizations/{slug}/"})
    empty = {"data": [], "total": 0, "next_page": None, "facets": {}}
    target = f"/api/2/datasets/search/?organization={ident}"
    answer = Exchange(**{**vars(SEARCHES[0]), "target": target, "json": empty})
    service, transport = await replaying(by_slug, answer)
    search = DatasetSearch().with_filter("organization", slug)
    assert (await service.catalogue.search_datasets(search)).total == 0
    assert [request.url.path for request in transport.requests] == [by_slug.path, answer.path]


@pytest.mark.parametrize("exchange", LISTS, ids=str)
def test_a_recorded_list_keeps_every_dataset(exchange: Exchange) -> None:
    for source in exchange.json["data"]:
        assert_summary(DatasetSummary.parse(source), source)


@pytest.mark.parametrize("exchange", DATASETS, ids=str)
def test_a_recorded_dataset_is_read_without_loss(exchange: Exchange) -> None:
    raw = exchange.json
    dataset = Dataset.parse(raw)
    assert dataset.raw == raw
    assert_summary(dataset, raw)
    assert dataset.extras == raw.get("extras", {})
    contacts = raw.get("contact_points") or []
    assert [point.email for point in dataset.contact_points] == [c["email"] or "" for c in contacts]
    coverage = raw.get("temporal_coverage")
    assert (dataset.temporal_coverage is None) == (coverage is None)
    if coverage is not None and dataset.temporal_coverage is not None:
        ends = (dataset.temporal_coverage.start, dataset.temporal_coverage.end)
        told = (coverage["start"], coverage["end"])
        assert [day and day.isoformat() for day in ends] == [day and day[:10] for day in told]
    assert_spatial(dataset, raw.get("spatial"))
    harvest = raw.get("harvest")
    assert (dataset.harvest is None) == (harvest is None)
    if harvest and dataset.harvest:
        assert dataset.harvest.remote_url == (harvest.get("remote_url") or "")
        assert_moment(dataset.harvest.last_update, harvest.get("last_update"))
    if raw.get("schema"):
        assert dataset.schema_ref is not None
        assert dataset.schema_ref.name == raw["schema"]["name"]


async def test_a_dataset_asked_with_full_objects_has_labels() -> None:
    exchange = next(
        each
        for each in DATASETS
        if each.path.startswith("/api/2/") and "X-Get-Datasets-Full-Objects" in each.headers
    )
    service, transport = await replaying(exchange)
    dataset = await service.catalogue.dataset(exchange.json["id"])
    assert transport.requests[0].headers["X-Get-Datasets-Full-Objects"] == "True"
    assert (dataset.license, dataset.license_title) == (
        "lov2",
        "Licence Ouverte / Open Licence version 2.0",
    )
    assert dataset.license_url == exchange.json["license"]["url"]
    assert (dataset.frequency, dataset.frequency_label) == ("continuous", "Temps réel")


@pytest.mark.parametrize("exchange", RESOURCES, ids=str)
async def test_a_recorded_page_of_files_is_read_without_loss(exchange: Exchange) -> None:
    params = dict(exchange.params)
    page, size = int(params.get("page", 1)), int(params.get("page_size", 50))
    service, _ = await replaying(exchange)
    dataset_id = exchange.path.split("/")[4]
    found = await service.catalogue.resources(
        dataset_id,
        page=page,
        page_size=size,
        type=params.get("type", ""),
        q=params.get("q", ""),
    )
    assert [item.id for item in found.items] == [item["id"] for item in exchange.json["data"]]
    assert found.total == exchange.json["total"]
    assert found.has_next == (exchange.json["next_page"] is not None)
    for item, source in zip(found.items, exchange.json["data"], strict=True):
        assert_resource(item, source)


def test_every_recorded_file_is_read_without_loss() -> None:
    datasets = [exchange.json for exchange in DATASETS]
    datasets += [item for exchange in LISTS for item in exchange.json["data"]]
    sources = [
        source
        for dataset in datasets
        for source in dataset.get("resources") or []
        if isinstance(source, dict) and "url" in source
    ]
    assert len(sources) > 300
    resources = [Resource.parse(source) for source in sources]
    for resource, source in zip(resources, sources, strict=True):
        assert_resource(resource, source)
    assert any(resource.has_table and resource.parquet_url for resource in resources)
    assert any(resource.available is False for resource in resources)
    problems = {resource.table_problem.partition(":")[0] for resource in resources}
    assert len(problems) >= 4


@pytest.mark.parametrize("exchange", FOUND, ids=str)
async def test_a_file_is_found_by_its_id_alone(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    found = await service.catalogue.resource(exchange.path.split("/")[-2])
    assert found.dataset_id == exchange.json["dataset_id"]
    assert_resource(found.resource, exchange.json["resource"])


@pytest.mark.parametrize("exchange", ORGANIZATIONS, ids=str)
async def test_a_recorded_organization_is_read_without_loss(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    raw = exchange.json
    organization = await service.catalogue.organization(raw["id"])
    assert_organization(organization, raw)
    if "members" in raw:
        ids = [member["user"]["id"] for member in raw["members"]]
        assert [member.user.id for member in organization.members] == ids
        names = [member["user"]["first_name"] for member in raw["members"]]
        assert [member.user.first_name for member in organization.members] == names
        assert organization.followers == raw["metrics"]["followers"]
        assert organization.datasets == raw["metrics"]["datasets"]
    assert organization.raw == raw


@pytest.mark.parametrize("exchange", SUGGESTIONS, ids=str)
async def test_recorded_suggestions_keep_their_order_and_names(exchange: Exchange) -> None:
    kind = next(kind for end, kind in SUGGEST_ENDS.items() if exchange.path.endswith(end))
    params = dict(exchange.params)
    service, _ = await replaying(exchange)
    found: tuple[Suggestion, ...] = await service.catalogue.suggest(
        kind, params["q"], int(params.get("size", 10))
    )
    assert len(found) == len(exchange.json)
    for suggestion, source in zip(found, exchange.json, strict=True):
        assert suggestion.kind == kind
        assert suggestion.id == source.get("id", source.get("text"))
        label = source.get("title") or source.get("name") or source.get("text")
        assert suggestion.label == clean_line(
            label or f"{source['first_name']} {source['last_name']}"
        )


async def test_the_recorded_vocabularies_are_read_whole() -> None:
    def only(path: str) -> Exchange:
        return next(
            each
            for each in exchanges("main-datasets-vocabularies")
            if each.path == path and not each.query
        )

    recorded = [only(f"/api/1/datasets/{name}/") for name in ("licenses", "frequencies", "schemas")]
    service, _ = await replaying(*recorded)
    licenses, frequencies, schemas = (each.json for each in recorded)
    read = await service.catalogue.licenses()
    assert [(each.id, each.title, each.url) for each in read] == [
        (each["id"], each["title"], each["url"] or "") for each in licenses
    ]
    assert [(each.id, each.label) for each in await service.catalogue.frequencies()] == [
        (each["id"], each["label"]) for each in frequencies
    ]
    assert [
        (each.name, each.title, [version.name for version in each.versions])
        for each in await service.catalogue.schemas()
    ] == [
        (each["name"], each["title"], [version["version_name"] for version in each["versions"]])
        for each in schemas
    ]


SUGGEST_ENDS: dict[str, Any] = {
    "/datasets/suggest/": "datasets",
    "/dataservices/suggest/": "dataservices",
    "/organizations/suggest/": "organizations",
    "/reuses/suggest/": "reuses",
    "/users/suggest/": "users",
    "/tags/suggest/": "tags",
    "/suggest/formats/": "formats",
    "/suggest/mime/": "mime",
    "/zones/suggest/": "zones",
}


def assert_summary(item: DatasetSummary, source: dict[str, Any]) -> None:
    """What the raw JSON tells is there, and nothing is told that it does not tell."""
    assert item.id == source["id"]
    assert item.slug == source.get("slug", "")
    assert item.title == clean_line(source.get("title", ""))
    assert item.acronym == clean_line(source.get("acronym") or "")
    assert item.description == clean_prose(source.get("description") or "")
    assert is_safe_line(item.title)
    assert list(item.tags) == [clean_line(tag) for tag in source.get("tags", [])]
    assert list(item.badges) == [badge["kind"] for badge in source.get("badges", [])]
    for name in ("created_at", "last_update", "last_modified", "archived", "deleted"):
        assert_moment(getattr(item, name), source.get(name))
    assert_producer(item, source)
    assert_labels(item, source)
    quality = dict(source.get("quality") or {})
    assert item.quality_score == quality.pop("score", None)
    assert item.quality == quality
    for name, value in (source.get("metrics") or {}).items():
        if hasattr(item.metrics, name):
            assert getattr(item.metrics, name) == value
    resources = source.get("resources")
    if isinstance(resources, dict):
        assert item.resources_count == resources["total"]
    elif resources is not None:
        assert item.resources_count == len(resources)
    assert item.private == source.get("private", False)
    assert item.page == source.get("page", "")


def assert_producer(item: DatasetSummary, source: dict[str, Any]) -> None:
    organization: Any = source.get("organization")
    owner: Any = source.get("owner")
    assert (item.organization is None) == (organization is None)
    if item.organization is not None:
        assert_organization(item.organization, organization)
        assert item.producer == item.organization.name
    assert (item.owner is None) == (owner is None)
    if item.owner is not None:
        assert item.owner.id == owner["id"]
        assert item.owner.last_name == owner["last_name"]


def assert_organization(item: Any, source: dict[str, Any]) -> None:
    assert item.id == source.get("id", "")
    assert item.name == clean_line(source.get("name", ""))
    assert item.acronym == (source.get("acronym") or "")
    kinds = [badge["kind"] for badge in source.get("badges", [])]
    assert list(item.badges) == kinds
    assert item.certified == ("certified" in kinds)
    assert item.public_service == ("public-service" in kinds)


def assert_labels(item: DatasetSummary, source: dict[str, Any]) -> None:
    for name in ("license", "frequency"):
        value = source.get(name, "")
        assert getattr(item, name) == (value["id"] if isinstance(value, dict) else value)


def assert_spatial(dataset: Dataset, spatial: dict[str, Any] | None) -> None:
    assert (dataset.spatial is None) == (spatial is None)
    if dataset.spatial is None or spatial is None:
        return
    zones = [zone if isinstance(zone, str) else zone["id"] for zone in spatial["zones"]]
    assert [zone.id for zone in dataset.spatial.zones] == zones
    assert all(zone.name for zone in dataset.spatial.zones)
    assert dataset.spatial.has_geometry == (spatial["geom"] is not None)
    granularity = spatial["granularity"]
    ident = granularity["id"] if isinstance(granularity, dict) else granularity
    assert dataset.spatial.granularity == (ident or "")


def assert_resource(item: Resource, source: dict[str, Any]) -> None:
    assert item.id == source["id"]
    assert item.title == clean_line(source["title"])
    assert item.raw is source or item.raw == source
    assert item.type == source["type"]
    for name in ("url", "latest", "preview_url"):
        if name in source:
            assert getattr(item, name) == (source[name] or "")
    for name in ("format", "filetype", "mime"):
        if name in source:
            assert getattr(item, name) == (source[name] or "")
    assert item.filesize == source.get("filesize")
    assert_moment(item.last_modified, source.get("last_modified"))
    assert item.downloads == (source.get("metrics") or {}).get("views")
    if source.get("checksum"):
        assert item.checksum is not None
        assert item.checksum.value == source["checksum"]["value"]
    assert item.schema_name == ((source.get("schema") or {}).get("name") or "")
    extras = source.get("extras") or {}
    assert item.extras == extras
    assert item.available == extras.get("check:available")
    assert_moment(item.checked_at, extras.get("check:date"))
    status = extras.get("check:status") or 0
    broken = str(extras.get("analysis:parsing:error", "")).partition(":")[0]
    table = bool(extras.get("analysis:parsing:parsing_table"))
    readable = broken in ("", "pmtiles_export", "geojson_export")
    assert item.has_table == (table and readable and status < 400)
    assert is_safe_line(item.table_problem)


def assert_moment(moment: datetime | None, source: str | None) -> None:
    if source is None:
        assert moment is None
        return
    assert moment is not None
    assert moment.tzinfo is not None
    assert moment.replace(tzinfo=None) == datetime.fromisoformat(source).replace(tzinfo=None)
