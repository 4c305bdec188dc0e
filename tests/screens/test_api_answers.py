"""The answer of an API: its tree, its rows, what is kept of a secret, what goes wrong."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from people import at_the_keyboard
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

from tui.api.calls.pace import Pace
from tui.api.calls.received import Sent
from tui.sample.asgi import Request, Response, json_response, send_response
from tui.settings import ASGIApp

SEARCH = "dataservice:api-adresse#chercher"
REPORT = "dataservice:api-adresse#signaler"
KEYS = "e m a i r i e ctrl+s"


@pytest.mark.parametrize(
    "keys",
    [f"{KEYS} slash p o s t c o d e enter n", f"{KEYS} v p right s"],
    ids=["tree", "rows"],
)
async def test_an_answer_looks_as_it_did(
    keys: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sent, "_elapsed", lambda _self: 87.0)
    await assert_looks_as_kept(snapshot, SEARCH, keys)


def failing_after_one(app: ASGIApp) -> ASGIApp:
    """The sample site, whose API of addresses gives one page of two lists, then fails."""
    asked: list[str] = []

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if not request.path.endswith("/search"):
            await app(scope, receive, send)
            return
        asked.append(request.query)
        rows = [{"code": "01"}, {"code": "75"}]
        said = json_response(
            {"grandes": [*rows, {"code": "2A"}], "petites": rows, "next": "?q=x&page=2"},
            headers={"RateLimit": '"jour";r=7;t=60'},
        )
        failed = Response(503, b"<oups/>", "application/xml")
        await send_response(said if len(asked) == 1 else failed, request, send)

    return answer


async def test_a_page_that_fails_leaves_the_rows_that_came() -> None:
    async with at_the_keyboard(SEARCH, through=failing_after_one) as person:
        await person.sees("Chercher une adresse")
        await person.press("e")
        await person.type("mairie")
        await person.press("ctrl+s", "v")
        await person.sees("Which list?", "grandes", "3 objects", "petites")
        await person.press("down", "enter")
        await person.sees("petites · 2 rows", "p adds the next page")
        await person.press("m", "y")
        await person.sees("Value of the cell", "Marked rows as CSV")
        await person.press("escape", "p")
        await person.sees("The next page is no such list: 503", "petites · 2 rows", "75")
        await person.press("escape", "i")
        await person.sees("At most 50 calls a second", "Calls left", "7 · more in 60 s")
        desk = await person.app.session.desk()
        desk.pacer.keep_to("https://api-adresse.invalid", [Pace(1, 20)])
        await person.pilot.press("r")  # what is held back is not at rest
        await person.sees("the producer’s limit: asking again in ", " s · esc cancels")
        await person.pilot.press("escape")
        await person.sees("Cancelled. r asks again.", "200 OK")


def sending_on(app: ASGIApp) -> ASGIApp:
    """The sample site, whose API of addresses sends to another server, then in circles."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if request.path == "/la":
            await send_response(json_response({"a": 1}), request, send)
        elif request.path.endswith("/search"):
            there = "https://autre.invalid/la" if "mairie" in request.query else request.path
            await send_response(Response(302, headers={"Location": there}), request, send)
        else:
            await app(scope, receive, send)

    return answer


async def test_where_an_answer_was_sent_on_to_is_said_at_once() -> None:
    async with at_the_keyboard(SEARCH, through=sending_on) as person:
        await person.sees("Chercher une adresse")
        await person.press("e")
        await person.type("mairie")
        await person.press("ctrl+s")
        await person.sees("200 OK", "redirected to autre.invalid", "a: 1")
        await person.press("escape", "ctrl+u")
        await person.type("route")
        await person.press("ctrl+s")
        await person.sees("302", "it sends elsewhere", "It sends to", "too often")
        asked = len(person.requests)
        await person.press("e")
        await person.sees("302", "too often")
        assert len(person.requests) > asked


MAKE = "dataservice:api-bornes-de-recharge#creerObjet"


def sending_changes_on(app: ASGIApp) -> ASGIApp:
    """The sample site, whose API of charging points sends what is made to another server."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if request.path == "/la":
            await send_response(json_response({"fait": request.method}), request, send)
        elif request.method == "POST" and request.path.endswith("/objets"):
            there = {"Location": "https://autre.invalid/la"}
            await send_response(Response(307, headers=there), request, send)
        else:
            await app(scope, receive, send)

    return answer


async def test_a_change_that_was_sent_on_is_shown_again_before_it_goes_there() -> None:
    async with at_the_keyboard(MAKE, through=sending_changes_on) as person:
        await person.sees("Créer un objet")
        await person.press("e")
        await person.sees("needs cle")
        await person.press("ctrl+s")
        await person.sees("For api-bornes-de-recharge.invalid")
        await person.type("abracadabra")
        await person.press("enter", "ctrl+s")
        await person.sees("307", "It sends to https://autre.invalid/la", "e goes there.")
        await person.press("e")
        await person.sees("This will be sent", "POST /la", "Host: autre.invalid")
        assert "X-Cle" not in person.screen
        await person.press("escape")
        await person.sees("307", "e goes there.")
        await person.press("e", "ctrl+s")
        await person.sees("200 OK", "fait: POST")


def csv_by_pages(app: ASGIApp) -> ASGIApp:
    """The sample site, whose API of addresses gives two pages of CSV, then other columns."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if not request.path.endswith("/search"):
            await app(scope, receive, send)
            return
        page = int(request.query[-1]) if "page=" in request.query else 1
        body = f"code;nom\n0{page};n{page}\n" if page < 3 else "erreur\nnon\n"
        links = {"Link": f'<?q=x&page={page + 1}>; rel="next"'}
        await send_response(Response(200, body.encode(), "text/csv", links), request, send)

    return answer


