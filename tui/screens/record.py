"""One row of a table, turned: its fields one under the other; from record to record."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker, WorkerState

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.cell import CellScreen
from tui.screens.column_filter import kind_of
from tui.screens.dialogs import CLOSE, ChooseScreen, Option
from tui.screens.place import SPINNER_DELAY
from tui.screens.reading import ReadingDialog
from tui.screens.record_texts import record_copies
from tui.screens.session import Session
from tui.tables.records import RecordReader
from tui.tables.source import Row
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.fields import FieldLines
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt

REST = 0.08
"""Seconds without a move before a record is asked for, when one leafs through them."""


class Spot(NamedTuple):
    """Where one ended: the position of the record, from 0, and the name of the field."""

    row: int
    column: str


class RecordScreen(ReadingDialog[Spot]):
    """Records one at a time. Dismissed with where one ended."""

    BINDINGS = [
        CLOSE,
        Binding("q", "close", show=False),
        Binding("v", "close", show=False),
        *bindings_for("record"),
        Binding("down", "to_fields", show=False),
    ]

    def __init__(
        self, session: Session, reader: RecordReader, position: int, *, column: str = ""
    ) -> None:
        # Opens at the record at `position` (from 0), on the field `column`.
        super().__init__(classes="dialog reading -full")
        self._session = session
        self._reader = reader
        self._position = position
        self._wanted = position
        self._column = column
        self._row: Row | None = None
        self._compared: tuple[int, Row] | None = None
        self._differing = False
        self._problem: ApiError | None = None
        self._reading: Worker[None] | None = None
        self._mention: Timer | None = None

    @property
    def _lines(self) -> FieldLines:
        return self.query_one(FieldLines)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Prompt(placeholder=_("name of a field"), id="words")
            yield FieldLines(self._reader.columns)
            yield ChipLine(id="said")
            yield KeyBar()

    def on_mount(self) -> None:
        lines = self._lines
        names = [column.name for column in lines.columns]
        cursor = names.index(self._column) if self._column in names else 0
        lines.set_count(len(names), cursor=cursor)
        lines.focus()
        self._say()
        self._read(self._position)

    # Reading

    def _read(self, position: int) -> None:
        """Ask for the record at `position`; at once, unless the one before is still awaited."""
        hurried = self._is_reading
        self._wanted = position
        self._problem = None
        self._reading = self.run_worker(
            # Not a coroutine yet: the next key may cancel it before it starts.
            partial(self._fetch, position, REST if hurried else 0),
            group="record",
            exclusive=True,
            exit_on_error=False,
        )
        if self._mention is None:
            self._mention = self.set_timer(SPINNER_DELAY, self._mention_reading)

    async def _fetch(self, position: int, delay: float) -> None:
        if delay:
            await asyncio.sleep(delay)
        try:
            row = await self._reader.row(position)
        except ApiError as error:
            self._stop_mention()
            self._problem = error
            self._say()
            return
        self._stop_mention()
        if row is None:
            self._wanted = self._position
            self.notice(_("There is no record there any more."))
            self._say()
            return
        self._position, self._row = position, row
        self._show_fields()

    @property
    def _is_reading(self) -> bool:
        return self._reading is not None and not self._reading.is_finished

    def _mention_reading(self) -> None:
        if self._mention is None:  # It came while this was on its way.
            return
        self._lines.add_class("-stale")
        number = fmt.number(self._wanted + 1)
        self.query_one("#title", ChipLine).status(
            _("reading record {number}…").format(number=number)
        )

    def _stop_mention(self) -> None:
        if self._mention is not None:
            self._mention.stop()
            self._mention = None
        self._lines.remove_class("-stale")

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A worker never fails on purpose: the application says it."""
        if event.state is WorkerState.ERROR:
            self._stop_mention()

    # What is shown

    def _show_fields(self) -> None:
        other = self._compared[1] if self._compared is not None else None
        self._lines.show(self._row, other)
        self._narrow()

    def _narrow(self) -> None:
        elsewhere = self._compared is not None and self._compared[0] != self._position
        words = self.query_one(Prompt).value
        self._lines.narrow(words, differing=self._differing and elsewhere)
        self._say()

    def _say(self) -> None:
        """Say which record this is, how it compares, and what went wrong if something did."""
        title, said = self.query_one("#title", ChipLine), self.query_one("#said", ChipLine)
        title.show(self._heading(), ())
        title.status(self._comparison())
        if self._problem is not None:
            way_out = _("r asks again.") if self._problem.retryable else self._problem.hint
            said.show("", ())
            said.status(f"{self._problem.message} {way_out}".strip(), error=True)
        else:
            said.show(self._field_words(), ())
            said.status(self._field_position())
        self.refresh_bindings()

    def _heading(self) -> str:
        total, number = self._reader.total, fmt.number(self._position + 1)
        if total is None:
            return _("Record {number}").format(number=number)
        return _("Record {number} of {total}").format(number=number, total=fmt.number(total))

    def _comparison(self) -> str:
        if self._compared is None:
            return ""
        number = fmt.number(self._compared[0] + 1)
        if self._compared[0] == self._position:
            return _("the others are compared with this record")
        lines = self._lines
        count = sum(lines.differs(place) for place in range(len(lines.columns)))
        if not count:
            return _("the same as record {number}").format(number=number)
        text = ngettext(
            "{count} field differs from record {number}",
            "{count} fields differ from record {number}",
            count,
        )
        return text.format(count=fmt.number(count), number=number)

    def _field_words(self) -> str:
        lines = self._lines
        if lines.place >= len(lines.columns):
            return _("nothing differs") if self._differing else _("nothing matches")
        column = lines.columns[lines.place]
        return f"{clean_line(column.title or column.name, 60)} · {kind_of(column)}"

    def _field_position(self) -> str:
        lines = self._lines
        here = lines.cursor + 1 if lines.kept else 0
        return _("field {here} of {count}").format(
            here=fmt.number(here), count=fmt.number(len(lines.kept))
        )

    @on(LineList.Highlighted)
    def _moved(self) -> None:
        self._say()

    # Keys

    def why_not(self, action: str) -> str:
        total = self._reader.total
        reasons = {
            "next": (total is None or self._wanted + 1 < total, _("This is the last record.")),
            "previous": (self._wanted > 0, _("This is the first record.")),
            "retry": (self._problem is not None, _("Nothing failed.")),
            "copy": (self._row is not None, _("There is no record yet.")),
            "compare": (self._row is not None, _("There is no record yet.")),
            "differing": (self._compared is not None, _("No record is compared with.")),
        }
        possible, reason = reasons.get(action, (True, ""))
        return "" if possible else reason

    def action_next(self) -> None:
        self._read(self._wanted + 1)

    def action_previous(self) -> None:
        self._read(self._wanted - 1)

    def action_retry(self) -> None:
        self._read(self._wanted)
        self._say()

    def action_close(self) -> None:
        """Cancel what runs, or show every field again, or close."""
        if self._is_reading:
            self.workers.cancel_group(self, "record")
            self._wanted = self._position
            self._stop_mention()
            self.notice(_("cancelled"))
            self._say()
        elif self.has_class("-finding"):
            self.query_one(Prompt).value = ""
            self.remove_class("-finding")
            self._lines.focus()
        else:
            lines = self._lines
            known = lines.place < len(lines.columns)
            self.close(Spot(self._position, lines.columns[lines.place].name if known else ""))

    # Fields

    def action_find(self) -> None:
        """Type to find a field by its name."""
        self.add_class("-finding")
        self.query_one(Prompt).focus()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._narrow()

    @on(Input.Submitted)
    def action_to_fields(self) -> None:
        self._lines.focus()

    @on(LineList.Chosen)
    def _open_cell(self) -> None:
        lines = self._lines
        if self._row is None or lines.place >= len(lines.columns):
            return
        screen = CellScreen(
            lines.columns,
            self._row,
            lines.columns[lines.place].name,
            row_number=self._position + 1,
            site=self._session.site,
        )
        self.app.push_screen(screen, self._back_from_cell)

    def _back_from_cell(self, name: str | None) -> None:
        lines = self._lines
        places = [i for i, column in enumerate(lines.columns) if column.name == name]
        if places:
            lines.go_to(places[0])

    def action_copy(self) -> None:
        """Choose a form of the record to copy."""
        if self._row is None:
            return
        copies = list(record_copies(self._lines.columns, self._row, self._lines.place))
        options = [Option(copy.title, copy.detail, copy.why_not) for copy in copies]

        def take(index: int | None) -> None:
            if index is not None:
                self.copy(copies[index].text)

        self.app.push_screen(ChooseScreen(_("Copy"), options), take)

    # Comparing

    def action_compare(self) -> None:
        """Compare the other records with this one; on this one again, with none."""
        if self._row is None:
            return
        if self._compared is not None and self._compared[0] == self._position:
            self._compared = None
            self._differing = False
        else:
            self._compared = (self._position, self._row)
        self._show_fields()

    def action_differing(self) -> None:
        """Show only the fields that differ, or all."""
        self._differing = not self._differing
        self._narrow()
