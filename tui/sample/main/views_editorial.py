"""How the Main API writes topics, what is in them, and posts."""

from __future__ import annotations

from tui.sample.clock import days_ago, stamp
from tui.sample.data.community import Topic
from tui.sample.data.posts import Post
from tui.sample.data.producers import Producer
from tui.sample.data.records import Json
from tui.sample.main.views import Writer
from tui.sample.main.views_community import link_to
from tui.sample.names import object_id

NOTED = 7
"""One element in so many has a title and a note of its own."""


def keeper(writer: Writer) -> Producer:
    """The organization that keeps every topic."""
    return writer.catalogue.producers[3]


def topic_json(writer: Writer, item: Topic) -> dict[str, Json]:
    """A topic: only version 2 has them."""
    return {
        "id": item.id,
        "name": item.name,
        "slug": item.slug,
        "description": f"Une sélection de jeux de données : **{item.name}**.",
        "tags": [item.tag],
        "elements": link_to(
            f"{writer.api}/api/2/topics/{item.id}/elements/?page=1&page_size=20",
            len(elements_of(writer, item)),
        ),
        "color": None,
        "featured": False,
        "private": False,
        "organization": writer.producer(keeper(writer)),
        "owner": None,
        "created_at": stamp(days_ago(500)),
        "last_modified": stamp(days_ago(20)),
        "extras": {},
        "spatial": None,
        "page": f"{writer.web}/topics/{item.slug}",
        "uri": f"{writer.api}/api/2/topics/{item.slug}/",
    }


def elements_of(writer: Writer, item: Topic) -> list[dict[str, Json]]:
    """What is in a topic: its datasets, a reuse of them, and a note that leads nowhere."""
    catalogue = writer.catalogue
    datasets = [dataset for dataset in catalogue.public_datasets if item.holds(dataset)]
    held = {dataset.id for dataset in datasets}
    reuse = next(
        (each for each in catalogue.reuses if not each.deleted and held & set(each.datasets)), None
    )
    found = [
        _element(item, rank, "Dataset", dataset.id, titled=rank % NOTED == NOTED - 1)
        for rank, dataset in enumerate(datasets)
    ]
    if reuse is not None:
        found.insert(1, _element(item, len(found), "Reuse", reuse.id, titled=False))
    return [*found, _element(item, len(found), "", "", titled=True)]


def _element(item: Topic, rank: int, kind: str, ident: str, *, titled: bool) -> dict[str, Json]:
    return {
        "id": object_id("element", f"{item.name} {rank}"),
        "title": f"Élément {rank + 1}" if titled else None,
        "description": "*Note* de la rédaction" if titled else None,
        "tags": ["a-la-une"] if titled else [],
        "extras": {},
        "element": {"class": kind, "id": ident} if kind else None,
    }


def post_json(writer: Writer, item: Post) -> dict[str, Json]:
    """A post; version 1 embeds its datasets whole."""
    return {
        "id": item.id,
        "created_at": stamp(item.created_at),
        "last_modified": stamp(item.published),
        "name": item.name,
        "slug": item.slug,
        "headline": item.headline,
        "content": item.content,
        "blocs": [],
        "image_url": None,
        "image": None,
        "image_thumbnail": None,
        "credit_to": None,
        "credit_url": None,
        "tags": list(item.tags),
        "datasets": [writer.dataset_v1(dataset) for dataset in item.datasets],
        "reuses": [
            {
                "id": reuse.id,
                "title": reuse.title,
                "slug": reuse.slug,
                "page": f"{writer.web}/reuses/{reuse.slug}",
                "uri": f"{writer.api}/api/1/reuses/{reuse.slug}/",
                "image": None,
                "image_thumbnail": None,
                "class": "Reuse",
            }
            for reuse in item.reuses
        ],
        "owner": writer.user(item.owner),
        "published": stamp(item.published),
        "body_type": item.body_type,
        "kind": item.kind,
        "sidemenu": False,
        "parent": None,
        "ancestors": [],
        "page": f"{writer.web}/posts/{item.slug}",
        "uri": f"{writer.api}/api/1/posts/{item.slug}/",
    }
