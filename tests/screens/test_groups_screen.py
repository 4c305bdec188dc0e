"""Groups of rows: how one comes to them, in what order they are, and what is behind each."""

from __future__ import annotations

import asyncio
import csv
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from io import StringIO
from typing import Any

import pytest
from people import SIZES, Person, at_the_keyboard

from tui.api.errors import Forbidden
from tui.headless import screen_text
from tui.links import Link, parse_link
from tui.sample.names import resource_id
from tui.screens import groups_pane
from tui.screens.groups import GroupsScreen
from tui.screens.opening import door_of
from tui.settings import SITES, ASGIApp
from tui.tables.groups import GroupedTable

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}"
SALES = f"resource:{resource_id('demandes-de-valeurs-foncieres/0')}"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
ODD = f"resource:{resource_id('noms-de-colonnes-difficiles/0')}"
HOSPITALS = f"resource:{resource_id('etablissements-hospitaliers/0')}"
WIDE = f"resource:{resource_id('indicateurs-statistiques-a-300-colonnes/0')}"

BY_REGION = f"{COMMUNES}?region__groupby&__id__count&population_municipale__sum"
BY_DEPARTMENT = f"{COMMUNES}?code_departement__groupby"


Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


def shown(person: Person) -> GroupsScreen:
    place = person.app.place
    assert isinstance(place, GroupsScreen)
    return place


def column(person: Person, name: str) -> list[Any]:
    """The cells of a column of the groups, in the order shown."""
    pane = shown(person).pane
    assert pane.groups is not None
    titles = [column.title or column.name for column in pane.groups.columns]
    place = titles.index(name)
    return [row[place] for row in pane.groups.ordered(pane.grid.query_shown.sorts)]


def total_of(person: Person) -> int:
    found = re.search(r"row [\d,]+ of ([\d,]+)", person.screen)
    assert found is not None, person.screen
    return int(found[1].replace(",", ""))


# From rows to groups and back


@SIZES
async def test_one_key_groups_by_the_column_under_the_cursor(size: tuple[int, int]) -> None:
    async with at_the_keyboard(COMMUNES, size=size) as person:
        await person.press("right", "right", "right")
        await person.sees("region = ")
        await person.press("F")
        await person.sees("by region", "group 1 of 13", "rows #▼", "█")
        counts = column(person, "rows")
        assert sum(counts) == 34_955
        assert counts == sorted(counts, reverse=True)

        await person.press("down", "down", "enter")
        await person.sees("region = ", "row 1 of ")
        assert total_of(person) == counts[2]

        await person.press("backspace")
        await person.sees("group 3 of 13")
        await person.press("backspace")
        await person.sees("row 1 of 34,955", "region = ")


async def test_groups_keep_the_filters_of_the_rows() -> None:
    async with at_the_keyboard(f"{COMMUNES}?littoral__exact=true") as person:
        total = total_of(person)
        await person.press("c", *"region", "enter", "F")
        await person.sees("littoral = true", "by region")
        assert sum(column(person, "rows")) == total
        await person.press("x")
        await person.sees("group 1 of 13")
        assert sum(column(person, "rows")) == 34_955
        await person.press("u")
        await person.sees("row 1 of 34,955")


async def test_the_dialog_groups_by_several_columns_and_computes_several_measures() -> None:
    async with at_the_keyboard(COMMUNES) as person:
        await person.press("right", "right", "right", "a")
        await person.sees("Group the rows", "[1] region", "▸ by", "rows", "shows the groups")
        await person.type("litt")
        await person.sees("chooses this line")
        await person.press("enter")
        await person.sees("[2] littoral", "region   littoral")
        await person.press("tab")
        await person.sees("▸ compute", "type to narrow the measures", "[1] rows")
        await person.type("avgsup")
        await person.press("space")
        await person.sees("[2] mean of superficie_km2")
        await person.press("tab", "enter")
        await person.sees("by region, littoral", "group 1 of 26", "mean of")
        assert person.app.place is not None
        names = [name for name, _value in person.app.place.link.params]
        assert names[:4] == [
            "region__groupby",
            "littoral__groupby",
            "__id__count",
            "superficie_km2__avg",
        ]


