"""The filters of a table as a tree of groups and conditions."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.column_filter import ColumnFilterScreen
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Dialog, Option
from tui.screens.filter_words import kind_of, too_long
from tui.tables import tree_edit
from tui.tables.filter_change import FilterChange
from tui.tables.query import Column, Condition, Filter, Group, Schema
from tui.tables.tabular_form import REQUEST_LINE_LIMIT
from tui.tables.text_completion import ValuesOf
from tui.tables.text_form import format_filter
from tui.tables.tree_edit import Path
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.filter_lines import FilterLines
from tui.widgets.prose import Paragraph, ProseView

_ROWS_AROUND = 8
_TEXT_LIMIT = 600


class FilterTreeScreen(Dialog[Group]):
    """Edit the filters of a table as a tree. Dismissed with them, in their simplest form.

    Args:
        where: The filters that are there.
        values: What gives the likely values of a column.
        size: What measures the request that filters lead to, in bytes; may raise `ApiError`.
        column: The name of the column to offer first for a new condition.
    """

    BINDINGS = [CLOSE, HELP]

    def __init__(
        self,
        schema: Schema,
        where: Group,
        values: ValuesOf,
        *,
        size: Callable[[Group], int] | None = None,
        column: str = "",
    ) -> None:
        super().__init__(classes="dialog listing tree")
        self._schema = schema
        self._where = where
        self._values = values
        self._size_of = size
        self._here = column

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield FilterLines(self._where)
            yield ProseView(id="about")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#about", ProseView).can_focus = False
        self._lines.focus()
        self._changed()
        if not self._where.items:
            self._lines.action_add()

    @property
    def _lines(self) -> FilterLines:
        return self.query_one(FilterLines)

    @on(FilterLines.Changed)
    def _changed(self) -> None:
        """Say the filters as text, and how much of a request they make."""
        where = self._lines.root.simplified()
        self.fit(self.app.size.height)
        text = format_filter(where)
        said = Paragraph(clean_line(text, _TEXT_LIMIT), "dim")
        self.query_one("#about", ProseView).show([said])
        self._say_size(where)
        self.refresh_bindings()

    def fit(self, height: int) -> None:
        count = len(tree_edit.lines(self._lines.root))
        self._lines.styles.height = max(2, min(max(4, count), height - _ROWS_AROUND))

    def _say_size(self, where: Group) -> None:
        title = self.query_one("#title", ChipLine)
        title.show(_("Filters as a tree"), ())
        size, problem = self._measured(where)
        if problem or size is None:
            title.status(problem, error=bool(problem))
        else:
            form = _("{size} of {limit} bytes")
            title.status(form.format(size=fmt.number(size), limit=fmt.number(REQUEST_LINE_LIMIT)))

    def _measured(self, where: Group) -> tuple[int | None, str]:
        """Bytes of the request that `where` leads to, and why it cannot be made, if it cannot."""
        if self._size_of is None:
            return None, ""
        try:
            size = self._size_of(where)
        except ApiError as error:
            return None, error.message
        return size, too_long(None, size)

    # Conditions

    @on(FilterLines.AddWanted)
    def _choose_column(self, event: FilterLines.AddWanted) -> None:
        columns = tuple(self._schema)
        names = [column.name for column in columns]
        options = [
            Option(clean_line(column.name, 120), detail=kind_of(column)) for column in columns
        ]
        cursor = names.index(self._here) if self._here in names else 0

        def use(index: int | None) -> None:
            if index is not None:
                self._ask(columns[index], event.path, None)

        self.app.push_screen(ChooseScreen(_("Filter on"), options, cursor=cursor), use)

    @on(FilterLines.EditWanted)
    def _edit(self, event: FilterLines.EditWanted) -> None:
        name = event.item.column if isinstance(event.item, Condition) else ""
        column = self._schema.column(name)
        if column is not None:
            self._ask(column, event.path, event.item)

    def _ask(self, column: Column, path: Path, now: Filter | None) -> None:
        """Open the editor of a condition: a new one near `path`, or the one that is there."""

        def use(change: FilterChange | None) -> None:
            if change is None:
                return
            self._here = column.name
            if change.added is None:
                self._lines.drop(path)
            elif change.replaces is None:
                self._lines.add(path, change.added)
            else:
                self._lines.put(path, change.added)

        def size(change: FilterChange) -> int:
            root = self._lines.root
            if self._size_of is None or change.added is None:
                return 0
            is_new = change.replaces is None
            edit = tree_edit.added if is_new else tree_edit.with_item
            return self._size_of(edit(root, path, change.added).root.simplified())

        screen = ColumnFilterScreen(column, self._values(column), now=now, size=size)
        self.app.push_screen(screen, use)

    @on(FilterLines.Applied)
    def _apply(self) -> None:
        where = self._lines.root.simplified()
        problem = self._measured(where)[1]
        if problem:
            self._say_size(where)
        else:
            self.close(where)
