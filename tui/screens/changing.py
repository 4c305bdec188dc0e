"""How every place asks for a change: whether it may, the dialog that shows it, what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.place import Place
from tui.screens.session import Session

if TYPE_CHECKING:
    from tui.api.writes import Write


def changes_are_off(session: Session) -> str:
    """Why nothing may be changed on the site, and how to allow it; empty where it may."""
    if session.settings.writes:
        return ""
    return _("Changes are off: writes = true (settings) or --writes allows them.")


def confirm(
    place: Place,
    title: str,
    write: Write,
    said: str,
    *,
    then: Callable[[], None] | None = None,
) -> None:
    """Show `write` whole, and send it if the person says so; `place` is then loaded again.

    Args:
        title: What is about to be done.
        said: What was done, once it is.
        then: Called once it is done.
    """
    off = changes_are_off(place.session)
    if off:
        place.notice(off)
        return
    from tui.screens.change import ChangeScreen, Outcome

    def finish(outcome: Outcome | None) -> None:
        if outcome is None:
            return
        place.reload()
        if outcome is Outcome.DONE:
            place.notice(said)
            if then is not None:
                then()
        else:
            place.notice(_("It may have been done: what is shown is loaded again."))

    place.app.push_screen(ChangeScreen(place.session, title, write), finish)
