"""Files of datasets, and whether the Tabular API can show their rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AliasPath, Field, SkipValidation, model_validator

from tui.api.models.base import (
    Count,
    CountOrNone,
    JsonObject,
    Kept,
    Line,
    Model,
    Moment,
    ObjectOrNone,
    Prose,
    Raw,
    count_of,
    flag_of,
    moment_of,
    object_of,
    text_of,
)
from tui.api.models.dataset import SchemaRef
from tui.api.models.findings import Export, Findings, exports_of, findings_of
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

_OTHER_EXPORTS = ("pmtiles_export", "geojson_export")
_TABLES = frozenset({"csv", "csv.gz", "tsv", "xls", "xlsx", "ods", "parquet"})


class Checksum(Model):
    """A digest of a file."""

    type: Line = SafeText("")
    value: Raw = ""


class Resource(Kept):
    """A file of a dataset.

    Attributes:
        type: ``main``, ``documentation``, ``update``, ``api``, ``code`` or ``other``.
        filetype: ``file`` when the site hosts it, ``remote`` when it lives elsewhere.
        filesize: Bytes; None when nobody knows.
        url: Where it is, as the producer wrote it: may be ftp, or no URL at all.
        latest: The stable address, which redirects to `url`.
        downloads: How many times it was downloaded; None where that is not counted.
        extras: What the crawler found out: free-form.
    """

    id: str
    title: Line = SafeText("")
    description: Prose = SafeText("")
    type: Line = SafeText("")
    filetype: Line = SafeText("")
    format: Line = SafeText("")
    mime: Line = SafeText("")
    filesize: CountOrNone = None
    url: Raw = ""
    latest: Raw = ""
    preview_url: Raw = ""
    created_at: Moment = None
    last_modified: Moment = None
    checksum: Annotated[Checksum | None, ObjectOrNone] = None
    schema_ref: Annotated[SchemaRef | None, ObjectOrNone, Field(validation_alias="schema")] = None
    downloads: Annotated[CountOrNone, Field(validation_alias=AliasPath("metrics", "views"))] = None
    extras: Annotated[JsonObject, SkipValidation] = Field(default_factory=dict, repr=False)

    @model_validator(mode="before")
    @classmethod
    def _lay_out(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {**data, "extras": object_of(data.get("extras")), "raw": data}

    @property
    def schema_name(self) -> SafeText:
        return self.schema_ref.name if self.schema_ref is not None else SafeText("")

    @property
    def size(self) -> int | None:
        """Bytes as the producer says, else as the crawler measured."""
        measured = count_of(self.extras.get("analysis:content-length"))
        return self.filesize if self.filesize is not None else measured

    @property
    def available(self) -> bool | None:
        """Whether it answered when last checked; None when it was never checked."""
        return flag_of(self.extras.get("check:available"))

    @property
    def checked_at(self) -> datetime | None:
        """When the crawler last looked, or rather last saw something change."""
        return moment_of(self.extras.get("check:date"))

    @property
    def check_status(self) -> int | None:
        """HTTP status of the last check."""
        return count_of(self.extras.get("check:status"))

    @property
    def check_error(self) -> SafeText:
        """Why the last check failed, in the words of the crawler; empty when it did not."""
        return clean_line(text_of(self.extras.get("check:error")), 300)

    @property
    def parquet_url(self) -> str:
        """Where its rows are as Parquet; empty when they are not."""
        return next((export.url for export in self.exports if export.format == "parquet"), "")

    @property
    def exports(self) -> tuple[Export, ...]:
        """What the crawler made of it."""
        return exports_of(self.extras)

    @property
    def findings(self) -> Findings:
        """What the crawler found out when it read it."""
        return findings_of(self.extras)

    @property
    def has_table(self) -> bool:
        """Whether the Tabular API should have its rows; it may still answer 404."""
        return self.table_problem == ""

    @property
    def table_problem(self) -> SafeText:
        """Why its rows cannot be shown, for a person; empty when they should be there."""
        status = self.check_status or 0
        if status >= 400:
            problem = _("The file no longer answers (error {status}).").format(status=status)
        elif (error := _parsing_error(self.extras)) != "":
            problem = _("The file could not be read as a table: {reason}").format(reason=error)
        elif self.extras.get("analysis:parsing:parsing_table"):
            problem = ""
        elif (error := text_of(self.extras.get("analysis:error"))) != "":
            problem = _("The file was not analysed: {reason}").format(reason=error)
        elif self.format.lower() in _TABLES:
            problem = _("The file has not been analysed yet.")
        else:
            problem = _("Files of this format have no rows to show.")
        return clean_line(problem)


class FoundResource(Model):
    """``GET /api/2/datasets/resources/{rid}/``: a file and the dataset it belongs to.

    Attributes:
        dataset_id: Empty when the answer does not say.
    """

    resource: Resource
    dataset_id: Raw = ""


class ResourcePage(Model):
    """A page of a dataset's files.

    Attributes:
        total: How many files answer, on all pages.
        page: From 1.
    """

    items: tuple[Resource, ...]
    total: Count = 0
    page: int = 1
    page_size: int = 50
    has_next: bool = False


def _parsing_error(extras: Mapping[str, object]) -> str:
    error = text_of(extras.get("analysis:parsing:error"))
    return "" if error.startswith(_OTHER_EXPORTS) else error
