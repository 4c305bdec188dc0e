"""The order of the rows: several columns, the direction of each, where its empty cells go."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, ChooseScreen, Dialog, Option
from tui.screens.filter_words import kind_of
from tui.tables.operators import sortable
from tui.tables.query import ROW_ID, Column, ColumnType, Schema, Sort
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.order_lines import OrderLines, column_title
from tui.widgets.prose import Paragraph, ProseView

_FILE_ORDER = Column(ROW_ID, ColumnType.INT)
_ROWS_AROUND = 7


class OrderScreen(Dialog[tuple[Sort, ...]]):
    """Edit the order of rows. Dismissed with the sorts, the most important first.

    Args:
        only_first: Whether the service was seen to take one sort alone, without more.
        has_file_order: Whether the rows have an order in their file that can be asked for.
    """

    BINDINGS = [CLOSE, HELP]

    def __init__(
        self,
        schema: Schema,
        sorts: tuple[Sort, ...],
        *,
        only_first: bool = False,
        has_file_order: bool = True,
        column: str = "",
    ) -> None:
        super().__init__(classes="dialog listing")
        self._sorts = sorts
        self._only_first = only_first
        self._columns = (*schema, *((_FILE_ORDER,) if has_file_order else ()))
        self._here = column

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield OrderLines(self._sorts, only_first=self._only_first)
            yield ProseView(id="about")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(_("Order of the rows"), ())
        self.query_one("#about", ProseView).can_focus = False
        self._lines.focus()
        self._changed()
        if not self._sorts:
            self._choose_column()

    @property
    def _lines(self) -> OrderLines:
        return self.query_one(OrderLines)

    @on(OrderLines.Changed)
    def _changed(self) -> None:
        self.fit(self.app.size.height)
        self.query_one("#about", ProseView).show([Paragraph(self._about(), "dim")])

    def fit(self, height: int) -> None:
        self._lines.styles.height = max(1, min(len(self._lines.sorts), height - _ROWS_AROUND))

    def _about(self) -> str:
        if not self._lines.sorts:
            return _("The rows come in the order of the file.")
        if self._only_first:
            return _(
                "This service sorts by one column only: the first one counts. Rows that tie may "
                "come twice or not at all."
            )
        return _("Rows that tie in all of these keep the order of the file.")

    @on(OrderLines.AddWanted)
    def _choose_column(self) -> None:
        taken = {sort.column for sort in self._lines.sorts}
        options = [_option(column, column.name in taken) for column in self._columns]
        names = [column.name for column in self._columns]
        cursor = names.index(self._here) if self._here in names else 0

        def add(index: int | None) -> None:
            if index is not None:
                self._lines.add(names[index])

        self.app.push_screen(ChooseScreen(_("Sort by"), options, cursor=cursor), add)

    @on(OrderLines.Applied)
    def _apply(self) -> None:
        self.close(self._lines.sorts)


def _option(column: Column, is_taken: bool) -> Option:
    why_not = ""
    if is_taken:
        why_not = _("in the order already")
    elif not sortable(column.type):
        why_not = _("{type} cannot be sorted").format(type=kind_of(column))
    detail = "" if column.name == ROW_ID else kind_of(column)
    return Option(column_title(column.name), detail=detail, why_not=why_not)
