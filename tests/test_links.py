import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.links import KINDS, Link, LinkError, is_object_id, is_uuid, parse_link, readings, site_of
from tui.settings import SITES, Site

WWW = SITES["www"]
RID = "4babf5f2-6a9c-45b5-9144-ca5eae6a7a6d"
OID = "53699934a3a729239d2051a1"

texts = st.text(max_size=30)
links = st.builds(
    Link,
    kind=st.sampled_from(KINDS),
    ident=texts,
    params=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
    fragment=texts,
)


def kind_or_problem(text: str) -> str:
    try:
        return parse_link(text).kind
    except LinkError as error:
        return str(error)


@given(links)
def test_reading_a_written_link_gives_it_back(link: Link) -> None:
    assert parse_link(str(link)) == link


@given(links)
def test_a_written_link_is_one_word_without_control_characters(link: Link) -> None:
    assert not set(str(link)) & set(string.whitespace)
    assert str(link).isprintable()


@given(st.text())
def test_any_text_is_a_link_or_a_sentence_that_says_why_not(text: str) -> None:
    assert kind_or_problem(text)


@given(st.text(alphabet="htps:/.#?&=%[]@dagouvfrnesc-123", max_size=60))
def test_anything_after_the_scheme_of_a_url_is_survived(rest: str) -> None:
    assert kind_or_problem(f"https://{rest}")
    assert kind_or_problem(f"https://www.data.gouv.fr/{rest}")


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("mcp:search_datasets?query=eau", Link("mcp", "search_datasets", (("query", "eau"),))),
        ("https://mcp.data.gouv.fr/mcp", Link("mcp")),
        ("search:transport?format=csv&sort=-views",
         Link("search", "transport", (("format", "csv"), ("sort", "-views")))),
        ("search:qualité de l'air", Link("search", "qualité de l'air")),
        ("search: air", Link("search", "air")),
        ("search:", Link("search")),
        ("search:c++", Link("search", "c++")),
        ("Dataset:abc#files", Link("dataset", "abc", (), "files")),
        (f"resource:{RID}?d%C3%A9p__exact=2A&row=120",
         Link("resource", RID, (("dép__exact", "2A"), ("row", "120")))),
        (f"resource:{RID}?col__isnull", Link("resource", RID, (("col__isnull", ""),))),
        ("metrics:dataset:abc?range=24", Link("metrics", "dataset:abc", (("range", "24"),))),
        ("file:./a%20b.csv", Link("file", "./a b.csv")),
        ("file:///home/me/a.csv", Link("file", "/home/me/a.csv")),
        ("file:https://example.org/a.csv", Link("file", "https://example.org/a.csv")),
    ],
)  # fmt: skip
def test_a_text_form_is_read(text: str, link: Link) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("", Link("search")),
        ("  ", Link("search")),
        (RID, Link("resource", RID)),
        (RID.upper(), Link("resource", RID)),
        (f" {OID}\n", Link("dataset", OID)),
        ("base-sirene-des-entreprises", Link("dataset", "base-sirene-des-entreprises")),
        ("population", Link("search", "population")),
        ("porte-avions", Link("search", "porte-avions")),
        ("population par commune", Link("search", "population par commune")),
        ("INSEE: population", Link("search", "INSEE: population")),
        ("12:30", Link("search", "12:30")),
    ],
)
def test_a_bare_text_is_an_id_a_slug_or_words(text: str, link: Link) -> None:
    assert parse_link(text) == link


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/", Link("search")),
        ("/fr/", Link("search")),
        ("/datasets/un-jeu/", Link("dataset", "un-jeu")),
        ("/fr/datasets/un-jeu/", Link("dataset", "un-jeu")),
        ("/en/datasets/un-jeu", Link("dataset", "un-jeu")),
        ("/es/datasets/un-jeu/#resources", Link("dataset", "un-jeu", (), "files")),
        ("/datasets/un-jeu/discussions", Link("dataset", "un-jeu", (), "discussions")),
        ("/datasets/un-jeu/informations?x=1", Link("dataset", "un-jeu", (), "about")),
        ("/fr/datasets/un-jeu/#/discussions/12", Link("dataset", "un-jeu", (), "discussions")),
        (f"/fr/datasets/un-jeu/#/resources/{RID}", Link("resource", RID)),
        (f"/fr/datasets/un-jeu/#resource-{RID}", Link("resource", RID)),
        (f"/fr/datasets/un-jeu/#/resources/{RID.upper()}", Link("resource", RID)),
        (f"/datasets/un-jeu?resource_id={RID}", Link("resource", RID)),
        (f"/fr/datasets/r/{RID}", Link("resource", RID)),
        ("/datasets/%C3%A9tat-civil/", Link("dataset", "état-civil")),
        ("/datasets/search?q=eau+potable&tag=eau&tag=sante&page=3",
         Link("search", "eau potable", (("tag", "eau"), ("tag", "sante")))),
        ("/fr/datasets/?q=bio&organization=", Link("search", "bio")),
        ("/search?q=train", Link("search", "train")),
        ("/fr/organizations/?q=insee", Link("search", "insee", (("kind", "organizations"),))),
        ("/admin/me/profile", Link("account")),
        ("/admin/me/datasets", Link("account", fragment="datasets")),
        ("/api/1/me/", Link("account")),
        ("/api/1/me/org_reuses/", Link("account", fragment="reuses")),
        ("/api/1/notifications/", Link("account", fragment="notifications")),
        ("/organizations/insee/datasets", Link("organization", "insee", (), "datasets")),
        ("/fr/organizations/insee/", Link("organization", "insee")),
        ("/reuses/ma-carte/", Link("reuse", "ma-carte")),
        ("/dataservices/api-adresse/", Link("dataservice", "api-adresse")),
        ("/topics/climat/", Link("topic", "climat")),
        ("/users/jeanne/", Link("user", "jeanne")),
        ("/posts/nouvelles/", Link("post", "nouvelles")),
        ("/pages/a-propos/", Link("post", "a-propos")),
        ("/es/organizations/insee#/members", Link("organization", "insee", (), "members")),
        ("/api/2/topics/climat/elements/", Link("topic", "climat", (), "elements")),
        ("/posts/?q=eau", Link("search", "eau", (("kind", "posts"),))),
        (f"/fr/datasets/un-jeu/#discussion-{OID}-2", Link("discussion", OID)),
        (f"/fr/datasets/un-jeu/#/discussions/{OID}", Link("discussion", OID)),
        (f"/datasets/un-jeu/discussions?discussion_id={OID}", Link("discussion", OID)),
        (f"/reuses/ma-carte/discussions?discussion_id={OID}", Link("discussion", OID)),
        ("/datasets/un-jeu/discussions?discussion_id=12",
         Link("dataset", "un-jeu", (), "discussions")),
        (f"/api/1/discussions/{OID}/", Link("discussion", OID)),
        ("/fr/dataset/un-jeu", Link("dataset", "un-jeu")),
        ("/fr/organization/insee/", Link("organization", "insee")),
        ("/fr/datasets/un-jeu/#/community-reuses", Link("dataset", "un-jeu", (), "reuses")),
        (f"/beta/admin/datasets/{OID}/", Link("dataset", OID)),
        (f"/fr/admin/dataset/{OID}/", Link("dataset", OID)),
        (f"/admin/organizations/{OID}/datasets", Link("organization", OID, (), "datasets")),
        ("/s/resources/un-jeu/20150612-112233/a.csv", Link("dataset", "un-jeu", (), "files")),
        ("/api/1/datasets/un-jeu/", Link("dataset", "un-jeu")),
        (f"/api/2/datasets/{OID}/resources/?page=2", Link("dataset", OID, (), "files")),
        (f"/api/1/datasets/{OID}/resources/{RID}/", Link("resource", RID)),
        (f"/api/2/datasets/resources/{RID}/", Link("resource", RID)),
        (f"/api/1/datasets/r/{RID}", Link("resource", RID)),
        (f"/api/1/datasets/community_resources/{RID}/", Link("resource", RID)),
        ("/api/1/organizations/insee/", Link("organization", "insee")),
        ("/api/2/topics/climat/", Link("topic", "climat")),
        ("/api/1/datasets/licenses/", Link("license")),
        ("/api/1/datasets/schemas/", Link("schema")),
        ("/api/1/tags/suggest/?q=eau", Link("tag")),
        ("/api/1/spatial/zone/fr:region:53/datasets/", Link("zone", "fr:region:53")),
        ("/api/1/spatial/coverage/fr%3Aregion/", Link("level", "fr:region")),
        ("/api/1/spatial/granularities/", Link("level")),
        ("/api/1/harvest/sources/", Link("harvest")),
        (f"/api/1/harvest/source/{OID}/jobs/", Link("harvest", OID)),
        (f"/api/1/harvest/job/{OID}/items/", Link("job", OID)),
        (f"/api/1/contacts/{OID}/", Link("contact", OID)),
        (f"/api/1/activity/?related_to={OID}&page=2",
         Link("activity", "", (("related_to", OID),))),
        ("/api/2/datasets/search/?q=eau&page_size=50&format=csv",
         Link("search", "eau", (("format", "csv"),))),
    ],
)  # fmt: skip
def test_an_address_of_the_site_is_read(path: str, link: Link) -> None:
    assert parse_link(f"https://www.data.gouv.fr{path}", WWW) == link


