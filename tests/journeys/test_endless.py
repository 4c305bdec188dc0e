"""Rows without end: what fails is asked for again in place, and what changes under us is said."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
from people import Person, at_the_keyboard

from tui.sample.names import resource_id
from tui.screens.table import TableScreen
from tui.settings import ASGIApp

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}"
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Meddler:
    """A server in front of another, which spoils the pages of rows it is told to."""

    def __init__(self) -> None:
        self.broken: set[int] = set()
        self.grown_by = 0
        self.silent = False

    def __call__(self, server: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if "/data/" not in scope.get("path", ""):
                await server(scope, receive, send)
                return
            sent: list[MutableMapping[str, Any]] = []

            async def keep(message: MutableMapping[str, Any]) -> None:
                sent.append(message)

            await server(scope, receive, keep)
            page = int(scope["query_string"].decode().rpartition("page=")[2].partition("&")[0])
            await self._send(page, sent, send)

        return answer

    async def _send(self, page: int, sent: list[MutableMapping[str, Any]], send: Send) -> None:
        body = json.loads(b"".join(message.get("body", b"") for message in sent))
        status = sent[0]["status"]
        if page in self.broken:
            status, body = 404, {"errors": [{"title": "Database error", "detail": None}]}
        elif "meta" in body and self.silent:
            del body["meta"]["total"]
        elif "meta" in body:
            body["meta"]["total"] += self.grown_by
        raw = json.dumps(body).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(raw))]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": raw})


def table_of(person: Person) -> TableScreen:
    place = person.app.place
    assert isinstance(place, TableScreen)
    return place


@SIZES
async def test_a_page_that_fails_says_so_in_place_and_the_rest_stays(
    size: tuple[int, int],
) -> None:
    meddler = Meddler()
    async with at_the_keyboard(COMMUNES, size=size, through=meddler) as person:
        await person.sees("row 1 of 34,955")
        await person.rest()
        meddler.broken.add(20)
        await person.press("number_sign")
        await person.type("951")
        await person.press("enter")
        await person.sees("951│ The service")
        grid = table_of(person).grid
        assert grid.store.failure(950)
        assert table_of(person).problem is not None
        # The page before is there, and so is the way back up.
        assert grid.store.row(949) is not None
        await person.press("pageup", "pageup")
        assert grid.current_row is not None

        meddler.broken.clear()
        await person.press("r")
        await person.press("number_sign")
        await person.type("951")
        await person.press("enter")
        await person.sees("row 951 of 34,955")
        assert table_of(person).grid.current_row is not None


@SIZES
async def test_a_table_that_grows_while_one_reads_is_noticed(size: tuple[int, int]) -> None:
    meddler = Meddler()
    async with at_the_keyboard(COMMUNES, size=size, through=meddler) as person:
        await person.sees("row 1 of 34,955")
        await person.rest()
        meddler.grown_by = 5
        await person.press("number_sign")
        await person.type("20000")
        await person.press("enter")
        await person.sees("The table changed while you were reading it", "of 34,960")


@SIZES
async def test_without_a_total_the_position_claims_no_more_than_was_seen(
    size: tuple[int, int],
) -> None:
    meddler = Meddler()
    meddler.silent = True
    async with at_the_keyboard(COMMUNES, size=size, through=meddler) as person:
        await person.sees("row 1 of at least 100")
        await person.press("G")
        await person.sees("row 150 of at least ")
        address = str(table_of(person).link)
        assert "row=150" in address


async def test_the_page_ahead_is_on_the_side_one_goes_to() -> None:
    async with at_the_keyboard(COMMUNES) as person:
        await person.sees("row 1 of 34,955")
        await person.press("number_sign")
        await person.type("10001")
        await person.press("enter")
        await person.press("pageup")
        before = len(person.requests)
        for _press in range(6):
            await person.press("pageup")
        asked = [
            int(entry.url.rpartition("page=")[2].partition("&")[0])
            for entry in person.requests[before:]
            if "/data/" in entry.url
        ]
        assert asked
        assert asked == sorted(asked, reverse=True)
        here = table_of(person).grid.scroll_offset.y // 50 + 1
        assert min(asked) == here - 1 or min(asked) == here