async def test_a_choice_is_taken_back_by_the_same_key() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        await person.press("a")
        await person.sees("[1] region")
        await person.press("space")
        await person.sees("[ ] region")
        await person.press("tab", "space")
        await person.sees("[ ] rows", "[1] sum of population_municipale")
        await person.press("down", "space", "tab", "enter")
        await person.sees("Choose a column to group by.", "Group the rows")
        await person.press("escape")
        await person.sees("group 1 of 13")


async def test_groups_are_changed_where_they_are_shown() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        await person.press("a", "space", "home")
        await person.type("code_dep")
        await person.press("enter", "enter")
        await person.sees("by code_departement", "group 1 of 96")
        assert not person.app.history.can_go_back
        sums = column(person, "sum of population_municipale")
        assert len(sums) == 96


async def test_a_table_with_indexes_offers_these_first_and_says_why_not_the_others() -> None:
    async with at_the_keyboard(WIDE) as person:
        await person.press("right", "F")
        await person.sees(
            "Group the rows",
            "[ ] code_insee",
            "no index",
            "nom_commune has no index: this table is grouped by code_insee only.",
        )
        await person.press("space")
        await person.sees("[ ] code_insee", "nom_commune has no index")
        await person.press("tab")
        await person.sees("[1] count of code_insee", "values that are not empty")
        await person.press("tab", "home")
        await person.type("note_1")
        await person.press("enter")
        await person.sees("note_1", "has no index: this table is grouped by code_insee only.")
        await person.press("escape")
        await person.sees("row 1 of 2,000")


# Order


@SIZES
async def test_groups_are_ordered_here_without_asking(size: tuple[int, int]) -> None:
    async with at_the_keyboard(BY_REGION, size=size) as person:
        asked = len(person.requests)
        counts = column(person, "rows")
        assert counts == sorted(counts, reverse=True)

        await person.press("right", "right", "s")
        await person.sees("population_municipale #▼")
        sums = column(person, "sum of population_municipale")
        assert sums == sorted(sums, reverse=True)
        await person.press("s")
        await person.sees("population_municipale #▲")
        assert column(person, "sum of population_municipale") == sorted(sums)

        await person.press("left", "left", "s")
        await person.sees("region a▲")
        assert column(person, "region")[0] == "Auvergne-Rhône-Alpes"
        assert len(person.requests) == asked


async def test_the_address_brings_back_the_order_and_the_cursor() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        await person.press("right", "right", "s", "s", "down", "down")
        await person.sees("group 3 of 13", "▲")
        address = str(shown(person).link)
        cell = person.lines[22]
        assert cell.startswith(" sum of population_municipale = ")
    assert "population_municipale__sum__sort=asc" in address
    async with at_the_keyboard(address) as person:
        await person.sees("group 3 of 13", "sum of population_municipale #▲")
        assert person.lines[22] == cell


# What is behind a group


async def test_rows_without_a_value_are_a_group_as_another() -> None:
    async with at_the_keyboard(f"{TYPES}?booleen__groupby") as person:
        await person.sees("group 1 of 3", "∅")
        counts = dict(zip(column(person, "booleen"), column(person, "rows"), strict=True))
        await person.press("G", "enter")
        await person.sees("booleen is empty")
        assert total_of(person) == counts[None]


@pytest.mark.parametrize("name", ["objet_json", "reel", "horodatage_tz"])
async def test_groups_of_decimals_and_moments_open_their_rows(name: str) -> None:
    by = "petit" if name == "objet_json" else name
    count = "" if name == "objet_json" else "&__id__count"
    async with at_the_keyboard(f"{TYPES}?{by}__groupby&{name}__count{count}") as person:
        await person.press("left", "s", "s", "enter")
        await person.sees("row 1 of ")
        assert total_of(person) == (100 if by == "petit" else 1)


async def test_an_odd_name_is_grouped_by_drawn_and_followed() -> None:
    for name in ("dièse#tag", "tab\tulation"):
        link = Link("resource", parse_link(ODD, SITES["sample"]).ident, ((f"{name}__groupby", ""),))
        async with at_the_keyboard(str(link)) as person:
            await person.sees("group 1 of ")
            first = column(person, "rows")[0]
            await person.press("enter")
            await person.sees("row 1 of ")
            assert total_of(person) == first


