"""Values of filters found by a part of their name: what routes suggest, what lists hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tui.links.readings import slug_of
from tui.screens.session import Session
from tui.screens.suggest_one import MOST, SuggestOneScreen
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    from tui.api.models import Suggestion, SuggestKind
    from tui.api.service import Service


class TopicPicker(SuggestOneScreen):
    """Topics, which no route suggests: the search finds them."""

    async def ask(self, service: Service, words: str) -> tuple[Suggestion, ...]:
        from tui.api.models import Suggestion, Topic
        from tui.api.search import Search

        page = await service.portal.search(Search(words, kind="topics"), page_size=MOST)
        return tuple(
            Suggestion("topics", topic.id, topic.title, SafeText(""))
            for topic in page.items
            if isinstance(topic, Topic)
        )


class LicensePicker(SuggestOneScreen):
    """Licences, which the site lists whole."""

    async def ask(self, service: Service, words: str) -> tuple[Suggestion, ...]:
        from tui.api.models import Suggestion

        found = await service.catalogue.licenses()
        return _holding(
            words,
            [Suggestion("licenses", each.id, each.title, clean_line(each.id)) for each in found],
        )


class SchemaPicker(SuggestOneScreen):
    """Schemas of the national catalogue, which the site lists whole."""

    async def ask(self, service: Service, words: str) -> tuple[Suggestion, ...]:
        from tui.api.models import Suggestion

        found = await service.catalogue.schemas()
        return _holding(
            words,
            [Suggestion("schemas", each.name, each.title, clean_line(each.name)) for each in found],
        )


_PICKERS: Final[dict[SuggestKind, type[SuggestOneScreen]]] = {
    "topics": TopicPicker,
    "licenses": LicensePicker,
    "schemas": SchemaPicker,
}


def picker(session: Session, kind: SuggestKind, title: str) -> SuggestOneScreen:
    """The dialog that asks for one thing of `kind`."""
    return _PICKERS.get(kind, SuggestOneScreen)(session, kind, title)


def _holding(words: str, found: list[Suggestion]) -> tuple[Suggestion, ...]:
    """Those whose title or id holds `words`, whatever their accents."""
    wanted = slug_of(words)
    kept = (each for each in found if wanted in slug_of(f"{each.label} {each.id}"))
    return tuple(kept)[:MOST]
