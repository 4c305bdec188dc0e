"""A key is looked for in all that a whole session writes, on a server that repeats it."""

from __future__ import annotations

import base64
import copy
import html
import json
import logging
import pickle
import re
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from ptys import seat
from reckoning import Count, reckon

from tui import logfile
from tui.api.calls.call import Call, SecretSlot
from tui.api.calls.credentials import Client, Key, Password, Signed, Token, Wallet
from tui.api.calls.history import CallHistory, Past
from tui.api.journal import Journal, redact
from tui.app import DatagouvApp
from tui.redaction import redacted
from tui.settings import Secret

CANARY = "c4n4ry~5ecret~Key.42"
PLACES: list[str] = []
"""Where it was looked for."""


def forms(secret: str) -> set[bytes]:
    """Every way in which it might be written."""
    found = {secret, secret[::-1], quote(secret, safe=""), quote_plus(secret), secret.upper()}
    found |= {json.dumps(secret)[1:-1], secret.encode().hex()}
    for before in ("", "a", "ab"):
        text = base64.b64encode(f"{before}{secret}".encode()).decode().rstrip("=")
        found.add(text[4:-2])
    return {text.encode() for text in found}


def looked_for(place: str, written: bytes | str, secret: str = CANARY) -> None:
    """Fail where the secret is in what was written there."""
    data = written.encode("utf-8", "surrogatepass") if isinstance(written, str) else written
    for form in forms(secret):
        at = data.find(form)
        assert at < 0, f"{place}: …{data[max(0, at - 200) : at + 80]!r}"
    PLACES.append(place)


class Echo(BaseHTTPRequestHandler):
    """Repeats the key wherever a server can: in a reason, in headers, in the sentence of an error,
    in an address to go to."""

    seen: list[str]

    def do_GET(self) -> None:
        key = self.headers.get("X-API-KEY") or ""
        self.seen.append(key)
        said = {"message": f"the key {key} is not known", "errors": {"key": [key]}}
        body = json.dumps(said).encode()
        moves = "/redirected" not in self.path and "followed" in self.path and key
        self.send_response(302 if moves else 400, f"Bad {key}")
        if moves:
            self.send_header("Location", f"/redirected?apikey={key}")
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Echo", key)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def echo() -> Iterator[tuple[int, list[str]]]:
    seen: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Echo", (Echo,), {"seen": seen}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_port, seen
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def search_a_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def talkative(path: Path, start: Callable[[Path], None] = logfile.start) -> None:
        start(path)
        for name in ("", "httpx", "httpcore", "tui", "asyncio"):
            logging.getLogger(name).setLevel(logging.DEBUG)

    def break_down(self: DatagouvApp) -> None:
        service = self.session.opened()
        assert service is not None
        everything = repr(vars(service.transport))
        logging.getLogger("tui").error("all of it: %s", everything)
        raise RuntimeError(f"{CANARY} with {everything}")

    monkeypatch.setattr(logfile, "start", talkative)
    monkeypatch.setattr(DatagouvApp, "action_theme", break_down)
    log = tmp_path / "session.log"
    with echo() as (port, seen):
        key = tmp_path / "config" / "datagouv-tui" / f"api_key-127.0.0.1-{port}"
        key.parent.mkdir(parents=True)
        key.write_text(CANARY)
        key.chmod(0o600)
        site = ("--site", "www", "--main-url", f"http://127.0.0.1:{port}", "--log-file", str(log))
        with seat(tmp_path, *site, "account:") as at:
            at.until("Help")
            at.quiet(1.0)
            command = Path(f"/proc/{at.pid}/cmdline").read_bytes()
            for keys in (b"L", b"\r", b"\x1b", b"y", b"\r", b"\x1b", b"b", b"w", b"\r", b"t"):
                at.type(keys)
                at.quiet()
            assert at.ends() == 1
        assert CANARY in seen  # or nothing was tried
    looked_for("terminal", at.written)
    looked_for("arguments", command)
    key.unlink()
    assert b"***" in log.read_bytes()
    kinds: set[str] = set()
    for path in sorted(tmp_path.rglob("*")):
        if path.is_file() and "cache" not in path.parts:
            looked_for(str(path.relative_to(tmp_path)), path.read_bytes())
            kinds.add(path.suffix)
            assert path.stat().st_mode & 0o077 == 0, f"others can read {path}"
    assert kinds >= {".log", ".txt", ".db"}


