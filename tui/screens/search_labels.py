"""What zones, topics, people and organizations are called, where a link or a facet has only ids."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from tui.api.errors import ApiError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.api.models import FacetValue
    from tui.api.search import Search
    from tui.api.service import Service
    from tui.screens.search_texts import Labels

    Pair = tuple[str, str]
    Facets = Mapping[str, Sequence[FacetValue]]

SHOWN: Final = 6
"""Values of a facet that are shown before it is unfolded."""

MOST: Final = 8
"""Objects asked for at once, one request each: those that facets show first, and filters."""

_KINDS: Final = {"topic": "topic", "owner": "user", "organization": "organization"}


def nameless(search: Search, facets: Facets, labels: Labels) -> list[Pair]:
    """The values, of filters and of the facets shown, that are ids and have no name yet; not more
    than can be asked for at once."""
    topics = facets.get("topic", ())[:SHOWN]
    pairs = [
        *search.filters,
        *(("topic", value.value) for value in topics),
        *(("geozone", value.value) for value in facets.get("geozone", ())),
    ]
    wanted = [pair for pair in dict.fromkeys(pairs) if not labels.known(*pair)]
    zones = [pair for pair in wanted if pair[0] == "geozone"]
    # The topic of a reuse is one of a few words.
    kinds = {name for name in _KINDS if (search.kind, name) != ("reuses", "topic")}
    return [*zones, *[pair for pair in wanted if pair[0] in kinds][:MOST]]


async def names_of(service: Service, pairs: list[Pair]) -> dict[Pair, str]:
    """What the values of filters are called; those that cannot be had are left out.

    One request for all zones, one for each other thing.
    """
    zones = [value for name, value in pairs if name == "geozone"]
    others = [pair for pair in pairs if pair[0] in _KINDS]
    objects = asyncio.gather(*(_name(service, *pair) for pair in others))
    found = {("geozone", zone): name for zone, name in (await _zones(service, zones)).items()}
    found.update(zip(others, await objects, strict=True))
    return {pair: name for pair, name in found.items() if name}


async def _zones(service: Service, zones: list[str]) -> Mapping[str, str]:
    if not zones:
        return {}
    try:
        return await service.catalogue.zone_names(zones)
    except ApiError:
        return {}


async def _name(service: Service, name: str, value: str) -> str:
    try:
        return (await service.portal.entity(_KINDS[name], value)).title
    except ApiError:
        return ""
