"""Parameters, bodies and answers, as both families of versions write them."""

from __future__ import annotations

from typing import Final

from tui.api.openapi.document import (
    Body,
    Example,
    Header,
    MediaType,
    Parameter,
    Response,
    ResponseLink,
)
from tui.api.openapi.gathering import Gatherer
from tui.api.openapi.references import Spot
from tui.api.openapi.schema import Schema
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import clean_line

_STYLES: Final = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
_COLLECTIONS: Final = {
    "ssv": "spaceDelimited",
    "tsv": "tabDelimited",
    "pipes": "pipeDelimited",
    "multi": "form",
}
"""The styles that the ways of Swagger 2.0 to write a list are, commas aside."""

_NOT_OF_A_SCHEMA: Final = frozenset(
    {"name", "in", "required", "description", "collectionFormat", "allowEmptyValue", "deprecated"}
)
FORM: Final = "application/x-www-form-urlencoded"
_FORMS: Final = (FORM, "multipart/form-data")


def parameter_of(read: Gatherer, spot: Spot) -> Parameter | None:
    """The parameter at `spot`; None, and a note, where it cannot be one."""
    name, location = read.raw(spot, "name"), read.raw(spot, "in")
    if location == "querystring" and FORM in spot.at("content").fields:
        # The whole query, since 3.2: the fields of a form are those of an object of its own.
        held = spot.at("content").at(FORM)
        return Parameter(
            name=name or "?",
            location="query",
            style="form",
            explode=True,
            required=read.flag(spot, "required"),
            schema=read.schema(held.at("schema")),
            description=read.prose(spot, "description"),
            examples=examples_of(read, held),
            pointer=spot.pointer,
        )
    if not name:
        read.note(spot, _("a parameter has no name"))
        return None
    if location not in _STYLES:
        said = _("a parameter cannot be in “{place}”")
        read.note(spot, said.format(place=clean_line(location, 40)))
        return None
    required = read.flag(spot, "required")
    if location == "path" and not required:
        read.note(spot, _("a parameter of the path must be required"))
        required = True
    old = read.version == "2.0"
    style, explode = _collection(read, spot, location) if old else _style(read, spot, location)
    schema = _own_schema(read, spot) if old else spot.at("schema")
    return Parameter(
        name=name,
        location=location,
        style=style,
        explode=explode,
        required=required,
        schema=read.schema(schema),
        content=() if old else content_of(read, spot.at("content")),
        allow_empty_value=read.flag(spot, "allowEmptyValue"),
        allow_reserved=read.flag(spot, "allowReserved"),
        deprecated=read.flag(spot, "deprecated"),
        description=read.prose(spot, "description"),
        examples=examples_of(read, spot),
        pointer=spot.pointer,
    )


def _style(read: Gatherer, spot: Spot, location: str) -> tuple[str, bool]:
    style = read.raw(spot, "style") or _STYLES[location]
    return style, read.flag(spot, "explode", default=style == "form")


def _collection(read: Gatherer, spot: Spot, location: str) -> tuple[str, bool]:
    said = read.raw(spot, "collectionFormat")
    return _COLLECTIONS.get(said, _STYLES[location]), said == "multi"


def _own_schema(read: Gatherer, spot: Spot) -> Spot:
    """What a parameter of Swagger 2.0 says of its value itself."""
    if "schema" in spot.fields:
        read.note(spot.at("schema"), _("only the parameter that is the body has a schema"))
        return spot.at("schema")
    kept = {key: value for key, value in spot.fields.items() if key not in _NOT_OF_A_SCHEMA}
    if spot.fields.get("type") == "object":
        read.note(spot, _("a parameter cannot be an object"))
    return Spot(kept, spot.url, spot.pointer)


def content_of(read: Gatherer, spot: Spot) -> tuple[MediaType, ...]:
    """The forms of a body, in order."""
    found: list[MediaType] = []
    for name, inside in read.each(spot):
        held = read.followed(inside)
        encodings = read.each(held.at("encoding"))
        found.append(
            MediaType(
                name=name,
                schema=_content_schema(read, held) if read.fields(held) else None,
                examples=examples_of(read, held),
                encodings=tuple((part, said.value) for part, said in encodings),
            )
        )
    return tuple(found)


def _content_schema(read: Gatherer, held: Spot) -> Schema | None:
    """What a body is; since 3.2 it may be told by each of the items that come one after another."""
    items = held.fields.get("itemSchema")
    if "schema" in held.fields or not isinstance(items, (dict, bool)):
        return read.schema(held.at("schema"))
    return read.made(held, {"type": "array", "items": items})


def examples_of(read: Gatherer, spot: Spot) -> tuple[Example, ...]:
    """The examples beside a schema."""
    kept = [key for key in ("example", "x-example") if key in spot.fields]
    found = [Example("", spot.fields[key]) for key in kept]
    held = spot.at("examples")
    if isinstance(held.value, list):
        found += [Example("", value) for value in held.value]
    elif isinstance(held.value, dict):
        for name, inside in read.each(held):
            example = read.followed(inside)
            if "value" in example.fields or "externalValue" in example.fields:
                found.append(
                    Example(
                        name,
                        example.fields.get("value"),
                        summary=read.line(example, "summary"),
                        external=read.raw(example, "externalValue"),
                    )
                )
            elif "dataValue" in example.fields or "serializedValue" in example.fields:  # 3.2
                written = example.fields.get("serializedValue")
                value = example.fields.get("dataValue", written)
                found.append(Example(name, value, summary=read.line(example, "summary")))
            else:
                found.append(Example(name, example.value))
    return tuple(found)


