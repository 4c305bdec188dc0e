"""Who did what: in a tab of each object, a page at a time, leading to where it was done."""

from __future__ import annotations

from people import at_the_keyboard
from test_objects import here, refusing

from tui.sample.data.catalogue import catalogue_of

CATALOGUE = catalogue_of()


async def test_what_was_done_to_a_dataset_is_said_and_leads_to_who_did_it() -> None:
    done = next(each for each in CATALOGUE.activities if each.changes and each.organization is None)
    async with at_the_keyboard(f"dataset:{done.subject.id}#activity") as person:
        await person.sees("updated a dataset", done.actor.last_name)
        await person.sees(f"changed: {', '.join(done.changes)}"[:30])
        index = [each for each in CATALOGUE.activities if each.subject == done.subject].index(done)
        await person.press(*["down"] * index, "enter")
        assert (here(person).kind, here(person).ident) == ("user", done.actor.id)


async def test_what_an_organization_did_leads_to_what_it_was_done_to() -> None:
    done = [each for each in CATALOGUE.activities if each.organization]
    group = done[0].organization
    assert group is not None
    count = sum(each.organization == group for each in done)
    async with at_the_keyboard(f"organization:{group.slug}#activity") as person:
        await person.sees(f"1 of {count}", done[0].subject.title[:20])
        await person.press("enter")
        assert here(person).ident == done[0].subject.id


async def test_an_activity_that_cannot_be_asked_for_is_said_and_the_rest_stays() -> None:
    refused = refusing("/api/1/activity/".__eq__)
    async with at_the_keyboard("dataset:jeu-orphelin#activity", through=refused) as person:
        await person.sees("r asks again.")
        await person.press("1")
        await person.sees("Jeu de données orphelin")
