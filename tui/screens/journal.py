"""The requests that left: what was asked, what came back, how long it took."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, Dialog, ReadScreen
from tui.screens.session import Session
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.draw import Piece, fit
from tui.widgets.lines import LineList
from tui.widgets.prose import Paragraph

if TYPE_CHECKING:
    from tui.api.journal import Entry


class EntryLines(LineList):
    """Requests, the newest first."""

    def __init__(self) -> None:
        super().__init__(id="entries")
        self.entries: Sequence[Entry] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these requests, oldest first as the journal keeps them."""
        here = self.entries[self.cursor].number if self.cursor < len(self.entries) else None
        self.entries = tuple(reversed(entries))
        at_top = self.cursor == 0
        same = (i for i, entry in enumerate(self.entries) if entry.number == here)
        self.set_count(len(self.entries), cursor=0 if at_top else next(same, 0))

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        entry = self.entries[index]
        when = datetime.fromtimestamp(entry.started, UTC).astimezone().strftime("%H:%M:%S")
        failed = bool(entry.error) or (entry.status or 0) >= 400
        time = "" if entry.milliseconds is None else fmt.milliseconds(entry.milliseconds)
        size = "" if entry.bytes is None else fmt.size(entry.bytes)
        if entry.cached:
            time = _("memory")
        pieces = [
            (f" {when} ", self.style_of("dim")),
            (fit(_outcome(entry), 5), self.style_of("warning" if failed else "accent")),
            (fit(time, 9, right=True) + fit(size, 9, right=True) + "  ", self.style_of("dim")),
            (f"{entry.method} {_short(entry.url)}", self.style_of("plain")),
        ]
        if entry.error:
            pieces.insert(3, (f"{entry.error}  ", self.style_of("warning")))
        return pieces


class JournalScreen(Dialog[str]):
    """The journal, alive while requests run. Dismissed with the address to copy, or None."""

    BINDINGS = [
        CLOSE,
        Binding("q,L", "close", show=False),
        Binding("y", "copy", N_("Copy the address"), id="dialog.copy"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(classes="dialog tall")
        self._session = session

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield EntryLines()
            yield KeyBar()

    def on_mount(self) -> None:
        self._session.watch(self._show)
        self.query_one(EntryLines).focus()
        self._show()

    def on_unmount(self) -> None:
        self._session.unwatch(self._show)

    def _show(self) -> None:
        if self.leaves:  # requests end while it is taken down, its parts first
            return
        service = self._session.opened()
        entries = service.journal.entries if service is not None else ()
        self.query_one(EntryLines).show(entries)
        title = self.query_one("#title", ChipLine)
        title.show(_("Requests"), ())
        said = "" if entries else _("nothing was asked yet")
        if service is not None and service.journal.waiting:
            said = service.journal.waiting
        title.status(said)

    @on(LineList.Chosen)
    def _read(self, event: LineList.Chosen) -> None:
        entry = self.query_one(EntryLines).entries[event.index]
        blocks = [Paragraph(f"{entry.method} {entry.url}"), Paragraph("")]
        if entry.error:
            blocks.append(Paragraph(entry.error, "warning"))
        self.app.push_screen(
            ReadScreen(_("Request {number}").format(number=entry.number), blocks, raw=entry.url),
            self._copy_read,
        )

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.close(text)

    def action_copy(self) -> None:
        lines = self.query_one(EntryLines)
        if lines.cursor < len(lines.entries):
            self.close(str(lines.entries[lines.cursor].url))


def _short(url: str) -> str:
    """An address without its scheme and host, which the request's own page shows."""
    rest = url.partition("://")[2].partition("/")[2]
    return f"/{rest}" if rest else url


def _outcome(entry: Entry) -> str:
    if entry.running:
        return "⋯"
    return str(entry.status) if entry.status is not None else "✗"
