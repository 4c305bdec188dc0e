"""Values written as the specifications' own tables write them, and nothing let through."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.calls.described import form_of
from tui.api.calls.problem import CallProblem
from tui.api.calls.slots import STYLES, Place, Slot, Style
from tui.api.calls.writing import cookie_pairs, expanded, header_text, path_text, query_pairs
from tui.api.openapi.reading import read_document
from tui.api.openapi.references import References
from tui.api.payload import JsonValue

TEXT = "blue"
LIST: JsonValue = ["blue", "black", "brown"]
OBJECT: JsonValue = {"R": 100, "G": 200, "B": 150}

# OpenAPI 3.0.4 and 3.1.1, “Style Examples”: style, explode, empty, string, array, object.
IN_PATHS = [
    ("matrix", False, ";color", ";color=blue", ";color=blue,black,brown")
    + (";color=R,100,G,200,B,150",),
    ("matrix", True, ";color", ";color=blue", ";color=blue;color=black;color=brown")
    + (";R=100;G=200;B=150",),
    ("label", False, ".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"),
    ("label", True, ".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"),
    ("simple", False, None, "blue", "blue,black,brown", "R,100,G,200,B,150"),
    ("simple", True, None, "blue", "blue,black,brown", "R=100,G=200,B=150"),
]
IN_QUERIES = [
    ("form", False, "color=", "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"),
    ("form", True, "color=", "color=blue", "color=blue&color=black&color=brown")
    + ("R=100&G=200&B=150",),
    ("spaceDelimited", False, None, None, "color=blue%20black%20brown")
    + ("color=R%20100%20G%20200%20B%20150",),
    ("pipeDelimited", False, None, None, "color=blue%7Cblack%7Cbrown")
    + ("color=R%7C100%7CG%7C200%7CB%7C150",),
    ("deepObject", True, None, None, None, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"),
]
VALUES: tuple[JsonValue, ...] = ("", TEXT, LIST, OBJECT)


@pytest.mark.parametrize("row", IN_PATHS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_paths_are_those_of_the_table(row: tuple[Style, bool, *tuple[str | None, ...]]) -> None:
    style, explode, *written = row
    slot = Slot("color", "path", style, explode)
    for value, text in zip(VALUES, written, strict=True):
        if text is not None:
            assert path_text(slot, value) == text


@pytest.mark.parametrize("row", IN_QUERIES, ids=lambda row: f"{row[0]}-{row[1]}")
def test_queries_are_those_of_the_table(row: tuple[Style, bool, *tuple[str | None, ...]]) -> None:
    style, explode, *written = row
    slot = Slot("color", "query", style, explode)
    for value, text in zip(VALUES, written, strict=True):
        if text is not None:
            assert "&".join(query_pairs(slot, value)) == text


def test_what_a_style_does_by_itself() -> None:
    assert query_pairs(Slot("color", "query"), LIST) == ("color=blue", "color=black", "color=brown")
    assert path_text(Slot("color", "path"), OBJECT) == "R,100,G,200,B,150"
    assert header_text(Slot("X-Color", "header"), LIST) == "blue,black,brown"
    assert header_text(Slot("X-Color", "header", explode=True), OBJECT) == "R=100,G=200,B=150"
    assert cookie_pairs(Slot("color", "cookie", explode=False), LIST) == ("color=blue,black,brown",)
    assert cookie_pairs(Slot("color", "cookie"), OBJECT) == ("R=100", "G=200", "B=150")
    # A style that its place does not know.
    assert query_pairs(Slot("color", "query", "matrix", False), TEXT) == ("color=blue",)


def swagger_slot(name: str, place: str, form: str) -> Slot:
    """A parameter of Swagger 2.0, as the reader of descriptions and the form make it."""
    listed: dict[str, JsonValue] = {
        "type": "array",
        "items": {"type": "string"},
        "collectionFormat": form,
    }
    parameter: JsonValue = {"name": name, "in": place, "required": True, **listed}
    raw: JsonValue = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "a.example.org",
        "paths": {"/x": {"get": {"operationId": "x", "parameters": [parameter], "responses": {}}}},
    }
    document = read_document(References(raw, "https://a.example.org/"))
    operation = document.operation("x")
    assert operation is not None
    (field,) = form_of(operation, document).parameters
    return field.asked.slot


@pytest.mark.parametrize(
    ("form", "query", "path"),
    [
        ("", "color=blue,black,brown", "blue,black,brown"),
        ("csv", "color=blue,black,brown", "blue,black,brown"),
        ("ssv", "color=blue%20black%20brown", "blue%20black%20brown"),
        ("tsv", "color=blue%09black%09brown", "blue%09black%09brown"),
        ("pipes", "color=blue%7Cblack%7Cbrown", "blue%7Cblack%7Cbrown"),
        ("multi", "color=blue&color=black&color=brown", "blue,black,brown"),
    ],
)
def test_lists_of_swagger(form: str, query: str, path: str) -> None:
    assert "&".join(query_pairs(swagger_slot("color", "query", form), LIST)) == query
    assert path_text(swagger_slot("color", "path", form), LIST) == path
    assert query_pairs(swagger_slot("color", "query", form), TEXT) == ("color=blue",)


def test_lists_of_swagger_in_headers() -> None:
    assert header_text(swagger_slot("X-C", "header", "pipes"), LIST) == "blue|black|brown"
    assert header_text(swagger_slot("X-C", "header", "ssv"), ["a%20b", "c"]) == "a%20b c"


@pytest.mark.parametrize("style", STYLES["query"])
def test_nothing_is_not_written(style: Style) -> None:
    slot = Slot("color", "query", style)
    nothing: tuple[JsonValue, ...] = (None, [], {}, [None], {"R": None})
    for value in nothing:
        assert query_pairs(slot, value) == ()
    with pytest.raises(CallProblem, match="cannot be empty"):
        path_text(Slot("color", "path"), None)


def test_values_of_other_types() -> None:
    slot = Slot("v", "query")
    assert query_pairs(slot, True) == ("v=true",)
    assert query_pairs(slot, 1.5) == ("v=1.5",)
    assert query_pairs(slot, [{"a": "é"}]) == ("v=%7B%22a%22%3A%22%C3%A9%22%7D",)
    assert query_pairs(Slot("v", "query", as_json=True), [1, None]) == ("v=%5B1%2Cnull%5D",)
    deep: JsonValue = {"a": {"b": [1, 2]}}
    assert query_pairs(Slot("v", "query", "deepObject"), deep) == (
        "v%5Ba%5D%5Bb%5D=1",
        "v%5Ba%5D%5Bb%5D=2",
    )


def test_reserved_characters_stay_where_that_is_asked() -> None:
    text = "2024-01-01T00:00:00/P1D?a=b&c#d+e%20f g[]"
    kept = query_pairs(Slot("v", "query", allow_reserved=True), text)
    assert kept == ("v=2024-01-01T00:00:00/P1D?a=b%26c%23d%2Be%20f%20g%5B%5D",)
    encoded = query_pairs(Slot("v", "query"), text)
    assert unquote(encoded[0]) == f"v={text}"


def test_a_path_is_made_of_its_parts() -> None:
    assert expanded("/a/{x}.json/é b", {"x": "1%2F2"}) == "/a/1%2F2.json/%C3%A9%20b"
    assert expanded("/a\ud800", {}) == "/a%3F"
    with pytest.raises(CallProblem, match="missing"):
        expanded("/a/{y}", {})
    for text in (".", "..", "%2e%2E", ".%2e"):
        with pytest.raises(CallProblem, match="another address"):
            expanded("/a/{x}/b", {"x": text})
    with pytest.raises(CallProblem, match="another address"):
        expanded("/a/{x}.", {"x": "."})
    assert expanded("/../{x}", {"x": "..."}) == "/../..."


@pytest.mark.parametrize("text", ["a\r\nX-Evil: 1", "a\0", "é", "\x7f", "a\tb"])
def test_a_header_is_one_line_of_plain_letters(text: str) -> None:
    with pytest.raises(CallProblem, match="plain letters"):
        header_text(Slot("X-A", "header"), text)
    with pytest.raises(CallProblem, match="name of a header"):
        header_text(Slot(f"X{text}:", "header"), "a")


scalars = st.none() | st.booleans() | st.integers() | st.text(max_size=8)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@st.composite
def slots(draw: st.DrawFn, place: Place) -> Slot:
    return Slot(
        draw(st.text(min_size=1, max_size=6)),
        place,
        draw(st.sampled_from(STYLES[place])),
        draw(st.none() | st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
    )


@given(slots("query"), values)
def test_no_value_adds_to_a_query(slot: Slot, value: JsonValue) -> None:
    pairs = query_pairs(slot, value)
    parts = urlsplit("http://a.test/p?" + "&".join(pairs))
    assert (parts.netloc, parts.path, parts.fragment) == ("a.test", "/p", "")
    assert len(parse_qsl(parts.query, keep_blank_values=True)) == len(pairs)
    assert all(" " < char < "\x7f" for pair in pairs for char in pair)


@given(slots("path"), values)
def test_no_value_leads_elsewhere(slot: Slot, value: JsonValue) -> None:
    try:
        path = expanded("/a/{x}/b", {"x": path_text(slot, value)})
    except CallProblem:
        return
    assert path.count("/") == 3
    assert "/.." not in unquote(path).split("/a/")[0]
    assert not set(path) & set("?#\\ \r\n")
    assert unquote(path.split("/")[2]) not in ("", ".", "..")


@given(slots("header"), values)
def test_no_value_adds_a_line(slot: Slot, value: JsonValue) -> None:
    try:
        text = header_text(slot, value)
    except CallProblem:
        return
    assert text.isascii()
    assert text.isprintable()


@given(slots("cookie"), values)
def test_no_value_adds_a_cookie(slot: Slot, value: JsonValue) -> None:
    for pair in cookie_pairs(slot, value):
        assert not set(pair) & set('; ,\r\n"') or slot.written_style == "form"
        assert ";" not in pair
        assert pair.isprintable()
