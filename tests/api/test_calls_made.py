"""A call is made of what was typed, holds no secret, and gives none to a stranger."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from tui.api.calls.bodies import json_body
from tui.api.calls.call import (
    Call,
    SecretSlot,
    looks_secret,
    made,
    origin,
    redirected,
)
from tui.api.calls.credentials import (
    Client,
    Key,
    Password,
    Token,
    Wallet,
    password_of,
    secret_of,
)
from tui.api.calls.problem import CallProblem
from tui.api.calls.servers import Base, bases, checked_url, filled
from tui.api.calls.slots import Slot

BASE = Base("https://api.test/v1", "description")
KEY = SecretSlot("cle", "apiKey", "header", "X-Api-Key")
BASIC = SecretSlot("compte", "basic")
OAUTH = SecretSlot("jeton", "oauth2")
TEXT = "s3cr3t/e"


@pytest.mark.parametrize(
    ("servers", "document", "catalogue", "found"),
    [
        (["https://a.test/v1/"], "https://d.test/x", "", [("https://a.test/v1", "description")]),
        (
            ["/v2"],
            "https://d.test/docs/x.json",
            "https://c.test/v1/",
            [
                ("https://c.test/v2", "catalogue"),
                ("https://d.test/v2", "document"),
                ("https://c.test/v1", "catalogue"),
            ],
        ),
        (["v2"], "https://d.test/docs/x.json", "", [("https://d.test/docs/v2", "document")]),
        ([], "https://d.test/x.json", "https://c.test/v1", [("https://c.test/v1", "catalogue")]),
        (["/"], "", "https://c.test/v1", [("https://c.test/v1", "catalogue")]),
        ([], "https://d.test/docs/x.json", "", [("https://d.test", "document")]),
        (["//a.test/b"], "https://d.test/x", "", [("https://a.test/b", "document")]),
        (["ftp://a.test", "javascript:1"], "", "pas une adresse", []),
        (["https://u:p@a.test/"], "", "", [("https://a.test", "description")]),
    ],
)  # fmt: skip
def test_an_api_is_where_it_is_said_to_be(
    servers: list[str], document: str, catalogue: str, found: list[tuple[str, str]]
) -> None:
    said = bases(dict.fromkeys(servers, ""), document_url=document, catalogue_url=catalogue)
    assert [(base.url, base.source) for base in said] == found


def test_servers_have_variables() -> None:
    server = "https://{region}.test/{version}"
    assert filled(server, {"region": "fr", "version": "2"}) == "https://fr.test/2"
    with pytest.raises(CallProblem, match="version"):
        filled(server, {"region": "fr"})


@pytest.mark.parametrize(
    "url",
    ["", "a.test", "file:///etc/passwd", "https://", "https://a b.test", "http://[::1", "data:,x"]
    + ["https://a.test:99999/", "https://a\r\n.test/"],
)  # fmt: skip
def test_only_the_web_is_asked(url: str) -> None:
    with pytest.raises(CallProblem, match="no address of the web"):
        checked_url(url)


def test_an_address_is_encoded_once() -> None:
    assert checked_url("HTTPS://É.test:8080/é%20a b?q=é|#x") == (
        "https://xn--9ca.test:8080/%C3%A9%20a%20b?q=%C3%A9%7C"
    )


def test_a_call_is_made_of_its_parts() -> None:
    call = made(
        "post",
        replace(BASE, query="map=a"),
        "/communes/{code}/x?f=json",
        [
            (Slot("code", "path"), "2A004"),
            (Slot("q", "query"), ["a", "b"]),
            (Slot("X-Trace", "header"), 7),
            (Slot("Accept", "header"), "ignored"),
            (Slot("lang", "cookie"), "fr"),
        ],
        accept="application/json",
        headers=[("x-trace", "8")],
        body=json_body({}),
        secrets=[KEY, SecretSlot("autre", "apiKey", "query", "clé")],
    )
    assert call.url == "https://api.test/v1/communes/2A004/x?f=json&map=a&q=a&q=b"
    assert call.shown_url == f"{call.url}&cl%C3%A9=•••"
    assert call.shown_headers == (
        ("Accept", "application/json"),
        ("x-trace", "8"),
        ("X-Api-Key", "•••"),
        ("Cookie", "lang=fr"),
        ("Content-Type", "application/json"),
    )
    assert hash(call) == hash(pickle.loads(pickle.dumps(call)))
    assert not call.is_safe


def test_what_is_not_ours_is_not_sent() -> None:
    for name in ("Host", "Content-Length", "Cookie"):
        with pytest.raises(CallProblem, match="not ours"):
            made("GET", BASE, "/", [], headers=[(name, "x")])
    for name in ("Authorization", "X-Api-Key"):
        with pytest.raises(CallProblem, match="given as a key"):
            made("GET", BASE, "/", [], headers=[(name, "x")])
    with pytest.raises(CallProblem, match="CONNECT requests"):
        made("connect", BASE, "/", [])


@pytest.mark.parametrize(
    ("name", "is_secret"),
    [
        *((name, True) for name in ("api_key", "apikey", "X-API-Key", "token", "access_token")),
        *((name, True) for name in ("key", "clé", "cle", "password", "Ocp-Apim-Subscription-Key")),
        *((name, False) for name in ("page", "cle_ban", "tokens", "keyword", "monkey", "q")),
    ],
)
def test_names_tell_secrets(name: str, is_secret: bool) -> None:
    assert looks_secret(name) is is_secret


def test_a_wallet_gives_secrets_to_their_origin_alone() -> None:
    wallet = Wallet()
    wallet.put(BASE.url, "cle", Key(secret_of(TEXT)))
    wallet.put(BASE.url, "compte", password_of("moi", "mot dé"))
    call = made("GET", BASE, "/a?x=1", [], secrets=[KEY])
    assert dict(wallet.signed(call).headers)["X-Api-Key"] == TEXT
    in_query = replace(call, secrets=(replace(KEY, place="query", name="k"),))
    assert wallet.signed(in_query).url == "https://api.test/v1/a?x=1&k=s3cr3t%2Fe"
    in_cookie = replace(call, cookies=("a=b",), secrets=(replace(KEY, place="cookie", name="k"),))
    assert dict(wallet.signed(in_cookie).headers)["Cookie"] == f"a=b; k={TEXT}"
    basic = wallet.signed(replace(call, secrets=(BASIC,)))
    assert dict(basic.headers)["Authorization"] == "Basic bW9pOm1vdCBkw6k="
    for url in ("http://api.test/v1", "https://api.test:444/", "https://other.test/"):
        stranger = replace(call, url=url)
        assert wallet.missing(stranger) == (KEY,)
        with pytest.raises(CallProblem, match="missing"):
            wallet.signed(stranger)
    same = "https://API.test:443/z"
    assert wallet.missing(replace(call, url=same)) == ()
    assert origin(same) == origin(BASE.url)
    wallet.forget(same, "cle")
    assert wallet.missing(call) == (KEY,)


def test_nothing_shows_a_secret() -> None:
    wallet = Wallet()
    wallet.put(BASE.url, "cle", Key(secret_of(TEXT)))
    wallet.put(BASE.url, "compte", password_of("moi", "motdepasse"))
    signed = wallet.signed(made("GET", BASE, "/", [], secrets=[KEY]))
    held = (wallet, signed, Key(secret_of(TEXT)), Password("moi", secret_of(TEXT)))
    assert not any(TEXT in repr(one) or TEXT in str(one) for one in held)
    said = "echo s3cr3t/e s3cr3t%2Fe bW9pOm1vdGRlcGFzc2U= motdepasse"
    assert wallet.masked(said) == "echo ••• ••• ••• •••"
    for wrong in ("", "a\nb", "clé", "x" * 9000):
        with pytest.raises(CallProblem, match="plain letters"):
            secret_of(wrong)
    with pytest.raises(CallProblem, match="colon"):
        password_of("a:b", "c")


def test_tokens_end() -> None:
    now = 0.0
    wallet = Wallet(clock=lambda: now)
    call = made("GET", BASE, "/", [], secrets=[OAUTH])
    client = Client("https://auth.test/token", "moi", secret_of("x"))
    wallet.put(BASE.url, "jeton", client)
    assert wallet.client_without_token(call, OAUTH) == client
    wallet.put_token(call, OAUTH, Token(secret_of("abc"), 100))
    assert wallet.client_without_token(call, OAUTH) is None
    assert dict(wallet.signed(call).headers)["Authorization"] == "Bearer abc"
    now = 71.0
    assert wallet.client_without_token(call, OAUTH) == client
    wallet.put_token(call, OAUTH, Token(secret_of("abc")))
    wallet.refuse_tokens(call)
    assert wallet.client_without_token(call, OAUTH) == client


@pytest.mark.parametrize(
    ("status", "location", "url", "method", "knows"),
    [
        (302, "/b", "https://api.test/b", "GET", True),
        (307, "b?c", "https://api.test/v1/b?c", "POST", True),
        (303, "https://api.test:443/b", "https://api.test:443/b", "GET", True),
        (308, "https://evil.test/b", "https://evil.test/b", "POST", False),
        (301, "http://api.test/b", "http://api.test/b", "GET", False),
        (301, "//api.test:8443/", "https://api.test:8443/", "GET", False),
    ],
)
def test_a_redirection_takes_nothing_elsewhere(
    status: int, location: str, url: str, method: str, knows: bool
) -> None:
    headers = (("Accept", "a/b"), ("Authorization", "typed by hand"), ("X-Any", "1"))
    call = Call("POST", "https://api.test/v1/a", headers, ("a=b",), json_body({}), (KEY,))
    following = redirected(call, status, location)
    assert (following.url, following.method) == (url, method)
    assert (following.body is None) == (method == "GET")
    left = (following.secrets, following.cookies, len(following.headers))
    assert left == (((KEY,), ("a=b",), 3) if knows else ((), (), 1))
    for nowhere in ("", "file:///etc/passwd", "javascript:1", "http://[", "https://u:p@"):
        with pytest.raises(CallProblem):
            redirected(call, 302, nowhere)
