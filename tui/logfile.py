"""The log, off by default: one file, for its owner's eyes, without secrets."""

from __future__ import annotations

import logging
import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from tui.redaction import redacted
from tui.text import clean_prose

_FORMAT: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class RedactingFormatter(logging.Formatter):
    """Writes a record, exceptions included, with no secret and nothing that a terminal obeys."""

    def format(self, record: logging.LogRecord) -> str:
        return clean_prose(redacted(super().format(record)))


class LogHandler(logging.StreamHandler[TextIO]):
    """Writes until it cannot: a disk that is full ends the log, and nothing else."""

    problem: OSError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self.problem is None:
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            self.problem = error
            with suppress(OSError):
                self.stream.close()


def problem() -> OSError | None:
    """Why the log is not whole; None where it is, or where there is none."""
    handlers = [each for each in logging.getLogger().handlers if isinstance(each, LogHandler)]
    return handlers[-1].problem if handlers else None


def start(path: Path) -> None:
    """Log to the end of `path`, which only its owner may read from now on.

    Raises:
        OSError: When it cannot be written.
    """
    # A pipe that nobody reads is refused, rather than waited for.
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o600)
    os.set_blocking(descriptor, True)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        # A file that was there already keeps its mode otherwise; a device is everybody's.
        os.fchmod(descriptor, 0o600)
    handler = LogHandler(os.fdopen(descriptor, "a", encoding="utf-8", errors="replace"))
    handler.setFormatter(RedactingFormatter(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("tui").setLevel(logging.DEBUG)
