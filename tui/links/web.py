"""URLs of the portal and of its services -> a `Link`.

Read: the pages of the web site, with or without a language before them, old fragments included;
the explorer's pages; the Main API's routes; the Tabular API's routes, whose parameters become the
link's; the Metrics API's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from urllib.parse import SplitResult, unquote, unquote_plus, urlsplit

from tui.hosts import host_of, shown_host
from tui.i18n import gettext as _
from tui.links.link import FOLDERS, SCHEMAS_HOST, Link, LinkError, Params
from tui.settings import SITES, Site, SiteName
from tui.text import clean_line

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OBJECT_ID = re.compile(r"[0-9a-f]{24}", re.IGNORECASE)
_RESOURCE_FRAGMENT = re.compile(r"/?resources?[-/](?P<rid>[0-9a-f-]{36})", re.IGNORECASE)
_THREAD_FRAGMENT = re.compile(r"/?discussions?[-/](?P<thread>[0-9a-f]{24})(-\d+)?", re.IGNORECASE)
_UPLOADED = re.compile(r"\d{8}-\d{6}")
# Files that the portal makes of a table are called by its id.
_MADE_OF = re.compile(r"(?P<rid>[0-9a-f-]{36})(\.\w+)+", re.IGNORECASE)
_METRICS_OF = re.compile(r"(dataset|resource|organization|reuse|dataservice)_id__exact")

_LANGUAGES: Final = frozenset({"fr", "en", "es", "de", "it", "pt"})
# Pages are posts of another kind, with a folder of their own on the web site.
# The oldest addresses have their folders in the singular.
_KIND_OF_FOLDER: Final = (
    {folder: kind for kind, folder in FOLDERS.items()}
    | {kind: kind for kind in FOLDERS}
    | {"pages": "post", "discussions": "discussion"}
)
# What stands before the folder: the pages of who publishes, the new site before it was the only.
_BEFORE: Final = frozenset({"admin", "beta"})
_SEARCHED: Final = (
    *("datasets", "dataservices", "reuses", "organizations", "topics", "discussions", "posts"),
)
# Routes that stand where an object's id would.
_RESERVED: Final = frozenset(
    {
        "badges",
        "community_resources",
        "extensions",
        "frequencies",
        "licenses",
        "me",
        "r",
        "recent.atom",
        "resources",
        "roles",
        "schemas",
        "suggest",
        "topics",
        "types",
    }
)
# Routes of the Main API that tell of other things, and the kinds of these.
_OTHERS: Final = {
    "datasets/licenses": "license",
    "datasets/schemas": "schema",
    "harvest/job": "job",
    "harvest/source": "harvest",
    "harvest/sources": "harvest",
    "spatial/coverage": "level",
    "spatial/granularities": "level",
    "spatial/levels": "level",
    "spatial/zone": "zone",
    "spatial/zones": "zone",
    "tags/suggest": "tag",
}
_WHOSE: Final = frozenset({"user", "organization", "related_to", "key"})
# The web site's names of the parts of a page -> this application's.
_PARTS: Final = {
    "community-resources": "community",
    "community-reuses": "reuses",
    "community_resources": "community",
    "dataservices": "dataservices",
    "datasets": "datasets",
    "discussions": "discussions",
    "elements": "elements",
    "information": "about",
    "informations": "about",
    "members": "members",
    "presentation": "about",
    "resources": "files",
    "reuses": "reuses",
    "reuses_and_dataservices": "reuses",
}
_OTHER_HOSTS: Final[dict[SiteName, frozenset[str]]] = {
    "www": frozenset(
        {
            *("data.gouv.fr", "beta.data.gouv.fr", "next.data.gouv.fr"),
            *("explore.data.gouv.fr", "static.data.gouv.fr", "object.files.data.gouv.fr"),
        }
    ),
    "demo": frozenset(
        {
            *("explore.demo.data.gouv.fr", "demo-explore.data.gouv.fr"),
            *("static.demo.data.gouv.fr", "demo-static.data.gouv.fr"),
        }
    ),
    "sample": frozenset(),
}


def is_uuid(text: str) -> bool:
    """Whether `text` has the form of a resource's id."""
    return _UUID.fullmatch(text) is not None


