"""Routes of harvests and contact points."""

from __future__ import annotations

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import stamp
from tui.sample.data.harvests import Item, Job, Source
from tui.sample.data.producers import Producer
from tui.sample.data.records import Json
from tui.sample.main.listing import found, identifier
from tui.sample.main.replies import not_found, paginate
from tui.sample.main.views import Writer
from tui.sample.names import fold

_STATUSES = ("pending", "started", "done", "failed", "skipped", "archived")
_NO_RIGHTS = ("edit", "delete", "run", "preview", "schedule", "validate")


def sources(request: Request, writer: Writer) -> Response:
    """GET /api/1/harvest/sources/, newest first."""
    organization = identifier(request, "organization", "`organization` must be an identifier")
    owner = identifier(request, "owner", "`owner` must be an identifier")
    kept = [
        item
        for item in reversed(writer.catalogue.sources)
        if (not organization or item.organization.id == organization)
        and not owner  # all of them are organizations'
        and fold(request.get("q")) in fold(item.name)
    ]
    return json_response(paginate(request, kept, lambda item: _source(writer, item)))


def source(_request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/harvest/source/{id or slug}/."""
    return json_response(_source(writer, _known(writer, key)))


def jobs(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/harvest/source/{id or slug}/jobs/, the last one first."""
    item = _known(writer, key)
    return json_response(paginate(request, item.jobs, lambda each: _job(each, item)))


def job(_request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/harvest/job/{id}/."""
    item, owner = _known_job(writer, key)
    return json_response(_job(item, owner))


def items(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/harvest/job/{id}/items/."""
    of, _source_of_it = _known_job(writer, key)
    status = request.get("status")
    kept = [item for item in of.items if not status or item.status == status]
    return json_response(paginate(request, kept, lambda item: _item(writer, item)))


def contact(_request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/contacts/{id}/."""
    for producer in writer.catalogue.producers:
        written = writer.contact(producer)
        if written["id"] == key:
            return json_response(written)
    raise not_found()


def contacts_of_organization(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/organizations/{id or slug}/contacts/."""
    item = found(writer.catalogue.producer(key), "Organization")
    has_one = any(
        each.contact and each.organization == item for each in writer.catalogue.public_datasets
    )
    held: list[Producer] = [item] if has_one else []
    return json_response(paginate(request, held, writer.contact))


def contacts_of_user(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/users/{id or slug}/contacts/: nobody of the sample has one."""
    if writer.catalogue.user(key) is None:
        raise not_found()
    nobody: list[Producer] = []
    return json_response(paginate(request, nobody, writer.contact))


def _known(writer: Writer, key: str) -> Source:
    for item in writer.catalogue.sources:
        if key in (item.id, item.slug):
            return item
    raise not_found()


def _known_job(writer: Writer, key: str) -> tuple[Job, Source]:
    for item in writer.catalogue.sources:
        for each in item.jobs:
            if each.id == key:
                return each, item
    raise not_found()


def _source(writer: Writer, item: Source) -> dict[str, Json]:
    return {
        "id": item.id,
        "name": item.name,
        "slug": item.slug,
        "description": f"Moissonnage de **{item.domain}**.",
        "url": f"https://{item.domain}/catalog.xml",
        "backend": item.backend,
        "config": {},
        "active": item.active,
        "autoarchive": True,
        "schedule": item.schedule,
        "created_at": stamp(item.created_at),
        "deleted": None,
        "last_job": _job(item.jobs[0], None) if item.jobs else None,
        "organization": writer.producer(item.organization),
        "owner": None,
        "permissions": dict.fromkeys(_NO_RIGHTS, False),
        "validation": {
            "state": item.state,
            "by": writer.user(item.validator) if item.state != "pending" else None,
            "on": stamp(item.created_at) if item.state != "pending" else None,
            "comment": item.comment,
        },
    }


def _job(item: Job, source: Source | None) -> dict[str, Json]:
    by_status: dict[str, Json] = {
        status: sum(each.status == status for each in item.items) for status in _STATUSES
    }
    made = sum(each.dataset is not None for each in item.items)
    return {
        "id": item.id,
        "created": stamp(item.started),
        "started": stamp(item.started),
        "ended": stamp(item.ended),
        "status": item.status,
        "errors": [_error(item.error, item)] if item.error else [],
        "items": {
            "rel": "subsection",
            "href": f"/api/1/harvest/job/{item.id}/items/",
            "type": "GET",
            "total": len(item.items),
            "by_status": by_status,
            "by_type": {"dataset": made, "dataservice": 0},
        },
        # Inside its source, a job does not say whose it is.
        "source": {
            "class": "HarvestSource" if source else "NoneType",
            "id": source.id if source else None,
        },
    }


def _item(writer: Writer, item: Item) -> dict[str, Json]:
    made = item.dataset
    return {
        "remote_id": item.remote_id,
        "remote_url": item.remote_url,
        "status": item.status,
        "created": stamp(item.moment),
        "started": stamp(item.moment),
        "ended": stamp(item.moment),
        "args": [],
        "kwargs": {},
        "errors": [_error(item.error, item)] if item.error else [],
        "logs": [{"level": "WARNING", "message": item.note}] if item.note else [],
        "dataservice": None,
        "dataset": {
            "id": made.id,
            "class": "Dataset",
            "title": made.title,
            "acronym": made.acronym,
            "page": f"{writer.web}/datasets/{made.slug}",
            "uri": f"{writer.api}/api/1/datasets/{made.slug}/",
        }
        if made is not None
        else None,
    }


def _error(message: str, item: Job | Item) -> Json:
    when = item.started if isinstance(item, Job) else item.moment
    return {"message": message, "details": None, "created_at": stamp(when)}
