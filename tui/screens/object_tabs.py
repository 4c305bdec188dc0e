"""The lists that each kind of object has, where they come from, and what they open.

What needs the models imports them when it is called: a place is made before they are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tui.i18n import N_
from tui.links import Link

if TYPE_CHECKING:
    from tui.api.models import Entity, Listed
    from tui.api.portal import Listing, Portal

    Source = Callable[[Entity], Listing | tuple[Listed, ...]]


class ListTab(NamedTuple):
    """A tab that is a list.

    Attributes:
        name: The fragment of the address.
        title: What it is called (translate before drawing).
        source: The list to ask for, or the things themselves where the object names them all.
        counted: The attribute of the object that says how many there are; empty for none.
        narrowed_by: The filter that has the search find these; empty where none does.
    """

    name: str
    title: str
    source: Source
    counted: str = ""
    narrowed_by: str = ""


def _of(kind: str, parameter: str, sort: str = "-views") -> Source:
    def source(item: Entity) -> Listing:
        from tui.api.portal import Listing

        order = (("sort", sort),) if sort else ()
        return Listing(kind, ((parameter, item.id), *order))

    return source


def _elements(item: Entity) -> Listing:
    from tui.api.portal import Listing

    return Listing("elements", topic=item.id)


def _activity(parameter: str) -> ListTab:
    return ListTab("activity", N_("Activity"), _of("activity", parameter, "-created_at"))


def _under(kind: str, folder: str, part: str, params: tuple[tuple[str, str], ...] = ()) -> Source:
    """What hangs on one object, in a route under its own."""

    def source(item: Entity) -> Listing:
        from tui.api.portal import Listing
        from tui.api.urls import segment

        return Listing(kind, params, path=f"/api/1/{folder}/{segment(item.id)}/{part}/")

    return source


def _sources(parameter: str) -> ListTab:
    return ListTab("sources", N_("Harvests"), _of("sources", parameter, ""))


def _held(attribute: str) -> Source:
    def source(item: Entity) -> tuple[Listed, ...]:
        found: tuple[Listed, ...] = getattr(item, attribute)
        return found

    return source


def _published(parameter: str) -> tuple[ListTab, ...]:
    """What an organization, or a person, publishes."""
    apis = parameter if parameter == "organization" else ""  # the search knows no person there
    return (
        ListTab("datasets", N_("Datasets"), _of("datasets", parameter), "datasets", parameter),
        ListTab(
            "dataservices", N_("Dataservices"), _of("dataservices", parameter), "dataservices", apis
        ),
        ListTab("reuses", N_("Reuses"), _of("reuses", parameter), "reuses", parameter),
    )


def _datasets_of(parameter: str, counted: str = "") -> ListTab:
    """The datasets that a word files."""
    return ListTab("datasets", N_("Datasets"), _of("datasets", parameter), counted, parameter)


_FAILED = (("status", "failed"),)

_DISCUSSIONS = ListTab(
    "discussions", N_("Discussions"), _of("discussions", "for", "-created"), "discussions"
)

TABS: Mapping[str, tuple[ListTab, ...]] = {
    "organization": (
        *_published("organization"),
        ListTab("members", N_("Members"), _held("members"), "members"),
        _activity("organization"),
        ListTab("contacts", N_("Contacts"), _under("contacts", "organizations", "contacts")),
        _sources("organization"),
    ),
    "reuse": (
        ListTab("datasets", N_("Datasets"), _of("datasets", "reuse"), "datasets"),
        ListTab("dataservices", N_("Dataservices"), _of("dataservices", "reuse"), "dataservices"),
        _DISCUSSIONS,
        _activity("related_to"),
    ),
    "dataservice": (
        ListTab("datasets", N_("Datasets"), _of("datasets", "dataservice"), "datasets"),
        ListTab("reuses", N_("Reuses"), _of("reuses", "dataservice"), "reuses"),
        _DISCUSSIONS,
        _activity("related_to"),
    ),
    "topic": (
        ListTab("elements", N_("Elements"), _elements, "elements"),
        _DISCUSSIONS._replace(counted=""),
    ),
    "user": (
        *_published("owner"),
        ListTab("organizations", N_("Organizations"), _held("organizations"), "organizations"),
        _activity("user"),
        ListTab("contacts", N_("Contacts"), _under("contacts", "users", "contacts")),
        _sources("owner"),
    ),
    "post": (
        ListTab("datasets", N_("Datasets"), _held("datasets"), "datasets"),
        ListTab("reuses", N_("Reuses"), _held("reuses"), "reuses"),
    ),
    "discussion": (),
    "contact": (ListTab("dataservices", N_("Dataservices"), _of("dataservices", "contact_point")),),
    "harvest": (ListTab("jobs", N_("Harvests"), _under("jobs", "harvest/source", "jobs")),),
    "job": (
        ListTab("items", N_("Items"), _under("items", "harvest/job", "items"), "items"),
        ListTab("failed", N_("Failed"), _under("items", "harvest/job", "items", _FAILED)),
    ),
    "zone": (_datasets_of("geozone", "datasets"),),
    "level": (
        ListTab("zones", N_("Zones"), _held("zones"), "zones"),
        _datasets_of("granularity"),
    ),
    "tag": (
        _datasets_of("tag", "datasets"),
        ListTab(
            "dataservices", N_("Dataservices"), _of("dataservices", "tag"), "dataservices", "tag"
        ),
        ListTab("reuses", N_("Reuses"), _of("reuses", "tag"), "reuses", "tag"),
    ),
    "license": (_datasets_of("license"),),
    "schema": (_datasets_of("schema"),),
}
"""The lists of each kind of object, in the order of its tabs."""

OPENS_ON_A_LIST = frozenset({"organization", "topic", "user", "tag"})
"""Kinds that are their lists more than their description."""


def count_of(item: Entity, tab: ListTab) -> int | None:
    """How many things the object says a list holds; None when it does not say."""
    value = getattr(item, tab.counted) if tab.counted else None
    return len(value) if isinstance(value, tuple) else value


@dataclass
class Pages:
    """One list of an object, a page at a time.

    Attributes:
        total: How many there are; None before the first answer.
        has_more: Whether `next` has something to ask.
    """

    source: Listing | tuple[Listed, ...]
    reload: bool = False
    total: int | None = None
    has_more: bool = True
    page: int = 0

    async def next(self, portal: Portal) -> tuple[Listed, ...]:
        """The next things. Raises `ApiError`."""
        if isinstance(self.source, tuple):
            self.total, self.has_more = len(self.source), False
            return self.source
        found = await portal.listed(self.source, self.page + 1, reload=self.reload)
        self.page += 1
        self.total, self.has_more = found.total, found.has_next
        return found.items


_KINDS_OF_CLASS = {
    "Dataset": "dataset",
    "Reuse": "reuse",
    "Dataservice": "dataservice",
    "Organization": "organization",
    "Topic": "topic",
    "User": "user",
    "Post": "post",
    "Contact": "contact",
    "HarvestSource": "harvest",
    "HarvestJob": "job",
    "Territory": "zone",
    "Level": "level",
    "License": "license",
    "SchemaInfo": "schema",
    "Tag": "tag",
}


def place_of(item: Listed) -> Link | None:
    """The address of the place that shows `item`, a discussion's being the one it is held at; None
    for what has no place."""
    from tui.api import models

    if isinstance(item, models.Member):
        return Link("user", item.user.id) if item.user.id else None
    if isinstance(item, models.TopicElement | models.Activity):
        return _link(item.element_class, item.element_id)
    if isinstance(item, models.Named):
        return _link(item.element_class, item.id)
    if isinstance(item, models.Thread):
        link = _link(item.subject_class, item.subject_id)
        return Link(link.kind, link.ident, fragment="discussions") if link else None
    if isinstance(item, models.DatasetSummary):
        return Link("dataset", item.id)
    if isinstance(item, models.HarvestItem):
        made = item.made
        return _link("Dataset" if item.dataset else "Dataservice", made.id) if made else None
    if isinstance(item, models.OrganizationRef):
        return Link("organization", item.id) if item.id else None
    return _link(type(item).__name__, item.id)


def _link(name: str, ident: str) -> Link | None:
    kind = _KINDS_OF_CLASS.get(name)
    return Link(kind, ident) if kind and ident else None


def page_of(item: Listed) -> str:
    """Its address on the web, as the service gives it; empty where it gives none."""
    from tui.api import models

    if isinstance(item, models.Member):
        return item.user.page
    if isinstance(item, models.TopicElement | models.Named):
        return ""
    if isinstance(item, models.HarvestItem):
        return item.remote_url
    return item.page