SLOTS = {
    "query": SecretSlot("s", "apiKey", "query", "apikey"),
    "header": SecretSlot("s", "apiKey", "header", "X-Key"),
    "cookie": SecretSlot("s", "apiKey", "cookie", "session"),
    "basic": SecretSlot("s", "basic", "header", "Authorization"),
    "bearer": SecretSlot("s", "bearer", "header", "Authorization"),
    "oauth2": SecretSlot("s", "oauth2", "header", "Authorization"),
}


def search_a_call(kind: str) -> None:
    slot, secret = SLOTS[kind], Secret(CANARY)
    call = Call("GET", "https://api.test/things?page=2", secrets=(slot,))
    wallet = Wallet()
    held: Key | Password | Client = Key(secret)
    if kind == "basic":
        held = Password("me", secret)
    if kind == "oauth2":
        held = Client("https://api.test/token", "app", secret)
    wallet.put(call.url, "s", held)
    if kind == "oauth2":
        wallet.put_token(call, slot, Token(secret))
    signed = wallet.signed(call)
    history = CallHistory()
    history.add(Past(call, 0.0, problem=redact(signed.url)))
    journal = Journal()
    journal.begin("GET", signed.url)
    echoed = f"{signed.url} {signed.headers} Set-Cookie: session={CANARY}"
    shown = {
        "call": repr(call),
        "wallet": f"{wallet!r} {wallet}",
        "credential": f"{held!r} {held}",
        "signed": f"{signed!r} {signed}",
        "history": repr(history.entries),
        "journal": repr(journal.entries),
        "masked": wallet.masked(f"{signed.url} {signed.headers}"),
        "redacted": redacted(echoed),
        "copied": repr(copy.copy(wallet)),
    }
    for name, text in shown.items():
        looked_for(f"{kind}: {name}", text)
    for held_by in (secret, held, wallet, Token(secret)):
        with pytest.raises(TypeError) as caught:
            pickle.dumps(held_by)
        looked_for(f"{kind}: pickle of {type(held_by).__name__}", str(caught.value))


def search_an_exception() -> None:
    secret = Secret(CANARY)
    signed = Signed(f"https://x.test/?k={CANARY}", (("X", CANARY),))
    try:
        raise ValueError(CANARY, signed, secret)
    except ValueError as error:
        error.add_note(f"sent {CANARY[::-1]} and {base64.b64encode(CANARY.encode()).decode()}")
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        looked_for("exception", redacted("".join(told.format())))
        looked_for("arguments of an exception", repr(error.args[1:]))


HOLDERS = {
    "X-Api-Key: {}": "a header",
    "Authorization: Token {}": "another scheme",
    'Authorization: Digest username="me", response="{}"': "a digest",
    "Cookie: a=b; session={}": "a cookie behind another",
    "set-cookie: a={}; Path=/": "a cookie that is given",
    "https://me:{}@x.test/": "before the host",
    "https://x.test/?apikey={}&page=2": "a parameter",
    "https://x.test/#access_token={}": "a fragment",
    '{{"client_secret": "{}"}}': "JSON",
    "{{'password': '{}'}}": "a dict",
    "grant_type=client_credentials&client_secret={}": "a form",
    "(b'x-api-key', b'{}')": "raw headers",
}


def search_for_a_stranger(text: str) -> None:
    """A secret that nobody holds is known by where it stands."""
    assert text.count("{}") == 1
    stranger = "n0body" + "h0lds" + "thisOne"
    looked_for(HOLDERS[text], redacted(text.format(stranger), {}), stranger)


def test_addresses_and_texts_without_secrets_stay_as_they_are() -> None:
    for text in (
        "https://x.test/?q=keyboard&monkey=1&tokens=2&code=75056",
        "the key to open data; a token of esteem",
        "mail@x.test",
    ):
        assert redacted(text, {}) == text


def test_the_key_is_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    PLACES.clear()
    search_a_session(tmp_path, monkeypatch)
    for kind in SLOTS:
        search_a_call(kind)
    search_an_exception()
    for text in HOLDERS:
        search_for_a_stranger(text)
    reckon(Count.SECRETS, len(PLACES))


def test_a_secret_is_known_however_it_was_escaped() -> None:
    held = Secret('Kéy/+&"<s3cr3t~42==')
    text = held.reveal()
    within = quote(text, safe="")
    for escaped in (
        quote(text),
        re.sub("%..", lambda found: found[0].lower(), within),
        quote(within, safe=""),
        html.escape(text),
        html.escape(text, quote=False),
        repr(text.encode()),
        text.encode().hex().upper(),
    ):
        assert "s3cr3t" not in redacted(f"said {escaped} again")
        assert escaped[2:-2] not in redacted(f"said {escaped} again")
