"""A grid whose columns one arranges, and whose rows one marks."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.message import Message

from tui.i18n import gettext as _
from tui.tables.marks import MARKS_KEPT, Marks
from tui.tables.query import Query, Schema
from tui.tables.view import View, shown_columns
from tui.widgets.bindings import bindings_for
from tui.widgets.columns import NARROWEST
from tui.widgets.grid import Grid

STEP = 4
"""Cells by which a column is made wider or narrower."""


class TableGrid(Grid):
    """The rows of one table, its columns arranged as a person likes.

    Attributes:
        schema: Every column of the table.
        names: Names of the columns chosen, in order; empty for all.
        view: Which are pinned, and how wide.
        marks: The rows that are marked.
    """

    BINDINGS = bindings_for("columns", "marks")

    @dataclass
    class Arranged(Message):
        """The person arranged the columns otherwise.

        Attributes:
            slight: Whether it is not worth a step of its own to undo.
        """

        names: tuple[str, ...]
        view: View
        slight: bool = False

    @dataclass
    class MarksChanged(Message):
        """Other rows are marked."""

        marks: Marks

    @dataclass
    class Refused(Message):
        """What was asked for cannot be done, and why."""

        why: str

    def __init__(self, *, page_size: int = 50, id: str | None = None) -> None:  # noqa: A002
        super().__init__(page_size=page_size, id=id)
        self.schema = Schema(())
        self.names: tuple[str, ...] = ()
        self.view = View()
        self.marks = Marks()

    # Showing

    def show_rows(self, query: Query, *, row: int = 0) -> None:
        """Show the rows of `query` through the columns chosen, with nothing loaded yet."""
        columns = shown_columns(self.schema, self.names, self.view.pinned)
        self.show(columns, query, row=row, pinned=self._pinned_shown())

    def take(self, names: tuple[str, ...], view: View) -> None:
        """Show the same rows through these columns."""
        same_columns = (names, view.pinned) == (self.names, self.view.pinned)
        self.names, self.view = names, view
        self.choose_widths(dict(view.widths))
        if not same_columns:
            columns = shown_columns(self.schema, names, view.pinned)
            self.show_columns(columns, pinned=self._pinned_shown())

    def _pinned_shown(self) -> int:
        kept = self._chosen()
        return sum(1 for name in self.view.pinned if name in kept)

    def _chosen(self) -> tuple[str, ...]:
        return self.names or tuple(column.name for column in self.schema)

    def _arrange(
        self, names: tuple[str, ...], view: View | None = None, *, slight: bool = False
    ) -> None:
        whole = tuple(column.name for column in self.schema)
        kept = () if names == whole else names
        self.post_message(self.Arranged(kept, view or self.view, slight))

    # Columns

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if self.current_column is None:
            return _("There are no rows yet.")
        if action == "show_all" and not self.names:
            return _("No column is hidden.")
        if action == "hide" and len(self.columns) == 1:
            return _("It is the only column shown.")
        if action == "unmark" and not self.marks:
            return _("No row is marked.")
        return ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def action_pin(self) -> None:
        column = self.current_column
        if column is not None:
            self._arrange(self.names, self.view.turned(column.name))

    def action_hide(self) -> None:
        column = self.current_column
        if column is not None and len(self.columns) > 1:
            self._arrange(tuple(name for name in self._chosen() if name != column.name))

    def action_show_all(self) -> None:
        self._arrange(())

    def action_earlier(self) -> None:
        self._swap(-1)

    def action_later(self) -> None:
        self._swap(1)

    def _swap(self, by: int) -> None:
        """Swap the column under the cursor with its neighbour, on the same side of the pins."""
        other = self.column + by
        pinned = self.pinned
        if not 0 <= other < len(self.columns) or (self.column < pinned) != (other < pinned):
            self.post_message(self.Refused(_("It cannot be moved further that way.")))
            return
        one, two = self.columns[self.column].name, self.columns[other].name
        swapped = {one: two, two: one}
        if self.column < pinned:
            order = tuple(swapped.get(name, name) for name in self.view.pinned)
            self._arrange(self.names, replace(self.view, pinned=order))
        else:
            self._arrange(tuple(swapped.get(name, name) for name in self._chosen()))

    def action_wider(self) -> None:
        self._widen(STEP)

    def action_narrower(self) -> None:
        self._widen(-STEP)

    def _widen(self, by: int) -> None:
        column = self.current_column
        if column is not None:
            cells = self._across.text_width(column) + by
            self._give(column.name, min(cells, self.size.width - self.number_width))

    def action_fit(self) -> None:
        """Make the column as wide as what it shows; as it was if it is already."""
        column = self.current_column
        if column is None:
            return
        cells = self.fitting_width(column)
        if dict(self.view.widths).get(column.name) == cells:
            widths = tuple(pair for pair in self.view.widths if pair[0] != column.name)
            self._arrange(self.names, replace(self.view, widths=widths), slight=True)
        else:
            self._give(column.name, cells)

    def _give(self, name: str, cells: int) -> None:
        view = self.view.widened(name, max(NARROWEST, cells))
        self._arrange(self.names, view, slight=True)

    # Marks

    def is_marked(self, position: int) -> bool:
        return bool(self.marks) and self.store.row_id(position) in self.marks

    def action_mark(self) -> None:
        """Mark the row, or no longer, and go on to the next one."""
        row_id, row = self.store.row_id(self.row), self.current_row
        if row is None or row_id is None:
            self.post_message(self.Refused(_("This row cannot be marked.")))
            return
        if self.marks.is_full and row_id not in self.marks:
            why = _("No more than {count} rows can be marked.").format(count=MARKS_KEPT)
            self.post_message(self.Refused(why))
            return
        self.marks.turn(row_id, dict(zip(self.store.columns, row, strict=False)))
        self._refresh_rows(self.row, self.row + 1)
        self.post_message(self.MarksChanged(self.marks))
        self.action_down()

    def action_unmark(self) -> None:
        """Mark no row any more."""
        self.marks.clear()
        self.refresh()
        self.post_message(self.MarksChanged(self.marks))
