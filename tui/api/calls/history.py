"""The calls that were made: what was sent, without any secret, and how it ended."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from typing import Final

from tui.api.calls.call import Call

KEPT: Final = 200
"""Calls that are kept; the oldest are forgotten."""

LARGEST_BODY: Final = 256 * 1024
"""Bytes of the largest body that is kept with a call; one that was larger cannot be replayed."""


@dataclass(frozen=True, slots=True)
class Past:
    """A call that was made.

    Attributes:
        call: What was sent first; its secrets are found again in the wallet, where they still are.
        at: When, in seconds since the epoch.
        status: How it was answered; None where nothing answered.
        milliseconds: How long it took, with what came of the body.
        size: Bytes of the body that came.
        problem: Why it failed, for a person; empty where it did not.
        can_be_replayed: Whether all that was sent is still known.
    """

    call: Call
    at: float
    status: int | None = None
    milliseconds: float = 0.0
    size: int = 0
    problem: str = ""
    can_be_replayed: bool = True


class CallHistory:
    """The last calls of one session, the newest first. It is in memory alone."""

    def __init__(self, kept: int = KEPT) -> None:
        self._past: deque[Past] = deque(maxlen=kept)

    @property
    def entries(self) -> tuple[Past, ...]:
        """Newest first."""
        return tuple(self._past)

    def add(self, past: Past) -> None:
        """Keep one more, without a body that is too large or too secret to keep."""
        body = past.call.body
        if body is not None:
            size = len(body.content) + sum(len(part.content) for part in body.parts)
            if size > LARGEST_BODY or body.is_secret:
                past = replace(past, call=replace(past.call, body=None), can_be_replayed=False)
        self._past.appendleft(past)

    def clear(self) -> None:
        """Forget all of them."""
        self._past.clear()
