"""Reports of errors of ours: what a person can send to whoever has to find out, without secrets."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
import time
import traceback
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from tui import __version__
from tui.i18n import gettext as _
from tui.redaction import redacted
from tui.text import clean_line, clean_prose

KEPT: Final = 20
"""Reports that are kept; the oldest go."""

EVENTS_KEPT: Final = 60
"""Keys and the like before an error that are told."""

LONGEST: Final = 100_000
"""Characters of the longest report: its end is the error, and is never cut."""

_FACT_LIMIT: Final = 500
_TRACE_LIMIT: Final = 40_000

Section = tuple[str, Sequence[str]]
"""A title, and the lines under it."""


class Trail:
    """What happened last: names of keys, places, never what was written in a text box."""

    def __init__(self, kept: int = EVENTS_KEPT) -> None:
        self._events: deque[str] = deque(maxlen=kept)
        self._again = 0

    def add(self, event: str) -> None:
        """Note an event; the same one again is only counted, and what is in brackets is not: the
        length of a text is its writer's business too."""
        if event.startswith("(") and self._events and self._events[-1] == event:
            return
        if self._events and self._events[-1].partition(" ×")[0] == event:
            self._again += 1
            self._events[-1] = f"{event} ×{self._again + 1}"
            return
        self._again = 0
        self._events.append(event)

    @property
    def events(self) -> tuple[str, ...]:
        """The oldest first."""
        return tuple(self._events)


class Crash(NamedTuple):
    """An error of ours that ended the program.

    Attributes:
        error: What was raised.
        report: Where it is told; None where no report could be written.
    """

    error: BaseException
    report: Path | None


def report(error: BaseException, sections: Iterable[Section], folder: Path | None) -> Path | None:
    """Write what is known of `error`: its file, only its owner's; None where there is no room.

    It goes to `folder`, else to the folder of temporary files. Never raises: an error while one is
    told must not hide it.
    """
    if folder is None:
        return None
    try:
        data = _written(error, sections).encode("utf-8", "replace")
    except Exception:  # noqa: BLE001 - a report that cannot be made is done without
        return None
    for place in (folder, Path(tempfile.gettempdir())):
        with suppress(OSError):
            path = _write(data, place)
            if place is folder:
                _let_old_go(place)
            return path
    return None


def said(crash: Crash, *, restore: bool) -> str:
    """What is said of `crash` once the terminal is as it was.

    Args:
        restore: Whether the last place can be opened again.
    """
    lines = [
        _("dgv stopped because of an error of its own ({error}).").format(
            error=type(crash.error).__name__
        )
    ]
    if crash.report is not None:
        lines.append(
            _("A report, without any key, is in {path}").format(
                path=clean_line(str(crash.report), 300)
            )
        )
    else:
        lines.append(_("No report could be written."))
    if restore:
        lines.append(_("“dgv --restore” opens the last place again."))
    return "\n".join(lines)


def _written(error: BaseException, sections: Iterable[Section]) -> str:
    parts = [("datagouv-tui", _circumstances()), *sections]
    # Secrets go before anything is cut: half of one would not be known.
    told = "\n".join(
        line
        for title, lines in parts
        for line in (f"## {title}", *(_fact(text) for text in lines), "")
    )
    trace = redacted("".join(traceback.format_exception(error)))
    if len(trace) > _TRACE_LIMIT:
        trace = f"{trace[: _TRACE_LIMIT // 2]}\n…\n{trace[-_TRACE_LIMIT // 2 :]}"
    text = f"{told[: LONGEST - _TRACE_LIMIT]}\n## Error\n{clean_prose(trace)}"
    # Whose machine it is is nobody's business.
    home = os.path.expanduser("~")
    return text.replace(home, "~") if len(home) > 1 else text


def _fact(text: str) -> str:
    # What the first cut may halve is past the second one.
    return clean_line(redacted(text[: _FACT_LIMIT * 40]), _FACT_LIMIT)


def _circumstances() -> list[str]:
    # Asked of what is imported already: nothing is imported while things break.
    textual = sys.modules.get("importlib.metadata")
    version = "?"
    if textual is not None:
        with suppress(Exception):
            version = textual.version("textual")
    variables = ("TERM", "COLORTERM", "TERM_PROGRAM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE")
    given = [f"{name}={os.environ[name]}" for name in variables if name in os.environ]
    multiplexed = [name for name in ("TMUX", "STY", "SSH_CONNECTION") if name in os.environ]
    stream = sys.__stderr__
    return [
        f"version {__version__}, Python {platform.python_version()}, Textual {version}",
        f"{platform.system()} {platform.machine()}, {time.strftime('%Y-%m-%dT%H:%M:%S%z')}",
        f"encoding {stream.encoding if stream is not None else None}, {' '.join(given)}",
        f"within {' '.join(multiplexed) or 'nothing'}",
    ]


def _write(data: bytes, folder: Path) -> Path:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    path = folder / f"crash-{stamp}-{os.getpid()}-{os.urandom(2).hex()}.txt"
    # Exclusive: in a folder of everybody's, somebody might have put a link there.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return path


def _let_old_go(folder: Path) -> None:
    reports = sorted(folder.glob("crash-*.txt"), key=lambda path: path.name, reverse=True)
    for path in reports[KEPT:]:
        with suppress(OSError):
            path.unlink()
