"""What the places of figures look like."""

from __future__ import annotations

import pytest
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

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


@pytest.mark.parametrize(("name", "address", "keys"), PICTURES, ids=[each[0] for each in PICTURES])
async def test_figures_look_as_they_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)
