"""What the places beyond datasets look like, at the two sizes that matter."""

from __future__ import annotations

import pytest
from pictures import SIZES, Compare, picture

PLACES = [
    ("organization", "organization:metropole-de-lyon", ""),
    ("dataservice", "dataservice:api-jours-feries", ""),
    ("organization-unknown", "organization:metropole", ""),
    ("licences", "license:", ""),
    ("harvest", "harvest:catalogue-moisson-invalid", "2"),
    ("leads", "dataset:population-des-communes-francaises#about", "e"),
    ("linked-data", "dataset:jeu-orphelin", "R"),
    ("activity", "activity:", ""),
    ("search-reuses", "search:carte?kind=reuses&sort=-views", ""),
]


@SIZES
@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
def test_a_place_looks_as_it_did(
    snap_compare: Compare, name: str, address: str, keys: str, size: tuple[int, int]
) -> None:
    assert picture(snap_compare, address, keys, size)
