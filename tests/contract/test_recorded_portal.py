"""Every recorded answer about the kinds beyond datasets is read without loss."""

from __future__ import annotations

import re
from typing import Any

import pytest
from recorded import Exchange, answered, exchanges, replaying

from tui.api.errors import Gone, NotFound
from tui.api.models import Dataservice, Organization, Post, Reuse, Thread, Topic, TopicElement, User
from tui.api.models.base import Model
from tui.api.portal import Listing
from tui.api.search import KIND_FILTERS, KIND_SORTS, Search
from tui.text import clean_line, is_safe_line

KINDS = ("reuses", "dataservices", "organizations", "topics", "discussions", "posts")
ENTITIES: dict[str, tuple[str, type[Model]]] = {
    "organizations": (r"/api/1/organizations/[^/]+/", Organization),
    "reuses": (r"/api/1/reuses/[0-9a-f]{24}/", Reuse),
    "dataservices": (r"/api/1/dataservices/[^/]+/", Dataservice),
    "topics": (r"/api/2/topics/[^/]+/", Topic),
    "users": (r"/api/1/users/[0-9a-f]{24}/", User),
    "posts": (r"/api/1/posts/[0-9a-f]{24}/", Post),
}


def searches_of(kind: str) -> list[Exchange]:
    return answered("main-v2", lambda each: each.path == f"/api/2/{kind}/search/")


SEARCHES = [(kind, each) for kind in KINDS for each in searches_of(kind)]


def wholes_of(kind: str) -> list[Exchange]:
    route = ENTITIES[kind][0]
    return answered(
        "main-*",
        lambda each: (
            re.fullmatch(route, each.path) is not None
            and isinstance(each.json, dict)
            and "data" not in each.json
            and len(each.json) > 5
        ),
    )


WHOLE = [(kind, each) for kind in ENTITIES for each in wholes_of(kind)]


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    assert {kind for kind, _each in SEARCHES} == set(KINDS)
    assert {kind for kind, _each in WHOLE} == set(ENTITIES)


@pytest.mark.parametrize(("kind", "exchange"), SEARCHES, ids=str)
async def test_a_recorded_search_keeps_its_results_counts_and_facets(
    kind: str, exchange: Exchange
) -> None:
    service, _ = await replaying(exchange)
    search = Search(kind=kind)
    for name, value in exchange.params:
        if name == "q":
            search = Search(value, search.filters, search.sort, kind)
        elif name == "sort":
            search = Search(search.words, search.filters, value, kind)
            assert value in KIND_SORTS[kind]
        elif name != "page_size":
            search = search.with_filter(name, value)
    found = await service.portal.search(search, page_size=2)
    raw = exchange.json
    assert [getattr(item, "id", "") for item in found.items] == [item["id"] for item in raw["data"]]
    names = [item.get("title") or item.get("name") for item in raw["data"]]
    assert [item.title for item in found.items] == [clean_line(name) for name in names]
    assert (found.total, found.capped) == (raw["total"], False)
    assert found.has_next == (raw["next_page"] is not None)
    assert set(found.facets) <= set(KIND_FILTERS[kind])
    organizations = {each["name"] for each in raw["facets"].get("organization_id_with_name", ())}
    ours = {f"{value.value}|{value.label}" for value in found.facets.get("organization", ())}
    assert ours == organizations - {"all"}


@pytest.mark.parametrize(("kind", "exchange"), WHOLE, ids=str)
def test_a_recorded_object_is_read_without_loss(kind: str, exchange: Exchange) -> None:
    raw = exchange.json
    entity: Any = ENTITIES[kind][1].parse(raw)
    assert (entity.id, entity.slug, entity.raw) == (raw["id"], raw["slug"], raw)
    name = raw.get("title") or raw.get("name")
    assert entity.title == clean_line(name or f"{raw.get('first_name')} {raw.get('last_name')}")
    assert is_safe_line(entity.title)
    for counter in ("views", "followers"):
        assert getattr(entity, counter, 0) == raw.get("metrics", {}).get(counter, 0)
    organization = raw.get("organization")
    if "organization" in raw:
        assert (entity.organization is None) == (organization is None)
    for name in ("base_api_url", "rate_limiting", "access_type", "type", "topic"):
        if name in raw and hasattr(entity, name):
            assert getattr(entity, name) == (raw[name] or "")


