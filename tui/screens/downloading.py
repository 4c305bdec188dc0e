"""From a place to a file of the web: ask where it goes, begin, say what is in the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tui import format as fmt
from tui.hosts import shown_host
from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.text import clean_line

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.api.models import Resource
    from tui.screens.session import Session
    from tui.tables.export.download import FileOrder
    from tui.tables.export.part import Spot


class Wanted(NamedTuple):
    """What is to be downloaded.

    Attributes:
        url: Where it is, raw.
        title: What it is: hostile text.
        format: What it is said to be; a web page that comes in its place is refused.
        size: Bytes, as far as one knows; None where nobody does.
        checksum: Its digest, as the portal knows it; empty where it does not.
        name: What the file is called; empty for a name made of the address or the title.
    """

    url: str
    title: str
    format: str = ""
    size: int | None = None
    checksum: str = ""
    name: str = ""


def wanted_file(resource: Resource) -> Wanted:
    """The file of a dataset."""
    declared = resource.checksum.value if resource.checksum is not None else ""
    return Wanted(
        resource.url,
        resource.title,
        resource.format,
        resource.size,
        declared or resource.findings.checksum,
    )


def why_no_download(url: str) -> str:
    """Why what is at `url` cannot be downloaded, as a sentence; empty when it can."""
    from tui.api.fetch import is_fetchable

    if not url.strip():
        return _("It has no address.")
    return "" if is_fetchable(url) else _("Only addresses of the web (http, https) are downloaded.")


def ask_and_download(
    screen: Screen[Any], session: Session, wanted: Wanted, say: Callable[[str], None]
) -> None:
    """Download `wanted` where the person says. `say` is told what cannot be done."""
    from tui.tables.export.download import FileOrder
    from tui.tables.export.names import downloaded_name, typed_path, written_path
    from tui.tables.export.part import look_at
    from tui.tables.export.problems import ExportError

    problem = why_no_download(wanted.url)
    if problem:
        say(problem)
        return
    folder = session.exports.folder
    name = wanted.name or downloaded_name(wanted.url, wanted.title, wanted.format)
    title = clean_line(wanted.title, 200)

    def order(typed: str) -> FileOrder:
        target = typed_path(typed, folder, name)
        return FileOrder(wanted.url, target, title, wanted.format, wanted.checksum)

    def check(typed: str) -> str:
        try:
            made = order(typed)
            look_at(made.target, made.key)
        except ExportError as error:
            return f"{error.message} {error.hint}".strip()
        return ""

    def take(typed: str | None) -> None:
        if typed is None:
            return
        made = order(typed)
        try:
            spot = look_at(made.target, made.key)
        except ExportError as error:
            say(error.message)
            return
        if spot.is_free:
            _begin(screen, session, made, say)
        else:
            _ask_what_becomes_of(screen, session, made, spot, say)

    proposed = written_path(folder / name)
    dialog = AskScreen(
        _("Download"), value=proposed, check=check, help_text=_about(wanted, folder / name, order)
    )
    screen.app.push_screen(dialog, take)


def _about(wanted: Wanted, target: Path, order: Callable[[str], FileOrder]) -> str:
    """What one knows of the file before it comes, and what is there of it already."""
    from tui.tables.export.part import look_at
    from tui.tables.export.problems import ExportError

    server = shown_host(wanted.url, 60)
    size = fmt.size(wanted.size) if wanted.size is not None else _("size unknown")
    words = [clean_line(wanted.format, 20), size, server]
    try:
        unfinished = look_at(target, order(str(target)).key).unfinished
    except ExportError:
        unfinished = None
    if unfinished is not None and unfinished.size:
        words.append(_("{size} are there already").format(size=fmt.size(unfinished.size)))
    return " · ".join(word for word in words if word)


def _ask_what_becomes_of(
    screen: Screen[Any],
    session: Session,
    order: FileOrder,
    spot: Spot,
    say: Callable[[str], None],
) -> None:
    """Ask what is to become of what is there."""
    from tui.tables.export.names import free_path
    from tui.tables.export.problems import shown

    other = free_path(order.target)
    replaced = _("Replace {name}") if spot.is_taken else _("Drop what was begun of {name}")
    why_not = _("it is being written") if spot.is_busy else ""
    options = [
        Option(_("Write {name}").format(name=clean_line(other.name, 40))),
        Option(replaced.format(name=clean_line(order.target.name, 40)), why_not=why_not),
    ]

    def decide(index: int | None) -> None:
        if index == 0:
            _begin(screen, session, replace(order, target=other), say)
        elif index == 1:
            _begin(screen, session, replace(order, overwrite=spot.is_taken, replace_part=True), say)

    said = _("There is a file already: {name}.")
    if not spot.is_taken:
        said = _("Another file was begun there: {name}.")
    if spot.is_busy:
        said = _("Another download is writing {name}.")
    screen.app.push_screen(ChooseScreen(said.format(name=shown(order.target)), options), decide)


def _begin(
    screen: Screen[Any], session: Session, order: FileOrder, say: Callable[[str], None]
) -> None:
    screen.run_worker(_start(session, order, say), group="download", exit_on_error=False)


async def _start(session: Session, order: FileOrder, say: Callable[[str], None]) -> None:
    from tui.api.errors import ApiError
    from tui.api.fetch import fetching

    try:
        service = await session.service()
    except ApiError as error:
        say(f"{error.message} {error.hint}".strip())
        return
    session.exports.download(order, partial(fetching, service.transport))
