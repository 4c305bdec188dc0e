"""What history, bookmarks and the choices of “Go to” look like."""

from __future__ import annotations

import pytest
from pictures import SIZES, Compare, picture

PLACES = [
    ("history", "search:population", "enter enter H"),
    ("bookmarks", "search:population", "b enter b B"),
    ("go-to", "search:population", "o t r a n s p o r t enter"),
]


@SIZES
@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
def test_what_is_remembered_looks_as_it_did(
    snap_compare: Compare, name: str, address: str, keys: str, size: tuple[int, int]
) -> None:
    assert picture(snap_compare, address, keys, size)
