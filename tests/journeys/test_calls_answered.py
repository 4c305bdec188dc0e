"""Calls of an API that is on this machine, over a real connection, as a person makes them."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from urllib.parse import parse_qsl

import httpx
import pytest
from httpx._utils import URLPattern
from listening import on_loopback
from people import Person, at_the_keyboard

from tui.api.transport import Transport
from tui.sample.asgi import Request, Response, json_response, read_body, send_response
from tui.sample.data.addresses import addresses

DESCRIPTION = """
openapi: 3.1.0
info: {title: Connus, version: '1'}
servers: [{url: '%s'}]
paths:
  /question: {get: {operationId: question, responses: {}, security: [{question: []}]}}
  /biscuit: {get: {operationId: biscuit, responses: {}, security: [{biscuit: []}]}}
  /nom: {get: {operationId: nom, responses: {}, security: [{nom: []}]}}
  /jeton: {get: {operationId: jeton, responses: {}, security: [{jeton: [lire]}]}}
  /lent: {get: {operationId: lent, responses: {}, security: [{porteur: []}]}}
  /suite: {get: {operationId: suite, responses: {}}}
  /signalements:
    post:
      operationId: signaler
      security: [{entete: []}]
      requestBody: {content: {application/json: {schema: {type: object}, example: {a: 1}}}}
      responses: {}
components:
  securitySchemes:
    entete: {type: apiKey, in: header, name: X-Cle}
    question: {type: apiKey, in: query, name: cle}
    biscuit: {type: apiKey, in: cookie, name: cle}
    nom: {type: http, scheme: basic}
    porteur: {type: http, scheme: bearer}
    jeton:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: '%s/token', scopes: {lire: x, ecrire: y}}}
"""
SECRET = "abracadabra"
KNOWN = {
    "/signalements": ("x-cle", SECRET),
    "/biscuit": ("cookie", f"cle={SECRET}"),
    "/nom": ("authorization", f"Basic {b64encode(f'moi:{SECRET}'.encode()).decode()}"),
    "/lent": ("authorization", f"Bearer {SECRET}"),
    "/jeton": ("authorization", "Bearer jeton-lire-ecrire"),
}


class AddressServer:
    """An API of addresses, and of everything that one may be known by; notes what it is asked."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.has_come = Event()

    async def __call__(self, scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        request = Request.from_scope(scope, await read_body(receive))
        self.asked.append(request)
        self.has_come.set()
        if request.path == "/lent" and len(self.paths) == 1:
            while (await receive())["type"] != "http.disconnect":
                pass
            return
        await send_response(self.answer(request), request, send)

    @property
    def paths(self) -> list[str]:
        return [f"{request.method} {request.path}" for request in self.asked]

    def answer(self, request: Request) -> Response:
        if request.path in ("/search", "/suite"):
            return self.page(request)
        if request.path == "/token":
            asked = dict(parse_qsl(request.body.decode()))
            basic = b64encode(f"app:{SECRET}".encode()).decode()
            if request.headers.get("authorization") != f"Basic {basic}":
                return json_response({"error": "invalid_client"}, 401)
            token = "jeton-" + asked["scope"].replace(" ", "-")
            return json_response({"access_token": token, "token_type": "Bearer"})
        name, text = KNOWN.get(request.path, ("", ""))
        is_known = request.get("cle") == SECRET or (name and request.headers.get(name) == text)
        if request.path == "/signalements" and is_known:
            return json_response({"recu": json.loads(request.body)}, 201)
        return json_response({"connu": bool(is_known), "repete": request.query})

    def page(self, request: Request) -> Response:
        """Two addresses; the next ones are said by the body, or by a header."""
        page = int(request.get("page") or 1)
        found = {"type": "FeatureCollection", "features": addresses()[2 * page - 2 : 2 * page]}
        following = f"{request.url}?q={request.get('q')}&page={page + 1}" if page < 3 else None
        if request.path == "/suite":
            headers = {"Link": f'<{following}>; rel="next"'} if following else {}
            return json_response(found["features"], headers=headers)
        return json_response({**found, "links": {"next": following}})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[AddressServer, str]]:
    """The API, and its address. The sample site is beside it, as the web would be."""
    monkeypatch.setattr(Transport, "in_process", property(lambda _self: False))
    app = AddressServer()
    with on_loopback(app) as url:
        yield app, url


@asynccontextmanager
async def calling(address: str) -> AsyncIterator[Person]:
    """A person whose calls to this machine leave by its network, others for the sample site."""
    async with at_the_keyboard(address) as person:
        service = await person.app.session.service()
        mounts = service.transport._client._mounts
        # A change is not sent twice: no connection that the server is about to close is used again.
        fresh = httpx.Limits(max_keepalive_connections=0)
        mounts[URLPattern("all://127.0.0.1")] = httpx.AsyncHTTPTransport(limits=fresh)
        yield person


@pytest.fixture
def described(tmp_path: Path, server: tuple[AddressServer, str]) -> Callable[[str], str]:
    """The address of an operation of the API."""
    file = tmp_path / "o.yaml"
    file.write_text(DESCRIPTION % (server[1], server[1]))
    return lambda operation: f"openapi:{file}#{operation}"


def written(folder: Path) -> list[str]:
    """The lines of the one file of rows there."""
    (file,) = folder.glob("*.csv")
    return file.read_text().splitlines()


