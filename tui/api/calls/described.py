"""From an operation, as a description tells it, to the call that its form makes."""

from __future__ import annotations

import json
import mimetypes
import os
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast
from urllib.parse import quote

from tui.api.calls.bodies import (
    BYTES,
    FORM,
    JSON,
    TEXT,
    Body,
    Encoding,
    Given,
    file_body,
    form_body,
    json_body,
    parts_body,
    text_body,
)
from tui.api.calls.call import Call, SecretSlot, looks_secret, made
from tui.api.calls.checking import Problem, problems
from tui.api.calls.form import Asked, Field, Key, fields, filled, properties, secret_slot, skeleton
from tui.api.calls.schemas import Dialect, Document
from tui.api.calls.servers import Base, bases
from tui.api.calls.slots import Place, Slot, Style
from tui.api.calls.typed import types_of
from tui.api.calls.ways import Way, ways
from tui.api.openapi.security import absolute
from tui.api.payload import JsonValue
from tui.i18n import gettext as _
from tui.text import SafeText, clean_line

if TYPE_CHECKING:
    from tui.api.openapi.document import Document as Description
    from tui.api.openapi.document import Example, MediaType, Operation, Parameter
    from tui.api.openapi.schema import Schema

Texts: TypeAlias = Mapping[Key, str]
BodyInput: TypeAlias = Literal["", "json", "form", "parts", "text", "file"]
"""How the body is given; empty where there is none."""

MOST_SERVERS: Final = 20
"""Addresses that the variables of one server make, at most."""

_PART: Final = re.compile(r"\{([^{}]+)\}")
_FORMS: Final[Mapping[str, BodyInput]] = {FORM: "form", "multipart/form-data": "parts"}


class Unfit(Exception):
    """What was typed makes no call.

    Attributes:
        parameters, parts: What is wrong with each field, by its key.
        body: What is wrong with the body, safe to draw.
    """

    def __init__(
        self,
        parameters: Mapping[Key, tuple[Problem, ...]],
        parts: Mapping[Key, tuple[Problem, ...]],
        body: str = "",
    ) -> None:
        super().__init__()
        self.parameters = parameters
        self.parts = parts
        self.body = body


