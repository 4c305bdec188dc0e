"""What searches and lists may hold: any object of the portal that has a place."""

from __future__ import annotations

from typing import TypeAlias

from tui.api.models.activity import Activity
from tui.api.models.contact import Contact
from tui.api.models.dataservice import Dataservice
from tui.api.models.dataset import DatasetSummary
from tui.api.models.harvest import HarvestItem, HarvestJob, HarvestSource
from tui.api.models.people import Member, Organization, OrganizationRef, User
from tui.api.models.post import Post
from tui.api.models.reuse import Named, Reuse
from tui.api.models.territory import Level, Territory
from tui.api.models.thread import Thread
from tui.api.models.topic import Topic, TopicElement
from tui.api.models.vocabulary import License, SchemaInfo, Tag

Found: TypeAlias = DatasetSummary | Organization | Reuse | Dataservice | Topic | Post | Thread
"""A result of a search."""

Other: TypeAlias = (
    Contact | HarvestSource | HarvestJob | Territory | Level | License | SchemaInfo | Tag
)
"""What has a place though nobody publishes it."""

Listed: TypeAlias = (
    Found | Member | OrganizationRef | TopicElement | Named | Activity | HarvestItem | Other
)
"""A line of a list of an object."""

Published: TypeAlias = Organization | Reuse | Dataservice | Topic | Post | User

Entity: TypeAlias = Published | Thread | Other
"""An object that has a place of its own, datasets apart."""
