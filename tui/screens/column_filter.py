"""The filter of one column: an operator that its type allows, a value that suits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, Dialog
from tui.screens.filter_values import OperatorLines, ValueLines
from tui.screens.filter_words import OP_TITLES, about_operator, how_many, kind_of, too_long
from tui.tables.filter_change import FilterChange
from tui.tables.likely import Likely, matching
from tui.tables.operators import (
    LIST_OPS,
    NULL_OPS,
    TEXT_OPS,
    BadValueError,
    describe_filter,
    operators_for,
)
from tui.tables.query import Column, Filter, Op
from tui.tables.typed_condition import Typed, condition_of, typed_of
from tui.tables.typed_list import turned, unfinished, values_so_far, written_list
from tui.text import clean_line
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.dialog_prompt import PASTE_LIMIT, DialogPrompt
from tui.widgets.draw import width_of
from tui.widgets.prose import Paragraph, ProseView

__all__ = ["ColumnFilterScreen", "SizeOf", "kind_of"]

SizeOf = Callable[[FilterChange], int]
"""Bytes of the request that a change of filter leads to. May raise `ApiError`."""

_ROWS_AROUND = 7
_MOST_ROWS = 14


class ColumnFilterScreen(Dialog[FilterChange]):
    """Choose an operator, type a value or take one that the column holds often.

    Args:
        values: What the column is likely to hold.
        now: The filter that is there: it is shown, and gives its place to the answer.
        size: What measures the request; without it, any size will do.
    """

    AUTO_FOCUS = ""
    BINDINGS = [CLOSE, HELP, *bindings_for("columnfilter", "prompt")]

    def __init__(
        self,
        column: Column,
        values: Sequence[Likely] = (),
        *,
        now: Filter | None = None,
        size: SizeOf | None = None,
    ) -> None:
        super().__init__(classes="dialog filtering")
        before = typed_of(column, now) if now is not None else None
        self._column = column
        self._values = tuple(values)
        self._now = now if before is not None else None
        self._is_added = False
        self._size_of = size
        offered = operators_for(column.type)
        self._before = before or Typed(offered[0])
        self._operators = tuple(dict.fromkeys((*offered, self._before.op)))
        # A prompt shows one safe line: what is hostile in a value is meant all the same.
        texts = (self._before.text, *(value.text for value in values))
        self._meant = {_one_line(text): text for text in texts}
        self._known = frozenset(value.text for value in values)
        self._op = self._operators[0]
        self._seen = self._stem = ""
        self._is_typed = False

    # What is shown

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            with Horizontal(id="body"):
                yield OperatorLines([_(OP_TITLES[op]) for op in self._operators])
                with Vertical(id="value"):
                    yield DialogPrompt(placeholder=_("value"), id="words")
                    yield ProseView(id="said")
                    yield ValueLines()
            yield ProseView(id="about")
            yield KeyBar()

    def on_mount(self) -> None:
        for still in (self._lines, self._list, *self.query(ProseView)):
            still.can_focus = False
        self._lines.set_count(len(self._operators))
        self._lines.styles.width = max(width_of(title) for title in self._lines.titles) + 3
        self._say_title()
        self._prompt.select_on_focus = False
        self._write(_one_line(self._before.text))
        self._prompt.select_all()
        self._use_operator(self._before.op)

    def fit(self, height: int) -> None:
        wanted = len(self._operators)
        if wanted > len(NULL_OPS):
            wanted = max(wanted, 4 + min(len(self._values), 8))
        wanted = min(wanted, _MOST_ROWS, height - _ROWS_AROUND)
        self.query_one("#body").styles.height = max(3, wanted)

    @property
    def _prompt(self) -> DialogPrompt:
        return self.query_one(DialogPrompt)

    @property
    def _lines(self) -> OperatorLines:
        return self.query_one(OperatorLines)

    @property
    def _list(self) -> ValueLines:
        return self.query_one(ValueLines)

    def _say_title(self) -> None:
        form = _("The filter on {name}") if self._now is not None else _("Filter {name}")
        form = _("Another filter on {name}") if self._is_added else form
        title = self.query_one("#title", ChipLine)
        title.show(form.format(name=clean_line(self._column.name, 80)), ())
        title.status(kind_of(self._column))

    def _say(self, text: str, *, wrong: bool = False) -> None:
        said = self.query_one("#said", ProseView)
        said.show([Paragraph(text, "warning" if wrong else "dim")])

    # The operator

    @property
    def _is_list(self) -> bool:
        return self._op in LIST_OPS

    @property
    def _is_pattern(self) -> bool:
        return self._before.is_pattern and self._op in TEXT_OPS

    def action_next_operator(self) -> None:
        self._turn_operator(1)

    def action_previous_operator(self) -> None:
        self._turn_operator(-1)

    def _turn_operator(self, by: int) -> None:
        place = self._operators.index(self._op) + by
        self._use_operator(self._operators[place % len(self._operators)])

    @on(OperatorLines.Picked)
    def _operator_picked(self, event: OperatorLines.Picked) -> None:
        self._use_operator(self._operators[event.index])

    def _use_operator(self, op: Op) -> None:
        self._op = op
        self._lines.move_to(self._operators.index(op))
        self.query_one("#value").visible = op not in NULL_OPS
        self._prompt.disabled = op in NULL_OPS
        self._list.can_focus = self._is_list
        self._list.remove_class("-picked")
        text = about_operator(self._column, op, is_pattern=self._is_pattern)
        self.query_one("#about", ProseView).show([Paragraph(text, "dim")])
        if op not in NULL_OPS:
            self._prompt.focus()
        self._show_values()
        self._show_meaning()
        self.refresh_bindings()

    # The value

    @on(Input.Changed)
    def _follow(self) -> None:
        """Take in what was typed since the last time."""
        if self._prompt.value == self._seen:
            return
        self._seen = self._stem = self._prompt.value
        self._is_typed = True
        self._list.remove_class("-picked")
        self._show_values()
        self._show_meaning()

    @on(DialogPrompt.LinesPasted)
    def _lines_pasted(self, event: DialogPrompt.LinesPasted) -> None:
        """A column of lines is a list of values."""
        text = f"{self._prompt.value}, " if self._is_list and self._prompt.value.strip() else ""
        negative = self._op in (Op.DIFFERS, Op.NOTCONTAINS, Op.NOTIN)
        wanted = Op.NOTIN if negative else Op.IN
        if wanted in self._operators:
            self._use_operator(wanted)
            self._write(text + written_list(dict.fromkeys(event.lines)))
        else:
            self._say(_("This column is compared with one value at a time."), wrong=True)

    def _write(self, text: str) -> None:
        self._seen, self._is_typed = text, False
        self._prompt.write(text)
        self._show_meaning()

    def _show_values(self, *, stays: bool = False) -> None:
        text = self._prompt.value
        if self._is_list:
            found = self._finishing() or self._values
            self._list.show(found, values_so_far(text), stays=stays)
        else:
            self._list.show(matching(self._values, self._stem), None)

    @property
    def _partial(self) -> str:
        """The value of a list that is being typed."""
        return unfinished(self._prompt.value, self._known) if self._is_typed else ""

    def _finishing(self) -> list[Likely]:
        """The values that the one being typed in a list may become."""
        return matching(self._values, self._partial) if self._partial else []

    def _show_meaning(self) -> None:
        try:
            found = condition_of(self._column, self._read())
        except BadValueError:
            self._say("")
            return
        if not self._is_list:
            self._say(describe_filter(found))
            return
        problem = self._problem_of(found)
        self._say(problem or how_many(len(values_so_far(self._prompt.value))), wrong=bool(problem))

    def _read(self) -> Typed:
        text = self._prompt.value
        if not self._is_list:
            text = self._meant.get(text, text)
        return Typed(self._op, text, self._is_pattern)

    def action_next_value(self) -> None:
        self._go_to_value(1)

    def action_previous_value(self) -> None:
        self._go_to_value(-1)

    def _go_to_value(self, by: int) -> None:
        self._follow()
        lines = self._list
        if self._is_list:
            self._go_to_list()
        elif lines.count:
            here = lines.cursor + by if lines.has_class("-picked") else min(0, by)
            lines.move_to(here % lines.count)
            self._take_value()

    def _go_to_list(self) -> None:
        """Finish the value that is being typed; where there is none, go to the list, or back."""
        if self.focused is self._list:
            self._prompt.focus()
        elif self._finishing():
            self.action_turn()
        elif self._list.count:
            self._list.focus()

    def _take_value(self) -> None:
        value = self._list.current
        if value is None:
            return
        cursor = self._list.cursor
        if self._op in TEXT_OPS:
            # A whole value was taken: it is that one that is meant, not those that hold it.
            self._use_operator(Op.EXACT)
            self._list.move_to(cursor)
        self._list.add_class("-picked")
        self._write(_one_line(value.text))

    def action_turn(self) -> None:
        """Put the value under the cursor in the list, or take it out."""
        self._follow()
        value = self._list.current
        if value is not None:
            self._write(turned(self._prompt.value, value.text, self._partial))
            self._show_values(stays=True)

    @on(ValueLines.Picked)
    def _picked(self) -> None:
        if self._is_list:
            self.action_turn()
        else:
            self._take_value()
            self._prompt.focus()

    # The end

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("another", "remove"):
            return self._now is not None
        if action == "turn":
            return self.focused is self._list
        if action == "next_value":
            return bool(self._values) and self._op not in NULL_OPS
        return True

    def action_another(self) -> None:
        """Add a filter beside the one that is there, or change that one again."""
        self._is_added = not self._is_added
        self._say_title()

    def action_remove(self) -> None:
        self.close(FilterChange(None, self._now))

    @on(ValueLines.Submitted)
    def action_submit(self) -> None:
        """Answer with the filter, or say why it cannot be."""
        try:
            found = condition_of(self._column, self._read())
        except BadValueError as error:
            self._say(str(error), wrong=True)
            return
        problem = self._problem_of(found)
        if problem:
            self._say(problem, wrong=True)
        else:
            self.close(self._change(found))

    def _change(self, found: Filter) -> FilterChange:
        return FilterChange(found, None if self._is_added else self._now)

    def _problem_of(self, found: Filter) -> str:
        """Why the service cannot be asked for `found`; empty where it can."""
        if self._size_of is None:
            return ""
        try:
            return too_long(found, self._size_of(self._change(found)))
        except ApiError as error:
            return error.message


def _one_line(text: str) -> str:
    return clean_line(text, PASTE_LIMIT)
