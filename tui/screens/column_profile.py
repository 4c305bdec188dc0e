"""The profile of one column: its figures, its frequent values, how its cells at hand are spread."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical

from tui import format as fmt
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option
from tui.screens.figure_texts import entries_of, figure_copies
from tui.screens.reading import ReadingDialog
from tui.tables.figures import Subject
from tui.tables.query import Filter
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.profile_lines import Bar, Fact, ProfileLines


class ColumnProfileScreen(ReadingDialog[Filter]):
    """The profiles of columns, one at a time. Dismissed with a filter on the rows of a line."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (30, "-high")]
    BINDINGS = [
        CLOSE,
        HELP,
        Binding("q", "close", show=False),
        Binding("i", "close", show=False),
    ]

    def __init__(self, subject: Callable[[int], Subject], count: int, index: int = 0) -> None:
        # `subject` tells of each of `count` columns; it is asked when one comes to it.
        super().__init__(classes="dialog profile")
        self._subject_at = subject
        self._count = count
        self._index = index
        self._subject = subject(index)

    @property
    def lines(self) -> ProfileLines:
        """What is said of the column."""
        return self.query_one(ProfileLines)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProfileLines()
            yield KeyBar()

    def on_mount(self) -> None:
        self.lines.focus()
        self._show()

    def _show(self) -> None:
        title = self.query_one("#title", ChipLine)
        title.show(clean_line(self._subject.figures.column.name, 120), ())
        title.status(
            _("column {here} of {count}").format(
                here=fmt.number(self._index + 1), count=fmt.number(self._count)
            )
        )
        self.lines.show(entries_of(self._subject))

    @on(ProfileLines.Turned)
    def _turn(self, event: ProfileLines.Turned) -> None:
        index = self._index + event.by
        if not 0 <= index < self._count:
            last = _("This is the last column.")
            self.notice(last if event.by > 0 else _("This is the first column."))
            return
        self._index = index
        self._subject = self._subject_at(index)
        self._show()

    @on(ProfileLines.Picked)
    def _picked(self, event: ProfileLines.Picked) -> None:
        rows = event.entry.rows if isinstance(event.entry, (Bar, Fact)) else None
        if rows is None:
            return
        answer = rows.keep if event.keep else rows.drop
        if answer is None:
            self.notice(rows.why_not)
        else:
            self.close(answer)

    @on(ProfileLines.CopyWanted)
    def _copy(self) -> None:
        copies = list(figure_copies(self._subject, self.lines.current))
        options = [Option(copy.title, copy.detail, copy.why_not) for copy in copies]

        def take(index: int | None) -> None:
            if index is not None:
                self.copy(copies[index].text)

        self.app.push_screen(ChooseScreen(_("Copy"), options), take)
