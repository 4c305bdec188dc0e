"""Under the results: what would match, where little or nothing does."""

from __future__ import annotations

import asyncio

from tui.api.errors import ApiError
from tui.api.journal import work_in_background
from tui.api.search import Search
from tui.i18n import gettext as _
from tui.screens.relaxing import LITTLE, Way, counted, spelt, told, ways
from tui.screens.search_texts import Labels
from tui.screens.session import Session
from tui.widgets.ways import WayList

GROUP = "ways"
REST = 0.6
"""Seconds before other searches are counted for somebody who may still be typing."""


class WaysPane(WayList):
    """Searches near the one that found nothing, or little; Enter takes one.

    They are counted in the background, a few small requests at once, and left when another search
    begins.
    """

    def __init__(self, session: Session, labels: Labels) -> None:
        super().__init__(id="ways")
        self._session = session
        self._labels = labels
        self._found: list[Way] = []

    @property
    def ways(self) -> list[Way]:
        """What is proposed now."""
        return self._found

    def look(self, search: Search, total: int, *, typing: bool) -> None:
        """Propose something where `search` found `total` results and these are few."""
        if total > LITTLE or not (search.words.strip() or search.filters):
            self.clear()
            return
        self.screen.run_worker(
            self._look(search, total, REST if typing else 0.0),
            group=GROUP,
            exclusive=True,
            exit_on_error=False,
        )

    def clear(self) -> None:
        """Propose nothing, and ask nothing more."""
        self.screen.workers.cancel_group(self.screen, GROUP)
        self._show([], 0)

    async def _look(self, search: Search, total: int, rest: float) -> None:
        work_in_background()
        self._show([], total)
        await asyncio.sleep(rest)
        try:
            service = await self._session.service()
        except ApiError:
            return  # the search itself says so
        spellings = await spelt(service.catalogue, search)
        found = await counted(service.portal, [*spellings, *ways(search, self._labels)])
        self._show([way for way in found if way.total > total], total)

    def _show(self, found: list[Way], total: int) -> None:
        self._found = found
        title = _("More would match:") if total else _("What would match:")
        self.show(title, [told(way) for way in found])
        self.screen.set_class(bool(found), "-ways")
        # Who types, or looks at the filters, stays there.
        here = self.screen.focused
        if found and not total and (here is None or here.id not in ("omnibox", "facets")):
            self.call_after_refresh(self.focus)
        elif not found and self.has_focus:
            self.screen.query_one("#results").focus()
        self.screen.refresh_bindings()
