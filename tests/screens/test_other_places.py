"""What nobody publishes: licences, schemas, tags, zones, levels, harvests, contact points."""

from __future__ import annotations

import pytest
from hostility import assert_harmless
from people import at_the_keyboard
from test_objects import here, refusing, said_by_attackers

from tui.links import parse_link
from tui.sample.data.catalogue import catalogue_of
from tui.sample.data.harvests import Job
from tui.sample.names import object_id

CATALOGUE = catalogue_of()
SOURCE = CATALOGUE.sources[0]
POPULATION = "dataset:population-des-communes-francaises#about"


def failing_job() -> Job:
    return next(job for job in SOURCE.jobs if any(each.error for each in job.items))


async def test_the_lists_of_the_site_are_a_key_away_and_lead_to_their_words() -> None:
    async with at_the_keyboard() as person:
        await person.press("escape", "f7", "down", "enter")
        await person.sees("Licences", "1 of 12", "Licence Ouverte / Open Licence version 2.0")
        await person.press("enter")
        assert str(here(person)) == "license:lov2#about"
        await person.sees("etalab.gouv.fr", "open, as Open Definition means it")
        await person.press("tab")
        await person.sees("Datasets (", "1 of ")


async def test_a_list_is_looked_through_by_words() -> None:
    async with at_the_keyboard("schema:") as person:
        await person.press("slash", *"equip", "enter")
        await person.sees("Équipements", "1 of 1")
        await person.press("escape")
        await person.sees("1 of 7")
        await person.press("slash", *"nothing", "enter")
        await person.sees("nothing matches")
    async with at_the_keyboard("tag:?q=mobil") as person:
        await person.sees("Tags › mobil", "mobilite")
        await person.press("enter", "1")
        await person.sees("Datasets", "Reuses", "Id")


@pytest.mark.parametrize(
    ("words", "address", "said"),
    [
        ("licence", "license:lov2", "Licences › Licence Ouverte"),
        ("contact", "contact:", "Contacts › Service données"),
        ("zone", "zone:country:fr", "Zones › France"),
        ("level", "level:fr:commune", "Levels › "),
        ("tag: commu", "tag:communes", "Tags › communes"),
    ],
)
async def test_each_word_of_a_dataset_leads_to_its_place(
    words: str, address: str, said: str
) -> None:
    async with at_the_keyboard(POPULATION) as person:
        await person.press("enter")
        await person.type(words)
        await person.press("enter")
        await person.sees(said)
        assert str(here(person)).startswith(address)


async def test_from_a_harvested_dataset_to_its_source_and_to_what_failed_there() -> None:
    dataset = next(
        each
        for each in CATALOGUE.public_datasets
        if each.harvest and each.harvest.get("source_id") == SOURCE.id
    )
    async with at_the_keyboard(f"dataset:{dataset.id}#about") as person:
        await person.press("e", *"harvest", "enter")
        await person.sees("Harvests › Catalogue moisson.invalid", "0 2 * * *", "accepted")
        await person.press("2")
        await person.sees("1 of 26", "done, with errors")
        await person.press("end", "end", "home", "enter", "3")
        await person.sees("Failed (", "ValueError: titre manquant")
        await person.press("enter")
        await person.sees("Item of a harvest", "Errors")
        await person.press("escape", "2", "enter")
        assert here(person).kind == "dataset"


async def test_an_organization_says_how_to_reach_it_and_what_it_harvests() -> None:
    group = SOURCE.organization
    async with at_the_keyboard(f"organization:{group.slug}#sources") as person:
        await person.sees(SOURCE.name)
        await person.press("7")
        await person.sees("Contacts (")


async def test_a_zone_is_the_datasets_about_it_and_its_level_the_zones_like_it() -> None:
    async with at_the_keyboard("zone:fr:region:53#datasets") as person:
        await person.sees("Datasets (", "1 of ", "Bretagne")
        await person.press("1", "e", "enter")
        await person.sees("Levels › ", "Zones (7)")
        await person.press("2")
        await person.sees("Île-de-France", "1 of 7")
        await person.press("enter")
        assert here(person).ident == "fr:region:11"


async def test_a_tag_of_which_one_count_fails_says_that_it_is_not_known() -> None:
    refused = refusing("/api/2/reuses/search/".__eq__)
    async with at_the_keyboard("tag:transport#about", through=refused) as person:
        await person.sees("Datasets      74", "Reuses        not known")


async def test_what_does_not_exist_is_said_without_a_search_that_would_find_nothing() -> None:
    async with at_the_keyboard("license:nothing") as person:
        await person.sees("r asks again. ⌫ goes back.")
        assert "S searches" not in person.screen
        await person.press("S")
        assert here(person).kind == "license"


async def test_a_list_that_fails_says_so_and_is_asked_again() -> None:
    refusals = iter(["once"])

    def at_first(path: str) -> bool:
        return path == "/api/1/datasets/schemas/" and next(refusals, "") != ""

    async with at_the_keyboard("schema:", through=refusing(at_first)) as person:
        await person.sees("r asks again.")
        await person.press("r")
        await person.sees("IRVE statique", "1 of 7")


async def test_nothing_that_such_a_place_says_reaches_the_terminal_as_an_order() -> None:
    job = failing_job()
    places = (
        *("license:", "license:lov2", "schema:", "tag:transport", "zone:fr:region:53", "activity:"),
        *("level:fr:region#zones", f"harvest:{SOURCE.id}#jobs", f"job:{job.id}#failed"),
        f"contact:{object_id('contact', 'Ville de Paris')}",
    )
    async with at_the_keyboard("schema:", through=said_by_attackers, size=(120, 40)) as person:
        await person.rest()
        for address in places:
            await person.app.go(parse_link(address))
            await person.rest()
            assert_harmless(person.app)
            await person.press("i", "down")
            assert_harmless(person.app)
            await person.press("escape", "1", "e")
            assert_harmless(person.app)
            await person.press("escape")


async def test_the_metadata_of_a_dataset_are_read_in_every_form_of_linked_data() -> None:
    async with at_the_keyboard(POPULATION, size=(120, 40)) as person:
        await person.press("R")
        await person.sees("@prefix dcat:", "Turtle", "TriG")
        for said in ('"@context"', "<rdf:RDF", "@prefix", "<http://purl.org/dc/terms/title>", "{"):
            await person.press("tab")
            await person.sees(said)
        await person.press("u")
        assert person.app.clipboard.endswith("/rdf.trig")
        await person.press("escape", "y")
        await person.type("n-trip")
        await person.sees("Address of the N-Triples form")


async def test_a_form_of_linked_data_that_fails_says_so() -> None:
    refused = refusing(lambda path: path.endswith("/rdf.ttl"))
    async with at_the_keyboard(POPULATION, through=refused) as person:
        await person.sees("Population des communes")
        await person.press("R")
        await person.sees("r asks again.")
        await person.press("tab")
        await person.sees('"@context"')
