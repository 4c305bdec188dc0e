"""An operation of an API tried, as a person does it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hostility import assert_harmless
from people import SIZES, Person, at_the_keyboard
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

from tui.sample.asgi import Request, Response, send_response
from tui.screens.answer_texts import time_words
from tui.settings import ASGIApp

CHARGING = "dataservice:api-bornes-de-recharge"
LIST, MAKE = f"{CHARGING}#listerObjets", f"{CHARGING}#creerObjet"
MEASURES = f"{CHARGING}#listerMesures"


def calls(person: Person) -> list[tuple[str, int | None]]:
    """What was asked of the API itself."""
    return [(entry.method, entry.status) for entry in person.requests if "/v1/" in entry.url]


@SIZES
async def test_a_list_is_asked_for_and_read_as_rows_page_by_page(size: tuple[int, int]) -> None:
    async with at_the_keyboard(LIST, size=size) as person:
        await person.press("e")
        await person.sees("GET /objets", "etat", "api-bornes-de-recharge.invalid/v1/objets")
        await person.type("de")
        await person.press("ctrl+s")
        await person.sees("200 OK", "objets?q=de", "▸ [0]: {5 fields}")
        await person.press("slash")
        await person.type("Gymnase")
        await person.press("enter")
        await person.sees("nom: Gymnase de Rennes", "[1].nom")
        await person.press("n")
        await person.sees("[6].nom")
        await person.press("N")
        await person.sees("[1].nom")
        await person.press("v", "enter")
        await person.sees("École de Nantes", "row 1 of 20")
        await person.press("right", "s", "s")
        await person.sees("École de Nantes", "row 1 of 20")
        await person.press("escape", "p")
        await person.sees("page=2")
        await person.press("i")
        await person.sees("x-total", "45", "First byte")
        await person.press("y")
        await person.sees("curl", "Python, httpx", "JavaScript, fetch", "Body")


async def test_what_is_wrong_is_said_at_the_field_and_nothing_is_sent() -> None:
    async with at_the_keyboard(LIST) as person:
        await person.press("e", "tab", "tab")
        await person.type("zéro")
        await person.press("ctrl+s")
        await person.sees("Nothing was sent.", "zéro")
        assert calls(person) == []
        await person.press("ctrl+u")
        await person.type("2")
        await person.press("ctrl+s")
        await person.sees("200 OK", "page=2")


async def test_a_body_is_checked_and_a_change_asks_first_with_its_key_unseen() -> None:
    async with at_the_keyboard(MAKE) as person:
        await person.press("e", "ctrl+a", "delete")
        await person.press("ctrl+s")
        await person.sees("This is no JSON: look at line 2.")
        await person.type("{")
        await person.press("ctrl+s")
        await person.sees("Key", "For api-bornes-de-recharge.invalid")
        await person.type("abracadabra")
        assert "abracadabra" not in person.screen
        await person.press("enter")
        await person.sees("This will be sent", "X-Cle: •••", '{"nom":"Mairie de Lyon"}')
        assert calls(person) == []
        await person.press("escape", "ctrl+s", "ctrl+s")
        await person.sees("201 Created", "id: o46")
        assert "abracadabra" not in person.screen
        await person.press("escape", "escape", "c")
        await person.sees("Calls made", "POST https://api-bornes-de-recharge.invalid/v1", "201 · ")
        await person.sees("│ https://api-bornes-de-recharge.invalid/v1/objets ", '{"nom":"Mairie')
        await person.press("enter")
        await person.sees("This will be sent")
        await person.press("ctrl+s")
        await person.sees("201 Created")
        assert calls(person) == [("POST", 201)] * 2


async def test_a_csv_answer_is_asked_for_and_read_as_rows() -> None:
    async with at_the_keyboard(MEASURES) as person:
        await person.press("e")
        await person.sees("id *", "Answer as ⏎")
        await person.press("ctrl+s")
        await person.sees("This is required.")
        await person.type("o1")
        await person.press("tab", "tab", "tab", "enter", "down", "enter", "ctrl+s")
        await person.sees("date;valeur", "2026-01-01T12:00:00Z;10.25")
        await person.press("v")
        await person.sees("10.25", "row 1 of 10")


OF_ALL_SORTS = """
openapi: 3.0.3
info: {title: Champs}
servers: [{url: 'https://champs.invalid'}]
components: {securitySchemes: {cle: {type: apiKey, in: header, name: X-Cle}}}
paths:
  /a:
    get:
      security: [{cle: []}]
      parameters:
        - {name: n, in: query, schema: {type: integer, minimum: 1, maximum: 9}}
        - {name: l, in: query, description: Les codes., schema: {type: array, maxItems: 3}}
        - {name: o, in: query, schema: {type: object, properties: {x: {type: integer}}}}
        - {name: d, in: query, schema: {type: string, format: date}}
