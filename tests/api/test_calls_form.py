"""The form of an operation asks for what is required first, and tells what is wrong."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tui.api.calls.bodies import Body, file_body, json_body, parts_body
from tui.api.calls.call import SecretSlot, made
from tui.api.calls.form import (
    Asked,
    Filled,
    fields,
    filled,
    properties,
    secret_slot,
    skeleton,
    text_of,
)
from tui.api.calls.schemas import Document
from tui.api.calls.servers import Base
from tui.api.calls.shown import request_lines
from tui.api.calls.slots import Slot
from tui.api.payload import JsonValue

ROOT: dict[str, JsonValue] = {
    "components": {
        "schemas": {
            "Kind": {"type": "string", "enum": ["commune", "epci"], "description": "Le type"},
            "Town": {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {
                        "type": "object",
                        "required": ["code", "parent"],
                        "properties": {
                            "code": {"type": "string", "example": "75056"},
                            "parent": {"$ref": "#/components/schemas/Town"},
                            "kind": {"$ref": "#/components/schemas/Kind"},
                            "seen": {"type": "array", "items": {"type": "integer"}},
                        },
                    },
                ]
            },
            "Base": {
                "type": "object",
                "required": ["id", "file"],
                "properties": {
                    "id": {"type": "string", "readOnly": True},
                    "file": {"type": "string", "format": "binary"},
                },
            },
        }
    }
}
BOOK = Document(ROOT, "3.0")
TOWN: JsonValue = {"$ref": "#/components/schemas/Town"}
ASKED = [
    Asked(Slot("Accept", "header")),
    Asked(Slot("type", "query"), {"$ref": "#/components/schemas/Kind"}),
    Asked(Slot("page", "query"), {"type": "integer", "minimum": 1, "default": 1}),
    Asked(Slot("api_key", "query"), {"type": "string"}, is_required=True),
    Asked(Slot("code", "path"), {"type": "string", "pattern": "^[0-9AB]{5}$"}, True, "a\x1b[1m"),
    Asked(Slot("ids", "query"), {"type": "array", "items": {"type": "integer"}}, example=[1, 2]),
    Asked(Slot("taille", "query"), {"type": "integer", "default": 20}, True),
    Asked(Slot("tri", "query"), {"type": "string", "nullable": True}),
    Asked(Slot("ok", "query"), {"type": "boolean"}),
]


def test_what_is_required_comes_first() -> None:
    form = fields(ASKED, BOOK)
    assert [(line.asked.slot.name, line.input, line.start, line.hint) for line in form] == [
        ("api_key", "secret", "", ""),
        ("code", "text", "", ""),
        ("taille", "number", "20", "20"),
        ("type", "choice", "", ""),
        ("page", "number", "", "1"),
        ("ids", "list", "", "1, 2"),
        ("tri", "text", "", ""),
        ("ok", "yes-no", "", ""),
    ]
    assert form[3].choices == ("commune", "epci")
    assert (form[1].description, form[3].description) == ("a␛[1m", "Le type")


def typed_in(texts: dict[str, str]) -> Filled:
    form = fields(ASKED, BOOK)
    by_key = {line.key: texts[line.key[1]] for line in form if line.key[1] in texts}
    return filled(form, by_key, BOOK)


def test_what_is_typed_is_read_or_told_to_be_wrong() -> None:
    texts = {"code": "75056", "taille": "20", "type": "", "ids": "1, 2", "tri": "", "ok": "non"}
    found = typed_in(texts)
    assert found.problems == {}
    assert [(slot.name, value) for slot, value in found.values] == [
        ("code", "75056"),
        ("taille", 20),
        ("ids", [1, 2]),
        ("tri", None),
        ("ok", False),
    ]
    found = typed_in({"code": "7", "type": "pays", "page": "0", "ids": "a"})
    assert {name: said[0].message for (_place, name), said in found.problems.items()} == {
        "code": "This must match the pattern ^[0-9AB]{5}$",
        "taille": "This is required.",
        "type": "This must be one of: commune, epci",
        "page": "This must be 1 or more.",
        "ids": "This must be a whole number.",
    }


def test_a_secret_goes_where_it_is_held() -> None:
    (line,) = fields([Asked(Slot("X-API-Key", "header"), {"type": "string"})], BOOK)
    slot = SecretSlot("header:X-API-Key", "apiKey", "header", "X-API-Key")
    assert secret_slot(line) == slot
    assert filled([line], {line.key: "s3cr3t"}, BOOK).values == ()
    (line,) = fields([Asked(Slot("token", "path"), {"type": "string"}, True)], BOOK)
    assert (line.input, secret_slot(line)) == ("text", None)
    # A body is the only place of what is in it.
    form = fields(properties({"properties": {"password": {"type": "string"}}}, BOOK), BOOK)
    found = filled(form, {form[0].key: "s3cr3t"}, BOOK)
    assert ([value for _slot, value in found.values], found.is_secret) == (["s3cr3t"], True)


def test_a_body_has_fields_and_a_skeleton() -> None:
    form = fields(properties(TOWN, BOOK), BOOK)
    assert [(line.key[1], line.input, line.asked.is_required) for line in form] == [
        ("file", "file", True),
        ("code", "text", True),
        ("parent", "object", True),
        ("kind", "choice", False),
        ("seen", "list", False),
    ]
    assert all(secret_slot(line) is None for line in form)
    made_up = skeleton(TOWN, BOOK)
    assert isinstance(made_up, dict)
    assert [*made_up] == ["file", "code", "parent"]
    assert made_up["code"] == "75056"
    assert skeleton({"type": "array", "minItems": 1, "items": {"enum": ["a"]}}, BOOK) == ["a"]
    assert skeleton({"type": ["null", "number"], "minimum": 3}, BOOK) == 3
    assert skeleton({}, BOOK) is None


def test_the_values_of_every_choice_may_be_chosen() -> None:
    enums: list[JsonValue] = [{"enum": ["un", "deux"]}, {"enum": [""]}, {"enum": [None]}]
    (line,) = fields([Asked(Slot("a", "query"), {"oneOf": [*enums]})], BOOK)
    assert (line.input, line.choices) == ("choice", ("un", "deux", ""))
    (line,) = fields([Asked(Slot("a", "query"), {"oneOf": [*enums, {"type": "string"}]})], BOOK)
    assert line.choices == ()


def test_a_skeleton_of_schemas_that_name_themselves_is_small() -> None:
    node: JsonValue = {"$ref": "#/s/Node"}
    names = [f"p{rank}" for rank in range(60)]
    tree: JsonValue = {"properties": {"name": {"type": "string"}, "parent": node, "next": node}}
    bush: JsonValue = {"properties": dict.fromkeys(names, node), "required": [*names]}
    assert skeleton(node, Document({"s": {"Node": tree}})) == {"name": ""}
    assert len(str(skeleton(node, Document({"s": {"Node": bush}})))) < 10_000
    parts: dict[str, JsonValue] = {
        str(rank): {"allOf": [{"$ref": f"#/s/{rank + 1}"}] * 30} for rank in range(40)
    }
    book = Document({"s": parts | {"40": {"properties": {"a": {}}}}})
    assert [one.slot.name for one in properties({"$ref": "#/s/0"}, book)] == ["a"]


@given(
    st.recursive(
        st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "properties", "items", "allOf", "enum", "default"])
                | st.text(max_size=3),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    )
)
def test_no_schema_breaks_a_form(schema: JsonValue) -> None:
    form = fields([Asked(Slot("a", "query"), schema)], BOOK)
    filled(form, {("query", "a"): "x"}, BOOK)
    properties(schema, BOOK)
    skeleton(schema, BOOK)
    assert isinstance(text_of(schema), str)


def test_the_exact_request_is_shown(tmp_path: Path) -> None:
    base = Base("https://api.test/v1", "description")
    key = SecretSlot("k", "apiKey", "query", "clé")

    def shown(body: Body | None) -> list[str]:
        call = made("POST", base, "/a", [(Slot("q", "query"), "é")], body=body, secrets=[key])
        return [*request_lines(call)]

    assert shown(json_body({"a": "\x1b[1m"})) == [
        "POST /v1/a?q=%C3%A9&cl%C3%A9=•••",
        "Host: api.test",
        "Accept: */*",
        "Content-Type: application/json",
        "",
        '{"a":"\\u001b[1m"}',
    ]
    assert shown(file_body(tmp_path / "a\x1b.csv"))[-1] == f"the file {tmp_path}/a␛.csv"
    parts = parts_body({"a": "1\n2\x1b", "f": tmp_path / "b.png"})
    assert shown(parts)[5:] == ["a:", "  1", "  2␛", "f: image/png", f"  the file {tmp_path}/b.png"]
    assert shown(Body("a/b", b"s3cr3t", is_secret=True))[-1] == "•••"
    assert shown(Body("a/b", b"\xff"))[-1] == "1\u00a0B of binary data"
