"""What a person searches for among datasets: words, filters, an order. Pure data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

REPEATABLE: Final = frozenset({"tag", "format", "schema", "granularity"})
"""Filters that take several values: a dataset has all the tags, and any one of the others."""

DATASET_FILTERS: Final = (
    "organization",
    "tag",
    "license",
    "format",
    "format_family",
    "schema",
    "geozone",
    "granularity",
    "temporal_coverage",
    "access_type",
    "badge",
    "organization_badge",
    "producer_type",
    "last_update_range",
    "topic",
    "featured",
    "owner",
    "organization_name",
    "include_geozone_ancestors",
)
"""Filters that ``GET /api/2/datasets/search/`` knows; it ignores any other without a word."""

LIST_FILTERS: Final = frozenset(
    {
        "tag",
        "license",
        "featured",
        "geozone",
        "granularity",
        "temporal_coverage",
        "access_type",
        "organization",
        "badge",
        "organization_badge",
        "owner",
        "format",
        "schema",
        "topic",
    }
)
"""Those among them that the plain lists know too."""

DATASET_SORTS: Final = (
    "",
    "-views",
    "-reuses",
    "-followers",
    "-last_update",
    "-created",
    "views",
    "reuses",
    "followers",
    "last_update",
    "created",
)
"""Orders that the search accepts; the empty one is relevance. The first ones make most sense."""


@dataclass(frozen=True, slots=True)
class DatasetSearch:
    """A search among datasets.

    Attributes:
        words: As typed; empty for all datasets.
        filters: Pairs of a parameter name and a value, in the order they were added. Identifiers
            of organizations, owners and topics may be slugs: `Catalogue` resolves them.
        sort: One of `DATASET_SORTS`.
    """

    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""

    def with_filter(self, name: str, value: str) -> DatasetSearch:
        """The same with one filter more; it takes the place of the one of that name, unless
        that filter takes several values."""
        if (name, value) in self.filters:
            return self
        kept = (pair for pair in self.filters if name in REPEATABLE or pair[0] != name)
        return replace(self, filters=(*kept, (name, value)))

    def without_filter(self, name: str, value: str | None = None) -> DatasetSearch:
        """The same without that value of that filter, or without any of its values."""
        dropped = {pair for pair in self.filters if pair[0] == name and value in (None, pair[1])}
        return replace(self, filters=tuple(pair for pair in self.filters if pair not in dropped))

    def without_filters(self) -> DatasetSearch:
        """The same words and order, among all datasets."""
        return replace(self, filters=())

    def values(self, name: str) -> tuple[str, ...]:
        """The values of that filter."""
        return tuple(value for key, value in self.filters if key == name)

    def to_params(self) -> tuple[tuple[str, str], ...]:
        """Query parameters of the search route, without paging; what is empty is left out."""
        words = " ".join(self.words.split())
        pairs = (("q", words), *self.filters, ("sort", self.sort))
        return tuple((name, value) for name, value in pairs if value)

    @classmethod
    def from_params(cls, params: Iterable[tuple[str, str]]) -> DatasetSearch:
        """The search that gives those parameters.

        Of a filter that takes one value the last one counts; unknown filters are kept; paging is
        left out.
        """
        search = cls()
        for name, value in params:
            if name == "q":
                search = replace(search, words=value)
            elif name == "sort":
                search = replace(search, sort=value)
            elif name not in ("page", "page_size") and value:
                search = search.with_filter(name, value)
        return search
