"""What belongs to a dataset told in words: lines of lists, and whole threads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.screens.thread_texts import who
from tui.text import clean_line
from tui.widgets.entries import Entry
from tui.widgets.facets import value_title
from tui.widgets.files import file_facts, file_mark
from tui.widgets.kind_words import REUSE_TOPICS, REUSE_TYPES, activity_facts, doer_of, titled

if TYPE_CHECKING:
    from tui.api.models import Activity, Thread
    from tui.api.models.related import CommunityResource, RelatedDataservice, RelatedReuse


def discussion_entry(item: Thread) -> Entry:
    """A thread in a list."""
    count = len(item.messages)
    last = item.messages[-1].posted_on if count > 1 else None
    facts = (
        who(item.organization, item.user),
        fmt.ago(item.created, clock.now()) if item.created is not None else "",
        ngettext("{count} message", "{count} messages", count).format(count=fmt.number(count)),
        _("last answer {ago}").format(ago=fmt.ago(last, clock.now())) if last is not None else "",
    )
    if item.closed is not None:
        return Entry(item.title or _("Untitled"), facts, _("closed"), "✓", "dim")
    return Entry(item.title or _("Untitled"), facts, _("still open"), "○", "accent")


def reuse_entry(item: RelatedReuse) -> Entry:
    """A reuse in a list."""
    facts = (
        who(item.organization, item.owner),
        titled(REUSE_TOPICS, item.topic),
        fmt.ago(item.created_at, clock.now()) if item.created_at is not None else "",
        _views(item.views),
    )
    return Entry(item.title or _("Untitled"), facts, titled(REUSE_TYPES, item.type))


def dataservice_entry(item: RelatedDataservice) -> Entry:
    """An API in a list."""
    available = item.availability
    facts = (
        who(item.organization, item.owner),
        item.format,
        _("available {share} of the time").format(share=fmt.percent(float(available) / 100, 1))
        if available is not None
        else "",
        _views(item.views),
        clean_line(item.base_api_url, 200),
    )
    access = value_title(item.access_type) if item.access_type else ""
    return Entry(item.title or _("Untitled"), facts, access)


def community_entry(item: CommunityResource) -> Entry:
    """A file of the community in a list."""
    mark, tone = file_mark(item)
    described = item.description.split("\n")[0]
    facts = (who(item.organization, item.owner), *file_facts(item), clean_line(described, 200))
    return Entry(item.title or _("Untitled file"), facts, "", mark, tone)


def activity_entry(item: Activity) -> Entry:
    """Something done to the dataset: what, then when, who, and what of it changed."""
    when = fmt.ago(item.created_at, clock.now()) if item.created_at is not None else ""
    title = item.label or item.key or _("something was done")
    return Entry(title, (when, doer_of(item), *activity_facts(item)))


def as_line(entry: Entry) -> str:
    """An entry as one line."""
    return " · ".join(part for part in (entry.title, *entry.facts) if part)


def _views(count: int) -> str:
    if not count:
        return ""
    return ngettext("{count} view", "{count} views", count).format(count=fmt.number(count))
