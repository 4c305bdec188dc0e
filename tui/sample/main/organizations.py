"""Routes of organizations and people."""

from __future__ import annotations

from collections.abc import Callable

from tui.sample.asgi import Request, Response, json_response
from tui.sample.data.producers import Producer
from tui.sample.main import filters
from tui.sample.main import views_community as written
from tui.sample.main.datasets import sorted_by, wants_full_objects
from tui.sample.main.listing import Key, choice, facet, found, holds, ordered
from tui.sample.main.replies import not_found, paginate, search_window
from tui.sample.main.search import Index, Text
from tui.sample.main.views import Writer
from tui.sample.names import fold
from tui.sample.vocabulary import ORGANIZATION_BADGES

_PRODUCER_TYPES = tuple(each for each in filters.PRODUCER_TYPES if each != "user")
"""An organization is no person."""


def listing(request: Request, writer: Writer, *, search: bool) -> Response:
    """GET /api/1/organizations/ and /api/2/organizations/search/."""
    catalogue = writer.catalogue
    badge = choice(request, "badge", [item.id for item in ORGANIZATION_BADGES])
    kind = choice(request, "producer_type", _PRODUCER_TYPES)
    q = request.get("q")
    if search:
        search_window(request)
        index = Index(catalogue.producers, _organization_text(writer))
        items = index.find(q)
    else:
        items = [item for item in catalogue.producers if holds(item.name, q)]
        items = [item for item in items if fold(request.get("name")) in fold(item.name)]
        items.sort(key=lambda item: item.created_at, reverse=True)
    items = [item for item in items if not badge or badge in item.badges]
    kept = [item for item in items if not kind or filters.producer_type(item, None) == kind]
    sorts: dict[str, Key[Producer]] = {
        "datasets": lambda item: catalogue.datasets_of[item.id],
        "followers": lambda item: item.followers,
        "views": lambda item: catalogue.datasets_of[item.id],
        "reuses": lambda item: item.followers,
        "created": lambda item: item.created_at,
    }
    if not search:
        sorts |= {"name": lambda item: item.name, "last_modified": lambda item: item.created_at}
    page = paginate(
        request,
        ordered(request, kept, sorts),
        lambda item: written.organization_json(writer, item),
        lenient=search,
    )
    if search:
        kinds = [filters.producer_type(item, None) for item in items]
        page["facets"] = {"producer_type": facet(kinds)}
    return json_response(page)


def _organization_text(writer: Writer) -> Callable[[Producer], Text]:
    counts = writer.catalogue.datasets_of
    return lambda item: Text(f"{item.name} {item.acronym or ''}", "", counts[item.id])


def organization(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/organizations/{id or slug}/."""
    item = found(writer.catalogue.producer(key), "Organization")
    return json_response(written.organization_json(writer, item))


def organization_datasets(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/organizations/{id or slug}/datasets/: its archived and deleted ones included."""
    owner = found(writer.catalogue.producer(key), "Organization")
    items = [
        item
        for item in writer.catalogue.datasets
        if item.organization == owner and not item.private
    ]
    kept = sorted_by(items, request.get("sort") or "-created", writer.catalogue)
    full = wants_full_objects(request)
    return json_response(paginate(request, kept, lambda item: writer.dataset_v1(item, full=full)))


def user(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/users/{id or slug}/."""
    item = writer.catalogue.user(key)
    if item is None:
        raise not_found()
    return json_response(written.user_json(writer, item))
