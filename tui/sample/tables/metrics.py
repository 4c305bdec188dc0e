"""The audience of the sample site, month by month, as the Metrics API keeps it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tui.sample.clock import FIRST_MONTH, TODAY, months
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.producers import producer
from tui.sample.names import Dice, object_id
from tui.sample.tables.expressions import text
from tui.sample.tables.store import Table
from tui.tables.query import Column, ColumnType, Schema

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOVED = "demandes-de-valeurs-foncieres"
"""The dataset that changed hands: both owners have rows while it moved."""
MOVED_FROM = "MEF"
MOVE_START, MOVE_END = "2024-05", "2024-07"

_IDS = ("dataset_id", "organization_id", "resource_id", "reuse_id", "dataservice_id")
_TEXTS = (*_IDS, "metric_month")

MODELS: Mapping[str, tuple[str, ...]] = {
    "datasets": (
        *("dataset_id", "organization_id", "metric_month"),
        *("monthly_visit", "monthly_download_resource"),
    ),
    "reuses": ("reuse_id", "metric_month", "monthly_visit"),
    "organizations": (
        *("organization_id", "metric_month", "monthly_visit_dataset", "monthly_download_resource"),
        *("monthly_visit_reuse", "monthly_visit_dataservice"),
    ),
    "resources": ("resource_id", "dataset_id", "metric_month", "monthly_download_resource"),
    "dataservices": ("dataservice_id", "metric_month", "monthly_visit"),
    "site": (
        *("metric_month", "monthly_visit_dataset", "monthly_download_resource"),
        "monthly_visit_reuse",
    ),
    "datasets_total": ("dataset_id", "visit", "outlink", "download_resource"),
    "reuses_total": ("reuse_id", "visit", "outlink"),
    "organizations_total": (
        *("organization_id", "visit_dataset", "download_resource", "visit_reuse"),
        *("visit_dataservice", "outlink"),
    ),
    "resources_total": ("resource_id", "dataset_id", "download_resource"),
    "dataservices_total": ("dataservice_id", "visit"),
}
"""The models and their columns, without `ROW_ID`."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an object totals, and since when."""

    id: str
    owner: str | None
    parent: str | None
    visits: int
    downloads: int
    since: datetime


