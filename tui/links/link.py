"""The address of a place, and its text form."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote, urlencode, urlsplit

from tui.settings import Site

KINDS: Final = (
    "search",
    "dataset",
    "resource",
    "organization",
    "reuse",
    "dataservice",
    "topic",
    "user",
    "post",
    "discussion",
    "contact",
    "harvest",
    "job",
    "zone",
    "level",
    "tag",
    "license",
    "schema",
    "activity",
    "metrics",
    "account",
    "quality",
    "feeds",
    "openapi",
    "mcp",
    "file",
)
"""The kinds of places that an address may name."""

FOLDERS: Final = {
    "dataset": "datasets",
    "organization": "organizations",
    "reuse": "reuses",
    "dataservice": "dataservices",
    "topic": "topics",
    "user": "users",
    "post": "posts",
}
"""The folder of the web site, and of its API, that holds the objects of a kind."""

SEARCHES: Final = {
    "zone": "geozone",
    "level": "granularity",
    "tag": "tag",
    "license": "license",
}
"""Words that have no page on the web site but the search that they narrow, by its parameter."""

SCHEMAS_HOST: Final = "schema.data.gouv.fr"
"""The site of the national catalogue of schemas."""

Params = tuple[tuple[str, str], ...]

# Letters and digits of every script stay as they are, so that a French address can be read.
_ENCODED_IN_IDENT = re.compile(r"[^\w.~:/@!$'(),;*=&-]")
_ENCODED_IN_PARAMS = re.compile(r"[^\w.~:/@!$'(),;*-]")


class LinkError(ValueError):
    """A text that names no place. Its message is for people, safe for one line."""


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a place.

    Attributes:
        kind: One of `KINDS`.
        ident: What the place shows: an id or a slug, the words of a search, ``dataset:ID`` for
            metrics, a path or URL for a file. Raw.
        params: How it is shown, in order; names may repeat. Raw: only `str` encodes them.
        fragment: The part of the place to open: the name of a tab, of an operation.
    """

    kind: str
    ident: str = ""
    params: Params = ()
    fragment: str = ""

    def __str__(self) -> str:
        query = "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in self.params)
        text = f"{self.kind}:{self._encoded_ident()}"
        if query:
            text += f"?{query}"
        return f"{text}#{_encoded(self.fragment)}" if self.fragment else text

    def value(self, name: str, default: str = "") -> str:
        """The first value of a parameter."""
        return next((value for key, value in self.params if key == name), default)

    def with_params(self, params: Params) -> Link:
        """The same place shown another way."""
        return replace(self, params=params)

    def web_url(self, site: Site) -> str | None:
        """The page of this place on the web site; None where it has none.

        A resource's is its permanent address, which leads to the file itself.
        """
        if self.kind in ("file", "openapi"):
            return self.ident if self.ident.startswith(("http://", "https://")) else None
        if (urlsplit(site.web_url).hostname or "").endswith(".invalid"):
            return None
        if self.kind == "search":
            return self._search_url(site)
        if self.kind == "account":
            return f"{site.web_url}/admin/me/profile"
        if self.kind in SEARCHES and self.ident:
            query = urlencode({SEARCHES[self.kind]: self.ident})
            return f"{site.web_url}/datasets/search?{query}"
        if self.kind == "schema":
            path = f"{quote(self.ident, safe='/')}/" if self.ident else ""
            return f"https://{SCHEMAS_HOST}/{path}"
        if self.kind == "resource":
            return f"{site.web_url}/datasets/r/{quote(self.ident, safe='')}"
        if self.kind in ("quality", "feeds"):
            # Of an organization, whose page tells something of both.
            return Link("organization", self.ident).web_url(site)
        kind, _colon, ident = (
            self.ident.partition(":") if self.kind == "metrics" else (self.kind, "", self.ident)
        )
        if kind not in FOLDERS or not ident:
            return None
        return f"{site.web_url}/{FOLDERS[kind]}/{quote(ident, safe='')}/"

    def _search_url(self, site: Site) -> str:
        params = [(name, value) for name, value in self.params if name != "kind"]
        query = urlencode([("q", self.ident), *params] if self.ident else params)
        folder = self.value("kind", "datasets")
        page = f"{site.web_url}/{quote(folder, safe='')}/search"
        return f"{page}?{query}" if query else page

    def _encoded_ident(self) -> str:
        ident = _ENCODED_IN_IDENT.sub(_percent, self.ident)
        # ``file://`` starts a URL, which is read in another way than a path.
        if self.kind == "file" and ident.startswith("//"):
            return "%2F" + ident[1:]
        return ident


def _encoded(text: str) -> str:
    return _ENCODED_IN_PARAMS.sub(_percent, text)


def _percent(match: re.Match[str]) -> str:
    return quote(match[0], safe="", errors="replace")
