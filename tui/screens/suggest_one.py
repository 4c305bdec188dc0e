"""Choose one object of the portal by a part of its name, as one types."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input

from tui.api.errors import ApiError
from tui.i18n import gettext as _
from tui.screens.dialogs import CLOSE, Dialog, Option, OptionLines
from tui.screens.session import Session
from tui.widgets.chips import ChipLine
from tui.widgets.lines import LineList
from tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from tui.api.models import SuggestKind
    from tui.text import SafeText

TYPING_REST = 0.2
"""Seconds of silence before what is typed is looked for."""

MOST = 12
"""Objects that are proposed at most."""


class Named(NamedTuple):
    """An object to choose: `label` and `detail` are drawn."""

    id: str
    label: SafeText
    detail: SafeText | str = ""


async def suggested(session: Session, kind: SuggestKind, words: str) -> Sequence[Named]:
    """Objects of one kind whose name has `words`; the most popular ones for none. Raises
    `ApiError`."""
    service = await session.service()
    found = await service.catalogue.suggest(kind, words, MOST)
    return [Named(each.id, each.label, each.detail) for each in found]


class SuggestOneScreen(Dialog[Named]):
    """What `find` finds for what is typed, beginning with nothing.

    Dismissed with one of them, or None.
    """

    BINDINGS = [
        CLOSE,
        Binding("down", "move(1)", show=False),
        Binding("up", "move(-1)", show=False),
    ]

    def __init__(self, find: Callable[[str], Awaitable[Sequence[Named]]], title: str) -> None:
        super().__init__(classes="dialog")
        self._find = find
        self._title_text = title
        self._found: Sequence[Named] = ()
        self._typing: Timer | None = None
        self._entered = False

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield Prompt(placeholder=_("a part of its name"), id="words")
            yield OptionLines(())

    def on_mount(self) -> None:
        lines = self.query_one(OptionLines)
        lines.can_focus = False
        self.fit(self.app.size.height)
        self.query_one(ChipLine).show(self._title_text, ())
        self.query_one(Prompt).focus()
        self._ask()

    def fit(self, height: int) -> None:
        self.query_one(OptionLines).styles.height = min(MOST, max(3, height - 8))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._entered = False
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_REST, self._ask)

    def _ask(self) -> None:
        self._typing = None
        words = self.query_one(Prompt).value.strip()
        self.run_worker(self._suggest(words), group="suggest", exclusive=True, exit_on_error=False)

    async def _suggest(self, words: str) -> None:
        status = ""
        try:
            self._found = await self._find(words)
        except ApiError as error:
            self._found, status = (), error.message
        lines = self.query_one(OptionLines)
        lines.options = [Option(each.label, each.detail) for each in self._found]
        lines.narrow("")
        failed = bool(status)
        status = status or ("" if self._found else _("nothing matches"))
        self.query_one(ChipLine).status(status, error=failed)
        if self._entered and self._found:
            self.close(self._found[0])

    @on(Input.Submitted)
    def _take(self) -> None:
        """Take what is under the cursor; what is not proposed yet is taken once it comes."""
        running = any(w.group == "suggest" and not w.is_finished for w in self.workers)
        if self._typing is not None or running:
            self._entered = True
        else:
            self._choose(self.query_one(OptionLines).cursor)

    @on(LineList.Chosen)
    def _clicked(self, event: LineList.Chosen) -> None:
        self._choose(event.index)

    def _choose(self, index: int) -> None:
        if index < len(self._found):
            self.close(self._found[index])

    def action_move(self, by: int) -> None:
        lines = self.query_one(OptionLines)
        lines.move_to(lines.cursor + by, by)
