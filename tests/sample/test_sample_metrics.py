"""The audience of the sample site."""

from __future__ import annotations

from collections import Counter

from sample_site import Visitor, dataset_id, recorded, site

from tui.sample.tables.metrics import MOVED


async def test_the_months_of_a_dataset_run_from_its_beginning_to_now() -> None:
    visitor = Visitor()
    ident = dataset_id("population-des-communes-francaises")
    query = f"datasets/data/?dataset_id__exact={ident}&metric_month__sort=desc&page_size=50"
    first = (await visitor.metrics(query)).json()
    second = (await visitor.metrics(f"{query}&page=2")).json()
    months = [row["metric_month"] for row in first["data"] + second["data"]]
    assert months[0] == "2026-11"
    assert months[-1] == "2022-07"
    assert len(months) == first["meta"]["total"] == 53
    assert months == sorted(months, reverse=True)


async def test_the_current_month_is_only_begun() -> None:
    rows = (await Visitor().metrics("site/data/?metric_month__sort=desc&page_size=2")).json()
    current, before = (row["monthly_visit_dataset"] for row in rows["data"])
    assert 0 < current < before


async def test_a_dataset_that_moved_has_two_rows_a_month_while_it_moved() -> None:
    query = f"datasets/data/?dataset_id__exact={dataset_id(MOVED)}&page_size=50"
    visitor = Visitor()
    rows = (await visitor.metrics(f"{query}&metric_month__sort=asc")).json()["data"]
    counts = Counter(row["metric_month"] for row in rows)
    assert [month for month, count in counts.items() if count == 2] == [
        "2024-05",
        "2024-06",
        "2024-07",
    ]
    owners = {row["organization_id"] for row in rows}
    assert len(owners) == 2


async def test_months_without_a_visit_have_no_row_and_downloads_may_be_null() -> None:
    visitor = Visitor()
    zero = await visitor.metrics("datasets/data/?monthly_visit__exact=0")
    assert zero.json()["meta"]["total"] == 0
    null = await visitor.metrics("datasets/data/?monthly_download_resource__isnull=")
    assert null.json()["meta"]["total"] > 0
    quiet = await visitor.metrics(
        f"datasets/data/?dataset_id__exact={dataset_id('fichier-sans-aucune-ligne')}"
    )
    assert 0 < quiet.json()["meta"]["total"] < 53


async def test_totals_add_up_to_what_the_catalogue_says() -> None:
    catalogue = site().catalogue
    dataset = catalogue.dataset("population-des-communes-francaises")
    assert dataset is not None
    query = f"datasets_total/data/?dataset_id__exact={dataset.id}"
    (total,) = (await Visitor().metrics(query)).json()["data"]
    assert dataset.views - 60 < total["visit"] <= dataset.views


async def test_groups_are_not_guarded_and_keep_their_total() -> None:
    query = "datasets/data/?metric_month__groupby&monthly_visit__sum&metric_month__sort=desc"
    page = (await Visitor().metrics(query)).json()
    assert page["data"][0].keys() == {"metric_month", "monthly_visit__sum"}
    assert page["meta"]["total"] > 10_000


async def test_unknown_models_ids_and_columns_answer_as_the_real_ones() -> None:
    visitor = Visitor()
    unknown = await visitor.metrics("dataset/data/")
    assert (unknown.status_code, unknown.json()) == (
        404,
        recorded()["rows error no such model"]["body"],
    )
    stream = await visitor.metrics("dataset/data/csv/")
    assert stream.json() == recorded()["rows error no such model csv"]["body"]
    empty = await visitor.metrics("datasets/data/?dataset_id__exact=zzz")
    assert (empty.status_code, empty.json()["meta"]["total"]) == (200, 0)
    column = (await visitor.metrics("site/data/?zzz__exact=1")).json()["errors"][0]["detail"]
    assert column["message"] == "column site.zzz does not exist"
    assert (await visitor.metrics("site/data/?page=99")).status_code == 416
    assert (await visitor.metrics("datasets/swagger/")).status_code == 404


async def test_months_come_as_csv() -> None:
    answer = await Visitor().metrics("site/data/csv/?metric_month__sort=asc")
    lines = answer.text.splitlines()
    assert lines[0].startswith("__id,metric_month,")
    assert len(lines) == 54
