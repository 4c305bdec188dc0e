"""Suggestions while typing, and the lists of words that the site knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import Field

from tui.api.models.base import Line, Model, Objects, Prose, Raw, line_of, text_of
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


class License(Model):
    """A licence that datasets may have."""

    id: str
    title: Line = SafeText("")
    url: Raw = ""
    maintainer: Line = SafeText("")


class Frequency(Model):
    """How often a dataset promises to change."""

    id: str
    label: Line = SafeText("")


class SchemaVersion(Model):
    """A version of a schema, and where it is written."""

    name: Annotated[Line, Field(validation_alias="version_name")] = SafeText("")
    url: Annotated[Raw, Field(validation_alias="schema_url")] = ""


class SchemaInfo(Model):
    """A schema of the national catalogue (schema.data.gouv.fr).

    Attributes:
        name: Identifier, such as ``etalab/schema-irve-statique``.
        schema_type: ``tableschema``, ``jsonschema``...
    """

    name: str
    title: Line = SafeText("")
    description: Prose = SafeText("")
    schema_type: Line = SafeText("")
    schema_url: Raw = ""
    homepage: Raw = ""
    consolidation_dataset_id: Raw = ""
    versions: Annotated[tuple[SchemaVersion, ...], Objects] = ()


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