@dataclass(frozen=True, slots=True)
class Form:
    """What an operation asks for.

    Attributes:
        method, path: As the description writes them.
        bases: Where it may be asked, the first one first.
        parameters: What is required first.
        accepts: Media types that it may answer in.
        body: How its body is given.
        body_kind: Its media type.
        body_kinds: Every media type that it may have, that one among them.
        body_is_required: Whether there must be one.
        body_start: The text that it starts with.
        parts: The fields of a body that is a form.
        secrets: What it takes to be known by.
        offered: What it may be known by besides, where that is at hand.
        ways: Every way that it may be known by, of which `secrets` is one.
    """

    method: str
    path: str
    document: Document
    bases: tuple[Base, ...]
    parameters: tuple[Field, ...]
    accepts: tuple[str, ...]
    body: BodyInput
    body_kind: str
    body_schema: JsonValue
    body_is_required: bool
    body_start: str
    parts: tuple[Field, ...]
    encodings: Mapping[str, Encoding]
    secrets: tuple[SecretSlot, ...]
    body_kinds: tuple[str, ...] = ()
    offered: tuple[SecretSlot, ...] = ()
    ways: tuple[Way, ...] = ()

    def call(
        self,
        base: Base,
        texts: Texts,
        parts: Texts,
        body: str = "",
        accept: str = "",
        *,
        known: Container[str] = (),
        headers: Sequence[tuple[str, str]] = (),
    ) -> Call:
        """The call that these texts make. Checks take a moment: call it in a thread.

        Of the secrets that it may take, it takes those whose scheme is among `known`. `headers`
        are those that were typed beside the form, checked (see `tui.api.calls.headers`).

        Raises `Unfit` where a field is wrong, `CallProblem` where a part cannot be written.
        """
        typed = filled(self.parameters, texts, self.document)
        wrong_parts: Mapping[Key, tuple[Problem, ...]] = {}
        sent: Body | None = None
        said = ""
        if self.body in ("form", "parts"):
            sent, wrong_parts = self._fields(parts)
        elif self.body and (body.strip() or self.body_is_required):
            sent, said = self._whole(body)
        if typed.problems or wrong_parts or said:
            raise Unfit(typed.problems, wrong_parts, said)
        return made(
            self.method,
            base,
            self.path,
            typed.values,
            accept=accept or ", ".join(self.accepts) or "*/*",
            headers=headers,
            body=sent,
            secrets=(*self.needed, *(s for s in self.optional if s.scheme in known)),
        )

    @property
    def goes_anywhere(self) -> bool:
        """Whether one may choose another server, and type headers that no description tells of."""
        return True

    @property
    def needed(self) -> tuple[SecretSlot, ...]:
        """The secrets that it cannot go without."""
        return self.secrets + self._secret_parameters(required=True)

    @property
    def optional(self) -> tuple[SecretSlot, ...]:
        """The secrets that it may take."""
        return self.offered + self._secret_parameters(required=False)

    def _secret_parameters(self, *, required: bool) -> tuple[SecretSlot, ...]:
        known = {(slot.place, slot.name.lower()) for slot in self.secrets}
        return tuple(
            slot
            for line in self.parameters
            if (slot := secret_slot(line)) is not None
            and line.asked.is_required is required
            and (slot.place, slot.name.lower()) not in known
        )

    def _fields(self, texts: Texts) -> tuple[Body | None, Mapping[Key, tuple[Problem, ...]]]:
        found = filled(self.parts, texts, self.document)
        wrong = dict(found.problems)
        values: dict[str, Given] = {slot.name: value for slot, value in found.values}
        for line in self.parts:
            if line.input != "file":
                continue
            text = texts.get(line.key, "").strip()
            if text and self.body == "parts":
                is_list = "array" in types_of(line.asked.schema, self.document)
                values[line.key[1]] = _files(text) if is_list else _file(text)
            elif line.asked.is_required:
                wrong[line.key] = (Problem(SafeText(""), clean_line(_("This is required."))),)
        if wrong:
            return None, wrong
        if not values and not self.body_is_required:
            return None, {}
        if self.body == "parts":
            made_body = parts_body(values, self.encodings, self.body_kind)
        else:
            made_body = form_body(cast("dict[str, JsonValue]", values), self.encodings)
        return (replace(made_body, is_secret=True) if found.is_secret else made_body), {}

    def _whole(self, text: str) -> tuple[Body | None, str]:
        if not text.strip():
            return None, _("There must be a body.")
        if self.body == "file":
            path = _file(text.strip())
            guessed = mimetypes.guess_type(path.name)[0] or BYTES
            return file_body(path, guessed if "*" in self.body_kind else self.body_kind), ""
        if self.body == "text":
            return text_body(text, _one_kind(self.body_kind, TEXT)), ""
        try:
            value: JsonValue = json.loads(text)
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", 0)
            return None, _("This is no JSON: look at line {line}.").format(line=line)
        found = problems(value, self.body_schema, self.document)
        if found:
            return None, _("{name}: {value}").format(
                name=found[0].place or "$", value=found[0].message
            )
        is_secret = isinstance(value, dict) and any(looks_secret(name) for name in value)
        made_body = json_body(value, _one_kind(self.body_kind, JSON))
        return replace(made_body, is_secret=is_secret), ""


