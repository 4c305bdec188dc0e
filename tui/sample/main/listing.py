"""What the lists of organizations, reuses, APIs and discussions share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, TypeAlias, TypeVar

from tui.sample.asgi import Request
from tui.sample.data.records import Json
from tui.sample.main import filters
from tui.sample.main.datasets import OBJECT_ID, SORT_HELP
from tui.sample.main.replies import failure, gone, not_a_choice, not_found
from tui.sample.main.search import query_words
from tui.sample.names import words_of

T = TypeVar("T")
Key: TypeAlias = Callable[[T], Any]
"""What a list is ordered by."""


class _Deletable(Protocol):
    @property
    def deleted(self) -> datetime | None: ...


D = TypeVar("D", bound=_Deletable)


def found(item: D | None, kind: str) -> D:
    """The object, unless it never was (404) or is no more (410)."""
    if item is None:
        raise not_found()
    if item.deleted:
        raise gone(kind)
    return item


def ordered(request: Request, items: Iterable[T], sorts: Mapping[str, Key[T]]) -> list[T]:
    """`items` in the order asked; 400 for an unknown one."""
    sort = request.get("sort")
    if not sort:
        return list(items)
    if sort.removeprefix("-") not in sorts:
        raise not_a_choice("sort", sort, SORT_HELP)
    key = sorts[sort.removeprefix("-")]
    return sorted(items, key=lambda item: key(item), reverse=sort.startswith("-"))


def choice(request: Request, name: str, choices: Sequence[str]) -> str:
    """A parameter that takes some values only; 400 for the others."""
    value = request.get(name)
    if value and value not in choices:
        raise not_a_choice(name, value)
    return value


def identifier(request: Request, name: str, message: str) -> str:
    """A parameter that takes ids, not slugs; 400 with `message` otherwise."""
    value = request.get(name)
    if value and not OBJECT_ID.fullmatch(value):
        raise failure(400, message)
    return value


def holds(title: str, q: str) -> bool:
    """Whether the list's own search, whole words of the title, finds it."""
    return set(query_words(q)) <= set(words_of(title))


def facet(values: Sequence[str]) -> Json:
    """The values of one facet, counted, the most frequent first."""
    counts = {value: values.count(value) for value in values}
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    lines = [(filters.ALL, len(values)), *ranked]
    return [{"name": name, "count": count} for name, count in lines]
