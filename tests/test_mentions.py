"""The places that a text names."""

from __future__ import annotations

from tui.links.mentions import LONGEST, MOST, mentions
from tui.settings import SITES

DATASET, ORG = "5a" * 12, "6b" * 12
FILE = "123e4567-e89b-12d3-a456-426614174000"


def named(text: str, kind: str = "dataset") -> list[tuple[str, str]]:
    return [(str(each.title), str(each.link)) for each in mentions(text, kind)]


def test_items_of_a_list_are_named_once_by_their_title() -> None:
    text = (
        "Found 2 dataservice(s)\n\n"
        f"1. Météo\n   ID: {DATASET}\n   Organization ID: {ORG}\n"
        "   URL: https://www.data.gouv.fr/dataservices/meteo/\n\n"
        "2. Eau \x1b[2J\n   URL: https://www.data.gouv.fr/dataservices/eau.\n"
    )
    assert named(text, "dataservice") == [
        ("Météo", f"dataservice:{DATASET}"),
        (f"organization:{ORG}", f"organization:{ORG}"),
        ("Eau ␛[2J", "dataservice:eau"),
    ]


def test_ids_are_known_by_their_names_in_text_and_in_json() -> None:
    text = f"Resource ID: {FILE}\nDataset ID: {DATASET}\nDataset Metrics: {DATASET}\nnumber {ORG}"
    assert [link for _t, link in named(text)] == [f"resource:{FILE}", f"dataset:{DATASET}"]
    written = f'{{"organization_id": "{ORG}", "resource_id":"{FILE}", "url": "https://a.test/x"}}'
    assert [link for _t, link in named(written)] == [f"organization:{ORG}", f"resource:{FILE}"]
    assert [link for _t, link in named(f"look at {FILE.upper()} (file)")] == [f"resource:{FILE}"]


def test_an_address_that_its_text_cuts_is_no_place() -> None:
    url = "https://www.data.gouv.fr/organizations/insee"
    assert named(f"[Insee]({url}/) and [Insee]({url[:-2]}") == [
        ("organization:insee", "organization:insee")
    ]


def test_addresses_of_elsewhere_are_no_places() -> None:
    assert named(f"https://a.test/{FILE}.csv and https://[bad and http://www.data.gouv.fr/") == []
    assert named("https://demo.data.gouv.fr/datasets/a/") == []
    sample = SITES["sample"]
    assert mentions(f"{sample.web_url}/datasets/a/", site=sample)[0].link.ident == "a"


def test_what_is_long_is_cut() -> None:
    many = "\n".join(f"ID: {number:024x}" for number in range(MOST + 5))
    assert len(mentions(many)) == MOST
    assert mentions(" " * LONGEST + f"ID: {DATASET}") == ()
