"""What the places of figures look like."""

from __future__ import annotations

import pytest
from pictures import SIZES, Compare, picture

from tui.sample.names import object_id

SLUG = "population-des-communes-francaises"
DATASET = f"metrics:dataset:{object_id('dataset', SLUG)}"
OTHERS = ",".join(
    object_id("dataset", slug)
    for slug in ("prix-des-carburants-en-france", "demandes-de-valeurs-foncieres")
)

PICTURES = [
    ("chart", DATASET, "enter"),
    ("tab", f"dataset:{SLUG}#metrics", "right"),
    ("compared", f"{DATASET}?range=36&chart=visit&with={OTHERS},site&index=1", ""),
]


@SIZES
@pytest.mark.parametrize(("name", "address", "keys"), PICTURES, ids=[each[0] for each in PICTURES])
def test_figures_look_as_they_did(
    snap_compare: Compare, name: str, address: str, keys: str, size: tuple[int, int]
) -> None:
    assert picture(snap_compare, address, keys, size)
