"""What history, bookmarks and the choices of “Go to” look like."""

from __future__ import annotations

import pytest
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

PLACES = [
    ("history", "search:population", "enter enter H"),
    ("bookmarks", "search:population", "b enter b B"),
    ("go-to", "search:population", "o t r a n s p o r t enter"),
]


@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
async def test_what_is_remembered_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)
