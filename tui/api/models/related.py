"""What belongs to a dataset besides its files, as the lists of its page tell it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

from pydantic import AliasPath, Field

from tui.api.models.base import Count, Line, Model, Moment, Number, Prose, Raw
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.api.models.resource import Resource
from tui.text import SafeText

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """A page of a list.

    Attributes:
        total: How many items there are, on all pages.
        page: From 1.
    """

    items: tuple[T, ...]
    total: int = 0
    page: int = 1
    has_next: bool = False


class RelatedReuse(Model):
    """What somebody made with a dataset.

    Attributes:
        type, topic: Identifiers, such as ``visualization`` and ``health``.
        url: Where it is; `page` is its page on the portal.
    """

    id: str
    title: Line = SafeText("")
    slug: Raw = ""
    type: Line = SafeText("")
    topic: Line = SafeText("")
    url: Raw = ""
    page: Raw = ""
    created_at: Moment = None
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    views: Annotated[Count, Field(validation_alias=AliasPath("metrics", "views"))] = 0
    followers: Annotated[Count, Field(validation_alias=AliasPath("metrics", "followers"))] = 0


class RelatedDataservice(Model):
    """An API that serves a dataset.

    Attributes:
        access_type: ``open``, ``open_with_account`` or ``restricted``.
        availability: Percentage of the time, 0 to 100; None where it is not told.
        base_api_url: Where it answers; `self_web_url` is its page on the portal.
    """

    id: str
    title: Line = SafeText("")
    slug: Raw = ""
    access_type: Line = SafeText("")
    format: Line = SafeText("")
    availability: Number = None
    base_api_url: Raw = ""
    self_web_url: Raw = ""
    description: Prose = SafeText("")
    metadata_modified_at: Moment = None
    organization: OptionalOrganization = None
    owner: OptionalUser = None
    views: Annotated[Count, Field(validation_alias=AliasPath("metrics", "views"))] = 0


class CommunityResource(Resource):
    """A file that somebody else than the producer added to a dataset."""

    organization: OptionalOrganization = None
    owner: OptionalUser = None
