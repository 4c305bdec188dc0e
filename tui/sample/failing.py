"""Every way in which an answer can be wrong, each under a name.

Some are failures of a server (`REFUSALS`, `BUSY`), some of what is between (`RESET`, `STALL`), some
are answers that lie: about their length, their type, how they are packed, or what they hold.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import formatdate
from functools import cache
from typing import Any, Final

from tui.sample.lying import LIES, lie
from tui.settings import ASGIApp
from tui.settings.fault import Fault as Fault

HANG: Final = 8.0
"""Seconds that a request that times out is kept waiting."""

RETRY_AFTER: Final = 2
"""Seconds that a busy answer asks to wait."""

LATE: Final = 1.5
"""Seconds that a late answer is late."""

HUGE: Final = 50 * 1024 * 1024
"""Bytes of a huge body, which never is whole in memory."""

PIECE: Final = 64 * 1024
"""Bytes of its pieces."""

SKEW: Final = 3 * 3600.0
"""Seconds by which the clock of a server is wrong."""

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Sleep = Callable[[float], Awaitable[object]]

_Headers = Mapping[str, str]
_HTML: Final = "text/html; charset=utf-8"
_JSON: Final = "application/json"
_PAGE: Final = b"<!doctype html><title>Maintenance</title><h1>Back soon</h1>"


REFUSALS: Final = tuple(fault for fault in Fault if fault.value.isdecimal())


@dataclass(frozen=True, slots=True)
class _Wrong:
    """An answer that is not the application's."""

    status: int = 200
    body: bytes = b""
    kind: str = _JSON
    headers: _Headers | None = None


def failing(
    fault: Fault,
    app: ASGIApp,
    *,
    sleep: Sleep = asyncio.sleep,
    clock: Callable[[], float] = time.time,
    number: int = 0,
) -> ASGIApp:
    """`app` whose every answer has this fault.

    Args:
        sleep: What waits, in seconds.
        clock: Seconds since the epoch.
        number: Of the request; totals that change differ by it.
    """

    async def answering(scope: Message, receive: Receive, send: Send) -> None:
        if fault in LIES:
            await _rewritten(app, scope, receive, send, _liar(fault, clock(), number))
        elif fault is Fault.LATE:
            await sleep(LATE)
            await app(scope, receive, send)
        elif fault is Fault.RESET:
            raise ConnectionResetError("Connection reset by peer")
        elif fault is Fault.TIMEOUT:
            await sleep(HANG)
            raise TimeoutError("The answer did not come")
        elif fault in (Fault.STALL, Fault.CUT):
            await _broken_off(app, scope, receive, send, sleep if fault is Fault.STALL else None)
        elif fault in _ALTERED:
            await _rewritten(app, scope, receive, send, _ALTERED[fault])
        elif fault in (Fault.HUGE, Fault.HUGE_ERROR):
            await _huge(200 if fault is Fault.HUGE else 500, send)
        else:
            await _write(_wrong(fault, scope, clock()), send)

    return answering


def _wrong(fault: Fault, scope: Message, now: float) -> _Wrong:
    if fault in REFUSALS:
        status = int(fault)
        return _Wrong(status, json.dumps({"message": f"refused on purpose ({status})"}).encode())
    if fault in (Fault.LOOP, Fault.AWAY, Fault.NOWHERE):
        query = scope["query_string"].decode("latin-1")
        here = scope["path"] + (f"?{query}" if query else "")
        to = {Fault.LOOP: here, Fault.AWAY: "https://elsewhere.example/", Fault.NOWHERE: "http://["}
        return _Wrong(301, b"", _HTML, {"location": to[fault]})
    if fault.value.startswith("limited"):
        body = b'{"message": "Too Many Requests"}'
        return _Wrong(429, body, headers=_asked_to_wait(fault, now))
    if fault is Fault.BUSY:
        wait = {"retry-after": str(RETRY_AFTER)}
        return _Wrong(503, b"Service Unavailable", _HTML, wait)
    return _MADE[fault]


def _asked_to_wait(fault: Fault, now: float) -> _Headers:
    if fault is Fault.LIMITED_SKEWED:  # its clock is late, and it says so: two seconds of its time
        said = now - SKEW
        return {"date": _http(said), "retry-after": _http(said + RETRY_AFTER)}
    return {
        Fault.LIMITED: {"retry-after": str(RETRY_AFTER)},
        Fault.LIMITED_DATE: {"retry-after": _http(now + RETRY_AFTER)},
        Fault.LIMITED_PAST: {"retry-after": _http(now - SKEW)},
        Fault.LIMITED_GARBAGE: {"retry-after": "Sun, 99 Foo 20267 99:99:99 +9999"},
        Fault.LIMITED_LONG: {"retry-after": "86400"},
    }.get(fault, {})


