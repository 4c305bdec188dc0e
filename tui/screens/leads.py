"""Where a page leads: each word of it that has a place of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tui.i18n import gettext as _
from tui.links import Link
from tui.screens.dialogs import ChooseScreen, Option
from tui.text import clean_line
from tui.widgets.kind_words import LICENSES, titled

if TYPE_CHECKING:
    from tui.api.models import ContactPoint, Dataset, Entity, OrganizationRef, UserRef


class Lead(NamedTuple):
    """Somewhere to go: what it is, what it is called, its address."""

    what: str
    title: str
    link: Link


def asking(leads: list[Lead]) -> ChooseScreen:
    """The dialog that asks which of `leads` to follow."""
    options = [
        Option(_("{name}: {value}").format(name=each.what, value=each.title), str(each.link))
        for each in leads
    ]
    return ChooseScreen(_("See also"), options)


def leads_of_dataset(dataset: Dataset) -> list[Lead]:
    """What the About tab of a dataset names: who, under which words, where, from where."""
    found = list(_people(_("Producer"), dataset.organization, dataset.owner))
    found += _contacts(dataset.contact_points)
    if dataset.license:
        title = dataset.license_title or dataset.license
        found.append(Lead(_("Licence"), title, Link("license", dataset.license)))
    if dataset.schema_ref is not None and dataset.schema_ref.name:
        name = dataset.schema_ref.name
        found.append(Lead(_("Schema"), name, Link("schema", name)))
    if dataset.spatial is not None:
        zones = dataset.spatial.zones
        found += [Lead(_("Zone"), zone.name, Link("zone", zone.id)) for zone in zones]
        if dataset.spatial.granularity:
            label = dataset.spatial.granularity_label
            found.append(Lead(_("Level"), label, Link("level", dataset.spatial.granularity)))
    found += _tags(dataset.tags)
    harvest = dataset.harvest
    if harvest is not None and harvest.source_id:
        name = harvest.domain or clean_line(harvest.source_id, 80)
        found.append(Lead(_("Harvested from"), name, Link("harvest", harvest.source_id)))
    return found


def leads_of(item: Entity) -> list[Lead]:
    """What the page of any other object names."""
    from tui.api.models import (
        Dataservice,
        HarvestJob,
        HarvestSource,
        License,
        SchemaInfo,
        Territory,
    )
    from tui.api.models.base import text_of

    organization = getattr(item, "organization", None)
    found = list(_people(_("Producer"), organization, getattr(item, "owner", None)))
    if isinstance(item, Dataservice):
        found += _contacts(item.contact_points)
        if item.license:
            title = titled(LICENSES, item.license)
            found.append(Lead(_("Licence"), title, Link("license", item.license)))
    elif isinstance(item, HarvestSource) and item.last_job is not None:
        last = item.last_job
        found.append(Lead(_("Last harvest"), last.title, Link("job", last.id)))
    elif isinstance(item, HarvestJob) and item.source_id:
        name = clean_line(item.source_id, 80)
        found.append(Lead(_("Source"), name, Link("harvest", item.source_id)))
    elif isinstance(item, Territory) and item.level:
        found.append(Lead(_("Level"), item.level, Link("level", item.level)))
    elif isinstance(item, SchemaInfo) and item.consolidation_dataset_id:
        ident = item.consolidation_dataset_id
        found.append(Lead(_("All files"), clean_line(ident, 80), Link("dataset", ident)))
    elif isinstance(item, License):
        found.append(Lead(_("All of them"), _("Licences"), Link("license")))
    zone = text_of(item.raw.get("zone"))
    if zone:
        found.append(Lead(_("Zone"), clean_line(zone, 80), Link("zone", zone)))
    return found + list(_tags(getattr(item, "tags", ())))


def _people(
    what: str, organization: OrganizationRef | None, owner: UserRef | None
) -> Iterator[Lead]:
    if organization is not None and organization.id:
        yield Lead(what, organization.name, Link("organization", organization.id))
    if owner is not None and owner.id:
        yield Lead(_("Person"), owner.name, Link("user", owner.id))


def _contacts(points: tuple[ContactPoint, ...]) -> Iterator[Lead]:
    for contact in points:
        if contact.id:
            name = contact.name or clean_line(contact.email, 200) or clean_line(contact.id, 80)
            yield Lead(_("Contact"), name, Link("contact", contact.id))


def _tags(tags: tuple[str, ...]) -> Iterator[Lead]:
    return (Lead(_("Tag"), tag, Link("tag", tag)) for tag in tags)