async def test_an_address_is_found_by_an_api_found_by_the_word(
    server: tuple[AddressServer, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app, url = server
    async with calling("search:adresse?kind=dataservices") as person:
        await person.sees("API Adresse")
        await person.press("down", "enter")
        await person.sees("50 appels par seconde et par IP")
        await person.press("A")
        await person.sees("Chercher une adresse")
        await person.press("slash")
        await person.type("chercher")
        await person.press("enter", "e")
        await person.sees("At most 50 calls a second", "api-adresse.invalid")
        await person.press("ctrl+t", "down", "enter")
        await person.type(url)
        await person.press("enter")
        await person.sees(f"{url}/search")
        await person.type("mairie")
        await person.press("ctrl+s")
        await person.sees("is this very machine.", "GET /search?q=mairie")
        await person.press("escape")
        await person.sees("Nothing was sent.")
        assert app.asked == []
        await person.press("r", "ctrl+s")
        await person.sees("200 OK", "features")
        assert app.paths == ["GET /search"]
        await person.press("v")
        await person.sees("features · 2 rows", "1 Rue de la Mairie", "p adds the next page")
        await person.press("p")
        await person.sees("4 rows · 2 pages", "2 rows were added.")
        await person.press("p", "p")
        await person.sees("6 rows · 3 pages", "row 1 of 6")
        assert [request.get("page") for request in app.asked] == ["", "2", "3"]
        await person.press("right", "s", "s")
        await person.sees("row 1 of 6")
        await person.press("equals_sign")
        await person.sees("row 1 of 1")
        await person.press("ctrl+s", "enter")
        await person.sees("is being written")
        await person.press("escape", "i")
        await person.sees("Limit")
        head, *lines = written(tmp_path)
        assert head.startswith("label,score,housenumber")
        assert len(lines) == 1


async def test_a_secret_goes_where_it_is_described_and_is_never_seen(
    server: tuple[AddressServer, str], described: Callable[[str], str]
) -> None:
    app, _url = server
    operations = ["question", "biscuit", "nom"]
    async with calling(described("api")) as person:
        for operation in operations:
            await person.press("slash")
            await person.type(operation)
            await person.press("enter", "e", "ctrl+s")
            await person.sees(f"GET /{operation}", "For 127.0.0.1", f"{operation}: kept in memory")
            if operation == "nom":
                await person.type("moi")
                await person.press("enter")
            await person.type(SECRET)
            await person.press("enter", "ctrl+s")
            await person.sees("200 OK", "connu: true")
            assert app.paths[-1] == f"GET /{operation}"
            assert SECRET not in person.screen
            await person.press("escape", "escape")
        assert len(app.asked) == len(operations)


async def test_an_application_asks_for_a_token_with_the_scopes_that_were_chosen(
    server: tuple[AddressServer, str], described: Callable[[str], str]
) -> None:
    app, _url = server
    async with calling(described("jeton")) as person:
        await person.press("e", "ctrl+s")
        await person.sees("Scopes", "lire", "There are: lire ecrire", "Token server")
        await person.type("app")
        await person.press("enter")
        await person.type("faux")
        await person.press("tab")
        await person.type(" ecrire")
        await person.press("enter", "ctrl+s")
        await person.sees("The server of tokens gives none: invalid_client")
        await person.press("escape", "ctrl+n")
        await person.type("app")
        await person.press("enter")
        await person.type(SECRET)
        await person.press("tab")
        await person.type(" ecrire")
        await person.press("enter", "ctrl+s", "ctrl+s")
        await person.sees("200 OK", "connu: true")
        assert app.paths == ["POST /token", "POST /token", "GET /jeton"]
        assert SECRET not in person.screen


async def test_a_change_is_refused_then_confirmed_and_made_again(
    server: tuple[AddressServer, str], described: Callable[[str], str]
) -> None:
    app, _url = server
    async with calling(described("signaler")) as person:
        await person.press("e", "ctrl+s")
        await person.type(SECRET)
        await person.press("enter")
        await person.sees("This will be sent", "POST /signalements", "X-Cle: •••")
        await person.sees("is this very machine.")  # one dialog says both
        await person.press("escape")
        assert app.asked == []
        await person.press("ctrl+s", "ctrl+s")
        await person.sees("201 Created")
        assert [json.loads(request.body) for request in app.asked] == [{"a": 1}]
        await person.press("escape", "escape", "c")
        await person.sees("Calls made", "201 · ")
        await person.press("enter", "ctrl+s")
        await person.sees("201 Created")
        assert app.paths == ["POST /signalements"] * 2


async def test_a_call_is_cancelled_while_it_runs_and_pages_follow_its_header(
    server: tuple[AddressServer, str], described: Callable[[str], str]
) -> None:
    app, _url = server
    async with calling(described("lent")) as person:
        await person.press("e", "ctrl+s")
        await person.type(SECRET)
        await person.press("enter")
        await person.sees("is this very machine.", "Authorization: Bearer •••")
        await person.pilot.press("ctrl+s")
        assert await asyncio.to_thread(app.has_come.wait, 10)
        await person.sees("asking… esc cancels")
        await person.pilot.press("escape")
        await person.sees("Cancelled. r asks again.")
        await person.press("r")
        await person.sees("200 OK", "connu: true")
        assert app.paths == ["GET /lent"] * 2
    async with calling(described("suite")) as person:
        await person.press("e", "ctrl+s", "ctrl+s")
        await person.sees("200 OK")
        await person.press("p")
        await person.sees("page=2")
        assert [request.get("page") for request in app.asked[2:]] == ["", "2"]
