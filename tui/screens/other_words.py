"""Harvests, contact points, zones, tags, licences and schemas told in words.

Importing this imports the models: whoever calls has some already.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime

from tui import format as fmt
from tui.api.models import (
    Activity,
    Contact,
    HarvestItem,
    HarvestJob,
    HarvestProblem,
    HarvestSource,
    Level,
    License,
    OrganizationRef,
    Other,
    SchemaInfo,
    Tag,
    Territory,
    UserRef,
)
from tui.hosts import shown_address
from tui.i18n import gettext as _
from tui.screens.labels import ROLES
from tui.screens.thread_texts import who
from tui.screens.validata import validata_url
from tui.text import clean_line
from tui.widgets.kind_words import KIND_TITLES, activity_facts, doer_of, titled
from tui.widgets.other_words import (
    FLAGS,
    LEVELS,
    STATES,
    counts_text,
    items_text,
    mark_of,
    types_text,
)
from tui.widgets.prose import Block, Facts, Heading, Markdown, Paragraph
from tui.widgets.result_words import title_of

Fact = tuple[str, str]

_ADDRESS = 1_000
"""Characters of an address that are shown."""


def other_blocks(item: Other) -> list[Block]:
    """The About tab: everything that the portal says of it."""
    blocks: list[Block] = [Heading(title_of(item)), Paragraph("")]
    mark = mark_of(item)
    if mark and isinstance(item, HarvestSource | HarvestJob):
        blocks.append(Paragraph(mark[:1].upper() + mark[1:], "warning"))
    blocks.append(_known(_facts(item)))
    if isinstance(item, HarvestSource | SchemaInfo) and item.description:
        blocks += [Paragraph(""), Markdown(item.description)]
    if isinstance(item, HarvestJob):
        blocks += _problems(_("Errors"), item.errors)
    return blocks


def item_blocks(item: HarvestItem) -> list[Block]:
    """What a harvest did with one thing."""
    made = item.made
    facts = _known(
        (
            (_("Became"), made.title if made is not None else ""),
            (_("State"), titled(STATES, item.status)),
            (_("Its id there"), item.remote_id),
            (_("Its page there"), shown_address(item.remote_url, _ADDRESS)),
            (_("Created"), _moment(item.created_at)),
            (_("Begun"), _moment(item.started)),
            (_("Ended"), _moment(item.ended)),
        )
    )
    blocks: list[Block] = [Heading(item.title or _("Untitled")), Paragraph(""), facts]
    blocks += _problems(_("Errors"), item.errors)
    return blocks + _problems(_("Notes"), item.logs)


def activity_blocks(item: Activity) -> list[Block]:
    """Something that was done, with all that is told of it."""
    facts = _known(
        (
            (_("Done by"), doer_of(item)),
            (_("What"), item.label or item.key),
            (_("Code"), item.key),
            (_("When"), _moment(item.created_at)),
            (_("Besides"), " · ".join(activity_facts(item))),
            (_("Page"), shown_address(item.page, _ADDRESS)),
        )
    )
    return [Heading(item.title or _("Untitled")), Paragraph(""), facts]


def _facts(item: Other) -> Iterator[Fact]:
    if isinstance(item, Contact):
        yield from _of_contact(item)
    elif isinstance(item, HarvestSource):
        yield from _of_source(item)
    elif isinstance(item, HarvestJob):
        yield from _of_job(item)
    elif isinstance(item, Territory):
        yield _("Level"), titled(LEVELS, item.level)
        yield _("Code"), item.code
        yield _("URI"), shown_address(item.uri, _ADDRESS)
        yield _("Datasets"), fmt.number(item.datasets) if item.datasets is not None else ""
        yield _("Slug"), clean_line(item.slug, 300)
    elif isinstance(item, Level):
        count = len(item.zones)
        yield _("Zones"), fmt.number(count) if count else _("none: it says how fine data are")
    elif isinstance(item, License):
        yield from _of_license(item)
    elif isinstance(item, SchemaInfo):
        yield from _of_schema(item)
    elif isinstance(item, Tag):
        for kind, total in item.counts:
            yield _(KIND_TITLES[kind]), _("not known") if total is None else fmt.number(total)
    yield _("Id"), clean_line(item.id, 200)


def _of_contact(item: Contact) -> Iterator[Fact]:
    yield _("Role"), titled(ROLES, item.role)
    yield _("E-mail"), clean_line(item.email, 300)
    yield _("Form"), shown_address(item.contact_form, _ADDRESS)
    yield _("Of"), _owner(item.organization, item.owner)


def _of_source(item: HarvestSource) -> Iterator[Fact]:
    yield _("For"), _owner(item.organization, item.owner)
    yield _("Catalogue"), shown_address(item.address, _ADDRESS)
    yield _("Protocol"), item.backend
    yield _("Settings"), _settings(item)
    yield _("Active"), _("yes") if item.active else _("no")
    yield _("When"), item.schedule or _("when somebody asks for it")
    yield _("What leaves it"), _("is archived") if item.autoarchive else _("stays")
    said = item.validation
    if said is not None:
        by = said.by.name if said.by is not None else ""
        on = fmt.date(said.on) if said.on is not None else ""
        parts = (titled(STATES, said.state), by, on, said.comment)
        yield _("Validation"), " · ".join(part for part in parts if part)
    last = item.last_job
    if last is not None:
        when = _moment(last.ended or last.started or last.created_at)
        counted = counts_text(last.by_status)
        state = titled(STATES, last.status)
        said_of_it = (when, state, items_text(last.items), counted)
        yield _("Last harvest"), " · ".join(part for part in said_of_it if part)
    yield _("Created"), fmt.date(item.created_at) if item.created_at is not None else ""
    yield _("Deleted"), fmt.date(item.deleted) if item.deleted is not None else ""
    yield _("Slug"), clean_line(item.slug, 300)


def _settings(item: HarvestSource) -> str:
    if not item.config:
        return ""
    return clean_line(json.dumps(item.config, ensure_ascii=False), _ADDRESS)


def _of_job(item: HarvestJob) -> Iterator[Fact]:
    yield _("State"), titled(STATES, item.status)
    yield _("Items"), fmt.number(item.items) if item.items is not None else ""
    yield _("Of which"), counts_text(item.by_status)
    yield _("Kinds"), types_text(item.by_type)
    yield _("Created"), _moment(item.created_at)
    yield _("Begun"), _moment(item.started)
    yield _("Ended"), _moment(item.ended)
    yield _("Source"), clean_line(item.source_id, 80)


def _of_license(item: License) -> Iterator[Fact]:
    yield _("Text"), shown_address(item.url, _ADDRESS)
    yield _("Kept by"), item.maintainer
    yield _("It is"), ", ".join(titled(FLAGS, flag) for flag in item.flags)
    yield _("Also called"), ", ".join(item.alternate_titles)
    yield _("Also at"), ", ".join(item.alternate_urls)


def _of_schema(item: SchemaInfo) -> Iterator[Fact]:
    yield _("Type"), item.schema_type
    yield _("Labels"), ", ".join(item.labels)
    yield _("Latest"), shown_address(item.schema_url, _ADDRESS)
    for version in item.versions:
        yield version.name or _("Version"), shown_address(version.url, _ADDRESS)
    yield _("Check a file"), validata_url(item.id) if item.schema_type == "tableschema" else ""
    yield _("All files"), clean_line(item.consolidation_dataset_id, 80)
    for example in item.examples:
        yield example.title or _("Example"), shown_address(example.path, _ADDRESS)
    yield _("Homepage"), shown_address(item.homepage, _ADDRESS)
    yield _("Documentation"), shown_address(item.external_doc, _ADDRESS)
    yield _("Tool"), shown_address(item.external_tool, _ADDRESS)
    package = (item.datapackage_title, item.datapackage_name, item.datapackage_description)
    yield _("Data package"), " · ".join(clean_line(part) for part in package if part)
    yield _("Contact"), clean_line(item.contact, 300)


def _owner(organization: OrganizationRef | None, owner: UserRef | None) -> str:
    return who(organization, owner) if organization is not None or owner is not None else ""


def _problems(title: str, problems: Sequence[HarvestProblem]) -> list[Block]:
    if not problems:
        return []
    blocks: list[Block] = [Paragraph(""), Heading(title)]
    for each in problems:
        said = " · ".join(part for part in (each.level, _moment(each.created_at)) if part)
        blocks.append(Paragraph(f"{said} · {each.message}" if said else each.message, "warning"))
        if each.details:
            blocks.append(Paragraph(each.details, "dim"))
    return blocks


def _known(pairs: Sequence[Fact] | Iterator[Fact]) -> Facts:
    return Facts(tuple((name, value) for name, value in pairs if value))


def _moment(moment: datetime | None) -> str:
    return fmt.moment(moment) if moment is not None else ""
