"""Routes of reuses, APIs, discussions and files of the community."""

from __future__ import annotations

from tui.sample.asgi import HttpError, Request, Response, json_response
from tui.sample.data.records import Dataservice, Discussion, Reuse
from tui.sample.main import filters
from tui.sample.main import views_community as written
from tui.sample.main.datasets import OBJECT_ID
from tui.sample.main.listing import Key, choice, found, holds, identifier, ordered
from tui.sample.main.narrowing import Values, ident, named, narrowed, ranges
from tui.sample.main.replies import failure, not_found, paginate, search_window
from tui.sample.main.search import Index, Text, query_words
from tui.sample.main.views import Writer
from tui.sample.names import words_of
from tui.sample.vocabulary import REUSE_TOPICS, REUSE_TYPES

_REUSE_VALUES: Values[Reuse] = {
    "type": lambda item: (item.type,),
    "topic": lambda item: (item.topic,),
    "tag": lambda item: item.tags,
    "dataset": lambda item: item.datasets,
    "organization": lambda item: ident(item.organization),
    "owner": lambda item: (item.owner.id,) if item.owner else (),
    "organization_badge": lambda item: item.organization.badges if item.organization else (),
    "producer_type": lambda item: (filters.producer_type(item.organization, item.owner),),
    "last_update_range": lambda item: ranges(item.last_modified),
    "featured": lambda item: (str(item.featured).lower(),),
    "archived": lambda _item: ("false",),
    "badge": lambda _item: (),
    # No reuse of the sample names an API.
    "dataservice": lambda _item: (),
}
_REUSE_FACETS: Values[Reuse] = {
    "producer_type": _REUSE_VALUES["producer_type"],
    "organization_id_with_name": lambda item: named(item.organization),
    "topic_object": lambda _item: (),
    "type": _REUSE_VALUES["type"],
    "topic": _REUSE_VALUES["topic"],
    "tag": _REUSE_VALUES["tag"],
    "badge": lambda _item: (),
    "last_update": _REUSE_VALUES["last_update_range"],
}


def reuses(request: Request, writer: Writer, *, version: int, search: bool = False) -> Response:
    """GET /api/1|2/reuses/ and /api/2/reuses/search/."""
    choice(request, "type", [item.id for item in REUSE_TYPES])
    choice(request, "topic", [item.id for item in REUSE_TOPICS])
    choice(request, "producer_type", filters.PRODUCER_TYPES)
    if not search:
        for name in ("dataset", "organization", "owner", "dataservice"):
            identifier(request, name, f"{name.capitalize()} arg must be an identifier")
    items = [item for item in writer.catalogue.reuses if not item.deleted]
    if search:
        search_window(request)
        items = Index(items, lambda item: Text(item.title, item.description, item.views)).find(
            request.get("q")
        )
    else:
        items = [item for item in items if holds(item.title, request.get("q"))]
    kept, facets = narrowed(request, items, _REUSE_VALUES, _REUSE_FACETS if search else {})
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
        page["facets"] = facets
    return json_response(page)


def reuse(request: Request, writer: Writer, key: str, *, version: int) -> Response:
    """GET /api/1|2/reuses/{id or slug}/."""
    item = found(writer.catalogue.reuse(key), "Reuse")
    return json_response(written.reuse_json(writer, item, links=version == 2))


_API_VALUES: Values[Dataservice] = {
    "access_type": lambda item: (item.access.type,),
    "tag": lambda item: item.tags,
    "dataset": lambda item: item.datasets,
    "organization": lambda item: ident(item.organization),
    "producer_type": lambda item: (filters.producer_type(item.organization, None),),
    "last_update_range": lambda item: ranges(item.last_modified),
    # No API of the sample is a person's, is in a topic, is put forward, or is named by a reuse.
    "featured": lambda _item: ("false",),
    "archived": lambda _item: ("false",),
    "owner": lambda _item: (),
    "topic": lambda _item: (),
    "reuse": lambda _item: (),
}
_API_FACETS: Values[Dataservice] = {
    "access_type": _API_VALUES["access_type"],
    "producer_type": _API_VALUES["producer_type"],
    "organization_id_with_name": lambda item: named(item.organization),
    "topics": lambda _item: (),
    "tag": _API_VALUES["tag"],
    "badge": lambda _item: (),
    "last_update": _API_VALUES["last_update_range"],
}


def dataservices(request: Request, writer: Writer, *, search: bool = False) -> Response:
    """GET /api/1/dataservices/ and /api/2/dataservices/search/."""
    choice(request, "access_type", filters.ACCESS_TYPES)
    choice(request, "producer_type", filters.PRODUCER_TYPES)
    if not search:
        for name in ("dataset", "organization", "owner", "reuse", "topic"):
            identifier(request, name, f"`{name}` must be an identifier")
    items = [item for item in writer.catalogue.dataservices if not item.deleted]
    if search:
        search_window(request)
        items = Index(items, lambda item: Text(item.title, item.description, item.views)).find(
            request.get("q")
        )
    else:
        items = [item for item in items if holds(item.title, request.get("q"))]
    kept, facets = narrowed(request, items, _API_VALUES, _API_FACETS if search else {})
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
        page["facets"] = facets
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
    kept = [
        item
        for item in _threads(request, writer)
        if (not about or item.subject_id in about)
        and set(query_words(request.get("q"))) <= set(words_of(_said(item)))
    ]
    kept.sort(key=lambda item: item.created, reverse=True)
    sorts = _THREAD_SORTS | {
        "title": lambda item: item.title,
        "discussion.posted_on": lambda item: item.messages[-1].posted_on,
    }
    page = paginate(
        request,
        ordered(request, kept, sorts),
        lambda item: written.discussion_json(writer, item),
    )
    return json_response(page)


_THREAD_SORTS: dict[str, Key[Discussion]] = {
    "created": lambda item: item.created,
    "closed": lambda item: item.closed.isoformat() if item.closed else "",
}


def _said(item: Discussion) -> str:
    return " ".join([item.title, *(message.content for message in item.messages)])


def _threads(request: Request, writer: Writer) -> list[Discussion]:
    closed = filters.boolean(request, "closed")
    return [
        item
        for item in writer.catalogue.discussions
        if closed is None or (item.closed is not None) == closed
    ]


def search_discussions(request: Request, writer: Writer) -> Response:
    """GET /api/2/discussions/search/."""
    search_window(request)
    choice(request, "last_update_range", list(filters.RANGES))
    found = Index(_threads(request, writer), lambda item: Text(item.title, _said(item), 0)).find(
        request.get("q")
    )
    values: Values[Discussion] = {
        "last_update_range": lambda item: ranges(item.messages[-1].posted_on)
    }
    counted: Values[Discussion] = {
        "object_type": lambda item: (item.subject_class,),
        "last_update": values["last_update_range"],
    }
    kept, facets = narrowed(request, found, values, counted)
    page = paginate(
        request,
        ordered(request, kept, _THREAD_SORTS),
        lambda item: written.discussion_json(writer, item),
        lenient=True,
    )
    return json_response({**page, "facets": facets})


def discussion(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/discussions/{id}/."""
    item = next((item for item in writer.catalogue.discussions if item.id == key), None)
    if item is None:
        raise not_found()
    return json_response(written.discussion_json(writer, item))