async def test_without_a_column_to_group_by_there_is_one_total() -> None:
    address = f"{COMMUNES}?population_municipale__sum&littoral__exact=true"
    async with at_the_keyboard(address) as person:
        await person.sees("group 1 of 1", "sum of population_municipale", "all rows")
        await person.press("enter")
        await person.sees("littoral = true", "row 1 of ")


# States


@SIZES
async def test_where_grouping_is_forbidden_the_rule_is_said(size: tuple[int, int]) -> None:
    async with at_the_keyboard(f"{HOSPITALS}?categorie__groupby", size=size) as person:
        await person.sees("does not let the rows of this table be grouped", "in its profile")
        assert not any("/data/" in entry.url for entry in person.requests)
        assert shown(person).problem is not None
        await person.press("a")
        assert "Group the rows" not in person.screen
        await person.press("u")
        await person.sees("row 1 of 1,200")
        await person.press("F")
        await person.sees("does not let the rows of this table be grouped")
        await person.press("escape")
        await person.sees("row 1 of 1,200")


async def test_a_column_without_index_is_named_and_another_may_be_chosen() -> None:
    async with at_the_keyboard(f"{WIDE}?nom_commune__groupby") as person:
        await person.sees("nom_commune has no index", "code_insee only", "a groups otherwise.")
        await person.press("a", "home")
        await person.type("code_insee")
        await person.press("enter", "enter")
        await person.sees("by code_insee", "group 1 of 2,000", "count of code_insee")


async def test_a_filter_that_nothing_passes_leaves_no_group() -> None:
    async with at_the_keyboard(f"{BY_REGION}&region__exact=Nowhere") as person:
        await person.sees("no row matches · X removes the filters")
        await person.press("enter")
        assert isinstance(person.app.place, GroupsScreen)
        await person.press("X")
        await person.sees("group 1 of 13")


async def test_what_cannot_be_read_in_an_address_is_said() -> None:
    async with at_the_keyboard(f"{BY_REGION}&population_municipale__less=abc") as person:
        await person.sees("population_municipale", "u shows the rows")


@dataclass
class Gated:
    """A server whose pages of groups from the second on wait, or fail.

    Attributes:
        gate: What they wait for.
        failing: Whether they fail instead.
        refusing: Whether every page is refused.
        asked: Pages asked for.
    """

    failing: bool = False
    refusing: bool = False
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    waits: asyncio.Event = field(default_factory=asyncio.Event)
    asked: list[int] = field(default_factory=list)
    app: ASGIApp | None = None

    def wrap(self, app: ASGIApp) -> ASGIApp:
        self.app = app
        return self

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        assert self.app is not None
        query = scope["query_string"].decode()
        if "__groupby" in query:
            page = int(re.findall(r"(?:^|&)page=(\d+)", query)[0])
            self.asked.append(page)
            status = 403 if self.refusing else 404 if self.failing and page > 1 else 0
            if status:
                await send({"type": "http.response.start", "status": status, "headers": []})
                await send({"type": "http.response.body", "body": b""})
                return
            if page > 1 and not self.gate.is_set():
                self.waits.set()
                await self.gate.wait()
        await self.app(scope, receive, send)


@asynccontextmanager
async def held(server: Gated, address: str) -> AsyncIterator[Person]:
    async with at_the_keyboard(address, through=server.wrap) as person:
        yield person
        server.gate.set()


async def test_reading_says_how_far_it_came_and_stops_when_told() -> None:
    server = Gated()
    async with held(server, BY_DEPARTMENT) as person:
        await person.sees("50 groups so far · esc stops")
        assert shown(person).pane.why_not("more")
        await person.pilot.press("escape")
        await person.sees("group 1 of the first 50 · m reads more", "█")
        assert not shown(person).pane.why_not("more")
        assert "Only the first 50 groups" in person.screen
        counts = column(person, "rows")
        assert len(counts) == 50
        assert counts == sorted(counts, reverse=True)
        server.gate.set()
        before = len(server.asked)
        await person.press("m")
        await person.sees("group 1 of 96")
        assert server.asked[before:] == [2]
        assert shown(person).pane.why_not("more")


