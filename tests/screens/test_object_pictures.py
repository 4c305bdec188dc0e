"""What the places beyond datasets look like where something is open in them, at both sizes."""

from __future__ import annotations

import pytest
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

PLACES = [
    ("organization-unknown", "organization:metropole", ""),
    ("harvest", "harvest:catalogue-moisson-invalid", "2"),
    ("leads", "dataset:population-des-communes-francaises#about", "e"),
    ("linked-data", "dataset:jeu-orphelin", "R"),
    ("search-reuses", "search:carte?kind=reuses&sort=-views", ""),
]


@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
async def test_a_place_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)
