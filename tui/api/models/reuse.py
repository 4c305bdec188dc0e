"""Reuses: what people made with data."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

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
    Objects,
    Prose,
    Raw,
    object_of,
)
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.text import SafeText


class Named(Model):
    """An object that another one names: its class (``Dataset``), its id and what it is called."""

    element_class: Line = SafeText("")
    id: Raw = ""
    title: Line = SafeText("")


class Reuse(Kept):
    """A reuse: ``GET /api/2/reuses/search/`` and its lists, ``GET /api/1/reuses/{id or slug}/``.

    Attributes:
        description: Markdown as typed, often with HTML.
        type, topic: Identifiers, such as ``application`` and ``health``.
        url: Where it is, on the web.
        datasets, dataservices: How many it is made with; None when the answer does not say.
        page: Its address on the portal.
        uri: Its address in the Main API.
    """

    id: str
    slug: Raw = ""
    title: Line = SafeText("")
    description: Prose = SafeText("")
    type: Line = SafeText("")
    topic: Line = SafeText("")
    url: Raw = ""
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    created_at: Moment = None
    last_modified: Moment = None
    archived: Moment = None
    deleted: Moment = None
    private: Flag = False
    featured: Flag = False
    tags: Lines = ()
    badges: Kinds = ()
    datasets: CountOrNone = None
    dataservices: CountOrNone = None
    views: Count = 0
    followers: Count = 0
    discussions: Count = 0
    image: Raw = ""
    page: Raw = ""
    uri: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        metrics = object_of(data.get("metrics"))
        datasets = held(data.get("datasets"))
        return {
            **data,
            "datasets": metrics.get("datasets") if datasets is None else datasets,
            "dataservices": held(data.get("dataservices")),
            **counters(metrics),
            "raw": data,
        }


def held(value: object) -> object:
    """How many objects a list holds, or a link to a list says it does; None for neither."""
    if isinstance(value, list):
        return len(value)
    return object_of(value).get("total")


def counters(metrics: object) -> dict[str, object]:
    """The counters that reuses and dataservices share, under the names of the models."""
    said = object_of(metrics)
    return {name: said.get(name) for name in ("views", "followers", "discussions")}


NamedObjects = Annotated[tuple[Named, ...], Objects]
