"""Every answer recorded from the Metrics API, read by what reads it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from recorded import HOSTS, SITE, Exchange, answered, exchanges, replaying

from tui.api.errors import ApiError, BadPayload, BadRequest, NotFound, PastTheEnd, TooLong
from tui.api.metrics import Metrics
from tui.api.service import Service, open_service
from tui.tables.audience import KINDS

PAGES = answered("metrics", lambda each: each.path.endswith("/data/"))
STREAMS = [
    each
    for each in exchanges("metrics")
    if each.path.endswith("/data/csv/") and each.status == 200 and each.text
]
REFUSED = [each for each in exchanges("metrics") if each.status >= 400]
LATEST = ("metric_month__sort=desc&page_size=3", "page_size=3")


async def answering(answer: Callable[[httpx.Request], httpx.Response]) -> Service:
    return await open_service(SITE, transport=httpx.MockTransport(answer))


def model_of(exchange: Exchange) -> Any:
    return exchange.path.split("/")[2]


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_that_is_drawn_was_recorded_of_its_model(kind: str) -> None:
    about = KINDS[kind]
    rows = [row for each in PAGES if model_of(each) == about.model for row in each.json["data"]]
    whole = [each for each in PAGES if model_of(each) == f"{about.model}_total"]
    monthly = {name for row in rows for name in row if name.startswith("monthly_")}
    assert {measure.column for measure in about.measures} <= monthly
    if kind != "site":
        assert {measure.total for measure in about.measures} <= set(whole[0].json["data"][0])


@pytest.mark.parametrize(
    "exchange",
    [each for each in PAGES if each.query in LATEST and not model_of(each).endswith("_total")],
    ids=str,
)
async def test_the_rows_of_each_model_are_months_with_their_counts(exchange: Exchange) -> None:
    answer = {**exchange.json, "links": {"next": None}}
    service = await answering(lambda _request: httpx.Response(200, json=answer))
    read = await service.metrics.months(model_of(exchange), "an id")
    rows = exchange.json["data"]
    assert [each.month for each in read] == sorted({row["metric_month"] for row in rows})
    for name in (name for name in rows[0] if name.startswith("monthly_")):
        counted = sum(each.values[name] or 0 for each in read)
        assert counted == sum(row[name] or 0 for row in rows)
    if all(row[name] is None for row in rows):  # null is no zero
        assert all(each.values[name] is None for each in read)


@pytest.mark.parametrize(
    "exchange", [each for each in PAGES if model_of(each).endswith("_total")], ids=str
)
async def test_the_totals_of_each_model_are_read(exchange: Exchange) -> None:
    service = await answering(lambda _request: exchange.answer())
    model: Any = model_of(exchange).removesuffix("_total")
    row = exchange.json["data"][0]
    assert await service.metrics.totals(model, "an id") == {
        name: value for name, value in row.items() if name != "__id" and not name.endswith("_id")
    }


async def test_the_months_of_the_whole_site_are_read() -> None:
    recorded = next(each for each in PAGES if each.note == "the whole site")
    service = await answering(lambda _request: recorded.answer())
    read = await service.metrics.months("site", months=100)
    assert len(read) == len(recorded.json["data"]) == 36


async def test_a_slug_in_place_of_an_id_has_nothing() -> None:
    recorded = next(each for each in PAGES if each.note == "slug instead of id: empty")
    service = await answering(lambda _request: recorded.answer())
    assert await service.metrics.months("datasets", "mon-jeu-de-donnees") == ()


# CSV


def counted(total: int) -> httpx.Response:
    answer = {"data": [], "meta": {"total": total}, "links": {"next": None}}
    return httpx.Response(200, json=answer)


@pytest.mark.parametrize("exchange", STREAMS, ids=str)
async def test_a_recorded_stream_is_taken_as_it_is_if_it_has_every_row(exchange: Exchange) -> None:
    rows = len(list(csv.reader(io.StringIO(exchange.text)))) - 1

    async def read(total: int) -> Any:
        service = await answering(
            lambda request: (
                exchange.answer() if request.url.path.endswith("/csv/") else counted(total)
            )
        )
        return await service.metrics.months_csv(model_of(exchange), "an id")

    found = await read(rows)
    assert (found.text, found.rows, found.streamed) == (exchange.text, rows, True)
    with pytest.raises(BadPayload):
        await read(rows + 1)


async def test_what_is_refused_as_too_long_comes_page_by_page() -> None:
    refusal = next(each for each in REFUSED if each.note == "csv over 50,000 rows: refused")
    recorded = next(each for each in PAGES if each.note == "one dataset, all months, newest first")
    rows = recorded.json["data"]
    told: list[tuple[int, int]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/csv/"):
            return refusal.answer()
        page, size = (int(request.url.params.get(name, 1)) for name in ("page", "page_size"))
        size = min(size, 10)
        part = rows[(page - 1) * size : page * size]
        more = "more" if page * size < len(rows) else None
        body = {"data": part, "meta": {"total": len(rows)}, "links": {"next": more}}
        return httpx.Response(200, json=body)

    service = await answering(answer)
    ident = rows[0]["dataset_id"]
    found = await service.metrics.months_csv(
        "datasets", ident, on_page=lambda came, of: told.append((came, of))
    )
    assert (found.rows, found.streamed) == (len(rows), False)
    assert told[-1] == (len(rows), len(rows))
    written = list(csv.DictReader(io.StringIO(found.text)))
    assert written == [
        {name: "" if value is None else str(value) for name, value in row.items()} for row in rows
    ]


async def test_a_row_that_comes_twice_hides_no_other() -> None:
    refusal = next(each for each in REFUSED if each.note == "csv over 50,000 rows: refused")
    recorded = next(each for each in PAGES if each.note == "one dataset, all months, newest first")
    twice = [*recorded.json["data"][:3], recorded.json["data"][0]]
    body = {"data": twice, "meta": {"total": 4}, "links": {"next": None}}

    def answer(request: httpx.Request) -> httpx.Response:
        too_long = request.url.path.endswith("/csv/")
        return refusal.answer() if too_long else httpx.Response(200, json=body)

    service = await answering(answer)
    with pytest.raises(BadPayload):
        await service.metrics.months_csv("datasets", "an id")


# What is refused


KINDS_OF_ERRORS: dict[str, type[ApiError]] = {
    "singular model name: 404": NotFound,
    "unknown model: 404": NotFound,
    "unknown model csv": NotFound,
    "no /meta, /profile or /swagger": NotFound,
    "page beyond: 416": PastTheEnd,
    "page_size 51": BadRequest,
    "unknown column": BadRequest,
    "bad value": BadRequest,
    "malformed": BadRequest,
    "model name with a query character": BadRequest,
    "csv over 50,000 rows: refused": TooLong,
}


@pytest.mark.parametrize("exchange", REFUSED, ids=str)
async def test_every_recorded_refusal_is_what_it_is(exchange: Exchange) -> None:
    service, _ = await replaying(exchange)
    with pytest.raises(KINDS_OF_ERRORS[exchange.note]) as caught:
        await service.transport.get_json(HOSTS["metrics"] + exchange.target)
    assert caught.value.message


async def test_the_health_of_the_metrics_api_is_read() -> None:
    recorded = next(each for each in exchanges() if each.note == "metrics health")
    service, _ = await replaying(recorded)
    assert (await service.metrics.health()).version == (0, 4, 1)


async def test_a_service_without_metrics_is_asked_nothing() -> None:
    service = await answering(lambda _request: httpx.Response(500))
    for work in (
        Metrics(service.transport, None).months_csv("site"),
        Metrics(service.transport, None).month_csv("datasets", "2026-10"),
        Metrics(service.transport, None).health(),
    ):
        with pytest.raises(ApiError):
            await work
