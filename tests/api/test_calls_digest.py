"""What answers a challenge is what the specification computes, and holds no password."""

from __future__ import annotations

import httpx
import pytest
from wires import wire

from tui.api.calls.call import Call, SecretSlot
from tui.api.calls.credentials import Wallet, password_of
from tui.api.calls.digest import answered
from tui.api.calls.pace import Pacer
from tui.api.calls.sending import send
from tui.tables.recipes.asked import NoRecipe
from tui.tables.recipes.calls import with_curl, with_fetch, with_httpx, with_requests

URL = "https://api.test/dir/index.html?q=1"
SLOT = SecretSlot("d", "digest")
CALL = Call("GET", URL, secrets=(SLOT,))
OLD = 'Basic realm="x", Digest realm="a", qop="auth, auth-int", nonce="n1", opaque="o"'


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_the_specification(
    algorithm: str, response: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = b"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"
    monkeypatch.setattr(httpx.DigestAuth, "_get_client_nonce", lambda *_known: own)
    challenge = (
        f'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm}, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    url = "http://www.example.org/dir/index.html"
    for written in (challenge, f'Basic realm="x", {challenge}, Negotiate'):
        said = answered(written, "GET", url, "Mufasa", "Circle of Life")
        assert f'response="{response}"' in said
        assert f"algorithm={algorithm}" in said
        assert 'uri="/dir/index.html"' in said
        assert "Circle" not in said


def test_the_first_way_that_is_known_is_answered() -> None:
    offered = 'Digest realm="a, b", nonce="n", algorithm=XYZ, Digest realm="a", nonce="m", qop=auth'
    said = answered(offered, "GET", "https://api.test/?q=1", "moi", "abracadabra")
    assert 'nonce="m", uri="/?q=1"' in said


@pytest.mark.parametrize(
    "challenge",
    [
        "",
        'Basic realm="x"',
        'Digest realm="x"',
        'Digest nonce="n", qop="auth-int"',
        'Digest nonce="n", algorithm=WHIRLPOOL',
        'Digest nonce="a\x1b[31m"',
        "Digest realm",
        'Digest realm="é\ud800", nonce="n"',
    ],
)
def test_what_cannot_be_answered_is_not(challenge: str) -> None:
    assert answered(challenge, "GET", "https://api.test/", "moi", "abracadabra") == ""


async def public(_host: str) -> list[str]:
    return ["8.8.8.8"]


async def test_a_challenge_is_answered_once_and_the_password_stays() -> None:
    held = Wallet()
    held.put(URL, "d", password_of("moi", "abracadabra"))

    def answer(request: httpx.Request) -> httpx.Response:
        is_known = "authorization" in request.headers and request.url.path.endswith("html")
        return httpx.Response(200 if is_known else 401, headers={"WWW-Authenticate": OLD})

    elsewhere = Call("GET", "https://api.test/", secrets=(SLOT,))
    for call, statuses in ((CALL, (200, 2)), (elsewhere, (401, 2))):
        wired = wire(answer)
        async with await send(
            wired.transport, call, held, Pacer(wired.journal), resolver=public
        ) as sent:
            assert (sent.status, len(wired.requests)) == statuses
        first, second = wired.requests
        assert "authorization" not in first.headers
        said = second.headers["authorization"]
        assert said.startswith('Digest username="moi", realm="a", nonce="n1", uri="/')
        assert "abracadabra" not in said


def test_copies_ask_for_it() -> None:
    assert '--digest --user "$API_USER:$API_PASSWORD"' in with_curl(CALL)
    assert 'auth=httpx.DigestAuth(os.environ["API_USER"]' in with_httpx(CALL)
    assert 'auth=requests.auth.HTTPDigestAuth(os.environ["API_USER"]' in with_requests(CALL)
    with pytest.raises(NoRecipe):
        with_fetch(CALL)
