"""Every filter of a search, and how a value of each is chosen: among a few, by a part of a name as
one types, or written."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from tui import format as fmt
from tui.api.search import KIND_FILTERS, REFUSED, Search
from tui.i18n import gettext as _
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.screens.place import Place
from tui.text import clean_line
from tui.widgets.facets import FACET_TITLES, value_title
from tui.widgets.kind_words import BADGES, GRANULARITIES, REUSE_TOPICS, REUSE_TYPES

if TYPE_CHECKING:
    from tui.api.models import FacetValue, SuggestKind
    from tui.screens.suggest_one import Named

    Facets = Mapping[str, Sequence[FacetValue]]

Taken = Callable[[str, str, str], None]
"""Told the filter, its value and what that is called."""

_YES_OR_NO: Final = ("true", "false")
_ORGANIZATIONS: Final = (
    *("certified", "public-service", "local-authority", "company", "association"),
)
_FEW: Final[Mapping[str, Sequence[str]]] = {
    "format_family": ("tabular", "machine_readable", "geographical", "documents", "other"),
    "producer_type": (
        *("public-service", "local-authority", "company", "association", "user", "not-specified"),
    ),
    "organization_badge": _ORGANIZATIONS,
    "access_type": ("open", "open_with_account", "restricted"),
    "last_update_range": ("last_30_days", "last_12_months", "last_3_years"),
    "granularity": tuple(GRANULARITIES),
    "type": tuple(REUSE_TYPES),
    "featured": _YES_OR_NO,
    "archived": _YES_OR_NO,
    "closed": _YES_OR_NO,
    "include_geozone_ancestors": _YES_OR_NO,
}
_BADGES: Final[Mapping[str, Sequence[str]]] = {
    "datasets": tuple(BADGES),
    "organizations": _ORGANIZATIONS,
}
_SUGGESTED: Final[Mapping[str, SuggestKind]] = {
    "organization": "organizations",
    "tag": "tags",
    "format": "formats",
    "geozone": "zones",
    "owner": "users",
    "topic": "topics",
    "license": "licenses",
    "schema": "schemas",
}

_PERIOD = re.compile(
    r"(?P<first>\d{4}(-\d\d-\d\d)?)(\s*(-|/|–|\.\.|\s)\s*(?P<last>\d{4}(-\d\d-\d\d)?))?"
)


def filters_of(kind: str) -> tuple[str, ...]:
    """The filters that the search among `kind` has, in the order facets have."""
    order = {name: index for index, name in enumerate(FACET_TITLES)}
    return tuple(sorted(KIND_FILTERS[kind], key=lambda name: order[name]))


def choices(kind: str, name: str, facets: Facets) -> tuple[str, ...]:
    """The values of a filter that has only a few; none where they are suggested or written."""
    if (kind, name) == ("reuses", "topic"):
        return tuple(REUSE_TOPICS)
    known = _BADGES.get(kind, ()) if name == "badge" else _FEW.get(name, ())
    counted = tuple(value.value for value in facets.get(name, ()))
    if name != "badge" and not known:
        return ()
    refused = REFUSED.get(kind, frozenset())
    every = (*known, *(value for value in counted if value not in known))
    return tuple(value for value in every if (name, value) not in refused)


def period_of(text: str) -> str:
    """A period as the search takes it, from one or two years or days; empty when it is none."""
    match = _PERIOD.fullmatch(text.strip())
    if match is None:
        return ""
    first, last = match["first"], match["last"] or match["first"]
    try:
        start = date.fromisoformat(first if len(first) > 4 else f"{first}-01-01")
        end = date.fromisoformat(last if len(last) > 4 else f"{last}-12-31")
    except ValueError:
        return ""
    return f"{start}-{end}" if start <= end else ""


def choose_filter(place: Place, search: Search, facets: Facets, taken: Taken) -> None:
    """Ask which filter, then which value."""
    names = filters_of(search.kind)
    options = [Option(_(FACET_TITLES[name]), _values(search, name)) for name in names]

    def chosen(index: int | None) -> None:
        if index is not None:
            _choose_value(place, search, names[index], facets, taken)

    place.app.push_screen(ChooseScreen(_("Filter by"), options), chosen)


def _values(search: Search, name: str) -> str:
    values = ", ".join(value_title(value, facet=name) for value in search.values(name))
    return clean_line(values, 40)


def _choose_value(place: Place, search: Search, name: str, facets: Facets, taken: Taken) -> None:
    title = _(FACET_TITLES[name])
    few = choices(search.kind, name, facets)
    if few:
        counts = {value.value: fmt.number(value.count) for value in facets.get(name, ())}
        options = [Option(value_title(value, facet=name), counts.get(value, "")) for value in few]

        def chosen(index: int | None) -> None:
            if index is not None:
                taken(name, few[index], "")

        place.app.push_screen(ChooseScreen(title, options), chosen)
    elif name in _SUGGESTED:
        _suggest(place, name, title, taken)
    elif name == "badge":
        place.notice(_("Nothing of this kind bears a label now."))
    else:
        _write(place, name, title, taken)


def _suggest(place: Place, name: str, title: str, taken: Taken) -> None:
    from tui.screens.search_pickers import picker

    def chosen(found: Named | None) -> None:
        if found is not None:
            taken(name, found.id, found.label)

    place.app.push_screen(picker(place.session, _SUGGESTED[name], title), chosen)


def _write(place: Place, name: str, title: str, taken: Taken) -> None:
    period = name == "temporal_coverage"

    def check(text: str) -> str:
        if period and not period_of(text):
            return _("One year or day, or two of them: 2020, 2015-2020, 2020-01-01 2020-06-30.")
        return "" if text.strip() else _("Nothing is written.")

    def written(text: str | None) -> None:
        if text is not None:
            taken(name, period_of(text) if period else text.strip(), "")

    placeholder = _("2020, or 2015-2020") if period else _("its whole name")
    help_text = _("keeps datasets that cover the whole period") if period else ""
    screen = AskScreen(title, placeholder=placeholder, check=check, help_text=help_text)
    place.app.push_screen(screen, written)
