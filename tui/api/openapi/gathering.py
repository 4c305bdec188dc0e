"""What every part of the reading shares: values of the wrong kind are noted, never fatal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tui.api.openapi.problem import Problem
from tui.api.openapi.references import JsonObject, References, Spot
from tui.api.openapi.schema import Schema
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line, clean_prose

MAX_PROBLEMS: Final = 500
"""Problems that are listed of one document."""


class Gatherer:
    """Reads values of a document, and notes what is wrong.

    Attributes:
        version: ``2.0``, ``3.0`` or ``3.1``.
    """

    def __init__(self, references: References, version: str) -> None:
        self.references = references
        self.version = version
        self._problems: dict[Problem, None] = {}

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was noted, and the references that led nowhere."""
        return (*self._problems, *self.references.problems)[:MAX_PROBLEMS]

    def note(self, spot: Spot, what: str) -> None:
        """Note that something is wrong at `spot`."""
        if len(self._problems) < MAX_PROBLEMS:
            near = "" if spot.url == self.references.url else spot.url
            self._problems[Problem(f"{near}#{spot.pointer}", what)] = None

    def fields(self, spot: Spot) -> JsonObject:
        """The fields of the object at `spot`; nothing, and a note, where it is something else."""
        if isinstance(spot.value, dict):
            return spot.value
        if spot.value is not None:
            self.note(spot, _("an object is expected here"))
        return {}

    def each(self, spot: Spot, *, extended: bool = False) -> Iterator[tuple[str, Spot]]:
        """What the object at `spot` holds; where it may be extended, without that."""
        for name in self.fields(spot):
            if not (extended and name.startswith("x-")):
                yield name, spot.at(name)

    def listed(self, spot: Spot) -> tuple[Spot, ...]:
        """What the list at `spot` holds; nothing, and a note, where it is something else."""
        if isinstance(spot.value, list):
            return tuple(spot.at(index) for index in range(len(spot.value)))
        if spot.value is not None:
            self.note(spot, _("a list is expected here"))
        return ()

    def followed(self, spot: Spot) -> Spot:
        """What `spot` is, or refers to; since 3.1 the words beside a reference are its own."""
        found = self.references.follow(spot)
        if self.version != "3.1" or "$ref" not in spot.fields or not found.fields:
            return found
        said = spot.fields
        words: JsonObject = {k: said[k] for k in ("summary", "description") if k in said}
        return replace(found, value=found.fields | words) if words else found

    def raw(self, spot: Spot, key: str) -> str:
        """A text as it is; a number or a word is taken for one; a note where it cannot be."""
        found = spot.fields.get(key)
        if found is None or isinstance(found, str):
            return found or ""
        if isinstance(found, (int, float)):
            return str(found)
        self.note(spot.at(key), _("a text is expected here"))
        return ""

    def line(self, spot: Spot, key: str) -> SafeText:
        return clean_line(" ".join(self.raw(spot, key)[:4_000].split()))

    def prose(self, spot: Spot, key: str) -> SafeText:
        return clean_prose(self.raw(spot, key))

    def flag(self, spot: Spot, key: str, *, default: bool = False) -> bool:
        found = spot.fields.get(key)
        if found is None:
            return default
        if isinstance(found, bool):
            return found
        self.note(spot.at(key), _("true or false is expected here"))
        return found == "true" or default

    def texts(self, spot: Spot) -> tuple[str, ...]:
        """The texts of a list; others are left out."""
        held = (item.value for item in self.listed(spot))
        return tuple(str(v) for v in held if isinstance(v, (str, int, float)))

    def schema(self, spot: Spot) -> Schema | None:
        """The schema at `spot`, not looked into; None where there is none."""
        if isinstance(spot.value, (dict, bool)):
            return Schema((spot,), self.references)
        if spot.value is not None:
            self.note(spot, _("a schema is expected here"))
        return None

    def made(self, spot: Spot, value: JsonValue) -> Schema:
        """A schema that stands for what `spot` says in another way."""
        return Schema((Spot(value, spot.url, spot.pointer),), self.references)