def is_object_id(text: str) -> bool:
    """Whether `text` has the form of the id of a dataset, an organization or most other objects."""
    return _OBJECT_ID.fullmatch(text) is not None


def parse_params(query: str) -> Params:
    """Read ``a=1&b=2``: decoded once, in order, empty values kept."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return tuple((unquote_plus(name), unquote_plus(value)) for name, _sign, value in pairs)


def site_of(url: str) -> SiteName | None:
    """The known site that a URL belongs to, if any."""
    host = host_of(url if "://" in url else f"https://{url}")
    return next((name for name, site in SITES.items() if host in _hosts(site)), None)


def parse_url(url: str, site: Site) -> Link:
    """Read an ``http`` or ``https`` URL of `site`.

    Raises:
        LinkError: When it is not one, or names no place.
    """
    parts = _split(url)
    if parts.hostname == SCHEMAS_HOST and site.name != "sample":
        return _parse_schema(parts)
    if site.mcp_url is not None and url.strip().rstrip("/") == site.mcp_url:
        return Link("mcp")
    if host_of(url) not in _hosts(site):
        raise LinkError(_foreign(url, parts))
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    link = _parse_path(parts, segments)
    if link is None:
        raise LinkError(_("No place here shows {url}").format(url=clean_line(url, 200)))
    return link


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise LinkError(_("This is not a URL: {url}").format(url=clean_line(url, 200))) from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise LinkError(_("This is not a web address: {url}").format(url=clean_line(url, 200)))
    return parts


def _parse_schema(parts: SplitResult) -> Link:
    """Read a page of the catalogue of schemas, or the address of one of its files."""
    segments = [unquote(segment) for segment in parts.path.split("/") if segment]
    if segments[:1] == ["schemas"]:
        segments = segments[1:]
    return Link("schema", "/".join(segments[:2]))


def _hosts(site: Site) -> frozenset[str]:
    urls = (site.web_url, site.main_url, site.tabular_url, site.metrics_url or "")
    return _OTHER_HOSTS[site.name].union(host for url in urls if (host := urlsplit(url).hostname))


def _foreign(url: str, parts: SplitResult) -> str:
    other = site_of(url)
    host = shown_host(url) or clean_line(parts.hostname or "", 100)
    if other is None:
        # What tells the way comes first: a line may be too short for all of it.
        said = _("openapi: before it opens an API; {host} is not an address of this site.")
        return said.format(host=host)
    return _("{host} is another site: start with --site {site} to open it.").format(
        host=host, site=other
    )


def _parse_path(parts: SplitResult, segments: Sequence[str]) -> Link | None:
    params = parse_params(parts.query)
    if segments and (made := _MADE_OF.fullmatch(segments[-1])) and is_uuid(made["rid"]):
        return Link("resource", made["rid"].lower())
    if segments[:1] == ["api"]:
        if segments[1:2] in (["1"], ["2"]):
            return _parse_object(segments[2:], params, "")
        return _parse_service(segments[1:], parts.query)
    if segments and segments[0].lower() in _LANGUAGES:
        segments = segments[1:]
    while segments and segments[0] in _BEFORE:
        segments = segments[1:]
    if segments[:2] == ["s", "resources"]:  # where uploaded files were once
        segments = segments[1:]
    if not segments:
        return Link("search")
    if segments[0] == "resources" and len(segments) > 1 and is_uuid(segments[1]):
        return Link("resource", segments[1].lower())
    if segments[0] == "resources" and len(segments) == 4 and _UPLOADED.fullmatch(segments[2]):
        # The file itself, which no route tells the id of: those of its dataset.
        return Link("dataset", segments[1], (), "files")
    return _parse_object(segments, params, unquote(parts.fragment))


def _parse_object(segments: Sequence[str], params: Params, fragment: str) -> Link | None:
    """Read ``FOLDER/ID/PART``, the same in the web site's pages and in the Main API's routes."""
    if not segments:
        return None
    if segments[:2] == ["admin", "me"] or segments[0] in ("me", "notifications"):
        return _parse_account(segments)
    folder, *rest = segments
    other = _parse_other(segments, params)
    if other is not None:
        return other
    if folder == "search":
        return _parse_search(params, "datasets")
    if folder in _SEARCHED and (not rest or rest == ["search"]):
        return _parse_search(params, folder)
    if folder not in _KIND_OF_FOLDER or not rest:
        return None
    if thread := _thread_id(params, fragment):
        return Link("discussion", thread.lower())
    if folder == "datasets" and (rid := _resource_id(rest, params, fragment)):
        return Link("resource", rid.lower())
    if rest[0] in _RESERVED:
        return None
    part = rest[1] if len(rest) > 1 else fragment.strip("/").partition("/")[0]
    return Link(_KIND_OF_FOLDER[folder], rest[0], (), _PARTS.get(part, ""))


def _parse_account(segments: Sequence[str]) -> Link:
    """Read what is the account's own, in the web site's administration and in the Main API."""
    last = segments[-1].removeprefix("org_")
    known = ("notifications", "datasets", "organizations", "reuses")
    return Link("account", fragment=last if last in known else "")


def _thread_id(params: Params, fragment: str) -> str:
    """The discussion that an address points at; empty for none."""
    match = _THREAD_FRAGMENT.match(fragment)
    named = [value for name, value in params if name == "discussion_id"]
    candidates = [*named, match["thread"] if match else ""]
    return next((candidate for candidate in candidates if is_object_id(candidate)), "")


def _parse_other(segments: Sequence[str], params: Params) -> Link | None:
    """Read the routes of the Main API that tell of what nobody publishes."""
    if segments[0] == "activity":
        kept = tuple(pair for pair in params if pair[0] in _WHOSE and pair[1])
        return Link("activity", "", kept)
    folder, ident = "/".join(segments[:2]), segments[2] if len(segments) > 2 else ""
    if folder in _OTHERS:
        return Link(_OTHERS[folder], ident)
    if segments[0] == "contacts" and len(segments) > 1 and is_object_id(segments[1]):
        return Link("contact", segments[1])
    return None


def _resource_id(rest: Sequence[str], params: Params, fragment: str) -> str:
    """The resource that an address under ``datasets/`` points at; empty for none."""
    if rest[0] in ("r", "resources", "community_resources"):
        candidates = rest[1:2]
    elif len(rest) > 2 and rest[1] == "resources":
        candidates = rest[2:3]
    else:
        match = _RESOURCE_FRAGMENT.match(fragment)
        candidates = [value for name, value in params if name == "resource_id"] + [
            match["rid"] if match else ""
        ]
    return next((candidate for candidate in candidates if is_uuid(candidate)), "")


def _parse_search(params: Params, folder: str) -> Link:
    words = next((value for name, value in params if name == "q"), "")
    kept = tuple(pair for pair in params if pair[0] not in ("q", "page", "page_size") and pair[1])
    return Link("search", words, kept if folder == "datasets" else (("kind", folder), *kept))


def _parse_service(segments: Sequence[str], query: str) -> Link | None:
    """Read the routes of the Tabular API (``resources/RID/...``) and of the Metrics API
    (``MODEL/data/``).
    """
    if len(segments) > 1 and segments[0] == "resources" and is_uuid(segments[1]):
        # The service decodes its parameters twice.
        pairs = ((unquote(name), unquote(value)) for name, value in parse_params(query))
        kept = tuple(pair for pair in pairs if pair[0] not in ("page", "page_size"))
        return Link("resource", segments[1].lower(), kept)
    for name, value in parse_params(query):
        if match := _METRICS_OF.fullmatch(name):
            return Link("metrics", f"{match[1]}:{value}")
    return None