async def test_pages_of_csv_are_one_table() -> None:
    async with at_the_keyboard(SEARCH, through=csv_by_pages) as person:
        await person.sees("Chercher une adresse")
        await person.press("e")
        await person.type("mairie")
        await person.press("ctrl+s")
        await person.sees("200 OK", "01;n1")
        await person.press("v", "p")
        await person.sees("CSV · 2 rows · 2 pages", "01", "n1", "02", "n2", "1 row was added.")
        await person.press("p")
        await person.sees("The next page is no such list: 200", "2 rows · 2 pages")


def giving_a_file(app: ASGIApp) -> ASGIApp:
    """The sample site, whose API of addresses gives a PDF, then a text that repeats a secret."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        request = Request.from_scope(scope, b"")
        if request.path.endswith("/search"):
            named = {"Content-Disposition": 'attachment; filename="../../plan 1.pdf"'}
            said = Response(200, b"%PDF-1.4 \0\xff", "application/pdf", named)
            await send_response(said, request, send)
        elif request.path.endswith("/signalements"):
            await send_response(Response(200, b"cle=abracadabra", "text/plain"), request, send)
        else:
            await app(scope, receive, send)

    return answer


async def test_a_body_is_written_to_a_file_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_the_keyboard(SEARCH, through=giving_a_file) as person:
        await person.sees("Chercher une adresse")
        await person.press("e")
        await person.type("mairie")
        await person.press("ctrl+s")
        await person.sees("of binary data")
        await person.press("ctrl+s")
        await person.sees("Write the body to a file", "plan-1.pdf")
        await person.press("enter")
        await person.sees("plan-1.pdf is written")
    assert (tmp_path / "plan-1.pdf").read_bytes() == b"%PDF-1.4 \0\xff"
    assert os.listdir(tmp_path) == ["plan-1.pdf"]


async def test_a_file_holds_no_secret_that_the_server_repeats(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_the_keyboard(REPORT, through=giving_a_file) as person:
        await person.sees("Needs  cle")
        await person.press("e", "ctrl+s")
        await person.type("abracadabra")
        await person.press("enter", "ctrl+s")
        await person.sees("200 OK", "cle=•••")
        await person.press("ctrl+s", "enter")
        await person.sees("signalements.txt is written")
    assert (tmp_path / "signalements.txt").read_text() == "cle=•••"


@pytest.fixture
def keyring(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What a keyring holds."""
    held: dict[str, str] = {}
    library, errors = ModuleType("keyring"), ModuleType("keyring.errors")
    failing = type("KeyringError", (Exception,), {})
    vars(errors).update(KeyringError=failing, NoKeyringError=type("NoKeyringError", (failing,), {}))
    vars(library).update(
        get_password=lambda _app, name: held.get(name),
        set_password=lambda _app, name, text: held.update({name: text}),
        delete_password=lambda _app, name: held.pop(name),
    )
    monkeypatch.setitem(sys.modules, "keyring", library)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return held


async def test_a_secret_is_kept_by_the_keyring_where_one_asks(keyring: dict[str, str]) -> None:
    async with at_the_keyboard(REPORT) as person:
        await person.press("e", "ctrl+n")
        await person.sees("cle: kept in memory", "^r Keep in the keyring")
        await person.press("ctrl+r")
        await person.sees("cle: kept in the system’s keyring")
        await person.type("abracadabra")
        await person.press("enter")
        assert keyring == {"https://api-adresse.invalid:443 cle": '{"key": "abracadabra"}'}
    async with at_the_keyboard(REPORT) as person:
        await person.press("e", "ctrl+s")
        await person.sees("This will be sent", "X-Cle: •••")  # it was recalled, not typed
        await person.press("escape", "ctrl+n", "ctrl+o")
        await person.sees("It is forgotten.")
        assert keyring == {}
        await person.press("escape", "ctrl+s")
        await person.sees("For api-adresse.invalid")


async def test_no_keyring_is_said_and_a_typed_server_is_of_the_web(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tui.api.calls.keeping.find_spec", lambda _name: None)
    async with at_the_keyboard(REPORT) as person:
        await person.press("e", "ctrl+n", "ctrl+r")
        await person.sees("cle: kept in memory", "No keyring is installed")
        await person.press("escape", "ctrl+t", "down", "enter")
        await person.type("ftp://x.fr")
        await person.press("enter")
        await person.sees("ftp://x.fr", "http")
