"""Every recorded answer of the Tabular and Metrics APIs is read without loss."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import httpx
import pytest
from batches import for_each
from recorded import HOSTS, SITE, Exchange, answered, exchanges, replaying

from tui.api.errors import ApiError
from tui.api.models import Profile
from tui.api.service import open_service

META = answered("tabular-*", lambda each: each.path.count("/") == 4 and "resources" in each.path)
PROFILES = answered("tabular-*", lambda each: each.path.endswith("/profile/"))
ROWS = answered("tabular-*", lambda each: each.path.endswith("/data/"))
METRICS = answered("metrics", lambda each: each.path.endswith("/data/"))
STREAMS = [
    each
    for each in exchanges("tabular-*")
    if each.status == 200
    and each.method == "GET"
    and each.path.endswith(("/data/csv/", "/data/json/"))
    and not each.truncated
]

PAGING = ("page=", "page_size=")


def filters_of(exchange: Exchange) -> str:
    return "&".join(part for part in exchange.query.split("&") if not part.startswith(PAGING))


def sendable(exchange: Exchange) -> bool:
    """Whether our own code could ask this: encoded, whole, at most 50 rows."""
    size = int(dict(exchange.params).get("page_size", 20) or 20)
    filters = filters_of(exchange)
    encoded = filters.isascii() and not set(filters) & set(' "#<>')
    return encoded and 1 <= size <= 50 and not exchange.truncated


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    assert len(META) >= 4
    assert len(PROFILES) >= 16
    assert len([each for each in ROWS if sendable(each)]) > 400
    assert len(STREAMS) >= 10
    assert len(METRICS) >= 30


@pytest.mark.parametrize("exchange", META, ids=str)
async def test_a_recorded_table_says_when_it_was_made_and_from_what(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    meta = await service.tabular.meta(exchange.path.split("/")[3])
    assert meta.url == exchange.json["url"]
    assert meta.created_at is not None
    assert meta.created_at.isoformat()[:19] == exchange.json["created_at"][:19]


@pytest.mark.parametrize("exchange", PROFILES, ids=str)
async def test_a_recorded_profile_keeps_every_column_in_table_order(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    profile = await service.tabular.profile(exchange.path.split("/")[3])
    raw = exchange.json["profile"] or {}
    names = raw.get("header") or list(raw.get("columns", {}))
    assert list(profile.header) == names
    assert list(profile.columns) == names
    assert profile.total_lines == raw.get("total_lines")
    indexes = exchange.json["indexes"]
    assert profile.indexes == (None if indexes is None else tuple(indexes))
    assert profile.dataset_id == (exchange.json["dataset_id"] or "")
    for name in names:
        assert_column(profile, raw, name)


def assert_column(profile: Profile, raw: dict[str, Any], name: str) -> None:
    column = profile.columns[name]
    detected = raw["columns"][name]
    assert column.python_type == detected["python_type"]
    assert column.format == detected["format"]
    figures = raw.get("profile", {}).get(name, {})
    assert column.distinct == figures.get("nb_distinct")
    missing = figures.get("nb_missing_values")
    assert column.missing == (None if missing is None else int(float(missing)))
    for figure in ("min", "max", "mean", "std"):
        value = figures.get(figure)
        assert getattr(column, figure) == (None if value is None else Decimal(str(value)))
    tops = figures.get("tops", [])
    assert len(column.tops) == len(tops)
    # Older profiles have the two keys the other way round; since then values are texts.
    turned = any(not isinstance(source["value"], str) for source in tops)
    names = ("count", "value") if turned else ("value", "count")
    assert column.tops == tuple((str(s[names[0]]), int(float(s[names[1]]))) for s in tops)
    assert list(column.values) == [str(v) for v in raw.get("unique_values", {}).get(name, [])]
    assert column.categorical == (name in raw.get("categorical", []))


def test_profiles_from_before_october_2024_have_their_tops_turned_round() -> None:
    recorded = next(
        each for each in PROFILES if "8c7a6452-9295-4db2-b692-34104574fded" in str(each.json)
    )
    old = Profile.parse(recorded.json)
    assert old.columns["birth"].tops[0] == ("1936-07-04", 2)


@for_each(each for each in ROWS if sendable(each))
async def test_a_recorded_page_of_rows_is_handed_on_untouched(exchange: Exchange) -> None:
    params = dict(exchange.params)
    page = max(1, int(params.get("page", 1)))
    size = int(params.get("page_size", 20))
    filters = filters_of(exchange)
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path.decode())
        return exchange.answer()

    service = await open_service(SITE, transport=httpx.MockTransport(answer))
    rid = exchange.path.split("/")[3]
    found = await service.tabular.rows(rid, filters, page=page, page_size=size)
    query = "&".join(part for part in (filters.strip("&"), f"page={page}&page_size={size}") if part)
    assert asked == [f"{exchange.path}?{query}"]
    raw = exchange.json
    assert json.dumps(found.rows) == json.dumps(raw["data"])
    assert found.total == raw["meta"].get("total")
    assert found.has_next == (raw["links"]["next"] is not None)
    assert (found.page, found.page_size) == (page, size)


@pytest.mark.parametrize("exchange", STREAMS, ids=str)
async def test_a_recorded_stream_is_handed_on_byte_for_byte(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    kind: Any = "csv" if "/csv/" in exchange.path else "json"
    async with service.tabular.stream(exchange.path.split("/")[3], exchange.query, kind) as chunks:
        body = b"".join([chunk async for chunk in chunks])
    assert body == exchange.body


async def test_both_shapes_of_the_aggregation_exceptions_are_read() -> None:
    recorded = next(each for each in exchanges() if each.path == "/api/aggregation-exceptions/")
    assert recorded.json["allowed"] is False
    allowed, refused = recorded.json["exceptions"][0], "aaaaaaaa-1111-bbbb-2222-000000000000"
    for payload in (recorded.json, recorded.json["exceptions"]):
        service, _ = await replaying(Exchange(**{**vars(recorded), "json": payload}))
        assert await service.tabular.aggregation_allowed(allowed)
        assert await service.tabular.aggregation_allowed(allowed.upper())
        assert not await service.tabular.aggregation_allowed(refused)
    everybody = Exchange(**{**vars(recorded), "json": {"allowed": True, "exceptions": []}})
    service, _ = await replaying(everybody)
    assert await service.tabular.aggregation_allowed(refused)


async def test_the_version_of_the_service_is_read() -> None:
    recorded = next(each for each in exchanges() if each.note == "health")
    service, _ = await replaying(recorded)
    assert (await service.tabular.health()).version == (0, 4, 1)


MONTHLY = [each for each in METRICS if each.json["data"] and "metric_month" in each.json["data"][0]]


@pytest.mark.parametrize(
    "exchange", [each for each in MONTHLY if "_id__exact=" in each.query], ids=str
)
async def test_recorded_months_are_told_oldest_first_without_loss(exchange: Exchange) -> None:
    model: Any = exchange.path.split("/")[2]
    ident = next(value for name, value in exchange.params if name.endswith("_id__exact"))
    answer = {"data": exchange.json["data"], "links": {"next": None}}
    service = await open_service(
        SITE, transport=httpx.MockTransport(lambda request: httpx.Response(200, json=answer))
    )
    read = await service.metrics.months(model, ident, months=500)
    assert [row.month for row in read] == sorted({row["metric_month"] for row in answer["data"]})
    for name in answer["data"][0]:
        if name.startswith("monthly_"):
            told = sum(row.values[name] or 0 for row in read)
            assert told == sum(row[name] or 0 for row in answer["data"])


async def test_recorded_months_come_by_the_recorded_request() -> None:
    recorded = next(
        each for each in MONTHLY if each.note == "one dataset, all months, newest first"
    )
    ident = recorded.json["data"][0]["dataset_id"]
    service, _ = await replaying(recorded)
    read = await service.metrics.months("datasets", ident, 12)
    assert len(read) == 12
    assert [row.month for row in read] == [
        row["metric_month"] for row in reversed(recorded.json["data"][:12])
    ]
    newest = recorded.json["data"][0]
    assert read[-1].values == {
        "monthly_visit": newest["monthly_visit"],
        "monthly_download_resource": newest["monthly_download_resource"],
    }


async def test_recorded_totals_are_read() -> None:
    recorded = next(each for each in METRICS if each.note == "totals of one dataset")
    row = recorded.json["data"][0]
    service = await open_service(
        SITE, transport=httpx.MockTransport(lambda request: recorded.answer())
    )
    totals = await service.metrics.totals("datasets", row["dataset_id"])
    assert totals == {name: row[name] for name in ("visit", "outlink", "download_resource")}


async def test_an_unknown_id_has_no_month_and_no_total() -> None:
    recorded = next(each for each in METRICS if each.note == "unknown id: empty, 200")
    service = await open_service(
        SITE, transport=httpx.MockTransport(lambda request: recorded.answer())
    )
    assert await service.metrics.months("datasets", "zzz") == ()
    assert await service.metrics.totals("datasets", "zzz") == {}


async def test_a_recorded_top_list_is_read_in_its_order_without_loss() -> None:
    recorded = next(each for each in METRICS if each.note == "top of a month")
    service = await open_service(
        SITE, transport=httpx.MockTransport(lambda request: recorded.answer())
    )
    read = await service.metrics.top("datasets", "monthly_visit", "2026-09")
    assert [(each.id, each.value) for each in read] == [
        (row["dataset_id"], row["monthly_visit"]) for row in recorded.json["data"]
    ]


async def test_recorded_outages_are_told_apart() -> None:
    for exchange in exchanges("tabular-18-outages"):
        if exchange.status < 400:
            continue
        service, _ = await replaying(exchange)
        with pytest.raises(ApiError):
            await service.transport.get_json(HOSTS[exchange.service] + exchange.target)
