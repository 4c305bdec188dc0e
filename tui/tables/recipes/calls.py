"""A call of an API as a command or a program: curl, httpx, requests, fetch.

Secrets are variables of the environment, which `variables` lists; files are named by their path.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeAlias

from tui.api.calls.bodies import Body, Part
from tui.api.calls.call import Call, SecretSlot, written_name
from tui.i18n import gettext as _
from tui.tables.recipes.asked import NoRecipe
from tui.tables.recipes.literals import javascript_text, python_bytes, python_text, shell_bytes

USER: Final = "API_USER"
PASSWORD: Final = "API_PASSWORD"  # noqa: S105 - its name

_CURLS_OWN: Final = re.compile(r"(?i);\s*(type|filename|headers|encoder)\s*=")

_Line: TypeAlias = tuple[str, str, SecretSlot | None]
"""The name of a header, its text, and the secret that ends it."""


def variables(call: Call) -> tuple[str, ...]:
    """The variables of the environment that a copy of `call` reads."""
    names = [
        name
        for slot in call.secrets
        for name in ((USER, PASSWORD) if slot.is_password else (slot.variable,))
    ]
    return tuple(dict.fromkeys(names))


def with_curl(call: Call) -> str:
    """The command that makes `call` and prints the answer. Raises `NoRecipe`, as all do, where a
    secret is in the body."""
    _refuse_secrets(call)
    first = "curl"
    if call.method == "HEAD":
        first += " --head"
    elif call.method != ("GET" if call.body is None else "POST"):
        first += f" --request {call.method}"
    words = [f"{first} {shlex.quote(call.url)}"]
    for slot in _queries(call):
        flag = "--get --data-urlencode" if call.body is None else "--url-query"
        words.append(f'{flag} {shlex.quote(written_name(slot) + "=")}"${slot.variable}"')
    for name, text, secret in _headers(call):
        ending = "" if secret is None else f'"${secret.variable}"'
        # A header without text is sent where a semicolon stands for the colon.
        line = f"{name}: {text}" if text or secret else f"{name};"
        words.append(f"--header {shlex.quote(line)}{ending}")
    if _has_password(call):
        flag = "--digest --user" if _has_digest(call) else "--user"
        words.append(f'{flag} "${USER}:${PASSWORD}"')
    piped = ""
    if call.body is not None:
        piped = _curl_body(call.body, words)
    return piped + " \\\n  ".join(words)


def with_httpx(call: Call) -> str:
    """A program that makes `call` with httpx and prints the answer."""
    return _python(call, "httpx", "content")


def with_requests(call: Call) -> str:
    """A program that makes `call` with requests and prints the answer."""
    return _python(call, "requests", "data")


def with_fetch(call: Call) -> str:
    """A program in JavaScript, a module for Node, that makes `call` and prints the answer.

    Raises `NoRecipe` for what `fetch` refuses to send.
    """
    _refuse_secrets(call)
    if call.body is not None and call.method in ("GET", "HEAD"):
        raise NoRecipe(_("fetch sends no body with {method}.").format(method=call.method))
    if _has_digest(call):
        raise NoRecipe(_("fetch knows nothing of HTTP Digest."))
    lines: list[str] = []
    files = _files(call.body)
    if files:
        lines.append('import { openAsBlob } from "node:fs";\n')
    options = [f'  method: "{call.method}",']
    headers = [
        f"    {javascript_text(name)}: {_javascript(text, secret)},"
        for name, text, secret in _headers(call)
    ]
    if _has_password(call):
        pair = f'btoa(process.env.{USER} + ":" + process.env.{PASSWORD})'
        headers.append(f'    "Authorization": "Basic " + {pair},')
    if headers:
        options += ["  headers: {", *headers, "  },"]
    if call.body is not None:
        before, body = _javascript_body(call.body)
        lines += before
        options.append(f"  body: {body},")
    url = javascript_text(call.url) + "".join(
        f" + {javascript_text(_mark(call, rank) + written_name(slot) + '=')}"
        f" + encodeURIComponent(process.env.{slot.variable})"
        for rank, slot in enumerate(_queries(call))
    )
    lines += [f"const answer = await fetch({url}, {{", *options, "});"]
    lines += ["console.log(answer.status);", "console.log(await answer.text());"]
    return "\n".join(lines) + "\n"


def _python(call: Call, library: str, content: str) -> str:
    _refuse_secrets(call)
    own = ["import os"] if call.secrets else []
    queries = "".join(
        f" + {python_text(_mark(call, rank) + written_name(slot) + '=')}"
        f' + quote(os.environ["{slot.variable}"], safe="")'
        for rank, slot in enumerate(_queries(call))
    )
    if queries:
        own.append("from urllib.parse import quote")
    head = [*own, *([""] if own else []), f"import {library}", ""]
    lines = [f"answer = {library}.request(", f"    {python_text(call.method)},"]
    lines.append(f"    {python_text(call.url)}{queries},")
    headers = [
        f"        {python_text(name)}: {_python_value(text, secret)},"
        for name, text, secret in _headers(call)
    ]
    if headers:
        lines += ["    headers={", *headers, "    },"]
    if _has_password(call):
        digest = {"httpx": "httpx.DigestAuth", "requests": "requests.auth.HTTPDigestAuth"}
        way = digest[library] if _has_digest(call) else ""
        lines.append(f'    auth={way}(os.environ["{USER}"], os.environ["{PASSWORD}"]),')
    if call.body is not None:
        lines += _python_body(call.body, content)
    lines += ["    timeout=60,", ")", "print(answer.status_code)", "print(answer.text)"]
    return "\n".join([*head, *lines]) + "\n"


def _refuse_secrets(call: Call) -> None:
    if call.body is not None and call.body.is_secret:
        raise NoRecipe(_("The body holds a secret."))


def _headers(call: Call) -> list[_Line]:
    lines: list[_Line] = [(name, text, None) for name, text in call.headers]
    lines += [(s.name, s.prefix, s) for s in call.secrets if _is_header(s)]
    keys = [slot for slot in call.secrets if slot.place == "cookie"]
    if call.cookies or keys:
        if len(keys) > 1:
            raise NoRecipe(_("Two secret cookies are too many for a copy."))
        ending = keys[0] if keys else None
        names = [*call.cookies, *(f"{written_name(slot)}=" for slot in keys)]
        lines.append(("Cookie", "; ".join(names), ending))
    if call.body is not None and not call.body.has_parts:
        lines.append(("Content-Type", call.body.kind, None))
    return lines


def _is_header(slot: SecretSlot) -> bool:
    return slot.place == "header" and not slot.is_password


def _has_password(call: Call) -> bool:
    return any(slot.is_password for slot in call.secrets)


def _has_digest(call: Call) -> bool:
    return any(slot.kind == "digest" for slot in call.secrets)


def _queries(call: Call) -> Sequence[SecretSlot]:
    return [slot for slot in call.secrets if slot.place == "query"]


def _mark(call: Call, rank: int) -> str:
    return "&" if rank or "?" in call.url else "?"


def _files(body: Body | None) -> list[Path]:
    if body is None:
        return []
    found = [body.file, *(part.file for part in body.parts)]
    return [path for path in found if path is not None]


# Bodies


def _curl_body(body: Body, words: list[str]) -> str:
    """Adds what sends `body`; gives what is to be piped into it."""
    if body.file is not None:
        words.append(f"--data-binary {shlex.quote('@' + str(body.file))}")
        return ""
    if body.has_parts:
        words += [f"--form {shlex.quote(_curl_part(part))}" for part in body.parts]
        return ""
    text = _text(body.content)
    if text is not None:
        words.append(f"--data-raw {shlex.quote(text)}")
        return ""
    words.append("--data-binary @-")
    return f"printf {shell_bytes(body.content)} |\n  "


def _curl_part(part: Part) -> str:
    # curl reads the name up to its sign, and what follows a type as orders of its own.
    if "=" in part.name or not part.name.isprintable() or _CURLS_OWN.search(part.kind):
        raise NoRecipe(_("A part of the body cannot be written in a command."))
    if part.file is not None:
        value = "@" + _curl_quoted(str(part.file))
        value += f";filename={_curl_quoted(part.file.name)}"
    else:
        text = _text(part.content)
        if text is None:
            raise NoRecipe(_("A part of the body cannot be written in a command."))
        value = _curl_quoted(text)
    kind = f";type={part.kind}" if part.kind else ""
    headers = "".join(f";headers={_curl_quoted(f'{n}: {t}')}" for n, t in part.headers)
    return f"{part.name}={value}{kind}{headers}"


def _curl_quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _python_body(body: Body, content: str) -> list[str]:
    if body.file is not None:
        return [f'    {content}=open({python_text(str(body.file))}, "rb"),']
    if not body.has_parts:
        return [f"    {content}={python_bytes(body.content)},"]
    lines = ["    files=["]
    for part in body.parts:
        if part.file is not None:
            value = f'open({python_text(str(part.file))}, "rb")'
            name = python_text(part.file.name)
        else:
            value, name = python_bytes(part.content), "None"
        more = f", {python_text(part.kind)}" if part.kind or part.headers else ""
        if part.headers:
            pairs = ", ".join(f"{python_text(n)}: {python_text(t)}" for n, t in part.headers)
            more = f", {python_text(part.kind) if part.kind else 'None'}, {{{pairs}}}"
        lines.append(f"        ({python_text(part.name)}, ({name}, {value}{more})),")
    return [*lines, "    ],"]


def _javascript_body(body: Body) -> tuple[list[str], str]:
    if body.file is not None:
        return [], f"await openAsBlob({javascript_text(str(body.file))})"
    if not body.has_parts:
        return [], _javascript_bytes(body.content)
    lines = ["const form = new FormData();"]
    for part in body.parts:
        name = javascript_text(part.name)
        if part.headers:
            raise NoRecipe(_("fetch sends no headers of their own with the parts of a form."))
        if part.file is not None:
            kind = f", {{ type: {javascript_text(part.kind)} }}" if part.kind else ""
            value = f"await openAsBlob({javascript_text(str(part.file))}{kind})"
            value += f", {javascript_text(part.file.name)}"
        else:
            value = _javascript_bytes(part.content)
            if part.kind:
                value = f"new Blob([{value}], {{ type: {javascript_text(part.kind)} }})"
        lines.append(f"form.append({name}, {value});")
    return [*lines, ""], "form"


def _javascript_bytes(content: bytes) -> str:
    try:
        return javascript_text(content.decode())
    except UnicodeDecodeError:
        return f"new Uint8Array([{', '.join(map(str, content))}])"


def _javascript(text: str, secret: SecretSlot | None) -> str:
    if secret is None:
        return javascript_text(text)
    variable = f"process.env.{secret.variable}"
    return f"{javascript_text(text)} + {variable}" if text else variable


def _python_value(text: str, secret: SecretSlot | None) -> str:
    if secret is None:
        return python_text(text)
    variable = f'os.environ["{secret.variable}"]'
    return f"{python_text(text)} + {variable}" if text else variable


def _text(content: bytes) -> str | None:
    """`content` as text that a command may hold; None where something in it is not to be seen."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if all(char.isprintable() or char == "\n" for char in text) else None
