"""What the objects of top lists are called: asked for in as few requests as there can be."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.api.errors import ApiError, NotFound
from tui.i18n import gettext as _
from tui.screens.audience import titles_of
from tui.screens.ranking import Ranking
from tui.screens.session import Session

if TYPE_CHECKING:
    from tui.api.titles import Titles

AT_ONCE = 4
"""Titles asked for at the same time."""


class TopTitles:
    """The titles that are known, by id.

    Attributes:
        known: Those that came.
    """

    def __init__(self, session: Session) -> None:
        self.known: dict[str, str] = {}
        self._session = session
        self._many_asked: set[str] = set()
        self._nameless: set[str] = set()

    def unknown(self, idents: Iterable[str]) -> list[str]:
        """Those whose title nobody was asked for."""
        return [each for each in idents if each not in self.known and each not in self._nameless]

    async def ask_most(self, ranking: Ranking) -> None:
        """One request that names most of a list, once. A failure leaves each to `ask`."""
        scope = f"{ranking.kind}/{ranking.organization}"
        if scope in self._many_asked:
            return
        self._many_asked.add(scope)
        try:
            titles = await titles_of(self._session)
            found = await titles.most_viewed(ranking.kind, organization=ranking.organization)
        except ApiError:
            return
        self.known.update({ident: title for ident, title in found.items() if title})

    async def ask(self, ranking: Ranking, wanted: Sequence[str]) -> None:
        """One request each; one that fails stays an id, and is not asked for again."""
        try:
            titles = await titles_of(self._session)
        except ApiError:
            self._nameless.update(wanted)
            return
        await asyncio.gather(*(self._ask_one(titles, ranking, ident) for ident in wanted))

    async def _ask_one(self, titles: Titles, ranking: Ranking, ident: str) -> None:
        kind = "organization" if ident == ranking.organization else ranking.kind
        try:
            title: str = (await titles.one(kind, ident)).title
        except ApiError as error:
            title = _("(no longer published)") if isinstance(error, NotFound) else ""
        if title:
            self.known[ident] = title
        else:
            self._nameless.add(ident)
