"""Atom feeds of what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from tui.sample.asgi import Request, Response
from tui.sample.clock import NOW
from tui.sample.data.records import Dataservice, Dataset, Reuse
from tui.sample.main.views import Writer

ENTRIES = 20
_TITLES = {
    "datasets": "Derniers jeux de données",
    "reuses": "Dernières réutilisations",
    "dataservices": "Dernières APIs",
    "posts": "Derniers articles",
}


class _Entry(NamedTuple):
    ident: str
    slug: str
    title: str
    summary: str
    author: str
    published: datetime
    updated: datetime


def recent(request: Request, writer: Writer, kind: str) -> Response:
    """GET /api/1/KIND/recent.atom."""
    entries = sorted(_entries(request, writer, kind), key=lambda one: one.published, reverse=True)
    filtered = kind == "datasets" and bool(request.params)
    title = "Jeux de données filtrés" if filtered else _TITLES[kind]
    itself = f"{request.url}?{request.query}" if request.query else request.url
    body = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>{escape(title)}</title>'
        f'<link href="{writer.api}/" rel="alternate"/>'
        f'<link href={quoteattr(itself)} rel="self"/><id>{writer.api}/</id>'
        f"<updated>{_moment(NOW)}</updated>"
        f"{''.join(_written(writer, kind, one) for one in entries[:ENTRIES])}</feed>"
    )
    return Response(200, body.encode(), "application/atom+xml")


def _entries(request: Request, writer: Writer, kind: str) -> Iterable[_Entry]:
    catalogue = writer.catalogue
    if kind == "posts":
        for post in catalogue.posts:
            yield _Entry(
                post.id, post.slug, post.name, post.headline or "", "data.gouv.fr",
                post.created_at, post.created_at,
            )  # fmt: skip
        return
    owner = request.get("organization") if kind == "datasets" else ""
    shown: dict[str, Sequence[Dataset | Reuse | Dataservice]] = {
        "datasets": catalogue.public_datasets,
        "reuses": tuple(item for item in catalogue.reuses if not item.deleted),
        "dataservices": tuple(item for item in catalogue.dataservices if not item.deleted),
    }
    for item in shown[kind]:
        organization = item.organization
        if owner and (organization is None or organization.id != owner):
            continue
        name = organization.name if organization is not None else "—"
        yield _Entry(
            item.id, item.slug, item.title, item.description, name,
            item.created_at, item.last_modified,
        )  # fmt: skip


def _written(writer: Writer, kind: str, one: _Entry) -> str:
    text = _plain(one.summary)
    return (
        f"<entry><title>{_plain(one.title)}</title>"
        f'<link href="{writer.web}/{kind}/{one.slug}" rel="alternate"/>'
        f"<published>{_moment(one.published)}</published><updated>{_moment(one.updated)}</updated>"
        f"<author><name>{_plain(one.author)}</name></author>"
        f'<id>{writer.web}/{kind}/{one.ident}</id><summary type="html">{text}</summary></entry>'
    )


def _plain(text: str) -> str:
    return escape("".join(char for char in text if char >= " " or char in "\t\n"))


def _moment(when: datetime) -> str:
    return when.strftime("%Y-%m-%dT%H:%M:%SZ")
