"""The few dialogs every screen uses: choose among lines, type one line, read a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Resize
from textual.fuzzy import Matcher
from textual.screen import ModalScreen
from textual.widgets import Input

from tui import format as fmt
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.widgets.bars import KeyBar
from tui.widgets.chips import ChipLine
from tui.widgets.draw import Piece, cut, fit, width_of
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt
from tui.widgets.prose import Block, Paragraph, ProseView
from tui.widgets.standing import StandingScreen

CLOSE = Binding("escape", "close", N_("Close"), id="dialog.close")
WHOLE_LINES: Final = 4
"""Lines beneath a list, for all that there is to read of one of its own."""

HELP = Binding("f1", "app.help", N_("Help"), id="app.help")


Answer = TypeVar("Answer")


class Dialog(StandingScreen[Answer | None], ModalScreen[Answer | None]):
    """A screen over a place that closes once, with an answer or with None."""

    # What ends a program elsewhere: here it gives the place back, and ends nothing by surprise.
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "close", show=False)]

    def close(self, answer: Answer | None = None) -> None:
        """Close with `answer`. Two keys that arrive together close it only once."""
        if not self.is_current:
            return
        for waiting in self._result_callbacks:
            if waiting.future is not None and waiting.future.done():
                waiting.future = None  # who asked was cancelled meanwhile
        self.dismiss(answer)

    def action_close(self) -> None:
        self.close()

    def on_resize(self, event: Resize) -> None:
        self.fit(event.size.height)

    def fit(self, height: int) -> None:
        """Take the room that there is in a terminal of `height` lines. Called each time that it
        changes."""


@dataclass(frozen=True, slots=True)
class Option:
    """A line to choose.

    Attributes:
        title: What it is.
        detail: Shown at right: a key, a count.
        why_not: Why it cannot be chosen now; empty when it can.
        only_found: Whether it is shown only when words find it, and below the others then.
        whole: All there is to read of it, shown under the list while the cursor is on it.
    """

    title: str
    detail: str = ""
    why_not: str = ""
    only_found: bool = False
    whole: str = ""


class OptionLines(LineList):
    """Options, filtered by what was typed."""

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__(id="options")
        self.options = options
        self.kept: list[int] = self._unasked()

    def narrow(self, words: str) -> None:
        """Keep the options that match `words`, best first."""
        if not words.strip():
            self.kept = self._unasked()
        else:
            matcher = Matcher(words.strip())
            scores = [
                (option.only_found, -matcher.match(option.title), index)
                for index, option in enumerate(self.options)
            ]
            kept = sorted(score for score in scores if score[1] < 0)
            self.kept = [index for _only_found, _score, index in kept]
        self.set_count(len(self.kept), cursor=0)

    def _unasked(self) -> list[int]:
        """The options that are shown when nothing is typed."""
        return [index for index, option in enumerate(self.options) if not option.only_found]

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        option = self.options[self.kept[index]]
        detail = option.why_not or option.detail
        tone = "dim" if option.why_not else "plain"
        # The title goes before what is beside it, which is told elsewhere too.
        left = width - width_of(option.title) - 3
        detail = cut(detail, max(0, min(width // 2, max(left, width // 4))))
        room = max(4, width - width_of(detail) - 3)
        return [
            (f" {fit(option.title, room)} ", self.style_of(tone)),
            (detail + " ", self.style_of("dim")),
        ]


class ChooseScreen(Dialog[int]):
    """Choose one of many lines, narrowed by typing. Dismissed with the option's position, or
    None."""

    BINDINGS = [
        CLOSE,
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option], *, cursor: int = 0) -> None:
        super().__init__(classes="dialog")
        self._title_text = title
        self._options = options
        self._cursor = cursor

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Prompt(placeholder=_("type to narrow"), id="words")
            yield OptionLines(self._options)
            if self._tells_whole:
                yield ProseView(id="whole")

    def on_mount(self) -> None:
        lines = self.query_one(OptionLines)
        lines.can_focus = False
        for whole in self.query(ProseView):
            whole.can_focus = False
            whole.styles.height = WHOLE_LINES
        lines.set_count(len(lines.kept), cursor=self._cursor)
        self.fit(self.app.size.height)
        self.query_one(ChipLine).show(self._title_text, ())
        self.query_one(Prompt).focus()

    def fit(self, height: int) -> None:
        """Show as many lines as there are, or as fit."""
        unasked = sum(not option.only_found for option in self._options)
        room = height - 8 - (WHOLE_LINES if self._tells_whole else 0)
        self.query_one(OptionLines).styles.height = min(max(1, unasked), max(3, room))
        self.call_after_refresh(self._say_where)

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        lines = self.query_one(OptionLines)
        lines.narrow(event.value)
        self._say_where()

    @on(Input.Submitted)
    def _take(self) -> None:
        self._choose(self.query_one(OptionLines).cursor)

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        self._choose(event.index)

    def _choose(self, index: int) -> None:
        kept = self.query_one(OptionLines).kept
        if index < len(kept) and not self._options[kept[index]].why_not:
            self.close(kept[index])

    @on(LineList.Highlighted)
    def _say_where(self) -> None:
        """Why the line under the cursor cannot be chosen; else where it is, in a long list."""
        lines = self.query_one(OptionLines)
        status = ""
        if not lines.kept:
            status = _("nothing matches")
        elif why_not := self._options[lines.kept[lines.cursor]].why_not:
            status = why_not
        elif lines.count > lines.size.height:
            here, total = fmt.number(lines.cursor + 1), fmt.number(lines.count)
            status = _("{here} of {total}").format(here=here, total=total)
        self.query_one(ChipLine).status(status)
        for view in self.query(ProseView):
            told = self._options[lines.kept[lines.cursor]].whole if lines.kept else ""
            view.show([Paragraph(line) for line in told.split("\n")])

    @property
    def _tells_whole(self) -> bool:
        return any(option.whole for option in self._options)

    def action_move(self, by: int) -> None:
        lines = self.query_one(OptionLines)
        lines.move_to(lines.cursor + by, by)

    def action_page(self, by: int) -> None:
        lines = self.query_one(OptionLines)
        lines.move_to(lines.cursor + by * lines.page, by)


class AskScreen(Dialog[str]):
    """Type one line. Dismissed with it, or None.

    `check` returns what is wrong with a text, as a sentence; an empty one lets it through.
    """

    BINDINGS = [CLOSE]

    def __init__(
        self,
        title: str,
        *,
        value: str = "",
        placeholder: str = "",
        check: Callable[[str], str] | None = None,
        help_text: str = "",
    ) -> None:
        super().__init__(classes="dialog")
        self._title_text = title
        self._value = value
        self._placeholder = placeholder
        self._check = check or (lambda _text: "")
        self._help_text = help_text

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Prompt(self._value, placeholder=self._placeholder, id="words")
            yield ChipLine(id="said")

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        self.query_one("#said", ChipLine).show(self._help_text, ())
        prompt = self.query_one(Prompt)
        prompt.select_on_focus = False
        prompt.focus()
        prompt.cursor_position = len(prompt.value)

    @on(Input.Changed)
    def _checked(self, event: Input.Changed) -> None:
        self.query_one("#said", ChipLine).show(self._help_text, ())
        self.query_one("#said", ChipLine).status("")

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        problem = self._check(event.value)
        if problem:
            self.query_one("#said", ChipLine).show("", ())
            self.query_one("#said", ChipLine).status(problem, error=True)
        else:
            self.close(event.value)


class ReadScreen(Dialog[str]):
    """Read a text. `y` dismisses with `raw`, to be copied; any way out else with None."""

    BINDINGS = [
        CLOSE,
        Binding("q", "close", show=False),
        Binding("enter", "close", show=False),
        Binding("y", "copy", N_("Copy"), id="dialog.copy"),
    ]

    def __init__(self, title: str, blocks: Sequence[Block], *, raw: str = "") -> None:
        super().__init__(classes="dialog wide")
        self._title_text = title
        self._blocks = blocks
        self._raw = raw

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield ProseView(id="text")
            yield KeyBar()

    def on_mount(self) -> None:
        self.query_one("#title", ChipLine).show(self._title_text, ())
        text = self.query_one(ProseView)
        text.show(self._blocks)
        text.focus()

    @on(ProseView.Scrolled)
    def _say_rest(self, event: ProseView.Scrolled) -> None:
        said = ngettext("↓ {count} more line", "↓ {count} more lines", event.below)
        text = said.format(count=fmt.number(event.below)) if event.below else ""
        self.query_one("#title", ChipLine).status(text)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return bool(self._raw) if action == "copy" else True

    def action_copy(self) -> None:
        self.close(self._raw)