class MetricTables:
    """The models as tables, all made when one is first asked for. Blocks."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._tables: dict[str, Table] = {}

    def table(self, model: str, cursor: DuckDBPyConnection) -> Table:
        """The table of a model of `MODELS`."""
        with self._lock:
            if not self._tables:
                self._tables = self._make(cursor)
            return self._tables[model]

    def _make(self, cursor: DuckDBPyConnection) -> dict[str, Table]:
        cursor.execute("CREATE SCHEMA IF NOT EXISTS metric")
        for name, seen in self._seen().items():
            cursor.execute(_spread(name, seen))
        return {model: _table(model, cursor) for model in MODELS}

    def _seen(self) -> dict[str, list[_Seen]]:
        catalogue = self._catalogue
        shown = [item for item in catalogue.datasets if not item.deleted and not item.private]
        return {
            "seen_datasets": [
                _Seen(
                    item.id,
                    item.organization.id if item.organization else None,
                    None,
                    item.views,
                    item.downloads,
                    item.created_at,
                )
                for item in shown
            ],
            "seen_resources": [
                _Seen(file.id, None, item.id, 0, file.downloads, file.created_at)
                for item in shown
                for file in item.resources
            ],
            "seen_reuses": [
                _Seen(
                    item.id,
                    item.organization.id if item.organization else None,
                    None,
                    item.views,
                    0,
                    item.created_at,
                )
                for item in catalogue.reuses
                if not item.deleted
            ],
            "seen_dataservices": [
                _Seen(item.id, item.organization.id, None, item.views, 0, item.created_at)
                for item in catalogue.dataservices
                if not item.deleted
            ],
        }


def _spread(name: str, seen: Iterable[_Seen]) -> str:
    """A table of the months of each object, its totals spread over them by arithmetic."""
    lines = ", ".join(
        f"({text(item.id)}, {_optional(item.owner)}, {_optional(item.parent)}, {item.visits}, "
        f"{item.downloads}, {_first_month(item.since)}, {Dice('month', item.id).number(1 << 30)})"
        for item in seen
    )
    columns = "(id, owner, parent, visits, downloads, first, seed)"
    calendar = ", ".join(f"({rank}, {text(month)})" for rank, month in enumerate(months()))
    # Growth, a yearly wave with a low summer, a different noise for each object; the current month
    # has only the share of its days that are over.
    weight = (
        "(40 + m.rank) * (100 + mix(seed + m.rank, 1, 60)) "
        "* CASE WHEN right(m.month, 2) IN ('07', '08') THEN 55 ELSE 100 END "
        f"* CASE WHEN m.rank = {len(months()) - 1} THEN {TODAY.day} ELSE 30 END"
    )
    return " ".join(
        (
            "CREATE OR REPLACE TABLE",
            f"metric.{name} AS WITH",
            f"seen{columns} AS (VALUES {lines}),",
            f"calendar(rank, month) AS (VALUES {calendar}),",
            "weighed AS (SELECT *,",
            f"({weight})::HUGEINT",
            "AS weight FROM seen, calendar AS m",
            "WHERE m.rank >= first),",
            "shared AS (SELECT *, sum(weight) OVER (PARTITION BY id) AS whole FROM weighed)",
            "SELECT id, owner, parent, month,",
            "(visits::HUGEINT * weight // whole)::BIGINT AS visits,",
            "nullif(downloads::HUGEINT * weight // whole, 0)::BIGINT AS downloads",
            "FROM shared ORDER BY month, visits DESC, downloads DESC NULLS LAST, id",
        )
    )


def _table(model: str, cursor: DuckDBPyConnection) -> Table:
    columns = MODELS[model]
    relation = f"metric.{model}"
    made = ("AS SELECT row_number() OVER () AS __id, * FROM (", _sql(model), ")")
    cursor.execute(" ".join(("CREATE OR REPLACE TABLE", relation, *made)))
    counted = cursor.execute(" ".join(("SELECT count(*) FROM", relation))).fetchone()
    schema = Schema(
        tuple(
            Column(name, ColumnType.STRING if name in _TEXTS else ColumnType.INT)
            for name in columns
        )
    )
    rows = int(counted[0]) if counted else 0
    return Table(schema, relation, {}, rows, {}, None, True)


def _sql(model: str) -> str:
    if model == "datasets":
        return _datasets()
    return _MODELS_SQL[model]


def _datasets() -> str:
    """A dataset that moved has two rows a month while it moved, and its old owner's before."""
    moved = f"id = {text(object_id('dataset', MOVED))}"
    old = text(producer(MOVED_FROM).id)
    before = f"{moved} AND month < '{MOVE_START}'"
    during = f"{moved} AND month BETWEEN '{MOVE_START}' AND '{MOVE_END}'"
    return " ".join(
        (
            "SELECT * FROM (",
            "SELECT id AS dataset_id,",
            f"CASE WHEN {before} THEN {old} ELSE owner END AS",
            "organization_id, month AS metric_month,",
            f"CASE WHEN {during} THEN visits - visits // 3 ELSE visits END AS monthly_visit,",
            f"CASE WHEN {during} THEN downloads - downloads // 3 ELSE downloads END",
            "AS monthly_download_resource FROM metric.seen_datasets",
            "UNION ALL SELECT id,",
            old,
            ", month, visits // 3, downloads // 3 FROM metric.seen_datasets WHERE",
            during,
            ") WHERE monthly_visit > 0",
            "ORDER BY metric_month, monthly_visit DESC, dataset_id, organization_id",
        )
    )


