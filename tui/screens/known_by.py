"""Which of its ways one is known to an API by, as a choice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from textual.screen import Screen

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.calls.call import SecretSlot
    from tui.api.calls.ways import Way

_PLACES: Final = {
    "query": N_("key in the query, as {name}"),
    "header": N_("key in the header {name}"),
    "cookie": N_("key in the cookie {name}"),
}
_KINDS: Final = {
    "basic": "HTTP basic",
    "digest": "HTTP digest",
    "bearer": "HTTP bearer",
    "oauth2": "OAuth 2",
}


def choose_way(
    screen: Screen[None], ways: tuple[Way, ...], chosen: Way, then: Callable[[Way], None]
) -> None:
    """Have one of `ways` chosen, or a key of one's own where nothing need be given."""
    options = [Option(way_words(way), detail=_slots_words(way)) for way in ways]
    if () in ways:
        options.append(Option(_("A key in a header…"), detail=_("you type its name")))

    def take(index: int | None) -> None:
        if index == len(ways):
            _ask_name(screen, then)
        elif index is not None:
            then(ways[index])

    cursor = ways.index(chosen) if chosen in ways else 0
    screen.app.push_screen(ChooseScreen(_("Known by"), options, cursor=cursor), take)


def way_words(way: Way) -> str:
    """``cle + jeton``: the names of what is given together."""
    return " + ".join(slot_name(slot) for slot in way) or _("Nothing: without a key")


def slot_name(slot: SecretSlot) -> str:
    """What a secret is called: names of ours say where it goes after a colon."""
    return clean_line(slot.scheme.partition(":")[2] or slot.scheme, 40)


def _slots_words(way: Way) -> str:
    return " + ".join(_slot_words(slot) for slot in way)


def _slot_words(slot: SecretSlot) -> str:
    if slot.kind == "apiKey":
        return _(_PLACES[slot.place]).format(name=clean_line(slot.name, 60))
    return _KINDS[slot.kind]


def _ask_name(screen: Screen[None], then: Callable[[Way], None]) -> None:
    from tui.api.calls.problem import CallProblem
    from tui.api.calls.ways import own_key

    def check(text: str) -> str:
        try:
            own_key(text.strip())
        except CallProblem as problem:
            return problem.message
        return ""

    def use(text: str | None) -> None:
        if text is not None:
            then(own_key(text.strip()))

    asking = AskScreen(_("Name of the header"), value="X-API-Key", check=check)
    screen.app.push_screen(asking, use)
