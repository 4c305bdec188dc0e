"""Which screen shows what a link names. Screens and their styles are read when first opened."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import NamedTuple

from tui.links import Link
from tui.screens.place import Place
from tui.screens.session import Session


class Door(NamedTuple):
    """What opens a kind of place.

    Attributes:
        module, screen: Where the screen is, and its name.
        sheets: The style sheets that only it needs.
    """

    module: str
    screen: str
    sheets: tuple[str, ...]

    def open(self, session: Session, link: Link) -> Place:
        """The place that `link` names, not shown yet."""
        place: Place = getattr(import_module(f"tui.screens.{self.module}"), self.screen)(
            session, link
        )
        return place


_OBJECT = Door("object", "ObjectScreen", ("object.tcss",))
_API = Door("api", "ApiScreen", ("api.tcss", "grid.tcss"))
_INDEX = Door("index", "IndexScreen", ("object.tcss",))
_TOP = Door("metrics_top", "MetricsTopScreen", ())
_ROWS = Door("table", "TableScreen", ("grid.tcss",))
_GROUPS = Door("groups", "GroupsScreen", ("grid.tcss", "groups.tcss"))
_STRUCTURE = Door("structure", "StructureScreen", ("grid.tcss", "structure.tcss"))

_OBJECTS = (
    *("organization", "reuse", "dataservice", "topic", "user", "post", "discussion"),
    *("contact", "harvest", "job", "zone", "level", "tag", "license", "schema"),
)
_INDEXES = frozenset({"harvest", "zone", "level", "tag", "license", "schema"})
"""Kinds whose address without an identifier is the list of them all."""

_TABS_OF_A_DATASERVICE = frozenset(
    {"", "about", "datasets", "reuses", "discussions", "activity", "json"}
)
"""What the address of a dataservice ends in where it names a tab; else it names an operation."""

_DOORS: Mapping[str, Door] = {
    "search": Door("search", "SearchScreen", ("search.tcss",)),
    "dataset": Door("dataset", "DatasetScreen", ("dataset.tcss",)),
    **dict.fromkeys(_OBJECTS, _OBJECT),
    "openapi": _API,
    "mcp": Door("mcp", "McpScreen", ("api.tcss", "grid.tcss")),
    "activity": _INDEX,
    "metrics": Door("metrics", "MetricsScreen", ()),
    "account": Door("account", "AccountScreen", ("object.tcss",)),
    "quality": Door("producer_quality", "ProducerQualityScreen", ("grid.tcss", "scores.tcss")),
    "feeds": Door("feeds", "FeedsScreen", ("feeds.tcss",)),
}

_GROUP_WORDS = ("__groupby", "__count", "__min", "__max", "__sum", "__avg")
"""What the parameters of groups, and of totals, end with."""


def door_of(link: Link) -> Door | None:
    """What opens `link`; None where there is no such place yet."""
    if link.kind == "resource":
        return _door_of_table(link)
    if link.kind == "metrics" and link.ident == "top":
        return _TOP
    if link.kind in ("quality", "openapi") and not link.ident:
        return None
    if link.kind == "dataservice" and link.fragment not in _TABS_OF_A_DATASERVICE:
        return _API
    if link.kind in _INDEXES and not link.ident:
        return _INDEX
    return _DOORS.get(link.kind)


def _door_of_table(link: Link) -> Door:
    if link.fragment == "structure":
        return _STRUCTURE
    grouped = any(name.endswith(_GROUP_WORDS) for name, _value in link.params)
    return _GROUPS if grouped else _ROWS
