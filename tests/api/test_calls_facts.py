"""An answer is told by what it is, whatever it says that it is."""

from __future__ import annotations

import base64
import struct

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wires import script, wire

from tui.api.calls.call import Call
from tui.api.calls.credentials import Key, Wallet, secret_of
from tui.api.calls.facts import Facts, Kind, at, facts_of, kind_of, lists_in, text_of
from tui.api.calls.images import Image, image_of
from tui.api.calls.indented import indented
from tui.api.calls.pace import Pacer
from tui.api.calls.received import Limits
from tui.api.calls.sending import send
from tui.api.payload import JsonValue

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480) + b"\x08\x02\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xff\xc2\0\x11\x08\1\xe0\2\x80\3"
GIF = b"GIF89a" + struct.pack("<HH", 3, 2) + b"\0\0\0"
VP8X = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"
VP8L = base64.b64decode("UklGRiQAAABXRUJQVlA4TBgAAAAvP8APEAcQEf0PRET/AwkhIUiAJEn/Aw==")


async def answered(
    body: bytes,
    kind: str = "",
    *,
    size: int = 1 << 20,
    status: int = 200,
    wallet: Wallet | None = None,
) -> Facts:
    headers = {"Content-Type": kind} if kind else {}
    wired = wire(script(httpx.Response(status, headers=headers, content=body)))

    async def public(_host: str) -> list[str]:
        return ["8.8.8.8"]

    async with await send(
        wired.transport, Call("GET", "https://a.test/"), wallet or Wallet(), Pacer(wired.journal),
        limits=Limits(size), resolver=public,
    ) as sent:  # fmt: skip
        return facts_of(sent)


async def test_json_is_read_with_its_lists() -> None:
    body = b'{"total": 2, "data": {"items": [{"a": [{"b": 1}]}, {"c": 2}]}, "x": [1], "e": []}'
    facts = await answered(body, "application/geo+json; charset=utf-8", status=201)
    assert (facts.status, facts.kind, facts.size, facts.stop) == (201, "json", len(body), "")
    assert facts.media_type == "application/geo+json"
    assert facts.is_parsed
    assert [(found.place, found.count) for found in facts.lists] == [
        ("data.items", 2),
        ("data.items[0].a", 1),
    ]
    assert at(facts.payload, facts.lists[1].path) == [{"b": 1}]
    assert at(facts.payload, ("data", 3)) is None
    assert ("content-type", "application/geo+json; charset=utf-8") in [
        (name.lower(), text) for name, text in facts.headers
    ]


async def test_a_part_of_json_is_told_as_such() -> None:
    facts = await answered(b'[{"a": 1}, {"a": 2}]', "application/json", size=8)
    assert (facts.kind, facts.stop, facts.text) == ("json", "size", '[{"a": 1')
    assert not facts.is_parsed
    facts = await answered(b'{"a": nothing}', "application/json")
    assert (facts.kind, facts.is_parsed) == ("text", False)
    facts = await answered(b"null", "application/json")
    assert (facts.kind, facts.is_parsed, facts.payload) == ("json", True, None)


async def test_a_secret_that_comes_back_is_not_shown() -> None:
    held = Wallet()
    held.put("https://a.test", "k", Key(secret_of("s3cr3t/key")))
    held.put("https://a.test", "short", Key(secret_of("total")))
    body = rb'{"total": ["s3cr3t/key", "s3cr3t\/key", "s3cr3t%2Fkey"]}'
    facts = await answered(body, "application/json", wallet=held)
    assert facts.payload == {"total": ["•••", "•••", "•••"]}


async def test_pictures_are_facts() -> None:
    facts = await answered(PNG, "image/png")
    assert (facts.kind, facts.image, facts.text) == ("image", Image("PNG", 640, 480), "")
    facts = await answered(b'<svg width="3" height="4"></svg>', "image/svg+xml")
    assert (facts.kind, facts.image) == ("xml", Image("SVG", 3, 4))


@pytest.mark.parametrize(
    ("said", "body", "kind"),
    [
        ("", b"", "empty"),
        ("application/json", b"", "empty"),
        ("text/plain", b' {"a": 1}', "json"),
        ("text/html", b"[1]", "json"),
        ("", b"<?xml version='1.0'?><a/>", "xml"),
        ("application/vnd.ogc.wms_xml", b"<?xml version='1.0'?><a/>", "xml"),
        ("application/rss+xml", b"<rss/>", "xml"),
        ("text/html; charset=utf-8".partition(";")[0], b"<p>", "html"),
        ("", b"<!DOCTYPE html><p>", "html"),
        ("text/csv", b"a;b\n", "csv"),
        ("text/plain", b"bonjour", "text"),
        ("application/octet-stream", b"\0\1\2", "binary"),
        ("application/json", b"\x1f\x8b\x08\0\0", "binary"),
        ("application/pdf", b"%PDF-1.7\n\0", "binary"),
        ("image/tiff", b"II*", "binary"),
        ("", PNG, "image"),
    ],
)
def test_what_a_body_is(said: str, body: bytes, kind: Kind) -> None:
    assert kind_of(said, body, is_image=image_of(body) is not None) == kind


