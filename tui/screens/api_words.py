"""What a schema, a parameter, an answer is said to be, in a line each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.openapi.document import Document, Operation, Parameter, Requirement
    from tui.api.openapi.schema import Schema
    from tui.api.payload import JsonValue

ENUM_SHOWN: Final = 8
"""Values of an enumeration on one line."""

_CONSTRAINTS: Final = {
    "minimum": "≥ {value}",
    "maximum": "≤ {value}",
    "multipleOf": N_("multiple of {value}"),
    "minLength": N_("at least {value} characters"),
    "maxLength": N_("at most {value} characters"),
    "pattern": "/{value}/",
    "minItems": N_("at least {value} items"),
    "maxItems": N_("at most {value} items"),
    "minProperties": N_("at least {value} fields"),
    "maxProperties": N_("at most {value} fields"),
    "contentEncoding": N_("encoded as {value}"),
    "contentMediaType": N_("holds {value}"),
}

LOCATIONS: Final = {
    "path": N_("in the path"),
    "query": N_("in the query"),
    "header": N_("in a header"),
    "cookie": N_("in a cookie"),
}


def value_text(value: JsonValue, limit: int = 200) -> str:
    """A value as JSON, on one line, safe to draw; a text that needs none without quotes."""
    if isinstance(value, str):
        return clean_line(value if value else '""', limit)
    # What does not fit is not written out.
    encoder = json.JSONEncoder(ensure_ascii=False)
    parts: list[str] = []
    size = 0
    try:
        for part in encoder.iterencode(value):
            parts.append(part)
            size += len(part)
            if size > limit:
                break
    except RecursionError:
        parts.append("…")
    return clean_line("".join(parts), limit)


def json_text(value: JsonValue) -> str:
    """A value as JSON; a text as it is."""
    if isinstance(value, str):
        return value
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return "…"  # deeper than Python goes


def json_lines(value: JsonValue) -> list[str]:
    """The same, on many lines."""
    return json_text(value).split("\n")


def type_words(schema: Schema) -> str:
    """The type of a value: ``string (date)``, ``list of Commune``."""
    if schema.missing:
        return _("{name}, which is not here").format(name=schema.name or schema.missing)
    if schema.never:
        return _("nothing")
    kinds = list(schema.types)
    if kinds == ["array"]:
        items = schema.items
        of = type_words(items) if items is not None and not _is_list(items) else ""
        said = _("list of {what}").format(what=of) if of else _("list")
    elif not kinds and schema.choices():
        said = _("one of several")
    else:
        said = " | ".join(kinds) or ("null" if schema.is_null else _("anything"))
    if schema.name and kinds != ["array"]:
        said = schema.name if kinds in (["object"], []) else f"{schema.name} : {said}"
    return f"{said} ({schema.format})" if schema.format else said


def _is_list(schema: Schema) -> bool:
    return schema.types == ("array",)


def fact_words(schema: Schema) -> Iterator[str]:
    """What is said of a value beside its type, most telling first."""
    if schema.nullable:
        yield _("or null")
    if schema.deprecated:
        yield _("deprecated")
    if schema.read_only:
        yield _("read only")
    if schema.write_only:
        yield _("written only")
    if schema.has_default:
        yield default_words(schema)
    if names := schema.required_elsewhere:
        yield _("needs {names}").format(names=clean_line(", ".join(names), 120))
    yield from constraint_words(schema)


def default_words(schema: Schema) -> str:
    """What stands for a value that is not given."""
    return _("by default {value}").format(value=value_text(schema.default, 60))


def constraint_words(schema: Schema) -> Iterator[str]:
    """The bounds of a value."""
    return bound_words(schema.constraints)


def bound_words(constraints: Iterable[tuple[str, JsonValue]]) -> Iterator[str]:
    """The same, of keywords of a schema and what they say; other keywords say nothing here."""
    said = dict(constraints)
    for key, value in said.items():
        if key in ("exclusiveMinimum", "exclusiveMaximum"):
            least = key == "exclusiveMinimum"
            if value is not True:
                yield f"{'>' if least else '<'} {value_text(value, 40)}"
        elif key == "minimum" and said.get("exclusiveMinimum") is True:
            yield f"> {value_text(value, 40)}"
        elif key == "maximum" and said.get("exclusiveMaximum") is True:
            yield f"< {value_text(value, 40)}"
        elif key == "uniqueItems" and value is True:
            yield _("each once")
        elif key in _CONSTRAINTS:
            yield _(_CONSTRAINTS[key]).format(value=value_text(value, 60))


def enum_words(schema: Schema) -> str:
    """The only values there are; empty where they are not listed."""
    values = schema.enum
    if not values:
        return ""
    shown = " | ".join(value_text(value, 40) for value in values[:ENUM_SHOWN])
    if len(values) > ENUM_SHOWN:
        return shown + " | … " + _("({count} values)").format(count=len(values))
    return shown


def style_words(parameter: Parameter) -> str:
    """How several values are written, where there may be several; else nothing."""
    schema = parameter.schema
    kinds = schema.types if schema is not None else ()
    if "array" not in kinds and "object" not in kinds and parameter.style != "deepObject":
        return ""
    if parameter.style == "form" and parameter.explode:
        return _("each value apart: {example}").format(example=_apart(parameter, schema))
    separators = {"spaceDelimited": "%20", "pipeDelimited": "|", "tabDelimited": "%09"}
    if parameter.style in ("form", "simple", *separators):
        comma = separators.get(parameter.style, ",")
        example = f"a{comma}b" if parameter.location in ("path", "header") else ""
        said = example or f"{parameter.name}=a{comma}b"
        return _("values together: {example}").format(example=clean_line(said, 80))
    apart = "explode" if parameter.explode else ""
    return " ".join(part for part in (parameter.style, apart) if part)


def _apart(parameter: Parameter, schema: Schema | None) -> str:
    """A list repeats the name of its parameter; an object has names of its own."""
    names = [parameter.name] * 2
    if schema is not None and "array" not in schema.types:
        names = [child.name for child in schema.properties()[:2]] or ["x", "y"]
    return "&".join(
        f"{clean_line(name, 40)}={value}" for name, value in zip(names, "ab", strict=False)
    )


def security_words(document: Document, operation: Operation) -> str:
    """What one must have to ask for this."""
    needed = operation.security if operation.security is not None else document.security
    if not needed:
        return ""
    ways = [requirement_words(requirement) for requirement in needed]
    return _(" or ").join(ways)


def requirement_words(requirement: Requirement) -> str:
    """Schemes that are needed together."""
    if not requirement:
        return _("nothing")
    parts = []
    for name, scopes in requirement:
        listed = f" ({', '.join(clean_line(s, 60) for s in scopes)})" if scopes else ""
        parts.append(clean_line(name, 80) + listed)
    return " + ".join(parts)
