"""The bytes of a document -> a JSON value, whatever they are written in."""

from __future__ import annotations

import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from typing import Final

from tui.api.openapi.problem import Problem
from tui.api.openapi.refused import NoDescription
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

MAX_SIZE: Final = 30 * 1024 * 1024
"""Bytes of a document, unpacked."""

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_CAPABILITIES = re.compile(r"<(?:\w+:)?(?:WM[ST]\w*|WFS\w*|WCS\w*|)_?Capabilities\b")
_WSDL = re.compile(r"<(?:\w+:)?(?:definitions|description)\b[^>]*/wsdl\b")
_COMMENTS = re.compile(
    # Texts are passed over; what has no end goes on to the last letter.
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|(//[^\n]*+|/\*.*?\*/|/\*.*+)',
    re.DOTALL,
)
_HTML = re.compile(r"<!doctype html|<html\b|<head\b|<body\b|<redoc\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document that was read.

    Attributes:
        value: What it says.
        form: ``json`` or ``yaml``.
        problems: What is wrong with its letters.
        size: Bytes, unpacked.
    """

    value: JsonValue
    form: str
    problems: tuple[Problem, ...]
    size: int


def load(data: bytes, url: str = "") -> Loaded:
    """Read a document in JSON or YAML, packed by gzip or not, in any encoding of Unicode.

    Raises:
        NoDescription: It is something else, or too large, too deep or without end.
    """
    data = _unpacked(data, url)
    text, problems = _decoded(data, url)
    head = text[:4_000].lstrip()
    if not head:
        raise NoDescription(url, "empty")
    if head.startswith("%PDF"):
        raise NoDescription(url, "pdf")
    if head.startswith("<"):
        raise NoDescription(url, _kind_of_markup(text))
    if head.startswith("#%RAML"):
        raise NoDescription(url, "raml")
    form = "json" if head[0] in "{[" or head.startswith(("//", "/*")) else "yaml"
    value, found = (_from_json if form == "json" else _from_yaml)(text, url)
    return Loaded(value, form, (*problems, *found), len(data))


def _unpacked(data: bytes, url: str) -> bytes:
    if data[:2] == b"\x1f\x8b":
        try:
            reader = zlib.decompressobj(wbits=31)
            data = reader.decompress(data, MAX_SIZE + 1)
        except zlib.error as error:
            raise NoDescription(url, "binary") from error
    if len(data) > MAX_SIZE:
        raise NoDescription(url, "large")
    return data


def _decoded(data: bytes, url: str) -> tuple[str, list[Problem]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, errors="replace"), []
    if data.startswith(b"%PDF"):
        raise NoDescription(url, "pdf")
    encoding = json.detect_encoding(data[:4])
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\x00" in data[:1000]:
            raise NoDescription(url, "binary") from error
        line = data.count(b"\n", 0, error.start) + 1
        where = _("line {line}").format(line=line)
        what = _("this is not UTF-8: it is read as Windows-1252")
        return data.decode("cp1252", errors="replace"), [Problem(where, what)]
    if "\x00" in text[:1000]:
        raise NoDescription(url, "binary")
    return text, []


def _kind_of_markup(text: str) -> str:
    head = text[:20_000]
    if _HTML.search(head):
        return "html"
    if _WSDL.search(head):
        return "wsdl"
    return "wms" if _CAPABILITIES.search(head) else "xml"


class _Pairs:
    """Makes objects, and notes the keys that are there twice."""

    def __init__(self) -> None:
        self.twice: list[str] = []

    def __call__(self, pairs: list[tuple[str, JsonValue]]) -> dict[str, JsonValue]:
        made = dict(pairs)
        if len(made) != len(pairs) and len(self.twice) < 50:
            counts = Counter(name for name, _value in pairs)
            self.twice += [name for name, count in counts.items() if count > 1]
        return made


def _from_json(text: str, url: str) -> tuple[JsonValue, list[Problem]]:
    pairs = _Pairs()
    try:
        value: JsonValue = json.loads(text, object_pairs_hook=pairs, parse_constant=str)
    except RecursionError as error:
        raise NoDescription(url, "deep") from error
    except ValueError as error:
        wrong = _json_problem(error)
        text = _without_comments(text)
        try:  # line breaks within texts are the likeliest mistake
            value = json.loads(text, strict=False, object_pairs_hook=pairs, parse_constant=str)
        except (ValueError, RecursionError):
            # YAML is wider, and gives what comes before the mistake.
            value, found = _from_yaml(text.replace("\t", "  "), url)
            return value, [wrong, *found]
        return value, [wrong]
    said = _("the key “{name}” is there twice: the last one is kept")
    return value, [Problem("", said.format(name=name[:80])) for name in pairs.twice]


def _without_comments(text: str) -> str:
    """`text` with spaces in place of comments, which JSON does not know."""
    if "//" not in text and "/*" not in text:
        return text

    def emptied(found: re.Match[str]) -> str:
        return re.sub(r"[^\n]", " ", found[0]) if found[1] else found[0]

    return _COMMENTS.sub(emptied, text)


def _json_problem(error: ValueError) -> Problem:
    if not isinstance(error, json.JSONDecodeError):
        return Problem("", _("a number has too many digits"))
    where = _("line {line}, column {column}").format(line=error.lineno, column=error.colno)
    return Problem(where, _("this is not JSON: {what}").format(what=error.msg))


def _from_yaml(text: str, url: str) -> tuple[JsonValue, list[Problem]]:
    from tui.api.openapi.yaml_events import TooDeep, TooMany, read_yaml

    problems: list[Problem] = []
    if "\t" in text:
        text, tabs = _without_tabs(text)
        if tabs:
            where = _("line {line}").format(line=tabs)
            problems.append(Problem(where, _("tabs stand before a line: YAML forbids them")))
    try:
        read = read_yaml(text)
    except TooDeep as error:
        raise NoDescription(url, "deep") from error
    except TooMany as error:
        raise NoDescription(url, "aliases") from error
    return read.value, [*problems, *read.problems]


_TABS = re.compile(r"^( *)(\t+)[ \t]*(?=\S)", re.MULTILINE)
_EMPTY = re.compile(r"^[ \t]*\t[ \t]*$", re.MULTILINE)


def _without_tabs(text: str) -> tuple[str, int]:
    """`text` with the tabs that begin a line as two spaces; the number of the first such line, or
    0."""
    text = _EMPTY.sub("", text)
    first = _TABS.search(text)
    if first is None:
        return text, 0
    line = text.count("\n", 0, first.start()) + 1
    return _TABS.sub(lambda found: found[0].replace("\t", "  "), text), line
