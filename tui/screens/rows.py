"""The rows of a table on a screen: what is asked of it, step by step, and what came."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens import rows_texts
from tui.screens.finding import Finding
from tui.screens.table_texts import row_of_text
from tui.tables.operators import describe, describe_filter, sortable, typed
from tui.tables.past import Past
from tui.tables.query import (
    ROW_ID,
    Column,
    Condition,
    Group,
    Op,
    Query,
    QueryError,
    Schema,
)
from tui.tables.tabular_form import inexact
from tui.tables.view import View, columns_to_ask, shown_columns
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import raw
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.table_grid import TableGrid

if TYPE_CHECKING:
    from tui.tables.remote import RemoteTable

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
        problem: Why the rows in sight could not be had, if they could not.
        grid: The grid of the rows.
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
        self.source: RemoteTable | None = None
        self.problem: ApiError | None = None
        self.grid = TableGrid(id="grid")
        self._past = Past(Shown(Query(), View()))
        self._limits_said_of = Query()
        self._finding = Finding(self)

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

    def open(self, source: RemoteTable, schema: Schema, shown: Shown, column: str = "") -> None:
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
        self._finding.forget()
        self._say_query()

    def _show(self, *, row: int) -> None:
        self.problem = None
        now = self._past.now
        self.grid.names, self.grid.view = now.query.columns, now.view
        self.grid.choose_widths(dict(now.view.widths))
        self._finding.forget()
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
        self.screen.run_worker(
            self._fetch_rows(event), group="rows", exclusive=True, exit_on_error=False
        )

    async def _fetch_rows(self, wanted: Grid.NeedRows) -> None:
        grid, query = wanted.grid, wanted.grid.query_shown
        if self.source is None:
            return
        try:
            window = await self.source.window(query, wanted.begin, wanted.end)
        except ApiError as error:
            if query == grid.query_shown:
                self._rows_failed(wanted, error)
            return
        self.problem = None
        grid.supply(window)
        self.say_position()
        self._say_limits(query, self.source)

    def _say_limits(self, query: Query, source: RemoteTable) -> None:
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

    def _rows_failed(self, wanted: Grid.NeedRows, error: ApiError) -> None:
        way_out = _("r asks again.") if error.retryable else error.hint
        if not way_out and self.asked.where.items:
            way_out = _("x removes the last filter.")
        wanted.grid.fail(wanted.begin, wanted.end, f"{error.message} {way_out}".strip())
        if not wanted.ahead:
            self.problem = error
            self.say_position()

    @on(Grid.Changed)
    def _data_changed(self) -> None:
        self._notice(_("The table changed while you were reading it: r reloads."))

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
            "find_next": (not self._finding.text, _("Nothing is looked for: ^f finds.")),
            "find_previous": (not self._finding.text, _("Nothing is looked for: ^f finds.")),
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

    def action_pick_columns(self) -> None:
        from tui.screens.columns import ColumnsScreen

        if self.schema is None:
            return
        whole = tuple(column.name for column in self.schema)

        def use(names: tuple[str, ...] | None) -> None:
            if names is not None:
                chosen = () if names == whole else names
                self._change(replace(self.asked, columns=chosen), self.view)

        column = self.grid.current_column
        here = column.name if column is not None else ""
        self.app.push_screen(ColumnsScreen(self.schema, self.asked.columns or whole, here), use)

    def action_go_column(self) -> None:
        from tui.screens.columns import column_option
        from tui.screens.dialogs import ChooseScreen

        grid = self.grid
        options = [column_option(column) for column in grid.columns]

        def go(index: int | None) -> None:
            if index is not None:
                grid.move(grid.row, index)

        self.app.push_screen(ChooseScreen(_("Go to column"), options, cursor=grid.column), go)

    def action_go_row(self) -> None:
        from tui.screens.dialogs import AskScreen

        grid = self.grid

        def check(text: str) -> str:
            known = row_of_text(text, grid.store.count) is not None
            return "" if known else _("Write a row number, or a share such as 50%.")

        def go(text: str | None) -> None:
            row = row_of_text(text, grid.store.count) if text is not None else None
            if row is not None:
                grid.move(row, grid.column, jump=True)

        screen = AskScreen(_("Go to row"), placeholder=_("12345 or 50%"), check=check)
        self.app.push_screen(screen, go)

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

    def frequent(self, column: Column) -> list[tuple[str, int]]:
        """The column's most frequent values and their counts, as the profile has them."""
        return rows_texts.frequent_values(self.source.profile if self.source else None, column)

    def action_filter(self) -> None:
        from tui.screens.column_filter import ColumnFilterScreen

        column = self.grid.current_column
        if column is not None:
            screen = ColumnFilterScreen(column, self.frequent(column))
            self.app.push_screen(screen, self._add_filter)

    def _add_filter(self, condition: Condition | None) -> None:
        if condition is not None:
            self.change_query(self.asked.filtered(condition))

    def action_filter_text(self) -> None:
        from tui.screens.dialogs import AskScreen
        from tui.tables.text_form import TextFormError, format_filter, parse

        schema = self.schema
        if schema is None:
            return

        def check(text: str) -> str:
            try:
                parse(text, schema)
            except TextFormError as error:
                return _("{problem} (at character {position})").format(
                    problem=error, position=error.position + 1
                )
            return ""

        def use(text: str | None) -> None:
            if text is not None:
                self._use_where(parse(text, schema))

        screen = AskScreen(
            _("Filters as text"),
            value=format_filter(self.asked.where),
            placeholder='dep = 75 and (prix > 1000 or ville ~ "Saint")',
            check=check,
            help_text=_("= != < <= > >= ~ (contains) !~ in (…) is null · and, or, parentheses"),
        )
        self.app.push_screen(screen, use)

    def _use_where(self, where: Group | None) -> None:
        if where is not None:
            self.change_query(replace(self.asked, where=where))

    # Finding

    def action_find(self) -> None:
        from tui.screens.dialogs import AskScreen

        def find(text: str | None) -> None:
            if text is not None:
                self._finding.start(text)

        title = _("Find in the {count} rows at hand").format(
            count=fmt.number(self.grid.store.rows_held)
        )
        self.app.push_screen(AskScreen(title, value=clean_line(self._finding.text)), find)

    def action_find_next(self) -> None:
        self._finding.go(1)

    def action_find_previous(self) -> None:
        self._finding.go(-1)
