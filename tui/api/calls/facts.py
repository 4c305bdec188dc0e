"""An answer as facts: what it is, how large, how it reads, which lists of objects it holds.

Reading a large answer takes a moment: call `facts_of` in a thread.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tui.api.calls.images import Image, image_of
from tui.api.payload import JsonValue
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    from tui.api.calls.received import Sent, Stop

Kind: TypeAlias = Literal["empty", "json", "xml", "html", "csv", "text", "image", "binary"]
Step: TypeAlias = str | int

LISTS_FOUND: Final = 50
"""Lists of objects that are told of one answer."""

LOOKED_AT: Final = 200_000
"""Values that are looked at for lists."""

DEEPEST: Final = 12

_SNIFFED: Final = 4096
_PLAIN_NAME = re.compile(r"\w[\w-]*")
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]{1,40})", re.IGNORECASE)
_CHARSETS = re.compile(
    r"utf-(8|16|32)(-[bl]e)?|ascii|iso8859-\d+|cp\d+|koi8-\w|mac-\w+|gb\w+|big5\w*|euc_\w+"
    r"|shift_jis\w*"
)
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS: Final = frozenset(range(0x20)) - set(b"\t\n\r\f\x1b")


@dataclass(frozen=True, slots=True)
class FoundList:
    """A list of objects in a JSON answer, which may be read as rows.

    Attributes:
        path: The names and the ranks (from 0) that lead to it; none for the answer itself.
        place: The same for people: ``data.items``, and ``$`` for the answer itself.
        count: How many objects it holds.
    """

    path: tuple[Step, ...]
    place: SafeText
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to say of an answer.

    Attributes:
        status, reason: As they came.
        kind: What its body is, by what it says and by what it looks like.
        media_type: What it says that it is; empty where it says nothing.
        charset: How its text is written; empty for what is no text.
        size: Bytes that are here, unpacked.
        stop: Why no more of it is here; empty where all of it is.
        milliseconds: From sending to the last byte that is here.
        headers: In their order, safe to draw.
        text: The text, hostile, without the secrets that the server repeats; empty for what is
            none.
        payload: The JSON document; None for what is none, or is not whole.
        is_parsed: Whether `payload` is what was read: null is a document too.
        lists: The lists of objects in it, the longest first.
        image: The picture, where it is one that is known.
    """

    status: int
    reason: SafeText
    kind: Kind
    media_type: SafeText
    charset: str
    size: int
    stop: Stop
    milliseconds: float
    headers: tuple[tuple[SafeText, SafeText], ...]
    text: str = field(default="", repr=False)
    payload: JsonValue = field(default=None, repr=False)
    is_parsed: bool = False
    lists: tuple[FoundList, ...] = ()
    image: Image | None = None


def facts_of(sent: Sent) -> Facts:
    """The facts of what is here of an answer."""
    body, said = sent.body, sent.header("content-type")
    image = image_of(body)
    kind = kind_of(sent.kind, body, is_image=image is not None)
    text, charset = "", ""
    if kind not in ("image", "binary"):
        text, charset = text_of(body, said, is_whole=sent.is_whole)
        text = sent.masked(text)
    payload: JsonValue = None
    is_parsed = False
    if kind == "json" and sent.is_whole:
        try:
            payload, is_parsed = json.loads(text), True
        except (ValueError, RecursionError):
            payload = _by_line(text)
            is_parsed = payload is not None
            kind = "json" if is_parsed else "text"
    return Facts(
        status=sent.status,
        reason=sent.reason,
        kind=kind,
        media_type=clean_line(sent.kind, 100),
        charset=charset,
        size=len(body),
        stop=sent.stop,
        milliseconds=sent.after,
        headers=sent.headers,
        text=text,
        payload=payload,
        is_parsed=is_parsed,
        lists=lists_in(payload),
        image=image,
    )


