"""Web pages that show a description (Swagger UI, Redoc, Scalar, RapiDoc...): where it is.

A page is looked through as text; none of it is run.
"""

from __future__ import annotations

import html
import json
import re
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from tui.api.openapi.reading import is_description
from tui.api.payload import JsonValue

MAX_PAGE: Final = 3_000_000
"""Characters of a page, or of a script, that are looked through."""

MAX_SCRIPTS: Final = 3

_NAME = r"[^\"'<>\s]{1,2000}"
# What each of the programs that draw descriptions is told the address by.
_MARKUP: Final = (
    re.compile(rf"<redoc\b[^>]*?\bspec-url\s*=\s*[\"']?({_NAME})", re.IGNORECASE),
    re.compile(rf"<rapi-doc(?:-mini)?\b[^>]*?\bspec-url\s*=\s*[\"']?({_NAME})", re.IGNORECASE),
    re.compile(rf"<elements-api\b[^>]*?\bapidescriptionurl\s*=\s*[\"']?({_NAME})", re.IGNORECASE),
    re.compile(
        rf"<script\b[^>]*?\bid\s*=\s*[\"']api-reference[\"'][^>]*?\bdata-url\s*=\s*[\"']({_NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"<script\b[^>]*?\bdata-url\s*=\s*[\"']({_NAME})[\"'][^>]*?\bid\s*=\s*[\"']api-reference",
        re.IGNORECASE,
    ),
    re.compile(
        rf"<link\b[^>]*?\brel\s*=\s*[\"']?service-desc\b[^>]*?\bhref\s*=\s*[\"']?({_NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"<link\b[^>]*?\bhref\s*=\s*[\"']?({_NAME})[\"']?[^>]*?\brel\s*=\s*[\"']?service-desc\b",
        re.IGNORECASE,
    ),
)
_SCRIPTED: Final = (
    re.compile(rf"Redoc\.init\(\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"Scalar\.createApiReference\([^{{]*\{{[^}}]*?\burl\s*:\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"[\"']?\b(?:spec|swagger)_?[uU]rl[\"']?\s*[:=]\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"\burls[\"']?\s*:\s*\[\s*\{{[^}}\]]*?\burl[\"']?\s*:\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"[\"']?\burl[\"']?\s*:\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"\b(?:const|let|var)\s+(?:url|definitionURL)\s*=\s*[\"'`]({_NAME})[\"'`]"),
)
_ANCHOR: Final = re.compile(
    r"<a\b[^>]*?\bhref\s*=\s*[\"']([^\"'<>\s]{0,2000}?"
    r"(?:openapi|swagger)[^\"'<>\s/]*\.(?:json|ya?ml))[\"']",
    re.IGNORECASE,
)
# The whole description, within the page or a script of its own.
_INLINE: Final = re.compile(
    r"(?:\"swaggerDoc\"\s*:|\bspec\s*:|\bconst\s+__redoc_state\s*=|\bspec(?:ification)?\s*=|"
    r"<script\b[^>]*type\s*=\s*[\"']application/(?:vnd\.oai\.openapi\+)?json[\"'][^>]*>)\s*(?=\{)",
)
_SCRIPT: Final = re.compile(rf"<script\b[^>]*?\bsrc\s*=\s*[\"']?({_NAME})", re.IGNORECASE)
_TELLING: Final = re.compile(r"(initializ|init|config|index|swagger-ui-init)[\w.-]*\.js", re.I)
_LIBRARY: Final = re.compile(r"bundle|standalone|preset|\.min\.|cdn", re.IGNORECASE)
_SHOWN_BY_DEFAULT: Final = "petstore.swagger.io"


class Found(NamedTuple):
    """What a page shows: the address of the description, or the description itself."""

    url: str = ""
    value: JsonValue = None


def described_in(text: str, base: str) -> Found | None:
    """The description that the page, or the script, `text` at `base` shows; None for none."""
    text = text[:MAX_PAGE]
    for pattern in _MARKUP:
        for match in pattern.finditer(text):
            if url := _address(base, html.unescape(match[1])):
                return Found(url)
    inline = _inline(text)
    if inline is not None:
        return Found(value=inline)
    for pattern in _SCRIPTED:
        for match in pattern.finditer(text):
            if url := _address(base, match[1].replace("\\/", "/")):
                return Found(url)
    for match in _ANCHOR.finditer(text):
        if url := _address(base, html.unescape(match[1])):
            return Found(url)
    return None


def scripts_of(text: str, base: str) -> tuple[str, ...]:
    """The scripts of a page that may say where the description is, the likeliest first."""
    found: dict[str, None] = {}
    for match in _SCRIPT.finditer(text[:MAX_PAGE]):
        name = html.unescape(match[1])
        url = _address(base, name)
        file = name.partition("?")[0].rpartition("/")[2]
        if url and _TELLING.search(file) and not _LIBRARY.search(name):
            found[url] = None
    return tuple(found)[:MAX_SCRIPTS]


def _inline(text: str) -> JsonValue:
    reader = json.JSONDecoder()
    for match in _INLINE.finditer(text):
        try:
            value, _end = reader.raw_decode(text, match.end())
        except (ValueError, RecursionError):
            continue
        if is_description(value):
            found: JsonValue = value
            return found
        for keys in (("spec", "data"), ("spec",), ("swaggerDoc",)):
            inside = value
            for key in keys:
                inside = inside.get(key) if isinstance(inside, dict) else None
            if is_description(inside):
                described: JsonValue = inside
                return described
    return None


def _address(base: str, name: str) -> str:
    """The whole address of what a page names; empty where it is none, or the program's own
    example."""
    name = name.strip()
    if not name or "${" in name or "{{" in name or name.startswith(("data:", "javascript:", "#")):
        return ""
    try:
        url = urljoin(base, name)
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    if parts.hostname == _SHOWN_BY_DEFAULT and _SHOWN_BY_DEFAULT not in base:
        return ""
    return url
