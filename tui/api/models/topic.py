"""Topics: selections that somebody keeps, and what is in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from tui.api.models.base import (
    CountOrNone,
    Flag,
    Kept,
    Line,
    Lines,
    Model,
    Moment,
    Prose,
    Raw,
    object_of,
    text_of,
)
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.api.models.reuse import held
from tui.text import SafeText


class Topic(Kept):
    """A topic: ``GET /api/2/topics/{id or slug}/``, its list and its search.

    Attributes:
        title: Its name.
        elements: How many things it holds; None when the answer does not say.
        page: Its address on the portal.
        uri: Its address in the Main API.
    """

    id: str
    slug: Raw = ""
    title: Annotated[Line, Field(validation_alias="name")] = SafeText("")
    description: Prose = SafeText("")
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    created_at: Moment = None
    last_modified: Moment = None
    private: Flag = False
    featured: Flag = False
    tags: Lines = ()
    elements: CountOrNone = None
    page: Raw = ""
    uri: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {**data, "elements": held(data.get("elements")), "raw": data}


class TopicElement(Model):
    """Something in a topic: ``GET /api/2/topics/{id}/elements/``.

    Attributes:
        title: What the topic calls it, or what the object is called once that was asked; may be
            empty.
        element_class: ``Dataset``, ``Reuse``, ``Dataservice``; empty for a mere note.
        element_id: The object's id.
    """

    id: Raw = ""
    title: Line = SafeText("")
    description: Prose = SafeText("")
    tags: Lines = ()
    element_class: Line = SafeText("")
    element_id: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict) or "element" not in data:
            return data
        element = object_of(data.get("element"))
        return {
            **data,
            "element_class": text_of(element.get("class")),
            "element_id": text_of(element.get("id")),
        }
