"""An example made from a schema, where its author gave none."""

from __future__ import annotations

from typing import Final

from tui.api.openapi.schema import Schema
from tui.api.payload import JsonValue

MAX_DEPTH: Final = 8
MAX_VALUES: Final = 400
"""Values of one example."""

_TEXTS: Final = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "email": "nom@exemple.fr",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "uri": "https://exemple.fr/",
    "url": "https://exemple.fr/",
    "hostname": "exemple.fr",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "dGV4dGU=",
    "binary": "…",
    "password": "••••••",
}


def example_of(schema: Schema, *, writing: bool = False) -> JsonValue:
    """A value that `schema` allows, as far as its keywords say; its own example first.

    Args:
        writing: For a request: what is read only is left out. Else what is written only is.
    """
    return _Maker(writing).value(schema, 0, ())


class _Maker:
    def __init__(self, writing: bool) -> None:
        self._writing = writing
        self._left = MAX_VALUES

    def value(
        self, schema: Schema, depth: int, above: tuple[tuple[tuple[str, str], ...], ...]
    ) -> JsonValue:
        self._left -= 1
        if schema.examples:
            return schema.examples[0]
        if schema.has_default:
            return schema.default
        if schema.enum:
            return schema.enum[0]
        choices = () if schema.properties() else schema.choices()
        here = schema.identity
        if depth > MAX_DEPTH or self._left <= 0 or here in above:
            return None
        above = (*above, here)
        for child in choices:
            if child.schema.types or child.schema.has_children or child.schema.examples:
                return self.value(child.schema, depth + 1, above)
        kind = schema.types[0] if schema.types else ""
        if kind == "object":
            return self._object(schema, depth, above)
        if kind == "array":
            items = schema.items
            if items is None or items.identity in above:
                return []
            return [self.value(items, depth + 1, above)]
        return _scalar(schema, kind)

    def _object(
        self, schema: Schema, depth: int, above: tuple[tuple[tuple[str, str], ...], ...]
    ) -> JsonValue:
        made: dict[str, JsonValue] = {}
        for child in schema.properties():
            hidden = child.schema.read_only if self._writing else child.schema.write_only
            cyclic = child.schema.identity in above
            if hidden or self._left <= 0 or (cyclic and not child.required):
                continue
            made[child.name] = self.value(child.schema, depth + 1, above)
        return made


def _scalar(schema: Schema, kind: str) -> JsonValue:
    if kind == "string":
        text = _TEXTS.get(schema.format, "texte")
        least = schema.get("minLength")
        if isinstance(least, int) and len(text) < least <= 200 and schema.format not in _TEXTS:
            text = text.ljust(least, "x")
        most = schema.get("maxLength")
        return text[:most] if isinstance(most, int) and most >= 0 else text
    if kind in ("integer", "number"):
        return _number(schema, kind)
    if kind == "boolean":
        return True
    return None


def _number(schema: Schema, kind: str) -> JsonValue:
    least = schema.get("minimum")
    above = schema.get("exclusiveMinimum")
    most = schema.get("maximum")
    if isinstance(least, (int, float)):
        return least + 1 if above is True else least
    if isinstance(above, (int, float)) and not isinstance(above, bool):
        return above + 1
    if isinstance(most, (int, float)):
        return min(most, 1)
    return 1 if kind == "integer" else 1.5
