"""The kinds of things that a search looks among: filters kept for each, counts where known."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.api.errors import ApiError
from tui.api.search import KIND_FILTERS, SHARED_FILTERS, Search
from tui.i18n import gettext as _
from tui.widgets.kind_words import KIND_TITLES

if TYPE_CHECKING:
    from tui.api.models import SearchPage
    from tui.api.portal import Portal
    from tui.api.service import Service

KINDS = tuple(KIND_FILTERS)
REMEMBERED = 200
"""Counts kept at most."""


class Kinds:
    """What is known of the kinds of one screen."""

    def __init__(self) -> None:
        self._aside: dict[str, tuple[tuple[str, str], ...]] = {}
        self._counts: dict[Search, str] = {}

    def turned(self, search: Search, kind: str) -> Search:
        """`search` among another kind. The filters that only its own kind has wait there."""
        own = tuple(pair for pair in search.filters if pair[0] not in SHARED_FILTERS)
        self._aside[search.kind] = own
        return search.among(kind, self._aside.get(kind, ()))

    def next_to(self, kind: str, by: int) -> str:
        """The kind `by` places further."""
        return KINDS[(KINDS.index(kind) + by) % len(KINDS)]

    def titles(self, search: Search) -> list[str]:
        """Each kind, with how many results it would give where that is known."""
        return [self._title(search, kind) for kind in KINDS]

    def _title(self, search: Search, kind: str) -> str:
        count = self._counts.get(self._target(search, kind))
        title = _(KIND_TITLES[kind])
        return title if count is None else _("{title} {count}").format(title=title, count=count)

    def learn(self, search: Search, total: int, capped: bool) -> None:
        """Keep how many results `search` has."""
        if len(self._counts) >= REMEMBERED:
            self._counts.clear()
        self._counts[replace(search, sort="")] = fmt.compact(total) + ("+" if capped else "")

    async def count(self, portal: Portal, search: Search) -> None:
        """Ask how many results the other kinds have for the same words. A kind that fails stays
        without a number."""
        from tui.api.models import WINDOW

        targets = [self._target(search, kind) for kind in KINDS]
        wanted = [target for target in targets if target not in self._counts]
        answers = await asyncio.gather(*(_counted(portal, target) for target in wanted))
        for target, total in zip(wanted, answers, strict=True):
            if total is not None:
                self.learn(target, total, total >= WINDOW)

    def _target(self, search: Search, kind: str) -> Search:
        return replace(search.among(kind, self._aside.get(kind, ())), sort="")


async def _counted(portal: Portal, search: Search) -> int | None:
    try:
        return await portal.count(search)
    except ApiError:
        return None


async def ask(
    service: Service, search: Search, page: int = 1, *, reload: bool = False, by_mcp: bool = False
) -> SearchPage:
    """A page of the results of `search`, whatever its kind. Raises `ApiError`.

    Args:
        by_mcp: Whether the MCP server is asked first, for what it can find.
    """
    if by_mcp and search.kind == "dataservices":
        from tui.api.mcp.searching import can_ask, search_apis

        if can_ask(search):
            return await search_apis(service, search, page, reload=reload)
    if search.kind == "datasets":
        return await service.catalogue.search_datasets(search, page, reload=reload)
    return await service.portal.search(search, page, reload=reload)
