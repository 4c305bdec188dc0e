"""The rows of a file: an endless grid, its filters and its order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError, Gone, NotFound
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.column_filter import ColumnFilterScreen, kind_of
from tui.screens.dialogs import AskScreen, ChooseScreen, Option, ReadScreen
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.screens.summary import file_blocks
from tui.screens.table_texts import (
    cell_copies,
    frequent_values,
    row_of_link,
    row_of_text,
    rows_as_text,
    rows_copies,
)
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.operators import describe, describe_filter, sortable, typed
from tui.tables.query import Column, Condition, Op, Query, QueryError, Schema, Sort
from tui.tables.tabular_form import inexact
from tui.text import clean_line, clean_prose
from tui.widgets.bindings import bindings_for
from tui.widgets.cells import raw
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph, ProseView

if TYPE_CHECKING:
    from tui.api.models import FoundResource
    from tui.tables.remote import RemoteTable

KEPT_PARAMS = ("row", "col")
"""Parameters of a ``resource:`` link that are the view's, not the query's."""

_NEED_ROWS = frozenset(
    {"cell", "filter", "filter_text", "keep", "exclude", "sort", "go_row", "go_column"}
)


class TableScreen(Place):
    """The rows of one resource."""

    BINDINGS = bindings_for("table")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self._rid = link.ident
        self._asked_for = link
        self.table_query = Query()
        self.schema: Schema | None = None
        self._found: FoundResource | None = None
        self._dataset_title = ""
        self._problem: ApiError | None = None
        self._rows_problem: ApiError | None = None
        self._source: RemoteTable | None = None
        self._query_before = Query()
        self._limits_said_of = Query()

    # The place

    @property
    def link(self) -> Link:
        if self.schema is None:
            return self._asked_for
        grid = self.query_one(Grid)
        view = [("row", str(grid.row + 1))] if grid.row else []
        if grid.column and grid.current_column is not None:
            view.append(("col", grid.current_column.name))
        return Link("resource", self._rid, (*to_pairs(self.table_query), *view))

    @property
    def crumbs(self) -> tuple[str, ...]:
        if self._found is None and self.hint:
            return self.hint
        file = self._found.resource.title if self._found is not None else clean_line(self._rid, 40)
        dataset = self._dataset_title or (self.hint[0] if self.hint else "")
        return (dataset, file) if dataset else (file,)

    @property
    def problem(self) -> ApiError | None:
        return self._problem or self._rows_problem

    @property
    def pending(self) -> bool:
        return self.query_one(Grid).is_waiting

    def compose_body(self) -> Iterable[Widget]:
        yield ChipLine(id="chips")
        yield Grid(id="grid")
        yield ProseView(id="said")
        yield ChipLine(id="cell")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#said").display = False
        self.query_one(Grid).focus()
        self._open()

    def reload(self) -> None:
        if self.schema is None or self._source is None:
            self._open(reload=True)
            return
        self._source.forget()
        self._query_before = self.table_query
        self._rows_problem = None
        self._show_query(row=self.query_one(Grid).row)

    def cancel(self) -> bool:
        cancelled = self.cancel_workers("table", "rows", "names")
        self.query_one(Grid).give_up()
        if self.schema is None and cancelled:
            self.query_one("#chips", ChipLine).status(_("cancelled · r asks again"))
        if self.query_one(Grid).is_changing:
            # The rows still shown are those of the query before: that one is asked again.
            self.table_query = self._query_before
            self._show_query()
        return cancelled

    def copies(self) -> list[Copy]:
        grid = self.query_one(Grid)
        resource = self._found.resource if self._found is not None else None
        return [
            *cell_copies(grid),
            *rows_copies(self._rows_url(grid.row), self.link, resource),
        ]

    def _rows_url(self, row: int) -> str:
        """The address that answers the row; empty where the service cannot be asked for it."""
        if self._source is None or self.schema is None:
            return ""
        try:
            return self._source.url(self.table_query, row)
        except ApiError:
            return ""

    def plain_text(self) -> str | None:
        if self.schema is None or not self.query_one(Grid).display:
            return None
        return f"{rows_as_text(self.query_one(Grid))}\n"

    # Opening

    def _open(self, *, reload: bool = False) -> None:
        self._problem = None
        self.run_worker(
            self._open_table(reload), group="table", exclusive=True, exit_on_error=False
        )
        self.run_worker(self._fetch_names(), group="names", exclusive=True, exit_on_error=False)

    async def _open_table(self, reload: bool) -> None:
        from tui.tables.remote import RemoteTable

        try:
            service = await self.session.service()
            self._source = RemoteTable(service.tabular, self._rid)
            if reload:
                self._source.forget()
            self.schema = await self._source.schema()
            self.table_query = self._query_of_link(self.schema)
        except ApiError as error:
            self._failed(error)
            return
        except QueryError as error:
            self.table_query = Query()
            self.notice(_("Shown without filters: {problem}").format(problem=error), seconds=15)
        self._show_query(row=row_of_link(self._asked_for))
        names = [column.name for column in self._columns()]
        wanted = self._asked_for.value("col")
        if wanted in names:
            grid = self.query_one(Grid)
            grid.move(grid.row, names.index(wanted))

    def _query_of_link(self, schema: Schema) -> Query:
        pairs = [pair for pair in self._asked_for.params if pair[0] not in KEPT_PARAMS]
        query = from_pairs(pairs, schema)
        if query.is_aggregated:
            raise QueryError(_("groups cannot be shown yet"))
        return query

    async def _fetch_names(self) -> None:
        try:
            service = await self.session.service()
            self._found = await service.catalogue.resource(self._rid)
            self.say_where()
            if self._found.dataset_id:
                dataset = await service.catalogue.dataset(self._found.dataset_id)
                self._dataset_title = dataset.title
                self.say_where()
        except ApiError:
            return
        finally:
            self.refresh_bindings()
        if self._problem is not None:
            self._failed(self._problem)

    def _failed(self, error: ApiError) -> None:
        self._problem = error
        blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
        if isinstance(error, NotFound):
            blocks = [
                Paragraph(_("The service has no rows for this file."), "warning"),
                Paragraph(""),
            ]
        elif isinstance(error, Gone) and error.detail:
            blocks.append(Paragraph(error.detail))
        elif error.hint:
            blocks.append(Paragraph(error.hint))
        blocks.append(Paragraph(_("r asks again. ⌫ goes back.")))
        if not self.why_not("dataset"):
            blocks.append(Paragraph(_("d opens the dataset.")))
        if self._found is not None:
            blocks += [Paragraph(""), *file_blocks(self._found.resource)]
        self.query_one(Grid).display = False
        said = self.query_one("#said", ProseView)
        said.display = True
        said.show(blocks)
        said.focus()
        self.query_one("#chips", ChipLine).status(error.message, error=True)

    # Rows

    @on(Grid.NeedRows)
    def _rows_wanted(self, event: Grid.NeedRows) -> None:
        self.run_worker(
            self._fetch_rows(event),
            group="rows",
            exclusive=True,
            exit_on_error=False,
        )

    async def _fetch_rows(self, wanted: Grid.NeedRows) -> None:
        grid, query = wanted.grid, wanted.grid.query_shown
        if self._source is None:
            return
        try:
            window = await self._source.window(query, wanted.begin, wanted.end)
        except ApiError as error:
            if query == grid.query_shown:
                self._rows_failed(wanted, error)
            return
        self._rows_problem = None
        grid.supply(window)
        self._say_position()
        self._say_limits(query, self._source)

    def _say_limits(self, query: Query, source: RemoteTable) -> None:
        """Say, once for a query, where the service answers something near to what was asked."""
        if query == self._limits_said_of:
            return
        self._limits_said_of = query
        near = inexact(query)
        if near:
            text = _("The service takes {filter} loosely: * , and ) match any character there.")
            self.notice(text.format(filter=describe(near[0])), seconds=12)
        elif query.sorts and source.sorts_plainly:
            self.notice(
                _("The service sorts by one column only: rows that tie may repeat."), seconds=12
            )

    def _rows_failed(self, wanted: Grid.NeedRows, error: ApiError) -> None:
        way_out = _("r asks again.") if error.retryable else error.hint
        if not way_out and self.table_query.where.items:
            way_out = _("x removes the last filter.")
        wanted.grid.fail(wanted.begin, wanted.end, f"{error.message} {way_out}".strip())
        if not wanted.ahead:
            self._rows_problem = error
            self._say_position()

    @on(Grid.Moved)
    def _moved(self) -> None:
        self._say_position()

    @on(Grid.Changed)
    def _data_changed(self) -> None:
        self.notice(_("The table changed while you were reading it: r reloads."))

    def _say_position(self) -> None:
        grid = self.query_one(Grid)
        if self.schema is None or self._problem is not None:
            return
        self._say_cell(grid)
        if self._rows_problem is not None:
            self.query_one("#chips", ChipLine).status(self._rows_problem.message, error=True)
            return
        store = grid.store
        if store.is_sized and store.count == 0:
            status = (
                _("no row matches · X removes the filters")
                if self.table_query.where.items
                else _("no rows")
            )
        else:
            total = (
                fmt.number(store.count)
                if store.is_sized
                else _("at least {n}").format(n=fmt.number(store.count))
            )
            status = _("row {here} of {total}").format(here=fmt.number(grid.row + 1), total=total)
        self.query_one("#chips", ChipLine).status(status)

    def _say_cell(self, grid: Grid) -> None:
        column = grid.current_column
        line = self.query_one("#cell", ChipLine)
        if column is None:
            line.show("", ())
            return
        value = grid.current_cell
        text = _("(null)") if value is None else clean_line(raw(value))
        if grid.current_row is None:
            text = "…"
        line.show(f"{clean_line(column.name, 60)} = {text}", ())
        line.status(kind_of(column))

    # The query

    def _columns(self) -> list[Column]:
        if self.schema is None:
            return []
        if not self.table_query.columns:
            return list(self.schema)
        return [
            c for name in self.table_query.columns if (c := self.schema.column(name)) is not None
        ]

    def _show_query(self, *, row: int = 0) -> None:
        grid = self.query_one(Grid)
        grid.display = True
        self.query_one("#said").display = False
        if self.screen is self.app.screen:
            grid.focus()
        chips = [describe_filter(item) for item in self.table_query.where]
        self.query_one("#chips", ChipLine).show("", chips)
        grid.show(self._columns(), self.table_query, row=row)
        self.say_where()
        self.refresh_bindings()

    def change_query(self, query: Query) -> None:
        """Show the rows of another query; the cursor stays in its column."""
        if query == self.table_query:
            return
        self._rows_problem = None
        if not self.query_one(Grid).is_changing:
            self._query_before = self.table_query
        self.table_query = query
        self._show_query()

    def why_not(self, action: str) -> str:
        if action in ("drop_filter", "clear_filters") and not self.table_query.where.items:
            return _("There is no filter.")
        if action == "dataset" and (self._found is None or not self._found.dataset_id):
            return _("Its dataset is not known yet.")
        if action in _NEED_ROWS and (self.schema is None or not self.query_one(Grid).display):
            return _("There are no rows yet.")
        return ""

    def action_sort(self) -> None:
        """Turn the column's order: up, down, none."""
        column = self.query_one(Grid).current_column
        if column is None:
            return
        if not sortable(column.type):
            self.notice(_("A column of this type cannot be sorted."))
            return
        now = self.table_query.sort_of(column.name)
        if now is None:
            sorts: tuple[Sort, ...] = (Sort(column.name),)
        elif not now.descending:
            sorts = (Sort(column.name, descending=True),)
        else:
            sorts = ()
        self.change_query(self.table_query.sorted_by(*sorts))

    def action_keep(self) -> None:
        self._filter_on_cell(keep=True)

    def action_exclude(self) -> None:
        self._filter_on_cell(keep=False)

    def _filter_on_cell(self, *, keep: bool) -> None:
        grid = self.query_one(Grid)
        column = grid.current_column
        if column is None or grid.current_row is None or self.schema is None:
            return
        value = grid.current_cell
        if value is None:
            condition = Condition(column.name, Op.ISNULL if keep else Op.ISNOTNULL)
        elif isinstance(value, (list, dict)):
            self.notice(_("A JSON value cannot be filtered on: only whether it is empty."))
            return
        else:
            condition = Condition(column.name, Op.EXACT if keep else Op.DIFFERS, raw(value))
        try:
            self.change_query(typed(self.table_query.filtered(condition), self.schema))
        except QueryError as error:
            self.notice(str(error))

    def action_filter(self) -> None:
        column = self.query_one(Grid).current_column
        if column is None:
            return
        profile = self._source.profile if self._source is not None else None
        self.app.push_screen(
            ColumnFilterScreen(column, frequent_values(profile, column)), self._add_filter
        )

    def _add_filter(self, condition: Condition | None) -> None:
        if condition is not None:
            self.change_query(self.table_query.filtered(condition))

    def action_filter_text(self) -> None:
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
                self.change_query(replace(self.table_query, where=parse(text, schema)))

        self.app.push_screen(
            AskScreen(
                _("Filters as text"),
                value=format_filter(self.table_query.where),
                placeholder='dep = 75 and (prix > 1000 or ville ~ "Saint")',
                check=check,
                help_text=_("= != < <= > >= ~ (contains) !~ in (…) is null · and, or, parentheses"),
            ),
            use,
        )

    def action_drop_filter(self) -> None:
        self.change_query(self.table_query.without(len(self.table_query.where.items) - 1))

    def action_clear_filters(self) -> None:
        self.change_query(self.table_query.without_filters())

    @on(ChipLine.Clicked, "#chips")
    def _chip_clicked(self, event: ChipLine.Clicked) -> None:
        self.change_query(self.table_query.without(event.index))

    # Going and reading

    @on(Grid.Chosen)
    def action_cell(self) -> None:
        grid = self.query_one(Grid)
        column = grid.current_column
        if column is None or grid.current_row is None:
            return
        text = raw(grid.current_cell)
        blocks: list[Block] = [
            Paragraph(kind_of(column), "dim"),
            Paragraph(""),
            Paragraph(_("(null)"), "dim")
            if grid.current_cell is None
            else Paragraph(clean_prose(text)),
        ]
        self.app.push_screen(
            ReadScreen(clean_line(column.name, 80), blocks, raw=text), self._copy_read
        )

    def _copy_read(self, text: str | None) -> None:
        if text:
            self.post_message(self.CopyText(text))

    def action_go_row(self) -> None:
        grid = self.query_one(Grid)

        def check(text: str) -> str:
            known = row_of_text(text, grid.store.count) is not None
            return "" if known else _("Write a row number, or a share such as 50%.")

        def go(text: str | None) -> None:
            row = row_of_text(text, grid.store.count) if text is not None else None
            if row is not None:
                grid.move(row, grid.column, jump=True)

        screen = AskScreen(_("Go to row"), placeholder=_("12345 or 50%"), check=check)
        self.app.push_screen(screen, go)

    def action_go_column(self) -> None:
        grid = self.query_one(Grid)
        options = [
            Option(clean_line(c.name, 120), detail=c.format or str(c.type)) for c in grid.columns
        ]

        def go(index: int | None) -> None:
            if index is not None:
                grid.move(grid.row, index)

        self.app.push_screen(ChooseScreen(_("Go to column"), options, cursor=grid.column), go)

    def action_dataset(self) -> None:
        if self._found is not None and self._found.dataset_id:
            self.go(Link("dataset", self._found.dataset_id, fragment="files"))
