"""Groups of rows on a screen: which are asked for, in what order, and what came."""

from __future__ import annotations

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from tui import format as fmt
from tui.api.errors import ApiError, Forbidden
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens import groups_texts
from tui.tables.group_rules import GroupRules
from tui.tables.groups import GroupedTable, first_order, grouping_of, turned
from tui.tables.operators import describe_filter
from tui.tables.query import Query
from tui.tables.remote import RemoteTable
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.grid import Grid


class GroupsPane(Vertical):
    """Groups, the filters that their rows went through, and the cell under the cursor.

    Attributes:
        asked: Filters, columns to group by, measures, and the order of the groups.
        groups: Those read so far; None before `open`.
        problem: Why reading stopped, if it did.
    """

    BINDINGS = bindings_for("groups")

    class Changed(Message):
        """Other groups are shown, or in another order: the address is another."""

    @dataclass
    class Notice(Message):
        """Something to say for a while."""

        text: str
        seconds: float = 6

    @dataclass
    class Refused(Message):
        """The service refuses these groups, whatever it said before."""

        error: ApiError

    def __init__(self) -> None:
        super().__init__(id="groups")
        self.asked = Query()
        self.groups: GroupedTable | None = None
        self.problem: ApiError | None = None
        self._source: RemoteTable | None = None
        self._rules: GroupRules | None = None
        self._before: tuple[Query, GroupedTable] | None = None
        self._limits_said = ""

    def compose(self) -> ComposeResult:
        yield ChipLine(id="chips")
        yield Grid(id="grid")
        yield ChipLine(id="cell")

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    # What is shown

    def open(
        self, source: RemoteTable, rules: GroupRules, query: Query, *, row: int, column: str
    ) -> None:
        """Show groups of `source` for the first time, the cursor in `column`."""
        self._source, self._rules = source, rules
        self._read_anew(query, row=row)
        names = [column.name for column in self.grid.columns]
        if column in names:
            self.grid.move(self.grid.row, names.index(column))

    def change_query(self, query: Query) -> None:
        """Show other groups."""
        if grouping_of(query) != grouping_of(self.asked):
            self._read_anew(query)

    def reload(self) -> None:
        """Read the groups again, past every cache."""
        if self._source is not None:
            self._source.forget()
            self._read_anew(self.asked, row=self.grid.row)

    def give_up(self) -> bool:
        """Read no further: be content with the groups that came; without any, with those in sight
        before. Returns whether something is shown."""
        self.grid.give_up()
        if self.groups is not None and self.groups.rows:
            self.groups.stop()
            self._show(row=self.grid.row)
            return True
        if self._before is None:
            return False
        self.asked, self.groups = self._before
        self._show()
        return True

    def say(self, text: str) -> None:
        """Say `text` in place of the position."""
        self.query_one("#chips", ChipLine).status(text)

    def _read_anew(self, query: Query, *, row: int = 0) -> None:
        if self._source is None or self._rules is None:
            return
        if self.groups is not None and not self.grid.is_changing:
            self._before = (self.asked, self.groups)
        self.groups = GroupedTable(
            self._source, self._rules.schema, query, on_progress=self._say_progress
        )
        names = {column.name for column in self.groups.columns}
        kept = tuple(sort for sort in query.sorts if sort.column in names)
        self.asked = query.sorted_by(*(kept or first_order(query)))
        self.problem = None
        self._show(row=row)

    def _show(self, *, row: int = 0) -> None:
        """Show the groups in the order that is asked; those to come are asked for."""
        if self.groups is not None:
            chips = [describe_filter(item) for item in self.asked.where]
            self.query_one("#chips", ChipLine).show("", chips)
            by = len(self.asked.group_by)
            self.grid.show(self.groups.columns, self.asked, row=row, pinned=by)
            self.post_message(self.Changed())
            self.screen.refresh_bindings()

    # Reading

    @on(Grid.NeedRows)
    def _groups_wanted(self, event: Grid.NeedRows) -> None:
        event.stop()
        self.screen.run_worker(
            self._fetch(event), group="rows", exclusive=True, exit_on_error=False
        )

    async def _fetch(self, wanted: Grid.NeedRows) -> None:
        grid, groups = wanted.grid, self.groups
        query = grid.query_shown
        if groups is None:
            return
        try:
            window = await groups.window(query, wanted.begin, wanted.end)
        except ApiError as error:
            if query == grid.query_shown:
                self._failed(wanted, groups, error)
            return
        grid.supply(window)
        self._draw_bars(groups)
        self._before = None
        self._say_limits(groups)
        self.screen.refresh_bindings()

    def _draw_bars(self, groups: GroupedTable) -> None:
        largest = groups.largest()
        if largest != self.grid.bars:
            self.grid.show_bars(largest)
            # Columns are wider now: the one under the cursor is to stay whole.
            self.grid.show_columns(groups.columns, pinned=len(self.asked.group_by))

    def _failed(self, wanted: Grid.NeedRows, groups: GroupedTable, error: ApiError) -> None:
        self.problem = error
        if groups.rows:
            groups.stop()
            self._show(row=self.grid.row)
        elif isinstance(error, Forbidden):
            self.post_message(self.Refused(error))
        else:
            way_out = _("r asks again.") if error.retryable else error.hint
            wanted.grid.fail(wanted.begin, wanted.end, f"{error.message} {way_out}".strip())
        self.say_position()

    def _say_progress(self, count: int) -> None:
        if self.groups is not None and not self.groups.is_read:
            said = ngettext(
                "{count} group so far · esc stops", "{count} groups so far · esc stops", count
            )
            self.say(said.format(count=fmt.number(count)))

    def _say_limits(self, groups: GroupedTable) -> None:
        """Say, once, what these groups do not say."""
        said = groups_texts.limits(groups)
        if said and said != self._limits_said:
            self.post_message(self.Notice(said, 12))
        self._limits_said = said

    @on(Grid.Moved)
    def say_position(self) -> None:
        """Say where the cursor is, and what is under it."""
        grid, groups = self.grid, self.groups
        if groups is None:
            return
        label, status = groups_texts.cell_words(grid, self.asked)
        self.query_one("#cell", ChipLine).show(label, ())
        self.query_one("#cell", ChipLine).status(status)
        if self.problem is not None:
            said = groups_texts.cut_short(groups, self.problem)
            self.query_one("#chips", ChipLine).status(said, error=True)
        elif grid.store.is_sized:
            self.say(groups_texts.position(grid, groups))

    # What can be done

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if self.groups is None:
            return _("There are no groups.")
        if action in ("drop_filter", "clear_filters") and not self.asked.where.items:
            return _("There is no filter.")
        if action == "more" and self.groups.is_complete:
            return _("All groups are here.")
        if action == "more" and not self.groups.is_read:
            return _("Groups are still being read.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def action_sort(self) -> None:
        """Order the groups by the column under the cursor, the other way round the second time."""
        column = self.grid.current_column
        if column is not None:
            self.asked = turned(self.asked, column)
            self._show()

    def action_more(self) -> None:
        """Read further than where reading stopped."""
        if self.groups is not None:
            self.groups.more()
            self.problem = None
            self._show(row=self.grid.row)

    def action_drop_filter(self) -> None:
        self.change_query(self.asked.without(len(self.asked.where.items) - 1))

    def action_clear_filters(self) -> None:
        self.change_query(self.asked.without_filters())

    @on(ChipLine.Clicked, "#chips")
    def _chip_clicked(self, event: ChipLine.Clicked) -> None:
        self.change_query(self.asked.without(event.index))
