"""History and bookmarks as lists: find a place by typing, open it, take it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tui import format as fmt
from tui.i18n import gettext as _
from tui.memory.places import Remembered
from tui.screens.dialogs import CLOSE, HELP, Dialog
from tui.widgets.bars import KeyBar
from tui.widgets.bindings import bindings_for
from tui.widgets.chips import ChipLine
from tui.widgets.dialog_prompt import DialogPrompt
from tui.widgets.lines import LineList
from tui.widgets.place_lines import PlaceLines


class RememberedScreen(Dialog[Remembered]):
    """Places, the last one first. Dismissed with the one to open, or None.

    Args:
        places: What to show; asked again by `show_again`.
        remove: Takes a place off.
        empty: What is said where there is none.
    """

    BINDINGS = [CLOSE, HELP, *bindings_for("remembered")]

    def __init__(
        self,
        title: str,
        places: Callable[[], Sequence[Remembered]],
        remove: Callable[[Remembered], None],
        *,
        empty: str,
        cursor: int = 0,
    ) -> None:
        super().__init__(classes="dialog tall")
        self._title_text = title
        self._places = places
        self._remove = remove
        self._empty = empty
        self._cursor = cursor

    def compose(self) -> ComposeResult:
        with Vertical(id="panel"):
            yield ChipLine(id="title")
            yield DialogPrompt(placeholder=_("type to narrow"), id="words")
            yield PlaceLines()
            yield KeyBar()

    def on_mount(self) -> None:
        self._lines.can_focus = False
        self._lines.show(self._places(), cursor=self._cursor)
        self.query_one(ChipLine).show(self._title_text, ())
        self.query_one(DialogPrompt).focus()
        self._say_count()

    @property
    def _lines(self) -> PlaceLines:
        return self.query_one(PlaceLines)

    def show_again(self) -> None:
        """Show what became known since: another program may have added to it."""
        if self.is_mounted:
            here = self._lines.current
            places = self._places()
            self._lines.show(places)
            same = (i for i, place in enumerate(self._lines.kept) if here and place.key == here.key)
            self._lines.move_to(next(same, self._lines.cursor))
            self._say_count()

    def _say_count(self) -> None:
        kept, total = len(self._lines.kept), len(self._lines.places)
        text = fmt.number(total) if kept == total else f"{fmt.number(kept)} / {fmt.number(total)}"
        nothing = _("nothing matches") if total else self._empty
        self.query_one(ChipLine).status(text if kept else nothing)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return None if self.why_not(action) else True

    def why_not(self, action: str) -> str:
        """Why `action` cannot be done now, as a sentence; empty when it can."""
        if action in ("open", "remove") and self._lines.current is None:
            return _("There is no place in the list.")
        return ""

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self._lines.narrow(event.value)
        self._say_count()

    @on(LineList.Chosen)
    def action_open(self) -> None:
        if (place := self._lines.current) is not None:
            self.close(place)

    def action_remove(self) -> None:
        if (place := self._lines.current) is not None:
            self._remove(place)
            self._lines.show(self._places())
            self._say_count()

    def action_down(self) -> None:
        self._lines.action_down()

    def action_up(self) -> None:
        self._lines.action_up()

    def action_page_down(self) -> None:
        self._lines.action_page_down()

    def action_page_up(self) -> None:
        self._lines.action_page_up()