@pytest.mark.parametrize(
    ("body", "said", "text", "charset"),
    [
        ("é".encode(), "", "é", "utf-8"),
        ("é€".encode("cp1252"), "text/plain", "é€", "cp1252"),
        ("é".encode("latin-1"), 'text/plain; charset="ISO-8859-1"', "é", "iso8859-1"),
        (b"\xef\xbb\xbfa", "text/csv; charset=latin-1", "a", "utf-8"),
        ("é".encode("utf-16"), "", "é", "utf-16"),
        ("é".encode(), "charset=zlib", "é", "utf-8"),
        ("é".encode(), "charset=unknown-9", "é", "utf-8"),
        ("é".encode(), "charset=punycode", "é", "utf-8"),
    ],
)
def test_how_a_text_is_written(body: bytes, said: str, text: str, charset: str) -> None:
    assert text_of(body, said) == (text, charset)


def test_a_part_may_end_within_a_letter() -> None:
    assert text_of("aé".encode()[:2], "", is_whole=False) == ("a", "utf-8")
    assert text_of("aé".encode()[:2], "") == ("aÃ", "cp1252")


@pytest.mark.parametrize(
    ("body", "image"),
    [
        (JPEG, Image("JPEG", 640, 480)),
        (JPEG[:20], Image("JPEG")),
        (GIF, Image("GIF", 3, 2)),
        (GIF[:7], Image("GIF")),
        (PNG[:17], Image("PNG")),
        (VP8X, Image("WebP", 640, 480)),
        (VP8L, Image("WebP", 64, 64)),
        (b"<?xml?><svg viewBox='0 0 10.4 20'>", Image("SVG", 10, 20)),
        (b"<svg>", Image("SVG")),
        (b"<html><svg width='1' height='1'>", None),
        (b"", None),
    ],
)
def test_how_large_a_picture_is(body: bytes, image: Image | None) -> None:
    assert image_of(body) == image


@given(st.binary(max_size=60), st.sampled_from([PNG[:8], GIF[:6], JPEG[:3], VP8X[:16], b"<svg "]))
def test_any_bytes_are_something(rest: bytes, start: bytes) -> None:
    image_of(start + rest)
    assert kind_of("", start + rest)
    assert isinstance(text_of(rest, "")[0], str)


def test_a_hostile_document_ends() -> None:
    deep: JsonValue = [{"a": 1}]
    for _level in range(500):
        deep = {"x": [deep]}
    assert len(lists_in(deep)) <= 50
    wide: JsonValue = [{str(name): [{"a": 1}] for name in range(1000)}]
    assert len(lists_in(wide)) == 50
    assert lists_in({"a\x1b[31m": [{}]})[0].place == '["a\\u001b[31m"]'


async def test_json_a_line_is_a_list() -> None:
    facts = await answered(b'{"a": 1}\n{"a": 2}\n\n{"a": 3}\n', "application/x-ndjson")
    assert (facts.kind, facts.payload) == ("json", [{"a": 1}, {"a": 2}, {"a": 3}])
    assert [(found.place, found.count) for found in facts.lists] == [("$", 3)]
    facts = await answered(b'{"a": 1}\n{"a": 2', "application/json")
    assert (facts.kind, facts.is_parsed) == ("text", False)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (
            '<?xml version="1.0"?><a><b x="1">é</b><c/><!-- > --><d><e>1</e></d></a>',
            '<?xml version="1.0"?>|<a>|  <b x="1">é</b>|  <c/>|  <!-- > -->|  <d>|    <e>1</e>'
            "|  </d>|</a>",
        ),
        ("<a><![CDATA[<b>]]></a>", "<a><![CDATA[<b>]]></a>"),
        ("<a><b>1</b>\n<b>2</b>\n</a>", "<a><b>1</b>|<b>2</b>|</a>"),
        ("<a>x<b>y", "<a>x|  <b>y"),
        ("</a></a><!-- <b", "</a>|</a>|<!-- <b"),
    ],
)
def test_xml_on_one_line_is_read_on_many(text: str, lines: str) -> None:
    assert indented(text).split("\n") == lines.split("|")


@given(st.lists(st.sampled_from(["<a>", "</a>", "<a/>", "<!--", "-->", "<", ">", "x", "<?", "&"])))
def test_nothing_of_an_xml_text_is_lost(parts: list[str]) -> None:
    text = "".join(parts)
    assert "".join(indented(text).split()) == "".join(text.split())
