"""Rows to files, as a person does it: chosen, written, stopped, gone on with, asked about."""

from __future__ import annotations

import asyncio
import csv
import json
import os
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any

import duckdb
import pytest
from people import SIZES, Person, at_the_keyboard
from textual.widgets import Input

from tui.sample.names import resource_id
from tui.screens.export import ExportScreen
from tui.screens.exports import ExportsScreen, before_leaving
from tui.screens.exports_texts import duration
from tui.screens.table import TableScreen
from tui.settings import ASGIApp
from tui.tables.export.progress import Stage

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}"
SALES = f"resource:{resource_id('demandes-de-valeurs-foncieres/0')}"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
NAMES = f"resource:{resource_id('noms-de-colonnes-difficiles/0')}"
HOSTILE = f"resource:{resource_id('textes-difficiles-a-afficher/0')}"
GROUPS = f"{COMMUNES}?region__groupby&population_municipale__sum"
NAME = "Population-des-communes-françaises.csv"

Message = MutableMapping[str, Any]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where exports are proposed to go."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table_of(person: Person) -> TableScreen:
    place = person.app.place
    assert isinstance(place, TableScreen)
    return place


async def begin(person: Person) -> None:
    """Ask for the export of the table shown."""
    await person.press("ctrl+s")
    assert isinstance(person.app.screen, ExportScreen)


async def look(person: Person) -> None:
    """See the exports."""
    await person.press("D")
    assert isinstance(person.app.screen, ExportsScreen)


async def until(person: Person, stage: Stage) -> None:
    """Wait until the newest export is so."""
    changed, exports = asyncio.Event(), person.app.session.exports
    exports.watch(changed.set)
    async with asyncio.timeout(60):
        while next(iter(exports)).progress.stage is not stage:
            changed.clear()
            await changed.wait()
    exports.unwatch(changed.set)
    await person.rest()


def path_of(person: Person) -> str:
    return person.app.screen.query_one(Input).value


