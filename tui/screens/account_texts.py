"""What the place of the account says: who it is, what it is told, how to give it a key.

Importing this imports no model: what needs them is called with one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui import clock
from tui import format as fmt
from tui.api.errors import ApiError, Unauthorized
from tui.i18n import N_
from tui.i18n import gettext as _
from tui.links import Link
from tui.settings import KEY_VARIABLES, Site, key_name, key_path
from tui.text import clean_line
from tui.widgets.entries import Entry
from tui.widgets.kind_words import CLASS_TITLES, titled
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph

if TYPE_CHECKING:
    from tui.api.models.account import Me, Notification

KINDS = {
    "reuse.created": N_("A reuse was made of it"),
    "ReuseCreated": N_("A reuse was made of it"),
    "dataservice.created": N_("An API was made of it"),
    "discussion.new": N_("A discussion was opened"),
    "discussion.comment": N_("A discussion was answered"),
    "discussion.closed": N_("A discussion was closed"),
    "organization.membership.requested": N_("Somebody asks to join"),
    "organization.membership.invited": N_("You are asked to join"),
    "organization.membership.accepted": N_("You are a member now"),
    "organization.membership.refused": N_("Joining was refused"),
    "organization.badge.certified": N_("It is certified now"),
    "organization.badge.public-service": N_("It bears a new label: public service"),
    "organization.badge.company": N_("It bears a new label: company"),
    "organization.badge.association": N_("It bears a new label: association"),
    "organization.badge.local-authority": N_("It bears a new label: local authority"),
    "transfer.requested": N_("A transfer is asked for"),
    "harvest.source.pending": N_("A catalogue to harvest waits for approval"),
    "harvest.source.accepted": N_("A catalogue to harvest was accepted"),
    "harvest.source.refused": N_("A catalogue to harvest was refused"),
    "MembershipRequest": N_("Somebody asks to join"),
    "TransferRequest": N_("A transfer is asked for"),
}
"""What a notification tells, by its type or by the class of its details; others tell themselves."""


def me_blocks(me: Me) -> list[Block]:
    """Who the key belongs to."""
    rows = (
        (_("E-mail"), me.email),
        (_("Organizations"), ", ".join(each.name for each in me.organizations)),
        (_("Datasets"), fmt.number(me.datasets)),
        (_("Reuses"), fmt.number(me.reuses)),
        (_("Follows"), fmt.number(me.following)),
        (_("Followers"), fmt.number(me.followers)),
        (_("Roles"), ", ".join(me.roles)),
        (_("Member since"), fmt.date(me.since) if me.since is not None else ""),
        (_("Last visit"), fmt.moment(me.last_login_at) if me.last_login_at is not None else ""),
        (_("Web address"), clean_line(me.page, 200)),
        (_("Id"), clean_line(me.id)),
    )
    blocks: list[Block] = [
        Heading(me.name),
        Paragraph(""),
        Facts(tuple((name, value) for name, value in rows if value)),
    ]
    if me.about:
        blocks += [Paragraph(""), Markdown(me.about)]
    return blocks


def failure_blocks(error: ApiError, site: Site) -> list[Block]:
    """Why the account is not shown, and how to give the site a key."""
    blocks: list[Block] = [Paragraph(error.message, "warning"), Paragraph("")]
    if not isinstance(error, Unauthorized):
        blocks.append(Paragraph(f"{error.hint} {_('r asks again. ⌫ goes back.')}".strip()))
        return blocks
    return [*blocks, *_how(site), Paragraph(_("r looks for the key again. ⌫ goes back."))]


def _how(site: Site) -> list[Block]:
    """How to get a key, and where to put it."""
    name = key_name(site)
    page = Link("account").web_url(site)
    if name == "sample":
        making = _("The key of the sample site is sample-key: it opens a made-up account.")
    else:
        making = _("The site makes a key for you, in your profile: {address}").format(
            address=clean_line(page or site.web_url, 200)
        )
    variable = KEY_VARIABLES.get(name)
    rows = [
        (_("environment"), f"export {variable}=…") if variable else ("", ""),
        (_("file"), _("{path}, readable by you alone: chmod 600").format(path=key_path(site))),
        (_("keyring"), f"keyring set datagouv-tui {clean_line(name, 80)}"),
    ]
    return [
        Paragraph(making),
        Paragraph(""),
        Paragraph(_("Give it by one of these, the first found being used:")),
        Facts(tuple((name, clean_line(value, 300)) for name, value in rows if name)),
        Paragraph(""),
        Paragraph(_("It is sent to this site alone, and shown nowhere.")),
        Paragraph(""),
    ]


def notification_entry(item: Notification) -> Entry:
    """A notification in a list: what happened, to what, when, whether it was read."""
    subjects = [
        _("{kind}: {title}").format(kind=titled(CLASS_TITLES, each.name), title=each.title)
        for each in item.subjects
    ]
    known = KINDS.get(item.kind)
    title = " ".join([*subjects[:1]]) or item.kind or _("Untitled")
    facts = (
        _(known) if known else item.kind,
        *subjects[1:],
        fmt.ago(item.created_at, clock.now()) if item.created_at is not None else "",
    )
    if item.handled_at is not None:
        return Entry(title, facts, _("read"), "✓", "dim")
    side = _("wants an answer") if item.requires_action else _("new")
    return Entry(title, facts, side, "●", "accent")


_KINDS_OF_CLASS = {
    "Dataset": "dataset",
    "Reuse": "reuse",
    "Dataservice": "dataservice",
    "Organization": "organization",
    "Topic": "topic",
    "User": "user",
    "Discussion": "discussion",
    "HarvestSource": "harvest",
}


def place_of_notification(item: Notification) -> tuple[Link, str] | None:
    """Where the main thing that it is about is shown, and its title; None where that is nowhere."""
    for subject in item.subjects:
        kind = _KINDS_OF_CLASS.get(subject.name)
        if kind is not None and subject.id:
            return Link(kind, subject.id), subject.title
    return None
