"""What may be asked of the Main API to change: values, which can be shown before they are sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tui.api.payload import JsonValue
from tui.api.urls import segment

if TYPE_CHECKING:
    from tui.api.models.account import DatasetFields

FOLLOWED: Final[Mapping[str, str]] = {
    "dataset": "datasets",
    "organization": "organizations",
    "reuse": "reuses",
    "dataservice": "dataservices",
    "user": "users",
}
"""The kinds of objects that can be followed, and the folder of each; a topic cannot."""

DISCUSSED: Final[Mapping[str, str]] = {
    "dataset": "Dataset",
    "reuse": "Reuse",
    "dataservice": "Dataservice",
    "topic": "Topic",
}
"""The kinds of objects that are discussed, and the class that the API calls each."""


@dataclass(frozen=True, slots=True)
class Write:
    """One change: a method, a path from the server's root, and what is sent with it.

    Attributes:
        body: The JSON document to send; None for no body.
    """

    method: str
    path: str
    body: JsonValue = None


def follow(kind: str, ident: str) -> Write:
    """Follow an object of one of the kinds `FOLLOWED`."""
    return Write("POST", _followers(kind, ident))


def unfollow(kind: str, ident: str) -> Write:
    """Follow it no longer."""
    return Write("DELETE", _followers(kind, ident))


def _followers(kind: str, ident: str) -> str:
    return f"/api/1/{FOLLOWED[kind]}/{segment(ident)}/followers/"


def open_discussion(kind: str, ident: str, title: str, comment: str) -> Write:
    """Open a discussion on an object of one of the kinds `DISCUSSED`."""
    subject: JsonValue = {"class": DISCUSSED[kind], "id": ident}
    body: JsonValue = {"title": title, "comment": comment, "subject": subject}
    return Write("POST", "/api/1/discussions/", body)


def add_comment(discussion: str, comment: str, *, close: bool = False) -> Write:
    """Answer in a discussion; with `close`, the answer is the last one."""
    body: dict[str, JsonValue] = {"comment": comment}
    if close:
        body["close"] = True
    return Write("POST", f"/api/1/discussions/{segment(discussion)}/", body)


def read_notification(ident: str) -> Write:
    """Mark a notification as read."""
    return Write("POST", f"/api/1/notifications/{segment(ident)}/read/")


def edit_dataset(before: DatasetFields, changes: Mapping[str, str | tuple[str, ...]]) -> Write:
    """Change fields of a dataset.

    The route wants the title, the description and the frequency each time, and erases the tags and
    the temporal coverage that are not sent: these five go out as they are where they do not change,
    and nothing else goes that does not.

    Args:
        before: The dataset as the service tells it now.
        changes: The new values by name of field of `before`.
    """
    after = {
        "title": before.title,
        "description": before.description,
        "frequency": before.frequency,
        "tags": before.tags,
        "start": before.start,
        "end": before.end,
        **changes,
    }
    start, end = after.pop("start"), after.pop("end")
    body: dict[str, JsonValue] = {
        name: list(value) if isinstance(value, tuple) else value for name, value in after.items()
    }
    body["temporal_coverage"] = (
        {"start": str(start) or None, "end": str(end) or None} if start or end else None
    )
    if "acronym" in changes:
        body["acronym"] = str(changes["acronym"]) or None
    return Write("PUT", f"/api/1/datasets/{segment(before.id)}/", body)
