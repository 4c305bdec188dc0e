"""Values of filters found by a part of their name: what routes suggest, what lists hold."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from tui.links.readings import slug_of
from tui.screens.session import Session
from tui.screens.suggest_one import MOST, Named, SuggestOneScreen, suggested
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models import SuggestKind

Find = Callable[[Session, str], Awaitable[Sequence[Named]]]


def picker(session: Session, kind: SuggestKind, title: str) -> SuggestOneScreen:
    """The dialog that asks for one thing of `kind`."""
    find = _FOUND_OTHERWISE.get(kind)
    if find is not None:
        return SuggestOneScreen(partial(find, session), title)
    return SuggestOneScreen(partial(suggested, session, kind), title)


async def _topics(session: Session, words: str) -> Sequence[Named]:
    """No route suggests topics: the search finds them."""
    from tui.api.models import Topic
    from tui.api.search import Search

    service = await session.service()
    page = await service.portal.search(Search(words, kind="topics"), page_size=MOST)
    return [Named(topic.id, topic.title) for topic in page.items if isinstance(topic, Topic)]


async def _licenses(session: Session, words: str) -> Sequence[Named]:
    """The site lists its licences whole."""
    found = await (await session.service()).catalogue.licenses()
    return _holding(words, [Named(each.id, each.title, clean_line(each.id)) for each in found])


async def _schemas(session: Session, words: str) -> Sequence[Named]:
    """The site lists the schemas of the national catalogue whole."""
    found = await (await session.service()).catalogue.schemas()
    return _holding(words, [Named(each.name, each.title, clean_line(each.name)) for each in found])


_FOUND_OTHERWISE: Final[dict[SuggestKind, Find]] = {
    "topics": _topics,
    "licenses": _licenses,
    "schemas": _schemas,
}


def _holding(words: str, found: list[Named]) -> list[Named]:
    """Those whose title or id holds `words`, whatever their accents."""
    wanted = slug_of(words)
    return [each for each in found if wanted in slug_of(f"{each.label} {each.id}")][:MOST]
