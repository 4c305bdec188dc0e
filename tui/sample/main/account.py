"""Routes of the account: who it is, what it is told and follows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import days_ago, stamp
from tui.sample.data.producers import User
from tui.sample.data.records import Dataset, Json, Reuse
from tui.sample.main import filters
from tui.sample.main import views_community as written
from tui.sample.main.changes import Changes
from tui.sample.main.datasets import OBJECT_ID
from tui.sample.main.identity import datasets_of, may_edit, needed
from tui.sample.main.replies import bad_parameter, gone, not_found, paginate
from tui.sample.main.views import Writer
from tui.sample.names import object_id

NOTIFIED = 12
"""How many notifications the account has; the older half was read already."""


def me(request: Request, writer: Writer, changes: Changes) -> Response:
    """GET /api/1/me/."""
    user = needed(request)
    told = written.user_json(writer, user)
    metrics = told["metrics"]
    assert isinstance(metrics, dict)
    told |= {
        "email": "noemie.hebert@sample.invalid",
        "last_login_at": stamp(days_ago(1)),
        "mail_cadence": "immediate",
        "notifications_paused": False,
        "metrics": metrics | {"following": len(changes.followed)},
    }
    return json_response(told)


def datasets(request: Request, writer: Writer, *, organizations: bool) -> Response:
    """GET /api/1/me/datasets/ and /api/1/me/org_datasets/."""
    user = needed(request)
    found = datasets_of(user, writer.catalogue)
    kept = [item for item in found if organizations or item.owner == user]
    return json_response([writer.dataset_v1(item) for item in kept])


def reuses(request: Request, writer: Writer, *, organizations: bool) -> Response:
    """GET /api/1/me/reuses/ and /api/1/me/org_reuses/."""
    user = needed(request)
    kept = [
        item
        for item in writer.catalogue.reuses
        if not item.deleted
        and (item.owner == user or (organizations and may_edit(user, item.organization, None)))
    ]
    return json_response([written.reuse_json(writer, item, links=False) for item in kept])


def notifications(request: Request, writer: Writer, changes: Changes) -> Response:
    """GET /api/1/notifications/, the newest first."""
    user = needed(request)
    handled = filters.boolean(request, "handled")
    kept = [
        item
        for item in _notifications(writer, user, changes)
        if handled is None or (item["handled_at"] is not None) == handled
    ]
    return json_response(paginate(request, kept, lambda item: item))


def read(request: Request, writer: Writer, changes: Changes, ident: str) -> Response:
    """POST /api/1/notifications/{id}/read/."""
    user = needed(request)
    for item in _notifications(writer, user, changes):
        if item["id"] == ident:
            changes.handled.setdefault(ident, changes.moment())
            return json_response(item | {"handled_at": stamp(changes.handled[ident])})
    raise not_found()


def _notifications(writer: Writer, user: User, changes: Changes) -> Iterator[dict[str, Json]]:
    """What the account is told: the reuses that others made of its datasets."""
    mine = {item.id: item for item in datasets_of(user, writer.catalogue)}
    found = [
        (item, mine[ident])
        for item in writer.catalogue.reuses
        for ident in item.datasets[:1]
        if ident in mine and not item.deleted and item.owner != user
    ]
    found.sort(key=lambda pair: pair[0].created_at, reverse=True)
    for place, (item, dataset) in enumerate(found[:NOTIFIED]):
        ident = str(UUID(hex=object_id("notification", item.id) + "0" * 8, version=4))
        old = days_ago(30) if place >= NOTIFIED // 2 else None
        yield _notification(writer, user, item, dataset) | {
            "id": ident,
            "handled_at": stamp(changes.handled.get(ident, old)),
        }


def _notification(writer: Writer, user: User, item: Reuse, dataset: Dataset) -> dict[str, Json]:
    reuse: Json = {
        "class": "Reuse",
        "id": item.id,
        "image": None,
        "image_thumbnail": None,
        "page": f"{writer.web}/reuses/{item.slug}",
        "title": item.title,
        "uri": f"{writer.api}/api/1/reuses/{item.slug}/",
    }
    return {
        "created_at": stamp(item.created_at),
        "details": {
            "class": "ReuseCreatedNotificationDetails",
            "dataset": written.dataset_reference(writer, dataset),
            "reuse": reuse,
        },
        "last_modified": stamp(item.created_at),
        "reasons": ["organization.admin"],
        "requires_action": False,
        "type": "reuse.created",
        "user": writer.user(user),
    }


# Followers: those of the sample are counted, only the account is named.


def followers(
    request: Request, writer: Writer, changes: Changes, folder: str, key: str
) -> Response:
    """GET /api/1/KINDs/{id}/followers/: whether the account is one of them."""
    ident, _count = _followed(writer, folder, key)
    wanted = request.get("user")
    if wanted and not OBJECT_ID.fullmatch(wanted):
        raise bad_parameter("user", f"{wanted} is not an identifier")
    since = changes.followed.get((folder, ident))
    found: list[dict[str, Json]] = []
    if since is not None and wanted in ("", writer.account.id):
        found.append(
            {
                "follower": writer.user(writer.account),
                "id": object_id("follow", ident),
                "since": stamp(since),
            }
        )
    return json_response(paginate(request, found, lambda item: item))


def follow(request: Request, writer: Writer, changes: Changes, folder: str, key: str) -> Response:
    """POST /api/1/KINDs/{id}/followers/: 201, or 200 when it was followed already."""
    needed(request)
    ident, count = _followed(writer, folder, key)
    status = 200 if (folder, ident) in changes.followed else 201
    changes.followed.setdefault((folder, ident), changes.moment())
    return json_response({"followers": count + 1}, status)


def unfollow(request: Request, writer: Writer, changes: Changes, folder: str, key: str) -> Response:
    """DELETE /api/1/KINDs/{id}/followers/: 404 when it was not followed."""
    needed(request)
    ident, count = _followed(writer, folder, key)
    if changes.followed.pop((folder, ident), None) is None:
        raise not_found(f"You have requested this URI [{request.path}] but did you mean {folder}?")
    return json_response({"followers": count})


def _followed(writer: Writer, folder: str, key: str) -> tuple[str, int]:
    """The id of what is followed, and how many others do."""
    catalogue = writer.catalogue
    if folder == "users":
        user = catalogue.user(key)
        if user is None:
            raise not_found()
        return user.id, 0
    finders = {
        "datasets": catalogue.dataset,
        "organizations": catalogue.producer,
        "reuses": catalogue.reuse,
        "dataservices": catalogue.dataservice,
    }
    item = finders[folder](key)
    if item is None:
        raise not_found()
    if item.deleted:
        raise gone(folder.removesuffix("s").capitalize())
    return item.id, item.followers
