"""What one is known to an API by: which way, how it is told, what descriptions forget."""

from __future__ import annotations

import json
from pathlib import Path

from people import at_the_keyboard

from tui.api.calls.credentials import Client
from tui.api.payload import JsonValue

URL = "https://api-adresse.invalid"


def written(folder: Path, operation: JsonValue, schemes: JsonValue) -> str:
    """The address of a description with one operation, written to `folder`."""
    raw: JsonValue = {
        "openapi": "3.0.3",
        "info": {"title": "Ways", "version": "1"},
        "servers": [{"url": URL, "description": "The one of *trials*"}],
        "paths": {"/search": {"get": {"operationId": "op", "responses": {}, **operation}}},  # type: ignore[dict-item]
        "components": {"securitySchemes": schemes},
    }
    path = folder / "ways.json"
    path.write_text(json.dumps(raw))
    return f"openapi:{path}#op"


FLOW: JsonValue = {"tokenUrl": "https://tokens.invalid/token", "scopes": {"read": "Reads"}}
SCHEMES: JsonValue = {
    "app": {"type": "oauth2", "flows": {"clientCredentials": FLOW}},
    "cle": {"type": "apiKey", "in": "query", "name": "token"},
}


async def test_one_of_several_ways_is_chosen_and_an_application_is_told_in_the_form(
    tmp_path: Path,
) -> None:
    address = written(tmp_path, {"security": [{"app": ["read"]}, {"cle": []}]}, SCHEMES)
    async with at_the_keyboard(address) as person:
        await person.press("e")
        await person.sees("needs app", "^n Key…")
        await person.press("ctrl+t")
        await person.sees(URL, "The one of trials")
        await person.press("escape")
        await person.press("ctrl+s")
        await person.sees("Known by", "app", "OAuth 2", "cle", "key in the query, as token")
        await person.press("enter")
        await person.sees("Application", "^s Use it", "client_secret_basic")
        await person.press("ctrl+t")
        await person.sees("client_secret_post")
        await person.press("escape", "ctrl+n", "down", "enter")
        await person.sees("needs cle", "Key ")
        await person.press("escape", "ctrl+n", "up", "enter", "ctrl+t")
        await person.type("moi")
        await person.press("enter")
        await person.type("abracadabra")
        await person.press("ctrl+s")
        desk = await person.app.session.desk()
        held = desk.wallet._held[f"{URL}:443", "app"]
        assert isinstance(held, Client)
        assert (held.ident, held.scopes, held.in_body) == ("moi", ("read",), True)


async def test_a_key_that_no_description_tells_of_is_given(tmp_path: Path) -> None:
    async with at_the_keyboard(written(tmp_path, {}, {})) as person:
        await person.press("e")
        await person.type("X-API-KEY: abracadabra")
        await person.press("ctrl+s")
        await person.sees("X-API-KEY holds a secret: it is given as a key.", "^n Key…")
        await person.press("ctrl+u", "ctrl+n")
        await person.sees("Nothing: without a key", "bearer", "basic", "A key in a header…")
        await person.press("down", "down", "down", "enter")
        await person.sees("Name of the header", "X-API-Key")
        await person.press("enter")
        await person.sees("X-API-Key: kept in memory")
        await person.type("abracadabra")
        await person.press("enter", "ctrl+r")
        await person.sees("This will be sent", "X-API-Key: •••")
        assert "abracadabra" not in person.screen


async def test_a_server_of_tokens_that_a_file_does_not_name_is_typed(tmp_path: Path) -> None:
    schemes: JsonValue = {
        "app": {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "/token"}}}
    }
    address = written(tmp_path, {"security": [{"app": []}]}, schemes)
    async with at_the_keyboard(address) as person:
        await person.press("e")
        await person.sees("needs app")
        await person.press("ctrl+s")
        await person.sees("Tokens are asked for at /token, which names no server.")
        assert "file:" not in person.screen
        await person.type("moi")
        await person.press("enter")
        await person.type("abracadabra")
        await person.press("ctrl+s")
        await person.sees("“/token” is no address of the web.")
