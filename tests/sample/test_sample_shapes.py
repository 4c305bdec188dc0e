"""What the sample site answers has the fields that the real services give, of the same types."""

from __future__ import annotations

import pytest
from sample_site import Json, Visitor, dataset_id, recorded, site, table_id

FREE = {"extras", "harvest", "metrics", "facets", "columns", "formats", "profile", "unique_values"}
"""Objects whose keys are data."""

POPULATION = "population-des-communes-francaises"


def differences(ours: Json, theirs: Json, path: str = "") -> list[str]:
    """Where two answers have different fields, or values that no client could take for the same."""
    if theirs is None or ours is None:
        return []
    if isinstance(theirs, dict):
        if not isinstance(ours, dict):
            return [f"{path}: not an object"]
        if path.rpartition(".")[2] in FREE:
            return []
        found = [f"{path}.{key}: missing" for key in theirs.keys() - ours.keys()]
        found += [f"{path}.{key}: too much" for key in ours.keys() - theirs.keys()]
        for key in theirs.keys() & ours.keys():
            found += differences(ours[key], theirs[key], f"{path}.{key}")
        return found
    if isinstance(theirs, list):
        if not isinstance(ours, list):
            return [f"{path}: not a list"]
        return differences(ours[0], theirs[0], f"{path}[]") if ours and theirs else []
    numbers = (int, float)
    alike = type(ours) is type(theirs) or (
        isinstance(ours, numbers) and isinstance(theirs, numbers)
    )
    return [] if alike else [f"{path}: {type(ours).__name__}, not {type(theirs).__name__}"]


def quality_apart(body: Json) -> Json:
    """Which criteria are there depends on the dataset."""
    for item in body.get("data", [body]):
        assert 0 <= item.pop("quality")["score"] <= 1
    return body


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("search", "/api/2/datasets/search/?page_size=1"),
        ("dataset full", f"/api/2/datasets/{POPULATION}/"),
        ("dataset v2", f"/api/2/datasets/{POPULATION}/"),
        ("dataset v1", f"/api/1/datasets/{POPULATION}/"),
    ],
)
async def test_datasets_have_the_fields_of_the_real_ones(name: str, path: str) -> None:
    full = {"x_get_datasets_full_objects": "True"} if "full" in name else {}
    answer = await Visitor().main(path, **full)
    theirs = quality_apart(recorded()[name]["body"])
    assert differences(quality_apart(answer.json()), theirs) == []


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("resources", f"/api/2/datasets/{POPULATION}/resources/?page_size=1"),
        ("found resource", "/api/2/datasets/resources/{file}/"),
        ("organization", "/api/1/organizations/{organization}/"),
        ("organization search", "/api/2/organizations/search/?page_size=1"),
        ("reuse v2", "/api/2/reuses/?page_size=1"),
        ("dataservices", "/api/1/dataservices/?page_size=1"),
        ("discussions", "/api/1/discussions/?page_size=1"),
        ("community", "/api/1/datasets/community_resources/?page_size=1"),
        ("suggest datasets", "/api/1/datasets/suggest/?q=qual"),
        ("suggest organizations", "/api/1/organizations/suggest/?q=metro"),
        ("suggest tags", "/api/1/tags/suggest/?q=envi"),
        ("suggest formats", "/api/1/datasets/suggest/formats/?q=cs"),
        ("suggest zones", "/api/1/spatial/zones/suggest/?q=bre"),
        ("suggest users", "/api/1/users/suggest/?q=no"),
        ("licenses", "/api/1/datasets/licenses/"),
        ("frequencies", "/api/1/datasets/frequencies/"),
        ("schemas", "/api/1/datasets/schemas/"),
        ("resource types", "/api/1/datasets/resource_types/"),
        ("zone", "/api/1/spatial/zone/fr:region:53/"),
    ],
)
async def test_the_rest_of_the_catalogue_has_the_fields_of_the_real_one(
    name: str, path: str
) -> None:
    population = site().catalogue.dataset(POPULATION)
    assert population is not None
    assert population.organization is not None
    url = path.format(file=population.resources[0].id, organization=population.organization.id)
    answer = await Visitor().main(url)
    assert answer.status_code == 200
    assert answer.json()
    assert differences(answer.json(), recorded()[name]["body"]) == []


