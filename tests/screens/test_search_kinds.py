"""The search among the kinds beyond datasets: turned to, narrowed, ordered, opened."""

from __future__ import annotations

from typing import Any

import pytest
from people import Person, at_the_keyboard

from tui.api.search import KIND_FILTERS, KIND_SORTS, Search
from tui.links import Link, parse_link
from tui.sample.app import create_app
from tui.screens.search_kinds import KINDS, Kinds
from tui.screens.search_texts import link_of, search_of
from tui.widgets.kind_words import KIND_TITLES


def here(person: Person) -> Link:
    assert person.app.place is not None
    return person.app.place.link


async def test_the_same_words_are_looked_for_among_the_next_kind() -> None:
    async with at_the_keyboard("search:carte?tag=carte&format=csv") as person:
        # Where nothing is found, the other kinds are counted at once.
        await person.sees("Datasets 0", "0 datasets", "Reuses 7")
        await person.press("right", "right")
        await person.sees("Reuses 7", "1 of 7", "Tag: carte", "Carte interactive")
        assert str(here(person)) == "search:carte?kind=reuses&tag=carte"
        assert "Dataservices 0" in person.screen
        await person.press("1")
        assert str(here(person)) == "search:carte?tag=carte&format=csv"


async def test_who_finds_datasets_has_nothing_else_counted_until_they_look_further() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.sees("Datasets 16", "1 of 16")
        assert not any("reuses/search" in entry.url for entry in person.requests)
        await person.press("4")
        await person.sees("Datasets 16", "Topics 0", "0 organizations")
        counted = [entry.url for entry in person.requests if "page_size=1&" in entry.url]
        assert len(counted) == 5  # neither what was found nor datasets are asked for again
        await person.press("3")
        await person.sees("Reuses")
        assert len([e for e in person.requests if "page_size=1&" in e.url]) == 5


async def test_a_kind_has_its_own_filters_and_orders() -> None:
    async with at_the_keyboard("search:?kind=reuses", size=(140, 40)) as person:
        await person.sees("1 of 60 · relevance", "Type", "press article", "health")
        await person.press("s")
        await person.sees("most datasets", "most viewed")
        assert "updated last" not in person.screen
        await person.press("down", "enter")
        await person.sees("1 of 60 · most viewed")
        await person.press("f", "enter")
        await person.sees("Organization: ")
        assert [name for name, _value in here(person).params] == ["kind", "organization", "sort"]


@pytest.mark.parametrize(
    ("kind", "opened"),
    [
        ("dataservices", "dataservice"),
        ("reuses", "reuse"),
        ("organizations", "organization"),
        ("topics", "topic"),
        ("posts", "post"),
    ],
)
async def test_a_result_of_any_kind_opens_its_place(kind: str, opened: str) -> None:
    async with at_the_keyboard(f"search:?kind={kind}") as person:
        await person.sees("1 of ")
        await person.press("enter")
        await person.sees(f"{KIND_TITLES[kind]} › ")
        assert here(person).kind == opened


async def test_a_discussion_is_previewed_whole_and_opens_what_it_is_about() -> None:
    async with at_the_keyboard("search:doublons?kind=discussions", size=(120, 40)) as person:
        await person.sees("1 of ", "Doublons")
        await person.press("enter")
        assert here(person).kind in ("dataset", "reuse", "dataservice")


async def test_a_list_of_results_goes_on_and_a_wrong_filter_is_said() -> None:
    async with at_the_keyboard("search:?kind=discussions") as person:
        for _page in range(8):
            await person.press("end")
        await person.sees("121 of 121")
    async with at_the_keyboard("search:?kind=reuses&type=bogus") as person:
        await person.sees("r asks again")


def test_every_kind_is_named_and_its_link_is_read_back() -> None:
    for kind in KINDS:
        assert kind in KIND_TITLES
        filters = tuple((name, "x") for name in KIND_FILTERS[kind])
        for sort in KIND_SORTS[kind]:
            search = Search("eau", filters, sort, kind)
            assert search_of(parse_link(str(link_of(search)))) == search


def test_what_another_kind_does_not_know_waits_until_one_comes_back() -> None:
    kinds = Kinds()
    filters = (("tag", "eau"), ("format", "csv"), ("badge", "hvd"))
    search = Search("eau", filters, "-last_update")
    turned = kinds.turned(search, "organizations")
    assert turned == Search("eau", (), "", "organizations")
    again = kinds.turned(kinds.turned(search, "reuses").with_filter("topic", "health"), "datasets")
    assert dict(again.filters) == dict(filters)
    assert kinds.turned(again, "reuses").values("topic") == ("health",)


def test_filters_that_the_search_would_ignore_are_left_out_of_another_kind() -> None:
    link = parse_link("search:eau?kind=organizations&format=csv&badge=certified")
    assert search_of(link).filters == (("badge", "certified"),)
    assert search_of(parse_link("search:eau?kind=bogus")).kind == "datasets"


async def test_where_the_search_is_out_of_order_a_list_answers_and_says_what_it_left_out() -> None:
    app = create_app()

    async def broken(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].endswith("/reuses/search/"):
            await send({"type": "http.response.start", "status": 500, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await app(scope, receive, send)

    async with at_the_keyboard(
        "search:carte?kind=reuses&producer_type=company", server=broken, size=(120, 40)
    ) as person:
        await person.sees("1 of ", "only titles were looked at", "Kind of producer")


async def test_the_end_of_what_the_service_shows_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.api.portal.WINDOW", 40)
    async with at_the_keyboard("search:?kind=reuses") as person:
        await person.sees("1 of 60+")
        await person.press("end", "end")
        await person.sees("40 of 60+ · the service shows no more")
        await person.press("up")
        await person.sees("39 of 60+ · relevance")
