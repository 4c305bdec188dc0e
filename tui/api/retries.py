"""Which failures are worth another attempt, after which pause."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from tui.api.errors import Offline, RateLimited, ServerError, Timeout
from tui.api.limiter import LONGEST_WAIT

ATTEMPTS: Final = 3

_BACKOFF = wait_exponential(multiplier=0.3, max=5) + wait_random(0, 0.4)
_PASSING = frozenset({502, 503, 504})


def retrying(sleep: Callable[[float], Awaitable[None]]) -> AsyncRetrying:
    """Runs what it is called with, up to `ATTEMPTS` times; raises what the last one raised."""
    return AsyncRetrying(
        stop=stop_after_attempt(ATTEMPTS),
        wait=_pause,
        retry=retry_if_exception(_may_pass),
        sleep=sleep,
        reraise=True,
    )


def _may_pass(error: BaseException) -> bool:
    """Whether the same request may do better in a moment."""
    if isinstance(error, RateLimited):
        return error.delay is None or error.delay <= LONGEST_WAIT
    if isinstance(error, ServerError):
        return error.status in _PASSING
    return isinstance(error, Offline | Timeout)


def _pause(state: RetryCallState) -> float:
    """Seconds before the next attempt; none where the limiter waits already, for all of a host."""
    error = state.outcome.exception() if state.outcome is not None else None
    if isinstance(error, RateLimited):
        return 0.0
    return _BACKOFF(state)
