"""From a service's refusal to the error a screen can explain. Every known body shape is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from tui.api.errors import (
    ApiError,
    BadRequest,
    DiscussionClosed,
    Forbidden,
    Gone,
    KeyRefused,
    NoRight,
    NotFound,
    PastTheEnd,
    RateLimited,
    ReadOnly,
    ServerError,
    Timeout,
    TooLong,
    Unauthorized,
    UnsupportedFilter,
)
from tui.api.journal import redact
from tui.i18n import gettext as _

_NO_OPERATOR: Final = "42883"
_TOTAL = re.compile(r"there are only (\d+) rows")
_TABLE_HASH = re.compile(r"\b(?:csvapi\.)?[0-9a-f]{20,}\.(?=\S)")

# The web framework's own English: true of any site, and of no help to anybody.
_BOILERPLATE = (
    "The requested URL was not found",
    "The server could not verify that you are authorized",
    "The method is not allowed",
    "The browser (or proxy) sent a request",
    "The server encountered an internal error",
    "You don't have the permission to access the requested resource",
    "Input payload validation failed",
)
_GUESSES = "You have requested this URI"


@dataclass(frozen=True, slots=True)
class Words:
    """What a refusal says, whatever the shape of its body."""

    title: str = ""
    detail: str = ""
    code: str = ""
    fields: Mapping[str, str] | None = None
    silent: bool = False
    """Whether it is a Tabular error without detail, as its streams send."""


def error_from(
    url: str,
    status: int,
    content_type: str,
    body: bytes,
    *,
    delay: float | None = None,
    keyed: bool = False,
) -> ApiError:
    """The error that an answer of `status` (400 or more) stands for.

    Args:
        delay: Seconds that the service asks to wait.
        keyed: Whether the request carried a key.
    """
    safe_url = redact(url)
    words = _words(content_type, body)
    if status == 404:
        return _missing(safe_url, url, words)
    if status == 403:
        return _forbidden(words, keyed)(safe_url, status=status, detail=words.detail)
    if status == 401 and keyed:
        return KeyRefused(safe_url, status=status, detail=words.detail)
    if status == 416:
        return PastTheEnd(safe_url, detail=words.detail, total=_total(words.detail))
    if status == 429:
        return RateLimited(safe_url, detail=words.detail, delay=delay)
    if status in (414, 431) or words.detail.startswith("Got more than"):
        return BadRequest(safe_url, status=status, detail=_("the request is too long"))
    simple = {401: Unauthorized, 408: Timeout, 410: Gone, 423: ReadOnly}.get(status)
    if simple is not None:
        return simple(safe_url, status=status, detail=words.detail)
    if status >= 500:
        return ServerError(safe_url, status=status, detail=words.detail)
    return BadRequest(
        safe_url,
        status=status,
        detail=words.detail,
        code=words.code,
        fields=dict(words.fields or {}),
    )


def _forbidden(words: Words, keyed: bool) -> type[Forbidden]:
    if words.title == "Output is too long":
        return TooLong
    if words.detail.startswith("Can't add comments on a closed discussion"):
        return DiscussionClosed
    return NoRight if keyed else Forbidden


def _missing(safe_url: str, url: str, words: Words) -> ApiError:
    # A stream's refusal has no words; when nothing was filtered it can only be the table.
    unsaid = words.silent and bool(urlsplit(url).query)
    if words.code == _NO_OPERATOR or unsaid:
        return UnsupportedFilter(safe_url, status=404, detail=words.detail, code=words.code)
    return NotFound(safe_url, status=404, detail=words.detail)


def _total(detail: str) -> int | None:
    found = _TOTAL.search(detail)
    return int(found[1]) if found and len(found[1]) < 19 else None


def _words(content_type: str, body: bytes) -> Words:
    if content_type.startswith("text/plain"):
        return Words(detail=_plain(body.decode("utf-8", "replace")))
    if "json" not in content_type:
        return Words()
    try:
        payload = json.loads(body)
    except (ValueError, RecursionError):
        return Words()
    if not isinstance(payload, dict):
        return Words()
    errors = payload.get("errors")
    if isinstance(errors, list):
        return _tabular(errors)
    return _main(payload, errors)


def _plain(text: str) -> str:
    """The sentence of a text body; the bare name of its status is no sentence."""
    text = text.strip()
    if re.match(r"\d{3}\b", text):
        return ""
    return text


def _main(payload: Mapping[str, object], errors: object) -> Words:
    fields = dict(_flatten(errors)) if isinstance(errors, dict) else {}
    said = (payload.get("message"), payload.get("error"))
    message = next((words for text in said if (words := _worth_saying(text))), "")
    summary = " · ".join(f"{name}: {text}" for name, text in fields.items())
    return Words(detail=message or summary, fields=fields)


def _worth_saying(text: object) -> str:
    """`text` without what the web framework adds; empty when nothing is left."""
    if not isinstance(text, str) or text.startswith(_BOILERPLATE):
        return ""
    return text.partition(_GUESSES)[0].strip()


def _flatten(errors: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """``{"a": {"b": ["no"]}}`` as ``a.b`` and ``no``."""
    if isinstance(errors, dict):
        for name, value in errors.items():
            yield from _flatten(value, f"{prefix}.{name}" if prefix else str(name))
    elif isinstance(errors, list):
        yield prefix, " · ".join(str(item) for item in errors)
    elif errors is not None:
        yield prefix, str(errors)


def _tabular(errors: list[object]) -> Words:
    first = errors[0] if errors and isinstance(errors[0], dict) else {}
    title, detail = str(first.get("title") or ""), first.get("detail")
    if not isinstance(detail, dict):
        return Words(title, str(detail or ""), silent=detail is None)
    parts = (detail.get(key) for key in ("message", "details", "hint"))
    text = " · ".join(part for part in parts if isinstance(part, str) and part)
    return Words(title, _TABLE_HASH.sub("", text), code=str(detail.get("code") or ""))
