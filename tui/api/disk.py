"""Which answers are kept on disk, under what name, and for how long they are shown unasked."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Mapping
from typing import Final

from tui.api.journal import redact
from tui.memory.answers import AnswerFile, KeptAnswer
from tui.settings import Site
from tui.text import clean_line

LARGEST: Final = 1024 * 1024
"""Bytes of the largest answer that is kept."""

_PRIVATE = re.compile(rb'"private"\s*:\s*true')
_NOT_TO_KEEP = re.compile(r"\b(no-store|private)\b", re.IGNORECASE)
_ROWS: Final = "/api/resources/"
"""Where the rows of tables are, on a server that answers for several services."""


class Disk:
    """Answers of the Main API and of the Metrics API on disk; never rows of tables.

    Args:
        fresh: Seconds that an answer is shown without asking the service.
        clock: Seconds since the epoch.
    """

    def __init__(
        self,
        file: AnswerFile,
        site: Site,
        fresh: float,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._file = file
        self._roots = [f"{site.main_url}/api/1/", f"{site.main_url}/api/2/"]
        if site.metrics_url is not None:
            self._roots.append(f"{site.metrics_url}/api/")
        self._fresh = fresh
        self._clock = clock

    def keeps(self, url: str) -> bool:
        """Whether the answers of this address may be kept."""
        if not url.startswith(tuple(self._roots)) or _ROWS in url.partition("?")[0]:
            return False
        return redact(url) == clean_line(url)

    async def find(self, url: str, headers: Mapping[str, str]) -> KeptAnswer | None:
        """The answer kept, however old."""
        return await self._file.get(_key(url, headers))

    def is_fresh(self, answer: KeptAnswer) -> bool:
        """Whether it is shown without asking; one from the future is not."""
        return 0 <= self._clock() - answer.at < self._fresh

    def store(
        self, url: str, headers: Mapping[str, str], body: bytes, told: Mapping[str, str]
    ) -> None:
        """Keep an answer, unless it is large or private.

        Args:
            told: The headers of the answer.
        """
        control = told.get("cache-control", "")
        if len(body) > LARGEST or _NOT_TO_KEEP.search(control) or _PRIVATE.search(body):
            return
        etag, modified = told.get("etag", ""), told.get("last-modified", "")
        self._file.put(_key(url, headers), KeptAnswer(body, self._clock(), etag, modified))

    def renew(self, url: str, headers: Mapping[str, str]) -> None:
        """The service says that what is kept still holds."""
        self._file.renew(_key(url, headers), self._clock())

    def close(self) -> None:
        """Finish what is being written."""
        self._file.close()


def conditions(answer: KeptAnswer) -> dict[str, str]:
    """The headers that ask for what changed since; of what is not ASCII none can be made."""
    asked = {"If-None-Match": answer.etag, "If-Modified-Since": answer.modified}
    return {name: value for name, value in asked.items() if value and value.isascii()}


def _key(url: str, headers: Mapping[str, str]) -> str:
    return hashlib.sha256(repr((url, sorted(headers.items()))).encode()).hexdigest()
