"""What leads to an object, or no longer does: slugs, old slugs, what is gone, hidden, elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from people import Person, at_the_keyboard

from tui.api.errors import ApiError, Forbidden, Gone, NotFound, Redirected, Unauthorized
from tui.sample.app import create_app
from tui.sample.data.catalogue import catalogue_of
from tui.screens.object_texts import CRUMBS, can_be_searched, failure_blocks, renamed
from tui.widgets.prose import as_text

CATALOGUE = catalogue_of()
KINDS = ("dataset", *CRUMBS)
SEARCHED = [kind for kind in KINDS if can_be_searched(kind)]
_api = next(each for each in CATALOGUE.dataservices if not each.deleted)
SLUGS = {
    "dataset": "oeuvres-d-art",
    "organization": "ancien-metropole-de-lyon",
    "reuse": f"ancien-{next(each.slug for each in CATALOGUE.reuses if not each.deleted)}",
    "dataservice": f"ancien-{_api.slug}",
    "topic": f"ancien-{CATALOGUE.topics[0].slug}",
    "user": f"ancien-{CATALOGUE.users[0].slug}",
    "post": f"ancien-{CATALOGUE.posts[0].slug}",
}
"""An old slug of an object of each kind."""


def here(person: Person) -> str:
    assert person.app.place is not None
    return person.app.place.link.ident


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("error", "said"),
    [
        (NotFound(), ("This was not found.", "S searches for “a b”", "What is private")),
        (Gone(), ("This was deleted by its producer.", "S searches for “a b” among what is left")),
        (Forbidden(), ("The service does not allow this.", "It is private")),
        (Unauthorized(), ("wants an API key", "It is private")),
        (Redirected(detail="http://x.test/"), ("sends to another address: http://x.test/",)),
    ],
    ids=["unknown", "deleted", "forbidden", "without a key", "elsewhere"],
)
def test_each_way_of_not_being_there_has_its_words(
    kind: str, error: ApiError, said: tuple[str, ...]
) -> None:
    text = as_text(failure_blocks(kind, error, "a b"))
    assert "r asks again" in text
    for each in said:
        # No search finds a zone or a licence: none is promised.
        expected = kind in SEARCHED or not each.startswith(("S searches", "What is private"))
        assert (each in text) == expected


def test_a_slug_that_changed_is_told_and_an_id_is_none() -> None:
    assert renamed("old", "0" * 24, "new") == "Its address has changed: it is new now."
    assert renamed("new", "0" * 24, "new") == ""
    assert renamed("0" * 24, "0" * 24, "new") == ""
    assert renamed("old", "0" * 24, "") == ""


@pytest.mark.parametrize("kind", SLUGS)
async def test_an_old_slug_leads_to_the_object_whose_id_is_kept(kind: str) -> None:
    async with at_the_keyboard(f"{kind}:{SLUGS[kind]}", size=(100, 24)) as person:
        await person.sees("Its address has changed: it is ")
        assert len(here(person)) == 24


async def test_what_is_deleted_or_private_on_the_site_is_told_apart_from_what_is_there() -> None:
    async with at_the_keyboard("dataset:jeu-supprime") as person:
        await person.sees("deleted by its producer", "S searches for “jeu supprime”")
        await person.press("S")
        await person.sees("Datasets › jeu supprime")
    async with at_the_keyboard("dataset:jeu-prive") as person:
        await person.sees("This was not found.", "What is private")


async def test_a_slug_filters_by_the_id_that_the_service_gives_it() -> None:
    async with at_the_keyboard("search:?organization=metropole-de-lyon") as person:
        await person.sees("1 of 15")
        lyon = next(each for each in CATALOGUE.producers if each.slug == "metropole-de-lyon")
        asked = [entry.url for entry in person.requests if "/datasets/search/" in entry.url]
        assert all(f"organization={lyon.id}" in url for url in asked)
    async with at_the_keyboard("search:?organization=nobody-at-all") as person:
        await person.sees("This was not found.")


async def test_what_the_service_forbids_says_who_may_see_it() -> None:
    app = create_app()

    async def closed(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and "/api/2/topics/" in scope["path"]:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            await app(scope, receive, send)

    async with at_the_keyboard("topic:secret-topic", server=closed) as person:
        await person.sees("The service does not allow this.", "It is private")
