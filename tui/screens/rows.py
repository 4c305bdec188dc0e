"""The rows of a table on a screen: what is asked of it, step by step, and what came."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens import rows_dialogs, rows_texts
from tui.screens.finding import Finding
from tui.tables.operators import describe, describe_filter, sortable, typed
from tui.tables.past import Past
from tui.tables.query import (
    ROW_ID,
    Condition,
    Group,
    Op,
    Query,
    QueryError,
    Schema,
)
from tui.tables.source import Window
from tui.tables.tabular_form import inexact
from tui.tables.view import View, columns_to_ask, shown_columns
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import raw
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.table_grid import TableGrid

if TYPE_CHECKING:
    from tui.tables.source import TableSource

ROOM_FOR_PAGES = 100
"""Columns of the terminal from which the position says the page too."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a table: its rows, its columns, and the row one was at."""

    query: Query
    view: View
    row: int = 0


class RowsPane(Vertical):
    """Rows, the filters they went through, and the cell under the cursor.

    Attributes:
        schema: The columns of the table; None before `open`.
        source: Where the rows come from; None before `open`.
        grid: The grid of the rows.
        finding: What is looked for among the rows at hand.
    """

    BINDINGS = bindings_for("rows")

    class Changed(Message):
        """Other rows or columns are shown: the address is another."""

    @dataclass
    class Notice(Message):
        """Something to say for a while."""

        text: str
        seconds: float = 6

    def __init__(self) -> None:
        super().__init__(id="rows")
        self.schema: Schema | None = None
        self.source: TableSource | None = None
        self._failure: ApiError | None = None
        self.grid = TableGrid(id="grid")
        self._past = Past(Shown(Query(), View()))
        self._limits_said_of = Query()
        self.finding = Finding(self)

    def compose(self) -> ComposeResult:
        yield ChipLine(id="chips")
        yield self.grid
        yield ChipLine(id="cell")

    # State

    @property
    def asked(self) -> Query:
        """What the person asks for: rows, and columns where some were chosen."""
        return self._past.now.query

    @property
    def view(self) -> View:
        """How the columns are shown."""
        return self._past.now.view

    @property
    def problem(self) -> ApiError | None:
        """Why the rows in sight could not be had, if they could not."""
        return self._failure if self.grid.has_failures_in_sight else None

    def request_bytes(self, where: Group) -> int:
        """Bytes of the request line that asks for the rows that `where` lets through.

        Raises `ApiError` where the service cannot be asked for them.
        """
        if self.source is None:
            return 0
        return self.source.request_size(replace(self.asked, where=where))

    def open(self, source: TableSource, schema: Schema, shown: Shown, column: str = "") -> None:
        """Show rows of `source` for the first time, the cursor in `column`."""
        self.source, self.schema = source, schema
        self._past = Past(shown)
        self.grid.schema = schema
        self.grid.hints = rows_texts.width_hints(source.profile)
        self._show(row=shown.row)
        names = [column.name for column in self.grid.columns]
        if column in names:
            self.grid.move(self.grid.row, names.index(column))

    def reload(self) -> None:
        """Ask for the rows again, past every cache."""
        if self.source is not None:
            self.source.forget()
            self._show(row=self.grid.row)

    def give_up(self) -> None:
        """What was asked for will not come: the rows still in sight are those of the query
        before."""
        self.grid.give_up()
        if self.grid.is_changing:
            self._past.drop()
            self._show(row=self._past.now.row)

    def change_query(self, query: Query) -> None:
        """Show the rows of another query; the cursor stays in its column."""
        self._change(query, self.view)

    def _change(self, query: Query, view: View, *, slight: bool = False) -> None:
        before = self._past.now
        if (query, view) == (before.query, before.view):
            return
        self._past.amend(replace(before, row=self.grid.row))
        same_rows = replace(query, columns=()) == replace(before.query, columns=())
        after = Shown(query, view, self.grid.row if same_rows else 0)
        if slight:
            self._past.amend(after)
        else:
            self._past.change(after)
        self._apply(before, after)

    def _apply(self, before: Shown, after: Shown) -> None:
        """Show `after` where `before` was shown: rows are asked for only if they are others."""
        if self._to_ask() != self.grid.query_shown or self.problem is not None:
            self._show(row=after.row)
            return
        self.grid.take(after.query.columns, after.view)
        self.finding.forget()
        self._say_query()

    def _show(self, *, row: int) -> None:
        self._failure = None
        now = self._past.now
        self.grid.names, self.grid.view = now.query.columns, now.view
        self.grid.choose_widths(dict(now.view.widths))
        self.finding.forget()
        self.grid.show_rows(self._to_ask(), row=row)
        self._say_query()

    def _to_ask(self) -> Query:
        """What is asked of the service: every column, unless some are enough by far."""
        now = self._past.now
        if self.schema is None:
            return now.query
        columns = shown_columns(self.schema, now.query.columns, now.view.pinned)
        names = [column.name for column in columns] if now.query.columns else []
        asked = columns_to_ask(self.schema, names, self.grid.query_shown.columns)
        return replace(now.query, columns=asked)

    def _say_query(self) -> None:
        chips = [describe_filter(item) for item in self.asked.where]
        self.query_one("#chips", ChipLine).show("", chips)
        self.post_message(self.Changed())
        self.screen.refresh_bindings()
        self.say_position()

    # Rows

    @on(Grid.NeedRows)
    def _rows_wanted(self, event: Grid.NeedRows) -> None:
        event.stop()
        if self.source is None:  # The table is not open yet: its first query is asked for then.
            return
        self.screen.run_worker(
            self._fetch_rows(event), group="rows", exclusive=True, exit_on_error=False
        )

    async def _fetch_rows(self, wanted: Grid.NeedRows) -> None:
        grid, query, size = wanted.grid, wanted.grid.query_shown, wanted.grid.store.page_size
        # Page by page: one that fails takes no other with it.
        pages = [range(start, start + size) for start in range(wanted.begin, wanted.end, size)]
        answers = await asyncio.gather(*(self._fetch_page(query, page) for page in pages))
        if self.source is None or query != grid.query_shown:
            return
        errors = [answer for answer in answers if isinstance(answer, ApiError)]
        if errors:
            self._failure = errors[0]
        grid.supply(*(answer for answer in answers if isinstance(answer, Window)))
        self.say_position()
        if not errors:
            self._say_limits(query, self.source)

    async def _fetch_page(self, query: Query, page: range) -> Window | ApiError | None:
        """Fetch one page, and say in the grid why it could not be had."""
        if self.source is None:
            return None
        try:
            return await self.source.window(query, page.start, page.stop)
        except ApiError as error:
            if query == self.grid.query_shown:
                self.grid.fail(page.start, page.stop, self._way_out(error))
            return error

    def _way_out(self, error: ApiError) -> str:
        """What is wrong, and what one can do about it."""
        way_out = _("r asks again.") if error.retryable else error.hint
        if not way_out and self.asked.where.items:
            way_out = _("x removes the last filter.")
        return f"{error.message} {way_out}".strip()

    def _say_limits(self, query: Query, source: TableSource) -> None:
        """Say, once for a query, where the service answers something near to what was asked."""
        if query == self._limits_said_of:
            return
        self._limits_said_of = query
        near = inexact(query)
        if near:
            text = _("The service takes {filter} loosely: * , and ) match any character there.")
            self._notice(text.format(filter=describe(near[0])), seconds=12)
        elif query.sorts and source.sorts_plainly:
            self._notice(
                _("The service sorts by one column only: rows that tie may repeat."), seconds=12
            )

    @on(Grid.Changed)
    def _data_changed(self) -> None:
        self._notice(_("The table changed while you were reading it: r reloads."))

    def on_resize(self) -> None:
        """What is said of the position depends on the room."""
        self.say_position()

    @on(Grid.Moved)
    @on(TableGrid.MarksChanged)
    def say_position(self) -> None:
        """Say where the cursor is, and what is under it."""
        if self.schema is None:
            return
        label, status = rows_texts.cell_words(self.grid)
        self.query_one("#cell", ChipLine).show(label, ())
        self.query_one("#cell", ChipLine).status(status)
        chips = self.query_one("#chips", ChipLine)
        if self.problem is not None:
            chips.status(self.problem.message, error=True)
        else:
            with_page = self.app.size.width >= ROOM_FOR_PAGES
            chips.status(
                rows_texts.position(
                    self.grid, filtered=bool(self.asked.where.items), with_page=with_page
                )
            )

    def _notice(self, text: str, *, seconds: float = 6) -> None:
        self.post_message(self.Notice(text, seconds))

    @on(TableGrid.Refused)
    def _refused(self, event: TableGrid.Refused) -> None:
        self._notice(event.why)

    # What can be done

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if self.schema is None or not self.display:
            return _("There are no rows yet.")
        reasons = {
            "drop_filter": (not self.asked.where.items, _("There is no filter.")),
            "clear_filters": (not self.asked.where.items, _("There is no filter.")),
            "undo": (not self._past.can_undo, _("Nothing to undo.")),
            "redo": (not self._past.can_redo, _("Nothing to redo.")),
            "only_marked": (not self.grid.marks, _("No row is marked.")),
            "find_next": (not self.finding.text, _("Nothing is looked for: ^f finds.")),
            "find_previous": (not self.finding.text, _("Nothing is looked for: ^f finds.")),
        }
        holds, why = reasons.get(action, (False, ""))
        return why if holds else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def action_undo(self) -> None:
        self._travel(self._past.undo)

    def action_redo(self) -> None:
        self._travel(self._past.redo)

    def _travel(self, step: Callable[[], Shown]) -> None:
        before = self._past.now
        self._past.amend(replace(before, row=self.grid.row))
        self._apply(before, step())

    # Columns

    @on(TableGrid.Arranged)
    def _arranged(self, event: TableGrid.Arranged) -> None:
        query = replace(self.asked, columns=event.names)
        self._change(query, event.view, slight=event.slight)

    # Dialogs

    def action_pick_columns(self) -> None:
        self._open_dialog(rows_dialogs.pick_columns)

    def action_go_column(self) -> None:
        self._open_dialog(rows_dialogs.go_column)

    def action_go_row(self) -> None:
        self._open_dialog(rows_dialogs.go_row)

    def action_order(self) -> None:
        self._open_dialog(rows_dialogs.ask_order)

    def action_filter(self) -> None:
        self._open_dialog(rows_dialogs.ask_filter)

    def action_filter_text(self) -> None:
        self._open_dialog(rows_dialogs.ask_filter_text)

    def action_filter_tree(self) -> None:
        self._open_dialog(rows_dialogs.ask_filter_tree)

    def action_find(self) -> None:
        self._open_dialog(rows_dialogs.ask_find)

    def _open_dialog(self, opens: Callable[[RowsPane, Schema], None]) -> None:
        if self.schema is not None:
            opens(self, self.schema)

    # Order

    def action_sort(self) -> None:
        """Turn the column's order, alone: up, down, none."""
        self._sort(self.asked.turned)

    def action_sort_more(self) -> None:
        """Turn the column's order among the others': up, down, none."""
        self._sort(self.asked.turned_too)

    def _sort(self, turned: Callable[[str], Query]) -> None:
        column = self.grid.current_column
        if column is None:
            return
        if sortable(column.type):
            self.change_query(turned(column.name))
        else:
            self._notice(_("A column of this type cannot be sorted."))

    # Filters

    def action_keep(self) -> None:
        self._filter_on_cell(keep=True)

    def action_exclude(self) -> None:
        self._filter_on_cell(keep=False)

    def _filter_on_cell(self, *, keep: bool) -> None:
        grid = self.grid
        column = grid.current_column
        if column is None or grid.current_row is None or self.schema is None:
            return
        value = grid.current_cell
        if value is None:
            condition = Condition(column.name, Op.ISNULL if keep else Op.ISNOTNULL)
        elif isinstance(value, (list, dict)):
            self._notice(_("A JSON value cannot be filtered on: only whether it is empty."))
            return
        else:
            condition = Condition(column.name, Op.EXACT if keep else Op.DIFFERS, raw(value))
        self.filter_by(condition)

    def filter_by(self, condition: Condition) -> None:
        """Add a condition, whose value may still be a text."""
        if self.schema is None:
            return
        try:
            self.change_query(typed(self.asked.filtered(condition), self.schema))
        except QueryError as error:
            self._notice(str(error))

    def action_only_marked(self) -> None:
        """Show the marked rows alone."""
        if self.grid.marks:
            self.filter_by(Condition(ROW_ID, Op.IN, tuple(sorted(self.grid.marks))))

    def action_drop_filter(self) -> None:
        self.change_query(self.asked.without(len(self.asked.where.items) - 1))

    def action_clear_filters(self) -> None:
        self.change_query(self.asked.without_filters())

    @on(ChipLine.Clicked, "#chips")
    def _chip_clicked(self, event: ChipLine.Clicked) -> None:
        self.change_query(self.asked.without(event.index))

    # Finding

    def action_find_next(self) -> None:
        self.finding.go(1)

    def action_find_previous(self) -> None:
        self.finding.go(-1)
