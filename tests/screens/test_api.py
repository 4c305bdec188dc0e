"""An API looked into, as a person does it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard

from tui.links import Link, parse_link
from tui.sample.asgi import Request, Response, json_response, send_response
from tui.screens.api import ApiScreen
from tui.screens.object_tabs import TABS
from tui.screens.opening import door_of
from tui.settings import SITES, ASGIApp

CHARGING = "dataservice:api-bornes-de-recharge"
DESCRIBED_HERE = {"title": "Piège", "machine_documentation_url": "http://192.168.0.1/secret"}


def place_of(person: Person) -> ApiScreen:
    place = person.app.place
    assert isinstance(place, ApiScreen)
    return place


@SIZES
async def test_an_operation_is_found_and_unfolded(size: tuple[int, int]) -> None:
    async with at_the_keyboard(CHARGING, size=size) as person:
        await person.press("A")
        await person.sees("Operations (7)", "Mesures", "/objets/{id}/mesures", "Webhooks")
        await person.press("slash")
        await person.type("creer")
        await person.press("enter")
        await person.sees("POST /objets", "Needs  cle", "Body, required", "nom *", "ouvert | ferme")
        assert place_of(person).link.fragment == "creerObjet"
        await person.press("escape")
        await person.sees("Mesures")
        assert place_of(person).link.fragment == "api"


async def test_an_address_leads_to_an_operation_and_its_insides_are_made_when_unfolded() -> None:
    async with at_the_keyboard(f"{CHARGING}#listerObjets", size=(80, 30)) as person:
        await person.sees("GET /objets", "▾ Parameters", "▸ etat  list of string")
        assert "Un ou plusieurs états." not in person.screen
        await person.press(*["down"] * 6, "enter")
        await person.sees("Un ou plusieurs états.", "values together: etat=a,b")
        await person.press("minus", "plus")  # the first line holds nothing: all is unfolded
        await person.sees("Un ou plusieurs états.", "La page, à partir de 1.")
        await person.press("y")
        await person.sees("Address of the operation", "api-bornes-de-recharge.invalid/v1/objets")


async def test_what_it_is_and_what_is_wrong_have_their_tabs() -> None:
    async with at_the_keyboard("openapi:https://api-nappes.invalid/openapi.yaml") as person:
        await person.sees("Operations (2)", "Warnings (6)")
        await person.press("4")
        await person.sees("“corps”", "#/paths/~1objets~1{id}/get/parameters/0", "names nothing")
        await person.press("2")
        await person.sees("OpenAPI 3.0.0 · YAML", "6 warnings", "https://api-nappes.invalid/v1")
        await person.press("3")
        await person.sees("Schemas (0)")


async def test_a_page_that_shows_it_leads_to_it() -> None:
    async with at_the_keyboard("dataservice:api-recherche-dentreprises#api") as person:
        await person.press("2")
        await person.sees("Shown by", "/openapi.yaml", "/description.json")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("dataservice:api-georisques#api", "a map service"),
        ("dataservice:api-gares#api", "no description for machines"),
        ("dataservice:rien-du-tout#api", "not found"),
        ("openapi:/nulle/part.yaml", "There is no such file."),
        (f"{CHARGING}#rien", "There is no operation “rien” here."),
    ],
)
async def test_why_there_is_nothing_is_said(address: str, said: str) -> None:
    async with at_the_keyboard(address) as person:
        await person.sees(said)


def refusing(app: ASGIApp) -> ASGIApp:
    """The sample site, whose APIs fail when they are first asked."""
    asked: list[str] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if request.host.startswith("api-"):
            asked.append(request.path)
            if len(asked) == 1:
                await send_response(Response(503, b"", "text/plain"), request, send)
                return
        await app(scope, receive, send)

    return answer


async def test_a_server_that_fails_is_asked_again() -> None:
    async with at_the_keyboard(f"{CHARGING}#api", through=refusing) as person:
        await person.sees("r asks again", "It was asked for at")
        await person.press("d")
        await person.sees("Base address")
        await person.press("backspace", "r")
        await person.sees("Operations (7)")


async def test_it_says_that_the_description_is_coming_and_that_it_was_cancelled() -> None:
    arrived = asyncio.Event()

    def slow(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            if "openapi" in scope["path"]:
                await arrived.wait()
            await app(scope, receive, send)

        return answer

    async with at_the_keyboard(f"{CHARGING}#api", through=slow) as person:
        await person.sees("Loading…")
        await person.pilot.press("e")
        await person.sees("It is being asked.")
        await person.pilot.press("escape")
        await person.sees("cancelled · r asks again")
        assert "Loading…" not in person.screen
        arrived.set()
        await person.press("r")
        await person.sees("Operations (7)")


HOSTILE = r"""
openapi: 3.1.0
info: {title: "\e]0;pris\a[red]T[/]", description: "<script>x</script>\e[2J", version: "\u202e1"}
servers: [{url: "https://a\e[31m.fr/{\e}", variables: {"\e": {default: "\e", enum: ["\e[1m"]}}}]
tags: [{name: "\e[5mpart", description: "\e"}]
security: [{"\e": ["\e"]}]
paths:
  "/\e[2J/{a\u200bb}":
    get:
      operationId: "\e[0m"
      tags: ["\e[5mpart"]
      summary: "\r\n\e[H"
      description: "\e[H[@click=app.quit]x[/]"
      parameters:
        - {name: "\e[1m", in: query, description: "\e", schema: {type: "\e", enum: ["\e"],
           default: "\e", pattern: "\e", format: "\e", examples: ["\e"]}}
      responses:
        "2\e": {description: "\e", headers: {"\e": {schema: {}}},
          content: {"\e/\e": {schema: {$ref: "#/\e"}, example: {"\e": "\e"}}}}
