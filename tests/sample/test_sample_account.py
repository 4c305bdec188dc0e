"""The account of the sample site: answered as the real one, changed for one visitor alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from test_sample_shapes import differences

from tui.sample.app import SampleSite
from tui.sample.main.identity import SAMPLE_KEY
from tui.settings import SITES

EXCHANGES = Path(__file__).parents[1] / "contract" / "exchanges"


def theirs(note: str, file: str = "main-me") -> Any:
    entries = json.loads((EXCHANGES / f"{file}.json").read_text("utf-8"))
    return next(entry["json"] for entry in entries if entry["note"].startswith(note))


class Visitor:
    """Somebody on a site of their own."""

    def __init__(self, key: str | None = SAMPLE_KEY) -> None:
        self.site = SampleSite()
        self.headers = {"X-API-KEY": key} if key else {}

    async def ask(self, method: str, path: str, body: object = None) -> httpx.Response:
        transport = httpx.ASGITransport(self.site)
        async with httpx.AsyncClient(transport=transport) as client:
            url = SITES["sample"].main_url + path
            return await client.request(method, url, json=body, headers=self.headers)


def a_dataset(visitor: Visitor, *, mine: bool) -> str:
    user = next(user for user in visitor.site.catalogue.users if user.slug == "noemie-hebert")
    return next(
        item.id
        for item in visitor.site.catalogue.public_datasets
        if item.organization is not None
        and (user in [member for member, _role in item.organization.members]) == mine
    )


@pytest.mark.parametrize(
    ("note", "path"),
    [
        ("me, with a key", "/api/1/me/"),
        ("notifications, with a key", "/api/1/notifications/"),
        ("notifications unread, with a key", "/api/1/notifications/?handled=false"),
        ("datasets, with a key", "/api/1/me/org_datasets/"),
    ],
)
async def test_the_account_has_the_fields_of_a_real_one(note: str, path: str) -> None:
    answer = (await Visitor().ask("GET", path)).json()
    assert answer
    found = differences(answer, theirs(note))
    # Which criteria are there depends on the dataset.
    assert [each for each in found if ".quality." not in each] == []


@pytest.mark.parametrize(
    ("key", "note"),
    [(None, "anonymous"), ("x", "key udata_wrong"), ("expired-key", "key expired")],
)
async def test_another_key_is_refused_as_the_real_site_does(key: str | None, note: str) -> None:
    visitor = Visitor(key)
    answer = await visitor.ask("GET", "/api/1/me/")
    assert (answer.status_code, answer.json()) == (401, theirs(note))
    assert (await visitor.ask("GET", "/api/1/datasets/?page_size=1")).status_code == (
        401 if key else 200
    )


async def test_following_is_seen_by_who_follows_alone() -> None:
    visitor = Visitor()
    ident = a_dataset(visitor, mine=False)
    me = (await visitor.ask("GET", "/api/1/me/")).json()
    path = f"/api/1/datasets/{ident}/followers/"
    followed = f"/api/2/datasets/?followed_by={me['id']}"
    before = (await visitor.ask("GET", followed)).json()["total"]
    assert [(await visitor.ask("POST", path)).status_code for _twice in range(2)] == [201, 200]
    answer = await visitor.ask("GET", f"{path}?user={me['id']}")
    assert differences(answer.json(), theirs("am I following", "main-writes")) == []
    assert answer.json()["total"] == 1
    assert (await visitor.ask("GET", followed)).json()["total"] == before + 1
    assert (await Visitor().ask("GET", followed)).json()["total"] == before
    assert [(await visitor.ask("DELETE", path)).status_code for _twice in range(2)] == [200, 404]


async def test_a_discussion_is_opened_answered_and_closed() -> None:
    visitor = Visitor()
    ident = a_dataset(visitor, mine=False)
    body = {"title": "T", "comment": "C", "subject": {"class": "Dataset", "id": ident}}
    opened = await visitor.ask("POST", "/api/1/discussions/", body)
    assert opened.status_code == 201
    assert differences(opened.json(), theirs("discussion created", "main-writes")) == []
    path = f"/api/1/discussions/{opened.json()['id']}/"
    closed = await visitor.ask("POST", path, {"comment": "Clos", "close": True})
    assert differences(closed.json(), theirs("discussion closed", "main-writes")) == []
    again = await visitor.ask("POST", path, {"comment": "encore"})
    told = theirs("comment on a closed discussion", "main-writes")
    assert (again.status_code, again.json()) == (403, told)
    listed = (await visitor.ask("GET", f"/api/1/discussions/?for={ident}")).json()["data"]
    assert [each["content"] for each in listed[0]["discussion"]] == ["C", "Clos"]
    assert (await Visitor().ask("GET", path)).status_code == 404


async def test_a_dataset_is_changed_as_the_real_route_changes_it() -> None:
    visitor = Visitor()
    path = f"/api/1/datasets/{a_dataset(visitor, mine=True)}/"
    before = (await visitor.ask("GET", path)).json()
    assert before["permissions"]["edit"]
    refused = await visitor.ask("PUT", path, {})
    assert refused.status_code == 400
    assert refused.json()["errors"].keys() == {"title", "description"}
    body = {"title": "Neuf", "description": "D", "tags": ["Été"]}
    assert (await visitor.ask("PUT", path, body)).status_code == 200
    after = (await visitor.ask("GET", path)).json()
    assert (after["title"], after["tags"], after["temporal_coverage"]) == ("Neuf", ["ete"], None)
    assert after["license"] == before["license"]
    assert (await Visitor().ask("GET", path)).json()["title"] == before["title"]
    other = f"/api/1/datasets/{a_dataset(visitor, mine=False)}/"
    denied = await visitor.ask("PUT", other, body)
    assert (denied.status_code, denied.json()) == (
        403,
        theirs("PUT dataset, other user", "main-writes"),
    )
    anonymous = Visitor(None)
    assert (await anonymous.ask("PUT", path, body)).status_code == 401


async def test_a_notification_is_read_once() -> None:
    visitor = Visitor()
    unread = (await visitor.ask("GET", "/api/1/notifications/?handled=false")).json()
    ident = unread["data"][0]["id"]
    answer = await visitor.ask("POST", f"/api/1/notifications/{ident}/read/")
    assert answer.status_code == 200
    assert answer.json()["handled_at"]
    left = (await visitor.ask("GET", "/api/1/notifications/?handled=false")).json()
    assert left["total"] == unread["total"] - 1
