"""What an address says of figures by month: how many months, and the chart that is open over them.

``metrics:dataset:ID?range=36&chart=visit&with=ID,site&scale=log`` is the visits of a dataset beside
those of another one and of the whole site, 36 months on a scale by tens; ``index=1`` draws shares
of the first month, ``years=1`` sums up by year.
"""

from __future__ import annotations

from typing import NamedTuple

from tui.links import Link
from tui.links.link import Params
from tui.tables.audience import DEFAULT_RANGE, RANGES

SITE = "site"
"""What stands for the whole site among objects that are compared."""


class Chart(NamedTuple):
    """A chart.

    Attributes:
        by: Which measure, by its name in addresses; empty where no chart is open.
        others: Ids of what it is compared with, or `SITE`.
        by_year: Whether months are summed up by year.
        by_tens: Whether the scale is logarithmic.
        as_100: Whether each is drawn as a share of what it was in the first month.
    """

    by: str = ""
    others: tuple[str, ...] = ()
    by_year: bool = False
    by_tens: bool = False
    as_100: bool = False

    @classmethod
    def of_link(cls, link: Link) -> Chart:
        """The chart that an address asks for; what does not go together is left out."""
        others = tuple(dict.fromkeys(each for each in link.value("with").split(",") if each))
        by = link.value("chart")
        by_year = link.value("years") == "1" and not others
        by_tens = link.value("scale") == "log" and not by_year
        as_100 = link.value("index") == "1" and not by_year and not by_tens
        return cls(by, others, by_year, by_tens, as_100) if by else cls()

    @property
    def params(self) -> Params:
        """What the address of the figures is given beside the number of months."""
        every = (
            ("chart", self.by),
            ("with", ",".join(self.others)),
            ("years", "1" if self.by_year else ""),
            ("scale", "log" if self.by_tens else ""),
            ("index", "1" if self.as_100 else ""),
        )
        return tuple(pair for pair in every if pair[1]) if self.by else ()


def metrics_link(kind: str, ident: str, shown: int, chart: Chart | None = None) -> Link:
    """The address of the figures of an object over so many months; 0 for all."""
    params = (("range", str(shown or "all")), *(chart or Chart()).params)
    return Link("metrics", f"{kind}:{ident}" if ident else kind, params)


def range_of(link: Link) -> int:
    """The number of months that an address asks for; the usual one where it does not say."""
    text = link.value("range")
    if text == "all":
        return 0
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else DEFAULT_RANGE
    return wanted if wanted in RANGES and wanted else DEFAULT_RANGE