@pytest.mark.parametrize(
    ("link", "page"),
    [
        (Link("tag", "qualité"), "www.data.gouv.fr/datasets/search?tag=qualit%C3%A9"),
        (Link("license", "lov2"), "www.data.gouv.fr/datasets/search?license=lov2"),
        (Link("zone", "fr:region:53"), "www.data.gouv.fr/datasets/search?geozone=fr%3Aregion%3A53"),
        (Link("schema", "etalab/schema-irve"), "schema.data.gouv.fr/etalab/schema-irve/"),
    ],
)
def test_what_nobody_publishes_has_a_page_where_the_web_site_has_one(link: Link, page: str) -> None:
    assert link.web_url(WWW) == f"https://{page}"
    assert Link("contact", OID).web_url(WWW) is None


def test_the_catalogue_of_schemas_is_read() -> None:
    schema = Link("schema", "etalab/schema-irve-statique")
    for path in (
        "etalab/schema-irve-statique/",
        "schemas/etalab/schema-irve-statique/2.3.1/a.json",
    ):
        assert parse_link(f"https://schema.data.gouv.fr/{path}") == schema
    assert parse_link("https://schema.data.gouv.fr/") == Link("schema")


def test_a_host_pasted_without_its_scheme_is_read() -> None:
    assert parse_link("www.data.gouv.fr/fr/datasets/un-jeu/") == Link("dataset", "un-jeu")
    assert parse_link("data.gouv.fr") == Link("search")


