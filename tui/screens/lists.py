"""The lists of the site that have a place: what was done, and the words that all is filed under."""

from __future__ import annotations

from typing import Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.dialogs import ChooseScreen, Option

LISTS: Final = (
    ("activity", N_("What was done lately")),
    ("license", N_("Licences")),
    ("schema", N_("Schemas")),
    ("tag", N_("Tags")),
    ("zone", N_("Zones")),
    ("level", N_("Levels of zones")),
    ("harvest", N_("Catalogues harvested")),
)
"""Their addresses, without an identifier, and what they are called."""


def choosing() -> ChooseScreen:
    """The dialog that asks which list to open."""
    options = [Option(_(title), detail=f"{kind}:") for kind, title in LISTS]
    return ChooseScreen(_("Lists of the site"), options)


def list_at(index: int) -> Link:
    """The list at that place of the dialog."""
    return Link(LISTS[index][0])
