"""From a place to a small file: ask what and under which name, write it, say what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from textual.screen import Screen

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.tables.export.formats import Format
from tui.tables.export.names import file_name, free_path, typed_path, written_path
from tui.tables.export.problems import ExportError
from tui.tables.export.problems import shown as folder_name
from tui.tables.export.small import write_whole
from tui.tables.export.written import inert_csv
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.metrics import CsvRows
    from tui.screens.place import Place


class Made(NamedTuple):
    """A text to write, and what there is to say of how it was made."""

    text: str
    said: str = ""


_FORMATS: Final = (Format.CSV, Format.CSV_BOM, Format.CSV_SAFE)

Making = Callable[[], Awaitable[Made]]


def choose_and_write(
    place: Place,
    name: str,
    shown: tuple[str, str],
    every: Callable[[Callable[[int, int], None]], Awaitable[CsvRows]],
) -> None:
    """Write what is shown, or every row that the service has of it.

    Args:
        shown: What is shown as CSV, and how much that is.
        every: Asks for the rows; it tells how many came, of how many.
    """

    def tell(rows: int, total: int) -> None:
        said = _("{count} of {total} rows, page by page · esc stops")
        place.notice(said.format(count=fmt.number(rows), total=fmt.number(total)))

    async def make() -> Made:
        found = await every(tell)
        rows = ngettext("{count} row", "{count} rows", found.rows)
        route = (
            _("through the CSV route")
            if found.streamed
            else _("page by page, too many for the CSV route")
        )
        return Made(found.text, f"{rows.format(count=fmt.number(found.rows))}, {route}")

    def begin(index: int | None) -> None:
        if index is not None:
            text = shown[0] if index == 0 else make
            ask_and_write(place, name, text, place.session.exports.folder, place.notice)

    options = [
        Option(_("What is shown"), shown[1]),
        Option(_("Every row of the service"), _("as the Metrics API has them")),
    ]
    place.app.push_screen(ChooseScreen(_("Write as CSV"), options), begin)


def ask_and_write(
    screen: Screen[None], name: str, text: str | Making, folder: Path, say: Callable[[str], None]
) -> None:
    """Write `text`, or what is made then, as the CSV that the person chooses, where they say,
    beginning with a free name made of `name`.

    Nothing is ever overwritten; `say` is told what came of it.
    """

    def begin(index: int | None) -> None:
        if index is not None:
            _ask_where(screen, name, text, _FORMATS[index], folder, say)

    options = [Option(_(made.label), _(made.about)) for made in _FORMATS]
    screen.app.push_screen(ChooseScreen(_("Write as CSV"), options), begin)


def _ask_where(
    screen: Screen[None],
    name: str,
    text: str | Making,
    form: Format,
    folder: Path,
    say: Callable[[str], None],
) -> None:
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
                _write(text, form, target, say), group="csv", exclusive=True, exit_on_error=False
            )

    try:
        value = written_path(free_path(folder / proposed))
    except ExportError as error:
        say(error.message)
        return
    screen.app.push_screen(AskScreen(_("Write as CSV"), value=value, check=check), begin)


def _formed(text: str, form: Format) -> str:
    """CSV in one of its forms."""
    if form is Format.CSV:
        return text
    return "\ufeff" + (inert_csv(text) if form is Format.CSV_SAFE else text)


async def _write(
    text: str | Making, form: Format, target: Path, say: Callable[[str], None]
) -> None:
    try:
        made = Made(text) if isinstance(text, str) else await text()
        written = await asyncio.to_thread(write_whole, _formed(made.text, form), target)
    except ApiError as error:
        detail = f"({error.detail})" if isinstance(error.detail, str) and error.detail else ""
        say(" ".join((_("Nothing was written."), error.message, detail)).strip())
    except ExportError as error:
        say(f"{error.message} {error.hint}".strip())
    else:
        said = _("{name} is written, in {folder}").format(
            name=clean_line(written.name, 50), folder=folder_name(written.parent)
        )
        say(f"{made.said} · {said}" if made.said else said)
