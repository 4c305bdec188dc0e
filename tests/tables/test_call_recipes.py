"""Copies of a call, run by the programs they are written for, send what the call says."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loopback import on_loopback

from tui.api.calls.bodies import (
    Body,
    Encoding,
    file_body,
    form_body,
    json_body,
    parts_body,
    text_body,
)
from tui.api.calls.call import Call, SecretSlot, made
from tui.api.calls.servers import Base
from tui.api.calls.slots import Slot
from tui.settings import ASGIApp
from tui.tables.recipes import NoRecipe
from tui.tables.recipes.calls import variables, with_curl, with_fetch, with_httpx, with_requests
from tui.tables.recipes.literals import javascript_text, python_bytes, shell_bytes

ODD = 'l\'été "x" $(id) `id` \\n %s & # é漢'
SECRETS = {"API_KEY": "k&1 '\"$x", "API_TOKEN": "t0k3n", "API_USER": "moi", "API_PASSWORD": "p w"}


@dataclass(frozen=True)
class Seen:
    """What a server was sent."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: dict[str, str]
    body: object


def echo(seen: list[Seen]) -> ASGIApp:
    async def app(scope: dict[str, object], receive: object, send: object) -> None:
        body = b""
        while True:
            message = await receive()  # type: ignore[operator]
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        pairs: list[tuple[bytes, bytes]] = scope["headers"]  # type: ignore[assignment]
        headers = {name.decode(): text.decode() for name, text in pairs}
        kind = headers.get("content-type", "")
        raw: bytes = scope["raw_path"]  # type: ignore[assignment]
        query: bytes = scope["query_string"]  # type: ignore[assignment]
        seen.append(
            Seen(
                str(scope["method"]),
                raw.decode(),
                tuple(parse_qsl(query.decode(), keep_blank_values=True)),
                headers,
                parts(kind, body) if kind.startswith("multipart") else body,
            )
        )
        await send({"type": "http.response.start", "status": 200, "headers": []})  # type: ignore[operator]
        await send({"type": "http.response.body", "body": b"ok"})  # type: ignore[operator]

    return app  # type: ignore[return-value]


def parts(kind: str, body: bytes) -> list[tuple[object, ...]]:
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    return [
        (
            part.get_param("name", header="content-disposition"),
            part.get_content_type() if part["content-type"] else "text/plain",
            part.get_payload(decode=True),
        )
        for part in message.walk()
        if not part.is_multipart()
    ]


@pytest.fixture(scope="module")
def seen() -> list[Seen]:
    return []


@pytest.fixture(scope="module")
def url(seen: list[Seen]) -> Iterator[str]:
    with on_loopback(echo(seen)) as address:
        yield address


def calls(url: str, folder: Path) -> dict[str, Call]:
    base = Base(url, "description")
    file = folder / 'l\'été "1".bin'
    file.write_bytes(b"\x00\xff\r\n-")
    values = [
        (Slot("p", "path"), ODD),
        (Slot("q", "query"), ODD),
        (Slot("X-A", "header"), 'a"b $(x)'),
    ]

    def post(body: Body, *secrets: SecretSlot) -> Call:
        return made("POST", base, "/a", [], body=body, secrets=secrets)

    key = SecretSlot("k", "apiKey", "query", "clé d'api")
    return {
        "GET, all places": made(
            "GET", base, "/a/{p}", [*values, (Slot("c", "cookie"), ODD)],
            secrets=[SecretSlot("t", "bearer"), SecretSlot("c", "apiKey", "cookie", "sess")],
        ),
        "GET, key in the query": made("GET", base, "/a?x=1", [], secrets=[key]),
        "GET, password": made("GET", base, "/", [], secrets=[SecretSlot("b", "basic")]),
        "DELETE, key in a header": made(
            "DELETE", base, "/a", [], secrets=[SecretSlot("k", "apiKey", "header", "X-Key")]
        ),
        "POST, JSON": post(json_body({"a": [ODD, None]}), key),
        "PUT, text": replace(post(text_body(f"@{ODD}\n\x1b[31m", "application/xml")), method="PUT"),
        "POST, form": post(form_body({"a": ODD, "b": [1, 2]})),
        "POST, file": post(file_body(file)),
        "POST, bytes": post(Body("application/octet-stream", b"\x00\xff%s'\\-")),
        "POST, parts": post(
            parts_body(
                {"a": ODD, "@b": {"c": ODD}, "f": file, "t": "<@x;type=a"},
                {"f": Encoding(kind="image/png")},
            )
        ),
    }  # fmt: skip


PYTHON = "import runpy, sys; [runpy.run_path(path) for path in sys.argv[1:]]"
NODE = "for (const path of process.argv.slice(2)) await import(path);"


