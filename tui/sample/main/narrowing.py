"""The filters and facets of the searches among reuses, APIs, topics, threads and posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias, TypeVar

from tui.sample.asgi import Request
from tui.sample.clock import NOW
from tui.sample.data.producers import Producer
from tui.sample.data.records import Json
from tui.sample.main.filters import ALL, FACET_SIZE, RANGES

T = TypeVar("T")
Values: TypeAlias = Mapping[str, Callable[[T], Iterable[str]]]
"""The values of an object that each filter is compared with, by the filter's name."""

FACETS = {
    "access_type": "access_type",
    "producer_type": "producer_type",
    "organization_id_with_name": "organization",
    "topic_object": "",
    "topics": "topic",
    "type": "type",
    "topic": "topic",
    "tag": "tag",
    "badge": "badge",
    "object_type": "",
    "last_update": "last_update_range",
}
"""Each facet with the filter that takes its values; none does for some."""


def narrowed(
    request: Request, items: Sequence[T], values: Values[T], facets: Values[T]
) -> tuple[list[T], Json]:
    """What the filters of `request` keep, and each facet counted under every filter but its own."""
    wanted = {name: [value for value in request.all(name) if value] for name in values}
    tests = {name: _test(name, asked, values[name]) for name, asked in wanted.items() if asked}
    counted: dict[str, Json] = {}
    for facet, values_of in facets.items():
        others = [test for name, test in tests.items() if name != FACETS[facet]]
        kept = [item for item in items if all(test(item) for test in others)]
        counts = Counter(value for item in kept for value in set(values_of(item)))
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: FACET_SIZE - 1]
        lines = [(ALL, len(kept)), *ranked]
        counted[facet] = [{"name": name, "count": count} for name, count in lines]
    return [item for item in items if all(test(item) for test in tests.values())], counted


def _test(
    name: str, wanted: list[str], values_of: Callable[[T], Iterable[str]]
) -> Callable[[T], bool]:
    if name == "tag":
        return lambda item: set(wanted) <= set(values_of(item))
    return lambda item: wanted[0] in values_of(item)


def ranges(moment: datetime) -> list[str]:
    """The ranges of the last update that a moment is in: a near one is in the longer ones too."""
    age = NOW - moment
    return [name for name, days in RANGES.items() if age <= timedelta(days=days)]


def named(organization: Producer | None) -> Iterable[str]:
    """An organization as the facet writes it: ``id|name``."""
    return (f"{organization.id}|{organization.name}",) if organization else ()


def ident(organization: Producer | None) -> Iterable[str]:
    return (organization.id,) if organization else ()
