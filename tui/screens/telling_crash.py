"""What a report of an error tells of where one was: the place, and what was asked last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.crash import Section

if TYPE_CHECKING:
    from tui.screens.place import Place
    from tui.screens.session import Session
    from tui.settings import Settings

REQUESTS: Final = 20
"""Requests that are told, of the last ones."""


def circumstances(settings: Settings, place: Place | None, session: Session) -> list[Section]:
    """Sections of a report. One who wants nothing kept has no address kept here either."""
    told: list[Section] = [
        (
            "Settings",
            [f"site {settings.site.name}, language {settings.lang}, theme {settings.theme or '-'}"],
        )
    ]
    if not settings.history:
        return told
    if place is not None:
        told.append(("Place", [str(place.link)]))
    service = session.opened()
    if service is not None:
        entries = service.journal.entries[-REQUESTS:]
        told.append(
            (
                "Last requests",
                [f"{e.method} {e.url} {e.status or e.error or '…'}".strip() for e in entries],
            )
        )
    return told
