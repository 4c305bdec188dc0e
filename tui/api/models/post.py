"""Posts: the news and the pages of the portal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Final

from pydantic import Field, model_validator

from tui.api.models.base import (
    Kept,
    Line,
    Lines,
    Moment,
    Prose,
    Raw,
    object_of,
    objects_of,
    text_of,
)
from tui.api.models.people import OptionalUser
from tui.api.models.reuse import NamedObjects
from tui.text import SafeText

_TEXTS: Final = ("subtitle", "description", "paragraph", "content")

DEEPEST: Final = 6
"""Levels of blocs read at most: a page nests sections and accordions, no more."""


class Post(Kept):
    """A post: ``GET /api/1/posts/{id or slug}/``, its list and its search.

    Attributes:
        title: Its name.
        headline: One sentence that sums it up.
        content: Markdown or HTML; of a page made of blocs, what these say.
        kind: ``news`` or ``page``.
        datasets, reuses: What it tells of.
        page: Its address on the portal.
        uri: Its address in the Main API.
    """

    id: str
    slug: Raw = ""
    title: Annotated[Line, Field(validation_alias="name")] = SafeText("")
    headline: Line = SafeText("")
    content: Prose = SafeText("")
    kind: Line = SafeText("")
    owner: OptionalUser = None
    created_at: Moment = None
    last_modified: Moment = None
    published: Moment = None
    tags: Lines = ()
    image: Raw = ""
    credit_to: Line = SafeText("")
    credit_url: Raw = ""
    datasets: NamedObjects = ()
    reuses: NamedObjects = ()
    page: Raw = ""
    uri: Raw = ""

    @model_validator(mode="before")
    @classmethod
    def _flatten(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        content = text_of(data.get("content"))
        return {
            **data,
            "content": content or "\n\n".join(_told(data.get("blocs"), DEEPEST)),
            "datasets": _named("Dataset", data.get("datasets")),
            "reuses": _named("Reuse", data.get("reuses")),
            "raw": data,
        }


def _named(kind: str, items: object) -> list[object]:
    return [
        {"element_class": kind, "id": item.get("id"), "title": item.get("title")}
        for item in objects_of(items)
    ]


def _told(blocs: object, depth: int) -> list[str]:
    """What blocs say, as Markdown: titles, texts, and the objects they point at."""
    if depth <= 0:
        return []
    said: list[str] = []
    for bloc in objects_of(blocs):
        title = text_of(bloc.get("title"))
        if title:
            said.append(f"## {title}")
        texts = (text_of(bloc.get(name)).strip() for name in _TEXTS)
        said += [text for text in texts if text]
        for kind in ("dataset", "reuse", "dataservice"):
            several = objects_of(bloc.get(f"{kind}s")) or [object_of(bloc.get(kind))]
            said += _listed(text_of(item.get("title")) for item in several)
        said += _listed(
            _link(link, title, url)
            for link, title, url in (
                (bloc, "main_link_title", "main_link_url"),
                (bloc, "", "url"),
                *((link, "title", "url") for link in objects_of(bloc.get("links"))),
            )
        )
        # Only what is inside an accordion has blocs for its content.
        for name in ("blocs", "items", "content"):
            said += _told(bloc.get(name), depth - 1)
    return said


def _link(bloc: Mapping[str, object], title: str, url: str) -> str:
    return " · ".join(part for name in (title, url) if (part := text_of(bloc.get(name))))


def _listed(texts: Iterable[str]) -> list[str]:
    return [f"- {text}" for text in texts if text]
