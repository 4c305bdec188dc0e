"""What the places beyond datasets look like where something is open in them, at both sizes."""

from __future__ import annotations

import pytest
from pictures import SIZES, Compare, picture

PLACES = [
    ("organization-unknown", "organization:metropole", ""),
    ("harvest", "harvest:catalogue-moisson-invalid", "2"),
    ("leads", "dataset:population-des-communes-francaises#about", "e"),
    ("linked-data", "dataset:jeu-orphelin", "R"),
    ("search-reuses", "search:carte?kind=reuses&sort=-views", ""),
]


@SIZES
@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
def test_a_place_looks_as_it_did(
    snap_compare: Compare, name: str, address: str, keys: str, size: tuple[int, int]
) -> None:
    assert picture(snap_compare, address, keys, size)
