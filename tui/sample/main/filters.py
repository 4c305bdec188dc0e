"""The filters and facets of `/api/2/datasets/search/`, and the filters of the lists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta

from tui.sample.asgi import Request
from tui.sample.clock import NOW
from tui.sample.data.community import TOPICS
from tui.sample.data.producers import Producer, User
from tui.sample.data.records import Dataset, Json
from tui.sample.main.replies import bad_parameter, not_a_choice
from tui.sample.vocabulary import (
    DATASET_BADGES,
    FORMAT_FAMILIES,
    ORGANIZATION_BADGES,
    format_family,
)

FACET_SIZE = 50
ALL = "all"

Test = Callable[[Dataset], bool]

ACCESS_TYPES = ("open", "open_with_account", "restricted")
PRODUCER_TYPES = (
    *("public-service", "local-authority", "company", "association", "user", "not-specified"),
)
RANGES = {"last_30_days": 30, "last_12_months": 365, "last_3_years": 1_095}
CHOICES: Mapping[str, Sequence[str]] = {
    "format_family": tuple(FORMAT_FAMILIES),
    "access_type": ACCESS_TYPES,
    "producer_type": PRODUCER_TYPES,
    "last_update_range": tuple(RANGES),
    "badge": tuple(item.id for item in DATASET_BADGES),
    "organization_badge": tuple(item.id for item in ORGANIZATION_BADGES),
}
FACETS = {
    "format_family": "format_family",
    "access_type": "access_type",
    "producer_type": "producer_type",
    "organization_id_with_name": "organization",
    "last_update": "last_update_range",
    "tag": "tag",
    "license": "license",
    "format": "format",
    "schema": "schema",
    "geozone": "geozone",
    "granularity": "granularity",
    "badge": "badge",
    "topics": "topic",
}
"""Each facet with the filter that takes its values."""

_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})-(\d{4}-\d{2}-\d{2})")
_TRUE = {"true", "1", "t", "yes"}
_FALSE = {"false", "0", "f", "no"}


def producer_type(organization: Producer | None, owner: User | None) -> str:
    """What kind of producer publishes something."""
    if organization is None:
        return "user" if owner else "not-specified"
    kinds = [kind for kind in PRODUCER_TYPES if kind in organization.badges]
    return kinds[0] if kinds else "not-specified"


def boolean(request: Request, name: str, help_text: str = "") -> bool | None:
    """A yes or no parameter; None when it is absent, 400 when it is neither."""
    text = request.get(name).lower()
    if not text:
        return None
    if text not in _TRUE | _FALSE:
        raise bad_parameter(name, f"{help_text} Invalid literal for boolean(): {text}".strip())
    return text in _TRUE


def search_tests(request: Request) -> dict[str, Test]:
    """One test for each filter that `request` carries, by the filter's name. 400 on bad values."""
    tests: dict[str, Test] = {}
    for name, choices in CHOICES.items():
        value = request.get(name)
        if value and value not in choices:
            raise not_a_choice(name, value)
    for name, values_of in VALUES.items():
        wanted = [value for value in request.all(name) if value]
        if wanted:
            tests[name] = _test(name, wanted, values_of)
    if request.get("temporal_coverage"):
        tests["temporal_coverage"] = _covers(request.get("temporal_coverage"))
    featured = boolean(request, "featured")
    if featured is not None:
        tests["featured"] = lambda item: item.featured == featured
    return tests


def _test(name: str, wanted: list[str], values_of: Callable[[Dataset], Iterable[str]]) -> Test:
    if name == "tag":
        return lambda item: set(wanted) <= set(values_of(item))
    kept = set(wanted if name in ("format", "schema", "granularity") else wanted[:1])
    return lambda item: not kept.isdisjoint(values_of(item))


def _covers(text: str) -> Test:
    found = _RANGE.fullmatch(text)
    if found is None:
        reason = (
            "A date range expressed as start-end where both dates are in iso format "
            f'(ie. YYYY-MM-DD-YYYY-MM-DD) "{text}" does not match YYYY-MM-DD-YYYY-MM-DD'
        )
        raise bad_parameter("temporal_coverage", reason)
    try:
        start, end = (date.fromisoformat(part) for part in found.groups())
    except ValueError as error:
        raise bad_parameter("temporal_coverage", str(error)) from error

    def test(item: Dataset) -> bool:
        if item.coverage is None or None in item.coverage:
            return False
        first, last = item.coverage
        return first is not None and last is not None and first <= start and last >= end

    return test


def passing(items: Iterable[Dataset], tests: Iterable[Test]) -> list[Dataset]:
    kept = list(tests)
    return [item for item in items if all(test(item) for test in kept)]


def facets(found: Sequence[Dataset], tests: Mapping[str, Test]) -> Json:
    """Each facet's values, counted under every filter but its own, at most `FACET_SIZE`."""
    verdicts = {name: [test(item) for item in found] for name, test in tests.items()}
    answer: dict[str, Json] = {}
    for facet, own in FACETS.items():
        others = [marks for name, marks in verdicts.items() if name != own]
        kept = [item for n, item in enumerate(found) if all(marks[n] for marks in others)]
        counts = Counter(value for item in kept for value in facet_values(facet, item))
        ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[: FACET_SIZE - 1]
        lines = [(ALL, len(kept)), *ranked]
        answer[facet] = [{"name": name, "count": count} for name, count in lines]
    return answer


def facet_values(facet: str, item: Dataset) -> Iterable[str]:
    """The values of one dataset in a facet."""
    if facet == "organization_id_with_name":
        organization = item.organization
        return (f"{organization.id}|{organization.name}",) if organization else ()
    return set(VALUES[FACETS[facet]](item))


def _organization(item: Dataset) -> Iterable[str]:
    return (item.organization.id,) if item.organization else ()


def _ranges(item: Dataset) -> Iterable[str]:
    age = NOW - item.last_update
    return [name for name, days in RANGES.items() if age <= timedelta(days=days)]


def _schemas(item: Dataset) -> Iterable[str]:
    named = [file.schema[0] for file in item.resources if file.schema]
    return {*named, *((item.schema[0],) if item.schema else ())}


VALUES: Mapping[str, Callable[[Dataset], Iterable[str]]] = {
    "tag": lambda item: item.tags,
    "badge": lambda item: item.badges,
    "organization": _organization,
    "organization_badge": lambda item: item.organization.badges if item.organization else (),
    "organization_name": lambda item: (item.organization.name,) if item.organization else (),
    "owner": lambda item: (item.owner.id,) if item.owner else (),
    "license": lambda item: (item.license,),
    "geozone": lambda item: item.zones,
    "granularity": lambda item: (item.granularity,) if item.granularity else (),
    "format": lambda item: {file.format for file in item.resources if file.format},
    "format_family": lambda item: {format_family(file.format) for file in item.resources},
    "schema": _schemas,
    "schema_version": lambda item: {file.schema[1] for file in item.resources if file.schema},
    "access_type": lambda item: (item.access.type,),
    "producer_type": lambda item: (producer_type(item.organization, item.owner),),
    "last_update_range": _ranges,
    "topic": lambda item: [topic.id for topic in TOPICS if topic.holds(item)],
}
"""The values of a dataset that each filter is compared with."""
