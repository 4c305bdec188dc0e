"""Datasets, as lists sum them up and as their own page tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, SkipValidation, model_validator

from tui.api.models.base import (
    Count,
    CountOrNone,
    Day,
    Flag,
    JsonObject,
    Kept,
    Kinds,
    Line,
    Lines,
    Model,
    Moment,
    ObjectOrNone,
    Objects,
    Prose,
    Raw,
    array_of,
    number_of,
    object_of,
    text_of,
)
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.text import SafeText

QUALITY_CRITERIA = (
    "dataset_description_quality",
    "resources_documentation",
    "license",
    "update_frequency",
    "update_fulfilled_in_time",
    "temporal_coverage",
    "spatial",
    "has_resources",
    "has_open_format",
    "all_resources_available",
)
"""Criteria of `DatasetSummary.quality`; those that need a resource or a frequency may be absent."""


class DatasetMetrics(Model):
    """Counters since the beginning; 0 where nothing was counted."""

    views: Count = 0
    resources_downloads: Count = 0
    reuses: Count = 0
    followers: Count = 0
    discussions: Count = 0
    discussions_open: Count = 0
    dataservices: Count = 0


def _criteria(value: object) -> Mapping[str, bool]:
    return {key: met for key, met in object_of(value).items() if isinstance(met, bool)}


Criteria = Annotated[dict[str, bool], BeforeValidator(_criteria)]
Score = Annotated[
    float | None,
    BeforeValidator(lambda value: None if (n := number_of(value)) is None else float(n)),
]
Metrics = Annotated[
    DatasetMetrics,
    BeforeValidator(lambda value: value if isinstance(value, DatasetMetrics) else object_of(value)),
]


class DatasetSummary(Model):
    """A dataset as a list or a search tells it.

    Attributes:
        description: Markdown as typed, often with HTML.
        last_update: When its data last changed, as the service reckons it.
        license: Identifier, such as ``lov2``.
        frequency: Identifier, such as ``monthly``.
        quality: Whether each criterion is met; see `QUALITY_CRITERIA`.
        quality_score: 0 to 1; None when it was not computed.
        resources_count: Number of files; None when the answer does not say.
        archived, deleted: When that was done, or None.
        badges: Kinds, such as ``hvd``.
        page: Address on the web.
        uri: Address in the Main API.
    """

    id: str
    slug: Raw = ""
    title: Line = SafeText("")
    acronym: Line = SafeText("")
    description: Prose = SafeText("")
    description_short: Prose = SafeText("")
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    created_at: Moment = None
    last_modified: Moment = None
    last_update: Moment = None
    archived: Moment = None
    deleted: Moment = None
    tags: Lines = ()
    badges: Kinds = ()
    license: Line = SafeText("")
    frequency: Line = SafeText("")
    quality: Criteria = Field(default_factory=dict)
    quality_score: Score = None
    metrics: Metrics = DatasetMetrics()
    resources_count: CountOrNone = None
    private: Flag = False
    featured: Flag = False
    access_type: Line = SafeText("")
    page: Raw = ""
    uri: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        quality = object_of(data.get("quality"))
        return {
            **data,
            "license": _labelled(data.get("license"), "title")[0],
            "frequency": _labelled(data.get("frequency"), "label")[0],
            "quality_score": quality.get("score", data.get("quality_score")),
            "resources_count": _resources_count(data),
        }

    @property
    def producer(self) -> SafeText:
        """Name of the organization, or of the person, that publishes it; empty for an orphan."""
        if self.organization is not None:
            return self.organization.name
        return self.owner.name if self.owner is not None else SafeText("")


class ContactPoint(Model):
    """Whom to ask about a dataset."""

    id: Raw = ""
    name: Line = SafeText("")
    email: Raw = ""
    contact_form: Raw = ""
    role: Line = SafeText("")


class Audience(Model):
    """Whether some kind of people may use a dataset: ``yes``, ``no`` or ``under_condition``."""

    role: Line = SafeText("")
    condition: Line = SafeText("")


class Harvest(Model):
    """Where a dataset was harvested from."""

    backend: Line = SafeText("")
    domain: Line = SafeText("")
    source_id: Raw = ""
    source_url: Raw = ""
    remote_id: Raw = ""
    remote_url: Raw = ""
    uri: Raw = ""
    created_at: Moment = None
    issued_at: Moment = None
    modified_at: Moment = None
    last_update: Moment = None
    archived_at: Moment = None
    archived_reason: Line = SafeText("")


class TemporalCoverage(Model):
    """The days a dataset is about; either end may be open."""

    start: Day = None
    end: Day = None


class Zone(Model):
    """A place that a dataset covers; `name` is the id where the answer gives no name."""

    id: Raw = ""
    name: Line = SafeText("")
    level: Line = SafeText("")
    code: Line = SafeText("")


def _zone(item: object) -> Mapping[str, object]:
    zone = object_of(item) or {"id": item}
    return {**zone, "name": zone.get("name") or zone.get("id")}


def _zones(value: object) -> list[object]:
    return [item if isinstance(item, Zone) else _zone(item) for item in array_of(value)]


class Spatial(Model):
    """Where a dataset is about.

    Attributes:
        granularity: Identifier of the finest level, such as ``fr:commune``.
        granularity_label: Its name, or the identifier where the answer gives no name.
        has_geometry: Whether the raw answer draws the zone.
    """

    zones: Annotated[tuple[Zone, ...], BeforeValidator(_zones)] = ()
    granularity: Line = SafeText("")
    granularity_label: Line = SafeText("")
    has_geometry: Flag = False

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        ident, label = _labelled(data.get("granularity"), "name")
        has_geometry = data.get("geom") is not None
        return {
            **data,
            "granularity": ident,
            "granularity_label": label,
            "has_geometry": has_geometry,
        }


class SchemaRef(Model):
    """The schema that a file says it follows."""

    name: Line = SafeText("")
    version: Line = SafeText("")
    url: Raw = ""


class Dataset(DatasetSummary, Kept):
    """A dataset: ``GET /api/2/datasets/{id or slug}/`` with full objects; its files are apart.

    Attributes:
        license_title, license_url: What `license` is called and where it is written.
        frequency_label: What `frequency` is called.
        schema_ref: Schema of the whole dataset, if it has one.
        community_count: Files that others added; None when the answer does not say.
    """

    license_title: Line = SafeText("")
    license_url: Raw = ""
    frequency_label: Line = SafeText("")
    frequency_date: Moment = None
    temporal_coverage: Annotated[TemporalCoverage | None, ObjectOrNone] = None
    spatial: Annotated[Spatial | None, ObjectOrNone] = None
    contact_points: Annotated[tuple[ContactPoint, ...], Objects] = ()
    harvest: Annotated[Harvest | None, ObjectOrNone] = None
    schema_ref: Annotated[SchemaRef | None, ObjectOrNone, Field(validation_alias="schema")] = None
    doi: Raw = ""
    access_type_reason: Line = SafeText("")
    access_type_reason_category: Line = SafeText("")
    authorization_request_url: Raw = ""
    access_audiences: Annotated[tuple[Audience, ...], Objects] = ()
    community_count: CountOrNone = None
    extras: Annotated[JsonObject, SkipValidation] = Field(default_factory=dict, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _lay_out(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        _, license_title = _labelled(data.get("license"), "title")
        _, frequency_label = _labelled(data.get("frequency"), "label")
        return {
            **data,
            "license_title": license_title,
            "license_url": object_of(data.get("license")).get("url"),
            "frequency_label": frequency_label,
            "community_count": object_of(data.get("community_resources")).get(
                "total", data.get("community_count")
            ),
            "extras": object_of(data.get("extras")),
            "raw": data,
        }


def _resources_count(data: Mapping[str, object]) -> object:
    resources = data.get("resources")
    if isinstance(resources, list):
        return len(resources)
    return object_of(resources).get("total", data.get("resources_count"))


def _labelled(value: object, label: str) -> tuple[str, str]:
    """Identifier and label of what is an identifier, or an object holding both."""
    item = object_of(value)
    if not item:
        return text_of(value), text_of(value)
    ident = text_of(item.get("id"))
    return ident, text_of(item.get(label)) or ident
