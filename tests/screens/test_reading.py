"""One record and one cell: read whole, leafed through, compared and copied."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

import pytest
from hostility import PAYLOADS, assert_harmless
from people import PATIENCE, SIZES, Person, at_the_keyboard

from tui.api.errors import ServerError
from tui.sample.names import resource_id
from tui.screens.cell import CellScreen
from tui.screens.record import RecordScreen, Spot
from tui.settings import SITES, ASGIApp
from tui.tables.query import Column, ColumnType, Query
from tui.tables.records import RecordReader, SourceReader
from tui.tables.remote import RemoteTable
from tui.tables.source import Cell, Row
from tui.widgets.characters import CharacterLines
from tui.widgets.tree import JsonTree

T = TypeVar("T")

COMMUNES = "population-des-communes-francaises"
TYPES = "tous-les-types-de-colonnes"
HOSTILE = "textes-difficiles-a-afficher"
WIDE = "indicateurs-statistiques-a-300-colonnes"


@dataclass
class Reading(Generic[T]):
    """A person in front of a dialog, and what it answered."""

    person: Person
    answers: list[T | None] = field(default_factory=list)

    async def press(self, *keys: str) -> None:
        await self.person.press(*keys)

    @property
    def screen(self) -> str:
        return self.person.screen

    @property
    def copied(self) -> str:
        return self.person.app.clipboard


async def table_of(person: Person, slug: str) -> tuple[RemoteTable, tuple[Column, ...]]:
    service = await person.app.session.service()
    table = RemoteTable(service.tabular, resource_id(f"{slug}/0"))
    return table, tuple(await table.schema())


@asynccontextmanager
async def over_a_place(**options: Any) -> AsyncIterator[Person]:
    async with at_the_keyboard("search:zzz", **options) as person:
        if "through" in options:
            await person.rest()
        yield person


async def open_record(
    person: Person, reader: RecordReader, position: int = 0, column: str = ""
) -> Reading[Spot]:
    reading: Reading[Spot] = Reading(person)
    screen = RecordScreen(person.app.session, reader, position, column=column)
    await person.app.push_screen(screen, reading.answers.append)
    return reading


@asynccontextmanager
async def record_of(
    slug: str, position: int = 0, *, column: str = "", **options: Any
) -> AsyncIterator[Reading[Spot]]:
    async with over_a_place(**options) as person:
        table, columns = await table_of(person, slug)
        reader = SourceReader(table, Query(), columns)
        reading = await open_record(person, reader, position, column)
        await person.rest()
        yield reading


async def open_cell(
    person: Person, columns: Iterable[Column], row: Row, column: str
) -> Reading[str]:
    reading: Reading[str] = Reading(person)
    site = person.app.session.site
    screen = CellScreen(tuple(columns), row, column, row_number=1, site=site)
    await person.app.push_screen(screen, reading.answers.append)
    await person.rest()
    return reading


@asynccontextmanager
async def cell_of(
    value: Cell, kind: ColumnType = ColumnType.STRING, **options: Any
) -> AsyncIterator[Reading[str]]:
    """A cell between two others."""
    async with over_a_place(**options) as person:
        yield await another_cell(person, value, kind)


async def another_cell(person: Person, value: Cell, kind: ColumnType) -> Reading[str]:
    columns = (Column("before"), Column("here", kind), Column("after"))
    return await open_cell(person, columns, ("left", value, "right"), "here")


def pages_asked(person: Person) -> list[str]:
    urls = [str(entry.url) for entry in person.requests if "/data/" in entry.url]
    return [url.partition("page=")[2].partition("&")[0] for url in urls]


# Records


@SIZES
async def test_a_record_shows_every_field_one_under_the_other(size: tuple[int, int]) -> None:
    async with record_of(TYPES, 1, size=size) as reading:
        for text in ("Record 2 of 500", "texte ", "objet_json", "petit", "field 1 of 10"):
            assert text in reading.screen
        assert '{"k": 2, "l": [1, null]}' in reading.screen
        (line,) = [line for line in reading.screen.split("\n") if "tout_vide" in line]
        assert "∅" in line
        keys = next(line for line in reading.screen.split("\n") if "esc Close" in line)
        for key in ("⏎ Open", "→ Next", "← Previous", "/ Find a field", "y Copy…"):
            assert key in keys


async def test_an_empty_text_is_not_a_null() -> None:
    row: Row = (None, "", "x")
    columns = tuple(Column(name) for name in ("none", "blank", "full"))
    async with over_a_place() as person:
        reading = await open_record(person, Rows(columns, [row]))
        await person.rest()
        said = {line.split()[1]: line for line in reading.screen.split("\n") if " a  " in line}
        assert "∅" in said["none"]
        assert "(empty text)" in said["blank"]


async def test_one_leafs_through_records_and_keeps_the_field() -> None:
    async with record_of(COMMUNES, 3, column="nom_commune") as reading:
        assert "Record 4 of 34,955" in reading.screen
        assert "field 2 of 12" in reading.screen
        await reading.press("n", "right", "l")
        assert "Record 7 of 34,955" in reading.screen
        await reading.press("p", "left", "h", "down")
        assert "Record 4 of 34,955" in reading.screen
        await reading.press("escape")
        assert reading.answers == [Spot(3, "code_departement")]


async def test_the_first_and_the_last_record_are_where_it_ends() -> None:
    async with record_of(COMMUNES, 34_954) as reading:
        assert "Record 34,955 of 34,955" in reading.screen
        assert "→ Next" not in reading.screen
        asked = len(pages_asked(reading.person))
        await reading.press("n")
        assert "Record 34,955 of 34,955" in reading.screen
        assert len(pages_asked(reading.person)) == asked
    async with record_of(COMMUNES, 0) as reading:
        assert "← Previous" not in reading.screen
        await reading.press("p")
        assert "Record 1 of 34,955" in reading.screen


async def test_only_another_page_is_asked_for() -> None:
    async with record_of(COMMUNES, 47) as reading:
        await reading.press("n", "n")
        assert pages_asked(reading.person) == ["1"]
        await reading.press("n")
        assert "Record 51 of 34,955" in reading.screen
        assert pages_asked(reading.person) == ["1", "2"]
        await reading.press("p")
        assert "Record 50 of 34,955" in reading.screen
        assert pages_asked(reading.person) == ["1", "2"]


@SIZES
async def test_one_of_three_hundred_fields_is_found_by_typing(size: tuple[int, int]) -> None:
    async with record_of(WIDE, 5, size=size) as reading:
        assert "field 1 of 300" in reading.screen
        await reading.press("slash")
        await reading.person.type("note_2016")
        assert "field 1 of 1" in reading.screen
        await reading.press("enter", "n")
        assert "Record 7 of 2,000" in reading.screen
        assert "note_2016" in reading.screen
        await reading.press("escape")
        assert "of 300" in reading.screen
        await reading.press("escape")
        assert reading.answers == [Spot(6, "note_2016")]


async def test_words_that_no_field_has_leave_nothing_and_say_so() -> None:
    async with record_of(COMMUNES) as reading:
        await reading.press("slash")
        await reading.person.type("zzz")
        assert "nothing matches" in reading.screen
        await reading.press("down", "enter", "y", "escape", "escape")
        assert "field 1 of 12" in reading.screen
        assert reading.answers == []


async def test_records_are_compared_field_by_field() -> None:
    columns = (Column("id", ColumnType.INT), Column("name"), Column("size", ColumnType.FLOAT))
    rows: list[Row] = [(1, "same", 1.5), (2, "same", None), (1, "same", 1.5), (1, "same", True)]
    async with over_a_place() as person:
        reading = await open_record(person, Rows(columns, rows))
        await reading.press("equals_sign")
        assert "the others are compared with this record" in reading.screen
        await reading.press("n")
        assert "2 fields differ from record 1" in reading.screen
        assert "2 ≠ 1" in reading.screen
        assert "∅ ≠ 1.5" in reading.screen
        await reading.press("d")
        assert "field 1 of 2" in reading.screen
        await reading.press("n")
        assert "the same as record 1" in reading.screen
        assert "nothing differs" in reading.screen
        await reading.press("n")
        assert "1 field differs from record 1" in reading.screen
        await reading.press("p", "p", "p")
        assert "field 1 of 3" in reading.screen
        await reading.press("equals_sign", "n")
        assert "≠" not in reading.screen
        assert "differ" not in reading.screen


async def test_a_record_is_copied_in_the_form_one_likes() -> None:
    columns = (Column("a|b"), Column("t"), Column("j", ColumnType.JSON))
    row: Row = ("x|y\n<z>", "1\t2", {"k": [1]})
    async with over_a_place() as person:
        reading = await open_record(person, Rows(columns, [row]))
        copied = []
        for place in range(5):
            await reading.press("y", *["down"] * place, "enter")
            copied.append(reading.copied)
            assert "Sent to the terminal’s clipboard" in reading.screen
        value, name, as_json, as_lines, as_markdown = copied
        assert (value, name) == ("x|y\n<z>", "a|b")
        assert json.loads(as_json) == dict(zip(("a|b", "t", "j"), row, strict=True))
        assert as_lines == 'a|b\tx|y <z>\nt\t1 2\nj\t{"k": [1]}'
        assert "| a\\|b | x\\|y<br>&lt;z> |" in as_markdown
        await reading.press("v")
        assert reading.answers == [Spot(0, "a|b")]


async def test_the_whole_value_of_a_field_is_read_over_the_record() -> None:
    async with record_of(TYPES, 3, column="texte") as reading:
        await reading.press("enter", "right", "right")
        assert "column 3 of 10" in reading.screen
        await reading.press("escape")
        assert "field 3 of 10" in reading.screen
        await reading.press("q")
        assert reading.answers == [Spot(3, "reel")]


@SIZES
async def test_the_grid_follows_to_where_one_ended(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"resource:{resource_id(f'{COMMUNES}/0')}", size=size) as person:
        await person.sees("row 1 of 34,955")
        await person.press("v", "n", "n", "down", "escape")
        assert "row 3 of 34,955" in person.screen
        assert "nom_commune = " in person.screen
        await person.press("enter", "right", "escape")
        assert "code_departement = " in person.screen
        assert "row 3 of 34,955" in person.screen


# Records that do not come


@dataclass
class Rows:
    """Records at hand, or that come when told to, or that fail."""

    columns: tuple[Column, ...]
    rows: list[Row]
    says_total: bool = True
    ready: asyncio.Event | None = None
    error: Exception | None = None
    asked: list[int] = field(default_factory=list)
    cancelled: list[int] = field(default_factory=list)

    @property
    def total(self) -> int | None:
        return len(self.rows) if self.says_total else None

    async def row(self, position: int) -> Row | None:
        self.asked.append(position)
        if self.error is not None:
            raise self.error
        if self.ready is not None:
            try:
                await self.ready.wait()
            except asyncio.CancelledError:
                self.cancelled.append(position)
                raise
        return self.rows[position] if position < len(self.rows) else None


def numbered(count: int, **options: Any) -> Rows:
    return Rows((Column("n", ColumnType.INT),), [(n,) for n in range(count)], **options)


async def until(person: Person, done: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not done():
            await person.pilot.pause(0.01)


async def test_holding_next_asks_for_the_record_one_rests_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # However slow the machine is, the keys come faster than that.
    monkeypatch.setattr("tui.screens.record.REST", 1.0)
    reader = numbered(100)
    async with over_a_place() as person:
        reading = await open_record(person, reader)
        await person.rest()
        reader.ready = asyncio.Event()
        await person.pilot.press("n")
        await until(person, lambda: reader.asked[-1] == 1)
        for _time in range(29):
            person.app.simulate_key("n")
        await until(person, lambda: reader.asked[-1] == 30)
        assert reader.asked == [0, 1, 30]
        assert reader.cancelled == [1]
        await person.sees("reading record 31…", "Record 1 of 100")
        reader.ready.set()
        await person.rest()
        assert "Record 31 of 100" in reading.screen
        assert "reading record" not in reading.screen


async def test_escape_cancels_a_record_that_does_not_come_and_stays_where_it_was() -> None:
    reader = numbered(10)
    async with over_a_place() as person:
        reading = await open_record(person, reader, 4)
        await person.rest()
        reader.ready = asyncio.Event()
        await person.pilot.press("n")
        await person.sees("reading record 6…")
        await reading.press("escape")
        assert reader.cancelled == [5]
        assert "Record 5 of 10" in reading.screen
        assert "reading record" not in reading.screen
        reader.ready.set()
        await reading.press("n")
        assert "Record 6 of 10" in reading.screen
        await reading.press("escape")
        assert reading.answers == [Spot(5, "n")]


async def test_leaving_while_a_record_is_awaited_leaves_nothing_running() -> None:
    reader = numbered(10, ready=asyncio.Event())
    async with over_a_place() as person:
        reading = await open_record(person, reader)
        await person.sees("reading record 1…")
        await person.pilot.press("escape", "escape")
        await person.rest()
        assert reader.cancelled == [0]
        assert reading.answers == [Spot(0, "n")]


async def test_a_record_that_fails_is_said_and_asked_for_again() -> None:
    reader = numbered(10)
    async with over_a_place() as person:
        reading = await open_record(person, reader, 2)
        await person.rest()
        reader.error = ServerError(status=503)
        await reading.press("n")
        assert "The service failed (error 503). r asks again." in reading.screen
        assert "Record 3 of 10" in reading.screen
        await reading.press("r")
        assert "The service failed (error 503)." in reading.screen
        reader.error = None
        await reading.press("r")
        assert "Record 4 of 10" in reading.screen
        assert "failed" not in reading.screen
        assert reader.asked == [2, 3, 3, 3]
        await reading.press("r")
        assert reader.asked == [2, 3, 3, 3]


async def test_the_service_may_fail_between_two_pages() -> None:
    broken: list[str] = []

    def through(app: ASGIApp) -> ASGIApp:
        async def serve(scope: Any, receive: Any, send: Any) -> None:
            if not broken or not scope["path"].endswith("/data/"):
                await app(scope, receive, send)
                return
            await send({"type": "http.response.start", "status": 410, "headers": []})
            await send({"type": "http.response.body", "body": b"gone"})

        return serve

    async with record_of(COMMUNES, 49, through=through) as reading:
        broken.append("yes")
        await reading.press("n")
        assert "Record 50 of 34,955" in reading.screen
        assert "⏎ Open" in reading.screen
        assert "r Ask again" in reading.screen
        broken.clear()
        await reading.press("r")
        assert "Record 51 of 34,955" in reading.screen


async def test_records_of_an_unknown_number_end_where_they_end() -> None:
    async with over_a_place() as person:
        reading = await open_record(person, numbered(2, says_total=False))
        await reading.press("n")
        assert "Record 2 " in reading.screen
        await reading.press("n")
        assert "There is no record there any more." in reading.screen
        assert "Record 2 " in reading.screen
        await reading.press("p")
        assert "Record 1 " in reading.screen


async def test_a_failure_that_nobody_foresaw_is_said_and_kept() -> None:
    reader = numbered(3)
    async with over_a_place() as person:
        reading = await open_record(person, reader)
        await person.rest()
        reader.error = ZeroDivisionError("a mistake of ours")
        await reading.press("n")
        await person.sees("Something unexpected happened:", "ZeroDivisionError")
        assert [str(error) for error in person.app.session.failures] == ["a mistake of ours"]
        person.app.session.failures.clear()


# Cells


@SIZES
async def test_a_long_text_is_wrapped_and_read_to_its_end(size: tuple[int, int]) -> None:
    text = " ".join(f"word{number}" for number in range(1_500)) + " the-end"
    async with cell_of(text, size=size) as reading:
        assert f"{len(text):,} characters" in reading.screen
        assert "word0 word1" in reading.screen
        assert "the-end" not in reading.screen
        await reading.press("G")
        assert "the-end" in reading.screen
        assert "esc Close" in reading.screen


async def test_one_goes_from_cell_to_cell_of_a_row() -> None:
    async with cell_of("middle") as reading:
        await reading.press("right")
        assert "right" in reading.screen
        assert "column 3 of 3" in reading.screen
        await reading.press("right", "l", "left", "h")
        assert "column 1 of 3" in reading.screen
        await reading.press("left", "escape")
        assert reading.answers == ["before"]


IN_WORDS: dict[Cell, str] = {
    None: "(null)",
    "": "(empty text)",
    "  ": "nothing but 2 blanks",
    1234567: "1,234,567",
    True: "true",
}


async def test_what_a_cell_is_is_said_in_words() -> None:
    async with over_a_place() as person:
        for value, said in IN_WORDS.items():
            reading = await another_cell(person, value, ColumnType.INT)
            assert said in reading.screen
            assert "whole number" in reading.screen
            await reading.press("enter")
            assert reading.answers == ["here"]


async def test_a_space_at_the_end_is_said_and_shown() -> None:
    async with cell_of("75\u00a0056 ") as reading:
        assert "7 characters · 2 hidden" in reading.screen
        assert "a space at the end · no-break space" in reading.screen
        await reading.press("x")
        assert "3 of 7" in reading.screen
        assert "U+00A0    C2 A0        NO-BREAK SPACE" in reading.screen
        await reading.press("n")
        assert "7 of 7" in reading.screen
        await reading.press("n")
        assert "no other hidden character that way" in reading.screen
        await reading.press("N")
        assert "3 of 7" in reading.screen
        await reading.press("right")
        assert "LATIN SMALL LETTER R" in reading.screen
        await reading.press("x")
        assert "LATIN" not in reading.screen


async def test_a_json_cell_is_a_tree_that_folds() -> None:
    async with over_a_place() as person:
        table, columns = await table_of(person, TYPES)
        window = await table.window(Query(), 0, 1)
        reading = await open_cell(person, columns, window.rows[0], "objet_json")
        assert "▸ l: [2 items]" in reading.screen
        await reading.press("down", "enter")
        assert "[1]: null" in reading.screen
        await reading.press("Y")
        assert reading.copied == "[1, null]"
        await reading.press("t")
        assert '"k": 1,' in reading.screen
        await reading.press("y")
        assert reading.copied == '{"k": 1, "l": [1, null]}'
        await reading.press("t")
        assert "▸ l: [2 items]" in reading.screen


async def test_json_written_as_text_is_a_tree_and_copied_as_it_was_written() -> None:
    text = ' {"b":1,\t"a":[true]}'
    async with cell_of(text) as reading:
        assert "▸ a: [1 item]" in reading.screen
        await reading.press("y")
        assert reading.copied == text


async def test_json_nested_deeper_than_python_can_follow_is_read() -> None:
    deep: Cell = "the-bottom"
    for _level in range(2_000):
        deep = [deep]
    async with cell_of(deep, ColumnType.JSON) as reading:
        assert "[1 item]" in reading.screen
        await reading.press("plus", "end")
        assert "the-bottom" in reading.screen
        await reading.press("t", "y", "x", "x")
        assert reading.copied == "[" * 2_000 + '"the-bottom"' + "]" * 2_000
        assert_harmless(reading.person.app)


async def test_what_is_copied_is_the_cell_byte_for_byte() -> None:
    async with over_a_place() as person:
        for payload in PAYLOADS[:-1:2]:
            reading = await another_cell(person, payload, ColumnType.STRING)
            assert_harmless(person.app)
            await reading.press("y")
            assert reading.copied == payload
            await reading.press("x", "pagedown", "n", "N", "end")
            assert_harmless(person.app)
            assert person.app.screen.query_one(CharacterLines).count == len(payload)
            await reading.press("escape")
            assert person.app.screen is person.app.place


async def test_a_huge_cell_opens_and_is_shown_where_the_clipboard_cannot_take_it() -> None:
    text = "[" + "7," * 2_500_000
    async with cell_of(text) as reading:
        assert "5,000,001 characters" in reading.screen
        await reading.press("end")
        assert "Only the first 50,000 characters are shown" in reading.screen
        await reading.press("x", "end")
        assert "5,000,001 of 5,000,001" in reading.screen
        await reading.press("y")
        assert "Too long for the clipboard" in reading.screen
        assert "Sent to" not in reading.screen


# Addresses


async def test_an_address_is_shown_with_its_host_and_copied_but_never_opened() -> None:
    async with cell_of("see https://www.data.gouv.fr@elsewhere.example/x.") as reading:
        await reading.press("w")
        assert "It leads to elsewhere.example." in reading.screen
        await reading.press("y")
        assert reading.copied == "https://www.data.gouv.fr@elsewhere.example/x"
        assert "Open here" not in reading.screen


async def test_one_of_several_addresses_is_chosen() -> None:
    async with cell_of(["https://a.example/1", "http://b.example/2"], ColumnType.JSON) as reading:
        await reading.press("w")
        assert "a.example" in reading.screen
        await reading.press("down", "enter")
        assert "It leads to b.example." in reading.screen
        await reading.press("y")
        assert reading.copied == "http://b.example/2"


async def test_an_address_of_the_site_opens_here() -> None:
    url = f"{SITES['sample'].web_url}/fr/datasets/{COMMUNES}/"
    async with cell_of(f"{url} {url}#/discussions") as reading:
        await reading.press("o", "enter")
        await reading.person.sees("Files (")
        place = reading.person.app.place
        assert place is not None
        assert place.is_current
        assert place.link.kind == "dataset"
        assert "Population des communes" in reading.screen


async def test_a_cell_without_address_has_none_to_open() -> None:
    async with cell_of("nothing://here") as reading:
        await reading.press("w", "o", "t", "n", "Y")
        assert "nothing://here" in reading.screen
        assert "Web address" not in reading.screen


# Hostile rows


@SIZES
async def test_every_hostile_cell_is_harmless_in_every_view(size: tuple[int, int]) -> None:
    async with over_a_place(size=size) as person:
        table, columns = await table_of(person, HOSTILE)
        rows = (await table.window(Query(), 0, 20)).rows
        texts = [(Column(f"text {number}"), row[1]) for number, row in enumerate(rows)]
        trees = [(replace(columns[4], name=f"tree {n}"), row[4]) for n, row in enumerate(rows)]
        cells = [*texts, *trees]
        row = tuple(cell for _column, cell in cells)
        reading = await open_cell(person, [column for column, _cell in cells], row, "text 0")
        for key in (*["right"] * len(cells), "t", "x", *["left"] * len(cells)):
            await person.pilot.press(key)
            assert_harmless(person.app)
        await reading.press("escape")
        assert reading.answers == ["text 0"]


async def test_every_hostile_record_is_harmless() -> None:
    async with record_of(HOSTILE) as reading:
        await reading.press("equals_sign")
        for _record in range(22):
            await reading.press("n")
            assert_harmless(reading.person.app)
        await reading.press("y")
        assert_harmless(reading.person.app)


async def test_a_tree_of_a_hostile_object_keeps_its_names_apart() -> None:
    hostile: Cell = {payload: [payload] for payload in PAYLOADS}
    async with cell_of(hostile, ColumnType.JSON) as reading:
        await reading.press("plus", "pagedown", "pagedown", "t", "pagedown", "x")
        assert_harmless(reading.person.app)
        await reading.press("x", "end")
        tree = reading.person.app.screen.query_one(JsonTree)
        assert tree.current_value == [PAYLOADS[-1]]


# Small screens and the other language


@pytest.mark.parametrize("size", [(40, 10), (20, 6), (200, 60)])
async def test_a_small_screen_still_shows_the_keys_out(size: tuple[int, int]) -> None:
    async with record_of(COMMUNES, size=size) as reading:
        assert "esc" in reading.screen
        await reading.press("enter", "x", "right", "pagedown", "escape", "y", "escape", "escape")
        assert reading.answers == [Spot(0, "nom_commune")]