def test_a_page_made_of_blocs_says_what_they_say() -> None:
    page = next(each for kind, each in WHOLE if kind == "posts" and each.json.get("blocs"))
    content = Post.parse(page.json).content
    assert "## Titre de section" in content
    assert "Du **markdown**" in content
    assert "- Base Sirene des entreprises" in content


def test_what_a_bloc_points_at_is_said_with_its_address() -> None:
    hero = {"class": "HeroBloc", "title": "A", "main_link_title": "Voir", "main_link_url": "/b"}
    links = {"class": "LinksListBloc", "paragraph": "P", "links": [{"title": "C", "url": "/d"}]}
    inside = {"class": "ButtonBloc", "title": "E", "url": "/f"}
    folded = {"class": "AccordionListBloc", "items": [{"title": "G", "content": [inside]}]}
    reuse = {"class": "ReuseBloc", "reuse": {"title": "R"}}
    content = Post.parse({"id": "1", "blocs": [hero, links, folded, reuse]}).content
    said = ("## A", "- Voir · /b", "P", "- C · /d", "## G", "## E", "- /f", "- R")
    assert content.split("\n\n") == list(said)


def test_a_discussion_keeps_its_messages_and_what_it_is_about() -> None:
    raw = searches_of("discussions")[0].json["data"][0]
    thread = Thread.parse(raw)
    assert [m.content for m in thread.messages] == [m["content"] for m in raw["discussion"]]
    assert (thread.subject_class, thread.subject_id) == ("Dataset", raw["subject"]["id"])


async def test_elements_of_a_topic_without_a_title_are_asked_for_theirs() -> None:
    recorded = next(
        each
        for each in answered("main-v2", lambda each: each.path.endswith("/elements/"))
        if each.query == "page_size=4"
    )
    untitled = [each["element"] for each in recorded.json["data"] if not each["title"]]
    assert [each["class"] for each in untitled] == ["Dataset", "Dataservice"]
    dataset, api = (each["id"] for each in untitled)
    named = altered(recorded, f"/api/2/datasets/{dataset}/", {"id": dataset, "title": "Population"})
    gone = altered(recorded, f"/api/1/dataservices/{api}/", {"message": "Gone"}, status=410)
    service, _ = await replaying(recorded, named, gone)
    topic = recorded.path.split("/")[4]
    page = await service.portal.listed(Listing("elements", topic=topic), page_size=4)
    assert page.total == recorded.json["total"]
    titles = [each.title for each in page.items if isinstance(each, TopicElement)]
    assert titles == ["Population", *(each["title"] or "" for each in recorded.json["data"][1:])]


def altered(exchange: Exchange, target: str, body: Any, status: int = 200) -> Exchange:
    return Exchange(**{**vars(exchange), "target": target, "json": body, "status": status})


@pytest.mark.parametrize(("status", "error"), [(404, NotFound), (410, Gone)])
@pytest.mark.parametrize("kind", ["organization", "reuse", "dataservice"])
async def test_what_is_not_there_or_no_more_is_said(
    kind: str, status: int, error: type[Exception]
) -> None:
    exchange = next(
        each
        for each in exchanges(f"main-{kind}s")
        if each.status == status and re.fullmatch(rf"/api/1/{kind}s/[0-9a-f]{{24}}/", each.path)
    )
    service, _ = await replaying(exchange)
    with pytest.raises(error):
        await service.portal.entity(kind, exchange.path.split("/")[4])
