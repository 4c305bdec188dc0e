"""Every field that the service answers of an object is on its page, in a list of its own, or known
to say nothing to a person: a field that comes to be fails here instead of being lost silently."""

from __future__ import annotations

import re
from typing import Any

import pytest
from recorded import Exchange, answered

from tui.api.models import (
    Contact,
    Dataservice,
    Dataset,
    HarvestJob,
    HarvestSource,
    License,
    Organization,
    Post,
    Reuse,
    SchemaInfo,
    Territory,
    Topic,
    User,
)
from tui.screens.about_texts import about_blocks
from tui.screens.object_words import entity_blocks
from tui.text import clean_line
from tui.widgets.prose import as_text

OID = "[0-9a-f]{24}"

ROUTES: dict[str, tuple[str, str, Any]] = {
    "dataset": ("main-*", rf"/api/[12]/datasets/(?:{OID}|[a-z0-9]+-[a-z0-9-]+)/", Dataset),
    "organization": ("main-*", rf"/api/1/organizations/{OID}/", Organization),
    "reuse": ("main-*", rf"/api/1/reuses/{OID}/", Reuse),
    "dataservice": ("main-*", rf"/api/1/dataservices/{OID}/", Dataservice),
    "user": ("main-*", rf"/api/1/users/{OID}/", User),
    "topic": ("main-*", r"/api/2/topics/[^/]+/", Topic),
    "post": ("main-*", rf"/api/1/posts/{OID}/", Post),
    "contact": ("main-*", rf"/api/1/contacts/{OID}/", Contact),
    "harvest": ("main-*", rf"/api/1/harvest/source/{OID}/", HarvestSource),
    "job": ("main-*", rf"/api/1/harvest/job/{OID}/", HarvestJob),
    "zone": ("main-*", r"/api/1/spatial/zone/[^/]+/", Territory),
    "license": ("main-*", "/api/1/datasets/licenses/", License),
    "schema": ("main-*", "/api/1/datasets/schemas/", SchemaInfo),
}

RIGHTS = {"permissions", "internal"}
"""What the bearer of a key may do, and when the database was written."""

SHOWN: dict[str, set[str]] = {
    # As text, word for word
    "dataset": {
        *("title", "acronym", "description_short", "slug", "id", "uri", "page", "doi"),
        *("access_type_reason", "authorization_request_url"),
    },
    "organization": {"name", "acronym", "url", "business_number_id", "slug", "id", "page", "uri"},
    "reuse": {"title", "url", "slug", "id", "page", "uri"},
    "dataservice": {
        *("title", "acronym", "slug", "id", "base_api_url", "format", "rate_limiting"),
        *("rate_limiting_url", "availability_url", "technical_documentation_url"),
        *("machine_documentation_url", "business_documentation_url", "access_type_reason"),
        *("authorization_request_url", "self_web_url", "self_api_url"),
    },
    "user": {"first_name", "last_name", "website", "slug", "id", "page", "uri"},
    "topic": {"name", "slug", "id", "page", "uri"},
    "post": {"name", "headline", "credit_to", "credit_url", "slug", "id", "page", "uri"},
    "contact": {"name", "email", "contact_form", "role", "id"},
    "harvest": {"name", "url", "backend", "schedule", "slug", "id"},
    "job": {"id"},
    "zone": {"id"},
    "license": {"id", "title", "url", "maintainer"},
    "schema": {
        *("name", "title", "schema_type", "schema_url", "homepage", "contact", "external_doc"),
        *("external_tool", "consolidation_dataset_id", "datapackage_name", "datapackage_title"),
        "datapackage_description",
    },
}

