"""The key of the site in calls of its own API, and headers that a person adds."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from tui.api.calls.call import SITE_SCHEME, Call, redirected
from tui.api.calls.credentials import Wallet
from tui.api.calls.described import form_of
from tui.api.calls.headers import typed_headers
from tui.api.calls.problem import CallProblem
from tui.api.calls.site_key import SITE_SLOT, hold
from tui.api.console import asks_site, is_main, services
from tui.api.errors import NoKey
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.payload import JsonValue
from tui.api.service import open_service
from tui.settings import SITES, Secret

WWW = SITES["www"]


async def held(url: str, key: Secret | None) -> Wallet:
    transport = httpx.MockTransport(lambda _request: httpx.Response(200))
    site = replace(WWW, main_url=url)
    service = await open_service(site, transport=transport, find_key=lambda: key)
    wallet = Wallet()
    await hold(service.account, wallet)
    return wallet


async def test_it_goes_to_the_main_api_and_nowhere_else() -> None:
    wallet = await held(WWW.main_url, Secret("abracadabra"))
    call = Call("GET", f"{WWW.main_url}/api/1/me/", secrets=(SITE_SLOT,))
    assert wallet.signed(call).headers == (("X-API-KEY", "abracadabra"),)
    assert "abracadabra" not in f"{call}{wallet}"
    away = redirected(call, 302, "https://elsewhere.example.org/api/1/me/")
    assert wallet.signed(away).headers == ()
    elsewhere = replace(call, url="https://elsewhere.example.org/api/1/me/")
    with pytest.raises(CallProblem):
        wallet.signed(elsewhere)


@pytest.mark.parametrize(
    ("url", "key"), [("http://www.example.org", Secret("abracadabra")), (WWW.main_url, None)]
)
async def test_it_goes_over_no_open_way_and_its_want_is_said(url: str, key: Secret | None) -> None:
    with pytest.raises(NoKey):
        await held(url, key)


def test_no_description_can_ask_for_it() -> None:
    scheme: JsonValue = {"type": "apiKey", "in": "query", "name": "k"}
    raw: JsonValue = {
        "swagger": "2.0",
        "host": "www.data.gouv.fr",
        "securityDefinitions": {SITE_SCHEME: scheme},
        "security": [{SITE_SCHEME: []}],
        "paths": {"/x": {"get": {"operationId": "x", "responses": {}}}},
    }
    document = read_document(References(raw, "https://evil.example.org/api/1/swagger.json"))
    operation = document.operation("x")
    assert operation is not None
    form = form_of(operation, document, document_url=document.url)
    assert (form.needed, form.optional) == ((), ())
    assert not is_main(WWW, document.url)


def test_what_each_site_has_and_which_requests_go_there() -> None:
    assert [bool(service.url) for service in services(SITES["demo"])] == [True, True, True, False]
    assert is_main(WWW, "https://www.data.gouv.fr/api/2/swagger.json")
    assert asks_site(WWW, "https://metric-api.data.gouv.fr/api/site/data/")
    assert not asks_site(WWW, "https://www.data.gouv.fr.example.org/api/1/datasets/")
    assert asks_site(WWW, "http://WWW.data.gouv.fr.:80/api/1/datasets/")
    assert asks_site(SITES["sample"], "https://www.data.gouv.fr/api/1/datasets/")
    assert not asks_site(WWW, "https://www.data.gouv.fr:8443/api/1/datasets/")


def test_headers_are_written_a_line_each() -> None:
    lines = ["X-Request-Id: a: b ", "", "accept-language:fr"]
    assert typed_headers(lines) == (("X-Request-Id", "a: b"), ("accept-language", "fr"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("no colon", "Name: value"),
        (": x", "Name: value"),
        ("X-A:", "Name: value"),
        ("Host: x", "not ours"),
        ("content-length: 3", "not ours"),
        ("Transfer-Encoding: chunked", "not ours"),
        ("Cookie: a=b", "secret"),
        ("Authorization: Bearer x", "secret"),
        ("X-API-KEY: x", "secret"),
        ("Content-Type: text/plain", "in the form"),
        ("X A: x", "no name of a header"),
        ("X-A: b\x1b[2J", "plain letters"),
        ("X-A: b\r\nHost: c", "plain letters"),
    ],
)
def test_what_is_no_header_of_ones_own_is_refused(line: str, why: str) -> None:
    with pytest.raises(CallProblem, match=why):
        typed_headers([line])
