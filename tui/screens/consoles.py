"""The services of the site that the API console opens, of which one is chosen."""

from __future__ import annotations

from tui.api.console import services
from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.dialogs import ChooseScreen, Option
from tui.settings import Site


def choosing(site: Site) -> ChooseScreen:
    """The dialog that asks which service of `site` to open."""
    options = [
        Option(
            _(service.name),
            detail=_(service.about),
            why_not="" if service.url else _("This site has none."),
        )
        for service in services(site)
    ]
    return ChooseScreen(_("API console"), options)


def console_at(site: Site, index: int) -> Link:
    """The service at that place of the dialog."""
    return Link("openapi", services(site)[index].url)
