"""Discussions: what people ask, and are answered, about an object of the catalogue."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasPath, Field

from tui.api.models.base import Line, Model, Moment, Objects, Prose, Raw
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.text import SafeText


class Comment(Model):
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


class Discussion(Model):
    """A thread: ``GET /api/1/discussions/{id}/``, or an item of the list, which is as whole.

    Attributes:
        user, organization: Who opened it, and on whose behalf.
        messages: From the first to the last.
        closed: When it was closed; None while it is open.
        subject_class, subject_id: What it is about: ``Dataset``, ``Reuse``...
        self_web_url: Its address on the web; `url` in the Main API.
    """

    id: str
    title: Line = SafeText("")
    user: OptionalUser = None
    organization: OptionalOrganization = None
    messages: Annotated[tuple[Comment, ...], Objects, Field(validation_alias="discussion")] = ()
    created: Moment = None
    closed: Moment = None
    closed_by: OptionalUser = None
    closed_by_organization: OptionalOrganization = None
    subject_class: Annotated[Line, Field(validation_alias=AliasPath("subject", "class"))] = (
        SafeText("")
    )
    subject_id: Annotated[Raw, Field(validation_alias=AliasPath("subject", "id"))] = ""
    self_web_url: Raw = ""
    url: Raw = ""
