"""Whatever a service sends, a model or an error that can be shown comes out."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.api.errors import ApiError, BadPayload
from tui.api.models import (
    Dataset,
    DatasetSummary,
    FoundResource,
    License,
    Model,
    Organization,
    Profile,
    Resource,
    SchemaInfo,
    TableMeta,
)
from tui.api.models.base import count_of, day_of, moment_of, number_of
from tui.api.models.search import facet_totals_of, facets_of
from tui.api.models.vocabulary import suggestion_of
from tui.api.refusals import error_from
from tui.text import clean_prose, is_safe_line

NASTY = st.sampled_from(["\x1b[31m", "\u202e", "[red]x[/]", "\ud800", "a\nb", "\x00", "x" * 5000])
LEAF = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=6), NASTY, st.just({})
)
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    LEAF,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=6,
)

MODELS: list[type[Model]] = [
    Dataset,
    DatasetSummary,
    FoundResource,
    License,
    Organization,
    Profile,
    Resource,
    SchemaInfo,
    TableMeta,
]
KEYS = {
    key
    for model in MODELS
    for key in (*model.model_fields, "resources", "schema", "metrics", "profile", "header")
}
NESTED = (
    "badges",
    "zones",
    "user",
    "total",
    "score",
    "kind",
    "columns",
    "tops",
    "value",
    "count",
    "unique_values",
    "categorical",
    "check:status",
    "analysis:parsing:error",
)
SHAPED: st.SearchStrategy[Any] = st.dictionaries(
    st.sampled_from(sorted(KEYS)),
    st.one_of(
        ANYTHING,
        st.dictionaries(st.sampled_from(NESTED), ANYTHING, max_size=4),
        st.lists(st.dictionaries(st.sampled_from(NESTED), ANYTHING, max_size=3), max_size=2),
    ),
    max_size=8,
).map(lambda payload: {**payload, "id": "x", "name": "x"})


def parsed(model: type[Model], payload: Any) -> Model | BadPayload:
    try:
        return model.parse(payload)
    except BadPayload as error:
        return error


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
@settings(deadline=None)
@given(payload=st.one_of(ANYTHING, SHAPED))
def test_any_json_is_a_model_or_a_bad_payload(model: type[Model], payload: Any) -> None:
    read = parsed(model, payload)
    if isinstance(read, BadPayload):
        assert is_safe_line(read.detail)
        return
    for name in ("title", "name", "acronym", "license", "frequency", "format", "type"):
        text = getattr(read, name, "")
        assert text == "" or is_safe_line(text) or (name == "name" and model is SchemaInfo)
    if isinstance(read, Resource):
        assert is_safe_line(read.table_problem)
        assert read.has_table == (read.table_problem == "")
    if isinstance(read, DatasetSummary):
        assert read.description == clean_prose(read.description)
        assert is_safe_line(read.producer)


@settings(deadline=None)
@given(ANYTHING)
def test_any_json_is_facets_and_suggestions(payload: Any) -> None:
    for name in ("tag", "organization_id_with_name"):
        facets = facets_of({name: payload})
        assert all(is_safe_line(value.label) for values in facets.values() for value in values)
        facet_totals_of({name: payload})
    suggestion = suggestion_of("datasets", payload if isinstance(payload, dict) else {})
    assert suggestion is None or is_safe_line(suggestion.label)


@settings(deadline=None)
@given(
    st.integers(400, 599),
    st.sampled_from(
        ["application/json", "text/plain", "text/html", "", "application/problem+json"]
    ),
    st.one_of(
        st.binary(max_size=40),
        ANYTHING.map(lambda payload: json.dumps(payload).encode()),
        st.dictionaries(st.sampled_from(["errors", "message", "error"]), ANYTHING).map(
            lambda payload: json.dumps(payload).encode()
        ),
        st.dictionaries(st.sampled_from(["code", "detail", "title"]), ANYTHING).map(
            lambda error: json.dumps({"errors": [error]}).encode()
        ),
    ),
)
def test_any_refusal_is_an_error_with_words(status: int, kind: str, body: bytes) -> None:
    error = error_from("https://x.test/?a=1", status, kind, body)
    assert isinstance(error, ApiError)
    assert error.message
    assert is_safe_line(error.message)
    assert is_safe_line(error.detail)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (3, 3),
        (18.0, 18),
        ("456059", 456059),
        ("0.0", 0),
        (True, None),
        ("1e999999999", None),
        (float("inf"), None),
        (float("nan"), None),
        ("", None),
        (None, None),
        ([], None),
    ],
)
def test_counts_are_read_in_every_form(value: object, count: int | None) -> None:
    assert count_of(value) == count


def test_numbers_stay_exact() -> None:
    wide = int("9" * 300)
    assert number_of(wide) == Decimal(wide)
    assert number_of("0.1") == Decimal("0.1")
    assert number_of("1e100000") is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T09:30:00", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T09:30:00Z", datetime(2026, 11, 20, 9, 30, tzinfo=UTC)),
        ("2026-11-20T11:30:00.5+02:00", datetime(2026, 11, 20, 9, 30, 0, 500_000, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        (None, None),
        (12, None),
    ],
)
def test_moments_are_aware_or_absent(text: object, moment: datetime | None) -> None:
    assert moment_of(text) == moment


def test_days_are_read_from_dates_and_moments() -> None:
    assert str(day_of("1973-01-01")) == str(day_of("1973-01-01T10:00:00+00:00")) == "1973-01-01"
    assert day_of("1973") is None


def test_a_server_cannot_choose_what_we_keep_as_its_raw_answer() -> None:
    sent = {"id": "x", "raw": "evil", "license_title": "evil", "extras": "evil"}
    dataset = Dataset.parse(sent)
    assert dataset.raw == sent
    assert dataset.license_title == ""
    assert dataset.extras == {}


@pytest.mark.parametrize(
    ("extras", "fmt", "reason"),
    [
        ({"analysis:parsing:parsing_table": "t"}, "csv", ""),
        ({"analysis:parsing:parsing_table": "t", "check:status": 404}, "csv", "error 404"),
        (
            {"analysis:parsing:parsing_table": "t", "analysis:parsing:error": "pmtiles_export:x"},
            "csv",
            "",
        ),
        ({"analysis:parsing:error": "csv_detective:bad header"}, "csv", "bad header"),
        ({"analysis:error": "File too large to download"}, "csv", "too large"),
        ({}, "csv", "not been analysed"),
        ({}, "pdf", "no rows"),
    ],
)
def test_a_file_without_a_table_says_why(extras: Any, fmt: str, reason: str) -> None:
    resource = Resource.parse({"id": "r", "format": fmt, "extras": extras})
    assert resource.has_table == (reason == "")
    assert reason in resource.table_problem
