"""Who asks: nobody, or the one account of the sample site, whose key everybody may use."""

from __future__ import annotations

from functools import lru_cache

from tui.sample.asgi import Request
from tui.sample.data.catalogue import Catalogue
from tui.sample.data.producers import PRODUCERS, USERS, Producer, User
from tui.sample.data.records import Dataset
from tui.sample.main.replies import UNAUTHORIZED, failure

SAMPLE_KEY = "sample-key"
"""The key of the account; ``expired-key`` and ``revoked-key`` are refused as such."""

ME = next(user for user in USERS if user.slug == "noemie-hebert")

_REFUSED = {"expired-key": "Expired API token", "revoked-key": "Revoked API token"}


def caller(request: Request) -> User | None:
    """Whose key the request carries; 401 for one that is not known, on any route."""
    key = request.headers.get("x-api-key")
    if key is None:
        return None
    if key != SAMPLE_KEY:
        raise failure(401, _REFUSED.get(key, "Invalid API token"))
    return ME


def needed(request: Request) -> User:
    """Whose key the request carries; 401 without one."""
    user = caller(request)
    if user is None:
        raise failure(401, UNAUTHORIZED)
    return user


@lru_cache(maxsize=4)
def organizations_of(user: User) -> tuple[Producer, ...]:
    """The organizations that `user` is a member of."""
    return tuple(item for item in PRODUCERS if user in [member for member, _ in item.members])


def may_edit(user: User | None, organization: Producer | None, owner: User | None) -> bool:
    """Whether `user` may change what these publish."""
    if user is None:
        return False
    return owner == user or (organization is not None and organization in organizations_of(user))


def datasets_of(user: User, catalogue: Catalogue) -> tuple[Dataset, ...]:
    """What `user` and their organizations publish, private ones included, the freshest first."""
    kept = [
        item
        for item in catalogue.datasets
        if not item.deleted and may_edit(user, item.organization, item.owner)
    ]
    return tuple(sorted(kept, key=lambda item: item.last_modified, reverse=True))
