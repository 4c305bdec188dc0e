"""A schema, looked into as far as one wants: what it names is followed when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple
from urllib.parse import unquote

from tui.api.openapi.references import References, Spot, reference_of
from tui.api.payload import JsonValue
from tui.text import SafeText, clean_line, clean_prose

MAX_PARTS: Final = 200
"""Schemas that one is made of, by ``allOf`` and ``$ref``."""

MAX_WRAPPED: Final = 5
"""Schemas that only comment on another, one in the other."""

_CHOICES: Final = ("oneOf", "anyOf")
_TYPES: Final[dict[type, str]] = {
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    list: "array",
    dict: "object",
}

CONSTRAINTS: Final = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties", "contentEncoding", "contentMediaType", "x-nullable"),
)
"""Keywords that bound a value, in the order in which they are told."""


class Child(NamedTuple):
    """A schema inside another.

    Attributes:
        role: ``property``, ``pattern``, ``additional``, ``items``, ``item`` (one of a tuple),
            ``choice`` (of oneOf or anyOf), ``not``, ``other`` (a keyword of its own).
        name: Of the property, of the choice, or the keyword. Raw.
        schema: What it is.
        required: Whether the object must have it.
    """

    role: str
    name: str
    schema: Schema
    required: bool = False


@dataclass(frozen=True)
class Schema:
    """A schema at a spot of a document.

    Its parts are what it says itself, what its ``$ref`` names, the members of its ``allOf``, and
    the one member of an ``anyOf`` or ``oneOf`` that offers nothing else but null: of a keyword,
    the first part that has it tells.
    """

    spots: tuple[Spot, ...]
    references: References = field(repr=False)

    @cached_property
    def parts(self) -> tuple[Spot, ...]:
        """The objects that it is made of, nearest first."""
        found: list[Spot] = []
        met: set[tuple[str, str]] = set()
        waiting = list(reversed(self.spots))
        while waiting and len(found) < MAX_PARTS:
            spot = waiting.pop()
            if (spot.url, spot.pointer) in met or not isinstance(spot.value, dict):
                continue
            met.add((spot.url, spot.pointer))
            ref = reference_of(spot.value)
            if ref is None or len(spot.value) > 1:
                found.append(spot)
            waiting += self._only(spot)
            members = spot.at("allOf") if "allOf" in spot.value else Spot(None)
            if isinstance(members.value, list):
                waiting += [members.at(index) for index in reversed(range(len(members.value)))]
            if ref is not None:
                target = self.references.target(spot, ref)
                if target is not None:
                    waiting.append(target)
        return tuple(found)

    @cached_property
    def own(self) -> tuple[Spot, ...]:
        """The parts whose words are about the whole: not those of one of several that it is made
        of. Members of ``allOf`` that only comment on the others come first."""
        found: list[Spot] = []
        met: set[tuple[str, str]] = set()
        waiting = list(reversed(self.spots))
        while waiting and len(found) < MAX_PARTS:
            spot = waiting.pop()
            if (spot.url, spot.pointer) in met or not isinstance(spot.value, dict):
                continue
            met.add((spot.url, spot.pointer))
            found.append(spot)
            ref = reference_of(spot.value)
            target = self.references.target(spot, ref) if ref is not None else None
            members = spot.value.get("allOf")
            inside: list[Spot] = []
            if isinstance(members, list):
                held = [spot.at("allOf").at(index) for index in range(len(members))]
                rest = [member for member in held if _is_made_of(member)]
                inside = [member for member in held if not _is_made_of(member)]
                inside += rest if len(rest) == 1 else []
            inside += self._only(spot)
            following = [*([target] if target is not None else []), *inside]
            waiting += reversed(following)
        return tuple(found)

    def _said(self, key: str) -> JsonValue:
        """What is said of the whole under `key`."""
        return next((p.fields[key] for p in self.own if p.fields.get(key) is not None), None)

    @cached_property
    def missing(self) -> str:
        """What it refers to, where that is not at hand; empty where all is."""
        lost = (ref for spot, ref in self._named_at if self.references.target(spot, ref) is None)
        return next(lost, "")

    @property
    def identity(self) -> tuple[tuple[str, str], ...]:
        """What tells it from others: where it is written."""
        return tuple((part.url, part.pointer) for part in self.parts)

    @property
    def never(self) -> bool:
        """Whether nothing is allowed."""
        return any(spot.value is False for spot in self.spots)

    @cached_property
    def name(self) -> SafeText:
        """What the document calls it; empty where it is written in place."""
        for _spot, ref in self._named_at:
            last = unquote(ref.rstrip("/").rpartition("/")[2].rpartition("#")[2])
            return clean_line(last.replace("~1", "/").replace("~0", "~"), 120)
        return SafeText("")

    @cached_property
    def _named_at(self) -> tuple[tuple[Spot, str], ...]:
        """The references that stand for it, and where they are: its own, or one that it only
        comments on."""
        found: list[tuple[Spot, str]] = []
        for spot in self.spots:
            inside: Spot | None = spot
            for _turn in range(MAX_WRAPPED):
                ref = reference_of(inside.value) if inside is not None else None
                if inside is None or ref is not None:
                    found += [(inside, ref)] if inside is not None and ref is not None else []
                    break
                inside = self._wrapped(inside)
        return tuple(found)

    def _wrapped(self, spot: Spot) -> Spot | None:
        """The schema that one at `spot` only comments on; None where it is more than that."""
        keywords = _STRUCTURE.intersection(spot.fields)
        if keywords == {"allOf"}:
            held = [member for member in _members(spot, "allOf") if _is_made_of(member)]
            return held[0] if len(held) == 1 else None
        only = self._only(spot) if len(keywords) == 1 else ()
        return only[0] if only else None

    def _only(self, spot: Spot) -> tuple[Spot, ...]:
        """What ``anyOf`` and ``oneOf`` at `spot` offer where that is one schema, or null."""
        if not ("oneOf" in spot.fields or "anyOf" in spot.fields):
            return ()
        offered = [self._offered(spot, keyword) for keyword in _CHOICES if keyword in spot.fields]
        return tuple(spots[0] for spots in offered if len(spots) == 1)

    def _offered(self, spot: Spot, keyword: str) -> list[Spot]:
        """What ``anyOf`` or ``oneOf`` at `spot` offers but null."""
        return [member for member in _members(spot, keyword) if not self._is_null(member)]

    def _is_null(self, spot: Spot) -> bool:
        if reference_of(spot.value) is not None:
            spot = self.references.follow(spot)
        said = spot.fields
        return said.get("type") in ("null", ["null"]) or said.get("enum") == [None]

    def get(self, key: str) -> JsonValue:
        """What the first part that has `key` says; None where none has."""
        for part in self.parts:
            found = part.fields.get(key)
            if found is not None:
                return found
        return None

    def _text(self, key: str) -> str:
        found = self._said(key)
        return found if isinstance(found, str) else ""

    def _has(self, key: str) -> bool:
        return any(part.fields.get(key) is True for part in self.own)

    @property
    def types(self) -> tuple[str, ...]:
        """The types that it names, or that its keywords imply, without ``null``."""
        said = self.get("type")
        if isinstance(said, str):
            said = [said]
        if isinstance(said, list):
            return tuple(clean_line(t, 40) for t in said if isinstance(t, str) and t != "null")
        if self._any_of("properties", "additionalProperties", "required", "patternProperties"):
            return ("object",)
        if self._any_of("items", "prefixItems", "minItems", "maxItems"):
            return ("array",)
        if self._any_of("pattern", "minLength", "maxLength"):
            return ("string",)
        return tuple(dict.fromkeys(_TYPES[type(v)] for v in self.enum if type(v) in _TYPES))

    @property
    def is_null(self) -> bool:
        """Whether it is null and nothing else."""
        return self.get("type") in ("null", ["null"])

    def _any_of(self, *keys: str) -> bool:
        return any(key in part.fields for part in self.parts for key in keys)

    @property
    def nullable(self) -> bool:
        """Whether null may stand for it."""
        said = self.get("type")
        listed = isinstance(said, list) and "null" in said
        return (
            listed
            or self._has("nullable")
            or self._has("x-nullable")
            or any(
                self._is_null(member)
                for part in self.own
                for keyword in _CHOICES
                for member in _members(part, keyword)
            )
        )

    @property
    def format(self) -> SafeText:
        """How a text or a number is written: ``date-time``, ``int32``..."""
        found = self.get("format")
        return clean_line(found if isinstance(found, str) else "", 60)

    @property
    def title(self) -> SafeText:
        return clean_line(self._text("title"), 200)

    @property
    def description(self) -> SafeText:
        """Markdown, as typed."""
        return clean_prose(self._text("description"))

    @property
    def read_only(self) -> bool:
        return self._has("readOnly")

    @property
    def write_only(self) -> bool:
        return self._has("writeOnly")

    @property
    def deprecated(self) -> bool:
        return self._has("deprecated")

    @property
    def enum(self) -> tuple[JsonValue, ...]:
        """The only values there are; empty where they are not listed. A ``const`` is one."""
        said = self.get("enum")
        if isinstance(said, list):
            return tuple(said)
        return next(((part.fields["const"],) for part in self.parts if "const" in part.fields), ())

    @property
    def has_default(self) -> bool:
        return any("default" in part.fields for part in self.own)

    @property
    def default(self) -> JsonValue:
        return self._said("default")

    @property
    def examples(self) -> tuple[JsonValue, ...]:
        """What its author gives as examples."""
        for part in self.own:
            for key in ("example", "x-example"):
                if key in part.fields:
                    return (part.fields[key],)
            several = part.fields.get("examples")
            if isinstance(several, list) and several:
                return tuple(several)
            if isinstance(several, dict) and several:  # a mistake that is often made
                values = [v.get("value") if isinstance(v, dict) else v for v in several.values()]
                return tuple(values)
        return ()

    @property
    def constraints(self) -> tuple[tuple[str, JsonValue], ...]:
        """The keywords that bound it, and their values."""
        here: set[str] = set().union(*(part.fields for part in self.parts))
        found = ((key, self.get(key)) for key in CONSTRAINTS if key in here)
        return tuple(
            (key, value) for key, value in found if value is not None and value is not False
        )

    @property
    def required(self) -> frozenset[str]:
        """The properties that an object must have."""
        names: set[str] = set()
        for part in self.parts:
            said = part.fields.get("required")
            if isinstance(said, list):
                names.update(name for name in said if isinstance(name, str))
        return frozenset(names)

    @property
    def required_elsewhere(self) -> tuple[str, ...]:
        """Those of `required` that it does not describe itself, as choices often do."""
        required = self.required
        told = {name for held in self._held("properties") for name in held.fields}
        return tuple(sorted(required - told))

    @property
    def discriminator(self) -> tuple[SafeText, tuple[tuple[str, str], ...]]:
        """The property that tells choices apart, and which value means which; empty for none."""
        said = self.get("discriminator")
        if isinstance(said, str):
            return clean_line(said, 120), ()
        if not isinstance(said, dict):
            return SafeText(""), ()
        name, mapping = said.get("propertyName"), said.get("mapping")
        pairs = mapping.items() if isinstance(mapping, dict) else ()
        named = tuple((key, ref) for key, ref in pairs if isinstance(ref, str))
        return clean_line(name if isinstance(name, str) else "", 120), named

    def properties(self) -> tuple[Child, ...]:
        """Its properties, in the order in which they are written."""
        spots: dict[str, list[Spot]] = {}
        for held in self._held("properties"):
            for name in held.fields:
                spots.setdefault(name, []).append(held.at(name))
        required = self.required
        return tuple(
            Child("property", name, self._of(*found), name in required)
            for name, found in spots.items()
        )

    def choices(self) -> tuple[Child, ...]:
        """What ``oneOf`` and ``anyOf`` offer; null is left to `nullable`."""
        found: list[Child] = []
        for keyword in _CHOICES:
            for part in self.parts:
                offered = self._offered(part, keyword)
                if len(offered) > 1:  # one alone is a part of this
                    found += [Child("choice", keyword, self._of(member)) for member in offered]
        return tuple(found)

    @property
    def items(self) -> Schema | None:
        """What an array holds."""
        return next((c.schema for c in self._under("items", "items")), None)

    def children(self) -> tuple[Child, ...]:
        """All the schemas inside it."""
        return (
            *self.properties(),
            *self._named("patternProperties", "pattern"),
            *self._under("additionalProperties", "additional"),
            *self._listed("prefixItems"),
            *self._under("items", "items"),
            *self.choices(),
            *self._under("not", "not"),
            *(
                c
                for key in (
                    "if",
                    "then",
                    "else",
                    "contains",
                    "propertyNames",
                    "unevaluatedItems",
                    "unevaluatedProperties",
                    "contentSchema",
                )
                for c in self._under(key, "other")
            ),
            *self._named("dependentSchemas", "other"),
        )

    @property
    def has_children(self) -> bool:
        """Whether there is anything to unfold."""
        return self._any_of(
            *("properties", "patternProperties", "prefixItems", "items", "not"),
            *("if", "contains", "propertyNames", "dependentSchemas", "contentSchema"),
        ) or any(
            isinstance(part.fields.get("additionalProperties"), dict)
            or any(len(self._offered(part, keyword)) > 1 for keyword in _CHOICES)
            for part in self.parts
        )

    @property
    def closed(self) -> bool:
        """Whether other properties than those named are refused."""
        keys = ("additionalProperties", "unevaluatedProperties")
        return any(part.fields.get(key) is False for part in self.parts for key in keys)

    def _held(self, key: str) -> list[Spot]:
        """What its parts hold under `key`, those that have it."""
        return [part.at(key) for part in self.parts if key in part.fields]

    def _of(self, *spots: Spot) -> Schema:
        return Schema(spots, self.references)

    def _under(self, key: str, role: str) -> tuple[Child, ...]:
        spots = self._held(key)
        if key == "items":
            for spot in spots:
                if isinstance(spot.value, list):  # a tuple, as it was written before 2020
                    count = range(len(spot.value))
                    return tuple(Child("item", str(i), self._of(spot.at(i))) for i in count)
        found = [spot for spot in spots if isinstance(spot.value, dict)]
        return (Child(role, key, self._of(*found)),) if found else ()

    def _named(self, key: str, role: str) -> tuple[Child, ...]:
        return tuple(
            Child(role, name, self._of(held.at(name)))
            for held in self._held(key)
            for name in held.fields
        )

    def _listed(self, key: str) -> tuple[Child, ...]:
        for held in self._held(key):
            if isinstance(held.value, list):
                count = range(len(held.value))
                return tuple(Child("item", str(i), self._of(held.at(i))) for i in count)
        return ()


_STRUCTURE: Final = frozenset(
    {"$ref", "$dynamicRef", "properties", "items", "prefixItems", "oneOf", "anyOf", "allOf"}
)


def _members(spot: Spot, keyword: str) -> list[Spot]:
    """The schemas that a keyword lists."""
    held = spot.at(keyword) if keyword in spot.fields else Spot(None)
    count = len(held.value) if isinstance(held.value, list) else 0
    return [held.at(index) for index in range(count)]


def _is_made_of(spot: Spot) -> bool:
    """Whether a member of ``allOf`` adds more than words and bounds."""
    return not _STRUCTURE.isdisjoint(spot.fields)
