"""The quality of all the datasets of an organization, as its producer looks at it."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import pytest
from people import PATIENCE, SIZES, Person, at_the_keyboard

from tui.links import Link
from tui.sample.asgi import Request, json_response, send_response
from tui.screens import producer_quality
from tui.screens import producer_quality_texts as texts
from tui.screens.producer_quality import ProducerQualityScreen
from tui.screens.producer_quality_texts import Scored
from tui.settings import ASGIApp
from tui.text import SafeText

PARIS = "quality:ville-de-paris"
WORST = "Résultats des élections municipales – Paris"


def place_of(person: Person) -> ProducerQualityScreen:
    place = person.app.place
    assert isinstance(place, ProducerQualityScreen)
    return place


@SIZES
async def test_a_producer_finds_the_dataset_that_is_least_documented(size: tuple[int, int]) -> None:
    async with at_the_keyboard("organization:ville-de-paris", size=size) as person:
        await person.press("Q")
        await person.sees("15 datasets · mean score 88% · 4 miss nothing", "✗ dates 9 · licence 3")
        await person.sees("Résultats des élections", "1 of 15")
        await person.press("f")
        await person.type("documented")
        await person.press("enter")
        await person.sees("✗ documentation of the files", "2 of 15")
        assert str(place_of(person).link).endswith("?unmet=resources_documentation")
        await person.press("enter")
        await person.sees(f"Datasets › {WORST}", "The files are not documented", "To mend it")
        await person.press("backspace", "escape")
        await person.sees("1 of 15")


async def test_any_column_orders_it() -> None:
    async with at_the_keyboard(f"{PARIS}?title__sort=desc") as person:
        first = place_of(person).current
        assert first is not None
        assert first.title.startswith("Équipements")
        await person.press("l", "s")
        assert str(place_of(person).link).split("?")[1:] == []
        await person.press("s")
        here = place_of(person).current
        assert here is not None
        assert here.score == 1
        await person.press("end", "left", "left")
        await person.sees("The places covered are given", "1 of 15")


def rows_in(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


async def test_it_is_written_as_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_the_keyboard(f"{PARIS}?unmet=license") as person:
        await person.press("ctrl+s", "end", "enter", "enter")
        await person.sees("is written")
    rows = rows_in(tmp_path / "Ville-de-Paris-quality-of-its-datasets.csv")
    assert [row["license"] for row in rows] == ["false"] * 3
    assert (rows[0]["title"], round(float(rows[0]["score"]), 2)) == (WORST, 0.67)


class Slow:
    """Pages of an organization's datasets: the second fails, or never comes."""

    fails = True

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.asked = asyncio.Event()

    async def __call__(self, scope: object, receive: object, send: object) -> None:
        request = Request.from_scope(scope)  # type: ignore[arg-type]
        if request.path == "/api/2/datasets/" and request.get("page") == "2":
            self.asked.set()
            if not self.fails:
                await asyncio.Event().wait()
            await send_response(json_response({"message": "no"}, 500), request, send)
        else:
            await self.app(scope, receive, send)  # type: ignore[arg-type]


class Stuck(Slow):
    fails = False


async def test_what_came_stays_where_the_rest_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer_quality, "PAGE", 10)
    async with at_the_keyboard(PARIS, through=Slow) as person:
        await person.sees("10 datasets", "The service failed (error 500). m reads on.")


async def test_reading_is_stopped_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer_quality, "PAGE", 10)
    async with at_the_keyboard(PARIS, through=Stuck) as person:
        await person.sees("10 of 15 read · esc stops")
        place_of(person).cancel()
        await person.sees("the 10 most viewed of 15 · m reads on")
        place_of(person).action_more()
        await person.pilot.pause()
        await person.sees("10 of 15 read · esc stops")
        place_of(person).cancel()


async def test_reading_stops_while_one_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(producer_quality, "PAGE", 10)
    async with at_the_keyboard(PARIS, through=Stuck) as person:
        await person.sees("10 of 15 read · esc stops")
        place = place_of(person)
        await person.app.go(Link("feeds"))
        async with asyncio.timeout(PATIENCE):
            while any(worker.node is place for worker in person.app.workers):
                await person.pilot.pause(0.01)
        await person.app.action_back()
        await person.pilot.pause()
        await person.sees("10 of 15 read · esc stops")
        assert any(worker.node is place for worker in person.app.workers)
        place.cancel()


async def test_an_organization_that_is_not_there_is_said() -> None:
    async with at_the_keyboard("quality:nobody-at-all") as person:
        await person.sees("This was not found.", "⌫ goes back")


def test_what_was_not_measured_is_told_apart() -> None:
    one = Scored("1", SafeText("A"), 0.5, {"license": False, "spatial": True})
    none = Scored("2", SafeText("B"), None)
    (row, other) = texts.table_of([one, none]).rows
    assert row.cells[:6] == ("A", 50, 1, "·", "·", "✗")
    assert other.cells[:3] == ("B", "", 0)
    said = texts.summary_words([one, none])
    assert said == "2 datasets · mean score 50% · 1 without a score · 0 miss nothing"
    assert texts.unmet_words([one, none]) == "✗ licence 1"
    assert texts.summary_words([]) == "0 datasets · 0 miss nothing"


async def test_an_organization_that_is_not_there_is_said_once_and_offers_nothing_to_read() -> None:
    async with at_the_keyboard("quality:nobody") as person:
        await person.sees("This was not found.")
        assert person.screen.count("This was not found.") == 1
        assert "Read on" not in person.screen
