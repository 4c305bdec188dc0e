"""How requests travel: limits, deadline, retries, redirects, cache, journal. Only reads so far.

Every call may be cancelled: its connection is closed, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from tui.api.cache import Cache
from tui.api.disk import Disk, conditions
from tui.api.errors import ApiError, BadPayload, BadRequest, Offline, Redirected, Timeout
from tui.api.journal import Journal, redact
from tui.api.limiter import Limiter
from tui.api.payload import JsonValue
from tui.api.refusals import error_from
from tui.api.retries import retrying
from tui.api.wire import Note, explained, origin_of, parsed, redirect_target, within
from tui.i18n import gettext as _
from tui.memory.answers import KeptAnswer

MAX_REDIRECTS: Final = 5
MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of a body, unpacked; a larger one is an error (streams have no such bound)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOTHING: Mapping[str, str] = {}

PATIENCE_WITH_A_COPY: Final = 8.0
"""Seconds that a service may take where a copy of its answer is at hand."""

DOWN_FOR: Final = 10.0
"""Seconds after a failure to reach a service during which copies are shown without asking it."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    content_type: str
    body: bytes
    location: str
    headers: Mapping[str, str]


class _Unreachable(Exception):
    """The service cannot be reached, and a copy is at hand: it is not asked again."""


