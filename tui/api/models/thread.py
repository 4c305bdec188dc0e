"""Discussions: what people ask, and are answered, about an object of the catalogue."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from tui.api.models.base import Kept, Line, Model, Moment, Objects, Prose, Raw, object_of, text_of
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.text import SafeText


class ThreadMessage(Model):
    """A message of a discussion.

    Attributes:
        content: Markdown as typed.
        posted_by_organization: On whose behalf its author wrote, if on anybody's.
        last_modified_at: When it was last changed; None when it never was.
    """

    id: Raw = ""
    content: Prose = SafeText("")
    posted_by: OptionalUser = None
    posted_by_organization: OptionalOrganization = None
    posted_on: Moment = None
    last_modified_at: Moment = None


class Thread(Kept):
    """A discussion: ``GET /api/1/discussions/{id}/``, or an item of the lists and of the search,
    which is as whole.

    Attributes:
        user, organization: Who opened it, and on whose behalf.
        subject_class: ``Dataset``, ``Reuse``, ``Dataservice``, ``Topic``...
        subject_id: What it is about.
        closed: When it was closed; None while it is open.
        closed_by, closed_by_organization: Who closed it, and on whose behalf.
        messages: Oldest first.
        page, uri: Its addresses on the portal and of the API.
    """

    id: str
    title: Line = SafeText("")
    user: OptionalUser = None
    organization: OptionalOrganization = None
    subject_class: Line = SafeText("")
    subject_id: Raw = ""
    created: Moment = None
    closed: Moment = None
    closed_by: OptionalUser = None
    closed_by_organization: OptionalOrganization = None
    messages: Annotated[tuple[ThreadMessage, ...], Objects] = ()
    page: Raw = ""
    uri: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict) or not {"subject", "discussion"} & set(data):
            return data
        subject = object_of(data.get("subject"))
        return {
            **data,
            "subject_class": text_of(subject.get("class")),
            "subject_id": text_of(subject.get("id")),
            "messages": data.get("discussion"),
            "page": data.get("self_web_url"),
            "uri": data.get("url"),
            "raw": data,
        }
