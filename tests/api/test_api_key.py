"""The key: where it goes, where it never does; and changes, which are asked for once."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from clocks import Clock
from wires import Answer, Wire, ok, refused, script, wire

from tui.api.account import Account
from tui.api.disk import Disk
from tui.api.errors import (
    ApiError,
    BadPayload,
    BadRequest,
    DiscussionClosed,
    Forbidden,
    Gone,
    KeyRefused,
    NoKey,
    NoRight,
    NotFound,
    Offline,
    ReadOnly,
    Redirected,
    ServerError,
    Timeout,
    Unauthorized,
)
from tui.api.service import open_service
from tui.api.writes import follow
from tui.memory.answers import AnswerFile
from tui.settings import SITES, Secret, Site

TEXT = "udata_s3cret"
ORIGIN = "https://main.test"
URL = f"{ORIGIN}/api/1/me/"
SITE = Site("www", ORIGIN, ORIGIN, "https://rows.test", None)


def keyed(answer: Answer, **options: object) -> Wire:
    made = wire(answer, **options)
    made.transport.use_key(ORIGIN, Secret(TEXT))
    return made


def sent(made: Wire) -> list[str | None]:
    return [request.headers.get("x-api-key") for request in made.requests]


async def test_the_key_goes_with_private_requests_to_its_own_origin_only() -> None:
    made = keyed(script(ok()))
    await made.transport.get_json(URL, private=True)
    await made.transport.get_json(URL)
    for other in ("https://tabular.test/", "https://main.test:81/", "https://www.main.test/"):
        await made.transport.get_json(other, private=True)
    assert sent(made) == [TEXT, None, None, None, None]
    made.transport.use_key(ORIGIN, None)
    await made.transport.get_json(URL, private=True)
    assert sent(made)[-1] is None


async def test_the_key_does_not_follow_a_redirect_elsewhere() -> None:
    for place in ("https://evil.test/", "http://main.test/", "//evil.test/"):
        made = keyed(script(refused(308, {"Location": place})))
        with pytest.raises(Redirected):
            await made.transport.get_json(URL, private=True)
        assert len(made.requests) == 1
    made = keyed(script(refused(308, {"Location": "/api/1/moi/"}), ok()))
    await made.transport.get_json(URL, private=True)
    assert sent(made) == [TEXT, TEXT]


async def test_a_change_follows_no_redirect_and_the_journal_says_so() -> None:
    for there in ("https://evil.test/", "/api/1/moi/", "http://["):
        made = keyed(script(refused(307, {"Location": there})))
        with pytest.raises(Redirected) as told:
            await made.transport.send_json("POST", URL, {})
        assert len(made.requests) == 1
        assert made.journal.entries[-1].error == told.value.message


async def test_the_key_goes_over_no_open_way() -> None:
    made = wire(script(ok()))
    for url in ("http://main.test/", "http://127.0.0.1.evil.test/"):
        made.transport.use_key(url, Secret(TEXT))
        with pytest.raises(NoKey, match="https"):
            await made.transport.get_json(url, private=True)
        with pytest.raises(NoKey, match="https"):
            await made.transport.send_json("POST", url)
    assert made.requests == []
    made.transport.use_key("http://127.0.0.1:7000/", Secret(TEXT))
    await made.transport.get_json("http://127.0.0.1:7000/api/1/me/", private=True)
    assert sent(made) == [TEXT]


async def test_what_is_answered_to_the_key_is_kept_nowhere(tmp_path: Path) -> None:
    disk = Disk(AnswerFile(tmp_path / "a.db", 10**7), SITE, 300.0, clock=Clock())
    made = keyed(script(ok({"email": "me@example.com"})), disk=disk)
    for _again in range(2):
        await made.transport.get_json(URL, private=True)
    assert len(made.requests) == 2
    assert await disk.find(URL, {}) is None
    await made.transport.get_json(URL)
    assert len(made.requests) == 3
    await made.transport.aclose()


async def test_what_is_private_is_asked_for_with_the_key_once_it_is_not_found_without(
    tmp_path: Path,
) -> None:
    disk = Disk(AnswerFile(tmp_path / "a.db", 10**7), SITE, 300.0, clock=Clock())
    made = keyed(script(refused(404), ok({"id": "x"})), disk=disk)
    assert await made.transport.get_json(f"{ORIGIN}/api/1/datasets/x/") == {"id": "x"}
    assert sent(made) == [None, TEXT]
    assert await disk.find(f"{ORIGIN}/api/1/datasets/x/", {}) is None
    await made.transport.aclose()
    made = keyed(script(refused(404), refused(401)))
    with pytest.raises(NotFound):
        await made.transport.get_json(URL)


async def test_the_key_is_in_no_journal_and_in_no_error() -> None:
    made = keyed(script(refused(500)))
    with pytest.raises(ServerError) as raised:
        await made.transport.send_json("POST", URL, {"comment": "x"})
    shown = f"{raised.value} {raised.value.__dict__} {made.journal.entries} {vars(made.transport)}"
    assert TEXT not in shown
    (entry,) = made.journal.entries
    assert (entry.method, entry.status) == ("POST", 500)


CASES: list[tuple[int, str, type[ApiError], str]] = [
    (401, "Invalid API token", KeyRefused, "does not know this API key"),
    (401, "Revoked API token", KeyRefused, "was revoked"),
    (401, "Expired API token", KeyRefused, "has expired"),
    (403, "You do not have the permission to modify that object.", NoRight, "right to do this"),
    (403, "Can't add comments on a closed discussion", DiscussionClosed, "closed"),
    (404, "The requested URL was not found on the server.", NotFound, "not found"),
    (410, "Dataset has been deleted", Gone, "deleted"),
    (
        423,
        "Due to security reasons, content is not created",
        ReadOnly,
        "read-only",
    ),
]


@pytest.mark.parametrize(("status", "words", "kind", "said"), CASES)
async def test_refusals_are_told_apart(
    status: int, words: str, kind: type[ApiError], said: str
) -> None:
    made = keyed(script(httpx.Response(status, json={"message": words})))
    with pytest.raises(kind) as raised:
        await made.transport.send_json("POST", URL)
    assert type(raised.value) is kind
    assert said in raised.value.message
    assert len(made.requests) == 1


async def test_each_refusal_has_a_sentence_of_its_own() -> None:
    errors = [kind(detail=words) for _status, words, kind, _said in CASES]
    errors += [Unauthorized(), NoKey(), Forbidden()]
    assert len({error.message for error in errors}) == len(errors)


async def test_fields_that_a_form_refuses_are_named() -> None:
    body = {"errors": {"title": ["Ce champ est requis."]}}
    made = keyed(script(httpx.Response(400, json=body)))
    with pytest.raises(BadRequest) as raised:
        await made.transport.send_json("PUT", URL, {})
    assert raised.value.fields == {"title": "Ce champ est requis."}
    assert "title: Ce champ est requis." in raised.value.message


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (refused(503), ServerError),
        (refused(429), ApiError),
        (httpx.ConnectError("down"), Offline),
        (httpx.ReadTimeout("slow"), Timeout),
        (httpx.Response(200, text="<html>", headers={"content-type": "text/html"}), BadPayload),
        (refused(307, {"Location": "/elsewhere/"}), Redirected),
    ],
)
async def test_a_change_is_asked_for_once(
    answer: httpx.Response | Exception, kind: type[ApiError]
) -> None:
    made = keyed(script(answer))
    with pytest.raises(kind):
        await made.transport.send_json("POST", URL, {"a": "é"})
    (request,) = made.requests
    assert (request.method, json.loads(request.content)) == ("POST", {"a": "é"})
    assert request.headers["content-type"] == "application/json"


async def test_after_a_change_nothing_old_is_shown(tmp_path: Path) -> None:
    page = f"{ORIGIN}/api/1/datasets/x/"
    clock = Clock()
    disk = Disk(AnswerFile(tmp_path / "a.db", 10**7), SITE, 300.0, clock=clock)
    made = keyed(script(ok({"a": 1}), httpx.Response(204), ok({"a": 2})), disk=disk)
    assert await made.transport.get_json(page) == {"a": 1}
    assert await made.transport.send_json("DELETE", URL) is None
    assert await made.transport.get_json(page) == {"a": 2}
    await made.transport.aclose()


def account(made: Wire, find: Callable[[], Secret | None]) -> Account:
    return Account(made.transport, SITE, find)


async def test_without_a_key_nothing_is_sent() -> None:
    made = wire(script(ok({"id": "1"})))
    nobody = account(made, lambda: None)
    asked: list[Callable[[], Awaitable[object]]] = [
        nobody.me,
        nobody.datasets,
        nobody.reuses,
        nobody.followed,
        lambda: nobody.notifications(handled=False),
        lambda: nobody.fields("x"),
        lambda: nobody.follows("dataset", "x"),
        lambda: nobody.send(follow("dataset", "x")),
    ]
    for ask in asked:
        with pytest.raises(NoKey):
            await ask()
    assert made.requests == []


async def test_the_key_is_looked_for_once_and_anew_on_reload() -> None:
    looked: list[int] = []

    def find() -> Secret:
        looked.append(1)
        return Secret(f"k{len(looked)}")

    made = wire(script(ok({"id": "1"})))
    mine = account(made, find)
    await mine.me()
    await mine.me()
    await mine.me(reload=True)
    assert sent(made) == ["k1", "k2"]


async def test_the_key_of_the_site_goes_to_its_main_api_and_to_no_other_service() -> None:
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200, json={"id": "1", "data": [], "meta": {}, "links": {}})

    site = SITES["www"]
    service = await open_service(
        site, transport=httpx.MockTransport(answer), find_key=lambda: Secret(TEXT)
    )
    await service.account.me()
    await service.portal.entity("user", "x")
    with_key = {r.url.host + r.url.path for r in requests if "x-api-key" in r.headers}
    assert with_key == {"www.data.gouv.fr/api/1/me/"}
    assert len(requests) == 2
    await service.aclose()
