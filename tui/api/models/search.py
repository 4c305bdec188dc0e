"""Answers of the search, with its facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tui.api.models.base import Model, count_of, object_of, objects_of, text_of
from tui.api.models.found import Found
from tui.text import SafeText, clean_line

WINDOW: Final = 10_000
"""Results that the search lets one see; it also stops counting there."""

_ALL = "all"
_FILTERS = {
    "organization_id_with_name": "organization",
    "last_update": "last_update_range",
    "topics": "topic",
}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that narrows the search: send `value`, draw `label`.

    `count` is how many results it would leave, with the other filters as they are.
    """

    value: str
    label: SafeText
    count: int


class SearchPage(Model):
    """A page of results.

    Attributes:
        total: Results on all pages; at least that many where `capped`.
        capped: Whether the service stopped counting, and shows no result beyond `WINDOW`.
        page: From 1.
        facets: Values by filter name (`Search` parameter names).
        facet_totals: By filter name, how many results there are without that filter.
        fallback: Whether a plain list answered because the search does not work: words are then
            looked for in titles only, and there are no facets.
        unapplied: Filters that the plain list ignores, with `fallback`.
        through: Which service found them, where that is another than the Main API: ``mcp``.
        aside: Why that other one did not, where it was asked first: a sentence, safe to draw.
    """

    items: tuple[Found, ...]
    total: int
    capped: bool = False
    page: int = 1
    page_size: int = 20
    has_next: bool = False
    facets: Mapping[str, tuple[FacetValue, ...]] = {}
    facet_totals: Mapping[str, int] = {}
    fallback: bool = False
    unapplied: tuple[str, ...] = ()
    through: str = ""
    aside: str = ""


def facets_of(payload: object) -> dict[str, tuple[FacetValue, ...]]:
    """The facets of a search answer, under the names of the filters they feed."""
    return {
        _FILTERS.get(name, name): tuple(_values(name, items))
        for name, items in object_of(payload).items()
    }


def facet_totals_of(payload: object) -> dict[str, int]:
    """For each facet, the count of its ``all`` entry."""
    return {
        _FILTERS.get(name, name): count_of(item.get("count")) or 0
        for name, items in object_of(payload).items()
        for item in objects_of(items)
        if item.get("name") == _ALL
    }


def _values(name: str, items: object) -> list[FacetValue]:
    return [
        _value(name, text_of(item["name"]), count_of(item.get("count")) or 0)
        for item in objects_of(items)
        if text_of(item.get("name")) not in ("", _ALL)
    ]


def _value(facet: str, text: str, count: int) -> FacetValue:
    if facet != "organization_id_with_name":
        return FacetValue(text, clean_line(text), count)
    ident, _, name = text.partition("|")
    return FacetValue(ident, clean_line(name or ident), count)
