"""What a person searches for: words, filters, an order, among one kind of things. Pure data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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

KIND_LIST_FILTERS: Final[Mapping[str, frozenset[str]]] = {
    "dataservices": frozenset({"organization", "tag", "topic", "access_type", "featured"}),
    "reuses": frozenset(
        {"organization", "organization_badge", "owner", "tag", "topic", "type", "featured"}
    ),
    "organizations": frozenset({"badge"}),
    "topics": frozenset({"organization", "tag", "featured"}),
    "discussions": frozenset({"closed"}),
    "posts": frozenset(),
}
"""Filters of the search among each other kind that its plain list knows too. The lists have every
order of the search."""

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


_TAGGED: Final = ("organization", "tag", "producer_type", "last_update_range", "featured")

KIND_FILTERS: Final[Mapping[str, tuple[str, ...]]] = {
    "datasets": DATASET_FILTERS,
    "dataservices": (*_TAGGED, "access_type", "topic", "archived"),
    "reuses": (*_TAGGED, "type", "topic", "badge", "organization_badge", "owner", "archived"),
    "organizations": ("badge", "producer_type"),
    "topics": _TAGGED,
    "discussions": ("closed", "last_update_range"),
    "posts": ("tag", "last_update_range"),
}
"""The kinds of things that are searched, in the order they are shown, and the filters that
``GET /api/2/KIND/search/`` knows."""

KIND_SORTS: Final[Mapping[str, tuple[str, ...]]] = {
    "datasets": DATASET_SORTS,
    "reuses": (
        *("", "-views", "-datasets", "-followers", "-created"),
        *("views", "datasets", "followers", "created"),
    ),
    "dataservices": ("", "-views", "-followers", "-created", "views", "followers", "created"),
    "organizations": (
        *("", "-views", "-datasets", "-reuses", "-followers", "-created"),
        *("views", "datasets", "reuses", "followers", "created"),
    ),
    "topics": ("", "name", "-last_modified", "-created", "-name", "last_modified", "created"),
    "discussions": ("", "-created", "-closed", "created", "closed"),
    "posts": (
        *("", "-published", "-last_modified", "-created"),
        *("published", "last_modified", "created"),
    ),
}
"""Orders that each of these routes accepts; the empty one is relevance."""

REFUSED: Final[Mapping[str, frozenset[tuple[str, str]]]] = {
    "organizations": frozenset({("producer_type", "user")}),
}
"""Values of a filter that one of these routes refuses, though the others take them."""

SHARED_FILTERS: Final = frozenset(
    {
        *("organization", "tag", "producer_type", "last_update_range", "featured"),
        *("owner", "organization_badge", "access_type"),
    }
)
"""Filters that mean the same for every kind that has them: they follow from one to another."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search among the things of one kind.

    Attributes:
        words: As typed; empty for all of them.
        filters: Pairs of a parameter name and a value, in the order they were added. Identifiers
            of organizations, owners and topics may be slugs: `Catalogue` resolves them.
        sort: One of the kind's `KIND_SORTS`.
        kind: One of `KIND_FILTERS`.
    """

    words: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: str = ""
    kind: str = "datasets"

    def with_filter(self, name: str, value: str) -> Search:
        """The same with one filter more; it takes the place of the one of that name, unless
        that filter takes several values."""
        if (name, value) in self.filters:
            return self
        kept = (pair for pair in self.filters if name in REPEATABLE or pair[0] != name)
        return replace(self, filters=(*kept, (name, value)))

    def without_filter(self, name: str, value: str | None = None) -> Search:
        """The same without that value of that filter, or without any of its values."""
        dropped = {pair for pair in self.filters if pair[0] == name and value in (None, pair[1])}
        return replace(self, filters=tuple(pair for pair in self.filters if pair not in dropped))

    def without_filters(self) -> Search:
        """The same words and order, among all things of its kind."""
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
    def from_params(cls, params: Iterable[tuple[str, str]]) -> Search:
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

    def among(self, kind: str, aside: Iterable[tuple[str, str]] = ()) -> Search:
        """The same words among the things of another kind, with the filters that mean the same
        there, then those of `aside`. The order stays where the kind has it."""
        if kind == self.kind:
            return self
        known = KIND_FILTERS[kind]
        refused = REFUSED.get(kind, frozenset())
        carried = [
            pair
            for pair in self.filters
            if pair[0] in SHARED_FILTERS and pair[0] in known and pair not in refused
        ]
        sort = self.sort if self.sort in KIND_SORTS[kind] else ""
        search = Search(self.words, tuple(carried), sort, kind)
        for name, value in aside:
            if name in known and not (search.values(name) and name not in REPEATABLE):
                search = search.with_filter(name, value)
        return search


DatasetSearch = Search
"""A search among datasets is one whose kind was left as it is."""
