"""Where the portal harvests catalogues from, each time it did so, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AliasPath, BeforeValidator, Field

from tui.api.models.base import (
    CountOrNone,
    Flag,
    JsonObject,
    Line,
    Model,
    Moment,
    ObjectOrNone,
    Prose,
    Raw,
    array_of,
    count_of,
    object_of,
)
from tui.api.models.people import OptionalOrganization, OptionalUser
from tui.api.models.whole import Whole
from tui.text import SafeText, clean_line


def _counts(value: object) -> Mapping[str, int]:
    counted = ((name, count_of(count)) for name, count in object_of(value).items())
    return {clean_line(name): count for name, count in counted if count}


Counts = Annotated[Mapping[str, int], BeforeValidator(_counts)]


def _problems(value: object) -> list[object]:
    """Errors are objects, or plain texts where a harvester is old."""
    return [item if isinstance(item, dict) else {"message": item} for item in array_of(value)]


class HarvestProblem(Model):
    """What went wrong, or is worth a note."""

    message: Prose = SafeText("")
    details: Prose = SafeText("")
    level: Line = SafeText("")
    created_at: Moment = None


Problems = Annotated[tuple[HarvestProblem, ...], BeforeValidator(_problems)]


class HarvestJob(Whole):
    """One harvest of a source: ``GET /api/1/harvest/job/{id}/`` and the lists of a source.

    Attributes:
        status: ``pending``, ``initializing``, ``initialized``, ``processing``, ``done``,
            ``done-errors`` or ``failed``.
        source_id: Which source; empty where the answer does not say.
        items: How many things it was about; `by_status` and `by_type` count those that are some.
    """

    status: Line = SafeText("")
    created_at: Annotated[Moment, Field(validation_alias="created")] = None
    started: Moment = None
    ended: Moment = None
    errors: Problems = ()
    source_id: Annotated[Raw, Field(validation_alias=AliasPath("source", "id"))] = ""
    items: Annotated[CountOrNone, Field(validation_alias=AliasPath("items", "total"))] = None
    by_status: Annotated[Counts, Field(validation_alias=AliasPath("items", "by_status"))] = Field(
        default_factory=dict
    )
    by_type: Annotated[Counts, Field(validation_alias=AliasPath("items", "by_type"))] = Field(
        default_factory=dict
    )

    @property
    def title(self) -> SafeText:
        """What tells it from others: its id, as it has no name."""
        return clean_line(self.id, 40)


class Validation(Model):
    """What the portal's team said of a source."""

    state: Line = SafeText("")
    by: OptionalUser = None
    on: Moment = None
    comment: Prose = SafeText("")


class HarvestSource(Whole):
    """A catalogue that is harvested: ``GET /api/1/harvest/source/{id or slug}/``, and the list.

    Attributes:
        backend: Protocol, such as ``dcat``; `config` is how it is spoken.
        schedule: When it is harvested, as cron writes it; empty for never by itself.
        autoarchive: Whether what leaves the catalogue is archived here.
        address: Where the catalogue is.
    """

    title: Annotated[Line, Field(validation_alias="name")] = SafeText("")
    slug: Raw = ""
    description: Prose = SafeText("")
    address: Annotated[Raw, Field(validation_alias="url")] = ""
    backend: Line = SafeText("")
    config: Annotated[JsonObject, BeforeValidator(object_of)] = Field(default_factory=dict)
    active: Flag = False
    autoarchive: Flag = False
    schedule: Line = SafeText("")
    created_at: Moment = None
    deleted: Moment = None
    validation: Annotated[Validation | None, ObjectOrNone] = None
    last_job: Annotated[HarvestJob | None, ObjectOrNone] = None
    organization: OptionalOrganization = None
    owner: OptionalUser = None


class Harvested(Model):
    """The dataset, or the API, that an item became."""

    id: Raw = ""
    title: Line = SafeText("")
    element_class: Annotated[Line, Field(validation_alias="class")] = SafeText("")


class HarvestItem(Model):
    """What one harvest did with one thing: ``GET /api/1/harvest/job/{id}/items/``.

    Attributes:
        status: ``pending``, ``started``, ``done``, ``failed``, ``skipped`` or ``archived``.
        remote_id, remote_url: What and where it is in the catalogue.
    """

    status: Line = SafeText("")
    remote_id: Line = SafeText("")
    remote_url: Raw = ""
    dataset: Annotated[Harvested | None, ObjectOrNone] = None
    dataservice: Annotated[Harvested | None, ObjectOrNone] = None
    created_at: Annotated[Moment, Field(validation_alias="created")] = None
    started: Moment = None
    ended: Moment = None
    errors: Problems = ()
    logs: Problems = ()

    @property
    def made(self) -> Harvested | None:
        """What it became here."""
        return self.dataset or self.dataservice

    @property
    def title(self) -> SafeText:
        """What it became, else what it is there."""
        made = self.made
        return (made.title if made is not None else SafeText("")) or self.remote_id
