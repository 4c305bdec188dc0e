"""A text of a few lines to a file, at once: whole under its name, or not there at all."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from tui.tables.export.part import published
from tui.tables.export.problems import file_problem
from tui.tables.export.written import text_bytes


def write_whole(text: str, target: Path) -> Path:
    """Write `text` to `target`, or to the next free name where there is something. Blocks.

    Returns the name it got. Raises `ExportError`.
    """
    return write_bytes(text_bytes(text), target)


def write_bytes(data: bytes, target: Path) -> Path:
    """The same, of bytes."""
    beside = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        try:
            with os.fdopen(
                os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb"
            ) as file:
                file.write(data)
            return published(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise file_problem(error, target) from error
