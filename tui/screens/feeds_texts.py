"""The feeds and the exports of the portal, and of an organization: what each is, in words."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.screens.place import Copy
from tui.widgets.prose import Block, Facts, Heading, Paragraph

if TYPE_CHECKING:
    from tui.api.errors import ApiError
    from tui.api.fetch import FileHead

CATALOG_PAGE = 100
"""Datasets of a page of a catalogue."""


class Feed(NamedTuple):
    """Something that the portal gives whole. Texts are to be translated before they are drawn.

    Attributes:
        group: What it is one of.
        title: What it holds.
        about: What it is, in a sentence.
        format: What it is written in: a proper name.
        path: Where it is, from the root of the server; encoded.
        extension: What its file's name ends with, without the dot.
        is_paged: Whether it comes a page at a time.
    """

    group: str
    title: str
    about: str
    format: str
    path: str
    extension: str = "csv"
    is_paged: bool = False

    def url(self, base: str, page: int = 1) -> str:
        """Its address on the server at `base`; a page of it where it comes so."""
        paged = f"?page={page}&page_size={CATALOG_PAGE}" if self.is_paged else ""
        return f"{base.rstrip('/')}{self.path}{paged}"

    def file_name(self, owner: str, page: int = 1) -> str:
        """A name for its file; `owner` is a word for whose it is."""
        last = self.path.partition("?")[0].rpartition("/")[2]
        kind = self.path.split("/")[3] if last == "recent.atom" else last.partition(".")[0]
        parts = [owner, kind, f"page-{page}" if self.is_paged else ""]
        return "-".join(part for part in parts if part) + f".{self.extension}"


_CSV = N_("Catalogue as CSV")
_RDF = N_("Catalogue as RDF (DCAT)")
_ATOM = N_("What is new (Atom)")

_SITE_CSV = (
    ("datasets", N_("Datasets"), N_("A line a dataset, with its quality score and its figures.")),
    ("resources", N_("Files"), N_("A line a file, with what the crawler found out of each.")),
    ("organizations", N_("Organizations"), N_("A line an organization, with its figures.")),
    ("reuses", N_("Reuses"), N_("A line a reuse, with the datasets that it uses.")),
    ("dataservices", N_("Dataservices"), N_("A line an API, with its address and who may use it.")),
    ("harvests", N_("Harvesters"), N_("A line a catalogue that the portal gathers from.")),
    ("tags", N_("Tags"), N_("A line a tag, with how often it is used: counted when asked for.")),
)
_OWNER_CSV = (
    ("datasets", N_("Datasets"), N_("A line a dataset, with its quality score and its figures.")),
    (
        "datasets-resources",
        N_("Files"),
        N_("A line a file, with what the crawler found out of each."),
    ),
    ("dataservices", N_("Dataservices"), N_("A line an API, with its address and who may use it.")),
    ("discussions", N_("Discussions"), N_("A line a discussion about one of its datasets.")),
)
_FORMATS = (
    ("xml", "RDF/XML", "rdf"),
    ("ttl", "Turtle", "ttl"),
    ("jsonld", "JSON-LD", "jsonld"),
    ("nt", "N-Triples", "nt"),
    ("n3", "Notation3", "n3"),
    ("trig", "TriG", "trig"),
)
_FEEDS = (
    ("datasets", N_("Datasets")),
    ("reuses", N_("Reuses")),
    ("dataservices", N_("Dataservices")),
    ("posts", N_("Posts")),
)
_OF_CATALOG = N_("The datasets, then the APIs, as other portals read them: 100 a page.")
_OF_FEED = N_("For feed readers. What producers that are not certified publish comes 10 h later.")
_OF_POSTS = N_("For feed readers: what the portal itself publishes.")


def site_feeds() -> tuple[Feed, ...]:
    """What is given of the whole site."""
    return (
        *(
            Feed(_CSV, title, about, "CSV", f"/api/1/site/{name}.csv")
            for name, title, about in _SITE_CSV
        ),
        *_catalogs("/api/1/site"),
        *(
            Feed(
                _ATOM,
                title,
                _OF_POSTS if name == "posts" else _OF_FEED,
                "Atom",
                f"/api/1/{name}/recent.atom",
                "atom",
            )
            for name, title in _FEEDS
        ),
    )


def owner_feeds(ident: str) -> tuple[Feed, ...]:
    """What is given of the organization of that id."""
    owner = quote(ident, safe="")
    root = f"/api/1/organizations/{owner}"
    path = f"/api/1/datasets/recent.atom?organization={owner}"
    return (
        *(
            Feed(_CSV, title, about, "CSV", f"{root}/{name}.csv")
            for name, title, about in _OWNER_CSV
        ),
        *_catalogs(root),
        Feed(_ATOM, N_("Datasets"), _OF_FEED, "Atom", path, "atom"),
    )


def _catalogs(root: str) -> Iterator[Feed]:
    for extension, format_, end in _FORMATS:
        path = f"{root}/catalog.{extension}"
        yield Feed(_RDF, N_("Datasets and APIs"), _OF_CATALOG, format_, path, end, is_paged=True)


def size_words(head: FileHead | ApiError | None) -> str:
    """How large it is; empty while nobody was asked."""
    if head is None:
        return ""
    size = getattr(head, "size", None)
    return fmt.size(size) if isinstance(size, int) else _("size unknown")


def feed_blocks(feed: Feed, url: str, head: FileHead | ApiError | None) -> Sequence[Block]:
    """What there is to know of one."""
    from tui.api.errors import ApiError

    facts = [(_("Format"), _format_words(feed)), (_("Address"), url)]
    blocks: list[Block] = [Heading(_(feed.title)), Paragraph(_(feed.about))]
    if isinstance(head, ApiError):
        blocks.append(Paragraph(_("Its size is not known: {problem}").format(problem=head.message)))
    elif head is not None:
        facts.insert(1, (_("Size"), size_words(head)))
        if len(head.hops) > 1:
            facts.append((_("Leads to"), head.hops[-1]))
    return [*blocks, Facts(tuple(facts))]


def _format_words(feed: Feed) -> str:
    return _("CSV, separated by semicolons, UTF-8") if feed.format == "CSV" else feed.format


def feed_copies(url: str, name: str) -> list[Copy]:
    """What can be copied of one."""
    program = (
        "import httpx\n\n"
        f"with httpx.stream('GET', {url!r}, follow_redirects=True) as answer:\n"
        "    answer.raise_for_status()\n"
        f"    with open({name!r}, 'wb') as file:\n"
        "        for chunk in answer.iter_bytes():\n"
        "            file.write(chunk)\n"
    )
    curl = f"curl -L --fail -o {shlex.quote(name)} {shlex.quote(url)}"
    return [
        Copy(_("Address"), url),
        Copy(_("curl command that downloads it"), curl),
        Copy(_("Python that downloads it"), program, detail="httpx"),
    ]
