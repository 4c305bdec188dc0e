"""How the catalogue asks: masks, the search's window, the lists it falls back to."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from wires import ORIGIN, Wire, ok, refused, wire

from tui.api.catalogue import Catalogue
from tui.api.errors import BadPayload, BadRequest, NotFound, Offline, ServerError
from tui.api.search import DatasetSearch

SEARCH, LIST_2, LIST_1 = "/api/2/datasets/search/", "/api/2/datasets/", "/api/1/datasets/"


def page(*ids: str, total: int = 0, following: bool = False) -> httpx.Response:
    return ok(
        {
            "data": [{"id": ident} for ident in ids],
            "total": total,
            "next_page": "http://elsewhere.test/" if following else None,
            "facets": {"tag": [{"name": "all", "count": total}, {"name": "air", "count": 2}]},
        }
    )


def answering(**answers: httpx.Response) -> tuple[Catalogue, Wire]:
    by_path = {SEARCH: "search", LIST_2: "list_2", LIST_1: "list_1"}

    def answer(request: httpx.Request) -> httpx.Response:
        given = answers[by_path[request.url.path]]
        return httpx.Response(given.status_code, headers=given.headers, content=given.content)

    sent = wire(answer)
    return Catalogue(sent.transport, ORIGIN, lang="fr"), sent


def paths(sent: Wire) -> list[str]:
    return [request.url.path for request in sent.requests]


async def test_a_search_sends_what_was_asked_once_encoded_and_in_the_language() -> None:
    catalogue, sent = answering(search=page())
    search = DatasetSearch("l'eau & 100 %", (("tag", "air"), ("tag", "é#")), "-views")
    await catalogue.search_datasets(search)
    assert sent.requests[0].url.query == (
        b"q=l%27eau%20%26%20100%20%25&tag=air&tag=%C3%A9%23&sort=-views&page=1&page_size=20&lang=fr"
    )


async def test_every_page_sends_its_mask_and_only_the_first_asks_for_facets() -> None:
    catalogue, sent = answering(search=page("a", total=99, following=True))
    first = await catalogue.search_datasets(DatasetSearch())
    await catalogue.search_datasets(DatasetSearch(), 2)
    masks = [request.headers["x-fields"] for request in sent.requests]
    assert masks[0] == f"{masks[1]},facets"
    assert masks[1].startswith("data{id,title,")
    assert masks[1].endswith(",page,page_size,total,next_page")
    assert masks[1].count("{") == masks[1].count("}")
    assert first.facets["tag"][0].value == "air"
    assert first.facet_totals == {"tag": 99}


async def test_pages_stop_where_the_service_stops_showing_results() -> None:
    catalogue, _ = answering(search=page("a", total=10_000, following=True))
    before = await catalogue.search_datasets(DatasetSearch(), 499)
    last = await catalogue.search_datasets(DatasetSearch(), 500)
    assert (before.capped, before.has_next) == (True, True)
    assert (last.capped, last.has_next) == (True, False)


async def test_a_small_total_is_exact() -> None:
    catalogue, _ = answering(search=page("a", total=9_999, following=True))
    found = await catalogue.search_datasets(DatasetSearch())
    assert (found.total, found.capped, found.has_next) == (9_999, False, True)


@pytest.mark.parametrize("status", [404, 405, 500, 502])
async def test_where_the_search_fails_the_list_answers_and_says_what_it_ignores(
    status: int,
) -> None:
    catalogue, sent = answering(search=refused(status), list_2=page("a", total=1))
    search = DatasetSearch('"eau"', (("tag", "air"), ("format_family", "tabular")))
    found = await catalogue.search_datasets(search)
    assert [item.id for item in found.items] == ["a"]
    assert found.fallback
    assert found.unapplied == ("format_family",)
    assert found.facets == {}
    asked = sent.requests[-1].url
    assert (asked.params["q"], asked.params["tag"]) == ("eau", "air")
    assert "format_family" not in asked.params


async def test_where_the_new_list_is_missing_too_the_old_one_answers_without_its_files() -> None:
    catalogue, sent = answering(search=refused(404), list_2=refused(404), list_1=page("a", total=1))
    assert (await catalogue.search_datasets(DatasetSearch())).fallback
    assert paths(sent) == [SEARCH, LIST_2, LIST_1]
    assert "resources{id}" in sent.requests[-1].headers["x-fields"]


async def test_a_missing_search_is_not_asked_again_until_a_reload() -> None:
    catalogue, sent = answering(search=refused(404), list_2=page())
    await catalogue.search_datasets(DatasetSearch())
    await catalogue.search_datasets(DatasetSearch("eau"))
    assert paths(sent) == [SEARCH, LIST_2, LIST_2]
    await catalogue.search_datasets(DatasetSearch("eau"), reload=True)
    assert paths(sent)[3:] == [SEARCH, LIST_2]


async def test_a_search_that_broke_down_is_asked_again_next_time() -> None:
    catalogue, sent = answering(search=refused(500), list_2=page())
    await catalogue.search_datasets(DatasetSearch("a"))
    await catalogue.search_datasets(DatasetSearch("b"))
    assert paths(sent) == [SEARCH, LIST_2, SEARCH, LIST_2]


async def test_the_list_past_its_end_is_an_empty_page() -> None:
    catalogue, _ = answering(search=refused(404), list_2=refused(404), list_1=refused(404))
    past = await catalogue.search_datasets(DatasetSearch(), 3)
    assert (past.items, past.has_next, past.fallback) == ((), False, True)
    with pytest.raises(NotFound):
        await catalogue.search_datasets(DatasetSearch(), 1)


async def test_a_refused_search_does_not_fall_back() -> None:
    catalogue, sent = answering(search=refused(400))
    with pytest.raises(BadRequest):
        await catalogue.search_datasets(DatasetSearch("", (("badge", "bogus"),)))
    assert paths(sent) == [SEARCH]


async def test_when_everything_is_down_the_failure_is_told() -> None:
    catalogue, _ = answering(search=refused(500), list_2=refused(500), list_1=refused(500))
    with pytest.raises(ServerError):
        await catalogue.search_datasets(DatasetSearch())


async def test_being_offline_is_not_taken_for_a_missing_search() -> None:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down")

    sent = wire(down)
    with pytest.raises(Offline):
        await Catalogue(sent.transport, ORIGIN).search_datasets(DatasetSearch())
    assert set(paths(sent)) == {SEARCH}


@pytest.mark.parametrize("ident", ["", ".", ".."])
async def test_what_names_nothing_is_not_asked(ident: str) -> None:
    catalogue, sent = answering()
    with pytest.raises(NotFound):
        await catalogue.dataset(ident)
    assert sent.requests == []


@pytest.mark.parametrize("ident", ["a/b", "../me", "a?b=c", "a#b", "é à", "a%2Fb"])
async def test_an_identifier_stays_one_segment_of_the_path(ident: str) -> None:
    sent = wire(lambda request: ok({"id": "x"}))
    await Catalogue(sent.transport, ORIGIN).dataset(ident)
    path = sent.requests[0].url.raw_path.partition(b"?")[0].decode()
    assert path.startswith("/api/2/datasets/")
    assert path.endswith("/")
    assert path.count("/") == 5


@pytest.mark.parametrize("payload", [[], "x", 3, {"title": "no id"}, {"id": 3}, {"id": None}])
async def test_a_dataset_of_another_shape_is_a_bad_payload(payload: Any) -> None:
    sent = wire(lambda request: ok(payload))
    with pytest.raises(BadPayload):
        await Catalogue(sent.transport, ORIGIN).dataset("x")


async def test_files_are_asked_by_page_and_type() -> None:
    sent = wire(lambda request: ok({"data": [], "total": 0, "next_page": None}))
    await Catalogue(sent.transport, ORIGIN).resources("d", page=2, type="update", q="été")
    assert sent.requests[0].url.raw_path == (
        b"/api/2/datasets/d/resources/?page=2&page_size=50&type=update&q=%C3%A9t%C3%A9&lang=en"
    )


async def test_suggestions_may_be_asked_for_nothing_in_particular() -> None:
    sent = wire(lambda request: ok([{"text": "csv"}, "noise", {}, {"id": 3}]))
    found = await Catalogue(sent.transport, ORIGIN).suggest("formats", "")
    assert sent.requests[0].url.query == b"q=&size=8&lang=en"
    assert [suggestion.id for suggestion in found] == ["csv", "3"]