def test_the_explorer_opens_the_rows_of_a_resource() -> None:
    for path in ("/fr/resources/", "/resources/"):
        assert parse_link(f"https://explore.data.gouv.fr{path}{RID}") == Link("resource", RID)


def test_an_address_of_the_tabular_api_keeps_its_query() -> None:
    url = f"https://tabular-api.data.gouv.fr/api/resources/{RID}/data/"
    assert parse_link(f"{url}?dep__exact=2A&nom__sort=asc&page=3&page_size=20") == Link(
        "resource", RID, (("dep__exact", "2A"), ("nom__sort", "asc"))
    )
    assert parse_link(f"https://tabular-api.data.gouv.fr/api/resources/{RID}/profile/") == Link(
        "resource", RID
    )


def test_what_the_tabular_api_decodes_twice_is_decoded_twice() -> None:
    url = f"https://tabular-api.data.gouv.fr/api/resources/{RID}/data/?%2523code__exact=a%252Bb"
    assert parse_link(url).params == (("#code__exact", "a+b"),)


def test_an_address_of_the_metrics_api_names_what_it_measures() -> None:
    url = f"https://metric-api.data.gouv.fr/api/datasets/data/?dataset_id__exact={OID}"
    assert parse_link(url) == Link("metrics", f"dataset:{OID}")


