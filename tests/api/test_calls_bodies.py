"""Bodies as the specification's examples write them, and as servers read them."""

from __future__ import annotations

import json
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.calls.bodies import (
    FORM,
    Body,
    Encoding,
    Given,
    encoded,
    file_body,
    form_body,
    json_body,
    parts_body,
    text_body,
)
from tui.api.calls.problem import CallProblem
from tui.api.payload import JsonValue

IDENT = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
ADDRESS: JsonValue = {
    "streetAddress": "123 Example Dr.",
    "city": "Somewhere",
    "state": "CA",
    "zip": "99999+1234",
}


def parts_of(body: Body) -> list[Message]:
    kind, content = encoded(body)
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    parts = message.get_payload()
    assert isinstance(parts, list)
    return [part for part in parts if isinstance(part, Message)]


def test_json_and_text() -> None:
    assert encoded(json_body({"é": [1, None]})) == ("application/json", '{"é":[1,null]}'.encode())
    assert encoded(text_body("<a/>", "application/xml")) == ("application/xml", b"<a/>")
    kind = 'application/json; profile="https://a.test/x"'
    assert encoded(json_body(1, kind)) == (kind, b"1")
    for wrong in ("", "json", "a/b\r\nX: 1", "a/b; charset=é"):
        with pytest.raises(CallProblem, match="no media type"):
            json_body(1, wrong)


def test_a_form_is_that_of_the_specification() -> None:
    # OpenAPI 3.1.1, “Encoding the x-www-form-urlencoded Media Type”.
    assert encoded(form_body({"id": IDENT, "address": ADDRESS})) == (
        FORM,
        b"id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6&address=%7B%22streetAddress%22%3A"
        b"%22123+Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C"
        b"%22zip%22%3A%2299999%2B1234%22%7D",
    )


def test_fields_of_a_form_have_styles() -> None:
    body = form_body(
        {"color": ["blue", "black"], "R": {"G": 200}, "s": ["a b", "c"], "n": None, "j": [1]},
        {
            "color": Encoding(explode=False),
            "R": Encoding(style="deepObject", explode=True),
            "s": Encoding(style="spaceDelimited", explode=False),
            "j": Encoding(kind="application/json"),
        },
    )
    assert body.content == b"color=blue,black&R%5BG%5D=200&s=a+b+c&j=%5B1%5D"


def test_parts_have_their_own_types(tmp_path: Path) -> None:
    picture = tmp_path / 'na"me\r\n.png'
    picture.write_bytes(b"\x89PNG\r\n--x")
    values: dict[str, Given] = {
        "id": IDENT,
        "address": ADDRESS,
        "tags": ["a", "b"],
        "icon": picture,
        "none": None,
        "list": [1, 2],
    }
    body = parts_body(
        values,
        {
            "id": Encoding(headers=(("X-Custom", "1"),)),
            "icon": Encoding(kind="image/png"),
            "list": Encoding(kind="application/json"),
        },
    )
    parts = parts_of(body)
    found = [
        (
            part.get_param("name", header="content-disposition"),
            part["content-type"],
            part.get_payload(decode=True),
        )
        for part in parts
    ]
    assert found == [
        ("id", None, IDENT.encode()),
        ("address", "application/json", json.dumps(ADDRESS, separators=(",", ":")).encode()),
        ("tags", None, b"a"),
        ("tags", None, b"b"),
        ("icon", "image/png", b"\x89PNG\r\n--x"),
        ("list", "application/json", b"[1,2]"),
    ]
    assert parts[0]["x-custom"] == "1"
    assert parts[4].get_filename() == "na%22me%0D%0A.png"
    assert parts_of(parts_body({"f": (picture, picture)}))[1].get_filename() is not None


def test_files_are_read_when_they_are_sent(tmp_path: Path) -> None:
    body = file_body(tmp_path / "a.csv", "text/csv")
    with pytest.raises(CallProblem, match="cannot be read"):
        encoded(body)
    for name in ("a\0b", "\ud83d"):
        with pytest.raises(CallProblem, match="cannot be read"):
            encoded(file_body(tmp_path / name))
    (tmp_path / "a.csv").write_bytes(b"a;b\n")
    assert encoded(body) == ("text/csv", b"a;b\n")


@given(st.dictionaries(st.text(min_size=1), st.text()))
def test_no_value_adds_a_field(values: dict[str, JsonValue]) -> None:
    read = parse_qsl(form_body(values).content.decode(), keep_blank_values=True)
    assert len(read) == len(values)
    assert [value for _name, value in read] == [*values.values()]
    body = parts_body(values)
    kind, content = encoded(body, "bound")
    assert content.count(b"\r\nContent-Disposition:") >= len(values)
    for part in content.split(b"--bound\r\n")[1:]:
        head = part.split(b"\r\n\r\n")[0]
        assert head.count(b"\n") == 0
        assert head.startswith(b'Content-Disposition: form-data; name="')
