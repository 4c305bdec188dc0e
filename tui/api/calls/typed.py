"""What a person typed, as the value that a schema wants."""

from __future__ import annotations

import json
import re
from typing import Final

from tui.api.calls.schemas import Document, Schema
from tui.api.payload import JsonValue
from tui.i18n import gettext as _

_YES: Final = frozenset({"true", "yes", "vrai", "oui", "1"})
_NO: Final = frozenset({"false", "no", "faux", "non", "0"})
_INTEGER = re.compile(r"[+-]?\d{1,400}")
_NUMBER = re.compile(r"[+-]?(\d{1,400}([.,]\d{0,400})?|[.,]\d{1,400})([eE][+-]?\d{1,3})?")
_SPACES = re.compile("(?<=\\d)[ \u00a0\u202f](?=\\d{3}(\\D|$))")

DEEPEST_LIST: Final = 4
"""Lists within lists that are typed without brackets."""

TYPES: Final = ("null", "integer", "number", "boolean", "array", "object", "string")
"""The types of JSON, in the order that they are tried in where several are allowed."""


class NotThat(Exception):
    """The text is no value of the type. The message is a sentence for people."""

    @property
    def message(self) -> str:
        """The sentence."""
        return str(self.args[0])


def types_of(schema: JsonValue, document: Document) -> tuple[str, ...]:
    """The types that `schema` allows, of `TYPES`; none where it does not say."""
    return _types(document.resolved(schema), document, 0, {})


def typed(
    text: str, schema: JsonValue, document: Document | None = None, *, deep: int = 0
) -> JsonValue:
    """The value that `text` stands for, by the type that `schema` asks for.

    A list may be written with commas or on lines. Raises `NotThat` where it is none.

    Args:
        deep: How many lists it is an item of.
    """
    book = Document() if document is None else document
    found = types_of(schema, book)
    if not found:
        return _anything(text)
    problem: NotThat | None = None
    for kind in found:
        try:
            return _as(kind, text, book.meant(schema), book, deep)
        except NotThat as error:
            problem = problem or error
    raise problem or NotThat("")


def _types(
    schema: Schema, document: Document, deep: int, known: dict[int, tuple[str, ...]]
) -> tuple[str, ...]:
    # Many may name one schema, which names many: each is looked into once.
    if id(schema) not in known:
        known[id(schema)] = ()
        known[id(schema)] = _told_types(schema, document, deep, known)
    return known[id(schema)]


def _told_types(
    schema: Schema, document: Document, deep: int, known: dict[int, tuple[str, ...]]
) -> tuple[str, ...]:
    said = schema.get("type")
    found = {said} if isinstance(said, str) else set()
    if isinstance(said, list):
        found = {one for one in said if isinstance(one, str)}
    if not found and deep < 5:
        for name in ("allOf", "anyOf", "oneOf"):
            inner = schema.get(name)
            for one in inner if isinstance(inner, list) else ():
                found |= set(_types(document.resolved(one), document, deep + 1, known))
    if not found:
        values = schema.get("enum", [schema["const"]] if "const" in schema else [])
        if isinstance(values, list):
            found = {_type_of(value) for value in values}
    if not found and "properties" in schema:
        found = {"object"}
    if not found and "items" in schema:
        found = {"array"}
    if found and (schema.get("nullable") is True or schema.get("x-nullable") is True):
        found.add("null")
    return tuple(kind for kind in TYPES if kind in found)


def _as(kind: str, text: str, schema: Schema, document: Document, deep: int) -> JsonValue:
    word = text.strip()
    match kind:
        case "string":
            return text
        case "null":
            if word in ("", "null"):
                return None
            raise NotThat(_("This must be empty."))
        case "boolean":
            if word.lower() in _YES | _NO:
                return word.lower() in _YES
            raise NotThat(_("This must be true or false."))
        case "integer":
            figures = _SPACES.sub("", word)
            if _INTEGER.fullmatch(figures) is None:
                raise NotThat(_("This must be a whole number."))
            return int(figures)
        case "number":
            return _number(word)
        case "array":
            return _list(text, schema, document, deep)
        case _:
            value = _json(word)
            if not isinstance(value, dict):
                raise NotThat(_("This must be an object in JSON: {example}").format(example="{…}"))
            return value


def _number(word: str) -> int | float:
    figures = _SPACES.sub("", word)
    if _NUMBER.fullmatch(figures) is None:
        raise NotThat(_("This must be a number."))
    if _INTEGER.fullmatch(figures) is not None:
        return int(figures)
    value = float(figures.replace(",", "."))
    if value in (float("inf"), float("-inf")):
        raise NotThat(_("This must be a number."))
    return value


def _list(text: str, schema: Schema, document: Document, deep: int) -> list[JsonValue]:
    if text.strip().startswith("["):
        value = _json(text)
        if isinstance(value, list):
            return value
    if deep >= DEEPEST_LIST:  # it may be made of itself
        raise NotThat(_("This is too deep."))
    items = schema.get("items", {})
    parts = text.split("\n") if "\n" in text.strip() else text.split(",")
    return [typed(part.strip(), items, document, deep=deep + 1) for part in parts if part.strip()]


def _json(text: str) -> JsonValue:
    try:
        value: JsonValue = json.loads(text, parse_constant=_no_constant)
    except RecursionError as error:
        raise NotThat(_("This is too deep.")) from error
    except json.JSONDecodeError as error:
        message = _("This is no JSON: line {line}, column {column}.")
        raise NotThat(message.format(line=error.lineno, column=error.colno)) from error
    except ValueError as error:
        raise NotThat(_("This is no JSON.")) from error
    return value


def _anything(text: str) -> JsonValue:
    """JSON where it is some, else the text."""
    try:
        return _json(text)
    except NotThat:
        return text


def _no_constant(name: str) -> JsonValue:
    raise ValueError(name)


def _type_of(value: JsonValue) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    names = {int: "integer", float: "number", str: "string", list: "array", dict: "object"}
    return names[type(value)]
