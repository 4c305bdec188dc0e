"""What a person types or pastes -> a `Link`."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

from tui.i18n import gettext as _
from tui.links.link import KINDS, Link, LinkError
from tui.links.web import is_object_id, is_uuid, parse_params, parse_url
from tui.settings import SITES, Site
from tui.text import clean_line

TEXT_LIMIT: Final = 8_000
"""Characters of the longest address: the services refuse longer request lines."""

# Two hyphens at least: words such as "porte-avions" are searched.
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+){2,}-?")
_PREFIX = re.compile(r"([A-Za-z]+):")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
# As DOIs are written: alone, after "doi:", or as an address that leads to them.
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
# Addresses that lead to a name which outlives them, and names of that sort.
_ARK = re.compile(r"(?:https?://n2t\.net/)?(ark:/?\d{5,9}/\S+)", re.IGNORECASE)
_URN = re.compile(r"urn:uuid:([0-9a-f-]{36})", re.IGNORECASE)
_DESCRIPTION = re.compile(
    r"^https?://[^?#]*(openapi|swagger|api-?docs?\b)[^?#]*(\.(json|ya?ml))?([?#]|$)"
    r"|^https?://[^#]*[?&]format=openapi\b",
    re.IGNORECASE,
)
_HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.gouv\.fr(/|$)", re.IGNORECASE)


def parse_link(text: str, site: Site = SITES["www"]) -> Link:
    """Read an address: a link's text form, a URL of the site, an id, a slug, or words to search.

    A UUID is a resource; an ObjectId, or a text such as ``a-b-c``, a dataset; other words are a
    search, and so are a DOI and an ARK: no route of the API takes one. A URL may be in angle
    brackets, as in letters.

    Raises:
        LinkError: For a URL that names no place of `site`, and for a kind that looks misspelt.
    """
    text = text.strip()
    if text.startswith("<http") and text.endswith(">"):
        text = text[1:-1].strip()
    if len(text) > TEXT_LIMIT:
        raise LinkError(_("This address is too long."))
    if doi := doi_of(text):
        return Link("search", doi)
    if (urn := _URN.fullmatch(text)) and is_uuid(urn[1]):
        return Link("resource", urn[1].lower())
    if _URL.match(text) and not text.startswith("file:"):
        return _parse_address(text, site)
    if _HOST.match(text):
        return parse_url(f"https://{text}", site)
    prefix = _PREFIX.match(text)
    if prefix is None:
        return _parse_bare(text)
    kind = prefix[1].lower()
    if kind in KINDS:
        return _parse_form(kind, text[prefix.end() :])
    if near := get_close_matches(kind, KINDS, n=1, cutoff=0.75):
        message = _("There is no “{kind}:” address. Did you mean “{near}:”?")
        raise LinkError(message.format(kind=clean_line(prefix[1], 40), near=near[0]))
    return _parse_bare(text)


def _parse_address(text: str, site: Site) -> Link:
    try:
        return parse_url(text, site)
    except LinkError:
        # The description of an API may be anywhere.
        if _DESCRIPTION.search(text):
            return Link("openapi", text)
        raise


def doi_of(text: str) -> str:
    """The DOI, or the ARK, that `text` is, without what is written before it; empty for none."""
    match = _DOI.fullmatch(text.strip()) or _ARK.fullmatch(text.strip())
    return unquote(match[1]) if match else ""


def _parse_form(kind: str, rest: str) -> Link:
    rest, _hash, fragment = rest.partition("#")
    rest, _mark, query = rest.partition("?")
    rest = rest.strip()
    if kind == "file" and rest.startswith("//"):
        rest = "/" + rest[2:].partition("/")[2]
    return Link(kind, unquote(rest), parse_params(query), unquote(fragment))


def _parse_bare(text: str) -> Link:
    if is_uuid(text):
        return Link("resource", text.lower())
    if is_object_id(text):
        return Link("dataset", text.lower())
    if _SLUG.fullmatch(text):
        return Link("dataset", text)
    return Link("search", text)
