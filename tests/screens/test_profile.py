"""The structure of a table, the profiles of its columns, and the way from a value to its rows."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

import pytest
from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard

from tui.links import parse_link
from tui.sample.names import resource_id
from tui.screens.column_profile import ColumnProfileScreen
from tui.screens.structure import StructureScreen
from tui.screens.table import TableScreen
from tui.settings import SITES, ASGIApp
from tui.tables.operators import describe_filter
from tui.widgets.profile_lines import Bar

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}#structure"
SALES = f"resource:{resource_id('demandes-de-valeurs-foncieres/0')}#structure"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}#structure"
ODD = f"resource:{resource_id('noms-de-colonnes-difficiles/0')}#structure"
HOSTILE = f"resource:{resource_id('textes-difficiles-a-afficher/0')}#structure"


Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Answer = tuple[int, object]
"""A status, and a body: JSON, or a text."""


@dataclass
class Otherwise:
    """The sample site, but for the paths whose end is in `answers`."""

    answers: dict[str, Answer]
    app: ASGIApp | None = None
    asked: list[str] = field(default_factory=list)

    def wrap(self, app: ASGIApp) -> ASGIApp:
        self.app = app
        return self

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        assert self.app is not None
        found = next((end for end in self.answers if scope["path"].endswith(end)), None)
        if found is None:
            await self.app(scope, receive, send)
            return
        self.asked.append(scope["path"])
        status, content = self.answers[found]
        kind = "text/plain" if isinstance(content, str) else "application/json"
        body = content if isinstance(content, str) else json.dumps(content)
        headers = [(b"content-type", kind.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body.encode()})


def structure_of(person: Person) -> StructureScreen:
    place = person.app.place
    assert isinstance(place, StructureScreen)
    return place


def profile_of(person: Person) -> ColumnProfileScreen:
    screen = person.app.screen
    assert isinstance(screen, ColumnProfileScreen)
    return screen


def names(person: Person) -> list[str]:
    """The names of the columns, in the order of the lines."""
    grid = structure_of(person).grid
    rows = [grid.store.row(place) for place in range(grid.store.count)]
    return [str(row[0]) for row in rows if row is not None]


def total_of(person: Person) -> int:
    found = re.search(r"row [\d,]+ of ([\d,]+)", person.screen)
    assert found is not None, person.screen
    return int(found[1].replace(",", ""))


def bar_here(person: Person) -> Bar:
    entry = profile_of(person).lines.current
    assert isinstance(entry, Bar)
    return entry


async def go_to(person: Person, column: str) -> None:
    """Put the cursor on the line of `column`."""
    await person.press("c")
    await person.type(column)
    await person.press("enter")


# The structure


@SIZES
async def test_a_line_tells_each_column(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.sees("500 rows · 10 columns · utf-8", "no repeated row", "structure")
        await person.sees("entier", "whole number", "442", "11.6", "column 1 of 10")
        assert len(names(person)) == 10
        await person.press("end")
        await person.sees("most frequent", "column 1 of 10")
        await person.press("G")
        await person.sees("petit · most frequent: 0", "column 10 of 10")


@SIZES
async def test_lines_are_ordered_by_what_is_missing(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        before = names(person)
        asked = len(person.requests)
        await person.press("right", "right", "right", "right", "s", "s")
        assert names(person)[0] == "tout_vide"
        assert names(person)[-1] == "petit"
        await person.sees("missing % #.▼", "tout_vide · missing %: 100")
        await person.press("s")
        assert names(person) == before
        await person.sees("tout_vide · missing %: 100")
        # The smallest values: columns without one come last, both ways.
        await person.press("right", "s")
        assert names(person)[:3] == ["entier", "reel", "petit"]
        await person.press("s")
        assert names(person)[:3] == ["petit", "reel", "entier"]
        assert len(person.requests) == asked


@SIZES
async def test_a_value_of_a_profile_leads_to_its_rows(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.sees("34,955 rows · 12 columns")
        await go_to(person, "region")
        await person.press("enter")
        await person.sees("région name · region · score 1.5", "Occitanie", "13.5%", "█")
        await person.press("down")
        here = bar_here(person)
        await person.press("enter")
        await person.sees("region = Auvergne-Rhône-Alpes", "row 1 of")
        assert isinstance(person.app.place, TableScreen)
        assert total_of(person) == here.held
        await person.press("backspace")
        await person.sees("structure", "region · column: region", "column 4 of 12")


async def test_other_rows_than_those_of_a_value() -> None:
    async with at_the_keyboard(COMMUNES) as person:
        await go_to(person, "region")
        await person.press("i", "exclamation_mark")
        await person.sees("region ≠ Occitanie", "row 1 of")
        assert total_of(person) == 34_955 - 4_734


async def test_a_figure_leads_to_its_rows() -> None:
    async with at_the_keyboard(TYPES) as person:
        await go_to(person, "entier")
        await person.press("enter")
        await person.sees("Smallest         -50", "Largest          449", "58 · 11.6%")
        await person.press("home", "enter")
        await person.sees("entier is empty", "row 1 of 58")
        await person.press("backspace", "enter", "home", "down", "down", "enter")
        await person.sees("entier = 449", "row 1 of 1")


async def test_every_value_of_every_column_leads_to_as_many_rows_as_it_says() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.sees("500 rows")
        screen, service = structure_of(person), await person.app.session.service()
        assert screen.structure is not None
        from tui.screens.figure_texts import entries_of
        from tui.tables.query import Query
        from tui.tables.remote import RemoteTable

        source, checked = RemoteTable(service.tabular, screen.link.ident), 0
        for subject in screen.structure.subjects():
            for entry in entries_of(subject)[-8:]:
                if not isinstance(entry, Bar) or entry.rows.keep is None:
                    continue
                window = await source.window(Query().filtered(entry.rows.keep), 0, 50)
                if subject.figures.tops and entry.raw == subject.figures.tops[0].text:
                    assert window.total == entry.held
                elif entry.held is not None:
                    # A step of the histogram counts the first fifty rows only.
                    assert window.total is not None
                    assert window.total >= entry.held, describe_filter(entry.rows.keep)
                checked += 1
        assert checked > 40


@SIZES
async def test_one_leafs_from_column_to_column(size: tuple[int, int]) -> None:
    async with at_the_keyboard(TYPES, size=size) as person:
        await person.press("enter")
        await person.sees("texte", "column 1 of 10")
        await person.press("p")
        await person.sees("This is the first column.")
        await person.press("n", "right", "l")
        await person.sees("booleen", "column 4 of 10", "true or false")
        await person.press("left", "p", "h")
        await person.sees("column 1 of 10")
        for _column in range(9):
            await person.press("n")
        await person.sees("petit", "column 10 of 10", "Values  in the 500 rows read")
        await person.press("n")
        await person.sees("This is the last column.")
        await person.press("escape")
        assert isinstance(person.app.screen, StructureScreen)


async def test_columns_are_leafed_through_in_the_order_of_the_lines() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.press("right", "right", "right", "right", "s", "s", "enter")
        await person.sees("tout_vide", "column 1 of 10", "500 · 100.0%")
        await person.press("n")
        await person.sees("texte", "column 2 of 10")


async def test_what_cannot_be_filtered_says_why() -> None:
    async with at_the_keyboard(TYPES) as person:
        await go_to(person, "objet_json")
        await person.press("enter", "enter")
        await person.sees("A value of this type cannot be filtered on.")
        assert isinstance(person.app.screen, ColumnProfileScreen)
        await person.press("escape")
        await go_to(person, "entier")
        await person.press("enter", "end", "exclamation_mark")
        await person.sees("A step of the histogram cannot be excluded: only kept.")
        step = bar_here(person)
        await person.press("enter")
        await person.sees("row 1 of")
        assert step.held is not None
        assert total_of(person) >= step.held


@SIZES
async def test_the_profile_of_a_column_is_copied(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await go_to(person, "population_municipale")
        await person.press("enter", "y")
        await person.sees("Value", "Name of the column", "Profile as JSON")
        await person.type("json")
        await person.press("enter")
        told = json.loads(person.app.clipboard)
        assert (told["name"], told["min"], told["rows"]) == ("population_municipale", 239, 34_955)
        assert len(told["values"]) == 10
        await person.press("y")
        await person.type("tabs")
        await person.press("enter")
        assert "Largest\t180270\n" in person.app.clipboard
        await person.press("y", "enter")
        assert person.app.clipboard == told["values"][0]["value"]


async def test_the_structure_is_copied_in_the_order_shown() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.press("s", "s")
        order = names(person)
        assert order != sorted(order)
        copies = {copy.title: copy.text for copy in structure_of(person).copies()}
        rows = list(csv.DictReader(StringIO(copies["Structure as CSV"])))
        assert [row["column"] for row in rows] == order
        assert rows[order.index("entier")]["max"] == "449"
        tabs = copies["Structure, separated by tabs"].splitlines()
        assert [line.split("\t")[0] for line in tabs[1:]] == order
        told = json.loads(copies["Structure as JSON"])
        assert [column["name"] for column in told["columns"]] == order
        assert told["rows"] == 500
        words = copies["Data dictionary in Markdown"]
        assert words.startswith("# Tous les types de colonnes")
        assert words.count("\n| ") == len(order) + 2
        assert "-50 to 449" in words


async def test_the_structure_as_plain_text_is_a_table() -> None:
    async with at_the_keyboard(ODD) as person:
        await person.sees("46 columns")
        text = structure_of(person).plain_text()
        assert text is not None
        lines = text.splitlines()
        assert len(lines) == 47
        assert {line.count("\t") for line in lines} == {9}


async def test_the_address_brings_back_the_order_and_the_cursor() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.press("right", "right", "right", "s", "down", "down")
        link, lines = structure_of(person).link, person.lines[3:20]
        assert parse_link(str(link), SITES["sample"]) == link
        assert str(link).endswith("?distinct__sort=asc&row=3&col=distinct#structure")
    async with at_the_keyboard(str(link)) as person:
        await person.sees("column 3 of 10")
        assert person.lines[3:20] == lines


async def test_a_text_is_found_in_the_structure() -> None:
    async with at_the_keyboard(ODD) as person:
        await person.sees("46 columns")
        screen = structure_of(person)
        assert "^f" in screen.why_not("find_next")
        await person.press("ctrl+f")
        await person.type("TAB")
        await person.press("enter")
        await person.sees("1 of 1 place with “TAB”", "tab⇥ulation · column")
        await person.press("ctrl+f")
        await person.press("home", "ctrl+k")
        await person.type("v0 0")
        await person.press("enter")
        await person.sees("1 of 1 place with “v0 0”", "nom de la commune · most frequent: v0 0")
        await person.press("n", "N")
        await person.sees("nom de la commune · most frequent: v0 0")
        await person.press("ctrl+f", "home", "ctrl+k")
        await person.type("zzz")
        await person.press("enter")
        await person.sees("“zzz” is nowhere here.")


async def test_the_structure_leads_to_the_rows_and_to_the_dataset() -> None:
    async with at_the_keyboard(TYPES) as person:
        await person.sees("500 rows")
        await person.press("I")
        await person.sees("row 1 of 500")
        await person.press("backspace", "d")
        await person.sees("Tous les types de colonnes", "1 of")


async def test_a_profile_of_some_rows_says_so() -> None:
    async with at_the_keyboard(SALES, size=(120, 40)) as person:
        await person.sees("1,000,000 rows", "4 indexes", "Computed on 910,000 of 1,000,000 rows.")
        await person.press("enter")
        await person.sees("Computed on 910,000 of 1,000,000 rows.", "Index")


# From the rows

ROWS = COMMUNES.removesuffix("#structure")


@SIZES
async def test_a_profile_opened_from_the_rows_adds_to_their_filters(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"{ROWS}?littoral__exact=true", size=size) as person:
        total = total_of(person)
        await person.press("right", "right", "right", "i")
        await person.sees("région name", "Occitanie", "13.5%", "column 4 of 12")
        await person.press("enter")
        await person.sees("littoral = true", "region = Occitanie", "row 1 of")
        assert 0 < total_of(person) < min(total, 4_734)
        await person.press("right", "right", "i", "end")
        await person.sees("Histogram", "among")
        step = bar_here(person)
        await person.press("enter")
        assert step.held is not None
        assert total_of(person) >= step.held


async def test_the_structure_opens_from_the_rows_and_leads_back() -> None:
    async with at_the_keyboard(ROWS) as person:
        await person.press("down", "right", "I")
        await person.sees("34,955 rows · 12 columns", "› structure")
        await person.press("backspace")
        await person.sees("row 2 of 34,955", "nom_commune =")


# Hostile texts


@SIZES
async def test_the_structure_of_the_hostile_table(size: tuple[int, int]) -> None:
    async with at_the_keyboard(HOSTILE, size=size) as person:
        await person.sees("400 rows · 5 columns", "[red]extrait[/]")
        for key in ("end", "down", "down", "s", "s", "enter", "n", "n", "y", "escape", "p", "p"):
            await person.press(key)
            assert_harmless(person.app)
        await person.press("escape", "y")
        assert_harmless(person.app)


async def test_a_hostile_value_is_filtered_on_as_it_is() -> None:
    async with at_the_keyboard(HOSTILE) as person:
        await go_to(person, "texte")
        await person.press("enter")
        for _value in range(4):
            here = bar_here(person)
            await person.press("enter")
            await person.sees("row 1 of")
            assert total_of(person) == here.held
            assert_harmless(person.app)
            await person.press("backspace", "enter")
            while profile_of(person).lines.current != here:
                await person.press("down")
            await person.press("down", "down")


# Profiles of all ages

OLD = {
    "columns": {
        "booleen": {"python_type": "bool", "format": "booleen", "score": 1.0},
        "petit": {"python_type": "int", "format": "int", "score": 1.0},
    },
    "header": ["petit", "booleen"],
    "profile": {
        "petit": {
            "tops": [{"count": 4.0, "value": 100}, {"count": 0.0, "value": 100}],
            "nb_distinct": 5,
            "nb_missing_values": 0,
            "min": "0",
            "max": 4.0,
            "std": None,
        },
        "booleen": {
            "tops": [{"count": "oui", "value": 222}, {"count": "non", "value": 220}],
            "nb_missing_values": "58",
        },
    },
    "total_lines": 500,
}


def profile(content: object) -> Answer:
    return 200, {"profile": content, "deleted_at": None, "dataset_id": None, "indexes": None}


async def test_an_old_profile_leads_to_the_right_rows() -> None:
    site = Otherwise({"/profile/": profile(OLD)})
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees("500 rows · 2 columns")
        await person.press("enter")
        await person.sees("petit", "Largest          4", "4.0       100  20.0%")
        await person.press("enter")
        await person.sees("petit = 4", "row 1 of 100")
        await person.press("backspace", "down", "enter")
        await person.sees("oui → true", "non → false", "44.4%")
        await person.press("down", "enter")
        await person.sees("booleen = false", "row 1 of 220")


async def test_french_dates_are_filtered_as_the_service_read_them() -> None:
    told = {
        "header": ["jour"],
        "columns": {"jour": {"python_type": "date", "format": "date"}},
        "profile": {"jour": {"tops": [{"count": 1, "value": "03/04/2024"}]}},
        "total_lines": 500,
    }
    site = Otherwise({"/profile/": profile(told)})
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees("500 rows")
        await person.press("enter")
        await person.sees("03/04/2024 → 2024-03-04")
        await person.press("enter")
        await person.sees("jour = 2024-03-04", "row 1 of 1")
    told["columns"]["jour"]["date_format"] = "%d/%m/%Y"  # type: ignore[index]
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees("500 rows")
        await person.press("enter", "enter")
        await person.sees("jour = 2024-04-03", "row 1 of 1")


async def test_a_table_whose_profile_is_empty_is_told_by_its_rows() -> None:
    site = Otherwise({"/profile/": profile({})})
    async with at_the_keyboard(TYPES, through=site.wrap, size=(120, 40)) as person:
        await person.sees(
            "500 rows · 10 columns",
            "The service says nothing of the values: only what the columns are.",
        )
        await go_to(person, "entier")
        await person.press("enter")
        await person.sees("The service says nothing of the values", "Histogram  of the 50 rows")
        await person.press("p")
        await person.sees("texte", "Most frequent values at hand")
        here = bar_here(person)
        await person.press("enter")
        await person.sees(f"texte = {here.raw}", "row 1 of")


# When the service fails


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((404, "404: Not Found"), "The service has no table for this file, or not yet."),
        ((410, "Resource x permanently deleted on 2023-12-01"), "permanently deleted"),
        ((500, "500 Internal Server Error"), "The service failed"),
        ((200, [1, 2]), "r asks again."),
    ],
    ids=["404", "410", "500", "other"],
)
async def test_why_there_is_no_structure_and_how_to_ask_again(answer: Answer, said: str) -> None:
    site = Otherwise({"/profile/": answer})
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees(said, "r asks again.", "d opens the dataset.")
        assert structure_of(person).why_not("sort") == "There are no columns yet."
        assert structure_of(person).problem is not None
        await person.press("enter", "s", "c", "n")
        del site.answers["/profile/"]
        await person.press("r")
        await person.sees("500 rows · 10 columns", "entier")
        assert structure_of(person).problem is None


async def test_what_is_there_stays_when_it_cannot_be_read_again() -> None:
    site = Otherwise({})
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees("500 rows")
        site.answers["/profile/"] = (404, "404: Not Found")
        await person.press("r")
        await person.sees("Still as it was", "entier", "500 rows")


@pytest.mark.parametrize("ending", ["/data/", f"{TYPES[9:45]}/"], ids=["rows", "meta"])
async def test_what_tells_less_than_all_says_what_is_missing(ending: str) -> None:
    site = Otherwise({ending: (404, "404: Not Found")})
    async with at_the_keyboard(TYPES, through=site.wrap) as person:
        await person.sees("10 columns", "Not everything is known:", "entier")
        assert ("500 rows read" in person.screen) == (ending == "/data/")
        await person.press("enter")
        await person.sees("column 1 of 10", "Distinct")
