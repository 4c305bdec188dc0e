"""Organizations, reuses, APIs, topics, people, posts and discussions told in words.

Importing this imports the models: whoever calls has some already.
"""

from __future__ import annotations

from collections.abc import Iterator

from tui import format as fmt
from tui.api.models import (
    Dataservice,
    DatasetSummary,
    Entity,
    Listed,
    Organization,
    Post,
    Published,
    Reuse,
    Thread,
    Topic,
    User,
)
from tui.api.models.base import line_of
from tui.api.models.whole import Whole
from tui.hosts import shown_address
from tui.html import picture_name
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.screens.extras import extras_blocks, harvest_blocks
from tui.screens.thread_texts import thread_blocks
from tui.text import SafeText, clean_line
from tui.widgets.facets import value_title
from tui.widgets.kind_words import BADGES, REUSE_TOPICS, REUSE_TYPES, titled
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph
from tui.widgets.result_words import audience, datasets_counted, share_of, title_of
from tui.widgets.results import producer_of

AUDIENCES = {
    "local_authority_and_administration": N_("local authorities and administrations"),
    "company_and_association": N_("companies and associations"),
    "private": N_("individuals"),
}
CONDITIONS = {"yes": N_("yes"), "no": N_("no"), "under_condition": N_("under conditions")}

POST_KINDS = {"news": N_("news"), "page": N_("page of the site")}

_ADDRESS = 1_000
"""Characters of an address that are shown."""

Fact = tuple[str, str]


def preview_blocks(item: Listed) -> list[Block]:
    """What the preview of a result says; of a dataset, without its files."""
    if isinstance(item, DatasetSummary):
        from tui.screens.summary import dataset_blocks

        return dataset_blocks(item, None)
    if isinstance(item, Thread):
        return thread_blocks(item)
    if isinstance(item, Organization | Reuse | Dataservice | Topic | Post):
        return entity_blocks(item)
    return [Heading(title_of(item))]


def entity_blocks(item: Entity) -> list[Block]:
    """The About tab: what the portal says of an object, then its description."""
    if isinstance(item, Thread):
        return thread_blocks(item)
    if isinstance(item, Whole):
        from tui.screens.other_words import other_blocks

        return other_blocks(item)
    blocks: list[Block] = [Heading(title_of(item) if not isinstance(item, User) else item.title)]
    subtitle = _subtitle(item)
    if subtitle:
        blocks.append(Paragraph(subtitle, "dim"))
    blocks.append(Paragraph(""))
    blocks += [Paragraph(text, "warning") for text in _warnings(item)]
    blocks.append(Facts(tuple((name, value) for name, value in _facts(item) if value)))
    prose = _prose(item)
    if prose:
        blocks += [Paragraph(""), Markdown(prose)]
    blocks += harvest_blocks(item.raw.get("harvest"))
    return blocks + extras_blocks(item.raw.get("extras"))


def _subtitle(item: Published) -> str:
    if isinstance(item, Organization):
        kinds = [value_title(badge) for badge in item.badges]
        return " · ".join(kinds)
    if isinstance(item, Reuse | Dataservice | Topic):
        return producer_of(item)
    if isinstance(item, Post):
        return item.headline
    return ""


def _prose(item: Published) -> SafeText:
    if isinstance(item, User):
        return item.about
    return item.content if isinstance(item, Post) else item.description


def _warnings(item: Published) -> Iterator[str]:
    deleted = getattr(item, "deleted", None)
    if deleted is not None:
        yield _("Deleted on {date}.").format(date=fmt.date(deleted))
    if isinstance(item, Reuse | Dataservice) and item.archived is not None:
        yield _("Archived on {date}: no longer updated.").format(date=fmt.date(item.archived))
    if isinstance(item, Reuse | Dataservice | Topic) and item.private:
        yield _("Private: only its producer sees it.")
    if isinstance(item, Dataservice) and item.access_type == "restricted":
        yield _("Restricted access: this API is not for everybody.")


def _facts(item: Published) -> Iterator[Fact]:
    if isinstance(item, Organization):
        yield from _of_organization(item)
    elif isinstance(item, Reuse):
        yield from _of_reuse(item)
    elif isinstance(item, Dataservice):
        yield from _of_dataservice(item)
    elif isinstance(item, Topic):
        yield from _of_topic(item)
    elif isinstance(item, Post):
        yield from _of_post(item)
    else:
        yield from _of_user(item)
    if isinstance(item, Reuse | Dataservice):
        yield _("Labels"), ", ".join(titled(BADGES, badge) for badge in item.badges)
    if isinstance(item, Reuse | Dataservice | Topic | Post):
        yield _("Tags"), ", ".join(item.tags)
    if not isinstance(item, User):
        yield _("Created"), fmt.date(item.created_at) if item.created_at is not None else ""
        changed = item.last_modified
        yield _("Modified"), fmt.date(changed) if changed is not None else ""
    if isinstance(item, Reuse | Dataservice | Topic):
        yield _("Featured"), _("yes") if item.featured else ""
    yield _("Id"), clean_line(item.id, 80)
    yield _("Slug"), clean_line(item.slug, 300)
    yield _("Page"), shown_address(item.page, _ADDRESS)
    yield _("URI"), shown_address(item.uri, _ADDRESS)


