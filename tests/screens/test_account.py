"""The account, and changes: shown before they are sent, sent once, refused in words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import pytest
from hostility import assert_harmless
from people import Person, at_the_keyboard
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

from tui.links import Link
from tui.settings import ASGIApp

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

DATASET = "dataset:population-des-communes-francaises"
OFF = "Changes are off: writes = true"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")


def here(person: Person) -> Link:
    assert person.app.place is not None
    return person.app.place.link


def sent(person: Person, method: str = "POST") -> list[str]:
    return [entry.url for entry in person.requests if entry.method == method]


def answering(
    status: int, body: object = None, *, method: str = "POST", hangs: bool = False
) -> Callable[[ASGIApp], ASGIApp]:
    """The sample site, but for what changes something."""

    def through(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["method"] != method:
                await app(scope, receive, send)
                return
            if hangs:
                await asyncio.Event().wait()
            headers = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": status, "headers": headers})
            await send({"type": "http.response.body", "body": json.dumps(body).encode()})

        return answer

    return through


async def test_without_a_key_the_place_says_how_to_give_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("DATAGOUV_TUI_API_KEY_SAMPLE")
    async with at_the_keyboard("", size=(100, 30)) as person:
        await person.press("escape", "at")
        await person.sees(
            "none is known for this site", "DATAGOUV_TUI_API_KEY_SAMPLE=", "chmod", "keyring set"
        )
        assert not [entry for entry in person.requests if "/me/" in entry.url]
        monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "revoked-key")
        await person.press("r")
        await person.sees("this API key was revoked")
        monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
        await person.press("r")
        await person.sees("Noémie Hébert", "noemie.hebert@sample.invalid")


async def test_each_list_is_asked_for_when_it_is_looked_at_and_leads_on() -> None:
    async with at_the_keyboard("account:#organizations") as person:
        await person.sees("Organizations (19)", "1 of 19")
        assert not [entry for entry in person.requests if "org_datasets" in entry.url]
        await person.press("3")
        await person.sees("Datasets (131)", "1 of 131")
        await person.press("5")
        await person.sees("1 of ")
        await person.press("6")
        await person.sees("Followed (3)")
        await person.press("enter")
        await person.sees("Datasets › Base des entreprises")
        await person.press("backspace", "2", "enter")
        await person.sees("Reuses › ")


def test_every_kind_of_notification_is_said_in_words() -> None:
    from tui.api.models.account import Notification
    from tui.screens.account_texts import KINDS, notification_entry

    for kind in KINDS:
        told = {"id": "n", "type": kind, "details": {}}
        said = notification_entry(Notification.parse(told)).facts[0]
        assert said
        assert "." not in said


async def test_what_is_private_is_shown_to_who_may_see_it() -> None:
    async with at_the_keyboard("account:") as person:
        await person.sees("Noémie Hébert")
        await person.app.go(Link("dataset", "jeu-prive"))
        await person.rest()
        await person.sees("Jeu privé", "Files (")


async def test_a_list_that_fails_says_so_and_the_rest_stays() -> None:
    def through(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            if scope["type"] == "http" and scope["path"].endswith("/notifications/"):
                await send({"type": "http.response.start", "status": 500, "headers": []})
                await send({"type": "http.response.body", "body": b""})
            else:
                await app(scope, receive, send)

        return answer

    async with at_the_keyboard("account:#notifications", through=through) as person:
        await person.sees("The service failed (error 500).", "Your account › Noémie Hébert")
        await person.press("4")
        await person.sees("1 of 19")


async def test_where_changes_are_off_each_key_says_how_to_allow_them() -> None:
    async with at_the_keyboard(f"{DATASET}#discussions") as person:
        for key in ("F", "n", "c", "C", "E"):
            await person.press(key)
            await person.sees(OFF)
            person.app.place.notice("")  # type: ignore[union-attr]
        await person.app.go(Link("account", fragment="notifications"))
        await person.rest()
        await person.press("m")
        await person.sees(OFF)
        assert sent(person) == []


async def test_a_change_is_shown_whole_then_sent_once_and_seen() -> None:
    async with at_the_keyboard(f"{DATASET}#discussions", writes=True) as person:
        await person.sees("Discussions (6)")
        await person.press("n")
        await person.type("Une question")
        await person.press("tab")
        await person.type("Merci")
        await person.press("ctrl+s")
        await person.sees("POST", "/api/1/discussions/", "X-API-KEY", "•••", '"comment": "Merci"')
        assert "sample-key" not in person.screen
        await person.press("y")
        assert "$DATAGOUV_TUI_API_KEY_SAMPLE" in person.app.clipboard
        assert "sample-key" not in person.app.clipboard
        assert sent(person) == []
        await person.press("ctrl+s")
        await person.sees("Discussions (7)", "Une question", "The discussion is open.")
        assert len(sent(person)) == 1
        await person.press("C")
        await person.type("Clos")
        await person.press("ctrl+s", "ctrl+s")
        await person.sees("The discussion is closed.")
        await person.press("c")
        assert len(sent(person)) == 2
        entries = "".join(map(str, person.requests))
        assert "sample-key" not in entries


async def test_following_and_no_longer() -> None:
    async with at_the_keyboard("organization:metropole-de-lyon", writes=True) as person:
        await person.press("F")
        await person.sees("POST", "/followers/")
        await person.press("escape")
        assert sent(person) == []
        await person.press("F", "ctrl+s")
        await person.sees("You follow it.")
        await person.press("F")
        await person.sees("DELETE")
        await person.press("ctrl+s")
        await person.sees("You follow it no longer.")


async def test_the_fields_of_a_dataset_are_changed_in_a_form() -> None:
    async with at_the_keyboard(DATASET, writes=True, size=(100, 40)) as person:
        await person.press("E", "ctrl+s")
        await person.sees("Nothing was changed.")
        await person.press("tab", "tab", "tab", "enter")
        await person.type("weekly")
        await person.press("enter", "tab", "tab")
        await person.press(*["backspace"] * 10)
        await person.type("2020-13-01")
        await person.press("ctrl+s")
        await person.sees("is not a day")
        await person.press("escape")
        await person.sees("esc again leaves what you wrote")
        await person.press(*["backspace"] * 10, "ctrl+s")
        await person.sees('"frequency": "weekly"', '"end": null', '"tags": [')
        assert '"license"' not in person.screen
        await person.press("ctrl+s")
        await person.sees("The dataset is changed.", "Files (4)")
        assert len(sent(person, "PUT")) == 1
        await person.press("1")
        await person.sees("Weekly")


async def test_a_form_is_not_opened_over_what_one_may_not_change() -> None:
    async with at_the_keyboard("dataset:demandes-de-valeurs-foncieres", writes=True) as person:
        await person.press("E")
        await person.sees("Your account does not have the right to do this.")


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, {"message": "The requested URL was not found"}, "your account may not see it"),
        (400, {"errors": {"title": ["trop court"]}}, "trop court"),
        (503, {}, "It may have been done all the same"),
    ],
)
async def test_a_refusal_is_said_in_the_dialog_and_nothing_is_sent_again(
    status: int, body: object, said: str
) -> None:
    address = "organization:metropole-de-lyon"
    through = answering(status, body)
    async with at_the_keyboard(address, writes=True, through=through) as person:
        await person.rest()
        await person.press("F", "ctrl+s")
        await person.sees(said)
        assert len(sent(person)) == 1
        await person.press("escape")
        assert person.app.place is person.app.screen


async def test_who_stops_waiting_is_told_that_it_may_have_been_done() -> None:
    address = "organization:metropole-de-lyon"
    through = answering(200, hangs=True)
    async with at_the_keyboard(address, writes=True, through=through) as person:
        await person.rest()
        await person.press("F")
        person.app.simulate_key("ctrl+s")
        await person.sees("esc stops waiting")
        person.app.simulate_key("escape")
        await person.sees("You stopped waiting.", "It may have been done all the same")
        await person.press("escape")
        await person.sees("It may have been done: what is shown is loaded again.")


def hostile_account(app: ASGIApp) -> ASGIApp:
    """The sample site, whose account and whose dataset hold what a terminal would obey."""
    evil = "\x1b]0;owned\x07[@click=app.quit]Quitter[/]\u202e\n\x1b[2J"
    subject = {"class": "Reuse", "id": "1", "title": evil}
    told = {"id": "n", "type": evil, "details": {"class": evil, "reuse": subject}}
    bodies: dict[str, object] = {
        "/api/1/me/": {"id": "1", "first_name": evil, "email": evil, "about": evil},
        "/api/1/notifications/": {"data": [told], "total": 1, "next_page": None},
    }

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        body = bodies.get(path)
        if path.startswith("/api/1/datasets/f8752c") and path.count("/") == 5:
            body = {"id": "1", "title": evil, "description": evil, "tags": [evil]}
        if body is None:
            await app(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": json.dumps(body).encode()})

    return answer


async def test_what_the_service_says_of_the_account_is_harmless() -> None:
    async with at_the_keyboard("account:", writes=True, through=hostile_account) as person:
        await person.sees("Quitter")
        assert_harmless(person.app)
        for key in ("2", "m", "escape", "y", "escape", "enter"):
            await person.press(key)
            assert_harmless(person.app)
        await person.app.go(Link("dataset", "population-des-communes-francaises"))
        await person.rest()
        await person.press("E")
        await person.sees("Change a dataset")
        assert_harmless(person.app)
        await person.type("x")
        await person.press("ctrl+s")
        await person.sees("PUT", "\\u001b", "\\u202e")
        assert_harmless(person.app)


PICTURES = [
    ("notifications", "account:#notifications", "down"),
    ("follow", "organization:metropole-de-lyon", "F"),
    ("edit", DATASET, "E"),
]


@pytest.mark.parametrize(("name", "address", "keys"), PICTURES, ids=[each[0] for each in PICTURES])
async def test_the_account_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys, writes=True)