async def test_the_second_escape_goes_back() -> None:
    server = Gated()
    async with held(server, COMMUNES) as person:
        await person.press("right", "right")
        await person.pilot.press("F")
        await person.sees("50 groups so far")
        await person.pilot.press("escape")
        await person.sees("of the first 50")
        await person.press("escape")
        await person.sees("row 1 of 34,955")


async def test_groups_in_sight_stay_where_the_next_ones_are_given_up() -> None:
    server = Gated()
    async with held(server, BY_REGION) as person:
        await person.sees("group 1 of 13")
        server.asked.clear()
        screen = shown(person)
        screen.pane.change_query(replace(screen.asked, group_by=("code_insee", "region")))
        await person.sees("50 groups so far")
        await person.pilot.press("escape")
        await person.sees("of the first 50")


async def test_groups_that_came_before_an_error_are_shown_with_it() -> None:
    server = Gated(failing=True)
    async with held(server, BY_DEPARTMENT) as person:
        await person.sees("the first 50 groups only", "m goes on", "█")
        assert len(column(person, "rows")) == 50
        assert shown(person).problem is not None
        server.failing = False
        server.gate.set()
        await person.press("m")
        await person.sees("group 1 of 96")
        assert shown(person).problem is None


async def test_a_refusal_against_what_was_said_before_is_explained() -> None:
    async with held(Gated(refusing=True), BY_REGION) as person:
        await person.sees("does not allow this", "u shows the rows, ungrouped")
        assert isinstance(shown(person).problem, Forbidden)


async def test_more_groups_than_the_bound_are_never_cut_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(groups_pane, "GroupedTable", partial(GroupedTable, limit=100))
    async with at_the_keyboard(f"{COMMUNES}?code_departement__groupby&littoral__groupby") as person:
        await person.sees("group 1 of the first 100 · m reads more")
        assert "Only the first 100 groups are sorted and drawn" in person.screen
        await person.press("m")
        await person.sees("group 1 of 192")
        assert sum(column(person, "rows")) == 34_955


async def test_reloading_asks_again_and_keeps_the_place() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        await person.press("down", "down", "right")
        asked = len(person.requests)
        before = person.screen
        await person.press("r")
        await person.sees("group 3 of 13")
        assert len(person.requests) == asked + 1
        assert person.screen == before


# Copies and text


async def test_every_group_is_copied_in_the_order_shown() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        await person.press("s", "s")
        copies = {copy.title: copy.text for copy in shown(person).copies()}
        lines = list(csv.reader(StringIO(copies["13 groups as CSV"])))
        assert lines[0] == ["region", "rows", "population_municipale__sum"]
        assert [line[0] for line in lines[1:]] == column(person, "region")
        assert copies["13 groups, separated by tabs"].split("\n")[1] == "\t".join(lines[1])
        url = copies["API address of these rows"]
        assert "region__groupby&__id__count&population_municipale__sum" in url
        assert "region__sort=desc" not in url
        assert copies["Command that opens this"].startswith("dgv 'resource:")
        assert copies["Value of the cell"] == column(person, "region")[0]


async def test_the_place_is_printed_whole() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        text = shown(person).plain_text()
        assert text is not None
        lines = text.rstrip("\n").split("\n")
        assert lines[0] == "region\trows\tsum of population_municipale"
        assert len(lines) == 14
        assert screen_text(person.app)


def test_a_link_of_groups_opens_their_place() -> None:
    site = SITES["sample"]
    for address in (BY_REGION, BY_DEPARTMENT, f"{COMMUNES}?population_municipale__sum"):
        door = door_of(parse_link(address, site))
        assert door is not None
        assert door.screen == "GroupsScreen"
    for address in (COMMUNES, f"{COMMUNES}?x__count__exact=2"):
        door = door_of(parse_link(address, site))
        assert door is not None
        assert door.screen == "TableScreen"


async def test_rows_of_a_group_are_filtered_as_a_person_would() -> None:
    async with at_the_keyboard(BY_REGION) as person:
        first = column(person, "region")[0]
        await person.press("enter")
        await person.sees("row 1 of ")
        assert person.app.place is not None
        assert person.app.place.link.params == (("region__exact", first),)
