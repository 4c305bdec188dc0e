"""Forms of operations, made of their descriptions."""

from __future__ import annotations

import json

import pytest

from tui.api.calls.checking import problems
from tui.api.calls.credentials import Key, Wallet
from tui.api.calls.described import Form, Unfit, form_of
from tui.api.calls.form import Key as FieldKey
from tui.api.calls.problem import CallProblem
from tui.api.calls.ways import own_key
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.payload import JsonValue
from tui.sample.data.descriptions import description_of
from tui.settings.key import Secret

URL = "https://docs.example.org/api/openapi.json"


def made(raw: JsonValue, key: str, base_url: str = "") -> Form:
    document = read_document(References(raw, URL))
    operation = document.operation(key)
    assert operation is not None
    return form_of(operation, document, document_url=URL, base_url=base_url)


def small(**more: JsonValue) -> JsonValue:
    operation: JsonValue = {"operationId": "x", "responses": {}, **more}
    return {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": operation}},
        "components": {
            "securitySchemes": {
                "b": {"type": "http", "scheme": "basic"},
                "m": {"type": "mutualTLS"},
            }
        },
    }


def test_the_base_is_of_the_catalogue_where_servers_are_relative_or_absent() -> None:
    base = "https://api.example.org/v2"
    assert made(small(), "x", base).bases[0].url == base
    relative = small()
    assert isinstance(relative, dict)
    relative["servers"] = [{"url": "/v9"}]
    assert made(relative, "x", base).bases[0].url == "https://api.example.org/v9"
    assert made(relative, "x").bases[0].url == "https://docs.example.org/v9"


def test_servers_of_an_operation_count_before_those_of_its_path_and_of_the_whole() -> None:
    raw = small()
    assert isinstance(raw, dict)
    own: JsonValue = {"operationId": "x", "responses": {}, "servers": [{"url": "own"}]}
    other: JsonValue = {"operationId": "y", "responses": {}}
    path: JsonValue = {"servers": [{"url": "https://path.example.org"}], "post": own, "get": other}
    raw |= {"servers": [{"url": "https://whole.example.org"}], "paths": {"/x": path}}
    assert [base.url for base in made(raw, "y").bases] == ["https://path.example.org"]
    assert [base.url for base in made(raw, "x").bases] == ["https://docs.example.org/api/own"]


def test_the_kind_of_a_body_is_chosen() -> None:
    schema: JsonValue = {"type": "object", "properties": {"nom": {"type": "string"}}}
    kinds = ("text/csv", "application/json", "application/x-www-form-urlencoded")
    body: JsonValue = {"content": {kind: {"schema": schema} for kind in kinds}}
    document = read_document(References(small(requestBody=body), URL))
    operation = document.operation("x")
    assert operation is not None
    inputs = [form_of(operation, document, body_kind=kind).body for kind in ("", *kinds, "odd/one")]
    assert inputs == ["json", "text", "json", "form", "json"]
    assert form_of(operation, document).body_kinds == kinds
    content: JsonValue = {"application/json-patch+json": {}, "application/json": {}}
    assert made(small(requestBody={"content": content}), "x").body_kind == "application/json"


def test_a_part_of_the_path_that_nothing_tells_of_is_asked_for() -> None:
    told: JsonValue = {"name": "b", "in": "path", "required": True, "schema": {"type": "integer"}}
    raw = small(parameters=[told])
    assert isinstance(raw, dict)
    raw["paths"] = {"/x/{a}/{b}": {"get": {"operationId": "x", "parameters": [told]}}}
    form = made(raw, "x", "https://a.example.org")
    assert [field.key for field in form.parameters] == [("path", "b"), ("path", "a")]
    call = form.call(form.bases[0], {("path", "a"): "un", ("path", "b"): "3"}, {})
    assert call.url == "https://a.example.org/x/un/3"
    with pytest.raises(Unfit):
        form.call(form.bases[0], {("path", "b"): "3"}, {})


def test_each_choice_of_a_variable_is_a_server_after_those_before_it() -> None:
    base = "https://api.example.org/v1"
    form = made(description_of("T", base, "3.0"), "listerObjets", base)
    assert [one.url for one in form.bases] == [
        base,
        "https://essai.exemple.invalid/v1",
        "https://recette.exemple.invalid/v1",
    ]


def test_the_first_way_to_be_known_that_can_be_gone_is_taken() -> None:
    form = made(small(security=[{"m": []}, {"b": []}]), "x")
    assert [slot.kind for slot in form.needed] == ["basic"]


