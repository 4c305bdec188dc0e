"""Documents of every sort of bytes, and those that are refused."""

from __future__ import annotations

import gzip
import json

import pytest

from tui.api.openapi.loading import MAX_SIZE, load
from tui.api.openapi.refused import NoDescription


def test_yaml_says_what_json_could() -> None:
    loaded = load(
        b"a: 2020-01-01\nb: yes\nc: ~\nd: 012\ne: 1e3\nf: 'true'\n"
        b"200: {on: true}\ng: !!binary aGk=\nh: !!str 12\ni: .5\nj: 0x1F\n"
    )
    assert loaded.form == "yaml"
    assert loaded.problems == ()
    assert loaded.value == {
        "a": "2020-01-01",
        "b": "yes",
        "c": None,
        "d": 12,
        "e": 1000.0,
        "f": "true",
        "200": {"on": True},
        "g": "aGk=",
        "h": "12",
        "i": 0.5,
        "j": 31,
    }


def test_a_merge_key_gives_what_is_not_there_yet() -> None:
    value = load(b"a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [*a, {z: 4}]}").value
    assert value == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": {"x": 1, "y": 2, "z": 4},
    }


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-8"])
@pytest.mark.parametrize("text", ['{"é": 1}', "é: 1"])
def test_every_encoding_of_unicode_is_read(encoding: str, text: str) -> None:
    assert load(text.encode(encoding)).value == {"é": 1}


def test_other_letters_are_guessed_and_it_is_said() -> None:
    loaded = load("a: 1\nb: é\n".encode("cp1252"))
    assert loaded.value == {"a": 1, "b": "é"}
    assert [problem.where for problem in loaded.problems] == ["line 2"]


def test_keys_that_are_there_twice_are_said_with_their_line() -> None:
    loaded = load(b"a: 1\nb: 2\na: 3\n")
    assert loaded.value == {"a": 3, "b": 2}
    assert [(p.where, "“a”" in p.what) for p in loaded.problems] == [("line 3, column 1", True)]
    assert len(load(b'{"a": 1, "a": 2}').problems) == 1


def test_what_comes_before_a_mistake_is_kept() -> None:
    loaded = load(b"info:\n  title: Gares\npaths:\n  /a:\n    get: [1, 2\n  /b: x: y\n")
    assert isinstance(loaded.value, dict)
    assert loaded.value["info"] == {"title": "Gares"}
    assert loaded.problems[0].where.startswith("line 6")
    cut = load(b'{"info": {"title": "Gares"}, "paths": {"/a": {"get"')
    assert isinstance(cut.value, dict)
    assert cut.value["info"] == {"title": "Gares"}
    assert cut.problems


def test_control_characters_end_nothing() -> None:
    loaded = load(b"a: 1\nb: x\x0by\nc: 2\n")
    assert loaded.value == {"a": 1, "b": "x\ufffdy", "c": 2}
    assert [problem.where for problem in loaded.problems] == ["line 2"]
    broken = load(b'{"a": "x\ny", "b": 1}')
    assert broken.value == {"a": "x\ny", "b": 1}
    assert len(broken.problems) == 1


def test_tabs_are_taken_for_spaces_and_it_is_said() -> None:
    loaded = load(b"a:\n\tb: 1\n")
    assert loaded.value == {"a": {"b": 1}}
    assert "tabs" in loaded.problems[0].what


def test_packed_documents_are_unpacked_within_bounds() -> None:
    assert load(gzip.compress(b"{}")).value == {}
    with pytest.raises(NoDescription) as refused:
        load(gzip.compress(b" " * (MAX_SIZE + 1)))
    assert refused.value.kind == "large"


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.4", "pdf"),
        (b"<!DOCTYPE html><html></html>", "html"),
        (b'<?xml version="1.0"?><wfs:WFS_Capabilities/>', "wms"),
        (b"<?xml version='1.0'?><WMT_MS_Capabilities/>", "wms"),
        (b"<rdf/>", "xml"),
        (b'<?xml?><wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">', "wsdl"),
        (b'<description xmlns="http://www.w3.org/ns/wsdl" name="a">', "wsdl"),
        (b"#%RAML 1.0\ntitle: API\n", "raml"),
        (b"\x00\x01\x02\x03\x00\x00", "binary"),
        (b"PK\x03\x04\x14\x00\x00\x00\xff\xfe", "binary"),
        (BOMB.encode(), "aliases"),
        (b"[" * 100_000, "deep"),
        (b"- " * 5_000 + b"x", "deep"),
        (b"[" * 100_000 + b"]" * 100_000, "deep"),
    ],
)
def test_what_is_no_description_is_told(data: bytes, kind: str) -> None:
    with pytest.raises(NoDescription) as refused:
        load(data)
    assert refused.value.kind == kind
    assert refused.value.message


COMMENTED = b"""// one
{
  "openapi": "3.0.0", /* two
  "info": 1 */
  "info": {"title": "a // b /* c */ \\" // d"}, // three "
  "paths": {},
} /* without end"""


def test_comments_in_json_are_passed_over() -> None:
    loaded = load(COMMENTED)
    assert loaded.form == "json"
    assert loaded.value == {
        "openapi": "3.0.0",
        "info": {"title": 'a // b /* c */ " // d'},
        "paths": {},
    }
    assert "not JSON" in loaded.problems[0].what
    load(b'{"a": "' + b"\\x" * 500_000)
    load(b"{" + b"/*" * 500_000 + b'"' * 9)


def test_an_alias_within_what_it_names_is_nothing() -> None:
    loaded = load(b"a: &a {b: *a}")
    assert json.dumps(loaded.value) == '{"a": {"b": null}}'
    assert loaded.problems


def test_numbers_of_any_length_are_read() -> None:
    assert load(b"a: " + b"9" * 5_000).value == {"a": "9" * 5_000}
    assert load(b'{"a": ' + b"9" * 5_000 + b"}").value == {"a": "9" * 5_000}
