"""What is said of a dataset and of a file: labels for codes, and only what is known."""

from __future__ import annotations

from typing import Any

from tui.api.models import Dataset, Resource
from tui.screens.about_texts import about_blocks
from tui.screens.file_texts import copies_of_file, file_blocks
from tui.settings import SITES
from tui.widgets.kind_words import BADGES, titled
from tui.widgets.prose import as_text


def about(**fields: Any) -> str:
    return as_text(about_blocks(Dataset.parse({"id": "d", **fields})))


def details(**fields: Any) -> str:
    return as_text(file_blocks(Resource.parse({"id": "f", **fields})))


def test_codes_are_said_in_words_and_unknown_ones_as_they_came() -> None:
    text = about(
        badges=[{"kind": "hvd"}, {"kind": "brand-new"}],
        license={"id": "notspecified", "title": "License Not Specified"},
        access_type="restricted",
        access_type_reason_category="confidentiality_of_personal_data",
        access_audiences=[{"role": "private", "condition": "under_condition"}],
        contact_points=[{"name": "Jo", "role": "publisher", "email": "jo@example.org"}],
    )
    assert "Labels: high-value dataset, brand-new" in text
    assert "Licence: not specified" in text
    assert "Reason: confidentiality of personal data" in text
    assert "Individuals: under conditions" in text
    assert "Contact: Jo · publisher · jo@example.org" in text
    assert titled(BADGES, "nothing-we-know") == "nothing-we-know"


def test_where_a_dataset_comes_from_is_told_with_its_dates() -> None:
    text = about(
        harvest={
            "backend": "dcat",
            "domain": "data.example.org",
            "source_url": "https://data.example.org/catalog.ttl",
            "remote_url": "https://data.example.org/1",
            "remote_id": "1",
            "last_update": "2026-11-02T10:00:00+00:00",
            "archived_at": "2026-11-03T10:00:00",
            "archived_reason": "not-on-remote",
        },
        doi="10.1234/5",
        uri="https://www.data.gouv.fr/api/1/datasets/d/",
    )
    assert "Catalogue: https://data.example.org/catalog.ttl" in text
    assert "Protocol: dcat" in text
    assert "Harvested: Nov 2, 2026" in text
    assert "Archived: Nov 3, 2026 · no longer at its source" in text
    assert "DOI: 10.1234/5" in text
    assert "URI: https://www.data.gouv.fr/api/1/datasets/d/" in text
    assert "Harvest" not in about()


def test_what_the_crawler_made_of_a_file_is_told_and_copied() -> None:
    made = {
        "analysis:parsing:parquet_url": "https://x.test/f.parquet",
        "analysis:parsing:parquet_size": 2_000_000,
        "analysis:parsing:pmtiles_url": "https://x.test/f.pmtiles",
        "analysis:parsing:geojson_url": "javascript:alert(1)",
        "analysis:last-modified-at": "2026-11-02T10:00:00",
        "analysis:last-modified-detection": "last-modified-header",
    }
    text = details(extras=made)
    assert "Parquet: 2\u00a0MB · https://x.test/f.parquet" in text
    assert "PMTiles: https://x.test/f.pmtiles" in text
    assert "javascript" not in text
    assert "· its server says so" in text
    resource = Resource.parse({"id": "f", "extras": made, "latest": "https://www.test/r/f"})
    copied = [copy.text for copy in copies_of_file(resource, SITES["www"])]
    assert {"https://x.test/f.parquet", "https://x.test/f.pmtiles"} <= set(copied)
    assert "https://www.data.gouv.fr/datasets/r/f" in copied


def test_a_schema_is_told_with_its_version_and_what_validating_found() -> None:
    schema = {"name": "etalab/schema-irve-statique", "version": "2.3.1", "url": None}
    assert "Validation: never validated" in details(schema=schema)
    assert "Validation: valid" in details(schema=schema, extras={"validation-report:errors": []})
    errors = {"validation-report:errors": ["one", "two"]}
    assert "Validation: 2 errors" in details(schema=schema, extras=errors)
    assert "Version: 2.3.1" in details(schema=schema)
    assert "Schema" not in details()


def test_a_file_that_does_not_answer_says_why() -> None:
    dead = {"check:available": False, "check:status": 404, "check:error": "Not Found"}
    assert "Answers: no (404) · Not Found" in details(extras=dead)
    assert "Answers: never checked" in details()
