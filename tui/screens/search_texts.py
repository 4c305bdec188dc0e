"""What the search says, and the links that stand for searches. Knows no model."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.api.errors import ApiError
from tui.api.search import KIND_FILTERS, Search
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.settings import Site
from tui.widgets.facets import FACET_TITLES, value_title
from tui.widgets.prose import Paragraph

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tui.api.models import FacetValue, SearchPage

SORT_TITLES = {
    "": N_("relevance"),
    "-views": N_("most viewed"),
    "-reuses": N_("most reused"),
    "-datasets": N_("most datasets"),
    "-followers": N_("most followed"),
    "-last_update": N_("updated last"),
    "-last_modified": N_("modified last"),
    "-published": N_("published last"),
    "-created": N_("created last"),
    "-closed": N_("closed last"),
    "name": N_("by name"),
    "views": N_("least viewed"),
    "reuses": N_("least reused"),
    "datasets": N_("fewest datasets"),
    "followers": N_("least followed"),
    "last_update": N_("updated first"),
    "last_modified": N_("modified first"),
    "published": N_("published first"),
    "created": N_("created first"),
    "closed": N_("closed first"),
    "-name": N_("by name, from the end"),
}

PLACEHOLDERS = {
    "datasets": N_("Search datasets"),
    "dataservices": N_("Search dataservices"),
    "reuses": N_("Search reuses"),
    "organizations": N_("Search organizations"),
    "topics": N_("Search topics"),
    "discussions": N_("Search discussions"),
    "posts": N_("Search posts"),
}

NONE_OF_THEM = {
    "datasets": N_("0 datasets"),
    "dataservices": N_("0 dataservices"),
    "reuses": N_("0 reuses"),
    "organizations": N_("0 organizations"),
    "topics": N_("0 topics"),
    "discussions": N_("0 discussions"),
    "posts": N_("0 posts"),
}


def search_of(link: Link) -> Search:
    """The search that a ``search:`` link stands for. Filters that the search among that kind does
    not know, and would ignore without a word, are left out; among datasets they are kept."""
    wanted = link.value("kind")
    kind = wanted if wanted in KIND_FILTERS else "datasets"
    known = (*KIND_FILTERS[kind], "sort")
    pairs = tuple(
        pair
        for pair in link.params
        if pair[0] != "kind" and (kind == "datasets" or pair[0] in known)
    )
    return replace(Search.from_params(pairs), words=link.ident, kind=kind)


def link_of(search: Search) -> Link:
    """The ``search:`` link of a search."""
    kind = () if search.kind == "datasets" else (("kind", search.kind),)
    pairs = tuple(pair for pair in search.to_params() if pair[0] != "q")
    return Link("search", " ".join(search.words.split()), (*kind, *pairs))


class Labels:
    """What the values of filters are called: answers and choices tell, ids and slugs do not."""

    def __init__(self) -> None:
        self._labels: dict[tuple[str, str], str] = {}

    def learn(self, name: str, value: str, label: str) -> None:
        """Keep what one value of a filter is called."""
        self._labels[name, value] = label

    def known(self, name: str, value: str) -> bool:
        """Whether one value of a filter has a name."""
        return (name, value) in self._labels

    def named(
        self, facets: Mapping[str, Sequence[FacetValue]]
    ) -> Mapping[str, Sequence[FacetValue]]:
        """The same facets with the names that are known."""
        from tui.text import clean_line

        return {
            name: [
                replace(value, label=clean_line(self._labels[name, value.value]))
                if (name, value.value) in self._labels
                else value
                for value in values
            ]
            for name, values in facets.items()
        }

    def learn_from(self, page: SearchPage) -> None:
        """Keep what the values of the facets are called."""
        for name, values in page.facets.items():
            for value in values:
                if value.label != value.value:
                    self.learn(name, value.value, value.label)

    def chips(self, search: Search) -> list[str]:
        """The filters of `search`, each as a chip says it."""
        return [self.chip(name, value) for name, value in search.filters]

    def chip(self, name: str, value: str) -> str:
        """One filter as a chip says it."""
        title = _(FACET_TITLES[name]) if name in FACET_TITLES else name
        label = self._labels.get((name, value), "")
        return _("{name}: {value}").format(name=title, value=value_title(value, label, name))


def position(search: Search, here: int, total: str, *, cut: bool = False) -> str:
    """Where the cursor is among the results: ``37 of 12,345 · most viewed``.

    Args:
        cut: Whether it is on the last one that the service shows of more.
    """
    if cut:
        return _("{here} of {total} · the service shows no more: add a filter").format(
            here=fmt.number(here), total=total
        )
    order = _(SORT_TITLES.get(search.sort, ""))
    return _("{here} of {total} · {order}").format(here=fmt.number(here), total=total, order=order)


def said_of_fallback(page: SearchPage, kind: str = "datasets") -> str:
    """What a person must know of results that a plain list gave because the search fails."""
    if kind in ("topics", "discussions", "posts"):
        said = _("The search is out of order: a plain list answers, which finds whole words only.")
    else:
        said = _("The search is out of order: only titles were looked at.")
    if page.unapplied:
        names = ", ".join(_(FACET_TITLES[n]) if n in FACET_TITLES else n for n in page.unapplied)
        return f"{said} {_('Not filtered by: {names}.').format(names=names)}"
    return said


def nothing_found(search: Search, page: SearchPage) -> str:
    """Why there is nothing, and what to do about it."""
    if search.filters:
        return _(
            "Nothing matches these words with these filters. Out of the search box, x removes the "
            "last filter, X all of them."
        )
    if page.fallback:
        return _("Nothing found. The search is out of order: only titles were looked at.")
    return _("Nothing found. Try fewer or other words: / edits the search.")


def failure_paragraphs(error: ApiError, site: Site) -> list[Paragraph]:
    """Why there are no results, where they were looked for, and the ways on."""
    from tui.api.journal import redact

    lines = [
        Paragraph(error.message, "warning"),
        Paragraph(redact(site.main_url), "dim"),
        Paragraph(""),
    ]
    if error.hint:
        lines.append(Paragraph(error.hint))
    if site.name != "sample":
        lines.append(
            Paragraph(
                _("S opens the sample site: made-up data, inside this program, no network needed.")
            )
        )
    lines.append(Paragraph(_("r asks again. L shows the requests.")))
    return lines
