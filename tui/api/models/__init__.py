"""What the services answer, as frozen values. Importing this imports pydantic."""

from tui.api.models.activity import Activity
from tui.api.models.base import JsonObject, Model
from tui.api.models.contact import Contact
from tui.api.models.dataservice import Audience, Dataservice
from tui.api.models.dataset import (
    QUALITY_CRITERIA,
    ContactPoint,
    Dataset,
    DatasetMetrics,
    DatasetSummary,
    Harvest,
    SchemaRef,
    Spatial,
    TemporalCoverage,
    Zone,
)
from tui.api.models.found import Entity, Found, Listed, Other, Published
from tui.api.models.harvest import HarvestItem, HarvestJob, HarvestProblem, HarvestSource
from tui.api.models.metric import MetricModel, MonthRow
from tui.api.models.people import Member, Organization, OrganizationRef, User, UserRef
from tui.api.models.post import Post
from tui.api.models.resource import Checksum, FoundResource, Resource, ResourcePage
from tui.api.models.reuse import Named, Reuse
from tui.api.models.search import WINDOW, FacetValue, SearchPage
from tui.api.models.table import Cell, ColumnProfile, Health, Profile, RowsPage, TableMeta, Top
from tui.api.models.territory import Level, Territory
from tui.api.models.thread import Thread, ThreadMessage
from tui.api.models.topic import Topic, TopicElement
from tui.api.models.vocabulary import (
    Frequency,
    License,
    SchemaInfo,
    SchemaVersion,
    Suggestion,
    SuggestKind,
    Tag,
    TagCount,
)

__all__ = [
    "QUALITY_CRITERIA",
    "WINDOW",
    "Activity",
    "Audience",
    "Cell",
    "Checksum",
    "ColumnProfile",
    "Contact",
    "ContactPoint",
    "Dataservice",
    "Dataset",
    "DatasetMetrics",
    "DatasetSummary",
    "Entity",
    "FacetValue",
    "Found",
    "FoundResource",
    "Frequency",
    "Harvest",
    "HarvestItem",
    "HarvestJob",
    "HarvestProblem",
    "HarvestSource",
    "Health",
    "JsonObject",
    "Level",
    "License",
    "Listed",
    "Member",
    "MetricModel",
    "Model",
    "MonthRow",
    "Named",
    "Organization",
    "OrganizationRef",
    "Other",
    "Post",
    "Profile",
    "Published",
    "Resource",
    "ResourcePage",
    "Reuse",
    "RowsPage",
    "SchemaInfo",
    "SchemaRef",
    "SchemaVersion",
    "SearchPage",
    "Spatial",
    "SuggestKind",
    "Suggestion",
    "TableMeta",
    "Tag",
    "TagCount",
    "TemporalCoverage",
    "Territory",
    "Thread",
    "ThreadMessage",
    "Top",
    "Topic",
    "TopicElement",
    "User",
    "UserRef",
    "Zone",
]
