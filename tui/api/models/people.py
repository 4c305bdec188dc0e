"""Those who publish: organizations and users."""

from __future__ import annotations

from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from tui.api.models.base import (
    Count,
    Kept,
    Kinds,
    Line,
    Model,
    Moment,
    ObjectOrNone,
    Objects,
    Prose,
    Raw,
    object_of,
)
from tui.text import SafeText, clean_line


class OrganizationRef(Model):
    """An organization as other objects name it."""

    id: Raw = ""
    slug: Raw = ""
    name: Line = SafeText("")
    acronym: Line = SafeText("")
    badges: Kinds = ()
    page: Raw = ""

    @property
    def certified(self) -> bool:
        """Whether data.gouv.fr checked who it is."""
        return "certified" in self.badges

    @property
    def public_service(self) -> bool:
        return "public-service" in self.badges


class UserRef(Model):
    """A user as other objects name them."""

    id: Raw = ""
    slug: Raw = ""
    first_name: Line = SafeText("")
    last_name: Line = SafeText("")
    page: Raw = ""

    @property
    def name(self) -> SafeText:
        """First and last name on one line; the slug of who left both empty."""
        name = f"{self.first_name} {self.last_name}".strip()
        return SafeText(name) if name else clean_line(self.slug)


def _user(value: object) -> object:
    return value if isinstance(value, UserRef) else object_of(value)


class Member(Model):
    """A member of an organization."""

    user: Annotated[UserRef, BeforeValidator(_user)] = UserRef()
    role: Line = SafeText("")
    label: Line = SafeText("")
    since: Moment = None


class Organization(OrganizationRef, Kept):
    """An organization: ``GET /api/1/organizations/{id or slug}/``.

    Attributes:
        views: Visits of its datasets, all of them.
        business_number_id: SIRET.
    """

    id: str
    description: Prose = SafeText("")
    url: Raw = ""
    uri: Raw = ""
    logo: Raw = ""
    business_number_id: Line = SafeText("")
    created_at: Moment = None
    last_modified: Moment = None
    deleted: Moment = None
    members: Annotated[tuple[Member, ...], Objects] = ()
    datasets: Annotated[Count, Field(validation_alias=AliasPath("metrics", "datasets"))] = 0
    dataservices: Annotated[Count, Field(validation_alias=AliasPath("metrics", "dataservices"))] = 0
    reuses: Annotated[Count, Field(validation_alias=AliasPath("metrics", "reuses"))] = 0
    followers: Annotated[Count, Field(validation_alias=AliasPath("metrics", "followers"))] = 0
    views: Annotated[Count, Field(validation_alias=AliasPath("metrics", "views"))] = 0

    @property
    def title(self) -> SafeText:
        """Its name."""
        return self.name


class User(UserRef, Kept):
    """A person: ``GET /api/1/users/{id or slug}/``.

    Attributes:
        about: Markdown.
        since: When the account was made.
        organizations: Those they are a member of.
    """

    id: str
    about: Prose = SafeText("")
    website: Raw = ""
    avatar: Raw = ""
    uri: Raw = ""
    since: Moment = None
    organizations: Annotated[tuple[OrganizationRef, ...], Objects] = ()
    datasets: Annotated[Count, Field(validation_alias=AliasPath("metrics", "datasets"))] = 0
    dataservices: Annotated[Count, Field(validation_alias=AliasPath("metrics", "dataservices"))] = 0
    reuses: Annotated[Count, Field(validation_alias=AliasPath("metrics", "reuses"))] = 0
    followers: Annotated[Count, Field(validation_alias=AliasPath("metrics", "followers"))] = 0

    @property
    def title(self) -> SafeText:
        """Their name."""
        return self.name


OptionalOrganization = Annotated[OrganizationRef | None, ObjectOrNone]
OptionalUser = Annotated[UserRef | None, ObjectOrNone]