TOLD: dict[str, set[str]] = {
    # In words of ours: dates, codes, counts, who, Markdown; or in a tab of the page
    "dataset": {
        *("description", "created_at", "last_modified", "last_update", "archived", "deleted"),
        *("private", "featured", "tags", "badges", "frequency", "frequency_date", "extras"),
        *("harvest", "metrics", "organization", "owner", "temporal_coverage", "spatial"),
        *("license", "access_type", "access_audiences", "access_type_reason_category", "quality"),
        *("contact_points", "resources", "community_resources", "schema"),
    },
    "organization": {
        *("description", "badges", "created_at", "last_modified", "deleted", "members"),
        *("metrics", "logo", "extras", "zone"),
    },
    "reuse": {
        *("description", "type", "topic", "organization", "owner", "created_at", "tags", "badges"),
        *("last_modified", "archived", "deleted", "private", "featured", "datasets", "image"),
        *("dataservices", "metrics", "extras"),
    },
    "dataservice": {
        *("description", "organization", "owner", "access_type", "access_audiences", "tags"),
        *("access_type_reason_category", "availability", "contact_points", "created_at"),
        *("metadata_modified_at", "archived_at", "deleted_at", "private", "featured", "badges"),
        *("datasets", "metrics", "extras", "harvest", "license"),
    },
    "user": {"about", "avatar", "since", "organizations", "metrics"},
    "topic": {
        *("description", "organization", "owner", "created_at", "last_modified", "private"),
        *("featured", "tags", "elements", "extras"),
    },
    "post": {
        *("content", "blocs", "kind", "owner", "created_at", "last_modified", "published", "tags"),
        *("datasets", "reuses", "image"),
    },
    "contact": {"organization", "owner"},
    "harvest": {
        *("description", "active", "autoarchive", "config", "created_at", "deleted", "owner"),
        *("last_job", "organization", "validation"),
    },
    "job": {"status", "created", "started", "ended", "errors", "items", "source"},
    "zone": {"properties"},
    "license": {"flags", "alternate_titles", "alternate_urls"},
    "schema": {"description", "versions", "examples", "labels"},
}

MEANINGLESS: dict[str, set[str]] = {
    # Rights, how the web site lays a page out, other sizes of a picture, copies for national maps
    "dataset": {"geopf", "type"},
    "organization": {
        *("banner_color", "banner_image", "banner_image_position", "logo_thumbnail", "image_url"),
        *("presentation_blocs_published_at", "presentation_blocs", "ext", "teams"),
    },
    "reuse": {"image_thumbnail"},
    "dataservice": set(),
    # What only the person reads of themselves
    "user": {
        *("active", "email", "avatar_thumbnail", "deleted", "last_login_at", "mail_cadence"),
        *("notifications_paused", "password_rotation_demanded", "password_rotation_performed"),
        "roles",
    },
    "topic": {"color", "spatial"},
    "post": {
        *("ancestors", "parent", "sidemenu", "body_type", "image_thumbnail", "image_url"),
    },
    "contact": set(),
    "harvest": set(),
    "job": set(),
    "zone": {"type"},
    "license": set(),
    "schema": set(),
}


def details(kind: str) -> list[tuple[str, dict[str, Any]]]:
    """Every object of that kind that was recorded whole."""
    pattern, route, _model = ROUTES[kind]
    found: list[tuple[str, dict[str, Any]]] = []
    for each in answered(pattern, lambda each: re.fullmatch(route, each.path) is not None):
        found += [(f"{each}", item) for item in whole_of(each)]
    return found


def whole_of(exchange: Exchange) -> list[dict[str, Any]]:
    answer = exchange.json if isinstance(exchange.json, list) else [exchange.json]
    # What was asked for in part only is no whole object.
    masked = "X-Fields" in exchange.headers
    return [item for item in answer if "data" not in item and len(item) > 2 and not masked]


def page(kind: str, raw: dict[str, Any]) -> str:
    model = ROUTES[kind][2]
    item = model.parse(raw)
    return as_text(about_blocks(item) if kind == "dataset" else entity_blocks(item))


@pytest.mark.parametrize("kind", ROUTES)
def test_every_field_of_a_recorded_object_is_known(kind: str) -> None:
    recorded = details(kind)
    assert recorded
    known = SHOWN[kind] | TOLD[kind] | MEANINGLESS[kind] | RIGHTS
    for name, raw in recorded:
        assert set(raw) <= known, f"{name}: {sorted(set(raw) - known)}"


@pytest.mark.parametrize("kind", ROUTES)
def test_what_a_page_shows_word_for_word_is_on_it(kind: str) -> None:
    for name, raw in details(kind):
        said = page(kind, raw)
        for key in SHOWN[kind] & set(raw):
            value = raw[key]
            if isinstance(value, str) and value:
                assert clean_line(value)[:200] in said, f"{name}: {key}"


@pytest.mark.parametrize("kind", ["dataset", "organization", "reuse", "dataservice", "topic"])
def test_tags_extras_and_descriptions_are_on_the_page(kind: str) -> None:
    for name, raw in details(kind):
        said = page(kind, raw)
        for tag in raw.get("tags") or ():
            assert clean_line(tag) in said, name
        for extra in list(raw.get("extras") or ())[:40]:
            assert clean_line(extra, 60) in said, name
        words = re.findall(r"\w{5,}", re.sub(r"<[^>]*>|&\w+;", " ", raw.get("description") or ""))
        assert all(word in said for word in words[:3]), name