components:
  schemas: {"\e[2J": {type: object, title: "\e", properties: {"\e[2J": {description: "\e"}}}}
  securitySchemes: {"\e": {type: "\e", description: "\e"}}
"""


async def test_a_hostile_description_is_only_text(tmp_path: Path) -> None:
    file = tmp_path / "o.yaml"
    file.write_text(HOSTILE)
    async with at_the_keyboard(f"openapi:{file}") as person:
        await person.sees("Operations (1)")
        keys = ["enter", "plus", "pagedown", "i", "escape", "y", "escape", "escape", "2", "end"]
        for key in (*keys, "3", "plus", "i", "escape", "4", "1", "slash", "escape", "H", "escape"):
            await person.press(key)
            assert_harmless(person.app)


async def test_documents_that_it_names_are_fetched_when_they_are_looked_at(tmp_path: Path) -> None:
    (tmp_path / "s.json").write_text(
        '{"type": "object", "properties": {"nom": {"type": "string"}}}'
    )
    (tmp_path / "o.yaml").write_text(
        "openapi: 3.0.0\ninfo: {title: Morceaux}\npaths:\n  /a:\n    get:\n"
        "      responses: {'200': {description: Bien, content: {application/json: "
        "{schema: {type: object, properties: {objet: {$ref: s.json}}}}}}}\n"
    )
    async with at_the_keyboard(f"openapi:{tmp_path / 'o.yaml'}") as person:
        await person.press("enter")
        await person.sees("▸ objet  s.json")
        assert "which is not here" not in person.screen
        await person.press(*["down"] * 4, "enter")
        await person.sees("nom  string")
        await person.press("4")
        await person.sees("Nothing wrong was found")


def test_tabs_of_a_dataservice_are_no_operations() -> None:
    names = {"", "about", "json", *(tab.name for tab in TABS["dataservice"])}
    for name in names:
        door = door_of(Link("dataservice", "x", fragment=name))
        assert door is not None
        assert door.module == "object"


@pytest.mark.parametrize(
    "url",
    [
        "https://exemple.fr/v3/api-docs",
        "https://exemple.fr/openapi.json?version=2",
        "https://exemple.fr/doc/swagger.yaml",
        "https://www.data.gouv.fr/api/1/swagger.json",
        "https://exemple.fr/?format=openapi",
    ],
)
def test_the_address_of_a_description_is_an_address(url: str) -> None:
    link = parse_link(url, SITES["www"])
    assert link == Link("openapi", url)
    assert parse_link(str(link), SITES["www"]) == link


async def test_a_description_on_a_network_of_ones_own_is_asked_for_after_a_yes() -> None:
    asked: list[str] = []

    def lying(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Any, receive: Any, send: Any) -> None:
            request = Request.from_scope(scope, b"")
            if "/dataservices/" in request.path:
                told = {**DESCRIBED_HERE, "id": "8453b37e49f73bb36a4c3397"}
                await send_response(json_response(told), request, send)
            elif request.path == "/secret":
                asked.append(request.path)
                small = {
                    "openapi": "3.0.0",
                    "info": {"title": "Chez soi"},
                    "paths": {"/a": {"get": {}}},
                }
                await send_response(json_response(small), request, send)
            else:
                await app(scope, receive, send)

        return answer

    async with at_the_keyboard(f"{CHARGING}#api", through=lying) as person:
        await person.sees("192.168.0.1 is on a private network.", "r asks it all the same")
        assert asked == []
        await person.press("r")
        await person.sees("Operations (1)", "GET     /a")
        assert asked == ["/secret"]
