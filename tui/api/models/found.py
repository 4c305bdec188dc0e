"""What searches and lists may hold: any object of the portal that has a place."""

from __future__ import annotations

from typing import TypeAlias

from tui.api.models.activity import Activity
from tui.api.models.dataservice import Dataservice
from tui.api.models.dataset import DatasetSummary
from tui.api.models.people import Member, Organization, OrganizationRef, User
from tui.api.models.post import Post
from tui.api.models.reuse import Named, Reuse
from tui.api.models.thread import Thread
from tui.api.models.topic import Topic, TopicElement

Found: TypeAlias = DatasetSummary | Organization | Reuse | Dataservice | Topic | Post | Thread
"""A result of a search."""

Listed: TypeAlias = Found | Member | OrganizationRef | TopicElement | Named | Activity
"""A line of a list of an object."""

Entity: TypeAlias = Organization | Reuse | Dataservice | Topic | Post | User
"""An object that has a place of its own, datasets apart."""
