"""How the lists of a dataset's page are asked for, and what odd answers become."""

from __future__ import annotations

import httpx
import pytest
from wires import ORIGIN, ok, refused, wire

from tui.api.errors import BadPayload, NotFound
from tui.api.models.findings import findings_of
from tui.api.related import Related

DATASET = "57391e967d84df955689389e"


def answering(answer: httpx.Response) -> tuple[Related, list[httpx.Request]]:
    sent = wire(
        lambda _request: httpx.Response(
            answer.status_code, headers=answer.headers, content=answer.content
        )
    )
    return Related(sent.transport, ORIGIN, lang="fr"), sent.requests


async def test_lists_are_asked_by_the_id_in_the_language_and_only_what_they_show() -> None:
    related, requests = answering(ok({"data": [], "total": 0, "next_page": None}))
    await related.discussions(DATASET)
    await related.reuses(DATASET, 2)
    await related.dataservices(DATASET)
    await related.community_resources(DATASET)
    page = "page=1&page_size=20&lang=fr"
    assert [request.url.raw_path.decode() for request in requests] == [
        f"/api/1/discussions/?for={DATASET}&sort=-created&{page}",
        f"/api/2/reuses/?dataset={DATASET}&sort=-views&page=2&page_size=20&lang=fr",
        f"/api/1/dataservices/?dataset={DATASET}&sort=-views&{page}",
        f"/api/1/datasets/community_resources/?dataset={DATASET}&{page}",
    ]
    masks = [request.headers.get("x-fields", "") for request in requests]
    assert ["description" in mask for mask in masks] == [False] * 4
    assert [bool(mask) for mask in masks] == [False, True, True, False]


async def test_there_is_more_as_the_envelope_says_or_else_as_the_total_does() -> None:
    related, _ = answering(ok({"data": [{"id": "a"}], "total": 21, "next_page": None}))
    assert not (await related.reuses(DATASET)).has_next
    related, _ = answering(ok({"data": [{"id": "a"}], "total": 21}))
    assert (await related.reuses(DATASET)).has_next
    assert not (await related.reuses(DATASET, 2)).has_next


async def test_a_page_past_the_end_is_empty_and_a_first_page_that_is_missing_is_not() -> None:
    related, _ = answering(refused(404))
    assert (await related.reuses(DATASET, 3)).items == ()
    with pytest.raises(NotFound):
        await related.reuses(DATASET)


async def test_an_answer_that_is_no_list_is_refused() -> None:
    related, _ = answering(ok([1, 2]))
    with pytest.raises(BadPayload):
        await related.discussions(DATASET)


def test_an_address_of_linked_data_needs_no_request() -> None:
    related, requests = answering(ok({}))
    assert related.rdf_url("a b", "ttl") == f"{ORIGIN}/api/1/datasets/a%20b/rdf.ttl"
    assert requests == []


@pytest.mark.parametrize(
    ("extras", "errors"),
    [
        ({}, None),
        ({"validation-report:errors": []}, 0),
        ({"validation-report:errors": [{"code": "x"}, {}]}, 2),
        ({"validation-report:errors": "none", "validation-report:valid_resource": True}, 0),
        ({"validation-report:valid_resource": False}, 1),
    ],
)
def test_errors_of_a_schema_are_counted_and_never_guessed(
    extras: dict[str, object], errors: int | None
) -> None:
    assert findings_of(extras).schema_errors == errors
