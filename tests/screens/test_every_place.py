"""What every place looks like, at both sizes from one start; every other one in French."""

from __future__ import annotations

from itertools import cycle

import pytest
from people import NARROW, WIDE, at_the_keyboard
from pictures import resized
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion

from tui.links import KINDS, parse_link
from tui.sample.data.catalogue import catalogue_of
from tui.sample.names import object_id, resource_id
from tui.settings import SITES

SLUG = "population-des-communes-francaises"
FIGURES = f"metrics:dataset:{object_id('dataset', SLUG)}"
ROWS = f"resource:{resource_id(f'{SLUG}/0')}"
SOURCE = catalogue_of().sources[0]
NOT_YET = {"file"}
"""Kinds of addresses that no screen shows yet."""

PLACES = {
    "search": "search:eau",
    "search-organizations": "search:?kind=organizations",
    "search-discussions": "search:?kind=discussions",
    "dataset": f"dataset:{SLUG}",
    "dataset-about": f"dataset:{SLUG}#about",
    "dataset-quality": f"dataset:{SLUG}#quality",
    "organization": "organization:metropole-de-lyon",
    "dataservice": "dataservice:api-jours-feries",
    "api": "dataservice:api-bornes-de-recharge#listerObjets",
    "api-broken": "openapi:https://api-nappes.invalid/openapi.yaml",
    "console": "openapi:http://www.sample.invalid/api/1/swagger.json#follow_dataset",
    "reuse": "reuse:tableau-de-bord-allocataires-par-commune-3",
    "topic": "topic:mobilites-du-quotidien",
    "user": "user:jerome-martin",
    "post": "post:les-donnees-de-lenergie",
    "discussion": "discussion:7c32cffc5e8c1e5374de4ac4",
    "contact": f"contact:{object_id('contact', 'Ville de Paris')}",
    "harvest": f"harvest:{SOURCE.id}",
    "harvests": "harvest:",
    "job": f"job:{SOURCE.jobs[0].id}",
    "zone": "zone:fr:region:11",
    "level": "level:fr:region",
    "tag": "tag:transport",
    "tags": "tag:",
    "licence": "license:lov2",
    "licences": "license:",
    "schema": "schema:etalab/schema-irve-statique",
    "activity": "activity:",
    "account": "account:",
    "feeds": "feeds:",
    "feeds-organization": "feeds:ville-de-paris",
    "quality": "quality:ville-de-paris",
    "rows": ROWS,
    "structure": f"{ROWS}#structure",
    "groups": f"{ROWS}?region__groupby&region__count",
    "metrics": FIGURES,
    "metrics-top": "metrics:top",
    "mcp": "mcp:query_resource_data",
}


def test_no_kind_of_place_is_forgotten() -> None:
    shown = {parse_link(address, SITES["sample"]).kind for address in PLACES.values()}
    assert shown == set(KINDS) - NOT_YET


@pytest.mark.parametrize(("name", "lang"), zip(PLACES, cycle(("fr", "en")), strict=False))
async def test_a_place_looks_as_it_did(
    name: str, lang: str, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATAGOUV_TUI_API_KEY_SAMPLE", "sample-key")
    kept = snapshot.use_extension(SVGImageExtension)
    async with at_the_keyboard(PLACES[name], size=WIDE, lang=lang) as person:
        wide = person.app.export_screenshot(simplify=True)
        narrow = await resized(person, NARROW)
    assert wide == kept(name="120x40")
    assert narrow == kept(name="80x24")