"""


async def test_a_field_says_what_it_takes_and_a_secret_that_it_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text(OF_ALL_SORTS)
    async with at_the_keyboard(f"openapi:{tmp_path}/o.yaml#GET /a") as person:
        await person.press("e")
        await person.sees("a whole number · ≥ 1 · ≤ 9", '{"x": 0}')
        await person.press("tab")
        await person.sees("values, with commas between them · at most 3 items · Les codes.")
        await person.press("tab")
        await person.sees("│ JSON ")
        await person.press("tab")
        await person.sees("│ 2026-01-31 ")
        await person.press("ctrl+s", "enter")
        await person.sees("For champs.invalid", "This is required.")


def silent(app: ASGIApp) -> ASGIApp:
    """The sample site, whose APIs first say nothing, then fail."""
    asked: list[str] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if "/v1/" not in request.path:
            await app(scope, receive, send)
            return
        asked.append(request.path)
        if len(asked) == 1:
            await asyncio.Event().wait()
        await send_response(Response(503, b"<oups/>", "application/xml"), request, send)

    return answer


async def test_a_call_is_cancelled_and_made_again() -> None:
    async with at_the_keyboard(LIST, through=silent) as person:
        await person.sees("GET /objets")
        await person.press("e")
        await person.sees("Send")
        person.app.screen.action_submit()  # type: ignore[attr-defined]
        await person.sees("asking… esc cancels")
        await person.pilot.press("escape")
        await person.sees("Cancelled. r asks again.")
        await person.press("r")
        await person.sees("503", "<oups/>")


async def test_a_failure_that_nobody_foresaw_leaves_nothing_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_sent: object) -> None:
        raise ZeroDivisionError

    async with at_the_keyboard(LIST) as person:
        with monkeypatch.context() as patch:
            patch.setattr("tui.api.calls.facts.facts_of", fail)
            await person.press("e", "ctrl+s")
            await person.sees("No answer", "nobody foresaw. r asks again")
        assert [type(error) for error in person.app.session.failures] == [ZeroDivisionError]
        person.app.session.failures.clear()
        await person.press("r")
        await person.sees("200 OK")


def long_and_hostile(app: ASGIApp) -> ASGIApp:
    """The sample site, whose APIs answer more than is read unasked, and it is hostile."""
    line = f"{'mot ' * 200}\x1b]0;pris[red]x[/] \u202e\x1b[2J\n"
    body = (line * (1 + 2_500_000 // len(line))).encode()
    headers = {"X-\x1b[31m": "[@click=app.quit]y[/]\x1b[H"}

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if "/v1/" in request.path:
            await send_response(Response(200, body, "text/plain", headers), request, send)
        else:
            await app(scope, receive, send)

    return answer


async def test_more_is_read_when_asked_and_what_is_hostile_is_only_text(tmp_path: Path) -> None:
    file = tmp_path / "o.yaml"
    file.write_text(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n"
        "servers: [{url: 'https://api-bornes-de-recharge.invalid/v1'}]\n"
        'paths: {/etat: {get: {operationId: "x", responses: {},\n'
        '  parameters: [{name: "\\e[2J[red]", in: query,\n'
        '  description: "\\e[H[@click=app.quit]x[/]", schema: {type: string,\n'
        '  enum: ["\\e[1m[b]", "b"], default: "\\e[H[blink]"}}]}}}\n'
    )
    async with at_the_keyboard(f"openapi:{file}#x", through=long_and_hostile) as person:
        await person.sees("GET /etat")
        await person.press("e")
        await person.sees("[red]", "[blink]", "[@click=app.quit]x[/]")
        await person.press("enter")
        assert_harmless(person.app)
        await person.press("escape")
        await person.pilot.press("ctrl+s")  # what waits to be read on is not at rest
        await person.sees("only the start is here: m reads on")
        assert_harmless(person.app)
        await person.press("m")
        await person.sees("200 OK", "2.5", "[red]x[/]")
        assert "m reads on" not in person.screen
        for key in ("i", "end", "y", "escape", "escape", "escape", "c", "escape"):
            await person.press(key)
            assert_harmless(person.app)


@pytest.mark.parametrize(
    ("name", "address", "keys"),
    [
        ("form", MEASURES, "e ctrl+s"),
        ("body", MAKE, "e"),
        ("sending", MAKE, "e ctrl+s k e y enter"),
    ],
    ids=["form", "body", "sending"],
)
async def test_a_call_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)


def test_what_took_long_is_told_in_seconds() -> None:
    assert time_words(9_999).startswith("9,999")
    assert time_words(20_168) == "20 s"


async def test_where_no_server_is_known_the_way_to_name_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text("{openapi: 3.0.3, info: {title: x}, paths: {/a: {get: {}}}}")
    async with at_the_keyboard(f"openapi:{tmp_path}/o.yaml#GET /a") as person:
        await person.press("e")
        await person.sees("No server is known for it: ^t names one.")
        await person.press("ctrl+t", "down", "enter")


MANY_FORMS = """
openapi: 3.0.3
info: {title: Corps}
servers: [{url: 'https://corps.invalid'}]
paths:
  /a:
    post:
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {}}}}
          multipart/form-data: {schema: {type: object, properties: {b: {}}}}
"""


async def test_a_body_of_several_forms_says_how_another_is_chosen(tmp_path: Path) -> None:
    (tmp_path / "o.yaml").write_text(MANY_FORMS)
    async with at_the_keyboard(f"openapi:{tmp_path}/o.yaml#POST /a") as person:
        await person.press("e")
        await person.sees("x-www-form-urlencoded) · ^b: in another form", "a  ")
        await person.press("ctrl+b", "down", "enter")
        await person.sees("Body (multipart/form-data) · ^b: in another form", "b  ")
