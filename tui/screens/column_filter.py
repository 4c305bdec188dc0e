"""The filter of one column: an operator that its type allows, a value that suits it."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, Dialog
from tui.tables.operators import (
    LIST_OPS,
    NULL_OPS,
    TEXT_OPS,
    BadValueError,
    operators_for,
    parse_value,
)
from tui.tables.query import Column, Condition, Op, Scalar
from tui.text import clean_line
from tui.widgets.cells import TYPE_TITLES
from tui.widgets.chips import ChipLine
from tui.widgets.draw import Piece, fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt

OP_TITLES = {
    Op.EXACT: N_("is"),
    Op.DIFFERS: N_("is not"),
    Op.CONTAINS: N_("contains"),
    Op.NOTCONTAINS: N_("does not contain"),
    Op.LESS: N_("at most"),
    Op.GREATER: N_("at least"),
    Op.STRICTLY_LESS: N_("less than"),
    Op.STRICTLY_GREATER: N_("more than"),
    Op.IN: N_("is one of"),
    Op.NOTIN: N_("is none of"),
    Op.ISNULL: N_("is empty (null)"),
    Op.ISNOTNULL: N_("is not empty"),
}


class ValueLines(LineList):
    """The column's most frequent values, with their counts."""

    def __init__(self, tops: Sequence[tuple[str, int]]) -> None:
        super().__init__(id="values")
        self.tops = tops

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        value, count = self.tops[index]
        number = fmt.number(count)
        room = max(4, width - width_of(number) - 3)
        return [
            (f" {fit(clean_line(value, 200), room)} ", self.style_of("plain")),
            (number + " ", self.style_of("dim")),
        ]


class ColumnFilterScreen(Dialog[Condition]):
    """Choose an operator (↑ ↓), type a value or take one of the frequent ones (Tab). Dismissed with
    the condition."""

    BINDINGS = [
        CLOSE,
        Binding("down", "operator(1)", show=False),
        Binding("up", "operator(-1)", show=False),
        Binding("tab", "value(1)", show=False),
        Binding("shift+tab", "value(-1)", show=False),
    ]

    def __init__(self, column: Column, tops: Sequence[tuple[str, int]]) -> None:
        super().__init__(classes="dialog")
        self._column = column
        self._operators = operators_for(column.type)
        self._index = 0
        self._tops = tuple(tops)

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield OperatorLines([_(OP_TITLES[op]) for op in self._operators])
            yield Prompt(placeholder=_("value"), id="words")
            yield ChipLine(id="said")
            yield ValueLines(self._tops)

    def on_mount(self) -> None:
        title = _("Filter {name}").format(name=clean_line(self._column.name, 80))
        self.query_one("#title", ChipLine).show(title, ())
        self.query_one("#title", ChipLine).status(kind_of(self._column))
        operators = self.query_one(OperatorLines)
        operators.can_focus = False
        operators.set_count(len(self._operators))
        operators.styles.height = min(len(self._operators), max(3, self.app.size.height - 12))
        values = self.query_one(ValueLines)
        values.can_focus = False
        values.display = bool(self._tops)
        values.set_count(len(self._tops), cursor=0)
        values.styles.height = min(len(self._tops), 5)
        self.query_one(Prompt).focus()
        self._say_help()

    def _say_help(self) -> None:
        text = _("↑ ↓ operator · ⏎ filter")
        if self._tops:
            text = _("↑ ↓ operator · ↹ frequent values · ⏎ filter")
        self.query_one("#said", ChipLine).show(text, ())
        self.query_one("#said", ChipLine).status("")

    @property
    def _operator(self) -> Op:
        return self._operators[self._index]

    def action_operator(self, by: int) -> None:
        self._index = (self._index + by) % len(self._operators)
        self.query_one(OperatorLines).move_to(self._index)
        self._operator_changed()
        if self._operator not in NULL_OPS:
            self.query_one(Prompt).focus()

    def _operator_changed(self) -> None:
        takes_value = self._operator not in NULL_OPS
        self.query_one(Prompt).disabled = not takes_value
        self.query_one(ValueLines).display = bool(self._tops) and takes_value

    def action_value(self, by: int) -> None:
        if not self._tops or self._operator in NULL_OPS:
            return
        lines, prompt = self.query_one(ValueLines), self.query_one(Prompt)
        texts = [value for value, _count in self._tops]
        here = texts.index(prompt.value) + by if prompt.value in texts else (0 if by > 0 else -1)
        lines.add_class("-picked")
        lines.move_to(here % len(texts))
        prompt.value = texts[here % len(texts)]
        if self._operator in TEXT_OPS and Op.EXACT in self._operators:
            # A whole value was taken: it is that one that is meant, not those that hold it.
            self._index = self._operators.index(Op.EXACT)
            self.query_one(OperatorLines).move_to(self._index)
        prompt.cursor_position = len(prompt.value)

    @on(LineList.Chosen)
    @on(LineList.Highlighted)
    def _pointed(self, event: LineList.Chosen | LineList.Highlighted) -> None:
        if isinstance(event.lines, OperatorLines):
            self._index = event.index
            self._operator_changed()
        elif isinstance(event, LineList.Chosen):
            self.query_one(Prompt).value = self._tops[event.index][0]

    @on(Input.Changed)
    def _changed(self) -> None:
        self._say_help()

    @on(Input.Submitted)
    def _take(self) -> None:
        self._finish()

    def key_enter(self) -> None:
        """Enter takes the filter also where there is no value to type."""
        if self._operator in NULL_OPS:
            self._finish()

    def _finish(self) -> None:
        text = self.query_one(Prompt).value
        try:
            self.close(condition_of(self._column, self._operator, text))
        except BadValueError as error:
            self.query_one("#said", ChipLine).show("", ())
            self.query_one("#said", ChipLine).status(str(error), error=True)


class OperatorLines(LineList):
    """The operators."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(id="operators")
        self.titles = titles

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        return [(f" {self.titles[index]}", self.style_of("plain"))]


def kind_of(column: Column) -> str:
    """The type of a column, with its finer format where that says more."""
    same = column.format in ("", column.type, column.type.removesuffix("_tz"))
    title = _(TYPE_TITLES[column.type])
    return title if same else f"{title} · {clean_line(column.format, 60)}"


def condition_of(column: Column, op: Op, text: str) -> Condition:
    """The condition a person means. A list is split on commas. Raises `BadValueError`."""
    if op in NULL_OPS:
        return Condition(column.name, op)
    if not text and op in (*TEXT_OPS, *LIST_OPS):
        raise BadValueError(_("Write a value, or take a frequent one with ↹."))
    if op not in LIST_OPS:
        return Condition(column.name, op, parse_value(op, column.type, text))
    values: list[Scalar] = []
    for part in text.split(","):
        value = parse_value(op, column.type, part.strip())
        values += value if isinstance(value, tuple) else ()
    return Condition(column.name, op, tuple(values))
