"""What the catalogue is made of, before it is written as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from tui.sample.data.producers import Producer, User

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True, slots=True)
class TableRef:
    """Which table a file holds: a template of `tui.sample.tables`, varied by a seed."""

    template: str
    seed: int
    rows: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A file or a service of a dataset. `table` is what the Tabular API serves of it."""

    id: str
    title: str
    url: str
    format: str | None
    created_at: datetime
    last_modified: datetime
    type: str = "main"
    filetype: str = "file"
    description: str | None = None
    mime: str | None = None
    filesize: int | None = None
    checksum: str | None = None
    schema: tuple[str, str] | None = None
    downloads: int = 0
    extras: Mapping[str, Json] = field(default_factory=dict)
    table: TableRef | None = None
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a dataset or a dataservice."""

    type: str = "open"
    reason: str | None = None
    reason_category: str | None = None
    request_url: str | None = None
    audiences: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset with its files. Text is raw: it may be hostile on purpose."""

    id: str
    slug: str
    title: str
    description: str
    created_at: datetime
    last_modified: datetime
    organization: Producer | None = None
    owner: User | None = None
    acronym: str | None = None
    description_short: str | None = None
    tags: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    license: str = "lov2"
    frequency: str = "unknown"
    coverage: tuple[date | None, date | None] | None = None
    zones: tuple[str, ...] = ()
    granularity: str | None = None
    schema: tuple[str, str] | None = None
    access: Access = field(default_factory=Access)
    archived: datetime | None = None
    deleted: datetime | None = None
    private: bool = False
    featured: bool = False
    extras: Mapping[str, Json] = field(default_factory=dict)
    harvest: Mapping[str, Json] | None = None
    contact: bool = True
    old_slugs: tuple[str, ...] = ()
    views: int = 0
    followers: int = 0
    resources: tuple[Resource, ...] = ()

    @property
    def last_update(self) -> datetime:
        """When the freshest file changed."""
        return max((item.last_modified for item in self.resources), default=self.last_modified)

    @property
    def downloads(self) -> int:
        return sum(item.downloads for item in self.resources)

    @property
    def is_public(self) -> bool:
        """Whether lists and searches show it."""
        return not (self.private or self.deleted or self.archived)


@dataclass(frozen=True, slots=True)
class Reuse:
    """What somebody made with data."""

    id: str
    slug: str
    title: str
    description: str
    type: str
    topic: str
    url: str
    created_at: datetime
    last_modified: datetime
    organization: Producer | None
    owner: User | None
    tags: tuple[str, ...]
    datasets: tuple[str, ...]
    views: int = 0
    followers: int = 0
    featured: bool = False
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Dataservice:
    """An API that the catalogue describes."""

    id: str
    slug: str
    title: str
    description: str
    organization: Producer
    base_url: str | None
    documentation_url: str | None
    machine_url: str | None
    created_at: datetime
    last_modified: datetime
    tags: tuple[str, ...]
    datasets: tuple[str, ...]
    access: Access
    availability: float | None
    rate_limiting: str
    format: str = "REST"
    license: str | None = None
    views: int = 0
    followers: int = 0
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One comment of a discussion."""

    id: str
    content: str
    author: User
    posted_on: datetime
    organization: Producer | None = None


@dataclass(frozen=True, slots=True)
class Discussion:
    """A thread about an object."""

    id: str
    title: str
    subject_class: str
    subject_id: str
    messages: tuple[Message, ...]
    closed: datetime | None = None

    @property
    def created(self) -> datetime:
        return self.messages[0].posted_on
