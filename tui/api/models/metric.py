"""Answers of the Metrics API: figures by month and since the beginning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

MetricModel: TypeAlias = Literal[
    "datasets", "resources", "organizations", "reuses", "dataservices", "site"
]


@dataclass(frozen=True, slots=True)
class MonthRow:
    """The figures of one month.

    Attributes:
        month: ``YYYY-MM``.
        values: By column name, such as ``monthly_visit``; None where nothing was counted.
    """

    month: str
    values: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One object of a top list.

    Attributes:
        id: Its technical id.
        value: What was counted of it.
        dataset_id: The dataset of a file; empty for what is no file.
    """

    id: str
    value: int
    dataset_id: str = ""