def test_a_parameter_that_is_a_key_is_a_secret_and_optional_ones_go_only_where_known() -> None:
    key: JsonValue = {"name": "api_key", "in": "query", "schema": {"type": "string"}}
    form = made(small(parameters=[key]), "x", "https://a.example.org")
    (slot,) = form.optional
    assert form.call(form.bases[0], {}, {}).secrets == ()
    assert form.call(form.bases[0], {}, {}, known={slot.scheme}).secrets == (slot,)


def test_a_body_is_checked_against_its_schema() -> None:
    form = made(description_of("T", "https://a.example.org", "3.1"), "creerObjet")
    (base, *_others) = form.bases
    assert form.call(base, {}, {}, form.body_start).body is not None
    for body, said in (("{", "no JSON"), ('{"nom": 1}', "nom"), ("", "must be")):
        with pytest.raises(Unfit) as found:
            form.call(base, {}, {}, body)
        assert said in found.value.body


def test_a_form_has_its_fields_and_one_with_a_password_is_secret() -> None:
    schema: JsonValue = {
        "type": "object",
        "required": ["nom"],
        "properties": {"nom": {"type": "string"}, "password": {"type": "string"}},
    }
    kind = "application/x-www-form-urlencoded"
    form = made(small(requestBody={"content": {kind: {"schema": schema}}}), "x")
    names, secret = form.parts
    with pytest.raises(Unfit):
        form.call(form.bases[0], {}, {})
    body = form.call(form.bases[0], {}, {names.key: "é", secret.key: "p"}).body
    assert body is not None
    assert body.content == b"nom=%C3%A9&password=p"
    assert body.is_secret


def test_every_way_to_be_known_is_told_and_what_a_description_forgets_may_be_given() -> None:
    def told(raw: JsonValue) -> tuple[list[str], list[list[str]]]:
        form = made(raw, "x")
        return [s.scheme for s in form.secrets], [[s.scheme for s in way] for way in form.ways]

    assert told(small(security=[{"m": []}, {"b": []}])) == (["b"], [["b"]])
    assert told(small(security=[{}, {"b": []}])) == ([], [[], ["b"]])
    assert told(small()) == ([], [[], ["b"]])
    silent = small()
    assert isinstance(silent, dict)
    del silent["components"]
    assert told(silent) == ([], [[], [":bearer"], [":basic"]])
    assert own_key("X-Cle")[0].name == "X-Cle"
    for name in ("", "a b", "Host", "é"):
        with pytest.raises(CallProblem):
            own_key(name)


def test_a_file_of_nobody_known_is_named_as_it_was_typed() -> None:
    content: JsonValue = {
        "application/pdf": {},
        "multipart/form-data": {"schema": {"properties": {"f": {"format": "binary"}}}},
    }
    document = read_document(References(small(requestBody={"content": content}), URL))
    operation = document.operation("x")
    assert operation is not None
    name = "~personne-de-connu/a.pdf"
    whole = form_of(operation, document, body_kind="application/pdf", base_url="https://a.fr")
    call = whole.call(whole.bases[0], {}, {}, name)
    assert call.body is not None
    assert str(call.body.file) == name
    parts = form_of(operation, document, body_kind="multipart/form-data")
    call = parts.call(whole.bases[0], {}, {parts.parts[0].key: name})
    assert call.body is not None
    assert [str(part.file) for part in call.body.parts] == [name]


def test_what_may_be_null_is_asked_for_as_what_it_is_else() -> None:
    nothing: JsonValue = {"type": "null"}
    schemas: dict[str, JsonValue] = {
        "list": {"anyOf": [{"type": "array", "items": {"type": "string"}}, nothing]},
        "kind": {"anyOf": [nothing, {"$ref": "#/components/schemas/K"}]},
        "day": {"allOf": [{"type": "string", "default": "lundi"}], "description": "Le jour"},
    }
    raw = small(
        parameters=[{"name": name, "in": "query", "schema": s} for name, s in schemas.items()]
    )
    assert isinstance(raw, dict)
    raw |= {"openapi": "3.1.0", "components": {"schemas": {"K": {"enum": ["a", "b"]}}}}
    form = made(raw, "x", "https://a.example.org")
    told = {line.key[1]: (line.input, line.choices, line.hint) for line in form.parameters}
    assert told == {
        "list": ("list", (), ""),
        "kind": ("choice", ("a", "b"), ""),
        "day": ("text", (), "lundi"),
    }
    texts: dict[FieldKey, str] = {("query", "list"): "01,x", ("query", "kind"): "b"}
    assert form.call(form.bases[0], texts, {}).url.endswith("/x?list=01&list=x&kind=b")


