"""From a place to the file of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.i18n import gettext as _
from tui.screens.export import ExportScreen
from tui.screens.export_offers import (
    Offer,
    addresses_of,
    groups_offer,
    marked_offer,
    name_of,
    rows_offer,
)
from tui.tables.export.job import Order
from tui.text import clean_line

if TYPE_CHECKING:
    from tui.api.models import Resource
    from tui.screens.groups import GroupsScreen
    from tui.screens.place import Place
    from tui.screens.table import TableScreen
    from tui.tables.remote import RemoteTable


def export_table(place: TableScreen, resource: Resource | None) -> None:
    """Write the rows of a table: the marked ones, if there are some, or all that its query says.

    `resource` is the file that they come from, where it is known.
    """
    pane, grid = place.pane, place.grid
    if place.source is None or pane.schema is None:
        return
    total = grid.store.count if grid.store.is_sized else None
    offers = [rows_offer(place.session, place.source, pane.schema, pane.asked, total)]
    if grid.marks:
        offers.insert(0, marked_offer(place.source, pane.schema, pane.asked, grid.marks))
    _ask(place, offers, resource)


def export_groups(
    place: GroupsScreen, source: RemoteTable | None, resource: Resource | None
) -> None:
    """Write groups of rows, all of them even where fewer are shown."""
    groups = place.pane.groups
    if groups is None or place.rules is None or source is None:
        return
    offer = groups_offer(source, place.rules.schema, place.pane.asked, groups)
    _ask(place, [offer], resource)


def _ask(place: Place, offers: Sequence[Offer], resource: Resource | None) -> None:
    exports = place.session.exports

    def begin(order: Order | None) -> None:
        if order is not None:
            exports.start(order)
            said = _("{name} is being written · D shows how far it is")
            place.notice(said.format(name=clean_line(order.target.name, 40)))

    screen = ExportScreen(
        offers,
        name_of(place.crumbs),
        exports.folder,
        made=exports.made,
        addresses=addresses_of(resource),
    )
    place.app.push_screen(screen, begin)
