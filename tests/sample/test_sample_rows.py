"""Reading rows from the sample site, with the quirks of the real service."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

import pytest
from sample_site import Json, Visitor, matrix, recorded, site, table_id

from tui.sample.tables.awkward import ODD_NAMES
from tui.settings import SITES

COLUMNS = {
    "string": "texte",
    "int": "entier",
    "float": "reel",
    "bool": "booleen",
    "date": "jour",
    "datetime": "horodatage",
    "datetime_tz": "horodatage_tz",
    "json": "objet_json",
    "all-null": "tout_vide",
}
VALUES = {
    "string": "Le Gast",
    "int": "12",
    "float": "1.5",
    "bool": "true",
    "date": "2024-03-01",
    "datetime": "2024-03-04T05:00:00",
    "datetime_tz": "2024-03-04T05:00:00%2B00:00",
    "json": "1",
    "all-null": "x",
}
BAD_VALUES = {"bool": "peut-etre", "date": "pas-une-date"} | dict.fromkeys(
    ("datetime", "datetime_tz"), "hier%20soir"
)
AGGREGATES = ("count", "avg", "min", "max", "sum")


async def rows(template: str, query: str = "") -> Json:
    answer = await Visitor().rows(table_id(template), f"data/?{query}" if query else "data/")
    assert answer.status_code == 200, answer.text
    return answer.json()


def parameter(kind: str, operator: str) -> str:
    column, value = COLUMNS[kind], VALUES[kind]
    if operator.startswith("bad "):
        value, operator = BAD_VALUES.get(kind, "abc"), operator.removeprefix("bad ")
    if operator.startswith("sort="):
        return f"{column}__{operator}"
    if operator == "groupby" or operator in AGGREGATES:
        return f"{column}__{operator}"
    return f"{column}__{operator}={'' if operator.startswith('isn') else value}"


@pytest.mark.parametrize("kind", COLUMNS)
async def test_each_operator_answers_as_on_the_real_service(kind: str) -> None:
    visitor = Visitor()
    for operator, expected in matrix()[kind].items():
        answer = await visitor.rows(table_id("types"), f"data/?{parameter(kind, operator)}")
        status, _, rest = expected.partition(" ")
        assert answer.status_code == int(status), (operator, answer.text)
        body = answer.json()
        if answer.status_code == 200:
            assert ("total" in body["meta"]) == (rest != "total=-"), operator
            continue
        detail = body["errors"][0]["detail"]
        code, *words = rest.split(" ")
        assert detail["code"] == code, operator
        # Which sign and which full name of the type are told is left to the reader of queries.
        real = " ".join(words).replace(" without time zone", "").split(" ")
        assert detail["message"].split(" ")[:4] == real[:4], operator


@pytest.mark.parametrize("kind", [kind for kind in COLUMNS if kind not in ("json", "all-null")])
async def test_nulls_are_kept_or_dropped_as_postgresql_does(kind: str) -> None:
    column, value = COLUMNS[kind], VALUES[kind]

    async def total(operator: str) -> int:
        return int((await rows("types", f"{column}__{operator}"))["meta"]["total"])

    missing, present = await total("isnull="), await total("isnotnull=")
    assert missing > 0
    assert missing + present == 500
    same = await total(f"exact={value}")
    assert await total(f"differs={value}") == 500 - same
    assert await total(f"in={value}") == same
    assert await total(f"notin={value}") == present - same
    less = await total(f"less={value}")
    assert less + await total(f"strictly_greater={value}") == present
    assert await total(f"strictly_less={value}") == less - same


async def test_ascending_puts_nulls_last_and_descending_first() -> None:
    up = [row["entier"] for row in (await rows("types", "entier__sort=asc&page_size=50"))["data"]]
    down = (await rows("types", "entier__sort=desc&page_size=1"))["data"]
    assert up == sorted(up)
    assert down[0]["entier"] is None
    last = (await rows("types", "entier__sort=desc.nullslast&page_size=1"))["data"]
    assert last[0]["entier"] == 449


async def test_values_are_written_as_the_real_service_writes_them() -> None:
    first = (await rows("types", "page_size=1"))["data"][0]
    assert list(first)[0] == "__id"
    assert first["jour"] == "2024-01-01"
    assert first["horodatage"] == "2024-03-01T06:30:00"
    assert first["horodatage_tz"] == "2024-03-01T05:30:00+00:00"
    assert first["objet_json"] == {"k": 1, "l": [1, None]}
    whole = (await rows("types", "reel__exact=0&columns=reel"))["data"]
    assert json.dumps(whole) == '[{"reel": 0}]'
    extreme = (await rows("extremes", "page_size=1"))["data"][0]
    assert extreme["grand_entier"] == -(2**63)


@pytest.mark.parametrize(
    ("name", "tail"),
    [
        ("page size 51", "data/?page_size=51"),
        ("page size -1", "data/?page_size=-1"),
        ("page abc", "data/?page=abc"),
        ("bare word", "data/?foo"),
        ("trailing ampersand", "data/?page=1&"),
        ("columns twice", "data/?columns=texte&columns=petit"),
        ("columns empty", "data/?columns="),
        ("stream error", "data/csv/?entier__exact=abc"),
        ("stream malformed", "data/csv/?zzz=1"),
    ],
)
async def test_what_cannot_be_asked_is_refused_in_the_same_words(name: str, tail: str) -> None:
    answer = await Visitor().rows(table_id("types"), tail)
    theirs = recorded()[f"rows error {name}"]
    body = answer.json() if "json" in answer.headers["content-type"] else answer.text
    assert (answer.status_code, body) == (theirs["status"], theirs["body"])


@pytest.mark.parametrize(
    ("name", "template", "tail"),
    [
        ("unknown column", "types", "data/?zz__exact=1"),
        ("unknown operator", "types", "data/?texte__truc=1"),
        ("no operator", "types", "data/?texte=1"),
        ("sort up", "types", "data/?entier__sort=up"),
        ("contains on int", "types", "data/?entier__contains=1"),
        ("filter on json", "types", "data/?objet_json__exact=1"),
        ("sort on json", "types", "data/?objet_json__sort=asc"),
        ("forbidden group", "hopitaux", "data/?categorie__groupby"),
        ("past the end", "communes", "data/?page=9999"),
    ],
)
async def test_refusals_have_the_code_and_shape_of_the_real_ones(
    name: str, template: str, tail: str
) -> None:
    answer = await Visitor().rows(table_id(template), tail)
    theirs = recorded()[f"rows error {name}"]
    assert answer.status_code == theirs["status"]
    (ours,), (real,) = answer.json()["errors"], theirs["body"]["errors"]
    assert (ours["code"], ours["title"]) == (real["code"], real["title"])
    if isinstance(real["detail"], dict):
        assert ours["detail"].keys() == real["detail"].keys()
        assert ours["detail"]["code"] == real["detail"]["code"]
        assert ours["detail"]["hint"] == real["detail"]["hint"]
    else:
        assert ours["detail"].split("'")[0] == real["detail"].split("'")[0]


async def test_a_page_past_the_end_is_empty_only_when_it_starts_right_there() -> None:
    visitor = Visitor()
    for page, status in ((10, 200), (11, 200), (12, 416)):
        answer = await visitor.rows(table_id("types"), f"data/?page={page}&page_size=50")
        assert answer.status_code == status
    told = answer.json()["errors"][0]["detail"]["details"]
    assert told == "An offset of 550 was requested, but there are only 500 rows."
    nothing = await visitor.rows(table_id("types"), "data/?texte__exact=zzz&page=2")
    assert nothing.status_code == 416


async def test_who_has_no_table_says_so_in_plain_text() -> None:
    visitor = Visitor()
    catalogue = site().catalogue
    dead = catalogue.dataset("liens-morts")
    unread = catalogue.dataset("fichiers-sans-table")
    assert dead is not None
    assert unread is not None
    found = {file.title[-3:]: file.id for file in dead.resources}
    gone = await visitor.rows(found["410"], "data/")
    assert gone.status_code == 410
    assert gone.text.startswith(f"Resource {found['410']} has been permanently deleted on ")
    for rid in (found["404"], unread.resources[0].id, "12345678-1234-4321-8765-123456789012"):
        answer = await visitor.rows(rid, "")
        assert (answer.status_code, answer.text) == (404, "404: Not Found")
        assert answer.headers["content-type"].startswith("text/plain")
    bad = await visitor.rows("pas-un-uuid", "")
    assert (bad.status_code, bad.json()) == (400, recorded()["rows error not a uuid"]["body"])


async def test_ids_are_not_case_sensitive() -> None:
    answer = await Visitor().rows(table_id("types").upper(), "data/?page_size=1")
    assert answer.json()["meta"]["total"] == 500


async def test_a_hash_encoded_once_loses_what_follows_and_twice_is_understood() -> None:
    visitor = Visitor()
    rid = table_id("noms")
    once = await visitor.rows(rid, f"data/?{quote('dièse#tag')}__exact=1&page_size=2")
    assert once.status_code == 200
    assert len(once.json()["data"]) == once.json()["meta"]["total"] == 120
    twice = quote(quote("dièse#tag"))
    kept = await visitor.rows(rid, f"data/?{twice}__exact=1&page_size=2")
    assert kept.json()["meta"]["total"] < 120


async def test_every_odd_name_can_be_asked_for() -> None:
    visitor = Visitor()
    rid = table_id("noms")
    first = (await visitor.rows(rid, "data/?page_size=1")).json()["data"][0]
    assert list(first) == ["__id", *ODD_NAMES]
    for name in ODD_NAMES:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        twice = quote(escaped, safe="").replace(".", "%2E").replace("%", "%25")
        answer = await visitor.rows(rid, f"data/?columns={twice}&{twice}__isnotnull=&page_size=1")
        assert answer.status_code == 200, (name, answer.text)
        assert list(answer.json()["data"][0]) == [name]


async def test_groups_come_without_a_total_and_respect_the_indexes() -> None:
    visitor = Visitor()
    page = await rows("communes", "region__groupby&population_municipale__sum&region__sort=asc")
    assert "total" not in page["meta"]
    assert len(page["data"]) == 13
    assert page["data"][0].keys() == {"region", "population_municipale__sum"}
    whole = (await rows("communes", "population_municipale__sum"))["data"][0]
    assert sum(row["population_municipale__sum"] for row in page["data"]) == next(
        iter(whole.values())
    )
    loose = await rows("communes", "region__groupby&page_size=5")
    assert loose["meta"]["total"] == 34_955
    answer = await visitor.rows(table_id("air"), "data/?station__groupby")
    assert answer.status_code == 403
    assert "not among the allowed columns" in answer.json()["errors"][0]["detail"]
    answer = await visitor.rows(table_id("air"), "data/?polluant__groupby&valeur__avg=")
    assert answer.status_code == 400


async def test_aggregation_is_allowed_where_the_exceptions_say() -> None:
    visitor = Visitor()
    url = f"{SITES['sample'].tabular_url}/api/aggregation-exceptions/"
    told = (await visitor.get(url)).json()
    assert told["allowed"] is False
    assert table_id("communes") in told["exceptions"]
    assert table_id("hopitaux") not in told["exceptions"]
    health = (await visitor.get(f"{SITES['sample'].tabular_url}/health/")).json()
    assert health.keys() == recorded()["tabular health"]["body"].keys()


async def test_next_link_is_there_while_rows_remain_and_loses_page_parameters() -> None:
    page = await rows("noms", "pages__sort=asc&page_count__isnotnull=&page_size=50&page=2")
    assert page["links"]["next"].endswith("/data/?page=3&page_size=50")
    last = await rows("noms", "page_size=50&page=3")
    assert last["links"]["next"] is None


async def test_csv_is_written_as_postgresql_writes_it() -> None:
    rid = table_id("types")
    answer = await Visitor().rows(rid, "data/csv/?__id__less=12&page_size=1")
    assert answer.headers["content-type"] == "text/csv"
    assert "attachment" in answer.headers["content-disposition"]
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(read) == 12
    assert {row["booleen"] for row in read} <= {"t", "f", ""}
    assert read[0]["horodatage_tz"] == "2024-03-01 05:30:00+00"
    nothing = await Visitor().rows(rid, "data/csv/?texte__exact=zzz")
    assert nothing.text.strip() == ""


async def test_json_stream_gives_the_same_rows_as_the_pages() -> None:
    rid = table_id("noms")
    streamed = (await Visitor().rows(rid, "data/json/")).json()
    paged = []
    for page in (1, 2, 3):
        paged += (await rows("noms", f"page={page}&page_size=50"))["data"]
    assert streamed == paged
    assert (await Visitor().rows(rid, "data/json/?__id__exact=0")).text == "[]\n"


async def test_streams_of_more_than_fifty_thousand_rows_are_refused() -> None:
    visitor = Visitor()
    refused = await visitor.rows(table_id("meteo"), "data/csv/")
    assert refused.status_code == 403
    assert refused.json() == recorded()["rows error too long"]["body"]
    kept = await visitor.rows(table_id("meteo"), "data/csv/?__id__less=100&columns=__id")
    assert kept.text.count("\n") == 101


async def test_a_too_long_request_is_refused_before_anything() -> None:
    answer = await Visitor().rows(table_id("types"), f"data/?texte__exact={'a' * 8_200}")
    assert answer.status_code == 400
    assert answer.text.startswith("Got more than 8190 bytes")


async def test_deep_pages_of_a_sort_continue_the_ones_before() -> None:
    query = "prix__sort=desc,__id.asc&columns=prix,__id&page_size=50&page="
    before = (await rows("carburants", f"{query}400"))["data"]
    after = (await rows("carburants", f"{query}401"))["data"]
    assert before[-1]["prix"] >= after[0]["prix"]
    assert {row["__id"] for row in before}.isdisjoint(row["__id"] for row in after)


async def test_the_profile_counts_what_the_rows_hold() -> None:
    answer = (await Visitor().rows(table_id("communes"), "profile/")).json()
    profile = answer["profile"]
    report = profile["profile"]["region"]
    assert report["nb_distinct"] == 13
    assert len(report["tops"]) == 10
    top = report["tops"][0]
    query = f"region__exact={quote(top['value'])}&page_size=1"
    assert (await rows("communes", query))["meta"]["total"] == top["count"]
    population = profile["profile"]["population_municipale"]
    assert isinstance(population["min"], str)
    assert isinstance(profile["profile"]["latitude"]["min"], float)
    assert profile["profile"]["latitude"]["nb_missing_values"] == 0.0
    assert profile["total_lines"] == 34_955
    dataset = site().catalogue.resource(table_id("communes"))
    assert dataset is not None
    assert answer["dataset_id"] == dataset[0].id


async def test_dates_written_day_first_are_served_as_the_service_misread_them() -> None:
    found = (await rows("agenda", "page_size=2"))["data"]
    assert [row["date_ecrite"] for row in found] == ["01/01/2026", "02/01/2026"]
    assert [row["date_debut"] for row in found] == ["2026-01-01", "2026-02-01"]


async def test_an_empty_table_and_one_of_a_single_row_are_tables() -> None:
    empty = next(
        file.id
        for dataset in site().catalogue.datasets
        for file in dataset.resources
        if file.table is not None and file.table.rows == 0
    )
    answer = (await Visitor().rows(empty, "data/")).json()
    assert (answer["data"], answer["meta"]["total"]) == ([], 0)
    assert (await Visitor().rows(empty, "profile/")).json()["profile"]["total_lines"] == 0
    assert (await rows("unique"))["meta"]["total"] == 1


async def test_three_hundred_columns_come_in_the_order_of_the_header() -> None:
    page = await rows("large", "page_size=1")
    profile = (await Visitor().rows(table_id("large"), "profile/")).json()["profile"]
    assert list(page["data"][0]) == ["__id", *profile["header"]]
    assert len(profile["header"]) == 300
