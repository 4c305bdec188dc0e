"""What the HTTP client raises, parses and compares, said in our own words."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import httpx

from tui.api.errors import ApiError, BadPayload, Offline, Redirected, Timeout
from tui.api.exact import exact_json
from tui.api.journal import redact
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

_P = ParamSpec("_P")
_T = TypeVar("_T")

_LOGGED: ContextVar[str] = ContextVar("logged", default="")


@dataclass(slots=True)
class Note:
    """What the journal will say of an exchange; `size` in bytes, as they came over the wire."""

    status: int | None = None
    size: int | None = None
    error: str = ""


@contextmanager
def logged_as(url: str) -> Iterator[None]:
    """Let the client's own log say `url`, which holds no secret, for what is sent in the block."""
    token = _LOGGED.set(url)
    try:
        yield
    finally:
        _LOGGED.reset(token)


class _Told(logging.Filter):
    """Puts what may be told in place of the address in a record of the client."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = _LOGGED.get()
        if told and isinstance(record.args, tuple):
            record.args = tuple(told if isinstance(a, httpx.URL) else a for a in record.args)
        return True


logging.getLogger("httpx").addFilter(_Told())


@contextmanager
def explained(url: str, note: Note) -> Iterator[None]:
    """Turn what the client raises into what a screen can explain."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise Timeout(redact(url)) from error
    except httpx.InvalidURL as error:
        raise Redirected(redact(url), detail="?") from error
    except httpx.DecodingError as error:
        raise BadPayload(redact(url), status=note.status, detail=str(error)) from error
    except httpx.TransportError as error:
        if "Invalid URL in location header" in str(error):  # the client reads it before we do
            raise Redirected(redact(url), detail="?") from error
        if note.status is not None and isinstance(error, httpx.RemoteProtocolError):
            detail = _("the answer was cut short")
            raise BadPayload(redact(url), status=note.status, detail=detail) from error
        raise Offline(redact(url), detail=str(error)) from error
    except ssl.SSLError as error:  # which the client lets through once the handshake is over
        raise Offline(redact(url), detail=str(error)) from error


@asynccontextmanager
async def within(seconds: float | None, url: str) -> AsyncIterator[None]:
    """Raise `Timeout` when the block lasts longer; no bound for None."""
    try:
        async with asyncio.timeout(seconds) as scope:
            yield
    except TimeoutError as error:
        if not scope.expired():
            raise
        raise Timeout(redact(url)) from error


def parsed(
    url: str,
    content_type: str,
    body: bytes,
    *,
    exact: bool = False,
    shape: type[object] = object,
) -> JsonValue:
    """The JSON document in `body`, its numbers as they are written if `exact`.

    Raises `BadPayload` when it is, or says it is, none; or one of another `shape`.
    """
    kind = content_type.partition(";")[0].strip()
    if kind != "application/json" and not kind.endswith("+json"):
        detail = _("{kind} instead of JSON").format(kind=kind or "?")
        raise BadPayload(redact(url), status=200, detail=detail)
    payload: JsonValue = None
    wrong = ""
    try:
        payload = exact_json(body) if exact else json.loads(body)
    except (ValueError, RecursionError) as error:
        wrong = str(error) or "?"
    if wrong:  # what was caught holds the whole document: it is neither cause nor context
        raise BadPayload(redact(url), status=200, detail=wrong)
    if not isinstance(payload, shape):
        raise BadPayload(redact(url), status=200, detail=_("another shape than was promised"))
    return payload


def light(
    ask: Callable[_P, Coroutine[Any, Any, _T]],
) -> Callable[_P, Coroutine[Any, Any, _T]]:
    """`ask`, whose errors hold nothing of the answer: a place keeps its error for as long as it is
    open, and the frames that it came through would keep the body, of megabytes."""

    @wraps(ask)
    async def asked(*args: _P.args, **kwargs: _P.kwargs) -> _T:
        try:
            return await ask(*args, **kwargs)
        except ApiError as error:
            error.__cause__ = error.__context__ = None
            raise error.with_traceback(None)  # noqa: B904 - it is the very same

    return asked


def origin_of(url: str) -> str:
    """Scheme, host and port; of a URL that cannot be read, an origin that nothing else has."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return ""
    port = address.port or {"http": 80, "https": 443}.get(address.scheme, 0)
    # As it is looked up: what ``xn--`` stands for may be nothing.
    return f"{address.scheme}://{address.raw_host.decode('ascii')}:{port}"


def redirect_target(url: str, location: str) -> str:
    """Where a redirect leads. Raises `Redirected` when that is another origin, or nowhere."""
    try:
        target = httpx.URL(url).join(location).copy_with(fragment=None)
    except httpx.InvalidURL:
        raise Redirected(redact(url), detail=location) from None
    if (
        not location
        or target.scheme not in ("http", "https")
        or origin_of(str(target)) != origin_of(url)
    ):
        raise Redirected(redact(url), detail=redact(str(target)))
    return str(target)


def is_private_way(url: str) -> bool:
    """Whether nobody on the way reads what is sent to `url`: https, or this very machine."""
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    return address.scheme == "https" or address.raw_host in (b"localhost", b"127.0.0.1", b"::1")
