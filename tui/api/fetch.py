"""A file on any server: what is said of it, and its bytes as they come.

No key, no cookie and no password goes out, whatever the address says; redirections are followed,
from one server to another too, and are told. None is followed from the web to this machine or to
its network.
"""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urljoin, urlsplit, urlunsplit

from tui.api.calls.targets import looked_up
from tui.api.errors import BadPayload, BadRequest, Redirected, SentInwards
from tui.api.exchanges import REDIRECTS
from tui.api.journal import redact
from tui.api.transport import MAX_REDIRECTS
from tui.api.unpacking import unpacked
from tui.hosts import host_of, shown_address, shown_host
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    import httpx

    from tui.api.transport import Transport

PATIENCE: Final = 10.0
"""Seconds that a server may take to say how large a file is."""

_ASKED: Final = {"Accept": "*/*", "Accept-Encoding": "identity"}
_RANGE = re.compile(r"bytes (\d{1,18})-\d*/(\d{1,18}|\*)", re.ASCII)
_SIZE = re.compile(r"\d{1,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FileHead:
    """What a server says of a file.

    Attributes:
        url: Where it is, after the redirections.
        hops: The servers that the address leads through, the last one included, safe to draw.
        size: Bytes of the whole file; None where that is not said.
        start: Where the bytes that come begin, 0 but where a part was asked for and is given.
        kind: The media type, in lower case; empty where that is not said.
        edition: What tells this edition of the file from another, as `edition_headers` wants it;
            empty where nothing surely does.
    """

    url: str
    hops: tuple[SafeText, ...] = ()
    size: int | None = None
    start: int = 0
    kind: str = ""
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file whose bytes are ready to come, once."""

    head: FileHead
    _response: httpx.Response = field(repr=False)

    async def chunks(self) -> AsyncIterator[bytes]:
        """The bytes, in pieces of a few kilobytes. Raises `ApiError`."""
        encoded = _encoding(self._response.headers)
        raw = unpacked(self._response) if encoded else self._response.aiter_raw()
        body = cast("AsyncGenerator[bytes, None]", raw)  # both are closed where one stops early
        async with aclosing(body) as chunks:
            async for chunk in chunks:
                yield chunk


def is_fetchable(url: str) -> bool:
    """Whether `url` is of the web: nothing else is fetched."""
    return bool(host_of(url))


LONGEST_EDITION: Final = 1_000
"""Characters of a validator that is sent back."""


@asynccontextmanager
async def fetching(
    transport: Transport, url: str, *, after: int = 0, edition: str = ""
) -> AsyncIterator[Fetched]:
    """The file at `url`, without its first `after` bytes if it still is of that `edition`: what is
    given says. Raises `ApiError`, also while bytes come."""
    headers = dict(_ASKED)
    if after and _is_sent(edition):
        headers |= {"Range": f"bytes={after}-", "If-Range": edition}
    async with _followed(transport, "GET", url, headers, deadline=None) as (response, hops):
        yield Fetched(_head_of(response, hops), response)


async def file_head(transport: Transport, url: str) -> FileHead:
    """What the server says of the file at `url`. Raises `ApiError`."""
    async with _followed(transport, "HEAD", url, _ASKED, deadline=PATIENCE) as (response, hops):
        return _head_of(response, hops)


@asynccontextmanager
async def _followed(
    transport: Transport,
    method: str,
    url: str,
    headers: Mapping[str, str],
    *,
    deadline: float | None,
) -> AsyncIterator[tuple[httpx.Response, tuple[SafeText, ...]]]:
    here = _public(url)
    hops: list[SafeText] = []
    for _hop in range(MAX_REDIRECTS + 1):
        hops.append(shown_host(here))
        async with AsyncExitStack() as stack:
            answer = await stack.enter_async_context(
                transport.exchange(method, here, headers, deadline=deadline)
            )
            if answer.status_code not in REDIRECTS:
                yield answer, tuple(dict.fromkeys(hops))
                return
            location = answer.headers.get("location", "")
        target = _target(here, location)
        if not transport.in_process and await _is_inwards(here, target):
            raise SentInwards(redact(url), detail=shown_address(redact(target), 300))
        here = target
    raise Redirected(redact(url), detail=redact(here))


def _target(here: str, location: str) -> str:
    try:
        target = urljoin(here, location)
    except ValueError:
        target = ""
    if not location or not is_fetchable(target):
        raise Redirected(redact(here), detail=redact(location))
    return _public(target)


async def _is_inwards(here: str, target: str) -> bool:
    """Whether the way from `here` to `target` goes from the web into a network of one's own."""
    if host_of(here) == host_of(target):
        return False
    own = ("private", "loopback")
    return await looked_up(target) in own and await looked_up(here) not in own


def _public(url: str) -> str:
    """`url` without the name and the password that it may hold. Raises `BadRequest`."""
    if not is_fetchable(url):
        raise BadRequest(redact(url), status=None, detail=_("the address is not valid"))
    parts = urlsplit(url.strip())
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def _head_of(response: httpx.Response, hops: tuple[SafeText, ...]) -> FileHead:
    headers = response.headers
    part = _RANGE.fullmatch(headers.get("content-range", "")) if _is_part(response) else None
    if part is None and _is_part(response):
        raise BadPayload(redact(str(response.url)), status=response.status_code)
    size: int | None = None
    if part is not None:
        size = int(part[2]) if part[2] != "*" else None
    elif not _encoding(headers) and _SIZE.fullmatch(headers.get("content-length", "")):
        size = int(headers["content-length"])
    return FileHead(
        url=str(response.url),
        hops=hops,
        size=size,
        start=int(part[1]) if part is not None else 0,
        kind=clean_line(headers.get("content-type", "").partition(";")[0].strip().lower(), 100),
        edition="" if _encoding(headers) else _edition(headers),
    )


def _is_part(response: httpx.Response) -> bool:
    """Whether only a part of the file comes."""
    return response.status_code == 206


def _edition(headers: Mapping[str, str]) -> str:
    """A validator that ``If-Range`` takes: a strong ETag, else a date."""
    tag = headers.get("etag", "").strip()
    said = tag if tag.startswith('"') else headers.get("last-modified", "").strip()
    return said if _is_sent(said) else ""


def _is_sent(edition: str) -> bool:
    """Whether a header can say it: servers say what none can, and files under way keep it."""
    return 0 < len(edition) <= LONGEST_EDITION and edition.isascii() and edition.isprintable()


def _encoding(headers: Mapping[str, str]) -> str:
    """How the bytes are packed for the way; empty when they are not."""
    said = headers.get("content-encoding", "").strip().lower()
    return "" if said == "identity" else said
