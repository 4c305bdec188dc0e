"""The log, off by default: one file, for its owner's eyes, without secrets."""

from __future__ import annotations

import logging
import os
import re
from pathlib import Path
from typing import Final

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SECRET: Final = re.compile(
    r"""(?P<name>x-api-key|authorization|cookie|api_?key|token)
        (?P<between>["']?\s*[:=,]\s*(?:b?["'])?)
        (?P<value>(?:(?:bearer|basic)\s+)?[^\s"',;&)}\]]+)""",
    re.IGNORECASE | re.VERBOSE,
)


class RedactingFormatter(logging.Formatter):
    """Writes a record, exceptions included, on which no secret is left."""

    def format(self, record: logging.LogRecord) -> str:
        return _SECRET.sub(r"\g<name>\g<between>***", super().format(record))


def start(path: Path) -> None:
    """Log to the end of `path`, which only its owner may read from now on.

    Raises:
        OSError: When it cannot be written.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    # A file that was there already keeps its mode otherwise.
    os.fchmod(descriptor, 0o600)
    handler = logging.StreamHandler(os.fdopen(descriptor, "a", encoding="utf-8", errors="replace"))
    handler.setFormatter(RedactingFormatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("tui").setLevel(logging.DEBUG)
