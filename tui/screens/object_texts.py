"""What the place of an object says before there is one, or instead of it. Knows no model."""

from __future__ import annotations

from collections.abc import Mapping

from tui.api.errors import ApiError, Forbidden, Gone, NotFound, Unauthorized
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import is_object_id
from tui.text import clean_line
from tui.widgets.prose import Block, Paragraph

CRUMBS = {
    "organization": N_("Organizations"),
    "reuse": N_("Reuses"),
    "dataservice": N_("Dataservices"),
    "topic": N_("Topics"),
    "user": N_("People"),
    "post": N_("Posts"),
    "discussion": N_("Discussions"),
    "contact": N_("Contacts"),
    "harvest": N_("Harvests"),
    "job": N_("Harvests"),
    "zone": N_("Zones"),
    "level": N_("Levels"),
    "tag": N_("Tags"),
    "license": N_("Licences"),
    "schema": N_("Schemas"),
    "activity": N_("Activity"),
}

SEARCHED = {
    "organization": "organizations",
    "reuse": "reuses",
    "dataservice": "dataservices",
    "topic": "topics",
    "post": "posts",
    "discussion": "discussions",
}
"""The kind of search that finds objects of a kind; people are not searched."""

_UNKNOWN: Mapping[str, str] = {
    "dataset": N_("No dataset has this address. S searches for “{words}”."),
    "organization": N_("No organization has this address. S searches for “{words}”."),
    "reuse": N_("No reuse has this address. S searches for “{words}”."),
    "dataservice": N_("No dataservice has this address. S searches for “{words}”."),
    "topic": N_("No topic has this address. S searches for “{words}”."),
    "user": N_("Nobody has this address. S searches for “{words}”."),
    "discussion": N_("No discussion has this address. S searches for “{words}”."),
    "post": N_("No post has this address. S searches for “{words}”."),
}


def is_searched_instead(error: ApiError | None) -> bool:
    """Whether the words of an address may lead to what is meant, or to what is left of it."""
    return isinstance(error, NotFound | Gone)


def renamed(asked: str, ident: str, slug: str) -> str:
    """That an object is not called any more as it was asked for; empty where it is."""
    if not slug or asked in (ident, slug) or is_object_id(asked):
        return ""
    return _("Its address has changed: it is {slug} now.").format(slug=clean_line(slug, 80))


def can_be_searched(kind: str) -> bool:
    """Whether the words of an address that leads nowhere are worth a search."""
    return kind in _UNKNOWN


_LISTED = frozenset({"license", "schema", "zone", "level", "harvest"})
"""Kinds that no search finds, and that the site lists whole."""


def failure_blocks(kind: str, error: ApiError, words: str) -> list[Block]:
    """Why an object is not shown, and what to do about it."""
    blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
    words = clean_line(words, 80)
    if isinstance(error, NotFound) and kind in _UNKNOWN:
        blocks.append(Paragraph(_(_UNKNOWN[kind]).format(words=words)))
        blocks.append(Paragraph(_("What is private, or a draft, is not found either.")))
    elif isinstance(error, NotFound) and kind in _LISTED:
        blocks.append(Paragraph(_("F7 leads to the list of all that the site has.")))
    elif isinstance(error, Gone) and kind in _UNKNOWN:
        blocks.append(
            Paragraph(_("S searches for “{words}” among what is left.").format(words=words))
        )
    elif isinstance(error, Forbidden | Unauthorized):
        blocks.append(
            Paragraph(_("It is private: the site shows it only to those who may change it."))
        )
        if error.hint:
            blocks.append(Paragraph(error.hint))
    elif error.hint:
        blocks.append(Paragraph(error.hint))
    blocks.append(Paragraph(_("r asks again. ⌫ goes back.")))
    return blocks
