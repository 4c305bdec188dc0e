"""What the rows of a table, and everything opened from them, look like at the two sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pictures import assert_looks_as_kept
from syrupy.assertion import SnapshotAssertion

from tui.sample.names import resource_id

COMMUNES = f"resource:{resource_id('population-des-communes-francaises/0')}"
TYPES = f"resource:{resource_id('tous-les-types-de-colonnes/0')}"
WIDE = f"resource:{resource_id('indicateurs-statistiques-a-300-colonnes/0')}"
GROUPS = f"{COMMUNES}?region__groupby&population_municipale__sum&population_municipale__avg"
FILTERED = f"{COMMUNES}?or=(region__exact.Bretagne,population_municipale__greater.5000)"

PICTURES = [
    ("arranged", COMMUNES, "right f right right minus m m S right S"),
    ("found", COMMUNES, "ctrl+f s a i n t enter n"),
    ("wide", WIDE, "f greater_than_sign greater_than_sign"),
    ("pick-columns", COMMUNES, "C space space r e g"),
    ("filter-list", COMMUNES, f"right right slash {'down ' * 8}tab space"),
    ("filter-text", COMMUNES, "e r e g i o n space = space"),
    ("filter-text-wrong", COMMUNES, "e r e g i o n space left_parenthesis 3 enter"),
    ("filter-tree", FILTERED, "E down"),
    ("order", f"{COMMUNES}?region__sort=asc&population_municipale__sort=desc.nullslast", "O"),
    ("cell-json", TYPES, "end left left enter"),
    ("record", COMMUNES, "v right down down"),
    ("profile", COMMUNES, "right right i"),
    ("profile-numbers", COMMUNES, "right right right right i"),
    ("structure", f"{COMMUNES}#structure", "right right right s s"),
    ("group-by", COMMUNES, "right right right a space tab"),
    ("groups", GROUPS, "down"),
    ("groups-refused", f"resource:{resource_id('textes-hostiles/0')}", "F"),
    ("plot", COMMUNES, "right right right right full_stop"),
    ("plot-groups", GROUPS, "full_stop"),
    ("copy-menu", COMMUNES, "m m y"),
    ("export", FILTERED, "ctrl+s"),
    ("help-table", COMMUNES, "question_mark"),
]


@pytest.fixture(autouse=True)
def _one_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An export proposes the folder one is in: an empty one of the same name in every picture."""
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(folder)


@pytest.mark.parametrize(("name", "address", "keys"), PICTURES, ids=[p[0] for p in PICTURES])
async def test_a_table_looks_as_it_did(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys)


@pytest.mark.parametrize(
    ("name", "address", "keys"),
    [p for p in PICTURES if p[0] in ("filter-list", "profile", "groups", "export")],
    ids=["filter-list", "profile", "groups", "export"],
)
async def test_a_table_looks_as_it_did_in_french(
    name: str, address: str, keys: str, snapshot: SnapshotAssertion
) -> None:
    await assert_looks_as_kept(snapshot, address, keys, lang="fr")
