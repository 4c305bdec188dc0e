"""Who did what to which object, and when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field

from tui.api.models.base import Line, Lines, Model, Moment, Raw, line_of, object_of
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.text import SafeText


def _told(value: object) -> Mapping[str, SafeText]:
    """The extras that are a text or a number: what is nested is for programs."""
    found = ((str(line_of(name)), line_of(item)) for name, item in object_of(value).items())
    return {name: text for name, text in found if name and text}


class Activity(Model):
    """Something done: ``GET /api/1/activity/``.

    Attributes:
        actor: Who did it; `organization` is for whom, if for one.
        key: What was done, such as ``dataset:created``; `label` says it in words.
        changes: Names of the fields that changed.
        title: What the object it was done to is called; empty where it has no name any more.
        element_class, element_id: Which object that is.
        page: Its address on the web.
        extras: What else is told, such as the file that was added.
    """

    id: Raw = ""
    actor: OptionalUser = None
    organization: OptionalOrganization = None
    key: Line = SafeText("")
    label: Line = SafeText("")
    created_at: Moment = None
    changes: Lines = ()
    title: Annotated[Line, Field(validation_alias="related_to")] = SafeText("")
    element_class: Annotated[Line, Field(validation_alias="related_to_kind")] = SafeText("")
    element_id: Annotated[Raw, Field(validation_alias="related_to_id")] = ""
    page: Annotated[Raw, Field(validation_alias="related_to_url")] = ""
    extras: Annotated[Mapping[str, SafeText], BeforeValidator(_told)] = Field(default_factory=dict)
