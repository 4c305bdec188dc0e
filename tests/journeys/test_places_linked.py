"""A person's tasks from place to place: a search taken along as a link, yesterday's places read
without a network, from what was made of data to the data."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from people import PATIENCE, Person, at_the_keyboard

from tui.links import parse_link
from tui.sample.app import create_app
from tui.sample.data.catalogue import catalogue_of
from tui.screens.search_texts import search_of
from tui.settings import SITES

CATALOGUE = catalogue_of()
SITE = replace(SITES["sample"], name="www")


def here(person: Person) -> str:
    assert person.app.place is not None
    return str(person.app.place.link)


async def reaches(person: Person, part: str) -> None:
    """Wait until the address of the place holds `part`: what is typed rests before it is asked."""
    async with asyncio.timeout(PATIENCE):
        while part not in here(person):
            await person.pilot.pause(0.02)
    await person.rest()


async def test_a_search_with_five_filters_is_copied_as_a_link_and_opened_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    filters = (
        *(("Tag", "population", "tag"), ("Licen", "lov2", "license")),
        *(("Kind of producer", "public", "producer_type"), ("Access", "open", "access_type")),
        ("Kind of format", "tables", "format_family"),
    )
    async with at_the_keyboard("search:population", size=(120, 40)) as person:
        for name, value, parameter in filters:
            await person.press("F")
            await person.type(name)
            await person.press("enter")
            await person.type(value)
            await person.press("enter")
            await reaches(person, f"{parameter}=")
        await person.press("s", "down", "enter")
        await person.sees("1 of ", "most viewed", "Tag: population", "+2")
        copied: list[str] = []
        monkeypatch.setattr(person.app, "copy", copied.append)
        await person.press("y")
        await person.type("link to this")
        await person.press("enter")
        results = person.lines[3:-1]
    (link,) = copied
    assert link.count("=") == 6
    async with at_the_keyboard(link, size=(120, 40)) as person:
        await person.sees("1 of ", "most viewed")
        assert here(person) == link
        assert person.lines[3:-1] == results
    page = parse_link(link).web_url(SITES["www"])
    assert page is not None
    assert search_of(parse_link(page)) == search_of(parse_link(link))


async def test_yesterdays_places_are_read_without_a_network(tmp_path: Path) -> None:
    app = create_app()
    cut = False

    async def line(scope: Any, receive: Any, send: Any) -> None:
        if cut:
            raise ConnectionResetError
        await app(scope, receive, send)

    reuse = next(each for each in CATALOGUE.reuses if not each.deleted)
    kept = {"site": SITE, "server": line, "cache_dir": tmp_path, "data_dir": tmp_path}
    async with at_the_keyboard("search:population", **kept) as person:  # type: ignore[arg-type]
        await person.press("enter")
        await person.sees("Files (4)")
        await person.press("o")
        await person.type(f"reuse:{reuse.slug}")
        await person.press("enter")
        await person.sees("Reuses › ")
    cut = True
    kept["cache_minutes"] = 0
    async with at_the_keyboard(**kept) as person:  # type: ignore[arg-type]
        await person.press("down", "H")
        await person.type("communes fran")
        await person.press("enter")
        await person.sees("Files (4)", "offline · as of ")
        await person.press("H")
        await person.type("reuses")
        await person.press("enter")
        await person.sees("Reuses › ", "offline · as of ")
        await person.press("H")
        await person.type("datasets population")
        await person.press("down", "enter")
        await person.sees("offline · as of ")


async def test_from_a_reuse_to_its_dataset_to_a_file_to_its_rows() -> None:
    tables = {
        dataset.id
        for dataset in CATALOGUE.public_datasets
        if dataset.resources and dataset.resources[0].table
    }
    reuse = next(
        each
        for each in CATALOGUE.reuses
        if not each.deleted and each.datasets and set(each.datasets) <= tables
    )
    async with at_the_keyboard(f"reuse:{reuse.slug}") as person:
        await person.sees("Reuses › ")
        await person.press("tab")
        await person.sees("1 of ")
        await person.press("enter")
        await person.sees("Files (")
        await person.press("2", "enter")
        await person.sees("row 1 of ")
        for title in ("Files (", "Reuses › "):
            await person.press("backspace")
            await person.sees(title)
        assert here(person).startswith("reuse:")
