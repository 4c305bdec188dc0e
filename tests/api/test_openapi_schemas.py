"""Schemas looked into: what they are made of, and the examples that are made of them."""

from __future__ import annotations

import json

from descriptions import NEW, read

from tui.api.openapi.examples import example_of
from tui.api.openapi.references import References, is_followed
from tui.api.openapi.schema import Schema


def schema(name: str, text: str = NEW) -> Schema:
    return dict(read(text).schemas)[name]


def of(written: str) -> Schema:
    """The schema that JSON writes."""
    references = References(json.loads(written), "")
    return Schema((references.root(),), references)


def test_the_members_of_all_of_are_one() -> None:
    station = schema("Gare")
    assert station.types == ("object",)
    told = [(c.name, c.required, c.schema.types) for c in station.properties()]
    assert told == [
        ("id", True, ("string",)),
        ("nom", True, ("string",)),
        ("ouverte", False, ("boolean",)),
        ("suivante", False, ("object",)),
    ]
    station_id, _name, is_open, following = (c.schema for c in station.properties())
    assert (station_id.read_only, station_id.format) == (True, "uuid")
    assert (is_open.nullable, is_open.default) == (True, True)
    assert following.name == "Gare"
    again = following.properties()[-1].schema
    assert again.identity == following.identity


def test_the_words_of_a_part_are_not_those_of_the_whole() -> None:
    parts = """{"allOf": [
        {"description": "a", "deprecated": true, "properties": {"x": {}}},
        {"description": "b", "properties": {"y": {}}}]}"""
    assert of(parts).description == ""
    assert not of(parts).deprecated
    assert [child.name for child in of(parts).properties()] == ["x", "y"]
    commented = """{"allOf": [{"$ref": "#/$defs/X"}, {"description": "ici", "example": 2}],
        "$defs": {"X": {"type": "integer", "description": "ailleurs", "nullable": true}}}"""
    assert of(commented).description == "ici"
    assert (of(commented).types, of(commented).nullable) == (("integer",), True)
    assert example_of(of(commented)) == 2


def test_choices_and_what_tells_them_apart() -> None:
    place = schema("Lieu")
    assert [(c.name, c.schema.name) for c in place.choices()] == [
        ("oneOf", "Gare"),
        ("oneOf", "Arret"),
    ]
    assert place.discriminator == ("genre", (("gare", "#/components/schemas/Gare"),))
    stop = schema("Arret")
    assert [(c.role, c.schema.types) for c in stop.children()] == [("additional", ("integer",))]


def test_what_is_offered_beside_null_is_the_schema_itself() -> None:
    maybe = of("""{"anyOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]}""")
    assert (maybe.types, maybe.nullable, maybe.choices()) == (("string",), True, ())
    assert (maybe.constraints, maybe.has_children) == ((("maxLength", 5),), False)
    named = of("""{"oneOf": [{"$ref": "#/$defs/Nul"}, {"$ref": "#/$defs/X"}],
        "$defs": {"X": {"properties": {"a": {}}}, "Nul": {"enum": [null]}}}""")
    assert (named.name, named.nullable, named.choices()) == ("X", True, ())
    assert [child.name for child in named.children()] == ["a"]
    several = of("""{"anyOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}""")
    assert (several.nullable, len(several.choices())) == (True, 2)
    assert of("""{"anyOf": [{"$ref": "#/nulle/part"}, {"type": "null"}]}""").missing
    assert (of("""{"type": "null"}""").is_null, maybe.is_null) == (True, False)


def test_what_only_comments_on_a_schema_has_its_name() -> None:
    only = """{"allOf": [{"$ref": "#/$defs/X"}, {"description": "d"}], "$defs": {"X": {}}}"""
    assert of(only).name == "X"
    more = """{"allOf": [{"$ref": "#/$defs/X"}], "properties": {"b": {}}, "$defs": {"X": {}}}"""
    assert of(more).name == ""


def test_values_tell_their_types_and_what_is_required_is_told_where_it_is_not_described() -> None:
    assert of("""{"enum": ["a", 1, true, null, "b"]}""").types == ("string", "integer", "boolean")
    assert of("""{"const": [1]}""").types == of("""{"minItems": 4}""").types == ("array",)
    wanted = of("""{"required": ["a", "b"], "properties": {"a": {}}}""")
    assert wanted.required_elsewhere == ("b",)
    assert of("""{"unevaluatedProperties": false}""").closed


def test_examples_are_made_and_end() -> None:
    assert example_of(schema("Gare")) == {
        "id": "00000000-0000-4000-8000-000000000000",
        "nom": "texte",
        "ouverte": True,
    }
    assert example_of(schema("Gare"), writing=True) == {"nom": "texte", "ouverte": True}
    assert example_of(schema("Lieu"), writing=True) == {"nom": "texte", "ouverte": True}
    assert example_of(of('{"type": "array", "items": {"$ref": "#"}}')) == []
    assert example_of(of('{"minimum": 3, "type": "integer"}')) == 3
    assert example_of(of('{"enum": ["a", "b"]}')) == "a"
    assert example_of(of("true")) is None


def test_circles_of_references_end() -> None:
    text = "openapi: 3.0.0\ninfo: {title: a}\npaths: {}\ncomponents: {schemas: {A: %s, B: %s}}"
    ring = text % ("{$ref: '#/components/schemas/B'}", "{$ref: '#/components/schemas/A'}")
    assert schema("A", ring).parts == ()
    inward = text % ("{allOf: [{$ref: '#/components/schemas/A'}, {type: string}]}", "{}")
    assert schema("A", inward).types == ("string",)


def test_names_within_a_document_and_steps_that_are_escaped_are_followed() -> None:
    named = of('{"$ref": "#ici", "$defs": {"a/b é": {"$anchor": "ici", "type": "string"}}}')
    assert named.types == ("string",)
    pointed = of('{"$ref": "#/$defs/a~1b%20%C3%A9", "$defs": {"a/b é": {"type": "string"}}}')
    assert (pointed.types, pointed.name) == (("string",), "a/b é")
    assert of('{"$ref": "#/rien"}').missing == "#/rien"


def test_schemas_are_found_by_the_address_that_they_give_themselves() -> None:
    trees = """{"$defs": {"T": {"$id": "https://a.fr/tree", "type": "object",
        "$defs": {"X": {"$anchor": "x", "type": "integer"}}}}, "properties": {
        "a": {"$ref": "https://a.fr/tree"}, "b": {"$ref": "https://a.fr/tree#/$defs/X"},
        "c": {"$ref": "https://a.fr/tree#x"}, "d": {"$ref": "https://a.fr/other"},
        "e": {"$ref": "https://a.fr/tree#/$defs/Y"}}}"""
    found = {child.name: child.schema for child in of(trees).properties()}
    assert found["a"].types == ("object",)
    assert found["b"].types == found["c"].types == ("integer",)
    assert [name for name, one in found.items() if one.missing] == ["d", "e"]


def test_a_public_document_names_nothing_private() -> None:
    here = "https://exemple.fr/a.json"
    assert is_followed(here, "https://autre.fr/b.json")
    assert is_followed("http://localhost/a", "http://localhost/b")
    for url in (
        *("http://127.0.0.1/", "http://169.254.169.254/x", "http://[::1]/", "http://nas.local/"),
        *("file:///etc/passwd", "ftp://exemple.fr/a", "http://10.0.0.1/", "data:text/plain,a"),
    ):
        assert not is_followed(here, url)
    assert is_followed("file:///a/b.yaml", "file:///a/c.yaml")
