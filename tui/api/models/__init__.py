"""What the services answer, as frozen values. Importing this imports pydantic."""

from tui.api.models.base import JsonObject, Model
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
from tui.api.models.metric import MetricModel, MonthRow
from tui.api.models.people import Member, Organization, OrganizationRef, UserRef
from tui.api.models.resource import Checksum, FoundResource, Resource, ResourcePage
from tui.api.models.search import WINDOW, FacetValue, SearchPage
from tui.api.models.table import Cell, ColumnProfile, Health, Profile, RowsPage, TableMeta, Top
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
    "Cell",
    "Checksum",
    "ColumnProfile",
    "ContactPoint",
    "Dataset",
    "DatasetMetrics",
    "DatasetSummary",
    "FacetValue",
    "FoundResource",
    "Frequency",
    "Harvest",
    "Health",
    "JsonObject",
    "License",
    "Member",
    "MetricModel",
    "Model",
    "MonthRow",
    "Organization",
    "OrganizationRef",
    "Profile",
    "Resource",
    "ResourcePage",
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
    "Top",
    "UserRef",
    "Zone",
]
