"""One request and its answer: its turn at the host, its key, its deadline, its line in the journal.

Every call may be cancelled: its connection is closed, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import aclosing, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Final

import httpx

from tui.api.errors import ApiError, BadPayload, BadRequest, NoKey, Redirected
from tui.api.journal import Journal, redact
from tui.api.limiter import Limiter
from tui.api.refusals import error_from
from tui.api.unpacking import unpacked
from tui.api.wire import Note, explained, is_private_way, logged_as, origin_of, within
from tui.i18n import gettext as _
from tui.settings.key import Secret

MAX_BODY: Final = 32 * 1024 * 1024
"""Bytes of a body, unpacked; a larger one is an error (streams have no such bound)."""

MOST_OF_A_REFUSAL: Final = 1024 * 1024
"""Bytes that are read of what a service says when it refuses."""

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})

KEY_HEADER: Final = "X-API-KEY"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered, its body whole and unpacked."""

    status: int
    content_type: str
    body: bytes
    location: str
    headers: Mapping[str, str]


class Exchanges:
    """Requests through one HTTP client, each asked once.

    Args:
        client: Must not follow redirects by itself, nor keep cookies (see `service`).
        journal: Told of everything.
        max_body: Bytes of a body, unpacked.
        in_process: Whether the servers are in this process, so that a key never leaves it.
        clock, wall_clock, sleep: For tests.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        journal: Journal,
        *,
        max_body: int = MAX_BODY,
        in_process: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._journal = journal
        self._max_body = max_body
        self.in_process = in_process
        self._clock = clock
        self._wall_clock = wall_clock
        self._sleep = sleep
        self._keys: dict[str, Secret] = {}
        self._limiters: dict[str, Limiter] = {}

    def use_key(self, url: str, key: Secret | None) -> None:
        """Give `key` to the private requests to the origin of `url`, and to no other; None takes it
        back."""
        self._keys.pop(origin_of(url), None)
        if key is not None:
            self._keys[origin_of(url)] = key

    def has_key(self, url: str) -> bool:
        """Whether there is a key for the server of `url`."""
        return origin_of(url) in self._keys

    async def whole(
        self,
        url: str,
        headers: Mapping[str, str],
        attempt: int,
        deadline: float,
        *,
        method: str = "GET",
        content: bytes | None = None,
        private: bool = False,
    ) -> Answer:
        """The answer with its whole body. Raises `ApiError`, also for a refusal.

        Args:
            attempt: Which one this is, from 1.
            deadline: Seconds from sending to the last byte.
            private: Send the key along.
        """
        opened = self.opened(
            url, headers, attempt, deadline, method=method, content=content, private=private
        )
        async with opened as response:
            return Answer(
                response.status_code,
                response.headers.get("content-type", "").lower(),
                await self._read(url, response),
                response.headers.get("location", ""),
                response.headers,
            )

    @asynccontextmanager
    async def opened(
        self,
        url: str,
        headers: Mapping[str, str],
        attempt: int,
        deadline: float | None,
        *,
        method: str = "GET",
        content: bytes | None = None,
        private: bool = False,
        told: str = "",
        takes_all: bool = False,
    ) -> AsyncIterator[httpx.Response]:
        """An answer whose body is still to be read. Raises `ApiError`, also while it is read.

        Args:
            deadline: As for `whole`; None where only the silence between bytes counts.
            told: What stands for `url`, which may hold a secret, wherever it is written.
            takes_all: Whether a refusal is an answer too.
        """
        told = told or url
        limiter = self._limiter(origin_of(url))
        key = self.key_for(url) if private else None
        async with limiter.slot(redact(told)):
            with self._noted(method, told, attempt) as note, explained(told, note):
                async with within(deadline, told):
                    request = self._request(method, url, headers, content)
                    if key is not None:
                        request.headers[KEY_HEADER] = key.reveal()
                    with logged_as(redact(told)):
                        response = await self._sent(request, told)
                    try:
                        if takes_all:
                            note.status = response.status_code
                            limiter.note(response.status_code, response.headers)
                        else:
                            await self._accept(url, response, limiter, note, keyed=key is not None)
                        yield response
                    finally:
                        note.size = response.num_bytes_downloaded
                        await response.aclose()

    def key_for(self, url: str) -> Secret | None:
        """The key that goes to the server of `url`; None for none. Raises `NoKey` where the way
        there is open to others."""
        key = self._keys.get(origin_of(url))
        if key is None or self.in_process or is_private_way(url):
            return key
        detail = _("The API key is not sent over http: the server’s address must be https.")
        raise NoKey(redact(url), detail=detail)

    def _request(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> httpx.Request:
        sent = dict(headers)
        if content is not None:
            sent.setdefault("Content-Type", "application/json")
        try:
            return self._client.build_request(method, url, headers=sent, content=content)
        except httpx.InvalidURL as error:
            detail = _("the address is not valid")
            raise BadRequest(redact(url), status=None, detail=detail) from error

    async def _sent(self, request: httpx.Request, told: str) -> httpx.Response:
        try:
            return await self._client.send(request, stream=True)
        except UnicodeError as error:  # of a name in "Location", which the client reads before us
            raise Redirected(redact(told), detail="?") from error

    async def _accept(
        self, url: str, response: httpx.Response, limiter: Limiter, note: Note, *, keyed: bool
    ) -> None:
        """Learn from the head of an answer. Raises the `ApiError` that a refusal stands for."""
        note.status = response.status_code
        delay = limiter.note(response.status_code, response.headers)
        if response.status_code >= 400:
            kind = response.headers.get("content-type", "").lower()
            body = await self._words_of(url, response)
            raise error_from(url, response.status_code, kind, body, delay=delay, keyed=keyed)

    async def _words_of(self, url: str, response: httpx.Response) -> bytes:
        """What a refusal says; nothing where it cannot be read: its status says enough."""
        try:
            return await self._read(url, response, MOST_OF_A_REFUSAL)
        except (BadPayload, httpx.DecodingError, httpx.NetworkError, httpx.ProtocolError):
            return b""

    async def _read(self, url: str, response: httpx.Response, most: int | None = None) -> bytes:
        """The body, unpacked. Raises `BadPayload` when it is over `most` bytes (`max_body`)."""
        body = bytearray()
        most = self._max_body if most is None else most
        async with aclosing(unpacked(response)) as chunks:
            async for chunk in chunks:
                body += chunk
                if len(body) > most:
                    limit = most // (1024 * 1024)
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
    def _noted(self, method: str, url: str, attempt: int) -> Iterator[Note]:
        note = Note()
        started = self._clock()
        number = self._journal.begin(method, url, attempt=attempt)
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


async def chunks_of(url: str, response: httpx.Response) -> AsyncGenerator[bytes, None]:
    """The body as it comes, unpacked within bounds; close it (`aclosing`). Raises `ApiError`."""
    with explained(url, Note(response.status_code)):
        async with aclosing(unpacked(response)) as chunks:
            async for chunk in chunks:
                yield chunk
