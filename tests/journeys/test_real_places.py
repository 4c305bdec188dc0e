"""Every kind of place there is and each of its tabs, every filter and order of every search: on
the services that the environment names. With ``DATAGOUV_TUI_TEST_THOROUGH`` the places are opened
on the sample site where it names none.

``DATAGOUV_TUI_TEST_KEY`` is the key of an account of that server, which is then changed: it follows
something, and says something in a discussion that it opens and closes.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from people import NARROW, THOROUGH, WIDE, Person, at_the_keyboard, real_site

from tui.api.models import Found, HarvestSource, Organization, Resource
from tui.api.portal import Listing
from tui.api.search import KIND_FILTERS, KIND_SORTS, Search
from tui.links import Link
from tui.screens.account_lists import TABS as ACCOUNT_TABS
from tui.screens.dataset_tabs import TABS as DATASET_TABS
from tui.screens.lists import LISTS
from tui.screens.object_tabs import TABS
from tui.screens.search_filters import choices
from tui.settings import SITES, Site
from tui.settings.key import key_path

KEY = os.environ.get("DATAGOUV_TUI_TEST_KEY", "")
REAL = real_site()
SITE: Site = REAL or SITES["sample"]
SIZES = pytest.mark.parametrize(
    "size", [NARROW, WIDE] if REAL else [NARROW], ids=["80x24", "120x40"] if REAL else ["80x24"]
)
only_real = pytest.mark.skipif(REAL is None, reason="no real servers in the environment")
only_with_a_key = pytest.mark.skipif(
    REAL is None or not KEY, reason="no real servers in the environment, or no key"
)
UNSPECIFIED = frozenset({"featured", "archived"})
"""Filters of which no document says what their values mean to the index of the search."""


def went_wrong(person: Person) -> list[str]:
    """What a service refused, or failed at, and what the place shows in place of what was asked.
    Files on other servers, where an export leads, need not be there."""
    services = (SITE.main_url, SITE.tabular_url, SITE.metrics_url or SITE.main_url)
    refused = [
        f"{entry.status} {entry.method} {entry.url} {entry.error}"
        for entry in person.requests
        if entry.url.startswith(services) and ((entry.status or 0) >= 400 or entry.error)
    ]
    place = person.app.place
    problem = place.problem.message if place is not None and place.problem is not None else ""
    failures = [repr(failure) for failure in person.app.session.failures]
    return [*refused, *failures, *([f"{place and place.link}: {problem}"] if problem else [])]


async def opens(person: Person, link: Link, tabs: int = 0) -> None:
    """Open a place and look at each of its tabs: on the sample site other tests do."""
    await person.app.go(link)
    await person.rest()
    for _tab in range(tabs if REAL else 0):
        await person.press("tab")
    assert went_wrong(person) == [], f"{link}\n{person.screen}"


async def first(person: Person, kind: str, *params: tuple[str, str]) -> Found:
    """Something of a kind that is on the site."""
    service = await person.app.session.service()
    return (await service.portal.listed(Listing(kind, params), 1)).items[0]  # type: ignore[return-value]


async def some_of_each_kind(person: Person) -> AsyncIterator[Link]:
    """An address of each kind of object, whatever the site holds."""
    for kind in ("dataservice", "reuse", "topic", "post", "discussion"):
        yield Link(kind, (await first(person, f"{kind}s")).id)
    group = await first(person, "organizations", ("sort", "-views"))
    service = await person.app.session.service()
    whole = await service.portal.entity("organization", group.id)
    assert isinstance(whole, Organization)
    yield Link("organization", group.id)
    yield Link("user", whole.members[0].user.id)
    source = next(
        each
        for each in (await service.portal.listed(Listing("sources"), 1)).items
        if isinstance(each, HarvestSource) and each.last_job is not None
    )
    assert source.last_job is not None
    yield Link("harvest", source.id)
    yield Link("job", source.last_job.id)
    for kind in ("license", "schema", "level"):
        yield Link(kind, (await first(person, f"{kind}s")).id)
    for kind in ("zone", "tag"):
        yield Link(kind, (await first(person, f"{kind}s", ("q", "a"))).id)


async def a_table(person: Person, dataset: str) -> Resource:
    service = await person.app.session.service()
    page = await service.catalogue.resources(dataset)
    return next(each for each in page.items if each.has_table)


@pytest.mark.skipif(REAL is None and not THOROUGH, reason="no real servers in the environment")
@SIZES
async def test_every_kind_of_place_and_each_of_its_tabs(size: tuple[int, int]) -> None:
    async with at_the_keyboard("search:", site=SITE, size=size) as person:
        dataset = await first(person, "datasets", ("sort", "-views"))
        await opens(person, Link("dataset", dataset.id), len(DATASET_TABS))
        links = [link async for link in some_of_each_kind(person)]
        assert {link.kind for link in links} | {"contact"} == set(TABS)
        for link in links:
            await opens(person, link, len(TABS[link.kind]) + 2)
        for kind, _title in LISTS if REAL else LISTS[:1]:
            await opens(person, Link(kind))
        group = next(link for link in links if link.kind == "organization")
        for kind in ("quality", "feeds"):
            await opens(person, Link(kind, group.ident))
        await opens(person, Link("feeds"))
        if REAL and SITE.metrics_url:
            await opens(person, Link("metrics", "site"))
            for each in (*links, Link("dataset", dataset.id)):
                if each.kind in ("dataset", "organization", "reuse", "dataservice"):
                    await opens(person, Link("metrics", f"{each.kind}:{each.ident}"))
        table = await a_table(person, dataset.id)
        await opens(person, Link("resource", table.id))
        await person.sees("row 1 of ")
        await opens(person, Link("resource", table.id, fragment="structure"))


@only_real
@pytest.mark.parametrize("kind", KIND_FILTERS)
async def test_every_order_and_every_filter_that_is_offered(kind: str) -> None:
    async with at_the_keyboard(f"search:?kind={kind}", site=SITE) as person:
        service = await person.app.session.service()
        found = await service.portal.search(Search(kind=kind), 1)
        searches = [Search(kind=kind, sort=sort) for sort in KIND_SORTS[kind] if sort]
        for name in KIND_FILTERS[kind]:
            values = choices(kind, name, found.facets)
            values = values or tuple(each.value for each in found.facets.get(name, ())[:2])
            searches += [Search(kind=kind).with_filter(name, value) for value in values]
        for search in searches:
            params = search.to_params()
            await opens(person, Link("search", "", (("kind", kind), *params)))
            counted = next(
                (
                    each.count
                    for name, value in search.filters
                    for each in found.facets.get(name, ())
                    if each.value == value and name not in UNSPECIFIED
                ),
                None,
            )
            if counted:
                await person.sees(f"1 of {counted:,}")


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of the environment, where the application looks for that of a server."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    path = key_path(SITE)
    path.parent.mkdir(parents=True)
    path.write_text(KEY)
    path.chmod(0o600)
    return KEY


@only_with_a_key
@SIZES
async def test_the_account_and_what_it_changes(size: tuple[int, int], key: str) -> None:
    async with at_the_keyboard("account:", site=SITE, size=size, writes=True) as person:
        await opens(person, Link("account"), len(ACCOUNT_TABS) + 1)
        dataset = await first(person, "datasets", ("sort", "-views"))
        await opens(person, Link("dataset", dataset.id, fragment="discussions"))
        await person.press("n")
        await person.type("A question")
        await person.press("tab")
        await person.type("Thanks")
        await person.press("ctrl+s", "ctrl+s")
        await person.sees("The discussion is open.", "A question")
        await person.press("C")
        await person.type("Closed")
        await person.press("ctrl+s", "ctrl+s")
        await person.sees("The discussion is closed.")
        await person.press("c")
        await person.press("F", "ctrl+s")
        await person.press("F", "ctrl+s")
        methods = [each.method for each in person.requests if each.method in ("POST", "DELETE")]
        assert sorted(methods) == ["DELETE", "POST", "POST", "POST"]
        assert went_wrong(person) == []
        assert key not in "".join(map(str, person.requests))
