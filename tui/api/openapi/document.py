"""What the description of an API says, whatever its version: values, made by `reading`.

Texts that are only read are safe to draw; names, paths, addresses and values, which requests are
made of, are raw.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tui.api.openapi.problem import Problem
from tui.api.openapi.references import References
from tui.api.openapi.schema import Schema
from tui.api.payload import JsonValue
from tui.text import SafeText

NOTHING: Final = SafeText("")

LONGEST_URL: Final = 8_000
"""Characters of the variables in the address of a server."""

_IN_BRACES = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A part of a server's address that one chooses."""

    name: str
    default: str = ""
    enum: tuple[str, ...] = ()
    description: SafeText = NOTHING


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go.

    Attributes:
        url: Its address, absolute where the document has one, its variables in braces.
    """

    url: str
    description: SafeText = NOTHING
    variables: tuple[ServerVariable, ...] = ()

    @property
    def default_url(self) -> str:
        """Its address with the default of each variable."""
        return self.url_with({variable.name: variable.default for variable in self.variables})

    def url_with(self, values: Mapping[str, str]) -> str:
        """Its address with `values` for its variables, put in at once: none of them names another.
        Its address as it is written where that would be endless."""
        size = sum(len(values.get(found[1], "")) for found in _IN_BRACES.finditer(self.url))
        if size > LONGEST_URL:
            return self.url
        return _IN_BRACES.sub(lambda found: values.get(found[1], found[0]), self.url)


@dataclass(frozen=True, slots=True)
class Example:
    """A value that its author gives as an example.

    Attributes:
        external: Where the value is, where it is not here.
    """

    name: str
    value: JsonValue
    summary: SafeText = NOTHING
    external: str = ""


@dataclass(frozen=True, slots=True)
class MediaType:
    """What a body is, in one of the forms that it may take.

    Attributes:
        name: ``application/json``.
        encodings: How parts of a form are sent: the name of the part and what is said of it.
    """

    name: str
    schema: Schema | None = None
    examples: tuple[Example, ...] = ()
    encodings: tuple[tuple[str, JsonValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a request.

    Attributes:
        name: As it is sent.
        location: ``path``, ``query``, ``header`` or ``cookie``.
        style: ``form``, ``simple``, ``spaceDelimited``, ``pipeDelimited``, ``tabDelimited``,
            ``deepObject``, ``label`` or ``matrix``.
        explode: Whether each value of a list, or each field of an object, goes apart.
        schema: What it is; None where `content` says so.
        content: The form that it is written in.
        pointer: Where it is described.
    """

    name: str
    location: str
    style: str
    explode: bool
    required: bool = False
    schema: Schema | None = None
    content: tuple[MediaType, ...] = ()
    allow_empty_value: bool = False
    allow_reserved: bool = False
    deprecated: bool = False
    description: SafeText = NOTHING
    examples: tuple[Example, ...] = ()
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries."""

    content: tuple[MediaType, ...]
    required: bool = False
    description: SafeText = NOTHING


@dataclass(frozen=True, slots=True)
class Header:
    """A header of an answer."""

    name: str
    schema: Schema | None = None
    required: bool = False
    deprecated: bool = False
    description: SafeText = NOTHING


@dataclass(frozen=True, slots=True)
class ResponseLink:
    """What an answer leads to.

    Attributes:
        operation: The id of the operation, or a reference to it. Raw.
        parameters: The parameters of that operation, and where their values are in the answer.
    """

    name: str
    operation: str = ""
    parameters: tuple[tuple[str, JsonValue], ...] = ()
    description: SafeText = NOTHING


@dataclass(frozen=True, slots=True)
class Response:
    """What may be answered.

    Attributes:
        status: ``200``, ``4XX``, ``default``.
    """

    status: str
    description: SafeText = NOTHING
    content: tuple[MediaType, ...] = ()
    headers: tuple[Header, ...] = ()
    links: tuple[ResponseLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A way to get a token of OAuth 2."""

    kind: str
    authorization_url: str = ""
    token_url: str = ""
    scopes: tuple[tuple[str, SafeText], ...] = ()


@dataclass(frozen=True, slots=True)
class SecurityScheme:
    """A way to say who one is.

    Attributes:
        name: What the document calls it.
        kind: ``apiKey``, ``http``, ``oauth2``, ``openIdConnect`` or ``mutualTLS``.
        location: Of an API key: ``query``, ``header`` or ``cookie``.
        parameter: Of an API key: its name.
        scheme: Of ``http``: ``basic``, ``bearer``...
        url: Where OpenID Connect is described.
    """

    name: str
    kind: str
    location: str = ""
    parameter: str = ""
    scheme: str = ""
    bearer_format: SafeText = NOTHING
    flows: tuple[Flow, ...] = ()
    url: str = ""
    description: SafeText = NOTHING


Requirement = tuple[tuple[str, tuple[str, ...]], ...]
"""Schemes that are needed together, and the scopes of each; none at all where it is empty."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path.

    Attributes:
        key: What tells it from the others: its id, or ``GET /path``.
        method: In capitals.
        path: With its parameters in braces; the name of a webhook or of a callback.
        webhook: Whether the service makes this request.
        security: Requirements, of which one is to be met; None where none is told.
        servers: Its own servers, else those of the document.
        pointer: Where it is described, after ``#``.
    """

    key: str
    method: str
    path: str
    operation_id: str = ""
    summary: SafeText = NOTHING
    description: SafeText = NOTHING
    tags: tuple[str, ...] = ()
    deprecated: bool = False
    webhook: bool = False
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    responses: tuple[Response, ...] = ()
    security: tuple[Requirement, ...] | None = None
    servers: tuple[Server, ...] = ()
    callbacks: tuple[Callback, ...] = ()
    documentation_url: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Callback:
    """Requests that the service makes to its client.

    Attributes:
        expression: Where they go, as an expression over the request. Raw.
        operations: Those requests; none of them tells of callbacks of its own.
    """

    name: str
    expression: str
    operations: tuple[Operation, ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A name that operations are filed under."""

    name: str
    description: SafeText = NOTHING


@dataclass(frozen=True, slots=True)
class Info:
    """What an API is, and who answers for it."""

    title: SafeText = NOTHING
    version: SafeText = NOTHING
    summary: SafeText = NOTHING
    description: SafeText = NOTHING
    terms_url: str = ""
    contact: tuple[str, ...] = ()
    license: tuple[str, ...] = ()
    documentation_url: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """The description of an API.

    Attributes:
        version: ``2.0``, ``3.0`` or ``3.1``: how it is read.
        said_version: What it says of its version.
        url: Where it is; empty where it has no address.
        operations: In the order of the document; webhooks last.
        security_schemes: By the order of the document.
        schemas: Those that it names.
        problems: What is wrong in it, as far as it was looked into.
        references: The documents at hand.
    """

    version: str
    said_version: SafeText
    url: str
    info: Info
    servers: tuple[Server, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    security_schemes: tuple[SecurityScheme, ...]
    security: tuple[Requirement, ...] | None
    schemas: tuple[tuple[str, Schema], ...]
    problems: tuple[Problem, ...]
    references: References = field(repr=False)

    @property
    def raw(self) -> JsonValue:
        """The whole document as it was read."""
        return self.references.documents[self.url]

    def operation(self, key: str) -> Operation | None:
        """The operation of that id, or of that method and path."""
        for operation in self.operations:
            if key in (operation.key, f"{operation.method} {operation.path}"):
                return operation
        return None
