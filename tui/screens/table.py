"""The rows of a file: an endless grid, its filters and its order."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from tui.api.errors import ApiError, Gone, NotFound
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import table_dialogs
from tui.screens.file_names import FileNames
from tui.screens.file_texts import file_blocks
from tui.screens.place import Copy, Place
from tui.screens.rows import RowsPane, Shown
from tui.screens.session import Session
from tui.screens.table_texts import row_of_link, rows_as_text
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.query import Query, QueryError, Schema
from tui.tables.view import PARAMS, View
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph, ProseView
from tui.widgets.table_grid import TableGrid

KEPT_PARAMS = ("row", "col", *PARAMS)
"""Parameters of a ``resource:`` link that are the view's, not the query's."""


class TableScreen(Place):
    """The rows of one resource."""

    BINDINGS = bindings_for("table")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self.pane = RowsPane()
        self._rid = link.ident
        self._asked_for = link
        self._names = FileNames(link.ident)
        self._problem: ApiError | None = None

    # The place

    @property
    def grid(self) -> TableGrid:
        return self.pane.grid

    @property
    def link(self) -> Link:
        pane, grid = self.pane, self.grid
        if pane.schema is None:
            return self._asked_for
        here = [("row", str(grid.row + 1))] if grid.row else []
        if grid.column and grid.current_column is not None:
            here.append(("col", grid.current_column.name))
        params = (*to_pairs(pane.asked), *pane.view.to_pairs(), *here)
        return Link("resource", self._rid, params)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return self._names.crumbs(self.hint)

    @property
    def problem(self) -> ApiError | None:
        return self._problem or self.pane.problem

    @property
    def pending(self) -> bool:
        return self.grid.is_waiting

    def compose_body(self) -> Iterable[Widget]:
        yield self.pane
        yield ProseView(id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one("#said").display = False
        self.grid.focus()
        self._open()

    def reload(self) -> None:
        if self.pane.schema is None:
            self._open(reload=True)
        else:
            self.pane.reload()

    def cancel(self) -> bool:
        cancelled = self.cancel_workers("table", "rows", "names", "find", "group")
        if self.pane.schema is None and cancelled:
            self.query_one("#chips", ChipLine).status(_("cancelled · r asks again"))
        self.pane.give_up()
        return cancelled

    def copies(self) -> list[Copy]:
        from tui.screens.table_copies import TableCopies, copies_of

        pane, found = self.pane, self._names.found
        shown = TableCopies.of_grid(
            self.grid,
            self.grid.marks,
            pane.asked,
            self.link,
            schema=pane.schema,
            source=pane.source,
            resource=found.resource if found is not None else None,
        )
        return copies_of(shown)

    def plain_text(self) -> str | None:
        if self.pane.schema is None or not self.pane.display:
            return None
        return f"{rows_as_text(self.grid)}\n"

    # Opening

    def _open(self, *, reload: bool = False) -> None:
        self._problem = None
        self.run_worker(
            self._open_table(reload), group="table", exclusive=True, exit_on_error=False
        )
        self.run_worker(self._fetch_names(), group="names", exclusive=True, exit_on_error=False)

    async def _open_table(self, reload: bool) -> None:
        from tui.tables.remote import RemoteTable

        link = self._asked_for
        try:
            service = await self.session.service()
            source = RemoteTable(service.tabular, self._rid)
            if reload:
                source.forget()
            schema = await source.schema()
            query = self._query_of_link(schema)
        except ApiError as error:
            self._failed(error)
            return
        except QueryError as error:
            query = Query()
            self.notice(_("Shown without filters: {problem}").format(problem=error), seconds=15)
        self._show_pane()
        shown = Shown(query, View.of_pairs(link.params), row_of_link(link))
        self.pane.open(source, schema, shown, link.value("col"))

    def _query_of_link(self, schema: Schema) -> Query:
        pairs = [pair for pair in self._asked_for.params if pair[0] not in KEPT_PARAMS]
        return from_pairs(pairs, schema)

    async def _fetch_names(self) -> None:
        await self._names.fetch(self.session, self.say_where)
        self.refresh_bindings()
        if self._problem is not None:
            self._failed(self._problem)

    def _show_pane(self) -> None:
        self.pane.display = True
        self.query_one("#said").display = False
        if self.screen is self.app.screen:
            self.grid.focus()

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
        if self._names.found is not None:
            blocks += [Paragraph(""), *file_blocks(self._names.found.resource)]
        self.pane.display = False
        said = self.query_one("#said", ProseView)
        said.display = True
        said.show(blocks)
        said.focus()

    @on(RowsPane.Changed)
    def _rows_changed(self) -> None:
        self.say_where()

    @on(RowsPane.Notice)
    def _said(self, event: RowsPane.Notice) -> None:
        self.notice(event.text, seconds=event.seconds)

    # What can be done

    def why_not(self, action: str) -> str:
        if action == "dataset":
            return "" if self._names.dataset else _("Its dataset is not known yet.")
        if action in ("metrics", "api"):
            return ""
        if self.pane.schema is None or not self.pane.display:
            return _("There are no rows yet.")
        return ""

    @on(Grid.Chosen)
    def action_cell(self) -> None:
        table_dialogs.read_cell(self)

    def action_record(self) -> None:
        table_dialogs.read_record(self)

    def action_profile(self) -> None:
        table_dialogs.read_profile(self)

    def action_plot(self) -> None:
        table_dialogs.draw_plot(self)

    def action_structure(self) -> None:
        self.go(Link("resource", self._rid, fragment="structure"), *self.crumbs)

    def action_metrics(self) -> None:
        self.go(Link("metrics", f"resource:{self._rid}"), *self.crumbs)

    def action_api(self) -> None:
        """Show what the Tabular API says may be asked of the table, and try it."""
        from tui.api.console import of_table

        self.go(Link("openapi", of_table(self.session.site, self._rid)), *self.crumbs)

    def action_group(self) -> None:
        self._group(ask=True)

    def action_frequency(self) -> None:
        self._group(ask=False)

    def _group(self, *, ask: bool) -> None:
        self.run_worker(
            table_dialogs.group(self, ask=ask), group="group", exclusive=True, exit_on_error=False
        )

    def action_export(self) -> None:
        from tui.screens.exporting import export_table

        found = self._names.found
        export_table(self, found.resource if found is not None else None)

    def action_dataset(self) -> None:
        if self._names.dataset is not None:
            self.go(self._names.dataset)
