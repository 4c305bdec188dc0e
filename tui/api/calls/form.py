"""The form of an operation: a field for each parameter, what it may hold, and what was typed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from tui.api.calls.call import NOT_PARAMETERS, SecretSlot, looks_secret
from tui.api.calls.checking import Problem, problems
from tui.api.calls.schemas import MOST_PARTS, Document, Schema
from tui.api.calls.slots import Place, Slot
from tui.api.calls.typed import NotThat, typed, types_of
from tui.api.calls.writing import as_json
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line, clean_prose

Input: TypeAlias = Literal["text", "number", "yes-no", "choice", "list", "object", "secret", "file"]

Key: TypeAlias = tuple[Place, str]
"""The place and the name of a parameter."""

MOST_CHOICES: Final = 500
DEEPEST_SKELETON: Final = 8
LARGEST_SKELETON: Final = 400
"""Values that are made of one schema."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A parameter, or a field of a form, as a description tells of it.

    Attributes:
        slot: Where it goes; of a field of a form, only its name counts.
        schema: What its value is.
        is_required: Whether there must be one.
        description: Hostile text.
        example: A value; None for none.
        is_in_body: Whether it is a field of a body, which holds even what is secret.
    """

    slot: Slot
    schema: JsonValue = field(default_factory=dict)
    is_required: bool = False
    description: str = ""
    example: JsonValue = None
    is_in_body: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """A line of the form.

    Attributes:
        asked: What it stands for.
        input: How a value is given.
        title, description: Safe to draw.
        choices: The texts that may be chosen; none where any text may be typed.
        start: The text that it starts with: the default, if there must be a value.
        hint: An example or the default, for an empty field; safe to draw.
        may_be_empty: Whether an empty text is a value, and not the want of one.
    """

    asked: Asked
    input: Input
    title: SafeText
    description: SafeText
    choices: tuple[str, ...] = ()
    start: str = ""
    hint: SafeText = SafeText("")  # noqa: RUF009 - a text, which nobody changes
    may_be_empty: bool = False

    @property
    def key(self) -> Key:
        """What tells it from the others: a name may be in a path and in a query."""
        return self.asked.slot.place, self.asked.slot.name


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form holds.

    Attributes:
        values: The parameters that have a value, in the order of the form.
        problems: What is wrong, by field; the form is not sent while there is any.
        is_secret: Whether a value is a secret, as the body that is made of them then is.
    """

    values: tuple[tuple[Slot, JsonValue], ...]
    problems: Mapping[Key, tuple[Problem, ...]]
    is_secret: bool = False


def fields(asked: Iterable[Asked], document: Document) -> tuple[Field, ...]:
    """The lines of a form, what is required first, then as the description orders them."""
    kept = [one for one in asked if not _is_ignored(one.slot)]
    kept.sort(key=lambda one: not one.is_required)
    return tuple(_field(one, document) for one in kept)


def properties(schema: JsonValue, document: Document) -> tuple[Asked, ...]:
    """The fields of a body that is a form: the properties of `schema`, which one may write."""
    found: dict[str, JsonValue] = {}
    required: set[str] = set()
    _gather(document.resolved(schema), document, found, required, set())
    return tuple(
        Asked(Slot(name, "query"), inner, name in required, is_in_body=True)
        for name, inner in found.items()
        if document.resolved(inner).get("readOnly") is not True
    )


def filled(form: Iterable[Field], texts: Mapping[Key, str], document: Document) -> Filled:
    """What `texts`, by key of field, stand for, and what is wrong with them.

    Parameters that are secret (see `secret_slot`) and files are left out: whoever asks for them
    puts them where they go.
    """
    values: list[tuple[Slot, JsonValue]] = []
    wrong: dict[Key, tuple[Problem, ...]] = {}
    is_secret = False
    for line in form:
        if line.input == "file" or secret_slot(line) is not None:
            continue
        text = texts.get(line.key, "")
        if not text.strip() and not (text or (line.may_be_empty and line.key in texts)):
            if line.asked.is_required:
                wrong[line.key] = (_problem(_("This is required.")),)
            continue
        try:
            value = typed(text, line.asked.schema, document)
        except NotThat as error:
            wrong[line.key] = (_problem(error.message),)
            continue
        found = problems(value, line.asked.schema, document)
        if found:
            wrong[line.key] = found
        else:
            values.append((line.asked.slot, value))
            is_secret = is_secret or line.input == "secret"
    return Filled(tuple(values), wrong, is_secret)


def secret_slot(line: Field) -> SecretSlot | None:
    """Where the secret that a parameter is goes in a call; None for what is no such parameter.

    A description may forget to say that a parameter is a key: its name does.
    """
    place, name = line.key
    if line.input != "secret" or line.asked.is_in_body or place == "path":
        return None
    return SecretSlot(f"{place}:{name}", "apiKey", place, name)


def skeleton(schema: JsonValue, document: Document) -> JsonValue:
    """A value to start from: what is required of an object, with defaults and examples."""
    return _Skeleton(document).value(schema, ())


def _is_ignored(slot: Slot) -> bool:
    return slot.place == "header" and slot.name.lower() in NOT_PARAMETERS


