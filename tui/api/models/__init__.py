"""What the services answer, as frozen values. Importing this imports pydantic."""

from tui.api.models.activity import Activity
from tui.api.models.base import JsonObject, Model
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
from tui.api.models.found import Entity, Found, Listed
from tui.api.models.metric import MetricModel, MonthRow
from tui.api.models.people import Member, Organization, OrganizationRef, User, UserRef
from tui.api.models.post import Post
from tui.api.models.resource import Checksum, FoundResource, Resource, ResourcePage
from tui.api.models.reuse import Named, Reuse
from tui.api.models.search import WINDOW, FacetValue, SearchPage
from tui.api.models.table import Cell, ColumnProfile, Health, Profile, RowsPage, TableMeta, Top
from tui.api.models.thread import Thread, ThreadMessage
from tui.api.models.topic import Topic, TopicElement
from tui.api.models.vocabulary import (
    Frequency,
    License,
    SchemaInfo,
    SchemaVersion,
    Suggestion,
    SuggestKind,
)

__all__ = [
    "QUALITY_CRITERIA",
    "WINDOW",
    "Activity",
    "Audience",
    "Cell",
    "Checksum",
    "ColumnProfile",
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
    "Health",
    "JsonObject",
    "License",
    "Listed",
    "Member",
    "MetricModel",
    "Model",
    "MonthRow",
    "Named",
    "Organization",
    "OrganizationRef",
    "Post",
    "Profile",
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
    "TemporalCoverage",
    "Thread",
    "ThreadMessage",
    "Top",
    "Topic",
    "TopicElement",
    "User",
    "UserRef",
    "Zone",
]