_MADE: Final[Mapping[Fault, _Wrong]] = {
    Fault.ERROR: _Wrong(500, b"Internal Server Error", _HTML),
    Fault.PAGE: _Wrong(200, _PAGE, _HTML),
    Fault.HTML: _Wrong(200, _PAGE, _JSON),
    Fault.BINARY: _Wrong(200, bytes(range(256)) * 8, _JSON),
    Fault.EMPTY: _Wrong(200, b"", _JSON),
    Fault.NO_CONTENT: _Wrong(204, b"", _JSON),
    Fault.UNCHANGED: _Wrong(304, b"", _JSON),
    Fault.GZIP: _Wrong(
        200, b"\x1f\x8b\x08\x00" + bytes(range(1, 200)), _JSON, {"content-encoding": "gzip"}
    ),
    Fault.GZIP_CUT: _Wrong(
        200, gzip.compress(b'{"data": []}')[:-9], _JSON, {"content-encoding": "gzip"}
    ),
    Fault.DEEP: _Wrong(200, b"[" * 200_000, _JSON),
    Fault.LIST: _Wrong(200, b"[1, 2]", _JSON),
    Fault.NULL: _Wrong(200, b"null", _JSON),
}


async def _write(wrong: _Wrong, send: Send) -> None:
    headers = {"content-type": wrong.kind, "content-length": str(len(wrong.body))}
    headers |= wrong.headers or {}
    await send({"type": "http.response.start", "status": wrong.status, "headers": _pairs(headers)})
    await send({"type": "http.response.body", "body": wrong.body})


async def _rewritten(
    app: ASGIApp,
    scope: Message,
    receive: Receive,
    send: Send,
    change: Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]],
) -> None:
    """The answer of `app`, its headers and its body changed."""
    start, body = await _whole(app, scope, receive)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    headers, body = change(headers, body)
    await send({**start, "headers": _pairs(headers)})
    await send({"type": "http.response.body", "body": body})


async def _broken_off(
    app: ASGIApp, scope: Message, receive: Receive, send: Send, sleep: Sleep | None
) -> None:
    """The first half of the answer, under the length of all of it, then silence or a reset."""
    start, body = await _whole(app, scope, receive)
    await send(start)
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
    if sleep is None:
        raise ConnectionResetError("Connection reset by peer")
    await sleep(HANG)
    raise TimeoutError("The rest did not come")


async def _whole(app: ASGIApp, scope: Message, receive: Receive) -> tuple[Message, bytes]:
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, keep)
    return sent[0], b"".join(message.get("body", b"") for message in sent[1:])


async def _huge(status: int, send: Send) -> None:
    headers = {"content-type": _JSON, "content-length": str(HUGE)}
    await send({"type": "http.response.start", "status": status, "headers": _pairs(headers)})
    async for piece in _pieces():
        await send({"type": "http.response.body", "body": piece, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _pieces() -> AsyncIterator[bytes]:
    piece = b" " * PIECE
    for _ in range(HUGE // PIECE):
        yield piece


def _half(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """As far as the middle, under a length that says so."""
    half = body[: len(body) // 2]
    return {**headers, "content-length": str(len(half))}, half


def _short(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """More is announced than comes."""
    return {**headers, "content-length": str(len(body) + 100)}, body


def _long(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """More comes than was announced: what is over belongs to nothing."""
    return {**headers, "content-length": str(len(body) // 2)}, body


def _mislabelled(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {**headers, "content-type": _HTML}, body


def _unlabelled(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    return {name: text for name, text in headers.items() if name != "content-type"}, body


def _broken_json(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    body = body[:-1] + b",,}"
    return {**headers, "content-length": str(len(body))}, body


def _packed(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """A megabyte that is a gigabyte once unpacked."""
    packed = _zeros(1)
    changed = {"content-encoding": "gzip", "content-length": str(len(packed))}
    return {**headers, **changed}, packed


def _bomb(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
    """A few kilobytes that are a gigabyte once unpacked twice."""
    packed = _zeros(2)
    changed = {"content-encoding": "gzip, gzip", "content-length": str(len(packed))}
    return {**headers, **changed}, packed


@cache
def _zeros(times: int) -> bytes:
    """A gigabyte of nothing, packed so many times. A packed block that owes nothing to the one
    before may be repeated, so that nobody has to pack the whole."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = gzip.compress(b"")[:10] + block * 1024
    for _ in range(times - 1):
        packed = gzip.compress(packed)
    return packed


_ALTERED: Final = {
    Fault.TRUNCATED: _half,
    Fault.SHORT: _short,
    Fault.LONG: _long,
    Fault.MISLABELLED: _mislabelled,
    Fault.UNLABELLED: _unlabelled,
    Fault.BROKEN: _broken_json,
    Fault.PACKED: _packed,
    Fault.BOMB: _bomb,
}


def _liar(
    fault: Fault, now: float, number: int
) -> Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]]:
    def change(headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes]:
        if fault is Fault.SKEWED:
            later = _http(now + SKEW)
            return {**headers, "date": later, "last-modified": later}, body
        told = lie(fault.value, body, number)
        return {**headers, "content-length": str(len(told))}, told

    return change


def _http(seconds: float) -> str:
    return formatdate(seconds, usegmt=True)


def _pairs(headers: _Headers) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), text.encode("latin-1")) for name, text in headers.items()]
