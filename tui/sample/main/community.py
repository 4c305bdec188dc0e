"""Routes of reuses, APIs, discussions, topics and files of the community."""

from __future__ import annotations

from collections.abc import Iterable

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.community import Topic
from tui.sample.data.records import Dataservice, Discussion, Reuse
from tui.sample.main import filters
from tui.sample.main import views_community as written
from tui.sample.main.datasets import OBJECT_ID
from tui.sample.main.listing import Key, choice, facet, found, holds, identifier, ordered
from tui.sample.main.replies import failure, not_found, paginate, search_window
from tui.sample.main.search import Index, Text, query_words
from tui.sample.main.views import Writer
from tui.sample.names import words_of
from tui.sample.vocabulary import REUSE_TOPICS, REUSE_TYPES


def reuses(request: Request, writer: Writer, *, version: int, search: bool = False) -> Response:
    """GET /api/1|2/reuses/ and /api/2/reuses/search/."""
    kind = choice(request, "type", [item.id for item in REUSE_TYPES])
    topic = choice(request, "topic", [item.id for item in REUSE_TOPICS])
    dataset = identifier(request, "dataset", "Dataset arg must be an identifier")
    owner = identifier(request, "organization", "Organization arg must be an identifier")
    items: Iterable[Reuse] = [item for item in writer.catalogue.reuses if not item.deleted]
    if search:
        search_window(request)
        items = Index(items, lambda item: Text(item.title, item.description, item.views)).find(
            request.get("q")
        )
    else:
        items = [item for item in items if holds(item.title, request.get("q"))]
    kept = [
        item
        for item in items
        if (not kind or item.type == kind)
        and (not topic or item.topic == topic)
        and (not dataset or dataset in item.datasets)
        and (not owner or (item.organization is not None and item.organization.id == owner))
        and set(request.all("tag")) <= set(item.tags)
    ]
    sorts: dict[str, Key[Reuse]] = {
        "datasets": lambda item: len(item.datasets),
        "followers": lambda item: item.followers,
        "views": lambda item: item.views,
        "created": lambda item: item.created_at,
    }
    if not search:
        sorts |= {
            "last_modified": lambda item: item.last_modified,
            "title": lambda item: item.title,
        }
    page = paginate(
        request,
        ordered(request, kept, sorts),
        lambda item: written.reuse_json(writer, item, links=version == 2),
        lenient=search,
    )
    if search:
        page["facets"] = {
            "type": facet([item.type for item in kept]),
            "topic": facet([item.topic for item in kept]),
            "tag": facet([tag for item in kept for tag in item.tags]),
        }
    return json_response(page)


def reuse(request: Request, writer: Writer, key: str, *, version: int) -> Response:
    """GET /api/1|2/reuses/{id or slug}/."""
    item = found(writer.catalogue.reuse(key), "Reuse")
    return json_response(written.reuse_json(writer, item, links=version == 2))


def dataservices(request: Request, writer: Writer, *, search: bool = False) -> Response:
    """GET /api/1/dataservices/ and /api/2/dataservices/search/."""
    access = choice(request, "access_type", filters.ACCESS_TYPES)
    dataset = identifier(request, "dataset", "`dataset` must be an identifier")
    owner = identifier(request, "organization", "`organization` must be an identifier")
    items: Iterable[Dataservice] = [
        item for item in writer.catalogue.dataservices if not item.deleted
    ]
    if search:
        search_window(request)
        items = Index(items, lambda item: Text(item.title, item.description, item.views)).find(
            request.get("q")
        )
    else:
        items = [item for item in items if holds(item.title, request.get("q"))]
    kept = [
        item
        for item in items
        # No reuse of the sample names an API.
        if not request.get("reuse")
        and (not access or item.access.type == access)
        and (not dataset or dataset in item.datasets)
        and (not owner or item.organization.id == owner)
        and set(request.all("tag")) <= set(item.tags)
    ]
    sorts: dict[str, Key[Dataservice]] = {
        "followers": lambda item: item.followers,
        "views": lambda item: item.views,
        "created": lambda item: item.created_at,
    }
    if not search:
        sorts |= {
            "title": lambda item: item.title,
            "base_api_url": lambda item: item.base_url or "",
            "last_modified": lambda item: item.last_modified,
        }
    page = paginate(
        request,
        ordered(request, kept, sorts),
        lambda item: written.dataservice_json(writer, item),
        lenient=search,
    )
    if search:
        page["facets"] = {
            "access_type": facet([item.access.type for item in kept]),
            "organization_id_with_name": facet(
                [f"{item.organization.id}|{item.organization.name}" for item in kept]
            ),
        }
    return json_response(page)


