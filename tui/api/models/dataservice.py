"""Dataservices: the APIs that the catalogue describes."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from tui.api.models.base import (
    Count,
    CountOrNone,
    Flag,
    Kept,
    Kinds,
    Line,
    Lines,
    Model,
    Moment,
    Number,
    Objects,
    Prose,
    Raw,
    object_of,
)
from tui.api.models.dataset import ContactPoint
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.api.models.reuse import counters, held
from tui.text import SafeText


class Audience(Model):
    """Who may use a dataservice: a ``role`` (``private``...) and whether it may (``yes``, ``no``,
    ``under_condition``)."""

    role: Line = SafeText("")
    condition: Line = SafeText("")


class Dataservice(Kept):
    """A dataservice: ``GET /api/1/dataservices/{id or slug}/``, its lists and its search.

    Attributes:
        description: Markdown as typed, often with HTML.
        base_api_url: Where its routes begin; empty when it does not say.
        machine_documentation_url: An OpenAPI document, usually.
        rate_limiting: Free text.
        availability: Percent of the time, 0 to 100; None when it does not say.
        format: ``REST``, ``WMS``, ``WSL``.
        access_type: ``open``, ``open_with_account``, ``restricted``.
        datasets: How many it serves; None when the answer does not say.
        last_modified, archived, deleted: Dates of its record in the catalogue.
        page: Its address on the portal.
        uri: Its address in the Main API.
    """

    id: str
    slug: Raw = ""
    title: Line = SafeText("")
    acronym: Line = SafeText("")
    description: Prose = SafeText("")
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    base_api_url: Raw = ""
    machine_documentation_url: Raw = ""
    technical_documentation_url: Raw = ""
    business_documentation_url: Raw = ""
    rate_limiting: Line = SafeText("")
    rate_limiting_url: Raw = ""
    availability: Number = None
    availability_url: Raw = ""
    format: Line = SafeText("")
    license: Line = SafeText("")
    access_type: Line = SafeText("")
    access_audiences: Annotated[tuple[Audience, ...], Objects] = ()
    access_type_reason: Line = SafeText("")
    access_type_reason_category: Line = SafeText("")
    authorization_request_url: Raw = ""
    contact_points: Annotated[tuple[ContactPoint, ...], Objects] = ()
    created_at: Moment = None
    last_modified: Annotated[Moment, Field(validation_alias="metadata_modified_at")] = None
    archived: Annotated[Moment, Field(validation_alias="archived_at")] = None
    deleted: Annotated[Moment, Field(validation_alias="deleted_at")] = None
    private: Flag = False
    featured: Flag = False
    tags: Lines = ()
    badges: Kinds = ()
    datasets: CountOrNone = None
    views: Count = 0
    followers: Count = 0
    discussions: Count = 0
    reuses: Count = 0
    page: Annotated[Raw, Field(validation_alias="self_web_url")] = ""
    uri: Annotated[Raw, Field(validation_alias="self_api_url")] = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        metrics = object_of(data.get("metrics"))
        return {
            **data,
            "datasets": held(data.get("datasets")),
            "reuses": metrics.get("reuses"),
            **counters(metrics),
            "raw": data,
        }
