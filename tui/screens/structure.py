"""The structure of a table: what is known of each of its columns, one line a column."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import structure_texts as texts
from tui.screens.figure_texts import figure_copies
from tui.screens.file_names import FileNames
from tui.screens.file_texts import file_blocks
from tui.screens.grid_finding import GridFinding
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.screens.table_texts import row_of_link, rows_copies
from tui.tables.figures import Subject
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.listed import ListedTable
from tui.tables.query import Column, Filter, Query, QueryError
from tui.tables.row_texts import raw
from tui.tables.structure import Structure, read_structure
from tui.text import clean_line
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph, ProseView

FRAGMENT = "structure"
"""What the address of a structure ends with: ``resource:RID#structure``."""


class StructureScreen(Place):
    """The structure of the table of one resource.

    Attributes:
        structure: What is known of it; None before the service said anything.
    """

    BINDINGS = bindings_for("structure")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self.structure: Structure | None = None
        self._rid = link.ident
        self._asked_for = link
        self._names = FileNames(link.ident)
        self._grid = Grid(id="grid")
        self._listed = ListedTable((), ())
        self._query = Query()
        self._problem: ApiError | None = None
        self._partial: ApiError | None = None
        self._finding = GridFinding(self.grid, self.notice)

    # The place

    @property
    def grid(self) -> Grid:
        return self._grid

    @property
    def link(self) -> Link:
        if self.structure is None:
            return self._asked_for
        grid = self.grid
        here = [("row", str(grid.row + 1))] if grid.row else []
        if grid.column and grid.current_column is not None:
            here.append(("col", grid.current_column.name))
        return Link("resource", self._rid, (*to_pairs(self._query), *here), FRAGMENT)

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (*self._names.crumbs(self.hint), _("structure"))

    @property
    def problem(self) -> ApiError | None:
        return self._problem

    @property
    def pending(self) -> bool:
        return self.grid.is_waiting

    def compose_body(self) -> Iterable[Widget]:
        head = ProseView(id="head")
        head.can_focus = False
        yield head
        yield self._grid
        yield ChipLine(id="cell")
        yield ProseView(id="said")

    def on_mount(self) -> None:
        super().on_mount()
        self._query = _order_of(self._asked_for)
        self._show_parts(failed=False)
        self._open()

    def reload(self) -> None:
        self._open(reload=True)

    def cancel(self) -> bool:
        cancelled = self.cancel_workers("structure", "names")
        if cancelled and self.structure is None:
            self.query_one("#cell", ChipLine).status(_("cancelled · r asks again"))
        return cancelled

    def copies(self) -> list[Copy]:
        found = self._names.found
        about = rows_copies("", self.link, found.resource if found is not None else None)
        structure, here = self.structure, self._column_here
        if structure is None or here is None:
            return [*about]
        title = " › ".join(self.crumbs[:-1])
        return [
            Copy(_("Value of the cell"), raw(self.grid.current_cell)),
            *figure_copies(structure.subject(here)),
            *texts.structure_copies(structure, self._order, title),
            *about,
        ]

    def plain_text(self) -> str | None:
        if self.structure is None or not self.structure.schema.columns:
            return None
        subjects = self.structure.subjects()
        return texts.safe_lines(subjects[place] for place in self._order)

    # Opening

    def _open(self, *, reload: bool = False) -> None:
        self._problem = self._partial = None
        self.run_worker(self._read(reload), group="structure", exclusive=True, exit_on_error=False)
        self.run_worker(self._fetch_names(), group="names", exclusive=True, exit_on_error=False)

    async def _read(self, reload: bool) -> None:
        try:
            service = await self.session.service()
            self._partial = await read_structure(
                service.tabular, self._rid, self._show, before=self.structure, reload=reload
            )
        except ApiError as error:
            self._failed(error)
            return
        self._say_head()

    async def _fetch_names(self) -> None:
        await self._names.fetch(self.session, self.say_where)
        self.refresh_bindings()
        if self._problem is not None:
            self._failed(self._problem)

    def _show(self, structure: Structure) -> None:
        """Show what is known now; the grid only where its lines are others."""
        first, before = self.structure is None, self._listed
        self.structure = structure
        self._listed = texts.listed(structure)
        self._show_parts(failed=False)
        self._say_head()
        if first or (before.columns, before.rows) != (self._listed.columns, self._listed.rows):
            row = row_of_link(self._asked_for) if first else self.grid.row
            self._show_lines(row=row)
            if first:
                self._go_to_cell(self._asked_for.value("col"))
        self.refresh_bindings()

    def _show_lines(self, *, row: int = 0) -> None:
        self.grid.show(self._listed.columns, self._query, row=row, pinned=1)
        self._finding.forget()
        self.post_message(self.Titled(self))

    def _go_to_cell(self, name: str) -> None:
        names = [column.name for column in self.grid.columns]
        if name in names:
            self.grid.move(self.grid.row, names.index(name))

    def _say_head(self) -> None:
        if self.structure is None:
            return
        blocks: list[Block] = [Paragraph(texts.head_words(self.structure), "dim")]
        warning = texts.warning_words(self.structure)
        if warning:
            blocks.append(Paragraph(warning, "warning"))
        if self._partial is not None:
            said = _("Not everything is known: {problem}").format(problem=self._partial.message)
            blocks.append(Paragraph(said, "warning"))
        self.query_one("#head", ProseView).show(blocks)

    def _failed(self, error: ApiError) -> None:
        """Say why there is no structure; one that is there already stays."""
        if self.structure is not None:
            self.notice(_("Still as it was: {problem}").format(problem=error.message), seconds=12)
            return
        self._problem = error
        blocks = texts.why_none(error, has_dataset=not self.why_not("dataset"))
        if self._names.found is not None:
            blocks += [Paragraph(""), *file_blocks(self._names.found.resource)]
        self.query_one("#said", ProseView).show(blocks)
        self._show_parts(failed=True)

    def _show_parts(self, *, failed: bool) -> None:
        """Show the columns, or why there are none."""
        empty = self.structure is not None and not self.structure.schema.columns
        if empty:
            blocks = [Paragraph(_("This table has no column."), "warning")]
            self.query_one("#said", ProseView).show([*blocks, Paragraph(_("r asks again."))])
        for name in ("head", "grid", "cell"):
            self.query_one(f"#{name}").display = not (failed or empty)
        said = self.query_one("#said", ProseView)
        said.display = failed or empty
        if self.screen is self.app.screen:
            (said if said.display else self.grid).focus()

    # Lines

    @on(Grid.NeedRows)
    async def _rows_wanted(self, event: Grid.NeedRows) -> None:
        count = max(1, len(self._listed.rows))
        window = await self._listed.window(event.grid.query_shown, 0, count)
        event.grid.supply(window)

    @on(Grid.Moved)
    def _say_cell(self) -> None:
        grid, structure = self.grid, self.structure
        column, told = grid.current_column, self._column_here
        if column is None or told is None or structure is None:
            return
        value = clean_line(raw(grid.current_cell), 2_000)
        said = _("{name}: {value}").format(name=column.title, value=value)
        cell = self.query_one("#cell", ChipLine)
        cell.show(f"{clean_line(told.name, 60)} · {said}", ())
        place = _("column {here} of {count}").format(
            here=fmt.number(grid.row + 1), count=fmt.number(len(structure.schema))
        )
        cell.status(place)

    @property
    def _column_here(self) -> Column | None:
        """The column of the table whose line the cursor is on."""
        order = self._order
        if self.structure is None or not 0 <= self.grid.row < len(order):
            return None
        return self.structure.schema.columns[order[self.grid.row]]

    @property
    def _order(self) -> list[int]:
        """The places of the table's columns, in the order of the lines."""
        return self._listed.order(self._query.sorts)

    # What can be done

    def why_not(self, action: str) -> str:
        if action == "dataset":
            known = self._names.dataset is not None
            return "" if known else _("Its dataset is not known yet.")
        if action == "rows":
            return ""
        if self.structure is None or not self.structure.schema.columns:
            return _("There are no columns yet.")
        if action in ("find_next", "find_previous") and not self._finding.text:
            return _("Nothing is looked for: ^f finds.")
        return ""

    @on(Grid.Chosen)
    def action_profile(self) -> None:
        from tui.screens.column_profile import ColumnProfileScreen

        structure, order = self.structure, self._order
        if structure is None or not order:
            return

        def subject(index: int) -> Subject:
            return structure.subject(structure.schema.columns[order[index]])

        screen = ColumnProfileScreen(subject, len(order), min(self.grid.row, len(order) - 1))
        self.app.push_screen(screen, self._keep)

    def _keep(self, rows: Filter | None) -> None:
        if rows is not None:
            self._go_to_rows(Query().filtered(rows))

    def action_rows(self) -> None:
        self._go_to_rows(Query())

    def _go_to_rows(self, query: Query) -> None:
        self.go(Link("resource", self._rid, to_pairs(query)), *self.crumbs[:-1])

    def action_dataset(self) -> None:
        if self._names.dataset is not None:
            self.go(self._names.dataset)

    def action_sort(self) -> None:
        """Turn the order of the lines: up, down, as in the file."""
        column, here = self.grid.current_column, self._column_here
        if column is None:
            return
        self._query = self._query.turned(column.name)
        columns = self.structure.schema.columns if self.structure is not None else ()
        # A new order is read from its top; without one the cursor stays with its column.
        stays = not self._query.sorts and here is not None
        self._show_lines(row=columns.index(here) if stays and here else 0)

    def action_go_column(self) -> None:
        from tui.screens.columns import column_option
        from tui.screens.dialogs import ChooseScreen

        structure, order = self.structure, self._order
        if structure is None:
            return
        options = [column_option(structure.schema.columns[place]) for place in order]

        def go(index: int | None) -> None:
            if index is not None:
                self.grid.move(index, self.grid.column)

        screen = ChooseScreen(_("Go to column"), options, cursor=self.grid.row)
        self.app.push_screen(screen, go)

    def action_find(self) -> None:
        from tui.screens.dialogs import AskScreen

        def find(text: str | None) -> None:
            if text is not None:
                self._finding.start(text)
                self.refresh_bindings()

        title = _("Find in the structure")
        self.app.push_screen(AskScreen(title, value=clean_line(self._finding.text)), find)

    def action_find_next(self) -> None:
        self._finding.go(1)

    def action_find_previous(self) -> None:
        self._finding.go(-1)


def _order_of(link: Link) -> Query:
    """The order of lines that a link says; none where that cannot be read."""
    try:
        return Query(sorts=from_pairs(link.params).sorts)
    except QueryError:
        return Query()
