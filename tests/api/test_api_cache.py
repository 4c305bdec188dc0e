"""The memory for answers: what it keeps, for how long, and what it lets go first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tui.api.cache import Cache


def test_the_answer_used_longest_ago_goes_first() -> None:
    cache = Cache(max_bytes=40)
    for key in "abcd":
        cache.put(key, 200, b"0123456789")
    assert cache.get("a") is not None
    cache.put("e", 200, b"0123456789")
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]


def test_an_answer_grows_too_old() -> None:
    now = [0.0]
    cache = Cache(max_age=10, clock=lambda: now[0])
    cache.put("a", 200, b"body")
    now[0] = 10.0
    kept = cache.get("a")
    assert kept is not None
    assert (kept.status, kept.body) == (200, b"body")
    now[0] = 10.1
    assert cache.get("a") is None
    assert (len(cache), cache.size) == (0, 0)


def test_a_large_answer_does_not_push_the_others_out() -> None:
    cache = Cache(max_bytes=40)
    cache.put("a", 200, b"0123456789")
    cache.put("b", 200, b"0123456789+")
    assert cache.get("a") is not None
    assert cache.get("b") is None


def test_a_renewed_answer_takes_the_place_of_the_old_one() -> None:
    cache = Cache()
    cache.put("a", 200, b"old and long")
    cache.put("a", 200, b"new")
    kept = cache.get("a")
    assert kept is not None
    assert kept.body == b"new"
    assert cache.size == 3
    cache.clear()
    assert (len(cache), cache.size) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 60))), st.integers(1, 200))
def test_the_memory_never_holds_more_than_it_may(puts: list[tuple[int, int]], room: int) -> None:
    cache = Cache(max_bytes=room)
    held: dict[int, int] = {}
    for key, size in puts:
        cache.put(key, 200, b"x" * size)
        held[key] = size
        assert cache.size <= room
    sizes = {key: held[key] for key in held if cache.get(key) is not None}
    assert cache.size == sum(sizes.values())
