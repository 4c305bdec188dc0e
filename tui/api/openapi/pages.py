"""Web pages that show a description (Swagger UI, Redoc, Scalar, RapiDoc...): where it is.

A page is looked through as text; none of it is run.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Final, NamedTuple
from urllib.parse import parse_qs, urljoin, urlsplit

from tui.api.openapi.reading import is_description
from tui.api.payload import JsonValue

MAX_PAGE: Final = 3_000_000
"""Characters of a page, or of a script, that are looked through."""

MAX_SCRIPTS: Final = 3

MAX_LISTED: Final = 50
"""Descriptions of one page that are told."""

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
)
_LIKELY: Final = (
    re.compile(rf"[\"']?\burl[\"']?\s*:\s*[\"'`]({_NAME})[\"'`]"),
    re.compile(rf"\b(?:const|let|var)\s+(?:url|definitionURL)\s*=\s*[\"'`]({_NAME})[\"'`]"),
)
# Several descriptions, of which a person chooses one.
_LIST: Final = re.compile(r"\burls[\"']?\s*:\s*\[([^\]]{0,20000})")
_ITEM: Final = re.compile(r"\{([^{}]{0,4000})\}")
_ITS_URL: Final = re.compile(rf"\burl[\"']?\s*:\s*[\"'`]({_NAME})[\"'`]")
_ITS_NAME: Final = re.compile(r"\bname[\"']?\s*:\s*[\"'`]([^\"'`]{1,200})[\"'`]")
_FIRST: Final = re.compile(r"\burls\.primaryName[\"']?\s*:\s*[\"'`]([^\"'`]{1,200})[\"'`]")
# Where the program reads the rest of what it is told (springdoc).
_SETTINGS: Final = re.compile(rf"\bconfigUrl[\"']?\s*:\s*[\"'`]({_NAME})[\"'`]")
# The page itself gives the description to who asks so (drf-yasg).
_ASKED_FOR: Final = re.compile(r"\bdrf-yasg\b")
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
    """What a page shows: the address of a description, or the description itself.

    Attributes:
        name: What the page calls it, hostile; empty where it shows one alone.
        is_sure: Whether nothing but a description can be meant.
        is_settings: Whether `url` is of settings, which name the descriptions.
    """

    url: str = ""
    value: JsonValue = None
    name: str = ""
    is_sure: bool = True
    is_settings: bool = False


def described_in(text: str, base: str) -> Found | None:
    """The description that the page, or the script, `text` at `base` most likely shows."""
    return next(found_in(text, base), None)


def found_in(text: str, base: str) -> Iterator[Found]:
    """What the page, or the script, `text` at `base` may show, the likeliest first."""
    text = text[:MAX_PAGE]
    for pattern in _MARKUP:
        for match in pattern.finditer(text):
            yield from _found(base, html.unescape(match[1]))
    inline = _inline(text)
    if inline is not None:
        yield Found(value=inline)
    for match in _SETTINGS.finditer(text):
        yield from (one._replace(is_settings=True) for one in _found(base, match[1]))
    for pattern in _SCRIPTED:
        for match in pattern.finditer(text):
            yield from _found(base, match[1])
    yield from _listed(text, base)
    is_shown = "SwaggerUI" in text
    for pattern in _LIKELY:
        for match in pattern.finditer(text):
            yield from (one._replace(is_sure=is_shown) for one in _found(base, match[1]))
    if _ASKED_FOR.search(text):
        yield from (one._replace(is_sure=False) for one in _found(base, "?format=openapi"))
    for match in _ANCHOR.finditer(text):
        yield from _found(base, html.unescape(match[1]))


def asked_in(url: str) -> Iterator[Found]:
    """What the address of a page asks it to show: ``?url=…``."""
    for name in parse_qs(urlsplit(url).query).get("url", ())[:1]:
        yield from _found(url, name)


def in_settings(value: JsonValue, base: str) -> Iterator[Found]:
    """What the settings at `base`, of a page that shows descriptions, name."""
    if not isinstance(value, dict):
        return
    listed = value.get("urls")
    found = [
        one._replace(name=str(item.get("name", "")))
        for item in (listed if isinstance(listed, list) else ())[:MAX_LISTED]
        if isinstance(item, dict)
        for one in _found(base, str(item.get("url", "")))
    ]
    first = value.get("urls.primaryName")
    yield from sorted(found, key=lambda one: one.name != first)
    yield from _found(base, str(value.get("url", "")))


def _listed(text: str, base: str) -> list[Found]:
    """The descriptions of a list, the one that is shown first at its head."""
    found: list[Found] = []
    for listed in _LIST.finditer(text):
        for item in list(_ITEM.finditer(listed[1]))[:MAX_LISTED]:
            url, name = _ITS_URL.search(item[1]), _ITS_NAME.search(item[1])
            if url is not None:
                called = name[1] if name is not None else ""
                found += (one._replace(name=called) for one in _found(base, url[1]))
    first = _FIRST.search(text)
    return sorted(found, key=lambda one: first is not None and one.name != first[1])


def _found(base: str, name: str) -> Iterator[Found]:
    """The description at what a page at `base` names, if that is an address."""
    if url := _address(base, name.replace("\\/", "/")):
        yield Found(url)


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
