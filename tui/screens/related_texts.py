"""What belongs to a dataset told in words: lines of lists, and whole threads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.i18n import gettext as _
from tui.i18n import ngettext
from tui.text import clean_line
from tui.widgets.entries import Entry
from tui.widgets.facets import value_title
from tui.widgets.files import file_facts, file_mark
from tui.widgets.kind_words import REUSE_TOPICS, REUSE_TYPES, activity_facts, doer_of, titled
from tui.widgets.prose import Block, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.models import Activity, OrganizationRef, UserRef
    from tui.api.models.discussion import Comment, Discussion
    from tui.api.models.related import CommunityResource, RelatedDataservice, RelatedReuse


def who(organization: OrganizationRef | None, user: UserRef | None) -> str:
    """Who did something: the organization, with its certification mark, else the person."""
    if organization is not None and organization.name:
        return f"{organization.name} ✓" if organization.certified else organization.name
    return (user.name if user is not None else "") or _("somebody")


def discussion_entry(item: Discussion) -> Entry:
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


def thread_blocks(item: Discussion) -> list[Block]:
    """A thread, whole, from its first message to how it was closed."""
    blocks: list[Block] = [Heading(item.title or _("Untitled"))]
    if item.closed is None:
        blocks.append(Paragraph(_("still open"), "accent"))
    for message in item.messages:
        blocks += [Paragraph(""), Paragraph(" · ".join(_signature(message)), "accent")]
        blocks.append(Markdown(message.content))
    if not item.messages:
        blocks += [Paragraph(""), Paragraph(_("There is no message in it."), "dim")]
    if item.closed is not None:
        by = who(item.closed_by_organization, item.closed_by)
        said = _("Closed on {date} by {who}.").format(date=fmt.moment(item.closed), who=by)
        blocks += [Paragraph(""), Paragraph(f"✓ {said}", "warning")]
    return blocks


def _signature(message: Comment) -> Iterator[str]:
    author = message.posted_by.name if message.posted_by is not None else ""
    if message.posted_by_organization is not None:
        group = who(message.posted_by_organization, None)
        yield f"{author} ({group})" if author else group
    else:
        yield author or _("somebody")
    if message.posted_on is not None:
        yield fmt.moment(message.posted_on)
    if message.last_modified_at is not None:
        yield _("changed on {date}").format(date=fmt.moment(message.last_modified_at))


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
