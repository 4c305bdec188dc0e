"""The facets of a search: what its results hold, with counts, each value a filter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message

from tui import format as fmt
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.widgets.bindings import bindings_for
from tui.widgets.draw import Piece, fit, width_of
from tui.widgets.kind_words import (
    BADGES,
    GRANULARITIES,
    LICENSES,
    REUSE_TOPICS,
    REUSE_TYPES,
)
from tui.widgets.lines import LineList

if TYPE_CHECKING:
    from tui.api.models import FacetValue

FACET_TITLES = {
    "organization": N_("Organization"),
    "tag": N_("Tag"),
    "format": N_("Format"),
    "license": N_("Licence"),
    "schema": N_("Schema"),
    "format_family": N_("Kind of format"),
    "producer_type": N_("Kind of producer"),
    "last_update_range": N_("Last update"),
    "access_type": N_("Access"),
    "geozone": N_("Zone"),
    "granularity": N_("Granularity"),
    "badge": N_("Label"),
    "topic": N_("Topic"),
    "type": N_("Type"),
    "closed": N_("Closed"),
    "featured": N_("Featured"),
    "owner": N_("Person"),
    "archived": N_("Archived"),
    "temporal_coverage": N_("Period covered"),
    "organization_badge": N_("Kind of organization"),
    "organization_name": N_("Name of the organization"),
    "include_geozone_ancestors": N_("Wider zones too"),
}
"""Facets in the order they are shown, by the API parameter that filters on them."""

VALUE_TITLES = {
    "tabular": N_("tables"),
    "machine_readable": N_("machine readable"),
    "geographical": N_("geographical"),
    "documents": N_("documents"),
    "other": N_("other"),
    "public-service": N_("public service"),
    "local-authority": N_("local authority"),
    "company": N_("company"),
    "association": N_("association"),
    "user": N_("person"),
    "not-specified": N_("not specified"),
    "last_30_days": N_("last 30 days"),
    "last_12_months": N_("last 12 months"),
    "last_3_years": N_("last 3 years"),
    "open": N_("open"),
    "open_with_account": N_("open with an account"),
    "restricted": N_("restricted"),
    "certified": N_("certified"),
}

_WORDS = {
    "type": REUSE_TYPES,
    "topic": REUSE_TOPICS,
    "badge": BADGES,
    "granularity": GRANULARITIES,
    "license": LICENSES,
}
_SAID_BY_YES = frozenset({"featured", "archived", "closed", "include_geozone_ancestors"})
_YES_OR_NO = {"true": N_("yes"), "false": N_("no")}

SHORT = 6
"""Values shown of a facet before it is unfolded."""


class _Item(NamedTuple):
    facet: str
    value: str = ""
    label: str = ""
    results: int = 0
    kind: str = "value"  # heading, value, more


def value_title(value: str, label: str = "", facet: str = "") -> str:
    """How a value is written: its label, or the known word for it, that of its facet first."""
    words = _WORDS.get(facet, {})
    if value in words:
        return _(words[value])
    if facet in _SAID_BY_YES and value in _YES_OR_NO:
        return _(_YES_OR_NO[value])
    if value in VALUE_TITLES:
        return _(VALUE_TITLES[value])
    return label or value


class FacetList(LineList):
    """Facets as sections; Enter or Space turns a value on and off."""

    BINDINGS = bindings_for("facets")

    class Toggled(Message):
        """A value was turned on or off."""

        def __init__(self, facet: str, value: str, label: str) -> None:
            super().__init__()
            self.facet = facet
            self.value = value
            self.label = label

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._facets: Mapping[str, Sequence[FacetValue]] = {}
        self._active: frozenset[tuple[str, str]] = frozenset()
        self._unfolded: set[str] = set()
        self._items: list[_Item] = []

    def show(
        self, facets: Mapping[str, Sequence[FacetValue]], active: frozenset[tuple[str, str]]
    ) -> None:
        """Show these facets; `active` are the (facet, value) pairs that filter now."""
        self._facets, self._active = facets, active
        self._rebuild()

    def is_choice(self, index: int) -> bool:
        return 0 <= index < len(self._items) and self._items[index].kind != "heading"

    def item_pieces(self, index: int, line: int, width: int) -> list[Piece]:
        item = self._items[index]
        if item.kind == "heading":
            return [(" " + item.label, self.style_of("strong"))]
        if item.kind == "more":
            return [(f"   {item.label}", self.style_of("dim"))]
        active = (item.facet, item.value) in self._active
        count = fmt.number(item.results)
        room = max(4, width - 5 - width_of(count))
        style = self.style_of("accent" if active else "plain")
        return [
            (" ● " if active else "   ", style),
            (fit(value_title(item.value, item.label, item.facet), room), style),
            (f" {count} ", self.style_of("dim")),
        ]

    def action_turn(self) -> None:
        if self.is_choice(self.cursor):
            self.action_choose()

    def action_choose(self) -> None:
        if not self.is_choice(self.cursor):
            return
        item = self._items[self.cursor]
        if item.kind == "more":
            self.action_more()
        else:
            self.post_message(
                self.Toggled(
                    item.facet, item.value, value_title(item.value, item.label, item.facet)
                )
            )

    def action_more(self) -> None:
        """Show all the values of the facet under the cursor, or fewer again."""
        if not self._items:
            return
        self._unfolded ^= {self._items[self.cursor].facet}
        self._rebuild()

    def _rebuild(self) -> None:
        kept = self._items[self.cursor] if self.cursor < len(self._items) else None
        self._items = [item for facet in self._ordered() for item in self._section(facet)]
        same = (
            index
            for index, item in enumerate(self._items)
            if kept and (item.facet, item.value, item.kind) == (kept.facet, kept.value, kept.kind)
        )
        self.set_count(len(self._items), cursor=next(same, self.cursor))

    def _ordered(self) -> list[str]:
        known = [name for name in FACET_TITLES if self._facets.get(name)]
        return known + sorted(
            name for name in self._facets if name not in FACET_TITLES and self._facets[name]
        )

    def _section(self, facet: str) -> list[_Item]:
        values = self._facets[facet]
        shown = values if facet in self._unfolded else values[:SHORT]
        title = _(FACET_TITLES[facet]) if facet in FACET_TITLES else facet
        items = [_Item(facet, label=title, kind="heading")]
        items += [_Item(facet, value.value, value.label, value.count) for value in shown]
        if len(values) > SHORT:
            folded = facet not in self._unfolded
            label = _("… {count} more").format(count=len(values) - SHORT) if folded else _("fewer")
            items.append(_Item(facet, label=label, kind="more"))
        return items
