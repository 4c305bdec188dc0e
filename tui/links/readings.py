"""What a text without a kind may mean: several places, the likeliest first."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from tui.links.link import Link
from tui.links.text import doi_of, parse_link
from tui.links.web import is_object_id
from tui.settings import SITES, Site

_NAMED: Final = ("dataset", "organization", "reuse", "dataservice", "topic")
"""The kinds of places that a slug alone may name."""

_WITH_AN_ID: Final = (*_NAMED, "user", "post", "discussion")
"""Those that an id alone may name."""

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_APART = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "oe", "Æ": "ae", "’": None, "'": None})


def readings(text: str, site: Site = SITES["www"]) -> tuple[Link, ...]:
    """What `text` may name; only one where it says its kind, or is the address of a page.

    A title may stand for the slug that was made of it.

    Raises:
        LinkError: As `parse_link` does.
    """
    link = parse_link(text, site)
    text = text.strip()
    is_bare = link.kind in ("search", "dataset") and link.ident in (text, text.lower())
    if not text or not is_bare or doi_of(text):
        return (link,)
    search = Link("search", text)
    if is_object_id(text):
        return tuple(Link(kind, link.ident) for kind in _WITH_AN_ID)
    slug = slug_of(text)
    named = tuple(Link(kind, slug) for kind in _NAMED) if slug else ()
    return (search, *named) if link.kind == "search" else (*named, search)


def slug_of(title: str) -> str:
    """The slug that the portal makes of a title: ``Qualité de l'air`` is ``qualite-de-lair``."""
    plain = unicodedata.normalize("NFKD", title.translate(_APART).lower())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return _NO_SLUG.sub("-", letters).strip("-")
