"""The objects of one chart: what is counted of each, and which others there are to choose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.audience import Audience
from tui.screens.metrics_address import SITE
from tui.screens.session import Session
from tui.screens.suggest_one import MOST, Named, suggested
from tui.tables.audience import KINDS, Measure, Series, same_of_site
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models import SuggestKind

MOST_COMPARED = 5
"""Objects on one chart: as many as lines are told apart."""

SUGGESTED: Mapping[str, SuggestKind] = {
    "dataset": "datasets",
    "organization": "organizations",
    "reuse": "reuses",
    "dataservice": "dataservices",
}
"""What each kind is called where it is searched for by name."""


class Compared:
    """One object, and those that it is compared with.

    Attributes:
        measure: What is counted of the first one.
        audiences: The first one, then the others.
    """

    def __init__(self, session: Session, first: Audience, by: str) -> None:
        measures = KINDS[first.kind].measures
        self.measure = next((each for each in measures if each.by == by), measures[0])
        self.audiences = [first]
        self._session = session
        self._dataset = ""

    @property
    def first(self) -> Audience:
        """What the others are compared with."""
        return self.audiences[0]

    @property
    def others(self) -> tuple[str, ...]:
        """The others as an address names them."""
        return tuple(each.ident or SITE for each in self.audiences[1:])

    @property
    def names(self) -> list[str]:
        """What each is called."""
        return [self.name_of(each) for each in self.audiences]

    def name_of(self, audience: Audience) -> str:
        """What an object is called; its id while that is not known."""
        if audience.kind == "site":
            return _("the whole site")
        return audience.name or clean_line(audience.ident, 40)

    def measure_of(self, audience: Audience) -> Measure:
        """What is counted of one of them."""
        if audience.kind == self.first.kind:
            return self.measure
        return same_of_site(self.first.kind, self.measure) or self.measure

    def series(self, shown: int) -> list[Series]:
        """What was counted of each over so many months; 0 for all."""
        return [one.series(self.measure_of(one), shown) for one in self.audiences]

    def has(self, ident: str) -> bool:
        """Whether an object, or `SITE`, is among them."""
        return any((each.ident or SITE) == ident for each in self.audiences)

    def audience_of(self, ident: str, name: str = "") -> Audience:
        """Another object, or the site, with nothing asked yet."""
        audience = Audience(
            self._session,
            "site" if ident == SITE else self.first.kind,
            "" if ident == SITE else ident,
        )
        audience.name = name
        return audience

    # Why there is no other

    def full(self) -> str:
        """Why no other can be added, as a sentence; empty when one can."""
        if len(self.audiences) < MOST_COMPARED:
            return ""
        return _("No more than {count} are compared.").format(count=MOST_COMPARED)

    def why_not_other(self) -> str:
        """Why no other object can be chosen, as a sentence; empty when one can."""
        if self.first.kind == "site":
            return _("There is one site: open the chart of an object, w compares it with the site.")
        return self.full()

    def why_not_site(self) -> str:
        """Why it cannot be compared with the whole site, as a sentence; empty when it can."""
        if self.first.kind == "site":
            return _("The whole site is what is shown.")
        if same_of_site(self.first.kind, self.measure) is None:
            return _("The service does not count this of the whole site.")
        return _("It is there already.") if self.has(SITE) else self.full()

    # Choosing

    async def find(self, words: str) -> Sequence[Named]:
        """Objects to compare with, whose name has `words`: files, of the same dataset. Raises
        `ApiError`."""
        kind = SUGGESTED.get(self.first.kind)
        if kind is not None:
            return await suggested(self._session, kind, words)
        catalogue = (await self._session.service()).catalogue
        if not self._dataset:
            self._dataset = (await catalogue.resource(self.first.ident)).dataset_id
        page = await catalogue.resources(self._dataset, page_size=MOST, q=words)
        return [Named(each.id, each.title, each.format) for each in page.items]