def form_of(
    operation: Operation,
    description: Description,
    *,
    document_url: str = "",
    base_url: str = "",
    body_kind: str = "",
) -> Form:
    """The form of `operation`.

    Args:
        document_url: Where the description was read.
        base_url: The ``base_api_url`` of the dataservice.
        body_kind: The media type of the body; the one that is written most easily where it is
            none that the operation takes.
    """
    document = _document(description)
    asked = [_asked(parameter, description) for parameter in operation.parameters]
    asked += _untold(operation.path, asked)
    content = operation.body.content if operation.body is not None else ()
    media = next((one for one in content if one.name == body_kind), None) or _media(content)
    kind = media.name if media is not None else ""
    schema = _json(media.schema, description) if media is not None else None
    given = _input(kind, schema, document)
    example = _example(media)
    parts = properties(schema, document) if given in ("form", "parts") else ()
    if isinstance(example, dict):
        parts = tuple(replace(one, example=example.get(one.slot.name)) for one in parts)
    known_by = ways(operation, description)
    return Form(
        operation.method,
        operation.path,
        document,
        bases(
            _servers(operation, description),
            document_url=document_url,
            catalogue_url=base_url,
        ),
        fields(asked, document),
        _accepts(operation),
        given,
        kind,
        schema if schema is not None else {},
        operation.body is not None and operation.body.required,
        _start(given, example, schema, document),
        fields(parts, document),
        {name: _encoding(said) for name, said in media.encodings} if media is not None else {},
        known_by[0],
        tuple(dict.fromkeys(one.name for one in content)),
        ways=known_by,
    )


def _servers(operation: Operation, description: Description) -> dict[str, str]:
    """What is said of each of its servers, else of those of its path, else of those of the
    description, by their addresses: one for each choice of their variables; what is written as
    relative to the description is given so, since it says little."""
    servers = operation.servers or description.servers
    raw = description.raw if isinstance(description.raw, dict) else {}
    if description.version == "2.0" and not raw.get("host"):
        path = raw.get("basePath")
        return {path if isinstance(path, str) and path else "/": ""}
    written = _own_servers(operation, raw) if operation.servers else raw.get("servers")
    relative = {
        absolute(description.url, url): url
        for item in (written if isinstance(written, list) else ())
        if isinstance(item, dict) and isinstance(url := item.get("url"), str) and "://" not in url
    }
    found: dict[str, str] = {}
    for server in servers:
        if server.url in relative and not server.variables:
            found.setdefault(relative[server.url], server.description)
            continue
        choices = [
            dict.fromkeys((variable.default, *variable.enum)) for variable in server.variables
        ]
        for chosen in islice(product(*choices), MOST_SERVERS):
            names = [variable.name for variable in server.variables]
            url = server.url_with(dict(zip(names, chosen, strict=True)))
            found.setdefault(url, server.description)
    return found


def _own_servers(operation: Operation, raw: Mapping[str, JsonValue]) -> JsonValue:
    """The servers of an operation or of its path, as they are written."""
    paths = raw.get("paths")
    path = paths.get(operation.path) if isinstance(paths, dict) else None
    above = path if isinstance(path, dict) else {}
    own = above.get(operation.method.lower())
    written = own.get("servers") if isinstance(own, dict) else None
    return written or above.get("servers")


def _document(description: Description) -> Document:
    raw = description.raw
    dialect = description.version if description.version in ("2.0", "3.0") else "3.1"
    root = raw if isinstance(raw, dict) else {}
    others = description.references.documents
    return Document(root, cast("Dialect", dialect), description.url, others)


def _json(schema: Schema | None, description: Description) -> JsonValue:
    """A schema as it is written; a reference to it where it is in another document."""
    if schema is None or not schema.spots:
        return {}
    spot = schema.spots[0]
    if spot.url != description.url:
        return {"$ref": f"{spot.url}#{quote(spot.pointer, safe='/~', errors='replace')}"}
    return spot.value


def _asked(parameter: Parameter, description: Description) -> Asked:
    own = parameter.schema
    if own is None and parameter.content:
        own = parameter.content[0].schema
    slot = Slot(
        parameter.name,
        cast("Place", parameter.location),
        cast("Style", parameter.style),
        parameter.explode,
        parameter.allow_reserved,
        as_json=bool(parameter.content),
    )
    written = parameter.content[0].examples if parameter.content else ()
    example = _given((*parameter.examples, *written))
    return Asked(slot, _json(own, description), parameter.required, parameter.description, example)


def _given(examples: Sequence[Example]) -> JsonValue:
    """The first example that is here; None where each is elsewhere."""
    return next((one.value for one in examples if not one.external), None)


def _example(media: MediaType | None) -> JsonValue:
    return _given(media.examples) if media is not None else None


