"""What was done: by somebody, for an organization, to an object."""

from __future__ import annotations

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import stamp
from tui.sample.data.activity import Activity
from tui.sample.data.records import Json
from tui.sample.main.listing import Key, identifier, ordered
from tui.sample.main.replies import failure, paginate
from tui.sample.main.views import Writer

_LABELS = {
    "dataset:created": ("created a dataset", "a créé un jeu de données"),
    "dataset:updated": ("updated a dataset", "a modifié un jeu de données"),
    "dataset:followed": ("followed a dataset", "a suivi un jeu de données"),
    "dataset:resource:added": (
        "added a resource to a dataset",
        "a ajouté une ressource à un jeu de données",
    ),
    "reuse:created": ("created a reuse", "a créé une réutilisation"),
    "reuse:updated": ("updated a reuse", "a modifié une réutilisation"),
    "reuse:followed": ("followed a reuse", "a suivi une réutilisation"),
    "dataservice:created": ("created a dataservice", "a créé une API"),
    "dataservice:updated": ("updated a dataservice", "a modifié une API"),
    "dataservice:followed": ("followed a dataservice", "a suivi une API"),
}
_ICONS = {"created": "fa fa-plus", "updated": "fa fa-pencil", "followed": "fa fa-eye"}


def activity(request: Request, writer: Writer) -> Response:
    """GET /api/1/activity/."""
    asked = {
        name: identifier(request, name, f"`{name}` must be an identifier")
        for name in ("user", "organization", "related_to")
    }
    keys = [key for key in request.all("key") if key]
    unknown = [key for key in keys if key not in _LABELS]
    if unknown:
        raise failure(400, f"Unknown activity key(s): {', '.join(unknown)}")
    kept = [
        item
        for item in writer.catalogue.activities
        if (not asked["user"] or item.actor.id == asked["user"])
        and (not asked["organization"] or _organization_of(item) == asked["organization"])
        and (not asked["related_to"] or item.subject.id == asked["related_to"])
        and (not keys or item.key in keys)
    ]
    sorts: dict[str, Key[Activity]] = {"created_at": lambda item: item.created_at}
    return json_response(
        paginate(request, ordered(request, kept, sorts), lambda item: _activity(writer, item))
    )


def _organization_of(item: Activity) -> str:
    return item.organization.id if item.organization else ""


def _activity(writer: Writer, item: Activity) -> Json:
    english, french = _LABELS[item.key]
    return {
        "id": item.id,
        "actor": writer.user(item.actor),
        "organization": writer.producer(item.organization),
        "key": item.key,
        "label": french if writer.lang == "fr" else english,
        "icon": _ICONS.get(item.key.rpartition(":")[2], "fa fa-plus"),
        "created_at": stamp(item.created_at),
        "changes": list(item.changes),
        "extras": {},
        "related_to": item.subject.title,
        "related_to_id": item.subject.id,
        "related_to_kind": item.subject_class,
        "related_to_url": f"{writer.web}{item.page}",
    }
