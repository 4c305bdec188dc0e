"""Bodies of requests: JSON, forms, parts, text, a file."""

from __future__ import annotations

import mimetypes
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from tui.api.calls.problem import CallProblem
from tui.api.calls.slots import Slot, Style
from tui.api.calls.writing import as_json, checked_header, plain, query_pairs
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import clean_line

JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
PARTS: Final = "multipart/form-data"
TEXT: Final = "text/plain"
BYTES: Final = "application/octet-stream"

MAX_FILE: Final = 64 * 1024 * 1024
"""Bytes of the largest file that is sent."""

_KIND = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+*-]+(?:\s*;\s*[\w-]+=(?:[\w.+:/-]+|\"[\w .+:/-]*\"))*")

Given: TypeAlias = "JsonValue | Path | tuple[Path, ...]"
"""What a field of a form holds: a JSON value, or files of this machine."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How one field of a form is written, where the description says so.

    Attributes:
        kind: Media type; empty for what its value asks for.
        style, explode, allow_reserved: As of a parameter of a query. Where one is given, the value
            of a form is written by them and not by `kind`.
        headers: More headers of a part.
    """

    kind: str = ""
    style: Style | None = None
    explode: bool | None = None
    allow_reserved: bool = False
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def has_style(self) -> bool:
        """Whether a style, and no media type, says how the value is written."""
        return self.style is not None or self.explode is not None or self.allow_reserved


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a ``multipart/form-data`` body.

    Attributes:
        name: The field.
        kind: Media type; empty for plain text, which says none.
        content: The bytes; none where they are in `file`.
        file: A file of this machine, read when the request is sent.
        headers: More headers.
    """

    name: str
    kind: str = ""
    content: bytes = b""
    file: Path | None = None
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request. A file in it is read when it is sent, and not before.

    Attributes:
        kind: Media type, without the boundary of parts.
        content: The bytes; none where they are in `parts` or in `file`.
        parts: What a body of parts is made of.
        file: The file that is the body.
        is_secret: Whether it holds a secret, so that it is neither shown, copied nor kept.
    """

    kind: str
    content: bytes = field(default=b"", repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)
    file: Path | None = None
    is_secret: bool = False

    @property
    def has_parts(self) -> bool:
        """Whether it is made of parts."""
        return self.kind.partition(";")[0].strip().lower().startswith("multipart/")


def json_body(value: JsonValue, kind: str = JSON) -> Body:
    """`value` as JSON, in UTF-8."""
    return Body(_checked_kind(kind), as_json(value).encode("utf-8", "replace"))


def text_body(text: str, kind: str = TEXT) -> Body:
    """`text` as it is, in UTF-8: XML, CSV, JSON typed by hand."""
    return Body(_checked_kind(kind), text.encode("utf-8", "replace"))


def file_body(path: Path, kind: str = BYTES) -> Body:
    """The file at `path`, as it is."""
    return Body(_checked_kind(kind), file=path)


def form_body(values: Mapping[str, JsonValue], encodings: Mapping[str, Encoding] = {}) -> Body:
    """`values` as ``application/x-www-form-urlencoded``.

    A field of several values is repeated and an object is JSON, unless its encoding says otherwise.
    """
    pairs = [
        pair
        for name, value in values.items()
        for pair in _form_pairs(name, value, encodings.get(name, Encoding()))
    ]
    return Body(FORM, "&".join(pairs).replace("%20", "+").encode())


def parts_body(
    values: Mapping[str, Given],
    encodings: Mapping[str, Encoding] = {},
    kind: str = PARTS,
) -> Body:
    """`values` as parts: each item of a list is one, an object is JSON, a file is itself."""
    parts = tuple(
        part
        for name, value in values.items()
        for part in _parts(name, value, encodings.get(name, Encoding()))
    )
    return Body(_checked_kind(kind), parts=parts)


def encoded(body: Body, boundary: str = "") -> tuple[str, bytes]:
    """The ``Content-Type`` and the bytes of `body`; its files are read: call it in a thread where
    it has some. Raises `CallProblem` where one cannot be read."""
    if body.file is not None:
        return body.kind, _read(body.file)
    if not body.has_parts:
        return body.kind, body.content
    # Nobody who writes a value can guess it.
    boundary = boundary or secrets.token_hex(16)
    written = bytearray()
    for part in body.parts:
        written += f"--{boundary}\r\n".encode()
        for name, text in _headers(part):
            written += f"{name}: {text}\r\n".encode()
        written += b"\r\n" + (part.content if part.file is None else _read(part.file)) + b"\r\n"
    written += f"--{boundary}--\r\n".encode()
    return f"{body.kind}; boundary={boundary}", bytes(written)


def _form_pairs(name: str, value: JsonValue, encoding: Encoding) -> tuple[str, ...]:
    if encoding.has_style:
        slot = Slot(name, "query", encoding.style, encoding.explode, encoding.allow_reserved)
        return query_pairs(slot, value)
    slot = Slot(name, "query")
    if isinstance(value, dict) or "json" in encoding.kind.lower():
        return query_pairs(slot, as_json(value))
    return query_pairs(slot, value)


def _parts(name: str, value: Given, encoding: Encoding) -> Iterator[Part]:
    kind = _checked_kind(encoding.kind) if encoding.kind else ""
    headers = tuple((name, checked_header(name, text)) for name, text in encoding.headers)
    if isinstance(value, Path):
        guessed = kind or mimetypes.guess_type(value.name)[0] or BYTES
        yield Part(name, guessed, file=value, headers=headers)
    elif isinstance(value, tuple):
        for path in value:
            yield from _parts(name, path, encoding)
    elif isinstance(value, list) and "json" not in kind:
        for item in value:
            if item is not None:
                yield from _parts(name, item, encoding)
    elif value is not None:
        is_whole = isinstance(value, dict | list)
        content = (as_json(value) if is_whole or "json" in kind else plain(value)).encode(
            "utf-8", "replace"
        )
        yield Part(name, kind or (JSON if is_whole else ""), content, headers=headers)


def _headers(part: Part) -> Iterator[tuple[str, str]]:
    said = f'form-data; name="{_quoted(part.name)}"'
    if part.file is not None:
        said += f'; filename="{_quoted(part.file.name)}"'
    yield "Content-Disposition", said
    if part.kind:
        yield "Content-Type", part.kind
    yield from part.headers


def _quoted(text: str) -> str:
    """`text` between the quotes of a header, as browsers write it."""
    escaped = text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(char for char in escaped if char.isprintable())


def _checked_kind(kind: str) -> str:
    kind = kind.strip()
    if _KIND.fullmatch(kind) is None or not kind.isascii():
        raise CallProblem(_("“{kind}” is no media type.").format(kind=clean_line(kind, 80)))
    return kind


def _read(path: Path) -> bytes:
    name = clean_line(str(path), 200)
    try:
        with path.open("rb") as file:
            content = file.read(MAX_FILE + 1)
    except (OSError, ValueError) as error:  # a name may hold what no file has in its name
        said = error.strerror if isinstance(error, OSError) else str(error)
        reason = clean_line(said or type(error).__name__, 100)
        message = _("{path} cannot be read: {reason}.").format(path=name, reason=reason)
        raise CallProblem(message) from error
    if len(content) > MAX_FILE:
        message = _("{path} is larger than {size} MB.")
        raise CallProblem(message.format(path=name, size=MAX_FILE // (1024 * 1024)))
    return content
