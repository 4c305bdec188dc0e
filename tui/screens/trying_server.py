"""Which server a call is asked of: one that is told of, or one that is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from tui.hosts import shown_address
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.screens.trying_fields import plain
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.calls.servers import Base

_SOURCES: Final = {
    "description": N_("its description"),
    "document": N_("beside the description"),
    "catalogue": N_("the catalogue"),
    "typed": N_("yourself"),
}


class ServerChoice:
    """The servers of a form, one of which is asked.

    Args:
        bases: Those that are told of, the one to take first.
        changed: Called whenever another one is taken.
    """

    def __init__(self, bases: tuple[Base, ...], changed: Callable[[], None]) -> None:
        self._bases = list(bases)
        self._at = 0
        self._changed = changed

    @property
    def base(self) -> Base | None:
        """The one that is asked; None where none is known."""
        return self._bases[self._at] if self._bases else None

    @property
    def url(self) -> str:
        """Its address; empty where none is known."""
        return self.base.url if self.base is not None else ""

    def choose(self, screen: Screen[None]) -> None:
        """Have one chosen, over `screen`, or another one typed."""

        def take(index: int | None) -> None:
            if index == len(self._bases):
                self._type(screen)
            elif index is not None:
                self._at = index
                self._changed()

        options = [
            Option(shown_address(base.url, 200), detail=_about(base) or _(_SOURCES[base.source]))
            for base in self._bases
        ]
        options.append(Option(_("Another one…"), detail=_("you type it")))
        screen.app.push_screen(ChooseScreen(_("Server"), options, cursor=self._at), take)

    def _type(self, screen: Screen[None]) -> None:
        from tui.api.calls.problem import CallProblem
        from tui.api.calls.servers import Base, checked_url

        def check(text: str) -> str:
            try:
                checked_url(text)
            except CallProblem as problem:
                return problem.message
            return ""

        def use(text: str | None) -> None:
            if text is not None:
                self._bases.append(Base(checked_url(text).rstrip("/"), "typed"))
                self._at = len(self._bases) - 1
                self._changed()

        help_text = _("the paths of the API hang on it; no secret given to another goes to it")
        asking = AskScreen(_("Server"), placeholder="https://", check=check, help_text=help_text)
        screen.app.push_screen(asking, use)


def _about(base: Base) -> str:
    """What a description says of a server, on one line."""
    return clean_line(plain(base.about), 60)
