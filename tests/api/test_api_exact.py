"""JSON read without losing a digit, whole and in pieces."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from wires import ORIGIN, wire

from tui.api import exact
from tui.api.errors import BadPayload, TooLong
from tui.api.exact import ArrayReader, WrittenFloat, exact_json, streamed_rows
from tui.api.journal import BACKGROUND_KEPT, Journal, work_in_background
from tui.api.tabular import Tabular

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
ROWS = st.lists(st.dictionaries(st.text(), JSON, max_size=4), max_size=6)


def read(pieces: list[bytes]) -> list[dict[str, Any]]:
    reader = ArrayReader()
    return [row for piece in pieces for row in reader.feed(piece)] + reader.close()


@given(ROWS, st.sampled_from([",", ", \n ", "\n,\t"]), st.booleans(), st.data())
def test_rows_are_read_wherever_they_are_cut(
    rows: list[dict[str, Any]], between: str, ascii_only: bool, data: st.DataObject
) -> None:
    texts = [json.dumps(row, ensure_ascii=ascii_only) for row in rows]
    body = f" [{between.join(texts)} ]\n".encode(errors="replace")
    if body != f" [{between.join(texts)} ]\n".encode(errors="surrogatepass"):
        return  # half a pair of surrogates is no UTF-8
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=5)))
    bounds = [0, *cuts, len(body)]
    pieces = [body[a:b] for a, b in zip(bounds, bounds[1:], strict=False)]
    assert read(pieces) == [json.loads(text) for text in texts]


@given(ROWS.filter(bool), st.data())
def test_a_stream_that_stops_early_is_not_taken_for_whole(
    rows: list[dict[str, Any]], data: st.DataObject
) -> None:
    body = json.dumps(rows).encode()
    cut = data.draw(st.integers(0, len(body) - 1))
    with pytest.raises(BadPayload):
        read([body[:cut]])


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        '{"a":1}',
        "[1]",
        "[[1]]",
        "[{}{}]",
        "[,]",
        "[{},]",
        "[]]",
        "[]x",
        "[{}] [",
        "[{a}]",
    ],
)
def test_what_is_no_array_of_objects_is_refused(body: str) -> None:
    with pytest.raises(BadPayload):
        read([body.encode()])


@pytest.mark.parametrize("body", [b'[{"a":"\xff"}]', b'[{"a":NaN}]', b'[{"a":-Infinity}]'])
def test_what_is_no_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadPayload):
        read([body])


def test_a_row_longer_than_its_pieces_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    body = json.dumps([{"a": "x" * 3_000_000}, {"a": 1}]).encode()
    pieces = [body[at : at + 65_536] for at in range(0, len(body), 65_536)]
    assert [len(str(row["a"])) for row in read(pieces)] == [3_000_000, 1]
    monkeypatch.setattr(exact, "LONGEST_ROW", 100_000)
    with pytest.raises(BadPayload, match="too long"):
        read(pieces)


def test_what_follows_a_row_that_was_waited_for_is_not_forgotten() -> None:
    body = json.dumps([{"a": "x" * 1_200_000}]).encode()
    assert len(read([body[:1_100_000], body[1_100_000:]])) == 1


@pytest.mark.parametrize("text", ["0.10", "-14.0", "1e400", "1E-7", "0.12345678901234567890123"])
def test_numbers_keep_the_way_they_are_written(text: str) -> None:
    number = exact_json(f'{{"a":[{text}]}}'.encode())
    assert isinstance(number, dict)
    assert isinstance(number["a"], list)
    kept = number["a"][0]
    assert isinstance(kept, WrittenFloat)
    assert kept.text == text
    assert kept == float(text)


def test_integers_have_no_limit() -> None:
    assert exact_json(b"[123456789012345678901234567890]") == [123456789012345678901234567890]


async def test_exact_pages_are_asked_for_each_time_and_not_kept() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        body = b'{"data":[{"__id":1,"a":0.10}],"meta":{"total":1},"links":{}}'
        return httpx.Response(200, headers={"content-type": "application/json"}, content=body)

    sent = wire(answer)
    tabular = Tabular(sent.transport, ORIGIN)
    for _time in range(2):
        page = await tabular.exact_rows("r", "", page=1)
        value = page.rows[0]["a"]
        assert isinstance(value, WrittenFloat)
        assert value.text == "0.10"
    assert len(sent.requests) == 2


async def test_streams_say_why_they_are_refused() -> None:
    body = {"errors": [{"title": "Output is too long", "detail": "The output has more than"}]}
    sent = wire(lambda request: httpx.Response(403, json=body))

    async def read_it() -> None:
        async with Tabular(sent.transport, ORIGIN).streamed_rows("r", "") as rows:
            async for _some in rows:
                raise AssertionError

    with pytest.raises(TooLong):
        await read_it()


async def test_streamed_rows_come_as_they_are_ready() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for piece in (b'[{"a":1}, \n ', b'{"a":2},{"a"', b":3}]"):
            yield piece

    found = [rows async for rows in streamed_rows(ORIGIN, chunks())]
    assert found == [[{"a": 1}], [{"a": 2}], [{"a": 3}], []]


async def test_requests_of_the_background_are_not_waited_for_and_leave_room() -> None:
    journal = Journal(limit=BACKGROUND_KEPT + 10)
    first = journal.begin("GET", "http://a.test/")

    async def work() -> None:
        work_in_background()
        for number in range(BACKGROUND_KEPT * 2):
            journal.finish(journal.begin("GET", f"http://b.test/{number}"), milliseconds=1)
        journal.begin("GET", "http://b.test/last")

    await asyncio.create_task(work())
    assert journal.running == 1
    assert len(journal.entries) == BACKGROUND_KEPT + 1
    assert journal.entries[0].url == "http://a.test/"
    journal.finish(first, milliseconds=1, status=200)
    assert journal.running == 0
    assert journal.entries[-1].running
    assert journal.begin("GET", "http://a.test/2") in [e.number for e in journal.entries]
    assert journal.running == 1