def test_files_of_a_list_and_examples_of_a_body_are_told_of() -> None:
    file: JsonValue = {"type": "string", "format": "binary"}
    content: JsonValue = {
        "multipart/form-data": {
            "schema": {
                "properties": {
                    "several": {"type": "array", "items": file},
                    "maybe": {"anyOf": [file, {"type": "null"}]},
                    "note": {"type": "string"},
                }
            },
            "example": {"note": "Bonjour"},
        },
        "application/json": {
            "examples": {"a": {"externalValue": "https://a.fr"}, "b": {"value": {"n": 1}}}
        },
        "text/plain": {"example": "Bonjour"},
        "*/*": {"schema": {"type": "object"}},
        "image/*": {"schema": file},
    }
    document = read_document(References(small(requestBody={"content": content}), URL))
    operation = document.operation("x")
    assert operation is not None

    def form(kind: str) -> Form:
        return form_of(operation, document, base_url="https://a.fr", body_kind=kind)

    parts = form("multipart/form-data")
    assert [line.input for line in parts.parts] == ["file", "file", "text"]
    assert parts.parts[2].hint == "Bonjour"
    sent = parts.call(parts.bases[0], {}, {parts.parts[0].key: "a.csv, b.csv"}).body
    assert sent is not None
    assert [(part.name, str(part.file)) for part in sent.parts] == [
        ("several", "a.csv"),
        ("several", "b.csv"),
    ]
    assert json.loads(form("application/json").body_start) == {"n": 1}
    assert form("text/plain").body_start == "Bonjour"
    for kind, text, written in (
        ("*/*", "{}", "application/json"),
        ("image/*", "a.png", "image/png"),
        ("image/*", "a.inconnu", "application/octet-stream"),
    ):
        body = form(kind).call(parts.bases[0], {}, {}, text).body
        assert body is not None
        assert body.kind == written


def test_a_secret_whose_name_cannot_be_written_is_told_of() -> None:
    raw = small(security=[{"k": []}])
    assert isinstance(raw, dict)
    for place, name in (("header", "clé"), ("query", "\ud800"), ("cookie", "\ud800")):
        scheme: JsonValue = {"type": "apiKey", "in": place, "name": name}
        raw["components"] = {"securitySchemes": {"k": scheme}}
        form = made(raw, "x", "https://a.example.org")
        if place == "header":
            with pytest.raises(CallProblem, match="name of a header"):
                form.call(form.bases[0], {}, {})
            continue
        call = form.call(form.bases[0], {}, {})
        wallet = Wallet()
        wallet.put(call.url, "k", Key(Secret("abcd")))
        signed = wallet.signed(call)
        assert "%3F=abcd" in signed.url + str(signed.headers)
        assert "abcd" not in call.shown_url + str(call.shown_headers)


def test_what_is_in_other_documents_is_asked_for_and_checked() -> None:
    shared: JsonValue = {
        "paramètres": {"lang": {"in": "query", "name": "lang", "schema": {"$ref": "#/Lang~1s"}}},
        "Lang/s": {"enum": ["fr", "en"]},
        "Lieu": {
            "required": ["code", "zone"],
            "properties": {
                "code": {"$ref": "#/Code"},
                "zone": {"$ref": "zones.json"},
                "ici": {"$ref": "openapi.json#/components/schemas/Ici"},
                "suite": {"$ref": "#/Lieu"},
                "loin": {"$ref": "nowhere.json#/x"},
            },
        },
        "Code": {"type": "string", "pattern": "^[0-9]{5}$", "example": "75056"},
    }
    raw: JsonValue = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/x": {
                "post": {
                    "operationId": "x",
                    "parameters": [{"$ref": "shared.json#/param%C3%A8tres/lang"}],
                    "requestBody": {
                        "content": {"application/json": {"schema": {"$ref": "shared.json#/Lieu"}}}
                    },
                }
            }
        },
        "components": {"schemas": {"Ici": {"type": "boolean"}}},
    }
    references = References(raw, URL)
    references.add("https://docs.example.org/api/shared.json", shared)
    references.add("https://docs.example.org/api/zones.json", {"type": "integer", "minimum": 1})
    document = read_document(references)
    operation = document.operation("x")
    assert operation is not None
    form = form_of(operation, document, document_url=URL)
    (lang,) = form.parameters
    assert (lang.input, lang.choices) == ("choice", ("fr", "en"))
    assert json.loads(form.body_start) == {"code": "75056", "zone": 1}
    body: JsonValue = {"code": "x", "zone": 0, "ici": 1, "suite": {"zone": 2}, "loin": 3}
    assert [one.place for one in problems(body, form.body_schema, form.document)] == [
        "code",
        "zone",
        "ici",
        "suite",
    ]
