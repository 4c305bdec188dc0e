"""Every filter of every kind can be chosen, in words; values are found as one types."""

from __future__ import annotations

import pytest
from people import Person, at_the_keyboard

from tui.api.search import KIND_FILTERS, KIND_SORTS
from tui.sample.data.catalogue import catalogue_of
from tui.screens.search_filters import choices, filters_of, period_of
from tui.screens.search_texts import SORT_TITLES
from tui.widgets.facets import FACET_TITLES, value_title

CATALOGUE = catalogue_of()
OF_THE_ROUTES = {
    "datasets": "access_type badge featured format format_family geozone granularity "
    "include_geozone_ancestors last_update_range license organization organization_badge "
    "organization_name owner producer_type schema tag temporal_coverage topic",
    "dataservices": "access_type archived featured last_update_range organization producer_type "
    "tag topic",
    "reuses": "archived badge featured last_update_range organization organization_badge owner "
    "producer_type tag topic type",
    "organizations": "badge producer_type",
    "topics": "featured last_update_range organization producer_type tag",
    "posts": "last_update_range tag",
    "discussions": "closed last_update_range",
}
"""The parameters of each search route, but for ``q``, the order and what is deprecated."""


def here(person: Person) -> str:
    assert person.app.place is not None
    return str(person.app.place.link)


@pytest.mark.parametrize("kind", KIND_FILTERS)
def test_every_filter_and_order_of_a_route_is_offered_in_words(kind: str) -> None:
    assert sorted(filters_of(kind)) == OF_THE_ROUTES[kind].split()
    assert all(name in FACET_TITLES for name in filters_of(kind))
    assert all(sort in SORT_TITLES for sort in KIND_SORTS[kind])
    for name in filters_of(kind):
        for value in choices(kind, name, {}):
            assert not set("_:") & set(value_title(value, facet=name))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2020", "2020-01-01-2020-12-31"),
        (" 2015-2020 ", "2015-01-01-2020-12-31"),
        ("2015 2020", "2015-01-01-2020-12-31"),
        ("2020-01-01", "2020-01-01-2020-01-01"),
        ("2020-01-01-2020-06-30", "2020-01-01-2020-06-30"),
        ("2020-01-01 / 2021", "2020-01-01-2021-12-31"),
        ("2020-02-31", ""),
        ("2021-2020", ""),
        ("", ""),
        ("last year", ""),
    ],
)
def test_a_period_is_years_or_days(text: str, period: str) -> None:
    assert period_of(text) == period


async def test_a_filter_that_no_facet_counts_is_chosen_from_the_list_of_filters() -> None:
    async with at_the_keyboard("search:?kind=discussions") as person:
        await person.sees("1 of 121")
        await person.press("F")
        await person.sees("Filter by", "Closed", "Last update")
        await person.press("down", "enter")
        await person.sees("yes", "no")
        await person.press("enter")
        await person.sees("Closed: yes")
        assert here(person) == "search:?kind=discussions&closed=true"


async def test_a_value_is_found_as_one_types_and_its_name_is_kept() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("escape", "F")
        await person.type("zone")
        await person.press("enter")
        await person.type("bretagne")
        await person.sees("Bretagne")
        await person.press("enter")
        await person.sees("Zone: Bretagne")
        assert here(person) == "search:population?geozone=fr:region:53"
        await person.press("F")
        await person.type("topic")
        await person.press("enter")
        await person.sees("a part of its name")
        await person.press("enter")
        await person.sees("Topic: ")


async def test_a_period_is_written_and_what_is_none_is_said() -> None:
    async with at_the_keyboard("search:population") as person:
        await person.press("escape", "F")
        await person.type("period")
        await person.press("enter")
        await person.type("soon")
        await person.press("enter")
        await person.sees("One year or day")
        await person.press("ctrl+u")
        await person.type("2020")
        await person.press("enter")
        await person.sees("Period covered: 2020-01-01")
        assert here(person).endswith("temporal_coverage=2020-01-01-2020-12-31")


async def test_zones_topics_and_people_are_named_where_a_link_and_the_facets_have_their_ids() -> (
    None
):
    person_id, topic_id = CATALOGUE.users[0].id, CATALOGUE.topics[0].id
    async with at_the_keyboard(f"search:?owner={person_id}&geozone=nowhere:1") as person:
        await person.sees(f"Person: {CATALOGUE.users[0].first_name}", "Zone: nowhere:1")
    async with at_the_keyboard(f"search:?topic={topic_id}", size=(80, 60)) as person:
        await person.sees(f"Topic: {CATALOGUE.topics[0].name}")
        assert not any("/spatial/zones/" in entry.url for entry in person.requests)
        await person.press("f")
        await person.sees("Zone", "France")
        asked = [entry.url for entry in person.requests if "/spatial/zones/" in entry.url]
        assert len(asked) == 1
