"""Descriptions of each version, read into the same values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise

import pytest
from descriptions import NEW, OLD, read

from tui.api.openapi.document import Operation, Server
from tui.api.openapi.loading import load
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.openapi.refused import NoDescription
from tui.api.payload import JsonValue


def wrongs(text: str) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in read(text).problems]


def the(operations: tuple[Operation, ...], key: str) -> Operation:
    return next(operation for operation in operations if operation.key == key)


def test_swagger_2_is_told_as_openapi_3_would() -> None:
    document = read(OLD)
    assert document.problems == ()
    assert document.version == "2.0"
    assert [s.url for s in document.servers] == [
        "https://api.exemple.fr/v1",
        "http://api.exemple.fr/v1",
    ]
    keys = [operation.key for operation in document.operations]
    assert keys == ["commune", "PUT /communes/{code}", "POST /depot"]
    commune = the(document.operations, "commune")
    assert [(p.name, p.location, p.style, p.explode) for p in commune.parameters] == [
        ("code", "path", "simple", False),
        ("champs", "query", "form", True),
    ]
    assert commune.parameters[0].schema is not None
    assert dict(commune.parameters[0].schema.constraints) == {"pattern": r"^\d{5}$"}
    answer, error = commune.responses
    assert [media.name for media in answer.content] == ["application/json", "text/csv"]
    assert answer.content[0].examples[0].value == {"nom": "Aÿ"}
    assert answer.headers[0].name == "x-reste"
    assert (error.status, error.description, error.content) == ("default", "Une erreur", ())


def test_bodies_and_forms_of_swagger_2_are_bodies() -> None:
    document = read(OLD)
    body = the(document.operations, "PUT /communes/{code}").body
    assert body is not None
    assert body.required
    assert body.content[0].schema is not None
    assert body.content[0].schema.name == "Commune"
    form = the(document.operations, "POST /depot").body
    assert form is not None
    assert [media.name for media in form.content] == ["multipart/form-data"]
    schema = form.content[0].schema
    assert schema is not None
    assert [(c.name, c.schema.format, c.required) for c in schema.properties()] == [
        ("fichier", "binary", True),
        ("etiquettes", "", False),
    ]
    assert form.content[0].encodings == (("etiquettes", {"style": "form", "explode": False}),)


def test_security_of_swagger_2() -> None:
    key, account, token = read(OLD).security_schemes
    assert (key.kind, key.location, key.parameter) == ("apiKey", "header", "X-Cle")
    assert (account.kind, account.scheme) == ("http", "basic")
    assert (token.flows[0].kind, token.flows[0].scopes) == (
        "authorizationCode",
        (("lire", "Lire"),),
    )


def test_openapi_3_1_is_read_whole() -> None:
    document = read(NEW)
    assert document.problems == ()
    assert document.servers[0].default_url == "https://api.exemple.fr/v2"
    assert document.servers[1] == Server("https://exemple.fr/relatif")
    listed, made, webhook = document.operations
    assert [(p.name, p.style, p.explode) for p in listed.parameters] == [
        ("filtre", "deepObject", True),
        ("pages", "form", False),
        ("ligne", "form", True),
    ]
    assert listed.parameters[1].allow_empty_value
    (answer,) = listed.responses
    assert [header.name for header in answer.headers] == ["x-reste"]
    assert answer.content[0].examples[0].summary == "Une gare"
    assert answer.links[0].operation == "gares"
    assert listed.security is None
    assert document.security == ((("cle", ()),),)
    assert made.security == ((),)
    assert made.deprecated
    (called,) = made.callbacks[0].operations
    assert (called.method, called.path, called.responses[0].status) == ("POST", "faite", "200")
    assert (webhook.webhook, webhook.path) == (True, "fermee")
    assert document.security_schemes[0].scheme == "bearer"
    assert document.operation("GET /gares") is listed


NEXT = """
openapi: 3.2.0
info: {title: Suite, version: '1'}
tags: [{name: a, summary: Une partie}]
paths:
  /a:
    query: {responses: {}}
    additionalOperations: {COPY: {operationId: copier, responses: {}}}
    get:
      parameters:
        - name: tout
          in: querystring
          content:
            application/x-www-form-urlencoded:
              schema: {type: object, properties: {n: {type: integer}}}
      responses:
        '200':
          summary: Bien
          content:
            text/event-stream: {itemSchema: {type: string}}
            application/json: {examples: {a: {dataValue: {b: 1}}, c: {serializedValue: '2'}}}
