"""Schemas of OpenAPI as JSON Schema 2020-12, and what a reference in one leads to.

A schema is hostile: its patterns, its cycles and its size are somebody else's.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias
from urllib.parse import quote, unquote, urljoin

from tui.api.openapi.references import walked
from tui.api.payload import JsonValue

Dialect: TypeAlias = Literal["2.0", "3.0", "3.1"]
Schema: TypeAlias = "dict[str, JsonValue]"

SCHEME: Final = "call:"
"""What references become, so that nothing that reads them asks a server."""

DEEPEST: Final = 60
"""How deep a schema is read; what is deeper is not checked."""

MOST_PARTS: Final = 200
"""Schemas that one is made of, by ``allOf`` and references."""

_ONE: Final = ("items", "additionalProperties", "not", "contains", "propertyNames", "if", "then")
_MORE: Final = ("else", "unevaluatedItems", "unevaluatedProperties", "contentSchema")
_LISTS: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_MAPS: Final = ("properties", "dependentSchemas", "$defs", "definitions")
_LEFT_OUT: Final = frozenset(
    {"$schema", "$id", "id", "$anchor", "$dynamicAnchor", "$dynamicRef", "discriminator"}
    # Names would be matched by expressions, of which Python's may never end.
    | {"patternProperties", "nullable", "example", "examples", "default"}
)


@dataclass(frozen=True, slots=True)
class Document:
    """What references lead into.

    Attributes:
        root: The whole description.
        dialect: The edition of OpenAPI that its schemas are written in.
        url: The address of the description, to which its references are relative.
        others: What else is at hand, by its address; what is in none of them is not checked.
    """

    root: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)
    dialect: Dialect = "3.1"
    url: str = ""
    others: Mapping[str, JsonValue] = field(default_factory=dict, repr=False)
    _moved: dict[str, JsonValue] = field(default_factory=dict, init=False, repr=False)

    def found(self, reference: str) -> JsonValue:
        """What ``#/a/b`` or ``other.json#/a/b`` leads to, as it is written but for references in
        other documents, which are whole addresses; None where that is nothing."""
        address, _mark, pointer = reference.partition("#")
        if pointer and not pointer.startswith("/"):
            return None  # a name, which is not looked for
        try:
            whole = urljoin(self.url, address) if address else self.url
        except ValueError:
            return None
        if whole == self.url:
            inside = walked(dict(self.root), unquote(pointer))
            return inside[0] if inside is not None else None
        if whole not in self.others:
            return None
        if reference not in self._moved:
            there = walked(self.others[whole], unquote(pointer))
            self._moved[reference] = _moved(there[0], whole, 0) if there is not None else None
        return self._moved[reference]

    def resolved(self, schema: JsonValue) -> Schema:
        """`schema`, or what its references lead to; an empty one where that is none."""
        seen: set[str] = set()
        while isinstance(schema, dict) and isinstance(reference := schema.get("$ref"), str):
            if reference in seen:
                return {}
            seen.add(reference)
            schema = self.found(reference)
        return schema if isinstance(schema, dict) else {}

    def meant(self, schema: JsonValue) -> Schema:
        """`schema` with what stands beside its references, what its ``allOf`` adds, and the one
        schema that its ``anyOf`` or ``oneOf`` offers beside null: what is nearest tells."""
        made: Schema = {}
        met: set[int] = set()
        waiting = [schema]
        while waiting and len(met) < MOST_PARTS:
            one = waiting.pop()
            if not isinstance(one, dict) or id(one) in met:
                continue
            met.add(id(one))
            made = {**one, **made}
            waiting += self.only(one)
            members = one.get("allOf")
            waiting += reversed(members) if isinstance(members, list) else ()
            reference = one.get("$ref")
            waiting += [self.found(reference)] if isinstance(reference, str) else []
        made.pop("$ref", None)
        return made

    def only(self, schema: Schema) -> list[JsonValue]:
        """What ``anyOf`` and ``oneOf`` offer where that is one schema, or null."""
        offered = [self.offered(schema, keyword) for keyword in ("oneOf", "anyOf")]
        return [several[0] for several in offered if len(several) == 1]

    def offered(self, schema: Schema, keyword: str) -> list[JsonValue]:
        """What ``anyOf`` or ``oneOf`` offers but null."""
        members = schema.get(keyword)
        return [
            member
            for member in (members if isinstance(members, list) else ())
            if self.resolved(member).get("type") not in ("null", ["null"])
            and self.resolved(member).get("enum") != [None]
        ]


def _moved(value: JsonValue, url: str, deep: int) -> JsonValue:
    """`value`, of the document at `url`, with whole addresses for references."""
    if deep > DEEPEST:
        return value
    if isinstance(value, list):
        return [_moved(item, url, deep + 1) for item in value]
    if not isinstance(value, dict):
        return value
    made = {name: _moved(item, url, deep + 1) for name, item in value.items()}
    if isinstance(reference := value.get("$ref"), str):
        with suppress(ValueError):
            made["$ref"] = urljoin(url, reference) if reference[:1] != "#" else url + reference
    return made


def standard(schema: JsonValue, dialect: Dialect, deep: int = 0) -> JsonValue:
    """`schema` as JSON Schema 2020-12, its references as `SCHEME` addresses."""
    if isinstance(schema, bool):
        return schema
    if not isinstance(schema, dict) or deep > DEEPEST:
        return {}
    # What stands beside a reference counts since 3.1 only, but for what is often meant.
    is_alone = dialect != "3.1" and isinstance(schema.get("$ref"), str)
    made: Schema = {}
    for name, value in schema.items():
        if is_alone and name != "$ref":
            continue
        if name in _LEFT_OUT:
            continue
        if name == "$ref":
            made[name] = SCHEME + quote(str(value), safe="", errors="replace")
        elif name in (*_ONE, *_MORE):
            made |= _one(name, value, dialect, deep)
        elif name in _LISTS and isinstance(value, list):
            made[name] = [standard(item, dialect, deep + 1) for item in value]
        elif name in _MAPS and isinstance(value, dict):
            made[name] = {key: standard(item, dialect, deep + 1) for key, item in value.items()}
        else:
            made[name] = value
    _fit_properties(schema, made)
    if dialect != "3.1":
        _fit_bounds(made)
        _fit_files(made)
        if schema.get("nullable") is True or schema.get("x-nullable") is True:
            return {"anyOf": [{"type": "null"}, made]}
    return made


def _one(name: str, value: JsonValue, dialect: Dialect, deep: int) -> Schema:
    if name == "items" and isinstance(value, list):
        return {"prefixItems": [standard(item, dialect, deep + 1) for item in value]}
    return {name: standard(value, dialect, deep + 1)}


def _fit_properties(schema: Schema, made: Schema) -> None:
    """What only the server writes is not required of who asks."""
    if "patternProperties" in schema:
        made.pop("additionalProperties", None)
        made.pop("unevaluatedProperties", None)
    required, properties = made.get("required"), schema.get("properties")
    if not isinstance(required, list):
        made.pop("required", None)  # Swagger 2 says so of parameters
    else:
        told = properties if isinstance(properties, dict) else {}
        written = {
            name
            for name, item in told.items()
            if isinstance(item, dict) and item.get("readOnly") is True
        }
        # What is no name of a property is required by mistake.
        names = [name for name in required if isinstance(name, str)]
        made["required"] = [name for name in names if name not in written]


def _fit_bounds(made: Schema) -> None:
    for bound, strict in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(flag := made.get(strict), bool):
            del made[strict]
            if flag and bound in made:
                made[strict] = made.pop(bound)


def _fit_files(made: Schema) -> None:
    if made.get("type") == "file":
        del made["type"]
