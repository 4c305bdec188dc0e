"""The places that a text names: addresses of the site, ids under their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tui.links.link import Link, LinkError
from tui.links.text import parse_link
from tui.settings import SITES, Site
from tui.text import SafeText, clean_line

MOST: Final = 500
"""Places that are told of one text."""

LONGEST: Final = 400_000
"""Characters of a text that are looked at."""

_ITEM = re.compile(r"\s*\d{1,4}\.\s+(?P<title>\S.*)")
_HEAD = re.compile(r"(?:\w+ Information|Resources in dataset|API): (?P<title>\S.*)", re.IGNORECASE)
_URL = re.compile(r"https?://[^\s<>\"'`)\]}|\\]+")
_ID = re.compile(
    r"(?<![A-Za-z_-])(?:(?P<kind>dataset|dataservice|organization|reuse|topic|resource)s?[\s_-]*)?"
    r"(?:ID|identifier|metrics)\b[\"'*`]*\s*[:=]\s*[\"'*`]*"
    r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24})\b",
    re.IGNORECASE,
)
_RESOURCE = re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)


class Mention(NamedTuple):
    """A place that a text names.

    Attributes:
        title: What the text calls it, safe to draw; its address where it does not say.
    """

    title: SafeText
    link: Link


def mentions(text: str, kind: str = "dataset", site: Site = SITES["www"]) -> tuple[Mention, ...]:
    """The places that `text` names, in its order, each once.

    Args:
        kind: What an id is the id of, where the text does not say.
    """
    found: dict[Link, Mention] = {}
    title, named = "", set[str]()  # of the part that is read, and what of it has been named
    for line in text[:LONGEST].split("\n"):
        if begun := _ITEM.fullmatch(line) or _HEAD.fullmatch(line):
            title, named = begun["title"], set()
        for link in _links(line, kind, site):
            # The page of what was named by its id is the same place under its slug.
            if link.kind in named and not _is_of_id(link):
                continue
            # What comes first is what the part is of; what else it names is called otherwise.
            called = "" if named else title
            if title:
                named.add(link.kind)
            found.setdefault(link, Mention(clean_line(called or str(link), 200), link))
            if len(found) >= MOST:
                return tuple(found.values())
    return tuple(found.values())


def _links(line: str, kind: str, site: Site) -> Iterator[Link]:
    ids = [(match.start(), _of_id(match, kind)) for match in _ID.finditer(line)]
    urls = [
        (match.start(), match[0].rstrip(".,;:!?"))
        for match in _URL.finditer(line)
        if not _is_cut(match)
    ]
    told = [*ids, *((start, link) for start, url in urls if (link := _of_url(url, site)))]
    if not told:
        told = [(m.start(), Link("resource", m[0].lower())) for m in _RESOURCE.finditer(line)]
        if urls:  # those are parts of addresses of elsewhere
            told = []
    yield from (link for _start, link in sorted(told, key=lambda each: each[0]))


def _is_cut(match: re.Match[str]) -> bool:
    """Whether an address ends where its text was cut: the bracket of its Markdown is not closed."""
    text = match.string
    return text[: match.start()].endswith("](") and text[match.end() : match.end() + 1] != ")"


def _of_id(match: re.Match[str], kind: str) -> Link:
    ident = match["id"].lower()
    if "-" in ident:
        return Link("resource", ident)
    said = (match["kind"] or "").lower()
    return Link(said if said and said != "resource" else kind, ident)


def _of_url(url: str, site: Site) -> Link | None:
    try:
        link = parse_link(url, site)
    except LinkError:
        return None
    return link if link.kind != "openapi" and (link.ident or link.params) else None


def _is_of_id(link: Link) -> bool:
    return _ID.fullmatch(f"ID: {link.ident}") is not None
