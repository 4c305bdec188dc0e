"""What a top list is of, by what, in which month: a value, and its address."""

from __future__ import annotations

from typing import NamedTuple

from tui.links import Link
from tui.screens.audience import current_month
from tui.tables.audience import KINDS, Measure
from tui.tables.months import is_counted, shifted

RANKED_KINDS = tuple(kind for kind in KINDS if kind != "site")


class Ranking(NamedTuple):
    """A top list.

    Attributes:
        kind: Of which objects.
        by: Which of their measures, by its name in addresses.
        month: ``YYYY-MM``.
        organization: The id of the one whose datasets are meant; empty for everybody's.
    """

    kind: str
    by: str
    month: str
    organization: str = ""

    @property
    def measure(self) -> Measure:
        """What ranks them."""
        measures = KINDS[self.kind].measures
        return next((each for each in measures if each.by == self.by), measures[0])

    @classmethod
    def of_link(cls, link: Link) -> Ranking:
        """What an address asks for: datasets by visits in the last full month, unless it says."""
        organization = link.value("organization")
        kinds = [kind for kind in RANKED_KINDS if KINDS[kind].model == link.value("of")]
        kind = "dataset" if organization or not kinds else kinds[0]
        month, current = link.value("month"), current_month()
        if not is_counted(month) or month > current:
            month = shifted(current, -1)
        ranking = cls(kind, link.value("by"), month, organization)
        return ranking._replace(by=ranking.measure.by)

    @property
    def link(self) -> Link:
        """The address of this list."""
        params = [("of", KINDS[self.kind].model), ("by", self.by), ("month", self.month)]
        if self.organization:
            params.append(("organization", self.organization))
        return Link("metrics", "top", tuple(params))