def test_a_server_of_ones_own_is_an_address_of_the_site() -> None:
    local = replace(WWW, main_url="http://localhost:7000", tabular_url="http://localhost:8005")
    assert parse_link("http://localhost:7000/api/1/datasets/x-y/", local) == Link("dataset", "x-y")
    url = f"http://localhost:8005/api/resources/{RID}/data/?a__exact=1"
    assert parse_link(url, local) == Link("resource", RID, (("a__exact", "1"),))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("https://example.org/datasets/x/", "example.org is not"),
        ("https://demo.data.gouv.fr/datasets/x/", "--site demo"),
        ("ftp://www.data.gouv.fr/x", "not a web address"),
        ("javascript://www.data.gouv.fr/%0aalert(1)", "not a web address"),
        ("https://[::1/x", "not a URL"),
        ("https:///x", "not a web address"),
        ("https://www.data.gouv.fr/harvest/about/", "No place"),
        ("https://www.data.gouv.fr/api/1/datasets/frequencies/", "No place"),
        ("https://www.data.gouv.fr/api/1/", "No place"),
        ("https://tabular-api.data.gouv.fr/api/aggregation-exceptions/", "No place"),
        ("datset:abc", "“dataset:”"),
        ("organisation:insee", "“organization:”"),
        ("x" * 9_000, "too long"),
    ],
)
def test_what_names_no_place_says_why(text: str, said: str) -> None:
    with pytest.raises(LinkError) as caught:
        parse_link(text, WWW)
    assert said in str(caught.value)


def test_an_error_shows_no_control_character() -> None:
    with pytest.raises(LinkError) as caught:
        parse_link("https://www.data.gouv.fr/harvest/\x1b[31m\u202eabc", WWW)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("link", "url"),
    [
        (Link("dataset", "un-jeu", (), "files"), "https://www.data.gouv.fr/datasets/un-jeu/"),
        (Link("dataset", "a/b"), "https://www.data.gouv.fr/datasets/a%2Fb/"),
        (Link("resource", RID), f"https://www.data.gouv.fr/datasets/r/{RID}"),
        (Link("organization", "insee"), "https://www.data.gouv.fr/organizations/insee/"),
        (Link("metrics", f"dataset:{OID}"), f"https://www.data.gouv.fr/datasets/{OID}/"),
        (Link("search"), "https://www.data.gouv.fr/datasets/search"),
        (Link("search", "eau", (("tag", "a b"),)),
         "https://www.data.gouv.fr/datasets/search?q=eau&tag=a+b"),
        (Link("search", "", (("kind", "reuses"),)), "https://www.data.gouv.fr/reuses/search"),
        (Link("file", "https://example.org/a.csv"), "https://example.org/a.csv"),
        (Link("file", "/home/a.csv"), None),
        (Link("dataset"), None),
        (Link("metrics", "site"), None),
    ],
)  # fmt: skip
def test_a_place_knows_its_web_page(link: Link, url: str | None) -> None:
    assert link.web_url(WWW) == url


@pytest.mark.parametrize("kind", ["dataset", "organization", "reuse", "dataservice", "topic"])
def test_a_web_page_leads_back_to_its_place(kind: str) -> None:
    link = Link(kind, "mon-objet")
    assert parse_link(link.web_url(WWW) or "", WWW) == link


def test_the_sample_site_has_no_web_page() -> None:
    assert Link("dataset", "x").web_url(SITES["sample"]) is None


def test_a_parameter_is_found_by_its_name() -> None:
    link = Link("search", "", (("tag", "a"), ("tag", "b")))
    assert (link.value("tag"), link.value("sort", "none")) == ("a", "none")
    assert link.with_params((("sort", "-views"),)).params == (("sort", "-views"),)


