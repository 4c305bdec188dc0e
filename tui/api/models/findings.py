"""What the portal's crawler found out about a file: the extras that it keeps beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from tui.api.models.base import count_of, flag_of, moment_of, text_of
from tui.text import SafeText, clean_line

EXPORTS: Final = ("parquet", "geojson", "pmtiles")
"""What the crawler may make of a file."""


class Export(NamedTuple):
    """A file that the crawler made of a file.

    Attributes:
        format: One of `EXPORTS`.
        size: Bytes; None where it is not told.
    """

    format: str
    url: str
    size: int | None


class Findings(NamedTuple):
    """What reading a file told.

    Attributes:
        read_at: When it was last read as a table.
        size: Bytes that were measured.
        changed_at: When its content last changed, and `changed_by` how that is known.
        error: Why it could not be read, in the words of the crawler.
        schema_errors: Errors that validating it against its schema found; None where none was done.
    """

    read_at: datetime | None
    mime: SafeText
    size: int | None
    changed_at: datetime | None
    changed_by: SafeText
    checksum: SafeText
    error: SafeText
    schema_errors: int | None
    validated_at: datetime | None


def findings_of(extras: Mapping[str, object]) -> Findings:
    """What these extras say of a file; nothing is taken for granted."""
    error = text_of(extras.get("analysis:parsing:error")) or text_of(extras.get("analysis:error"))
    return Findings(
        read_at=moment_of(extras.get("analysis:parsing:finished_at")),
        mime=clean_line(text_of(extras.get("analysis:mime-type")), 100),
        size=count_of(extras.get("analysis:content-length")),
        changed_at=moment_of(extras.get("analysis:last-modified-at")),
        changed_by=clean_line(text_of(extras.get("analysis:last-modified-detection")), 100),
        checksum=clean_line(text_of(extras.get("analysis:checksum")), 200),
        error=clean_line(error, 500),
        schema_errors=_schema_errors(extras),
        validated_at=moment_of(extras.get("validation-report:validation_date")),
    )


def exports_of(extras: Mapping[str, object]) -> tuple[Export, ...]:
    """What the crawler made of the file, in the order of `EXPORTS`."""
    made = []
    for kind in EXPORTS:
        url = text_of(extras.get(f"analysis:parsing:{kind}_url"))
        size = count_of(extras.get(f"analysis:parsing:{kind}_size"))
        if url.startswith(("https://", "http://")):
            made.append(Export(kind, url, size))
    return tuple(made)


def _schema_errors(extras: Mapping[str, object]) -> int | None:
    errors = extras.get("validation-report:errors")
    if isinstance(errors, list):
        return len(errors)
    valid = flag_of(extras.get("validation-report:valid_resource"))
    return None if valid is None else int(not valid)
