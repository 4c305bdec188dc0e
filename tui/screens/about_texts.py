"""The About tab of a dataset: everything the portal says of it, with labels for its codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from tui import format as fmt
from tui.hosts import shown_host
from tui.i18n import gettext as _
from tui.screens.extras import extras_blocks, other_facts
from tui.screens.labels import (
    ARCHIVED_REASONS,
    AUDIENCES,
    CONDITIONS,
    REASONS,
    ROLES,
)
from tui.screens.quality_texts import quality_facts
from tui.screens.summary import day_and_age, use_text, warnings_of
from tui.text import clean_line
from tui.widgets.facets import value_title
from tui.widgets.kind_words import BADGES, titled
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph
from tui.widgets.results import producer_of

if TYPE_CHECKING:
    from tui.api.models import ContactPoint, Dataset

Pairs = Iterable[tuple[str, str]]


def about_blocks(dataset: Dataset) -> list[Block]:
    """The dataset, whole: its facts, what it says, where it comes from, its identifiers."""
    blocks: list[Block] = [Heading(dataset.title)]
    if dataset.acronym:
        blocks.append(Paragraph(dataset.acronym, "dim"))
    if dataset.description_short:
        blocks.append(Paragraph(dataset.description_short))
    blocks.append(Paragraph(""))
    blocks += [Paragraph(text, "warning") for text in warnings_of(dataset)]
    blocks.append(_known(_facts(dataset)))
    blocks += _section(_("Access"), _access(dataset))
    if dataset.quality:
        blocks += _section(_("Quality"), quality_facts(dataset))
    if dataset.description:
        blocks += [Paragraph(""), Heading(_("Description")), Markdown(dataset.description)]
    blocks += _section(_("Harvest"), _harvest(dataset))
    blocks += extras_blocks(dataset.extras)
    return blocks + _section(_("Identifiers"), _identifiers(dataset))


def _section(title: str, pairs: Pairs) -> list[Block]:
    """A heading and what is known under it; nothing where nothing is."""
    facts = _known(pairs)
    return [Paragraph(""), Heading(title), facts] if facts.rows else []


def _known(pairs: Pairs) -> Facts:
    return Facts(tuple((name, value) for name, value in pairs if value))


def _facts(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield _("Producer"), producer_of(dataset)
    for contact in dataset.contact_points:
        yield _("Contact"), _contact(contact)
    yield _("Licence"), _licence(dataset)
    yield _("Access"), value_title(dataset.access_type) if dataset.access_type else ""
    yield _("Frequency"), dataset.frequency_label or dataset.frequency
    if dataset.last_update is not None:
        yield _("Updated"), day_and_age(dataset.last_update)
    if dataset.frequency_date is not None:
        yield _("Next update"), fmt.date(dataset.frequency_date)
    if dataset.created_at is not None:
        yield _("Created"), fmt.date(dataset.created_at)
    if dataset.last_modified is not None:
        yield _("Page changed"), fmt.date(dataset.last_modified)
    yield _("Period"), _period(dataset)
    yield _("Places"), _places(dataset)
    yield _("Tags"), ", ".join(dataset.tags)
    yield _("Labels"), ", ".join(titled(BADGES, badge) for badge in dataset.badges)
    if dataset.schema_ref is not None:
        yield _("Schema"), f"{dataset.schema_ref.name} {dataset.schema_ref.version}".strip()
    yield _("Use"), use_text(dataset)
    yield _("Featured"), _("yes") if dataset.featured else ""


def _contact(contact: ContactPoint) -> str:
    role = titled(ROLES, contact.role) if contact.role not in ("", "contact") else ""
    reach = (clean_line(contact.email, 300), clean_line(contact.contact_form, 300))
    return " · ".join(part for part in (contact.name, role, *reach) if part)


def _licence(dataset: Dataset) -> str:
    if dataset.license == "notspecified":
        return _("not specified")
    title = dataset.license_title or dataset.license
    host = shown_host(dataset.license_url)
    return f"{title} ({host})" if title and host else title


def _period(dataset: Dataset) -> str:
    coverage = dataset.temporal_coverage
    if coverage is None or (coverage.start is None and coverage.end is None):
        return ""
    start = fmt.date(coverage.start) if coverage.start is not None else "…"
    end = fmt.date(coverage.end) if coverage.end is not None else "…"
    return f"{start} – {end}"


def _places(dataset: Dataset) -> str:
    if dataset.spatial is None:
        return ""
    zones = [zone.name for zone in dataset.spatial.zones]
    level = dataset.spatial.granularity_label
    drawn = _("drawn on a map") if dataset.spatial.has_geometry else ""
    return " · ".join(part for part in (", ".join(zones), drawn, level) if part)


def _access(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Who may use it and why not everybody; nothing of what is open."""
    for audience in dataset.access_audiences:
        who = titled(AUDIENCES, audience.role)
        yield who[:1].upper() + who[1:], titled(CONDITIONS, audience.condition)
    yield _("Reason"), titled(REASONS, dataset.access_type_reason_category)
    yield _("In its words"), dataset.access_type_reason
    yield _("Ask for access"), clean_line(dataset.authorization_request_url, 500)


def _harvest(dataset: Dataset) -> Iterator[tuple[str, str]]:
    """Where it was harvested from, and when."""
    found = dataset.harvest
    if found is None:
        return
    yield _("Source"), found.domain
    yield _("Catalogue"), clean_line(found.source_url, 500)
    yield _("Protocol"), found.backend
    yield _("Its page there"), clean_line(found.remote_url, 500)
    yield _("Its id there"), clean_line(found.remote_id, 300)
    yield _("Its URI"), clean_line(found.uri, 500)
    for name, moment in (
        (_("Created there"), found.created_at),
        (_("Issued there"), found.issued_at),
        (_("Changed there"), found.modified_at),
        (_("Harvested"), found.last_update),
    ):
        yield name, fmt.date(moment) if moment is not None else ""
    yield from other_facts(dataset.raw.get("harvest"), type(found).model_fields)
    if found.archived_at is not None:
        reason = titled(ARCHIVED_REASONS, found.archived_reason)
        when = fmt.date(found.archived_at)
        yield _("Archived"), " · ".join(part for part in (when, reason) if part)


def _identifiers(dataset: Dataset) -> Iterator[tuple[str, str]]:
    yield _("Id"), clean_line(dataset.id, 80)
    yield _("Slug"), clean_line(dataset.slug, 300)
    yield _("DOI"), clean_line(dataset.doi, 200)
    yield _("Page"), clean_line(dataset.page, 500)
    yield _("URI"), clean_line(dataset.uri, 500)
