"""The answer to a call as it comes: its head, then as much of its body as is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from tui.api.calls.call import Call, redirected
from tui.api.calls.credentials import Wallet
from tui.api.calls.problem import CallProblem
from tui.api.errors import ApiError, Timeout
from tui.api.exchanges import REDIRECTS
from tui.api.journal import redact
from tui.api.unpacking import unpacked
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    import httpx

Stop: TypeAlias = Literal["", "size", "time", "failed"]
"""Why no more of an answer is here; empty where all of it is."""

HEADERS_KEPT: Final = 200

SHORTEST_MASKED: Final = 8
"""Characters of the shortest secret that is looked for in a body, where words are many."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of an answer is read before somebody asks for more.

    Attributes:
        size: Bytes, unpacked.
        seconds: From sending to the last byte; the next part has as long.
    """

    size: int = 2 * 1024 * 1024
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirection that was followed.

    Attributes:
        url: Who sent elsewhere, without any secret.
        status: How.
        left_behind: Whether what says who one is did not go on, the next server being another.
    """

    url: SafeText
    status: int
    left_behind: bool


class Sent:
    """An answer as it comes: its head is here, its body grows when more is asked for.

    Attributes:
        call: What was sent, after the redirections.
        hops: The redirections that were followed.
        status, reason, protocol: Of the answer (``200``, ``OK``, ``HTTP/1.1``).
        headers: In their order, safe to draw, without what the wallet holds.
        head_after, after: Milliseconds from sending to the head, and to the last byte that is here.
        stop: Why no more of the body is here.
        problem: What failed while the body came; None where nothing did.
    """

    def __init__(
        self,
        call: Call,
        hops: tuple[Hop, ...],
        opened: AbstractAsyncContextManager[httpx.Response],
        wallet: Wallet,
        limits: Limits,
        clock: Callable[[], float],
    ) -> None:
        self.call = call
        self.hops = hops
        self.status = 0
        self.reason = self.protocol = SafeText("")
        self.headers: tuple[tuple[SafeText, SafeText], ...] = ()
        self.head_after = self.after = 0.0
        self.stop: Stop = "time"
        self.problem: ApiError | None = None
        self._raw: dict[str, str] = {}
        self._wallet = wallet
        self._limits = limits
        self._clock = clock
        self._started = clock()
        self._stream = _Stream(opened, limits.size)

    async def __aenter__(self) -> Sent:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.aclose()

    @property
    def body(self) -> bytes:
        """The bytes that are here, unpacked."""
        return bytes(self._stream.body[: self._stream.room])

    @property
    def kind(self) -> str:
        """What the answer says that its body is, in lower case, without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    @property
    def is_whole(self) -> bool:
        """Whether all of the body is here."""
        return self.stop == ""

    @property
    def following(self) -> Call | None:
        """The call that the answer asks for in place of this one; None where it asks for none."""
        if self.status not in REDIRECTS:
            return None
        try:
            following = redirected(self.call, self.status, self.header("location"))
            url = self._wallet.without_secrets(self.call, following.url)
            return replace(following, url=url)
        except CallProblem:
            return None

    def header(self, name: str) -> str:
        """The text of a header, as it came: hostile. Empty where there is none."""
        return self._raw.get(name.lower(), "")

    def masked(self, text: str) -> str:
        """`text` of the body without the secrets that the server repeats in it."""
        return self._wallet.masked(text, shortest=SHORTEST_MASKED)

    async def begin(self) -> None:
        """Wait for the head. Raises `ApiError`."""
        try:
            async with asyncio.timeout(self._limits.seconds):
                response = await self._stream.head()
        except TimeoutError as error:
            raise Timeout(redact(self.call.shown_url)) from error
        self.head_after = self.after = self._elapsed()
        self.status = response.status_code
        self.reason = clean_line(response.reason_phrase, 100)
        self.protocol = clean_line(response.http_version, 20)
        self._raw = {name.lower(): text for name, text in response.headers.items()}
        masked = self._wallet.masked
        self.headers = tuple(
            (clean_line(_text(name), 200), clean_line(masked(_text(text))))
            for name, text in response.headers.raw[:HEADERS_KEPT]
        )

    async def fill(self) -> None:
        """Wait for the body, as far as the limits."""
        left = max(0.0, self._started + self._limits.seconds - self._clock())
        await self._fill(left)

    async def more(self, limits: Limits | None = None) -> None:
        """Wait for more of the body: as much as the limits say, and as much again as is here, so
        that what is large comes in few steps."""
        if self.stop in ("size", "time"):
            asked = limits or self._limits
            room = max(asked.size, self._stream.room)
            self._stream.make_room(room if self.stop == "size" else 0)
            await self._fill(asked.seconds)

    async def aclose(self) -> None:
        """Close the connection, whatever is still to come."""
        await self._stream.aclose()

    async def _fill(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stream.rest()
        except TimeoutError:
            self.stop = "time"
        else:
            self.problem = self._stream.problem
            ended: Stop = "" if self.problem is None else "failed"
            self.stop = ended if self._stream.is_at_end else "size"
        self.after = self._elapsed()

    def _elapsed(self) -> float:
        return (self._clock() - self._started) * 1000


@dataclass(slots=True)
class _Stream:
    """An exchange in a task of its own, so that who waits for a part may stop waiting."""

    opened: AbstractAsyncContextManager[httpx.Response]
    room: int
    body: bytearray = field(default_factory=bytearray)
    problem: ApiError | None = None
    is_at_end: bool = False
    _head: asyncio.Future[httpx.Response] | None = None
    _task: asyncio.Task[None] | None = None
    _resting: asyncio.Event = field(default_factory=asyncio.Event)
    _going: asyncio.Event = field(default_factory=asyncio.Event)

    async def head(self) -> httpx.Response:
        self._head = asyncio.get_running_loop().create_future()
        self._task = asyncio.create_task(self._run(self._head))
        return await self._head

    async def rest(self) -> None:
        """Wait until there is no more room, or no more to come."""
        await self._resting.wait()

    def make_room(self, size: int) -> None:
        self.room += size
        if not self.is_at_end and len(self.body) <= self.room:
            self._resting.clear()
            self._going.set()

    async def aclose(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._head is not None and not self._head.cancel() and not self._head.cancelled():
            self._head.exception()  # it was read, or nobody will

    async def _run(self, head: asyncio.Future[httpx.Response]) -> None:
        try:
            async with self.opened as response:
                if not head.done():
                    head.set_result(response)
                async with aclosing(unpacked(response)) as chunks:
                    async for chunk in chunks:
                        self.body += chunk
                        while len(self.body) > self.room:
                            self._going.clear()
                            self._resting.set()
                            await self._going.wait()
            self.is_at_end = True
        except ApiError as error:
            self.is_at_end = True
            if head.done():
                self.problem = error
            else:
                head.set_exception(error)
        except BaseException as error:
            # Whoever waits for the head must not wait for ever.
            if not head.done():
                head.set_exception(error) if isinstance(error, Exception) else head.cancel()
                return
            raise
        finally:
            self._resting.set()


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")
