"""What one line says of what nobody publishes: harvests, contact points, zones, licences, schemas.

Importing this imports the models: whoever draws has some already.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from tui import clock
from tui import format as fmt
from tui.api.models import (
    Contact,
    HarvestItem,
    HarvestJob,
    HarvestSource,
    Level,
    License,
    Other,
    SchemaInfo,
    Territory,
)
from tui.i18n import N_, ngettext
from tui.i18n import gettext as _
from tui.text import clean_line
from tui.widgets.kind_words import CLASS_TITLES, titled

STATES: Final = {
    "pending": N_("waiting"),
    "initializing": N_("beginning"),
    "initialized": N_("begun"),
    "processing": N_("under way"),
    "started": N_("under way"),
    "done": N_("done"),
    "done-errors": N_("done, with errors"),
    "failed": N_("failed"),
    "aborted": N_("stopped"),
    "skipped": N_("skipped"),
    "archived": N_("archived"),
    "deleted": N_("deleted"),
    "accepted": N_("accepted"),
    "refused": N_("refused"),
}
"""States of harvests, of what they are about, and of what the team said of a source."""

LEVELS: Final = {
    "country-group": N_("group of countries"),
    "country": N_("country"),
    "country-subset": N_("part of a country"),
    "fr:region": N_("French region"),
    "fr:departement": N_("French department"),
    "fr:arrondissement": N_("French arrondissement"),
    "fr:epci": N_("French intermunicipality"),
    "fr:commune": N_("French municipality"),
    "fr:canton": N_("French canton"),
    "fr:collectivite": N_("French overseas collectivity"),
    "fr:iris": N_("IRIS (district of INSEE)"),
    "poi": N_("point of interest"),
    "other": N_("other"),
}

FLAGS: Final = {
    "domain_data": N_("for data"),
    "domain_content": N_("for contents"),
    "domain_software": N_("for software"),
    "okd_compliant": N_("open, as Open Definition means it"),
    "osi_compliant": N_("open source, as OSI means it"),
    "generic": N_("a family of licences"),
}

_COUNTED: Final = {"dataset": "Dataset", "dataservice": "Dataservice"}


def counts_text(counts: Mapping[str, int]) -> str:
    """``done: 20, failed: 2``."""
    return ", ".join(_counted(counts))


def _counted(counts: Mapping[str, int]) -> Iterator[str]:
    # A state agrees with no number: the languages that would have it so are spared.
    for state, count in counts.items():
        yield _("{name}: {value}").format(name=titled(STATES, state), value=fmt.number(count))


def types_text(counts: Mapping[str, int]) -> str:
    """``Dataset: 18``: how many things of each kind."""
    return ", ".join(
        _("{name}: {value}").format(
            name=titled(CLASS_TITLES, _COUNTED.get(kind, kind)), value=fmt.number(count)
        )
        for kind, count in counts.items()
    )


def items_text(count: int | None) -> str:
    """How many things a harvest was about; empty where nobody says."""
    if count is None:
        return ""
    return ngettext("{count} item", "{count} items", count).format(count=fmt.number(count))


def mark_of(item: Other | HarvestItem) -> str:
    """What must be said loudly of it."""
    if isinstance(item, HarvestSource):
        if item.deleted is not None:
            return _("deleted")
        if item.validation is not None and item.validation.state not in ("", "accepted"):
            return titled(STATES, item.validation.state)
        return "" if item.active else _("inactive")
    if isinstance(item, HarvestJob | HarvestItem) and item.status != "done":
        return titled(STATES, item.status)
    return ""


def facts_of(item: Other | HarvestItem) -> Iterator[str]:
    """What the second line says, most telling first."""
    if isinstance(item, Contact):
        yield clean_line(item.email, 300)
        yield clean_line(item.contact_form, 300)
    elif isinstance(item, HarvestSource):
        yield item.organization.name if item.organization is not None else ""
        yield item.backend
        if item.last_job is not None:
            yield from _job(item.last_job)
        yield clean_line(item.address, 300)
    elif isinstance(item, HarvestJob):
        yield from _job(item)
    elif isinstance(item, HarvestItem):
        yield from (problem.message.partition("\n")[0] for problem in item.errors)
        yield from (note.message.partition("\n")[0] for note in item.logs)
        yield item.remote_id
        yield clean_line(item.remote_url, 300)
    elif isinstance(item, Territory):
        yield titled(LEVELS, item.level)
        yield item.code
        if item.datasets is not None:
            yield ngettext("{count} dataset", "{count} datasets", item.datasets).format(
                count=fmt.number(item.datasets)
            )
        yield clean_line(item.id, 100)
    elif isinstance(item, Level):
        yield clean_line(item.id, 100)
    elif isinstance(item, License):
        yield clean_line(item.id, 100)
        yield item.maintainer
        yield ", ".join(titled(FLAGS, flag) for flag in item.flags)
    elif isinstance(item, SchemaInfo):
        yield clean_line(item.id, 200)
        yield item.versions[-1].name if item.versions else ""
        yield item.schema_type
        yield ", ".join(item.labels)


def _job(item: HarvestJob) -> Iterator[str]:
    yield _age(item.ended or item.started or item.created_at)
    yield titled(STATES, item.status)
    yield items_text(item.items)
    yield from _counted(item.by_status)


def _age(moment: datetime | None) -> str:
    return fmt.ago(moment, clock.now()) if moment is not None else ""
