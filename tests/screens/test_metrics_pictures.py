"""What the places of figures look like."""

from __future__ import annotations

import pytest
from pictures import SIZES, Compare, picture

from tui.sample.names import object_id

DATASET = f"metrics:dataset:{object_id('dataset', 'population-des-communes-francaises')}"

PICTURES = [
    ("panels", DATASET, ""),
    ("chart", DATASET, "enter"),
]


@SIZES
@pytest.mark.parametrize(("name", "address", "keys"), PICTURES, ids=[each[0] for each in PICTURES])
def test_figures_look_as_they_did(
    snap_compare: Compare, name: str, address: str, keys: str, size: tuple[int, int]
) -> None:
    assert picture(snap_compare, address, keys, size)


def test_a_top_list_looks_as_it_did_in_french(snap_compare: Compare) -> None:
    assert picture(snap_compare, "metrics:top", "", (80, 24), lang="fr")
