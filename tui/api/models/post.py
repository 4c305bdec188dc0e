"""Posts: the news and the pages of the portal."""

from __future__ import annotations

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
        said += [
            text for name in ("subtitle", "description", "content") if (text := _line(bloc, name))
        ]
        for name in ("datasets", "reuses", "dataservices"):
            titles = [text_of(item.get("title")) for item in objects_of(bloc.get(name))]
            said += [f"- {title}" for title in titles if title]
        links = (object_of(item) for item in objects_of(bloc.get("links")))
        said += [f"- {text}" for link in links if (text := text_of(link.get("title")))]
        said += _told(bloc.get("blocs") or bloc.get("items"), depth - 1)
    return said


def _line(bloc: object, name: str) -> str:
    return text_of(object_of(bloc).get(name)).strip()