def run(kind: str, programs: list[str], folder: Path) -> None:
    """Run programs one after the other, all in one process."""
    if kind == "curl":
        command = ["sh", "-ec", "\n".join(f"{one} --fail --silent" for one in programs)]
    else:
        paths = [folder / f"call_{rank}.{'mjs' if kind == 'fetch' else 'py'}" for rank in range(99)]
        written = [str(path) for path, _one in zip(paths, programs, strict=False)]
        for path, program in zip(written, programs, strict=True):
            Path(path).write_text(program, encoding="utf-8")
        command = [sys.executable, "-W", "error::SyntaxWarning", "-c", PYTHON, *written]
        if kind == "fetch":
            (folder / "main.mjs").write_text(NODE)
            command = ["node", str(folder / "main.mjs"), *written]
    world = {**os.environ, **SECRETS}
    done = subprocess.run(command, env=world, capture_output=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr.decode()


WRITERS = {
    "curl": with_curl,
    "httpx": with_httpx,
    "requests": with_requests,
    "fetch": with_fetch,
}


@pytest.mark.parametrize("kind", WRITERS)
def test_a_copy_sends_the_call(kind: str, url: str, seen: list[Seen], tmp_path: Path) -> None:
    if kind == "fetch" and shutil.which("node") is None:
        pytest.skip("there is no Node here")
    seen.clear()
    asked = calls(url, tmp_path)
    programs = [WRITERS[kind](call) for call in asked.values()]
    run(kind, programs, tmp_path)
    for (name, call), program, found in zip(asked.items(), programs, seen, strict=True):
        assert not any(text in program for text in SECRETS.values()), name
        assert all(variable in program for variable in variables(call)), name
        assert found.method == call.method, name
        address = found.path
        assert url + address == call.url.partition("?")[0], name
        query = parse_qsl(call.url.partition("?")[2], keep_blank_values=True)
        for slot in call.secrets:
            secret = SECRETS.get(slot.variable, "")
            match slot.place:
                case "query":
                    query.append((slot.name, secret))
                case "cookie":
                    assert found.headers["cookie"].endswith(f"; {slot.name}={secret}"), name
                case _ if slot.kind == "basic":
                    assert found.headers["authorization"] == "Basic bW9pOnAgdw==", name
                case _:
                    assert found.headers[slot.name.lower()] == slot.prefix + secret, name
        assert [*found.query] == query, name
        for header, text in call.headers:
            assert found.headers[header.lower()] == text, name
        if call.body is None:
            assert found.body == b"", name
        elif call.body.has_parts:
            said = [
                (
                    part.name,
                    part.kind or "text/plain",
                    part.content if part.file is None else part.file.read_bytes(),
                )
                for part in call.body.parts
            ]
            assert found.body == said, name
        else:
            content = call.body.content if call.body.file is None else call.body.file.read_bytes()
            assert found.body == content, name
            assert found.headers["content-type"] == call.body.kind, name


def test_what_a_program_refuses_is_not_written() -> None:
    base = Base("https://a.test", "description")
    with pytest.raises(NoRecipe, match="no body with GET"):
        with_fetch(made("GET", base, "/", [], body=json_body({})))
    secret = made("POST", base, "/", [], body=replace(json_body({}), is_secret=True))
    for writer in WRITERS.values():
        with pytest.raises(NoRecipe, match="holds a secret"):
            writer(secret)
    headers = {"a": Encoding(headers=(("X-A", "1"),))}
    with pytest.raises(NoRecipe, match="headers of their own"):
        with_fetch(made("POST", base, "/", [], body=parts_body({"a": "b"}, headers)))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a=b", ""),
        ("\x03touch x\n", ""),
        ("\x9b", ""),
        ("\ud800", ""),
        ("a", "text/plain;filename=x"),
        ("a", "text/plain; charset=utf-8; encoder=base64"),
        ("a", "text/plain;Headers=x"),
    ],
)
def test_a_part_that_curl_would_read_as_another_is_not_written(name: str, kind: str) -> None:
    body = parts_body({name: "v"}, {name: Encoding(kind=kind)})
    call = made("POST", Base("https://a.test", "description"), "/", [], body=body)
    with pytest.raises(NoRecipe, match="cannot be written in a command"):
        with_curl(call)


@given(st.text())
def test_any_text_is_a_literal_of_javascript(text: str) -> None:
    literal = javascript_text(text)
    assert json.loads(literal) == text
    assert literal.isprintable()


@settings(max_examples=4)
@given(st.lists(st.binary(max_size=40), max_size=20))
def test_a_shell_prints_any_bytes(contents: list[bytes]) -> None:
    script = "\n".join(f"printf {shell_bytes(content)}" for content in contents)
    done = subprocess.run(["sh", "-c", script], capture_output=True, check=True)
    assert done.stdout == b"".join(contents)
    for content in contents:
        assert ast.literal_eval(python_bytes(content).removesuffix(".encode()")) in (
            content,
            content.decode(errors="replace"),
        )
