"""“Go to”: what was typed, and a choice where it may name several places."""

from __future__ import annotations

from typing import Final

from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link, LinkError, parse_link, readings
from tui.screens.dialogs import AskScreen, ChooseScreen, Option
from tui.screens.opening import door_of
from tui.settings import Site
from tui.text import clean_line

_TITLES: Final = {
    "search": N_("Search for these words"),
    "dataset": N_("Dataset"),
    "organization": N_("Organization"),
    "reuse": N_("Reuse"),
    "dataservice": N_("Dataservice"),
    "topic": N_("Topic"),
    "user": N_("Person"),
    "post": N_("Post"),
    "discussion": N_("Discussion"),
}


def asking(site: Site) -> AskScreen:
    """The dialog that asks where to go."""

    def check(text: str) -> str:
        try:
            parse_link(text, site)
        except LinkError as error:
            return str(error)
        return ""

    return AskScreen(
        _("Go to"),
        placeholder=_("address, slug, id, or dataset:… resource:… search:…"),
        check=check,
    )


def places_of(text: str, site: Site) -> list[Link]:
    """What `text`, which was checked, may name, among the places there are; else what it names."""
    links = [link for link in readings(text, site) if door_of(link) is not None]
    return links or [parse_link(text, site)]


def choosing(text: str, links: list[Link]) -> ChooseScreen:
    """The dialog that asks which of `links` was meant by `text`."""
    title = _("Go to “{text}”").format(text=clean_line(text.strip(), 40))
    options = [Option(_(_TITLES[link.kind]), detail=clean_line(link.ident, 60)) for link in links]
    return ChooseScreen(title, options)
