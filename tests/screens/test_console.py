"""The API console: the site's own services, tried as a person does it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from people import SIZES, Person, at_the_keyboard
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

from tui.sample.asgi import Request, Response, json_response, read_body, send_response
from tui.sample.names import object_id, resource_id
from tui.settings import ASGIApp

MAIN = "openapi:http://www.sample.invalid/api/1/swagger.json"
POPULATION = "population-des-communes-francaises"
ROWS = f"resource:{resource_id(f'{POPULATION}/0')}"
DATASET = object_id("dataset", POPULATION)
VARIABLE, KEY = "DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key"


def changes(person: Person) -> list[tuple[str, int | None]]:
    return [(e.method, e.status) for e in person.requests if e.method not in ("GET", "HEAD")]


def watching(seen: list[tuple[str, str, str | None]]) -> Callable[[ASGIApp], ASGIApp]:
    """The sample site, which tells of each request: its method, its path, its key."""

    def through(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            request = Request.from_scope(scope)
            seen.append((request.method, request.path, request.headers.get("x-api-key")))
            await app(scope, receive, send)

        return answer

    return through


@SIZES
async def test_the_site_is_asked_from_the_palette_and_its_changes_are_off(
    size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    async with at_the_keyboard("search:", size=size) as person:
        await person.press("ctrl+p")
        await person.type("API console")
        await person.press("enter")
        await person.sees("Main API 1", "Main API 2", "Tabular API", "Metrics API")
        await person.press("enter")
        await person.sees("API console › Main API 1", "/site/catalog")
        await person.press("slash")
        await person.type("GET /datasets/ ")
        await person.press("enter", "e")
        await person.sees("www.sample.invalid/api/1/datasets/", "with your key", "q ")
        await person.type("eau")
        await person.press("ctrl+s")
        await person.sees("200 OK", "datasets/?q=eau", "total: ")
        await person.press("escape", "escape", "slash")
        await person.type("create_discussion")
        await person.press("enter")
        await person.sees("your key of this site", "changes are off")
        await person.press("e")
        await person.sees("POST /discussions/", "or --writes allows them.")
        await person.press("ctrl+s")
        await person.sees("Changes are off")
        assert changes(person) == []


async def test_a_change_is_shown_then_sent_once_with_the_key_that_nobody_sees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(VARIABLE, KEY)
    seen: list[tuple[str, str, str | None]] = []
    address = f"{MAIN}#follow_dataset"
    async with at_the_keyboard(address, writes=True, through=watching(seen)) as person:
        await person.sees("POST /datasets/{id}/followers/")
        await person.press("e")
        await person.sees("with your key")
        await person.type(DATASET)
        await person.press("ctrl+s")
        await person.sees("This will be sent", "X-API-KEY: •••", f"/{DATASET}/followers/")
        assert changes(person) == []
        assert KEY not in person.screen
        await person.press("y")
        assert "$API_KEY" in person.app._clipboard
        await person.press("ctrl+s")
        await person.sees("200 OK", "followers: ")
        assert changes(person) == [("POST", 200)]
        assert [(m, key) for m, _path, key in seen if m == "POST"] == [("POST", KEY)]
        assert {key for m, path, key in seen if path.endswith(".json")} == {None}
        assert KEY not in repr(person.requests) + person.screen + person.app._clipboard
        desk = await person.app.session.desk()
        assert KEY not in repr(desk.history.entries)


async def test_without_a_key_it_says_how_to_give_one_and_finds_it_when_asked_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with at_the_keyboard(f"{MAIN}#get_me", writes=True) as person:
        await person.press("e")
        await person.sees("without a key", "@ says how to give one")
        await person.press("ctrl+s")
        await person.sees("401")
        monkeypatch.setenv(VARIABLE, KEY)
        await person.press("escape", "ctrl+n")
        await person.sees("with your key")
        await person.press("ctrl+s")
        await person.sees("200 OK", "noemie")
        await person.press("escape", "ctrl+n")
        await person.sees("without a key")
        await person.press("ctrl+s")
        await person.sees("401")


async def test_a_change_without_a_key_is_not_sent() -> None:
    async with at_the_keyboard(f"{MAIN}#create_discussion", writes=True) as person:
        await person.press("e", "ctrl+s")
        await person.sees("@ says how to give one")
        assert changes(person) == []


async def test_a_table_leads_to_its_own_api_whose_figures_come_by_its_filters() -> None:
    async with at_the_keyboard(ROWS) as person:
        await person.press("P")
        await person.sees("/data/csv/", "Tabular API")
        await person.press("enter", "e")
        await person.sees("page_size", "columns")
        assert "key" not in person.screen
        await person.press("ctrl+o")
        await person.type("population_municipale__strictly_greater")
        await person.press("enter")
        await person.sees("152 more parameters: ^o finds them")
        await person.type("2000000")
        await person.press("ctrl+s")
        await person.sees("200 OK", "data: [0 items]")
        assert "?population_municipale__strictly_greater=2000000" in person.requests[-1].url


MEDIA = """
openapi: 3.1.0
info: {title: T, version: '1'}
servers: [{url: 'https://ailleurs.invalid'}]
paths:
  /v1/depot:
    servers: [{url: 'https://api-bornes-de-recharge.invalid'}, {url: 'https://api-b.invalid'}]
    post:
      operationId: depot
      responses: {}
      requestBody:
        content:
          application/json: {example: {nom: Aÿ}}
          text/csv: {example: 'nom'}
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {nom: {type: string}}}
"""


def telling(app: ASGIApp) -> ASGIApp:
    """The sample site, whose APIs tell what they were sent."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if "/v1/depot" not in scope["path"]:
            await app(scope, receive, send)
            return
        request = Request.from_scope(scope, await read_body(receive))
        wanted = ("host", "content-type", "x-suivi", "x-autre")
        told: dict[str, object] = {name: request.headers.get(name) for name in wanted}
        response: Response = json_response(told | {"body": request.body.decode()})
        await send_response(response, request, send)

    return answer


async def test_the_body_the_server_and_headers_of_ones_own_are_chosen(tmp_path: Path) -> None:
    file = tmp_path / "o.yaml"
    file.write_text(MEDIA)
    async with at_the_keyboard(f"openapi:{file}#depot", through=telling) as person:
        await person.sees("POST /v1/depot")
        await person.press("e")
        await person.sees("Body (application/json)", "api-bornes-de-recharge.invalid/v1/depot")
        await person.press("ctrl+b")
        await person.sees("Body as", "text/csv", "x-www-form-urlencoded")
        await person.press("down", "down", "enter")
        await person.sees("nom")
        await person.type("Lyon")
        await person.press("tab")
        await person.type("Host: ailleurs.invalid")
        await person.press("ctrl+s")
        await person.sees("The header Host is not ours to set.")
        await person.press("ctrl+u")
        await person.type("X-Suivi: 42")
        await person.press("enter")
        await person.type("X-Autre: oui")
        await person.press("ctrl+s")
        await person.sees("This will be sent", "X-Suivi: 42", "nom=Lyon")
        await person.press("ctrl+s")
        await person.sees("x-suivi: 42", "x-autre: oui", "body: nom=Lyon")
        await person.press("escape", "ctrl+t")
        await person.sees("api-b.invalid")
        assert "ailleurs.invalid" not in person.screen


async def test_the_form_of_a_change_looks_as_it_did(snapshot: SnapshotAssertion) -> None:
    await assert_looks_as_kept(snapshot, f"{MAIN}#create_discussion", "e")
