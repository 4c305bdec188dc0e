"""Calls are sent once, within limits, to whom they are for, and what answers is not trusted."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from wires import Answer, Wire, loopback, script, wire

from tui.api.calls.bodies import json_body
from tui.api.calls.call import Call, SecretSlot
from tui.api.calls.credentials import Client, Key, Wallet, secret_of
from tui.api.calls.following import leads
from tui.api.calls.history import LARGEST_BODY, CallHistory, Past
from tui.api.calls.oauth import NoToken
from tui.api.calls.pace import Pacer
from tui.api.calls.problem import CallProblem
from tui.api.calls.received import Limits, Sent
from tui.api.calls.sending import Allowed, OpenWay, needed, send
from tui.api.calls.targets import PrivateTarget, Reach, looked_up, reach
from tui.api.errors import Offline, Timeout
from tui.settings.key import Secret

KEY = SecretSlot("k", "apiKey", "query", "cle")
HEADER = SecretSlot("h", "apiKey", "header", "X-Key")
OAUTH = SecretSlot("o", "oauth2")
URL = "https://api.test/v1/a"
GET = Call("GET", URL, (("Accept", "*/*"),))
TEXT = "s3cr3t-key"


def wallet() -> Wallet:
    held = Wallet()
    held.put(URL, "k", Key(secret_of(TEXT)))
    held.put(URL, "h", Key(secret_of(TEXT)))
    return held


async def public(_host: str) -> Sequence[str]:
    return ["93.184.216.34"]


async def sent(wired: Wire, call: Call, held: Wallet | None = None, **options: Any) -> Sent:
    options.setdefault("resolver", public)
    return await send(wired.transport, call, held or wallet(), Pacer(wired.journal), **options)


async def test_a_call_goes_out_as_it_is_and_any_answer_is_one() -> None:
    wired = wire(script(httpx.Response(418, headers={"X-Seen": TEXT}, text="non")))
    wired.transport.use_key(URL, Secret("udata-key"))
    call = replace(GET, method="PATCH", body=json_body({"a": 1}), secrets=(HEADER, KEY))
    async with await sent(wired, call) as answer:
        assert (answer.status, answer.body, answer.is_whole) == (418, b"non", True)
        assert ("x-seen", "•••") in [(name.lower(), text) for name, text in answer.headers]
    (request,) = wired.requests
    assert str(request.url) == f"{URL}?cle={TEXT}"
    assert request.headers["x-key"] == TEXT
    assert request.headers["content-type"] == "application/json"
    assert request.content == b'{"a":1}'
    assert "udata-key" not in str(request.headers.raw)
    assert not any(TEXT in entry.url for entry in wired.journal.entries)


async def test_no_log_says_a_secret(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    wired = wire(script(httpx.Response(200)))
    async with await sent(wired, replace(GET, secrets=(KEY,))):
        pass
    assert "/v1/a?cle=•••" in caplog.text
    assert TEXT not in caplog.text


async def test_failures_are_told_without_secrets() -> None:
    wired = wire(script(httpx.ConnectError("no")))
    with pytest.raises(Offline) as caught:
        await sent(wired, replace(GET, secrets=(KEY,)))
    assert TEXT not in f"{caught.value.url} {caught.value!r}"


# Who is asked


@pytest.mark.parametrize(
    ("host", "kind"),
    [
        ("localhost", "loopback"),
        ("a.localhost", "loopback"),
        ("127.9.9.9", "loopback"),
        ("2130706433", "loopback"),
        ("0x7f.1", "loopback"),
        ("0177.0.0.1", "loopback"),
        ("0.0.0.0", "loopback"),
        ("[::1]", "loopback"),
        ("[::ffff:127.0.0.1]", "loopback"),
        ("[64:ff9b::7f00:1]", "loopback"),
        ("[::ffff:10.0.0.1]", "private"),
        ("[2002:c0a8:0101::]", "private"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "private"),
        ("100.64.0.1", "private"),
        ("224.0.0.1", "private"),
        ("[fe80::1]", "private"),
        ("[fd00::1]", "private"),
        ("imprimante", "private"),
        ("nas.local", "private"),
        ("metadata.google.internal.", "private"),
        ("8.8.8.8", "public"),
        ("[2606:4700::1111]", "public"),
        ("www.data.gouv.fr", "unknown"),
    ],
)
async def test_where_an_address_leads(host: str, kind: Reach) -> None:
    url = f"https://{host}:8443/x"
    assert reach(url) == kind
    found = await looked_up(url, public)
    assert found == ("public" if kind == "unknown" else kind)


async def test_a_name_is_as_private_as_its_least_public_address() -> None:
    async def mixed(_host: str) -> Sequence[str]:
        return ["93.184.216.34", "10.0.0.1"]

    async def nothing(_host: str) -> Sequence[str]:
        return []

    assert await looked_up(URL, mixed) == "private"
    assert await looked_up(URL, nothing) == "unknown"
    wired = wire(script(httpx.Response(200)))
    with pytest.raises(PrivateTarget, match=r"api\.test is on a private network"):
        await sent(wired, GET, resolver=mixed)
    with pytest.raises(PrivateTarget, match="this very machine"):
        await sent(wired, replace(GET, url="http://127.0.0.1:9/"))
    assert wired.requests == []
    await (await sent(wired, GET, resolver=mixed, allowed=Allowed(private=True))).aclose()
    assert len(wired.requests) == 1


async def test_all_that_a_call_needs_a_yes_for_is_told_at_once() -> None:
    held, wired = wallet(), wire(script())
    client = Client("http://10.0.0.1/token", "app", secret_of("abracadabra"))
    held.put("http://127.0.0.1:9", OAUTH.scheme, client)
    call = replace(GET, url="http://127.0.0.1:9/", secrets=(OAUTH,))
    allowed, problems = await needed(wired.transport, call, held)
    said = [problem.message for problem in problems]
    assert said == ["127.0.0.1:9 is this very machine.", "10.0.0.1 is on a private network."]
    assert allowed == Allowed(private=True)
    own = replace(GET, url=URL.replace("https", "http"), secrets=(KEY,))
    assert (await needed(wired.transport, own, held, resolver=public))[0] == Allowed(open_way=True)
    assert await needed(wired.transport, GET, held, resolver=public) == (Allowed(), ())


async def test_a_secret_goes_over_no_open_way() -> None:
    held, url = wallet(), URL.replace("https", "http")
    held.put(url, "k", Key(secret_of(TEXT)))
    wired = wire(script(httpx.Response(200)))
    with pytest.raises(OpenWay, match=r"api\.test is asked over http"):
        await sent(wired, replace(GET, url=url, secrets=(KEY,)), held)
    async with await sent(
        wired, replace(GET, url=url, secrets=(KEY,)), held, allowed=Allowed(open_way=True)
    ):
        assert len(wired.requests) == 1


# Redirections


def by_host(hosts: dict[str, httpx.Response]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        return hosts[f"{request.url.host}{request.url.path}"]

    return answer


def to(location: str, status: int = 302) -> httpx.Response:
    return httpx.Response(status, headers={"Location": location})


async def test_redirections_are_told_and_leave_secrets_behind() -> None:
    wired = wire(
        by_host(
            {
                "api.test/v1/a": to(f"/v2?cle={TEXT}&x=1"),
                "api.test/v2": to("https://other.test/b"),
                "other.test/b": httpx.Response(200, text="ok"),
            }
        )
    )
    call = replace(GET, secrets=(KEY, HEADER), cookies=("a=b",))
    async with await sent(wired, call) as answer:
        assert answer.body == b"ok"
        assert [(hop.url, hop.status, hop.left_behind) for hop in answer.hops] == [
            (f"{URL}?cle=•••", 302, False),
            ("https://api.test/v2?x=1&cle=•••", 302, True),
        ]
    first, second, third = wired.requests
    assert first.headers["x-key"] == second.headers["x-key"] == TEXT
    assert second.url.query == f"x=1&cle={TEXT}".encode()
    assert not {"x-key", "cookie"} & set(third.headers)
    assert TEXT not in str(third.url)


async def test_what_is_not_to_be_followed_is_shown() -> None:
    asked: list[tuple[Call, httpx.Response, dict[str, Any]]] = [
        (replace(GET, method="POST"), to("/b", 307), {}),
        (GET, to("http://10.0.0.1/"), {}),
        (GET, to("http://localhost/"), {}),
        (GET, to("/b"), {"allowed": Allowed(redirects=False)}),
    ]
    for call, response, options in asked:
        wired = wire(script(response, httpx.Response(200)))
        async with await sent(wired, call, **options) as answer:
            assert (answer.status, len(wired.requests)) == (response.status_code, 1)
            assert answer.following is not None
    for nowhere in ("file:///etc/passwd", "", "http://[", f"/p/{TEXT}"):
        async with await sent(wire(script(to(nowhere))), GET) as answer:
            assert answer.following is None
    wired = wire(script(to("/v1/a")))
    async with await sent(wired, GET) as answer:
        assert (answer.status, len(answer.hops), len(wired.requests)) == (302, 5, 6)


# Limits


async def test_a_large_answer_comes_in_parts() -> None:
    body = bytes(range(256)) * 2000
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with loopback(head, body) as server:
        here = replace(GET, url=server.url + "/")
        wired = wire(script(httpx.Response(500)))
        async with real(wired) as transport:
            answer = await send(
                transport, here, Wallet(), Pacer(wired.journal),
                limits=Limits(200_000), allowed=Allowed(private=True),
            )  # fmt: skip
            async with answer:
                assert (answer.stop, answer.body) == ("size", body[:200_000])
                await answer.more()
                assert (answer.stop, answer.body) == ("size", body[:400_000])
                assert answer._stream.room == 400_000
                await answer.more()
                assert answer._stream.room == 800_000
                assert (answer.stop, answer.body) == ("", body)
                await answer.more()
                assert answer.is_whole


async def test_a_slow_answer_comes_in_parts_and_is_cancelled() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
    async with loopback(head, drip=b"x") as server:
        here = replace(GET, url=server.url + "/")
        wired = wire(script(httpx.Response(500)))
        async with real(wired) as transport:
            answer = await send(
                transport, here, Wallet(), Pacer(wired.journal),
                limits=Limits(seconds=0.1), allowed=Allowed(private=True),
            )  # fmt: skip
            first = len(answer.body)
            assert (answer.stop, first > 0) == ("time", True)
            await answer.more()
            assert len(answer.body) > first
            await answer.aclose()
            await asyncio.wait_for(server.closed.wait(), 5)


async def test_a_call_is_cancelled_before_its_head() -> None:
    async with loopback(hang=True) as server:
        here = replace(GET, url=server.url + "/")
        wired = wire(script(httpx.Response(500)))
        async with real(wired) as transport:
            options: dict[str, Any] = {"allowed": Allowed(private=True)}
            pacer = Pacer(wired.journal)
            with pytest.raises(Timeout):
                await send(transport, here, Wallet(), pacer, limits=Limits(seconds=0.05), **options)
            await asyncio.wait_for(server.closed.wait(), 5)
            server.closed.clear()
            server.asked.clear()
            task = asyncio.create_task(send(transport, here, Wallet(), pacer, **options))
            await server.asked.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            await asyncio.wait_for(server.closed.wait(), 5)


def real(wired: Wire) -> Any:
    """A transport over the network, which tells the journal of `wired`."""
    from contextlib import asynccontextmanager

    from tui.api.transport import Transport

    @asynccontextmanager
    async def opened() -> Any:
        transport = Transport(httpx.AsyncClient(verify=False), wired.journal)
        try:
            yield transport
        finally:
            await transport.aclose()

    return opened()


async def test_what_breaks_on_the_way_leaves_what_came() -> None:
    packed = gzip.compress(b"x" * 100)[:-10] + b"?" * 30
    wired = wire(script(httpx.Response(200)))
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n"
    cut = b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc"
    for parts, body in (((head.encode(), packed), None), ((cut,), b"abc")):
        async with loopback(*parts) as server, real(wired) as transport:
            answer = await send(
                transport, replace(GET, url=server.url + "/"), Wallet(), Pacer(wired.journal),
                allowed=Allowed(private=True),
            )  # fmt: skip
            async with answer:
                assert answer.stop == "failed"
                assert answer.problem is not None
                assert body is None or answer.body == body


# Tokens


async def test_a_token_is_asked_for_once_and_again_when_it_is_refused() -> None:
    given = iter(("tok-1", "tok-2"))
    status = 200

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "auth.test":
            form = parse_qs(request.content.decode())
            assert form == {"grant_type": ["client_credentials"], "scope": ["a b"]}
            said = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
            assert said == b"app%3A1:c%2Bd"
            token = {"access_token": next(given), "token_type": "Bearer", "expires_in": 3600}
            return httpx.Response(200, json=token)
        return httpx.Response(status, text=request.headers["authorization"])

    wired, held = wire(answer), Wallet()
    held.put(URL, "o", Client("https://auth.test/t", "app:1", secret_of("c+d"), ("a", "b")))
    call = replace(GET, secrets=(OAUTH,))
    for expected in (b"Bearer tok-1", b"Bearer tok-1"):
        async with await sent(wired, call, held) as answered:
            assert answered.body == expected
    status = 401
    async with await sent(wired, call, held) as answered:
        assert answered.status == 401
    status = 200
    async with await sent(wired, call, held) as answered:
        assert answered.body == b"Bearer tok-2"


async def test_a_token_that_is_not_given_is_told() -> None:
    held, call = Wallet(), replace(GET, secrets=(OAUTH,))
    client = Client("https://auth.test/t", "app", secret_of("x"), in_body=True)
    held.put(URL, "o", client)
    refusal = httpx.Response(401, json={"error": "invalid_client"})
    wired = wire(script(refusal))
    with pytest.raises(NoToken) as caught:
        await sent(wired, call, held)
    assert "invalid_client" in caught.value.message
    assert parse_qs(wired.requests[0].content.decode())["client_secret"] == ["x"]
    held.put(URL, "o", replace(client, token_url="http://auth.test/t"))
    with pytest.raises(CallProblem, match="must be https"):
        await sent(wired, call, held)
    held.put(URL, "o", replace(client, token_url="https://10.0.0.1/t"))
    with pytest.raises(PrivateTarget):
        await sent(wired, call, held)


# What comes next


@pytest.mark.parametrize(
    ("link", "payload", "found"),
    [
        (
            '<?page=2>; rel="next", <https://api.test/v1/a?page=9>; title="x, y"; rel=last',
            None,
            {"next": f"{URL}?page=2", "last": f"{URL}?page=9"},
        ),
        ("", {"next": f"{URL}?p=2", "previous": None}, {"next": f"{URL}?p=2"}),
        ("", {"next_page": "/v1/a?p=2"}, {"next": f"{URL}?p=2"}),
        ("", {"links": {"next": {"href": "?p=2"}, "first": "?p=1"}}, {"next": f"{URL}?p=2"}
         | {"first": f"{URL}?p=1"}),
        ("", {"links": [{"rel": "next", "href": "?p=2"}]}, {"next": f"{URL}?p=2"}),
        ("", {"@odata.nextLink": f"{URL}?$skip=2"}, {"next": f"{URL}?$skip=2"}),
        ("", {"meta": {"links": {"prev": "?p=0"}}}, {"prev": f"{URL}?p=0"}),
        ("", {"next": 2, "last": "bientôt", "first": "javascript:alert(1)"}, {}),
        ("", {"next": f"?cle={TEXT}&p=2"}, {"next": f"{URL}?p=2"}),
        (f"</{TEXT}/2>; rel=next", [], {}),
        ("<", {"next": URL}, {}),
    ],
)  # fmt: skip
def test_an_answer_leads_to_others(link: str, payload: Any, found: dict[str, str]) -> None:
    call = replace(GET, secrets=(KEY,))
    there = leads(call, wallet(), link, payload)
    assert {one.relation: one.call.url for one in there} == found
    assert all(one.call.secrets == (KEY,) for one in there)
    assert leads(replace(call, method="POST"), wallet(), link, payload) == ()


def test_another_server_is_led_to_without_secrets() -> None:
    call = replace(GET, secrets=(KEY,), cookies=("a=b",))
    (lead,) = leads(call, wallet(), "<https://other.test/2>; rel=next", None)
    assert (lead.call.secrets, lead.call.cookies) == ((), ())


def test_the_past_holds_calls_to_be_made_again() -> None:
    history = CallHistory(kept=2)
    large = replace(GET, method="POST", body=json_body("x" * LARGEST_BODY))
    for rank, call in enumerate((GET, large, replace(GET, secrets=(KEY,)))):
        history.add(Past(call, float(rank), 200))
    newest, other = history.entries
    assert (newest.at, newest.can_be_replayed, newest.call.secrets) == (2.0, True, (KEY,))
    assert (other.call.body, other.can_be_replayed) == (None, False)
    secret = replace(GET, method="POST", body=replace(json_body(TEXT), is_secret=True))
    history.add(Past(secret, 3.0, 200))
    assert history.entries[0].call.body is None
    assert TEXT not in repr(history.entries)
    assert json.dumps(repr(newest))
    history.clear()
    assert history.entries == ()
