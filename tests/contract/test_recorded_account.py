"""What the Main API answers to a key, as the account reads it."""

from __future__ import annotations

from dataclasses import replace

from recorded import SITE, Exchange, Replay, exchanges

from tui.api.account import Account
from tui.api.models.account import DatasetFields, Me, Notification
from tui.api.service import open_service
from tui.api.writes import (
    Write,
    add_comment,
    edit_dataset,
    follow,
    open_discussion,
    unfollow,
)
from tui.screens.account_texts import place_of_notification
from tui.settings import Secret


def recorded(note: str, pattern: str = "main-me") -> Exchange:
    return next(each for each in exchanges(pattern) if each.note.startswith(note))


async def account(*known: Exchange) -> tuple[Account, Replay]:
    transport = Replay(known)
    # The key goes over no open way.
    site = replace(SITE, main_url=SITE.main_url.replace("http://", "https://"))
    service = await open_service(site, transport=transport, find_key=lambda: Secret("made-up"))
    return service.account, transport


async def test_who_a_key_belongs_to() -> None:
    mine, transport = await account(recorded("me, with a key"))
    me = await mine.me()
    assert (me.name, me.email, me.mail_cadence) == (
        "Benoît Béranger",
        "user1@example.com",
        "immediate",
    )
    assert (me.datasets, me.reuses, me.following) == (2, 1, 4)
    assert [each.name for each in me.organizations] == ["Métropole de Lyon"]
    assert transport.requests[0].headers["x-api-key"] == "made-up"
    assert isinstance(me, Me)


def test_notifications_say_what_happened_and_to_what() -> None:
    for note in ("notifications, with a key", "notifications unread, with a key"):
        told = [Notification.parse(item) for item in recorded(note).json["data"]]
        assert len(told) == 3
        first = told[0]
        assert (first.kind, first.handled_at, first.requires_action) == (
            "reuse.created",
            None,
            False,
        )
        reuse, dataset = first.subjects
        assert (reuse.name, dataset.name) == ("Reuse", "Dataset")
        assert dataset.title.startswith("Bornes de recharge")
        assert first.created_at is not None


def test_a_notification_leads_to_what_it_is_about_first() -> None:
    source = {"id": "5", "name": "Catalogue ftp.exemple.fr", "organization": {"id": "o"}}
    told = Notification.parse(
        {"id": "n", "type": "harvest.source.pending", "details": {"source": source}}
    )
    found = place_of_notification(told)
    assert found is not None
    assert str(found[0]) == "harvest:5"
    person = {"class": "User", "id": "u", "first_name": "Zoé"}
    details = {
        "transfer_owner": person,
        "transfer_recipient": person,
        "transfer_subject": {"class": "Reuse", "id": "r", "title": "Carte"},
    }
    told = Notification.parse({"id": "n", "type": "transfer.requested", "details": details})
    assert [each.name for each in told.subjects] == ["Reuse", "User", "User"]


def test_a_dataset_of_the_account_says_whether_it_may_be_changed() -> None:
    (item,) = recorded("datasets, with a key").json
    fields = DatasetFields.parse(item)
    assert fields.may_edit is True
    assert fields.title == item["title"]
    assert fields.tags == tuple(item["tags"])
    emptied = DatasetFields.parse({**item, "temporal_coverage": None, "permissions": None})
    assert (emptied.start, emptied.end, emptied.may_edit) == ("", "", None)


def test_changes_are_written_as_they_were_recorded() -> None:
    def asked(note: str) -> Write:
        exchange = recorded(note, "main-writes")
        return Write(exchange.method, exchange.path)

    ident = asked("follow").path.split("/")[4]
    assert follow("dataset", ident) == asked("follow")
    assert unfollow("dataset", ident) == asked("unfollow")
    opened = open_discussion("dataset", ident, "t", "c")
    assert replace(opened, body=None) == asked("discussion created")
    assert opened.body == {
        "title": "t",
        "comment": "c",
        "subject": {"class": "Dataset", "id": ident},
    }
    thread = asked("discussion comment").path.split("/")[4]
    assert replace(add_comment(thread, "x"), body=None) == asked("discussion comment")
    assert add_comment(thread, "Clos", close=True).body == {"comment": "Clos", "close": True}


def test_what_is_not_changed_of_a_dataset_is_not_sent_but_where_it_would_be_erased() -> None:
    before = DatasetFields(
        id="x", title="T", description="D", tags=("a", "b"), frequency="daily", license="lov2"
    )
    asked = edit_dataset(before, {"acronym": "", "tags": ("c",)})
    assert (asked.method, asked.path) == ("PUT", "/api/1/datasets/x/")
    assert asked.body == {
        "title": "T",
        "description": "D",
        "frequency": "daily",
        "tags": ["c"],
        "temporal_coverage": None,
        "acronym": None,
    }
    covered = edit_dataset(before, {"license": "odbl", "start": "2020-01-01"}).body
    assert isinstance(covered, dict)
    assert covered["temporal_coverage"] == {"start": "2020-01-01", "end": None}
    assert covered["license"] == "odbl"
    assert covered["tags"] == ["a", "b"]
    assert "acronym" not in covered