def _of_organization(item: Organization) -> Iterator[Fact]:
    yield _("Publishes"), _held(item)
    count = len(item.members)
    if count:
        yield (
            _("Members"),
            ngettext("{count} member", "{count} members", count).format(count=fmt.number(count)),
        )
    yield _("Use"), " · ".join(audience(item.views, item.followers))
    yield _("Website"), shown_address(item.url, _ADDRESS)
    yield _("Zone"), line_of(item.raw.get("zone"))
    yield _("SIRET"), item.business_number_id
    yield _("Logo"), picture_name(item.logo)


def _of_reuse(item: Reuse) -> Iterator[Fact]:
    yield _("Made by"), producer_of(item)
    yield _("Address"), shown_address(item.url, _ADDRESS)
    yield _("Type"), titled(REUSE_TYPES, item.type)
    yield _("Topic"), titled(REUSE_TOPICS, item.topic)
    yield _("Made with"), " · ".join(_made_with(item))
    yield _("Picture"), picture_name(item.image)
    yield _("Use"), " · ".join(audience(item.views, item.followers))


def _made_with(item: Reuse) -> Iterator[str]:
    if item.datasets:
        yield datasets_counted(item.datasets)
    if item.dataservices:
        yield _apis(item.dataservices)


def _of_dataservice(item: Dataservice) -> Iterator[Fact]:
    yield _("Acronym"), item.acronym
    yield _("Producer"), producer_of(item)
    yield _("Base address"), shown_address(item.base_api_url, _ADDRESS)
    yield _("Access"), value_title(item.access_type) if item.access_type else ""
    yield _("Reason"), item.access_type_reason or item.access_type_reason_category
    for audience_of in item.access_audiences:
        name = titled(AUDIENCES, audience_of.role)
        yield _("Open to"), f"{name} ({titled(CONDITIONS, audience_of.condition)})"
    yield _("Ask for access"), shown_address(item.authorization_request_url, _ADDRESS)
    yield _("Documentation"), shown_address(item.technical_documentation_url, _ADDRESS)
    yield _("Machine docs"), shown_address(item.machine_documentation_url, _ADDRESS)
    yield _("Business docs"), shown_address(item.business_documentation_url, _ADDRESS)
    limits = (item.rate_limiting, shown_address(item.rate_limiting_url, _ADDRESS))
    yield _("Limits"), " · ".join(part for part in limits if part)
    share = "" if item.availability is None else share_of(item.availability)
    availability = (share, shown_address(item.availability_url, _ADDRESS))
    yield _("Availability"), " · ".join(part for part in availability if part)
    yield _("Format"), item.format
    yield _("Licence"), value_title(item.license, facet="license")
    for contact in item.contact_points:
        reach = clean_line(contact.email or contact.contact_form, 300)
        yield _("Contact"), " · ".join(part for part in (contact.name, reach) if part)
    yield _("Serves"), datasets_counted(item.datasets)
    yield _("Use"), " · ".join(audience(item.views, item.followers))


def _of_topic(item: Topic) -> Iterator[Fact]:
    yield _("Kept by"), producer_of(item)
    count = item.elements
    if count is not None:
        yield (
            _("Holds"),
            ngettext("{count} element", "{count} elements", count).format(count=fmt.number(count)),
        )


def _of_post(item: Post) -> Iterator[Fact]:
    yield _("Kind"), titled(POST_KINDS, item.kind)
    yield _("Published"), fmt.date(item.published) if item.published is not None else ""
    yield _("Written by"), item.owner.name if item.owner is not None else ""
    credit = (picture_name(item.image), item.credit_to, shown_address(item.credit_url, _ADDRESS))
    yield _("Picture"), " · ".join(part for part in credit if part)


def _of_user(item: User) -> Iterator[Fact]:
    yield _("Publishes"), _held(item)
    yield _("Use"), " · ".join(audience(0, item.followers))
    yield _("Website"), shown_address(item.website, _ADDRESS)
    yield _("Avatar"), picture_name(item.avatar)
    yield _("Here since"), fmt.date(item.since) if item.since is not None else ""


def _held(item: Organization | User) -> str:
    parts = [datasets_counted(item.datasets)]
    if item.dataservices:
        parts.append(_apis(item.dataservices))
    if item.reuses:
        reuses = ngettext("{count} reuse", "{count} reuses", item.reuses)
        parts.append(reuses.format(count=fmt.number(item.reuses)))
    return " · ".join(part for part in parts if part)


def _apis(count: int) -> str:
    return ngettext("{count} API", "{count} APIs", count).format(count=fmt.number(count))
