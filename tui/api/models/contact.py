"""Whom to ask: a contact point on its own."""

from __future__ import annotations

from pydantic import Field

from tui.api.models.base import Line, Raw
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.api.models.whole import Whole
from tui.text import SafeText


class Contact(Whole):
    """A contact point: ``GET /api/1/contacts/{id}/``, and those of an organization or a person."""

    title: Line = Field(default=SafeText(""), validation_alias="name")
    email: Raw = ""
    contact_form: Raw = ""
    role: Line = SafeText("")
    organization: OptionalOrganization = None
    owner: OptionalUser = None