def kind_of(media_type: str, body: bytes, *, is_image: bool = False) -> Kind:
    """What a body is: what it says, unless it says too little or is plainly something else."""
    if not body:
        return "empty"
    start = body[:_SNIFFED].removeprefix(codecs.BOM_UTF8).lstrip()
    is_svg = media_type == "image/svg+xml"
    if is_image and not is_svg and not start.startswith(b"<"):
        return "image"
    if media_type.startswith("image/") and not is_svg:
        return "binary"
    if _looks_binary(body):
        return "binary"
    if media_type.endswith(("/json", "+json", "/geojson")):
        return "json"
    if media_type == "text/html" or media_type == "application/xhtml+xml":
        return "json" if start[:1] in (b"{", b"[") else "html"
    if media_type.endswith(("/xml", "+xml")):
        return "xml"
    if media_type in ("text/csv", "application/csv", "text/tab-separated-values"):
        return "csv"
    # What says nothing, or that it is a text or bytes: producers say so of anything.
    if start[:1] in (b"{", b"["):
        return "json"
    if start[:5].lower() == b"<?xml":
        return "xml"
    if start[:9].lower() == b"<!doctype" or start[:5].lower() == b"<html":
        return "html"
    return "text"


def text_of(body: bytes, content_type: str, *, is_whole: bool = True) -> tuple[str, str]:
    """The text of `body`, hostile, and how it was written. What cannot be read is replaced."""
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body.decode(charset, "replace"), charset.removesuffix("-sig")
    said = _CHARSET.search(content_type)
    charset = _known(said[1]) if said else ""
    if charset:
        return body.decode(charset, "replace"), charset
    try:
        # A part may end within a character.
        return codecs.getincrementaldecoder("utf-8")().decode(body, is_whole), "utf-8"
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace"), "cp1252"


def _by_line(text: str) -> JsonValue:
    """The documents of a text that holds one a line (NDJSON, JSON Lines); None for any other."""
    lines = [line for line in text.split("\n") if line.strip()]
    try:
        return [json.loads(line) for line in lines] if len(lines) > 1 else None
    except (ValueError, RecursionError):
        return None


def lists_in(payload: JsonValue) -> tuple[FoundList, ...]:
    """The lists of objects in `payload`, the longest first, then the nearest to the top."""
    found = [
        FoundList(path, _place(path), len(items))
        for path, items in _lists(payload)
        if items and all(isinstance(item, dict) for item in items[:100])
    ]
    found.sort(key=lambda one: (-one.count, len(one.path)))
    return tuple(found[:LISTS_FOUND])


def at(payload: JsonValue, path: tuple[Step, ...]) -> JsonValue:
    """What `path` leads to in `payload`; None where that is nothing."""
    for step in path:
        if isinstance(payload, dict) and isinstance(step, str):
            payload = payload.get(step)
        elif isinstance(payload, list) and isinstance(step, int) and step < len(payload):
            payload = payload[step]
        else:
            return None
    return payload


def _lists(payload: JsonValue) -> Iterator[tuple[tuple[Step, ...], list[JsonValue]]]:
    """Every list, level by level; of the objects in a list only the first is looked into."""
    level: list[tuple[tuple[Step, ...], JsonValue]] = [((), payload)]
    looked = 0
    for _deep in range(DEEPEST):
        following: list[tuple[tuple[Step, ...], JsonValue]] = []
        for path, value in level:
            if isinstance(value, list):
                yield path, value
                following += [((*path, 0), item) for item in value[:1]]
            elif isinstance(value, dict):
                looked += len(value)
                following += [
                    ((*path, name), item)
                    for name, item in value.items()
                    if isinstance(item, dict | list)
                ]
            if looked > LOOKED_AT:
                return
        level = following


def _place(path: tuple[Step, ...]) -> SafeText:
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN_NAME.fullmatch(step):
            text += f".{step}" if text else step
        else:
            text += f"[{json.dumps(step, ensure_ascii=False)}]"
    return clean_line(text or "$", 200)


def _looks_binary(body: bytes) -> bool:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    start = body[:_SNIFFED]
    return 0 in start or sum(byte in _CONTROLS for byte in start) * 50 > len(start)


def _known(charset: str) -> str:
    """The codec of a charset. Python knows others, which unpack, escape or fail."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        return ""
    return name if _CHARSETS.fullmatch(name) else ""
