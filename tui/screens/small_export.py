"""From a place to a small file: ask for its name, write it, say what it was called."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from textual.screen import Screen

from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen
from tui.tables.export.formats import Format
from tui.tables.export.names import file_name, free_path, typed_path, written_path
from tui.tables.export.problems import ExportError, shown
from tui.tables.export.small import write_whole
from tui.text import clean_line


def ask_and_write(
    screen: Screen[None], name: str, text: str, folder: Path, say: Callable[[str], None]
) -> None:
    """Write `text` as CSV where the person says, beginning with a free name made of `name`.

    Nothing is ever overwritten; `say` is told what came of it.
    """
    proposed = file_name(name, Format.CSV)

    def check(typed: str) -> str:
        try:
            typed_path(typed, folder, proposed)
        except ExportError as error:
            return error.message
        return ""

    def begin(typed: str | None) -> None:
        if typed is not None:
            target = typed_path(typed, folder, proposed)
            screen.run_worker(
                _write(text, target, say), group="csv", exclusive=True, exit_on_error=False
            )

    try:
        value = written_path(free_path(folder / proposed))
    except ExportError as error:
        say(error.message)
        return
    screen.app.push_screen(AskScreen(_("Write as CSV"), value=value, check=check), begin)


async def _write(text: str, target: Path, say: Callable[[str], None]) -> None:
    try:
        written = await asyncio.to_thread(write_whole, text, target)
    except ExportError as error:
        say(f"{error.message} {error.hint}".strip())
    else:
        said = _("{name} is written, in {folder}")
        say(said.format(name=clean_line(written.name, 50), folder=shown(written.parent)))