def dataservice(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/dataservices/{id or slug}/."""
    item = found(writer.catalogue.dataservice(key), "Dataservice")
    return json_response(written.dataservice_json(writer, item))


def community_resources(request: Request, writer: Writer) -> Response:
    """GET /api/1/datasets/community_resources/: files that others added, to all or one dataset."""
    dataset = request.get("dataset")
    if dataset and not OBJECT_ID.fullmatch(dataset):
        said = "is not a valid ObjectId, it must be a 12-byte input or a 24-character hex string"
        raise HttpError(json_response({"errors": {}, "message": f"{dataset!r} {said}"}, 400))
    kept = [
        item
        for item in writer.catalogue.community_files
        if not dataset or item.dataset.id == dataset
    ]
    page = paginate(request, kept, lambda item: written.community_resource_json(writer, item))
    return json_response(page)


def community_resource(request: Request, writer: Writer, rid: str) -> Response:
    """GET /api/1/datasets/community_resources/{rid}/."""
    files = writer.catalogue.community_files
    item = next((item for item in files if item.file.id == rid.lower()), None)
    if item is None:
        raise not_found()
    return json_response(written.community_resource_json(writer, item))


def discussions(request: Request, writer: Writer) -> Response:
    """GET /api/1/discussions/: the threads about some objects, newest first."""
    about = [value for value in request.all("for") if value]
    if not all(OBJECT_ID.fullmatch(value) for value in about):
        raise failure(400, "`for` must be an identifier")
    closed = filters.boolean(request, "closed")
    q = query_words(request.get("q"))
    kept = [
        item
        for item in writer.catalogue.discussions
        if (not about or item.subject_id in about)
        and (closed is None or (item.closed is not None) == closed)
        and set(q) <= set(words_of(" ".join([item.title, *(m.content for m in item.messages)])))
    ]
    kept.sort(key=lambda item: item.created, reverse=True)
    sorts: dict[str, Key[Discussion]] = {
        "title": lambda item: item.title,
        "created": lambda item: item.created,
        "closed": lambda item: item.closed.isoformat() if item.closed else "",
        "discussion.posted_on": lambda item: item.messages[-1].posted_on,
    }
    page = paginate(
        request,
        ordered(request, kept, sorts),
        lambda item: written.discussion_json(writer, item),
    )
    return json_response(page)


def discussion(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/discussions/{id}/."""
    item = next((item for item in writer.catalogue.discussions if item.id == key), None)
    if item is None:
        raise not_found()
    return json_response(written.discussion_json(writer, item))


def topics(request: Request, writer: Writer) -> Response:
    """GET /api/2/topics/ and /api/2/topics/search/."""
    items = [item for item in writer.catalogue.topics if holds(item.name, request.get("q"))]
    sorts: dict[str, Key[Topic]] = {
        "name": lambda item: item.name,
        "created": lambda item: item.id,
        "last_modified": lambda item: item.id,
    }
    page = paginate(
        request,
        ordered(request, items, sorts),
        lambda item: written.topic_json(writer, item),
        lenient=True,
    )
    return json_response(page)


def topic(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/topics/{id or slug}/."""
    item = writer.catalogue.topic(key)
    if item is None:
        raise not_found()
    return json_response(written.topic_json(writer, item))
