"""A discussion in words: whole, from its first message to how it was closed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.i18n import gettext as _
from tui.widgets.kind_words import CLASS_TITLES, titled
from tui.widgets.prose import Block, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.models import OrganizationRef, Thread, ThreadMessage, UserRef


def who(organization: OrganizationRef | None, user: UserRef | None) -> str:
    """Who did something: the organization, with its certification mark, else the person."""
    if organization is not None and organization.name:
        return f"{organization.name} ✓" if organization.certified else organization.name
    return (user.name if user is not None else "") or _("somebody")


def thread_blocks(thread: Thread, *, tells_subject: bool = True) -> list[Block]:
    """A discussion, whole; `tells_subject`: with the kind of object that it is about."""
    blocks: list[Block] = [Heading(thread.title or _("Untitled"))]
    if tells_subject:
        blocks.append(Paragraph(titled(CLASS_TITLES, thread.subject_class), "dim"))
    if thread.closed is None:
        blocks.append(Paragraph(_("still open"), "accent"))
    for message in thread.messages:
        blocks += [Paragraph(""), Paragraph(" · ".join(_signature(message)), "accent")]
        blocks.append(Markdown(message.content))
    if not thread.messages:
        opened = who(thread.organization, thread.user)
        blocks += [Paragraph(opened, "dim"), Paragraph("")]
        blocks.append(Paragraph(_("There is no message in it."), "dim"))
    if thread.closed is not None:
        blocks += [Paragraph(""), Paragraph(f"✓ {_closed(thread)}", "warning")]
    return blocks


def _closed(thread: Thread) -> str:
    date = fmt.moment(thread.closed) if thread.closed is not None else ""
    if thread.closed_by_organization is None and thread.closed_by is None:
        return _("Closed on {date}.").format(date=date)
    by = who(thread.closed_by_organization, thread.closed_by)
    return _("Closed on {date} by {who}.").format(date=date, who=by)


def _signature(message: ThreadMessage) -> Iterator[str]:
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
