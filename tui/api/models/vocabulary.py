"""Suggestions while typing, and the lists of words that the site knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field, model_validator

from tui.api.models.base import Line, Lines, Model, Objects, Prose, Raw, line_of, text_of
from tui.api.models.whole import Whole
from tui.text import SafeText

SuggestKind: TypeAlias = Literal[
    "datasets",
    "organizations",
    "reuses",
    "dataservices",
    "users",
    "tags",
    "formats",
    "mime",
    "zones",
    "topics",
    "licenses",
    "schemas",
]


class Suggestion(NamedTuple):
    """What a person may mean: send `id`, draw `label` and `detail` (acronym, level of a zone)."""

    kind: SuggestKind
    id: str
    label: SafeText
    detail: SafeText


class License(Whole):
    """A licence that datasets may have.

    Attributes:
        flags: What it allows or suits, such as ``okd_compliant``.
        alternate_titles, alternate_urls: What else names it in harvested catalogues.
    """

    title: Line = SafeText("")
    url: Raw = ""
    maintainer: Line = SafeText("")
    flags: Lines = ()
    alternate_titles: Lines = ()
    alternate_urls: Lines = ()


class Frequency(Model):
    """How often a dataset promises to change."""

    id: str
    label: Line = SafeText("")


class SchemaVersion(Model):
    """A version of a schema, and where it is written."""

    name: Annotated[Line, Field(validation_alias="version_name")] = SafeText("")
    url: Annotated[Raw, Field(validation_alias="schema_url")] = ""


class SchemaExample(Model):
    """A file that follows a schema, or breaks it on purpose."""

    title: Line = SafeText("")
    path: Raw = ""


class SchemaInfo(Whole):
    """A schema of the national catalogue (schema.data.gouv.fr).

    Attributes:
        id: Its name, such as ``etalab/schema-irve-statique``.
        schema_type: ``tableschema``, ``jsonschema``...
        consolidation_dataset_id: The dataset that gathers all files that follow it.
        external_doc, external_tool: Where it is documented, and what helps to fill it in.
    """

    title: Line = SafeText("")
    description: Prose = SafeText("")
    schema_type: Line = SafeText("")
    schema_url: Raw = ""
    homepage: Raw = ""
    consolidation_dataset_id: Raw = ""
    versions: Annotated[tuple[SchemaVersion, ...], Objects] = ()
    contact: Raw = ""
    labels: Lines = ()
    examples: Annotated[tuple[SchemaExample, ...], Objects] = ()
    external_doc: Raw = ""
    external_tool: Raw = ""
    datapackage_name: Line = SafeText("")
    datapackage_title: Line = SafeText("")
    datapackage_description: Prose = SafeText("")

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: object) -> object:
        if not isinstance(data, dict) or "id" in data:
            return data
        name = data.get("name")
        return {**data, "id": name, "title": data.get("title") or name, "raw": data}

    @property
    def name(self) -> str:
        """Its identifier."""
        return self.id


class TagCount(NamedTuple):
    """How many things of a kind have a tag; None where the service did not say."""

    kind: str
    total: int | None


class Tag(Whole):
    """A word that things are filed under.

    Attributes:
        counts: How many things have it, by kind.
    """

    counts: tuple[TagCount, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _named(cls, data: object) -> object:
        if not isinstance(data, dict) or "id" in data:
            return data
        return {**data, "id": data.get("text"), "raw": data}

    @property
    def title(self) -> SafeText:
        """The word."""
        return line_of(self.id)

    @property
    def datasets(self) -> int | None:
        return self._count("datasets")

    @property
    def dataservices(self) -> int | None:
        return self._count("dataservices")

    @property
    def reuses(self) -> int | None:
        return self._count("reuses")

    def _count(self, kind: str) -> int | None:
        return next((total for each, total in self.counts if each == kind), None)


def suggestion_of(kind: SuggestKind, item: Mapping[str, object]) -> Suggestion | None:
    """One item of a suggest route; None when it names nothing."""
    ident = text_of(item.get("id")) or text_of(item.get("text"))
    if not ident:
        return None
    label = _label(item) or ident
    detail = item.get("acronym") or item.get("level")
    return Suggestion(kind, ident, line_of(label), line_of(detail))


def _label(item: Mapping[str, object]) -> str:
    person = f"{text_of(item.get('first_name'))} {text_of(item.get('last_name'))}".strip()
    named = (text_of(item.get(key)) for key in ("title", "name", "text"))
    return person or next((name for name in named if name), "")