_MODELS_SQL = {
    "reuses": "SELECT id AS reuse_id, month AS metric_month, visits AS monthly_visit "
    "FROM metric.seen_reuses WHERE visits > 0 ORDER BY month, visits DESC, id",
    "dataservices": "SELECT id AS dataservice_id, month AS metric_month, visits AS monthly_visit "
    "FROM metric.seen_dataservices WHERE visits > 0 ORDER BY month, visits DESC, id",
    "resources": "SELECT id AS resource_id, parent AS dataset_id, month AS metric_month, "
    "downloads AS monthly_download_resource FROM metric.seen_resources "
    "WHERE downloads > 0 ORDER BY month, downloads DESC, id",
    "organizations": "SELECT organization_id, metric_month, monthly_visit_dataset, "
    "monthly_download_resource, monthly_visit_reuse, monthly_visit_dataservice FROM "
    "(SELECT organization_id, metric_month, sum(monthly_visit)::BIGINT AS monthly_visit_dataset, "
    "sum(monthly_download_resource)::BIGINT AS monthly_download_resource FROM metric.datasets "
    "WHERE organization_id IS NOT NULL GROUP BY ALL) "
    "FULL JOIN (SELECT owner AS organization_id, month AS metric_month, "
    "sum(visits)::BIGINT AS monthly_visit_reuse FROM metric.seen_reuses "
    "WHERE owner IS NOT NULL GROUP BY ALL) USING (organization_id, metric_month) "
    "FULL JOIN (SELECT owner AS organization_id, month AS metric_month, "
    "sum(visits)::BIGINT AS monthly_visit_dataservice FROM metric.seen_dataservices "
    "GROUP BY ALL) USING (organization_id, metric_month) "
    "ORDER BY metric_month, monthly_visit_dataset DESC NULLS LAST, organization_id",
    "site": "SELECT metric_month, monthly_visit_dataset, monthly_download_resource, "
    "monthly_visit_reuse FROM (SELECT metric_month, sum(monthly_visit)::BIGINT AS "
    "monthly_visit_dataset, sum(monthly_download_resource)::BIGINT AS monthly_download_resource "
    "FROM metric.datasets GROUP BY ALL) LEFT JOIN (SELECT month AS metric_month, "
    "sum(visits)::BIGINT AS monthly_visit_reuse FROM metric.seen_reuses GROUP BY ALL) "
    "USING (metric_month) ORDER BY metric_month",
    "datasets_total": "SELECT dataset_id, sum(monthly_visit)::BIGINT AS visit, "
    "(sum(monthly_visit) // 400)::BIGINT AS outlink, "
    "sum(monthly_download_resource)::BIGINT AS download_resource "
    "FROM metric.datasets GROUP BY dataset_id ORDER BY visit DESC, dataset_id",
    "reuses_total": "SELECT reuse_id, sum(monthly_visit)::BIGINT AS visit, "
    "(sum(monthly_visit) // 90)::BIGINT AS outlink "
    "FROM metric.reuses GROUP BY reuse_id ORDER BY visit DESC, reuse_id",
    "dataservices_total": "SELECT dataservice_id, sum(monthly_visit)::BIGINT AS visit "
    "FROM metric.dataservices GROUP BY dataservice_id ORDER BY visit DESC, dataservice_id",
    "resources_total": "SELECT resource_id, dataset_id, "
    "sum(monthly_download_resource)::BIGINT AS download_resource FROM metric.resources "
    "GROUP BY ALL ORDER BY download_resource DESC, resource_id",
    "organizations_total": "SELECT organization_id, "
    "sum(monthly_visit_dataset)::BIGINT AS visit_dataset, "
    "sum(monthly_download_resource)::BIGINT AS download_resource, "
    "sum(monthly_visit_reuse)::BIGINT AS visit_reuse, "
    "sum(monthly_visit_dataservice)::BIGINT AS visit_dataservice, "
    "(sum(monthly_visit_dataset) // 400)::BIGINT AS outlink "
    "FROM metric.organizations GROUP BY ALL "
    "ORDER BY visit_dataset DESC NULLS LAST, organization_id",
}


def _first_month(since: datetime) -> int:
    """The rank of the month when an object appeared, in `months`."""
    rank = (since.year - FIRST_MONTH.year) * 12 + since.month - FIRST_MONTH.month
    return max(0, rank)


def _optional(value: str | None) -> str:
    return "NULL" if value is None else text(value)
