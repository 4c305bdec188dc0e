"""Feeds and exports, looked at and downloaded as a person does it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from people import SIZES, Person, at_the_keyboard
from test_downloads import until_over

from tui.sample.asgi import Request, json_response, send_response
from tui.screens.feeds import FeedsScreen
from tui.screens.feeds_texts import owner_feeds, site_feeds
from tui.settings import ASGIApp
from tui.tables.export.progress import Stage


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files are proposed to go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def sizes_asked(person: Person) -> list[str]:
    return [entry.url for entry in person.requests if entry.method == "HEAD"]


@SIZES
async def test_the_catalogue_of_the_site_is_downloaded(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(size=size) as person:
        await person.press("down", "f9")
        await person.sees("Catalogue as CSV", "A line a dataset", "541\xa0kB")
        await person.sees("Leads to", "static.sample.data.gouv.invalid")
        await person.press("enter")
        await person.sees("/datasets.csv")
        await person.press("enter")
        assert await until_over(person) is Stage.DONE
        await person.sees("datasets.csv is downloaded: 541\xa0kB.")
    assert os.listdir(folder) == ["datasets.csv"]


async def test_only_what_the_cursor_rests_on_is_asked_about() -> None:
    async with at_the_keyboard("feeds:") as person:
        before = len(sizes_asked(person))
        place = person.app.place
        assert isinstance(place, FeedsScreen)
        for _ in range(4):
            person.app.screen.focused.action_down()  # type: ignore[union-attr]
        await person.rest()
        new = [url for url in sizes_asked(person)[before:] if "/api/1/site/" in url]
        assert new == ["http://www.sample.invalid/api/1/site/dataservices.csv"]


@SIZES
async def test_an_organization_has_its_own(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard("organization:ville-de-paris", size=size) as person:
        await person.press("X")
        await person.sees("Ville de Paris › Feeds and exports", "datasets.csv", "17.7\xa0kB")
        await person.press("down", "down", "down", "down", "down", "right")
        await person.sees("Turtle", "← page 2 →, 100 datasets a page")
        await person.press("d")
        await person.sees("ville-de-paris-catalog-page-2.ttl")
        await person.press("enter")
        assert await until_over(person) is Stage.DONE
        await person.press("y")
        await person.sees("curl command that downloads it", "Python that downloads it")
    assert os.listdir(folder) == ["ville-de-paris-catalog-page-2.ttl"]


class NoHeads:
    """A server that says nothing of its files."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        request = Request.from_scope(scope)  # type: ignore[arg-type]
        if request.method == "HEAD":
            await send_response(json_response({}, 405), request, send)
        else:
            await self.app(scope, receive, send)  # type: ignore[arg-type]


async def test_a_size_that_nobody_tells_is_said() -> None:
    async with at_the_keyboard("feeds:", through=NoHeads) as person:
        await person.sees("CSV · size unknown", "Its size is not known")


async def test_an_organization_that_is_not_there_is_said() -> None:
    async with at_the_keyboard("feeds:nobody-at-all") as person:
        await person.sees("This was not found.", "⌫ goes back")


def test_addresses_and_names() -> None:
    base = "https://www.data.gouv.fr/"
    feeds = {(feed.url(base), feed.file_name("")) for feed in site_feeds()}
    assert ("https://www.data.gouv.fr/api/1/site/tags.csv", "tags.csv") in feeds
    assert ("https://www.data.gouv.fr/api/1/posts/recent.atom", "posts.atom") in feeds
    page = "https://www.data.gouv.fr/api/1/site/catalog.jsonld?page=1&page_size=100"
    assert (page, "catalog-page-1.jsonld") in feeds
    feed = owner_feeds("a/b&c")[-1]
    assert feed.url(base).endswith("/api/1/datasets/recent.atom?organization=a%2Fb%26c")
    assert feed.file_name("x") == "x-datasets.atom"