def body_of(read: Gatherer, spot: Spot) -> Body | None:
    """The body of a request of OpenAPI 3."""
    if spot.value is None:
        return None
    held = read.followed(spot)
    if not read.fields(held):
        return None
    if "content" not in held.fields:
        read.note(held, _("a body does not say what it holds"))
    return Body(
        content=content_of(read, held.at("content")),
        required=read.flag(held, "required"),
        description=read.prose(held, "description"),
    )


def old_body(read: Gatherer, spots: list[Spot], consumes: tuple[str, ...]) -> Body | None:
    """The body that parameters of Swagger 2.0 make."""
    bodies = [spot for spot in spots if spot.fields.get("in") == "body"]
    fields = [spot for spot in spots if spot.fields.get("in") == "formData"]
    for spot in bodies[1:]:
        read.note(spot, _("a request has only one body"))
    if bodies and fields:
        read.note(fields[0], _("a request is either a form or a body"))
    if bodies:
        spot = bodies[0]
        if "schema" not in spot.fields:
            read.note(spot, _("a body does not say what it holds"))
        schema, examples = read.schema(spot.at("schema")), examples_of(read, spot)
        kinds = consumes or ("application/json",)
        return Body(
            tuple(MediaType(kind, schema, examples) for kind in kinds),
            read.flag(spot, "required"),
            read.prose(spot, "description"),
        )
    return _form(read, fields, consumes) if fields else None


def _form(read: Gatherer, fields: list[Spot], consumes: tuple[str, ...]) -> Body:
    properties: dict[str, JsonValue] = {}
    encodings: list[tuple[str, JsonValue]] = []
    required: list[JsonValue] = []
    has_file = False
    for spot in fields:
        name = read.raw(spot, "name")
        said = {
            key: value
            for key, value in spot.fields.items()
            if key not in _NOT_OF_A_SCHEMA or key == "description"
        }
        if said.get("type") == "file":
            has_file = True
            said |= {"type": "string", "format": "binary"}
        if spot.fields.get("required") is True:
            required.append(name)
        if spot.fields.get("type") == "array":
            style, explode = _collection(read, spot, "query")
            encodings.append((name, {"style": style, "explode": explode}))
        properties[name] = said
    kinds = tuple(kind for kind in consumes if kind.lower() in _FORMS)
    if has_file and not kinds and consumes:
        read.note(fields[0], _("a file is sent in a form: multipart/form-data"))
    kinds = kinds or (_FORMS[1] if has_file else FORM,)
    whole = read.made(fields[0], {"type": "object", "properties": properties, "required": required})
    forms = tuple(MediaType(kind, whole, encodings=tuple(encodings)) for kind in kinds)
    return Body(forms, required=bool(required))


def response_of(read: Gatherer, status: str, spot: Spot, produces: tuple[str, ...]) -> Response:
    """One answer of an operation."""
    held = read.followed(spot)
    read.fields(held)
    if read.version == "2.0":
        content = _old_content(read, held, produces)
    else:
        content = content_of(read, held.at("content"))
    return Response(
        status=status,
        description=read.prose(held, "description") or read.prose(held, "summary"),
        content=content,
        headers=tuple(
            _header(read, name, inside) for name, inside in read.each(held.at("headers"))
        ),
        links=tuple(_link(read, name, inside) for name, inside in read.each(held.at("links"))),
    )


def _old_content(read: Gatherer, spot: Spot, produces: tuple[str, ...]) -> tuple[MediaType, ...]:
    schema = read.schema(spot.at("schema"))
    given = spot.at("examples")
    examples = dict(read.each(given)) if isinstance(given.value, dict) else {}
    if schema is None and not examples:
        return ()
    names = dict.fromkeys((*(produces or ("application/json",)), *examples))
    return tuple(
        MediaType(name, schema, (Example("", examples[name].value),) if name in examples else ())
        for name in names
    )


def _header(read: Gatherer, name: str, spot: Spot) -> Header:
    held = read.followed(spot)
    schema = held.at("schema")
    if read.version == "2.0":
        schema = Spot(
            {key: value for key, value in held.fields.items() if key != "description"},
            held.url,
            held.pointer,
        )
    elif schema.value is None:
        content = content_of(read, held.at("content"))
        return Header(
            name,
            content[0].schema if content else None,
            read.flag(held, "required"),
            read.flag(held, "deprecated"),
            read.prose(held, "description"),
        )
    return Header(
        name,
        read.schema(schema),
        read.flag(held, "required"),
        read.flag(held, "deprecated"),
        read.prose(held, "description"),
    )


def _link(read: Gatherer, name: str, spot: Spot) -> ResponseLink:
    held = read.followed(spot)
    parameters = held.at("parameters")
    return ResponseLink(
        name=name,
        operation=read.raw(held, "operationId") or read.raw(held, "operationRef"),
        parameters=tuple((key, inside.value) for key, inside in read.each(parameters)),
        description=read.prose(held, "description"),
    )