def _start(given: BodyInput, example: JsonValue, schema: JsonValue, document: Document) -> str:
    """The text that a body starts with: an example of it, else what its schema asks for."""
    if given == "text":
        return example if isinstance(example, str) else ""
    if given != "json":
        return ""
    value = skeleton(schema, document) if example is None else example
    if value is None:
        return ""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return ""  # deeper than Python goes


def _untold(path: str, told: list[Asked]) -> list[Asked]:
    """The parts of a path that the description names there and nowhere else."""
    known = {one.slot.name for one in told if one.slot.place == "path"}
    names = dict.fromkeys(_PART.findall(path))
    return [
        Asked(Slot(name, "path"), {"type": "string"}, is_required=True)
        for name in names
        if name not in known
    ]


def _media(content: tuple[MediaType, ...]) -> MediaType | None:
    """The form of a body that is written most easily."""
    plain = next((media for media in content if media.name.lower() == JSON), None)
    if plain is not None:
        return plain
    for wanted in ("json", FORM, "multipart/"):
        for media in content:
            if wanted in media.name.lower():
                return media
    return content[0] if content else None


def _input(kind: str, schema: JsonValue, document: Document) -> BodyInput:
    name = kind.partition(";")[0].strip().lower()
    if not name:
        return ""
    if name in _FORMS and properties(schema, document):
        return _FORMS[name]
    if name.endswith(("/json", "+json")):
        return "json"
    if name in ("*/*", "application/*"):  # anything: what most services take, but for files
        return "file" if document.meant(schema).get("format") == "binary" else "json"
    is_text = name.startswith("text/") or name.endswith(("xml", "yaml")) or name == FORM
    return "text" if is_text else "file"


def _one_kind(kind: str, usual: str) -> str:
    """`kind`, or the `usual` one where it stands for several."""
    return usual if "*" in kind else kind


def _file(text: str) -> Path:
    """The file that a person names; the ``~`` of nobody known stays as it is."""
    return Path(os.path.expanduser(text))


def _files(text: str) -> tuple[Path, ...]:
    """The files that a person names, with commas between them."""
    whole = _file(text)
    if "," not in text or os.path.exists(whole):
        return (whole,)
    return tuple(_file(name) for part in text.split(",") if (name := part.strip()))


def _encoding(said: JsonValue) -> Encoding:
    told = said if isinstance(said, dict) else {}
    kind, style, explode = told.get("contentType"), told.get("style"), told.get("explode")
    return Encoding(
        kind.partition(",")[0].strip() if isinstance(kind, str) and "*" not in kind else "",
        cast("Style", style) if isinstance(style, str) else None,
        explode if isinstance(explode, bool) else None,
        told.get("allowReserved") is True,
    )


def _accepts(operation: Operation) -> tuple[str, ...]:
    """The media types of what is answered where all goes well, in their order."""
    names = [
        media.name
        for response in operation.responses
        if response.status[:1] == "2"
        for media in response.content
        if media.name.isascii() and media.name.isprintable()
    ]
    return tuple(dict.fromkeys(names))[:20]


@dataclass(frozen=True, slots=True)
class TokenWay:
    """How an application is given tokens for a scheme.

    Attributes:
        url: Where it asks, as it is written where nothing says of which server; empty where it
            cannot.
        scopes: Those that there are.
        wanted: Those that the operation needs.
    """

    url: str = ""
    scopes: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()


def token_ways(
    operation: Operation, description: Description, document_url: str
) -> dict[str, TokenWay]:
    """How tokens are had for `operation`, by the name of the scheme."""
    needed = operation.security if operation.security is not None else description.security
    wanted = {name: scopes for requirement in needed or () for name, scopes in requirement}
    found = {}
    for scheme in description.security_schemes:
        kinds = ("clientCredentials", "application")
        flow = next((flow for flow in scheme.flows if flow.kind in kinds), None)
        if flow is not None:
            url = absolute(document_url, flow.token_url) if flow.token_url else ""
            scopes = tuple(name for name, _about in flow.scopes)
            found[scheme.name] = TokenWay(url, scopes, wanted.get(scheme.name, ()))
    return found
