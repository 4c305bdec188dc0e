"""Organizations, reuses, APIs, topics, people and posts: reached, read, left, refused."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, MutableMapping
from itertools import cycle
from typing import Any

from hostility import PAYLOADS, assert_harmless
from people import Person, at_the_keyboard

from tui.links import Link, parse_link
from tui.sample.data.catalogue import catalogue_of
from tui.settings import ASGIApp

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ORGANIZATION = "organization:metropole-de-lyon"
CATALOGUE = catalogue_of()


def here(person: Person) -> Link:
    assert person.app.place is not None
    return person.app.place.link


async def test_from_a_dataset_to_its_producer_and_to_another_of_its_datasets() -> None:
    async with at_the_keyboard("dataset:population-des-communes-francaises") as person:
        await person.press("p")
        await person.sees("› Institut national de la statistique", "Datasets (", "1 of ")
        assert here(person).kind == "organization"
        await person.press("down", "enter")
        await person.sees("Datasets › ", "Files")
        await person.press("backspace")
        await person.sees("2 of ")


async def test_an_organization_tells_what_it_is_and_who_is_in_it() -> None:
    async with at_the_keyboard(ORGANIZATION) as person:
        await person.sees("Datasets (15)", "Dataservices (0)", "1 of 15")
        await person.press("1")
        await person.sees("local authority · certified", "Website", "metropole-de-lyon.invalid")
        await person.press("5")
        await person.sees("Members (1)", "Jérôme Martin", "Administrator")
        await person.press("enter")
        await person.sees("People › Jérôme Martin", "Reuses (4)", "1 of 4")
        person_link = here(person)
        assert person_link.kind == "user"
        await person.press("9", "plus")
        await person.sees("jerome-martin")


async def test_a_list_is_asked_for_when_it_is_looked_at_and_goes_on_to_its_end() -> None:
    topic = CATALOGUE.topics[1]
    async with at_the_keyboard(f"topic:{topic.slug}") as person:
        await person.sees("Elements (77)")
        asked = [entry.url for entry in person.requests if "/discussions/" in entry.url]
        assert asked == []
        for _page in range(4):
            await person.press("end")
        await person.sees("77 of 77", "note")
        await person.press("enter")
        await person.sees("This leads to no place")
        await person.press("home", "down", "enter")
        await person.sees("Reuses › ")


async def test_the_address_of_one_discussion_opens_it_and_what_it_is_about_is_a_key_away() -> None:
    thread = next(each for each in CATALOGUE.discussions if each.subject_class == "Dataset")
    page = f"https://www.data.gouv.fr/datasets/x/discussions?discussion_id={thread.id}"
    assert parse_link(page) == Link("discussion", thread.id)
    async with at_the_keyboard(f"discussion:{thread.id}") as person:
        await person.sees("Discussions › ", thread.title[:30])
        await person.press("y")
        await person.sees("API address", f"dgv 'discussion:{thread.id[:10]}")
        await person.press("escape", "a")
        await person.sees("Discussions (")
        place = person.app.place
        assert place is not None
        assert place.link == Link("dataset", thread.subject_id, fragment="discussions")


async def test_a_discussion_of_a_reuse_is_read_in_place() -> None:
    thread = next(each for each in CATALOGUE.discussions if each.subject_class == "Reuse")
    async with at_the_keyboard(f"reuse:{thread.subject_id}#discussions") as person:
        await person.sees(thread.title)
        await person.press("enter")
        await person.sees("Discussion", thread.messages[0].author.last_name)
        await person.press("escape", "p")
        assert here(person).kind in ("organization", "user")


async def test_an_api_says_where_it_is_and_how_far_it_goes() -> None:
    api = next(each for each in CATALOGUE.dataservices if each.rate_limiting and each.base_url)
    async with at_the_keyboard(f"dataservice:{api.slug}") as person:
        await person.sees("Base address", "Limits", api.rate_limiting[:20], "Availability")
        await person.press("y")
        await person.sees("Base address of the API", "curl command", "Command that opens this")


async def test_a_post_leads_to_what_it_tells_of() -> None:
    post = CATALOGUE.posts[1]
    async with at_the_keyboard(f"post:{post.slug}") as person:
        await person.sees(post.headline, "Written by", post.owner.last_name)
        await person.press("tab", "enter")
        await person.sees("Datasets › ", post.datasets[0].title[:30])


async def test_the_search_takes_over_from_a_list() -> None:
    async with at_the_keyboard(ORGANIZATION) as person:
        await person.press("slash")
        await person.sees("Organization: Métropole de Lyon", "1 of 15")
        await person.press("backspace", "4", "slash")
        await person.sees("Reuses", "Nothing matches")
        assert here(person).params[0] == ("kind", "reuses")


async def test_an_address_that_leads_nowhere_offers_a_search_among_its_kind() -> None:
    async with at_the_keyboard("organization:metropole") as person:
        await person.sees("This was not found.", "S searches for “metropole”")
        await person.press("S")
        await person.sees("Organizations › metropole", "Métropole de Lyon")


async def test_what_was_deleted_is_said_to_be_gone() -> None:
    async with at_the_keyboard("organization:agence-dissoute") as person:
        await person.sees("r asks again. ⌫ goes back.", "deleted")


async def test_a_place_that_failed_is_asked_again_and_opens_on_the_tab_wanted() -> None:
    refusals = iter(["once"])

    def at_first(path: str) -> bool:
        return path.startswith("/api/1/organizations/") and next(refusals, "") != ""

    async with at_the_keyboard(f"{ORGANIZATION}#members", through=refusing(at_first)) as person:
        await person.sees("r asks again. ⌫ goes back.")
        await person.press("r")
        await person.sees("Jérôme Martin", "1 of 1")
        await person.press("enter")
        await person.sees("People › ")


async def test_a_list_that_fails_says_so_and_the_rest_stays() -> None:
    async with at_the_keyboard(ORGANIZATION, through=refusing("/api/2/datasets/".__eq__)) as person:
        await person.sees("r asks again", "Datasets (15)")
        await person.press("1")
        await person.sees("local authority · certified")
        await person.press("5")
        await person.sees("Jérôme Martin")


async def test_nothing_that_an_object_says_reaches_the_terminal_as_an_order() -> None:
    async with at_the_keyboard(ORGANIZATION, through=said_by_attackers, size=(120, 40)) as person:
        await person.sees("Members (1)")
        for keys in ("down", "1 pagedown", "5", "enter", "y escape", "6 pagedown 9 plus pagedown"):
            await person.press(*keys.split())
            assert_harmless(person.app)
        for kind in ("dataservices", "discussions", "posts"):
            await person.app.go(Link("search", "", (("kind", kind),)))
            await person.rest()
            assert_harmless(person.app)


def said_by_attackers(app: ASGIApp) -> ASGIApp:
    """The site, where every text but identifiers and numbers is an attack."""
    payloads = cycle(PAYLOADS[:-1])  # the last one is only long

    def attacked(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: attacked(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [attacked(item, key) for item in value]
        kept = key in ("id", "class", "slug", "next_page", "href") or not isinstance(value, str)
        return value if kept else next(payloads)

    async def answer(scope: Message, receive: Receive, send: Send) -> None:
        body = b""

        async def collect(message: Message) -> None:
            nonlocal body
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0] != b"content-length"]
                await send({**message, "headers": headers})
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                await send({**message, "body": json.dumps(attacked(json.loads(body))).encode()})

        await app(scope, receive, collect)

    return answer


def refusing(breaks: Callable[[str], bool]) -> Callable[[ASGIApp], ASGIApp]:
    """The site, where some paths are refused."""

    def around(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Message, receive: Receive, send: Send) -> None:
            if not breaks(scope["path"]):
                await app(scope, receive, send)
                return
            kind = [(b"content-type", b"application/json")]
            await send({"type": "http.response.start", "status": 403, "headers": kind})
            await send({"type": "http.response.body", "body": b'{"message": "no"}'})

        return answer

    return around
