"""Searching and reading the catalogue of the sample site."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from sample_site import Json, Visitor, dataset_id, site

from tui.api.search import REFUSED
from tui.settings import SITES


async def search(query: str, visitor: Visitor | None = None) -> Json:
    answer = await (visitor or Visitor()).main(f"/api/2/datasets/search/?{query}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def titles(query: str) -> list[str]:
    return [item["title"] for item in (await search(query))["data"]]


async def test_the_first_result_for_population_is_the_population_of_towns() -> None:
    assert (await titles("q=population"))[0] == "Population des communes françaises"


@pytest.mark.parametrize("q", ["qualité de l'air rennes", "QUALITE AIR RENNES", "renn air qual"])
async def test_accents_case_order_and_unfinished_words_do_not_matter(q: str) -> None:
    assert "Qualité de l'air – Rennes" in await titles(f"q={q}&page_size=100")


async def test_every_word_is_wanted() -> None:
    assert (await search("q=arbres"))["total"] > 1
    assert (await search("q=arbres introuvable"))["total"] == 0


async def test_producers_tags_and_acronyms_are_searched_too() -> None:
    assert "Population des communes françaises" in await titles("q=insee&page_size=100")
    assert (await titles("q=dvf"))[0] == "Demandes de valeurs foncières"
    assert (await search("q=irve"))["total"] > 3


async def test_several_tags_must_all_be_there_while_formats_are_alternatives() -> None:
    one = (await search("tag=mobilite"))["total"]
    both = (await search("tag=mobilite&tag=velo"))["total"]
    assert 0 < both < one
    csv = (await search("format=csv"))["total"]
    either = (await search("format=csv&format=geojson"))["total"]
    assert csv < either


@pytest.mark.parametrize(
    "query",
    [
        "license=lov2",
        "geozone=fr:region:53",
        "granularity=fr:commune",
        "format_family=geographical",
        "schema=scdl/subventions",
        "badge=hvd",
        "access_type=restricted",
        "producer_type=local-authority",
        "organization_badge=certified",
        "last_update_range=last_30_days",
        "featured=true",
        "temporal_coverage=2024-01-01-2024-12-31",
    ],
)
async def test_each_filter_keeps_some_datasets_and_drops_others(query: str) -> None:
    assert 0 < (await search(query))["total"] < (await search(""))["total"]


async def test_a_facet_is_counted_without_its_own_filter() -> None:
    free = (await search("q=velo"))["facets"]
    filtered = (await search("q=velo&format=csv"))["facets"]
    assert filtered["format"] == free["format"]
    count = next(item["count"] for item in free["format"] if item["name"] == "csv")
    assert filtered["license"][0] == {"name": "all", "count": count}


async def test_following_a_facet_gives_as_many_datasets_as_it_says() -> None:
    facets = (await search(""))["facets"]
    for facet, parameter in (("license", "license"), ("tag", "tag"), ("topics", "topic")):
        value = facets[facet][1]
        assert (await search(f"{parameter}={value['name']}"))["total"] == value["count"]
    organization = facets["organization_id_with_name"][1]
    ident, _, name = organization["name"].partition("|")
    found = await search(f"organization={ident}")
    assert found["total"] == organization["count"]
    assert found["data"][0]["organization"]["name"] == name


@pytest.mark.parametrize("key", ["created", "last_update", "reuses", "followers", "views"])
async def test_results_come_in_the_order_asked(key: str) -> None:
    fields = {"created": "created_at", "last_update": "last_update"}

    def read(item: Json) -> Json:
        return item[fields[key]] if key in fields else item["metrics"][key]

    found = [read(item) for item in (await search(f"sort=-{key}&page_size=100"))["data"]]
    assert found == sorted(found, reverse=True)
    found = [read(item) for item in (await search(f"sort={key}&page_size=100"))["data"]]
    assert found == sorted(found)


async def test_next_pages_lead_to_the_last_one_and_never_repeat() -> None:
    visitor = Visitor()
    url: str | None = "/api/2/datasets/search/?q=&page_size=90"
    seen: list[str] = []
    while url:
        page = (await visitor.main(url)).json()
        seen += [item["id"] for item in page["data"]]
        following = page["next_page"]
        assert following is None or following.startswith(SITES["sample"].main_url)
        url = f"/api{following.partition('/api')[2]}" if following else None
    assert len(seen) == len(set(seen)) == page["total"] >= 400


async def test_a_page_past_the_end_of_a_search_is_empty() -> None:
    page = await search("page=99")
    assert page["data"] == []
    assert page["total"] > 400
    assert dict(parse_qsl(urlsplit(page["previous_page"]).query)) == {"page": "98"}


async def test_what_is_hidden_is_in_no_list_and_says_why_by_its_address() -> None:
    visitor = Visitor()
    page = (await visitor.main("/api/1/datasets/?page_size=1000")).json()
    slugs = {item["slug"] for item in page["data"]}
    statuses = {"jeu-archive": 200, "jeu-supprime": 410, "jeu-prive": 404}
    for slug, status in statuses.items():
        assert slug not in slugs
        assert (await visitor.main(f"/api/2/datasets/{slug}/")).status_code == status
    archived = (await visitor.main("/api/2/datasets/jeu-archive/")).json()
    assert archived["archived"] is not None


async def test_a_renamed_slug_and_a_missing_slash_are_redirected() -> None:
    visitor = Visitor()
    renamed = await visitor.main("/api/2/datasets/oeuvres-d-art/?lang=en")
    assert renamed.status_code == 308
    place = "/api/2/datasets/oeuvres-dart-de-lespace-public/?lang=en"
    assert renamed.headers["location"] == place
    assert (await visitor.main(place)).status_code == 200
    bare = await visitor.main("/api/2/datasets/jeu-orphelin")
    assert bare.status_code == 308
    assert bare.headers["location"].endswith("/api/2/datasets/jeu-orphelin/")


async def test_full_objects_give_labels_in_the_language_asked() -> None:
    visitor = Visitor()
    path = "/api/2/datasets/population-des-communes-francaises/"
    plain = (await visitor.main(path)).json()
    assert isinstance(plain["frequency"], str)
    full = (await visitor.main(path, x_get_datasets_full_objects="True")).json()
    assert full["frequency"] == {"id": "annual", "label": "Annuelle"}
    english = (await visitor.main(f"{path}?lang=en", x_get_datasets_full_objects="True")).json()
    assert english["frequency"]["label"] == "Annually"
    assert full["license"]["title"].startswith("Licence Ouverte")
    assert full["spatial"]["zones"] == [{"id": "country:fr", "name": "France", "uri": None}]


async def test_files_are_paged_by_fifty_and_found_by_type_and_title() -> None:
    visitor = Visitor()
    path = "/api/2/datasets/jeu-a-220-ressources/resources/"
    first = (await visitor.main(path)).json()
    assert (first["page_size"], first["total"], len(first["data"])) == (50, 220, 50)
    last = (await visitor.main(f"{path}?page=5")).json()
    assert len(last["data"]) == 20
    assert last["next_page"] is None
    assert (await visitor.main(f"{path}?page=6")).json()["data"] == []
    assert (await visitor.main(f"{path}?type=main")).json()["total"] == 1
    assert (await visitor.main(f"{path}?q=RELEVÉ DU 01/")).json()["total"] == 7
    empty = (await visitor.main("/api/2/datasets/jeu-sans-ressource/resources/")).json()
    assert empty["total"] == 0


async def test_a_file_leads_to_its_dataset_and_its_stable_address_to_the_file() -> None:
    visitor = Visitor()
    dataset = site().catalogue.dataset("population-des-communes-francaises")
    assert dataset is not None
    rid = dataset.resources[0].id
    found = (await visitor.main(f"/api/2/datasets/resources/{rid}/")).json()
    assert found["dataset_id"] == dataset.id
    latest = await visitor.main(f"/api/1/datasets/r/{rid}")
    assert (latest.status_code, latest.headers["location"]) == (302, dataset.resources[0].url)
    assert (await visitor.main(f"/api/1/datasets/r/{rid}/")).status_code == 404


async def test_a_mask_keeps_the_fields_asked_and_nothing_else() -> None:
    visitor = Visitor()
    path = "/api/1/datasets/?page_size=2"
    page = (await visitor.main(path, x_fields="data{id,organization{name}},total")).json()
    assert page.keys() == {"data", "total"}
    assert page["data"][0].keys() == {"id", "organization"}
    page = (await visitor.main(path, x_fields="data{id},*")).json()
    assert page["data"][0].keys() == {"id"}
    assert page["page"] == 1
    assert (await visitor.main(path, x_fields="id,title")).json() == {}
    broken = await visitor.main(path, x_fields="data{id")
    assert broken.status_code == 400
    assert broken.json() == {"message": "Mask parse error: Missing closing bracket"}


async def test_an_orphan_has_neither_organization_nor_owner() -> None:
    found = (await Visitor().main("/api/2/datasets/jeu-orphelin/")).json()
    assert (found["organization"], found["owner"]) == (None, None)


async def test_the_hostile_dataset_arrives_as_it_was_typed() -> None:
    found = (await Visitor().main("/api/2/datasets/textes-hostiles/")).json()
    for piece in ("[@click=app.quit]", "[/]", "\x1b]52;c;", "\x9b", "\u202e", "\u200b"):
        assert piece in found["title"]
    assert len(found["title"]) > 1_000


async def test_lists_take_ids_where_searches_take_anything() -> None:
    visitor = Visitor()
    ident = dataset_id("population-des-communes-francaises")
    for path in ("/api/2/reuses/?dataset=", "/api/1/dataservices/?dataset="):
        assert (await visitor.main(path + ident)).status_code == 200
        assert (await visitor.main(f"{path}slug")).status_code == 400
    assert (await visitor.main(f"/api/1/discussions/?for={ident}")).json()["total"] > 0
    assert (await visitor.main("/api/2/datasets/search/?organization=slug")).json()["total"] == 0


async def test_the_datasets_of_a_reuse_are_listed() -> None:
    visitor = Visitor()
    reuse = (await visitor.main("/api/2/reuses/?page_size=1")).json()["data"][0]
    found = (await visitor.main(f"/api/2/datasets/?reuse={reuse['id']}")).json()
    assert found["total"] == reuse["datasets"]["total"] > 0


async def test_what_others_added_to_a_dataset_is_counted_listed_and_found_by_its_id() -> None:
    visitor = Visitor()
    dataset = (await visitor.main("/api/2/datasets/population-des-communes-francaises/")).json()
    ident, told = dataset["id"], dataset["community_resources"]["total"]
    path = "/api/1/datasets/community_resources/"
    page = (await visitor.main(f"{path}?dataset={ident}")).json()
    assert page["total"] == len(page["data"]) == told > 0
    assert {item["dataset"]["id"] for item in page["data"]} == {ident}
    rid = page["data"][0]["id"]
    assert (await visitor.main(f"{path}{rid}/")).json()["id"] == rid
    found = (await visitor.main(f"/api/2/datasets/resources/{rid}/")).json()
    assert found["dataset_id"] == ident
    assert (
        await visitor.main(f"{path}{ident[:8]}-1111-4111-8111-{ident[:12]}/")
    ).status_code == 404


async def test_a_thousand_files_come_by_pages_and_by_types() -> None:
    visitor = Visitor()
    path = "/api/2/datasets/jeu-a-1000-ressources/resources/"
    page = (await visitor.main(f"{path}?page=20")).json()
    assert (page["total"], len(page["data"]), page["next_page"]) == (1_000, 50, None)
    assert (await visitor.main(f"{path}?type=update&page_size=1")).json()["total"] == 700
    assert (await visitor.main(f"{path}?q=0777")).json()["total"] == 1


async def test_there_is_enough_to_look_at() -> None:
    visitor = Visitor()
    metrics = (await visitor.main("/api/1/site/")).json()["metrics"]
    assert metrics["datasets"] >= 400
    assert metrics["organizations"] == 60
    assert metrics["reuses"] == 60
    assert metrics["dataservices"] == 40
    assert metrics["discussions"] >= 100


async def test_what_a_kind_refuses_is_refused_there_alone() -> None:
    visitor = Visitor()
    for kind, pairs in REFUSED.items():
        for name, value in pairs:
            refused = await visitor.main(f"/api/2/{kind}/search/?{name}={value}")
            assert refused.status_code == 400
            taken = await visitor.main(f"/api/2/reuses/search/?{name}={value}&page_size=1")
            assert taken.status_code == 200
