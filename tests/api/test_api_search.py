"""A search is a value: adding, removing, writing down and reading back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.api.search import (
    DATASET_FILTERS,
    DATASET_SORTS,
    LIST_FILTERS,
    REPEATABLE,
    DatasetSearch,
)

TEXTS = st.text(min_size=1, max_size=12)
WORDS = st.lists(st.text("éaàb'1-", min_size=1), max_size=4).map(" ".join)
FILTERS = st.lists(st.tuples(st.sampled_from(DATASET_FILTERS), TEXTS), max_size=8)


def built(words: str, filters: list[tuple[str, str]], sort: str) -> DatasetSearch:
    search = DatasetSearch(words, sort=sort)
    for name, value in filters:
        search = search.with_filter(name, value)
    return search


@given(WORDS, FILTERS, st.sampled_from(DATASET_SORTS))
def test_what_is_written_down_is_read_back(
    words: str, filters: list[tuple[str, str]], sort: str
) -> None:
    search = built(words, filters, sort)
    assert DatasetSearch.from_params(search.to_params()) == search


@given(FILTERS)
def test_a_filter_of_one_value_never_has_two(filters: list[tuple[str, str]]) -> None:
    search = built("", filters, "")
    for name in DATASET_FILTERS:
        values = search.values(name)
        assert len(values) == len(set(values))
        assert name in REPEATABLE or len(values) <= 1
        asked = [value for key, value in filters if key == name]
        assert set(values) == set(asked if name in REPEATABLE else asked[-1:])


@given(FILTERS, st.sampled_from(DATASET_FILTERS), TEXTS)
def test_a_filter_that_is_added_can_be_taken_away(
    filters: list[tuple[str, str]], name: str, value: str
) -> None:
    search = built("eau", filters, "-views").with_filter(name, value)
    assert value in search.values(name)
    assert search.with_filter(name, value) == search
    assert value not in search.without_filter(name, value).values(name)
    assert search.without_filter(name).values(name) == ()
    others = [pair for pair in search.filters if pair[0] != name]
    assert list(search.without_filter(name).filters) == others
    assert search.without_filters() == DatasetSearch("eau", sort="-views")


def test_replacing_a_value_keeps_the_other_filters_in_their_order() -> None:
    search = DatasetSearch("", (("license", "lov2"), ("tag", "air"), ("tag", "eau")))
    assert search.with_filter("license", "odc").filters == (
        ("tag", "air"),
        ("tag", "eau"),
        ("license", "odc"),
    )


def test_parameters_leave_out_what_is_empty_and_paging() -> None:
    assert DatasetSearch().to_params() == ()
    assert DatasetSearch("  qualité   de\tl'air ").to_params() == (("q", "qualité de l'air"),)
    read = DatasetSearch.from_params(
        [("q", "eau"), ("page", "3"), ("page_size", "20"), ("tag", ""), ("sort", "-views")]
    )
    assert read == DatasetSearch("eau", sort="-views")


@pytest.mark.parametrize("name", sorted(REPEATABLE | LIST_FILTERS))
def test_what_lists_know_the_search_knows(name: str) -> None:
    assert name in DATASET_FILTERS


def test_what_one_kind_refuses_does_not_follow_to_it() -> None:
    search = DatasetSearch("", (("producer_type", "user"),))
    assert search.among("reuses").filters == search.filters
    assert search.among("organizations").filters == ()
