"""Routes of what the portal itself chooses and writes: topics and posts."""

from __future__ import annotations

from tui.sample.asgi import Request, Response, json_response
from tui.sample.clock import days_ago
from tui.sample.data.community import Topic
from tui.sample.data.posts import Post
from tui.sample.data.producers import Producer
from tui.sample.data.records import Json
from tui.sample.main import filters
from tui.sample.main import views_editorial as written
from tui.sample.main.listing import Key, choice, holds, identifier, ordered
from tui.sample.main.narrowing import Values, ident, named, narrowed, ranges
from tui.sample.main.replies import not_found, paginate, search_window
from tui.sample.main.search import Index, Text
from tui.sample.main.views import Writer

_TOPIC_SORTS: dict[str, Key[Topic]] = {
    "name": lambda item: item.name,
    "created": lambda item: item.id,
    "last_modified": lambda item: item.id,
}
_POST_SORTS: dict[str, Key[Post]] = {
    "created": lambda item: item.created_at,
    "last_modified": lambda item: item.published,
    "published": lambda item: item.published,
}


def topics(request: Request, writer: Writer) -> Response:
    """GET /api/2/topics/."""
    owner = identifier(request, "organization", "`organization` must be an identifier")
    items = [
        item
        for item in writer.catalogue.topics
        if holds(item.name, request.get("q"))
        and owner in ("", written.keeper(writer).id)
        and set(request.all("tag")) <= {item.tag}
    ]
    page = paginate(
        request,
        ordered(request, items, _TOPIC_SORTS),
        lambda item: written.topic_json(writer, item),
    )
    return json_response(page)


def search_topics(request: Request, writer: Writer) -> Response:
    """GET /api/2/topics/search/."""
    search_window(request)
    choice(request, "producer_type", filters.PRODUCER_TYPES)
    keeper: Producer = written.keeper(writer)
    found = Index(writer.catalogue.topics, lambda item: Text(item.name, item.tag, 0)).find(
        request.get("q")
    )
    values: Values[Topic] = {
        "tag": lambda item: (item.tag,),
        "organization": lambda _item: ident(keeper),
        "producer_type": lambda _item: (filters.producer_type(keeper, None),),
        "last_update_range": lambda _item: ranges(days_ago(20)),
        "featured": lambda _item: ("false",),
    }
    counted: Values[Topic] = {
        "tag": values["tag"],
        "organization_id_with_name": lambda _item: named(keeper),
        "producer_type": values["producer_type"],
        "last_update": values["last_update_range"],
    }
    kept, facets = narrowed(request, found, values, counted)
    page = paginate(
        request,
        ordered(request, kept, _TOPIC_SORTS),
        lambda item: written.topic_json(writer, item),
        lenient=True,
    )
    return json_response({**page, "facets": facets})


def topic(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/topics/{id or slug}/."""
    return json_response(written.topic_json(writer, _topic(writer, key)))


def elements(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/2/topics/{id or slug}/elements/: of one class, or ``None`` for the notes."""
    wanted = request.get("class")
    items = [
        item
        for item in written.elements_of(writer, _topic(writer, key))
        if not wanted or _class_of(item) == wanted
    ]
    return json_response(paginate(request, items, lambda item: item))


def _class_of(item: Json) -> str:
    element = item.get("element") if isinstance(item, dict) else None
    return str(element["class"]) if isinstance(element, dict) else "None"


def _topic(writer: Writer, key: str) -> Topic:
    item = writer.catalogue.topic(key)
    if item is None:
        raise not_found()
    return item


def posts(request: Request, writer: Writer) -> Response:
    """GET /api/1/posts/: newest first."""
    kind = choice(request, "kind", ["news", "page"])
    items = [
        item
        for item in writer.catalogue.posts
        if holds(f"{item.name} {item.headline} {item.content}", request.get("q"))
        and kind in ("", item.kind)
    ]
    sorts = _POST_SORTS | {
        "created_at": lambda item: item.created_at,
        "modified": lambda item: item.published,
        "name": lambda item: item.name,
        "headline": lambda item: item.headline,
    }
    page = paginate(
        request, ordered(request, items, sorts), lambda item: written.post_json(writer, item)
    )
    return json_response(page)


def search_posts(request: Request, writer: Writer) -> Response:
    """GET /api/2/posts/search/."""
    search_window(request)
    found = Index(
        writer.catalogue.posts, lambda item: Text(item.name, f"{item.headline} {item.content}", 0)
    ).find(request.get("q"))
    values: Values[Post] = {
        "tag": lambda item: item.tags,
        "last_update_range": lambda item: ranges(item.published),
    }
    counted: Values[Post] = {"last_update": values["last_update_range"]}
    kept, facets = narrowed(request, found, values, counted)
    page = paginate(
        request,
        ordered(request, kept, _POST_SORTS),
        lambda item: written.post_json(writer, item),
        lenient=True,
    )
    return json_response({**page, "facets": facets})


def post(request: Request, writer: Writer, key: str) -> Response:
    """GET /api/1/posts/{id or slug}/."""
    item = writer.catalogue.post(key)
    if item is None:
        raise not_found()
    return json_response(written.post_json(writer, item))
