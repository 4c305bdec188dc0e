"""The log, off by default: one file, for its owner's eyes, without secrets."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Final

from tui.redaction import redacted

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Writes a record, exceptions included, on which no secret is left."""

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record))


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
