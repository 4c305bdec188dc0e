"""Small files that somebody wrote by hand, read within bounds: what is there may be anything."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from tui.i18n import gettext as _


def read_file(path: Path, most: int) -> tuple[bytes, int]:
    """What the file at `path` holds, at most `most` bytes, and its mode.

    Raises OSError where it cannot be read or is larger, and where it is no file: a pipe would be
    waited for without end.
    """
    with open(path, "rb", opener=_without_waiting) as file:
        mode = os.fstat(file.fileno()).st_mode
        if not stat.S_ISREG(mode) and path != Path(os.devnull):
            raise OSError(0, _("it is not a file"))
        content = file.read(most + 1)
    if len(content) > most:
        raise OSError(0, _("it is too large"))
    return content, stat.S_IMODE(mode)


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))
