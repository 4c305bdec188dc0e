"""What could narrow the search while one types: organizations, tags, formats, zones that look like
the words."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import TYPE_CHECKING

from tui.api.errors import ApiError
from tui.i18n import N_
from tui.i18n import gettext as _

if TYPE_CHECKING:
    from tui.api.catalogue import Catalogue
    from tui.api.models import Suggestion, SuggestKind

KINDS: tuple[tuple[SuggestKind, str, str], ...] = (
    ("organizations", "organization", N_("Organization")),
    ("tags", "tag", N_("Tag")),
    ("formats", "format", N_("Format")),
    ("zones", "geozone", N_("Zone")),
)
"""Kinds of suggestions, the filter each becomes, and what it is called."""

SHORTEST = 3
"""Letters typed before anything is suggested."""

PER_KIND = 2


class Suggestions:
    """The suggestions for what is typed now, and which one is chosen."""

    def __init__(self) -> None:
        self.found: tuple[Suggestion, ...] = ()
        self.index: int | None = None

    @property
    def chosen(self) -> Suggestion | None:
        """The suggestion that Enter would take."""
        return self.found[self.index] if self.index is not None and self.found else None

    def clear(self) -> None:
        """Forget them."""
        self.found, self.index = (), None

    def step(self, by: int) -> None:
        """Choose the next or previous one; past the last, none."""
        count = len(self.found)
        position = count if self.index is None else self.index
        position = (position + by) % (count + 1)
        self.index = None if position == count else position

    def titles(self) -> list[str]:
        """How each is written."""
        names = {kind: title for kind, _filter, title in KINDS}
        return [
            _("{name}: {value}").format(name=_(names[suggestion.kind]), value=suggestion.label)
            for suggestion in self.found
        ]

    def filter_of(self, suggestion: Suggestion) -> tuple[str, str]:
        """The filter that `suggestion` becomes."""
        names = {kind: name for kind, name, _title in KINDS}
        return names[suggestion.kind], suggestion.id

    async def fetch(self, catalogue: Catalogue, words: str, known: Collection[str]) -> bool:
        """Ask for the suggestions for `words`. A kind that fails suggests nothing.

        Args:
            known: The filters that the search has: nothing else is suggested.

        Returns:
            Whether there is something to show.
        """
        self.clear()
        wanted = words.strip()
        if len(wanted) < SHORTEST:
            return False
        answers = await asyncio.gather(
            *(_ask(catalogue, kind, wanted) for kind, name, _title in KINDS if name in known)
        )
        self.found = tuple(suggestion for answer in answers for suggestion in answer)
        return bool(self.found)


async def _ask(catalogue: Catalogue, kind: SuggestKind, words: str) -> tuple[Suggestion, ...]:
    try:
        return await catalogue.suggest(kind, words, size=PER_KIND)
    except ApiError:
        return ()
