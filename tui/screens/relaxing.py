"""What a search that finds nothing, or little, would find with one thing less, or spelt otherwise.

Pure but for `spelt` and `counted`, which ask the services.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, NamedTuple

from tui import format as fmt
from tui.api.errors import ApiError
from tui.api.search import Search
from tui.i18n import gettext as _
from tui.links.readings import slug_of
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.catalogue import Catalogue
    from tui.api.models import SuggestKind
    from tui.api.portal import Portal
    from tui.screens.search_texts import Labels

LITTLE: Final = 2
"""Results that are so few that others are proposed."""

MOST_WORDS: Final = 6
MOST_FILTERS: Final = 8
AT_ONCE: Final = 2
"""Requests under way at once: nobody waits for them."""

_BEGINNING: Final = 3
_ALIKE: Final = 0.75
_WORD = re.compile(r"[^\W\d_]{4,}")
_TITLES: Final[dict[str, SuggestKind]] = {
    "datasets": "datasets",
    "dataservices": "dataservices",
    "reuses": "reuses",
    "organizations": "organizations",
}


class Way(NamedTuple):
    """Another search, and how it differs.

    Attributes:
        said: In a few words, safe for one line.
        total: Its results; from the service's window on, at least that many.
    """

    said: str
    search: Search
    total: int = 0


def ways(search: Search, labels: Labels) -> list[Way]:
    """`search` with one filter less, or one word less, or without any word or any filter."""
    words = search.words.split()
    filters = search.filters[:MOST_FILTERS]
    found = [
        Way(
            _("without {filter}").format(filter=labels.chip(name, value)),
            search.without_filter(name, value),
        )
        for name, value in filters
    ]
    if 1 < len(words) <= MOST_WORDS:
        for index, word in enumerate(words):
            left = " ".join([*words[:index], *words[index + 1 :]])
            said = _("without the word “{word}”").format(word=clean_line(word, 40))
            found.append(Way(said, replace(search, words=left)))
    if words and search.filters:
        found.append(Way(_("without the words"), replace(search, words="")))
    if len(search.filters) > 1 and words:
        found.append(Way(_("without any filter"), search.without_filters()))
    return found


async def spelt(catalogue: Catalogue, search: Search) -> list[Way]:
    """`search` with a word written as tags and titles write it, where one is not."""
    words = search.words.split()[:MOST_WORDS]
    suspects = [word for word in words if _WORD.fullmatch(word)]
    proposals = await asyncio.gather(*(_likely(catalogue, word, search.kind) for word in suspects))
    found = []
    for word, better in zip(suspects, proposals, strict=True):
        if better:
            said = _("“{right}” instead of “{wrong}”").format(
                right=better, wrong=clean_line(word, 40)
            )
            corrected = " ".join(better if each == word else each for each in search.words.split())
            found.append(Way(said, replace(search, words=corrected)))
    return found


async def counted(portal: Portal, candidates: Iterable[Way]) -> list[Way]:
    """Those of `candidates` that find something, each once. One that fails finds nothing."""
    wanted = list({each.search: each for each in candidates}.values())
    turn = asyncio.Semaphore(AT_ONCE)

    async def count(way: Way) -> Way:
        async with turn:
            try:
                return way._replace(total=await portal.count(way.search))
            except ApiError:
                return way

    return [way for way in await asyncio.gather(*map(count, wanted)) if way.total]


def told(way: Way) -> tuple[str, str]:
    """What a way is called, and how much it finds."""
    from tui.api.models import WINDOW

    number = fmt.number(way.total) + ("+" if way.total >= WINDOW else "")
    return way.said, number


async def _likely(catalogue: Catalogue, word: str, kind: str) -> str:
    """A word of tags or titles that looks like `word`; empty where `word` is one, or none does."""
    beginning = word[:_BEGINNING]
    asked: list[SuggestKind] = ["tags"]
    if kind in _TITLES:
        asked.append(_TITLES[kind])
    try:
        answers = await asyncio.gather(*(catalogue.suggest(each, beginning, 20) for each in asked))
    except ApiError:
        return ""
    known = dict(_known(label for answer in answers for label in (each.label for each in answer)))
    folded = slug_of(word)
    if folded in known:
        return ""
    near = get_close_matches(folded, sorted(known), n=1, cutoff=_ALIKE)
    return known[near[0]] if near else ""


def _known(labels: Iterable[str]) -> Iterator[tuple[str, str]]:
    for label in labels:
        for word in _WORD.findall(label):
            yield slug_of(word), word.lower()