@pytest.mark.parametrize("site", SITES.values(), ids=lambda site: site.name)
def test_a_url_tells_its_site(site: Site) -> None:
    assert site_of(f"{site.web_url}/datasets/x/") == site.name
    assert site_of(f"{site.tabular_url}/api/") == site.name


@pytest.mark.parametrize("text", ["population", "", "https://example.org/", "https://[::1/"])
def test_other_texts_tell_no_site(text: str) -> None:
    assert site_of(text) is None


def test_ids_are_told_apart() -> None:
    assert is_uuid(RID)
    assert not is_uuid(OID)
    assert is_object_id(OID)
    assert not is_object_id(OID[:-1])


@pytest.mark.parametrize(
    ("text", "kinds", "ident"),
    [
        ("base-sirene-v3", "dataset organization reuse dataservice topic search", "base-sirene-v3"),
        ("transport", "search dataset organization reuse dataservice topic", "transport"),
        (OID.upper(), "dataset organization reuse dataservice topic user post discussion", OID),
        ("?!", "search", "?!"),
        ("dataset:a-b-c", "dataset", "a-b-c"),
        ("search:transport", "search", "transport"),
        ("https://www.data.gouv.fr/datasets/a-b-c/", "dataset", "a-b-c"),
        (RID, "resource", RID),
        ("", "search", ""),
    ],
)
def test_a_text_without_a_kind_may_mean_several_places(text: str, kinds: str, ident: str) -> None:
    links = readings(text)
    assert [link.kind for link in links] == kinds.split()
    assert links[0] == parse_link(text)
    assert {link.ident for link in links} == {ident}


def test_a_title_stands_for_the_slug_that_was_made_of_it() -> None:
    title = "Qualité de l’air : Cœur d'Essonne (2024)"
    assert readings(title)[0] == Link("search", title)
    assert readings(title)[1] == Link("dataset", "qualite-de-lair-coeur-dessonne-2024")


@pytest.mark.parametrize(
    "text",
    ["10.5281/zenodo.1234", "doi:10.5281/zenodo.1234", "https://doi.org/10.5281/zenodo.1234"],
)
def test_a_doi_is_searched_for(text: str) -> None:
    assert readings(text) == (Link("search", "10.5281/zenodo.1234"),)


def test_an_ark_is_searched_for_and_a_uuid_may_be_said_to_be_one() -> None:
    for text in ("ark:/12345/abc", "https://n2t.net/ark:/12345/abc"):
        assert readings(text) == (Link("search", "ark:/12345/abc"),)
    assert readings(f"urn:uuid:{RID}") == (Link("resource", RID),)


def test_a_url_may_be_in_angle_brackets() -> None:
    assert parse_link("<https://www.data.gouv.fr/datasets/x/>") == Link("dataset", "x")
    assert parse_link("<b>").kind == "search"


def test_a_file_that_the_portal_made_of_a_table_leads_to_its_rows() -> None:
    base = "https://object.files.data.gouv.fr/hydra-parquet/hydra-parquet"
    assert parse_link(f"{base}/{RID}.parquet") == Link("resource", RID)
    assert parse_link(f"{base}/{RID.upper()}.csv.gz") == Link("resource", RID)


def test_the_address_of_a_file_leads_to_the_files_of_its_dataset() -> None:
    url = "https://static.data.gouv.fr/resources/un-jeu/20260301-101500/a.csv"
    assert parse_link(url) == Link("dataset", "un-jeu", (), "files")
    assert site_of(url) == "www"
    with pytest.raises(LinkError):
        parse_link("https://static.data.gouv.fr/avatars/54/a.jpg")


def test_an_address_of_another_server_is_told_how_an_api_is_opened() -> None:
    with pytest.raises(LinkError, match=r"^openapi: before it opens an API; exemple\.fr is not"):
        parse_link("https://exemple.fr/doc/")
    assert parse_link("openapi:https://exemple.fr/doc/").kind == "openapi"
