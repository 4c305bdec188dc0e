"""How requests travel: retries, redirects, what is kept of them in memory and on disk.

Every call may be cancelled: its connection is closed, and nothing of it is kept.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Final

import httpx

from tui.api.cache import Cache
from tui.api.disk import Disk, conditions
from tui.api.errors import (
    ApiError,
    BadPayload,
    NotFound,
    Offline,
    RateLimited,
    Redirected,
    ServerError,
    Timeout,
    Unauthorized,
)
from tui.api.exchanges import MAX_BODY, REDIRECTS, Answer, Exchanges, chunks_of
from tui.api.journal import Journal, WhyOld, redact
from tui.api.payload import JsonValue
from tui.api.retries import retrying
from tui.api.wire import (
    light,
    origin_of,
    parsed,
    redirect_target,
)
from tui.i18n import gettext as _
from tui.memory.answers import KeptAnswer
from tui.settings.key import Secret

MAX_REDIRECTS: Final = 5
_NOTHING: Mapping[str, str] = {}

PATIENCE_WITH_A_COPY: Final = 8.0
"""Seconds that a service may take where a copy of its answer is at hand."""

DOWN_FOR: Final = 10.0
"""Seconds after a failure to reach a service during which copies are shown without asking it."""

_OF_THE_WHOLE: Final = frozenset({502, 503, 504})
"""Failures of a whole service; another may be of one route only."""


class _NoAnswer(Exception):
    """The service gives no answer now, and a copy is at hand: it is not asked again.

    Attributes:
        why: Why it gives none.
        down_for: Seconds during which there is no use in asking for anything else.
    """

    def __init__(self, why: WhyOld, down_for: float) -> None:
        super().__init__(why)
        self.why = why
        self.down_for = down_for


class Transport:
    """Sends requests through one HTTP client.

    Args:
        client: Must not follow redirects by itself, nor keep cookies (see `service`).
        journal: Told of everything.
        disk: Answers kept between sessions; None for none.
        timeout: Seconds for one attempt, from sending to the last byte; for a stream, between bytes
            (the client's own).
        in_process: Whether the servers are in this process, so that a key never leaves it.
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
        in_process: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._client = client
        self._journal = journal
        self._cache = Cache() if cache is None else cache
        self._disk = disk
        self._down_until: dict[str, tuple[float, WhyOld]] = {}
        self._timeout = timeout
        self._changed_at = -math.inf
        self._clock = clock
        self._wall_clock = wall_clock
        self._sleep = sleep
        self._exchanges = Exchanges(
            client,
            journal,
            max_body=max_body,
            in_process=in_process,
            clock=clock,
            wall_clock=wall_clock,
            sleep=sleep,
        )

    async def aclose(self) -> None:
        """Close every connection."""
        self._cache.clear()
        await self._client.aclose()
        if self._disk is not None:
            await asyncio.to_thread(self._disk.close)

    def use_key(self, url: str, key: Secret | None) -> None:
        """Give `key` to the private requests to the origin of `url`, and to no other; None takes it
        back. What was answered to the one before is forgotten."""
        self._exchanges.use_key(url, key)
        self._cache.clear()

    @light
    async def send_json(self, method: str, url: str, body: JsonValue = None) -> JsonValue:
        """Ask for a change, once, with the key: never retried, nor redirected, nor kept.

        Returns the JSON document that answers, or None where there is no body. Raises `ApiError`:
        after `Offline`, `Timeout`, `ServerError` or `BadPayload`, and after a cancellation, the
        change may have been made.
        """
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        try:
            answer = await self._exchanges.whole(
                url, _NOTHING, 1, self._timeout, method=method, content=content, private=True
            )
        finally:
            self._has_changed()
        if answer.status in REDIRECTS:
            raise self._elsewhere(url, answer.status, answer.location)
        return self._parsed(url, answer.content_type, answer.body) if answer.body else None

    @light
    async def get_json(
        self,
        url: str,
        *,
        headers: Mapping[str, str] = _NOTHING,
        reload: bool = False,
        private: bool = False,
        shape: type[object] = object,
    ) -> JsonValue:
        """The JSON document at `url`, which goes out byte for byte; one of another `shape` is
        `BadPayload`, and is not kept.

        From memory or from disk unless `reload`; a copy that is old is shown, and the journal told
        so and why, where the service cannot be reached, fails or asks to slow down. Raises
        `ApiError`.

        Args:
            private: Send the key along; the answer is this account's and is kept nowhere.
        """
        if private:
            answer = await self._retried(url, headers, private=True)
            return self._parsed(url, answer.content_type, answer.body, shape=shape)
        key = (url, tuple(sorted(headers.items())))
        kept = None if reload else self._cache.get(key)
        if kept is not None:
            self._journal.answered_from_memory("GET", url, status=kept.status, size=len(kept.body))
            return parsed(url, "application/json", kept.body, shape=shape)
        disk = self._disk if self.is_kept(url) else None
        copy = await disk.find(url, headers) if disk is not None and not reload else None
        if disk is not None and copy is not None:
            return await self._renewed(disk, url, headers, copy, shape)
        try:
            answer = await self._retried(url, headers)
        except NotFound:
            # What is private is not found without the key of those who may see it.
            if not self._exchanges.has_key(url):
                raise
            return await self._found_with_key(url, headers, shape)
        return self._taken(disk, url, headers, answer, shape)

    async def _found_with_key(
        self, url: str, headers: Mapping[str, str], shape: type[object]
    ) -> JsonValue:
        try:
            return await self.get_json(url, headers=headers, private=True, shape=shape)
        except Unauthorized as error:
            raise NotFound(redact(url), status=404) from error

    def forget(self, url: str, headers: Mapping[str, str]) -> None:
        """Let go of what memory has of `url`, which turned out to be something else."""
        self._cache.drop((url, tuple(sorted(headers.items()))))

    def known_as(self, url: str, other: str, headers: Mapping[str, str]) -> None:
        """Keep what `url` answered under `other` too, which names the same thing."""
        sent = tuple(sorted(headers.items()))
        kept = self._cache.get((url, sent))
        if kept is None:
            return
        self._cache.put((other, sent), kept.status, kept.body)
        if self._disk is not None and self.is_kept(other):
            self._disk.store(other, headers, kept.body, {})

    def is_kept(self, url: str) -> bool:
        """Whether the answers of `url` may be on disk; those to a key are kept nowhere."""
        return self._disk is not None and self._disk.keeps(url)

    def _taken(
        self,
        disk: Disk | None,
        url: str,
        headers: Mapping[str, str],
        answer: Answer,
        shape: type[object],
    ) -> JsonValue:
        payload = self._parsed(url, answer.content_type, answer.body, shape=shape)
        self._cache.put((url, tuple(sorted(headers.items()))), answer.status, answer.body)
        if disk is not None:
            disk.store(url, headers, answer.body, answer.headers)
            self._journal.note_age(url, None)
        return payload

    async def _renewed(
        self,
        disk: Disk,
        url: str,
        headers: Mapping[str, str],
        copy: KeptAnswer,
        shape: type[object],
    ) -> JsonValue:
        """What is on disk if it still holds, else the answer of the service, if it gives one."""
        try:
            payload = parsed(url, "application/json", copy.body, shape=shape)
        except BadPayload:  # the disk's fault, not the service's
            return self._taken(disk, url, headers, await self._retried(url, headers), shape)
        key = (url, tuple(sorted(headers.items())))
        if disk.is_fresh(copy) and copy.at > self._changed_at:
            self._journal.answered_from_memory("GET", url, status=200, size=len(copy.body))
            self._cache.put(key, 200, copy.body)
            return payload
        origin = origin_of(url)
        until, why = self._down_until.get(origin, (0.0, "offline"))
        if self._clock() < until:
            self._journal.answered_from_memory("GET", url, status=200, size=len(copy.body))
            self._journal.note_age(url, copy.at, why)
            return payload
        try:
            answer = await self._retried(url, {**headers, **conditions(copy)}, with_a_copy=True)
        except _NoAnswer as silence:
            self._down_until[origin] = (self._clock() + silence.down_for, silence.why)
            self._journal.note_age(url, copy.at, silence.why)
            return payload
        if answer.status != 304:
            return self._taken(disk, url, headers, answer, shape)
        disk.renew(url, headers)
        self._cache.put(key, 200, copy.body)
        self._journal.note_age(url, None)
        return payload

    @light
    async def get_exact_json(self, url: str) -> JsonValue:
        """The JSON document at `url`, asked for anew, with its numbers as they are written.

        It is not kept: whoever reads a whole table would push everything else out of memory.
        Raises `ApiError`.
        """
        answer = await self._retried(url, _NOTHING)
        return self._parsed(url, answer.content_type, answer.body, exact=True)

    @light
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
        async with self._exchanges.opened(url, headers, attempt=1, deadline=None) as response:
            if response.status_code in REDIRECTS:
                location = response.headers.get("location", "")
                raise self._elsewhere(url, response.status_code, location)
            async with aclosing(chunks_of(url, response)) as chunks:
                yield chunks

    def _elsewhere(self, url: str, status: int, location: str) -> Redirected:
        """What a redirect is that is not followed; the journal is told."""
        error = Redirected(redact(url), status=status, detail=redact(location))
        self._journal.blame(url, error.message)
        return error

    @asynccontextmanager
    async def exchange(
        self, method: str, url: str, headers: Mapping[str, str], *, deadline: float | None = None
    ) -> AsyncIterator[httpx.Response]:
        """One exchange with any server, which is told no secret: its body is still to be read.

        Neither retried, redirected nor kept; `deadline` in seconds. Raises `ApiError`.
        """
        opened = self._exchanges.opened(url, headers, attempt=1, deadline=deadline, method=method)
        async with opened as response:
            yield response

    @asynccontextmanager
    async def any_answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        *,
        content: bytes | None = None,
        told: str = "",
    ) -> AsyncIterator[httpx.Response]:
        """One exchange with any server, whatever its status: its body is still to be read.

        Neither retried, redirected nor kept; the key of the site does not go along. `told` stands
        for `url`, which may hold a secret, wherever it is written. Raises `ApiError`.
        """
        opened = self._exchanges.opened(
            url, headers, 1, None, method=method, content=content, told=told, takes_all=True
        )
        try:
            async with opened as response:
                yield response
        finally:
            if method not in ("GET", "HEAD", "OPTIONS") and self._exchanges.has_key(url):
                self._has_changed()

    def blame(self, url: str, error: str) -> None:
        """Tell the journal that what came last from `url` is not what was asked for."""
        self._journal.blame(url, error)

    def _has_changed(self) -> None:
        """Whatever is known of the site may be otherwise now."""
        self._cache.clear()
        self._changed_at = self._wall_clock()

    @property
    def in_process(self) -> bool:
        """Whether the servers are in this process: no name is looked up."""
        return self._exchanges.in_process

    def _parsed(
        self,
        url: str,
        kind: str,
        body: bytes,
        *,
        exact: bool = False,
        shape: type[object] = object,
    ) -> JsonValue:
        """As `parsed`; the journal is told of what is none."""
        try:
            return parsed(url, kind, body, exact=exact, shape=shape)
        except BadPayload as error:
            self._journal.blame(url, error.detail or error.message)
            raise

    async def _retried(
        self,
        url: str,
        headers: Mapping[str, str],
        *,
        with_a_copy: bool = False,
        private: bool = False,
    ) -> Answer:
        attempts = itertools.count(1)
        deadline = min(self._timeout, PATIENCE_WITH_A_COPY) if with_a_copy else self._timeout

        async def attempt() -> Answer:
            try:
                return await self._follow(url, headers, next(attempts), deadline, private=private)
            except (Offline, Timeout, ServerError, RateLimited) as error:
                if with_a_copy:
                    raise _no_answer(error) from error
                raise

        return await retrying(self._rest)(attempt)

    async def _follow(
        self,
        url: str,
        headers: Mapping[str, str],
        attempt: int,
        deadline: float,
        *,
        private: bool,
    ) -> Answer:
        here = url
        for _hop in range(MAX_REDIRECTS + 1):
            answer = await self._exchanges.whole(here, headers, attempt, deadline, private=private)
            if answer.status not in REDIRECTS:
                return answer
            try:
                following = redirect_target(here, answer.location)
            except Redirected as error:
                self._journal.blame(here, error.message)
                raise
            here = following
        self._journal.blame(here, _("redirections without an end"))
        raise Redirected(redact(url), status=answer.status, detail=redact(here))

    def key_for(self, url: str) -> Secret | None:
        """The key that goes to the server of `url`; None for none. Raises `NoKey` where the way
        there is open to others."""
        return self._exchanges.key_for(url)

    async def _rest(self, seconds: float) -> None:
        if seconds <= 0:
            return
        ticket = self._journal.wait(_("the service did not answer: asking again soon"))
        try:
            await self._sleep(seconds)
        finally:
            self._journal.resume(ticket)


def _no_answer(error: ApiError) -> _NoAnswer:
    if isinstance(error, RateLimited):
        return _NoAnswer("busy", max(DOWN_FOR, error.delay or 0.0))
    if isinstance(error, ServerError):
        return _NoAnswer("failing", DOWN_FOR if error.status in _OF_THE_WHOLE else 0.0)
    return _NoAnswer("offline", DOWN_FOR)
