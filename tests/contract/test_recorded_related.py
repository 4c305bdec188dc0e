"""Every recorded list of what belongs to a dataset is read without loss."""

from __future__ import annotations

import pytest
from recorded import Exchange, answered

from tui.api.models import Thread
from tui.api.models.base import moment_of
from tui.api.models.related import CommunityResource, RelatedDataservice, RelatedReuse
from tui.text import clean_line, clean_prose


def listed(pattern: str, path: str) -> list[Exchange]:
    return answered(
        pattern, lambda each: each.path == path and all("id" in i for i in each.json["data"])
    )


DISCUSSIONS = [
    item
    for each in listed("main-discussions", "/api/1/discussions/")
    for item in each.json["data"]
    if "discussion" in item
]
REUSES = [*listed("main-reuses", "/api/1/reuses/"), *listed("main-reuses", "/api/2/reuses/")]
DATASERVICES = listed("main-dataservices", "/api/1/dataservices/")
COMMUNITY = listed("main-datasets-vocabularies", "/api/1/datasets/community_resources/")


def test_the_recordings_hold_what_these_tests_are_about() -> None:
    assert len(DISCUSSIONS) >= 10
    assert any(item["closed"] for item in DISCUSSIONS)
    assert any(len(item["discussion"]) > 1 for item in DISCUSSIONS)
    assert len(REUSES) >= 20
    assert len(DATASERVICES) >= 20
    assert len(COMMUNITY) == 4


def test_a_recorded_thread_keeps_its_messages_authors_and_dates() -> None:
    for raw in DISCUSSIONS:
        thread = Thread.parse(raw)
        assert (thread.id, thread.title) == (raw["id"], clean_line(raw["title"]))
        assert (thread.created, thread.closed) == (
            moment_of(raw["created"]),
            moment_of(raw["closed"]),
        )
        assert (thread.closed_by is None) == (raw["closed_by"] is None)
        assert (thread.subject_class, thread.subject_id) == (
            raw["subject"]["class"],
            raw["subject"]["id"],
        )
        assert thread.page == raw["self_web_url"]
        assert len(thread.messages) == len(raw["discussion"])
        for message, source in zip(thread.messages, raw["discussion"], strict=True):
            assert message.content == clean_prose(source["content"])
            assert message.posted_by is not None
            assert message.posted_by.id == source["posted_by"]["id"]
            assert message.posted_on == moment_of(source["posted_on"])


def test_a_thread_that_names_no_subject_keeps_its_messages() -> None:
    thread = Thread.parse({"id": "t", "title": "T", "discussion": [{"content": "said"}]})
    assert [message.content for message in thread.messages] == ["said"]
    assert (thread.subject_class, thread.subject_id) == ("", "")


@pytest.mark.parametrize("exchange", REUSES, ids=str)
def test_a_recorded_list_of_reuses_is_read(exchange: Exchange) -> None:
    for raw in exchange.json["data"]:
        reuse = RelatedReuse.parse(raw)
        assert (reuse.title, reuse.type, reuse.topic) == (
            clean_line(raw["title"]),
            raw["type"],
            raw["topic"],
        )
        assert reuse.views == raw["metrics"]["views"]
        assert (reuse.owner is None) == (raw["owner"] is None)


@pytest.mark.parametrize("exchange", DATASERVICES, ids=str)
def test_a_recorded_list_of_apis_is_read(exchange: Exchange) -> None:
    for raw in exchange.json["data"]:
        api = RelatedDataservice.parse(raw)
        assert (api.title, api.access_type) == (clean_line(raw["title"]), raw["access_type"])
        assert api.base_api_url == (raw["base_api_url"] or "")
        if "availability" in raw:
            assert (api.availability is None) == (raw["availability"] is None)


@pytest.mark.parametrize("exchange", COMMUNITY, ids=str)
def test_a_recorded_list_of_files_of_the_community_is_read(exchange: Exchange) -> None:
    for raw in exchange.json["data"]:
        file = CommunityResource.parse(raw)
        assert (file.id, file.title, file.url) == (raw["id"], clean_line(raw["title"]), raw["url"])
        assert (file.owner is None) == (raw["owner"] is None)
        exports = {export.format: export.url for export in file.exports}
        told = {
            kind: raw["extras"][f"analysis:parsing:{kind}_url"]
            for kind in ("parquet", "geojson", "pmtiles")
            if f"analysis:parsing:{kind}_url" in raw["extras"]
        }
        assert exports == told
        assert file.findings.size == raw["extras"].get("analysis:content-length")
