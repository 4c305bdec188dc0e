"""Answers on disk: no more than they may take, the least used ones gone first."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
import zlib
from collections import OrderedDict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from tui.memory.answers import AnswerFile, KeptAnswer


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        self.now += 100
        return self.now


def body_of(size: int) -> bytes:
    """Bytes that cannot be packed."""
    return random.Random(size).randbytes(size)


async def test_an_answer_is_there_in_the_next_session(tmp_path: Path) -> None:
    answer = KeptAnswer(b"body", 12.5, '"tag"', "yesterday")
    file = AnswerFile(tmp_path / "a.db", 1_000)
    file.put("key", answer)
    file.close()
    assert await file.get("key") == answer
    assert await file.get("other") is None
    file.renew("key", 99.0)
    assert await file.get("key") == answer._replace(at=99.0)
    file.close()


@examples(max_examples=20)
@given(
    st.lists(st.tuples(st.sampled_from("abcdefgh"), st.none() | st.integers(1, 300)), max_size=25)
)
def test_the_file_never_holds_more_than_it_may_and_the_least_used_go_first(
    steps: list[tuple[str, int | None]],
) -> None:
    room = 600
    held: OrderedDict[str, int] = OrderedDict()

    async def follow(path: Path) -> None:
        file = AnswerFile(path, room, clock=Clock())
        for key, size in steps:
            if size is None:
                found = await file.get(key)
                assert (found is None) == (key not in held)
                if key in held:
                    held.move_to_end(key)
                continue
            file.put(key, KeptAnswer(body_of(size), 0.0))
            held.pop(key, None)
            packed = size + 11  # what zlib adds to bytes that cannot be packed
            if packed * 4 > room:
                continue
            held[key] = packed
            while sum(held.values()) > room:
                held.popitem(last=False)
        keys = {key for key in "abcdefgh" if await file.get(key) is not None}
        file.close()
        assert keys == set(held)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(follow(Path(folder) / "a.db"))


async def test_a_file_that_cannot_be_used_finds_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    file = AnswerFile(tmp_path / "file" / "a.db", 1_000)
    for _again in range(5):
        file.put("key", KeptAnswer(b"body", 0.0))
        assert await file.get("key") is None
    file.close()


BOMB = zlib.compress(bytes(33 * 1024 * 1024)).hex()


@pytest.mark.parametrize(
    "damage",
    ["body = x'00'", "body = 'text'", "body = 5", f"body = x'{BOMB}'"]
    + ["at = 'then'", "at = 1e300", "at = -1.0", "etag = x'ff'", "modified = x'00'"],
)
async def test_an_answer_that_was_damaged_is_not_one(damage: str, tmp_path: Path) -> None:
    file = AnswerFile(tmp_path / "a.db", 100_000)
    file.put("key", KeptAnswer(b"body", 0.0))
    file.close()
    connection = sqlite3.connect(tmp_path / "a.db")
    with connection:
        connection.execute(f"UPDATE answers SET {damage}")
    connection.close()
    assert await file.get("key") is None
    file.close()


async def test_an_answer_used_at_no_time_is_one(tmp_path: Path) -> None:
    file = AnswerFile(tmp_path / "a.db", 100_000)
    file.put("key", KeptAnswer(b"body", 1.0))
    file.close()
    connection = sqlite3.connect(tmp_path / "a.db")
    with connection:
        connection.execute("UPDATE answers SET used = 'then'")
    connection.close()
    assert await file.get("key") == KeptAnswer(b"body", 1.0)
    file.close()
