"""How the other kinds are searched: the plain list where the search does not answer."""

from __future__ import annotations

import httpx
import pytest
from wires import ORIGIN, Wire, ok, refused, wire

from tui.api.errors import BadRequest, ServerError
from tui.api.portal import Portal
from tui.api.search import KIND_FILTERS, KIND_LIST_FILTERS, Search

KINDS = tuple(KIND_LIST_FILTERS)


def answering(search: httpx.Response, listed: httpx.Response) -> tuple[Portal, Wire]:
    def answer(request: httpx.Request) -> httpx.Response:
        given = search if request.url.path.endswith("/search/") else listed
        return httpx.Response(given.status_code, headers=given.headers, content=given.content)

    sent = wire(answer)
    return Portal(sent.transport, ORIGIN), sent


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [404, 405, 500])
async def test_where_the_search_of_a_kind_fails_its_list_answers(kind: str, status: int) -> None:
    page = ok({"data": [{"id": "a"}], "total": 1, "next_page": None})
    portal, sent = answering(refused(status), page)
    filters = tuple((name, "0" * 24) for name in KIND_FILTERS[kind])
    found = await portal.search(Search('"eau"', filters, "-created", kind))
    assert ([item.id for item in found.items], found.fallback) == (["a"], True)
    asked = sent.requests[-1].url
    assert asked.path.endswith(f"/{kind}/")
    assert (asked.params["q"], asked.params["sort"]) == ("eau", "-created")
    sent_too = {name for name in KIND_FILTERS[kind] if name in asked.params}
    assert sent_too == KIND_LIST_FILTERS[kind]
    assert set(found.unapplied) == set(KIND_FILTERS[kind]) - sent_too


async def test_a_missing_search_is_asked_again_only_by_a_reload() -> None:
    portal, sent = answering(refused(404), ok({"data": [], "total": 0}))
    for words, reload in (("a", False), ("b", False), ("b", True)):
        await portal.search(Search(words, kind="posts"), reload=reload)
    paths = [request.url.path.removeprefix("/api/") for request in sent.requests]
    searched, listed = "2/posts/search/", "1/posts/"
    assert paths == [searched, listed, listed, searched, listed]
    assert not (await portal.search(Search(kind="posts"), 9)).has_next


async def test_what_is_refused_and_what_is_down_is_told() -> None:
    portal, sent = answering(refused(400), ok())
    with pytest.raises(BadRequest):
        await portal.search(Search(kind="reuses"))
    assert len(sent.requests) == 1
    portal, _sent = answering(refused(500), refused(500))
    with pytest.raises(ServerError):
        await portal.search(Search(kind="reuses"))
