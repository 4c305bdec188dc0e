"""What a person types becomes the value that a schema wants, and what is wrong is told."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tui import i18n
from tui.api.calls.checking import problems
from tui.api.calls.schemas import Document
from tui.api.calls.typed import NotThat, typed, types_of
from tui.api.payload import JsonValue

ROOT: dict[str, JsonValue] = {
    "components": {
        "schemas": {
            "Node": {
                "type": "object",
                "required": ["id", "made"],
                "properties": {
                    "id": {"type": "integer", "minimum": 0, "exclusiveMinimum": True},
                    "made": {"type": "string", "readOnly": True},
                    "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
                    "note": {"type": "string", "nullable": True, "maxLength": 3},
                },
            },
            "Loop": {"$ref": "#/components/schemas/Loop"},
        }
    }
}
V30 = Document(ROOT, "3.0")
NODE: JsonValue = {"$ref": "#/components/schemas/Node"}


def said(value: JsonValue, schema: JsonValue, document: Document | None = None) -> list[str]:
    return [f"{one.place}: {one.message}" for one in problems(value, schema, document)]


@pytest.mark.parametrize(
    ("text", "schema", "value"),
    [
        ("12", {"type": "integer"}, 12),
        ("1 200", {"type": "integer"}, 1200),
        ("1,5", {"type": "number"}, 1.5),
        ("2e3", {"type": "number"}, 2000.0),
        ("012", {"type": "string"}, "012"),
        ("Oui", {"type": "boolean"}, True),
        ("false", {"type": "boolean"}, False),
        ("", {"type": ["string", "null"]}, None),
        ("x", {"type": ["string", "null"]}, "x"),
        ("a, b", {"type": "array", "items": {"type": "string"}}, ["a", "b"]),
        ("1\n2\n", {"type": "array", "items": {"type": "integer"}}, [1, 2]),
        ('["a,b"]', {"type": "array"}, ["a,b"]),
        ('{"a": 1}', {"properties": {}}, {"a": 1}),
        ("3", {"enum": [1, 2, 3]}, 3),
        ("75", {"oneOf": [{"type": "integer"}, {"type": "string"}]}, 75),
        ("[1]", {}, [1]),
        ("Paris", {}, "Paris"),
    ],
)
def test_a_text_is_the_value_of_its_type(text: str, schema: JsonValue, value: JsonValue) -> None:
    found = typed(text, schema)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("text", "schema", "message"),
    [
        ("1.5", {"type": "integer"}, "a whole number"),
        ("deux", {"type": "number"}, "a number"),
        ("1e999", {"type": "number"}, "a number"),
        ("peut-être", {"type": "boolean"}, "true or false"),
        ("1, b", {"type": "array", "items": {"type": "integer"}}, "a whole number"),
        ('{"a":\n 1,}', {"type": "object"}, "line 2, column"),
        ("[NaN]", {"type": "array"}, "no JSON"),
        ("[" * 100_000, {"type": "array"}, "deep|JSON"),
        ("[1]", {"type": "object"}, "an object"),
    ],
)
def test_what_is_no_value_says_why(text: str, schema: JsonValue, message: str) -> None:
    with pytest.raises(NotThat, match=message):
        typed(text, schema)


def test_a_value_is_checked_where_it_is_wrong() -> None:
    value: JsonValue = {"id": 1, "children": [{"id": 0, "note": None}, {"note": "long"}]}
    assert said(value, NODE, V30) == [
        "children[0].id: This must be more than 0.",
        "children[1]: “id” is missing.",
        "children[1].note: This must have 3 characters at most.",
    ]
    assert types_of({"$ref": "#/components/schemas/Node/properties/note"}, V30) == (
        "null",
        "string",
    )


@pytest.mark.parametrize(
    ("value", "schema", "message"),
    [
        ("a", {"type": ["integer", "null"]}, "a whole number or nothing"),
        ("d", {"enum": ["a", "b", True]}, "one of: a, b, true"),
        ("2024-02-30", {"type": "string", "format": "date"}, "a date: 2024-12-31"),
        ("2024-02-20T10:00:00", {"format": "date-time"}, "its zone"),
        (2**31, {"format": "int32"}, "too large"),
        ("ab", {"pattern": "^[0-9]{5}$"}, "the pattern ^[0-9]{5}$"),
        ({"b": 1, "c": 2}, {"properties": {"b": {}}, "additionalProperties": False}, "known: c"),
        ([1, 1], {"uniqueItems": True}, "twice"),
        ([], {"minItems": 1}, "1 value at least"),
        (7, {"multipleOf": 2}, "multiple of 2"),
        (1200, {"maximum": 1000}, "or less"),
        ({}, {"anyOf": [{"type": "string"}, {"type": "integer"}]}, "what the description asks"),
        ("a", {"anyOf": [False, {"type": "integer"}]}, "a whole number"),
        ("a", {"anyOf": [False, {"type": "null"}]}, "what the description asks"),
        ("a", False, "what the description asks"),
    ],
)
def test_what_is_wrong_is_said(value: JsonValue, schema: JsonValue, message: str) -> None:
    (told,) = problems(value, schema)
    assert message in told.message


def test_what_is_wrong_is_said_in_french() -> None:
    i18n.install("fr")
    assert said({"é a": "x"}, {"properties": {"é a": {"type": "integer"}}}) == [
        '["é a"]: Ce doit être un nombre entier.'
    ]
    assert said(True, {"type": ["integer", "null"]}) == [": Ce doit être un nombre entier ou rien."]


def test_a_hostile_schema_ends() -> None:
    started = time.perf_counter()
    assert problems("a" * 40 + "!", {"pattern": "^(a+)+$"}) != ()
    assert problems("a" * 40, {"pattern": "(?=a)b"}) == ()
    loop: JsonValue = {"$ref": "#/components/schemas/Loop"}
    assert problems(1, loop, V30) == ()
    assert typed("x", loop, V30) == "x"
    assert problems(1, {"$ref": "http://127.0.0.1:1/x"}) == ()
    assert problems(1, {"type": "strange"}) == ()
    assert problems(1, {"type": 3, "minimum": "a", "enum": 2}) == ()
    deep: JsonValue = {"type": "integer"}
    for _level in range(3000):
        deep = {"allOf": [deep]}
    assert problems("x", deep) == ()
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf"])
def test_schemas_that_name_others_many_times_end(keyword: str) -> None:
    names = [f"#/s/{rank}" for rank in range(1, 41)]
    schemas: dict[str, JsonValue] = {
        str(rank): {keyword: [{"$ref": name}] * 30} for rank, name in enumerate(names)
    }
    document = Document({"s": schemas | {"40": {"minLength": 2}}})
    first: JsonValue = {"$ref": "#/s/0"}
    started = time.perf_counter()
    problems("a", first, document)
    problems("ab", first, document)
    assert types_of(first, document) == ()
    assert time.perf_counter() - started < 10


def test_many_values_of_one_schema_are_checked() -> None:
    values: list[JsonValue] = [{"id": rank} for rank in range(3000)]
    assert said([*values, {}], {"type": "array", "items": NODE}, V30) == [
        "[0].id: This must be more than 0.",
        "[3000]: “id” is missing.",
    ]


def test_long_lists_of_which_each_is_there_once_are_checked_at_once() -> None:
    values: list[JsonValue] = [{"a": rank} for rank in range(20_000)]
    started = time.perf_counter()
    assert problems(values, {"uniqueItems": True}) == ()
    assert said([*values, {"a": 7}], {"uniqueItems": True}) == [": The same value is there twice."]
    assert problems([1, True, "1", [1], {"b": 1, "a": 2}], {"uniqueItems": True}) == ()
    assert said([{"b": 1, "a": 2}, {"a": 2, "b": 1}], {"uniqueItems": True})
    assert time.perf_counter() - started < 5


def test_a_list_of_itself_is_typed_in_brackets() -> None:
    book = Document({"s": {"L": {"type": "array", "items": {"$ref": "#/s/L"}}}})
    assert typed("[[], [[]]]", {"$ref": "#/s/L"}, book) == [[], [[]]]
    with pytest.raises(NotThat, match="too deep"):
        typed("a", {"$ref": "#/s/L"}, book)


def test_a_reference_of_half_a_character_leads_nowhere() -> None:
    assert problems("a", {"$ref": "#/\ud800"}, V30) == ()
    assert problems("a", {"$ref": "#nom"}, V30) == ()
    assert V30.found("#nom") is None
    assert Document({"a": []}).found("#/a/" + "9" * 5000) is None


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=5,
)
keywords = st.sampled_from(
    ["type", "enum", "items", "properties", "required", "minimum", "maxLength", "pattern"]
    + ["$ref", "allOf", "anyOf", "format", "additionalProperties", "nullable", "const"]
)


@example(None, {"anyOf": [False]}, "")
@example({}, {"required": [[]]}, "")
@example(None, {"required": [[]], "properties": {}}, "")
@given(json_values, st.dictionaries(keywords, json_values, max_size=4), st.text(max_size=8))
def test_no_schema_breaks_anything(value: JsonValue, schema: JsonValue, text: str) -> None:
    for document in (Document({}, "2.0"), V30, Document(ROOT)):
        assert isinstance(problems(value, schema, document), tuple)
        with suppress(NotThat):
            typed(text, schema, document)


def test_the_library_is_read_when_a_value_is_checked() -> None:
    script = (
        "import sys, tui.api.calls.checking, tui.api.calls.typed\n"
        "assert not {'jsonschema', 'referencing'} & set(sys.modules)\n"
        "tui.api.calls.checking.problems(1, {})\n"
        "assert 'jsonschema' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