"""


@pytest.mark.parametrize(
    ("version", "said"), [("3.0.3", "Le même"), ("3.1.0", "Un autre")], ids=["3.0", "3.1"]
)
def test_words_beside_a_reference_count_since_3_1(version: str, said: str) -> None:
    text = """
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {$ref: '#/components/responses/R', description: Un autre}}}}}
components: {responses: {R: {description: Le même}}}
"""
    assert read(f"openapi: {version}{text}").operations[0].responses[0].description == said


def test_variables_of_a_server_name_no_other() -> None:
    names = "abcdefghijklmnop"
    doubled = {name: {"default": f"{{{other}}}" * 4} for name, other in pairwise(names)}
    long = {"a": {"default": "x" * 500}}
    servers = [
        {"url": "https://{a}.fr/{b}", "variables": doubled},
        {"url": "https://" + "{a}" * 500, "variables": long},
    ]
    text = json.dumps({"openapi": "3.0.0", "info": {"title": "a"}, "servers": servers, "paths": {}})
    first, second = read(text).servers
    assert first.default_url == "https://{b}{b}{b}{b}.fr/{c}{c}{c}{c}"
    assert second.default_url == second.url


def test_openapi_3_2_is_read_as_far_as_it_is_known() -> None:
    document = read(NEXT)
    assert [problem.what for problem in document.problems] == [
        "the version is “3.2.0”: it is read as 3.1"
    ]
    assert document.tags[0].description == "Une partie"
    assert [o.method for o in document.operations] == ["QUERY", "COPY", "GET"]
    got = document.operations[2]
    (whole,) = got.parameters
    assert (whole.location, whole.style, whole.explode) == ("query", "form", True)
    assert whole.schema is not None
    assert [child.name for child in whole.schema.properties()] == ["n"]
    (answer,) = got.responses
    assert answer.description == "Bien"
    stream, known = answer.content
    assert stream.schema is not None
    assert stream.schema.items is not None
    assert stream.schema.items.types == ("string",)
    assert [example.value for example in known.examples] == [{"b": 1}, "2"]


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("openapi: 3.0.0\ninfo: {title: a}\npaths: []", "#/paths", "an object is expected"),
        ("openapi: 3.0.0\ninfo: {title: a}", "#/paths", "no path"),
        ("openapi: 4.0.0\ninfo: {title: a}\npaths: {}", "#", "“4.0.0”"),
        ("swagger: '2.0'\npaths: {}", "#/info", "nothing says"),
        (
            "openapi: 3.0.0\ninfo: {title: a}\npaths: {/a: {got: {}}}",
            "#/paths/~1a/got",
            "“got” is no method",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a}\npaths: {'/{b}': {get: {responses: {200: {}}}}}",
            "#/paths/~1{b}/get",
            "“b”",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a}\npaths: {/a: {$ref: '#/rien'}}",
            "#/paths/~1a",
            "“#/rien” names nothing",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a}\npaths: {/a: {$ref: '#/paths/~1a'}}",
            "#/paths/~1a",
            "circle",
        ),
        (
            "openapi: 3.0.0\ninfo: {title: a}\npaths: {/a: {get: {parameters: [{name: b, in: "
            "corps}], responses: {200: {}}}}}",
            "#/paths/~1a/get/parameters/0",
            "“corps”",
        ),
    ],
)
def test_what_is_wrong_is_listed_with_where(text: str, where: str, what: str) -> None:
    found = wrongs(text)
    assert any(at == where and what in said for at, said in found), found


OTHERS: tuple[JsonValue, ...] = (None, "x", [{}], {"a": 7})


@pytest.mark.parametrize("text", [OLD, NEW], ids=["2.0", "3.1"])
def test_nothing_fails_on_values_of_any_kind(text: str) -> None:
    """Each value of a sound document is replaced by others in turn."""
    whole = load(text.encode()).value
    for holder, step in list(_places(whole)):
        before = _taken(holder, step)
        for other in OTHERS:
            _put(holder, step, other)
            with suppress(NoDescription):
                read_document(References(whole, ""))
        _put(holder, step, before)


Holder = dict[str, JsonValue] | list[JsonValue]


def _places(value: JsonValue) -> Iterator[tuple[Holder, str | int]]:
    if isinstance(value, dict):
        for name, inside in value.items():
            yield value, name
            yield from _places(inside)
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield value, index
            yield from _places(inside)


def _taken(holder: Holder, step: str | int) -> JsonValue:
    if isinstance(holder, dict):
        return holder[str(step)]
    return holder[int(step)]


def _put(holder: Holder, step: str | int, value: JsonValue) -> None:
    if isinstance(holder, dict):
        holder[str(step)] = value
    else:
        holder[int(step)] = value


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("swaggerVersion: '1.2'", "old"),
        ("asyncapi: 2.0.0", "asyncapi"),
        ("a: 1", "other"),
        ("bonjour", "text"),
        ("[1]", "other"),
        ("info: {schema: https://schema.getpostman.com/json/collection/v2.1.0/}", "postman"),
    ],
)
def test_other_documents_are_told_apart(text: str, kind: str) -> None:
    with pytest.raises(NoDescription) as refused:
        read(text)
    assert refused.value.kind == kind


def test_a_scheme_that_is_required_and_declared_nowhere_is_told_where_it_first_is() -> None:
    head = "info: {title: A}\nsecurity: [{cle: []}]\npaths: {/a: {get: {security: [{}, {jeton: []}]"
    after = "responses: {200: {description: a}}}, put: {security: [{jeton: []}]"
    rest = f"{head}, {after}, responses: {{200: {{description: a}}}}}}}}}}\n"
    told = [
        ("#/paths/~1a/get/security/1/jeton", "the security scheme “jeton” is not declared"),
        ("#/security/0/cle", "the security scheme “cle” is not declared"),
    ]
    assert wrongs("openapi: 3.0.3\n" + rest) == told
    assert wrongs("swagger: '2.0'\n" + rest) == told
    key = "cle: {type: apiKey, in: query, name: k}"
    declared = f"openapi: 3.1.0\n{rest}components: {{securitySchemes: {{{key}}}}}\n"
    assert wrongs(declared) == told[:1]
    addressed = declared.replace("3.1.0", "3.2.0").replace("{jeton:", "{'autre.yaml#/jeton':")
    assert [what for _where, what in wrongs(addressed)] == [
        "the version is “3.2.0”: it is read as 3.1"
    ]


ROUND_CALLS = """
openapi: 3.1.0
info: {title: Rappels}
paths:
  /a:
    post:
      requestBody: {content: {application/json: {schema: {type: string}}}}
      callbacks: {encore: {'{$request.query.u}': {$ref: '#/paths/~1a'}}, rien: {'x': {}}}
      responses: {'204': {description: Vu}}
"""


def test_a_callback_that_is_its_own_operation_is_read_once() -> None:
    document = read(ROUND_CALLS)
    (operation,) = document.operations
    again, nothing = operation.callbacks
    (called,) = again.operations
    assert (called.body, called.callbacks, nothing.operations) == (operation.body, (), ())
    assert document.problems == ()