async def test_every_kind_of_facet_is_there_with_all_first_and_at_most_fifty_values() -> None:
    facets = (await Visitor().main("/api/2/datasets/search/")).json()["facets"]
    assert facets.keys() == recorded()["search"]["body"]["facets"].keys()
    for values in facets.values():
        assert values[0]["name"] == "all"
        assert len(values) <= 50


async def test_metadata_and_profile_have_the_fields_of_the_real_ones() -> None:
    visitor = Visitor()
    meta = (await visitor.rows(table_id("types"), "")).json()
    profile = (await visitor.rows(table_id("types"), "profile/")).json()
    assert differences(meta, recorded()["tabular meta"]["body"]) == []
    assert profile.keys() == recorded()["tabular profile types"]["body"].keys()
    theirs = recorded()["tabular profile types"]["body"]["profile"]
    assert profile["profile"].keys() == theirs.keys()
    kinds = {name: column["python_type"] for name, column in theirs["columns"].items()}
    ours = profile["profile"]["columns"]
    assert {name: column["python_type"] for name, column in ours.items()} == kinds
    assert profile["profile"]["header"] == theirs["header"]
    for name, report in theirs["profile"].items():
        assert profile["profile"]["profile"][name].keys() == report.keys()


async def test_a_page_of_rows_has_the_envelope_of_the_real_one() -> None:
    visitor = Visitor()
    page = (await visitor.rows(table_id("communes"), "data/")).json()
    theirs = recorded()["tabular page"]["body"]
    for part in ("links", "meta"):
        assert page[part].keys() == theirs[part].keys()
    assert next(iter(page["data"][0])) == "__id"


@pytest.mark.parametrize("name", [name for name in recorded() if name.startswith("metrics ")])
async def test_metrics_have_the_columns_of_the_real_ones(name: str) -> None:
    answer = (await Visitor().metrics(f"{name.removeprefix('metrics ')}/data/?page_size=1")).json()
    theirs = recorded()[name]["body"]
    assert list(answer["data"][0]) == list(theirs["data"][0])
    assert answer["links"].keys() == theirs["links"].keys()
    assert answer["meta"].keys() == theirs["meta"].keys()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("window", "/api/2/datasets/search/?page=501&page_size=20"),
        ("page zero", "/api/2/datasets/search/?page=0"),
        ("bad sort", "/api/2/datasets/search/?sort=bogus"),
        ("bad choice", "/api/2/datasets/search/?format_family=bogus"),
        ("bad coverage", "/api/2/datasets/search/?temporal_coverage=2015"),
        ("page not a number", "/api/1/datasets/?page=abc"),
        ("slug for an id", "/api/1/datasets/?organization=metropole-de-lyon"),
        ("archived", "/api/1/datasets/?archived=false"),
        ("community bad dataset", "/api/1/datasets/community_resources/?dataset=abc"),
        ("gone", "/api/2/datasets/jeu-supprime/"),
        ("not found", "/api/2/datasets/5f0000000000000000000000/"),
        ("unknown route", "/api/1/nope/"),
        ("no q", "/api/1/datasets/suggest/"),
        ("bad size", "/api/1/datasets/suggest/?q=a&size=abc"),
        ("organization gone", "/api/1/organizations/agence-dissoute/"),
    ],
)
async def test_errors_are_those_of_the_real_catalogue(name: str, path: str) -> None:
    answer = await Visitor().main(path)
    theirs = recorded()[f"error {name}"]
    assert (answer.status_code, answer.json()) == (theirs["status"], theirs["body"])


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("list page past the end", "/api/1/datasets/?page=99&page_size=100"),
        (
            "resource not found",
            "/api/2/datasets/resources/900f4b0b-bf36-5faf-98af-986519bd200f/",
        ),
    ],
)
async def test_errors_start_with_the_words_of_the_real_catalogue(name: str, path: str) -> None:
    answer = await Visitor().main(path)
    theirs = recorded()[f"error {name}"]
    assert answer.status_code == theirs["status"]
    first_sentence = answer.json()["message"].split(".")[0]
    assert theirs["body"]["message"].startswith(first_sentence)


def test_the_dataset_of_the_examples_is_known_by_its_id_too() -> None:
    assert site().catalogue.dataset(dataset_id(POPULATION)) is site().catalogue.dataset(POPULATION)
