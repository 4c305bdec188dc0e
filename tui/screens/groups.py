"""The groups of the rows of a file: one line each, its measures, and the way to its rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual import on
from textual.widget import Widget

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens import groups_texts
from tui.screens.file_names import FileNames
from tui.screens.groups_pane import GroupsPane
from tui.screens.place import Copy, Place
from tui.screens.session import Session
from tui.screens.table_texts import cell_copies, row_of_link, rows_copies
from tui.tables.group_rules import GroupRules, rules_of
from tui.tables.groups import rows_of_group
from tui.tables.link_form import from_pairs, to_pairs
from tui.tables.query import Query, QueryError
from tui.tables.remote import BadQuery, RemoteTable
from tui.widgets.bindings import bindings_for
from tui.widgets.grid import Grid
from tui.widgets.prose import Block, Paragraph, ProseView


class GroupsScreen(Place):
    """The groups of the rows of one resource.

    Attributes:
        pane: The groups.
        rules: What may be grouped in the table; None before the service said it.
    """

    BINDINGS = bindings_for("grouped")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-normal"), (140, "-wide")]

    def __init__(self, session: Session, link: Link) -> None:
        super().__init__(session)
        self.pane = GroupsPane()
        self.rules: GroupRules | None = None
        self._rid = link.ident
        self._asked_for = link
        self._names = FileNames(link.ident)
        self._source: RemoteTable | None = None
        self._problem: ApiError | None = None

    # The place

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def asked(self) -> Query:
        """What is grouped, filtered and computed."""
        return self.pane.asked if self.pane.groups is not None else _said_by(self._asked_for)

    @property
    def link(self) -> Link:
        if self.pane.groups is None:
            return self._asked_for
        grid = self.grid
        here = [("row", str(grid.row + 1))] if grid.row else []
        if grid.column and grid.current_column is not None:
            here.append(("col", grid.current_column.name))
        return Link("resource", self._rid, (*to_pairs(self.pane.asked), *here))

    @property
    def crumbs(self) -> tuple[str, ...]:
        return (*self._names.crumbs(self.hint[:-1]), groups_texts.place_name(self.asked))

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
        self._show_pane()
        self._open()

    def reload(self) -> None:
        if self.pane.groups is None or self._problem is not None:
            self._open(reload=True)
        else:
            self.pane.reload()

    def cancel(self) -> bool:
        reading = self.cancel_workers("rows")
        opening = self.cancel_workers("groups", "names")
        if (reading and not self.pane.give_up()) or (opening and self.rules is None):
            self.pane.say(_("cancelled · r asks again"))
        return reading or opening

    def copies(self) -> list[Copy]:
        found = self._names.found
        resource = found.resource if found is not None else None
        return [
            *cell_copies(self.grid),
            *self._groups_copies(),
            *rows_copies(self._url(), self.link, resource),
        ]

    def _groups_copies(self) -> Iterable[Copy]:
        groups = self.pane.groups
        if groups is None or not groups.rows:
            return
        rows = groups.ordered(self.pane.asked.sorts)
        names = groups_texts.header(groups.columns, groups.query.aggregates)
        count = fmt.number(len(rows))
        tabs, commas = groups_texts.tab_separated, groups_texts.comma_separated
        yield Copy(_("{count} groups, separated by tabs").format(count=count), tabs(names, rows))
        yield Copy(_("{count} groups as CSV").format(count=count), commas(names, rows))

    def _url(self) -> str:
        """The address that answers the first groups; empty where there is none."""
        if self._source is None or self.pane.groups is None:
            return ""
        try:
            return self._source.url(self.pane.groups.asked)
        except ApiError:
            return ""

    def plain_text(self) -> str | None:
        groups = self.pane.groups
        if groups is None or not self.pane.display:
            return None
        return groups_texts.safe_lines(groups.columns, groups.ordered(self.pane.asked.sorts))

    # Opening

    def _open(self, *, reload: bool = False) -> None:
        self._problem = None
        self.run_worker(
            self._open_groups(reload), group="groups", exclusive=True, exit_on_error=False
        )
        self.run_worker(self._fetch_names(), group="names", exclusive=True, exit_on_error=False)

    async def _open_groups(self, reload: bool) -> None:
        """Ask what may be grouped, before any group."""
        try:
            service = await self.session.service()
            self._source = source = RemoteTable(service.tabular, self._rid)
            if reload:
                source.forget()
            self.rules = rules = await rules_of(source)
            query = from_pairs(self._asked_for.params, rules.schema)
        except ApiError as error:
            self._failed(error)
            return
        except QueryError as error:
            self._failed(BadQuery(error.reason, error.code))
            return
        self._show_groups(source, rules, rules.completed(replace(query, columns=())))

    def _show_groups(self, source: RemoteTable, rules: GroupRules, query: Query) -> None:
        why = rules.why_not(query)
        if why:
            self._failed(BadQuery(why), groups_texts.refusal(why))
            return
        self._problem = None
        self._show_pane()
        link = self._asked_for
        self.pane.open(source, rules, query, row=row_of_link(link), column=link.value("col"))

    async def _fetch_names(self) -> None:
        await self._names.fetch(self.session, self.say_where)
        self.refresh_bindings()

    def _show_pane(self) -> None:
        self.pane.display = True
        self.query_one("#said").display = False
        if self.screen is self.app.screen:
            self.grid.focus()

    def _failed(self, error: ApiError, blocks: list[Block] | None = None) -> None:
        """Say why there are no groups, and what can be done about it."""
        self._problem = error
        if blocks is None:
            said = (error.message, error.detail, error.hint)
            first, *others = dict.fromkeys(text for text in said if text)
            blocks = [Paragraph(first, "warning"), *map(Paragraph, others)]
        keys = [_("u shows the rows, ungrouped. r asks again. ⌫ goes back.")]
        if not self.why_not("regroup"):
            keys.insert(0, _("a groups otherwise."))
        self.pane.display = False
        prose = self.query_one("#said", ProseView)
        prose.display = True
        prose.show([*blocks, Paragraph(""), *map(Paragraph, keys)])
        prose.focus()
        self.refresh_bindings()

    @on(GroupsPane.Refused)
    def _refused(self, event: GroupsPane.Refused) -> None:
        self._failed(event.error)

    @on(GroupsPane.Changed)
    def _groups_changed(self) -> None:
        self.say_where()

    @on(GroupsPane.Notice)
    def _said(self, event: GroupsPane.Notice) -> None:
        self.notice(event.text, seconds=event.seconds)

    # What can be done

    def why_not(self, action: str) -> str:
        if action == "dataset" and self._names.dataset is None:
            return _("Its dataset is not known yet.")
        if action == "regroup" and self.rules is None:
            return _("What may be grouped is not known yet.")
        if action == "regroup" and self.rules is not None and not self.rules.allowed:
            return self.rules.why_not(Query())
        shown = self.pane.groups is not None and self.pane.display
        if action in ("rows", "plot", "export") and not shown:
            return _("There are no groups.")
        return ""

    @on(Grid.Chosen)
    def action_rows(self) -> None:
        """Open the rows of the group under the cursor."""
        row, groups = self.grid.current_row, self.pane.groups
        if row is None or groups is None or self.rules is None:
            return
        try:
            rows = rows_of_group(groups.query, self.rules.schema, groups.columns, row)
        except QueryError as error:
            self.notice(str(error))
            return
        self._go_to_rows(rows)

    def action_plot(self) -> None:
        """Plot the measure under the cursor along what the rows are grouped by."""
        from tui.screens.plot import plot_of_groups

        groups = self.pane.groups
        if groups is not None and groups.rows:
            screen = plot_of_groups(groups, self.pane.asked.sorts, self.grid.column)
            self.app.push_screen(screen)
        else:
            self.notice(_("There are no groups."))

    def action_ungroup(self) -> None:
        """Open the rows of every group."""
        self._go_to_rows(Query(where=self.asked.where))

    def _go_to_rows(self, query: Query) -> None:
        self.go(Link("resource", self._rid, to_pairs(query)), *self.crumbs[:-1])

    def action_regroup(self) -> None:
        from tui.screens.group_by import GroupByScreen

        if self.rules is not None:
            self.app.push_screen(GroupByScreen(self.rules, self.asked), self._regroup)

    def _regroup(self, query: Query | None) -> None:
        if query is None or self.rules is None or self._source is None:
            return
        if self._problem is not None:
            self._show_groups(self._source, self.rules, query)
        else:
            self.pane.change_query(query.sorted_by(*self.pane.asked.sorts))

    def action_export(self) -> None:
        from tui.screens.exporting import export_groups

        found = self._names.found
        export_groups(self, self._source, found.resource if found is not None else None)

    def action_dataset(self) -> None:
        if self._names.dataset is not None:
            self.go(self._names.dataset)


def _said_by(link: Link) -> Query:
    """What `link` asks for, its values still texts; nothing where that cannot be read."""
    try:
        return from_pairs(link.params)
    except QueryError:
        return Query()