def lines_of(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def files_in(folder: Path) -> list[str]:
    return sorted(os.listdir(folder))


def written(path: Path, text: str = "") -> str:
    if text:
        path.write_text(text)
    return path.read_text("utf-8")


class Held:
    """Pages of rows come only when they are let go."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self.after = 10**9
        self.gate = asyncio.Event()
        self.reached = asyncio.Event()

    async def __call__(
        self,
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if "strictly_greater" in scope.get("query_string", b"").decode():
            self.after -= 1
            if self.after < 0:
                self.reached.set()
                await self.gate.wait()
        await self._app(scope, receive, send)


class Gates:
    """Makes and keeps the gate of one application."""

    held: Held

    def __call__(self, app: ASGIApp) -> Held:
        self.held = Held(app)
        return self.held


# The choice


@SIZES
async def test_rows_are_written_where_one_says(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        await begin(person)
        await person.sees("34,955 rows × 12 columns", "in the order of the file", "one request")
        assert path_of(person) == str(folder / NAME)
        await person.press("enter")
        await until(person, Stage.DONE)
        await person.sees("is written: 34,955 rows.")
        header, *rows = lines_of(folder / NAME)
        assert header[:2] == ["code_insee", "nom_commune"]
        assert len(rows) == 34_955
        assert [row[0] for row in rows] == sorted(row[0] for row in rows)
        assert files_in(folder) == [NAME]


@SIZES
async def test_the_name_and_the_format_go_together(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press(*["down"] * 3)
        assert path_of(person).endswith(".json")
        await person.sees("▸ JSON ")
        await person.press("down", "down")
        assert path_of(person).endswith(".parquet")
        await person.press("ctrl+u")
        await person.sees("Write the name of a file.")
        await person.type("a.ndjson")
        await person.sees("▸ JSON lines")
        await person.press("enter")
        await until(person, Stage.DONE)
        rows = [json.loads(line) for line in written(folder / "a.ndjson").splitlines()]
        assert len(rows) == 500
        assert rows[0]["booleen"] in (True, False)
        # The next one is proposed in the same folder and format.
        await begin(person)
        assert path_of(person).endswith(".ndjson")
        await person.press("escape")


async def test_parquet_is_made_of_them(folder: Path) -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press("ctrl+u")
        await person.type("a.parquet")
        await person.press("enter")
        await until(person, Stage.DONE)
    counted = duckdb.connect().execute(
        "SELECT count(*), count(DISTINCT typeof(jour)) FROM read_parquet(?)",
        [str(folder / "a.parquet")],
    )
    assert counted.fetchall() == [(500, 1)]


@SIZES
async def test_filters_order_and_columns_are_those_of_the_screen(
    folder: Path, size: tuple[int, int]
) -> None:
    address = f"{COMMUNES}?code_departement__exact=75&population_municipale__sort=desc"
    async with at_the_keyboard(
        f"{address}&columns=nom_commune,population_municipale", size=size
    ) as p:
        await p.sees("row 1 of")
        await begin(p)
        await p.sees("code_departement = 75", "▼ population_municipale", "× 2 columns")
        await p.press("enter")
        await until(p, Stage.DONE)
        header, *rows = lines_of(folder / NAME)
        assert header == ["nom_commune", "population_municipale"]
        sizes = [int(row[1]) for row in rows if row[1]]
        assert sizes == sorted(sizes, reverse=True)
        total = next(iter(p.app.session.exports)).progress.total
        assert len(rows) == total


@SIZES
async def test_marked_rows_are_proposed_first(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("row 1 of 34,955")
        await person.press("down", "m", "m", "up", "up", "up", "m")
        asked = len(person.requests)
        await begin(person)
        await person.sees("marked row", "The rows are here")
        await person.press("enter")
        await until(person, Stage.DONE)
        marked = table_of(person).grid.marks
        assert len(lines_of(folder / NAME)) == len(marked) + 1
        assert len(person.requests) == asked
        await begin(person)
        await person.press("ctrl+r")
        await person.sees("34,955 rows")
        await person.press("ctrl+r")
        await person.sees("marked row")
        await person.press("escape")


@SIZES
async def test_a_file_that_is_there_is_asked_about(folder: Path, size: tuple[int, int]) -> None:
    written(folder / NAME, "mine")
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press("ctrl+u")
        await person.type(NAME)
        await person.sees("There is a file already")
        await person.press("enter")
        await person.sees("Replace Population-des-communes")
        await person.press("escape")
        assert isinstance(person.app.screen, ExportScreen)
        await person.press("enter", "enter")
        await until(person, Stage.DONE)
        other = NAME.replace(".csv", "-2.csv")
        assert written(folder / NAME) == "mine"
        assert len(lines_of(folder / other)) == 501

        await begin(person)
        await person.press("ctrl+u")
        await person.type(NAME)
        await person.press("enter", "down", "enter")
        await until(person, Stage.DONE)
        assert len(lines_of(folder / NAME)) == 501
        assert files_in(folder) == sorted([NAME, other])


@SIZES
async def test_where_no_file_can_go_nothing_begins(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press("ctrl+u")
        await person.type("nowhere/a.csv")
        await person.sees("There is no folder")
        await person.press("enter")
        assert isinstance(person.app.screen, ExportScreen)
        assert len(person.app.session.exports) == 0
        await person.press("escape")
        assert files_in(folder) == []


async def test_folders_are_completed(folder: Path) -> None:
    (folder / "données").mkdir()
    async with at_the_keyboard(TYPES) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press("ctrl+u")
        await person.type("donn")
        await person.press("tab")
        assert path_of(person) == "données/"
        await person.press("enter")
        await until(person, Stage.DONE)
        (name,) = files_in(folder / "données")
        assert name.endswith(".csv")


async def test_the_file_itself_is_an_address_to_copy() -> None:
    async with at_the_keyboard(SALES) as person:
        await person.sees("row 1 of 1,000,000")
        place = table_of(person)
        service = await place.session.service()
        found = await service.catalogue.resource(place.link.ident)
        await begin(person)
        await person.sees("20,000 requests of 50 rows", "The file itself")
        await person.press("up", *["down"] * 6)
        await person.sees("the whole table", "⏎ copies the address")
        assert path_of(person) == found.resource.url
        await person.press("enter")
        assert person.app.clipboard == found.resource.url
        # What one types does not change it, and the file's name comes back with its format.
        await person.type("x")
        assert path_of(person) == found.resource.url
        await person.press(*["up"] * 6)
        assert path_of(person).endswith("Demandes-de-valeurs-foncières.csv")


@SIZES
async def test_groups_are_exported_too(folder: Path, size: tuple[int, int]) -> None:
    async with at_the_keyboard(GROUPS, size=size) as person:
        await person.sees("group 1 of")
        await person.press("ctrl+s")
        await person.sees("groups × ", "The rows are here")
        await person.press("enter")
        await until(person, Stage.DONE)
        (name,) = files_in(folder)
        header, *rows = lines_of(folder / name)
        assert header[:2] == ["region", "population_municipale__sum"]
        sums = [int(row[1]) for row in rows if row[1]]
        assert sums == sorted(sums, reverse=True)


async def test_hostile_texts_reach_the_file_untouched_and_the_screen_made_safe(
    folder: Path,
) -> None:
    async with at_the_keyboard(HOSTILE) as person:
        await person.sees("row 1 of")
        await begin(person)
        await person.press("ctrl+u")
        await person.type("h.json")
        await person.press("enter")
        await until(person, Stage.DONE)
        rows = json.loads(written(folder / "h.json"))
        assert any("\x1b" in str(cell) for row in rows for cell in row.values())


async def test_odd_names_of_columns_are_written_as_they_are(folder: Path) -> None:
    async with at_the_keyboard(NAMES) as person:
        await person.sees("row 1 of")
        place = table_of(person)
        assert place.pane.schema is not None
        names = [column.name for column in place.pane.schema]
        for made in ("n.csv", "n.parquet"):
            await begin(person)
            await person.press("ctrl+u")
            await person.type(made)
            await person.press("enter")
            await until(person, Stage.DONE)
        notes = next(iter(person.app.session.exports)).progress.notes
    header, *rows = lines_of(folder / "n.csv")
    assert header == names
    found = duckdb.connect().execute("SELECT * FROM read_parquet(?)", [str(folder / "n.parquet")])
    assert len(found.fetchall()) == len(rows)
    changed = {
        name
        for name, column in zip(names, found.description or (), strict=True)
        if name != column[0]
    }
    assert len(changed) == len(notes)


# The exports


@SIZES
async def test_an_export_is_stopped_and_gone_on_with(folder: Path, size: tuple[int, int]) -> None:
    gates = Gates()
    async with at_the_keyboard(SALES, size=size, through=gates) as person:
        await person.sees("row 1 of 1,000,000")
        gates.held.after = 6
        await begin(person)
        await person.press("enter")
        await gates.held.reached.wait()
        await look(person)
        await person.sees("Demandes-de-valeurs", "of 1,000,000 rows", "page by page", "⇩ 0%")
        assert "x Stop" in person.screen
        assert "r Go on" not in person.screen
        await person.press("x")
        await until(person, Stage.CANCELLED)
        await person.sees("stopped", "r goes on from there", "r Go on")
        (job,) = person.app.session.exports
        had = job.progress.rows
        assert had >= 250
        part = "Demandes-de-valeurs-foncières.csv.part"
        assert files_in(folder) == [part, f"{part}.json"]

        await person.press("r")
        await until(person, Stage.RUNNING)
        await person.press("enter")
        await person.sees("Already there", str(had))
        await person.press("escape")
        assert job.progress.resumed == had
        await person.press("x")
        await until(person, Stage.CANCELLED)
        await person.press("X")
        await person.sees("nothing was written yet")
        assert files_in(folder) == []
        await person.press("escape")
        gates.held.gate.set()


@SIZES
async def test_an_export_goes_on_while_one_is_elsewhere(
    folder: Path, size: tuple[int, int]
) -> None:
    gates = Gates()
    async with at_the_keyboard(SALES, size=size, through=gates) as person:
        await person.sees("row 1 of 1,000,000")
        gates.held.after = 6
        await begin(person)
        await person.press("enter")
        await gates.held.reached.wait()
        await person.sees("⇩ 0%", "Demandes-de-valeurs-foncières.csv is being written")
        # Its requests are not what one waits for here, and escape does not stop it.
        assert "esc cancels" not in person.screen
        await person.press("f2")
        await person.sees("⇩ 0%")
        assert person.app.session.exports.running
        await person.app.session.exports.close()
        await person.rest()
        assert "⇩" not in person.lines[0]


async def test_a_failure_is_said_and_gone_on_from(folder: Path) -> None:
    failing = [True]

    def through(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Message, receive: Any, send: Any) -> None:
            if failing[0] and "/data/json/" in scope.get("path", ""):
                headers = [(b"content-type", b"text/plain")]
                await send({"type": "http.response.start", "status": 404, "headers": headers})
                await send({"type": "http.response.body", "body": b"404: Not Found"})
                return
            await app(scope, receive, send)

        return answer

    async with at_the_keyboard(TYPES, through=through) as person:
        await person.sees("row 1 of 500")
        await begin(person)
        await person.press("ctrl+u")
        await person.type("a.csv")
        await person.press("enter")
        await until(person, Stage.FAILED)
        await person.sees("a.csv is not finished")
        await look(person)
        await person.sees("✗ a.csv", "This was not found.", "r Go on")
        failing[0] = False
        await person.press("r")
        await until(person, Stage.DONE)
        await person.sees("✓ a.csv", "500 rows")
        await person.press("y")
        assert person.app.clipboard == str(folder / "a.csv")
        await person.press("enter")
        await person.sees("File", "CSV", "Size")
        await person.press("escape", "X")
        await person.sees("nothing was written yet")
        assert files_in(folder) == ["a.csv"]


async def test_leaving_asks_while_something_is_written(folder: Path) -> None:
    gates, left = Gates(), []
    async with at_the_keyboard(SALES, through=gates) as person:
        await person.sees("row 1 of 1,000,000")
        before_leaving(person.app, person.app.session, lambda: left.append("at once"))
        gates.held.after = 6
        await begin(person)
        await person.press("enter")
        await gates.held.reached.wait()
        for keys, result in [(["enter"], 1), (["escape"], 1), (["down", "enter"], 2)]:
            before_leaving(person.app, person.app.session, lambda: left.append("agreed"))
            await person.sees("1 file is being written")
            await person.press(*keys)
            assert len(left) == result
        await person.press("q")
        await person.sees("1 file is being written", "can go on another time")
        await person.press("enter")
        assert person.app.is_running
        assert person.app.session.exports.running
    assert left == ["at once", "agreed"]
    # The application ended with the export under way: what it wrote is kept.
    assert len(files_in(folder)) == 2


async def test_what_is_told_while_the_list_is_taken_down_disturbs_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = []
    unwatch = ExportsScreen.on_unmount

    def tell_first(screen: ExportsScreen) -> None:
        told.append(len(screen.children))
        screen._exports._tell()
        unwatch(screen)

    monkeypatch.setattr(ExportsScreen, "on_unmount", tell_first)
    async with at_the_keyboard() as person:
        await person.app.push_screen(ExportsScreen(person.app.session.exports))
        await person.press("escape")
    assert told == [0]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (0.2, "1 s"), (59.5, "1 min 00 s"), (125, "2 min 05 s"), (4_800, "1 h 20 min")],
)
def test_times_are_said_as_people_say_them(seconds: float, text: str) -> None:
    assert duration(seconds) == text
