"""The files of a dataset, a page at a time, grouped by type however many there are."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.file_texts import TYPE_TITLES

if TYPE_CHECKING:
    from tui.api.catalogue import Catalogue
    from tui.api.models import Resource

PAGE_SIZE = 50

Groups = list[tuple[str, list["Resource"]]]


class FilePages:
    """Asks for the files of one dataset in the order they are shown.

    When one page holds them all it is grouped here. Else they are asked for by type, so that pages
    only ever add to the end of the list: nothing above the cursor moves.

    Attributes:
        total: Files of the dataset that match; None before the first answer.
        has_more: Whether `next` has something to ask.
        words: What their titles hold; empty for all.
    """

    def __init__(self, dataset_id: str, *, words: str = "", reload: bool = False) -> None:
        self.total: int | None = None
        self.has_more = True
        self._dataset_id = dataset_id
        self.words = words
        self._reload = reload
        self._types = list(TYPE_TITLES)
        self._page = 0
        self._by_type = False

    async def next(self, catalogue: Catalogue) -> Groups:
        """The next files, by heading; may be empty while there are more. Raises `ApiError`."""
        if self._by_type:
            return await self._next_of_type(catalogue)
        page = await catalogue.resources(
            self._dataset_id, page=1, page_size=PAGE_SIZE, q=self.words, reload=self._reload
        )
        self.total = page.total
        if page.has_next:
            self._by_type = True
            return await self._next_of_type(catalogue)
        self.has_more = False
        return grouped(page.items)

    async def _next_of_type(self, catalogue: Catalogue) -> Groups:
        kind = self._types[0]
        page = await catalogue.resources(
            self._dataset_id,
            page=self._page + 1,
            page_size=PAGE_SIZE,
            type=kind,
            q=self.words,
            reload=self._reload,
        )
        self._page += 1
        if not page.has_next:
            self._types.pop(0)
            self._page = 0
            self.has_more = bool(self._types)
        return [(_(TYPE_TITLES[kind]), list(page.items))] if page.items else []


def grouped(resources: tuple[Resource, ...]) -> Groups:
    """Files under the heading of their type, in the order of types; unknown types come last."""
    groups: Groups = []
    for kind, title in TYPE_TITLES.items():
        files = [resource for resource in resources if resource.type == kind]
        if files:
            groups.append((_(title), files))
    rest = [resource for resource in resources if resource.type not in TYPE_TITLES]
    if rest:
        groups.append((_(TYPE_TITLES["other"]), rest))
    return groups


def titled(title: str, words: str) -> bool:
    """Whether `title` holds `words`, whatever the case and the accents of either."""
    return _plain(words) in _plain(title)


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))
