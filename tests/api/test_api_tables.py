"""How the Tabular and Metrics APIs are asked, and what is not taken from them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from wires import ORIGIN, ok, refused, wire

from tui.api.errors import BadPayload, NoService, NotFound
from tui.api.metrics import Metrics
from tui.api.tabular import Tabular
from tui.api.titles import Titles
from tui.api.urls import with_raw_params


def rows(count: int, following: bool = False, **meta: Any) -> httpx.Response:
    data = [{"__id": number} for number in range(count)]
    return ok({"data": data, "links": {"next": "x" if following else None}, "meta": meta})


@pytest.mark.parametrize(("page", "size"), [(0, 50), (-1, 50), (1, 0), (1, -1), (1, 51)])
async def test_sizes_that_mean_everything_are_never_sent(page: int, size: int) -> None:
    sent = wire(lambda request: rows(0))
    with pytest.raises(ValueError, match="no such page"):
        await Tabular(sent.transport, ORIGIN).rows("r", "", page=page, page_size=size)
    assert sent.requests == []


@pytest.mark.parametrize("params", ["a=#b", "a=b c", "a=é", 'a="b"', "a=<b>", "a=\n", "a=\x7f"])
def test_what_would_be_encoded_again_or_cut_is_never_sent(params: str) -> None:
    with pytest.raises(ValueError, match="not an encoded query string"):
        with_raw_params(ORIGIN, params)


@pytest.mark.parametrize("params", ["", "&", "a=1&", "&a=1"])
def test_no_empty_parameter_is_sent(params: str) -> None:
    query = with_raw_params(ORIGIN, params, [("page", "1")]).partition("?")[2]
    assert query in ("page=1", "a=1&page=1")


async def test_more_rows_than_asked_for_are_not_believed() -> None:
    sent = wire(lambda request: rows(51, total=51))
    with pytest.raises(BadPayload, match="more rows"):
        await Tabular(sent.transport, ORIGIN).rows("r", "", page=1)


@pytest.mark.parametrize("payload", [[], {}, {"data": None}, {"data": [1]}, {"data": {"a": 1}}])
async def test_rows_of_another_shape_are_a_bad_payload(payload: Any) -> None:
    sent = wire(lambda request: ok(payload))
    with pytest.raises(BadPayload):
        await Tabular(sent.transport, ORIGIN).rows("r", "", page=1)


async def test_aggregates_have_no_total() -> None:
    sent = wire(lambda request: rows(50, following=True, page=1))
    page = await Tabular(sent.transport, ORIGIN).rows("r", "a__groupby&b__count", page=1)
    assert (page.total, page.has_next) == (None, True)
    assert sent.requests[0].url.query == b"a__groupby&b__count&page=1&page_size=50"


async def test_where_nothing_tells_about_aggregation_it_is_not_allowed() -> None:
    sent = wire(lambda request: refused(404))
    assert not await Tabular(sent.transport, ORIGIN).aggregation_allowed("r")


@pytest.mark.parametrize(
    ("version", "numbers"),
    [("0.3.1", (0, 3, 1)), ("0.4.1.dev3", (0, 4, 1)), ("2", (2,)), ("main", ()), (None, ())],
)
async def test_versions_are_numbers_as_far_as_they_go(
    version: Any, numbers: tuple[int, ...]
) -> None:
    sent = wire(lambda request: ok({"status": "ok", "version": version}))
    assert (await Tabular(sent.transport, ORIGIN).health()).version == numbers


def month(name: str, visits: int | None, owner: str = "o") -> dict[str, Any]:
    return {
        "__id": 1,
        "dataset_id": "d",
        "organization_id": owner,
        "metric_month": name,
        "monthly_visit": visits,
    }


def metrics_answering(*pages: list[dict[str, Any]]) -> tuple[Metrics, Any]:
    def answer(request: httpx.Request) -> httpx.Response:
        number = int(request.url.params["page"])
        following = "x" if number < len(pages) else None
        return ok({"data": pages[number - 1], "links": {"next": following}})

    sent = wire(answer)
    return Metrics(sent.transport, ORIGIN), sent


async def test_a_month_with_two_owners_is_summed_up() -> None:
    metrics, _ = metrics_answering(
        [month("2026-02", 5, "new"), month("2026-02", 7, "old"), month("2026-01", None)]
    )
    read = await metrics.months("datasets", "d")
    assert [(row.month, row.values) for row in read] == [
        ("2026-01", {"monthly_visit": None}),
        ("2026-02", {"monthly_visit": 12}),
    ]


async def test_months_are_read_over_as_many_pages_as_they_need_and_no_more() -> None:
    names = [f"20{year}-{number:02}" for year in range(26, 13, -1) for number in range(12, 0, -1)]
    pages = [[month(name, 1) for name in names[start : start + 50]] for start in (0, 50, 100)]
    metrics, sent = metrics_answering(*pages)
    assert len(await metrics.months("datasets", "d", 12)) == 12
    assert len(sent.requests) == 1
    assert [row.month for row in await metrics.months("datasets", "d", 60)] == sorted(names[:60])
    assert len(sent.requests) == 2


async def test_a_month_cut_by_the_end_of_a_page_is_whole() -> None:
    first = [month(f"2026-{number:02}", 1) for number in (3, 2)] + [month("2026-01", 1, "new")]
    metrics, _ = metrics_answering(first, [month("2026-01", 10, "old")])
    read = await metrics.months("datasets", "d", 3)
    assert read[0].values == {"monthly_visit": 11}


async def test_the_whole_site_takes_no_id() -> None:
    metrics, sent = metrics_answering([month("2026-01", 1)])
    await metrics.months("site")
    assert b"exact" not in sent.requests[0].url.query


async def test_a_site_without_metrics_says_so() -> None:
    sent = wire(lambda request: ok())
    metrics = Metrics(sent.transport, None)
    with pytest.raises(NoService):
        await metrics.months("datasets", "d")
    with pytest.raises(NoService):
        await metrics.totals("datasets", "d")
    assert sent.requests == []


async def test_a_top_list_sums_up_owners_and_leaves_nulls_out() -> None:
    rows = [month("2026-01", 9), {**month("2026-01", 6, "new"), "dataset_id": "e"}]
    rows += [{**month("2026-01", 5, "old"), "dataset_id": "e"}, {"dataset_id": "n"}]
    sent = wire(lambda request: ok({"data": rows, "links": {"next": "x"}}))
    top = await Metrics(sent.transport, ORIGIN).top(
        "datasets", "monthly_visit", "2026-01", organization="o"
    )
    assert [(ranked.id, ranked.value) for ranked in top] == [("e", 11), ("d", 9)]
    assert dict(sent.requests[0].url.params) == {
        "organization_id__exact": "o",
        "metric_month__exact": "2026-01",
        "monthly_visit__greater": "1",
        "monthly_visit__sort": "desc",
        "page_size": "50",
    }


async def test_the_metrics_service_says_how_it_is() -> None:
    sent = wire(lambda request: ok({"status": "ok", "version": "0.4.1"}))
    assert (await Metrics(sent.transport, ORIGIN).health()).version == (0, 4, 1)
    with pytest.raises(NoService):
        await Metrics(sent.transport, None).health()


async def test_titles_are_asked_for_with_nothing_else() -> None:
    sent = wire(lambda request: ok({"id": "i", "name": "A\x1b[2J", "data": [{"id": "i"}]}))
    titles = Titles(sent.transport, ORIGIN)
    assert (await titles.one("organization", "a-slug")).id == "i"
    assert "\x1b" not in (await titles.one("organization", "a-slug")).title
    assert await titles.most_viewed("reuse", organization="o") == {"i": ""}
    assert await titles.most_viewed("resource") == {}
    assert [request.headers["x-fields"] for request in sent.requests] == [
        "id,name",
        "data{id,title}",
    ]
    with pytest.raises(NotFound):
        await titles.one("resource", "r")
