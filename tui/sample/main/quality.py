"""The quality of a dataset's description, as the portal scores it."""

from __future__ import annotations

from datetime import timedelta

from tui.sample.clock import NOW
from tui.sample.data.records import Dataset, Json, Resource
from tui.sample.vocabulary import FREQUENCY_SECONDS

CLOSED_FORMATS = {"pdf", "doc", "docx", "word", "xls", "excel", "xlsx"}
CRITERIA = 9


def quality(dataset: Dataset) -> dict[str, Json]:
    """The criteria that apply, and their ``score`` from 0 to 1."""
    known = dataset.frequency != "unknown"
    found: dict[str, bool] = {
        "license": dataset.license != "notspecified",
        "temporal_coverage": dataset.coverage is not None,
        "spatial": bool(dataset.zones or dataset.granularity),
        "update_frequency": known,
        "dataset_description_quality": len(dataset.description) > 100,
    }
    if dataset.resources:
        found |= _of_files(dataset.resources)
    if known:
        found["update_fulfilled_in_time"] = _in_time(dataset)
    score = sum(met for name, met in found.items() if name != "has_resources") / CRITERIA
    return {**found, "score": score}


def _of_files(files: tuple[Resource, ...]) -> dict[str, bool]:
    return {
        "has_resources": True,
        "has_open_format": any(
            file.format is not None and file.format not in CLOSED_FORMATS for file in files
        ),
        "all_resources_available": all(
            file.extras.get("check:available", True) is not False
            for file in files
            if file.filetype == "remote"
        ),
        "resources_documentation": any(
            file.type == "documentation" or file.description for file in files
        ),
    }


def _in_time(dataset: Dataset) -> bool:
    seconds = FREQUENCY_SECONDS.get(dataset.frequency)
    if seconds is None:
        return True
    return dataset.last_update + timedelta(seconds=seconds, days=1) >= NOW
