"""What the sample site tells of activity, harvests, contacts, zones and linked data has the fields
that the real service gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sample_site import Json, Visitor
from test_sample_shapes import differences

from tui.sample.data.catalogue import catalogue_of
from tui.sample.names import object_id

EXCHANGES = Path(__file__).parents[1] / "contract" / "exchanges"
SOURCE = catalogue_of().sources[0]
JOB = SOURCE.jobs[0]


def real(file: str, target: str) -> Json:
    entries: list[Json] = json.loads((EXCHANGES / f"{file}.json").read_text("utf-8"))
    return next(each for each in entries if each["target"] == target)["json"]


HARVESTS = "main-harvest-contacts"
THEIRS = "367d2e3548780b46a5cb9e5b"
THEIR_JOB = "c6a4eb7f9bd891488ee36b69"


@pytest.mark.parametrize(
    ("path", "file", "target"),
    [
        ("/api/1/activity/", "main-posts-reports-activity", "/api/1/activity/?page_size=3"),
        ("/api/1/harvest/sources/?q=vieux", HARVESTS, "/api/1/harvest/sources/?page_size=3"),
        (f"/api/1/harvest/source/{SOURCE.id}/", HARVESTS, f"/api/1/harvest/source/{THEIRS}/"),
        (
            f"/api/1/harvest/source/{SOURCE.id}/jobs/",
            HARVESTS,
            f"/api/1/harvest/source/{THEIRS}/jobs/?page_size=2",
        ),
        (f"/api/1/harvest/job/{JOB.id}/", HARVESTS, f"/api/1/harvest/job/{THEIR_JOB}/"),
        (
            f"/api/1/harvest/job/{JOB.id}/items/?status=failed",
            HARVESTS,
            f"/api/1/harvest/job/{THEIR_JOB}/items/?page_size=2&status=failed",
        ),
        (
            f"/api/1/contacts/{object_id('contact', 'Ville de Paris')}/",
            HARVESTS,
            "/api/1/contacts/bf6778ca3047eb481bcba827/",
        ),
        (
            "/api/1/spatial/coverage/fr:region/",
            "main-site-spatial-tags",
            "/api/1/spatial/coverage/fr:region/",
        ),
    ],
)
async def test_they_have_the_fields_of_the_real_ones(path: str, file: str, target: str) -> None:
    answer = await Visitor().main(path)
    assert answer.status_code == 200
    assert differences(answer.json(), real(file, target)) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/1/activity/?key=bogus", 400),
        ("/api/1/activity/?user=abc", 400),
        ("/api/1/harvest/source/5f0000000000000000000000/", 404),
        ("/api/1/harvest/job/5f0000000000000000000000/", 404),
        ("/api/1/contacts/5f0000000000000000000000/", 404),
        ("/api/1/spatial/coverage/nope/", 404),
        ("/api/1/datasets/jeu-orphelin/rdf.bogus", 404),
        ("/api/1/datasets/jeu-orphelin/rdf", 302),
    ],
)
async def test_they_refuse_what_the_real_ones_refuse(path: str, status: int) -> None:
    assert (await Visitor().main(path)).status_code == status


@pytest.mark.parametrize(
    ("extension", "kind"),
    [("ttl", "application/x-turtle"), ("jsonld", "application/ld+json"), ("nt", "application/n-")],
)
async def test_linked_data_come_in_the_form_asked(extension: str, kind: str) -> None:
    answer = await Visitor().main(f"/api/1/datasets/jeu-orphelin/rdf.{extension}")
    assert answer.headers["content-type"].startswith(kind)
    assert "Jeu de données orphelin" in answer.text
