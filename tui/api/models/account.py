"""The account that a key stands for: who it is, what it is told, what it may change."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AliasPath, BeforeValidator, Field, model_validator

from tui.api.models.base import (
    Count,
    Flag,
    FlagOrNone,
    Line,
    Lines,
    Model,
    Moment,
    Raw,
    array_of,
    object_of,
    text_of,
)
from tui.api.models.people import User
from tui.text import SafeText, clean_line

_NAMELESS: Final = {"source": "HarvestSource"}
"""Classes of what does not name its own, by the part of the details that holds it."""


class Me(User):
    """Who a key belongs to: ``GET /api/1/me/``.

    Attributes:
        email: Told to nobody else.
        last_login_at: When the site was last visited with a password.
        mail_cadence: How often mails are sent, such as ``immediate``.
        following: How many things are followed, of every kind.
        roles: Such as ``admin``, of the whole site.
    """

    email: Line = SafeText("")
    last_login_at: Moment = None
    mail_cadence: Line = SafeText("")
    roles: Lines = ()
    following: Annotated[Count, Field(validation_alias=AliasPath("metrics", "following"))] = 0


class Subject(Model):
    """Something that a notification is about: its class, such as ``Dataset``, and what it is
    called."""

    name: Line = SafeText("")
    id: Raw = ""
    title: Line = SafeText("")
    page: Raw = ""


class Notification(Model):
    """Something that the account is told: ``GET /api/1/notifications/``.

    Attributes:
        kind: Such as ``reuse.created``; where the service does not say, the class of its details.
        handled_at: When it was read, or None.
        requires_action: Whether something is asked of the account.
        subjects: What it is about, the main thing first.
    """

    id: str
    kind: Line = SafeText("")
    created_at: Moment = None
    handled_at: Moment = None
    requires_action: Flag = False
    subjects: tuple[Subject, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict) or "details" not in data:
            return data
        details = object_of(data.get("details"))
        named = text_of(details.get("class")).removesuffix("NotificationDetails")
        found = [(key, object_of(value)) for key, value in details.items()]
        # What happened comes before what it happened to, and what is given before who gives it.
        found.sort(key=lambda pair: (pair[0] == "dataset", not pair[0].endswith("_subject")))
        return {
            **data,
            "kind": text_of(data.get("type")) or named,
            "subjects": [
                {
                    "name": text_of(value.get("class")) or _NAMELESS.get(key, key.capitalize()),
                    "id": value.get("id"),
                    "title": value.get("title") or value.get("name") or _person(value),
                    "page": value.get("page") or value.get("self_web_url"),
                }
                for key, value in found
                if value.get("id")
            ],
        }


def _person(value: object) -> str:
    told = object_of(value)
    return f"{text_of(told.get('first_name'))} {text_of(told.get('last_name'))}".strip()


def _texts(value: object) -> list[str]:
    return [text for item in array_of(value) if (text := text_of(item))]


Texts = Annotated[tuple[str, ...], BeforeValidator(_texts)]


class DatasetFields(Model):
    """The fields of a dataset that a form may change, raw, as its producer wrote them:
    ``GET /api/1/datasets/{id}/`` with a key.

    Attributes:
        start, end: The days of its temporal coverage as ISO 8601; empty where there is none.
        may_edit: Whether the key gives the right; None where the service does not say.
    """

    id: str
    title: Raw = ""
    acronym: Raw = ""
    description: Raw = ""
    tags: Texts = ()
    frequency: Raw = ""
    license: Raw = ""
    start: Annotated[Raw, Field(validation_alias=AliasPath("temporal_coverage", "start"))] = ""
    end: Annotated[Raw, Field(validation_alias=AliasPath("temporal_coverage", "end"))] = ""
    may_edit: Annotated[FlagOrNone, Field(validation_alias=AliasPath("permissions", "edit"))] = None

    @model_validator(mode="before")
    @classmethod
    def _emptied(cls, data: object) -> object:
        """A coverage that is null has no path to look along."""
        if not isinstance(data, dict):
            return data
        return {**data, "temporal_coverage": object_of(data.get("temporal_coverage"))}

    @property
    def name(self) -> SafeText:
        """Its title, safe to draw."""
        return clean_line(self.title)
