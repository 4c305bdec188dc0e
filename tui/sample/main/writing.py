"""Routes that change discussions and datasets, for one visitor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.records import Dataset, Discussion, Json, Message
from tui.sample.main import views_community as written
from tui.sample.main.changes import Changes
from tui.sample.main.identity import may_edit, needed
from tui.sample.main.replies import failure, gone, not_found
from tui.sample.main.views import Writer
from tui.sample.names import object_id, resource_id, slugify
from tui.sample.vocabulary import FREQUENCIES, LICENSES

_REQUIRED = {"en": "This field is required.", "fr": "Ce champ est requis."}
_NO_RIGHT = "You do not have the permission to modify that object."
_CLOSED = "Can't add comments on a closed discussion"


def open_discussion(request: Request, writer: Writer, changes: Changes) -> Response:
    """POST /api/1/discussions/."""
    user = needed(request)
    body = _object(request)
    subject = body.get("subject")
    about = subject if isinstance(subject, dict) else {}
    errors: dict[str, Json] = {}
    if not body.get("title"):
        errors["title"] = "Field is required"
    if not body.get("comment"):
        errors["discussion"] = {"0": {"content": "Field is required"}}
    if not _exists(writer, str(about.get("class")), str(about.get("id"))):
        errors["subject"] = "Field is required"
    if errors:
        message = f"ValidationError (Discussion:None) (Field is required: {sorted(errors)})"
        raise HttpError(json_response({"errors": errors, "message": message}, 400))
    moment = changes.moment()
    name = f"{user.slug} {moment.isoformat()}"
    first = Message(resource_id(name), str(body["comment"]), user, moment)
    thread = Discussion(
        object_id("discussion", name),
        str(body["title"]),
        str(about["class"]),
        str(about["id"]),
        (first,),
    )
    changes.set_discussion(thread)
    return json_response(written.discussion_json(_now(writer, changes), thread), 201)


def comment(request: Request, writer: Writer, changes: Changes, key: str) -> Response:
    """POST /api/1/discussions/{id}/: an answer, which may close the thread."""
    user = needed(request)
    thread = next((item for item in writer.catalogue.discussions if item.id == key), None)
    if thread is None:
        raise not_found()
    body = _object(request)
    if not body.get("comment"):
        raise _refused({"comment": [_REQUIRED[request.lang]]})
    if thread.closed:
        raise failure(403, _CLOSED)
    moment = changes.moment()
    message = Message(resource_id(f"{key} {moment}"), str(body["comment"]), user, moment)
    thread = changes.add_message(thread, message, close=bool(body.get("close")))
    return json_response(written.discussion_json(_now(writer, changes), thread))


def edit_dataset(request: Request, writer: Writer, changes: Changes, key: str) -> Response:
    """PUT /api/1/datasets/{id or slug}/: what is not sent stays, but for tags and coverage."""
    user = needed(request)
    item = writer.catalogue.dataset(key)
    if item is None:
        raise not_found()
    if item.deleted:
        raise gone("Dataset")
    if not may_edit(user, item.organization, item.owner):
        raise failure(403, _NO_RIGHT)
    changed = _edited(item, _object(request), request.lang)
    changes.set_dataset(replace(changed, last_modified=changes.moment()))
    writer = _now(writer, changes)
    found = writer.catalogue.dataset(item.id)
    assert found is not None
    return json_response(writer.dataset_v1(found))


def _edited(item: Dataset, body: Mapping[str, Any], lang: str) -> Dataset:
    """The dataset with what a form says. Raises 400 with what is wrong by field."""
    required = ("title", "description")
    errors = {name: [_REQUIRED[lang]] for name in required if not body.get(name)}
    license_ = body.get("license") or item.license
    if license_ not in [known.id for known in LICENSES]:
        errors["license"] = [f"{license_!r} is not a valid license"]
    if errors:
        raise _refused(errors)
    frequency = body.get("frequency") or item.frequency
    if frequency not in [known.id for known in FREQUENCIES]:
        raise failure(400, f"{frequency!r} is not a valid UpdateFrequency")
    title = str(body["title"])
    slug = item.slug if title == item.title else slugify(title)
    renamed = slug != item.slug
    tags = {slugify(str(tag)) for tag in body.get("tags") or ()}
    return replace(
        item,
        title=title,
        slug=slug,
        old_slugs=(*item.old_slugs, item.slug) if renamed else item.old_slugs,
        description=str(body["description"]),
        acronym=body.get("acronym", item.acronym),
        frequency=frequency,
        license=license_,
        tags=tuple(sorted(tags - {""})),
        coverage=_coverage(body.get("temporal_coverage")),
    )


def _coverage(value: object) -> tuple[date | None, date | None] | None:
    if not isinstance(value, dict):
        return None
    try:
        start, end = (
            date.fromisoformat(value[name]) if value.get(name) else None
            for name in ("start", "end")
        )
    except (TypeError, ValueError) as error:
        raise _refused({"temporal_coverage": ["Unable to parse date range"]}) from error
    return (start, end) if start or end else None


def _exists(writer: Writer, name: str, ident: str) -> bool:
    catalogue = writer.catalogue
    finders = {
        "Dataset": catalogue.dataset,
        "Reuse": catalogue.reuse,
        "Dataservice": catalogue.dataservice,
        "Topic": catalogue.topic,
    }
    return name in finders and finders[name](ident) is not None


def _object(request: Request) -> dict[str, Any]:
    """The JSON object that was sent; 400 for anything else."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise _refused({"Content-Type": "expecting application/json"})
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _refused({"request": "expecting a JSON object"})
    return body


def _refused(errors: Mapping[str, Any]) -> HttpError:
    """400 of a form: no message, only what is wrong by field."""
    return HttpError(json_response({"errors": errors}, 400))


def _now(writer: Writer, changes: Changes) -> Writer:
    """The same over what there is after the change."""
    return replace(writer, catalogue=changes.catalogue)