def _field(asked: Asked, document: Document) -> Field:
    schema = document.meant(asked.schema)
    kinds = types_of(asked.schema, document)
    choices = _choices(schema, document)
    given = schema.get("default")
    example = asked.example if asked.example is not None else _example(schema)
    shown = given if given is not None else example
    kind = _input(asked, schema, kinds, choices, document)
    if shown is None and kind == "object":  # how it is written is not to be guessed
        shown = skeleton(schema, document) or None
    return Field(
        asked,
        kind,
        title=clean_line(asked.slot.name, 200),
        description=clean_prose(asked.description or _words(schema), 5000),
        choices=choices,
        start=text_of(given) if asked.is_required and given is not None else "",
        hint=clean_line(text_of(shown), 200) if shown is not None else SafeText(""),
        may_be_empty="null" in kinds,
    )


def text_of(value: JsonValue) -> str:
    """`value` as one would type it."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(one, str | int | float) for one in value):
        texts = [one if isinstance(one, str) else as_json(one) for one in value]
        if not any("," in text or text != text.strip() or not text for text in texts):
            return ", ".join(texts)
    return json.dumps(value, ensure_ascii=False)


def _input(
    asked: Asked,
    schema: Schema,
    kinds: tuple[str, ...],
    choices: tuple[str, ...],
    document: Document,
) -> Input:
    is_secret = schema.get("format") == "password" or looks_secret(asked.slot.name)
    if is_secret and asked.slot.place != "path":  # an address hides nothing
        return "secret"
    told = [kind for kind in kinds if kind != "null"]
    if _is_file(schema) or (told == ["array"] and _is_file(document.meant(schema.get("items")))):
        return "file"
    if choices:
        return "choice"
    match told:
        case ["boolean"]:
            return "yes-no"
        case ["integer"] | ["number"] | ["integer", "number"]:
            return "number"
        case ["array"]:
            return "list"
        case ["object"]:
            return "object"
    return "text"


def _is_file(schema: Schema) -> bool:
    if schema.get("type") == "file" or schema.get("format") == "binary":
        return True
    is_written = "contentMediaType" in schema and "contentEncoding" not in schema
    return is_written and schema.get("type") in ("string", ["string"], ["string", "null"])


def _choices(schema: Schema, document: Document) -> tuple[str, ...]:
    """The values that are listed, by `schema` or by each that it offers, but null."""
    found: list[JsonValue] = []
    offered = [one for name in ("oneOf", "anyOf") for one in document.offered(schema, name)]
    for one in [schema] if "enum" in schema else map(document.meant, offered):
        values = one.get("enum")
        if not isinstance(values, list):
            return ()
        found += values[:MOST_CHOICES]
    texts = [text_of(one) for one in found[:MOST_CHOICES] if one is not None]
    return tuple(dict.fromkeys(texts))


def _example(schema: Schema) -> JsonValue:
    examples = schema.get("examples")
    if isinstance(examples, list) and examples:
        return examples[0]
    return schema.get("example")


def _words(schema: Schema) -> str:
    said = schema.get("description")
    return said if isinstance(said, str) else ""


def _gather(
    schema: Schema,
    document: Document,
    found: dict[str, JsonValue],
    required: set[str],
    met: set[int],
) -> None:
    if id(schema) in met or len(met) > MOST_PARTS:
        return
    met.add(id(schema))
    inner = schema.get("allOf")
    for one in (*(inner if isinstance(inner, list) else ()), *document.only(schema)):
        _gather(document.resolved(one), document, found, required, met)
    own, names = schema.get("properties"), schema.get("required")
    if isinstance(own, dict):
        found.update(own)
    if isinstance(names, list):
        required.update(name for name in names if isinstance(name, str))


class _Skeleton:
    """Makes a value, of so many parts at most: a schema may name itself, and more than once."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._left = LARGEST_SKELETON

    def value(self, schema: JsonValue, above: tuple[int, ...]) -> JsonValue:
        whole = self._document.resolved(schema)
        self._left -= 1
        for value in (whole.get("default"), _example(whole), whole.get("const")):
            if value is not None:
                return value
        values = whole.get("enum")
        if isinstance(values, list) and values:
            return values[0]
        is_deep = len(above) >= DEEPEST_SKELETON or self._left <= 0
        here = (*above, id(whole))
        for name in ("oneOf", "anyOf"):
            options = self._document.offered(whole, name)
            if options and not is_deep:
                return self.value(options[0], here)
        kinds = [kind for kind in types_of(whole, self._document) if kind != "null"]
        match kinds[0] if kinds else "":
            case "object":
                return {} if is_deep else self._object(whole, here)
            case "array":
                few = whole.get("minItems")
                is_filled = isinstance(few, int) and few > 0 and not is_deep
                return [self.value(whole.get("items", {}), here)] if is_filled else []
            case "integer" | "number":
                least = whole.get("minimum")
                return least if isinstance(least, int | float) else 0
            case "boolean":
                return False
            case "string":
                return ""
        return None

    def _object(self, whole: Schema, here: tuple[int, ...]) -> JsonValue:
        found: dict[str, JsonValue] = {}
        required: set[str] = set()
        _gather(whole, self._document, found, required, set())
        wanted = [name for name in found if name in required] or list(found)
        made: dict[str, JsonValue] = {}
        for name in wanted:
            inner = self._document.resolved(found[name])
            is_round = id(inner) in here and name not in required
            if self._left > 0 and not is_round and inner.get("readOnly") is not True:
                made[name] = self.value(inner, here)
        return made


def _problem(message: str) -> Problem:
    return Problem(SafeText(""), clean_line(message, 300))
