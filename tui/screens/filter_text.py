"""The filters of a table as one line of text, with what can come next and where it is wrong."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui import format as fmt
from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, HELP, Dialog
from tui.screens.filter_words import OP_TITLES, kind_of, too_long
from tui.tables.operators import describe_filter
from tui.tables.query import Column, Group, Op, Schema
from tui.tables.text_completion import Completion, ValuesOf, complete, is_unfinished
from tui.tables.text_form import TextFormError, format_filter, parse
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.caret import CaretLine
from tui.widgets.chips import ChipLine
from tui.widgets.dialog_prompt import DialogPrompt
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList

_ROWS_AROUND = 9
_MOST_ROWS = 10
_WORDS = {"column": N_("a column"), "value": N_("a value")}


class ProposalLines(LineList):
    """What can come next, and what each is."""

    def __init__(self) -> None:
        super().__init__(id="entries")
        self.proposals: list[Completion] = []

    @property
    def current(self) -> Completion | None:
        """The one under the cursor."""
        return self.proposals[self.cursor] if self.cursor < len(self.proposals) else None

    def show(self, proposals: list[Completion]) -> None:
        """Show these, the cursor on the first."""
        self.proposals = proposals
        self.remove_class("-picked")
        self.set_count(len(proposals), cursor=0)

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        proposal = self.proposals[index]
        detail = cut(_detail(proposal), width // 2)
        room = max(4, width - width_of(detail) - 3)
        return [
            (f" {fit(proposal.label, room)} ", self.style_of("plain")),
            (detail + " ", self.style_of("dim")),
        ]


class FilterTextScreen(Dialog[Group]):
    """Type the filters of a table. Dismissed with them.

    Args:
        where: The filters that are there, shown first.
        values: What gives the likely values of a column.
        size: What measures the request that filters lead to, in bytes; may raise `ApiError`.
    """

    AUTO_FOCUS = ""
    BINDINGS = [CLOSE, HELP, *bindings_for("filtertext", "prompt")]

    def __init__(
        self,
        schema: Schema,
        where: Group,
        values: ValuesOf,
        *,
        size: Callable[[Group], int] | None = None,
    ) -> None:
        super().__init__(classes="dialog proposing")
        self._schema = schema
        self._where = where
        self._values = values
        self._size_of = size
        self._understood = ""
        self._is_refused = False
        self._fault: TextFormError | None = None
        self._read_last: tuple[str, int, bool] | None = None

    # What is shown

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield DialogPrompt(
                placeholder='dep = 75 and (prix > 1000 or ville ~ "Saint")', id="words"
            )
            yield CaretLine(id="caret")
            yield ChipLine(id="meaning")
            yield ProposalLines()
            yield ChipLine(id="about")
            yield KeyBar()

    def on_mount(self) -> None:
        self._lines.can_focus = False
        self.query_one("#title", ChipLine).show(_("Filters as text"), ())
        self.query_one("#about", ChipLine).show(
            _("= != < <= > >= ~ (contains) !~ in (…) is null · and, or, parentheses"), ()
        )
        self._prompt.select_on_focus = False
        self._prompt.focus()
        self._prompt.write(format_filter(self._where))
        self.watch(self._prompt, "selection", self._read)

    def fit(self, height: int) -> None:
        self._lines.styles.height = max(1, min(_MOST_ROWS, height - _ROWS_AROUND))
        self.call_after_refresh(self._point)

    @property
    def _prompt(self) -> DialogPrompt:
        return self.query_one(DialogPrompt)

    @property
    def _lines(self) -> ProposalLines:
        return self.query_one(ProposalLines)

    @property
    def _caret(self) -> CaretLine:
        return self.query_one(CaretLine)

    # What is typed

    @on(Input.Changed)
    def _typed(self) -> None:
        self._is_refused = False
        self._read()

    @on(DialogPrompt.LinesPasted)
    def _lines_pasted(self, event: DialogPrompt.LinesPasted) -> None:
        self._prompt.replace(" ".join(event.lines), *self._prompt.selection)
        self._prompt.put_cursor(self._prompt.cursor_position)

    def _read(self) -> None:
        """Say what the text means, or where it is wrong, and what can come next."""
        text, cursor = self._prompt.value, self._prompt.cursor_position
        now = (text, cursor, self._is_refused)
        if now != self._read_last:
            self._read_last = now
            self._lines.show(complete(text, cursor, self._schema, self._values))
            self._understand(text, cursor)
        # Where the prompt is scrolled to is known once it is drawn.
        self.call_after_refresh(self._point)

    def _understand(self, text: str, cursor: int) -> None:
        self._fault = None
        try:
            where = parse(text, self._schema)
        except TextFormError as error:
            if not (self._understood and text.startswith(self._understood)):
                self.query_one("#meaning", ChipLine).show("", ())
            if is_unfinished(text, cursor, error) and not self._is_refused:
                self._caret.hint(_expected(error))
            else:
                self._fault = error
            return
        self._understood = text
        chips = [describe_filter(item) for item in where]
        self.query_one("#meaning", ChipLine).show("", chips)
        self._say_problem(self._problem_of(where))

    def _say_problem(self, problem: str) -> None:
        if problem:
            self._caret.warn(problem)
        else:
            self._caret.hint("")

    def _point(self) -> None:
        """Point at the character at fault, wherever it is drawn now."""
        if self._fault is not None:
            left = self._prompt.content_region.x - self._caret.content_region.x
            column = left + self._prompt.column_of(self._fault.position)
            self._caret.point(column, str(self._fault))

    # Proposals

    def action_down(self) -> None:
        self._step(1)

    def action_up(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        """Go through the proposals; above the first, back to the text."""
        self._read()
        lines = self._lines
        if not lines.has_class("-picked"):
            lines.set_class(by > 0 and lines.count > 0, "-picked")
        elif by < 0 and lines.cursor == 0:
            lines.remove_class("-picked")
        else:
            lines.move_to(lines.cursor + by, by)

    @on(LineList.Chosen)
    def action_take(self) -> None:
        """Put the proposal in the text."""
        self._read()
        proposal = self._lines.current
        if proposal is None:
            return
        text, cursor = proposal.taken(self._prompt.value)
        self._prompt.value = text
        self._prompt.put_cursor(cursor)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in ("take", "down") or bool(self._lines.count)

    # The end

    def action_submit(self) -> None:
        """Take the proposal that was gone to; else the filters."""
        self._read()
        if self._lines.has_class("-picked"):
            self.action_take()
            return
        try:
            where = parse(self._prompt.value, self._schema)
        except TextFormError as error:
            self._refuse(error)
            return
        problem = self._problem_of(where)
        if problem:
            self._say_problem(problem)
        else:
            self.close(where)

    def _refuse(self, error: TextFormError) -> None:
        """Say where it is wrong, the cursor there."""
        self._is_refused = True
        self._prompt.put_cursor(error.position)
        self._read()

    def _problem_of(self, where: Group) -> str:
        if self._size_of is None:
            return ""
        try:
            return too_long(None, self._size_of(where))
        except ApiError as error:
            return error.message


def _detail(proposal: Completion) -> str:
    about = proposal.about
    if about is None:
        return ""
    if isinstance(about, Column):
        return kind_of(about)
    if isinstance(about, Op):
        return _(OP_TITLES[about])
    return "" if about.count is None else fmt.number(about.count)


def _expected(error: TextFormError) -> str:
    """What may come, in a few words."""
    words = ", ".join(_(_WORDS[word]) if word in _WORDS else word for word in error.expected)
    return _("expected: {words}").format(words=words) if words else ""
