"""The body of an answer to a file: as it came, under a name of its own."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote

from textual.screen import Screen

from tui import format as fmt
from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.calls.facts import Facts
    from tui.api.calls.received import Sent

_ENDS: Final = {"json": "json", "xml": "xml", "html": "html", "csv": "csv", "text": "txt"}
_BINARY: Final = {"application/pdf": "pdf", "application/zip": "zip", "application/gzip": "gz"}
_NAMED: Final = re.compile(
    r"filename\*\s*=\s*[\w-]*'[\w-]*'([^;\s]+)|filename\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))",
    re.IGNORECASE,
)


def ask_and_write(
    screen: Screen[None], sent: Sent, facts: Facts, folder: Path, say: Callable[[str], None]
) -> None:
    """Write what is here of the body where the person says; `say` is told what came of it.

    Nothing is ever overwritten.
    """
    from tui.tables.export.names import free_path, typed_path, written_path
    from tui.tables.export.problems import ExportError

    name = name_of(sent, facts)

    def check(typed: str) -> str:
        try:
            typed_path(typed, folder, name)
        except ExportError as error:
            return error.message
        return ""

    def begin(typed: str | None) -> None:
        if typed is not None:
            writing = _write(sent, facts, typed_path(typed, folder, name), say)
            screen.run_worker(writing, group="file", exclusive=True, exit_on_error=False)

    try:
        value = written_path(free_path(folder / name))
    except ExportError as error:
        say(error.message)
        return
    size = fmt.size(facts.size)
    about = _("{size}, only the start of it: m reads on").format(size=size) if facts.stop else size
    title = _("Write the body to a file")
    screen.app.push_screen(AskScreen(title, value=value, check=check, help_text=about), begin)


def name_of(sent: Sent, facts: Facts) -> str:
    """A name for the file: the one that the server gives, else one made of the address."""
    from tui.tables.export.names import downloaded_name

    if facts.image is not None:
        end = facts.image.format.lower()
    else:
        end = _ENDS.get(facts.kind) or _BINARY.get(facts.media_type, "bin")
    said = _NAMED.search(sent.header("content-disposition")[:2000])
    named = ""
    if said is not None:
        named = unquote(said[1]) if said[1] else said[2] or said[3] or ""
    # What is only a folder would be no name; names are cleaned as any other is.
    named = named.replace("\\", "/").rpartition("/")[2]
    path = sent.call.url.partition("?")[0].rstrip("/")
    return downloaded_name(f"https://a/{quote(named)}", path.rpartition("/")[2], end)


def bytes_of(sent: Sent, facts: Facts) -> bytes:
    """The bytes to write: as they came, but for secrets that the server repeats."""
    from tui.api.calls.facts import text_of

    body = sent.body
    if facts.kind in ("image", "binary", "empty"):
        return body
    text, _charset = text_of(body, sent.header("content-type"), is_whole=sent.is_whole)
    return body if facts.text == text else facts.text.encode("utf-8", "replace")


async def _write(sent: Sent, facts: Facts, target: Path, say: Callable[[str], None]) -> None:
    from tui.tables.export.problems import ExportError
    from tui.tables.export.problems import shown as folder_name
    from tui.tables.export.small import write_bytes

    def write() -> Path:
        return write_bytes(bytes_of(sent, facts), target)

    try:
        written = await asyncio.to_thread(write)
    except ExportError as error:
        say(f"{error.message} {error.hint}".strip())
        return
    said = _("{name} is written, in {folder}")
    name = clean_line(written.name, 50)
    say(said.format(name=name, folder=folder_name(written.parent)))
