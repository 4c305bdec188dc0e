"""The rows of an answer of an API: filtered, ordered, read, written to files, page after page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.links import Link
from tui.screens import table_dialogs
from tui.screens.answer_pages import AnswerPages
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Option
from tui.screens.place import Copy
from tui.screens.reading import ReadingDialog
from tui.screens.rows import RowsPane, Shown
from tui.screens.session import Session
from tui.tables.operators import typed
from tui.tables.query import Query, QueryError
from tui.tables.view import View
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.table_grid import TableGrid

if TYPE_CHECKING:
    from tui.tables.export.job import Order


class AnswerRowsScreen(ReadingDialog[None]):
    """Rows that came in an answer, in the pane of any table: they are all here, and asked here."""

    BINDINGS = [CLOSE, HELP, *bindings_for("answerrows")]

    def __init__(self, session: Session, pages: AnswerPages) -> None:
        super().__init__(classes="dialog reading answerrows -full")
        self.session = session
        self.pane = RowsPane()
        self._pages = pages
        self._asking = False

    @property
    def grid(self) -> TableGrid:
        return self.pane.grid

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield self.pane
            yield KeyBar()

    async def on_mount(self) -> None:
        await self._open(Shown(Query(), View()))
        self.grid.focus()

    async def _open(self, shown: Shown) -> None:
        table = self._pages.table
        schema = await table.schema()
        try:
            query = typed(shown.query, schema)
        except QueryError as error:  # a page that came made a column another
            query = Query()
            self.notice(_("Shown without filters: {problem}").format(problem=error))
        self.pane.open(table, schema, Shown(query, shown.view, shown.row))
        self._say_title()

    def _say_title(self) -> None:
        pages, table = self._pages, self._pages.table
        count = len(table.rows)
        rows = ngettext("{count} row", "{count} rows", count).format(count=fmt.number(count))
        told = f"{clean_line(pages.place, 200)} · {rows}"
        if pages.pages > 1:
            several = ngettext("{count} page", "{count} pages", pages.pages)
            told += " · " + several.format(count=fmt.number(pages.pages))
        title = self.query_one("#title", ChipLine)
        title.show(told, ())
        following = _("p adds the next page") if pages.following is not None else ""
        title.status(_("asking… esc cancels") if self._asking else following)

    @on(RowsPane.Notice)
    def _said(self, event: RowsPane.Notice) -> None:
        self.notice(event.text)

    # Keys

    def why_not(self, action: str) -> str:
        if action == "more":
            if self._asking:
                return _("It is being asked.")
            if self._pages.following is None:
                return _("The answer leads to no such page.")
        return ""

    def action_close(self) -> None:
        """Cancel what runs, else close."""
        if self._asking:
            self.workers.cancel_group(self, "more")
            self._end()
            self.notice(_("Cancelled."))
            return
        self.close()

    @on(Grid.Chosen)
    def action_cell(self) -> None:
        table_dialogs.read_cell(self)

    def action_record(self) -> None:
        table_dialogs.read_record(self)

    def action_profile(self) -> None:
        table_dialogs.read_profile(self)

    def action_plot(self) -> None:
        table_dialogs.draw_plot(self)

    # The next page

    def action_more(self) -> None:
        """Add the rows of the next page to these."""
        self._asking = True
        self._say_title()
        self.refresh_bindings()
        self.run_worker(self._add(), group="more", exclusive=True, exit_on_error=False)

    async def _add(self) -> None:
        from tui.api.calls.problem import CallProblem

        try:
            came = await self._pages.more()
        except (ApiError, CallProblem) as error:
            self._end()
            self.notice(error.message)
            return
        self._end()
        asked, view = self.pane.asked, self.pane.view
        await self._open(Shown(asked, view, self.grid.row))
        said = ngettext("{count} row was added.", "{count} rows were added.", came)
        self.notice(said.format(count=fmt.number(came)))

    def _end(self) -> None:
        self._asking = False
        self._say_title()
        self.refresh_bindings()

    # What leaves

    def action_copy(self) -> None:
        from tui.screens.table_copies import TableCopies, rows_copies

        grid, pane = self.grid, self.pane
        link = Link("openapi", self._pages.call.url)
        forms = list(rows_copies(TableCopies.of_grid(grid, grid.marks, pane.asked, link)))
        forms.append(Copy(_("Address"), self._pages.call.url))
        why = _("These rows are in memory alone: write them to a file first.")
        forms.append(Copy(_("SQL for DuckDB"), "", why_not=why))
        options = [Option(f.title, detail=f.detail, why_not=f.why_not) for f in forms]

        def copy(index: int | None) -> None:
            if index is not None:
                text = forms[index].text
                self.copy(text if isinstance(text, str) else text())

        self.app.push_screen(ChooseScreen(_("Copy"), options), copy)

    def action_export(self) -> None:
        """Write the rows to a file: the marked ones, or all that the filters let through."""
        from tui.screens.export import ExportScreen
        from tui.screens.export_offers import held_offers

        pane, exports = self.pane, self.session.exports
        if pane.schema is None:
            return
        total = self.grid.store.count if self.grid.store.is_sized else None
        table = self._pages.table
        offers = held_offers(table, pane.schema, pane.asked, total, self.grid.marks)

        def begin(order: Order | None) -> None:
            if order is not None:
                exports.start(order)
                said = _("{name} is being written · D shows how far it is")
                self.notice(said.format(name=clean_line(order.target.name, 40)))

        name = f"{self._pages.call.url.partition('?')[0].rpartition('/')[2]} {self._pages.place}"
        screen = ExportScreen(offers, name, exports.folder, made=exports.made)
        self.app.push_screen(screen, begin)