class Transport:
    """Sends requests through one HTTP client.

    Args:
        client: Must not follow redirects by itself, nor keep cookies (see `service`).
        journal: Told of everything.
        disk: Answers kept between sessions; None for none.
        timeout: Seconds for one attempt, from sending to the last byte; for a stream, between bytes
            (the client's own).
        secrets: Headers by origin (``https://host``), sent to that origin and to no other.
        clock, wall_clock, sleep: For tests.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        journal: Journal,
        *,
        cache: Cache | None = None,
        disk: Disk | None = None,
        timeout: float = 20.0,
        max_body: int = MAX_BODY,
        secrets: Mapping[str, Mapping[str, str]] = {},
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._journal = journal
        self._cache = Cache() if cache is None else cache
        self._disk = disk
        self._down_until: dict[str, float] = {}
        self._timeout = timeout
        self._max_body = max_body
        self._secrets = {origin_of(origin): sent for origin, sent in secrets.items()}
        self._clock = clock
        self._wall_clock = wall_clock
        self._sleep = sleep
        self._limiters: dict[str, Limiter] = {}

    async def aclose(self) -> None:
        """Close every connection."""
        self._cache.clear()
        await self._client.aclose()
        if self._disk is not None:
            await asyncio.to_thread(self._disk.close)

    async def get_json(
        self, url: str, *, headers: Mapping[str, str] = _NOTHING, reload: bool = False
    ) -> JsonValue:
        """The JSON document at `url`, which goes out byte for byte.

        From memory or from disk unless `reload`; a copy that is old is shown, and the journal told
        so, where the service cannot be reached. Raises `ApiError`.
        """
        key = (url, tuple(sorted(headers.items())))
        kept = None if reload else self._cache.get(key)
        if kept is not None:
            self._journal.answered_from_memory("GET", url, status=kept.status, size=len(kept.body))
            return parsed(url, "application/json", kept.body)
        disk = self._disk if self._disk is not None and self._is_kept(url) else None
        copy = await disk.find(url, headers) if disk is not None and not reload else None
        if disk is not None and copy is not None:
            return await self._renewed(disk, url, headers, copy)
        answer = await self._retried(url, headers)
        return self._taken(disk, url, headers, answer)

    def _is_kept(self, url: str) -> bool:
        """Whether the answers of `url` may be on disk: never those to a key."""
        return (
            self._disk is not None
            and not self._secrets.get(origin_of(url))
            and self._disk.keeps(url)
        )

    def _taken(
        self, disk: Disk | None, url: str, headers: Mapping[str, str], answer: _Answer
    ) -> JsonValue:
        payload = parsed(url, answer.content_type, answer.body)
        self._cache.put((url, tuple(sorted(headers.items()))), answer.status, answer.body)
        if disk is not None:
            disk.store(url, headers, answer.body, answer.headers)
            self._journal.note_age(url, None)
        return payload

    async def _renewed(
        self, disk: Disk, url: str, headers: Mapping[str, str], copy: KeptAnswer
    ) -> JsonValue:
        """What is on disk if it still holds, else the answer of the service, if it gives one."""
        payload = parsed(url, "application/json", copy.body)
        key = (url, tuple(sorted(headers.items())))
        if disk.is_fresh(copy):
            self._journal.answered_from_memory("GET", url, status=200, size=len(copy.body))
            self._cache.put(key, 200, copy.body)
            return payload
        origin = origin_of(url)
        if self._clock() < self._down_until.get(origin, 0.0):
            self._journal.answered_from_memory("GET", url, status=200, size=len(copy.body))
            self._journal.note_age(url, copy.at)
            return payload
        try:
            answer = await self._retried(url, {**headers, **conditions(copy)}, with_a_copy=True)
        except _Unreachable:
            self._down_until[origin] = self._clock() + DOWN_FOR
            self._journal.note_age(url, copy.at)
            return payload
        if answer.status != 304:
            return self._taken(disk, url, headers, answer)
        disk.renew(url, headers)
        self._cache.put(key, 200, copy.body)
        self._journal.note_age(url, None)
        return payload

    async def get_exact_json(self, url: str) -> JsonValue:
        """The JSON document at `url`, asked for anew, with its numbers as they are written.

        It is not kept: whoever reads a whole table would push everything else out of memory.
        Raises `ApiError`.
        """
        answer = await self._retried(url, _NOTHING)
        return parsed(url, answer.content_type, answer.body, exact=True)

    async def get_text(self, url: str) -> str:
        """The text at `url`, asked for anew, as UTF-8. It is not kept. Raises `ApiError`."""
        answer = await self._retried(url, {"Accept": "*/*"})
        return answer.body.decode("utf-8", errors="replace")

    @asynccontextmanager
    async def stream(
        self, url: str, *, headers: Mapping[str, str] = _NOTHING
    ) -> AsyncIterator[AsyncIterator[bytes]]:
        """The body at `url` as it comes, unpacked, in chunks. Neither retried nor redirected.

        Raises `ApiError`, also while chunks are read.
        """
        async with self._open(url, headers, attempt=1, deadline=None) as response:
            if response.status_code in _REDIRECTS:
                raise Redirected(redact(url), detail=response.headers.get("location", ""))
            yield _chunks(url, response)

    async def _retried(
        self, url: str, headers: Mapping[str, str], *, with_a_copy: bool = False
    ) -> _Answer:
        attempts = itertools.count(1)
        deadline = min(self._timeout, PATIENCE_WITH_A_COPY) if with_a_copy else self._timeout

        async def attempt() -> _Answer:
            try:
                return await self._follow(url, headers, next(attempts), deadline)
            except (Offline, Timeout) as error:
                if with_a_copy:
                    raise _Unreachable from error
                raise

        return await retrying(self._rest)(attempt)

    async def _follow(
        self, url: str, headers: Mapping[str, str], attempt: int, deadline: float
    ) -> _Answer:
        here = url
        for _hop in range(MAX_REDIRECTS + 1):
            answer = await self._exchange(here, headers, attempt, deadline)
            if answer.status not in _REDIRECTS:
                return answer
            here = redirect_target(here, answer.location)
        raise Redirected(redact(url), status=answer.status, detail=redact(here))

    async def _exchange(
        self, url: str, headers: Mapping[str, str], attempt: int, deadline: float
    ) -> _Answer:
        async with self._open(url, headers, attempt, deadline=deadline) as response:
            return _Answer(
                response.status_code,
                response.headers.get("content-type", "").lower(),
                await self._read(url, response),
                response.headers.get("location", ""),
                response.headers,
            )

    @asynccontextmanager
    async def _open(
        self, url: str, headers: Mapping[str, str], attempt: int, deadline: float | None
    ) -> AsyncIterator[httpx.Response]:
        origin = origin_of(url)
        limiter = self._limiter(origin)
        async with limiter.slot(redact(url)):
            with self._noted(url, attempt) as note, explained(url, note):
                async with within(deadline, url):
                    request = self._request(url, origin, headers)
                    response = await self._client.send(request, stream=True)
                    try:
                        await self._accept(url, response, limiter, note)
                        yield response
                    finally:
                        note.size = response.num_bytes_downloaded
                        await response.aclose()

    def _request(self, url: str, origin: str, headers: Mapping[str, str]) -> httpx.Request:
        sent = {**headers, **self._secrets.get(origin, _NOTHING)}
        try:
            return self._client.build_request("GET", url, headers=sent)
        except httpx.InvalidURL as error:
            detail = _("the address is not valid")
            raise BadRequest(redact(url), status=None, detail=detail) from error

    async def _accept(
        self, url: str, response: httpx.Response, limiter: Limiter, note: Note
    ) -> None:
        """Learn from the head of an answer. Raises the `ApiError` that a refusal stands for."""
        note.status = response.status_code
        delay = limiter.note(response.status_code, response.headers)
        if response.status_code >= 400:
            kind = response.headers.get("content-type", "").lower()
            body = await self._read(url, response)
            raise error_from(url, response.status_code, kind, body, delay=delay)

    async def _read(self, url: str, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > self._max_body:
                limit = self._max_body // (1024 * 1024)
                detail = _("the answer is larger than {size} MB").format(size=limit)
                raise BadPayload(redact(url), status=response.status_code, detail=detail)
        return bytes(body)

    def _limiter(self, origin: str) -> Limiter:
        limiter = self._limiters.get(origin)
        if limiter is None:
            limiter = self._limiters[origin] = Limiter(
                self._journal, clock=self._clock, wall_clock=self._wall_clock, sleep=self._sleep
            )
        return limiter

    @contextmanager
    def _noted(self, url: str, attempt: int) -> Iterator[Note]:
        note = Note()
        started = self._clock()
        number = self._journal.begin("GET", url, attempt=attempt)
        try:
            yield note
        except asyncio.CancelledError:
            note.error = _("cancelled")
            raise
        except ApiError as error:
            note.error = error.message
            raise
        finally:
            self._journal.finish(
                number,
                milliseconds=(self._clock() - started) * 1000,
                status=note.status,
                size=note.size,
                error=note.error,
            )

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            return
        ticket = self._journal.wait(_("the service did not answer: asking again soon"))
        try:
            await self._sleep(seconds)
        finally:
            self._journal.resume(ticket)


async def _chunks(url: str, response: httpx.Response) -> AsyncIterator[bytes]:
    with explained(url, Note(response.status_code)):
        async for chunk in response.aiter_bytes():
            yield chunk
