"""What each place looks like, at the two sizes that matter, in both languages."""

from __future__ import annotations

import pytest
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

PLACES = [
    ("home", "", ""),
    ("search", "search:population", ""),
    ("search-filtered", "search:population?format=csv&tag=demographie&sort=-views", ""),
    ("search-facets", "search:population", "f down down"),
    ("search-suggestions", "", "t r a n s"),
    ("search-sorts", "search:population", "s"),
    ("search-nothing", "search:zzzz", ""),
    ("search-ways", "search:population?format=pdf&tag=eau&license=lov2", ""),
    ("search-filters", "search:population", "F"),
    ("dataset-json", "dataset:population-des-communes-francaises#json", ""),
    ("dataset-quality", "dataset:fichiers-sans-table#quality", ""),
    ("dataset-thread", "dataset:population-des-communes-francaises#discussions", "down enter"),
    ("dataset-reuses", "dataset:comptages-de-velos-ile-de-france#reuses", ""),
    ("dataset-file", "dataset:population-des-communes-francaises", "down i"),
    ("dataset-gone", "dataset:jeu-supprime", ""),
    ("dataset-unknown", "dataset:il-n-y-a-rien-ici", ""),
    ("dataset-hostile", "dataset:textes-hostiles", "1"),
    ("table", "dataset:population-des-communes-francaises", "enter"),
    (
        "table-filtered",
        "dataset:population-des-communes-francaises",
        "enter right right equals_sign right right s s",
    ),
    ("table-filter", "dataset:population-des-communes-francaises", "enter right right slash"),
    ("table-cell", "dataset:population-des-communes-francaises", "enter right enter"),
    ("table-columns", "dataset:population-des-communes-francaises", "enter c"),
    ("table-types", "dataset:tous-les-types-de-colonnes", "enter"),
    ("copy", "dataset:population-des-communes-francaises", "enter y"),
    ("palette", "search:population", "colon"),
    ("help", "search:population", "question_mark"),
]


@pytest.mark.parametrize(("name", "address", "keys"), PLACES, ids=[place[0] for place in PLACES])
async def test_a_place_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)


@pytest.mark.parametrize(
    ("name", "address", "keys"),
    [place for place in PLACES if place[0] in ("home", "help")],
    ids=["home", "help"],
)
async def test_a_place_looks_as_it_did_in_french(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys, lang="fr")
